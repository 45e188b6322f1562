// The published page: filters, table, card and address around the one view. What a filter keeps is select.js's to say,
// how it is drawn the view's; what costs time here waits until the drawing has changed.

import { bounds, countOf, failures, keeps, keptOf, plural, recount } from "./select.js";
import { packedIn, unpacked } from "./unpack.js";
import { packedLate } from "./pack.js";
import { hearKeys } from "./keys.js";
import { mountRows } from "./rows.js";
import { mountView } from "./view.js";
import { buildCard } from "./card.js";

const page = document.documentElement;
const CONDITIONS = ["kinds", "matters", "agencies", "certainty", "status", "window", "text", "overdue"]; // as in filters.py
const SHEET = 980; // pixels of the drawing across a sheet of paper
const FEW = 1000; // events whose long texts take no time to unpack
const WAIT = 250; // milliseconds in which a reader who has seen the timeline comes first
const MENUS = { matters: "matter", agencies: "agency", certainty: "certainty", status: "status" };

/** Run Plotly's script: the policy of the page lets a script run if its text is the one the page was made with. */
async function loadPlotly() {
  const script = document.createElement("script");
  const text = await unpacked(packedIn("timeline-plotly")).text();
  performance.mark("tl-plotly-text");
  script.textContent = text;
  document.head.append(script);
  script.remove(); // it has run
  performance.mark("tl-plotly");
  return globalThis.Plotly;
}

/** Wait until all of the page is there: this script runs before the last of it has been read. */
function wholePage() {
  if (document.readyState !== "loading") return null;
  return new Promise((resolve) => { document.addEventListener("DOMContentLoaded", resolve, { once: true }); });
}

/** Do something after the next frame has been shown. */
function afterFrame(work) {
  if (document.hidden) setTimeout(work);
  else requestAnimationFrame(() => setTimeout(work));
}

/** A filter with only what it narrows, keys in a fixed order, whatever somebody wrote into the address. */
function tidy(values) {
  const filter = {};
  const good = {
    window: (value) => typeof value === "string" && /^[\d.-]{2,10}(\/[\d.-]{0,10})?$/.test(value) && bounds(value).some((day) => day !== null),
    text: (value) => typeof value === "string" && value.trim() !== "",
    overdue: (value) => value === true,
  };
  const list = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");
  for (const name of CONDITIONS) if ((good[name] ?? list)(values?.[name])) filter[name] = values[name];
  return filter;
}

function readAddress(themes) {
  const hash = location.hash.slice(1);
  const parts = new URLSearchParams(hash.replaceAll("+", "%2B"));
  const known = ["filter", "event", "window", "theme"].some((name) => parts.has(name));
  if (hash && !known) return null; // a place in the page, such as the table
  let filter = null;
  try {
    if (parts.has("filter")) filter = tidy(JSON.parse(parts.get("filter")));
  } catch {
    // An address that somebody has cut off: the page opens as it was made.
  }
  const range = parts.get("window")?.split("/");
  const days = range?.length === 2 && range.every((day) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)));
  const theme = themes.includes(parts.get("theme")) ? parts.get("theme") : null;
  return { filter, event: parts.get("event"), range: days && range[0] < range[1] ? range : null, theme };
}

