"""A period that was stopped by questions and lengthened by a notice: from the first count to the day it ends on.

Pure. Where dates are bounds, both ends are counted from the bounds that make each end extreme, so that the day under
every choice of days within them lies between. What cannot be counted is a reason, never a number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from timeline.errors import CoverageError
from timeline.events.dates import UNDATED, ImpreciseDate, combine, from_bounds
from timeline.law.alternatives import alternatives
from timeline.law.calendars import load_closures
from timeline.law.count import last_day
from timeline.law.course import Course, Longer, Pause, Stop, end_of, legs
from timeline.law.facts import after, maybe_after, not_before, surely_before
from timeline.law.options import days_for
from timeline.law.parts import hull
from timeline.law.pauses import UnclearError, pauses_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.law.deadline import Deadline
    from timeline.law.facts import Fact
    from timeline.law.model import Rule
    from timeline.law.parts import Part

Ends = tuple[date | None, date | None]

_COUNTED: Final = ("working_days", "business_days", "calendar_days")


@dataclass(frozen=True, slots=True)
class Run:
    """When a period ended: the due date, or the reason why none can be said.

    ``stopped`` says that the clock surely stood still on the day, so that there is no due date yet. ``course`` is what
    moved the date; None where nothing did.
    """

    due: ImpreciseDate = UNDATED
    reason: str = ""
    stopped: bool = False
    assumptions: tuple[str, ...] = ()
    course: Course | None = None


def run(rule: Rule, deadline: Deadline, facts: Sequence[Fact], as_of: date) -> Run:
    """Say when a period ends in the light of the questions, replies and notices known by a day."""
    if not bearing_on(rule, facts):
        return Run(deadline.due, assumptions=deadline.assumptions)
    try:
        return _run(rule, deadline, facts, as_of)
    except UnclearError as why:
        return Run(reason=str(why))
    except CoverageError:
        return Run(reason="outside_calendar")


def bearing_on(rule: Rule, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the rows that may move a due date: questions, replies, notices, and what an extension may run from."""
    kinds = {*rule.pauses, *rule.resumes, *rule.extended_by}
    if not any(fact.kind in kinds for fact in facts):
        return ()
    if any(version.extension and version.extension.counted_from == "acknowledgement" for version in rule.versions):
        kinds.add("acknowledgement")
    return tuple(fact for fact in facts if fact.kind in kinds)


def moved(deadline: Deadline, facts: Sequence[Fact], as_of: date) -> Deadline:
    """Return a deadline as the rows of a table known by a day moved it, with its count and its other readings.

    >>> from timeline.events.dates import parse_edtf
    >>> from timeline.law.deadline import compute_deadline
    >>> from timeline.law.facts import Fact
    >>> days = {"clarification": "2020-10-26", "clarification_reply": "2020-10-28", "extension": "2020-11-10"}
    >>> rows = [Fact(kind, kind, parse_edtf(day)) for kind, day in days.items()]
    >>> found = moved(compute_deadline("us-foia.determination", "2020-10-20"), rows, date(2020, 12, 31))
    >>> found.due.edtf, found.steps[-1].n, [step.date.day for step in found.steps if step.phase == "paused"]
    ('2020-12-07', 10, [27])
    """
    rule = deadline.rule
    ended = run(rule, deadline, facts, as_of)
    if ended.reason or ended.due.is_undated:
        return replace(deadline, due=UNDATED, assumptions=(), otherwise=None, alternatives=(), reason=ended.reason)

    def due_of(parts: Sequence[Part]) -> ImpreciseDate:
        version = parts[0].version if len(parts) == 1 else deadline.version
        other = replace(deadline, version=version, parts=tuple(parts), due=hull(parts, deadline.trigger))
        return run(rule, other, facts, as_of).due

    others = alternatives(rule, deadline.parts, ended.due, deadline.terms, due_of)
    otherwise = next((other.due for other in others if other.word == "closings"), None)
    return replace(
        deadline,
        due=ended.due,
        assumptions=ended.assumptions,
        otherwise=otherwise,
        alternatives=others,
        course=ended.course,
    )


