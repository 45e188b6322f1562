"""The rules and jurisdictions that a table names, and whether the law's data has them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from timeline.errors import Problem
from timeline.events.columns import several
from timeline.law.followups import DEFAULT_JURISDICTION
from timeline.law.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def rule_problems(columns: Mapping[str, Sequence[str]], rows: Sequence[int]) -> list[Problem]:
    """Find rules and jurisdictions that the law's data does not have."""
    rules = load_rules()
    known = {"rule": set(rules), "jurisdiction": {rule.jurisdiction for rule in rules.values()}}
    problems = []
    for column, names in known.items():
        kinds = zip(columns["kind"], columns["claim_of"], strict=True)
        for row, cell, (kind, claim) in zip(rows, columns[column], kinds, strict=True):
            if not cell or cell in names:
                continue
            near = difflib.get_close_matches(cell, sorted(names), 1)
            hint = f"did you mean {near[0]}?" if near else "see `timeline rules`"
            if column == "rule":
                problems.append(Problem(row, column, cell, f"there is no rule {cell}; {hint}"))
            elif kind == "foia_request" and not claim:
                message = f"no rule for {cell} is known here, so no deadline is computed; {hint}"
                problems.append(Problem(row, column, cell, message, "warning"))
    asked = zip(rows, columns["kind"], columns["claim_of"], columns["jurisdiction"], columns["rule"], strict=True)
    for row, kind, claim, where, rule in asked:
        if kind == "foia_request" and not (claim or where or rule):
            message = f"no jurisdiction, so the law of {DEFAULT_JURISDICTION} is assumed; write whose law applies"
            problems.append(Problem(row, "jurisdiction", "", message, "warning"))
    ids = set(columns["id"])
    for row, cell in zip(rows, columns["claim_of"], strict=True):
        for name in several(cell) if "/" in cell else ():
            rule = name.rpartition("/")[2]
            if "/" in name and rule not in rules and name not in ids:
                problems.append(Problem(row, "claim_of", name, f"there is no rule {rule}; see `timeline rules`"))
    return problems
