// The drawing where there is room for it: lanes one below the other, time from left to right. Plotly draws the marks and
// bars; everything else is placed here, again after every zoom, filter and resize.

import { nameOf } from "./select.js";
import { LAY, layPrepare } from "./layout.js";
import { LABEL, labelPlace } from "./label.js";
import { COMPOSE_YEARS, composeLabels, composeLanes, composeLines, composeScale, composeSpot, composeStanding, composeWindow } from "./compose.js";
import { PLOT_DAY, plotBar, plotBars, plotLayout, plotLines, plotMarks } from "./plot.js";
import { furnish, furnishLegend, furnishList, furnishNotes, furnishPill, furnishShelf } from "./furniture.js";
import { gestureKey, gesturesOn } from "./gestures.js";
import { mountOverview } from "./overview.js";

const WIDE_MARGIN = 0.5; // of a window's width is drawn on each side of it, for dragging

export const viewTime = (day) => (typeof day === "number" ? day : Date.parse(day.slice(0, 10) + "T00:00:00Z"));

/** Draw into an element; returns start, show, choose, step, setRange, zoom, pan, resize, restyle, destroy. */
export function mountWide(root, first, Plotly, { state, look, unit, onChoose, onView }) {
  const { events, words } = first;
  const data = layPrepare(first), count = events.id.length;
  const extent = first.extent.map(viewTime), opening = first.window.map(viewTime);
  const context = document.createElement("canvas").getContext("2d");
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

  const sizes = new Map(), labels = new Map(), pills = new Map();
  const d = { first, data, measure, size: null, groups: { marks: [], pills: [] } };
  let asked = { groups: null }, wanted = 0;
  let busy = Promise.resolve(), frame = 0, list = null, drawnScale = 0, drawnFrom = 0, drawnTo = 0, hintTimer = 0;

  const pixelOf = () => {
    const from = state.range[0] / PLOT_DAY, scale = composeScale(d, state.range);
    return (day) => (day - from) * scale;
  };

  function measure(label) {
    const key = `${d.u}|${label.tone}|${label.date}|${label.text}`;
    if (!sizes.has(key)) {
      context.font = `${label.tone === "alert" ? 600 : 400} ${LABEL.size * d.u}px ${first.font}`;
      let wide = context.measureText(label.text).width;
      context.font = `700 ${LABEL.size * d.u}px ${first.font}`;
      if (label.date) wide += context.measureText(`${label.date} `).width;
      sizes.set(key, Math.ceil(wide) + 3);
    }
    return sizes.get(key);
  }

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
    const lines = composeLines(d);
    const traces = [...plotBars(first, d.look, d.bars, u), ...plotLines(first, d.look, lines, u), plotMarks(first, d.look, groups.marks, u)];
    const layout = plotLayout(d.look, size, state.range, { dated: first.dated, u });
    for (const pill of pills.values()) pill.remove();
    pills.clear();
    const alone = new Set([...groups.marks, ...lines, ...d.bars.filter((bar) => !bar.counted)].map(({ i }) => i));
    root.dataset.drawn = String(groups.pills.reduce((sum, pill) => sum + pill.events.length, alone.size));
    backdrop();
    furnishShelf(shelf, first, state.mask, { onChoose });
    furnishNotes(notes, first, (i) => state.mask[i] && d.lanes[d.laneAt[data.lane[i]]]?.folded === false);
    place();
    busy = busy.then(() => (ended ? null : Plotly.react(plot, traces, layout, first.config)));
    return busy;
  }

  /** What stands still while the window moves: bands and names. */
  function backdrop() {
    const { lanes, size, u } = d, { left, top, width, height } = size;
    stage.style.height = `${height + top + size.below}px`;
    const made = [], alike = new Map();
    for (const lane of lanes) {
      const edges = alike.get(lane.group);
      if (edges && edges.at(-1).bottom === lane.top) edges.push(lane);
      else alike.set(lane.group, [lane]);
    }
    [...alike.values()].forEach((own, n) => {
      if (n % 2) return;
      const band = furnish("div", "tl-band");
      Object.assign(band.style, { top: `${top + own[0].top}px`, height: `${own.at(-1).bottom - own[0].top}px`, left: `${left}px`, width: `${width - left - size.right}px` });
      made.push(band);
    });
    bands.replaceChildren(...made);
    names.replaceChildren(...lanes.map((lane) => {
      const name = furnish("span", `tl-name${lane.clock ? " tl-request" : ""}`, null, lane.name);
      name.title = lane.name;
      name.style.top = `${top + lane.y}px`;
      name.style.width = `${left - 14 * u}px`;
      name.style.fontSize = `${LABEL.size * u}px`;
      return name;
    }));
  }

  /** Put labels, counted marks, cursor and as-of day where the window has them; quick enough for every frame. */
  function place() {
    const { lanes, groups, size, u } = d, { left, top } = size;
    const pixel = pixelOf(), days = (state.range[1] - state.range[0]) / PLOT_DAY;
    d.chosen = state.chosen;
    const inSight = (label) => label.inside !== undefined || label.beside !== undefined || (pixel(label.x) >= 0 && pixel(label.x) <= size.plot);
    if (asked.groups !== groups || asked.chosen !== d.chosen || asked.days > COMPOSE_YEARS !== days > COMPOSE_YEARS) {
      asked = { groups, days, chosen: d.chosen, labels: composeLabels(d, groups, days) };
    }
    const placed = labelPlace(asked.labels.filter(inSight), composeStanding(d, groups, d.bars, pixel), lanes, pixel, size.plot, measure, u);
    const seen = new Set();
    for (const box of placed) {
      const { label, left: x, middle, inner, leader } = box;
      const key = `${label.i}|${label.place}|${label.y}|${label.tone}|${label.date}|${label.text}|${inner}`;
      seen.add(key);
      let text = labels.get(key);
      if (!text) {
        text = furnish("span", `tl-label tl-${label.tone}${inner ? " tl-inner" : ""}`, texts);
        text.dataset.id = events.id[label.i];
        text.dataset.i = label.i;
        text.style.fontSize = `${LABEL.size * u}px`;
        if (label.date) furnish("b", "", text, label.date);
        text.append((label.date ? " " : "") + label.text);
        text.line = furnish("i", "tl-leader");
        texts.prepend(text.line);
        labels.set(key, text);
      }
      text.classList.toggle("tl-chosen", label.i === state.chosen);
      text.style.left = `${left + x}px`;
      text.style.top = `${top + middle}px`;
      text.line.hidden = !leader;
      if (leader) Object.assign(text.line.style, { left: `${left + leader[0]}px`, top: `${top + leader[1]}px`, height: `${Math.max(leader[2] - leader[1], 0)}px` });
    }
    for (const [key, text] of labels) {
      if (seen.has(key)) continue;
      text.line.remove();
      text.remove();
      labels.delete(key);
    }
    for (const pill of groups.pills) {
      let button = pills.get(pill);
      const x = pixel(pill.day), inside = x > -LAY.pill * u && x < size.plot + LAY.pill * u;
      if (!inside) {
        button?.remove();
        pills.delete(pill);
        continue;
      }
      if (!button) {
        button = furnishPill(first, pill.events, { onOpen: (opener) => open(pill, opener) });
        button.style.fontSize = `${12 * u}px`;
        button.style.top = `${top + pill.y}px`;
        texts.append(button);
        pills.set(pill, button);
      }
      button.style.left = `${left + x}px`;
      button.style.clipPath = x < LAY.pill * u ? `inset(0 0 0 ${Math.max(0, LAY.pill * u - x)}px)` : x > size.plot - LAY.pill * u ? `inset(0 ${Math.max(0, LAY.pill * u - (size.plot - x))}px 0 0)` : "";
    }
    asOf(pixel);
    mark(ring, state.chosen, pixel);
    mark(cursor, state.cursor ?? nextFrom(-1, 1), pixel);
    const named = state.cursor ?? nextFrom(-1, 1);
    cursor.hidden = named === null;
    if (named !== null) cursor.setAttribute("aria-label", `${words.timeline}. ${nameOf(first, named)}`);
    signs(pixel);
    strip.range(...state.range);
    onView();
  }

  function asOf(pixel) {
    let line = stage.querySelector(".tl-asof");
    const { size, u } = d, x = first.as_of_day === null ? -1 : pixel(first.as_of_day);
    if (x < 0 || x > size.plot) {
      line?.remove();
      return;
    }
    if (!line) {
      line = furnish("div", "tl-asof");
      furnish("span", "", line, words.as_of.replace("{day}", first.as_of_text));
      bands.after(line);
    }
    Object.assign(line.style, { left: `${size.left + x}px`, top: "0", height: `${size.top + size.height}px`, fontSize: `${12 * u}px` });
    line.dataset.side = x > size.plot / 2 ? "left" : "right";
  }

  function mark(ringing, i, pixel) {
    const { size } = d, at = i === null ? null : composeSpot(d, i);
    const x = at ? pixel(at.day) : -1;
    ringing.classList.toggle("tl-away", !at || x < 0 || x > size.plot);
    ringing.dataset.i = i ?? "";
    if (!at) return;
    ringing.style.left = `${size.left + Math.max(0, Math.min(x, size.plot))}px`;
    ringing.style.top = `${size.top + at.y}px`;
    ringing.classList.toggle("tl-wide", Boolean(at.events));
  }

  function signs(pixel) {
    const { bars, groups, size, look: shown } = d;
    const drawn = new Set(), sight = (a, b = a) => pixel(b) > 0 && pixel(a) < size.plot, of = new Map();
    for (const bar of bars) if (sight(bar.from, bar.to) && !of.has(bar.style)) of.set(bar.style, bar);
    for (const style of of.keys()) drawn.add(style);
    for (const { i, day } of groups.marks) if (sight(day)) drawn.add(["solid", "hollow", "claim"][data.look[i]]);
    if (groups.pills.some((pill) => sight(pill.day))) drawn.add("cluster");
    const key = [...drawn].sort().join() + shown.name;
    if (legend.dataset.signs === key) return;
    legend.dataset.signs = key;
    furnishLegend(legend, first, shown, drawn, (sign) => (of.has(sign) ? plotBar(shown, of.get(sign)) : null));
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
      hide();
      list?.close();
      if (state.cursor !== null && !state.mask[state.cursor]) state.cursor = null;
      for (let n = more ? 1 : 3; n > 0; n--) await new Promise(requestAnimationFrame);
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
    restyle: () => { sizes.clear(); for (const text of labels.values()) { text.line.remove(); text.remove(); } labels.clear(); legend.dataset.signs = ""; return draw(); },
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

  function hide() {
    const points = [...plot.querySelectorAll(".scatterlayer .points path")];
    const shown = plot.data?.find((trace) => trace.meta?.role === "mark")?.customdata ?? [];
    if (points.length === shown.length) {
      const kept = new Set(d.groups.marks.filter(({ i }) => state.mask[i]).map(({ i }) => events.id[i]));
      points.forEach((point, n) => { if (!kept.has(shown[n])) point.style.display = "none"; });
    }
    for (const text of labels.values()) if (!state.mask[text.dataset.i]) text.hidden = text.line.hidden = true;
    for (const [{ events: held }, pill] of pills) {
      const kept = held.filter((i) => state.mask[i]);
      if (kept.length === held.length) continue;
      pill.hidden = !kept.length;
      pill.show(kept);
    }
  }
  return part;
}
