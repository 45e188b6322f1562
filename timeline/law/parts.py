"""The part of a trigger that falls under one text of a rule, counted: both bounds, and which days mattered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from timeline.events.dates import ImpreciseDate, from_bounds
from timeline.law.count import add_months, last_day
from timeline.law.options import days_for, received

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.law.calendars import Calendar
    from timeline.law.closings import Closing
    from timeline.law.model import Rule, Version
    from timeline.law.options import Options
    from timeline.law.texts import Text

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Part:
    """The bounds of a trigger under one text, and the bounds of the due date that they give.

    ``given`` are the days of the trigger as known, ``starts`` those on which the law deems it received, ``ends`` the
    due dates; None where open. ``words`` are what the count takes for granted, ``moved`` why a start is not as given.
    """

    version: Version
    calendar: Calendar
    given: Bounds
    starts: Bounds
    ends: Bounds
    words: tuple[str, ...] = ()
    moved: str = ""

    @property
    def due(self) -> ImpreciseDate:
        """The due date under this text alone."""
        low, high = (date.fromordinal(day) if day else None for day in self.ends)
        return from_bounds(low, high)


def make_part(rule: Rule, text: Text, *, closings: Sequence[Closing], options: Options) -> Part:
    """Count one text of a rule from the bounds of its trigger."""
    version, first, last = text
    days = days_for(version, rule, closings, options)
    given = (first.toordinal() if first else None, last.toordinal() if last else None)
    words: list[str] = []
    moved, starts = "", given
    if options.receipt_rule and not options.received_at:
        words.append("hour_of_receipt_not_known")
    if options.received_at or options.received_by:
        told = [received(rule, day, days.calendar, options) if day else (None, "") for day in given]
        moved = next((word for _, word in told if word), "")
        words += [moved] if moved else []
        starts = (told[0][0], told[1][0])
    ends = count(version, days.calendar, starts)
    looked_at = [day for span in spans(version, days.calendar, starts, ends) for day in span]
    words += [word for word, mattered in days.mattered if any(day in mattered for day in looked_at)]
    if version.unit in ("months", "years") and any(day and clamped(version, day) for day in starts):
        words.append("last_day_of_month")
    if 0 < version.period < version.short_below:
        words.append("short_period")
    return Part(version, days.calendar, given, starts, ends, tuple(words), moved)


def count(version: Version, calendar: Calendar, starts: Bounds) -> Bounds:
    """Return the due dates for both bounds of a trigger."""
    low, high = starts
    early = None if low is None else count_one(version, calendar, low)
    if high is None:
        return early, None
    return early, early if high == low else count_one(version, calendar, high)


def count_one(version: Version, calendar: Calendar, start: int) -> int:
    """Return the due date for one day."""
    way = -1 if version.direction == "before" else 1
    unit = "working_days" if version.period < version.short_below else version.unit
    if version.first_day == "trigger":  # counting from the day before makes the trigger's own day the first
        start -= way
    return last_day(calendar, start, way * version.period, unit, version.roll)


def spans(version: Version, calendar: Calendar, starts: Bounds, ends: Bounds) -> list[range]:
    """Return the days whose being open or closed matters: all that are counted, or those the last day moves over."""
    found = []
    for start, end in zip(starts, ends, strict=True):
        if start is None or end is None:
            continue
        low = start
        if not version.skips and version.period >= version.short_below:
            if version.roll == "none":
                continue
            way = -1 if version.direction == "before" else 1
            low = last_day(calendar, start, way * version.period, version.unit) - way
        found.append(range(low + 1, end + 1) if end >= low else range(end, low))
    return found


def clamped(version: Version, start: int) -> bool:
    """Say whether the last month has no such day as the one counted from."""
    way = -1 if version.direction == "before" else 1
    end = add_months(start, way * version.period * (12 if version.unit == "years" else 1))
    return date.fromordinal(end).day != date.fromordinal(start).day


def hull(parts: Iterable[Part], like: ImpreciseDate) -> ImpreciseDate:
    """Return the date that holds the due date under every part; open where the trigger is."""
    days = [day for part in parts for day in part.ends if day is not None]
    earliest = date.fromordinal(min(days)) if like.earliest else None
    latest = date.fromordinal(max(days)) if like.latest else None
    return from_bounds(earliest, latest, like.qualifier)
