"""Deadlines that a request has beside its own: the decision on its appeal, or the answer to the suit over it.

Which they are is the law's data, ``follow_up`` in the rules of the request's family. One is computed only where a row
starts it. Silence about a request is not silence about its appeal, so that a report of it counts for neither.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from timeline.law.rules import get_rule, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timeline.law.facts import Fact
    from timeline.law.model import Rule


def follow_ups(rule: Rule | None, facts: Sequence[Fact]) -> Iterator[tuple[Rule, list[Fact]]]:
    """Yield each further deadline of a request with the rows that could have started it."""
    if rule is None:
        return
    family = rule.id.partition(".")[0]
    for other in load_rules().values():
        if other.follow_up and other.id != rule.id and other.id.partition(".")[0] == family:
            triggers = [f for f in facts if f.kind in other.trigger_kinds]
            if triggers:
                yield other, triggers


def concerning(rule: Rule, trigger: Fact, facts: Sequence[Fact]) -> list[Fact]:
    """Return the rows of a request that bear on one of its further deadlines.

    A suit stops the agency's clocks, and not that of the answer to it. What it alleges is about the request.
    """
    held = {*rule.pauses, *rule.resumes, *rule.extended_by}
    stops = {"complaint"} if "service" not in rule.trigger_kinds else set()
    stops |= {"production"} if "appeal" in rule.trigger_kinds else set()
    found = []
    for fact in facts:
        last, start = fact.date.latest, trigger.date.earliest
        earlier = last is not None and start is not None and last < start
        if fact.kind in rule.satisfied_by or fact.kind in stops or (fact.kind in held and not earlier):
            found.append(dataclasses.replace(fact, alleges=""))
    return found


def is_follow_up(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether a computed deadline stands beside its request's own, and so is not the request's clock."""
    asked = rows.get(row["request"])
    named = asked["rule"] if asked else ""
    return bool(row["rule"]) and row["rule"] != named and get_rule(row["rule"]).follow_up
