"""What may be concluded from all deadlines together: only what holds under every dated account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from timeline.law.followups import answers, is_follow_up, owed
from timeline.law.rules import get_rule

if TYPE_CHECKING:
    import pandas as pd

    from timeline.view.words import Words


_NO_DATE: Final = ("", "undated_request", "dated_only_by_suit")
"""Why an account gives no due date where it gives no date either, and so contradicts none."""


def conclusion(events: pd.DataFrame, say: Words) -> list[str]:
    """Return the sentences that a title or a summary may carry."""
    requests = {row["id"]: row for row in _rows(events[events["kind"] == "foia_request"])}
    deadlines = _rows(events[events["computed"] == "yes"])
    late, assumed, some, silent, unknown = [], [], 0, 0, 0
    for row in deadlines:
        if is_follow_up(row, requests) or (row["rule"] and not answers(get_rule(row["rule"]))):
            continue  # the sentences are about answers to requests
        dated = [reading for reading in row["readings"] if reading["due"] or reading["reason"] not in _NO_DATE]
        if owed(row["rule"]) and row["status"] not in ("no_answer_recorded", "undetermined"):
            continue  # an acknowledgement that is late is no late answer
        if row["status"] == "overdue":
            days = [int(row["days_overdue_min"]), *(r["days_overdue"]["min"] or 0 for r in dated)]
            if all(r["status"] == "overdue" for r in dated):
                late.append(min(days))
                assumed.append(row["assumptions"])
            else:
                some += 1
        elif any(r["status"] == "overdue" for r in dated):
            some += 1
        elif row["status"] == "no_answer_recorded":
            silent += 1
        elif row["status"] == "undetermined":
            unknown += 1
    found: list[str] = []
    if late:
        parts: dict[str, Any] = {"requests": _requests(say, len(late)), "days": say("count.days", min(late))}
        sentence = say("conclusion.late_all", len(late), **parts)
        # A number never stands without what it takes for granted.
        words = dict.fromkeys(word for cell in assumed for word in cell.split("; ") if word)
        assuming = say("figure.assuming", assumptions="; ".join(say.assumptions(words)))
        found.append(f"{sentence} {assuming}" if words else sentence)
    for key, n in (("late_some", some), ("silent", silent), ("unknown", unknown)):
        if n:
            found.append(say(f"conclusion.{key}", n, requests=_requests(say, n)))
    return found


def _rows(events: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in events.to_dict("records")]


def _requests(say: Words, n: int) -> str:
    return say("count.requests", n)
