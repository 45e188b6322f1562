"""What a request's clock runs from: its receipt, the day by which it had to be sent on, or the day it was filed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.errors import CoverageError, RuleError
from timeline.events.dates import UNDATED, ImpreciseDate, combine, from_bounds
from timeline.law.deadline import compute_deadline
from timeline.law.facts import not_before, surely_after
from timeline.law.options import USUAL, Terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from timeline.law.alternatives import Other
    from timeline.law.facts import Fact
    from timeline.law.rules import Rule


@dataclass(frozen=True, slots=True)
class Trigger:
    """The day a period runs from, the row that tells it, and what that takes for granted.

    ``rows`` are the dates it rests on as their rows have them. ``first`` is the row of a receipt elsewhere that bears
    on the day, and ``cap`` the day from which the period ran at the latest after it.
    """

    id: str
    date: ImpreciseDate
    words: tuple[str, ...] = ()
    rows: tuple[ImpreciseDate, ...] = ()
    first: str = ""
    cap: ImpreciseDate = UNDATED


def trigger_of(
    rule: Rule | None, request: Fact, facts: Sequence[Fact], terms: Terms = USUAL, *, under: str = ""
) -> Trigger:
    """Find what starts a clock. Receipt does; without one the filing date stands in, and the assumption says so.

    ``request`` may be any row that the rule counts from. Where another part of the agency had the request first, the
    period runs from the receipt by the right one, and at the latest from the end of the time for sending it on. What is
    received with or after an appeal is the appeal. ``under`` is the sentence of another reading of that time.
    """
    receipts = [f for f in facts if f.kind == "receipt" and not f.date.is_undated]
    if rule and request.kind != "foia_request" and request.kind in rule.trigger_kinds:
        words = ("received_when_sent",) if rule.trigger.startswith("receipt") else ()
        received = _first(receipts) if rule.counts_receipt_of_appeal else None
        return received or Trigger(request.id, request.date, words, (request.date,))
    appeals = [f for f in facts if f.kind == "appeal"]
    receipts = [f for f in receipts if not any(surely_after(f.date, appeal.date) for appeal in appeals)]
    own = _first([f for f in receipts if not f.elsewhere])
    first = _first([f for f in receipts if f.elsewhere]) if rule and rule.capped_by else None
    if rule is None or first is None:
        return own or Trigger(request.id, request.date, ("received_when_sent",), (request.date,))
    if first.date.is_span or (own and own.date.is_span):
        return own if own and own.date.is_span else first
    return _routed(own, first, cap_after(rule, first.date, terms, under=under))


def cap_after(rule: Rule, first: ImpreciseDate, terms: Terms = USUAL, *, under: str = "") -> ImpreciseDate:
    """Return the day from which a period runs at the latest after a receipt elsewhere; undated where none is known.

    >>> from timeline.events.dates import parse_edtf
    >>> from timeline.law.rules import get_rule
    >>> cap_after(get_rule("us-foia.determination"), parse_edtf("2024-12-18")).edtf
    '2025-01-03'
    """
    try:
        found = compute_deadline(rule.capped_by, first, closings=terms.closings, options=terms.options)
    except (RuleError, CoverageError):
        return UNDATED
    return next((other.due for other in found.alternatives if other.says == under), found.due)


def caps(rule: Rule, trigger: Trigger, facts: Sequence[Fact], terms: Terms = USUAL) -> tuple[Other, ...]:
    """Return the other readings of the time for sending a request on, where that bears on a trigger."""
    first = next((f.date for f in facts if f.id == trigger.first), UNDATED)
    if trigger.cap.is_undated or first.is_undated:
        return ()
    return compute_deadline(rule.capped_by, first, closings=terms.closings, options=terms.options).alternatives


def _routed(own: Trigger | None, first: Trigger, cap: ImpreciseDate) -> Trigger:
    """Take the end of the time for sending on, 5 U.S.C. § 552(a)(6)(A), or the receipt by those asked if earlier."""
    rows = (*(own.rows if own else ()), *first.rows)
    if own is None:
        # It came on from there on a day that no row tells, and was deemed to have come when the cap ran out.
        when = from_bounds(first.date.earliest, cap.latest, first.date.qualifier)
        words = ("routing_cap", "sent_on_later") if not cap.is_undated else ("sent_on_later",)
        return Trigger(first.id, when, words, rows, first.id, cap)
    if cap.is_undated or not_before(cap, own.date):
        return Trigger(own.id, own.date, own.words, rows)
    if not_before(own.date, cap):
        return Trigger(first.id, cap, ("routing_cap",), rows, first.id, cap)
    starts, ends = (own.date.earliest, cap.earliest), [day for day in (own.date.latest, cap.latest) if day]
    when = from_bounds(_least(starts), min(ends, default=None), combine(own.date.qualifier, cap.qualifier))
    return Trigger(own.id, when, ("routing_cap",), rows, first.id, cap)


def _first(receipts: Sequence[Fact]) -> Trigger | None:
    """Return the first of some receipts, with the bounds of all that may have been the first."""
    if not receipts:
        return None
    first = min(receipts, key=lambda f: (f.date.latest is None, f.date.latest or f.date.earliest))
    # Another one whose bounds overlap may have been the first.
    others = [f.date for f in receipts if f is not first and not not_before(f.date, first.date)]
    when = first.date
    if others and not any(one.is_span for one in (when, *others)):
        rivals = (when, *others)
        marks = combine(*(one.qualifier for one in rivals))
        when = from_bounds(_least([one.earliest for one in rivals]), when.latest, marks)
    return Trigger(first.id, when, (), (when,))


def _least(days: Sequence[date | None]) -> date | None:
    known = [day for day in days if day]
    return min(known) if len(known) == len(days) else None
