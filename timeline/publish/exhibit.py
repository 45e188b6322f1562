"""The exhibit: a tagged PDF for the record, with the figure, the chronology, every count and an index of sources."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import OutputError
from timeline.publish.chronology import known_paper
from timeline.publish.files import check_target, write_file
from timeline.publish.overview import Frame, draw_overview
from timeline.publish.packages import printable
from timeline.publish.record import Entry, Record, Source, record_of
from timeline.publish.typeset import typeset
from timeline.publish.wordfile import PAPERS
from timeline.view.polygons import polygons
from timeline.view.release import release

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from timeline.publish.slides import Box, Line
    from timeline.view.filters import Filter
    from timeline.view.words import Words

LONGEST: Final = 48
"""Letters of an exhibit's stamp, at the most."""

Values = dict[str, Any]


def write_exhibit(
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
    paper: str = "letter",
    exhibit: str = "",
    bates: str = "",
) -> Path:
    """Write the events as an exhibit: a tagged PDF (PDF/UA-1) of cover, figure, chronology, counts and sources.

    ``exhibit`` is stamped on every page, such as "Plaintiffs' Exhibit 12", and a bare number as "Exhibit 12"; ``bates``
    numbers the pages upward from it, such as "DEF0004517". ``profile`` is "illustrative" or "summary" (Fed. R. Evid.
    107 and 1006), and ``stamp`` the writer's own words for what is then on every page. ``paper`` is letter or a4. The
    same table gives the same bytes. Raises OutputError where typst is missing, for Bates numbers that do not end in
    digits, and for a summary where a row names no source.

    >>> import pandas as pd, tempfile
    >>> table = pd.DataFrame({"id": ["r"], "date": ["2020-10-20"], "title": ["Request"]})
    >>> write_exhibit(table, tempfile.mkdtemp() + "/case.pdf", bates="DEF0007").read_bytes()[:5]
    b'%PDF-'
    """
    check_target(path, ".pdf")
    known_paper(paper)
    first = known_bates(bates)
    released = release(events, audience=audience, as_of=as_of)
    record = record_of(released, filter=filter, title=title, lang=lang, profile=profile)
    width, height = PAPERS[paper]
    frame = Frame(height - 1.5, 1.6, 0.25, width - 2.9, 0.0096, margin=0.05)
    sheets = _Sheets(record)
    draw_overview(sheets, released, record, filter, (), frame)
    data = _said(record, record.stamp(stamp)) | {
        "sheets": [sheet | {"height": width - 2.3} for sheet in sheets.made],
        "paper": {"width": width, "height": height},
        "exhibit": known_exhibit(exhibit, record.say),
        "bates": first,
    }
    return write_file(path, typeset("exhibit.typ", data))


def known_exhibit(exhibit: str, say: Words) -> str:
    """Return what is stamped on every page; a bare number is called an exhibit.

    >>> from timeline.view.words import words
    >>> known_exhibit("12", words()), known_exhibit("Plaintiffs' Ex. 12", words())
    ('Exhibit 12', "Plaintiffs' Ex. 12")
    """
    text = printable(exhibit).strip()
    if len(text) > LONGEST:
        msg = f"exhibit {text[:20]!r}…: expected at most {LONGEST} letters, which stand on every page"
        raise OutputError(msg)
    return say("document.exhibit_no", number=text) if re.fullmatch(r"[0-9]+[A-Za-z]?|[A-Za-z]{1,2}", text) else text


def known_bates(bates: str) -> Values | None:
    """Return the first of the pages' numbers in its parts, None for none.

    >>> known_bates("DEF0004517")
    {'prefix': 'DEF', 'first': 4517, 'width': 7}
    """
    if not bates:
        return None
    found = re.fullmatch(r"([^\n]*?)([0-9]{1,12})", bates.strip())
    if not found:
        msg = f"bates {bates!r}: expected the first page's number, which ends in digits, such as DEF0004517"
        raise OutputError(msg)
    return {"prefix": printable(found[1]), "first": int(found[2]), "width": len(found[2])}


# What the template gets --------------------------------------------------------------------------------------------


