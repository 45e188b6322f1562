// The story: some events in an order of the writer's own, stepped through by button, arrow key and swipe. The timeline
// moves along; a screen reader hears the heading of the step and reads the rest if it wants to.

import { swiped } from "./swipe.js";

/** Take over the static list of a story. `onStep` shows the event at a place in the payload. */
export function mountStory(section, first, { onStep, signal }) {
  const { words, story } = first, items = [...section.querySelectorAll("[data-story]")];
  const tools = section.querySelector(".tl-story-tools"), of = section.querySelector("[data-step-of]"), said = section.querySelector("[data-step-said]");
  const [back, on] = [-1, 1].map((by) => section.querySelector(`[data-step="${by}"]`));
  let at = 0, down = null;

  function show(step, { quiet = false } = {}) {
    const held = document.activeElement;
    at = Math.max(0, Math.min(step, items.length - 1));
    items.forEach((item, k) => { item.hidden = k !== at; });
    back.disabled = at === 0;
    on.disabled = at === items.length - 1;
    // A button that cannot be used loses the focus.
    if (held === back && back.disabled) (on.disabled ? section : on).focus();
    if (held === on && on.disabled) (back.disabled ? section : back).focus();
    const place = words.story_of.replace("{n}", at + 1).replace("{of}", items.length);
    of.textContent = place;
    if (quiet) return;
    said.textContent = `${place}: ${items[at].querySelector("strong").textContent}`;
    onStep(story[at].event);
  }

  section.dataset.live = "";
  tools.hidden = false;
  section.tabIndex = -1;
  show(0, { quiet: true });
  for (const [button, by] of [[back, -1], [on, 1]]) {
    button.addEventListener("click", () => show(at + by), { signal });
  }
  section.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(at + by);
  }, { signal });
  section.addEventListener("pointerdown", (event) => { if (event.pointerType !== "mouse") down = [event.clientX, event.clientY]; }, { signal });
  section.addEventListener("pointerup", (event) => {
    if (!down) return;
    const by = swiped(down, event);
    down = null;
    if (by) show(at + by);
  }, { signal });
  section.addEventListener("pointercancel", () => { down = null; }, { signal });

  return {
    /** Show the step of an event that was chosen elsewhere, if it has one. */
    follow(event) {
      const step = story.findIndex((one) => one.event === event);
      if (step >= 0 && step !== at) show(step, { quiet: true });
    },
  };
}
