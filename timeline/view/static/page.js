// The published page: filters, table, card and address around the one view. What a filter keeps is select.js's to say,
// how it is drawn the view's; what costs time here waits until the drawing has changed. TIMELINE_STYLES stands before this.

import { countOf, failures, keeps, keptOf, plural, recount } from "./select.js";
import { addressOf, readAddress, tidyFilter } from "./address.js";
import { packedIn, unpacked } from "./unpack.js";
import { packedLate } from "./pack.js";
import { hearKeys } from "./keys.js";
import { mountRows } from "./rows.js";
import { mountPresent } from "./present.js";
import { mountStory } from "./story.js";
import { followPaper } from "./paper.js";
import { tellHeight } from "./framed.js";
import { savesCalendar, savesCopy, savesCsv, savesDialog, savesFile } from "./saves.js";
import { mountView } from "./view.js";
import { buildCard } from "./card.js";

const page = document.documentElement;
const FOLDED = 12; // events from which on a table below their list is folded
const WALKED = 56; // pixels below a story that is walked through, where a year stands
const FEW = 1000; // events whose long texts take no time to unpack
const WAIT = 250; // milliseconds in which a reader who has seen the timeline comes first
const MENUS = { matters: "matter", agencies: "agency", certainty: "certainty", status: "status" };
const framed = window.parent !== window;

/** Run Plotly's script: the policy of the page lets a script run if its text is the one the page was made with. */
async function loadPlotly() {
  const packed = document.getElementById("timeline-plotly"), script = document.createElement("script");
  if (packed.dataset.file) {
    await new Promise((resolve, reject) => {
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(packed.dataset.file)));
      if (location.protocol !== "file:") script.integrity = packed.dataset.hash; // which a disk cannot be asked for
      script.src = packed.dataset.file;
      document.head.append(script);
    });
  } else {
    const text = await unpacked(packedIn("timeline-plotly")).text();
    performance.mark("tl-plotly-text");
    script.textContent = text;
    document.head.append(script);
  }
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

/** What a part of the page is called in its k-th language. */
const partOf = (name, k) => (k ? `timeline-${name}-${k}` : `timeline-${name}`);

