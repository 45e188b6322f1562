"""How a page is cited: by its title, the day it speaks for, its address, and the hash of its data."""

from __future__ import annotations

from datetime import date
from typing import Final

MONTHS: Final = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
"""As The Bluebook abbreviates them (T12)."""


def bluebook_day(day: str) -> str:
    """Write a day in ISO's form as The Bluebook does; "" for none.

    >>> bluebook_day("2021-04-13")
    'Apr. 13, 2021'
    """
    if not day:
        return ""
    when = date.fromisoformat(day)
    return f"{MONTHS[when.month - 1]} {when.day}, {when.year}"
