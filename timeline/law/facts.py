"""The rows of a table as far as a clock needs them, and what their dates say of each other: surely, or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from timeline.events.dates import ImpreciseDate


@dataclass(frozen=True, slots=True)
class Fact:
    """A row as far as a clock needs it."""

    id: str
    kind: str
    date: ImpreciseDate
    alleges: str = ""
    account: str = ""


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
