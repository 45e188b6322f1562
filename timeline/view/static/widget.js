// The view in a notebook: anywidget calls render for every place that shows the widget. What Python knows comes as the
// model's payload and late (JSON, gzipped, which keeps a saved notebook small), filter, selected, window and theme; what
// is chosen and moved here goes back as `selected` and `window`, and what goes wrong as `error`, in words.

import { keeps } from "./select.js";
import { unpacked } from "./unpack.js";
import { packedLate } from "./pack.js";
import { hearKeys } from "./keys.js";
import { mountRows, rowsTable } from "./rows.js";
import { mountView } from "./view.js";
import { buildCard } from "./card.js";

const PLOTLY = Symbol.for("legal-timeline.plotly"); // one script for all views of a page, of whichever copy of this module
const PATIENCE = 30_000; // a kernel may be busy, and a script takes a moment; later there is no kernel
const REST = 200; // milliseconds after which a window that was moved is told
const KEPT = 60_000; // milliseconds that a browser may take to start a download
const GONE = new Error("the view that asked was closed");

const part = (tag, className, parent, text) => {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  parent?.append(made);
  return made;
};

/** Plotly, which the kernel sends: nothing is asked of the network, and the notebook does not carry it. */
async function plotlyFrom(model, signal, words, alone) {
  for (;;) {
    globalThis[PLOTLY] ??= ask(model, signal, words, alone).catch((error) => {
      delete globalThis[PLOTLY]; // the next view may be luckier
      throw error;
    });
    try {
      return await globalThis[PLOTLY];
    } catch (error) {
      if (error !== GONE || signal.aborted) throw error;
    }
  }
}

function ask(model, signal, words, alone) {
  return new Promise((resolve, reject) => {
    const done = (act) => {
      clearTimeout(timer);
      model.off("msg:custom", hear);
      act();
    };
    const hear = (message, buffers) => {
      if (message?.type === "plotly") done(() => resolve(run(buffers[0])));
    };
    const timer = setTimeout(() => done(() => reject(new Error(words.no_kernel))), alone() ? 0 : PATIENCE);
    signal.addEventListener("abort", () => done(() => reject(GONE)));
    model.on("msg:custom", hear);
    model.send({ type: "plotly" });
  });
}

/**
 * Run Plotly's script from its gzip, for us alone: other charts of the notebook keep the Plotly that they have.
 *
 * The script is wrapped into a function with a `module` of its own, so that it neither meets RequireJS's `define`, which
 * notebooks may have, nor needs a global.
 */
async function run(packed) {
  const script = await unpacked(packed).blob();
  const hook = Symbol.for("legal-timeline.plotly.run"), name = 'Symbol.for("legal-timeline.plotly.run")';
  const address = URL.createObjectURL(new Blob([`globalThis[${name}]((module, exports, define) => {`, script, "\n});"], { type: "text/javascript" }));
  const before = Object.getOwnPropertyDescriptor(globalThis, "Plotly");
  const tag = document.createElement("script");
  try {
    return await new Promise((resolve, reject) => {
      globalThis[hook] = (define) => {
        const module = { exports: {} };
        define.call(globalThis, module, module.exports, undefined);
        resolve(module.exports.react ? module.exports : globalThis.Plotly);
      };
      tag.addEventListener("error", () => reject(new Error("Plotly")));
      tag.addEventListener("load", () => reject(new Error("Plotly"))); // after it has run: without effect, or a failure
      tag.src = address;
      document.head.append(tag);
    });
  } finally {
    tag.remove();
    delete globalThis[hook];
    URL.revokeObjectURL(address);
    if (before) Object.defineProperty(globalThis, "Plotly", before);
    else delete globalThis.Plotly;
  }
}

