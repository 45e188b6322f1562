// The view as a picture: all of it at once, without what a reader would use. pictures.py waits for drawPicture.

import { keeps, plural } from "./select.js";
import { svgOf } from "./svg.js";
import { mountView } from "./view.js";

const PICTURE_STEP = 1.12; // a wider layout, where the height is given and does not suffice; a narrower one, where it is left over
const PICTURE_MOST = 4, PICTURE_LEAST = 0.55; // times the width of the box
const PICTURE_NARROW = 700; // pixels below which time would run downward

let pictureView = null;

/** Lay out at a width in pixels; returns the height that the whole takes. */
async function layOut(width, box, head) {
  document.body.style.width = `${width}px`;
  document.body.style.setProperty("--tl-head", head * Math.max(1, Math.min(width / box, 1.8))); // the heading is read from afar
  pictureView.resize();
  await new Promise((next) => { requestAnimationFrame(() => requestAnimationFrame(next)); });
  return Math.ceil(document.body.getBoundingClientRect().height);
}

/**
 * Draw at a width in pixels, or wider, as the box of a fixed height asks for. Returns the width and height of the layout.
 */
globalThis.drawPicture = async (width, height, head) => {
  const { first, filter, search, theme } = JSON.parse(document.getElementById("timeline-data").textContent);
  await document.fonts.ready;
  await Promise.all([...document.fonts].map((font) => font.load())); // none of them is asked for later
  document.body.style.width = `${width}px`;
  pictureView = mountView(document.querySelector(".tl-view"), first, globalThis.Plotly, { theme });
  await pictureView.ready;
  await pictureView.show(keeps(first, filter, search));
  const n = pictureView.outside();
  document.querySelector("[data-outside]").textContent = n ? ` · ${plural(first.words, "outside", n, {}, first.lang)}` : "";
  let wide = width, high = await layOut(wide, width, head);
  const fits = (w, h) => h * (width / w) <= height;
  if (height && fits(wide, high)) {
    for (let next = Math.floor(wide / PICTURE_STEP); next > Math.max(PICTURE_NARROW, width * PICTURE_LEAST); next = Math.floor(next / PICTURE_STEP)) {
      if (!fits(next, await layOut(next, width, head))) break;
      wide = next;
    }
    high = await layOut(wide, width, head);
  }
  while (height && !fits(wide, high) && wide < width * PICTURE_MOST) high = await layOut((wide = Math.ceil(wide * PICTURE_STEP)), width, head);
  if (height) {
    const full = Math.ceil((height * wide) / width);
    document.body.style.minHeight = `${full}px`;
    high = Math.max(high, full);
  }
  return [wide, high];
};

globalThis.svgPicture = (told) => svgOf(document.body, told);
