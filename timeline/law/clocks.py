"""A request's clock: what started it, what stopped it, and how its deadline stands on a day.

Pure: facts in, a standing out. The rules of DESIGN, "What may be said", are the comments here: the bounds decide,
silence needs a report, a date that is only bounded by the suit says nothing, and an approximate date makes nothing sure.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from timeline.errors import CoverageError, RuleError
from timeline.events.dates import UNDATED, ImpreciseDate
from timeline.law.deadline import compute_deadline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from timeline.law.deadline import Deadline
    from timeline.law.rules import Rule

Status = Literal["met", "met_late", "overdue", "no_answer_recorded", "pending", "tolled", "undetermined"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A row as far as a clock needs it."""

    id: str
    kind: str
    date: ImpreciseDate
    alleges: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Another account's date of one of the facts, or of the deadline itself; ``kind`` where it tells of another kind."""

    of: str
    date: ImpreciseDate
    account: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands under one account: its due date, status, days overdue, and what that rests on.

    ``reason`` is the word for why no more can be said, "" where nothing is held back. ``days`` are whole days from
    the due date, at least and at most; None where nothing bounds them.
    """

    trigger_id: str
    trigger: ImpreciseDate
    due: ImpreciseDate = UNDATED
    status: Status = "undetermined"
    reason: str = ""
    days_min: int | None = None
    days_max: int | None = None
    assumptions: tuple[str, ...] = ()
    stopped_by: str = ""
    reported_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A deadline under a rival account. ``due`` is undated where that account gives no date, or none can be computed."""

    account: str
    due: ImpreciseDate
    status: Status
    days_min: int | None = None
    days_max: int | None = None
    reason: str = ""


def stand(rule: Rule | None, request: Fact, facts: Sequence[Fact], as_of: date) -> Standing:
    """Say how the deadline of a request stands on a day, given the rows that belong to it."""
    trigger, assumptions = _trigger(request, facts)
    bare = Standing(trigger.id, trigger.date, assumptions=assumptions)
    if rule is None:
        return dataclasses.replace(bare, reason="no_rule")
    if trigger.date.is_undated:
        return dataclasses.replace(bare, reason="undated_request")
    if trigger.date.is_span:
        return dataclasses.replace(bare, reason="span_trigger")
    if _surely_before(trigger.date, request.date):
        return dataclasses.replace(bare, reason="out_of_order")
    reports = [f for f in facts if f.kind == "no_response" or f.alleges == "no_response"]
    if _says_nothing(trigger.date, [*reports, *(f for f in facts if f.kind in ("complaint", "appeal"))]):
        return dataclasses.replace(bare, reason="dated_only_by_suit", reported_by=tuple(f.id for f in reports))
    try:
        deadline = compute_deadline(rule.id, trigger.date)
    except RuleError:
        return dataclasses.replace(bare, reason="not_in_force")
    except CoverageError:
        return dataclasses.replace(bare, reason="outside_calendar")
    by_then = [f for f in facts if not _after(f.date, as_of)]
    if pauses := [f for f in by_then if f.kind in (*rule.pauses, *rule.extended_by)]:
        return dataclasses.replace(bare, status=_paused(rule, deadline, pauses, by_then), reason="pause_not_counted")
    reports = [f for f in reports if f in by_then]
    standing = dataclasses.replace(
        bare,
        due=deadline.due,
        assumptions=(*assumptions, *deadline.assumptions),
        reported_by=tuple(f.id for f in reports),
    )
    return _status(standing, rule, request, by_then, reports, as_of)


def readings(
    rule: Rule | None, request: Fact, facts: Sequence[Fact], claims: Iterable[Claim], deadline_id: str, as_of: date
) -> tuple[Reading, ...]:
    """Compute the deadline again under each rival account that changes it; all that one account says goes together."""
    stated = stand(rule, request, facts, as_of)
    found: list[Reading] = []
    for account, told in _tellings(claims):
        if (of_deadline := told.pop(deadline_id, None)) and not _tells_event(rule, of_deadline):
            found.append(Reading(account, of_deadline.date, "undetermined"))
        if told or (of_deadline and _tells_event(rule, of_deadline)):
            first = _retold(rule, request, told.pop(request.id, None))
            others = [_retold(rule, fact, told.get(fact.id)) for fact in facts]
            if of_deadline and _tells_event(rule, of_deadline):
                others.append(Fact(deadline_id, of_deadline.kind, of_deadline.date))
            other = stand(rule, dataclasses.replace(first, kind=request.kind), others, as_of)
            if (other.due, other.days_min, other.days_max, other.status) != (
                stated.due, stated.days_min, stated.days_max, stated.status,
            ):  # fmt: skip
                found.append(Reading(account, other.due, other.status, other.days_min, other.days_max, other.reason))
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


def _trigger(request: Fact, facts: Sequence[Fact]) -> tuple[Fact, tuple[str, ...]]:
    """Receipt starts the clock; without one the filing date stands in, and the assumption says so."""
    receipts = [f for f in facts if f.kind == "receipt" and not f.date.is_undated]
    if receipts:
        return min(receipts, key=lambda f: (f.date.latest is None, f.date.latest or f.date.earliest)), ()
    return request, ("received_when_sent",)


def _says_nothing(trigger: ImpreciseDate, reports: Iterable[Fact]) -> bool:
    """Tell whether a trigger is dated only by the suit, appeal or report that came after it.

    Everything precedes the suit about it, so that bound is empty: a due date computed from it would look like a finding.
    """
    if trigger.latest is None or trigger.latest == trigger.earliest:
        return False
    later = [f.date.latest for f in reports if f.date.latest]
    return trigger.latest in later or (trigger.earliest is None and any(trigger.latest >= day for day in later))


