"""Questions and replies of a table put together: which question stopped the clock, and which reply started it again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from timeline.events.dates import combine, from_bounds
from timeline.law.course import Pause
from timeline.law.facts import Fact, not_before, surely_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.events.dates import ImpreciseDate
    from timeline.law.model import Rule


class UnclearError(Exception):
    """Why the rows give no due date: an answer, which never leaves the law's layer."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


def pauses_of(rule: Rule, facts: Sequence[Fact]) -> tuple[list[Pause], list[Fact]]:
    """Put each question together with its reply; also return questions that the law does not let stop the clock."""
    found: list[Pause] = []
    seconds: list[Fact] = []
    for kind, reply_kind, under in zip(rule.pauses, rule.resumes, rule.pauses_under, strict=True):
        asks = sorted((f for f in facts if f.kind == kind), key=lambda f: (f.date.latest or date.max, f.id))
        replies = [f.date for f in facts if f.kind == reply_kind]
        if any(when.is_span for when in replies):
            raise UnclearError(reason="pause_may_not_count")
        if not asks and replies:
            raise UnclearError(reason="pause_out_of_order")
        for place, ask in enumerate(asks):
            following = asks[place + 1].date if place + 1 < len(asks) else None
            if following and not not_before(following, ask.date):
                raise UnclearError(reason="pause_out_of_order")
            # With one question a reply can be to no other; with several it must surely lie between two of them.
            own = [r for r in replies if following is None or not_before(following, r)]
            if any(surely_before(r, ask.date) or (len(asks) > 1 and not not_before(r, ask.date)) for r in own):
                raise UnclearError(reason="pause_out_of_order")
            replies = [r for r in replies if r not in own]
            if following and not own:
                raise UnclearError(reason="pause_out_of_order")  # a later reply may be to both
            if place and kind in rule.once:
                seconds.append(ask)
            else:
                found.append(Pause(ask, _first_of(own), kind in rule.restarts, under))
    return found, seconds


def known_pauses(rule: Rule, facts: Sequence[Fact]) -> list[Pause]:
    """Return the pauses of a clock by the day on which each began; none where questions and replies do not fit."""
    try:
        found, _seconds = pauses_of(rule, facts)
    except UnclearError:
        return []
    return sorted(found, key=lambda pause: pause.asked.date.latest or date.max)


def _first_of(replies: Sequence[ImpreciseDate]) -> ImpreciseDate | None:
    """Return the date on which the first of some replies came."""
    if not replies:
        return None
    starts = [when.earliest for when in replies if when.earliest]
    ends = [when.latest for when in replies if when.latest]
    earliest = min(starts) if len(starts) == len(replies) else None
    return from_bounds(earliest, min(ends, default=None), combine(*(when.qualifier for when in replies)))
