// The drawing where there is room for it: lanes one below the other, time from left to right. Plotly draws the marks and
// bars; everything else is placed here, again after every zoom, filter and resize.

import { nameOf } from "./select.js";
import { layPrepare } from "./layout.js";
import { composeLanes, composeLines, composeScale, composeWindow } from "./compose.js";
import { mountLayer } from "./layer.js";
import { PLOT_DAY, plotBars, plotLayout, plotLines, plotMarks } from "./plot.js";
import { furnish, furnishList, furnishNotes, furnishShelf } from "./furniture.js";
import { gestureKey, gesturesOn } from "./gestures.js";
import { mountOverview } from "./overview.js";

const WIDE_MARGIN = 0.5; // of a window's width is drawn on each side of it, for dragging

export const viewTime = (day) => (typeof day === "number" ? day : Date.parse(day.slice(0, 10) + "T00:00:00Z"));

/** Draw into an element; returns start, show, choose, step, setRange, zoom, pan, resize, restyle, destroy. */
export function mountWide(root, first, Plotly, { state, look, unit, onChoose, onView }) {
  const { events, words } = first;
  const data = layPrepare(first), count = events.id.length;
  const extent = first.extent.map(viewTime), opening = first.window.map(viewTime);
  let ended = false;

  const stage = furnish("div", "tl-stage", root);
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", words.timeline);
  const bands = furnish("div", "tl-bands", stage), plot = furnish("div", "tl-plot", stage);
  const names = furnish("div", "tl-names", stage), texts = furnish("div", "tl-labels", stage);
  for (const silent of [bands, plot, texts]) silent.setAttribute("aria-hidden", "true"); // the cursor says it, in order
  const ring = furnish("div", "tl-ring", stage);
  const cursor = furnish("button", "tl-cursor", stage);
  cursor.type = "button";
  const hint = furnish("div", "tl-hint", stage, words.hint_zoom);
  hint.hidden = true;
  const said = furnish("div", "tl-said", root);
  said.setAttribute("role", "status");
  const strip = mountOverview(root, first, { onRange: (from, to) => glide([from, to]), onDone: () => settle() });
  const shelf = furnish("div", "tl-shelf", root), legend = furnish("div", "tl-legend", root), notes = furnish("div", "tl-notes", root);

  const d = { first, data, size: null, groups: { marks: [], pills: [] } };
  const layer = mountLayer(d, { stage, bands, plot, names, texts, ring, cursor, legend }, { onOpen: (pill, opener) => open(pill, opener) });
  d.measure = layer.measure;
  let wanted = 0, busy = Promise.resolve(), frame = 0, list = null, drawnScale = 0, drawnFrom = 0, drawnTo = 0, hintTimer = 0;

  /** Draw what is kept: arrange where that changed, group for the window, and give it to Plotly. */
  function draw({ anew = true } = {}) {
    if (anew || !d.size) {
      Object.assign(d, { mask: state.mask, chosen: state.chosen, look: look(), u: unit(), width: state.width });
      composeLanes(d, opening);
      strip.element.style.marginLeft = `${d.size.left}px`;
      strip.resize(d.size.plot);
      strip.show(state.mask);
    }
    const [from, to] = state.range.map((ms) => ms / PLOT_DAY), margin = (to - from) * WIDE_MARGIN;
    drawnScale = composeScale(d, state.range);
    [drawnFrom, drawnTo] = [from - margin, to + margin];
    composeWindow(d, drawnFrom, drawnTo, drawnScale);
    const { groups, size, u } = d;
    const lines = d.lines = composeLines(d);
    const traces = [...plotBars(first, d.look, d.bars, u), ...plotLines(first, d.look, lines, u), plotMarks(first, d.look, groups.marks, u)];
    const layout = plotLayout(d.look, size, state.range, { dated: first.dated, u });
    layer.clear();
    const alone = new Set([...groups.marks, ...lines, ...d.bars.filter((bar) => !bar.counted)].map(({ i }) => i));
    root.dataset.drawn = String(groups.pills.reduce((sum, pill) => sum + pill.events.length, alone.size));
    layer.backdrop();
    furnishShelf(shelf, first, state.mask, { onChoose });
    furnishNotes(notes, first, (i) => state.mask[i] && d.lanes[d.laneAt[data.lane[i]]]?.folded === false);
    place();
    const drawn = busy.then(() => (ended ? null : Plotly.react(plot, traces, layout, first.config)));
    busy = drawn.catch(() => {}); // one drawing that failed does not keep the next from being drawn
    return drawn;
  }

  function place() {
    d.chosen = state.chosen;
    layer.place(state.range, state.cursor ?? nextFrom(-1, 1));
    strip.range(...state.range);
    onView();
  }

  // Moving ---------------------------------------------------------------------------------------------------------

  let gliding = false, target = null;

  /** Move the window, once a frame: Plotly's axis and our own layer. The marks are grouped anew when it comes to rest. */
  function glide(range) {
    target = bounded(range);
    if (gliding) return;
    gliding = true;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(async () => {
      while (target && !ended) {
        state.range = target;
        target = null;
        place();
        await Plotly.relayout(plot, { "xaxis.range": state.range.map((ms) => new Date(ms).toISOString()) });
        await new Promise(requestAnimationFrame);
      }
      gliding = false;
    });
  }

  function bounded([from, to]) {
    const least = 7 * PLOT_DAY, most = (extent[1] - extent[0]) * 3 + 60 * PLOT_DAY;
    const wide = Math.max(least, Math.min(to - from, most)), middle = (from + to) / 2;
    const low = extent[0] - wide * 0.75, high = extent[1] + wide * 0.75;
    const start = Math.max(low, Math.min(middle - wide / 2, high - wide));
    return [start, start + wide];
  }

  /** The window has come to rest: group anew where its scale changed, or where it left what was drawn. */
  async function settle() {
    while (gliding) await new Promise(requestAnimationFrame);
    const [from, to] = state.range.map((ms) => ms / PLOT_DAY);
    if (Math.abs(composeScale(d, state.range) / drawnScale - 1) > 0.001 || from < drawnFrom || to > drawnTo) await draw({ anew: false });
  }

  // Counted marks --------------------------------------------------------------------------------------------------

  function open(pill, opener) {
    const away = list?.opener === opener;
    list?.close();
    if (away) return;
    const days = pill.to - pill.from;
    const box = furnishList(first, pill.events, {
      onChoose: (i) => { close(false); onChoose(i, cursor); },
      onClose: () => close(true),
      onZoom: days > 0 ? () => { close(false); state.cursor = pill.events[0]; part.setRange([(pill.from - days * 0.3 - 2) * PLOT_DAY, (pill.to + days * 0.3 + 2) * PLOT_DAY]); } : null,
    });
    const outside = (event) => { if (!box.contains(event.target) && event.target !== opener) close(false); };
    const close = (focus) => {
      document.removeEventListener("pointerdown", outside, true);
      box.remove();
      list = null;
      if (focus) (opener.isConnected ? opener : cursor).focus({ preventScroll: true });
    };
    document.addEventListener("pointerdown", outside, true);
    list = { opener, close: () => close(false) };
    stage.append(box);
    const at = opener.getBoundingClientRect(), around = stage.getBoundingClientRect();
    box.style.left = `${Math.max(4, Math.min(at.left - around.left, around.width - box.offsetWidth - 4))}px`;
    box.style.top = `${at.bottom - around.top + 6}px`;
    stage.style.minHeight = `${box.offsetTop + box.offsetHeight + 8}px`;
    box.querySelector(".tl-list-row")?.focus({ preventScroll: true });
  }

  // The keyboard's cursor ------------------------------------------------------------------------------------------

  function nextFrom(from, by) {
    for (let i = from + by; i >= 0 && i < count; i += by) if (state.mask[i] && data.lane[i] >= 0 && !Number.isNaN(data.day[i])) return i;
    return null;
  }

  async function step(by) {
    const next = by === "first" ? nextFrom(-1, 1) : by === "last" ? nextFrom(count, -1) : state.cursor === null ? state.chosen ?? firstInSight() : nextFrom(state.cursor, by);
    if (next === null) return;
    state.cursor = next;
    const day = data.day[next] * PLOT_DAY, [from, to] = state.range;
    if (day < from || day > to) await part.setRange([day - (to - from) / 2, day + (to - from) / 2]);
    else place();
    said.textContent = nameOf(first, next);
    const box = cursor.getBoundingClientRect();
    if (box.top < 60 || box.bottom > innerHeight - 20) cursor.scrollIntoView({ block: "center" });
  }

  cursor.addEventListener("focus", () => { if (state.cursor === null) { state.cursor = state.chosen ?? firstInSight(); place(); } });
  const firstInSight = () => {
    const [from, to] = state.range.map((ms) => ms / PLOT_DAY);
    for (let i = nextFrom(-1, 1); i !== null; i = nextFrom(i, 1)) if (data.day[i] >= from && data.day[i] <= to) return i;
    return nextFrom(-1, 1);
  };
  cursor.addEventListener("keydown", (event) => {
    const act = {
      next: () => step(1), previous: () => step(-1), first: () => step("first"), last: () => step("last"),
      choose: () => { if (state.cursor !== null) onChoose(state.cursor, cursor); },
      in: () => part.zoom(1.6), out: () => part.zoom(1 / 1.6), fit: () => part.setRange(extent),
      "pan-left": () => part.pan(-0.25), "pan-right": () => part.pan(0.25),
    }[gestureKey(event)];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  cursor.addEventListener("click", (event) => { if (event.detail && state.cursor !== null) onChoose(state.cursor, cursor); });

  // Pointers -------------------------------------------------------------------------------------------------------

  const stop = gesturesOn(stage, {
    plotBox: () => { const box = stage.getBoundingClientRect(); return { left: box.left + d.size.left, width: d.size.plot }; },
    zoomAt(factor, share) {
      const [from, to] = target ?? state.range, at = from + (to - from) * share;
      glide([at - (at - from) / factor, at + (to - at) / factor]);
    },
    panBy(share) {
      const [from, to] = target ?? state.range, by = (to - from) * share;
      glide([from + by, to + by]);
    },
    fit: () => part.setRange(extent),
    settle,
  }, {
    onHint() {
      hint.hidden = false;
      clearTimeout(hintTimer);
      hintTimer = setTimeout(() => { hint.hidden = true; }, 1500);
    },
  });
  texts.addEventListener("click", (event) => {
    const label = event.target.closest(".tl-label");
    if (label) onChoose(Number(label.dataset.i), null);
  });
  const byId = (id) => events.id.indexOf(id);

  const part = {
    start: () => draw().then(() => {
      if (!ended) plot.on("plotly_click", (event) => {
        const id = event.points?.[0]?.customdata;
        if (id !== undefined) onChoose(byId(id), null);
      });
    }),
    /**
     * Hide at once what is not kept any more, and draw anew after that has been painted; at once where something came.
     *
     * Of several calls in a row only the last draws.
     */
    async show() {
      const mine = ++wanted, { mask } = d;
      let more = false;
      for (let i = 0; i < count && !more; i++) more = state.mask[i] > mask[i];
      layer.hide(state.mask);
      list?.close();
      if (state.cursor !== null && !state.mask[state.cursor]) state.cursor = null;
      for (let n = more ? 1 : 2; n > 0; n--) await new Promise(requestAnimationFrame);
      await new Promise((next) => { setTimeout(next); });
      if (!ended && mine === wanted) await draw();
    },
    /** Mark the chosen event; "reveal" also brings it into the window. */
    choose({ reveal = false } = {}) {
      const day = state.chosen === null ? NaN : data.day[state.chosen] * PLOT_DAY, [from, to] = state.range;
      if (reveal && !Number.isNaN(day) && (day < from || day > to)) part.setRange([day - (to - from) / 2, day + (to - from) / 2]);
      else place();
    },
    step,
    async setRange(range) {
      await busy;
      while (gliding) await new Promise(requestAnimationFrame);
      state.range = bounded(range.map(viewTime));
      await draw({ anew: false });
    },
    zoom(factor) {
      const [from, to] = state.range, middle = state.cursor !== null && document.activeElement === cursor ? data.day[state.cursor] * PLOT_DAY : (from + to) / 2;
      return part.setRange([middle - (middle - from) / factor, middle + (to - middle) / factor]);
    },
    pan: (share) => part.setRange(state.range.map((ms) => ms + (state.range[1] - state.range[0]) * share)),
    resize: () => draw(),
    restyle: () => { layer.clear(true); return draw(); },
    destroy() {
      ended = true;
      cancelAnimationFrame(frame);
      clearTimeout(hintTimer);
      list?.close();
      stop();
      strip.destroy();
      Plotly.purge(plot);
      root.replaceChildren();
    },
  };

  return part;
}
