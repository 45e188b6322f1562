"""The other dates that a count may give: what an agency, a court or another reading of the text would make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.law.calendars import Calendar, adjust, as_listed, load_closures
from timeline.law.count import last_day
from timeline.law.options import days_for
from timeline.law.parts import Part, clamped, count, spans
from timeline.law.said import Given, joined, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from timeline.events.dates import ImpreciseDate
    from timeline.law.model import Rule, Version
    from timeline.law.options import Options, Terms
    from timeline.law.parts import Bounds

    DueOf = Callable[[Sequence[Part]], ImpreciseDate]


@dataclass(frozen=True, slots=True)
class Other:
    """A due date under another reading: a word for it, a sentence that says which, and the date."""

    word: str
    says: str
    due: ImpreciseDate


def alternatives(
    rule: Rule, parts: Sequence[Part], due: ImpreciseDate, terms: Terms, due_of: DueOf
) -> tuple[Other, ...]:
    """Return every known reading under which the due date is another one, those about closings first.

    ``due_of`` gives the due date of parts that are counted otherwise; undated where it can give none.
    """
    options = terms.options
    made = (
        *_given(rule, parts, terms, due_of),
        *_closings(parts, options, due_of),
        *_disputed(parts, due_of),
        *_in_dispute(parts, due_of),
        *_receipt(rule, parts, options, due_of),
        *_ends(rule, parts, due_of),
    )
    return tuple(other for other in made if other.due != due and not other.due.is_undated)


def _given(rule: Rule, parts: Sequence[Part], terms: Terms, due_of: DueOf) -> Iterator[Other]:
    """Give the date without the closings that the user gave, whose word alone they rest on."""
    if terms.closings:
        says = "Without the closings given by the user."
        recount = _recount(
            parts, due_of, calendar=lambda part: days_for(part.version, rule, (), terms.options).calendar
        )
        yield Other("without_closings_given", says, recount)


def _closings(parts: Sequence[Part], options: Options, due_of: DueOf) -> Iterator[Other]:
    if options.order_closings == "excluded":
        return
    recount = _recount(parts, due_of, calendar=_without_closings)
    says = "An agency may treat a closing by executive order as a holiday."
    yield Other("closings", says, recount)


def _without_closings(part: Part) -> Calendar:
    closures = load_closures(part.calendar.id)
    if not closures:
        return part.calendar
    days = frozenset((day, closure.name) for day, closure in closures.items())
    return adjust(part.calendar, days)


def _disputed(parts: Sequence[Part], due_of: DueOf) -> Iterator[Other]:
    """Give the date for an office that keeps the holidays of the state's list."""
    if not any(part.calendar.disputed for part in parts):
        return
    recounted = [_counted(replace(part, calendar=as_listed(part.calendar))) for part in parts]
    due = due_of(recounted)
    names = [
        (part.calendar.disputed[day], day in original.calendar.holidays)
        for part, original in zip(recounted, parts, strict=True)
        for span in spans(part.version, part.calendar, part.starts, _reached(part.ends, due, alone=len(parts) == 1))
        for day in span
        if day in part.calendar.disputed
    ]
    kept = [name for name, left_out in dict.fromkeys(names) if not left_out]
    worked = [name for name, left_out in dict.fromkeys(names) if left_out]
    says = [said("The office may be closed on {days}.", days=joined(" and ", kept))] if kept else []
    says += [said("The office may be open on {days}.", days=joined(" and ", worked))] if worked else []
    yield Other("state_holidays", joined(" ", says), due)


def _reached(ends: Bounds, due: ImpreciseDate, *, alone: bool) -> Bounds:
    """Return the ends of a part, or the later ones to which pauses and extensions moved them."""
    if not alone:
        return ends
    low, high = (
        end and max(end, day.toordinal() if day else 0)
        for end, day in zip(ends, (due.earliest, due.latest), strict=True)
    )
    return low, high


