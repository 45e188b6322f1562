// The published page: filters, table, card and address around the one view. The table is already in the page; this
// only hides rows, and says how many are left. What a filter keeps and how it is drawn is the view's to say.

import { keeps, mountView, plural } from "./view.js";
import { buildCard } from "./card.js";

const page = document.documentElement;
const CONDITIONS = ["kinds", "matters", "agencies", "certainty", "window", "text", "overdue"]; // as in filters.py
const MENUS = { matters: "matter", agencies: "agency", certainty: "certainty" };

/** Unpack what the page carries: gzip in base64. Never by fetch: a page on a disk may ask for nothing. */
async function unpack(id) {
  const text = document.getElementById(id).textContent;
  let bytes;
  if (Uint8Array.fromBase64) bytes = Uint8Array.fromBase64(text);
  else {
    const letters = atob(text);
    bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  }
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Run Plotly's script: the policy of the page lets a script run if its text is the one the page was made with. */
async function loadPlotly() {
  const script = document.createElement("script");
  script.textContent = await unpack("timeline-plotly");
  document.head.append(script);
  script.remove(); // it has run
  return globalThis.Plotly;
}

/** A filter with only what it narrows, keys in a fixed order, whatever somebody wrote into the address. */
function tidy(values) {
  const filter = {};
  const good = {
    window: (value) => typeof value === "string" && /^[\d.X?~%[\]{},/-]{1,80}$/.test(value),
    text: (value) => typeof value === "string" && value.trim() !== "",
    overdue: (value) => value === true,
  };
  const list = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");
  for (const name of CONDITIONS) if ((good[name] ?? list)(values?.[name])) filter[name] = values[name];
  return filter;
}

function readAddress() {
  const hash = location.hash.slice(1);
  const parts = new URLSearchParams(hash.replaceAll("+", "%2B"));
  const known = ["filter", "event", "window"].some((name) => parts.has(name));
  if (hash && !known) return null; // a place in the page, such as the table
  let filter = null;
  try {
    if (parts.has("filter")) filter = tidy(JSON.parse(parts.get("filter")));
  } catch {
    // An address that somebody has cut off: the page opens as it was made.
  }
  const range = parts.get("window")?.split("/");
  const days = range?.length === 2 && range.every((day) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)));
  return { filter, event: parts.get("event"), range: days && range[0] < range[1] ? range : null };
}

