"""The sentences that go with a due date: what it takes for granted, and how it is said in a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timeline.law.calendars import WEEKDAYS, load_calendar, load_closures
from timeline.law.said import Given, joined, said, said_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
_QUALIFIERS: Final = {"~": "about {when}", "?": "perhaps {when}", "%": "perhaps about {when}"}


def letter(deadline: Deadline, in_words: Callable[[str], str] = str) -> str:
    """Return a count as plain text that can be pasted into a letter; ``in_words`` says each sentence in a language."""
    notes: list[str] = [Given(f"{deadline.citation}.")]
    if deadline.version.skips and deadline.steps:
        weekend = sorted(load_calendar(deadline.version.calendar).weekend)
        notes.append(f"{' and '.join(f'{WEEKDAYS[day]}s' for day in weekend)} are not counted.")
    notes += [says for _, says in assumed(deadline)]
    if deadline.otherwise:
        notes.append(said("For an agency that leaves those days out it is due {when}.", when=say(deadline.otherwise)))
    notes += [
        said("{says} Then it is due {when}.", says=one.says, when=say(one.due))
        for one in deadline.alternatives
        if one.word != "closings"
    ]
    notes += [SURENESS[deadline.rule.certainty]] if deadline.rule.certainty != "verified" else []
    return "\n".join([*map(in_words, count_lines(deadline)), "", " ".join(map(in_words, [*notes, DISCLAIMER]))])


def assumed(deadline: Deadline) -> list[tuple[str, str]]:
    """Return each assumption of a deadline, as its word and its sentence, with the closings that were counted."""
    found = [(word, ASSUMPTIONS[word]) for word in deadline.assumptions]
    closures = load_closures(deadline.version.calendar)
    days = [step.date for step in deadline.steps if step.counted and step.date.toordinal() in closures]
    if not days or not deadline.version.skips:
        return found
    number = _NUMBERS[len(days)] if len(days) < len(_NUMBERS) else Given(len(days))
    one = "{says} {number} closing by executive order is counted as a working day: {days}."
    more = "{says} {number} closings by executive order are counted as working days: {days}."
    which = joined(
        "; ",
        (said("{day} ({why})", day=long(day), why=Given(closures[day.toordinal()].citation)) for day in days),
    )
    pattern = one if len(days) == 1 else more
    return [
        (word, said(pattern, says=says, number=number, days=which) if word == "closings_counted" else says)
        for word, says in found
    ]


def count_lines(deadline: Deadline) -> list[str]:
    """Return the count itself, a line a week, and the due date; where there is none, why."""
    rule, version = deadline.rule, deadline.version
    if not deadline.steps:
        why = [REASONS[deadline.reason]]
        if deadline.reason == "no_fixed_period":
            why.append(said("The law asks for an answer {standard}.", standard=version.standard))
        return [said("{title}.", title=rule.title), "", joined(" ", why)]
    texts = [
        said(
            "By the text in force {span} ({period}) it is due {when}.",
            span=_while(part.version),
            period=part.version.said,
            when=say(part.due),
        )
        for part in (deadline.parts if len(deadline.parts) > 1 else ())
    ]
    first, *days = deadline.steps
    start = next((n for n, step in enumerate(deadline.steps) if step.n == 0), 0)
    if start:
        first, *days = deadline.steps[start:]
    return [
        said(
            f"{{title}}: {{period}} {version.direction} {{trigger}}.",
            title=rule.title,
            period=version.said,
            trigger=rule.trigger,
        ),
        "",
        *(said("{day}: {why}.", day=long(step.date), why=step.reason) for step in deadline.steps[:start]),
        said("{day} is the {why}.", day=long(first.date), why=first.reason),
        "",
        *(_ends(days) if version.unit in ("months", "years") else _weeks(days)),
        "",
        said("{what}: {when}.", what=_RESULTS.get(rule.kind, "Due"), when=say(deadline.due)),
        *texts,
    ]


def _weeks(steps: list[Step]) -> Iterator[str]:
    weeks: dict[int, list[str]] = {}
    for step in steps:
        monday = step.date.toordinal() - step.date.weekday()
        short = said_day(f"{WEEKDAYS[step.date.weekday()][:3]} {step.date.day}", step.date, "short")
        if step.counted:
            weeks.setdefault(monday, []).append(said("{day} ({n})", day=short, n=step.n or 0))
        elif step.reason not in WEEKDAYS or step is steps[-1]:
            weeks.setdefault(monday, []).append(said("{day} not counted ({why})", day=short, why=step.reason))
    for monday, days in weeks.items():
        week = _day(type(steps[0].date).fromordinal(monday))
        yield said("Week of {day}: {days}", day=week, days=joined(", ", days))


def _while(version: Version) -> str:
    if version.in_force_to is None:
        return said("since {day}", day=_day(version.in_force_from))
    return said("to {day}", day=_day(version.in_force_to))


def _ends(steps: list[Step]) -> Iterator[str]:
    for step in steps:
        yield said("{day}: {why}", day=long(step.date), why=step.reason)


def _day(day: date) -> str:
    return said_day(f"{_MONTHS[day.month - 1]} {day.day}, {day.year}", day, "long")


def long(day: date) -> str:
    """Say a day with its day of the week.

    >>> from datetime import date
    >>> long(date(2020, 11, 18))
    'Wednesday, November 18, 2020'
    """
    return said_day(f"{WEEKDAYS[day.weekday()]}, {_day(day)}", day, "full")


def say(when: ImpreciseDate) -> str:
    """Say a date as surely as it is known.

    >>> from timeline.events.dates import parse_edtf
    >>> say(parse_edtf("[..2020-11-18]"))
    'on or before Wednesday, November 18, 2020'
    """
    days = [long(day) for day in (when.earliest, when.latest) if day]
    if not days:
        return "on a day that is not known"
    if when.earliest and when.latest:
        exact = when.earliest == when.latest
        text = days[0] if exact else said("on one day from {first} to {last}", first=days[0], last=days[1])
    else:
        text = said(f"on or {'before' if when.latest else 'after'} {{day}}", day=days[0])
    return said(_QUALIFIERS[when.qualifier], when=text) if when.qualifier else text
