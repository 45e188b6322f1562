// The timeline as it is drawn in page, notebook and picture. Python decides: every date, status and word comes in the
// payload. This selects what a mask keeps, groups, gives the marks to Plotly, and places the texts itself.

import { mountNarrow } from "./narrow.js";
import { PLOT_DAY } from "./plot.js";
import { furnish } from "./furniture.js";
import { mountWide, viewTime } from "./wide.js";

const VIEW_NARROW = 640; // below this width (in the reader's letters) time runs downward

const viewIso = (ms) => new Date(ms).toISOString().slice(0, 10);

/** The theme that "auto" means here: JupyterLab's own, else what the style sheet took for the reader's system. */
function viewTheme(wanted, root) {
  if (wanted && wanted !== "auto") return wanted;
  const lab = document.body.dataset.jpThemeLight;
  if (lab !== undefined) return lab === "false" ? "dark" : "light";
  return getComputedStyle(root).getPropertyValue("--tl-theme").trim() || "light";
}

/** From which day to which each event is drawn, with its bars: an open bound reaches no further than its fading end. */
function viewDrawn({ events, scene: { bars } }) {
  const from = Float64Array.from(events.day, (day, i) => day ?? events.last[i] ?? events.first[i] ?? NaN), to = from.slice();
  for (let k = 0; k < bars.event.length; k++) {
    const i = bars.event[k];
    if (!(from[i] <= bars.from[k])) from[i] = bars.from[k];
    if (!(to[i] >= bars.to[k])) to[i] = bars.to[k];
  }
  return { from, to };
}

/**
 * Draw a payload into an empty element; `plotly` is Plotly, or a function that gives a promise of it.
 *
 * Returns the view: ready, show(mask), choose, step, range, setRange, fit, firstView, zoom, pan, outside, setTheme,
 * theme, resize, destroy. Events are named by their place in the payload.
 */
export function mountView(root, first, plotly, { onChoose = () => {}, onView = () => {}, theme = "auto" } = {}) {
  const { events } = first;
  const count = events.id.length;
  const extent = first.extent.map(viewTime), opening = first.window.map(viewTime);
  const state = { mask: new Uint8Array(count).fill(1), chosen: null, cursor: null, range: [...opening], width: 0, wanted: theme };
  let Plotly = null, part = null, ended = false, drawn = null;

  root.classList.add("tl-view");
  root.replaceChildren();
  const look = () => { const name = viewTheme(state.wanted, root); return { name, ...(first.looks[name] ?? first.looks.light) }; };
  const unit = () => ((parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16) * (look().scale ?? 1);
  const widthOf = () => Math.max(root.clientWidth, 280);

  // The narrow drawing ----------------------------------------------------------------------------------------------

  function narrow() {
    const box = furnish("div", "tl-narrow", root);
    const list = mountNarrow(box, first, { onChoose, mask: state.mask, chosen: state.chosen });
    const still = () => Promise.resolve();
    part = {
      start: still,
      show: () => Promise.resolve(list.show(state.mask)),
      choose: () => list.choose(state.chosen),
      step: (by) => list.step?.(by), setRange(range) { state.range = range.map(viewTime); onView(); return still(); }, zoom: still, pan: still, resize: still,
      restyle: () => Promise.resolve(list.setTheme?.()),
      destroy() { list.destroy(); root.replaceChildren(); },
    };
    root.dataset.drawn = String(state.mask.reduce((sum, one) => sum + one, 0));
    return part;
  }

  const isNarrow = () => widthOf() < VIEW_NARROW * Math.min(unit(), 1.5);

  async function build() {
    part?.destroy();
    part = null;
    state.width = widthOf();
    root.dataset.layout = isNarrow() ? "narrow" : "wide";
    if (isNarrow()) narrow();
    else {
      Plotly ??= typeof plotly === "function" ? await plotly() : plotly;
      if (ended || part) return;
      part = mountWide(root, first, Plotly, { state, look, unit, onChoose, onView });
    }
    await part.start();
    if (!ended) onView();
  }

  const restyle = () => { if (part) part.restyle(); };
  const asked = [matchMedia("(prefers-color-scheme: dark)"), matchMedia("(prefers-contrast: more)")];
  for (const media of asked) media.addEventListener("change", restyle);
  let resizing = 0;
  const observer = new ResizeObserver(() => {
    if (!root.clientWidth || Math.abs(widthOf() - state.width) <= 1) return;
    cancelAnimationFrame(resizing);
    resizing = requestAnimationFrame(() => view.resize());
  });
  const ready = build().then(() => { if (!ended) observer.observe(root); });

  const view = {
    ready,
    show(mask) { state.mask = mask; return part ? part.show() : ready; },
    choose(i, options) { state.chosen = i; part?.choose(options); },
    step: (by) => part?.step(by),
    range: () => state.range.map(viewIso),
    setRange: (range) => part?.setRange(range),
    fit: () => view.setRange(extent),
    firstView: () => view.setRange(opening),
    zoom: (factor) => part?.zoom(factor),
    pan: (share) => part?.pan(share),
    /** How many kept and dated events are drawn outside the window that is shown. */
    outside() {
      if (root.dataset.layout === "narrow") return 0;
      const [from, to] = state.range.map((ms) => Math.floor(ms / PLOT_DAY));
      drawn ??= viewDrawn(first);
      let n = 0;
      for (let i = 0; i < count; i++) {
        if (state.mask[i] && events.dated[i] && (drawn.to[i] < from || drawn.from[i] > to)) n++;
      }
      return n;
    },
    setTheme(name) { state.wanted = name; restyle(); },
    theme: () => viewTheme(state.wanted, root),
    resize() {
      if (ended) return undefined;
      const wasNarrow = root.dataset.layout === "narrow";
      if (wasNarrow !== isNarrow()) return build();
      state.width = widthOf();
      return part?.resize();
    },
    destroy() {
      ended = true;
      observer.disconnect();
      for (const media of asked) media.removeEventListener("change", restyle);
      part?.destroy();
      part = null;
    },
  };
  return view;
}
