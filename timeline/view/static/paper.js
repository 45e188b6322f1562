// On paper: black on white, as wide as a sheet takes, every source a numbered note at the end.

// An upright sheet within its margins, in pixels: as wide as A4, as high as Letter but for a line that says what is outside.
const PAPER_WIDE = 686, PAPER_HIGH = 895;
const PAPER_SLIDE = 1216; // across a slide of a talk, which is 13.3 inches wide
const PAPER_ZOOMS = [0.7, 0.66, 0.62, 0.58]; // below, letters are too small for paper

/** Follow the browser's printing. `view` gives the drawing, `theme` the looks to return to. */
export function followPaper(root, first, late, { view, theme, rows, signal }) {
  let notes = null;

  /** Number the sources of the rows that are shown, and list them once each. */
  function number() {
    notes?.remove();
    notes = null;
    const table = document.querySelector(".tl-table"), seen = new Map();
    for (const row of table.tBodies[0].rows) {
      const cell = row.querySelector(".tl-source");
      cell.querySelector(".tl-refs")?.remove();
      if (row.hidden) continue;
      const marks = [];
      for (const one of cell.querySelectorAll("div")) {
        const text = one.textContent, href = one.querySelector("a")?.href ?? "", key = `${text}\n${href}`;
        if (!seen.has(key)) seen.set(key, { n: seen.size + 1, text, href });
        marks.push(`[${seen.get(key).n}]`);
      }
      const refs = document.createElement("span");
      refs.className = "tl-refs";
      refs.textContent = marks.join(" ");
      cell.append(refs);
    }
    if (!seen.size) return;
    notes = document.createElement("section");
    notes.className = "tl-paper-notes";
    const head = document.createElement("h2"), list = document.createElement("ol");
    head.textContent = first.words.sources;
    for (const { text, href } of seen.values()) {
      const item = document.createElement("li");
      item.textContent = href ? `${text} ` : text;
      if (href) item.append(Object.assign(document.createElement("span"), { textContent: href }));
      list.append(item);
    }
    notes.append(head, list);
    document.querySelector(".tl-rows").append(notes);
  }

  function paper(on) {
    document.documentElement.toggleAttribute("data-paper", on);
    if (on) number();
    const drawing = view();
    if (!drawing) return;
    drawing.setTheme(on ? "print" : theme());
    const wide = on && root.dataset.layout !== "narrow", slide = document.documentElement.hasAttribute("data-slide");
    if (wide && !slide) fit(drawing);
    else {
      root.style.width = wide ? `${PAPER_SLIDE}px` : "";
      drawing.resize(); // what has been drawn does not follow by itself
    }
  }

  /** Draw across the sheet, and as small as is needed and can be read for the first sheet to hold heading and picture. */
  function fit(drawing) {
    const head = document.querySelector(".tl-head");
    head.style.width = `${PAPER_WIDE}px`;
    const room = PAPER_HIGH - head.offsetHeight;
    head.style.width = "";
    const at = (zoom) => {
      root.style.setProperty("--tl-sheet", zoom);
      root.style.width = `${Math.floor(PAPER_WIDE / zoom)}px`;
      drawing.resize();
      return zoom;
    };
    // With its legend and notes, which else follow on the next sheet.
    for (const whole of [root, root.querySelector(".tl-stage")]) {
      if (PAPER_ZOOMS.some((zoom) => at(zoom) * whole.offsetHeight <= room)) return;
    }
    at(PAPER_ZOOMS[0]);
  }

  addEventListener("beforeprint", () => paper(true), { signal });
  addEventListener("afterprint", () => paper(false), { signal });
  matchMedia("print").addEventListener("change", (event) => paper(event.matches), { signal });
}