/** Wait until an element has a width: a notebook renders before it shows, or in a tab that is not in front. */
function sized(element, signal) {
  return new Promise((resolve, reject) => {
    const observer = new ResizeObserver(() => {
      if (!element.clientWidth) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(element);
    signal.addEventListener("abort", () => { observer.disconnect(); reject(GONE); });
  });
}

/** Let the browser keep a file where it keeps what it downloads. */
function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: name.endsWith(".html") ? "text/html" : "image/png" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}

/** Of the slider of time a screen reader would hear days since 1970: tell them as days. */
function tellDays(slider, words, lang) {
  slider.querySelectorAll("[role='slider']").forEach((handle, k) => handle.setAttribute("aria-label", k ? words.to : words.from));
  const tell = () => {
    for (const handle of slider.querySelectorAll("[role='slider']")) {
      const days = Number(handle.getAttribute("aria-valuetext"));
      if (!Number.isNaN(days)) handle.setAttribute("aria-valuetext", new Date(days * 86_400_000).toLocaleDateString(lang, { dateStyle: "medium", timeZone: "UTC" }));
    }
  };
  const observer = new MutationObserver(tell);
  observer.observe(slider, { subtree: true, attributeFilter: ["aria-valuetext"] });
  tell();
  return observer;
}

const done = new WeakSet(); // messages of Python, which come to every view of a model and are for one

/** The output that stands in for the widget where there are none is not seen beside it, in whatever notebook this is. */
function hideStill(document, mark) {
  if (!mark) return () => {};
  const style = part("style", "", document.head);
  const still = `[data-timeline-still="${CSS.escape(mark)}"]`;
  style.textContent = `${still}, :is(.jp-OutputArea-child, .output_area):has(${still}) { display: none !important; }`;
  return () => style.remove();
}

function render({ model, el }) {
  const words = model.get("words");
  const ending = new AbortController();

  el.classList.add("tl-widget");
  const told = part("div", "tl-told", el);
  told.setAttribute("role", "status");
  const figure = part("figure", "tl-figure", el);
  figure.setAttribute("aria-label", words.timeline);
  figure.tabIndex = -1;
  const tools = part("div", "tl-tools", figure);
  const root = part("div", "tl-view", figure);
  const aside = part("aside", "tl-aside", figure);
  aside.hidden = true;
  aside.setAttribute("aria-label", words.details);
  const problem = part("p", "tl-problem", el);
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  const list = part("div", "tl-scroll", el);

  // JupyterLab asks for this attribute when a key goes down. Only the view's own keys are kept from it: what is told with
  // Ctrl, and every key while the focus is elsewhere, stays the notebook's.
  addEventListener("keydown", (event) => {
    const own = el.contains(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey;
    el.toggleAttribute("data-lm-suppress-shortcuts", own);
  }, { capture: true, signal: ending.signal });

  let showStill = hideStill(document, model.get("still"));
  const onStill = () => { showStill(); showStill = hideStill(document, model.get("still")); };

  /** Whether this was restored from what a notebook has saved, without a kernel that knows it. */
  const alone = () => Boolean(el.closest(".jupyter-widgets-disconnected"));

  /** Give way to what stands in for the widget, whose filters live without a kernel. */
  function giveWay() {
    showStill();
    const mark = model.get("still"), still = mark && document.querySelector(`[data-timeline-still="${CSS.escape(mark)}"] iframe`);
    if (still) (el.closest(".tl-explorer") ?? el).style.display = "none";
  }

  let late = null, first = null, places = new Map(), view = null, rows = null, drawing = null;
  let opener = null, pointer = null, clicked = null, marked = -1, opening = null, moved = 0, days = null;

  function fail(error) {
    if (error === GONE || ending.signal.aborted) return;
    console.warn(error);
    const detail = error?.message ?? String(error);
    problem.textContent = detail === words.no_kernel ? detail : `${words.not_drawn} (${detail})`;
    problem.hidden = false;
    if (detail === words.no_kernel) giveWay();
    model.set("error", problem.textContent);
    model.save_changes();
  }

  /** A kernel that was restarted knows nothing of this: the drawing lives on, but nothing that is chosen is heard. */
  const onComm = () => { if (alone()) tell(words.kernel_gone); };

  function mend() {
    if (problem.hidden) return;
    problem.hidden = true;
    model.set("error", "");
    model.save_changes();
  }

  /** Do something, and say in words if it fails. */
  const guard = (work) => async (...args) => {
    try {
      await work(...args);
    } catch (error) {
      fail(error);
    }
  };

  const select = (id) => {
    model.set("selected", id);
    model.save_changes();
  };

  // What was saved or copied -----------------------------------------------------------------------------------------

  /** Say what was done, and show the text that was copied: whoever copies code may want to see it. */
  function tell(said, text) {
    told.replaceChildren();
    part("p", "", told, said);
    if (text) {
      const copied = part("pre", "", told, text);
      copied.tabIndex = 0;
      getSelection()?.selectAllChildren(copied);
    }
    const close = part("button", "tl-button", told, words.close);
    close.type = "button";
    close.addEventListener("click", () => told.replaceChildren());
  }

  /** What was copied is not what is shown any more; that the kernel is gone stays true. */
  const untold = () => { if (!alone()) told.replaceChildren(); };

  async function onMessage(message, buffers) {
    if (!["changed", "save", "copy"].includes(message?.type) || done.has(message)) return;
    done.add(message);
    if (message.type === "changed") model.send({ type: "look" });
    if (message.type === "save") {
      download(message.name, buffers[0]);
      tell(words.saved.replace("{name}", message.name));
    }
    if (message.type === "copy") {
      const copied = await navigator.clipboard?.writeText(message.text).then(() => true, () => false); // a frame may have no right to
      tell(copied ? message.said : words.copy_failed, message.text);
    }
  }

  // The card ---------------------------------------------------------------------------------------------------------

  async function showCard() {
    if (!late) return; // it is shown with the drawing
    const id = model.get("selected");
    const place = id === null ? undefined : places.get(id);
    view?.choose(place ?? null, { reveal: id !== clicked });
    if (marked >= 0) rows?.mark(marked, false);
    marked = place ?? -1;
    if (marked >= 0) rows?.mark(marked, true);
    figure.style.minHeight = "";
    if (place === undefined) {
      aside.hidden = true;
      aside.replaceChildren();
      return;
    }
    await late.load();
    if (model.get("selected") !== id) return;
    aside.hidden = false;
    aside.replaceChildren(buildCard(first, { card: { [place]: late.of(place).card } }, place, { onClose: close }));
    beside();
    if (opener) aside.querySelector(".tl-card-title")?.focus({ preventScroll: true });
    aside.scrollIntoView({ block: "nearest" });
    pointer = null;
  }

  /** Put the card beside what was chosen, on the side of the drawing that it is not on. */
  function beside() {
    const box = figure.getBoundingClientRect();
    const label = root.querySelector(".tl-chosen");
    const mark = label?.getBoundingClientRect();
    const at = pointer ?? (mark ? { x: mark.left, y: mark.top } : { x: box.left, y: box.bottom });
    aside.dataset.side = at.x - box.left > box.width / 2 ? "left" : "right";
    const room = Math.max(box.height - aside.offsetHeight - 8, tools.offsetHeight + 8);
    aside.style.top = `${Math.min(Math.max(at.y - box.top - 60, tools.offsetHeight + 8), room)}px`;
    if (getComputedStyle(aside).position === "absolute") figure.style.minHeight = `${aside.offsetTop + aside.offsetHeight + 8}px`;
  }

  function close() {
    const from = opener;
    select(null);
    opener = null;
    (from?.isConnected ? from : figure).focus({ preventScroll: true });
  }

  // Only where the drawing or its card has the focus: the rest of the notebook keeps its Escape.
  figure.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || aside.hidden) return;
    event.stopPropagation();
    close();
  });
  root.addEventListener("pointerdown", (event) => { pointer = { x: event.clientX, y: event.clientY }; }, true);

  // The table --------------------------------------------------------------------------------------------------------

  list.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-event-id]");
    if (!row || event.target.closest("a") || String(getSelection())) return;
    opener = row.querySelector("button");
    select(row.dataset.eventId === model.get("selected") ? null : row.dataset.eventId);
  });

  // The drawing ------------------------------------------------------------------------------------------------------

  const buttons = [["−", "zoom_out", () => view.zoom(1 / 1.6)], ["+", "zoom_in", () => view.zoom(1.6)], [words.all_time, "", () => view.fit()], [words.first_view, "", () => view.firstView()]];
  for (const [text, label, act] of buttons) {
    const button = part("button", "tl-button", tools, text);
    button.type = "button";
    button.disabled = true;
    button.dataset.zoom = label;
    if (label) button.title = words[label];
    if (label) button.setAttribute("aria-label", words[label]);
    button.addEventListener("click", guard(act));
  }
  const keys = hearKeys(el, words, {
    parent: el,
    search: () => el.closest(".tl-explorer")?.querySelector(".tl-search input")?.focus(),
  });
  const help = part("button", "tl-button", tools, "?");
  help.type = "button";
  help.title = words.keyboard;
  help.setAttribute("aria-label", words.keyboard);
  help.setAttribute("aria-haspopup", "dialog");
  help.addEventListener("click", keys.open);

  async function show() {
    const filter = model.get("filter");
    if (filter.text) await late.load();
    if (filter !== model.get("filter")) return; // another has come meanwhile
    const mask = keeps(first, filter, late.search());
    try {
      await view.show(mask);
    } finally {
      // After the drawing has been painted: a notebook lays out anew for the table, which takes longer than to draw.
      requestAnimationFrame(() => setTimeout(() => { if (filter === model.get("filter")) rows?.show(mask); }));
    }
  }

  /** The time shown, as Python has it: null while it is that of the first view. */
  function window_() {
    const range = view?.range();
    return range && String(range) !== String(opening) ? range.join("/") : null;
  }

  /** Tell Python of a window that has come to rest. */
  function onView() {
    clearTimeout(moved);
    moved = setTimeout(() => {
      if (!opening || ending.signal.aborted || window_() === model.get("window")) return;
      model.set("window", window_());
      model.save_changes();
    }, REST);
  }

  /** The theme asked for; automatic is the notebook's own, dark or light, where it has one. */
  function look() {
    const lab = document.body.dataset.jpThemeLight, wanted = model.get("theme");
    const name = wanted === "auto" && lab !== undefined ? (lab === "false" ? "dark" : "light") : wanted;
    for (const sheet of [el.closest(".tl-explorer"), el]) if (sheet && sheet.dataset.theme !== name) sheet.dataset.theme = name;
    return name;
  }

  /** Draw what the model holds now; what is shown of it stays as it was. */
  async function draw() {
    const packed = model.get("payload"), long = model.get("late"), mine = drawing = Symbol("drawing");
    const unfold = await unpacked(packed).json();
    await sized(root, ending.signal);
    if (ending.signal.aborted || mine !== drawing) return;
    root.style.minHeight = `${Math.max(root.offsetHeight, 480)}px`; // the page below does not jump much
    view?.destroy();
    first = unfold;
    late = packedLate(() => long);
    places = new Map(first.events.id.map((id, place) => [id, place]));
    opening = rows = null;
    marked = -1;
    view = mountView(root, first, () => plotlyFrom(model, ending.signal, words, alone), {
      theme: look(),
      onView,
      onChoose: (i, from) => {
        opener = from;
        const id = clicked = first.events.id[i];
        select(id === model.get("selected") ? null : id);
      },
    });
    await view.ready;
    if (mine !== drawing) return;
    const slider = el.closest(".tl-explorer")?.querySelector(".tl-time-slider");
    days?.disconnect(); // another span of time has another slider
    days = slider ? tellDays(slider, words, first.lang) : null;
    opening = view.range();
    if (model.get("window")) await view.setRange(model.get("window").split("/"));
    const { parts, wrap } = rowsTable(words);
    list.replaceChildren(wrap);
    rows = mountRows(first, late, parts);
    if (Object.keys(model.get("filter")).length) await show();
    else rows.show();
    root.style.minHeight = "";
    for (const button of tools.children) button.disabled = false;
    el.dataset.timelineReady = String(Number(el.dataset.timelineReady ?? 0) + 1);
    await showCard();
    mend();
    if (globalThis.requestIdleCallback) requestIdleCallback(() => late.load());
    else setTimeout(() => late.load(), 100);
  }

  const onFilter = guard(async () => {
    if (!rows) return; // it is asked for once the drawing is there
    await show();
    mend();
  });
  const onWindow = guard(async () => {
    const wanted = model.get("window");
    if (!opening || wanted === window_()) return;
    await view.setRange(wanted ? wanted.split("/") : opening);
  });
  const heard = {
    "change:filter": onFilter,
    "change:selected": guard(showCard),
    "change:window": onWindow,
    "change:theme": guard(() => { const name = look(); return view?.setTheme(name); }),
    "change:payload": guard(draw),
    "change:still": onStill,
    "msg:custom": guard(onMessage),
    "comm_live_update": () => requestAnimationFrame(onComm), // after the class has come that tells of it
  };
  for (const name of ["filter", "selected", "window", "payload"]) model.on(`change:${name}`, untold);
  for (const [name, work] of Object.entries(heard)) model.on(name, work);
  const lab = new MutationObserver(heard["change:theme"]);
  lab.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });

  look();
  root.style.minHeight = "480px";
  guard(draw)().finally(() => {
    root.style.minHeight = "";
    model.send({ type: "look" }); // the file may have changed since this was made
  });

  return () => {
    ending.abort();
    clearTimeout(moved);
    lab.disconnect();
    days?.disconnect();
    for (const name of ["filter", "selected", "window", "payload"]) model.off(`change:${name}`, untold);
    keys.destroy();
    showStill();
    for (const [name, work] of Object.entries(heard)) model.off(name, work);
    view?.destroy();
  };
}

export default { render };
