"""What a data file may hold, checked key by key, so that a typing error in law is refused and not computed with."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


class Key(NamedTuple):
    """What one key must hold: in words for the person who mistyped it, and as a test."""

    expected: str
    fits: Callable[[Any], bool]
    required: bool = True


def is_text(value: object) -> bool:
    """Say whether the value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def is_number(value: object) -> bool:
    """Say whether the value is a whole number of at least nought."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_date(value: object) -> bool:
    """Say whether the value is a date without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def one_of(words: Sequence[str]) -> Key:
    """Return a key that holds one of these words."""
    return Key("one of " + ", ".join(words), lambda value: value in tuple(words))


def list_of(fits: Callable[[Any], bool], expected: str, *, least: int = 0) -> Key:
    """Return a key that holds a list of things that fit."""
    return Key(expected, lambda value: isinstance(value, list) and len(value) >= least and all(map(fits, value)))


def optional(key: Key) -> Key:
    """Return the same key, which may be left out."""
    return key._replace(required=False)


TEXT = Key("a text", is_text)
NUMBER = Key("a whole number", is_number)
DATE = Key("a date like 1997-10-02, without quotation marks", is_date)
TRUE = Key("true", lambda value: value is True)
TABLES = list_of(lambda value: isinstance(value, dict), "at least one table", least=1)


def problems(table: Mapping[str, Any], schema: Mapping[str, Key], where: str) -> Iterator[str]:
    """Name every key that is unknown, missing, or holds what it should not.

    >>> list(problems({"titel": "FOIA"}, {"title": TEXT}, "rule 1"))
    ["rule 1: unknown key 'titel'; known are title", "rule 1: key 'title' is missing; expected a text"]
    """
    for name in table:
        if name not in schema:
            yield f"{where}: unknown key {name!r}; known are {', '.join(schema)}"
    for name, key in schema.items():
        if name in table and not key.fits(table[name]):
            yield f"{where}: key {name!r} is {table[name]!r}; expected {key.expected}"
        elif name not in table and key.required:
            yield f"{where}: key {name!r} is missing; expected {key.expected}"


def refuse(file: str, found: Sequence[str]) -> None:
    """Raise one RuleError with everything that is wrong with a file; do nothing where nothing is."""
    if found:
        msg = "\n".join([f"{file}: {len(found)} problem{'s' * (len(found) > 1)}", *(f"  {line}" for line in found)])
        raise RuleError(msg)
