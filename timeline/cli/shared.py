"""What the commands share: common options, and ways to print that no cell of a table can abuse."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from timeline.cli.text import clean
from timeline.errors import DateError
from timeline.events.columns import VISIBILITIES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from datetime import date

    from timeline.events.dates import ImpreciseDate

GOOD: Final = 0
ERRORS: Final = 1
UNREADABLE: Final = 2

_HEADINGS: Final = {"Errors:": "\x1b[31mErrors:\x1b[0m", "Warnings:": "\x1b[33mWarnings:\x1b[0m"}


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add the table and how its dates are meant."""
    parser.add_argument("file", metavar="FILE", help="the table of events, a CSV file")
    add_order(parser)


def add_closings(parser: argparse.ArgumentParser) -> None:
    """Add the closed days that no calendar knows."""
    parser.add_argument(
        "--closings", metavar="FILE", help="closings.csv: date,name,jurisdiction,agency,source (as events.toml says)"
    )


def add_order(parser: argparse.ArgumentParser) -> None:
    """Add how 03/04/2021 is meant."""
    parser.add_argument("--date-order", choices=("mdy", "dmy", "ymd"), help="how 03/04/2021 is meant: mdy is March 4")


def add_release(parser: argparse.ArgumentParser) -> None:
    """Add what every output is made for: a day and an audience."""
    parser.add_argument("--as-of", metavar="DAY", help="the day to speak for (as events.toml says, else the last date)")
    parser.add_argument("--audience", choices=VISIBILITIES, default="public", help="who may see it (public)")


def read_day(text: str, order: Any = None) -> ImpreciseDate:  # noqa: ANN401 - argparse has checked it
    """Read a date that was typed, in any form that a table may hold."""
    from timeline.events.shorthand import read_date

    return read_date(text, order)


def read_exact(flag: str, text: str | None) -> date | None:
    """Read the one day that an option names."""
    if text is None:
        return None
    when = read_day(text)
    if not when.is_exact:
        msg = f"{flag} {text}: expected one day, such as 2021-04-13"
        raise DateError(msg)
    return when.earliest


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of text, headings in colour where that is seen and wanted."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    for line in lines:
        print(_HEADINGS.get(line, line) if colour and line in _HEADINGS else clean(line))


def print_json(value: object) -> None:
    """Print a value as JSON that any terminal can carry."""
    import json

    utf8 = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not utf8, indent=1))


def note(text: str) -> None:
    """Tell something beside the result."""
    print(clean(text), file=sys.stderr)


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Show on a terminal that work goes on, once it has taken a second."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread
    from time import monotonic

    done, start = Event(), monotonic()

    def show() -> None:
        said = False
        while not done.wait(1):
            said = True
            sys.stderr.write(f"\r{clean(what)} … {monotonic() - start:.0f} s")
            sys.stderr.flush()
        if said:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    thread = Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
