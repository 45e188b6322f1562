"""What a rule of law is, as frozen records: a rule, the versions of its text, extensions, and readings in dispute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from timeline.errors import RuleError
from timeline.law.said import said, said_period

Unit = Literal["working_days", "business_days", "calendar_days", "months", "years", "none"]
Roll = Literal["next", "previous", "none"]
Direction = Literal["after", "before"]
FirstDay = Literal["after_trigger", "trigger"]
Certainty = Literal["verified", "single-source", "conflicting"]
Kind = Literal["deadline", "opening", "method", "definition", "tolling", "consequence", "receipt_rule"]
CountedFrom = Literal["end_of_period", "trigger", "acknowledgement", "notice"]

UNITS: Final[tuple[Unit, ...]] = ("working_days", "business_days", "calendar_days", "months", "years", "none")
ROLLS: Final[tuple[Roll, ...]] = ("next", "previous", "none")
DIRECTIONS: Final[tuple[Direction, ...]] = ("after", "before")
FIRST_DAYS: Final[tuple[FirstDay, ...]] = ("after_trigger", "trigger")
CERTAINTIES: Final[tuple[Certainty, ...]] = ("verified", "single-source", "conflicting")
KINDS_OF_RULE: Final[tuple[Kind, ...]] = (
    "deadline", "opening", "method", "definition", "tolling", "consequence", "receipt_rule",
)  # fmt: skip
"""An ``opening`` is the first day on which something may be done; a ``method`` counts whatever period it is given."""
COUNTED_FROM: Final[tuple[CountedFrom, ...]] = ("end_of_period", "trigger", "acknowledgement", "notice")
DATELESS: Final = ("definition", "tolling", "consequence")
"""Kinds of rule that never give a date of their own."""

LONG_AGO: Final = date.min
"""The start of a version whose start is not known."""


def in_words(period: int, unit: Unit) -> str:
    """Say a period.

    >>> in_words(20, "working_days"), in_words(1, "years")
    ('20 working days', '1 year')
    """
    return said_period(f"{period} {unit.replace('_', ' ').removesuffix('s' if period == 1 else '')}", period, unit)


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much, counted from where, and by what authority a period may be extended.

    ``unit`` is ``none`` where the law fixes no length and asks for a date of the agency's own.
    """

    period: int
    unit: Unit
    citation: str
    counted_from: CountedFrom = "end_of_period"
    roll: Roll = "none"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a version that somebody with authority has taken: what it changes, and a sentence for it."""

    says: str
    period: int | None = None
    unit: Unit | None = None
    first_day: FirstDay | None = None
    roll: Roll | None = None
    extended_to: int | None = None
    """The period of the extension, where it is that which the reading changes."""


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as its text stood from one day to another.

    Where nobody has recorded when the text began, ``in_force_from`` is ``LONG_AGO`` and ``known_since`` is the first
    day on which a source shows it in force.
    """

    in_force_from: date
    in_force_to: date | None
    period: int
    unit: Unit
    first_day: FirstDay
    direction: Direction
    roll: Roll
    calendar: str
    citation: str
    extension: Extension | None = None
    known_since: date | None = None
    standard: str = ""
    """What the law asks for where it fixes no number of days: "promptly"."""
    short_below: int = 0
    """Periods of fewer calendar days than this leave out weekends and holidays."""
    alternatives: tuple[Alternative, ...] = ()

    @property
    def start_known(self) -> bool:
        """Whether it is recorded when this text took effect."""
        return self.in_force_from != LONG_AGO

    @property
    def skips(self) -> bool:
        """Whether the days that the calendar names are left out of the count."""
        return self.unit in ("working_days", "business_days")

    @property
    def said(self) -> str:
        """The period in words.

        >>> from timeline.law.rules import get_rule
        >>> get_rule("us-ca.response").versions[-1].said, get_rule("us-fl.response").versions[-1].said
        ('10 calendar days', 'no fixed period: within a reasonable time')
        """
        if self.unit == "none":
            return said("no fixed period: {standard}", standard=self.standard)
        return in_words(self.period, self.unit) if self.period else "any period"


@dataclass(frozen=True, slots=True)
class Example:
    """A trigger and the due date that the rule must give for it; ``period`` where the rule is a method of counting."""

    trigger: str
    due: str
    note: str
    period: int | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """By how many days the law deems something received later that came by a certain means."""

    means: str
    period: int
    unit: Unit
    citation: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision that turns a trigger into a deadline, or says how, or why there is none.

    ``pauses`` and ``resumes`` belong together pair by pair: a ``clarification`` stops the clock until its
    ``clarification_reply``. Where a kind of pause is in ``restarts`` too, its reply begins the period anew.

    >>> from timeline.law.rules import get_rule
    >>> rule = get_rule("us-foia.determination")
    >>> dict(zip(rule.pauses, rule.resumes))
    {'clarification': 'clarification_reply', 'fee_notice': 'fee_reply'}
    """

    id: str
    jurisdiction: str
    title: str
    trigger: str
    trigger_day: str
    trigger_kinds: tuple[str, ...]
    satisfied_by: tuple[str, ...]
    pauses: tuple[str, ...]
    resumes: tuple[str, ...]
    extended_by: tuple[str, ...]
    certainty: Certainty
    notice: str
    sources: tuple[str, ...]
    versions: tuple[Version, ...]
    examples: tuple[Example, ...]
    kind: Kind = "deadline"
    restarts: tuple[str, ...] = ()
    receipt_cutoff: str = ""
    """The time, such as ``17:00``, from which something counts as received on the next working day."""
    receipt_offsets: tuple[Offset, ...] = ()
    once: tuple[str, ...] = ()
    """The kinds of pause that stop the clock one time only."""
    pauses_since: date | None = None
    """The first day from which what is recorded here about pauses is known to be the law."""
    pauses_under: tuple[str, ...] = ()
    """For each kind of pause the provision that lets it stop the clock; "" where none is recorded."""
    follow_up: bool = False
    """Whether a request has this deadline beside its own once a row of its trigger kind is there."""
    requester: bool = False
    """Whether it is the requester who must act by then."""
    least: bool = False
    """Whether this is the least time, and whoever sets it may give more."""
    capped_by: str = ""
    """The rule that says from when the period runs at the latest after a receipt by another part of the agency."""
    followed_by: tuple[str, ...] = ()
    """The provisions that hold from the end of this period on, where it ended without an answer."""

    @property
    def counts_receipt_of_appeal(self) -> bool:
        """Tell whether the time runs from the day on which the agency received an appeal, not from its sending."""
        return "appeal" in self.trigger_kinds and self.trigger.startswith("receipt")

    def version_on(self, day: date) -> Version:
        """Return the version in force on a day.

        >>> from timeline.law.rules import get_rule
        >>> get_rule("us-foia.determination").version_on(date(1990, 5, 1))
        Traceback (most recent call last):
            ...
        timeline.errors.RuleError: us-foia.determination has no version in force on 1990-05-01; it has \
1997-10-02 to now. To count from that day, add the text then in force, with its source, as a [[rule.versions]] \
of rules/us-foia.toml
        """
        for version in self.versions:
            if version.in_force_from <= day and (version.in_force_to is None or day <= version.in_force_to):
                return version
        known = ", ".join(
            f"{v.in_force_from if v.start_known else 'an unknown day'} to {v.in_force_to or 'now'}"
            for v in self.versions
        )
        msg = (
            f"{self.id} has no version in force on {day}; it has {known}. To count from that day, add the text then in "
            f"force, with its source, as a [[rule.versions]] of rules/{self.id.partition('.')[0]}.toml"
        )
        raise RuleError(msg)
