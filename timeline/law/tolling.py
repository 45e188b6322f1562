"""A period that was stopped by questions and lengthened by a notice: from the first count to the day it ends on.

Pure. Where dates are bounds, both ends are counted from the bounds that make each end extreme, so that the day under
every choice of days within them lies between. What cannot be counted is a reason, never a number.

The days: a clock that was stopped on a day has used up that day, and the day on which the reply comes is day zero
again, as the day of receipt is. That is as many days as from question to reply, whichever of the two is left out. A
clock stopped on its last day has that one day left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from timeline.events.dates import UNDATED, ImpreciseDate, combine, from_bounds
from timeline.law.calendars import load_closures
from timeline.law.count import last_day
from timeline.law.facts import Fact, maybe_after, not_before, surely_before
from timeline.law.options import DEFAULTS, days_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.law.calendars import Calendar
    from timeline.law.deadline import Deadline
    from timeline.law.model import Rule, Version

ASSUMED: Final = (
    "tolling_counted", "extension_counted", "extension_too_late", "extension_may_be_late", "one_question_only",
    "question_after_due",
)  # fmt: skip
"""What the end of such a period takes for granted; the words are the catalogue's."""

_COUNTED: Final = ("working_days", "business_days", "calendar_days")


@dataclass(frozen=True, slots=True)
class Pause:
    """A question that may have stopped the clock, and the day on which it was answered, None where it was not."""

    asked: Fact
    replied: ImpreciseDate | None
    restarts: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """When a period ended: the due date, or the reason why none can be said.

    ``stopped`` says that the clock surely stood still on the day, so that there is no due date yet.
    """

    due: ImpreciseDate = UNDATED
    reason: str = ""
    stopped: bool = False
    assumptions: tuple[str, ...] = ()


