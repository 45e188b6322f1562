"""Every day of a count, one by one: what was counted, what was left out and why, pauses and extensions included."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from timeline.law.calendars import Calendar, load_calendar, load_closures, load_lapses
from timeline.law.count import Step, count_steps
from timeline.law.course import legs
from timeline.law.model import in_words
from timeline.law.said import Given, joined, said
from timeline.law.words import ASSUMPTIONS, on_day, say, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.events.dates import ImpreciseDate
    from timeline.law.course import Course, Leg, Longer, Stop
    from timeline.law.deadline import Deadline
    from timeline.law.model import Version

_WORKING: Final = "working day"
_NAMES: Final = {
    "end_of_period": "the end of the period",
    "trigger": "the day that the period runs from",
    "acknowledgement": "the acknowledgement",
    "notice": "the notice",
}


def steps_of(deadline: Deadline) -> tuple[Step, ...]:
    """Return every day from the trigger to the due date, as the latest bound is counted where one is not known."""
    if deadline.reason:
        return ()
    plain = _plain(deadline)
    if deadline.course is None:
        return plain
    stopped = tuple(_stopped(deadline, deadline.course, plain)) if deadline.course.stops else plain
    longer = deadline.course.longer
    return (*stopped, *_extended(deadline, longer, stopped[-1].date)) if longer else stopped


def stops_of(deadline: Deadline) -> list[Stop]:
    """Return the pauses during which the clock of the count that is shown stood still."""
    course = deadline.course
    if course is None or not course.stops:
        return []
    run = legs(deadline.version, deadline.parts[0].calendar, course.start, course.stops)
    return [leg.stop for leg in run if leg.stop]


def extension_said(deadline: Deadline) -> str:
    """Say by how much a period was extended, from where, on what notice, and by what authority."""
    longer = deadline.course.longer if deadline.course else None
    extension = deadline.version.extension
    if longer is None or extension is None:
        return ""
    noticed = joined(
        " and ", (said("of {when}", when=say(when, weekday=False)) for when in longer.notices if not when.is_undated)
    )
    notice = said("notice {days}", days=noticed) if noticed else "notice of a day that is not known"
    return said(
        "extension by {period} from {start}, {day} ({notice}; {citation})",
        period=in_words(extension.period, extension.unit),
        start=_NAMES[extension.counted_from],
        day=on_day(date.fromordinal(longer.start)),
        notice=notice if longer.in_time else said("{notice}, which may have come too late", notice=notice),
        citation=Given(extension.citation),
    )


def _plain(deadline: Deadline) -> tuple[Step, ...]:
    """Return the days of the period alone, as the law gives it."""
    trigger, version = deadline.trigger, deadline.version
    given = trigger.latest or trigger.earliest
    if given is None:
        return ()
    day = deadline.rule.trigger_day
    if trigger.earliest != trigger.latest:
        which = "latest" if trigger.latest else "earliest"
        day = said(f"{which} day of “{{when}}”, taken as the {{day}}", when=written(trigger), day=day)
    elif trigger.qualifier:
        day = said("{day}, written “{when}”", day=day, when=written(trigger))
    start, calendar, moved = given, load_calendar(version.calendar), ""
    for part in deadline.parts:
        if part.version == version and given.toordinal() in part.given:
            calendar = part.calendar
            moved = part.moved
            start = date.fromordinal(part.starts[part.given.index(given.toordinal())] or 0)
    before: tuple[Step, ...] = ()
    if start != given:
        why = said("came on this day; {why}", why=ASSUMPTIONS[moved])
        before = (Step(given, counted=False, n=None, reason=why),)
    short = 0 < version.period < version.short_below
    unit = "working_days" if short else version.unit
    signed = -version.period if version.direction == "before" else version.period
    steps = count_steps(calendar, start.toordinal(), signed, unit, version.roll, trigger_day=day)
    return before + tuple(_noted(step, calendar, skips=short or version.skips) for step in steps)


def _stopped(deadline: Deadline, course: Course, plain: tuple[Step, ...]) -> Iterator[Step]:
    """Yield the days of a period with those on which its clock stood still."""
    version, calendar = deadline.version, deadline.parts[0].calendar
    zero = next(place for place, step in enumerate(plain) if step.n == 0)
    yield from plain[:zero]
    run = legs(version, calendar, course.start, course.stops)
    day_zero = plain[zero]
    for leg, following in zip(run, [*run[1:], None], strict=True):
        if following and leg.stop and following.start == leg.start:
            continue  # a question within another pause that ended no later
        if leg.stop and leg.stop.asked < leg.start and day_zero.phase == "reply":
            day_zero = replace(day_zero, n=None, reason=_still(day_zero.date, course.stops), phase="paused")
        elif leg.stop and leg.stop.asked <= leg.start:
            asked = _taken(leg.stop.asked, leg.stop.pause.asked.date)
            why = said("{why}; a question of {day} stopped the clock", why=day_zero.reason, day=asked)
            day_zero = replace(day_zero, reason=why)
        yield day_zero
        yield from _leg(version, calendar, leg)
        if following is None or leg.stop is None:
            return
        for ordinal in range(max(leg.start, leg.stop.asked) + 1, following.start):
            day = date.fromordinal(ordinal)
            yield Step(day, counted=False, n=None, reason=_still(day, course.stops), phase="paused")
        day_zero = _reply(version, calendar, following)


def _leg(version: Version, calendar: Calendar, leg: Leg) -> Iterator[Step]:
    """Yield the days on which the clock ran, to the question that stopped it or to the end."""
    gone = version.period - leg.left
    last = leg.stop.asked if leg.stop else None
    for step in count_steps(calendar, leg.start, leg.left, version.unit, version.roll)[1:]:
        if last is not None and step.date.toordinal() > last:
            return
        found = _noted(step, calendar, skips=version.skips)
        if leg.stop and step.n == leg.left:
            why = said("{why}; the last day, which is left since a question stopped the clock", why=found.reason)
            found = replace(found, counted=False, n=None, reason=why)
        if found.n is not None:
            found = replace(found, n=found.n + gone)
        if leg.stop and step.date.toordinal() == last:
            found = replace(found, reason=said("{why}; a question of this day stopped the clock", why=found.reason))
        yield found


def _reply(version: Version, calendar: Calendar, leg: Leg) -> Step:
    """Return the day on which the clock went on: day zero again."""
    day = date.fromordinal(leg.start)
    closed = calendar.closed(leg.start)
    number = version.period - leg.left + 1
    anew = " and the period begins anew" if number == 1 and leg.left == version.period else ""
    what = "working day" if version.skips else "day"
    reason = said(
        f"{{day}}: day zero again{anew}; the next {what} is day {{n}}",
        day=said("day of the reply ({closed})", closed=closed) if closed else "day of the reply",
        n=number,
    )
    return Step(day, counted=False, n=0, reason=reason, phase="reply")


def _still(day: date, stops: Iterable[Stop]) -> str:
    """Say why the clock stood still on a day."""
    ordinal = day.toordinal()
    found = sorted((s for s in stops if s.asked < ordinal < (s.replied or 0)), key=lambda stop: stop.asked)
    return said("the clock stood still: {pauses}", pauses=joined("; ", map(pause_said, found)))


def pause_said(stop: Stop) -> str:
    """Say when a question was asked and answered, as this count takes it, and the provision."""
    asked: str = said("asked on {day}", day=_taken(stop.asked, stop.pause.asked.date))
    if stop.replied and stop.pause.replied:
        asked = said("{asked}, answered on {day}", asked=asked, day=_taken(stop.replied, stop.pause.replied))
    return said("{pause} ({citation})", pause=asked, citation=Given(stop.pause.under)) if stop.pause.under else asked


def _taken(ordinal: int, when: ImpreciseDate) -> str:
    """Say a day that a count takes, and what it takes it for."""
    day = date.fromordinal(ordinal)
    if when.is_exact:
        return on_day(day)
    if when.earliest == when.latest:
        return said("{day}, written “{when}”", day=on_day(day), when=written(when))
    which = {when.earliest: "the earliest day of", when.latest: "the latest day of"}.get(day, "taken for")
    return said(f"{{day}}, {which} “{{when}}”", day=on_day(day), when=written(when))


def _extended(deadline: Deadline, longer: Longer, end: date) -> Iterator[Step]:
    """Yield the days by which an extension made the period longer."""
    extension, calendar = deadline.version.extension, deadline.parts[0].calendar
    if extension is None:
        return
    for ordinal in range(end.toordinal() + 1, longer.start + 1):
        why = said("before the {extension}", extension=extension_said(deadline))
        yield Step(date.fromordinal(ordinal), counted=False, n=None, reason=why, phase="extension")
    pattern = "{extension}: {day}"
    skips = extension.unit in ("working_days", "business_days")
    for step in count_steps(calendar, longer.start, extension.period, extension.unit, extension.roll)[1:]:
        if step.date > end:
            found = _noted(step, calendar, skips=skips)
            reason = found.reason
            if found.counted:
                of = {"extension": extension_said(deadline)} if "{extension}" in pattern else {}
                reason, pattern = said(pattern, **of, day=reason), "extension: {day}"
            yield replace(found, reason=reason, phase="extension")


def _noted(step: Step, calendar: Calendar, *, skips: bool) -> Step:
    """Return the step with what is remarkable about a working day: closed by order, in a lapse, perhaps a holiday."""
    if not step.counted or step.reason != _WORKING or not skips:
        return step
    day = step.date.toordinal()
    if closure := load_closures(calendar.id).get(day):
        why = said("{name}: closed by {citation}", name=closure.name, citation=Given(closure.citation))
    elif name := calendar.disputed.get(day):
        why = said("{name}: perhaps a holiday of the state", name=name)
    elif lapse := next((one for one in load_lapses(calendar.id) if one.first <= step.date <= one.last), None):
        why = said("{name}", name=lapse.name)
    else:
        return step
    return replace(step, reason=said("{day} ({why})", day=_WORKING, why=why))
