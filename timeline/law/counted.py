"""The count behind a computed row of a table, made again for whoever wants to see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from timeline.events.columns import several
from timeline.law.deadline import Deadline, compute_deadline
from timeline.law.facts import Fact
from timeline.law.options import USUAL, Terms
from timeline.law.tolling import moved

if TYPE_CHECKING:
    from collections.abc import Mapping


def counted(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> Deadline | None:
    """Return the deadline of a computed row, with its days, its other readings and the row's own assumptions.

    ``rows`` are those of the table by id, each with its date under ``when``, and the row may have the ``terms`` it was
    counted by. None where the row has no due date, or
    where rows that moved it are not there: other days would be shown than were counted.
    """
    names = several(row["counted_with"])
    if not row["date"] or any(name not in rows for name in names):
        return None
    facts = tuple(Fact(name, rows[name]["kind"], rows[name]["when"]) for name in names)
    as_of = row["as_of"] if facts else ""
    found = _counted(
        row["rule"], row["trigger"], facts, as_of, several(row["assumptions"]), terms=row.get("terms", USUAL)
    )
    return found if found.due.edtf == row["date"] else None


@lru_cache(maxsize=4096)
def _counted(
    rule: str, trigger: str, facts: tuple[Fact, ...], as_of: str, assumptions: tuple[str, ...], *, terms: Terms
) -> Deadline:
    """Count once for all rows that are alike; the days of a count are kept with it."""
    deadline = compute_deadline(rule, trigger, closings=terms.closings, options=terms.options)
    found = moved(deadline, facts, date.fromisoformat(as_of)) if facts else deadline
    return replace(found, assumptions=assumptions)