function startPage(first, start, late) {
  const { events, words, lang } = first;
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const figure = find(".tl-figure"), root = find(".tl-view"), aside = find(".tl-aside"), filters = find(".tl-filters");
  const search = find("input[data-filter-text]"), overdue = find("input[data-filter-overdue]"), timeChip = find("[data-filter-window]");
  const rows = mountRows(first, late, { table: find(".tl-table"), more: find("[data-more]"), listed: find("[data-listed]"), none: find("[data-none]"), unlisted: find(".tl-unlisted") });
  const boxes = { kinds: all("input[data-filter-kind]") };
  for (const [name, word] of Object.entries(MENUS)) boxes[name] = all(`input[data-filter-${word}]`);
  const attribute = { kinds: "filterKind", matters: "filterMatter", agencies: "filterAgency", certainty: "filterCertainty", status: "filterStatus" };
  const value = (name, box) => box.dataset[attribute[name]];
  const looks = all("input[data-theme-name]"), startTheme = page.dataset.theme;

  let filter = start, theme = startTheme, chosen = null, opener = null, view = null, firstRange = null, typing = 0;
  let failed = new Uint8Array(events.id.length), following = false;

  // Filters ----------------------------------------------------------------------------------------------------------

  /** Show what the filter keeps: first the drawing, and what else takes time once it has changed. */
  function apply() {
    if (filter.text && !late.here()) return late.load().then(apply);
    failed = failures(first, filter, late.search());
    const mask = keptOf(failed);
    const drawn = view?.show(mask);
    if (rows.whole) rows.show(mask);
    const shown = countOf(mask);
    const showing = plural(words, "showing", events.id.length, { shown: shown.toLocaleString(lang) }, lang);
    for (const place of all("[data-showing]")) place.textContent = showing;
    if (chosen !== null && !mask[chosen]) close(false);
    writeAddress();
    if (!following) {
      following = true;
      afterFrame(() => { following = false; follow(); });
    }
    return drawn;
  }

  /** Make the controls, their counts and the rows of a long table follow. */
  function follow() {
    const counts = recount(first, failed);
    for (const name of Object.keys(boxes)) {
      const list = filter[name] && new Set(filter[name]);
      for (const box of boxes[name]) {
        box.checked = list ? list.has(value(name, box)) : name === "kinds";
        const label = box.closest("label"), count = counts[name].get(value(name, box)) ?? 0;
        label.querySelector(".tl-count").textContent = count.toLocaleString(lang);
        label.toggleAttribute("data-empty", count === 0);
      }
      const badge = find(`[data-menu="${name}"] .tl-badge`);
      if (badge) badge.textContent = list ? list.size.toLocaleString(lang) : "";
    }
    if (overdue) overdue.checked = Boolean(filter.overdue);
    timeChip.hidden = !filter.window;
    find("[data-window]").textContent = (filter.window ?? "").replace("/", " – ");
    find("[data-reset]").disabled = !Object.keys(filter).length;
    find(".tl-narrowed").textContent = Object.keys(filter).length ? String(Object.keys(filter).length) : "";
    if (!rows.whole) rows.show(keptOf(failed));
  }

  function change(conditions) {
    filter = tidy({ ...filter, ...conditions });
    return apply();
  }

  for (const name of Object.keys(boxes)) {
    for (const box of boxes[name]) {
      box.addEventListener("change", () => {
        const ticked = boxes[name].filter((one) => one.checked).map((one) => value(name, one));
        const open = name === "kinds" ? ticked.length === boxes.kinds.length : ticked.length === 0;
        change({ [name]: open ? undefined : ticked });
      });
    }
  }
  search.addEventListener("input", () => {
    cancelAnimationFrame(typing);
    typing = requestAnimationFrame(() => change({ text: search.value }));
  });
  overdue?.addEventListener("change", () => change({ overdue: overdue.checked }));
  timeChip.addEventListener("click", () => { change({ window: undefined }); search.focus(); });
  find("[data-reset]").addEventListener("click", () => { search.value = ""; filter = {}; apply(); search.focus(); });

  // The filters fold away where they would fill a small screen.
  const fold = find("[data-fold]");
  fold.addEventListener("click", () => {
    const open = filters.toggleAttribute("data-open");
    fold.setAttribute("aria-expanded", String(open));
  });

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
  const elsewhere = (event) => { for (const menu of menus) if (!menu.contains(event.target)) menu.open = false; };
  document.addEventListener("pointerdown", elsewhere);
  document.addEventListener("focusin", elsewhere);

  // Looks ------------------------------------------------------------------------------------------------------------

  function setTheme(name) {
    theme = name;
    page.dataset.theme = name;
    for (const box of looks) box.checked = box.dataset.themeName === name;
    return view?.setTheme(name);
  }

  for (const box of looks) box.addEventListener("change", () => { setTheme(box.dataset.themeName); writeAddress(); });

  // On paper: black on white, whatever is on the screen, and as wide as a sheet takes (page.css makes it smaller there).
  // What has been drawn does not follow by itself.
  function paper(on) {
    if (!view) return;
    if (root.dataset.layout !== "narrow") root.style.width = on ? `${SHEET}px` : "";
    view.setTheme(on ? "print" : theme);
    view.resize();
  }
  addEventListener("beforeprint", () => paper(true));
  addEventListener("afterprint", () => paper(false));
  matchMedia("print").addEventListener("change", (event) => paper(event.matches));

  // The card ---------------------------------------------------------------------------------------------------------

  /** Open an event's card: beside the table, or where that is out of sight, over the side that the event is not on. */
  async function open(i, from, { reveal = false } = {}) {
    if (chosen !== null) rows.mark(chosen, false);
    chosen = i;
    opener = from;
    rows.mark(i, true);
    view?.choose(i, { reveal });
    writeAddress();
    if (!late.here()) {
      await late.load();
      if (chosen !== i) return;
    }
    const fromRow = Boolean(from?.closest(".tl-table"));
    const table = find(".tl-below").getBoundingClientRect();
    const before = fromRow ? from.getBoundingClientRect().top : 0;
    const docked = fromRow || (table.top < innerHeight * 0.6 && table.bottom > 200);
    aside.dataset.place = docked ? "dock" : sideOf(i);
    page.dataset.card = docked ? "dock" : "over";
    aside.replaceChildren(buildCard(first, { card: { [i]: late.of(i).card } }, i, { onClose: () => close(true) }));
    aside.hidden = false;
    aside.scrollTop = 0;
    // The table has made room: what was chosen stays where it was.
    if (fromRow) scrollBy({ top: from.getBoundingClientRect().top - before, behavior: "instant" });
    // Where the card rises from below, it does not hide what it is about.
    const hidden = fromRow && getComputedStyle(aside).position === "fixed" ? from.getBoundingClientRect().bottom + 16 - aside.getBoundingClientRect().top : 0;
    if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
    if (from) aside.querySelector(".tl-card-title").focus({ preventScroll: true });
  }

  function sideOf(i) {
    const [from, to] = (view?.range() ?? first.extent).map((day) => Date.parse(day) / 86_400_000);
    const days = [events.first[i], events.last[i]].filter((day) => day !== null);
    const middle = days.reduce((sum, day) => sum + day, 0) / (days.length || 1);
    return middle > (from + to) / 2 ? "left" : "right";
  }

  function close(focus) {
    if (chosen === null) return;
    rows.mark(chosen, false);
    chosen = null;
    const inTable = opener?.closest(".tl-table"), before = opener?.getBoundingClientRect().top;
    aside.hidden = true;
    aside.replaceChildren();
    delete page.dataset.card;
    view?.choose(null);
    if (inTable) scrollBy({ top: opener.getBoundingClientRect().top - before, behavior: "instant" });
    if (focus) (opener?.isConnected ? opener : figure).focus({ preventScroll: !inTable });
    opener = null;
    writeAddress();
  }

  find(".tl-table tbody").addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-event-id]");
    if (!row || event.target.closest("a") || String(getSelection())) return;
    const i = Number(row.id.slice(4));
    if (i === chosen) close(true);
    else open(i, row.querySelector("button"), { reveal: true });
  });

  // Keys -------------------------------------------------------------------------------------------------------------

  const keys = hearKeys(document, words, {
    parent: document.body,
    search() {
      search.focus();
      search.select();
      search.scrollIntoView({ block: "nearest" });
    },
  });
  find("[data-keys]").addEventListener("click", keys.open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || find("dialog[open]")) return;
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
    if (chosen !== null) parts.push(`event=${encodeURIComponent(events.id[chosen])}`);
    const range = firstRange && view.range();
    if (range && String(range) !== String(firstRange)) parts.push(`window=${range.join("/")}`);
    if (theme !== startTheme) parts.push(`theme=${theme}`);
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
    const before = JSON.stringify(filter);
    filter = address.filter ?? start;
    search.value = filter.text ?? "";
    const i = address.event === null ? -1 : events.id.indexOf(address.event);
    const same = chosen !== null && chosen === i;
    if (!same) close(false);
    if ((address.theme ?? startTheme) !== theme) setTheme(address.theme ?? startTheme);
    const range = address.range ?? firstRange;
    if (range && view && String(range) !== String(view.range())) await view.setRange(range);
    if (JSON.stringify(filter) !== before || address.event !== null) await apply();
    if (i >= 0 && !same) await open(i, null, { reveal: !address.range });
  }

  async function draw(plotly) {
    let told = 0;
    const tell = () => {
      const n = view.outside();
      find("[data-outside]").textContent = n ? ` · ${plural(words, "outside", n, {}, lang)}` : "";
      if (firstRange) writeAddress();
    };
    // Once it has come to rest: browsers allow an address only so many changes.
    const onView = () => { clearTimeout(told); told = setTimeout(tell, 60); };
    view = mountView(root, first, plotly, { onChoose: (i, from) => open(i, from ?? figure), onView, theme });
    await view.ready;
    firstRange = view.range();
    const act = { in: () => view.zoom(1.6), out: () => view.zoom(1 / 1.6), all: () => view.fit(), first: () => view.firstView() };
    for (const button of all("button[data-zoom]")) button.addEventListener("click", () => act[button.dataset.zoom]());
  }

  return {
    draw, followAddress, setTheme,
    /** Show the filter that the page was made with: the page itself is written with all of it shown. */
    async begin() {
      search.value = filter.text ?? "";
      if (Object.keys(start).length) await apply();
    },
    /** The long texts have come: a long table has its rows. */
    complete() { if (!rows.whole) rows.show(); },
    undrawn() { view = null; firstRange = null; figure.hidden = true; find(".tl-cannot").hidden = false; },
  };
}

async function openPage() {
  performance.mark("tl-start");
  let loading = null;
  const plotly = () => { loading ??= loadPlotly(); return loading; };
  if (page.clientWidth >= 640) plotly().catch(() => {}); // unpacked beside the data; the narrow drawing needs none
  const { first, filter } = await unpacked(packedIn("timeline-data")).json();
  performance.mark("tl-data");
  page.classList.add("timeline-js");
  const late = packedLate(async () => {
    await wholePage();
    return packedIn("timeline-late");
  });
  const themes = ["auto", ...first.themes.map((one) => one.name)];
  const started = startPage(first, tidy(filter), late);
  const address = readAddress(themes);
  if (address?.theme) started.setTheme(address.theme);
  try {
    await started.draw(plotly);
  } catch (error) {
    console.error(error);
    started.undrawn();
  }
  await started.begin();
  await started.followAddress(address);
  addEventListener("hashchange", () => started.followAddress(readAddress(themes)));
  keeps(first, {}); // the first filter finds its columns made
  if (first.events.id.length <= FEW) await late.load();
  performance.mark("tl-drawn");
  page.dataset.timelineReady = "1";
  setTimeout(() => {
    late.load().then(started.complete);
  }, WAIT);
}

openPage();
