// The rail beside the rows of a narrow screen: marks, the clocks as bars that run down, the ties, the legend's swatches.

import { NARROW, narrowColumns, narrowPlace } from "./flow.js";

let narrowMounted = 0;

export const narrowPart = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

export const narrowShape = (tag, attributes, parent) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
};

export const narrowLate = (status) => status.value === "overdue" || status.value === "met_late";

/** An event's mark as it stands on the rail; a deadline has a stroke, since its clock shows the rest. */
export function narrowMark(kind, look, status) {
  const mark = narrowShape("svg", { class: "tl-n-mark", viewBox: "0 0 16 16", "aria-hidden": "true" });
  if (look < 0 || look === 3) narrowShape("path", { class: "tl-n-due", d: "M1 7h14v2H1z", "data-late": Boolean(status && narrowLate(status)) }, mark);
  else {
    const path = narrowShape("path", { class: "tl-n-shape", d: kind.path, "data-look": ["solid", "hollow", "claim"][look] }, mark);
    path.style.setProperty("--tl-n-color", `var(--tl-${kind.color})`);
  }
  return mark;
}

/** What is drawn of each lane that has a clock: its bars, dues and ties, by their places in the columns. */
export function narrowLanes(first) {
  const { lanes, bars, dues, ties } = first.scene;
  const found = lanes.map((lane) => (lane.clock ? { bars: [], dues: [], ties: [], own: [] } : null));
  for (let k = 0; k < bars.event.length; k++) if (bars.level[k] >= 0) found[bars.lane[k]]?.bars.push(k);
  for (let k = 0; k < dues.event.length; k++) found[dues.lane[k]]?.dues.push(k);
  for (let k = 0; k < ties.event.length; k++) found[ties.lane[k]]?.ties.push(k);
  for (let i = 0; i < first.events.id.length; i++) if (first.events.look[i] >= 0) found[first.events.lane[i]]?.own.push(i);
  const { also } = first.scene; // a request to several agencies starts the clock of each
  for (let k = 0; k < (also?.event.length ?? 0); k++) found[also.lane[k]]?.own.push(also.event[k]);
  return found;
}

/** The clocks that are drawn, each with its column, the overdue ones first: kept ones that a row of those `seen` tells of. */
export function narrowClocks(first, mask, lanes, seen, most) {
  const { bars, dues, ties, styles } = first.scene, keep = (i) => i >= 0 && (!mask || mask[i]);
  const clocks = [];
  for (const lane of lanes) {
    if (!lane) continue;
    if (!lane.bars.some((k) => bars.level[k] === 0 && seen.has(bars.event[k]))) continue;
    const own = lane.bars.filter((k) => keep(bars.event[k]));
    const signs = new Set(own.map((k) => styles[bars.style[k]]));
    const from = Math.min(...own.map((k) => bars.from[k])), to = Math.max(...own.map((k) => bars.to[k]));
    clocks.push({
      from, to, signs: [...signs], weight: signs.has("overdue") || signs.has("late") ? 1 : 0, bars: own, own: lane.own,
      dues: lane.dues.filter((k) => keep(dues.event[k])), ties: lane.ties.filter((k) => keep(ties.event[k]) && keep(ties.from[k])),
    });
  }
  clocks.sort((a, b) => b.weight - a.weight || a.from - b.from);
  clocks.splice(NARROW.clocks);
  const columns = narrowColumns(clocks.map((clock) => [clock.from, clock.to, clock.weight]), most);
  clocks.forEach((clock, k) => { clock.column = columns[k]; });
  return clocks.filter((clock) => clock.column >= 0);
}

const NARROW_PATTERNS = { overdue: "M-1 7L7 -1M3 11L11 3", late: "M0 2H8M0 6H8", extended: "M-1 1L7 9M3 -3L11 5", tolled: "M1 2h2M5 6h2" };

export function narrowPatterns(svg, prefix, em) {
  const defs = narrowShape("defs", {}, svg);
  for (const [style, d] of Object.entries(NARROW_PATTERNS)) {
    const pattern = narrowShape("pattern", { id: prefix + style, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: `scale(${em / 20})` }, defs);
    narrowShape("rect", { width: 8, height: 8, class: `tl-n-ground tl-n-${style}` }, pattern);
    narrowShape("path", { d, class: `tl-n-hatch tl-n-${style}` }, pattern);
  }
}

function narrowBar(svg, style, color, prefix, box) {
  const made = narrowShape("rect", { ...box, class: `tl-n-bar tl-n-${style}` }, svg);
  if (NARROW_PATTERNS[style]) made.style.fill = `url(#${prefix}${style})`;
  if (color) made.style.setProperty("--tl-n-color", `var(--tl-${color})`);
  return made;
}

/** A small picture of a sign, for the legend. */
export function narrowSwatch(sign, prefix) {
  const svg = narrowShape("svg", { class: "tl-n-swatch", viewBox: "0 0 24 16", "aria-hidden": "true" });
  if (sign === "hollow" || sign === "claim_mark") narrowShape("circle", { class: "tl-n-shape", "data-look": "hollow", cx: 12, cy: 8, r: 5 }, svg);
  else if (sign === "stop") narrowShape("path", { class: "tl-n-tie tl-n-stop", d: "M1 8H23" }, svg);
  else if (sign === "fade") for (let n = 0; n < 6; n++) narrowBar(svg, "fade", "", prefix, { x: 1 + n * 3.7, y: 4, width: 3.7, height: 8 }).style.opacity = (n + 1) / 7;
  else narrowBar(svg, sign, sign === "bracket" || sign === "span" ? "money" : "", prefix, { x: 1, y: sign.startsWith("claim") ? 6 : 4, width: 22, height: sign.startsWith("claim") ? 4 : 8 });
  return svg;
}

