"""Closings that a user knows of and no calendar can: a table of days, with what they concern and who says so."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from timeline.errors import EventsError, Problem, RuleError, UnreadableError
from timeline.law.calendars import load_calendar
from timeline.law.rules import load_rules

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

REQUIRED: Final = ("date", "name", "source")
COLUMNS: Final = ("date", "name", "jurisdiction", "agency", "source")


@dataclass(frozen=True, slots=True)
class Closing:
    """A day on which an office was closed: of every office of a jurisdiction, or of one agency."""

    date: date
    name: str
    source: str
    jurisdiction: str = ""
    agency: str = ""

    def concerns(self, jurisdictions: Sequence[str], agency: str) -> bool:
        """Say whether the closing is one of this agency, or of all offices of one of these jurisdictions.

        >>> snow = Closing(date(2024, 1, 16), "Snow", "notice on the door", agency="ICE")
        >>> snow.concerns(["us-federal"], "ICE"), snow.concerns(["us-federal"], "FBI")
        (True, False)
        """
        if self.agency and self.agency.casefold() != agency.casefold():
            return False
        return not self.jurisdiction or self.jurisdiction in jurisdictions


def read_closings(path: str | os.PathLike[str]) -> tuple[Closing, ...]:
    """Read ``closings.csv``: ``date,name,jurisdiction,agency,source``, one closed day a row.

    Give a jurisdiction (``us-ca``) or an agency, or both, and where the closing is known from. Every problem is named
    at once, by row.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read: {error}; expected a table in UTF-8 with the columns {', '.join(COLUMNS)}"
        raise UnreadableError(msg) from error
    return parse_closings(text, Path(path).name)


def parse_closings(text: str, name: str) -> tuple[Closing, ...]:
    r"""Return the closings that the text of a table holds.

    >>> parse_closings("date,name,jurisdiction,source\n2024-01-16,Snow,us-md,notice\n", "closings.csv")[0].name
    'Snow'
    """
    reader = csv.DictReader(io.StringIO(text))
    header = [column.strip() for column in reader.fieldnames or ()]
    reader.fieldnames = header
    missing = [column for column in REQUIRED if column not in header]
    if not {"jurisdiction", "agency"} & set(header):
        missing.append("jurisdiction")
    known = f"there is no such column; expected {', '.join(COLUMNS)}"
    problems = [Problem(1, column, "", known) for column in missing]
    closings: dict[tuple[str, ...], Closing] = {}
    for cells in reader:
        row = reader.line_num
        value = {column: (cells.get(column) or "").strip() for column in COLUMNS}
        if not any(value.values()):
            continue
        found = [problem for problem in _problems(value, row) if problem.column not in missing]
        key = (value["date"], value["jurisdiction"], value["agency"])
        if not found and key in closings:
            found = [Problem(row, "date", value["date"], f"{value['date']} is there twice for the same offices")]
        if not found:
            closings[key] = Closing(**value | {"date": date.fromisoformat(value["date"])})  # type: ignore[arg-type]  # one is a date
        problems += found
    if problems:
        raise EventsError(name, problems)
    return tuple(closings.values())


def _problems(value: dict[str, str], row: int) -> list[Problem]:
    found = [
        Problem(row, column, "", f"{column} is empty; {why}")
        for column, why in (("name", "say what the office was closed for"), ("source", "say where that is known from"))
        if not value[column]
    ]
    if not value["jurisdiction"] and not value["agency"]:
        found.append(Problem(row, "jurisdiction", "", "expected a jurisdiction such as us-ca, or an agency"))
    where = value["jurisdiction"]
    if where and not _is_known(where):
        why = f"no jurisdiction is called {where!r}, so no count heeds it; expected one such as us-ca"
        found.append(Problem(row, "jurisdiction", where, why))
    try:
        day = date.fromisoformat(value["date"])
    except ValueError:
        why = f"{value['date']!r} is no day; expected one like 2024-01-16"
        return [*found, Problem(row, "date", value["date"], why)]
    if value["date"] != day.isoformat():
        found.append(Problem(row, "date", value["date"], f"{value['date']!r}; expected it as {day}"))
    return found


def _is_known(jurisdiction: str) -> bool:
    if any(rule.jurisdiction == jurisdiction for rule in load_rules().values()):
        return True
    try:
        load_calendar(jurisdiction)
    except RuleError:
        return False
    return True
