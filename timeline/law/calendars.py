"""Calendars: which days count, for which years that is known, and the table that makes counting fast.

A calendar is two files in ``calendars/``: ``ID.toml`` says what it covers and on what authority, ``ID.csv`` lists every
holiday that falls on a weekday, as observed. Where ID.toml names a ``base``, the list holds only what differs from it,
and a third column says of each day whether it counts: ``no``, ``yes``, or ``disputed`` where it is not known whether
the law leaves the day out (then the base decides, or it counts where ``disputed-yes``; the other date is told).
Outside its coverage a calendar gives no answer.
"""

from __future__ import annotations

import csv
import tomllib
from array import array
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate, compress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from timeline.errors import CoverageError, RuleError
from timeline.law.schema import DATE, TABLES, TEXT, Key, is_text, list_of, optional, problems, refuse

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
    "base": optional(TEXT),
    "stand_in": optional(Key("true or false", lambda value: isinstance(value, bool))),
}
_CLOSURE: Final = {"date": DATE, "name": TEXT, "citation": TEXT}
_LAPSE: Final = {"first": DATE, "last": DATE, "name": TEXT}
COUNTS: Final = ("no", "yes", "disputed", "disputed-yes")


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
    """The weekends and holidays of a jurisdiction, and the years for which they are known.

    ``disputed`` are days that a list of the state's holidays has and this calendar has not, or the other way about.
    ``stand_in`` says that the holidays of another calendar stand in for those of the state, which are not fully known.
    """

    id: str
    aliases: tuple[str, ...]
    title: str
    first: date
    last: date
    weekend: frozenset[int]
    citation: str
    observed: str
    holidays: Mapping[int, str]
    disputed: Mapping[int, str] = field(default_factory=dict)
    stand_in: bool = False
    base: str = ""

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
            + (f", and do the same for its base, {self.base}" if self.base else "")
        )
        raise CoverageError(msg)


class Closure(NamedTuple):
    """A working day on which the President closed the agencies: counted, and said so."""

    date: date
    name: str
    citation: str


class Lapse(NamedTuple):
    """Days on which agencies were shut for want of an appropriation: counted all the same."""

    first: date
    last: date
    name: str


