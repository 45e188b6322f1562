// What a reader takes along: the events that are shown as CSV, their deadlines as a calendar file, and citations.

import { beNear } from "./framed.js";

const SAVES_FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/, SAVES_NUMBER = /^[+-]?[0-9]+(?:[.,][0-9]+)?$/; // as in tables.py
const SAVES_COLUMNS = ["id", "date", "kind", "title", "description", "matter", "agency", "certainty", "computed", "status", "source_title", "source_url", "pinpoint", "archive_url"];
const SAVES_KEPT = 60_000; // milliseconds that a browser may take to start a download

const savesIso = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** A cell of CSV; what a spreadsheet would run as a formula has an apostrophe before it. */
export function savesCell(text) {
  const safe = SAVES_FORMULA.test(text) && !SAVES_NUMBER.test(text) ? `'${text}` : text;
  return /[,"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The kept events as a CSV that `timeline` reads again; dates as they are known, in EDTF. */
export function savesCsv(first, late, mask) {
  const { events } = first, kinds = Object.keys(first.kinds), lines = [SAVES_COLUMNS.join(",")];
  for (let i = 0; i < events.id.length; i++) {
    if (!mask[i]) continue;
    const { card, edtf } = late.of(i), [source = {}] = card.sources, status = first.statuses[events.status[i]]?.value ?? "";
    const cells = [
      events.id[i], edtf || (events.dated[i] ? savesIso(events.first[i]) : "TBD"), kinds[events.kind[i]], card.title, card.body.join(" "),
      first.matters[events.matter[i]] ?? "", first.agency_sets[events.agencies[i]].map((code) => first.agencies[code]).join("; "),
      first.certainties[events.certainty[i]]?.value ?? "", status ? "yes" : "", status,
      source.text ?? "", source.url ?? "", source.at ?? "", source.archive ?? "",
    ];
    lines.push(cells.map(savesCell).join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** The kept deadlines as a calendar file; every entry is written by calendars.py. */
export function savesCalendar(first, late, mask) {
  const [head, foot] = first.calendar, entries = [];
  for (let i = 0; i < first.events.id.length; i++) if (mask[i]) entries.push(late.of(i).ics);
  return head + entries.join("") + foot;
}

/** Let the browser keep a text as a file. */
export function savesFile(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVES_KEPT);
}

/** Copy a text; false where the browser does not allow it. */
export async function savesCopy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const savesPart = (tag, parent, text = "") => {
  const made = document.createElement(tag);
  made.textContent = text;
  parent.append(made);
  return made;
};

/** A small dialog with texts, each under its name, with a button that copies it. */
export function savesDialog(parent, words, heading, texts) {
  const dialog = savesPart("dialog", parent);
  dialog.className = "tl-keys tl-texts";
  dialog.setAttribute("aria-label", heading);
  savesPart("h2", dialog, heading);
  for (const [name, text] of texts) {
    const label = savesPart("label", dialog, name), area = savesPart("textarea", label);
    area.readOnly = true;
    area.rows = 3;
    area.value = text;
    area.addEventListener("focus", () => area.select());
    const line = savesPart("p", dialog), copy = savesPart("button", line, words.copy), done = savesPart("span", line);
    copy.type = "button";
    copy.className = "tl-button";
    done.setAttribute("role", "status");
    copy.addEventListener("click", async () => {
      if (await savesCopy(text)) done.textContent = ` ${words.copied}`;
      else area.focus();
    });
  }
  const close = savesPart("button", dialog, words.close);
  close.type = "button";
  close.className = "tl-button";
  close.autofocus = true;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  const opener = document.activeElement;
  dialog.showModal();
  beNear(dialog, opener);
}
