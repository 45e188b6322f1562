// The timeline of a narrow screen: time runs downward, and each event is a row that wraps and grows with the reader's
// font. Rows stand in normal flow, so that nothing can overlap; clocks and ties are drawn beside them, at the places
// that the rows have been given.

import { nameOf, plural } from "./select.js";

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

// Pure parts ----------------------------------------------------------------------------------------------------------

const narrowDate = (day) => new Date(day * 86_400_000);

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

// The document ----------------------------------------------------------------------------------------------------------

let narrowMounted = 0;

const narrowPart = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

const narrowShape = (tag, attributes, parent) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
};

/** The timeline as rows below each other, for screens too narrow for a drawing with lanes. */
export function mountNarrow(parent, first, { onChoose, mask = null, chosen = null }) {
  const { events, scene, words, lang } = first;
  const data = narrowOrder(first);
  const prefix = `tl-n${++narrowMounted}-`;
  const codes = Object.keys(first.kinds), kinds = Object.values(first.kinds);
  const form = (options) => new Intl.DateTimeFormat(lang, { ...options, timeZone: "UTC" });
  const ofMonth = form({ year: "numeric", month: "short" }), ofYear = form({ year: "numeric" }), ofDay = form({ year: "numeric", month: "short", day: "numeric" });
  const ofCount = new Intl.NumberFormat(lang);
  const overdue = first.statuses.findIndex((status) => status.value === "overdue");
  const due = new Set(scene.dues.event), lanes = narrowLanes(first);

  const root = narrowPart("div", "tl-narrow");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", words.timeline);
  const flow = root.appendChild(narrowPart("div", "tl-n-flow"));
  const foot = root.appendChild(narrowPart("div", "tl-n-foot"));
  const hint = root.appendChild(narrowPart("p", "tl-n-hint", words.rows_keys));
  hint.id = `${prefix}hint`;
  root.setAttribute("aria-describedby", hint.id);
  parent.append(root);

  let kept = new Int32Array(0), dated = 0, shown = mask, path = [], rows = [], standing = 0, clocks = [], columns = 0, layer = null, frame = 0, cursor = null, asOf = null;

  // Rows ---------------------------------------------------------------------------------------------------------------

  const speaksFor = words.as_of.replace("{day}", first.as_of_text);
  const laneName = (lane) => (lane >= 0 ? scene.lanes[lane].name : "");

  function row(i) {
    const item = narrowPart("li", "tl-n-item");
    const button = item.appendChild(narrowPart("button", "tl-n-row"));
    button.type = "button";
    button.dataset.i = i;
    button.tabIndex = -1;
    if (i === chosen) button.setAttribute("aria-current", "true");
    // What has no mark in the wide drawing is a deadline, or an account that is drawn with the clock that it is about.
    const kind = kinds[events.kind[i]], look = events.look[i] < 0 && codes[events.kind[i]] !== "deadline" ? 2 : events.look[i], texts = data.texts.get(i) ?? [];
    const status = events.status[i] >= 0 ? first.statuses[events.status[i]] : null;
    const mark = narrowMark(kind, look, status);
    const text = narrowPart("span", "tl-n-text");
    const head = text.appendChild(narrowPart("span", "tl-n-head"));
    const runs = look < 0 && due.has(i) && texts.length; // a clock's due date is said as in the wide drawing
    if (runs) head.append(narrowPart("b", "tl-n-title tl-n-dues", scene.labels.text[texts[0]]));
    else {
      if (events.dated[i]) head.append(narrowPart("b", "tl-n-date", events.date[i]), " ");
      head.append(narrowPart("span", "tl-n-title", events.title[i]));
    }
    const more = narrowPart("span", "tl-n-more");
    more.id = `${prefix}more${i}`;
    const said = new Map();
    for (const k of runs ? texts.slice(1) : texts) {
      if (events.look[i] >= 0 && scene.labels.level[k] === 0) continue; // "filed", which the title says
      const name = `${scene.labels.tone[k]} ${scene.labels.text[k]}`;
      said.set(name, [...(said.get(name) ?? []), k]);
    }
    for (const [k, ...others] of said.values()) {
      const whose = others.length || (said.size > 1 && look === 2) ? `${[k, ...others].map((one) => laneName(scene.labels.lane[one])).join(", ")}: ` : "";
      const says = narrowPart("span", "tl-n-says", whose + scene.labels.text[k]);
      says.dataset.tone = scene.labels.tone[k];
      more.append(says);
    }
    const lane = laneName(events.lane[i]), matter = events.matter[i] >= 0 ? first.matters[events.matter[i]] : "";
    const agencies = first.agency_sets[events.agencies[i]].map((code) => first.agencies[code]).join(", ");
    const facts = [...new Set([look < 0 ? "" : kind.label, lane && lane !== matter ? lane : "", matter, lane && lane !== matter ? "" : agencies])].filter(Boolean);
    const line = more.appendChild(narrowPart("span", "tl-n-facts", facts.join("\u00a0· ")));
    const certainty = first.certainties[events.certainty[i]];
    const chip = (label, tone) => {
      const made = narrowPart("span", "tl-n-chip", label);
      if (tone) made.dataset.tone = tone;
      line.append(" ", made);
    };
    if (status && !more.querySelector(".tl-n-says")) chip(status.label, narrowLate(status) ? "alert" : "");
    if (look === 2) chip(words.claim);
    if (certainty && ["alleged", "disputed", "uncertain"].includes(certainty.value)) chip(certainty.label);
    text.append(more);
    text.setAttribute("aria-hidden", "true"); // its name says more: year and kind, which are seen beside it
    button.setAttribute("aria-describedby", more.id);
    button.append(narrowPart("span", "tl-n-name", nameOf(first, i)), mark, text);
    rows.push({ item, button, mark, i, from: data.key[i], to: data.key[i] });
    return item;
  }

  const nameOfGroup = (group) => {
    const day = data.key[kept[group.from]], year = (value) => ofYear.format(Date.UTC(value, 0, 1));
    if (Number.isNaN(day)) return "";
    if (group.unit === -2) return ofDay.format(narrowDate(group.value));
    if (group.unit === 0) return ofDay.format(narrowDate(day));
    if (group.unit === 1) return ofMonth.format(narrowDate(day));
    if (group.unit === 2) return ofYear.format(narrowDate(day));
    const size = group.unit === 3 ? 10 : 100;
    return `${year(group.value * size)}–${year(group.value * size + size - 1)}`;
  };

  function fold(group, depth) {
    const item = narrowPart("li", "tl-n-item tl-n-group");
    const open = path[depth] === group.name;
    const button = item.appendChild(narrowPart("button", "tl-n-fold"));
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.group = group.name;
    button.setAttribute("aria-expanded", String(open));
    const counts = new Uint32Array(kinds.length);
    let late = 0;
    for (let k = group.from; k < group.to; k++) {
      counts[events.kind[kept[k]]]++;
      if (overdue >= 0 && events.status[kept[k]] === overdue) late++;
    }
    const count = [...counts.entries()].filter(([, n]) => n).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const mark = narrowPart("span", "tl-n-pile", "");
    mark.setAttribute("aria-hidden", "true");
    const text = narrowPart("span", "tl-n-text"), head = text.appendChild(narrowPart("span", "tl-n-head"));
    const size = plural(words, "count_events", group.to - group.from, {}, lang);
    const name = nameOfGroup(group), part = `${ofCount.format(group.from - group.base + 1)}–${ofCount.format(group.to - group.base)}`;
    if (name) head.append(narrowPart("b", "tl-n-date", name), " ");
    head.append(narrowPart("span", "tl-n-title", group.unit === -2 ? part : size));
    const more = text.appendChild(narrowPart("span", "tl-n-more tl-n-kinds"));
    for (const [code, n] of count.slice(0, 4)) {
      const one = more.appendChild(narrowPart("span", "tl-n-kind"));
      one.append(narrowMark(kinds[code], 0, null), `${kinds[code].label} ${ofCount.format(n)}`);
    }
    if (count.length > 4) more.append(narrowPart("span", "tl-n-kind", "…"));
    if (late) {
      const one = more.appendChild(narrowPart("span", "tl-n-chip", `${first.statuses[overdue].label} ${ofCount.format(late)}`));
      one.dataset.tone = "alert";
    }
    if (!open && asOf !== null && data.key[kept[group.to - 1]] > asOf) {
      more.append(narrowPart("span", "tl-n-kind", speaksFor));
      asOf = null;
    }
    button.append(mark, text);
    rows.push({ item: button, button, mark, i: -1, from: data.key[kept[group.from]], to: data.key[kept[group.to - 1]], open, group });
    if (open) {
      const most = Math.max(NARROW.least, NARROW.rows - standing);
      const inner = narrowFold(data, kept, group.from, group.to, most, Math.max(0, group.unit));
      standing += inner.length;
      item.append(listed(inner, depth + 1));
    }
    return item;
  }

  function listed(items, depth) {
    const list = narrowPart("ol", "tl-n-list");
    list.setAttribute("role", "list"); // Safari takes it away with the list's dots
    let before = -1;
    const base = items[0]?.from;
    for (const one of items) {
      passing(list, kept[one.at ?? one.from]);
      if (one.at === undefined) {
        one.base = base ?? one.from;
        list.append(fold(one, depth));
        before = -1;
        continue;
      }
      const i = kept[one.at];
      const item = row(i);
      if (before >= 0) apart(item, before, i);
      before = i;
      list.append(item);
    }
    return list;
  }

  /** Let a gap between two rows grow with the time between them, and say how long it is where it is long. */
  function apart(item, before, i) {
    const days = data.key[i] - data.key[before], gap = narrowGap(first, before, i);
    if (!(days > 0)) return;
    item.style.marginTop = `${Math.min(3.6, 0.22 * Math.sqrt(days)).toFixed(2)}em`;
    if (gap) item.prepend(narrowPart("span", "tl-n-gap"));
    if (gap) item.firstChild.append(narrowPart("small", "", plural(words, `count_${gap[0]}`, gap[1], {}, lang)));
  }

  function build() {
    rows = [];
    flow.replaceChildren();
    layer = null;
    if (!kept.length) {
      flow.append(narrowPart("p", "tl-n-none", words.none_match));
      foot.replaceChildren();
      return;
    }
    layer = narrowShape("svg", { class: "tl-n-layer", "aria-hidden": "true" }, flow);
    const undated = kept.length - dated;
    const fits = kept.length <= NARROW.rows, shelf = fits || undated <= NARROW.least ? undated : 1; // rows for those without a date
    const items = narrowFold(data, kept, 0, dated, fits ? NARROW.rows : NARROW.folded - shelf);
    standing = items.length + shelf;
    let list = null, year = null, before = -1;
    asOf = dated && first.as_of_day !== null && data.key[kept[0]] <= first.as_of_day ? first.as_of_day : null;
    const yearly = (one) => one.at === undefined && one.unit >= 2;
    for (const one of items) {
      const i = kept[one.at ?? one.from];
      if (list) passing(list, i);
      const own = Math.floor(data.month[i] / 12);
      if (!list || (own !== year && !yearly(one)) || (yearly(one) && year !== null)) {
        const part = flow.appendChild(narrowPart("div", "tl-n-part"));
        if (before >= 0 && one.at !== undefined) apart(part, before, i);
        before = -1;
        year = null;
        if (!yearly(one)) {
          const head = part.appendChild(narrowPart("div", "tl-n-year", ofYear.format(narrowDate(data.key[i]))));
          head.setAttribute("role", "heading");
          head.setAttribute("aria-level", "2");
          year = own;
        }
        list = part.appendChild(listed([], 0));
      }
      if (one.at === undefined) {
        list.append(fold(one, 0));
        before = -1;
      } else {
        const item = row(i);
        if (before >= 0) apart(item, before, i);
        before = i;
        list.append(item);
      }
    }
    if (asOf !== null) list.append(today());
    if (undated) {
      const part = flow.appendChild(narrowPart("div", "tl-n-part tl-n-undated"));
      const head = part.appendChild(narrowPart("div", "tl-n-year", words.undated));
      head.setAttribute("role", "heading");
      head.setAttribute("aria-level", "2");
      if (shelf === undated) part.append(listed(Array.from({ length: undated }, (_, k) => ({ at: dated + k })), 0));
      else {
        const group = { from: dated, to: kept.length, unit: -1, value: NaN, name: "undated", base: dated };
        part.append(list = narrowPart("ol", "tl-n-list"));
        list.setAttribute("role", "list");
        list.append(fold(group, 0));
      }
    }
    const drawn = rows.filter((one) => one.i >= 0).map((one) => one.i);
    arrange(drawn);
    cursor = rows.find((one) => one.i === chosen)?.button ?? rows[0]?.button ?? null;
    if (cursor) cursor.tabIndex = 0;
    later();
  }

  /** Put the as-of day before the first row that is later. */
  function passing(list, i) {
    if (asOf !== null && data.key[i] > asOf) list.append(today());
  }

  function today() {
    asOf = null;
    const item = narrowPart("li", "tl-n-asof");
    const text = item.appendChild(narrowPart("span", "", speaksFor));
    rows.push({ item, mark: text, i: -2, from: first.as_of_day, to: first.as_of_day });
    return item;
  }

  // Beside the rows ------------------------------------------------------------------------------------------------------

  function later() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  }

  /** Give the clocks their columns, as many as leave the texts their room. */
  function arrange(drawn) {
    columns = narrowFit(root);
    clocks = narrowClocks(first, shown, lanes, new Set(drawn), columns);
    root.style.setProperty("--tl-n-columns", Math.max(0, ...clocks.map((clock) => clock.column + 1)));
    legend(drawn);
  }

  function draw() {
    if (!layer?.isConnected) return;
    const box = flow.getBoundingClientRect();
    if (!box.width) return;
    if (columns !== narrowFit(root)) {
      arrange(rows.filter((one) => one.i >= 0).map((one) => one.i));
      return later();
    }
    const em = parseFloat(getComputedStyle(root).fontSize), stops = [], place = new Map();
    for (const one of rows) {
      if (Number.isNaN(one.from)) continue;
      const at = one.mark.getBoundingClientRect(), y = at.top + at.height / 2 - box.top;
      if (one.i >= 0) place.set(one.i, y);
      if (one.i === -1 && !one.open) {
        const own = one.item.getBoundingClientRect();
        stops.push([one.from, own.top - box.top + 4]);
        if (one.to > one.from) stops.push([one.to, own.bottom - box.top - 4]);
      } else stops.push([one.from, y]);
    }
    const marks = rows.find((one) => one.i >= -1)?.mark.getBoundingClientRect();
    const rail = marks ? marks.left + marks.width / 2 - box.left : 0;
    layer.replaceChildren();
    layer.setAttribute("height", box.height);
    narrowPatterns(layer, prefix, em);
    narrowDraw(layer, first, { stops, place, rail, em, clocks, prefix, key: data.key });
  }

  function legend(drawn) {
    const signs = new Set(clocks.flatMap((clock) => clock.signs));
    const has = new Set(drawn);
    const { bars, ties } = scene;
    for (let k = 0; k < bars.event.length; k++) if (bars.level[k] < 0 && has.has(bars.event[k])) signs.add(scene.styles[bars.style[k]]);
    for (const i of drawn) {
      if (events.look[i] === 1) signs.add("hollow");
      if (events.look[i] === 2) signs.add("claim");
    }
    for (const clock of clocks) for (const k of clock.ties) if (has.has(ties.from[k])) signs.add(ties.style[k]);
    foot.replaceChildren();
    const list = narrowPart("ul", "tl-n-legend");
    list.setAttribute("role", "list");
    for (const { sign, text } of scene.legend) {
      if (!signs.has(sign)) continue;
      const one = list.appendChild(narrowPart("li"));
      one.append(narrowSwatch(sign, prefix), narrowPart("span", "", text));
    }
    if (list.childElementCount) foot.append(list);
    for (const note of scene.footnotes) if (note.events.some((i) => has.has(i))) foot.append(narrowPart("p", "tl-n-note", `${note.mark} ${note.text}`));
    for (const note of scene.notes) foot.append(narrowPart("p", "tl-n-note", note));
  }

  // Getting about --------------------------------------------------------------------------------------------------------

  const stand = (button) => {
    if (cursor) cursor.tabIndex = -1;
    cursor = button;
    button.tabIndex = 0;
  };

  root.addEventListener("focusin", (event) => {
    const button = event.target.closest?.(".tl-n-row, .tl-n-fold");
    if (button) stand(button);
  });

  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const way = { ArrowDown: 1, ArrowUp: -1, Home: "first", End: "last" }[event.key];
    if (way === undefined || !event.target.closest(".tl-n-row, .tl-n-fold")) return;
    event.preventDefault();
    event.stopPropagation();
    step(way);
  });

  function step(way) {
    const all = rows.filter((one) => one.button).map((one) => one.button), at = all.indexOf(cursor);
    const next = way === "first" ? 0 : way === "last" ? all.length - 1 : Math.max(0, Math.min(at + way, all.length - 1));
    all[next]?.focus();
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest(".tl-n-row, .tl-n-fold");
    if (!button) return;
    if (button.dataset.i !== undefined) return onChoose(Number(button.dataset.i), button);
    const top = button.getBoundingClientRect().top, name = button.dataset.group;
    let depth = 0;
    for (let item = button.parentElement.parentElement.closest(".tl-n-group"); item; item = item.parentElement.closest(".tl-n-group")) depth++;
    path = path[depth] === name ? path.slice(0, depth) : [...path.slice(0, depth), name];
    build();
    const again = rows.find((one) => one.button?.dataset.group === name)?.button;
    if (!again) return;
    again.focus({ preventScroll: true });
    // What was opened before has closed above it, and would have pushed it away.
    narrowScroll(root, again.getBoundingClientRect().top - top);
  });

  /** Open the groups that hold an event. */
  function reach(i) {
    const at = kept.indexOf(i);
    if (at < 0 || rows.some((one) => one.i === i)) return;
    path = [];
    for (let depth = 0; depth < 8; depth++) {
      build();
      if (rows.some((one) => one.i === i)) return;
      const holds = rows.find((one) => one.group && !one.open && one.group.from <= at && at < one.group.to);
      if (!holds) return;
      path.push(holds.group.name);
    }
  }

  const resized = new ResizeObserver(later);
  resized.observe(flow);

  const narrow = {
    element: root,
    show(next) {
      shown = next;
      let size = 0;
      dated = 0;
      const found = new Int32Array(data.order.length);
      for (const i of data.order) {
        if (next && !next[i]) continue;
        found[size++] = i;
        if (!Number.isNaN(data.key[i])) dated = size;
      }
      kept = found.subarray(0, size);
      build();
    },
    choose(i) {
      chosen = i;
      if (i !== null) reach(i);
      for (const one of rows) if (one.i >= 0) one.i === i ? one.button.setAttribute("aria-current", "true") : one.button.removeAttribute("aria-current");
    },
    /** Move the keyboard to another row: by a number of rows, or to the "first" or "last". */
    step,
    /** Draw anew what was measured: another theme may have another scale. */
    setTheme() {
      later();
    },
    destroy() {
      resized.disconnect();
      cancelAnimationFrame(frame);
      root.remove();
    },
  };
  narrow.show(mask);
  return narrow;
}

