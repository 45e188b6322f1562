"""What the law says beside a request's deadline: where it was first received, when suit may come, what lateness costs.

Facts of the deadline and no deadlines of their own: each depends on an answer that may or may not have come. What the
rows contradict is left out: no first day to sue where an answer came before the suit, no loss of fees where it is not
sure that the answer was late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import CoverageError, RuleError
from timeline.events.dates import UNDATED, ImpreciseDate, from_bounds
from timeline.law.clocks import LATE
from timeline.law.deadline import compute_deadline
from timeline.law.facts import after, surely_after
from timeline.law.options import USUAL, Terms
from timeline.law.rules import get_rule
from timeline.law.triggers import trigger_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from timeline.law.accounts import Reading
    from timeline.law.clocks import Standing
    from timeline.law.facts import Fact
    from timeline.law.rules import Rule

_NO_DATE: Final = ("", "undated_request", "dated_only_by_suit")
"""Why an account gives no due date where it gives no date either, and so contradicts none."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision and the day that it gives, counted from a day; undated where it gives none.

    ``of`` is the row it is counted from, "" where that is the end of the time to answer; ``missed_by`` is the suit that
    surely came after a last day to sue.
    """

    rule: str
    date: ImpreciseDate = UNDATED
    counted_from: ImpreciseDate = UNDATED
    of: str = ""
    assumptions: tuple[str, ...] = ()
    missed_by: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for a cell of the table."""
        return {
            "rule": self.rule,
            "date": self.date.edtf or None,
            "from": self.counted_from.edtf or None,
            "of": self.of,
            "assumptions": list(self.assumptions),
            "missed_by": self.missed_by,
        }


def provisions(
    rule: Rule | None,
    request: Fact,
    facts: Sequence[Fact],
    standing: Standing,
    as_of: date,
    *,
    others: Sequence[Reading] = (),
    terms: Terms = USUAL,
) -> Iterator[Provision]:
    """Yield what else the law says of a request's own deadline that stands so on a day.

    An answer was surely late only where it was under every other reading too, ``others``.
    """
    if rule is None or standing.due.is_undated:
        return
    trigger = trigger_of(rule, request, facts, terms)
    if trigger.first and not trigger.cap.is_undated:
        first = next(f for f in facts if f.id == trigger.first)
        yield Provision(rule.capped_by, trigger.cap, first.date, first.id)
    by_then = [f for f in facts if not after(f.date, as_of)]
    for name in rule.followed_by:
        following = get_rule(name)
        if following.kind == "consequence":
            if _surely_late(standing, others) and _in_force(following, standing.trigger):
                yield Provision(name)
        elif not _answered_first(rule, by_then):
            yield from _opening(
                following, standing.due, suits=[f for f in by_then if f.kind == "complaint"], terms=terms
            )


def _opening(rule: Rule, due: ImpreciseDate, *, suits: Sequence[Fact], terms: Terms) -> Iterator[Provision]:
    """Yield the first day on which something may be done after silence, and the last."""
    opens = _counted(rule, due, terms)
    if opens is None:
        return
    when, words, others = opens
    yield Provision(rule.id, when, due, assumptions=words)
    for name in rule.followed_by:
        # It may have been possible under every reading of the day, and the time may run from any of them.
        day = _spanning((when, *others))
        if (last := _counted(get_rule(name), day, terms)) is not None:
            late = bool(suits) and all(
                surely_after(f.date, last[0]) and f.date.earliest != last[0].latest for f in suits
            )
            words = ("runs_from_first_day", *last[1])
            yield Provision(name, last[0], day, assumptions=words, missed_by=suits[0].id if late else "")


def _counted(
    rule: Rule, start: ImpreciseDate, terms: Terms
) -> tuple[ImpreciseDate, tuple[str, ...], tuple[ImpreciseDate, ...]] | None:
    try:
        found = compute_deadline(rule.id, start, closings=terms.closings, options=terms.options)
    except (RuleError, CoverageError):
        return None
    if found.reason:
        return None
    return found.due, found.assumptions, tuple(other.due for other in found.alternatives)


def _spanning(dates: Sequence[ImpreciseDate]) -> ImpreciseDate:
    starts, ends = [when.earliest for when in dates], [when.latest for when in dates]
    return from_bounds(
        None if None in starts else min(day for day in starts if day),
        None if None in ends else max(day for day in ends if day),
        dates[0].qualifier,
    )


def _answered_first(rule: Rule, facts: Sequence[Fact]) -> bool:
    """Tell whether an answer is recorded that did not surely come after a suit."""
    suits = [f.date for f in facts if f.kind == "complaint"]
    return any(
        not any(suit.latest and f.date.earliest and f.date.earliest > suit.latest for suit in suits)
        for f in facts
        if f.kind in rule.satisfied_by
    )


def _surely_late(standing: Standing, others: Sequence[Reading]) -> bool:
    dated = [other for other in others if not other.due.is_undated or other.reason not in _NO_DATE]
    return standing.status in LATE and all(other.status in LATE for other in dated)


def _in_force(rule: Rule, trigger: ImpreciseDate) -> bool:
    """Tell whether a provision was in force on the days that are known of when the period began."""
    try:
        return all(rule.version_on(day) for day in (trigger.earliest, trigger.latest) if day)
    except RuleError:
        return False
