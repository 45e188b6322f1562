// The table of the page. While the page itself holds every row, this only hides them; of a long table it makes the
// rows that come first among those kept, and more when asked.

import { colorOf, countOf, nameOf, plural } from "./select.js";

const ROWS_STEP = 200;

const rowsPart = (tag, className, parent, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  parent?.append(made);
  return made;
};

function rowsIcon(kind, color) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("class", "tl-icon");
  icon.setAttribute("viewBox", "0 0 16 16");
  icon.setAttribute("aria-hidden", "true");
  icon.style.color = `var(--tl-${color})`;
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", kind.path);
  icon.append(path);
  return icon;
}

function rowsLink(text, url, parent) {
  if (!/^https?:\/\//i.test(url ?? "")) return parent.append(text ?? "");
  const link = rowsPart("a", "", parent, text);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** The title of an event as what opens its card. */
function rowsButton(first, i) {
  const button = rowsPart("button", "", null, first.events.title[i]);
  button.type = "button";
  button.setAttribute("aria-labelledby", `row-${i}`);
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "card");
  return button;
}

/** A row as body.html.j2 has it. */
function rowsMake(first, i, { card, chips = [] }) {
  const { events, words } = first;
  const kind = Object.values(first.kinds)[events.kind[i]];
  const row = document.createElement("tr");
  row.id = `row-${i}`;
  row.dataset.eventId = events.id[i];
  if (card.tone) row.dataset.tone = card.tone;
  row.setAttribute("aria-label", nameOf(first, i));
  rowsPart("td", "tl-when", row, events.when[i]);
  const sort = rowsPart("td", "tl-kind", row);
  sort.append(rowsIcon(kind, colorOf(first, i)));
  rowsPart("span", "", sort, kind.label);
  const what = rowsPart("td", "tl-what", row);
  what.append(rowsButton(first, i));
  for (const [text, tone] of chips) {
    what.append(" ");
    const chip = rowsPart("span", "tl-hintlet", what, text);
    if (tone) chip.dataset.tone = tone;
  }
  const said = card.body.filter(Boolean).join(" ");
  if (said) rowsPart("p", "", what, said);
  rowsPart("td", "tl-agency", row, first.agency_sets[events.agencies[i]].map((code) => first.agencies[code]).join(" · "));
  const sources = rowsPart("td", "tl-source", row);
  for (const source of card.sources) {
    const line = rowsPart("div", "", sources);
    rowsLink(source.text, source.url, line);
    if (source.at) line.append(`${source.text ? ", " : ""}${source.at}`);
    if (source.archive) {
      line.append(" (");
      rowsLink(words.archived, source.archive, line);
      line.append(")");
    }
  }
  return row;
}

/** An empty table as body.html.j2 has it, with all that stands below it: the element, and its parts for mountRows. */
export function rowsTable(words) {
  const wrap = rowsPart("div", "tl-rows"), table = rowsPart("table", "tl-table", wrap);
  const head = rowsPart("tr", "", rowsPart("thead", "", table));
  for (const name of ["date", "kind", "event", "agency", "source"]) rowsPart("th", "", head, words[name]).scope = "col";
  rowsPart("tbody", "", table);
  const further = rowsPart("p", "tl-further", wrap), more = rowsPart("button", "tl-button", further);
  more.type = "button";
  more.dataset.more = "";
  more.hidden = true;
  const none = rowsPart("p", "tl-none", wrap, words.none_match);
  none.setAttribute("role", "status");
  none.hidden = true;
  return { wrap, parts: { table, more, listed: rowsPart("span", "", further), none } };
}

/**
 * Take over the rows of a table. `late` is what packedLate gives; `more` is the button for more rows, `listed` its text,
 * `none` says that there are none, `unlisted` what a reader without scripts is told of the others.
 */
export function mountRows(first, late, { table, more, listed, none, unlisted }) {
  table.dataset.live = "";
  const body = table.tBodies[0], total = first.events.id.length;
  let rows = new Map([...body.rows].map((row) => [Number(row.id.slice(4)), row]));
  const whole = rows.size === total;
  // Without scripts a title opens nothing, and is none to press.
  for (const [i, row] of rows) {
    row.setAttribute("aria-label", nameOf(first, i));
    row.querySelector(".tl-what > b")?.replaceWith(rowsButton(first, i));
  }
  if (!total) none.textContent = first.words.no_events;
  let mask = new Uint8Array(total).fill(1), limit = ROWS_STEP, turn = 0, chosen = -1;

  function hide() {
    for (const [i, row] of rows) if (row.hidden === Boolean(mask[i])) row.hidden = !mask[i];
  }

  async function fill() {
    const mine = ++turn;
    if (!late.here()) {
      hide();
      await late.load();
      if (mine !== turn) return;
    }
    const found = [];
    for (let i = 0; i < total && found.length < limit; i++) if (mask[i]) found.push(i);
    rows = new Map(found.map((i) => [i, rows.get(i) ?? rowsMake(first, i, late.of(i))]));
    hide();
    body.replaceChildren(...rows.values());
    unlisted?.remove();
    if (rows.has(chosen)) mark(chosen, true);
    const kept = countOf(mask), rest = kept - found.length;
    more.hidden = rest <= 0;
    more.textContent = plural(first.words, "show_more", Math.min(ROWS_STEP, rest), {}, first.lang);
    listed.textContent = rest > 0 ? plural(first.words, "listed", kept, { shown: found.length.toLocaleString(first.lang) }, first.lang) : "";
  }

  function mark(i, on) {
    chosen = on ? i : -1;
    const row = rows.get(i);
    row?.toggleAttribute("data-chosen", on);
    row?.querySelector("button").setAttribute("aria-expanded", String(on));
  }

  more.addEventListener("click", async () => {
    const before = rows.size;
    limit += ROWS_STEP;
    await fill();
    body.rows[before]?.querySelector("button").focus(); // where reading goes on
  });

  return {
    whole,
    mark,
    /** Show the rows of what is kept. */
    show(next = mask) {
      mask = next;
      limit = ROWS_STEP;
      none.hidden = countOf(mask) > 0;
      return whole ? hide() : fill();
    },
  };
}
