// What stands around the marks: lane names, bands, counted marks and their lists, undated events, legend and notes.

import { colorOf, nameOf, numberOf, plural } from "./select.js";

const FURNITURE_SVG = "http://www.w3.org/2000/svg";

export const furnish = (tag, className, parent, text) => {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  parent?.append(made);
  return made;
};

const furnishSvg = (tag, values, parent) => {
  const made = document.createElementNS(FURNITURE_SVG, tag);
  for (const [name, value] of Object.entries(values)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
};

const furnishedIcons = new Map(); // hundreds of counted marks are drawn anew with a filter, and a copy costs a third

/** The mark of a kind as a small picture; of an event, in its own colour. */
function furnishIcon(first, kind, color = first.kinds[kind].color) {
  const { path } = first.kinds[kind], key = `${color}|${path}`;
  let icon = furnishedIcons.get(key);
  if (!icon) {
    icon = furnishSvg("svg", { viewBox: "0 0 16 16", class: "tl-icon", "aria-hidden": "true" });
    icon.style.color = `var(--tl-${color})`;
    furnishSvg("path", { d: path, fill: "currentColor" }, icon);
    furnishedIcons.set(key, icon);
  }
  return icon.cloneNode(true);
}

/** A counted mark: up to two of its kinds, and how many events it holds; `show` tells it which of them are kept. */
export function furnishPill(first, events, { onOpen }) {
  const kinds = Object.keys(first.kinds);
  const pill = furnish("button", "tl-cluster");
  pill.type = "button";
  pill.tabIndex = -1; // the keyboard goes from event to event
  let most = [];
  const show = (shown) => {
    const counts = new Map();
    for (const i of shown) counts.set(first.events.kind[i], (counts.get(first.events.kind[i]) ?? 0) + 1);
    most = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    pill.replaceChildren(...most.slice(0, shown.length > 999 ? 1 : 2).map(([kind]) => furnishIcon(first, kinds[kind])));
    furnish("b", "", pill, numberOf(shown.length, first.lang));
  };
  show(events);
  pill.show = show;
  pill.addEventListener("pointerenter", () => {
    const named = most.slice(0, 6).map(([kind, n]) => `${numberOf(n, first.lang)} ${n === 1 ? first.kinds[kinds[kind]].label : first.kinds[kinds[kind]].plural}`);
    pill.title = named.join(", ") + (most.length > 6 ? ", …" : "");
  });
  pill.addEventListener("click", () => onOpen(pill));
  return pill;
}

/** The list of a counted mark's events; Escape, or a click elsewhere, closes it. */
export function furnishList(first, events, { onChoose, onClose, onZoom }) {
  const kinds = Object.keys(first.kinds), { words, lang } = first;
  const list = furnish("div", "tl-list");
  list.setAttribute("role", "dialog");
  list.setAttribute("aria-label", plural(words, "count_events", events.length, {}, lang));
  list.dataset.lmSuppressShortcuts = "true"; // JupyterLab's keys are not meant
  const head = furnish("div", "tl-list-head", list);
  furnish("b", "", head, plural(words, "count_events", events.length, {}, lang));
  if (onZoom) {
    const zoom = furnish("button", "tl-button", head, words.zoom_in);
    zoom.type = "button";
    zoom.addEventListener("click", onZoom);
  }
  const close = furnish("button", "tl-button tl-list-close", head, "✕");
  close.type = "button";
  close.setAttribute("aria-label", words.close);
  close.addEventListener("click", onClose);
  const rows = furnish("ul", "tl-list-rows", list);
  const add = (from) => {
    for (const i of events.slice(from, from + 100)) {
      const row = furnish("button", "tl-list-row", furnish("li", "", rows));
      row.type = "button";
      row.append(furnishIcon(first, kinds[first.events.kind[i]], colorOf(first, i)));
      const text = furnish("span", "", row);
      text.setAttribute("aria-hidden", "true"); // its name says more
      furnish("b", "", text, first.events.when[i]);
      text.append(` ${first.events.title[i]}`);
      furnish("span", "tl-said", row, nameOf(first, i));
      row.addEventListener("click", () => onChoose(i));
    }
    if (from + 100 < events.length) {
      const more = furnish("button", "tl-button", furnish("li", "", rows), words.more);
      more.type = "button";
      more.addEventListener("click", () => {
        more.parentNode.remove();
        add(from + 100);
        rows.children[from + 100]?.firstChild.focus();
      });
    }
  };
  add(0);
  list.addEventListener("keydown", (event) => {
    const rowsNow = [...rows.querySelectorAll("button")], at = rowsNow.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rowsNow.length - 1 }[event.key];
    if (event.key === "Escape") onClose();
    else if (next !== undefined) rowsNow[Math.max(0, Math.min(next, rowsNow.length - 1))]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return list;
}

/** What has no date: beside the drawing rather than at an invented day. */
export function furnishShelf(shelf, first, mask, { onChoose, most = 12 }) {
  const { events, words } = first, kinds = Object.keys(first.kinds), undated = [];
  for (let i = 0; i < events.id.length; i++) if (mask[i] && events.lane[i] < 0 && events.day[i] === null) undated.push(i);
  shelf.replaceChildren();
  shelf.hidden = !undated.length;
  if (!undated.length) return;
  furnish("span", "tl-shelf-name", shelf, words.undated_shelf);
  const add = (from, to) => {
    for (const i of undated.slice(from, to)) {
      const item = furnish("button", "tl-shelf-item", shelf);
      item.type = "button";
      item.append(furnishIcon(first, kinds[events.kind[i]], colorOf(first, i)), ` ${events.title[i]}`);
      item.setAttribute("aria-label", nameOf(first, i));
      item.addEventListener("click", () => onChoose(i, item));
    }
  };
  add(0, most);
  if (undated.length > most) {
    const more = furnish("button", "tl-button", shelf, plural(words, "and_more", undated.length - most, {}, first.lang));
    more.type = "button";
    more.addEventListener("click", () => { more.remove(); add(most, most + 200); });
  }
}

/** A small picture of a bar's look, for the legend. */
function furnishSwatch(bar, height) {
  const swatch = furnishSvg("svg", { viewBox: "0 0 26 14", class: "tl-swatch", "aria-hidden": "true" });
  const top = (14 - height) / 2, edge = bar.line?.width ? bar.line.color : "none";
  furnishSvg("rect", { x: 1, y: top, width: 24, height, fill: bar.pattern ? bar.pattern.bgcolor : bar.color, stroke: edge }, swatch);
  const shape = bar.pattern?.shape;
  const stroke = { stroke: bar.pattern?.fgcolor, "stroke-width": 2 };
  for (let x = 2; shape && x < 26; x += 6) {
    if ("/x".includes(shape)) furnishSvg("line", { x1: x, y1: top + height, x2: Math.min(x + height, 25), y2: top, ...stroke }, swatch);
    if ("\\x".includes(shape)) furnishSvg("line", { x1: x, y1: top, x2: Math.min(x + height, 25), y2: top + height, ...stroke }, swatch);
    if (shape === "." || shape === "+") furnishSvg("circle", { cx: x + 2, cy: 7, r: 1.6, fill: bar.pattern.fgcolor }, swatch);
    if (shape === "-") furnishSvg("line", { x1: 1, x2: 25, y1: 7, y2: 7, ...stroke }, swatch);
    if (shape === "|") furnishSvg("line", { x1: x + 1, x2: x + 1, y1: top, y2: top + height, ...stroke }, swatch);
  }
  return swatch;
}

/** The legend of what is on the screen: `drawn` are the signs that are, `barOf` gives a bar of a style. */
export function furnishLegend(legend, first, look, drawn, barOf) {
  const items = [];
  for (const { sign, text } of first.scene.legend) {
    if (!drawn.has(sign)) continue;
    const item = furnish("span", "tl-legend-item");
    const bar = barOf(sign);
    if (bar) item.append(furnishSwatch(bar, Math.min(12, (look.heights[sign] ?? 18) * 0.66)));
    else if (sign === "stop") {
      const line = furnishSvg("svg", { viewBox: "0 0 26 14", class: "tl-swatch", "aria-hidden": "true" }, item);
      furnishSvg("line", { x1: 1, x2: 25, y1: 7, y2: 7, stroke: look.lines.stop.color, "stroke-width": 2, "stroke-dasharray": "2 3" }, line);
    } else if (sign === "cluster") furnish("b", "tl-cluster tl-swatch-cluster", item, "12");
    else {
      const mark = furnishSvg("svg", { viewBox: "0 0 16 16", class: "tl-swatch tl-swatch-mark", "aria-hidden": "true" }, item);
      furnishSvg("circle", { cx: 8, cy: 8, r: sign === "claim" ? 4 : 5.5, fill: sign === "claim" ? "var(--tl-paper)" : "var(--tl-band)", stroke: `var(--tl-${sign === "claim" ? "claim" : "quiet"})`, "stroke-width": 1.6 }, mark);
    }
    item.append(` ${text}`);
    items.push(item);
  }
  legend.replaceChildren(...items);
  legend.hidden = !items.length;
}

/** The assumptions behind the numbers that are shown, and the notes of the whole table. */
export function furnishNotes(notes, first, shows) {
  const { footnotes, notes: whole } = first.scene;
  const shown = footnotes.filter(({ events }) => events.some(shows)).map(({ mark, text }) => `${mark} ${text}`);
  notes.replaceChildren(...[...shown, ...(footnotes.length && !shown.length ? [] : whole)].map((text) => furnish("p", "tl-note", null, text)));
}