/** Start the page in one language. `made` is how it opens by itself, `now` what of that an address or a reader has changed. */
function startPage(first, late, made, now, { signal, onLanguage }) {
  const { events, words, lang } = first, start = made.filter;
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const figure = find(".tl-figure"), root = find(".tl-view"), aside = find(".tl-aside"), filters = find(".tl-filters");
  const search = find("input[data-filter-text]"), overdue = find("input[data-filter-overdue]"), timeChip = find("[data-filter-window]");
  const rows = mountRows(first, late, { table: find(".tl-table"), more: find("[data-more]"), listed: find("[data-listed]"), none: find("[data-none]"), unlisted: find(".tl-unlisted") });
  const boxes = { kinds: all("input[data-filter-kind]") };
  for (const [name, word] of Object.entries(MENUS)) boxes[name] = all(`input[data-filter-${word}]`);
  const attribute = { kinds: "filterKind", matters: "filterMatter", agencies: "filterAgency", certainty: "filterCertainty", status: "filterStatus" };
  const value = (name, box) => box.dataset[attribute[name]];
  const looks = all("input[data-theme-name]"), startTheme = made.theme;

  let filter = now.filter ?? start, theme = now.theme ?? startTheme, chosen = null, opener = null, view = null, firstRange = null, typing = 0;
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
    filter = tidyFilter({ ...filter, ...conditions });
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
  const closeMenus = (stays) => { for (const menu of menus) if (!stays(menu)) menu.open = false; };
  document.addEventListener("pointerdown", ({ target }) => closeMenus((menu) => menu.contains(target)), { signal });
  // A mouse that goes down on a word in the menu gives the figure around it the focus: to close the menu under the mouse
  // would lose the click, and Chromium 156 the page.
  document.addEventListener("focusin", ({ target }) => closeMenus((menu) => menu.contains(target) || target.contains(menu)), { signal });

  // Looks ------------------------------------------------------------------------------------------------------------

  function setTheme(name) {
    theme = name;
    page.dataset.theme = name;
    for (const box of looks) box.checked = box.dataset.themeName === name;
    return view?.setTheme(name);
  }

  for (const box of looks) box.addEventListener("change", () => { setTheme(box.dataset.themeName); writeAddress(); });

  followPaper(root, first, late, { view: () => view, theme: () => theme, signal });

  // The card ---------------------------------------------------------------------------------------------------------

  /** Open an event's card: beside the table, or where that is out of sight, over the side that the event is not on. */
  async function open(i, from, { reveal = false } = {}) {
    if (chosen !== null) rows.mark(chosen, false);
    chosen = i;
    opener = from;
    rows.mark(i, true);
    view?.choose(i, { reveal });
    story?.follow(i);
    writeAddress();
    if (!late.here()) {
      await late.load();
      if (chosen !== i) return;
    }
    const fromRow = Boolean(from?.closest(".tl-table"));
    const table = find(".tl-below").getBoundingClientRect();
    const before = fromRow ? from.getBoundingClientRect().top : 0;
    const docked = !framed && (fromRow || (table.top < innerHeight * 0.6 && table.bottom > 200));
    aside.dataset.place = docked ? "dock" : fromRow ? "right" : sideOf(i);
    page.dataset.card = docked ? "dock" : "over";
    const said = late.of(i), picture = document.querySelector(`#row-${i} .tl-what img`);
    const image = said.image && { ...said.image, src: said.image.src ?? picture?.src };
    aside.replaceChildren(buildCard(first, { card: { [i]: { ...said.card, image } } }, i, { onClose: () => close(true) }));
    aside.hidden = false;
    aside.scrollTop = 0;
    if (framed) beside(fromRow ? from.getBoundingClientRect().bottom + 8 : (pointer ?? root.getBoundingClientRect().top) - 60);
    // The table has made room: what was chosen stays where it was.
    if (fromRow) scrollBy({ top: from.getBoundingClientRect().top - before, behavior: "instant" });
    // Where the card rises from below, it does not hide what it is about.
    const hidden = !framed && fromRow && getComputedStyle(aside).position === "fixed" ? from.getBoundingClientRect().bottom + 16 - aside.getBoundingClientRect().top : 0;
    if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
    if (from) aside.querySelector(".tl-card-title").focus({ preventScroll: true });
  }

  let pointer = null;
  root.addEventListener("pointerdown", (event) => { pointer = event.clientY; }, { capture: true, signal });

  /** In a frame that is as high as the page, the card stands where it was asked for: there is no window to be at the edge of. */
  function beside(y) {
    const around = find("main").getBoundingClientRect();
    aside.style.top = `${Math.max(0, Math.min(y - around.top, around.height - aside.offsetHeight - 8))}px`;
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
  signal.addEventListener("abort", keys.destroy);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || find("dialog[open]")) return;
    if (event.target === search && search.value) return; // Escape empties the box
    const menu = menus.find((one) => one.open);
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else close(true);
  }, { signal });

  // The story ----------------------------------------------------------------------------------------------------------

  const told = find(".tl-story");
  const story = told && mountStory(told, first, {
    signal,
    async onStep(i) {
      if (!keptOf(failed)[i]) { search.value = ""; filter = {}; await apply(); } // a step is never out of sight
      if (chosen !== null) close(false);
      view?.choose(i, { reveal: true });
      if (!framed && root.dataset.layout === "narrow") afterFrame(walk);
    },
  });

  /** Down a telephone the event of a step comes below the story, which stays in sight until a finger moves the page on. */
  function walk() {
    told.setAttribute("data-walking", "");
    const row = root.querySelector("[aria-current='true']");
    if (row) scrollBy({ top: row.getBoundingClientRect().top - told.offsetHeight - WALKED, behavior: "instant" });
  }
  for (const moved of told ? ["touchmove", "wheel"] : []) {
    document.addEventListener(moved, ({ target }) => { if (!told.contains(target)) told.removeAttribute("data-walking"); }, { passive: true, signal });
  }

  // The hearing room -----------------------------------------------------------------------------------------------------

  let before = null;
  const presenter = mountPresent(find("[data-present]"), first, late, {
    root, signal,
    async onStep(i) {
      before ??= { theme, range: view?.range(), filter, text: search.value };
      if (theme !== "large") setTheme("large");
      if (!keptOf(failed)[i]) { search.value = ""; filter = {}; await apply(); }
      if (chosen !== null) close(false);
      view?.resize();
      view?.choose(i, { reveal: true });
    },
    onChange(step) {
      if (step === null) leave(before);
      else writeAddress();
    },
  });

  /** The page is again what it was before somebody presented it. */
  async function leave(was) {
    before = null;
    setTheme(was.theme);
    search.value = was.text;
    ({ filter } = was);
    await apply();
    view?.choose(null);
    await view?.resize();
    if (was.range) await view?.setRange(was.range);
    writeAddress();
  }

  // What is taken along ------------------------------------------------------------------------------------------------

  const done = find("[data-done]"), name = (document.title || "timeline").normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60).toLowerCase() || "timeline";
  // From a disk it is the address where the page is said to stand that helps; and nobody's folders are cited.
  const local = location.protocol === "file:", stands = first.cite.at;
  const here = () => ((local && stands) || location.href.split("#")[0]) + addressNow();
  const cited = () => (stands || (local ? decodeURIComponent(location.pathname.split("/").pop()) : location.href.split("#")[0])) + addressNow();
  const say = (text) => { done.textContent = text; setTimeout(() => { if (done.textContent === text) done.textContent = ""; }, 6000); };
  find("[data-share]").addEventListener("click", async () => {
    if (await savesCopy(here())) say(words.link_copied);
    else savesDialog(document.body, words, words.share, [[words.share_link, here()]]);
  });
  find("[data-cite]").addEventListener("click", () => {
    const { title, day, bluebook, hash } = first.cite, parts = { title, url: cited(), hash };
    const filled = (text, dated) => text.replace(/\{(\w+)\}/g, (_, key) => ({ ...parts, day: dated })[key]);
    const form = (dated, undated, when) => (when ? filled(dated, when) : filled(undated, ""));
    savesDialog(document.body, words, words.cite, [
      [words.cite_bluebook, form(words.cite_bluebook_form, words.cite_bluebook_undated, bluebook)],
      [words.cite_plain, form(words.cite_plain_form, words.cite_plain_undated, day)],
    ]);
  });
  for (const button of all("[data-save]")) {
    button.addEventListener("click", async () => {
      await late.load();
      const mask = keptOf(failed);
      if (button.dataset.save === "csv") savesFile(`${name}.csv`, savesCsv(first, late, mask), "text/csv");
      else {
        const calendar = savesCalendar(first, late, mask); // which must hold something, by RFC 5545
        if (calendar.includes("BEGIN:VEVENT")) savesFile(`${name}.ics`, calendar, "text/calendar");
        else {
          find("[data-unsaved]").textContent = words.save_none;
          setTimeout(() => { find("[data-unsaved]").textContent = ""; }, 6000);
        }
      }
    });
  }
  for (const button of all("[data-language]")) {
    button.addEventListener("click", () => onLanguage(button.dataset.language, { filter, theme, event: chosen === null ? null : events.id[chosen], range: firstRange && String(view.range()) !== String(firstRange) ? view.range() : null }));
  }

  // The view and the address -----------------------------------------------------------------------------------------

  function addressNow() {
    return addressOf({
      filter, start, event: chosen === null ? null : events.id[chosen], range: firstRange && view.range(), firstRange,
      lang, startLang: made.lang, theme: before?.theme ?? theme, startTheme, present: presenter.step(),
    });
  }

  function writeAddress() {
    const hash = addressNow();
    if (hash === location.hash) return;
    try {
      history.replaceState(history.state, "", location.href.split("#")[0] + hash);
    } catch {
      // A frame without an address, or a browser that counts changes: the page works on.
    }
  }

  /** Bring the chosen event into sight, above a card that rises from below. */
  function showChosen() {
    const mark = root.querySelector(".tl-ring:not(.tl-away), [aria-current='true']"), card = aside.getBoundingClientRect();
    mark?.scrollIntoView({ block: "center", behavior: "instant" });
    const { bottom = 0 } = mark?.getBoundingClientRect() ?? {};
    if (card.width > innerWidth * 0.9 && bottom + 16 > card.top) scrollBy({ top: bottom + 16 - card.top, behavior: "instant" });
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
    if (i >= 0 && !same) {
      await open(i, null, { reveal: !address.range });
      if (!framed) afterFrame(showChosen); // whoever was sent to an event sees it; in a frame the page around has the say
    }
    if (address.present !== null && address.present !== undefined) await presenter.start(address.present);
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
    signal.addEventListener("abort", () => { clearTimeout(told); view?.destroy(); });
    view = mountView(root, first, plotly, { onChoose: (i, from) => open(i, from ?? figure), onView, theme });
    await view.ready;
    firstRange = view.range();
    // A notebook's frame has no address and scrolls inside; another is as high as its page, which a post around goes on below.
    if (framed && (root.dataset.layout === "narrow" || location.protocol !== "about:") && events.id.length > FOLDED) foldTable();
    const act = { in: () => view.zoom(1.6), out: () => view.zoom(1 / 1.6), all: () => view.fit(), first: () => view.firstView() };
    for (const button of all("button[data-zoom]")) button.addEventListener("click", () => act[button.dataset.zoom]());
  }

  /** Leave the table, which is long, for whoever asks. */
  function foldTable() {
    const below = find(".tl-below"), button = document.createElement("button");
    below.setAttribute("data-folded", "");
    Object.assign(button, { type: "button", className: "tl-button", textContent: words.show_table });
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      below.removeAttribute("data-folded");
      button.remove();
      below.focus({ preventScroll: true });
    });
    find(".tl-rows-head").append(button);
  }

  return {
    draw, followAddress, setTheme,
    /** Show the filter that the page was made with: the page itself is written with all of it shown. */
    async begin() {
      search.value = filter.text ?? "";
      if (Object.keys(filter).length) await apply();
      else failed = failures(first, filter);
    },
    /** The long texts have come: a long table has its rows. */
    complete() { if (!rows.whole) rows.show(); },
    undrawn() { view = null; firstRange = null; figure.hidden = true; find(".tl-cannot").hidden = false; },
  };
}

