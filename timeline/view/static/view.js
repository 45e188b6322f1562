// The timeline as it is drawn in page and notebook. Python decides: every date, status and word comes in the payload.
// This module selects what a filter keeps, gives the marks to Plotly, and places the texts itself, since text is what
// Plotly draws slowly. labels.py places by the same rules for the plain figure.

const DAY = 86_400_000;
const LINE = 18; // height of a line of labels
const LIFT = 21; // from a mark's middle to the first line above it
const BELOW = 19; // from a bar's middle to the line below it
const GAP = 8; // least room between two labels side by side
const MARK = 9; // half a mark
const YEARS = 600; // days of a view from which on every date has its year
const EDGE = 2; // least room to the plot's edge
const NARROW = 700; // below this width the lanes' names stand above the lanes
const STRIP = 20; // room for such a name
const UNDER = 14; // and for a line below a clock and below each account of it

// Select -------------------------------------------------------------------------------------------------------------

/** Fold what a reader types as filters.py has folded the texts: case and accents. */
export function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().toUpperCase().toLowerCase().normalize("NFKD");
  return plain.replace(/\p{M}/gu, "").replaceAll("ς", "σ");
}

/** The first and last day of a window such as "2020-01-01/2021-06-30"; null where open. */
export function bounds(window) {
  const [from, to = from] = window.split("/");
  const open = (day) => day === "" || day === "..";
  return [open(from) ? null : (from + "-01-01").slice(0, 10), open(to) ? null : to.length > 7 ? to : (to + "-12-31").slice(0, 4) + (to.length > 4 ? to.slice(4) : "-12") + "-31"];
}

/** Which events a filter keeps, as filters.py has it. */
export function keeps(events, filter) {
  const has = (list) => (list ? new Set(list) : null);
  const kinds = has(filter.kinds), matters = has(filter.matters), agencies = has(filter.agencies), certainty = has(filter.certainty);
  const needles = fold(filter.text ?? "").split(/\s+/).filter(Boolean);
  const [from, to] = filter.window ? bounds(filter.window) : [null, null];
  return events.id.map((_, i) =>
    (!kinds || kinds.has(events.kind[i])) &&
    (!matters || matters.has(events.matter[i])) &&
    (!certainty || certainty.has(events.certainty[i])) &&
    (!agencies || events.agencies[i].some((name) => agencies.has(name))) &&
    (!filter.overdue || events.overdue[i]) &&
    (!filter.window || (events.dated[i] &&
      !(from !== null && events.last[i] !== null && events.last[i] < from) &&
      !(to !== null && events.first[i] !== null && events.first[i] > to))) &&
    needles.every((needle) => events.search[i].includes(needle)));
}

const LISTS = ["x", "y", "base", "width", "ids", "customdata", "hovertext"];

/** The traces with only the points of kept events. */
function select(data, kept) {
  const traces = [];
  for (const trace of data) {
    const places = trace.customdata.flatMap((id, place) => (kept.has(id) ? [place] : []));
    if (!places.length) continue;
    if (places.length === trace.customdata.length) {
      traces.push({ ...trace });
      continue;
    }
    const few = { ...trace };
    for (const name of LISTS) if (Array.isArray(trace[name])) few[name] = places.map((place) => trace[name][place]);
    traces.push(few);
  }
  return traces;
}

/** A text of the payload's words, in the plural form of n. */
export function plural(words, key, n, parts = {}, lang = "en") {
  const entry = words[key];
  const form = typeof entry === "string" ? entry : entry[new Intl.PluralRules(lang).select(n)] ?? entry.other;
  const all = { n: n.toLocaleString(lang), ...parts };
  return form.replace(/\{(\w+)\}/g, (_, name) => all[name] ?? "");
}

// Label --------------------------------------------------------------------------------------------------------------

