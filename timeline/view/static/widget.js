// The view in a notebook: anywidget calls render for every place that shows the widget. What Python knows comes as the
// model's payload (JSON, gzipped, which keeps a saved notebook small) and filter; what is chosen here goes back as
// `selected`, and what goes wrong as `error`, in words.

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

const unpacked = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));

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
  // Enter and Escape in the card and on the buttons are theirs, not the notebook's.
  for (const own of [aside, tools]) own.dataset.lmSuppressShortcuts = "true";
  const problem = part("p", "tl-problem", el);
  problem.setAttribute("role", "alert");
  problem.hidden = true;

  let payload = null, places = new Map(), view = null, opener = null, pointer = null;

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

  function showCard() {
    const id = model.get("selected");
    view?.choose(id);
    const place = id === null ? undefined : places.get(id);
    aside.hidden = place === undefined;
    figure.style.minHeight = "";
    if (place === undefined) {
      aside.replaceChildren();
      return;
    }
    aside.replaceChildren(buildCard(payload, place, { onClose: close }));
    beside();
    if (opener) aside.querySelector(".tl-card-title")?.focus({ preventScroll: true });
    aside.scrollIntoView({ block: "nearest" });
    pointer = null;
  }

  /** Put the card beside what was chosen, on the side of the drawing that it is not on. */
  function beside() {
    const box = figure.getBoundingClientRect();
    const label = [...root.querySelectorAll(".tl-label")].find((one) => one.dataset.id === model.get("selected"));
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
    const again = from && [...document.querySelectorAll("button[data-choose]")].find((one) => one.dataset.choose === from.dataset.choose);
    again?.focus({ preventScroll: true });
  }

  // Only where the drawing or its card has the focus: the rest of the notebook keeps its Escape.
  figure.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || aside.hidden) return;
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
    if (label) button.title = words[label];
    if (label) button.setAttribute("aria-label", words[label]);
    button.addEventListener("click", guard(act));
  }

  const onFilter = guard(async () => {
    if (!view) return;
    await view.setFilter(model.get("filter"));
    problem.hidden = true;
  });
  const onSelected = guard(showCard);
  model.on("change:filter", onFilter);
  model.on("change:selected", onSelected);

  guard(async () => {
    payload = await unpacked(model.get("payload")).json();
    places = new Map(payload.events.id.map((id, place) => [id, place]));
    root.style.minHeight = `${payload.figure.layout.height}px`; // the page below does not jump when the drawing comes
    const [Plotly] = await Promise.all([plotlyFrom(model, ending.signal, words), sized(root, ending.signal)]);
    if (ending.signal.aborted) return;
    view = mountView(root, payload, Plotly, {
      onChoose: (id) => {
        opener = null;
        select(id === model.get("selected") ? null : id);
      },
    });
    await view.ready;
    await view.setFilter(model.get("filter"));
    root.style.minHeight = "";
    for (const button of tools.children) button.disabled = false;
    showCard();
    el.dataset.timelineReady = "1";
  })().finally(() => { root.style.minHeight = ""; });

  return () => {
    ending.abort();
    model.off("change:filter", onFilter);
    model.off("change:selected", onSelected);
    view?.destroy();
  };
}

export default { render };
