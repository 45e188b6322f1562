"""The chronology that counsel uses, as a Word document: one fact a row, with its source and how its date is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timeline.errors import OutputError
from timeline.publish.files import check_target, write_file
from timeline.publish.packages import describe, printable, undated_package
from timeline.publish.record import Entry, Record, record_of
from timeline.publish.wordfile import PAPERS, WordFile
from timeline.view.release import release

if TYPE_CHECKING:
    import os
    from datetime import date
    from pathlib import Path
    from typing import Any

    import pandas as pd

    from timeline.view.filters import Filter

WIDTHS: Final = (0.4, 1.0, 3.65, 1.75, 0.75, 1.15, 0.9)
"""Inches of the columns on a letter's long side; on other papers as much of it."""


def write_chronology(
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
) -> Path:
    """Write the events as a chronology in Word: number, date as known, fact, source, exhibit, people and status.

    A computed date has a footnote with its count. ``profile`` is "illustrative" or "summary" (Fed. R. Evid. 107 and
    1006), and ``stamp`` the writer's own words for what is then printed on every page. ``paper`` is letter or a4. The
    same table gives the same bytes. Raises OutputError where python-docx is missing, and for a summary, all rows at
    once, where a row names no source.

    >>> import pandas as pd, tempfile
    >>> table = pd.DataFrame({"id": ["r"], "date": ["2020-10-20"], "title": ["Request"]})
    >>> write_chronology(table, tempfile.mkdtemp() + "/case.docx").name
    'case.docx'
    """
    check_target(path, ".docx")
    known_paper(paper)
    released = release(events, audience=audience, as_of=as_of)
    record = record_of(released, filter=filter, title=title, lang=lang, profile=profile)
    return write_file(path, undated_package(_chronology(record, record.stamp(stamp), paper)))


def known_paper(name: str) -> str:
    """Return the name of a paper, or raise an OutputError that says which there are."""
    if name not in PAPERS:
        msg = f"paper {name!r}: there is none; expected {' or '.join(PAPERS)}"
        raise OutputError(msg)
    return name


def _chronology(record: Record, stamp: str, paper: str) -> bytes:
    say, made = record.say, WordFile(record.say.tag, paper)
    describe(made.file.core_properties, record)
    made.furniture(
        stamp, say("document.page", place="{n}", of="{of}"), " · ".join(filter(None, (record.title, record.as_of_text)))
    )
    made.text(record.title, "Title")
    made.text(record.subtitle, "Subtitle") if record.subtitle else None
    for told in filter(None, (record.audience_said, stamp)):
        made.text(told, bold=True)
    for sentence in record.conclusion:
        made.text(sentence, "List Bullet")
    made.text(
        " ".join(filter(None, (record.as_of_text and f"{record.as_of_text}.", record.covers, say("page.legal_advice"))))
    )
    made.text(f"{say('page.data_hash')} {record.digest}", "Caption")
    made.text(say("document.chronology"), "Heading 1")
    made.text(say("document.table_of"), "Caption")
    _facts(made, record)
    if any(entry.rival for entry in record.entries):
        made.text(say("document.rival"), "Caption")
    _counts(made, record)
    _sources(made, record)
    return made.saved()


def _facts(made: WordFile, record: Record) -> None:
    say = record.say
    heads = [
        say("document.number"), say("page.date"), say("document.fact"), say("page.source"), say("document.exhibit"),
        say("document.people"), say("page.status"),
    ]  # fmt: skip
    table = made.table(heads, WIDTHS, say("document.chronology"), say("document.table_of"))
    for entry in record.entries:
        cells = made.row(table, WIDTHS, whole=not entry.computed)
        texts = (
            str(entry.number),
            entry.when,
            "",
            "",
            "; ".join(filter(None, (entry.exhibit, entry.bates))),
            entry.people or entry.agency,
            entry.status,
        )
        for cell, text in zip(cells, texts, strict=True):
            if text:
                cell.add_run(printable(text))
        _fact(made, cells[2], entry, record)
        _cited(made, cells[3], entry)


def _fact(made: WordFile, paragraph: Any, entry: Entry, record: Record) -> None:  # noqa: ANN401 - python-docx's
    paragraph.add_run(printable(entry.title)).bold = True
    if entry.count:
        made.note(paragraph, _in_a_line(entry.count["text"]))
    cell = paragraph._parent  # noqa: SLF001 - the cell that it stands in
    told = [record.say("document.another_account", what=entry.contests)] if entry.contests else []
    for text in (*told, *entry.short, *([f"“{entry.quote}”"] if entry.quote else [])):
        cell.add_paragraph(printable(text), style="Table Text")


def _in_a_line(text: str) -> str:
    """Return a count without its line breaks, a week behind the other."""
    lines = [line for line in text.split("\n") if line]
    return "".join(line + (" " if line.endswith((".", ":")) else "; ") for line in lines).rstrip("; ")


def _cited(made: WordFile, paragraph: Any, entry: Entry) -> None:  # noqa: ANN401 - python-docx's
    for place, source in enumerate(entry.sources):
        line = paragraph if place == 0 else paragraph._parent.add_paragraph(style="Table Text")  # noqa: SLF001
        if source.text:
            made.link(line, source.text, source.url)
        if source.at:
            line.add_run(printable(f"{', ' if source.text else ''}{source.at}"))


def _counts(made: WordFile, record: Record) -> None:
    """Say of every deadline all that may be said of it; its count is in the note of its row."""
    if record.deadlines:
        made.text(record.say("document.counts"), "Heading 1")
    for entry in record.deadlines:
        made.text(f"{entry.number}. {entry.title}: {entry.when}", "Heading 2")
        for text in entry.body:
            made.text(text)


def _sources(made: WordFile, record: Record) -> None:
    say, archived = record.say, any(source.archive for source, _ in record.sources)
    widths = (6.2, 2.6, 1.2) if archived else (8.8, 1.2)
    made.text(say("document.sources_index"), "Heading 1")
    if not record.sources:
        made.text(say("document.sources_none"))
        return
    heads = [say("page.source"), *([say("page.archived")] if archived else []), say("document.entries")]
    table = made.table(heads, widths, say("document.sources_index"), say("document.sources_index"))
    for source, numbers in record.sources:
        cells = made.row(table, widths)
        made.link(cells[0], source.text or source.url or "", source.url)
        if source.url and source.text != source.url:
            cells[0].add_run(printable(f" {source.url}"))
        if archived:
            made.link(cells[1], source.archive or "", source.archive)
        cells[-1].add_run(", ".join(map(str, numbers)))
