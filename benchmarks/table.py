"""A large table of events, made up but with the columns and the kinds of dates of a real one."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FIRST = date(2000, 1, 3)
DAYS = 9000

COLUMNS = ("id", "date", "kind", "title", "description", "matter", "agency", "source_title", "source_url", "certainty")
KINDS = ("news", "contract", "order", "motion", "hearing", "incident", "settlement", "event")
CERTAINTIES = ("confirmed", "reported", "alleged", "uncertain")
AGENCIES = ("ICE", "CBP", "DHS", "ICE;CBP", "FBI")

WRITTEN: tuple[Callable[[date], str], ...] = (
    # Most dates of a real table are known to the day; the others come in every form that the reader knows.
    *[date.isoformat] * 6,
    lambda day: f"{day:%Y-%m}",
    lambda day: f"{day:%Y}",
    lambda day: f"[{day}..{day + timedelta(days=4)}]",
    lambda day: f"[..{day}]",
    lambda day: f"{day}~",
    lambda day: f"{day}/{day + timedelta(days=30)}",
    lambda day: f"{day:%b %Y}",
    lambda day: f"before {day}",
    lambda day: f"circa {day:%Y}",
    lambda day: f"{day:%B} {day.day}, {day.year}",
)


def write_table(path: Path, rows: int, *, iso: bool = False) -> Path:
    """Write a table of events; with ``iso`` the same rows, every date a plain ``2020-10-20``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(islice(_rows(iso=iso), rows))
    return path


def _rows(*, iso: bool) -> Iterator[tuple[str, ...]]:
    forms = cycle([date.isoformat] if iso else WRITTEN)
    for number, written in enumerate(forms):
        day = FIRST + timedelta(days=number * 7919 % DAYS)
        kind = KINDS[number % len(KINDS)]
        matter = f"Matter {number % 40 + 1}"
        yield (
            f"e{number}",
            written(day),
            kind,
            f"{kind.capitalize()} no. {number} in {matter}",
            "A sentence or two about what happened, who did it, and why it matters to the case.",
            matter,
            AGENCIES[number % len(AGENCIES)],
            f"Exhibit {number % 300}",
            f"https://example.org/documents/{number}",
            CERTAINTIES[number % len(CERTAINTIES)],
        )
