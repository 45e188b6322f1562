// What lies on and around Plotly's drawing and moves with its window: labels with their lines, counted marks, lane names,
// bands, the as-of day, the ring of the chosen event, the keyboard's cursor, the legend. Quick enough for every frame.

import { nameOf } from "./select.js";
import { LAY } from "./layout.js";
import { LABEL, labelPlace } from "./label.js";
import { PLOT_DAY, plotBar } from "./plot.js";
import { COMPOSE_YEARS, composeLabels, composeScale, composeSpot, composeStanding } from "./compose.js";
import { furnish, furnishLegend, furnishPill } from "./furniture.js";

/** Make the layer of a drawing d (compose.js) on a stage; returns measure, backdrop, place, hide and clear. */
export function mountLayer(d, { stage, bands, plot, names, texts, ring, cursor, legend }, { onOpen }) {
  const { first, data } = d, { events, words } = first;
  const context = document.createElement("canvas").getContext("2d");
  const sizes = new Map(), labels = new Map(), pills = new Map();
  let asked = { groups: null };

  function measure(label) {
    const key = `${d.u}|${label.tone}|${label.date}|${label.text}`;
    if (!sizes.has(key)) {
      context.font = `${label.tone === "alert" ? 600 : 400} ${LABEL.size * d.u}px ${first.font}`;
      let wide = context.measureText(label.text).width;
      context.font = `700 ${LABEL.size * d.u}px ${first.font}`;
      if (label.date) wide += context.measureText(`${label.date} `).width;
      sizes.set(key, Math.ceil(wide) + 3);
    }
    return sizes.get(key);
  }

  /** What stands still while the window moves: bands and names. */
  function backdrop() {
    const { lanes, size, u } = d, { left, top, width, height } = size;
    stage.style.height = `${height + top + size.below}px`;
    const made = [], alike = new Map();
    for (const lane of lanes) {
      const edges = alike.get(lane.group);
      if (edges && edges.at(-1).bottom === lane.top) edges.push(lane);
      else alike.set(lane.group, [lane]);
    }
    [...alike.values()].forEach((own, n) => {
      if (n % 2) return;
      const band = furnish("div", "tl-band");
      Object.assign(band.style, { top: `${top + own[0].top}px`, height: `${own.at(-1).bottom - own[0].top}px`, left: `${left}px`, width: `${width - left - size.right}px` });
      made.push(band);
    });
    bands.replaceChildren(...made);
    names.replaceChildren(...lanes.map((lane) => {
      const name = furnish("span", `tl-name${lane.clock ? " tl-request" : ""}`, null, lane.name);
      name.title = lane.name;
      name.style.top = `${top + lane.y}px`;
      name.style.width = `${left - 14 * u}px`;
      name.style.fontSize = `${LABEL.size * u}px`;
      return name;
    }));
  }

  /** Put labels, counted marks, cursor and as-of day where the window has them; quick enough for every frame. */
  function place(range, current) {
    const { lanes, groups, size, u } = d, { left, top } = size;
    const from = range[0] / PLOT_DAY, days = (range[1] - range[0]) / PLOT_DAY, scale = composeScale(d, range);
    const pixel = (day) => (day - from) * scale;
    const inSight = (label) => label.inside !== undefined || label.beside !== undefined || (pixel(label.x) >= 0 && pixel(label.x) <= size.plot);
    if (asked.groups !== groups || asked.chosen !== d.chosen || asked.days > COMPOSE_YEARS !== days > COMPOSE_YEARS) {
      asked = { groups, days, chosen: d.chosen, labels: composeLabels(d, groups, days) };
    }
    const placed = labelPlace(asked.labels.filter(inSight), composeStanding(d, groups, d.bars, pixel), lanes, pixel, size.plot, measure, u);
    const seen = new Set();
    for (const box of placed) {
      const { label, left: x, middle, inner, leader } = box;
      const key = `${label.i}|${label.place}|${label.y}|${label.tone}|${label.date}|${label.text}|${inner}`;
      seen.add(key);
      let text = labels.get(key);
      if (!text) {
        text = furnish("span", `tl-label tl-${label.tone}${inner ? " tl-inner" : ""}`, texts);
        text.dataset.id = events.id[label.i];
        text.dataset.i = label.i;
        text.style.fontSize = `${LABEL.size * u}px`;
        if (label.date) furnish("b", "", text, label.date);
        text.append((label.date ? " " : "") + label.text);
        text.line = furnish("i", "tl-leader");
        texts.prepend(text.line);
        labels.set(key, text);
      }
      text.hidden = !d.mask[label.i];
      text.classList.toggle("tl-chosen", label.i === d.chosen);
      text.style.left = `${left + x}px`;
      text.style.top = `${top + middle}px`;
      text.line.hidden = !leader || text.hidden;
      if (leader) Object.assign(text.line.style, { left: `${left + leader[0]}px`, top: `${top + leader[1]}px`, height: `${Math.max(leader[2] - leader[1], 0)}px` });
    }
    for (const [key, text] of labels) {
      if (seen.has(key)) continue;
      text.line.remove();
      text.remove();
      labels.delete(key);
    }
    for (const pill of groups.pills) {
      let button = pills.get(pill);
      const x = pixel(pill.day), inside = x > -LAY.pill * u && x < size.plot + LAY.pill * u;
      if (!inside) {
        button?.remove();
        pills.delete(pill);
        continue;
      }
      if (!button) {
        button = furnishPill(first, pill.events, { onOpen: (opener) => onOpen(pill, opener) });
        button.style.fontSize = `${12 * u}px`;
        button.style.top = `${top + pill.y}px`;
        texts.append(button);
        pills.set(pill, button);
      }
      button.style.left = `${left + x}px`;
      button.style.clipPath = x < LAY.pill * u ? `inset(0 0 0 ${Math.max(0, LAY.pill * u - x)}px)` : x > size.plot - LAY.pill * u ? `inset(0 ${Math.max(0, LAY.pill * u - (size.plot - x))}px 0 0)` : "";
    }
    asOf(pixel);
    signs(pixel);
    mark(ring, d.chosen, pixel);
    mark(cursor, current, pixel);
    cursor.hidden = current === null;
    if (current !== null) cursor.setAttribute("aria-label", `${words.timeline}. ${nameOf(first, current)}`);
  }

  function asOf(pixel) {
    let line = stage.querySelector(".tl-asof");
    const { size, u } = d, x = first.as_of_day === null ? -1 : pixel(first.as_of_day);
    if (x < 0 || x > size.plot) {
      line?.remove();
      return;
    }
    if (!line) {
      line = furnish("div", "tl-asof");
      furnish("span", "", line, words.as_of.replace("{day}", first.as_of_text));
      bands.after(line);
    }
    Object.assign(line.style, { left: `${size.left + x}px`, top: "0", height: `${size.top + size.height}px`, fontSize: `${12 * u}px` });
    line.dataset.side = x > size.plot / 2 ? "left" : "right";
  }

  function mark(ringing, i, pixel) {
    const { size } = d, at = i === null ? null : composeSpot(d, i);
    const x = at ? pixel(at.day) : -1;
    ringing.classList.toggle("tl-away", !at || x < 0 || x > size.plot);
    ringing.dataset.i = i ?? "";
    if (!at) return;
    ringing.style.left = `${size.left + Math.max(0, Math.min(x, size.plot))}px`;
    ringing.style.top = `${size.top + at.y}px`;
    ringing.classList.toggle("tl-wide", Boolean(at.events));
  }

  function signs(pixel) {
    const { bars, lines, groups, size, look: shown } = d;
    const drawn = new Set(), sight = (a, b = a) => pixel(b) > 0 && pixel(a) < size.plot, of = new Map();
    for (const bar of bars) if (sight(bar.from, bar.to) && !of.has(bar.style)) of.set(bar.style, bar);
    for (const style of of.keys()) drawn.add(style);
    for (const { i, day } of groups.marks) if (sight(day)) drawn.add(["solid", "hollow", "claim", "quiet"][data.look[i]]);
    if (lines.some(({ style, x }) => style === "stop" && sight(x[0]))) drawn.add("stop");
    if (groups.pills.some((pill) => sight(pill.day))) drawn.add("cluster");
    const key = [...drawn].sort().join() + shown.name;
    if (legend.dataset.signs === key) return;
    legend.dataset.signs = key;
    furnishLegend(legend, first, shown, drawn, (sign) => (of.has(sign) ? plotBar(shown, of.get(sign)) : null));
  }

  /** Hide at once what a mask does not keep: marks, bars, labels; counted marks count anew. */
  function hide(mask) {
    for (const point of plot.querySelectorAll(".point")) {
      const trace = point.closest(".trace")?.__data__?.[0]?.trace; // what Plotly has bound to its elements
      const i = trace?.meta?.events?.[point.__data__?.i];
      if (i !== undefined && !mask[i]) point.style.display = "none";
    }
    for (const text of labels.values()) if (!mask[text.dataset.i]) text.hidden = text.line.hidden = true;
    for (const [{ events: held }, pill] of pills) {
      const kept = held.filter((i) => mask[i]);
      if (kept.length === held.length) continue;
      pill.hidden = !kept.length;
      pill.show(kept);
    }
  }

  /** Forget what was drawn for other groups; with `all`, for another look too. */
  function clear(all = false) {
    for (const pill of pills.values()) pill.remove();
    pills.clear();
    if (!all) return;
    sizes.clear();
    for (const text of labels.values()) {
      text.line.remove();
      text.remove();
    }
    labels.clear();
    legend.dataset.signs = "";
  }

  return { measure, backdrop, place, hide, clear };
}
