// The page inside a frame of another: it tells the page around how high it is, and asks for nothing.

const FRAMED_REST = 60; // milliseconds after which a height that changed is told

/**
 * Put an open dialog where it was asked for: a frame that is as high as its page has no window whose middle could be seen.
 */
export function beNear(dialog, opener) {
  if (window.parent === window) return;
  const around = opener?.getBoundingClientRect().top ?? 0, most = innerHeight - dialog.offsetHeight - 8;
  dialog.style.margin = `${Math.max(8, Math.min(around - 40, most))}px auto auto`;
}

/** Tell the height of an element to the page around, now and whenever it has changed. */
export function tellHeight(element) {
  let told = 0, timer = 0;
  const tell = () => {
    const height = Math.ceil(element.getBoundingClientRect().height);
    if (!height || Math.abs(height - told) < 2) return; // in a tab that is not shown it has none yet
    told = height;
    // A height is no secret, and who frames the page is not known to it.
    parent.postMessage({ type: "timeline-height", height }, "*");
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(tell, FRAMED_REST); };
  new ResizeObserver(later).observe(element);
  addEventListener("message", (event) => {
    if (event.source !== parent) return;
    if (event.data?.type === "timeline-height?") { told = 0; tell(); }
    if (event.data?.type === "timeline-slide") document.documentElement.setAttribute("data-slide", ""); // the drawing alone
  });
  tell();
}