class _Unclear(Exception):  # noqa: N818 - it is an answer, and never leaves this module
    """Why the rows give no due date."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


def run(rule: Rule, deadline: Deadline, facts: Sequence[Fact], as_of: date) -> Run:
    """Say when a period ends in the light of the questions, replies and notices known by a day."""
    words = list(deadline.assumptions)
    notices = [f for f in facts if f.kind in rule.extended_by]
    concerns = {*rule.pauses, *rule.resumes}
    if not notices and not any(f.kind in concerns for f in facts):
        return Run(deadline.due, assumptions=tuple(words))
    try:
        return _run(rule, deadline, facts, notices, as_of)
    except _Unclear as why:
        return Run(reason=str(why))


def _run(rule: Rule, deadline: Deadline, facts: Sequence[Fact], notices: Sequence[Fact], as_of: date) -> Run:
    words = list(deadline.assumptions)
    pauses, seconds = _pauses(rule, facts)
    trigger = deadline.trigger
    if any(when.is_span for when in (*(p.asked.date for p in pauses), *(n.date for n in notices))):
        raise _Unclear(reason="pause_may_not_count")
    if any(surely_before(f.date, trigger) for f in (*(p.asked for p in pauses), *notices)):
        raise _Unclear(reason="notice_before_receipt")
    if pauses:
        _check_countable(rule, deadline)
    closed = [p for p in pauses if p.replied is not None]
    low, high = _bounds(deadline, closed)
    mattered = [p for p in closed if not _after(p.asked.date, high)]
    for pause in mattered:
        if pause.replied and maybe_after(pause.replied, as_of):
            raise _Unclear(reason="pause_may_not_count")  # on that day the clock may still have stood
    if any(_stopped(p, trigger, (low, high), as_of) for p in pauses if p.replied is None):
        return Run(reason="clock_stopped", stopped=True)
    if len(pauses) > len(mattered):
        words.append("question_after_due")
    if mattered:
        words = ["tolling_counted" if word == "no_tolling_known" else word for word in words]
    words += ["one_question_only"] if seconds else []
    ends = (low, high)
    if notices:
        ends, word = _extended(deadline, notices, facts, ends, as_of)
        words = [word if known == "no_extension_known" else known for known in words]
        asks = [*pauses, *(Pause(f, None) for f in seconds)]
        if word != "extension_too_late" and any(
            not (p.asked.date.latest and low and p.asked.date.latest <= low) and not _after(p.asked.date, ends[1])
            for p in asks
        ):
            raise _Unclear(reason="pause_in_extension")
    used = [trigger, *(n.date for n in notices)]
    used += [when for p in mattered for when in (p.asked.date, p.replied) if when]
    due = from_bounds(*ends, combine(*(when.qualifier for when in used)))
    words += [word for word in _calendar_words(rule, deadline, due) if word not in words]
    return Run(due, assumptions=tuple(dict.fromkeys(words)))


def _stopped(pause: Pause, trigger: ImpreciseDate, ends: tuple[date | None, date | None], as_of: date) -> bool:
    """Tell whether a question that nobody answered stopped the clock, which must be sure."""
    asked, (low, high) = pause.asked.date, ends
    if _after(asked, high):
        return False
    if not (low and asked.latest and asked.latest <= min(low, as_of) and not_before(asked, trigger)):
        raise _Unclear(reason="pause_may_not_count")
    if asked.qualifier or trigger.qualifier:
        raise _Unclear(reason="approximate")
    return True


def _check_countable(rule: Rule, deadline: Deadline) -> None:
    """Refuse a period that this does not know how to stop, and a time before the law on stopping it."""
    version, start = deadline.version, deadline.trigger.earliest
    plain = version.unit in _COUNTED and version.direction == "after" and not version.short_below
    early = rule.pauses_since and (start is None or start < rule.pauses_since)
    if len(deadline.parts) != 1 or not plain or early:
        raise _Unclear(reason="pause_not_counted")


def _pauses(rule: Rule, facts: Sequence[Fact]) -> tuple[list[Pause], list[Fact]]:
    """Put each question together with its reply; also return questions that the law does not let stop the clock."""
    found: list[Pause] = []
    seconds: list[Fact] = []
    for kind, reply_kind in zip(rule.pauses, rule.resumes, strict=True):
        asks = sorted((f for f in facts if f.kind == kind), key=lambda f: (f.date.latest or date.max, f.id))
        replies = [f.date for f in facts if f.kind == reply_kind]
        if any(when.is_span for when in replies):
            raise _Unclear(reason="pause_may_not_count")
        if not asks and replies:
            raise _Unclear(reason="pause_out_of_order")
        for place, ask in enumerate(asks):
            following = asks[place + 1].date if place + 1 < len(asks) else None
            if following and not not_before(following, ask.date):
                raise _Unclear(reason="pause_out_of_order")
            # With one question a reply can be to no other; with several it must surely lie between two of them.
            own = [r for r in replies if following is None or not_before(following, r)]
            if any(surely_before(r, ask.date) or (len(asks) > 1 and not not_before(r, ask.date)) for r in own):
                raise _Unclear(reason="pause_out_of_order")
            replies = [r for r in replies if r not in own]
            if following and not own:
                raise _Unclear(reason="pause_out_of_order")  # a later reply may be to both
            if place and kind in rule.once:
                seconds.append(ask)
            else:
                found.append(Pause(ask, _first_of(own), kind in rule.restarts))
    return found, seconds


def _first_of(replies: Sequence[ImpreciseDate]) -> ImpreciseDate | None:
    """Return the date on which the first of some replies came."""
    if not replies:
        return None
    starts = [when.earliest for when in replies if when.earliest]
    ends = [when.latest for when in replies if when.latest]
    earliest = min(starts) if len(starts) == len(replies) else None
    return from_bounds(earliest, min(ends, default=None), combine(*(when.qualifier for when in replies)))


def _bounds(deadline: Deadline, pauses: Sequence[Pause]) -> tuple[date | None, date | None]:
    """Return the first and the last day on which the period may have ended."""
    trigger, due = deadline.trigger, deadline.due
    if not pauses:
        return due.earliest, due.latest
    version, calendar = deadline.version, deadline.parts[0].calendar
    low = high = None
    if trigger.earliest:
        # Asked as late and answered as early as may be.
        short = [
            (p.asked.date.latest.toordinal(), p.replied.earliest.toordinal(), p.restarts)
            for p in pauses
            if p.asked.date.latest and p.replied and p.replied.earliest
        ]
        low = _end(version, calendar, trigger.earliest.toordinal(), short)
    if trigger.latest:
        start = trigger.latest.toordinal()
        long = [
            (
                p.asked.date.earliest.toordinal() if p.asked.date.earliest else start,
                p.replied.latest.toordinal() if p.replied and p.replied.latest else None,
                p.restarts,
            )
            for p in pauses
        ]
        high = _end(version, calendar, start, long)
    return (date.fromordinal(low) if low else None), (date.fromordinal(high) if high else None)


def _end(
    version: Version, calendar: Calendar, start: int, pauses: Iterable[tuple[int, int | None, bool]]
) -> int | None:
    """Return the day on which a period ends that was stopped from one day to another; None where it never went on."""
    left, current = version.period, start
    for asked, replied, restarts in sorted(pauses, key=lambda p: p[0]):
        if replied is not None and replied <= asked:
            continue  # asked and answered on one day: nothing stood still
        if asked > last_day(calendar, current, left, version.unit, version.roll):
            continue
        if replied is None:
            return None
        if asked > current:
            left -= min(_elapsed(version, calendar, current, asked), left - 1)
        if restarts:
            left = version.period
        current = max(current, replied)
    return last_day(calendar, current, left, version.unit, version.roll)


def _elapsed(version: Version, calendar: Calendar, start: int, end: int) -> int:
    """Return how many days of a period have gone by, the last one included."""
    if version.unit == "calendar_days":
        return end - start
    calendar.check(start)
    calendar.check(end)
    table = calendar.working_days
    return int(table.before[end - table.first + 1] - table.before[start - table.first + 1])


def _extended(
    deadline: Deadline,
    notices: Sequence[Fact],
    facts: Sequence[Fact],
    ends: tuple[date | None, date | None],
    as_of: date,
) -> tuple[tuple[date | None, date | None], str]:
    """Return the bounds of the due date after a notice of extension, and the word for what became of it."""
    low, high = ends
    if high and all(n.date.earliest and n.date.earliest > high for n in notices):
        return ends, "extension_too_late"
    timely = [n for n in notices if low and n.date.latest and n.date.latest <= min(low, as_of)]
    first, last = _longer(deadline, timely or notices, facts, ends)
    if timely:
        return (first, last), "extension_counted"
    return (low, last), "extension_may_be_late"


def _longer(
    deadline: Deadline, notices: Sequence[Fact], facts: Sequence[Fact], ends: tuple[date | None, date | None]
) -> tuple[date | None, date | None]:
    extension = deadline.version.extension
    if extension is None or extension.unit == "none" or len(deadline.parts) != 1:
        raise _Unclear(reason="extension_own_date")
    whence = {
        "end_of_period": [from_bounds(*ends)] if any(ends) else [],
        "trigger": [deadline.trigger],
        "notice": [n.date for n in notices],
        "acknowledgement": [f.date for f in facts if f.kind == "acknowledgement"],
    }[extension.counted_from]
    if len(whence) != 1 or whence[0].is_undated or whence[0].is_span:
        raise _Unclear(reason="extension_own_date")
    calendar = deadline.parts[0].calendar

    def longer(start: date | None, end: date | None) -> date | None:
        if start is None or end is None:
            return None
        day = last_day(calendar, start.toordinal(), extension.period, extension.unit, extension.roll)
        return max(end, date.fromordinal(day))

    return longer(whence[0].earliest, ends[0]), longer(whence[0].latest, ends[1])


def _calendar_words(rule: Rule, deadline: Deadline, due: ImpreciseDate) -> list[str]:
    """Return what the calendar takes for granted on the days by which the period was lengthened."""
    start, end = deadline.trigger.earliest or due.earliest, due.latest or due.earliest
    if start is None or end is None or not deadline.parts or not deadline.version.skips:
        return []
    days = range(start.toordinal() + 1, end.toordinal() + 1)
    known = days_for(deadline.version, rule, (), DEFAULTS)
    words = [word for word, mattered in known.mattered if any(day in mattered for day in days)]
    closures = load_closures(known.calendar.id)
    return words + ["closings_counted"] * any(day in closures and known.calendar.closed(day) is None for day in days)


def _after(when: ImpreciseDate, day: date | None) -> bool:
    return day is not None and when.earliest is not None and when.earliest > day
