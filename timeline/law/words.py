"""The sentences that go with a due date: what it takes for granted, and how it is said in a letter."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Final

from timeline.law.calendars import WEEKDAYS, load_calendar, load_closures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from timeline.events.dates import ImpreciseDate
    from timeline.law.count import Step
    from timeline.law.deadline import Deadline
    from timeline.law.model import Version


@cache
def law_words(lang: str = "en") -> Mapping[str, Mapping[str, str]]:
    """Return the law's words in a language: assumptions and reasons as parts of a sentence, and how sure a rule is.

    >>> law_words()["assumptions"]["no_extension_known"]
    'no extension known'
    """
    text = files("timeline.law").joinpath("words", f"{lang}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


ASSUMPTIONS: Final = law_words()["assumptions"]
"""What a due date may take for granted, each with the words that say so."""

REASONS: Final = law_words()["reasons"]
"""Why nothing, or no more, is said of a deadline, each with the words that say so."""

SURENESS: Final = law_words()["sureness"]
"""How sure a rule is, each with the sentence that says so."""

DISCLAIMER: Final = "Informational, not legal advice."

_RESULTS: Final = {"opening": "First day", "receipt_rule": "Received"}
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
        extended = any(step.counted and step.date.weekday() in weekend for step in deadline.steps)
        where = " in the period before its extension" if extended else ""
        notes.append(f"{' and '.join(f'{WEEKDAYS[day]}s' for day in weekend)} are not counted{where}.")
    notes += [f"Assuming: {'; '.join(says for _, says in assumed(deadline))}."] if deadline.assumptions else []
    if deadline.otherwise:
        notes.append(f"For an agency that leaves those days out it is due {say(deadline.otherwise)}.")
    notes += [f"{one.says} Then it is due {say(one.due)}." for one in deadline.alternatives if one.word != "closings"]
    notes += [SURENESS[deadline.rule.certainty]] if deadline.rule.certainty != "verified" else []
    return "\n".join([*count_lines(deadline), "", " ".join([*notes, DISCLAIMER])])


def assumed(deadline: Deadline) -> list[tuple[str, str]]:
    """Return each assumption of a deadline, as its word and in words, with the closings that were counted."""
    closures = load_closures(deadline.version.calendar) if deadline.version.skips else {}
    days = [step.date for step in deadline.steps if step.counted and step.date.toordinal() in closures]
    which = " and ".join(f"{long(day)} ({closures[day.toordinal()].citation})" for day in days)
    here = {"closings_counted": f", here {which}" if which else ""}
    return [(word, ASSUMPTIONS[word] + here.get(word, "")) for word in deadline.assumptions]


def count_lines(deadline: Deadline) -> list[str]:
    """Return the count itself, a line a week, and the due date; where there is none, why."""
    rule, version = deadline.rule, deadline.version
    if not deadline.steps:
        kept = f" The law asks for an answer {version.standard}." if deadline.reason == "no_fixed_period" else ""
        return [f"{rule.title}.", "", f"There is no due date: {REASONS[deadline.reason]}.{kept}"]
    texts = [
        f"By the text in force {_while(part.version)} ({part.version.said}) it is due {say(part.due)}."
        for part in (deadline.parts if len(deadline.parts) > 1 else ())
    ]
    zero = next((n for n, step in enumerate(deadline.steps) if step.n == 0), 0)
    first, days = deadline.steps[zero], deadline.steps[zero + 1 :]
    return [
        f"{rule.title}: {version.said} {version.direction} {rule.trigger}.",
        "",
        *(f"{long(step.date)}: {step.reason}." for step in deadline.steps[:zero]),
        f"{long(first.date)} is the {first.reason}.",
        "",
        *_days(deadline, days),
        "",
        f"{_RESULTS.get(rule.kind, 'Due')}: {say(deadline.due)}.",
        *texts,
    ]


def _days(deadline: Deadline, days: Sequence[Step]) -> Iterator[str]:
    """Yield the days of a count, with what stopped or extended it between them."""
    from timeline.law.steps import extension_said  # noqa: PLC0415 - it says its days in these words

    before = ""
    for phase, group in groupby(days, lambda step: step.phase):
        steps = list(group)
        if before in ("", "extension") and phase and steps[0] is not days[0]:
            yield ""
        if phase == "paused":
            for why, same in groupby(steps, lambda step: step.reason):
                first, *_ = several = list(same)
                when = f"On {long(first.date)}"
                if len(several) > 1:
                    when = f"From {long(first.date)} to {long(several[-1].date)}"
                yield f"{when} {why}."
        elif phase == "reply":
            yield from (f"{long(step.date)} is the {step.reason}." for step in steps)
        else:
            if phase == "extension":
                said = extension_said(deadline)
                yield f"{said[0].upper()}{said[1:]}."
            if before or phase:
                yield ""
            yield from (_ends(steps) if deadline.version.unit in ("months", "years") else _weeks(steps))
        before = phase


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
        yield f"Week of {on_day(type(steps[0].date).fromordinal(monday))}: {', '.join(days)}"


def _while(version: Version) -> str:
    if version.in_force_to is None:
        return f"since {on_day(version.in_force_from)}"
    return f"to {on_day(version.in_force_to)}"


def _ends(steps: list[Step]) -> Iterator[str]:
    for step in steps:
        yield f"{long(step.date)}: {step.reason}"


def on_day(day: date) -> str:
    """Say a day.

    >>> from datetime import date
    >>> on_day(date(2020, 11, 18))
    'November 18, 2020'
    """
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def long(day: date) -> str:
    """Say a day with its day of the week.

    >>> from datetime import date
    >>> long(date(2020, 11, 18))
    'Wednesday, November 18, 2020'
    """
    return f"{WEEKDAYS[day.weekday()]}, {on_day(day)}"


def say(when: ImpreciseDate, *, weekday: bool = True) -> str:
    """Say a date as surely as it is known.

    >>> from timeline.events.dates import parse_edtf
    >>> say(parse_edtf("[..2020-11-18]"))
    'on or before Wednesday, November 18, 2020'
    """
    about = _QUALIFIERS[when.qualifier]
    days = [long(day) if weekday else on_day(day) for day in (when.earliest, when.latest) if day]
    if when.earliest and when.latest:
        return about + (days[0] if when.earliest == when.latest else f"on one day from {days[0]} to {days[1]}")
    if not days:
        return "on a day that is not known"
    return f"{about}{'on or before' if when.latest else 'on or after'} {days[0]}"
