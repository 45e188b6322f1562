// Runs before the page's own scripts and tells the benchmark, by the console, when its drawing stands and changes.
// A time is taken at the start of the frame after the one that shows the change: that one has then been painted.
(() => {
  const DRAWING = "[data-drawing], .tl-view";
  const say = (what, values) => console.log(`bench ${what} ${JSON.stringify(values)}`);
  const paint = new MessageChannel();
  let painting = false; // between the start of a frame and its painting: a change now is in this frame
  let drawing = null, click = null, changed = null, last = 0, quiet = 0, frames = null, since = false;
  paint.port1.onmessage = () => { painting = false; };

  const watch = new MutationObserver(() => mark());
  function mark() {
    since = true;
    if (!click) return;
    quiet = performance.now();
    changed ??= painting ? 1 : 2; // so many frames must still start
    last = painting ? 1 : 2;
  }

  function tick(now) {
    const at = performance.now();
    if (frames) { frames.push([now, since]); since = false; }
    if (click) {
      if (changed > 0 && --changed === 0) click.first = at - click.sent;
      if (last > 0 && --last === 0) click.settled = at - click.sent;
      const still = !last && at - quiet > 400;
      if (click.first && (still || at - click.sent - click.first > 20_000)) { say("changed", click); click = null; changed = null; }
    }
    painting = true;
    paint.port2.postMessage(0);
    requestAnimationFrame(tick);
  }

  // A canvas changes without a trace in the document.
  for (const [kind, names] of [[globalThis.WebGLRenderingContext, ["drawArrays", "drawElements", "clear"]],
    [globalThis.CanvasRenderingContext2D, ["fill", "fillRect", "stroke", "clearRect", "drawImage"]]]) {
    for (const name of names) {
      const before = kind.prototype[name];
      kind.prototype[name] = function (...given) {
        if (drawing?.contains(this.canvas)) mark();
        return before.apply(this, given);
      };
    }
  }

  addEventListener("click", (event) => {
    if (!drawing || click || !event.isTrusted) return;
    click = { at: performance.now(), sent: event.timeStamp };
    changed = null; last = 0; quiet = 0;
  }, { capture: true });

  globalThis.benchFrames = (on) => {
    if (on) { frames = []; since = false; return null; }
    const seen = frames;
    frames = null;
    return seen;
  };

  /** Where a drag takes hold of the drawing itself: near its middle, on nothing that could be clicked. */
  globalThis.benchGround = ([x, y, width, height]) => {
    const middle = x + width * 0.6, bottom = Math.min(y + height, innerHeight) - 20;
    for (let level = (y + bottom) / 2; level < bottom; level += 3) {
      if (getComputedStyle(document.elementFromPoint(middle, level)).cursor !== "pointer") return [middle, level];
    }
    return [middle, (y + bottom) / 2];
  };

  const stand = new MutationObserver(() => {
    const root = document.documentElement;
    if (root?.dataset.timelineReady !== "1") return;
    stand.disconnect();
    // The frame that shows the drawing, and the start of the next: it has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      drawing = document.querySelector(DRAWING);
      watch.observe(drawing, { attributes: true, characterData: true, childList: true, subtree: true });
      requestAnimationFrame(tick);
      const boxes = {};
      for (const box of document.querySelectorAll("input[data-filter-kind]")) {
        const { x, y, width, height } = box.getBoundingClientRect();
        boxes[box.dataset.filterKind] = [x + width / 2, y + height / 2];
      }
      const next = document.querySelector(".tl-slidenav-next")?.getBoundingClientRect(); // TimelineJS has no filter
      if (next) boxes.next = [next.x + next.width / 2, next.y + 12];
      const { x, y, width, height } = drawing.getBoundingClientRect();
      const marks = performance.getEntriesByType("mark").filter((one) => one.name.startsWith("tl-"));
      const parsed = performance.getEntriesByType("navigation")[0].domInteractive;
      say("stands", {
        at: performance.now(), boxes, drawing: [x, y, width, height], parsed,
        marks: marks.map((one) => [one.name, one.startTime]),
      });
    }));
  });
  stand.observe(document, { attributeFilter: ["data-timeline-ready"], subtree: true });
})();
