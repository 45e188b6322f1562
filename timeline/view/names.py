"""What an event is called where it is heard rather than seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def name_of(first: Mapping[str, Any], place: int) -> str:
    """Return date, kind, title, and how the event stands or how sure it is; ``nameOf`` of select.js says the same."""
    events = first["events"]
    kind = list(first["kinds"].values())[events["kind"][place]]
    sure = first["certainties"][events["certainty"][place]]
    known = sure["label"] if sure["value"] else ""
    if events["status"][place] >= 0:
        known = first["statuses"][events["status"][place]]["label"]
    return f"{events['when'][place]}: {kind['label']}. {events['title'][place]}." + (f" {known}" if known else "")
