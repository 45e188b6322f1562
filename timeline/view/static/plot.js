// What Plotly draws: few traces, each point with its event. Texts, bands and counted marks are drawn beside it, since
// annotations and shapes are what Plotly draws slowly.

import { isMissed } from "./select.js";

export const PLOT_DAY = 86_400_000;

/** What Plotly reads as its pseudo-HTML; it knows the entities of & < > and no others. */
const plotEscape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Collects the points of one trace: plain lists, and an id for each point, since Plotly draws two of one id once. */
function plotTrace(first, fixed, lists) {
  const trace = { ...fixed, ids: [], customdata: [], hovertext: [], meta: { ...fixed.meta, events: [] } };
  for (const name of lists) trace[name] = [];
  const seen = new Map();
  return {
    trace,
    add(i, values, hover = true) {
      const id = first.events.id[i], n = (seen.get(id) ?? 0) + 1;
      seen.set(id, n);
      trace.ids.push(n === 1 ? id : `${id}#${n}`);
      trace.customdata.push(id);
      trace.meta.events.push(i);
      trace.hovertext.push(hover ? `${plotEscape(first.events.when[i])}<br>${plotEscape(first.events.title[i])}` : "");
      for (const [name, value] of Object.entries(values)) trace[name].push(value);
    },
  };
}

// Marks of several sizes would be see-through otherwise.
const plotMarker = () => ({ opacity: 1, symbol: [], size: [], color: [], line: { color: [], width: [] } });

/** The marks as one trace. */
export function plotMarks(first, look, marks, u) {
  const kinds = Object.keys(first.kinds), names = ["solid", "hollow", "claim", "quiet"];
  const points = plotTrace(first, { type: "scatter", mode: "markers", hoverinfo: "text", showlegend: false, cliponaxis: true, marker: plotMarker(), meta: { role: "mark" } }, ["x", "y"]);
  const { marker } = points.trace;
  // What weighs more is drawn later, and so on top.
  for (const { i, day, y } of [...marks].sort((a, b) => first.events.weight[a.i] - first.events.weight[b.i] || a.i - b.i)) {
    const kind = kinds[first.events.kind[i]];
    // What has no mark of its own, since it is drawn with its clock, gets one where the clock is folded away.
    const own = names[first.events.look[i]] ?? (kind !== "deadline" ? "claim" : isMissed(first, i) ? "solid" : "quiet");
    const one = look.marks[`${kind}|${own}`];
    points.add(i, { x: day * PLOT_DAY, y });
    marker.symbol.push(one.symbol);
    marker.size.push(one.size * u);
    marker.color.push(one.color);
    marker.line.color.push(one.line.color);
    marker.line.width.push(one.line.width * u);
  }
  return points.trace;
}

/** The bars: one trace for the plain ones, and one for each pattern, whose colours Plotly takes for a trace alone. */
export function plotBars(first, look, bars, u) {
  const traces = new Map();
  for (const bar of bars) {
    const { i, from, to, y, style } = bar;
    const one = plotBar(look, bar), key = one.pattern ? style : "";
    if (!traces.has(key)) {
      const pattern = one.pattern && { ...one.pattern, size: one.pattern.size * u };
      traces.set(key, plotTrace(first, {
        type: "bar", orientation: "h", hoverinfo: "text", textposition: "none", showlegend: false, meta: { role: "bar", styles: [] },
        marker: pattern ? { ...one, pattern, line: { ...one.line, width: (one.line?.width ?? 0) * u } } : { color: [], line: { color: [], width: [] } },
      }, ["x", "y", "base", "width"]));
    }
    const points = traces.get(key), { marker, meta } = points.trace;
    points.add(i, { base: from * PLOT_DAY, x: (to - from) * PLOT_DAY, y, width: (look.heights[style] ?? 18) * u });
    meta.styles.push(style);
    if (key) continue;
    marker.color.push(one.color);
    marker.line.color.push(one.line?.color ?? one.color);
    marker.line.width.push((one.line?.width ?? 0) * u);
  }
  return [...traces.values()].map(({ trace }) => trace);
}

/** The look of a bar: of its style, and of the colour that it takes from its event's kind. */
export const plotBar = (look, { style, color, step }) => look.bars[`${style}|${color}|${step}`];

/** Ties and due ticks: a trace for each style of line. */
export function plotLines(first, look, lines, u) {
  const traces = [];
  for (const [style, line] of Object.entries(look.lines)) {
    const own = lines.filter((one) => one.style === style);
    if (!own.length) continue;
    const points = plotTrace(first, {
      type: "scatter", mode: "lines", hoverinfo: "skip", showlegend: false, line: { ...line, width: line.width * u }, meta: { role: "line", style },
    }, ["x", "y"]);
    for (const { i, x, y } of own) {
      points.add(i, { x: x[0] * PLOT_DAY, y: y[0] }, false);
      points.add(i, { x: x[1] * PLOT_DAY, y: y[1] }, false);
      points.add(i, { x: null, y: null }, false);
    }
    traces.push(points.trace);
  }
  return traces;
}

/** The layout of a drawing of a size; `size` is {width, height, left, right, top, below}. */
export function plotLayout(look, size, range, { dated, u }) {
  const base = look.layout, between = size.width - size.left - size.right;
  const letters = u / (look.scale ?? 1); // the layout's sizes are its theme's
  return {
    ...base,
    width: size.width,
    height: Math.round(size.height + size.top + size.below),
    margin: { l: size.left, r: size.right, t: size.top, b: size.below, pad: 0 },
    paper_bgcolor: "rgba(0,0,0,0)", // the bands lie beneath
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...base.font, size: base.font.size * letters },
    dragmode: false, // gestures.js moves the window: Plotly would keep the wheel and the fingers from the page
    xaxis: {
      ...base.xaxis,
      range: range.map((ms) => new Date(ms).toISOString()),
      fixedrange: true,
      visible: dated,
      nticks: Math.max(3, Math.floor(between / (60 * u))),
      tickfont: { ...base.xaxis.tickfont, size: base.xaxis.tickfont.size * letters },
    },
    yaxis: { ...base.yaxis, range: [size.height, 0] },
  };
}
