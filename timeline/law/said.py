"""Sentences of the law in English that still know what they are made of, so that another language can say them.

Each is an ordinary text: it prints, compares and is written to JSON as one. Whoever shows it in another language
takes the pattern and the parts instead (``timeline/view/words.py``), and the law knows nothing of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from timeline.events.dates import ImpreciseDate


class Said(str):
    """A sentence with its English pattern and what was put into it."""

    __slots__ = ("parts", "pattern")
    pattern: str
    parts: Mapping[str, str | int]


class Given(str):
    """A text that is the same in every language, such as a citation."""

    __slots__ = ()


class Day(str):
    """A day in English words: ``full`` has the day of the week and the year, ``short`` is for a line of many."""

    __slots__ = ("day", "form")
    day: date
    form: Literal["full", "long", "short"]


class Written(str):
    """A date as a source has it, in English words."""

    __slots__ = ("when",)
    when: ImpreciseDate


class Period(str):
    """A number of units in English words."""

    __slots__ = ("n", "unit")
    n: int
    unit: str


class Capital(str):
    """A text that begins a sentence."""

    __slots__ = ("text",)
    text: str


class Joined(str):
    """Texts one after the other."""

    __slots__ = ("joint", "texts")
    texts: tuple[str, ...]
    joint: str


def said(pattern: str, /, **parts: str | int) -> Said:
    """Put parts into an English pattern.

    >>> text = said("{day}: not counted", day="day of receipt")
    >>> print(text, "|", text.pattern, "|", text.parts)
    day of receipt: not counted | {day}: not counted | {'day': 'day of receipt'}
    """
    text = Said(pattern.format(**parts))
    text.pattern, text.parts = pattern, parts
    return text


def said_day(text: str, day: date, form: Literal["full", "long", "short"]) -> Day:
    """Return the English words for a day."""
    words = Day(text)
    words.day, words.form = day, form
    return words


def said_written(text: str, when: ImpreciseDate) -> Written:
    """Return the English words for a date as a source has it."""
    words = Written(text)
    words.when = when
    return words


def said_period(text: str, n: int, unit: str) -> Period:
    """Return the English words for a period."""
    words = Period(text)
    words.n, words.unit = n, unit
    return words


def capital(text: str) -> Capital:
    """Return a text with a capital at its beginning.

    >>> print(capital("extension by 10 working days"))
    Extension by 10 working days
    """
    words = Capital(text[:1].upper() + text[1:])
    words.text = text
    return words


def joined(joint: str, texts: Iterable[str]) -> Joined:
    """Join texts by ``", "``, ``"; "``, ``" "`` or ``" and "``.

    >>> print(joined(" and ", ["Good Friday", "Arbor Day"]))
    Good Friday and Arbor Day
    """
    all_of_them = tuple(texts)
    words = Joined(joint.join(all_of_them))
    words.texts, words.joint = all_of_them, joint
    return words