// Marks, clocks and ties ------------------------------------------------------------------------------------------------

const narrowLate = (status) => status.value === "overdue" || status.value === "met_late";

/** An event's mark as it stands on the rail; a deadline has a stroke, since its clock shows the rest. */
function narrowMark(kind, look, status) {
  const mark = narrowShape("svg", { class: "tl-n-mark", viewBox: "0 0 16 16", "aria-hidden": "true" });
  if (look < 0) narrowShape("path", { class: "tl-n-due", d: "M1 7h14v2H1z", "data-late": Boolean(status && narrowLate(status)) }, mark);
  else {
    const path = narrowShape("path", { class: "tl-n-shape", d: kind.path, "data-look": ["solid", "hollow", "claim"][look] }, mark);
    path.style.setProperty("--tl-n-color", `var(--tl-${kind.color})`);
  }
  return mark;
}

/** What is drawn of each lane that has a clock: its bars, dues and ties, by their places in the columns. */
function narrowLanes(first) {
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
function narrowClocks(first, mask, lanes, seen, most) {
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

function narrowPatterns(svg, prefix, em) {
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
function narrowSwatch(sign, prefix) {
  const svg = narrowShape("svg", { class: "tl-n-swatch", viewBox: "0 0 24 16", "aria-hidden": "true" });
  if (sign === "hollow" || sign === "claim_mark") narrowShape("circle", { class: "tl-n-shape", "data-look": "hollow", cx: 12, cy: 8, r: 5 }, svg);
  else if (sign === "stop") narrowShape("path", { class: "tl-n-tie tl-n-stop", d: "M1 8H23" }, svg);
  else if (sign === "fade") for (let n = 0; n < 6; n++) narrowBar(svg, "fade", "", prefix, { x: 1 + n * 3.7, y: 4, width: 3.7, height: 8 }).style.opacity = (n + 1) / 7;
  else narrowBar(svg, sign, sign === "bracket" || sign === "span" ? "money" : "", prefix, { x: 1, y: sign.startsWith("claim") ? 6 : 4, width: 22, height: sign.startsWith("claim") ? 4 : 8 });
  return svg;
}

/** Draw rail, clocks and ties at the places that the rows have. */
function narrowDraw(svg, first, { stops, place, rail, em, clocks, prefix, key }) {
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
function narrowFit(root) {
  const width = root.clientWidth, em = parseFloat(getComputedStyle(root).fontSize);
  return width ? Math.max(1, Math.min(NARROW.columns, Math.floor((width * 0.28) / (NARROW_COLUMN * em)))) : NARROW.columns;
}

/** Bring back to its place what has moved by some pixels. */
function narrowScroll(element, by) {
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight && ["auto", "scroll"].includes(getComputedStyle(one).overflowY)) return void (one.scrollTop += by);
  }
  window.scrollBy(0, by);
}