/** Place as many labels as fit, the weightiest first; none touches another, a mark, a bar or the edge. */
export function place(labels, marks, bars, pixel, width, lanes, measure) {
  const standing = [...marks.map(([x, y]) => [x - MARK, x + MARK, y]), ...bars];
  const placed = [];
  const order = (a, b) => b.weight - a.weight || (a.x < b.x ? -1 : a.x > b.x ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const fitting = (label) => {
    const size = measure(label);
    for (const [left, middle] of candidates(label, size, pixel, lanes[label.lane].tracks, width)) {
      const right = left + size;
      const inner = Boolean(label.inside) && middle === label.y && pixel(label.x) <= left && right <= pixel(label.inside);
      if (left < EDGE || right > width - EDGE) continue;
      if (placed.some((box) => Math.abs(box.middle - middle) < LINE - 1 && box.left < right + GAP && left < box.left + box.size + GAP)) continue;
      if (!inner && standing.some(([from, to, y]) => Math.abs(y - middle) < MARK + 7 && left - 2 < to && from < right + 2)) continue;
      return { label, left, middle, size, inner };
    }
    return null;
  };
  for (const label of [...labels].sort(order)) {
    const box = fitting(label) ?? (label.short ? fitting({ ...label, text: label.short }) : null);
    if (box) placed.push(box);
  }
  return placed;
}

function* candidates(label, size, pixel, tracks, width) {
  const x = pixel(label.x);
  const clamp = (left) => Math.max(3, Math.min(left, width - size - 3));
  if (label.inside) {
    const start = Math.max(x, 0), end = Math.min(pixel(label.inside), width);
    if (end <= 0 || start >= width) return;
    if (end - start > size + 2 * GAP) yield [(start + end - size) / 2, label.y];
    yield [end + MARK + 5, label.y];
    yield [start - size - MARK - 5, label.y];
    yield [clamp((start + end - size) / 2), label.y + BELOW];
    return;
  }
  if (label.beside) {
    const end = pixel(label.beside);
    if (end <= 0 || x >= width) return;
    yield [x - size - GAP, label.y];
    yield [end + GAP, label.y];
    yield [clamp(x), label.y + BELOW];
    return;
  }
  if (x < -MARK || x > width + MARK) return; // what is out of sight has no label
  for (let track = 0; track < tracks; track++) {
    const middle = label.y - LIFT - LINE * track;
    yield [x - 4, middle];
    yield [x - size + 4, middle];
    yield [clamp(x - size / 2), middle];
  }
  yield [x + MARK + 5, label.y];
  yield [x - size - MARK - 5, label.y];
}

// Draw ---------------------------------------------------------------------------------------------------------------

const element = (tag, className, parent) => {
  const made = document.createElement(tag);
  made.className = className;
  parent?.append(made);
  return made;
};

const time = (iso) => Date.parse(iso.slice(0, 10) + "T00:00:00Z");
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);

/**
 * Draw a payload into an empty element.
 *
 * Returns the view: setFilter, choose, fit, firstView, zoom, range, setRange, resize, destroy, kept (ids that the
 * filter keeps) and drawn (ids that the drawing shows).
 */
