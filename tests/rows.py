"""Tiny tables of events for tests: what a test does not say is the same everywhere."""

from __future__ import annotations

from typing import Any

import pandas as pd

from timeline import add_deadlines, load_rules, read_events

RULE = "us-foia.determination"
ASKED = "2020-10-20"
DUE = "2020-11-18"
"""The answer to a request of that day was due; see the rule's own examples."""
SUED = "2021-04-13"
"""146 days after the due date."""


def row(kind: str, date: str, **more: str) -> dict[str, str]:
    """One row of a matter with ICE; everything else as ``more`` says."""
    said = {"kind": kind, "date": date, "title": kind.replace("_", " "), "matter": "M", "agency": "ICE"}
    return said | {"jurisdiction": "us-federal"} | more


def request(date: str = ASKED, **more: str) -> dict[str, str]:
    return row("foia_request", date, **{"id": "r", **more})


def suit(date: str = SUED, **more: str) -> dict[str, str]:
    """A suit that alleges silence, unless it says otherwise."""
    return row("complaint", date, **{"alleges": "no_response", **more})


def read(*rows: dict[str, str], **settings: object) -> pd.DataFrame:
    """The rows as ``read_events`` returns them; ``settings`` as ``events.toml`` would say them."""
    raw = pd.DataFrame([*rows] or None, columns=None if rows else ["date", "title"]).fillna("")
    raw.attrs["timeline"] = {"settings": settings}
    return read_events(raw)


def deadlines(*rows: dict[str, str], as_of: str | None = SUED, **settings: object) -> dict[str, dict[str, Any]]:
    """The computed deadlines of the rows by their ids, cells that hold nothing as None."""
    table = add_deadlines(read(*rows, **settings), as_of=as_of)
    found: dict[str, dict[str, Any]] = {}
    for record in table[table["computed"] == "yes"].to_dict("records"):
        plain = {str(k): None if not isinstance(v, (list, dict)) and pd.isna(v) else v for k, v in record.items()}
        found[str(plain["id"])] = plain
    return found


def deadline(*rows: dict[str, str], as_of: str | None = SUED, **settings: object) -> dict[str, Any]:
    """The one request's own deadline."""
    rules = load_rules()
    made = deadlines(*rows, as_of=as_of, **settings).values()
    (found,) = (one for one in made if one["rule"] not in rules or not rules[one["rule"]].follow_up)
    return found
