// What a drawing holds: lanes and their heights for what is kept; groups, bars, ties and labels for a window. Works on a
// drawing d: {first, data, mask, chosen, look, u, width, measure}, to which it adds lanes, laneAt, size, groups, spots
// and bars, and wide.js lines. Nothing here touches the document.

import { plural } from "./select.js";
import { LAY, layDepth, layGroups, layHeights, layLanes, layLevel } from "./layout.js";
import { labelPlace, labelShort } from "./label.js";
import { PLOT_DAY } from "./plot.js";

const COMPOSE_MOST = 1024; // more lanes than there ever are
export const COMPOSE_YEARS = 600; // days of a view from which on every date has its year
const COMPOSE_LINES = [[1, 0], [2, 0], [1, 1], [2, 1], [3, 1]]; // lines of labels above and below a lane, as they are tried

/** Pixels of a day in a window of the plot. */
export const composeScale = (d, [from, to]) => d.size.plot / Math.max((to - from) / PLOT_DAY, 1e-3);

/** Group what a window shows, and find where it stands. */
export function composeWindow(d, from, to, scale) {
  d.groups = layGroups(d.data, d.lanes, from, to, scale, d.u);
  d.spots = composePlaces(d, d.groups);
  d.bars = composeBars(d, d.groups, from, to, scale);
}

/** Lanes and their heights for what is kept, as the first view needs them: zooming moves nothing up or down. */
export function composeLanes(d, opening) {
  const { first, data, u } = d;
  const left = Math.round(Math.min(220 * u, Math.max(120 * u, d.width * 0.19))), right = Math.round(24 * u);
  const size = { width: d.width, left, right, top: Math.round(24 * u), below: Math.round(46 * u), plot: d.width - left - right, height: 0 };
  const { lanes, laneAt } = layLanes(first, d.mask, first.words);
  Object.assign(d, { size, lanes, laneAt });
  for (const lane of lanes) Object.assign(lane, { lines: 1, low: 0, depth: LAY.depth });
  const from = opening[0] / PLOT_DAY, to = opening[1] / PLOT_DAY, scale = composeScale(d, opening);
  const trial = layGroups(data, lanes, from, to, scale, u);
  for (const lane of lanes) lane.depth = layDepth(data, lane);
  for (const { place, step } of trial.marks) lanes[place].depth = Math.max(lanes[place].depth, step);
  layHeights(lanes, u);
  const most = lanes.length > 24 ? 2 : COMPOSE_LINES.length;
  composePlaces(d, trial);
  const asked = composeLabels(d, trial, to - from);
  const pixel = (day) => (day - from) * scale;
  const blocks = composeStanding(d, trial, composeBars(d, trial, from, to, scale), pixel);
  lanes.forEach((lane, place) => {
    const own = asked.filter((label) => label.place === place);
    let best = -1, chosen = COMPOSE_LINES[0];
    for (const [lines, low] of COMPOSE_LINES.slice(0, lane.clock ? 2 : most)) {
      const alone = { ...lane, lines, low };
      layHeights([alone], u);
      const down = alone.y - lane.y;
      const moved = own.map((label) => ({ ...label, place: 0, y: label.y + down }));
      const placed = labelPlace(moved, [blocks[place].map(([a, b, y, ...more]) => [a, b, y + down, ...more])], [alone], pixel, size.plot, d.measure, u);
      const weight = placed.reduce((sum, { label, size: wide }) => sum + label.weight + wide / 1000, 0);
      if (weight > best + 1) [best, chosen] = [weight, [lines, low]];
      if (placed.length === own.length && placed.every(({ label }) => label.text === label.texts[0])) break;
    }
    [lane.lines, lane.low] = chosen;
  });
  size.height = Math.max(layHeights(lanes, u), 40 * u);
}

/** Where the grouped events stand: {day, y, half (of a counted mark)} by event; of a counted one by its first. */
function composePlaces({ lanes, data, u }, { marks, pills }) {
  const found = new Map();
  for (const mark of marks) {
    mark.y = lanes[mark.place].y + LAY.stack * mark.step * u;
    if (!found.has(mark.i) || data.lane[mark.i] === lanes[mark.place].index) found.set(mark.i, mark);
  }
  for (const pill of pills) pill.y = lanes[pill.place].y;
  return found;
}

function composeBars({ first, lanes, laneAt, mask, u }, grouped, from, to, scale) {
  const { scene, events } = first;
  const found = [], columns = scene.bars, byEvent = new Map(grouped.marks.map((mark) => [mark.i * COMPOSE_MOST + mark.place, mark]));
  for (let k = 0; k < columns.event.length; k++) {
    const i = columns.event[k];
    if (!mask[i] || columns.to[k] < from || columns.from[k] > to) continue;
    const place = laneAt[columns.lane[k]], level = columns.level[k], lane = lanes[place];
    if (!lane || lane.folded && level >= 0) continue;
    const mark = level < 0 ? byEvent.get(i * COMPOSE_MOST + place) : undefined, style = scene.styles[columns.style[k]];
    let y = lane.y + layLevel(lane, level) * u;
    if (level < 0) {
      // Of a counted mark only a long span is drawn by itself.
      if (!mark && !(style === "span" && (columns.to[k] - columns.from[k]) * scale > 40 * u)) continue;
      if (mark) ({ y } = mark);
    }
    found.push({ i, place, counted: level < 0 && !mark, from: columns.from[k], to: columns.to[k], y, style, color: columns.color[k], step: columns.step[k] });
  }
  return found.length > LAY.marks * 2 ? found.sort((a, b) => events.weight[b.i] - events.weight[a.i]).slice(0, LAY.marks * 2) : found;
}

