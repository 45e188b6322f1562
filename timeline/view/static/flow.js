// Events in the order and the portions in which they flow down a narrow screen: arithmetic without a document.

export const NARROW = {
  rows: 300, // the most in the document
  folded: 150, // the most at first where they do not all fit: what is opened needs room too
  least: 60, // and the least that is opened at once
  columns: 5, // of clocks that run at the same time
  clocks: 60, // that are drawn at all
  gap: 61, // days from which a gap is put into words
};

const NARROW_UNITS = [
  (data, i) => data.key[i],
  (data, i) => data.month[i],
  (data, i) => Math.floor(data.month[i] / 12),
  (data, i) => Math.floor(data.month[i] / 120),
  (data, i) => Math.floor(data.month[i] / 1200),
]; // day, month, year, decade, century
const NARROW_MONTH = 1; // the finest that rows are folded into at first

export const narrowDate = (day) => new Date(day * 86_400_000);

/**
 * The events in the order of their rows, each with its day and month; undated ones, whose day is NaN, come last.
 *
 * A deadline stands on its last day, which its clock runs to; one without a day stands where its clock's text does.
 */
export function narrowOrder(first) {
  const { events, scene } = first, n = events.id.length, { labels, dues } = scene;
  const key = new Float64Array(n), month = new Int32Array(n), months = new Map(), texts = new Map();
  const filed = new Map(); // the request of each clock's lane
  for (let k = 0; k < labels.event.length; k++) {
    const i = labels.event[k];
    if (texts.has(i)) texts.get(i).push(k);
    else texts.set(i, [k]);
    if (labels.level[k] === 0 && events.look[i] >= 0) filed.set(labels.lane[k], i);
  }
  const due = new Map(dues.event.map((i, k) => [i, dues.day[k]]));
  const plain = [], moved = [], rank = new Map();
  for (let i = 0; i < n; i++) {
    const text = events.dated[i] ? undefined : texts.get(i)?.[0];
    const day = due.get(i) ?? (text === undefined ? events.first[i] ?? events.last[i] ?? NaN : labels.beside[text] ?? labels.day[text]);
    key[i] = day;
    if (text !== undefined) rank.set(i, (filed.get(labels.lane[text]) ?? i) + 0.5); // it follows its request
    if (due.has(i) || text !== undefined) moved.push(i);
    else plain.push(i);
    if (Number.isNaN(day)) continue;
    if (!months.has(day)) months.set(day, narrowDate(day).getUTCFullYear() * 12 + narrowDate(day).getUTCMonth());
    month[i] = months.get(day);
  }
  // The others are in order: what is moved is merged into them.
  const late = (i) => (Number.isNaN(key[i]) ? Infinity : key[i]), place = (i) => rank.get(i) ?? i;
  const before = (a, b) => (late(a) === late(b) ? place(a) - place(b) : late(a) - late(b));
  moved.sort(before);
  const order = new Int32Array(n);
  for (let k = 0, p = 0, m = 0; k < n; k++) order[k] = m >= moved.length || (p < plain.length && before(plain[p], moved[m]) <= 0) ? plain[p++] : moved[m++];
  return { key, month, order, texts };
}

/**
 * What stands for a stretch of kept events: rows, or counted groups where there are more than fit.
 *
 * `under` is the unit of the group that holds the stretch, or -1. The smallest groups are given as rows while there is
 * room. Returns {at} for a row and {from, to, unit, name} for a group, all of them places in `kept`.
 */
export function narrowFold(data, kept, from, to, most, under = -1) {
  const rows = (start, end) => Array.from({ length: end - start }, (_, k) => ({ at: start + k }));
  if (to - from <= most) return rows(from, to);
  const groups = [];
  const cut = (unit) => {
    groups.length = 0;
    const of = NARROW_UNITS[unit];
    for (let k = from; k < to; k++) {
      const value = of(data, kept[k]), last = groups[groups.length - 1];
      if (last && last.value === value) last.to = k + 1;
      else groups.push({ from: k, to: k + 1, unit, value, name: `${unit}:${value}` });
      if (groups.length > most && unit < NARROW_UNITS.length - 1 && under < 0) return false;
    }
    return under < 0 || groups.length > 1;
  };
  let unit = under < 0 ? NARROW_MONTH : under - 1;
  const step = under < 0 ? 1 : -1;
  while (unit >= 0 && unit < NARROW_UNITS.length && !cut(unit)) unit += step;
  if (unit < 0) {
    // One day, and still too many.
    const size = Math.max(Math.floor(most / 2), Math.ceil((to - from) / most));
    groups.length = 0;
    for (let k = from; k < to; k += size) {
      groups.push({ from: k, to: Math.min(k + size, to), unit: -2, value: data.key[kept[k]], name: `part:${data.key[kept[k]]}:${k - from}:${size}` });
    }
  }
  let room = most - groups.length;
  for (const group of [...groups].sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)) {
    room -= group.to - group.from - 1;
    if (room < 0) break;
    group.open = true;
  }
  return groups.flatMap((group) => (group.open ? rows(group.from, group.to) : [group]));
}

/** Columns for stretches of time [from, to, weight], none of one column at the same time; -1 for what finds none. */
export function narrowColumns(stretches, most) {
  const columns = [];
  const found = new Array(stretches.length).fill(-1);
  const order = stretches.map((_, k) => k).sort((a, b) => stretches[b][2] - stretches[a][2] || stretches[a][0] - stretches[b][0] || a - b);
  for (const k of order) {
    const [from, to] = stretches[k];
    let at = columns.findIndex((taken) => taken.every(([start, end]) => end < from || to < start));
    if (at < 0 && columns.length < most) at = columns.push([]) - 1;
    if (at < 0) continue;
    columns[at].push([from, to]);
    found[k] = at;
  }
  return found;
}

/** Where a day is among [day, place] pairs in order; beyond them it goes on by `reach` at most. */
export function narrowPlace(stops, day, reach) {
  if (!stops.length) return 0;
  let low = 0, high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stops[middle][0] < day) low = middle + 1;
    else high = middle;
  }
  if (low < stops.length && stops[low][0] === day) return stops[low][1];
  if (low === 0) return stops[0][1] - Math.min(reach, (stops[0][0] - day) / 2);
  const [from, top] = stops[low - 1];
  if (low === stops.length) return top + Math.min(reach, (day - from) / 2);
  const [to, bottom] = stops[low];
  return top + ((bottom - top) * (day - from)) / (to - from);
}

/** How long a gap between two events is, as [unit, count], if all that is known of their days agrees on it; else null. */
export function narrowGap(first, before, after) {
  const { events } = first, ends = [events.first[before], events.last[before], events.first[after], events.last[after]];
  if (ends.includes(null)) return null;
  const least = ends[2] - ends[1], most = ends[3] - ends[0];
  if (least < NARROW.gap) return null;
  const unit = least >= 700 ? "years" : "months", size = unit === "years" ? 365.2425 : 30.436875;
  const count = Math.round(least / size);
  return Math.round(most / size) === count ? [unit, count] : null;
}
