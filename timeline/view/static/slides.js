// Slides or an article made of a notebook: one slide at a time by key, clicker, finger and button; notes in a second
// window; the place is in the address. A timeline in a frame of an article is as high as its page.

import { notesWindow } from "./notes.js";
import { swiped } from "./swipe.js";

const SLIDES_SETTLE = 400; // milliseconds after which a timeline that was told to be a slide has been drawn as one
const SLIDES_KEYS = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };

function slidesShow() {
  const slides = [...document.querySelectorAll("main > section")], root = document.documentElement;
  const [back, on] = [-1, 1].map((by) => document.querySelector(`[data-step="${by}"]`)), of = document.querySelector("[data-step-of]");
  let at = 0, notes = null, down = null;

  function go(step) {
    at = Math.max(0, Math.min(step, slides.length - 1));
    slides.forEach((slide, k) => { slide.hidden = slide.inert = k !== at; });
    of.textContent = of.dataset.stepOf.replace("{place}", at + 1).replace("{of}", slides.length);
    back.disabled = at === 0;
    on.disabled = at === slides.length - 1;
    const heading = slides[at].querySelector("h1") ?? slides[at];
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    history.replaceState(history.state, "", `#${at + 1}`);
    tell();
  }

  function tell() {
    if (!notes || notes.closed) return;
    const body = notes.document.body, told = slides[at].querySelector("[data-speaker]");
    body.replaceChildren();
    for (const [tag, text] of [["h1", `${of.textContent}: ${slides[at].querySelector("h1")?.textContent ?? ""}`], ["pre", told?.textContent.trim() ?? ""], ["h2", root.dataset.next], ["p", slides[at + 1]?.querySelector("h1")?.textContent ?? "–"]]) {
      const one = notes.document.createElement(tag);
      one.textContent = text;
      body.append(one);
    }
  }

  function openNotes() {
    notes = notesWindow(root.dataset.notes, root.lang, "body { font: 20px/1.45 Arial, sans-serif; margin: 24px; } pre { font: inherit; white-space: pre-wrap; }");
    if (!notes) return;
    notes.document.addEventListener("keydown", key);
    tell();
  }

  function key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if ([" ", "Enter"].includes(event.key) && event.target.closest?.("button, a")) return; // it is meant for that
    if (root.hasAttribute("data-blank")) root.removeAttribute("data-blank");
    else if (event.key === " " && event.shiftKey) go(at - 1);
    else if (event.key in SLIDES_KEYS) go(at + SLIDES_KEYS[event.key]);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(slides.length - 1);
    else if (["b", "."].includes(event.key)) root.setAttribute("data-blank", "");
    else if (event.key === "n") openNotes();
    else if (event.key === "f") root.requestFullscreen?.();
    else return;
    event.preventDefault();
  }

  root.setAttribute("data-live", "");
  back.addEventListener("click", () => go(at - 1));
  on.addEventListener("click", () => go(at + 1));
  document.querySelector("[data-open-notes]").addEventListener("click", openNotes);
  document.addEventListener("keydown", key);
  document.addEventListener("pointerdown", (event) => { if (event.pointerType !== "mouse") down = [event.clientX, event.clientY]; });
  document.addEventListener("pointerup", (event) => {
    const by = down && swiped(down, event);
    down = null;
    if (by) go(at + by);
  });
  addEventListener("hashchange", () => { if (Number(location.hash.slice(1)) !== at + 1) go(Number(location.hash.slice(1)) - 1 || 0); });
  addEventListener("beforeprint", () => slides.forEach((slide) => { slide.hidden = false; }));
  addEventListener("afterprint", () => go(at));
  go(Number(location.hash.slice(1)) - 1 || 0);
}

if (document.documentElement.dataset.form === "slides") {
  const frames = [...document.querySelectorAll("iframe")];
  // Behind the slide that is shown each is drawn once: in what is hidden a browser draws nothing, and a printer waits for
  // nobody.
  for (const frame of frames) frame.closest("section").setAttribute("data-behind", "");
  slidesShow();
  addEventListener("message", (event) => {
    const frame = frames.find((one) => one.contentWindow === event.source);
    if (event.data?.type !== "timeline-height" || !frame) return;
    event.source.postMessage({ type: "timeline-slide" }, "*");
    setTimeout(() => frame.closest("section").removeAttribute("data-behind"), SLIDES_SETTLE);
  });
  for (const frame of frames) frame.contentWindow.postMessage({ type: "timeline-height?" }, "*");
} else {
  addEventListener("message", (event) => {
    const height = event.data?.type === "timeline-height" ? Number(event.data.height) : 0;
    const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow === event.source);
    if (frame && height > 0 && height < 100_000) Object.assign(frame.style, { height: `${Math.ceil(height)}px`, maxHeight: "none" });
  });
  for (const frame of document.querySelectorAll("iframe")) frame.contentWindow.postMessage({ type: "timeline-height?" }, "*");
}
