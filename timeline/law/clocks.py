"""A request's clock: what started it, what stopped it, and how its deadline stands on a day.

Pure: facts in, a standing out. The rules of DESIGN, "What may be said", are the comments here: the bounds decide,
silence needs a report, a date that only the suit bounds says nothing, and an approximate date makes nothing sure.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from timeline.errors import CoverageError, RuleError
from timeline.events.dates import UNDATED, ImpreciseDate, combine, from_bounds
from timeline.law.deadline import compute_deadline
from timeline.law.facts import UNSURE, Fact, after, maybe_after, surely_after, surely_before
from timeline.law.options import USUAL, Terms
from timeline.law.tolling import bearing_on, moved, run
from timeline.law.triggers import Trigger, caps, trigger_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from timeline.law.alternatives import Other
    from timeline.law.deadline import Deadline
    from timeline.law.rules import Rule

__all__ = ("Fact", "Standing", "Status", "read", "stand")

Status = Literal["met", "met_late", "overdue", "no_answer_recorded", "pending", "tolled", "undetermined"]

LATE: Final = ("overdue", "met_late")
"""The statuses that say that a due date was missed."""

_MOST_UNSURE: Final = 6
"""Rows in doubt of which every choice is looked at; with more of them nothing is said."""


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
    counted_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """How a deadline stands by some rows, and how under each other reading of the law, by its word and sentence."""

    stated: Standing
    others: Mapping[tuple[str, str], Standing] = dataclasses.field(default_factory=dict)

    def under(self, reading: tuple[str, str]) -> Standing:
        return self.others.get(reading, self.stated)


def stand(rule: Rule | None, request: Fact, facts: Sequence[Fact], as_of: date, terms: Terms = USUAL) -> Standing:
    """Say how the deadline of a request stands on a day, given the rows that belong to it.

    ``request`` may be any row that starts the clock of the rule: an appeal that of the decision on it. What is said
    holds with and without every row that its own certainty calls disputed or uncertain, and that an answer was late or
    in time only under every known reading of the law.
    """
    return read(rule, request, facts, as_of, terms)[0]


def read(
    rule: Rule | None, request: Fact, facts: Sequence[Fact], as_of: date, terms: Terms = USUAL
) -> tuple[Standing, tuple[tuple[tuple[str, str], Standing], ...]]:
    """Return how a deadline stands, and how under each reading of the law that gives another due date.

    Each of those comes with its word and the sentence that says which reading it is.
    """
    told = _stand(rule, request, facts, as_of, terms)
    unsure = [f for f in facts if f.certainty in UNSURE]
    if request.kind != "foia_request" and request.certainty in UNSURE:
        # A row that starts a further clock; that of a request is the request's own.
        return _doubted(told.stated), tuple((word, _doubted(one)) for word, one in told.others.items())
    if len(unsure) > _MOST_UNSURE:
        return _doubted(dataclasses.replace(told.stated, due=UNDATED)), ()
    without = [
        _stand(rule, request, [f for f in facts if f not in left], as_of, terms)
        for n in range(1, len(unsure) + 1)
        for left in combinations(unsure, n)
    ]
    stated = _agreed(told.stated, [one.stated for one in without])
    names = dict.fromkeys(name for one in (told, *without) for name in one.others)
    found = [(name, _agreed(told.under(name), [one.under(name) for one in without])) for name in names]
    others = tuple((name, one) for name, one in found if one.due != stated.due)
    # A closing that the user has a source for is no mere convention: the day without it only stands beside.
    return _held(stated, [one for (word, _), one in others if word != "without_closings_given"]), others


def _held(stated: Standing, others: Sequence[Standing]) -> Standing:
    """Take back what is said of a deadline where another reading of the law says the contrary."""
    sides = [_side(one) for one in others]
    side = _side(stated)
    if (side and any(other != side for other in sides)) or (stated.status == "pending" and "late" in sides):
        reason = "silence_between_readings" if _silent(stated, others) else "late_by_one_reading"
        return dataclasses.replace(stated, status="undetermined", reason=reason, days_min=None, days_max=None)
    return stated


def _side(standing: Standing) -> str:
    return "late" if standing.status in LATE else "met" if standing.status == "met" else ""


def _silent(stated: Standing, others: Sequence[Standing]) -> bool:
    return not any(one.status in ("met", "met_late") for one in (stated, *others))


def _agreed(told: Standing, without: Sequence[Standing]) -> Standing:
    """Return what holds in every one of some standings."""
    every = [told, *without]
    if all(one == told for one in without):
        return told
    dues = [one.due for one in every]
    triggers = [one.trigger for one in every]
    lows, highs = [one.days_min for one in every], [one.days_max for one in every]
    agreed = dataclasses.replace(
        told,
        due=_hull(dues) if not any(when.is_undated for when in dues) else UNDATED,
        trigger=_hull(triggers) if not any(when.is_undated or when.is_span for when in triggers) else told.trigger,
        days_min=min((low for low in lows if low is not None), default=None),
        days_max=None if None in highs else max(high for high in highs if high is not None),
        assumptions=tuple(dict.fromkeys(word for one in every for word in one.assumptions)),
    )
    if len({one.status for one in every}) > 1 or (agreed.due.is_undated and not told.due.is_undated):
        return _doubted(agreed)
    reason = next((one.reason for one in every if one.reason), "")
    stopped_by = told.stopped_by if len({one.stopped_by for one in every}) == 1 else ""
    return dataclasses.replace(agreed, reason=reason, stopped_by=stopped_by, reported_by=without[-1].reported_by)


def _doubted(told: Standing) -> Standing:
    return dataclasses.replace(told, status="undetermined", reason="disputed", days_min=None, days_max=None)


def _hull(dates: Sequence[ImpreciseDate]) -> ImpreciseDate:
    first, *others = dates
    if all(when == first for when in others):
        return first
    starts, ends = [when.earliest for when in dates], [when.latest for when in dates]
    return from_bounds(
        None if None in starts else min(day for day in starts if day),
        None if None in ends else max(day for day in ends if day),
        combine(*(when.qualifier for when in dates)),
    )


@lru_cache(maxsize=4096)
def _count(rule_id: str, trigger: ImpreciseDate, terms: Terms) -> Deadline:
    return compute_deadline(rule_id, trigger, closings=terms.closings, options=terms.options)


def _stand(rule: Rule | None, request: Fact, facts: Sequence[Fact], as_of: date, terms: Terms) -> _Told:
    trigger = trigger_of(rule, request, facts, terms)
    bare = Standing(trigger.id, trigger.date, assumptions=trigger.words)

    def nothing(reason: str) -> _Told:
        return _Told(dataclasses.replace(bare, reason=reason))

    if rule is None:
        return nothing("no_rule")
    if trigger.date.is_undated:
        return nothing("undated_request")
    if trigger.date.is_span:
        return nothing("span_trigger")
    if any(surely_before(when, request.date) for when in trigger.rows):
        return nothing("out_of_order")
    reports = [f for f in facts if f.kind == "no_response" or f.alleges == "no_response"]
    later = [*reports, *(f for f in facts if f.kind in ("complaint", "appeal"))]
    if any(_says_nothing(when, later) for when in trigger.rows):
        return _Told(dataclasses.replace(bare, reason="dated_only_by_suit", reported_by=tuple(f.id for f in reports)))
    try:
        deadline = _count(rule.id, trigger.date, terms)
    except RuleError:
        return nothing("not_in_force")
    except CoverageError:
        return nothing("outside_calendar")
    if deadline.reason:
        return nothing(deadline.reason)
    by_then = [f for f in facts if not after(f.date, as_of)]
    ended = run(rule, deadline, by_then, as_of)
    if ended.reason:
        over = any(f.kind == "complaint" or f.kind in rule.satisfied_by for f in by_then)
        status: Status = "tolled" if ended.stopped and not over else "undetermined"
        return _Told(dataclasses.replace(bare, status=status, reason=ended.reason))
    reports = [f for f in reports if f in by_then]
    standing = dataclasses.replace(
        bare,
        due=ended.due,
        assumptions=(*trigger.words, *(("least_time",) if rule.least else ()), *ended.assumptions),
        reported_by=tuple(f.id for f in reports),
        counted_with=tuple(sorted(f.id for f in bearing_on(rule, by_then))),
    )
    others = {
        (other.word, other.says): _status(
            dataclasses.replace(standing, due=other.due), rule, request, by_then, reports=reports, as_of=as_of
        )
        for other in _others(deadline, by_then, as_of)
    }
    for word, says, due in _capped(rule, trigger, request, facts, terms, by_then=by_then, as_of=as_of):
        other = dataclasses.replace(standing, due=due)
        others[word, says] = _status(other, rule, request, by_then, reports=reports, as_of=as_of)
    return _Told(_status(standing, rule, request, by_then, reports=reports, as_of=as_of), others)


def _capped(
    rule: Rule, trigger: Trigger, request: Fact, facts: Sequence[Fact], terms: Terms,
    *, by_then: Sequence[Fact], as_of: date,
) -> Iterator[tuple[str, str, ImpreciseDate]]:  # fmt: skip
    """Yield the due date under each other reading of the time for sending a request on."""
    for cap in caps(rule, trigger, facts, terms):
        start = trigger_of(rule, request, facts, terms, under=cap.says).date
        if start in (trigger.date, UNDATED):
            continue
        try:
            found = _count(rule.id, start, terms)
            due = run(rule, found, by_then, as_of).due
            # Whoever reads the one provision so reads the other so too, as that of closings by order.
            same = [one.due for one in _others(found, by_then, as_of) if one.says == cap.says]
        except (RuleError, CoverageError):
            continue
        if not due.is_undated:
            yield cap.word, cap.says, next(iter(same), due)


def _others(deadline: Deadline, facts: Sequence[Fact], as_of: date) -> tuple[Other, ...]:
    """Return the other readings of a deadline, or of the day to which its rows moved it."""
    held = bearing_on(deadline.rule, facts)
    return moved(deadline, held, as_of).alternatives if held else deadline.alternatives


def _says_nothing(trigger: ImpreciseDate, reports: Iterable[Fact]) -> bool:
    """Tell whether a trigger is dated only by the suit, appeal or report that came after it.

    Everything precedes the suit about it, so that bound is empty: a due date from it would look like a finding.
    """
    if trigger.latest is None or trigger.latest == trigger.earliest:
        return False
    later = [f.date.latest for f in reports if f.date.latest]
    return trigger.latest in later or (trigger.earliest is None and any(trigger.latest >= day for day in later))


def _status(
    standing: Standing, rule: Rule, request: Fact, facts: Sequence[Fact], *, reports: Sequence[Fact], as_of: date
) -> Standing:
    due = standing.due
    # A suit stops the clock of an answer; that of a deadline to sue it meets.
    suits = [f for f in facts if f.kind == "complaint" and f.kind not in rule.satisfied_by]
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

    def say(
        status: Status, *rests_on: Fact, reason: str = "", days: tuple[int | None, int | None] = (None, None)
    ) -> Standing:
        # An approximate date does not widen what is computed from it, so nothing sure may be said of it.
        if status != "undetermined" and any(when.qualifier for when in (due, *(f.date for f in rests_on))):
            return dataclasses.replace(standing, status="undetermined", reason="approximate")
        return dataclasses.replace(standing, status=status, reason=reason, days_min=days[0], days_max=days[1])

    if standing.trigger.earliest and standing.trigger.earliest > as_of:
        return say("pending")
    suit_may_be_first = due.latest is None or any(not f.date.earliest or f.date.earliest <= due.latest for f in suits)
    if answers:
        answered, reason, rests_on = _answered(answers, request, dated, due, as_of)
        if answered != "met_late" or due.latest is None:
            return say(answered, *rests_on, reason=reason)
        if suit_may_be_first:
            return say("undetermined", reason="suit_before_due")
        return say("met_late", *stops, days=((end_earliest - due.latest).days, _days(due.earliest, end_latest)))
    productions = [f.date for f in facts if f.kind == "production"]
    if not all(any(surely_after(when, suit.date) for suit in suits) for when in productions):
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


def _answered(
    answers: Sequence[Fact], request: Fact, reports: Sequence[Fact], due: ImpreciseDate, as_of: date
) -> tuple[Status, str, Sequence[Fact]]:
    """Say whether an answer came in time or late, why that cannot be said, and which answers this rests on."""
    if any(surely_before(answer.date, request.date) for answer in answers):
        return "undetermined", "out_of_order", ()
    ends = [(answer.date.latest, report.date.earliest) for answer in answers for report in reports]
    if any(answer and report and answer < report for answer, report in ends):
        return "undetermined", "sources_disagree", ()
    came = [f for f in answers if not f.date.is_span and not maybe_after(f.date, as_of)]
    in_time = [f for f in came if due.earliest and f.date.latest and f.date.latest <= due.earliest]
    if in_time:
        return "met", "", [next((f for f in in_time if not f.date.qualifier), in_time[0])]
    if came and due.latest and all(f.date.earliest and f.date.earliest > due.latest for f in answers):
        return "met_late", "", answers
    return "undetermined", "answer_may_be_either", ()


def _first(facts: Iterable[Fact], *, latest: bool = False) -> Fact | None:
    """Return the earliest of some facts (or the latest), by the bound that is known."""
    dated = [(f.date.earliest or f.date.latest, f) for f in facts]
    known = [(day, f) for day, f in dated if day]
    if not known:
        return dated[0][1] if dated else None
    return (max if latest else min)(known, key=lambda pair: pair[0])[1]


def _days(start: date | None, end: date) -> int | None:
    return (end - start).days if start else None