export function mountView(root, payload, Plotly, { onChoose = () => {}, onView = () => {} } = {}) {
  const { scene, events } = payload;
  root.classList.add("tl-view");
  root.replaceChildren();
  const stage = element("div", "tl-stage", root);
  const plot = element("div", "tl-plot", stage);
  const names = element("div", "tl-names", stage);
  const texts = element("div", "tl-labels", stage);
  texts.setAttribute("aria-hidden", "true"); // the table says all of it, in order
  const notes = element("div", "tl-notes", root);
  for (const note of scene.notes) element("p", "tl-note", notes).textContent = note;

  const context = document.createElement("canvas").getContext("2d");
  const sizes = new Map();
  let frame, state = { kept: new Set(events.id), chosen: null, range: payload.window.map(time), width: 0 };
  let drawn = [], geometry = null, busy = Promise.resolve(), pending = 0;

  function measure(label) {
    const key = `${label.tone}|${label.date}|${label.text}`;
    if (!sizes.has(key)) {
      const bold = label.tone === "alert";
      context.font = `${bold ? 600 : 400} 13px ${payload.font}`;
      let size = context.measureText(label.text).width;
      context.font = `700 13px ${payload.font}`;
      if (label.date) size += context.measureText(label.date + " ").width;
      sizes.set(key, Math.ceil(size) + 2);
    }
    return sizes.get(key);
  }

  /** Places on this width: on a narrow one every lane gets room for its name above, and a clock for a line below. */
  function arrange(width) {
    const narrow = width < NARROW;
    const left = narrow ? 8 : Math.min(220, Math.max(150, Math.round(width * 0.19)));
    const right = narrow ? 8 : 24;
    let added = 0;
    const lanes = scene.lanes.map((lane) => {
      if (narrow) added += STRIP;
      const moved = { ...lane, shift: added, top: lane.top + added - (narrow ? STRIP : 0), y: lane.y + added, bottom: 0 };
      if (narrow && lane.request) added += UNDER * (1 + lane.readings);
      moved.bottom = lane.top + lane.height + added;
      return moved;
    });
    const edges = scene.lanes.map((lane) => lane.top);
    const shift = (y) => {
      let at = edges.length - 1;
      while (at > 0 && edges[at] > y) at--;
      if (at < 0) return y;
      const { shift: moved, request } = lanes[at];
      const below = y - scene.lanes[at].y;
      return y + moved + (narrow && request && below > LINE ? UNDER * Math.max(1, Math.round((below - 16) / 22)) : 0);
    };
    return { narrow, left, right, top: 24, below: 46, width: width - left - right, height: scene.height + added, lanes, shift };
  }

  function figure() {
    const { shift, left, right, top, below, height, narrow } = geometry;
    const base = payload.figure;
    drawn = select(base.data, state.kept).map((trace) => ({ ...trace, y: trace.y.map((y) => (y === null ? y : shift(y))) }));
    const groups = base.layout.shapes.filter((shape) => shape.name === "band");
    const band = (shape) => {
      const inside = geometry.lanes.filter((_, n) => scene.lanes[n].top >= shape.y0 && scene.lanes[n].top < shape.y1);
      return { ...shape, y0: inside[0].top, y1: inside.at(-1).bottom };
    };
    const rest = base.layout.shapes.filter((shape) => shape.name !== "band").map((shape) => ({ ...shape, y1: height }));
    const layout = {
      ...base.layout,
      width: state.width,
      height: Math.round(height + top + below),
      margin: { l: left, r: right, t: top, b: below, pad: 0 },
      shapes: [...groups.map(band), ...rest],
      // Plotly's drag layer would keep a finger from scrolling the page; narrow screens zoom by the buttons.
      dragmode: narrow ? false : "pan",
      xaxis: { ...base.layout.xaxis, range: state.range.map((ms) => new Date(ms).toISOString()), fixedrange: narrow, nticks: Math.max(3, Math.floor(geometry.width / 60)) },
      yaxis: { ...base.layout.yaxis, range: [height, 0] },
    };
    return [drawn, layout];
  }

  function draw() {
    geometry = arrange(state.width);
    const [data, layout] = figure();
    pending++;
    busy = busy.then(() => Plotly.react(plot, data, layout, payload.config)).then(() => { pending--; });
    label();
    return busy;
  }

  function label() {
    const { left, top, width, height, lanes, narrow, shift } = geometry;
    const [from, to] = state.range;
    const scale = width / Math.max(to - from, DAY);
    const pixel = (day) => (time(day) - from) * scale;
    const marks = [], bars = [];
    for (const trace of drawn) {
      if (trace.meta.role === "mark") trace.x.forEach((x, n) => marks.push([pixel(x), trace.y[n]]));
      if (trace.meta.role === "bar") trace.x.forEach((length, n) => { const start = pixel(trace.base[n]); bars.push([start, start + length * scale, trace.y[n]]); });
    }
    const year = to - from > YEARS * DAY;
    const shown = (one) => (year && one.long.some(Boolean) ? { date: one.long[0], text: one.long[1] } : {});
    const wanted = scene.labels.filter((one) => state.kept.has(one.id)).map((one) => ({ ...one, ...shown(one), y: shift(one.y) }));
    const placed = place(wanted, marks, bars, pixel, width, lanes, measure);
    const made = placed.map(({ label: one, left: x, middle, inner }) => {
      const text = element("span", `tl-label tl-${one.tone}${inner ? " tl-inner" : ""}`);
      if (one.id === state.chosen) text.classList.add("tl-chosen");
      text.style.left = `${left + x}px`;
      text.style.top = `${top + middle}px`;
      text.dataset.id = one.id;
      if (one.date) element("b", "", text).textContent = one.date;
      text.append((one.date ? " " : "") + one.text);
      return text;
    });
    const at = pixel(payload.as_of || "0001-01-01");
    if (payload.as_of && at > 0 && at < width) {
      const day = element("span", "tl-label tl-asof");
      day.textContent = payload.words.as_of.replace("{day}", payload.as_of_text);
      day.style.top = `${top - 11}px`;
      if (at > width / 2) day.style.right = `${state.width - left - at - 2}px`;
      else day.style.left = `${left + at - 2}px`;
      made.push(day);
    }
    texts.replaceChildren(...made);
    names.replaceChildren(...lanes.map((lane) => {
      const name = element("span", `tl-name${lane.request ? " tl-request" : ""}${narrow ? " tl-above" : ""}`);
      name.textContent = name.title = lane.name;
      name.style.top = `${top + (narrow ? lane.top + STRIP / 2 + 2 : lane.y)}px`;
      name.style.width = narrow ? `${width}px` : `${left - 14}px`;
      name.style.left = narrow ? `${left}px` : "0";
      return name;
    }));
    onView();
    root.dataset.drawn = String(new Set(drawn.flatMap((trace) => trace.customdata)).size);
  }

  const soon = (work) => { cancelAnimationFrame(frame); frame = requestAnimationFrame(work); };

  function moved() {
    const range = plot._fullLayout?.xaxis?.range ?? plot.layout.xaxis.range;
    state.range = range.map((edge) => (typeof edge === "number" ? edge : Date.parse(String(edge).replace(" ", "T") + (String(edge).includes("Z") ? "" : String(edge).length > 10 ? "Z" : ""))));
    soon(label);
  }

  const choose = (event) => {
    const id = event.points?.[0]?.customdata;
    if (id) onChoose(id);
  };
  const chooseLabel = (event) => {
    const id = event.target.closest(".tl-label")?.dataset.id;
    if (id) onChoose(id);
  };
  texts.addEventListener("click", chooseLabel);

  state.width = Math.max(root.clientWidth, 280);
  const ready = draw().then(() => {
    plot.on("plotly_click", choose);
    plot.on("plotly_relayouting", moved);
    plot.on("plotly_relayout", () => { if (!pending) moved(); });
  });
  const observer = new ResizeObserver(() => {
    const width = Math.max(root.clientWidth, 280);
    if (root.clientWidth && Math.abs(width - state.width) > 1) soon(() => { state.width = width; draw(); });
  });
  observer.observe(root);

  const view = {
    ready,
    setFilter(filter) {
      const kept = keeps(events, filter);
      state.kept = new Set(events.id.filter((_, n) => kept[n]));
      return draw();
    },
    kept: () => state.kept,
    drawn: () => new Set(drawn.flatMap((trace) => trace.customdata)),
    choose(id) { state.chosen = id; label(); },
    range: () => state.range.map(iso),
    /** How many kept and dated events lie outside the window that is shown. */
    outside() {
      const [from, to] = state.range.map(iso);
      const hidden = (_, n) => state.kept.has(events.id[n]) && events.dated[n] &&
        ((events.last[n] !== null && events.last[n] < from) || (events.first[n] !== null && events.first[n] > to));
      return events.id.filter(hidden).length;
    },
    setRange(range) { state.range = range.map((edge) => (typeof edge === "number" ? edge : time(edge))); return draw(); },
    fit: () => view.setRange(payload.extent),
    firstView: () => view.setRange(payload.window),
    zoom(factor) {
      const [from, to] = state.range;
      const middle = (from + to) / 2, half = Math.max((to - from) / factor / 2, 7 * DAY);
      return view.setRange([middle - half, middle + half]);
    },
    resize() { state.width = Math.max(root.clientWidth, 280); return draw(); },
    destroy() { observer.disconnect(); cancelAnimationFrame(frame); Plotly.purge(plot); root.replaceChildren(); },
  };
  return view;
}