def _paused(rule: Rule, deadline: Deadline, pauses: Sequence[Fact], by_then: Sequence[Fact]) -> Status:
    """Say ``tolled`` only where a question surely stopped a running clock and nothing can have started it again."""
    trigger, due = deadline.trigger, deadline.due
    resumes = dict(zip(rule.pauses, rule.resumes, strict=True))
    stopped = any(f.kind == "complaint" or f.kind in rule.satisfied_by for f in by_then)
    if stopped or trigger.qualifier or not all(f.date.is_exact for f in pauses):
        return "undetermined"
    open_questions = [
        f.date
        for f in pauses
        if f.kind in resumes and all(r.kind != resumes[f.kind] or _surely_before(r.date, f.date) for r in by_then)
    ]
    running = (q for q in open_questions if _not_before(q, trigger) and due.earliest and q.latest and q.latest <= due.earliest)
    return "tolled" if any(running) else "undetermined"


def _status(
    standing: Standing, rule: Rule, request: Fact, facts: Sequence[Fact], reports: Sequence[Fact], as_of: date
) -> Standing:
    due = standing.due
    suits = [f for f in facts if f.kind == "complaint"]
    answers = [f for f in facts if f.kind in rule.satisfied_by]
    # Any of several suits and answers may have been the first.
    stops = [*suits, *answers]
    end_earliest = min([as_of, *(f.date.earliest for f in stops if f.date.earliest)])
    end_latest = min([as_of, *(f.date.latest for f in stops if f.date.latest)])
    dated = [f for f in reports if f.date.earliest]
    # A vaguer report takes nothing away from a dated one.
    silent_until = _first([f for f in dated if not f.date.qualifier] or dated, latest=True)
    first = _first(stops)
    standing = dataclasses.replace(standing, stopped_by=first.id if first else "")

    def say(status: Status, *rests_on: Fact, reason: str = "", days: tuple[int | None, int | None] = (None, None)) -> Standing:
        # An approximate date does not widen what is computed from it, so nothing sure may be said of it.
        if status != "undetermined" and any(when.qualifier for when in (due, *(f.date for f in rests_on))):
            return dataclasses.replace(standing, status="undetermined", reason="approximate")
        return dataclasses.replace(standing, status=status, reason=reason, days_min=days[0], days_max=days[1])

    if standing.trigger.earliest and standing.trigger.earliest > as_of:
        return say("pending")
    suit_may_be_first = due.latest is None or any(f.date.earliest is None or f.date.earliest <= due.latest for f in suits)
    if answers:
        if any(_surely_before(answer.date, request.date) for answer in answers):
            return say("undetermined", reason="out_of_order")
        if any(_surely_before(answer.date, report.date) for answer in answers for report in dated):
            return say("undetermined", reason="sources_disagree")
        came = [f for f in answers if not _maybe_after(f.date, as_of)]
        in_time = [f for f in came if due.earliest and f.date.latest and f.date.latest <= due.earliest]
        if in_time:
            return say("met", next((f for f in in_time if not f.date.qualifier), in_time[0]))
        if came and due.latest and all(f.date.earliest and f.date.earliest > due.latest for f in answers):
            if suit_may_be_first:
                return say("undetermined", reason="suit_before_due")
            return say("met_late", *stops, days=((end_earliest - due.latest).days, _days(due.earliest, end_latest)))
        return say("undetermined", reason="answer_may_be_either")
    after_suit = [f for f in facts if f.kind == "production" and any(_surely_after(f.date, suit.date) for suit in suits)]
    if any(f.kind == "production" and f not in after_suit for f in facts):
        return say("undetermined", reason="production_is_no_determination")
    if due.latest is None or as_of <= due.latest:
        if due.earliest and as_of <= due.earliest:
            return say("pending", *stops)
        return say("undetermined", reason="due_may_have_passed")
    if suits and suit_may_be_first:
        return say("undetermined", reason="suit_before_due")
    if silent_until and silent_until.date.earliest and silent_until.date.earliest > due.latest:
        # Silence is known up to the last report of it and no further, so that is what "at least" counts to.
        low = (min(end_earliest, silent_until.date.earliest) - due.latest).days
        return say("overdue", *stops, silent_until, days=(low, _days(due.earliest, end_latest)))
    return say("no_answer_recorded", *stops)


def _first(facts: Iterable[Fact], *, latest: bool = False) -> Fact | None:
    """Return the earliest of some facts (or the latest), by the bound that is known."""
    dated = [(f.date.earliest or f.date.latest, f) for f in facts]
    known = [(day, f) for day, f in dated if day]
    if not known:
        return dated[0][1] if dated else None
    return (max if latest else min)(known, key=lambda pair: pair[0])[1]


def _days(start: date | None, end: date) -> int | None:
    return (end - start).days if start else None


def _after(when: ImpreciseDate, day: date) -> bool:
    return when.earliest is not None and when.earliest > day


def _maybe_after(when: ImpreciseDate, day: date) -> bool:
    return when.latest is None or when.latest > day


def _not_before(when: ImpreciseDate, other: ImpreciseDate) -> bool:
    """Tell whether a date is surely not before another one."""
    return when.earliest is not None and other.latest is not None and when.earliest >= other.latest


def _surely_after(when: ImpreciseDate, suit: ImpreciseDate) -> bool:
    """Tell whether records surely came with or after a suit; about a day is not surely."""
    return not when.qualifier and _not_before(when, suit)


def _surely_before(when: ImpreciseDate, other: ImpreciseDate) -> bool:
    if when.qualifier or other.qualifier or when.latest is None or other.earliest is None:
        return False
    return when.latest < other.earliest
