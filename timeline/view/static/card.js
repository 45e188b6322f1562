// The card of one event: what, when, who, its source, and for a deadline the count. Page and notebook use the same.
// Whatever a card says was written by somebody, perhaps an opponent: it only ever becomes textContent.

import { colorOf } from "./select.js";

const cardPart = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
};

/** A link to a source; a plain text where the address is none. */
function cardLink(text, url) {
  if (!/^https?:\/\//i.test(url ?? "")) return cardPart("span", "", text);
  const link = cardPart("a", "", text);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** Build the card of the event at a place in the payload; `late` holds what is said of it. */
export function buildCard(first, late, index, { onClose = null } = {}) {
  const { events, words } = first;
  const said = late.card[index];
  const card = cardPart("article", "tl-card");
  card.dataset.eventId = events.id[index];
  if (said.tone) card.dataset.tone = said.tone;

  const [kind, ...rest] = said.head.split(" · ");
  const head = cardPart("p", "tl-card-head");
  head.append(cardPart("span", "tl-card-kind", kind), rest.map((part) => ` · ${part}`).join(""));
  head.style.color = `var(--tl-${colorOf(first, index)})`;
  card.append(head);
  const title = cardPart("h2", "tl-card-title", said.title);
  title.tabIndex = -1;
  if (said.lang[0]) title.lang = said.lang[0]; // what the law says where the page's language has no words for it
  card.append(title, cardPart("p", "tl-card-when", said.when));

  if (onClose) {
    const close = cardPart("button", "tl-card-close", "✕");
    close.type = "button";
    close.setAttribute("aria-label", words.close);
    close.title = words.close;
    close.addEventListener("click", onClose);
    card.append(close);
  }
  for (const [place, paragraph] of said.body.entries()) {
    if (!paragraph) continue;
    const made = cardPart("p", "tl-card-body", paragraph);
    if (said.lang[place + 1]) made.lang = said.lang[place + 1];
    card.append(made);
  }
  if (said.image?.src) {
    const figure = cardPart("figure", "tl-card-image"), image = cardPart("img", "");
    image.src = said.image.src;
    image.alt = said.image.alt;
    figure.append(image);
    card.append(figure);
  } else if (said.image?.url) {
    const line = cardPart("p", "tl-card-image");
    line.append(cardLink(said.image.alt || words.picture, said.image.url)); // linked, never loaded
    card.append(line);
  }
  if (said.quote) {
    const quote = cardPart("blockquote", "tl-card-quote");
    quote.append(cardPart("q", "", said.quote)); // the quotation marks are the language's
    card.append(cardPart("p", "tl-card-label", words.quote), quote);
  }
  if (said.count) card.append(cardMonths(said.count.months));
  if (said.facts.length) {
    const facts = cardPart("dl", "tl-card-facts");
    for (const [label, text] of said.facts) facts.append(cardPart("dt", "", label), cardPart("dd", "", text));
    card.append(facts);
  }
  if (said.sources.length) {
    card.append(cardPart("p", "tl-card-label", said.sources.length > 1 ? words.sources : words.source));
    const list = cardPart("ul", "tl-card-sources");
    for (const source of said.sources) {
      const item = cardPart("li", "");
      item.append(cardLink(source.text, source.url));
      if (source.at) item.append(`${source.text ? ", " : ""}${source.at}`);
      if (source.archive) item.append(" (", cardLink(words.archived, source.archive), ")");
      list.append(item);
    }
    card.append(list);
  }
  if (said.count) card.append(cardCopy(said.count, words));
  return card;
}

/** What stands in a day's cell below its date: its number, or a sign where it has none. */
const DAY_SIGNS = { skipped: "–", paused: "‖" };

/** The months of a count: the counted days numbered; what was left out hatched and named, a clock's stop with ‖. */
function cardMonths(months) {
  const all = cardPart("div", "tl-months");
  for (const month of months) {
    const table = cardPart("table", "tl-month");
    table.append(cardPart("caption", "", month.name));
    const names = table.createTHead().insertRow();
    for (const letter of month.weekdays) {
      const name = cardPart("th", "", letter);
      name.scope = "col";
      names.append(name);
    }
    const body = table.createTBody();
    const notes = [];
    for (const week of month.weeks) {
      const row = body.insertRow();
      for (const day of week) {
        const cell = row.insertCell();
        if (!day) continue;
        cell.append(cardPart("span", "tl-day", String(day.d)));
        if (day.mark) {
          cell.dataset.mark = day.mark;
          cell.append(cardPart("b", "tl-n", DAY_SIGNS[day.mark] ?? String(day.n)));
        }
        if (day.why) cell.title = day.why;
        if (day.lang) cell.lang = day.lang;
        const why = day.note ?? (DAY_SIGNS[day.mark] ? day.why : "");
        const lang = (day.note ? day.note_lang : day.lang) ?? "";
        const last = notes.at(-1);
        if (day.mark === "paused" && last?.why === why && last.to === day.d - 1) last.to = day.d;
        else if (why) notes.push({ from: day.d, to: day.d, why, lang, paused: day.mark === "paused" });
      }
    }
    const box = cardPart("div", "tl-month-box");
    box.append(table);
    for (const { from, to, why, lang, paused } of notes) {
      const days = from === to ? `${from}` : `${from}–${to}`;
      const note = cardPart("p", "tl-month-note", paused ? `‖ ${days}: ${why}` : `${days} – ${why}`);
      if (lang) note.lang = lang;
      box.append(note);
    }
    all.append(box);
  }
  return all;
}

/** The count in words, and a button that copies it; where a browser forbids that, the text is selected instead. */
function cardCopy({ text, lang }, words) {
  const box = cardPart("div", "tl-card-copy");
  const button = cardPart("button", "tl-button", words.copy_count);
  button.type = "button";
  const done = cardPart("span", "tl-card-copied");
  done.setAttribute("role", "status");
  const shown = cardPart("details", "tl-card-count");
  const area = cardPart("textarea", "");
  area.readOnly = true;
  area.rows = 10;
  area.value = text;
  if (lang) area.lang = lang;
  area.setAttribute("aria-label", words.count);
  shown.append(cardPart("summary", "", words.count), area);
  button.addEventListener("click", async () => {
    done.textContent = "";
    let copied = false;
    try {
      await navigator.clipboard.writeText(text);
      copied = true;
    } catch {
      shown.open = true;
      area.focus();
      area.select();
      try {
        copied = document.execCommand("copy");
      } catch {
        // The text stays selected, for the reader to copy.
      }
    }
    if (copied) done.textContent = words.copied;
  });
  box.append(button, done, shown);
  return box;
}
