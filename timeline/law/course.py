"""The course of a period that questions stopped or a notice lengthened: its legs, and the day on which it ends.

The days: a clock that was stopped on a day has used up that day, and the day on which the reply comes is day zero
again, as the day of receipt is. That is as many days as from question to reply, whichever of the two is left out. A
clock stopped on its last day has that one day left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from timeline.law.count import last_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.events.dates import ImpreciseDate
    from timeline.law.calendars import Calendar
    from timeline.law.facts import Fact
    from timeline.law.model import Version


@dataclass(frozen=True, slots=True)
class Pause:
    """A question that may have stopped the clock, and the day on which it was answered, None where it was not.

    ``under`` is the provision that lets it stop the clock, "" where none is recorded.
    """

    asked: Fact
    replied: ImpreciseDate | None
    restarts: bool = False
    under: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A pause as one count takes it: from a day to a day, which is None where the clock never went on."""

    asked: int
    replied: int | None
    pause: Pause


@dataclass(frozen=True, slots=True)
class Longer:
    """An extension as one count takes it: the day it runs from, its notices, and whether they surely came in time."""

    start: int
    notices: tuple[ImpreciseDate, ...]
    in_time: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What moved a due date, as the count that is shown takes it: that of the latest bound, like every count shown."""

    start: int
    stops: tuple[Stop, ...] = ()
    longer: Longer | None = None


class Leg(NamedTuple):
    """A stretch on which the clock ran: its day zero, how much of the period was left, and what stopped it."""

    start: int
    left: int
    stop: Stop | None


def legs(version: Version, calendar: Calendar, start: int, stops: Iterable[Stop]) -> list[Leg]:
    """Return the stretches on which the clock ran; the last has no stop, unless the clock never went on."""
    found = []
    left, current = version.period, start - (version.first_day == "trigger")
    for stop in sorted(stops, key=lambda stop: stop.asked):
        if stop.replied is not None and stop.replied <= stop.asked:
            continue  # asked and answered on one day: nothing stood still
        if stop.asked > last_day(calendar, current, left, version.unit, version.roll):
            continue
        found.append(Leg(current, left, stop))
        if stop.replied is None:
            return found
        if stop.asked > current:
            left -= min(_elapsed(version, calendar, current, stop.asked), left - 1)
        if stop.pause.restarts:
            left = version.period
        current = max(current, stop.replied)
    return [*found, Leg(current, left, None)]


def end_of(version: Version, calendar: Calendar, start: int, stops: Iterable[Stop]) -> int | None:
    """Return the day on which a period ends that was stopped from one day to another; None where it never went on."""
    last = legs(version, calendar, start, stops)[-1]
    return None if last.stop else last_day(calendar, last.start, last.left, version.unit, version.roll)


def _elapsed(version: Version, calendar: Calendar, start: int, end: int) -> int:
    """Return how many days of a period have gone by, the last one included."""
    if version.unit == "calendar_days":
        return end - start
    calendar.check(start)
    calendar.check(end)
    table = calendar.working_days
    return int(table.before[end - table.first + 1] - table.before[start - table.first + 1])
