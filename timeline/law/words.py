"""The sentences that go with a due date: what it takes for granted, and how it is said in a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timeline.law.calendars import WEEKDAYS, load_calendar, load_closures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from timeline.events.dates import ImpreciseDate
    from timeline.law.count import Step
    from timeline.law.deadline import Deadline
    from timeline.law.model import Version

ASSUMPTIONS: Final = {
    "no_extension_known": "No extension is known.",
    "no_tolling_known": "It is not known that the clock was stopped.",
    "observed_holidays_excluded": "The day on which a weekend holiday is observed is left out, as is the practice.",
    "observed_holidays_counted": "The day on which a weekend holiday is observed is counted, as chosen.",
    "closings_counted": "Days on which the President closed the agencies are counted.",
    "closings_excluded": "Days on which the President closed the agencies are left out, as chosen.",
    "closings_given": "Closings that the user gave are left out.",
    "closings_not_applied": "Closings that the user gave do not move a day counted back; see Rule 6(a)(3).",
    "inauguration_day_excluded": "Inauguration Day is left out, as chosen.",
    "shutdown_counted": "Days of a lapse in appropriations are counted.",
    "shutdown_excluded": "Days of a lapse in appropriations are left out, as chosen.",
    "state_holidays_not_known": "The state's own holidays are not all known here; federal holidays stand in for them.",
    "state_court_holidays": "Holidays of the state in which the court sits are legal holidays here.",
    "state_court_holidays_not_known": "Holidays of the state in which the court sits are not taken into account.",
    "received_after_hours": "What came after hours is taken as received on the next working day.",
    "deemed_received_later": "By law it is deemed received later than it came.",
    "no_receipt_cutoff_known": "No hour is known after which receipt counts as the next day's.",
    "force_start_unknown": "It is not recorded when this text took effect; another may have stood then.",
    "two_versions": "The day counted from may fall under either of two texts of the rule; both are counted.",
    "text_of_another_day": "Counted by the text in force on another day than the one counted from, as chosen.",
    "last_day_of_month": "The month has no such day, and its last day is taken.",
    "short_period": "The period is short, so Saturdays, Sundays and legal holidays are left out.",
}
"""What a due date may take for granted, each with the sentence that says so."""

REASONS: Final = {
    "no_fixed_period": "The law fixes no number of days, so there is no due date to compute.",
    "no_deadline": "This provision sets no deadline of its own.",
    "no_period_given": "This is a method of counting: give the period to count.",
    "perhaps_no_period": "On some of the days it may be counted from, no text fixed a number of days.",
}
"""Why a deadline has no date, each with the sentence that says so."""

DISCLAIMER: Final = "Informational, not legal advice."

_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_RESULTS: Final = {"opening": "First day", "receipt_rule": "Received"}
SURENESS: Final = {
    "verified": "Two or more independent sources agree on the rule.",
    "single-source": "The rule rests on a single source.",
    "conflicting": "Sources on this rule conflict.",
}
"""How sure a rule is, each with the sentence that says so."""

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_QUALIFIERS: Final = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


def letter(deadline: Deadline) -> str:
    """Return a count as plain text that can be pasted into a letter."""
    notes = [f"{deadline.citation}."]
    if deadline.version.skips and deadline.steps:
        weekend = sorted(load_calendar(deadline.version.calendar).weekend)
        notes.append(f"{' and '.join(f'{WEEKDAYS[day]}s' for day in weekend)} are not counted.")
    notes += [says for _, says in assumed(deadline)]
    if deadline.otherwise:
        notes.append(f"For an agency that leaves those days out it is due {say(deadline.otherwise)}.")
    notes += [f"{one.says} Then it is due {say(one.due)}." for one in deadline.alternatives if one.word != "closings"]
    notes += [SURENESS[deadline.rule.certainty]] if deadline.rule.certainty != "verified" else []
    return "\n".join([*count_lines(deadline), "", " ".join([*notes, DISCLAIMER])])


def assumed(deadline: Deadline) -> list[tuple[str, str]]:
    """Return each assumption of a deadline, as its word and its sentence, with the closings that were counted."""
    found = [(word, ASSUMPTIONS[word]) for word in deadline.assumptions]
    closures = load_closures(deadline.version.calendar)
    days = [step.date for step in deadline.steps if step.counted and step.date.toordinal() in closures]
    if not days or not deadline.version.skips:
        return found
    number = _NUMBERS[len(days)] if len(days) < len(_NUMBERS) else str(len(days))
    one = "closing by executive order is counted as a working day"
    more = "closings by executive order are counted as working days"
    many = f"{number} {one if len(days) == 1 else more}"
    which = "; ".join(f"{long(day)} ({closures[day.toordinal()].citation})" for day in days)
    return [(word, f"{says} {many}: {which}." if word == "closings_counted" else says) for word, says in found]


def count_lines(deadline: Deadline) -> list[str]:
    """Return the count itself, a line a week, and the due date; where there is none, why."""
    rule, version = deadline.rule, deadline.version
    if not deadline.steps:
        kept = f" The law asks for an answer {version.standard}." if deadline.reason == "no_fixed_period" else ""
        return [f"{rule.title}.", "", REASONS[deadline.reason] + kept]
    texts = [
        f"By the text in force {_while(part.version)} ({part.version.said}) it is due {say(part.due)}."
        for part in (deadline.parts if len(deadline.parts) > 1 else ())
    ]
    first, *days = deadline.steps
    start = next((n for n, step in enumerate(deadline.steps) if step.n == 0), 0)
    if start:
        first, *days = deadline.steps[start:]
    return [
        f"{rule.title}: {version.said} {version.direction} {rule.trigger}.",
        "",
        *(f"{long(step.date)}: {step.reason}." for step in deadline.steps[:start]),
        f"{long(first.date)} is the {first.reason}.",
        "",
        *(_ends(days) if version.unit in ("months", "years") else _weeks(days)),
        "",
        f"{_RESULTS.get(rule.kind, 'Due')}: {say(deadline.due)}.",
        *texts,
    ]


def _weeks(steps: list[Step]) -> Iterator[str]:
    weeks: dict[int, list[str]] = {}
    for step in steps:
        monday = step.date.toordinal() - step.date.weekday()
        short = f"{WEEKDAYS[step.date.weekday()][:3]} {step.date.day}"
        if step.counted:
            weeks.setdefault(monday, []).append(f"{short} ({step.n})")
        elif step.reason not in WEEKDAYS or step is steps[-1]:
            weeks.setdefault(monday, []).append(f"{short} not counted ({step.reason})")
    for monday, days in weeks.items():
        yield f"Week of {_day(type(steps[0].date).fromordinal(monday))}: {', '.join(days)}"


def _while(version: Version) -> str:
    if version.in_force_to is None:
        return f"since {_day(version.in_force_from)}"
    return f"to {_day(version.in_force_to)}"


def _ends(steps: list[Step]) -> Iterator[str]:
    for step in steps:
        yield f"{long(step.date)}: {step.reason}"


def _day(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def long(day: date) -> str:
    """Say a day with its day of the week.

    >>> from datetime import date
    >>> long(date(2020, 11, 18))
    'Wednesday, November 18, 2020'
    """
    return f"{WEEKDAYS[day.weekday()]}, {_day(day)}"


def say(when: ImpreciseDate) -> str:
    """Say a date as surely as it is known.

    >>> from timeline.events.dates import parse_edtf
    >>> say(parse_edtf("[..2020-11-18]"))
    'on or before Wednesday, November 18, 2020'
    """
    about = _QUALIFIERS[when.qualifier]
    days = [long(day) for day in (when.earliest, when.latest) if day]
    if when.earliest and when.latest:
        return about + (days[0] if when.earliest == when.latest else f"on one day from {days[0]} to {days[1]}")
    if not days:
        return "on a day that is not known"
    return f"{about}{'on or before' if when.latest else 'on or after'} {days[0]}"
