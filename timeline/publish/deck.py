"""The deck: a timeline as slides for PowerPoint, of native shapes that can be edited and found by their event's id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timeline.publish.files import check_target, write_file
from timeline.publish.overview import draw_overview
from timeline.publish.packages import describe, undated_package
from timeline.publish.record import record_of
from timeline.publish.slides import HEIGHT, WIDTH, Box, Deck, Ink
from timeline.view.release import release

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path
    from typing import Any

    import pandas as pd

    from timeline.publish.record import Entry, Record
    from timeline.view.filters import Filter

CHOSEN: Final = 40
"""Slides of single events, at the most: nobody shows more in a hearing."""

MONTHS: Final = 3
"""Months of a count that find room on its slide; a longer one is in the notes."""

LISTED: Final = 11
"""Sources on a slide."""

QUIET: Final = "#5c6478"
_CELLS: Final = {
    "trigger": "#d7e4f7",
    "counted": "#eef4fc",
    "due": "#1f2233",
    "skipped": "#e3e6eb",
    "paused": "#e3e6eb",
}


def write_deck(
    events: str | os.PathLike[str] | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    filter: Filter | None = None,  # noqa: A002 - the word of the contract
    audience: str = "public",
    as_of: str | date | None = None,
    title: str | None = None,
    lang: str = "en",
    profile: str = "",
    stamp: str | None = None,
) -> Path:
    """Write the events as a deck for PowerPoint: title, overview, a slide for each chosen event and each deadline.

    Chosen are the events of the column ``story``; without one those tagged ``key`` or sued over. Every shape is
    native and can be edited; an event's own is named by its id in the selection pane, and says in words what it shows.
    Sources and assumptions are in the notes of every slide. ``profile`` is "illustrative" or "summary" (Fed. R. Evid.
    107 and 1006), and ``stamp`` the writer's own words for what is then on every slide. The same table gives the same
    bytes. Raises OutputError where python-pptx is missing, and for a summary where a row names no source.

    >>> import pandas as pd, tempfile
    >>> table = pd.DataFrame({"id": ["r"], "date": ["2020-10-20"], "title": ["Request"]})
    >>> write_deck(table, tempfile.mkdtemp() + "/case.pptx").name
    'case.pptx'
    """
    check_target(path, ".pptx")
    released = release(events, audience=audience, as_of=as_of)
    record = record_of(released, filter=filter, title=title, lang=lang, profile=profile)
    deck = Deck(record.say.tag, record.stamp(stamp))
    describe(deck.file.core_properties, record)
    notes = _standing(record)
    _title(deck, record, notes)
    draw_overview(deck, released, record, filter, notes)
    for entry, sentence in [pair for pair in record.chosen if not pair[0].computed][:CHOSEN]:
        _event(deck, record, entry, sentence)
    for entry in record.deadlines[:CHOSEN]:
        _deadline(deck, record, entry)
    _sources(deck, record, notes)
    return write_file(path, undated_package(deck.saved()))


def _standing(record: Record) -> list[str]:
    """Return what the notes of every slide say."""
    return [
        " ".join(filter(None, (record.as_of_text and f"{record.as_of_text}.", record.covers))),
        *record.conclusion,
        record.say("page.legal_advice"),
        f"{record.say('page.data_hash')} {record.digest}",
    ]


def _title(deck: Deck, record: Record, notes: Sequence[str]) -> None:
    deck.add(record.title, notes, first=True)
    small = Ink(15, QUIET)
    if record.subtitle:
        deck.text("subtitle", Box(0.6, 3.5, WIDTH - 1.2, 0.5), [(record.subtitle, Ink(18, QUIET))])
    lines = [(text, Ink(15)) for text in record.conclusion]
    lines += [(f"{notes[0]} {record.chosen_by}", small)]
    lines += [(text, Ink(15, bold=True)) for text in (record.audience_said,) if text]
    lines += [(record.say("page.legal_advice"), small)]
    deck.text("summary", Box(0.6, 4.1, WIDTH - 1.2, 2.8), lines)


def _event(deck: Deck, record: Record, entry: Entry, sentence: str) -> None:
    deck.add(entry.title, _notes(record, entry))
    say = record.say
    told = [say("document.another_account", what=entry.contests)] if entry.contests else []
    body = [text for text in (sentence, *told, *entry.short) if text]
    size = _size(body, 24)
    when = f"{entry.when} · {entry.kind}"
    deck.text(entry.id, Box(0.6, 1.3, WIDTH - 1.2, 0.5), [(when, Ink(22, bold=True))], said=entry.said)
    facts = " · ".join(filter(None, (entry.status, entry.matter, entry.people or entry.agency)))
    deck.text("facts", Box(0.6, 1.85, WIDTH - 1.2, 0.4), [(facts, Ink(15, QUIET))])
    lines = [(text, Ink(size)) for text in body]
    if entry.quote:
        lines.append((f"“{entry.quote}”", Ink(size, italic=True)))
    if lines:
        deck.text("what", Box(0.6, 2.5, WIDTH - 1.2, 3.5), lines)
    _cited(deck, record, entry)


def _deadline(deck: Deck, record: Record, entry: Entry) -> None:
    deck.add(f"{entry.title}: {entry.when}", _notes(record, entry))
    months = entry.count["months"] if entry.count else []
    shown = 0 < len(months) <= MONTHS
    width = 6.0 if shown else WIDTH - 1.2
    facts = " · ".join(filter(None, (entry.status, entry.matter)))
    deck.text(entry.id, Box(0.6, 1.3, width, 0.6), [(facts, Ink(16, QUIET, bold=True))], said=entry.said)
    deck.text("what", Box(0.6, 2.0, width, 4.0), [(text, Ink(_size(entry.short, 18))) for text in entry.short])
    if shown:
        for place, month in enumerate(months):
            _month(deck, record, month, Box(7.1, 1.3 + place * (5.1 / len(months)), 5.6, 5.1 / len(months) - 0.2))
    _cited(deck, record, entry)


def _month(deck: Deck, record: Record, month: dict[str, Any], box: Box) -> None:
    """Add a month of a count: each counted day with its number, the others with why they were not."""
    rows, fills, said = [month["weekdays"]], {}, []
    for r, week in enumerate(month["weeks"], 1):
        row = []
        for c, day in enumerate(week):
            row.append("" if day is None else f"{day['d']}" + (f" ({day['n']})" if day["n"] else ""))
            if day and day["mark"] in _CELLS and day["mark"] != "due":
                fills[r, c] = _CELLS[day["mark"]]
            if day and day["mark"] == "due":
                fills[r, c] = "#c9d8f2"
                row[-1] = f"{row[-1]} ■"
            if day and day["why"] and day["mark"] in {"trigger", "skipped", "paused"}:
                said.append(f"{day['d']}: {day['why']}")
        rows.append(row)
    name = record.say("document.count_of", what=month["name"])
    deck.text("month", Box(box.left, box.top, box.width, 0.28), [(month["name"], Ink(13, bold=True))])
    least = Box(box.left, box.top + 0.3, box.width, min(box.height - 0.3 - 0.25 * bool(said), 0.36 * len(rows)))
    size = 12 if least.height / len(rows) >= 0.28 else 10  # noqa: PLR2004 - inches of a line of 12 points
    deck.table(
        name, least, rows, [box.width / 7] * 7, size=size, said=f"{name}. {'; '.join(said)}", fills=fills, center=True
    )
    if said:
        why = Box(box.left, least.top + least.height + 0.04, box.width, 0.22)
        deck.text("not counted", why, [("; ".join(said[:4]), Ink(10.5, QUIET))])


def _cited(deck: Deck, record: Record, entry: Entry) -> None:
    sources = [", ".join(filter(None, (one.text or one.url, one.at))) for one in entry.sources]
    if sources:
        text = f"{record.say('page.sources' if len(sources) > 1 else 'page.source')}: {'; '.join(sources)}"
        deck.text("source", Box(0.6, HEIGHT - 1.2, WIDTH - 1.2, 0.7), [(text, Ink(12, QUIET))], anchor="b")


def _notes(record: Record, entry: Entry) -> list[str]:
    say = record.say
    sources = [" ".join(filter(None, (one.text, one.at, one.url, one.archive))) for one in entry.sources]
    return [
        say("document.entry", place=entry.number) + f": {entry.when}. {entry.title}. {entry.status}",
        *([say("document.another_account", what=entry.contests)] if entry.contests else []),
        *entry.body,
        *([entry.count["text"]] if entry.count else []),
        f"{say('page.sources')}: {'; '.join(sources) if sources else say('document.sources_none')}",
        " ".join(filter(None, (record.as_of_text and f"{record.as_of_text}.", say("page.legal_advice")))),
    ]


def _sources(deck: Deck, record: Record, notes: Sequence[str]) -> None:
    listed = record.sources
    pages = [listed[at : at + LISTED] for at in range(0, len(listed), LISTED)]
    say = record.say
    for place, page in enumerate(pages, 1):
        title = say("document.sources_index")
        deck.add(say("document.continued", title=title, place=place, of=len(pages)) if len(pages) > 1 else title, notes)
        rows = [[say("page.source"), say("document.entries")]]
        rows += [
            [_shortened(source.text or source.url or "", 150), ", ".join(map(str, numbers))] for source, numbers in page
        ]
        box = Box(0.6, 1.3, WIDTH - 1.2, 0.44 * len(rows))
        deck.table(title, box, rows, [9.9, WIDTH - 1.2 - 9.9], size=12, said=title)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _size(lines: Sequence[str], largest: float) -> float:
    """Return how large letters may be for a text to stay on its slide, by trial."""
    length = sum(map(len, lines)) + 60 * len(lines)
    steps = ((350, largest), (650, min(largest, 18)), (1000, 15), (1500, 12.5), (2200, 11))
    return next((size for most, size in steps if length <= most), 10)
