"""The few words in a row of the table that say how an event and its date are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.events.dates import ImpreciseDate
    from timeline.view.rows import Row
    from timeline.view.words import Words


def chips(row: Row, say: Words) -> Iterator[tuple[str, str]]:
    """Yield texts, each with its tone: "alert" for what was missed, else ""."""
    if row["computed"] == "yes":
        yield say("page.computed"), ""
        yield say.status(row), "alert" if row["status"] == "overdue" else ""
    elif row["certainty"]:
        yield say.label("certainty", row["certainty"]), ""
    if row["claim_of"]:
        yield say("page.claim"), ""
    if hint := _hint(row["when"]):
        yield say(f"hints.{hint}"), ""


def _hint(when: ImpreciseDate) -> str:
    if when.qualifier:
        return "approximate" if when.qualifier == "~" else "uncertain"
    if when.is_span or (when.earliest is None) == (when.latest is None):
        return ""  # undated; or the date itself says that it is a month, or one day within
    return "before" if when.earliest is None else "after"
