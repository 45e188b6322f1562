// Which lanes stand where, and which marks stand alone: arithmetic on days and pixels, without a document.
// A lane's marks that would fall on the same few pixels stand below each other while they are few, and become one
// counted mark where they are many, so that a drawing never has more than about 600 of them.

export const LAY = {
  above: 12, // room over a lane's topmost line of labels
  line: 18, // a line of labels
  below: 22, // from a lane's last marks to its end
  under: 16, // from a clock's line to the text below it, where its accounts begin
  account: 22, // one more account of a clock
  stack: 13, // how far below each other marks of about one day stand
  depth: 3, // how many may stand below the first
  near: 14, // marks nearer than this would cover each other
  reach: 60, // how far apart the ends of one counted mark may be
  pill: 27, // half a counted mark
  mark: 9, // half a mark
  marks: 600, // the most that are drawn
  crowd: 200, // a lane of so many events has no room of its own for those of one day
  lanes: 80, // from here on the clocks fold into their matters
};

const layPrepared = new WeakMap();

/** The columns as typed arrays, and the events in order of the day their mark stands on; made once. */
export function layPrepare(first) {
  if (layPrepared.has(first)) return layPrepared.get(first);
  const { events } = first, n = events.id.length;
  const day = new Float64Array(n), lane = new Int32Array(n), look = new Int8Array(n), weight = new Int32Array(n);
  const days = [];
  for (let i = 0; i < n; i++) {
    day[i] = events.day[i] ?? events.last[i] ?? events.first[i] ?? NaN;
    lane[i] = events.lane[i];
    look[i] = events.look[i];
    weight[i] = events.weight[i];
    if (!Number.isNaN(day[i])) days.push(i);
  }
  const order = Int32Array.from(days).sort((a, b) => day[a] - day[b] || a - b);
  const also = new Map(); // a request to two agencies stands on the lane of each
  first.scene.also?.event.forEach((i, k) => also.set(i, [...(also.get(i) ?? []), first.scene.also.lane[k]]));
  const data = { n, day, lane, look, weight, order, also };
  layPrepared.set(first, data);
  return data;
}

/**
 * The lanes that hold something of what is kept, each with its events in order of their days.
 *
 * Where there are too many, the clocks fold into their matters, and what is still too much into one lane at the end.
 * A matter's only clock is drawn there as it is; where several fold, every event is a mark, a computed deadline too.
 */
export function layLanes(first, mask, words) {
  const data = layPrepare(first), { scene } = first, count = scene.lanes.length;
  const used = new Uint8Array(count);
  for (const i of data.order) if (mask[i] && data.lane[i] >= 0 && data.look[i] >= 0) used[data.lane[i]] = 1;
  for (const shapes of [scene.bars, scene.dues, scene.labels, scene.also]) {
    for (let k = 0; k < (shapes?.event.length ?? 0); k++) if (mask[shapes.event[k]]) used[shapes.lane[k]] = 1;
  }
  const into = Int32Array.from({ length: count }, (_, k) => k), folded = new Uint8Array(count);
  const accounts = new Int32Array(count);
  const total = () => used.reduce((sum, one) => sum + one, 0);
  if (total() > LAY.lanes) {
    const clocks = scene.lanes.map((lane, k) => k).filter((k) => used[k] && scene.lanes[k].clock);
    const held = new Int32Array(count); // how many clocks each matter takes
    for (const k of clocks) held[scene.lanes[k].into]++;
    for (const k of clocks) {
      const matter = scene.lanes[k].into;
      used[k] = 0;
      used[matter] = 1;
      into[k] = matter;
      if (held[matter] > 1) folded[matter] = 1;
      else accounts[matter] = scene.lanes[k].accounts;
    }
    for (const k of clocks) used[into[k]] = 1;
  }
  const standing = [];
  for (let k = 0; k < count; k++) if (used[k]) standing.push(k);
  const rest = standing.length > LAY.lanes ? standing.splice(LAY.lanes - 1) : [];
  const lanes = standing.map((k) => ({ ...scene.lanes[k], index: k, folded: Boolean(folded[k]), events: [] }));
  const told = new Set();
  for (const lane of lanes) {
    lane.accounts = Math.max(lane.accounts, accounts[lane.index]);
    // Where a matter's own lane holds nothing, its first clock says whose it is.
    const matter = scene.lanes[lane.into].name;
    if (lane.clock && lane.into !== lane.index && matter && !told.has(lane.group)) lane.name = `${matter}: ${lane.name}`;
    told.add(lane.group);
  }
  const at = new Int32Array(count).fill(-1);
  standing.forEach((k, place) => { at[k] = place; });
  if (rest.length) {
    for (const k of rest) at[k] = lanes.length;
    lanes.push({ name: words.further_lanes.replace("{n}", rest.length), group: -1, clock: false, accounts: 0, index: -1, folded: true, events: [] });
  }
  const laneAt = at.map((_, k) => at[into[k]]);
  const stand = (i, lane) => {
    const place = laneAt[lane];
    if (place >= 0 && (data.look[i] >= 0 || lanes[place].folded) && lanes[place].events.at(-1) !== i) lanes[place].events.push(i);
  };
  for (const i of data.order) {
    if (!mask[i] || data.lane[i] < 0) continue;
    stand(i, data.lane[i]);
    for (const lane of data.also.get(i) ?? []) stand(i, lane);
  }
  return { lanes, laneAt };
}

