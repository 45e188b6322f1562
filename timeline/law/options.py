"""What a reader may decide about a count: every default is stated, and none changes in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from timeline.errors import RuleError
from timeline.law.calendars import OBSERVED, Calendar, adjust, load_calendar, load_closures, load_lapses
from timeline.law.count import last_day
from timeline.law.rules import get_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.law.closings import Closing
    from timeline.law.model import Rule, Version

COURT: Final = "us-federal-court"
MEANS: Final = ("hand", "mail", "mail_unproven", "email", "fax", "portal")
"""How something may come; ``mail_unproven`` is mail of which nobody can prove the day it came."""

_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Options:
    """How to count where the law leaves it open.

    >>> Options(received_at="5pm")
    Traceback (most recent call last):
        ...
    timeline.errors.RuleError: received_at is '5pm'; expected a time of day such as 17:30
    """

    observed: bool = True
    """Whether the weekday on which a weekend holiday is observed is left out. Left out: that is the practice."""
    order_closings: Literal["counted", "excluded"] = "counted"
    """Days on which the President closed the agencies. Counted: the orders speak of pay and leave."""
    inauguration_day: Literal["counted", "excluded"] = "counted"
    """January 20 of each fourth year, a holiday for federal offices around Washington only. Counted."""
    shutdowns: Literal["counted", "excluded"] = "counted"
    """Days of a lapse in appropriations. Counted, as the Department of Justice counts them."""
    court_state: str = ""
    """The state in which the federal court sits, ``us-ny``: its holidays are legal holidays after an event."""
    agency: str = ""
    """The agency whose own closings, of those given, are left out."""
    received_at: str = ""
    """The time of receipt, ``17:30``, for a rule that has a cut-off."""
    receipt_rule: str = ""
    """A rule on receipt to apply, ``us-epa.receipt_cutoff``."""
    received_by: str = ""
    """The means by which it came, ``email``, for a law that deems it received later."""
    text_on: date | None = None
    """Count by the text in force on this day, whatever the trigger. By the trigger."""

    def __post_init__(self) -> None:
        for name in ("order_closings", "inauguration_day", "shutdowns"):
            if getattr(self, name) not in ("counted", "excluded"):
                msg = f"{name} is {getattr(self, name)!r}; expected counted or excluded"
                raise RuleError(msg)
        if self.received_at and not _TIME.fullmatch(self.received_at):
            msg = f"received_at is {self.received_at!r}; expected a time of day such as 17:30"
            raise RuleError(msg)
        if self.receipt_rule and not get_rule(self.receipt_rule).receipt_cutoff:
            msg = f"receipt_rule is {self.receipt_rule!r}, which has no cut-off; us-epa.receipt_cutoff has one"
            raise RuleError(msg)
        if self.received_by and self.received_by not in MEANS:
            msg = f"received_by is {self.received_by!r}; expected one of {', '.join(MEANS)}"
            raise RuleError(msg)
        if self.court_state:
            load_calendar(self.court_state)


DEFAULTS: Final = Options()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a count is made by beside the law: the reader's options, and closings that no calendar knows."""

    options: Options = DEFAULTS
    closings: tuple[Closing, ...] = ()

    def of(self, agency: str) -> Terms:
        """Return the terms for one agency, whose own closings are left out too."""
        return replace(self, options=replace(self.options, agency=agency)) if self.closings else self


USUAL: Final = Terms()


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of a count, and the days that an option or a closing moved into or out of it, by word."""

    calendar: Calendar
    mattered: tuple[tuple[str, frozenset[int]], ...]


def days_for(version: Version, rule: Rule, closings: Sequence[Closing], options: Options) -> Days:
    """Return the calendar that a version counts by under these options and closings."""
    base = load_calendar(version.calendar)
    if options == DEFAULTS and not closings:
        return _as_usual(base)
    observed = frozenset(day for day, name in base.holidays.items() if name.endswith(OBSERVED))
    closed: dict[str, dict[int, str]] = {}
    if options.court_state and base.id == COURT and version.direction == "after":
        state = load_calendar(options.court_state)
        closed["state_court_holidays"] = {**state.disputed, **state.holidays}
    if options.order_closings == "excluded":
        closed["closings_excluded"] = {day: one.name for day, one in load_closures(base.id).items()}
    if options.inauguration_day == "excluded" and load_closures(base.id):
        closed["inauguration_day_excluded"] = dict.fromkeys(_inaugurations(base), "Inauguration Day")
    lapses = {
        day: lapse.name
        for lapse in load_lapses(base.id)
        for day in range(lapse.first.toordinal(), lapse.last.toordinal() + 1)
    }
    if options.shutdowns == "excluded":
        closed["shutdown_excluded"] = lapses
    where = (rule.jurisdiction, base.id, *base.aliases)
    told = {one.date.toordinal(): one.name for one in closings if one.concerns(where, options.agency)}
    # What a shut clerk's office means for a period counted back is not what a holiday means, Rule 6(a)(3).
    backward = base.id == COURT and version.direction == "before"
    if told and not backward:
        closed["closings_given"] = told
    calendar = adjust(base, frozenset(), observed) if not options.observed else base
    mattered = [("observed_holidays_excluded" if options.observed else "observed_holidays_counted", observed)]
    for word, days in closed.items():
        mattered.append((word, frozenset(day for day in days if _was_open(calendar, day))))
        calendar = adjust(calendar, frozenset(days.items()))
    if backward:
        mattered.append(("closings_not_applied", frozenset(told)))
    if options.shutdowns == "counted":
        mattered.append(("shutdown_counted", frozenset(day for day in lapses if calendar.closed(day) is None)))
    return Days(calendar, tuple(mattered))


def _was_open(calendar: Calendar, day: int) -> bool:
    return day not in calendar.holidays and date.fromordinal(day).weekday() not in calendar.weekend


@lru_cache
def _as_usual(base: Calendar) -> Days:
    observed = frozenset(day for day, name in base.holidays.items() if name.endswith(OBSERVED))
    lapses = {
        day
        for lapse in load_lapses(base.id)
        for day in range(lapse.first.toordinal(), lapse.last.toordinal() + 1)
        if base.closed(day) is None
    }
    return Days(base, (("observed_holidays_excluded", observed), ("shutdown_counted", frozenset(lapses))))


def _inaugurations(calendar: Calendar) -> list[int]:
    """Return January 20 of the year after each presidential election; the day after where it is a Sunday."""
    years = range(calendar.first.year, calendar.last.year + 1)
    days = [date(year, 1, 20).toordinal() for year in years if year % 4 == 1]
    return [day + (day % 7 == 0) for day in days]


def received(rule: Rule, start: int, calendar: Calendar, options: Options) -> tuple[int, str]:
    """Return the day on which something counts as received, and the word for why it is not the day it came."""
    cutoff = (get_rule(options.receipt_rule) if options.receipt_rule else rule).receipt_cutoff
    if cutoff and options.received_at >= cutoff:
        return last_day(calendar, start, 1, "working_days"), "received_after_hours"
    for offset in rule.receipt_offsets:
        if offset.means == options.received_by:
            return last_day(calendar, start, offset.period, offset.unit), "deemed_received_later"
    if options.received_at and not cutoff:
        return start, "no_receipt_cutoff_known"
    return start, "means_make_no_difference" if options.received_by else ""