def _said(record: Record, stamp: str) -> Values:
    say = record.say
    names = ("chronology", "counts", "covers", "entries", "lost", "numbered", "page", "sources_index", "sources_none")
    language, _, region = say.tag.partition("-")
    words = {name: say.catalogue["document"][name] for name in names}
    words |= {name: say(f"page.{name}") for name in ("data_hash", "legal_advice", "source")}
    heads = (
        "document.number",
        "page.date",
        "document.fact",
        "page.source",
        "document.exhibit",
        "document.people",
        "page.status",
    )
    return {
        "words": words,
        "lang": language,
        "region": region.lower() or None,
        "title": _text(record.title),
        "short": _text(
            " · ".join(filter(None, (textwrap.shorten(record.title, 64, placeholder="…"), record.as_of_text)))
        ),
        "subtitle": _text(record.subtitle),
        "conclusion": [_text(line) for line in record.conclusion],
        "audience": record.audience_said,
        "stamp": _text(stamp),
        "covers": _text(" ".join(filter(None, (record.as_of_text and f"{record.as_of_text}.", record.covers)))),
        "rival": say("document.rival") if any(entry.rival for entry in record.entries) else "",
        "digest": record.digest,
        "heads": [say(name) for name in heads],
        "entries": [_entry(record, entry) for entry in record.entries],
        "counts": [_count(entry) for entry in record.deadlines],
        "sources": [_source(source, numbers) for source, numbers in record.sources],
    }


def _entry(record: Record, entry: Entry) -> Values:
    told = [record.say("document.another_account", what=entry.contests)] if entry.contests else []
    quote = [f"“{entry.quote}”"] if entry.quote else []
    return {
        "number": entry.number,
        "when": _text(entry.when),
        "title": _text(entry.title),
        "told": [_text(text) for text in (*told, *entry.short, *quote)],
        "sources": [
            {"text": _text(one.text or one.url or ""), "url": one.url and _text(one.url), "at": _text(one.at)}
            for one in entry.sources
        ],
        "exhibit": _text("; ".join(filter(None, (entry.exhibit, entry.bates)))),
        "people": _text(entry.people or entry.agency),
        "status": _text(entry.status),
    }


def _count(entry: Entry) -> Values:
    months = entry.count["months"] if entry.count else []
    return {
        "title": _text(f"{entry.number}. {entry.title}: {entry.when}"),
        "body": [_text(text) for text in entry.body],
        "months": [
            {**month, "weeks": [[day and {**day, "why": ""} for day in week] for week in month["weeks"]]}
            for month in months
        ],
        "count": _text(" ".join(entry.count["text"].split())) if entry.count else "",
    }


def _source(source: Source, numbers: list[int]) -> Values:
    urls = [_text(url) for url in (source.url, source.archive) if url]
    return {"text": _text(source.text or source.url or ""), "urls": urls, "numbers": ", ".join(map(str, numbers))}


_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")


def _text(text: str) -> str:
    """Return a text without what is no letter, such as marks of direction, which a tagged PDF may not hold."""
    return _UNSEEN.sub("", printable(text))


class _Sheets:
    """The sheets of the figure as plain values, which the template draws."""

    def __init__(self, record: Record) -> None:
        self.record, self.made = record, list[Values]()

    def add(self, title: str, _notes: Sequence[str]) -> None:
        title = title.replace(self.record.say("document.overview"), self.record.say("document.figure"))
        self.made.append({"title": _text(title), "alt": "", "shapes": []})

    def _put(self, sort: str, box: Box, said: str, **values: Any) -> None:  # noqa: ANN401 - plain values
        sheet = self.made[-1]
        sheet["shapes"].append({"sort": sort, "x": box.left, "y": box.top, "w": box.width, "h": box.height, **values})
        if said and said not in sheet["alt"]:  # what it shows, each event once, in the order in which it is drawn
            sheet["alt"] = _text(f"{sheet['alt']} {said}.".strip())

    def text(
        self, name: str, box: Box, lines: Sequence[Line], *, align: str = "l", anchor: str = "t", wrap: bool = True,
        said: str = "", paper: str = "",
    ) -> None:  # fmt: skip
        del name, wrap
        runs = [
            [{"text": _text(text), "size": ink.size, "color": ink.color, "bold": ink.bold, "italic": ink.italic}
             for text, ink in (line if isinstance(line, list) else [line])]
            for line in lines
        ]  # fmt: skip
        self._put("text", box, said, lines=runs, align=align, anchor=anchor, paper=paper)

    def bar(
        self, name: str, box: Box, fill: str, *, line: str = "", pattern: str = "", ink: str = "", said: str = ""
    ) -> None:
        del name
        self._put("bar", box, said, fill=fill, line=line, pattern=pattern, ink=ink)

    def mark(self, name: str, box: Box, path: str, *, fill: str, line: str, said: str) -> None:
        del name
        outlines = [[[x / 16 * box.width, y / 16 * box.height] for x, y in points] for points in polygons(path)]
        self._put("mark", box, said, outlines=outlines, fill=fill, line=line)

    def line(
        self, name: str, ends: tuple[float, float, float, float], color: str, width: float, dash: str = ""
    ) -> None:
        del name
        x, y, x2, y2 = ends
        self.made[-1]["shapes"].append(
            {"sort": "line", "x": x, "y": y, "x2": x2, "y2": y2, "color": color, "width": width, "dash": dash}
        )
