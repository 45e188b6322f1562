"""The terms of a table: what its settings choose where the law leaves it open, and the closings that it names."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import EventsError, Problem, TimelineError
from timeline.law.closings import Closing, read_closings
from timeline.law.options import DEFAULTS, Options, Terms

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from timeline.events.settings import Settings

CHOICES: Final = ("observed", "order_closings", "inauguration_day", "shutdowns", "court_state", "receipt_rule")
"""The options that hold for a whole table; the others are facts of one request."""


def terms_of(
    settings: Settings, *, closings: str | os.PathLike[str] | Sequence[Closing] | None = None
) -> tuple[Terms, list[Problem]]:
    """Return how the deadlines of a table are counted, and all that is wrong with what its settings say of it.

    ``closings`` are there instead of those that the settings name.

    >>> from timeline.events.settings import Settings
    >>> terms_of(Settings(law={"order_closings": "excluded"}))[0].options.order_closings
    'excluded'
    """
    problems = list(_problems(settings.law))
    given: Sequence[Closing] = ()
    try:
        given = _read(settings.closings if closings is None else closings)
    except EventsError as error:
        problems += [
            Problem(0, "closings", p.value, f"{error.name}, row {p.row}, {p.column}: {p.message}")
            for p in error.problems
        ]
    except TimelineError as error:
        problems.append(Problem(0, "closings", "", str(error)))
    options = DEFAULTS if problems else Options(**settings.law)
    return Terms(options, tuple(_named(one, settings) for one in given)), problems


def _read(closings: str | os.PathLike[str] | Sequence[Closing]) -> Sequence[Closing]:
    if isinstance(closings, (list, tuple)):
        return closings
    return read_closings(closings) if closings else ()  # type: ignore[arg-type]  # a path, since it is no list


def _named(closing: Closing, settings: Settings) -> Closing:
    """Return a closing of the agency by its own name, as that of a request is."""
    names = settings.canonical(closing.agency)
    return replace(closing, agency=names[0]) if names else closing


def _problems(law: Mapping[str, Any]) -> Iterator[Problem]:
    known = ", ".join(CHOICES)
    expected = {field.name: "true or false" if field.name == "observed" else "a text" for field in fields(Options)}
    for name, value in law.items():
        if name not in CHOICES:
            yield Problem(0, "law", name, f"[law] {name} is no choice for a whole table; known are {known}")
        elif not isinstance(value, bool if name == "observed" else str):
            yield Problem(0, "law", name, f"[law] {name} should be {expected[name]}")
        else:
            try:
                Options(**{name: value})  # type: ignore[arg-type]  # which is checked above
            except TimelineError as error:
                yield Problem(0, "law", name, f"[law] {error}")
