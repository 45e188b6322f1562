"""From a trigger to a deadline that shows its work: due date, count, citation, and what it takes for granted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import DateError, RuleError
from timeline.events.dates import ImpreciseDate, from_bounds, parse_edtf
from timeline.law.calendars import OBSERVED, WEEKDAYS, Calendar, Closure, load_calendar, load_closures
from timeline.law.count import Step, count_steps, last_day
from timeline.law.rules import Rule, Version, get_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

ASSUMPTIONS: Final = {
    "no_extension_known": "No extension is known.",
    "no_tolling_known": "It is not known that the clock was stopped.",
    "observed_holidays_excluded": "The day on which a weekend holiday is observed is left out, as is the practice.",
    "closings_counted": "Days on which the President closed the agencies are counted.",
}
"""What a due date may take for granted, each with the sentence that says so."""

DISCLAIMER: Final = "Informational, not legal advice."

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_QUALIFIERS: Final = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


@dataclass(frozen=True)
class Deadline:
    """The due date that a rule gives for a trigger, as surely as the trigger is known.

    ``otherwise`` is the due date for an agency that treats closings by executive order as holidays; None where the
    count meets none.

    >>> deadline = compute_deadline("us-foia.determination", "2024-12-18")
    >>> deadline.due.edtf, deadline.otherwise.edtf, deadline.assumptions[2:]
    ('2025-01-17', '2025-01-22', ('closings_counted',))
    """

    rule: Rule
    version: Version
    trigger: ImpreciseDate
    due: ImpreciseDate
    citation: str
    assumptions: tuple[str, ...]
    otherwise: ImpreciseDate | None = None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every day from the trigger to the due date; those of the latest bound where the trigger is imprecise.

        Where the latest bound is open they are those of the earliest. The first step says which day it is.
        """
        start, day = _known(self.trigger)[-1], self.rule.trigger_day
        if self.trigger.earliest != self.trigger.latest:
            which = "latest" if self.trigger.latest else "earliest"
            day = f"{which} day of {self.trigger.edtf}, taken as the {day}"
        elif self.trigger.qualifier:
            day = f"{day}, written {self.trigger.edtf}"
        version, calendar = self.version, load_calendar(self.version.calendar)
        steps = count_steps(calendar, start.toordinal(), _signed(version), version.unit, version.roll, trigger_day=day)
        closures = load_closures(calendar.id) if _skips(version) else {}
        return tuple(
            replace(step, reason=f"working day ({closure.name}: closed by {closure.citation})")
            if step.counted and (closure := closures.get(step.date.toordinal()))
            else step
            for step in steps
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the deadline as plain values for JSON.

        >>> compute_deadline("us-foia.determination", "[..2020-10-20]").as_dict()["due"]
        '[..2020-11-18]'
        """
        return {
            "rule": self.rule.id,
            "trigger": self.trigger.edtf,
            "due": self.due.edtf,
            "citation": self.citation,
            "assumptions": list(self.assumptions),
            "steps": [
                {"date": s.date.isoformat(), "counted": s.counted, "n": s.n, "reason": s.reason} for s in self.steps
            ],
        }

    def count_text(self) -> str:
        """Return the count as plain text for a letter, a line a week.

        >>> print(compute_deadline("us-foia.determination", "2020-10-20").count_text())
        Determination on a FOIA request: 20 working days after receipt of a perfected request by the component of the \
agency that holds the records.
        <BLANKLINE>
        Tuesday, October 20, 2020 is the day of receipt: not counted; the next working day is day 1.
        <BLANKLINE>
        Week of October 19, 2020: Wed 21 (1), Thu 22 (2), Fri 23 (3)
        Week of October 26, 2020: Mon 26 (4), Tue 27 (5), Wed 28 (6), Thu 29 (7), Fri 30 (8)
        Week of November 2, 2020: Mon 2 (9), Tue 3 (10), Wed 4 (11), Thu 5 (12), Fri 6 (13)
        Week of November 9, 2020: Mon 9 (14), Tue 10 (15), Wed 11 not counted (Veterans Day), Thu 12 (16), Fri 13 (17)
        Week of November 16, 2020: Mon 16 (18), Tue 17 (19), Wed 18 (20)
        <BLANKLINE>
        Due: Wednesday, November 18, 2020.
        <BLANKLINE>
        5 U.S.C. § 552(a)(6)(A)(i). Saturdays and Sundays are not counted. No extension is known. It is not known that \
the clock was stopped. Informational, not legal advice.
        """
        version, first = self.version, self.steps[0]
        unit = version.unit.replace("_", " ").removesuffix("s" if version.period == 1 else "")
        calendar = load_calendar(version.calendar)
        notes = [f"{self.citation}."]
        if _skips(version):
            notes.append(f"{' and '.join(f'{WEEKDAYS[day]}s' for day in sorted(calendar.weekend))} are not counted.")
        notes += [ASSUMPTIONS[word] for word in self.assumptions]
        if self.otherwise:
            notes.append(f"For an agency that leaves those days out it is due {_said(self.otherwise)}.")
        return "\n".join(
            [
                f"{self.rule.title}: {version.period} {unit} {version.direction} {self.rule.trigger}.",
                "",
                f"{_long(first.date)} is the {first.reason}.",
                "",
                *_weeks(self.steps[1:]),
                "",
                f"Due: {_said(self.due)}.",
                "",
                " ".join([*notes, DISCLAIMER]),
            ]
        )


def compute_deadline(rule_id: str, trigger: str | date | ImpreciseDate) -> Deadline:
    """Count a rule's period from its trigger.

    Give the day of RECEIPT where it is known. A text must be EDTF; what is not known exactly gives a due date that is
    not known exactly either, and an open side stays open.

    >>> compute_deadline("us-foia.determination", "2020-10-20").due.edtf
    '2020-11-18'
    >>> compute_deadline("us-foia.determination", "2021-01").due.edtf
    '[2021-02-01..2021-03-01]'
    """
    rule = get_rule(rule_id)
    when = _trigger(trigger)
    version = _version(rule, when)
    calendar = load_calendar(version.calendar)
    bounds = [day.toordinal() if day else None for day in (when.earliest, when.latest)]
    counts = [_count(calendar, version, start) if start else None for start in bounds]
    spans = [_between(start, end) for start, end in zip(bounds, counts, strict=True) if start and end]
    assumptions = []
    if rule.extended_by:
        assumptions.append("no_extension_known")
    if rule.pauses:
        assumptions.append("no_tolling_known")
    if _skips(version) and any(calendar.holidays.get(day, "").endswith(OBSERVED) for span in spans for day in span):
        assumptions.append("observed_holidays_excluded")
    otherwise = None
    if any(_closings(calendar, version, span) for span in spans):
        assumptions.append("closings_counted")
        otherwise = _imprecise([_count_open(calendar, version, start) if start else None for start in bounds], when)
    return Deadline(rule, version, when, _imprecise(counts, when), version.citation, tuple(assumptions), otherwise)


def _trigger(trigger: str | date | ImpreciseDate) -> ImpreciseDate:
    if isinstance(trigger, str):
        when = parse_edtf(trigger)
    elif isinstance(trigger, date):
        day = trigger.date() if isinstance(trigger, datetime) else trigger
        when = from_bounds(day, day)
    else:
        when = trigger
    if when.is_span:
        msg = (
            f"{when.edtf} is a span, and a period runs from one day: give the day on which the event happened, or "
            "[A..B] where it happened on one unknown day from A to B"
        )
        raise DateError(msg)
    if not _known(when):
        msg = (
            "the trigger has no date, so nothing can be counted: give a day, or a bound where only that is known, "
            "[..2020-10-20] for on or before and [2020-10-20..] for on or after"
        )
        raise DateError(msg)
    return when


def _known(when: ImpreciseDate) -> list[date]:
    return [day for day in (when.earliest, when.latest) if day]


def _version(rule: Rule, when: ImpreciseDate) -> Version:
    first, *others = (rule.version_on(day) for day in _known(when))
    for other in others:
        if other != first:
            msg = (
                f"{when.edtf} straddles {other.in_force_from}, from which another version of {rule.id} is in force, "
                "and one period cannot be chosen: give a trigger wholly before that day or from that day on"
            )
            raise RuleError(msg)
    return first


def _signed(version: Version) -> int:
    return -version.period if version.direction == "before" else version.period


def _skips(version: Version) -> bool:
    return version.unit in ("working_days", "business_days")


def _count(calendar: Calendar, version: Version, start: int, more: int = 0) -> int:
    n = _signed(version)
    return last_day(calendar, start, n - more if n < 0 else n + more, version.unit, version.roll)


def _count_open(calendar: Calendar, version: Version, start: int) -> int:
    """Count as an agency does that leaves out closings: every closing met asks for a working day more."""
    more = 0
    while True:
        end = _count(calendar, version, start, more)
        met = len(_closings(calendar, version, _between(start, end)))
        if met == more:
            return end
        more = met


def _between(start: int, end: int) -> range:
    return range(start + 1, end + 1) if end >= start else range(end, start)


def _closings(calendar: Calendar, version: Version, days: range) -> list[Closure]:
    return [found for day in days if (found := load_closures(calendar.id).get(day))] if _skips(version) else []


def _imprecise(days: list[int | None], like: ImpreciseDate) -> ImpreciseDate:
    earliest, latest = (date.fromordinal(day) if day else None for day in days)
    return from_bounds(earliest, latest, like.qualifier)


def _weeks(steps: tuple[Step, ...]) -> Iterator[str]:
    weeks: dict[date, list[str]] = {}
    for step in steps:
        monday = date.fromordinal(step.date.toordinal() - step.date.weekday())
        short = f"{WEEKDAYS[step.date.weekday()][:3]} {step.date.day}"
        if step.counted:
            weeks.setdefault(monday, []).append(f"{short} ({step.n})")
        elif step.reason not in WEEKDAYS:
            weeks.setdefault(monday, []).append(f"{short} not counted ({step.reason})")
    for monday, days in weeks.items():
        yield f"Week of {_day(monday)}: {', '.join(days)}"


def _day(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _long(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {_day(day)}"


def _said(when: ImpreciseDate) -> str:
    about = _QUALIFIERS[when.qualifier]
    days = [_long(day) for day in _known(when)]
    if when.earliest and when.latest:
        return about + (days[0] if when.earliest == when.latest else f"on one day from {days[0]} to {days[1]}")
    return f"{about}{'on or before' if when.latest else 'on or after'} {days[0]}"
