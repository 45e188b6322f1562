"""Rival accounts: the same deadline as another source tells its events.

A row with ``claim_of`` never makes a clock of its own; what it tells differently gives another reading of that clock.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.law.clocks import Fact, Status, stand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from timeline.events.dates import ImpreciseDate
    from timeline.law.rules import Rule


@dataclass(frozen=True, slots=True)
class Claim:
    """Another account's date of one of the facts, or of the deadline itself, and the kind of event it tells of."""

    of: str
    date: ImpreciseDate
    account: str
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A deadline under a rival account. ``due`` is undated where it gives no date, or none can be computed."""

    account: str
    due: ImpreciseDate
    status: Status
    days_min: int | None = None
    days_max: int | None = None
    reason: str = ""
    claims: tuple[str, ...] = ()


def readings(
    rule: Rule | None, request: Fact, facts: Sequence[Fact], claims: Iterable[Claim], *, deadline_id: str, as_of: date
) -> tuple[Reading, ...]:
    """Compute the deadline again under each rival account that changes it; all that one account says goes together."""
    stated = stand(rule, request, facts, as_of)
    received = stated.trigger_id != request.id  # then it does not matter when the request was filed
    found: list[Reading] = []
    for account, told in _tellings(claims):
        due = told.get(deadline_id)
        if due and not _tells_event(rule, due):
            found.append(Reading(account, due.date, "undetermined", claims=(due.id,)))
            del told[deadline_id]
        filed = request if received else _retold(rule, request, told.get(request.id))
        others = [_retold(rule, fact, told.get(fact.id)) for fact in facts]
        if due and _tells_event(rule, due):
            others.append(Fact(deadline_id, due.kind, due.date))
        other = stand(rule, dataclasses.replace(filed, kind=request.kind), others, as_of)
        days = (other.days_min, other.days_max)
        if (other.due, other.status, *days) != (stated.due, stated.status, stated.days_min, stated.days_max):
            names = tuple(claim.id for claim in told.values())
            found.append(Reading(account, other.due, other.status, *days, other.reason, names))
    return tuple(found)


def _tellings(claims: Iterable[Claim]) -> Iterator[tuple[str, dict[str, Claim]]]:
    """Put together what each account tells, by what it tells of; an account that tells one thing twice counts twice."""
    tellings: dict[tuple[str, int], dict[str, Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.account, claim.of, claim.date.edtf)):
        again = 0
        while claim.of in tellings.get((claim.account, again), ()):
            again += 1
        tellings.setdefault((claim.account, again), {})[claim.of] = claim
    for (account, _), told in sorted(tellings.items()):
        yield account, told


def _tells_event(rule: Rule | None, claim: Claim) -> bool:
    """Tell whether an account tells of an answer, or of none, and not just of another date."""
    return claim.kind == "no_response" or (rule is not None and claim.kind in rule.satisfied_by)


def _retold(rule: Rule | None, fact: Fact, claim: Claim | None) -> Fact:
    if claim is None:
        return fact
    if _tells_event(rule, claim) and claim.kind != fact.kind:
        return dataclasses.replace(fact, date=claim.date, kind=claim.kind, alleges="")
    return dataclasses.replace(fact, date=claim.date)
