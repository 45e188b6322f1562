"""Reports for counsel: facts by issue, those undisputed, those without a source, the longest silences of a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from timeline.events.columns import VISIBILITIES, several
from timeline.law.deadlines import add_deadlines
from timeline.publish.chronology import known_paper
from timeline.publish.files import check_target, write_file
from timeline.publish.packages import describe, undated_package
from timeline.publish.record import Entry, Record, record_of
from timeline.publish.wordfile import WordFile
from timeline.view.release import release
from timeline.view.rows import rows_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from timeline.view.filters import Filter
    from timeline.view.rows import Row

LONGEST: Final = 12
"""How many silences are told."""

CHOSEN: Final = "key"
"""The tag that chooses what is shown first, and is no issue."""

LEAST: Final = 30
"""Days from which on a gap between two events is told as a silence."""


@dataclass(frozen=True)
class Silence:
    """A stretch of a matter in which the table has nothing: at least so many days between two of its entries."""

    matter: str
    days: int
    first: Entry
    then: Entry


@dataclass(frozen=True)
class Reports:
    """What counsel asks of a record."""

    record: Record
    issues: dict[str, list[Entry]]
    """The entries by tag, in the order of the alphabet; last, under "", those without one."""
    undisputed: list[Entry]
    unsourced: list[Entry]
    silences: list[Silence]
    undated: dict[str, int]
    """Of the silences' matters: how many events have no date, and could fall within one."""

    def as_dict(self) -> dict[str, Any]:
        """Return the reports as plain values; ``schemas/reports.json`` says what is in them."""
        return {
            "title": self.record.title,
            "as_of": self.record.as_of,
            "covers": self.record.covers,
            "issues": {tag: [entry.id for entry in entries] for tag, entries in self.issues.items()},
            "undisputed": [entry.id for entry in self.undisputed],
            "unsourced": [entry.id for entry in self.unsourced],
            "silences": [
                {"matter": one.matter, "days_at_least": one.days, "first": one.first.id, "then": one.then.id}
                for one in self.silences
            ],
            "undated": self.undated,
            "deadlines": [
                {"id": entry.id, "due": entry.row["date"] or None, "status": entry.row["status"]}
                for entry in self.record.deadlines
            ],
        }


def reports_of(record: Record, whole: Sequence[Row] = ()) -> Reports:
    """Return the reports of a record; a silence that any row of the ``whole`` table may fall within is none.

    So neither a filter nor an audience makes a silence where somebody had written, and nothing is said of that row.

    >>> from timeline.view.release import release
    >>> reports = reports_of(record_of(release("events.csv")))
    >>> reports.unsourced, reports.silences[0].days > 30
    ([], True)
    """
    facts = [entry for entry in record.entries if not entry.computed]
    tags = sorted({tag for entry in facts for tag in entry.tags if tag != CHOSEN}, key=str.casefold)
    issues = {tag: [entry for entry in facts if tag in entry.tags] for tag in tags}
    if bare := [entry for entry in facts if not {*entry.tags} - {CHOSEN}]:
        issues[""] = bare
    contested = {name for entry in facts if entry.rival for name in several(entry.row["claim_of"])}
    shown = {entry.id for entry in facts}
    hidden = [row for row in whole if row["id"] not in shown and row["computed"] != "yes"]
    silences = sorted(_silences(facts, hidden), key=lambda one: (-one.days, one.first.number))[:LONGEST]
    undated = {one.matter: sum(e.matter == one.matter and not e.row["date"] for e in facts) for one in silences}
    return Reports(
        record=record,
        issues=issues,
        undisputed=[
            entry
            for entry in facts
            if entry.row["certainty"] == "confirmed" and not entry.rival and entry.id not in contested and entry.sources
        ],
        unsourced=[entry for entry in facts if not entry.sources],
        silences=silences,
        undated={matter: n for matter, n in undated.items() if n},
    )


def reported(table: pd.DataFrame, record: Record) -> Reports:
    """Return the reports of a record of a table, which holds more rows than the record may show."""
    return reports_of(record, rows_of(release(table, audience=VISIBILITIES[-1])))


