"""``timeline reports`` and ``diff``: what counsel asks of a table, and of two versions of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline.cli.shared import GOOD, add_file, add_order, add_release, print_json, print_lines, progress, read_exact
from timeline.errors import OutputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    import pandas as pd

    from timeline.publish.changes import Change, Changes

DIFFERENT: Final = 1


def add_reports(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline reports``."""
    add_file(parser)
    parser.add_argument("out", nargs="?", metavar="OUT", help="a .docx to write instead of printing")
    add_release(parser)
    parser.add_argument("--lang", default="en", help="the language of our words: en, es (en)")
    parser.add_argument("--filter", metavar="JSON", help="a filter as a notebook or a page's address gives it")
    parser.add_argument("--json", action="store_true", help="print the events' ids as JSON")


def reports(options: argparse.Namespace) -> int:
    """Print facts by issue, undisputed facts, facts without a source, silences and deadlines; or write them."""
    day = read_exact("--as-of", options.as_of)
    if options.out and Path(options.out).suffix.lower() != ".docx":
        msg = f"{options.out}: expected a name that ends in .docx"
        raise OutputError(msg)
    with progress(f"reading {options.file}"):
        from timeline.law.deadlines import add_deadlines
        from timeline.publish.record import record_of
        from timeline.publish.reports import report_lines, reported, write_reports
        from timeline.view.filters import Filter
        from timeline.view.release import release

        kept = Filter.from_json(options.filter) if options.filter else None
        table = _table(options.file, options.date_order)
        if options.out:
            write_reports(table, options.out, audience=options.audience, as_of=day, lang=options.lang, filter=kept)
            print_lines([options.out])
            return GOOD
        computed = add_deadlines(table, as_of=day)
        released = release(computed, audience=options.audience)
        found = reported(computed, record_of(released, filter=kept, lang=options.lang))
    if options.json:
        print_json(found.as_dict())
    else:
        marks = {"head": "\n{}", "sub": "  {}:", "item": "  - {}", "text": "{}"}
        print_lines(marks[what].format(line) for what, line in report_lines(found))
    return GOOD


def add_diff(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline diff``."""
    parser.add_argument("old", metavar="OLD", help="the table as it was, a CSV file")
    parser.add_argument("new", metavar="NEW", help="the table as it is, a CSV file")
    add_order(parser)
    add_release(parser)
    parser.add_argument("--json", action="store_true", help="print every change as JSON")


def diff(options: argparse.Namespace) -> int:
    """Print what changed between two versions of a table."""
    day = read_exact("--as-of", options.as_of)
    with progress(f"reading {options.old} and {options.new}"):
        from timeline.publish.changes import changes_of

        old, new = (_table(name, options.date_order) for name in (options.old, options.new))
        found = changes_of(old, new, audience=options.audience, as_of=day)
    if options.json:
        print_json(found.as_dict())
    else:
        print_lines(_told(found))
    return DIFFERENT if found else GOOD


def _table(name: str, order: Any) -> pd.DataFrame:  # noqa: ANN401 - argparse has checked it
    from timeline.events.reading import read_events

    return read_events(name, date_order=order)


def _told(found: Changes) -> Iterator[str]:
    if not found:
        yield "nothing changed"
        return
    events = [one for one in found.rows if not one.computed]
    deadlines = [one for one in found.rows if one.computed]
    counts = {what: sum(one.what == what for one in events) for what in ("added", "removed", "changed")}
    yield (
        "events: " + ", ".join(f"{n:,} {what}" for what, n in counts.items() if n) if events else "events: as they were"
    )
    for one in events:
        yield from _one(one)
    if deadlines:
        yield ""
        yield f"deadlines: {len(deadlines):,} other than before"
        for one in deadlines:
            yield from _one(one)
    if found.as_of[0] != found.as_of[1]:
        yield ""
        before, now = (day or "no day" for day in found.as_of)
        yield f"as of {before} before, {now} now; to compare for one day: --as-of"


def _one(change: Change) -> Iterator[str]:
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.what]
    was = f", before {change.was}" if change.was else ""
    yield f"{sign} {change.when}: {change.title} ({change.id}{was})"
    for name, (old, new) in change.columns.items():
        yield f"    {name}: {old or '(nothing)'} -> {new or '(nothing)'}"
