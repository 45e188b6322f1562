"""From a trigger to a deadline that shows its work: due date, count, citation, and what it takes for granted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from timeline.errors import DateError, RuleError
from timeline.events.dates import UNDATED, ImpreciseDate, from_bounds, parse_edtf
from timeline.law.alternatives import Other, alternatives
from timeline.law.calendars import load_calendar
from timeline.law.count import Step, last_day
from timeline.law.options import COURT, DEFAULTS, USUAL, Options, Terms
from timeline.law.parts import Part, hull, make_part
from timeline.law.rules import get_rule
from timeline.law.steps import steps_of
from timeline.law.texts import no_date, texts_for
from timeline.law.words import ASSUMPTIONS, DISCLAIMER, letter

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from timeline.law.closings import Closing
    from timeline.law.course import Course
    from timeline.law.model import Rule, Version

__all__ = ("ASSUMPTIONS", "DISCLAIMER", "Deadline", "Options", "compute_deadline", "extended_due")


@dataclass(frozen=True)
class Deadline:
    """The due date that a rule gives for a trigger, as surely as the trigger is known.

    ``otherwise`` is the due date for an agency that treats closings by executive order as holidays; None where the
    count meets none. ``alternatives`` holds it too, with every other reading that gives another date. ``due`` is
    undated where the law gives no date, and ``reason`` is the word for why. ``parts`` are several where the trigger may
    fall under more than one text of the rule. ``course`` is what moved the date, where rows of a table did, and
    ``terms`` are the options and closings it was counted by.

    >>> deadline = compute_deadline("us-foia.determination", "2024-12-18")
    >>> deadline.due.edtf, deadline.otherwise.edtf, deadline.assumptions[2:]
    ('2025-01-17', '2025-01-22', ('closings_counted',))
    >>> compute_deadline("us-fl.response", "2024-12-18").reason
    'no_fixed_period'
    """

    rule: Rule
    version: Version
    trigger: ImpreciseDate
    due: ImpreciseDate
    citation: str
    assumptions: tuple[str, ...]
    otherwise: ImpreciseDate | None = None
    alternatives: tuple[Other, ...] = ()
    reason: str = ""
    parts: tuple[Part, ...] = ()
    course: Course | None = None
    terms: Terms = USUAL

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every day from the trigger to the due date; those of the latest bound where the trigger is imprecise.

        Where the latest bound is open they are those of the earliest. The first step says which day it is. A period of
        months or years has a step for each of them. There are none where the law gives no date. Where rows of a table
        stopped the clock or extended the period, their days are among them.
        """
        return steps_of(self)

    def as_dict(self) -> dict[str, Any]:
        """Return the deadline as plain values for JSON; ``due`` is null where there is none, with the ``reason``.

        ``alternatives`` is there where another reading gives another date.

        >>> compute_deadline("us-foia.determination", "[..2020-10-20]").as_dict()["due"]
        '[..2020-11-18]'
        """
        named = bool(self.rule.id)
        others = [{"word": one.word, "says": one.says, "due": one.due.edtf} for one in self.alternatives]
        values = {
            "rule": self.rule.id if named else None,
            "trigger": self.trigger.edtf,
            "due": self.due.edtf or None,
            "citation": self.citation if named else None,
            "assumptions": list(self.assumptions),
            "steps": [
                {"date": s.date.isoformat(), "counted": s.counted, "n": s.n, "reason": s.reason} for s in self.steps
            ],
        }
        return values | ({"reason": self.reason} if self.reason else {}) | ({"alternatives": others} if others else {})

    def count_text(self, in_words: Callable[[str], str] = str) -> str:
        """Return the count as plain text for a letter, a line a week; ``in_words`` says each sentence in a language.

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
        5 U.S.C. § 552(a)(6)(A)(i). Saturdays and Sundays are not counted. Assuming: no extension known; no tolling \
known. Informational, not legal advice.
        """
        return letter(self, in_words)


