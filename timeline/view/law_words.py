"""The law's own English sentences in another language: pattern and parts from its catalogue, days from Babel.

The section ``[law]`` of a language has each English text or pattern with its own. A sentence of which any part is
missing there is not half translated: it stays English, and what shows it says so.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final

from timeline.law.calendars import OBSERVED, WEEKDAYS
from timeline.law.said import Capital, Day, Given, Joined, Period, Said, Written
from timeline.view.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timeline.view.words import Words

ENGLISH: Final = "en"
"""The language that the law speaks by itself."""


class English(str):
    """A text of ours in which a part of the law had to stay English, since the language has no words for it."""

    __slots__ = ()


class Untold(LookupError):  # noqa: N818 - it is an answer, and never leaves the views
    """The language has no words for a text of the law."""


def law_words(say: Words, text: str) -> str | None:
    """Return a text of the law in a language, or None where it has no words for it.

    >>> from timeline.view.words import words
    >>> law_words(words("es"), "Veterans Day (observed)"), law_words(words("es"), "Some New Day")
    ('Día de los Veteranos (trasladado)', None)
    """
    try:
        return told(say, text)
    except Untold:
        return None


def lawful(say: Words, key: str, texts: Mapping[str, str], /, **parts: str) -> str:
    """Say a sentence that holds texts of the law; ``English`` where one of them has no words.

    >>> from timeline.view.words import words
    >>> print(lawful(words("es"), "card.standard", {"standard": "promptly"}))
    La ley pide que se responda con prontitud.
    """
    known = {name: law_words(say, text) for name, text in texts.items()}
    sentence = say(key, **parts, **{name: text or texts[name] for name, text in known.items()})
    return sentence if all(known.values()) else English(sentence)


def teller(say: Words) -> Callable[[str], str]:
    """Return what says any text of the law in a language; it raises Untold where there are no words for it."""
    return partial(told, say)


def told(say: Words, text: str) -> str:
    """Return a text of the law in a language."""
    if say.lang == ENGLISH:
        return str(text)
    match text:
        case Said():
            parts = {name: told(say, part) if isinstance(part, str) else part for name, part in text.parts.items()}
            return _known(say, text.pattern).format(**parts)
        case Given():
            return str(text)
        case Day():
            return say.long_day(text.day, text.form)
        case Written():
            return say.when(text.when)
        case Capital():
            found = told(say, text.text)
            return found[:1].upper() + found[1:]
        case Period() if text.n:
            return say(f"count.{text.unit}", text.n)
        case Joined() if text.joint == " and ":
            return say.listed([told(say, one) for one in text.texts], "and")
        case Joined():
            return text.joint.join(told(say, one) for one in text.texts)
    if text in WEEKDAYS:
        return say.weekday(WEEKDAYS.index(text))
    if text.endswith(OBSERVED):
        return _known(say, "{holiday}" + OBSERVED).format(holiday=told(say, text.removesuffix(OBSERVED)))
    return _known(say, text) if text else ""


def _known(say: Words, text: str) -> str:
    table = say.catalogue["law"]
    if text in table:
        return str(table[text])
    if text in (places := _places()):  # which every catalogue has by its name
        section, name = places[text]
        return str(say.catalogue[section][name])
    raise Untold(text)


@cache
def _places() -> dict[str, tuple[str, str]]:
    """Return the place in a catalogue of what the law takes for granted and why there is no date, by the English."""
    english = words(ENGLISH).catalogue
    return {text: (name, key) for name in ("assumptions", "reasons", "sureness") for key, text in english[name].items()}