def _in_dispute(parts: Sequence[Part], due_of: DueOf) -> Iterator[Other]:
    for says in dict.fromkeys(reading.says for part in parts for reading in part.version.alternatives):

        def read(part: Part, says: str = says) -> Version:
            for one in part.version.alternatives:
                if one.says == says:
                    longer = part.version.extension
                    if longer and one.extended_to:
                        return replace(part.version, extension=replace(longer, period=one.extended_to))
                    changed = {"period": one.period, "unit": one.unit, "first_day": one.first_day, "roll": one.roll}
                    return replace(part.version, **{key: value for key, value in changed.items() if value is not None})  # type: ignore[arg-type]  # the fields of an Alternative are those of a Version
            return part.version

        yield Other("reading", says, _recount(parts, due_of, version=read))


def _receipt(rule: Rule, parts: Sequence[Part], options: Options, due_of: DueOf) -> Iterator[Other]:
    """Give the date for each means by which it would be deemed received later, where nobody said how it came."""
    if "receipt" in rule.trigger_kinds and not options.received_at:
        says = "Some offices deem what comes on a day off received on the next working day."
        yield Other("received_next_working_day", says, _recount(parts, due_of, starts=_next_working_day))
    if options.receipt_rule and not options.received_at:
        says = "If it came after hours, it is received on the next working day."
        yield Other("received_after_hours", says, _recount(parts, due_of, starts=_after_hours))
    if options.received_by:
        return
    for offset in rule.receipt_offsets:

        def later(part: Part, period: int = offset.period, unit: str = offset.unit) -> Bounds:
            low, high = (
                day and last_day(part.calendar, day, period, unit)  # type: ignore[arg-type]  # a Unit
                for day in part.starts
            )
            return low, high

        says = said(
            "If it came by {means}, it is deemed received later ({citation}).",
            means=offset.means.replace("_", " "),
            citation=Given(offset.citation),
        )
        yield Other(f"received_by_{offset.means}", says, _recount(parts, due_of, starts=later))


def _ends(rule: Rule, parts: Sequence[Part], due_of: DueOf) -> Iterator[Other]:
    """Give the date where the law, as read, leaves the last day on a weekend or holiday, or a month has no such day."""
    whole = ("calendar_days", "months", "years")
    # What is counted without a rule ends where its reader chose: there is no law to read otherwise.
    if rule.id and any(part.version.unit in whole and part.version.roll == "none" for part in parts):
        says = (
            "As read, the law does not move a last day that is no working day; another provision, or practice, may "
            "move it to the next one."
        )
        yield Other("next_working_day", says, _recount(parts, due_of, version=_rolled))
    months = [part for part in parts if part.version.unit in ("months", "years")]
    if any(clamped(part.version, day) for part in months for day in part.starts if day):
        says = "The last month has no such day; the first of the next month may be taken."
        yield Other("first_of_next_month", says, _recount(parts, due_of, starts=lambda part: _day_later(part.starts)))


def _next_working_day(part: Part) -> Bounds:
    """Return the starts, each moved off a weekend or holiday where the days counted are working days."""
    if not part.version.skips:
        return part.starts
    low, high = (day and last_day(part.calendar, day, 0, "calendar_days", "next") for day in part.starts)
    return low, high


def _after_hours(part: Part) -> Bounds:
    low, high = (day and last_day(part.calendar, day, 1, "working_days") for day in part.starts)
    return low, high


def _rolled(part: Part) -> Version:
    if part.version.skips or part.version.roll != "none" or part.version.direction == "before":
        return part.version
    extension = part.version.extension
    if extension and extension.unit == "calendar_days" and extension.roll == "none":
        extension = replace(extension, roll="next")
    return replace(part.version, roll="next", extension=extension)


def _day_later(starts: Bounds) -> Bounds:
    low, high = starts
    return low and low + 1, high and high + 1


def _recount(
    parts: Sequence[Part],
    due_of: DueOf,
    *,
    version: Callable[[Part], Version] = lambda part: part.version,
    calendar: Callable[[Part], Calendar] = lambda part: part.calendar,
    starts: Callable[[Part], Bounds] = lambda part: part.starts,
) -> ImpreciseDate:
    return due_of([_counted(replace(p, version=version(p), calendar=calendar(p), starts=starts(p))) for p in parts])


def _counted(part: Part) -> Part:
    return replace(part, ends=count(part.version, part.calendar, part.starts))
