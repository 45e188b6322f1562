// The view as a picture: all of it at once, without what a reader would use. pictures.py waits for drawPicture.

import { keeps, plural } from "./select.js";
import { mountView } from "./view.js";

/** Draw at a width in pixels; returns the height that the whole document takes. */
globalThis.drawPicture = async (width) => {
  const { first, filter, search, theme } = JSON.parse(document.getElementById("timeline-data").textContent);
  document.body.style.width = `${width}px`;
  const view = mountView(document.querySelector(".tl-view"), first, globalThis.Plotly, { theme });
  await view.ready;
  await view.show(keeps(first, filter, search));
  const n = view.outside();
  document.querySelector("[data-outside]").textContent = n ? ` · ${plural(first.words, "outside", n, {}, first.lang)}` : "";
  await new Promise((next) => { requestAnimationFrame(() => requestAnimationFrame(next)); });
  return Math.ceil(document.body.getBoundingClientRect().height);
};
