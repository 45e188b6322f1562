"""Rival accounts: the same deadline as another source tells its events.

A row with ``claim_of`` never makes a clock of its own; what it tells differently gives another reading of that clock.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from timeline.law.clocks import Standing, Status, read, stand
from timeline.law.facts import Fact
from timeline.law.options import USUAL, Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from timeline.events.dates import ImpreciseDate
    from timeline.law.rules import Rule


UNPAUSED: Final = "a count without the pause"
UNEXTENDED: Final = "a count without the extension"
NEITHER: Final = "a count without the pause and the extension"
"""The accounts of counts that nobody in the table tells."""


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
    """A deadline under a rival account, or counted otherwise than it is stated.

    That is without a pause or an extension that the agency may claim, or under another reading of the law, which has
    its ``word`` and says in ``account`` what it is. ``due`` is undated where the account gives no date, or none can be
    computed.
    """

    account: str
    due: ImpreciseDate
    status: Status
    days_min: int | None = None
    days_max: int | None = None
    reason: str = ""
    claims: tuple[str, ...] = ()
    word: str = ""


def readings(
    rule: Rule | None,
    request: Fact,
    facts: Sequence[Fact],
    claims: Iterable[Claim],
    *,
    deadline_id: str,
    as_of: date,
    terms: Terms = USUAL,
) -> tuple[Reading, ...]:
    """Compute the deadline again under each rival account that changes it; all that one account says goes together.

    Where the rows stop the clock or extend it, the requester's counts, which leave that out, come first; the other
    readings of the law come last.
    """
    stated, others = read(rule, request, facts, as_of, terms)
    received = stated.trigger_id != request.id  # then it does not matter when the request was filed
    found = list(_requesters(rule, request, facts, stated, as_of, terms=terms)) if rule else []
    for account, told in _tellings(claims):
        due = told.get(deadline_id)
        if due and not _tells_event(rule, due):
            found.append(Reading(account, due.date, "undetermined", claims=(due.id,)))
            del told[deadline_id]
        filed = request if received else _retold(rule, request, told.get(request.id))
        retold = [_retold(rule, fact, told.get(fact.id)) for fact in facts]
        if due and _tells_event(rule, due):
            retold.append(Fact(deadline_id, due.kind, due.date))
        other = stand(rule, dataclasses.replace(filed, kind=request.kind), retold, as_of, terms)
        if _numbers(other) != _numbers(stated):
            names = tuple(claim.id for claim in told.values())
            days = (other.days_min, other.days_max)
            found.append(Reading(account, other.due, other.status, *days, other.reason, names))
    found += [
        Reading(says, other.due, other.status, other.days_min, other.days_max, other.reason, word=word)
        for (word, says), other in others
    ]
    return tuple(found)


def _requesters(
    rule: Rule, request: Fact, facts: Sequence[Fact], stated: Standing, as_of: date, *, terms: Terms
) -> Iterator[Reading]:
    """Count without each thing that holds the clock back: whether it was justified is not in the rows."""
    pauses, notices = {*rule.pauses, *rule.resumes}, {*rule.extended_by}
    for account, kinds in ((UNPAUSED, pauses), (UNEXTENDED, notices), (NEITHER, pauses | notices)):
        others = [f for f in facts if f.kind not in kinds]
        if len(others) == len(facts) or (account == NEITHER and not _both(facts, pauses, notices)):
            continue
        other = stand(rule, request, others, as_of, terms)
        if _numbers(other) != _numbers(stated):
            yield Reading(account, other.due, other.status, other.days_min, other.days_max, other.reason)


def _both(facts: Sequence[Fact], *kinds: set[str]) -> bool:
    return all(any(f.kind in each for f in facts) for each in kinds)


def _numbers(standing: Standing) -> tuple[ImpreciseDate, Status, int | None, int | None]:
    return standing.due, standing.status, standing.days_min, standing.days_max


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
