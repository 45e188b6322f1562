"""What may be concluded from all deadlines together: only what holds under every dated account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timeline.events.columns import several
from timeline.law.followups import answers, is_follow_up, owed
from timeline.law.rules import get_rule
from timeline.view.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from timeline.view.words import Words


_NO_DATE: Final = ("", "undated_request", "dated_only_by_suit")
"""Why an account gives no due date where it gives no date either, and so contradicts none."""


def conclusion(events: pd.DataFrame, say: Words, kept: Collection[str] | None = None) -> list[str]:
    """Return the sentences that a title or a summary may carry; of the events that are ``kept``, where some are not."""
    requests = {row["id"]: row for row in rows_of(events[events["kind"] == "foia_request"])}
    named = set(events["id"][events["source_title"].ne("") | events["source_url"].ne("")])
    deadlines = rows_of(events[events["computed"] == "yes"])
    deadlines = deadlines if kept is None else [row for row in deadlines if row["id"] in kept]
    late: list[tuple[int, str]] = []
    answered: list[tuple[int, str]] = []
    exact: list[bool] = []
    some, silent, unknown, sourced = 0, 0, 0, True
    for row in deadlines:
        if is_follow_up(row, requests) or (row["rule"] and not answers(get_rule(row["rule"]))):
            continue  # the sentences are about answers to requests
        dated = [reading for reading in row["readings"] if reading["due"] or reading["reason"] not in _NO_DATE]
        if owed(row["rule"]) and row["status"] not in ("no_answer_recorded", "undetermined"):
            continue  # an acknowledgement that is late is no late answer
        if row["status"] == "overdue":
            days = [int(row["days_overdue_min"]), *(r["days_overdue"]["min"] or 0 for r in dated)]
            if all(r["status"] == "overdue" for r in dated):
                late.append((min(days), row["assumptions"]))
                sourced &= not named.isdisjoint(several(row["reported_by"]))
            else:
                some += 1
        elif row["status"] == "met_late" and all(r["status"] == "met_late" for r in dated):
            least = [int(row["days_overdue_min"]), *(r["days_overdue"]["min"] or 0 for r in dated)]
            answered.append((min(least), row["assumptions"]))
            most = [row["days_overdue_max"], *(r["days_overdue"]["max"] for r in dated)]
            exact.append({*least} == {*most})
        elif any(r["status"] == "overdue" for r in dated):
            some += 1
        elif row["status"] == "no_answer_recorded":
            silent += 1
        elif row["status"] == "undetermined":
            unknown += 1
    found: list[str] = []
    if late:
        found.append(_numbered(say, "late_all" if sourced else "late_unsourced", late))
    if answered:
        found.append(_numbered(say, "answered_late_exact" if exact == [True] else "answered_late", answered))
    for key, n in (("late_some", some), ("silent", silent), ("unknown", unknown)):
        if n:
            found.append(say(f"conclusion.{key}", n, requests=_requests(say, n)))
    return found


def _numbered(say: Words, key: str, counted: Sequence[tuple[int, str]]) -> str:
    """Say how many requests, and by how many days at least: a number never stands without what it takes for granted."""
    days = say("count.days", min(days for days, _ in counted))
    sentence = say(f"conclusion.{key}", len(counted), requests=_requests(say, len(counted)), days=days)
    words = dict.fromkeys(word for _, cell in counted for word in several(cell))
    assuming = say("figure.assuming", assumptions="; ".join(say.assumptions(words)))
    return f"{sentence} {assuming}" if words else sentence


def _requests(say: Words, n: int) -> str:
    return say("count.requests", n)