def _run(rule: Rule, deadline: Deadline, facts: Sequence[Fact], as_of: date) -> Run:
    words = list(deadline.assumptions)
    notices = [f for f in facts if f.kind in rule.extended_by]
    pauses, seconds = pauses_of(rule, facts)
    trigger = deadline.trigger
    if any(when.is_span for when in (*(p.asked.date for p in pauses), *(n.date for n in notices))):
        raise UnclearError(reason="pause_may_not_count")
    if any(surely_before(f.date, trigger) for f in (*(p.asked for p in pauses), *notices)):
        raise UnclearError(reason="notice_before_receipt")
    if pauses:
        _check_countable(rule, deadline)
    closed = [p for p in pauses if p.replied is not None]
    low, high = _bounds(deadline, closed)
    mattered = [p for p in closed if not _after(p.asked.date, high)]
    for pause in mattered:
        if pause.replied and maybe_after(pause.replied, as_of):
            raise UnclearError(reason="pause_may_not_count")  # on that day the clock may still have stood
    if any(_stopped(p, trigger, (low, high), as_of) for p in pauses if p.replied is None):
        return Run(reason="clock_stopped", stopped=True)
    if len(pauses) > len(mattered):
        words.append("question_after_due")
    if mattered:
        counted = "restart_counted" if all(pause.restarts for pause in mattered) else "tolling_counted"
        words = [counted if word == "no_tolling_known" else word for word in words]
    words += ["one_question_only"] if seconds else []
    ends: Ends = (low, high)
    longer = None
    if notices:
        ends, word, longer = _extended(deadline, notices, facts, ends, as_of)
        words = [word if known == "no_extension_known" else known for known in words]
        asks = [*pauses, *(Pause(f, None) for f in seconds)]
        if word != "extension_too_late" and any(
            not (p.asked.date.latest and low and p.asked.date.latest <= low) and not _after(p.asked.date, ends[1])
            for p in asks
        ):
            raise UnclearError(reason="pause_in_extension")
    used = [trigger, *(n.date for n in notices)]
    used += [when for p in mattered for when in (p.asked.date, p.replied) if when]
    due = from_bounds(*ends, combine(*(when.qualifier for when in used)))
    words += [word for word in _calendar_words(rule, deadline, due) if word not in words]
    return Run(due, assumptions=tuple(dict.fromkeys(words)), course=_course(deadline, closed, longer))


def _stopped(pause: Pause, trigger: ImpreciseDate, ends: Ends, as_of: date) -> bool:
    """Tell whether a question that nobody answered stopped the clock, which must be sure."""
    asked, (low, high) = pause.asked.date, ends
    if _after(asked, high):
        return False
    if not (low and asked.latest and asked.latest <= min(low, as_of) and not_before(asked, trigger)):
        raise UnclearError(reason="pause_may_not_count")
    if asked.qualifier or trigger.qualifier:
        raise UnclearError(reason="approximate")
    return True


def _check_countable(rule: Rule, deadline: Deadline) -> None:
    """Refuse a period that this does not know how to stop, and a time before the law on stopping it."""
    version, start = deadline.version, deadline.trigger.earliest
    plain = version.unit in _COUNTED and version.direction == "after" and not version.short_below
    early = rule.pauses_since and (start is None or start < rule.pauses_since)
    if len(deadline.parts) != 1 or not plain or early:
        raise UnclearError(reason="pause_not_counted")


def _bounds(deadline: Deadline, pauses: Sequence[Pause]) -> Ends:
    """Return the first and the last day on which the period may have ended."""
    if not pauses:
        return deadline.due.earliest, deadline.due.latest
    part = deadline.parts[0]
    ends = [
        end_of(part.version, part.calendar, start, _stops(pauses, start, late=late)) if start else None
        for start, late in zip(part.starts, (False, True), strict=True)
    ]
    return _date(ends[0]), _date(ends[1])


def _stops(pauses: Sequence[Pause], start: int, *, late: bool) -> tuple[Stop, ...]:
    """Return the pauses as long as they may have been, for the latest end; or as short, for the earliest."""
    found = []
    for pause in pauses:
        asked, replied = pause.asked.date, pause.replied
        first = asked.earliest if late else asked.latest
        last = replied and (replied.latest if late else replied.earliest)
        if late or (first and last):  # of a pause as short as may be nothing is left where one of its ends is open
            found.append(Stop(first.toordinal() if first else start, last.toordinal() if last else None, pause))
    return tuple(found)


