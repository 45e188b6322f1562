// Wheel, fingers and keys on the drawing. It takes nothing that the page around it may want: a plain wheel scrolls the
// page, one finger up or down too, and keys count only while the drawing's own button has the focus.

const GESTURE_NONE = { at: -1e9, x: 0, y: 0 };
const GESTURE_STEP = 1.2; // a notch of the wheel

/**
 * Listen to a stage; returns how to stop.
 *
 * `view` has zoomAt(factor, share), panBy(share), fit(), settle() and plotBox() ({left, width} of the plot on the
 * screen); share is a part of the plot's width.
 */
export function gesturesOn(stage, view, { onHint }) {
  const ending = new AbortController();
  const on = (target, name, act, options = {}) => target.addEventListener(name, act, { signal: ending.signal, ...options });
  let box = null; // of the plot while a gesture lasts: asking for it at every step is slow
  const share = (x) => Math.min(1, Math.max(0, (x - box.left) / box.width));
  let settling = 0;
  const settle = () => { clearTimeout(settling); settling = setTimeout(() => { box = null; view.settle(); }, 120); };

  on(stage, "wheel", (event) => {
    const zooms = event.ctrlKey || event.metaKey; // a pinch on a touchpad comes as Ctrl and wheel
    const pans = !zooms && Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!zooms && !pans) {
      onHint();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    box ??= view.plotBox();
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    if (pans) view.panBy((event.deltaX * unit) / box.width);
    else view.zoomAt(GESTURE_STEP ** Math.max(-3, Math.min(3, (-event.deltaY * unit) / 60)), share(event.clientX));
    settle();
  }, { passive: false, capture: true });

  // One finger pans sideways, two pinch; up and down stay the page's (touch-action: pan-y). A mouse drags too.
  const fingers = new Map();
  let moved = false, last = GESTURE_NONE;
  on(stage, "pointerdown", (event) => {
    if (event.button > 0 || event.target.closest("button, a, .tl-list, .tl-label")) return;
    fingers.set(event.pointerId, { x: event.clientX, from: event.clientX });
    moved = false;
    box = view.plotBox();
    // Plotly's own cover takes the second click from the document, so that no dblclick comes.
    const twice = fingers.size === 1 && event.timeStamp - last.at < 400 && Math.hypot(event.clientX - last.x, event.clientY - last.y) < 12;
    last = twice ? GESTURE_NONE : { at: event.timeStamp, x: event.clientX, y: event.clientY };
    if (twice) view.fit();
  });
  on(stage.ownerDocument, "pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    if (!moved && Math.abs(event.clientX - finger.from) < 4) return;
    if (!moved && event.pointerType === "mouse") stage.setPointerCapture?.(event.pointerId);
    moved = true;
    stage.dataset.dragging = "1";
    if (fingers.size === 1) view.panBy((finger.x - event.clientX) / box.width);
    else {
      const [, other] = [...fingers].find(([id]) => id !== event.pointerId);
      const before = Math.max(Math.abs(other.x - finger.x), 20), after = Math.max(Math.abs(other.x - event.clientX), 20);
      view.zoomAt(after / before, share((other.x + event.clientX) / 2));
    }
    finger.x = event.clientX;
  });
  const up = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (moved && !fingers.size) {
      delete stage.dataset.dragging;
      box = null;
      view.settle();
    }
  };
  on(stage.ownerDocument, "pointerup", up);
  on(stage.ownerDocument, "pointercancel", up);
  // A drag is no click on what lies under its end.
  on(stage, "click", (event) => {
    if (!moved) return;
    moved = false;
    event.stopPropagation();
    event.preventDefault();
  }, { capture: true });

  return () => { ending.abort(); clearTimeout(settling); };
}

/** What a key on the drawing's button means, or null; with Ctrl, Alt or Meta it is the browser's. */
export function gestureKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const side = event.shiftKey ? { ArrowLeft: "pan-left", ArrowRight: "pan-right" }[event.key] : undefined;
  return side ?? {
    ArrowRight: "next", ArrowDown: "next", ArrowLeft: "previous", ArrowUp: "previous", Home: "first", End: "last",
    Enter: "choose", " ": "choose", "+": "in", "=": "in", "-": "out", _: "out", 0: "fit",
  }[event.key] ?? null;
}
