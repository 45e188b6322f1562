"""The rows of a table as far as a clock needs them, and what their dates say of each other: surely, or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from timeline.events.requests import is_elsewhere

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from timeline.events.dates import ImpreciseDate
    from timeline.events.requests import Request
    from timeline.events.settings import Settings

UNSURE: Final = frozenset({"disputed", "uncertain"})
"""Certainties under which a row makes nothing sure.

``reported`` and ``alleged`` are not among them: they say whose account a row is, and silence is told in no other way.
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row as far as a clock needs it.

    ``elsewhere`` marks a receipt by another part of the agency than the one asked; ``rule`` is a rule that the row
    itself says to count from it.
    """

    id: str
    kind: str
    date: ImpreciseDate
    alleges: str = ""
    account: str = ""
    certainty: str = ""
    rule: str = ""
    elsewhere: bool = False


def fact_at(
    columns: Mapping[str, Sequence[str]],
    dates: Sequence[ImpreciseDate],
    place: int,
    *,
    request: Request,
    settings: Settings,
) -> Fact:
    """Return the row at a place of the table, as one of a request's."""
    kind, agency = columns["kind"][place], columns["agency"][place]
    return Fact(
        columns["id"][place],
        kind,
        dates[place],
        columns["alleges"][place],
        certainty=columns["certainty"][place],
        rule=columns["rule"][place],
        elsewhere=is_elsewhere(kind, settings.canonical(agency), request),
    )


def after(when: ImpreciseDate, day: date) -> bool:
    """Tell whether a date is surely after a day."""
    return when.earliest is not None and when.earliest > day


def maybe_after(when: ImpreciseDate, day: date) -> bool:
    """Tell whether a date may be after a day."""
    return when.latest is None or when.latest > day


def not_before(when: ImpreciseDate, other: ImpreciseDate) -> bool:
    """Tell whether a date is surely not before another one."""
    return when.earliest is not None and other.latest is not None and when.earliest >= other.latest


def surely_after(when: ImpreciseDate, suit: ImpreciseDate) -> bool:
    """Tell whether records surely came with or after a suit; about a day is not surely."""
    return not when.qualifier and not_before(when, suit)


def surely_before(when: ImpreciseDate, other: ImpreciseDate) -> bool:
    """Tell whether a date is surely before another one; about a day is not surely."""
    if when.qualifier or other.qualifier or when.latest is None or other.earliest is None:
        return False
    return when.latest < other.earliest
