"""Calendars: which days count, for which years that is known, and the table that makes counting fast.

A calendar is two files in ``calendars/``: ``ID.toml`` says what it covers and on what authority, ``ID.csv`` lists every
holiday that falls on a weekday, as observed. Outside its coverage a calendar gives no answer.
"""

from __future__ import annotations

import csv
import tomllib
from array import array
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate, compress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from timeline.errors import CoverageError, RuleError
from timeline.law.schema import DATE, TABLES, TEXT, is_text, list_of, one_of, problems, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

CALENDARS: Final = Path(__file__).parent / "calendars"
CLOSURES: Final = Path(__file__).parent / "closures.toml"
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OBSERVED: Final = " (observed)"
"""Ends the name of a day that stands in for a holiday on a weekend."""

_CALENDAR: Final = {
    "title": TEXT,
    "aliases": list_of(is_text, "a list of names, which may be empty"),
    "first": DATE,
    "last": DATE,
    "weekend": list_of(lambda value: value in WEEKDAYS, "a list of days of the week"),
    "citation": TEXT,
    "observed": TEXT,
}
_CLOSURE: Final = {"date": DATE, "name": TEXT, "citation": TEXT}


class WorkingDays(NamedTuple):
    """The working days of a calendar as two columns of numbers; a day is its ``date.toordinal()``.

    ``before`` has an entry for every covered day and the one after: how many working days precede it. Both are plain
    buffers: ``table._replace(days=np.asarray(table.days), before=np.asarray(table.before))`` makes whole arrays of
    triggers countable by the same expressions (see ``count.py``).
    """

    first: int
    days: Any
    before: Any


@dataclass(frozen=True, eq=False)
class Calendar:
    """The weekends and holidays of a jurisdiction, and the years for which they are known."""

    id: str
    aliases: tuple[str, ...]
    title: str
    first: date
    last: date
    weekend: frozenset[int]
    citation: str
    observed: str
    holidays: Mapping[int, str]

    @cached_property
    def working_days(self) -> WorkingDays:
        """Every working day of the coverage and its inverse, made once."""
        first, last = self.first.toordinal(), self.last.toordinal()
        week = bytes((first + day + 6) % 7 not in self.weekend for day in range(7))
        working = bytearray(week * ((last - first) // 7 + 1))[: last - first + 1]
        for holiday in self.holidays:
            working[holiday - first] = 0
        days = array("i", compress(range(first, last + 1), working))
        before = array("i", accumulate(working, initial=0))
        return WorkingDays(first, days, before)

    def closed(self, ordinal: int) -> str | None:
        """Say why a day is no working day, or None where it is one.

        >>> calendar = load_calendar("us-6103")
        >>> calendar.closed(date(2020, 11, 11).toordinal()), calendar.closed(date(2020, 11, 14).toordinal())
        ('Veterans Day', 'Saturday')
        >>> calendar.closed(date(2020, 11, 12).toordinal()) is None
        True
        """
        self.check(ordinal)
        weekday = (ordinal + 6) % 7
        return WEEKDAYS[weekday] if weekday in self.weekend else self.holidays.get(ordinal)

    def check(self, ordinal: int) -> None:
        """Refuse a day outside the coverage."""
        if not self.first.toordinal() <= ordinal <= self.last.toordinal():
            try:
                day = date.fromordinal(ordinal).isoformat()
            except (ValueError, OverflowError):
                day = "a day beyond the years 1 to 9999"
            self.refuse(f"{day} is outside them")

    def refuse(self, why: str) -> NoReturn:
        """Raise the error for a question that this calendar cannot answer, with what would have to be added."""
        msg = (
            f"calendar {self.id} knows the days from {self.first} to {self.last}; {why}. No date is given, since the "
            f"holidays there are not known. To have one, add the missing years' holidays to calendars/{self.id}.csv "
            f"and widen first and last in calendars/{self.id}.toml"
        )
        raise CoverageError(msg)


class Closure(NamedTuple):
    """A working day on which the President closed the agencies: counted, and said so."""

    date: date
    name: str
    citation: str


def calendar_ids() -> tuple[str, ...]:
    """Return the id of every calendar.

    >>> calendar_ids()
    ('us-6103',)
    """
    return tuple(sorted(path.stem for path in CALENDARS.glob("*.toml")))


@lru_cache
def load_calendar(name: str) -> Calendar:
    """Return the calendar of this id or alias.

    >>> load_calendar("us-federal").id
    'us-6103'
    """
    if name in calendar_ids():
        about, days = ((CALENDARS / f"{name}.{ending}").read_text(encoding="utf-8") for ending in ("toml", "csv"))
        return parse_calendar(name, about, days)
    for calendar in map(load_calendar, calendar_ids()):
        if name in calendar.aliases:
            return calendar
    msg = f"no calendar is called {name!r}; there are {', '.join(calendar_ids())}"
    raise RuleError(msg)


def parse_calendar(identifier: str, about: str, days: str) -> Calendar:
    """Return the calendar that the text of its two files describes."""
    table = tomllib.loads(about)
    refuse(f"{identifier}.toml", list(problems(table, _CALENDAR, "calendar")))
    header, *rows = csv.reader(days.splitlines())
    if header != ["date", "name"]:
        refuse(f"{identifier}.csv", [f"the columns are {', '.join(header)}; expected date, name"])
    weekend = frozenset(map(WEEKDAYS.index, table["weekend"]))
    holidays: dict[int, str] = {}
    found = []
    for line, row in enumerate(rows, start=2):
        try:
            text, name = row
            day = date.fromisoformat(text)
        except ValueError:
            found.append(f"line {line}: {','.join(row)!r}; expected a date like 2020-11-11 and a name")
            continue
        if not table["first"] <= day <= table["last"] or day.weekday() in weekend or day.toordinal() in holidays:
            found.append(f"line {line}: {day} is outside first and last, on a weekend, or there twice")
        holidays[day.toordinal()] = name
    refuse(f"{identifier}.csv", found)
    return Calendar(
        id=identifier,
        aliases=tuple(table["aliases"]),
        title=table["title"],
        first=table["first"],
        last=table["last"],
        weekend=weekend,
        citation=table["citation"],
        observed=table["observed"].strip(),
        holidays=MappingProxyType(holidays),
    )


@lru_cache
def load_closures(calendar_id: str) -> Mapping[int, Closure]:
    """Return the days on which the offices of this calendar were closed by order and yet count, by ordinal.

    >>> load_closures("us-6103")[date(2025, 1, 9).toordinal()].citation
    'Executive Order 14133'
    """
    of, closures = parse_closures(CLOSURES.read_text(encoding="utf-8"))
    return MappingProxyType({one.date.toordinal(): one for one in closures if of == calendar_id})


def parse_closures(text: str) -> tuple[str, tuple[Closure, ...]]:
    """Return the calendar that the text of ``closures.toml`` speaks of, and the closings it lists."""
    table = tomllib.loads(text)
    refuse(CLOSURES.name, list(problems(table, {"calendar": one_of(calendar_ids()), "closure": TABLES}, "file")))
    refuse(
        CLOSURES.name,
        [line for n, row in enumerate(table["closure"], 1) for line in problems(row, _CLOSURE, f"closure {n}")],
    )
    return table["calendar"], tuple(Closure(**row) for row in table["closure"])