function startPage(payload, start) {
  const { events, words } = payload;
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const figure = find(".tl-figure"), root = find(".tl-view"), aside = find(".tl-aside");
  const search = find("input[data-filter-text]"), overdue = find("input[data-filter-overdue]"), timeChip = find("[data-filter-window]");
  const places = new Map(events.id.map((id, place) => [id, place]));
  const rows = new Map(all("tr[data-event-id]").map((row) => [row.dataset.eventId, row]));
  const boxes = { kinds: all("input[data-filter-kind]") };
  for (const [name, word] of Object.entries(MENUS)) boxes[name] = all(`input[data-filter-${word}]`);
  const attribute = { kinds: "filterKind", matters: "filterMatter", agencies: "filterAgency", certainty: "filterCertainty" };
  const value = (name, box) => box.dataset[attribute[name]];
  const kinds = boxes.kinds.map((box) => value("kinds", box));

  let filter = start, chosen = null, opener = null, view = null, firstRange = null, wanted = 0;

  // Filters ----------------------------------------------------------------------------------------------------------

  /** Show what the filter keeps, everywhere. */
  function apply() {
    const kept = keeps(events, filter);
    let shown = 0;
    kept.forEach((keep, place) => {
      shown += keep;
      const row = rows.get(events.id[place]);
      if (row && row.hidden === keep) row.hidden = !keep;
    });
    const showing = plural(words, "showing", events.id.length, { shown: shown.toLocaleString(payload.lang) }, payload.lang);
    for (const place of all("[data-showing]")) place.textContent = showing;
    find("[data-none]").hidden = shown > 0;
    for (const name of Object.keys(boxes)) {
      const list = filter[name];
      for (const box of boxes[name]) box.checked = list ? list.includes(value(name, box)) : name === "kinds";
      recount(name);
      const badge = find(`[data-menu="${name}"] .tl-badge`);
      if (badge) badge.textContent = list ? String(list.length) : "";
    }
    const typed = search.value.trim() ? search.value : ""; // a space on its way to the next word stays
    if (typed !== (filter.text ?? "")) search.value = filter.text ?? "";
    if (overdue) overdue.checked = Boolean(filter.overdue);
    timeChip.hidden = !filter.window;
    find("[data-window]").textContent = (filter.window ?? "").replace("/", " – ");
    find(".tl-narrowed").textContent = Object.keys(filter).length ? String(Object.keys(filter).length) : "";
    if (chosen !== null && !kept[places.get(chosen)]) close(false);
    writeAddress();
    return view?.setFilter(filter);
  }

  /** Say beside each choice how many events it holds among those that the other conditions keep. */
  function recount(name) {
    if (!boxes[name].length) return;
    const others = keeps(events, { ...filter, [name]: undefined });
    const counts = new Map();
    const of = { kinds: events.kind, matters: events.matter, agencies: events.agencies, certainty: events.certainty }[name];
    others.forEach((keep, place) => {
      if (keep) for (const one of [of[place]].flat()) counts.set(one, (counts.get(one) ?? 0) + 1);
    });
    for (const box of boxes[name]) {
      const label = box.closest("label");
      const count = counts.get(value(name, box)) ?? 0;
      label.querySelector(".tl-count").textContent = count.toLocaleString(payload.lang);
      label.toggleAttribute("data-empty", count === 0);
    }
  }

  function change(conditions) {
    filter = tidy({ ...filter, ...conditions });
    return apply();
  }

  for (const name of Object.keys(boxes)) {
    for (const box of boxes[name]) {
      box.addEventListener("change", () => {
        const ticked = boxes[name].filter((one) => one.checked).map((one) => value(name, one));
        const open = name === "kinds" ? ticked.length === kinds.length : ticked.length === 0;
        change({ [name]: open ? undefined : ticked });
      });
    }
  }
  search.addEventListener("input", () => {
    cancelAnimationFrame(wanted);
    wanted = requestAnimationFrame(() => change({ text: search.value }));
  });
  overdue?.addEventListener("change", () => change({ overdue: overdue.checked }));
  timeChip.addEventListener("click", () => { change({ window: undefined }); search.focus(); });
  find("[data-reset]").addEventListener("click", () => { search.value = ""; filter = {}; apply(); });

  // The filters fold away where they would fill a small screen.
  const wide = matchMedia("(min-width: 700px)");
  const folding = find(".tl-folding");
  const refold = () => { folding.open = wide.matches; };
  wide.addEventListener("change", refold);
  refold();

  // One menu is open at a time, and a click elsewhere closes it.
  const menus = all("details.tl-menu");
  for (const menu of menus) {
    menu.addEventListener("toggle", () => {
      menu.classList.remove("tl-flip");
      if (!menu.open) return;
      for (const other of menus) if (other !== menu) other.open = false;
      const options = menu.querySelector(".tl-options").getBoundingClientRect();
      menu.classList.toggle("tl-flip", options.right > page.clientWidth - 8);
    });
  }
  document.addEventListener("pointerdown", (event) => { for (const menu of menus) if (!menu.contains(event.target)) menu.open = false; });
  document.addEventListener("focusin", (event) => { for (const menu of menus) if (!menu.contains(event.target)) menu.open = false; });

  // The card ---------------------------------------------------------------------------------------------------------

  /** Open an event's card: beside the table, or where that is out of sight, over the side that the event is not on. */
  function open(id, from) {
    const place = places.get(id);
    if (place === undefined) return;
    mark(chosen, false);
    chosen = id;
    opener = from;
    mark(id, true);
    const fromRow = from?.tagName === "BUTTON";
    const table = find(".tl-below").getBoundingClientRect();
    const before = fromRow ? from.getBoundingClientRect().top : 0;
    const docked = fromRow || (table.top < innerHeight * 0.6 && table.bottom > 200);
    aside.dataset.place = docked ? "dock" : sideOf(place);
    page.dataset.card = docked ? "dock" : "over";
    aside.replaceChildren(buildCard(payload, place, { onClose: () => close(true) }));
    aside.hidden = false;
    aside.scrollTop = 0;
    // The table has made room: what was chosen stays where it was.
    if (fromRow) scrollBy({ top: from.getBoundingClientRect().top - before, behavior: "instant" });
    // Where the card rises from below, it does not hide what it is about.
    const hidden = fromRow && getComputedStyle(aside).position === "fixed" ? from.getBoundingClientRect().bottom + 16 - aside.getBoundingClientRect().top : 0;
    if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
    if (from) aside.querySelector(".tl-card-title").focus({ preventScroll: true });
    view?.choose(id);
    writeAddress();
  }

  function sideOf(place) {
    const [from, to] = (view?.range() ?? payload.extent).map((day) => Date.parse(day));
    const days = [events.first[place], events.last[place]].filter(Boolean).map((day) => Date.parse(day));
    const middle = days.reduce((sum, day) => sum + day, 0) / (days.length || 1);
    return middle > (from + to) / 2 ? "left" : "right";
  }

  function close(focus) {
    if (chosen === null) return;
    mark(chosen, false);
    chosen = null;
    const before = opener?.getBoundingClientRect().top;
    aside.hidden = true;
    aside.replaceChildren();
    delete page.dataset.card;
    view?.choose(null);
    if (opener && opener !== figure) scrollBy({ top: opener.getBoundingClientRect().top - before, behavior: "instant" });
    if (focus && opener) opener.focus({ preventScroll: opener === figure });
    opener = null;
    writeAddress();
  }

  function mark(id, on) {
    const row = rows.get(id);
    if (!row) return;
    row.toggleAttribute("data-chosen", on);
    row.querySelector("button").setAttribute("aria-expanded", String(on));
  }

  find(".tl-table tbody").addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-event-id]");
    if (!row || event.target.closest("a") || String(getSelection())) return;
    if (row.dataset.eventId === chosen) close(true);
    else open(row.dataset.eventId, row.querySelector("button"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (event.target === search && search.value) return; // Escape empties the box
    const menu = menus.find((one) => one.open);
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else close(true);
  });

  // The view and the address -----------------------------------------------------------------------------------------

  function writeAddress() {
    const parts = [];
    const text = JSON.stringify(filter);
    if (text !== JSON.stringify(start)) parts.push(`filter=${encodeURIComponent(text)}`);
    if (chosen !== null) parts.push(`event=${encodeURIComponent(chosen)}`);
    const range = view?.range();
    if (firstRange && String(range) !== String(firstRange)) parts.push(`window=${range.join("/")}`);
    const hash = parts.length ? `#${parts.join("&")}` : "";
    if (hash === location.hash) return;
    try {
      history.replaceState(null, "", location.href.split("#")[0] + hash);
    } catch {
      // A frame without an address, or a browser that counts changes: the page works on.
    }
  }

  async function followAddress(address) {
    if (!address) return;
    filter = address.filter ?? start;
    const same = chosen !== null && chosen === address.event;
    if (!same) close(false);
    if (firstRange && view) await view.setRange(address.range ?? firstRange);
    await apply();
    if (address.event !== null && !same) open(address.event, null);
  }

  async function draw(Plotly) {
    const tellOutside = () => {
      const n = view?.outside() ?? 0;
      find("[data-outside]").textContent = n ? ` · ${plural(words, "outside", n, {}, payload.lang)}` : "";
    };
    view = mountView(root, payload, Plotly, { onChoose: (id) => open(id, figure), onView: tellOutside });
    await view.ready;
    tellOutside();
    firstRange = view.range();
    const act = { in: () => view.zoom(1.6), out: () => view.zoom(1 / 1.6), all: () => view.fit(), first: () => view.firstView() };
    for (const button of all("button[data-zoom]")) button.addEventListener("click", async () => { await act[button.dataset.zoom](); writeAddress(); });
    root.querySelector(".js-plotly-plot")?.on("plotly_relayout", () => setTimeout(writeAddress, 50));
  }

  return { draw, followAddress, undrawn() { view = null; figure.hidden = true; find(".tl-cannot").hidden = false; } };
}

async function boot() {
  if (!globalThis.DecompressionStream) {
    page.classList.add("timeline-static");
    document.querySelector(".tl-cannot").hidden = false;
    return;
  }
  const { payload, filter } = JSON.parse(await unpack("timeline-data"));
  page.classList.add("timeline-js");
  const started = startPage(payload, tidy(filter));
  try {
    await started.draw(await loadPlotly());
  } catch (error) {
    console.error(error);
    started.undrawn();
  }
  await started.followAddress(readAddress() ?? { filter: null, event: null, range: null });
  addEventListener("hashchange", () => started.followAddress(readAddress()));
  page.dataset.timelineReady = "1";
}

boot();
