// The view in a notebook: anywidget calls render for every place that shows the widget. What Python knows comes as the
// model's payload and late (JSON, gzipped, which keeps a saved notebook small) and filter; what is chosen here goes back
// as `selected`, and what goes wrong as `error`, in words.

import { keeps } from "./select.js";
import { unpacked } from "./unpack.js";
import { packedLate } from "./pack.js";
import { hearKeys } from "./keys.js";
import { mountView } from "./view.js";
import { buildCard } from "./card.js";

const PLOTLY = Symbol.for("legal-timeline.plotly"); // one script for all views of a page, of whichever copy of this module
const PATIENCE = 30_000; // a kernel may be busy, and a script takes a moment; later there is no kernel
const GONE = new Error("the view that asked was closed");

const part = (tag, className, parent) => {
  const made = document.createElement(tag);
  made.className = className;
  parent?.append(made);
  return made;
};

/** Plotly, which the kernel sends: nothing is asked of the network, and the notebook does not carry it. */
async function plotlyFrom(model, signal, words) {
  for (;;) {
    globalThis[PLOTLY] ??= ask(model, signal, words).catch((error) => {
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

function ask(model, signal, words) {
  return new Promise((resolve, reject) => {
    const done = (act) => {
      clearTimeout(timer);
      model.off("msg:custom", hear);
      act();
    };
    const hear = (message, buffers) => {
      if (message?.type === "plotly") done(() => resolve(run(buffers[0])));
    };
    const timer = setTimeout(() => done(() => reject(new Error(words.no_kernel))), PATIENCE);
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

function render({ model, el }) {
  const words = model.get("words");
  const ending = new AbortController();

  el.classList.add("tl-widget");
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

  // JupyterLab asks for this attribute when a key goes down. Only the view's own keys are kept from it: what is told with
  // Ctrl, and every key while the focus is elsewhere, stays the notebook's.
  addEventListener("keydown", (event) => {
    const own = el.contains(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey;
    el.toggleAttribute("data-lm-suppress-shortcuts", own);
  }, { capture: true, signal: ending.signal });

  const late = packedLate(() => model.get("late"));
  let first = null, places = new Map(), view = null, opener = null, pointer = null, clicked = null;

  function tell(error) {
    if (error === GONE || ending.signal.aborted) return;
    console.warn(error);
    const detail = error?.message ?? String(error);
    problem.textContent = detail === words.no_kernel ? detail : `${words.not_drawn} (${detail})`;
    problem.hidden = false;
    model.set("error", problem.textContent);
    model.save_changes();
  }

  /** Do something, and say in words if it fails. */
  const guard = (work) => async (...args) => {
    try {
      await work(...args);
    } catch (error) {
      tell(error);
    }
  };

  const select = (id) => {
    model.set("selected", id);
    model.save_changes();
  };

  // The card ---------------------------------------------------------------------------------------------------------

  async function showCard() {
    const id = model.get("selected");
    const place = id === null ? undefined : places.get(id);
    view?.choose(place ?? null, { reveal: id !== clicked });
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
    const again = from?.dataset.choose && [...document.querySelectorAll("button[data-choose]")].find((one) => one.dataset.choose === from.dataset.choose);
    (again ?? (from?.isConnected ? from : figure)).focus({ preventScroll: true });
  }

  // Only where the drawing or its card has the focus: the rest of the notebook keeps its Escape.
  figure.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || aside.hidden) return;
    event.stopPropagation();
    close();
  });
  root.addEventListener("pointerdown", (event) => { pointer = { x: event.clientX, y: event.clientY }; }, true);

  // The table is an ordinary widget beside this one; its buttons choose events for those who do not use a mouse.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-choose]");
    if (!button?.closest(".tl-explorer")?.contains(el)) return;
    opener = button;
    select(button.dataset.choose === model.get("selected") ? null : button.dataset.choose);
  }, { signal: ending.signal });

  // The drawing ------------------------------------------------------------------------------------------------------

  const buttons = [["−", "zoom_out", () => view.zoom(1 / 1.6)], ["+", "zoom_in", () => view.zoom(1.6)], [words.all_time, "", () => view.fit()], [words.first_view, "", () => view.firstView()]];
  for (const [text, label, act] of buttons) {
    const button = part("button", "tl-button", tools);
    button.type = "button";
    button.textContent = text;
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
  const help = part("button", "tl-button", tools);
  help.type = "button";
  help.textContent = "?";
  help.title = words.keyboard;
  help.setAttribute("aria-label", words.keyboard);
  help.setAttribute("aria-haspopup", "dialog");
  help.addEventListener("click", keys.open);

  async function show() {
    const filter = model.get("filter");
    if (filter.text) await late.load();
    if (filter !== model.get("filter")) return; // another has come meanwhile
    await view.show(keeps(first, filter, late.search()));
  }

  /** The theme asked for; automatic is the notebook's own, dark or light, where it has one. */
  function look() {
    const lab = document.body.dataset.jpThemeLight, wanted = model.get("theme");
    const name = wanted === "auto" && lab !== undefined ? (lab === "false" ? "dark" : "light") : wanted;
    for (const sheet of [el.closest(".tl-explorer"), el]) if (sheet && sheet.dataset.theme !== name) sheet.dataset.theme = name;
    return name;
  }

  const onFilter = guard(async () => {
    if (!view) return;
    await show();
    problem.hidden = true;
  });
  const onSelected = guard(showCard);
  const onTheme = guard(() => { const name = look(); return view?.setTheme(name); });
  model.on("change:filter", onFilter);
  model.on("change:selected", onSelected);
  model.on("change:theme", onTheme);
  const lab = new MutationObserver(onTheme);
  lab.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });

  guard(async () => {
    root.style.minHeight = "480px"; // the page below does not jump much when the drawing comes
    first = await unpacked(model.get("payload")).json();
    places = new Map(first.events.id.map((id, place) => [id, place]));
    await sized(root, ending.signal);
    if (ending.signal.aborted) return;
    view = mountView(root, first, () => plotlyFrom(model, ending.signal, words), {
      theme: look(),
      onChoose: (i, from) => {
        opener = from;
        const id = clicked = first.events.id[i];
        select(id === model.get("selected") ? null : id);
      },
    });
    await view.ready;
    if (Object.keys(model.get("filter")).length) await show();
    root.style.minHeight = "";
    for (const button of tools.children) button.disabled = false;
    el.dataset.timelineReady = "1";
    await showCard();
    if (globalThis.requestIdleCallback) requestIdleCallback(() => late.load());
    else setTimeout(() => late.load(), 100);
  })().finally(() => { root.style.minHeight = ""; });

  return () => {
    ending.abort();
    lab.disconnect();
    keys.destroy();
    model.off("change:filter", onFilter);
    model.off("change:selected", onSelected);
    model.off("change:theme", onTheme);
    view?.destroy();
  };
}

export default { render };