/** How deep marks of one day stack in a lane: what no zoom can part, as long as it is few. */
export function layDepth(data, lane) {
  if (lane.events.length > LAY.crowd) return 0; // its marks are counted ones
  let depth = 0, run = 1;
  for (let k = 1; k <= lane.events.length; k++) {
    if (k < lane.events.length && data.day[lane.events[k]] === data.day[lane.events[k - 1]]) run++;
    else {
      if (run - 1 > depth && run - 1 <= LAY.depth) depth = run - 1;
      run = 1;
    }
  }
  return depth;
}

function layFirst(data, events, day) {
  let low = 0, high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (data.day[events[middle]] < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Stand a few marks below each other, the weightiest on the line; null where they are too many for that. */
function layStack(data, events, pixel, near, depth) {
  const wide = pixel(data.day[events.at(-1)]) - pixel(data.day[events[0]]);
  if (events.length > (depth + 1) * (Math.floor(wide / near) + 1)) return null;
  const rows = [], marks = [];
  const order = events.length > 1 ? [...events].sort((a, b) => data.weight[b] - data.weight[a] || data.day[a] - data.day[b] || a - b) : events;
  for (const i of order) {
    const x = pixel(data.day[i]);
    let step = rows.findIndex((row) => row.every((other) => Math.abs(other - x) >= near));
    if (step < 0) step = rows.push([]) - 1;
    if (step > depth) return null;
    rows[step].push(x);
    marks.push({ i, step });
  }
  return marks;
}

/**
 * Group the marks of a stretch of days: those that stand alone or stacked, and those that become a counted one.
 *
 * Returns marks ({i, place, step, day}) and pills ({events, place, day, from, to}), `place` being the lane's place.
 */
export function layGroups(data, lanes, from, to, scale, u) {
  let near = LAY.near * u, found;
  for (let round = 0; round < 8; round++) {
    found = layGrouped(data, lanes, from, to, scale, u, near);
    if (found.marks.length + found.pills.length <= LAY.marks) break;
    near *= 1.6;
  }
  return found;
}

function layGrouped(data, lanes, from, to, scale, u, near) {
  const marks = [], pills = [];
  const pixel = (day) => (day - from) * scale;
  const reach = Math.max(LAY.reach * u, near * 2);
  lanes.forEach((lane, place) => {
    const out = []; // groups from left to right: {events, marks|null, left, right}
    const box = (group) => {
      const start = pixel(data.day[group.events[0]]), end = pixel(data.day[group.events.at(-1)]);
      const half = LAY.pill * u, middle = (start + end) / 2;
      if (group.marks) [group.left, group.right] = [start - LAY.mark * u, end + LAY.mark * u];
      else [group.left, group.right] = [middle - half, middle + half];
      return group;
    };
    const close = (events) => {
      let group = box({ events, marks: layStack(data, events, pixel, LAY.near * u, lane.depth) });
      while (out.length && (!group.marks || !out.at(-1).marks) && out.at(-1).right + 2 > group.left) {
        group = box({ events: [...out.pop().events, ...group.events], marks: null });
      }
      out.push(group);
    };
    let group = [], start = 0, last = 0;
    for (let k = layFirst(data, lane.events, from); k < lane.events.length; k++) {
      const i = lane.events[k];
      if (data.day[i] > to) break;
      const x = pixel(data.day[i]);
      if (group.length && (x - last >= near || x - start > reach)) {
        close(group);
        group = [];
      }
      if (!group.length) start = x;
      group.push(i);
      last = x;
    }
    if (group.length) close(group);
    for (const one of out) {
      if (one.marks) for (const { i, step } of one.marks) marks.push({ i, place, step, day: data.day[i] });
      else {
        const first = data.day[one.events[0]], end = data.day[one.events.at(-1)];
        pills.push({ events: one.events, place, day: (first + end) / 2, from: first, to: end });
      }
    }
  });
  return { marks, pills };
}

/** How far below its lane's line a clock's account stands: under the marks that stand below each other. */
export const layLevel = (lane, level) => (level > 0 ? LAY.under + LAY.account * level + LAY.stack * lane.depth : 0);

/** Give every lane its top, its line and its height; `lines` are the lines of labels above, `low` one below. */
export function layHeights(lanes, u, { strip = 0 } = {}) {
  let top = 0;
  for (const lane of lanes) {
    lane.top = top;
    lane.y = top + (strip + LAY.above + LAY.line * lane.lines) * u;
    const accounts = lane.folded || !lane.accounts ? 0 : LAY.under - 8 + LAY.account * lane.accounts;
    lane.bottom = lane.y + (LAY.below + accounts + LAY.stack * lane.depth + LAY.line * lane.low) * u;
    top = lane.bottom;
  }
  return top;
}
