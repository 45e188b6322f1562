"""The count: from a trigger to the last day of a period, and every day between with what it counts for.

Days are numbers here (``date.toordinal()``), so that the expressions of ``after`` and ``preceding`` work alike for one
trigger and for a column of millions. No clock, no files, no guess: a day that the calendar does not know is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from timeline.errors import RuleError
from timeline.law.said import Given, said

if TYPE_CHECKING:
    from timeline.law.calendars import Calendar, WorkingDays
    from timeline.law.model import Roll, Unit


Phase = Literal["", "paused", "reply", "extension"]


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a count: whether it counts, as which number, and why or why not.

    ``phase`` tells days on which the clock stood still, the day of a reply and the days of an extension from the rest.
    """

    date: date
    counted: bool
    n: int | None
    reason: str
    phase: Phase = ""


def after(table: WorkingDays, trigger: Any, n: int) -> Any:  # noqa: ANN401 - a number or an array of them, and numpy is not imported here
    """Return the n-th working day after a trigger, or after each of an array of triggers.

    The trigger is day zero even where it is no working day: of a Saturday, day 1 is Monday. Nothing is checked here.
    """
    return table.days[table.before[trigger - table.first + 1] + n - 1]


def preceding(table: WorkingDays, trigger: Any, n: int) -> Any:  # noqa: ANN401 - as above
    """Return the n-th working day before a trigger, or before each of an array of triggers."""
    return table.days[table.before[trigger - table.first] - n]


def count_working_days(calendar: Calendar, trigger_ordinal: int, n: int) -> int:
    """Return the n-th working day after a trigger; before it where n is negative; the trigger itself where n is 0.

    >>> from timeline.law.calendars import load_calendar
    >>> due = count_working_days(load_calendar("us-6103"), date(2020, 10, 20).toordinal(), 20)
    >>> date.fromordinal(due).isoformat()
    '2020-11-18'
    """
    calendar.check(trigger_ordinal)
    table = calendar.working_days
    start = trigger_ordinal - table.first
    last = table.before[start + 1] + n - 1 if n > 0 else table.before[start] + n
    if not 0 <= last < len(table.days):
        calendar.refuse(f"{_days(n)} {date.fromordinal(trigger_ordinal)} run past them")
    if n == 0:
        return trigger_ordinal
    day: int = after(table, trigger_ordinal, n) if n > 0 else preceding(table, trigger_ordinal, -n)
    return day


def count_calendar_days(trigger_ordinal: int, n: int) -> int:
    """Return the n-th day after a trigger, whatever day that is; before it where n is negative."""
    return trigger_ordinal + n


def roll_day(calendar: Calendar, ordinal: int, roll: Roll) -> int:
    """Return the day itself where it is a working day, else the next or the previous one.

    >>> from timeline.law.calendars import load_calendar
    >>> labor_day = roll_day(load_calendar("us-6103"), date(2007, 9, 1).toordinal(), "next")
    >>> date.fromordinal(labor_day).isoformat()
    '2007-09-04'
    """
    if roll == "none" or calendar.closed(ordinal) is None:
        return ordinal
    return count_working_days(calendar, ordinal, 1 if roll == "next" else -1)


def last_day(calendar: Calendar, trigger_ordinal: int, n: int, unit: Unit, roll: Roll = "none") -> int:
    """Return the last day of a period of n units, rolled off a day on which nothing can be done.

    >>> from timeline.law.calendars import load_calendar
    >>> day = last_day(load_calendar("us-6103"), date(2007, 8, 22).toordinal(), 10, "calendar_days", "next")
    >>> date.fromordinal(day).isoformat()
    '2007-09-04'
    """
    calendar.check(trigger_ordinal)
    end = _unrolled(calendar, trigger_ordinal, n, unit)
    calendar.check(end)
    return roll_day(calendar, end, roll)