def _silences(facts: Sequence[Entry], hidden: Sequence[Row]) -> Iterator[Silence]:
    """Yield the gaps of every matter that no event of it can fall within, as its dates are known."""
    matters: dict[str, list[Entry]] = {}
    for entry in facts:
        # That nothing had come is no end of a silence, but a report of it.
        if entry.row["date"] and entry.row["kind"] != "no_response":
            matters.setdefault(entry.matter, []).append(entry)
    for matter, entries in matters.items():
        ranges = [(_bounds(entry.row), entry) for entry in entries]
        beside = [_bounds(row) for row in hidden if row["matter"] == matter]
        # Another account is no event of its own, but what it tells of may have been on its day.
        own = ((first, last, entry) for (first, last), entry in ranges if first and last and not entry.rival)
        known = sorted(own, key=lambda one: one[0])
        for place in range(1, len(known)):
            start, before = _latest(known[:place])
            end, after = known[place][0], known[place][2]
            days = (end - start).days
            others = [bounds for bounds, one in ranges if one is not before and one is not after]
            if days < LEAST or any(_within(bounds, start, end) for bounds in (*others, *beside)):
                continue
            yield Silence(matter, days, before, after)


def _latest(known: Sequence[tuple[date, date, Entry]]) -> tuple[date, Entry]:
    _, last, entry = max(known, key=lambda one: one[1])
    return last, entry


def _bounds(row: Row) -> tuple[date | None, date | None]:
    """Return the first and the last day on which an event can have been; None where the table sets no bound."""
    when = row["when"]
    return when.earliest, when.end_latest if when.is_span else when.latest


def _within(bounds: tuple[date | None, date | None], start: date, end: date) -> bool:
    """Tell whether an event can have been between two days, neither of them included."""
    first, last = bounds
    day = timedelta(days=1)
    return (first is None or first <= end - day) and (last is None or last >= start + day)


def write_reports(
    events: str | os.PathLike[str] | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    filter: Filter | None = None,  # noqa: A002 - the word of the contract
    audience: str = "public",
    as_of: str | date | None = None,
    title: str | None = None,
    lang: str = "en",
    paper: str = "letter",
) -> Path:
    """Write the reports as a Word document.

    >>> import pandas as pd, tempfile
    >>> table = pd.DataFrame({"id": ["r"], "date": ["2020-10-20"], "title": ["Request"]})
    >>> write_reports(table, tempfile.mkdtemp() + "/reports.docx").name
    'reports.docx'
    """
    check_target(path, ".docx")
    known_paper(paper)
    table = add_deadlines(events, as_of=as_of)
    record = record_of(release(table, audience=audience), filter=filter, title=title, lang=lang)
    say, made = record.say, WordFile(record.say.tag, paper, landscape=False)
    describe(made.file.core_properties, record)
    made.furniture(record.audience_said, say("document.page", place="{n}", of="{of}"), record.title[:70])
    made.text(f"{say('reports.title')}: {record.title}", "Title")
    for style, line in report_lines(reported(table, record)):
        made.text(line, {"head": "Heading 1", "sub": "Heading 2", "item": "List Bullet"}.get(style, "Normal"))
    return write_file(path, undated_package(made.saved()))


def report_lines(reports: Reports) -> Iterator[tuple[str, str]]:
    """Yield the reports as lines, each with what it is: head, sub, item or text."""
    record, say = reports.record, reports.record.say
    yield "text", " ".join(filter(None, (record.as_of_text and f"{record.as_of_text}.", record.covers)))
    yield "head", say("reports.issues")
    for tag, entries in reports.issues.items():
        yield "sub", tag or say("reports.untagged")
        yield from _listed(record, entries)
    yield "head", say("reports.undisputed")
    yield "text", say("reports.undisputed_by")
    yield from _listed(record, reports.undisputed)
    yield "head", say("reports.unsourced")
    yield from _listed(record, reports.unsourced)
    yield "head", say("reports.silences")
    yield "text", say("reports.silences_by")
    for one in reports.silences:
        told = {
            "first": one.first.title,
            "first_date": one.first.when,
            "then": one.then.title,
            "then_date": one.then.when,
        }
        yield (
            "item",
            say(
                "reports.silence",
                matter=one.matter or say("reports.no_matter"),
                days=say("count.days", one.days),
                **told,
            ),
        )
    if not reports.silences:
        yield "text", say("reports.none")
    for matter, n in reports.undated.items():
        yield "text", say("reports.silences_undated", n, matter=matter or say("reports.no_matter"))
    yield "head", say("reports.deadlines")
    for entry in record.deadlines:
        yield "item", f"{entry.number}. {entry.title}: {entry.when}. {' '.join(entry.short)}"
    if not record.deadlines:
        yield "text", say("reports.none")
    yield "text", say("page.legal_advice")


def _listed(record: Record, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        sources = "; ".join(", ".join(filter(None, (one.text, one.at))) for one in entry.sources)
        said = (
            f"{entry.number}. {entry.when}: {entry.title} ({entry.status})"
            if entry.status
            else f"{entry.number}. {entry.when}: {entry.title}"
        )
        yield "item", f"{said}. {sources}" if sources else said
    if not entries:
        yield "text", record.say("reports.none")
