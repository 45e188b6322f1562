"""A period that no rule here names: a rule made on the spot, counted like every other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timeline.errors import RuleError
from timeline.law.calendars import load_calendar
from timeline.law.model import LONG_AGO, ROLLS, UNITS, Rule, Version

if TYPE_CHECKING:
    from timeline.law.model import Roll, Unit

CITATION: Final = "Counted without a rule"


def ad_hoc(period: int, unit: Unit, *, calendar: str = "us-federal", roll: Roll = "none", before: bool = False) -> Rule:
    """Return a rule for a period of so many units, to be counted from any day with ``compute_deadline``.

    For an order, an agreement or a law that is not here. It cites nothing and knows no extension, no pause and no
    other reading: what the provision says of these is for its reader to apply.

    >>> from timeline.law.deadline import compute_deadline
    >>> compute_deadline(ad_hoc(10, "calendar_days", roll="next"), "2007-08-22").due.edtf
    '2007-09-04'
    """
    if period < 1 or unit not in UNITS[:-1] or roll not in ROLLS:
        msg = (
            f"a period of {period} {unit}, roll {roll}, cannot be counted; expected a number from 1 up, one of "
            f"{', '.join(UNITS[:-1])}, and a roll of {', '.join(ROLLS)}"
        )
        raise RuleError(msg)
    version = Version(
        in_force_from=LONG_AGO,
        in_force_to=None,
        period=period,
        unit=unit,
        first_day="after_trigger",
        direction="before" if before else "after",
        roll=roll,
        calendar=load_calendar(calendar).id,
        citation=CITATION,
    )
    return Rule(
        id="",
        jurisdiction="",
        title="A period",
        trigger="the day",
        trigger_day="day counted from",
        trigger_kinds=(),
        satisfied_by=(),
        pauses=(),
        resumes=(),
        extended_by=(),
        certainty="verified",
        notice="",
        sources=(),
        versions=(version,),
        examples=(),
    )
