// The timeline of a narrow screen: time runs downward, and each event is a row that wraps and grows with the reader's
// font. Rows stand in normal flow, so that nothing can overlap; clocks and ties are drawn beside them, at the places
// that the rows have been given.

import { nameOf, plural } from "./select.js";
import { NARROW, narrowDate, narrowFold, narrowGap, narrowOrder } from "./flow.js";
import { narrowClocks, narrowDraw, narrowFit, narrowLanes, narrowLate, narrowMark, narrowPart, narrowPatterns, narrowShape, narrowSwatch } from "./rail.js";

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
    const kind = kinds[events.kind[i]], undated = events.lane[i] < 0;
    const look = events.look[i] >= 0 || codes[events.kind[i]] === "deadline" ? events.look[i] : undated ? 0 : 2, texts = data.texts.get(i) ?? [];
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
    if (certainty?.doubted) chip(certainty.label);
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
      flow.append(narrowPart("p", "tl-n-none", first.events.id.length ? words.none_match : words.no_events));
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
    const told = scene.footnotes.filter((note) => note.events.some((i) => has.has(i)));
    const whole = scene.footnotes.length && !told.length ? [] : scene.notes;
    for (const note of [...told.map(({ mark, text }) => `${mark} ${text}`), ...whole]) foot.append(narrowPart("p", "tl-n-note", note));
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

/** Bring back to its place what has moved by some pixels. */
function narrowScroll(element, by) {
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight && ["auto", "scroll"].includes(getComputedStyle(one).overflowY)) return void (one.scrollTop += by);
  }
  window.scrollBy(0, by);
}
