"""What the law finds wrong with a table's requests, each with the rows involved; the rest is computed all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from timeline.errors import CoverageError, Problem, RuleError
from timeline.events.columns import several
from timeline.events.requests import link
from timeline.law.clocks import stand
from timeline.law.deadline import compute_deadline
from timeline.law.facts import fact_at, surely_before
from timeline.law.followups import concerning, follow_ups, own_start, rule_of, starts
from timeline.law.provisions import provisions
from timeline.law.rules import get_rule, load_rules
from timeline.law.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timeline.events.dates import ImpreciseDate
    from timeline.events.requests import Request
    from timeline.events.settings import Settings
    from timeline.law.clocks import Standing
    from timeline.law.facts import Fact
    from timeline.law.model import Rule
    from timeline.law.options import Terms


@dataclass(frozen=True, slots=True)
class _Case:
    """A request with its rule, its own row and those that belong to it, and where each stands in the file."""

    rule: Rule
    asked: Fact
    facts: list[Fact]
    row_of: Mapping[str, int]
    terms: Terms

    def stand(self, rule: Rule, start: Fact, facts: Sequence[Fact]) -> Standing:
        return stand(rule, start, facts, date.max, self.terms)

    def of_kind(self, *kinds: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.kind in kinds]

    def warn(self, fact: Fact, message: str) -> Problem:
        return Problem(self.row_of[fact.id], "date", fact.date.edtf, message, "warning")


def law_problems(
    columns: Mapping[str, Sequence[str]], dates: Sequence[ImpreciseDate], rows: Sequence[int], settings: Settings
) -> list[Problem]:
    """Find what contradicts itself or the law among the rows of each request, and typed deadlines that differ.

    All are warnings: what cannot be computed says so in its own row, and the rest is.
    """
    found: dict[Problem, None] = {}
    row_of = dict(zip(columns["id"], rows, strict=True))
    typed = [
        place
        for place, (kind, claim) in enumerate(zip(columns["kind"], columns["claim_of"], strict=True))
        if kind == "deadline" and not claim and not dates[place].is_undated
    ]
    asked = link(columns, rows, settings).rows
    terms, _ = terms_of(settings)
    for request, places in asked.items():
        rule, _ = rule_of(columns["rule"][request.place], columns["jurisdiction"][request.place])
        if rule is None:
            continue
        fact = partial(fact_at, columns, dates, request=request, settings=settings)
        case = _Case(rule, fact(request.place), [fact(place) for place in places], row_of, terms.of(request.agency))
        found |= dict.fromkeys(
            (
                *_named(case),
                *_trigger(case),
                *_order(case),
                *_pauses(case),
                *_extensions(case),
                *_suits(case),
            )
        )
        for place in typed:
            if _is_about(columns, place, request, [*asked], settings):
                reason = columns["source_title"][place] or columns["description"][place] or columns["title"][place]
                found |= dict.fromkeys(_typed(case, fact(place), columns["rule"][place], reason))
    return sorted(found, key=lambda problem: problem.row)


def _named(case: _Case) -> Iterator[Problem]:
    """Find rows that start nothing: a rule that does not count from them, a receipt elsewhere that the law ignores."""
    for fact in case.facts:
        named = load_rules().get(fact.rule)
        if named and named.id != case.rule.id and not starts(named, fact):
            word = fact.kind.replace("_", " ")
            counts = " or ".join(named.trigger_kinds).replace("_", " ") or "no row"
            message = f"the time of {named.id} counts from {counts} and not from this {word}; correct rule or kind"
            yield Problem(case.row_of[fact.id], "rule", named.id, message, "warning")
        if fact.elsewhere and not case.rule.capped_by:
            message = (
                f"the receipt's agency is not the one asked in row {case.row_of[case.asked.id]}, and {case.rule.id} "
                "does not say what a receipt elsewhere starts; correct agency or request"
            )
            yield Problem(case.row_of[fact.id], "agency", "", message, "warning")


def _trigger(case: _Case) -> Iterator[Problem]:
    """Find a trigger at which no text of the rule, or no calendar, is known."""
    standing = case.stand(case.rule, *own_start(case.rule, case.asked, case.facts)[:2])
    if standing.reason not in ("not_in_force", "outside_calendar"):
        return
    try:
        compute_deadline(case.rule.id, standing.trigger)
    except (RuleError, CoverageError) as error:
        start = next(f for f in (case.asked, *case.facts) if f.id == standing.trigger_id)
        yield case.warn(start, f"no deadline is computed from here: {error}")


def _order(case: _Case) -> Iterator[Problem]:
    for receipt in case.of_kind("receipt"):
        for suit in case.of_kind("complaint"):
            if surely_before(suit.date, receipt.date):
                yield case.warn(receipt, f"the receipt is dated after the suit of row {case.row_of[suit.id]}")
    for kind in case.rule.satisfied_by:
        first, *others = case.of_kind(kind) or [case.asked]
        for other in others:
            word = kind.replace("_", " ")
            message = (
                f"the request has another {word}, in row {case.row_of[first.id]}: whichever came in time counts, else "
                "the first; where this row only tells of the other differently, name that in claim_of"
            )
            yield case.warn(other, message)


def _suits(case: _Case) -> Iterator[Problem]:
    """Find a suit that surely came after the last day to sue."""
    standing = case.stand(case.rule, case.asked, case.facts)
    if own_start(case.rule, case.asked, case.facts)[0] is not case.asked or not case.of_kind("complaint"):
        return
    for one in provisions(case.rule, case.asked, case.facts, standing, date.max, terms=case.terms):
        if one.missed_by:
            suit = next(f for f in case.facts if f.id == one.missed_by)
            citation = get_rule(one.rule).versions[-1].citation
            message = (
                f"the suit is dated after the last day to sue, {one.date.edtf} ({citation}), if the time runs from the "
                "first day on which suit was possible without an appeal; correct the date, or see what else bears on it"
            )
            yield case.warn(suit, message)


def _pauses(case: _Case) -> Iterator[Problem]:
    rule = case.rule
    for kind, reply_kind in zip(rule.pauses, rule.resumes, strict=True):
        asks, word = case.of_kind(kind), kind.replace("_", " ")
        asks.sort(key=lambda f: (f.date.latest or date.max, f.id))
        for reply in case.of_kind(reply_kind):
            if not asks:
                yield case.warn(reply, f"this replies to a {word} that the table does not hold; add its row")
            elif all(surely_before(reply.date, ask.date) for ask in asks):
                where = ", ".join(str(case.row_of[ask.id]) for ask in asks)
                yield case.warn(reply, f"the reply is dated before the {word} it replies to, row {where}")
        for ask in asks[1:] if kind in rule.once else ():
            first = case.row_of[asks[0].id]
            yield case.warn(ask, f"a second {word} does not stop the clock, which that of row {first} did or could")


def _extensions(case: _Case) -> Iterator[Problem]:
    notices = case.of_kind(*case.rule.extended_by)
    if not notices:
        return
    due = case.stand(case.rule, case.asked, [f for f in case.facts if f not in notices]).due
    for notice in notices:
        if due.latest and notice.date.earliest and notice.date.earliest > due.latest:
            asked = case.row_of[case.asked.id]
            message = f"the notice came after the answer to row {asked} was due, on {due.latest}, and extends nothing"
            yield case.warn(notice, message)


def _typed(case: _Case, typed: Fact, named: str, says: str) -> Iterator[Problem]:
    """Compare a deadline that somebody typed with the computed one."""
    rule, start, facts = case.rule, case.asked, case.facts
    if named and named != rule.id:
        further = next(((r, t) for r, t in follow_ups(rule, facts) if r.id == named and len(t) == 1), None)
        if further is None:
            return
        rule, start = further[0], further[1][0]
        facts = concerning(rule, start, facts)
    standing = case.stand(rule, start, facts)
    due, when = standing.due, typed.date
    last = when.end_latest if when.is_span else when.latest
    differs = (due.earliest and last and last < due.earliest) or (
        due.latest and when.earliest and when.earliest > due.latest
    )
    if differs:
        period = compute_deadline(rule.id, standing.trigger)
        assumed = "; ".join(word.replace("_", " ") for word in standing.assumptions)
        message = (
            f"the date {when.edtf} ({says}) is not the computed one, {due.edtf}: {period.version.said} after "
            f"{rule.trigger}, {standing.trigger.edtf} ({period.citation}){f'; {assumed}' if assumed else ''}"
        )
        yield case.warn(typed, message)


def _is_about(
    columns: Mapping[str, Sequence[str]], place: int, request: Request, asked: Sequence[Request], settings: Settings
) -> bool:
    """Tell whether a typed deadline is that of a request: by name, or by its rule in the request's matter and agency.

    One that names neither request nor rule may be a court's day.
    """
    agencies, named, matter = (columns[name][place] for name in ("agency", "request", "matter"))
    canonical = settings.canonical(agencies)
    if named:
        return request.id in several(named) and (not agencies or request.agency in canonical)
    alike = [one for one in asked if columns["matter"][one.place] == matter and one.agency in canonical]
    return bool(columns["rule"][place]) and request in alike and sum(one.agency == request.agency for one in alike) == 1