/** What labels must not cover, lane by lane: [left, right, middle, height, whether it is a bar]. */
export function composeStanding({ lanes, look, u }, grouped, bars, pixel) {
  const blocks = lanes.map(() => []), half = LAY.mark * u, { heights } = look;
  for (const { place, day, y } of grouped.marks) blocks[place].push([pixel(day) - half, pixel(day) + half, y, 2 * half]);
  for (const { place, day, y } of grouped.pills) blocks[place].push([pixel(day) - LAY.pill * u, pixel(day) + LAY.pill * u, y, 24 * u]);
  for (const { place, from, to, y, style } of bars) blocks[place].push([pixel(from), pixel(to), y, (heights[style] ?? 18) * u, true]);
  return blocks;
}

/** The labels that want a place: of each mark, of each counted one its weightiest, and what the clocks say. */
export function composeLabels(d, { marks, pills }, days) {
  const { first, data, lanes, laneAt, u } = d, { events, scene, words, lang } = first;
  const asked = [], year = days > COMPOSE_YEARS;
  // What its source only alleges does not stand in a drawing as what happened.
  const doubt = (i) => { const sure = first.certainties[events.certainty[i]]; return sure?.doubted ? ` (${sure.label})` : ""; };
  const own = (i, weight, more) => {
    const text = more.text ?? events.title[i] + doubt(i);
    const date = year ? events.when[i] : events.date[i];
    const shorter = more.text ? [] : [44, 26].map((most) => labelShort(events.title[i], most)).filter(Boolean).map((short) => short + doubt(i));
    asked.push({ i, x: more.day, date, text, shorter, tone: events.look[i] === 2 ? "quiet" : "ink", weight: i === d.chosen ? 1000 : weight, ...more });
  };
  for (const { i, place, day, step, y } of marks) if (events.weight[i] > 0) own(i, events.weight[i], { place, day, step, y });
  for (const pill of pills) {
    let best = pill.events[0];
    for (const i of pill.events) if (data.weight[i] > data.weight[best] || i === d.chosen) best = i;
    const rest = plural(words, "and_more", pill.events.length - 1, {}, lang);
    own(best, data.weight[best] + 1, { ...pill, step: 0, half: LAY.pill, text: `${labelShort(events.title[best], 26) || events.title[best]}${doubt(best)} ${rest}`, pill: true });
  }
  const columns = scene.labels;
  for (let k = 0; k < columns.event.length; k++) {
    const i = columns.event[k], place = laneAt[columns.lane[k]], lane = lanes[place];
    if (!d.mask[i] || !lane || lane.folded) continue;
    const level = columns.level[k];
    asked.push({
      i, place, x: columns.day[k], step: 0, tone: columns.tone[k], weight: i === d.chosen ? 1000 : columns.weight[k],
      y: lane.y + layLevel(lane, level) * u,
      date: (year ? columns.date_year[k] : columns.date[k]) ?? "", text: (year ? columns.text_year[k] : columns.text[k]) ?? "",
      shorter: columns.short[k] ? [columns.short[k]] : [],
      end: Boolean(columns.date[k]), inside: columns.inside[k] ?? undefined, beside: columns.beside[k] ?? undefined,
    });
  }
  return asked;
}

/** Ties, and the ticks of due dates. */
export function composeLines(d) {
  const { lanes, laneAt, mask, u } = d, { dues, ties } = d.first.scene;
  const lines = [], half = 10 * u;
  for (let k = 0; k < dues.event.length; k++) {
    const i = dues.event[k], lane = lanes[laneAt[dues.lane[k]]];
    if (!mask[i] || !lane || lane.folded) continue;
    lines.push({ i, style: dues.late[k] ? "due" : "due_quiet", x: [dues.day[k], dues.day[k]], y: [lane.y - 14 * u, lane.y + 14 * u] });
  }
  for (let k = 0; k < ties.event.length; k++) {
    const i = ties.event[k], from = composeSpot(d, ties.from[k]);
    if (!mask[i] || !from) continue;
    if (ties.to[k] >= 0) {
      const to = mask[ties.to[k]] && composeSpot(d, ties.to[k]);
      if (to) lines.push({ i, style: ties.style[k], x: [from.day, to.day], y: [from.y, to.y] });
      continue;
    }
    const lane = lanes[laneAt[ties.lane[k]]];
    if (!lane || lane.folded) continue;
    const down = lane.y > from.y ? 1 : -1;
    const day = d.data.day[ties.from[k]]; // not the middle of a counted mark, which is another day
    lines.push({ i, style: ties.style[k], x: [day, day], y: [from.y + half * down, lane.y + half * down] });
  }
  return lines.slice(0, LAY.marks);
}

/** Where an event stands: its mark, or the counted one that holds it. */
export function composeSpot({ data, lanes, laneAt, spots, groups, mask }, i) {
  if (spots.has(i)) return spots.get(i);
  const place = laneAt[data.lane[i]], day = data.day[i];
  const pill = groups.pills.find((one) => one.place === place && one.from <= day && day <= one.to && one.events.includes(i));
  if (pill) return pill;
  const lane = lanes[place];
  return lane && mask[i] && !Number.isNaN(day) ? { day, y: lane.y } : null;
}
