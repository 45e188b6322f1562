// The strip under the wide drawing: how dense the events are over the whole time, and the window that is drawn above.
// The window is moved and resized by pointer and by keyboard; it tells its range and is told it.

const OVER_DAY = 86_400_000;
const OVER = {
  height: 40, // of the area
  years: 16, // below it
  step: 3, // width of a step of the area
  grip: 24, // width of a handle: the least that a finger finds
  least: 2.5, // height of a single event
  day: 1, // days, the shortest window
};

// Pure parts ----------------------------------------------------------------------------------------------------------

/** The steps of a path over counts: one level for each, down to `base`; with no stroke where nothing is. */
export function overPath(counts, width, base, scale, least) {
  let path = "", open = false;
  for (let k = 0; k < counts.length; k++) {
    if (!counts[k]) {
      if (open) path += `V${base}`;
      open = false;
      continue;
    }
    const top = (base - Math.max(least, counts[k] * scale)).toFixed(1), left = (k * width).toFixed(1);
    path += open ? `V${top}` : `M${left} ${base}V${top}`;
    path += `H${((k + 1) * width).toFixed(1)}`;
    open = true;
  }
  return open ? `${path}V${base}` : path;
}

/** Years to write below a stretch of days: of every year, every second, fifth, tenth … so that they have room. */
export function overYears(from, to, most) {
  const start = new Date(from * OVER_DAY).getUTCFullYear(), end = new Date(to * OVER_DAY).getUTCFullYear();
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((size) => (end - start) / size <= most) ?? 10_000;
  const years = [];
  for (let year = Math.ceil(start / step) * step; year <= end; year += step) {
    const date = new Date(0);
    date.setUTCFullYear(year, 0, 1); // Date.UTC takes 20 for 1920
    const day = date / OVER_DAY;
    if (day >= from && day <= to) years.push([year, day]);
  }
  return years;
}

/** A window after one of its ends, or all of it, has been moved by some days: no shorter than a day, never outside. */
export function overMove([from, to], part, days, [first, last], least = OVER.day) {
  const within = (day, low, high) => Math.max(Math.min(low, high), Math.min(day, high));
  if (part === "from") return [within(from + days, first, to - least), to];
  if (part === "to") return [from, Math.max(from + least, Math.min(to + days, last))];
  const size = Math.min(to - from, last - first), start = within(from + days, first, last - size);
  return [start, start + size];
}

// The document ----------------------------------------------------------------------------------------------------------