def count_steps(
    calendar: Calendar, trigger_ordinal: int, n: int, unit: Unit, roll: Roll = "none", *, trigger_day: str = "trigger"
) -> tuple[Step, ...]:
    """Return every day from the trigger to the last day, each with its number or why it has none.

    >>> from timeline.law.calendars import load_calendar
    >>> friday = date(2020, 11, 6).toordinal()
    >>> for step in count_steps(load_calendar("us-6103"), friday, 3, "working_days", trigger_day="day of receipt"):
    ...     print(step.date, step.n, step.reason)
    2020-11-06 0 day of receipt: not counted; the next working day is day 1
    2020-11-07 None Saturday
    2020-11-08 None Sunday
    2020-11-09 1 working day
    2020-11-10 2 working day
    2020-11-11 None Veterans Day
    2020-11-12 3 working day
    """
    end = _unrolled(calendar, trigger_ordinal, n, unit)
    due = last_day(calendar, trigger_ordinal, n, unit, roll)
    working = unit in ("working_days", "business_days")
    way = -1 if n < 0 else 1
    if unit in ("months", "years"):
        what, counting = f"{unit.removesuffix('s')} 1 ends on the same day of its month", "counted from"
    else:
        what = f"the {'next' if n >= 0 else 'previous'} {'working day' if working else 'day'} is day 1"
        counting = "not counted"
    closed = calendar.closed(trigger_ordinal)
    day = said("{day} ({closed})", day=trigger_day, closed=closed) if closed else trigger_day
    first = said("{day}: {counting}; {what}", day=day, counting=counting, what=what)
    steps = [Step(date.fromordinal(trigger_ordinal), counted=False, n=0, reason=first)]
    if unit in ("months", "years"):
        steps += _month_steps(trigger_ordinal, n, unit)
    number = 0
    for ordinal in range(trigger_ordinal + way, end + way, way) if len(steps) == 1 else ():
        closed = calendar.closed(ordinal)
        if working and closed:
            steps.append(Step(date.fromordinal(ordinal), counted=False, n=None, reason=closed))
        else:
            number += 1
            steps.append(Step(date.fromordinal(ordinal), counted=True, n=number, reason=closed or "working day"))
    toward = 1 if due > end else -1
    for ordinal in range(end + toward, due + toward, toward) if due != end else ():
        reason = calendar.closed(ordinal) or said(
            "the last day, {day}, is no working day: the period ends here",
            day=Given(date.fromordinal(end).isoformat()),
        )
        steps.append(Step(date.fromordinal(ordinal), counted=False, n=None, reason=reason))
    return tuple(steps)


def add_months(ordinal: int, n: int) -> int:
    """Return the same day of the month n months on, or back.

    Where that month has no such day its last day is taken: a year after February 29 is February 28, the earlier and
    so the safer of the two readings.

    >>> date.fromordinal(add_months(date(2024, 2, 29).toordinal(), 12)).isoformat()
    '2025-02-28'
    """
    day = date.fromordinal(ordinal)
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last)).toordinal()


def _month_steps(trigger_ordinal: int, n: int, unit: Unit) -> list[Step]:
    """Return the end of every month or year: those between are the same whatever they are."""
    each, one = (12 if unit == "years" else 1), unit.removesuffix("s")
    steps = []
    for number in range(1, abs(n) + 1):
        day = date.fromordinal(add_months(trigger_ordinal, number * each * (-1 if n < 0 else 1)))
        short = day.day != date.fromordinal(trigger_ordinal).day
        ends = f"{one} {{n}} ends" + (" on the last day of a month that has no such day" if short else "")
        why = said(ends, n=number)
        steps.append(Step(day, counted=True, n=number, reason=why))
    return steps


def _unrolled(calendar: Calendar, trigger_ordinal: int, n: int, unit: Unit) -> int:
    if unit in ("working_days", "business_days"):
        return count_working_days(calendar, trigger_ordinal, n)
    if unit == "calendar_days":
        return count_calendar_days(trigger_ordinal, n)
    if unit in ("months", "years"):
        try:
            return add_months(trigger_ordinal, n * (12 if unit == "years" else 1))
        except (ValueError, OverflowError):
            calendar.refuse(f"{abs(n)} {unit} from {date.fromordinal(trigger_ordinal)} run past them")
    msg = (
        f"a period of {unit} units cannot be counted; "
        "expected working_days, business_days, calendar_days, months or years"
    )
    raise RuleError(msg)


def _days(n: int) -> str:
    return f"{abs(n)} working day{'' if abs(n) == 1 else 's'} {'before' if n < 0 else 'after'}"