async function openPage() {
  performance.mark("tl-start");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(TIMELINE_STYLES);
  document.adoptedStyleSheets = [sheet];
  page.toggleAttribute("data-framed", framed);
  let loading = null, ending = new AbortController();
  const plotly = () => { loading ??= loadPlotly(); return loading; };
  if (page.clientWidth >= 640) plotly().catch(() => {}); // unpacked beside the data; the narrow drawing needs none
  const made = { theme: page.dataset.theme, lang: page.lang, filter: {} };
  const languages = [page.lang, ...[...document.querySelectorAll("[data-language]")].map((button) => button.dataset.language)];
  const bodies = [document.querySelector(".tl-page").outerHTML];
  let started = null, themes = ["auto"];
  const address = () => readAddress({ themes, languages });

  /** Show the page in a language, with what a reader has chosen so far. */
  async function speak(lang, now) {
    const k = languages.indexOf(lang);
    ending.abort();
    ending = new AbortController();
    if (k) await wholePage();
    const { first, filter } = await unpacked(packedIn(partOf("data", k))).json();
    made.filter = tidyFilter(filter);
    themes = ["auto", ...first.themes.map((one) => one.name)];
    if (lang !== page.lang || started) {
      bodies[k] ??= await unpacked(packedIn(partOf("body", k))).text();
      document.querySelector(".tl-page").outerHTML = bodies[k]; // ours: written by the same template as the page
      page.lang = lang;
      document.title = first.cite.title;
    }
    performance.mark("tl-data");
    page.classList.add("timeline-js");
    const late = packedLate(async () => {
      await wholePage();
      return packedIn(partOf("late", k));
    });
    started = startPage(first, late, made, now, {
      signal: ending.signal,
      async onLanguage(other, kept) {
        delete page.dataset.timelineReady;
        await speak(other, kept);
        document.querySelector("[data-language]").focus({ preventScroll: true });
      },
    });
    started.setTheme(now.theme ?? made.theme);
    try {
      await started.draw(plotly);
    } catch (error) {
      console.error(error);
      started.undrawn();
    }
    await started.begin();
    await started.followAddress({ filter: null, theme: null, event: null, range: null, present: null, ...now });
    keeps(first, {}); // the first filter finds its columns made
    if (first.events.id.length <= FEW) await late.load();
    performance.mark("tl-drawn");
    page.dataset.timelineReady = "1";
    const mine = started;
    setTimeout(() => { late.load().then(mine.complete); }, WAIT);
  }

  themes = [...document.querySelectorAll("input[data-theme-name]")].map((box) => box.dataset.themeName).concat("print");
  const asked = address();
  await speak(asked?.lang ?? made.lang, asked ?? {});
  if (framed) tellHeight(document.querySelector(".tl-page").parentElement);
  addEventListener("hashchange", () => {
    const now = address();
    if (now && (now.lang ?? made.lang) !== page.lang) speak(now.lang ?? made.lang, now);
    else started.followAddress(now);
  });
}

openPage();
