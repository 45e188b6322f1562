"""The deadlines as a calendar file (RFC 5545): a day each, by the words of the table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from timeline.publish.files import check_target, write_file
from timeline.publish.tables import as_of_day
from timeline.view.cards import cards_of, shown_date, title_of
from timeline.view.filters import filter_events
from timeline.view.release import release
from timeline.view.rows import rows_of, true_order
from timeline.view.words import Words, words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from timeline.view.filters import Filter
    from timeline.view.rows import Row

WIDTH: Final = 75
"""Octets of a line (RFC 5545, 3.1)."""

HEAD: Final = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Legal Timeline//EN\r\nCALSCALE:GREGORIAN\r\n"
FOOT: Final = "END:VCALENDAR\r\n"


def write_calendar(
    events: str | os.PathLike[str] | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    audience: str = "public",
    as_of: str | date | None = None,
    filter: Filter | None = None,  # noqa: A002 - the word of the contract
    lang: str = "en",
) -> Path:
    """Write the computed deadlines as a calendar file: an event of a day each, with its assumptions and its source.

    A deadline known by a bound stands on it and says so ("by Nov 18, 2020"); one without a due date is left out. Days
    are days, without hours and time zones.

    >>> import pandas as pd, tempfile
    >>> row = {"id": "r", "date": "2020-10-20", "kind": "foia_request", "title": "Request", "agency": "ICE"}
    >>> path = write_calendar(pd.DataFrame([row]), tempfile.mkdtemp() + "/due.ics", as_of="2020-11-01")
    >>> [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("DTSTART")]
    ['DTSTART;VALUE=DATE:20201118']
    """
    check_target(path, ".ics")
    released = release(events, audience=audience, as_of=as_of)
    kept = set(filter_events(released, filter)["id"])
    rows, say = rows_of(released), words(lang)
    told = calendar_events(released, rows, cards_of(released, rows, lang), say)
    places = [place for place in true_order(rows) if rows[place]["id"] in kept]
    return write_file(path, HEAD + "".join(told[place] for place in places) + FOOT)


def calendar_events(
    released: pd.DataFrame, rows: list[Row], cards: Iterable[Mapping[str, Any]], say: Words
) -> list[str]:
    """Return each row's entry of a calendar, "" for a row that is no deadline or has no due date."""
    stamp = as_of_day(released).replace("-", "") or "19700101"
    return [_entry(row, card, stamp, say) for row, card in zip(rows, cards, strict=True)]


def _entry(row: Row, card: Mapping[str, Any], stamp: str, say: Words) -> str:
    if row["computed"] != "yes":
        return ""
    when = row["when"]
    first, last = when.earliest or when.latest, when.latest or when.earliest
    if first is None or last is None:
        return ""
    title = title_of(row, say)
    exact = when.earliest == when.latest and not when.qualifier
    sources = [source for source in card["sources"] if source["url"]]
    text = "\n".join(
        filter(None, (*card["body"], *(f"{s['text']} {s['url']}" for s in sources), say("page.legal_advice")))
    )
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escaped(row['id'])}@legal-timeline",
        f"DTSTAMP:{stamp}T000000Z",  # the day that the file speaks for: the same file every time
        f"DTSTART;VALUE=DATE:{_day(first)}",
        f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1)) if last < date.max else _day(last)}",
        f"SUMMARY:{_escaped(title if exact else f'{title}: {shown_date(row, say)}')}",
        f"DESCRIPTION:{_escaped(text)}",
        f"CATEGORIES:{_escaped(say.label('kinds', 'deadline'))}",
        f"STATUS:{'CONFIRMED' if exact else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    r"""Write a text as RFC 5545, 3.3.11 has it, without what no calendar may hold.

    >>> _escaped("a;b, c")
    'a\\;b\\, c'
    """
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(ch for ch in text if ch == "\t" or ch >= " ")


def _folded(line: str) -> str:
    """Break a long line, never within a letter."""
    octets, start = line.encode("utf-8", "replace"), 0
    parts: list[str] = []
    while start < len(octets):
        end = start + WIDTH - bool(parts)  # a further line begins with a space
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # noqa: PLR2004 - within a letter
            end -= 1
        parts.append(octets[start:end].decode())
        start = end
    return "\r\n ".join(parts)