def _course(
    deadline: Deadline, pauses: Sequence[Pause], longer: tuple[Longer | None, Longer | None] | None
) -> Course | None:
    """Return what moved the bound whose count is shown: the latest, or the earliest where that one is open."""
    late = deadline.trigger.latest is not None
    part = deadline.parts[-1 if late else 0]
    start = part.starts[int(late)]
    if start is None:
        return None
    stops = _stops(pauses, start, late=late)
    stopped = len(legs(part.version, part.calendar, start, stops)) > 1 if stops else False
    more = longer[late] if longer else None
    return Course(start, stops if stopped else (), more) if stopped or more else None


def _extended(
    deadline: Deadline, notices: Sequence[Fact], facts: Sequence[Fact], ends: Ends, as_of: date
) -> tuple[Ends, str, tuple[Longer | None, Longer | None]]:
    """Return the bounds of the due date after a notice of extension, the word for it, and how each was lengthened."""
    low, high = ends
    if high and all(n.date.earliest and n.date.earliest > high for n in notices):
        return ends, "extension_too_late", (None, None)
    timely = [n for n in notices if low and n.date.latest and n.date.latest <= min(low, as_of)]
    counted = timely or notices
    whence = _whence(deadline, counted, facts, ends)
    dates = tuple(n.date for n in counted)
    (first, early), (last, late) = (
        _longer(deadline, start, end, Longer(start.toordinal() if start else 0, dates, bool(timely)))
        for start, end in ((whence.earliest, low), (whence.latest, high))
    )
    if timely:
        return (first, last), "extension_counted", (early, late)
    return (low, last), "extension_may_be_late", (None, late)


def _whence(deadline: Deadline, notices: Sequence[Fact], facts: Sequence[Fact], ends: Ends) -> ImpreciseDate:
    """Return the day from which the law counts the extension."""
    extension = deadline.version.extension
    if extension is None or extension.unit == "none" or len(deadline.parts) != 1:
        raise UnclearError(reason="extension_own_date")
    low, high = deadline.parts[0].starts
    whence = {
        "end_of_period": [from_bounds(*ends)] if any(ends) else [],
        "trigger": [from_bounds(_date(low), _date(high))],
        "notice": [n.date for n in notices],
        "acknowledgement": [f.date for f in facts if f.kind == "acknowledgement"],
    }[extension.counted_from]
    if len(whence) != 1 or whence[0].is_undated or whence[0].is_span:
        raise UnclearError(reason="extension_own_date")
    return whence[0]


def _longer(
    deadline: Deadline, start: date | None, end: date | None, longer: Longer
) -> tuple[date | None, Longer | None]:
    """Return the end of a period once it was lengthened, and the extension where it made the period longer at all."""
    extension = deadline.version.extension
    if start is None or end is None or extension is None:
        return None, None
    calendar = deadline.parts[0].calendar
    day = date.fromordinal(last_day(calendar, start.toordinal(), extension.period, extension.unit, extension.roll))
    return (day, longer) if day > end else (end, None)


def _calendar_words(rule: Rule, deadline: Deadline, due: ImpreciseDate) -> list[str]:
    """Return what the calendar takes for granted on the days by which the period was lengthened."""
    start, end = deadline.trigger.earliest or due.earliest, due.latest or due.earliest
    if start is None or end is None or not deadline.parts or not deadline.version.skips:
        return []
    days = range(start.toordinal() + 1, end.toordinal() + 1)
    known = days_for(deadline.version, rule, deadline.terms.closings, deadline.terms.options)
    words = [word for word, mattered in known.mattered if any(day in mattered for day in days)]
    closures = load_closures(known.calendar.id)
    return words + ["closings_counted"] * any(day in closures and known.calendar.closed(day) is None for day in days)


def _date(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _after(when: ImpreciseDate, day: date | None) -> bool:
    return day is not None and after(when, day)
