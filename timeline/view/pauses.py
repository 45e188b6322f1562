"""Which reply belongs to which question that stopped a clock, for drawing what the law's count has settled.

``law/tolling.py`` decides whether pauses count, and gives no due date where the rows do not fit together; what is
drawn here is drawn only where it has.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.events.dates import ImpreciseDate
    from timeline.law.rules import Rule

Pause = tuple["ImpreciseDate", "ImpreciseDate | None"]


def pauses_of(rule: Rule, rows: Iterable[dict[str, Any]]) -> list[Pause]:
    """Return when each question was asked and first answered, in order; None where it was not answered."""
    of_kind: dict[str, list[ImpreciseDate]] = {}
    for row in rows:
        of_kind.setdefault(row["kind"], []).append(row["when"])
    found: list[Pause] = []
    for kind, reply_kind in zip(rule.pauses, rule.resumes, strict=True):
        asks = sorted(of_kind.get(kind, ()), key=_first)
        replies = sorted(of_kind.get(reply_kind, ()), key=_first)
        for place, asked in enumerate(asks[:1] if kind in rule.once else asks):
            end = _first(asks[place + 1]) if place + 1 < len(asks) else date.max
            # With one question a reply can be to no other, however its own date is known.
            own = [reply for reply in replies if len(asks) == 1 or _first(asked) <= _first(reply) <= end]
            if own:
                replies.remove(own[0])
            found.append((asked, own[0] if own else None))
    return sorted(found, key=lambda pause: _first(pause[0]))


def _first(when: ImpreciseDate) -> date:
    return when.latest or when.earliest or date.max
