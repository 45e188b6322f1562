// The hearing room: one step at a time, large, on the whole screen; by arrow, space, clicker and finger. A second window
// has the notes, the next step and the time that has passed. It needs no network, and resumes where it was.

import { notesBegan, notesElapsed, notesOver, notesWindow } from "./notes.js";
import { swiped } from "./swipe.js";

const PRESENT_KEYS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1 };
const PRESENT_NOTES = [
  "body { margin: 0; padding: 20px 24px; font: 18px/1.45 Arial, Helvetica, sans-serif; color: #1f2233; background: #fff; }",
  "h1 { font-size: 24px; line-height: 1.25; margin: 0 0 10px; } h2 { font-size: 16px; margin: 20px 0 4px; color: #5c6478; }",
  "p { margin: 0 0 8px; } .time { font-size: 28px; font-variant-numeric: tabular-nums; margin-bottom: 12px; }",
  "button { font: inherit; padding: 6px 14px; margin-right: 8px; }",
].join("");

const presentPart = (tag, className, parent, text = "") => {
  const made = parent.ownerDocument.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  parent.append(made);
  return made;
};

/**
 * Make the button start a presentation of `first.steps`. `onStep` shows an event; `onChange` hears the step, or null when
 * it has ended.
 */
export function mountPresent(button, first, late, { root, onStep, onChange, signal }) {
  const { steps, words, events } = first, page = document.documentElement;
  let at = null, stage = null, notes = null, began = 0, ticking = 0, screened = false, down = null;
  button.hidden = !steps.length;

  const titleOf = (k) => `${events.when[steps[k].event]}: ${events.title[steps[k].event]}`;
  const placeOf = (k) => words.story_of.replace("{n}", k + 1).replace("{of}", steps.length);

  function build() {
    const box = presentPart("section", "tl-present", document.querySelector("main"));
    box.setAttribute("aria-label", words.present);
    document.querySelector("main").prepend(box);
    const when = presentPart("p", "tl-present-when", box), head = presentPart("h1", "", box), text = presentPart("div", "tl-present-text", box);
    const tools = presentPart("div", "tl-present-tools", box), made = { box, when, head, text };
    head.tabIndex = -1;
    text.tabIndex = 0; // it may be longer than its place, and is then scrolled with the keyboard
    const tool = (label, work) => {
      const one = presentPart("button", "tl-button", tools, label);
      one.type = "button";
      one.addEventListener("click", work);
      return one;
    };
    made.back = tool(words.story_back, () => go(at - 1));
    made.of = presentPart("span", "", tools);
    made.on = tool(words.story_on, () => go(at + 1));
    tool(words.present_notes, openNotes);
    tool(words.present_blank, blank);
    tool(words.present_leave, leave);
    made.said = presentPart("span", "tl-present-said", tools);
    made.said.setAttribute("role", "status");
    return made;
  }

  /** Show a step; what is told of it are the writer's sentence and what the card says. */
  async function go(step) {
    if (at === null || step < 0 || step >= steps.length) return;
    at = step;
    const { event, text, told: core } = steps[at];
    page.removeAttribute("data-blank");
    await late.load();
    const card = late.of(event).card, told = [text, ...(core ?? card.body)].filter(Boolean); // with a number stands what it takes for granted
    stage.when.textContent = `${events.when[event]} · ${card.head}`;
    stage.head.textContent = events.title[event];
    stage.text.replaceChildren();
    for (const line of told) presentPart("p", "", stage.text, line);
    const sources = card.sources.map((one) => [one.text, one.at].filter(Boolean).join(", ")).filter(Boolean);
    if (sources.length) presentPart("p", "tl-present-source", stage.text, `${words.sources}: ${sources.join("; ")}`);
    stage.text.scrollTop = 0;
    const held = document.activeElement;
    stage.back.disabled = at === 0;
    stage.on.disabled = at === steps.length - 1;
    if (held?.disabled) stage.head.focus({ preventScroll: true });
    stage.of.textContent = placeOf(at);
    stage.said.textContent = `${placeOf(at)}: ${titleOf(at)}`;
    await onStep(event);
    // Down a telephone's timeline the rows find their places a frame after they were made larger.
    await new Promise((next) => { requestAnimationFrame(() => requestAnimationFrame(next)); });
    if (at !== step) return; // somebody was faster
    root.querySelector(".tl-ring:not(.tl-away), [aria-current='true']")?.scrollIntoView({ block: "center", inline: "nearest" });
    onChange(at);
    tell();
  }

  function start(step = 0) {
    if (at !== null || !steps.length) return;
    stage = build();
    at = Math.min(Math.max(step, 0), steps.length - 1);
    began = notesBegan();
    page.setAttribute("data-presenting", "");
    root.parentElement.tabIndex = 0;
    // It works in a window too; and after a reload nobody has touched anything yet, without which a browser warns.
    if (navigator.userActivation?.isActive ?? true) page.requestFullscreen?.().then(() => { screened = true; }, () => {});
    const ready = go(at);
    stage.head.focus({ preventScroll: true });
    return ready;
  }

  function leave() {
    if (at === null) return;
    at = null;
    page.removeAttribute("data-presenting");
    root.parentElement.tabIndex = -1;
    page.removeAttribute("data-blank");
    stage.box.remove();
    notes?.close();
    clearInterval(ticking);
    if (document.fullscreenElement) document.exitFullscreen();
    screened = false;
    notesOver();
    onChange(null);
    button.focus();
  }

  function blank() { page.toggleAttribute("data-blank"); }

  // The second window ------------------------------------------------------------------------------------------------

  function openNotes() {
    notes = notesWindow(words.present_notes, page.lang, PRESENT_NOTES);
    if (!notes) {
      stage.said.textContent = words.present_blocked;
      return;
    }
    notes.document.addEventListener("keydown", key);
    clearInterval(ticking);
    ticking = setInterval(clock, 1000);
    tell();
  }

  function clock() {
    const time = notes?.document?.querySelector(".time");
    if (!time) return;
    time.textContent = `${words.present_elapsed} ${notesElapsed(began)} · ${placeOf(at)}`;
  }

  function tell() {
    if (!notes || notes.closed || at === null) return;
    const body = notes.document.body, { event, text } = steps[at], card = late.of(event).card;
    body.replaceChildren();
    presentPart("p", "time", body);
    presentPart("h1", "", body, titleOf(at));
    for (const line of [card.head, text, ...card.body, card.quote && `“${card.quote}”`].filter(Boolean)) presentPart("p", "", body, line);
    for (const [name, fact] of card.facts) presentPart("p", "", body, `${name}: ${fact}`);
    presentPart("h2", "", body, words.sources);
    for (const one of card.sources) presentPart("p", "", body, [one.text, one.at, one.url].filter(Boolean).join(", "));
    presentPart("h2", "", body, words.present_next);
    presentPart("p", "", body, at + 1 < steps.length ? titleOf(at + 1) : words.present_last);
    for (const [label, by] of [[words.story_back, -1], [words.story_on, 1]]) {
      const one = presentPart("button", "", body, label);
      one.addEventListener("click", () => go(at + by));
    }
    clock();
  }

  // Keys and fingers -------------------------------------------------------------------------------------------------

  function key(event) {
    if (at === null || event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const pressed = event.target.closest?.("button, a"), letter = event.key.toLowerCase();
    if (pressed && [" ", "Enter"].includes(event.key)) return; // it is meant for the button
    if (page.hasAttribute("data-blank")) blank(); // any key brings the picture back
    else if (event.key === " " && event.shiftKey) go(at - 1);
    else if (event.key in PRESENT_KEYS) go(at + PRESENT_KEYS[event.key]);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(steps.length - 1);
    else if (["b", ".", "w"].includes(letter)) blank();
    else if (letter === "n") openNotes();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  document.addEventListener("keydown", key, { capture: true, signal });
  document.addEventListener("fullscreenchange", () => { if (screened && !document.fullscreenElement) leave(); }, { signal });
  document.addEventListener("pointerdown", (event) => { if (at !== null && event.pointerType !== "mouse") down = [event.clientX, event.clientY]; }, { signal });
  document.addEventListener("pointerup", (event) => {
    const by = at !== null && down && swiped(down, event);
    down = null;
    if (page.hasAttribute("data-blank")) blank();
    else if (by) go(at + by);
  }, { signal });
  button.addEventListener("click", () => start(), { signal });
  signal.addEventListener("abort", () => { if (at !== null) leave(); });
  return { start, step: () => at };
}