/** The overview strip: density of the kept events over the whole time, and the window on it. */
export function mountOverview(parent, first, { onRange, onDone = () => {} }) {
  const { events, words, lang } = first, n = events.id.length;
  const extent = first.extent.map((day) => Date.parse(day) / OVER_DAY);
  const overdue = first.statuses.findIndex((status) => status.value === "overdue");
  const days = Float64Array.from({ length: n }, (_, i) => events.day[i] ?? NaN);
  const late = Uint8Array.from({ length: n }, (_, i) => (overdue >= 0 && events.status[i] === overdue ? 1 : 0));
  const formatted = new Intl.DateTimeFormat(lang, { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });
  const dateOf = (day) => new Date(Math.round(day) * OVER_DAY);

  const svg = (tag, className, parentOf) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    made.setAttribute("class", className);
    parentOf?.append(made);
    return made;
  };
  const part = (className, parentOf) => {
    const made = document.createElement("div");
    made.className = className;
    parentOf.append(made);
    return made;
  };

  const root = part("tl-overview", parent);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", words.overview);
  const picture = svg("svg", "tl-over-picture", root);
  picture.setAttribute("aria-hidden", "true");
  const grid = svg("g", "", picture), area = svg("path", "tl-over-area", picture), alert = svg("path", "tl-over-late", picture), asOf = svg("path", "tl-over-asof", picture);
  const shade = [part("tl-over-shade", root), part("tl-over-shade", root)];
  const sliders = {};
  for (const [name, label] of [["window", words.overview_window], ["from", words.overview_from], ["to", words.overview_to]]) {
    const slider = part(`tl-over-${name === "window" ? "window" : "grip"}`, root);
    slider.setAttribute("role", "slider");
    slider.setAttribute("aria-label", label);
    slider.setAttribute("aria-orientation", "horizontal");
    slider.tabIndex = 0;
    slider.dataset.part = name;
    sliders[name] = slider;
  }

  let width = 0, unit = 1, mask = null, range = [...extent], drag = null, frame = 0;
  let bins = new Int32Array(n), size = 0; // the step that each event falls on; made again only for another width

  const span = extent[1] - extent[0] || 1;
  const pixel = (day) => ((day - extent[0]) / span) * width;

  function measure() {
    unit = (parseFloat(getComputedStyle(document.documentElement).fontSize) / 16) * (parseFloat(getComputedStyle(root).getPropertyValue("--tl-scale")) || 1);
    size = Math.max(1, Math.floor(width / (OVER.step * unit)));
    for (let i = 0; i < n; i++) bins[i] = days[i] === days[i] ? Math.max(0, Math.min(size - 1, Math.floor(((days[i] - extent[0]) / span) * size))) : -1;
    const height = (OVER.height + OVER.years) * unit;
    root.style.height = `${height}px`;
    picture.setAttribute("width", width);
    picture.setAttribute("height", height);
    grid.replaceChildren();
    const base = OVER.height * unit;
    const shown = new Intl.DateTimeFormat(lang, { year: "numeric", timeZone: "UTC" });
    for (const [, day] of overYears(extent[0], extent[1], Math.max(1, width / (56 * unit)))) {
      const x = pixel(day), tick = svg("path", "tl-over-tick", grid);
      tick.setAttribute("d", `M${x.toFixed(1)} 0V${(base + 4 * unit).toFixed(1)}`);
      if (x > width - 34 * unit) continue;
      const text = svg("text", "tl-over-year", grid);
      text.setAttribute("x", (x + 4 * unit).toFixed(1));
      text.setAttribute("y", base + 12.5 * unit);
      text.textContent = shown.format(dateOf(day));
    }
    const at = first.as_of_day;
    asOf.setAttribute("d", at === null || at < extent[0] || at > extent[1] ? "" : `M${pixel(at).toFixed(1)} 0V${base}`);
  }

  function density() {
    if (!width) return;
    const all = new Uint32Array(size), missed = new Uint32Array(size);
    for (let i = 0; i < n; i++) {
      if (bins[i] < 0 || (mask && !mask[i])) continue;
      all[bins[i]]++;
      missed[bins[i]] += late[i];
    }
    let most = 1;
    for (let k = 0; k < size; k++) if (all[k] > most) most = all[k];
    const base = OVER.height * unit, scale = ((OVER.height - 5) * unit) / Math.max(most, 4);
    area.setAttribute("d", overPath(all, width / size, base, scale, OVER.least * unit));
    alert.setAttribute("d", overPath(missed, width / size, base, scale, OVER.least * unit));
  }

  function place() {
    if (!width) return;
    const left = Math.max(0, Math.min(width, pixel(range[0]))), right = Math.max(0, Math.min(width, pixel(range[1])));
    const grip = OVER.grip * unit, height = `${OVER.height * unit}px`;
    const box = (element, from, to) => {
      element.style.left = `${from}px`;
      element.style.width = `${Math.max(0, to - from)}px`;
      element.style.height = height;
    };
    box(shade[0], 0, left);
    box(shade[1], right, width);
    // A narrow window keeps a middle to be held by: its handles stand outside of it then, where there is room.
    const middle = (left + right) / 2, apart = Math.max(right - left, 2 * grip) / 2;
    const start = Math.min(Math.max(middle - apart, grip / 2), width - 1.5 * grip);
    const end = Math.max(Math.min(middle + apart, width - grip / 2), start + grip);
    box(sliders.window, left, Math.max(right, left + 2));
    sliders.window.style.setProperty("--tl-over-reach", `${Math.max(0, (grip - (right - left)) / 2)}px`);
    for (const [name, edge, x] of [["from", left, start], ["to", right, end]]) {
      box(sliders[name], x - grip / 2, x + grip / 2);
      sliders[name].style.setProperty("--tl-over-edge", `${edge - x + grip / 2}px`);
    }
    const values = { from: [range[0], extent[0], range[1]], to: [range[1], range[0], extent[1]], window: [range[0], extent[0], extent[1]] };
    for (const [name, [now, low, high]] of Object.entries(values)) {
      const text = name === "window" ? formatted.formatRange(dateOf(range[0]), dateOf(range[1])) : formatted.format(dateOf(now));
      for (const [key, value] of Object.entries({ valuenow: Math.round(now), valuemin: Math.round(Math.min(low, now)), valuemax: Math.round(Math.max(high, now)), valuetext: text })) {
        sliders[name].setAttribute(`aria-${key}`, value);
      }
    }
  }

  /** Show the window at once, and tell of it no more than once a frame. */
  function move(next) {
    range = next;
    place();
    frame ||= requestAnimationFrame(tell);
  }

  function tell() {
    cancelAnimationFrame(frame);
    frame = 0;
    onRange(range[0] * OVER_DAY, range[1] * OVER_DAY);
  }

  function done() {
    if (frame) tell();
    onDone();
  }

  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag || !width) return;
    const slider = event.target.closest("[data-part]");
    const day = extent[0] + ((event.clientX - root.getBoundingClientRect().left) / width) * span;
    if (!slider) move(overMove(range, "window", day - (range[0] + range[1]) / 2, extent));
    drag = { id: event.pointerId, part: slider?.dataset.part ?? "window", x: event.clientX, range };
    root.setPointerCapture(event.pointerId);
    root.dataset.moving = drag.part;
    sliders[drag.part].focus({ preventScroll: true, focusVisible: false });
    event.preventDefault(); // no text is selected, no focus taken away
  });
  root.addEventListener("pointermove", (event) => {
    if (drag?.id !== event.pointerId) return;
    move(overMove(drag.range, drag.part, ((event.clientX - drag.x) / width) * span, extent));
  });
  const release = (event) => {
    if (drag?.id !== event.pointerId) return;
    drag = null;
    delete root.dataset.moving;
    done();
  };
  root.addEventListener("pointerup", release);
  root.addEventListener("pointercancel", release);

  root.addEventListener("keydown", (event) => {
    const name = event.target.dataset?.part;
    if (!name || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const size = range[1] - range[0], step = name === "window" ? size / 10 : Math.max(1, span / 100), leap = name === "window" ? size : span / 10;
    const by = {
      ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step, PageUp: leap, PageDown: -leap, Home: -2 * span, End: 2 * span,
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // the drawing has keys of its own for these
    move(overMove(range, name, by, extent));
    root.dataset.keyed = "";
  });
  const rest = () => {
    if (root.dataset.keyed === undefined) return;
    delete root.dataset.keyed;
    done();
  };
  root.addEventListener("keyup", rest);
  root.addEventListener("focusout", rest);

  return {
    element: root,
    show(next) {
      mask = next;
      density();
    },
    range(from, to) {
      if (drag) return; // it is being told by the reader
      range = [from / OVER_DAY, to / OVER_DAY];
      place();
    },
    resize(next) {
      width = Math.max(0, Math.floor(next));
      root.style.width = `${width}px`;
      measure();
      density();
      place();
    },
    destroy() {
      cancelAnimationFrame(frame);
      root.remove();
    },
  };
}