def compute_deadline(
    rule_id: str | Rule,
    trigger: str | date | ImpreciseDate,
    *,
    period: int | None = None,
    closings: str | os.PathLike[str] | Sequence[Closing] = (),
    options: Options = DEFAULTS,
) -> Deadline:
    """Count a rule's period from its trigger.

    Give the day of RECEIPT where it is known. A text must be EDTF; what is not known exactly gives a due date that is
    not known exactly either, and an open side stays open. ``closings`` are days off that no calendar knows, as a
    ``closings.csv`` or read from one. ``period`` is for a method of counting, in calendar days, negative backward. In
    place of an id a rule of one's own may be given: ``timeline.law.period.ad_hoc`` makes one of any period.

    >>> compute_deadline("us-foia.determination", "2020-10-20").due.edtf
    '2020-11-18'
    >>> compute_deadline("us-foia.determination", "2021-01").due.edtf
    '[2021-02-01..2021-03-01]'
    >>> compute_deadline("frcp.6a", "2024-08-22", period=10).due.edtf
    '2024-09-03'
    """
    rule = get_rule(rule_id) if isinstance(rule_id, str) else rule_id
    when = _trigger(trigger)
    given = _closings(closings)
    texts, assumptions = texts_for(rule, when, period, options)
    citation = "; ".join(dict.fromkeys(text.version.citation for text in texts))
    if reason := no_date(rule, texts):
        return Deadline(rule, texts[-1].version, when, UNDATED, citation, tuple(assumptions), reason=reason)
    parts = tuple(make_part(rule, text, closings=given, options=options) for text in texts)
    due = hull(parts, when)
    basic = [("no_extension_known", bool(rule.extended_by)), ("no_tolling_known", bool(rule.pauses))]
    words = [word for word, is_so in basic if is_so]
    words += [word for part in parts for word in part.words]
    terms = Terms(options, given)
    others = alternatives(rule, parts, due, terms, lambda other: hull(other, when))
    otherwise = next((other.due for other in others if other.word == "closings"), None)
    words += ["closings_counted"] * (otherwise is not None) + assumptions
    words += [word for part in parts for word in _unsure(part, options)]
    version = _of_steps(parts, when)
    return Deadline(
        rule, version, when, due, citation, tuple(dict.fromkeys(words)), otherwise, others, "", parts, None, terms
    )


def extended_due(deadline: Deadline, counted_from: date | None = None) -> ImpreciseDate:
    """Return the due date once the period is extended as the rule allows; undated where the law fixes no length.

    Give the day of the acknowledgement or notice where the law counts the extension from that. An extension by working
    days runs from the day the period ended, not from the day it was given.

    >>> extended_due(compute_deadline("us-foia.determination", "2020-10-20")).edtf
    '2020-12-03'
    >>> extended_due(compute_deadline("us-ca.response", "2024-03-04")).edtf
    '2024-03-28'
    """
    extension = deadline.version.extension
    if extension is None:
        msg = f"{deadline.rule.id} knows no extension"
        raise RuleError(msg)
    if extension.unit == "none" or deadline.reason:
        return UNDATED
    if extension.counted_from in ("acknowledgement", "notice") and counted_from is None:
        msg = f"the extension of {deadline.rule.id} runs from the {extension.counted_from}: give its day"
        raise RuleError(msg)
    ends = {"end_of_period": deadline.due, "trigger": deadline.trigger}.get(extension.counted_from, UNDATED)
    if counted_from is not None and not _known(ends):
        ends = from_bounds(counted_from, counted_from)
    calendar = next((part.calendar for part in deadline.parts), load_calendar(deadline.version.calendar))
    days = [
        day and last_day(calendar, day.toordinal(), extension.period, extension.unit, extension.roll)
        for day in (ends.earliest, ends.latest)
    ]
    earliest, latest = (date.fromordinal(day) if day else None for day in days)
    return from_bounds(earliest, latest, deadline.due.qualifier)


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


def _closings(given: str | os.PathLike[str] | Sequence[Closing]) -> tuple[Closing, ...]:
    if isinstance(given, (list, tuple)):
        return tuple(given)
    from timeline.law.closings import read_closings  # noqa: PLC0415 - most counts are given none

    return read_closings(given)  # type: ignore[arg-type]  # a path, since it is no list


def _of_steps(parts: Sequence[Part], when: ImpreciseDate) -> Version:
    """Return the text whose count is shown: that of the latest bound, or of the earliest where the latest is open."""
    return (parts[-1] if when.latest else parts[0]).version


def _unsure(part: Part, options: Options) -> list[str]:
    """Return what is not known about the law or the calendar of a part."""
    version, words = part.version, []
    if part.calendar.stand_in and (version.skips or version.roll != "none"):
        words.append("state_holidays_not_known")
    if version.calendar == COURT and version.direction == "after" and not options.court_state:
        words.append("state_court_holidays_not_known")
    known = [day for day in part.given if day]
    if not version.start_known and version.known_since and any(day < version.known_since.toordinal() for day in known):
        words.append("force_start_unknown")
    return words