@lru_cache
def calendar_ids() -> tuple[str, ...]:
    """Return the id of every calendar.

    >>> calendar_ids()[0]
    'us-6103'
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
    # An alias is looked for in the first lines of each file: reading them all as TOML would take as long as the rest.
    quoted = f'"{name}"'
    for identifier in calendar_ids():
        text = (CALENDARS / f"{identifier}.toml").read_text(encoding="utf-8")
        if quoted in text and name in tomllib.loads(text)["aliases"]:
            return load_calendar(identifier)
    msg = f"no calendar is called {name!r}; there are {', '.join(calendar_ids())}"
    raise RuleError(msg)


@lru_cache(maxsize=256)
def adjust(calendar: Calendar, closed: frozenset[tuple[int, str]], opened: frozenset[int] = frozenset()) -> Calendar:
    """Return the calendar with some more days closed and others open; the very same where nothing changes.

    >>> day = date(2025, 1, 9).toordinal()
    >>> adjust(load_calendar("us-6103"), frozenset({(day, "day of mourning")})).closed(day)
    'day of mourning'
    """
    first, last = calendar.first.toordinal(), calendar.last.toordinal()
    more = {
        day: name
        for day, name in sorted(closed)
        if first <= day <= last and (day + 6) % 7 not in calendar.weekend and day not in calendar.holidays
    }
    if not more and not opened & calendar.holidays.keys():
        return calendar
    kept = {day: name for day, name in calendar.holidays.items() if day not in opened}
    return replace(calendar, holidays=MappingProxyType(kept | more))


@lru_cache
def as_listed(calendar: Calendar) -> Calendar:
    """Return the calendar with every disputed day taken the other way."""
    closed = frozenset((day, name) for day, name in calendar.disputed.items() if day not in calendar.holidays)
    return adjust(calendar, closed, frozenset(calendar.disputed.keys() & calendar.holidays.keys()))


def parse_calendar(identifier: str, about: str, days: str) -> Calendar:
    """Return the calendar that the text of its two files describes."""
    table = tomllib.loads(about)
    refuse(f"{identifier}.toml", list(problems(table, _CALENDAR, "calendar")))
    weekend = frozenset(map(WEEKDAYS.index, table["weekend"]))
    base = load_calendar(table["base"]) if "base" in table else None
    if base and not base.first <= table["first"] <= table["last"] <= base.last:
        refuse(f"{identifier}.toml", [f"first and last go beyond those of the base, {base.first} to {base.last}"])
    holidays = dict(base.holidays) if base else {}
    disputed: dict[int, str] = {}
    found = []
    for line, day, name, counts in _days(identifier, days, table, weekend, derived=base is not None):
        if counts.startswith("disputed"):
            disputed[day] = name
        if counts == "no":
            if day in holidays:
                found.append(f"line {line}: {date.fromordinal(day)} is a holiday already")
            holidays[day] = name
        elif counts != "disputed" and holidays.pop(day, None) is None:
            found.append(f"line {line}: {date.fromordinal(day)} counts anyway")
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
        holidays=MappingProxyType(dict(sorted(holidays.items()))),
        disputed=MappingProxyType(disputed),
        stand_in=table.get("stand_in", False),
        base=table.get("base", ""),
    )


def _days(
    identifier: str, days: str, table: Mapping[str, Any], weekend: frozenset[int], *, derived: bool
) -> list[tuple[int, int, str, str]]:
    """Return the line, day, name and word of every row, or refuse the file."""
    header, *rows = csv.reader(days.splitlines())
    expected = ["date", "name", "counts"] if derived else ["date", "name"]
    if header != expected:
        refuse(f"{identifier}.csv", [f"the columns are {', '.join(header)}; expected {', '.join(expected)}"])
    found, read, seen = [], [], set()
    for line, row in enumerate(rows, start=2):
        try:
            text, name, counts = row if derived else [*row, "no"]
            day = date.fromisoformat(text)
        except ValueError:
            found.append(f"line {line}: {','.join(row)!r}; expected a date like 2020-11-11 and a name")
            continue
        if not table["first"] <= day <= table["last"] or day.weekday() in weekend or day in seen:
            found.append(f"line {line}: {day} is outside first and last, on a weekend, or there twice")
        if counts not in COUNTS:
            found.append(f"line {line}: {counts!r}; expected one of {', '.join(COUNTS)}")
        seen.add(day)
        read.append((line, day.toordinal(), name, counts))
    refuse(f"{identifier}.csv", found)
    return read


@lru_cache
def load_closures(calendar_id: str) -> Mapping[int, Closure]:
    """Return the days on which the offices of this calendar were closed by order and yet count, by ordinal.

    >>> load_closures("us-6103")[date(2025, 1, 9).toordinal()].citation
    'Executive Order 14133'
    """
    of, closures, _ = _closures()
    return MappingProxyType({one.date.toordinal(): one for one in closures} if calendar_id in of else {})


@lru_cache
def load_lapses(calendar_id: str) -> tuple[Lapse, ...]:
    """Return the lapses in appropriations that shut the offices of this calendar.

    >>> [lapse.name for lapse in load_lapses("us-6103") if lapse.first.year == 2013]
    ['lapse in appropriations of October 2013']
    """
    of, _, lapses = _closures()
    return lapses if calendar_id in of else ()


@lru_cache
def _closures() -> tuple[tuple[str, ...], tuple[Closure, ...], tuple[Lapse, ...]]:
    return parse_closures(CLOSURES.read_text(encoding="utf-8"))


def parse_closures(text: str) -> tuple[tuple[str, ...], tuple[Closure, ...], tuple[Lapse, ...]]:
    """Return the calendars that the text of ``closures.toml`` speaks of, and the closings and lapses it lists."""
    table = tomllib.loads(text)
    known = calendar_ids()
    calendars = list_of(lambda value: value in known, f"a list of these: {', '.join(known)}", least=1)
    refuse(CLOSURES.name, list(problems(table, {"calendars": calendars, "closure": TABLES, "lapse": TABLES}, "file")))
    found = [line for n, row in enumerate(table["closure"], 1) for line in problems(row, _CLOSURE, f"closure {n}")]
    found += [line for n, row in enumerate(table["lapse"], 1) for line in problems(row, _LAPSE, f"lapse {n}")]
    refuse(CLOSURES.name, found)
    return (
        tuple(table["calendars"]),
        tuple(Closure(**row) for row in table["closure"]),
        tuple(Lapse(**row) for row in table["lapse"]),
    )