/** Draw rail, clocks and ties at the places that the rows have. */
export function narrowDraw(svg, first, { stops, place, rail, em, clocks, prefix, key }) {
  if (!stops.length) return;
  const { bars, dues, ties, styles } = first.scene, kinds = Object.values(first.kinds);
  const wide = 0.5 * em, reach = 1.6 * em;
  const behind = narrowShape("g", {}, svg), front = narrowShape("g", {}, svg), fades = new Map();
  narrowShape("path", { class: "tl-n-rail", d: `M${rail} ${stops[0][1]}V${stops[stops.length - 1][1]}` }, behind);
  const tie = (group, name, d, late) => narrowShape("path", { class: `tl-n-tie ${name}`, d, ...(late === undefined ? {} : { "data-late": Boolean(late) }) }, group);
  const band = (style, color, x, width, from, to) =>
    narrowBar(front, style, color, prefix, { x: x - width / 2, y: Math.min(from, to), width, height: Math.max(Math.abs(to - from), 3) });
  const fading = (k, x, width, color, at) => {
    const name = `${bars.event[k]} ${bars.lane[k]} ${bars.level[k]}`;
    if (fades.has(name)) fades.get(name).steps.push(k);
    else fades.set(name, { steps: [k], x, width, color, at });
  };

  for (const clock of clocks) {
    const x = rail - (clock.column + 1) * NARROW_COLUMN * em;
    const stop = clock.ties.find((k) => ties.style[k] === "stop"), suit = stop === undefined ? -1 : ties.from[stop];
    const at = (day, event) => {
      for (const i of [event, suit, ...clock.own]) if (key[i] === day && place.has(i)) return place.get(i);
      return narrowPlace(stops, day, reach);
    };
    let start = Infinity;
    for (const k of clock.bars) {
      const style = styles[bars.style[k]], event = bars.event[k], level = Math.min(bars.level[k], 2);
      // Accounts are thin bars at the side of the clock that they are about.
      const side = level ? x - wide / 2 - 0.2 * em * level : x, width = level ? 0.16 * em : wide;
      if (style === "fade") fading(k, side, width, level ? "claim" : "request", (day) => at(day, -1));
      else {
        const from = at(bars.from[k], event);
        band(style, "", side, width, from, at(bars.to[k], event));
        if (!level) start = Math.min(start, from);
      }
    }
    if (clock.own.some((i) => Math.abs(place.get(i) - start) < 1)) tie(behind, "tl-n-start", `M${x} ${start}H${rail}`);
    for (const k of clock.dues) {
      const y = at(dues.day[k], dues.event[k]);
      if (place.has(dues.event[k])) tie(behind, "tl-n-due", `M${x} ${y}H${rail}`, dues.late[k]);
      tie(front, "tl-n-tick", `M${x - wide * 0.9} ${y}H${x + wide * 0.9}`, dues.late[k]);
    }
    if (place.has(suit)) tie(front, "tl-n-stop", `M${x - wide * 0.9} ${place.get(suit)}H${rail}`);
  }

  for (let k = 0; k < bars.event.length; k++) {
    const i = bars.event[k], y = place.get(i);
    if (bars.level[k] >= 0 || y === undefined) continue;
    const style = styles[bars.style[k]], color = first.events.look[i] === 2 ? "claim" : kinds[first.events.kind[i]].color;
    if (style === "fade") fading(k, rail, wide, color, () => y);
    else band(style, color, rail, style === "span" ? wide : 0.32 * em, y, Math.max(y + 0.9 * em, narrowPlace(stops, bars.to[k], reach)));
  }
  // A bar fades over the same length wherever it is: nobody knows how far it goes.
  for (const { steps, x, width, color, at } of fades.values()) {
    steps.sort((a, b) => bars.step[b] - bars.step[a]);
    const [near] = steps, far = steps[steps.length - 1], forward = bars.from[far] >= bars.from[near];
    const edge = at(forward ? bars.from[near] : bars.to[near]), step = 0.28 * em * (forward ? 1 : -1);
    steps.forEach((_, n) => {
      band("fade", color, x, width, edge + step * n, edge + step * (n + 1)).style.opacity = (1 - (n + 0.6) / (steps.length + 0.6)).toFixed(2);
    });
  }
  for (let k = 0; k < ties.event.length; k++) {
    const from = place.get(ties.from[k]), to = place.get(ties.to[k]);
    if (ties.style[k] !== "claim" || from === undefined || to === undefined) continue;
    const far = Math.abs(to - from) > 30 * em, way = Math.sign(to - from) * em; // the rest of a long one would be lost among others
    if (far) tie(front, "tl-n-account", `M${rail} ${from}Q${rail - 0.8 * em} ${from} ${rail - 0.8 * em} ${from + way}v${way}`);
    else tie(front, "tl-n-account", `M${rail} ${from}C${rail - em} ${from} ${rail - em} ${to} ${rail} ${to}`);
  }
}

const NARROW_COLUMN = 0.95; // width of a clock's column, in letters

/** How many columns leave the texts most of the width. */
export function narrowFit(root) {
  const width = root.clientWidth, em = parseFloat(getComputedStyle(root).fontSize);
  return width ? Math.max(1, Math.min(NARROW.columns, Math.floor((width * 0.28) / (NARROW_COLUMN * em)))) : NARROW.columns;
}
