"""The sentences that go with a due date: what it takes for granted, and how it is said in a letter."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Final

from timeline.law.calendars import WEEKDAYS, load_calendar, load_closures
from timeline.law.said import Given, capital, joined, said, said_day, said_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from timeline.events.dates import ImpreciseDate
    from timeline.law.count import Step
    from timeline.law.deadline import Deadline
    from timeline.law.model import Version


@cache
def law_words() -> Mapping[str, Mapping[str, str]]:
    """Return the law's words in English: assumptions and reasons as parts of a sentence, and how sure a rule is.

    >>> law_words()["assumptions"]["no_extension_known"]
    'no extension known'
    """
    text = files("timeline.law").joinpath("words", "en.toml").read_text(encoding="utf-8")
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
_DAY: Final = timedelta(days=1)
_QUALIFIERS: Final = {"~": "about {when}", "?": "perhaps {when}", "%": "perhaps about {when}"}


def letter(deadline: Deadline, in_words: Callable[[str], str] = str) -> str:
    """Return a count as plain text that can be pasted into a letter; ``in_words`` says each sentence in a language."""
    notes: list[str] = [Given(f"{deadline.citation}.")]
    if deadline.version.skips and deadline.steps:
        weekend = sorted(load_calendar(deadline.version.calendar).weekend)
        extended = any(step.counted and step.date.weekday() in weekend for step in deadline.steps)
        where = " in the period before its extension" if extended else ""
        notes.append(f"{' and '.join(f'{WEEKDAYS[day]}s' for day in weekend)} are not counted{where}.")
    if deadline.assumptions:
        told = joined("; ", (says for _, says in assumed(deadline)))
        notes.append(said("Assuming: {assumptions}.", assumptions=told))
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
    """Return each assumption of a deadline, as its word and in words, with the closings that were counted."""
    closures = load_closures(deadline.version.calendar) if deadline.version.skips else {}
    days = [step.date for step in deadline.steps if step.counted and step.date.toordinal() in closures]
    named = (said("{day} ({why})", day=long(day), why=Given(closures[day.toordinal()].citation)) for day in days)
    which = {"closings_counted": joined(" and ", named), "closings_given": joined(" and ", _given(deadline))}
    return [
        (word, said("{assumption}, here {days}", assumption=ASSUMPTIONS[word], days=which[word]))
        if which.get(word)
        else (word, ASSUMPTIONS[word])
        for word in deadline.assumptions
    ]


def _given(deadline: Deadline) -> Iterator[str]:
    """Yield each day that a closing of the user's left out of a count, with its name and source."""
    from timeline.law.options import days_for  # noqa: PLC0415 - most counts are given none

    terms = deadline.terms
    if not terms.closings:
        return
    mattered = dict(days_for(deadline.version, deadline.rule, terms.closings, terms.options).mattered)
    left_out = {step.date for step in deadline.steps if not step.counted and step.n is None}
    left_out &= {type(day).fromordinal(n) for day in left_out for n in mattered.get("closings_given", ())}
    for one in terms.closings:
        if one.date in left_out:
            left_out.remove(one.date)
            yield said("{day} ({why})", day=long(one.date), why=Given(f"{one.name}; {one.source}"))


def count_lines(deadline: Deadline) -> list[str]:
    """Return the count itself, a line a week, and the due date; where there is none, why."""
    rule, version = deadline.rule, deadline.version
    if not deadline.steps:
        why = [said("There is no due date: {reason}.", reason=REASONS[deadline.reason])]
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
    zero = next((n for n, step in enumerate(deadline.steps) if step.n == 0), 0)
    first, days = deadline.steps[zero], deadline.steps[zero + 1 :]
    return [
        said(
            f"{{title}}: {{period}} {version.direction} {{trigger}}.",
            title=rule.title,
            period=version.said,
            trigger=rule.trigger,
        ),
        "",
        *(said("{day}: {why}.", day=long(step.date), why=step.reason) for step in deadline.steps[:zero]),
        said("{day} is the {why}.", day=long(first.date), why=first.reason),
        "",
        *_days(deadline, days),
        "",
        said("{what}: {when}.", what=_RESULTS.get(rule.kind, "Due"), when=say(deadline.due)),
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
                if len(several) > 1:
                    span = {"first": long(first.date), "last": long(several[-1].date)}
                    yield said("From {first} to {last} {why}.", **span, why=why)
                else:
                    yield said("On {day} {why}.", day=long(first.date), why=why)
        elif phase == "reply":
            yield from (said("{day} is the {why}.", day=long(step.date), why=step.reason) for step in steps)
        else:
            if phase == "extension":
                yield said("{extension}.", extension=capital(extension_said(deadline)))
            if before or phase:
                yield ""
            yield from (_ends(steps) if deadline.version.unit in ("months", "years") else _weeks(steps))
        before = phase


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
        week = on_day(type(steps[0].date).fromordinal(monday))
        yield said("Week of {day}: {days}", day=week, days=joined(", ", days))


def _while(version: Version) -> str:
    if version.in_force_to is None:
        return said("since {day}", day=on_day(version.in_force_from))
    return said("to {day}", day=on_day(version.in_force_to))


def _ends(steps: list[Step]) -> Iterator[str]:
    for step in steps:
        yield said("{day}: {why}", day=long(step.date), why=step.reason)


def on_day(day: date) -> str:
    """Say a day.

    >>> from datetime import date
    >>> on_day(date(2020, 11, 18))
    'November 18, 2020'
    """
    return said_day(f"{_MONTHS[day.month - 1]} {day.day}, {day.year}", day, "long")


def long(day: date) -> str:
    """Say a day with its day of the week.

    >>> from datetime import date
    >>> long(date(2020, 11, 18))
    'Wednesday, November 18, 2020'
    """
    return said_day(f"{WEEKDAYS[day.weekday()]}, {on_day(day)}", day, "full")


def written(when: ImpreciseDate) -> str:
    """Say a date as its source has it, to be put between quotation marks.

    >>> from timeline.events.dates import parse_edtf
    >>> [str(written(parse_edtf(edtf))) for edtf in ("[..2020-10-20]", "2020-03", "2020", "2021-04-13~")]
    ['by October 20, 2020', 'March 2020', '2020', 'about April 13, 2021']
    """
    first, last = when.earliest, when.latest
    if first is None or last is None:
        text = f"by {on_day(last)}" if last else f"on or after {on_day(first)}" if first else "a day that is not known"
    elif first == last:
        text = on_day(first)
    elif (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        text = f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
    elif first.day == 1 and (first.year, first.month) == (last.year, last.month) and (last + _DAY).day == 1:
        text = f"{_MONTHS[first.month - 1]} {first.year}"
    else:
        text = f"{on_day(first)} to {on_day(last)}"
    return said_written(_QUALIFIERS[when.qualifier].format(when=text) if when.qualifier else text, when)


def say(when: ImpreciseDate, *, weekday: bool = True) -> str:
    """Say a date as surely as it is known.

    >>> from timeline.events.dates import parse_edtf
    >>> say(parse_edtf("[..2020-11-18]"))
    'on or before Wednesday, November 18, 2020'
    """
    days = [long(day) if weekday else on_day(day) for day in (when.earliest, when.latest) if day]
    if not days:
        return "on a day that is not known"
    if when.earliest and when.latest:
        exact = when.earliest == when.latest
        text = days[0] if exact else said("on one day from {first} to {last}", first=days[0], last=days[1])
    else:
        text = said(f"on or {'before' if when.latest else 'after'} {{day}}", day=days[0])
    return said(_QUALIFIERS[when.qualifier], when=text) if when.qualifier else text
