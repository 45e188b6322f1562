// The part of a page's address behind the #: filters, the chosen event, the time shown, the language and the looks, so
// that a link cites an exact view. links.py writes the same.

import { bounds } from "./select.js";

const ADDRESS_CONDITIONS = ["kinds", "matters", "agencies", "certainty", "status", "window", "text", "overdue"]; // as in filters.py
const ADDRESS_PARTS = ["filter", "event", "window", "lang", "theme", "present"];

/** A filter with only what it narrows, keys in a fixed order, whatever somebody wrote into the address. */
export function tidyFilter(values) {
  const filter = {};
  const good = {
    window: (value) => typeof value === "string" && /^[\d.-]{2,10}(\/[\d.-]{0,10})?$/.test(value) && bounds(value).some((day) => day !== null),
    text: (value) => typeof value === "string" && value.trim() !== "",
    overdue: (value) => value === true,
  };
  const list = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");
  for (const name of ADDRESS_CONDITIONS) if ((good[name] ?? list)(values?.[name])) filter[name] = values[name];
  return filter;
}

/** What the address asks for; null where it names a place in the page instead, such as the table. */
export function readAddress({ themes, languages }) {
  const hash = location.hash.slice(1);
  const parts = new URLSearchParams(hash.replaceAll("+", "%2B"));
  if (hash && !ADDRESS_PARTS.some((name) => parts.has(name))) return null;
  let filter = null;
  try {
    if (parts.has("filter")) filter = tidyFilter(JSON.parse(parts.get("filter")));
  } catch {
    // An address that somebody has cut off: the page opens as it was made.
  }
  const range = parts.get("window")?.split("/");
  const days = range?.length === 2 && range.every((day) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)));
  const known = (name, values) => (values.includes(parts.get(name)) ? parts.get(name) : null);
  return { filter, event: parts.get("event"), range: days && range[0] < range[1] ? range : null, theme: known("theme", themes), lang: known("lang", languages), present: /^\d{1,4}$/.test(parts.get("present") ?? "") ? Number(parts.get("present")) - 1 : null };
}

/** Write what differs from how the page was made; `all` names the filter even where it is that of the page. */
export function addressOf({ filter, start, event, range, firstRange, lang, startLang, theme, startTheme, present }) {
  const parts = [], text = JSON.stringify(filter);
  if (text !== JSON.stringify(start)) parts.push(`filter=${encodeURIComponent(text)}`);
  if (event !== null) parts.push(`event=${encodeURIComponent(event)}`);
  if (range && String(range) !== String(firstRange)) parts.push(`window=${range.join("/")}`);
  if (lang !== startLang) parts.push(`lang=${lang}`);
  if (theme !== startTheme) parts.push(`theme=${theme}`);
  if (present !== null) parts.push(`present=${present + 1}`);
  return parts.length ? `#${parts.join("&")}` : "";
}
