"""Which deadlines a request has: its own, by its row or its jurisdiction, and those that other rows of it start.

Further ones are the decision on an appeal, or the answer to the suit: those that the law's data marks ``follow_up`` in
the family of the request's rule, and any other that a row names in its column ``rule``, as an adverse determination
names the time to appeal it. One is computed only where a row starts it. Silence about a request is not silence about
its appeal, so that a report of it counts for neither.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from timeline.events.dates import UNDATED
from timeline.law.facts import Fact, surely_after
from timeline.law.rules import Rule, get_rule, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DEFAULT_JURISDICTION: Final = "us-federal"
"""The law a request without ``jurisdiction`` is computed under, with the assumption ``federal_law`` beside it."""

_ASKED: Final = frozenset({"foia_request", "receipt"})


def rule_of(named: str, jurisdiction: str) -> tuple[Rule | None, tuple[str, ...]]:
    """Return the rule of a request's own deadline, and what its choice takes for granted."""
    rules = load_rules()
    if named:
        return rules.get(named), ()
    where = jurisdiction or DEFAULT_JURISDICTION
    own = next((r for r in rules.values() if r.jurisdiction == where and answers(r)), None)
    return own, () if jurisdiction else ("federal_law",)


def answers(rule: Rule) -> bool:
    """Tell whether a rule's deadline is that of the answer to a request, and not one that comes after or beside it.

    >>> answers(get_rule("us-wa.response")), answers(get_rule("us-wa.suit"))
    (True, False)
    """
    return rule.kind == "deadline" and "foia_request" in rule.trigger_kinds and not rule.follow_up


def owed_by_requester(rule_id: str) -> str:
    """Return the kind of row with which the requester meets a deadline; "" where it is not the requester's.

    >>> owed_by_requester("us-foia.appeal_filing_min"), owed_by_requester("us-foia.determination")
    ('appeal', '')
    """
    rule = get_rule(rule_id) if rule_id else None
    return rule.satisfied_by[0] if rule and rule.requester else ""


def owed(rule_id: str) -> str:
    """Return the kind of row in whose words a deadline is told: the requester's, or an acknowledgement; "" an answer's.

    An answer that some laws let an acknowledgement put off is an answer all the same.

    >>> owed("us-or.acknowledge"), owed("us-wa.suit"), owed("us-or.response")
    ('acknowledgement', 'complaint', '')
    """
    rule = get_rule(rule_id) if rule_id else None
    if rule and rule.satisfied_by[:1] == ("acknowledgement",) and ".acknowledge" in rule.id:
        return rule.satisfied_by[0]
    return owed_by_requester(rule_id)


def beside_own(rule: Rule | None) -> Iterator[Rule]:
    """Yield each further deadline that a request itself starts: the answer, where its own is an acknowledgement's."""
    for other in load_rules().values() if rule and answers(rule) else ():
        if rule and other.follow_up and "foia_request" in other.trigger_kinds and _family(other) == _family(rule):
            yield other


def _family(rule: Rule) -> str:
    return rule.id.partition(".")[0]


def own_start(rule: Rule | None, asked: Fact, facts: Sequence[Fact]) -> tuple[Fact, Sequence[Fact], str]:
    """Return what a request's own deadline is counted from, the rows that bear on it, and why nothing is where so.

    A rule that a request names may count from something else than the request: from the answer to it, or an order.
    """
    if rule is None or not rule.trigger_kinds or _ASKED & {*rule.trigger_kinds}:
        return asked, facts, ""
    starts = _starts(rule, facts)
    if len(starts) != 1:
        return Fact("", rule.trigger_kinds[0], UNDATED), (), "several_triggers" if starts else "no_trigger"
    return starts[0], concerning(rule, starts[0], facts), ""


def follow_ups(rule: Rule | None, facts: Sequence[Fact]) -> Iterator[tuple[Rule, list[Fact]]]:
    """Yield each further deadline of a request with the rows that could have started it."""
    if rule is None:
        return
    family = _family(rule)
    named = {f.rule for f in facts if f.rule}
    for other in load_rules().values():
        usual = other.follow_up and _family(other) == family and "foia_request" not in other.trigger_kinds
        if other.id != rule.id and (usual or other.id in named):
            triggers = [f for f in _starts(other, facts) if usual or f.rule == other.id]
            if triggers:
                yield other, triggers


def starts(rule: Rule, fact: Fact) -> bool:
    """Tell whether a row of this kind starts the time of a rule."""
    return rule.kind in ("deadline", "opening") and fact.kind in rule.trigger_kinds


def _starts(rule: Rule, facts: Sequence[Fact]) -> list[Fact]:
    """Return the rows that could start the time of a rule: where some name it, only these."""
    found = [f for f in facts if starts(rule, f)]
    return [f for f in found if f.rule == rule.id] or found


def concerning(rule: Rule, trigger: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """Return the rows of a request that bear on one of its further deadlines.

    A receipt with or after an appeal is that of the appeal, by whichever office of the agency decides it. A suit stops
    the agency's clocks, and neither that of the answer to it nor one of the requester's own. What it
    alleges is about the request.
    """
    held = {*rule.pauses, *rule.resumes, *rule.extended_by}
    stops = set() if rule.requester or {"service", "complaint"} & {*rule.trigger_kinds} else {"complaint"}
    stops |= {"production"} if "appeal" in rule.trigger_kinds else set()
    found = []
    for fact in facts:
        last, start = fact.date.latest, trigger.date.earliest
        earlier = last is not None and start is not None and last < start
        bears = fact.kind in rule.satisfied_by or fact.kind in stops or (fact.kind in held and not earlier)
        bears |= fact.kind == "receipt" and rule.counts_receipt_of_appeal and surely_after(fact.date, trigger.date)
        if bears and fact.id != trigger.id:
            found.append(dataclasses.replace(fact, alleges=""))
    return found


def is_follow_up(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether a computed deadline stands beside its request's own, and so is not the request's clock."""
    asked = rows.get(row["request"])
    if not row["rule"]:
        return False
    if asked and asked["rule"]:
        return bool(row["rule"] != asked["rule"])
    return not answers(get_rule(row["rule"]))
