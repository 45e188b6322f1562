"""An explorer without a browser, and what a browser would do with it when a person uses a control."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd

from timeline import explore

if TYPE_CHECKING:
    from timeline.explorer import Explorer

EVENTS = [
    {"id": "ask", "date": "2020-10-20", "kind": "foia_request", "title": "Asked", "agency": "ICE", "matter": "A"},
    {"id": "sue", "date": "2021-04-13", "kind": "complaint", "title": "Sued", "agency": "ICE; DHS", "matter": "A"},
    {"id": "tell", "date": "2021-04-14", "kind": "news", "title": "Told", "matter": "B", "certainty": "reported"},
    {"id": "odd", "date": "TBD", "kind": "vigil", "title": "Stood", "agency": "DHS", "matter": "B", "certainty": "alleged"},
]  # fmt: skip
DEADLINE = "ask/ICE/us-foia.determination"
ALL = ["ask", "sue", "tell", "odd", DEADLINE]


def explorer_of(*rows: dict[str, str], **options: Any) -> Explorer:  # noqa: ANN401 - those of explore
    return explore(pd.DataFrame(list(rows) or EVENTS).fillna(""), **options)


def all_widgets(widget) -> list[ipywidgets.Widget]:
    """A widget and everything it is made of."""
    found = [widget]
    for value in widget.trait_values().values():
        for part in value if isinstance(value, (tuple, list)) else [value]:
            if isinstance(part, ipywidgets.Widget):
                found += all_widgets(part)
    return found


def control(explorer, label) -> ipywidgets.Widget:
    """The control that a person sees under a label; counts may follow it."""
    found = [
        widget
        for widget in all_widgets(explorer)
        if re.fullmatch(rf"{re.escape(label)}( \(\d+\))?", getattr(widget, "description", ""))
    ]
    assert len(found) == 1, f"{len(found)} controls called {label}"
    return found[0]


def click(explorer, label, value=None) -> None:
    """Do what the browser does when a person uses a control."""
    widget = control(explorer, label)
    if isinstance(widget, ipywidgets.Button):
        widget.click()
    else:
        widget.set_state({"value": value})


def day(text) -> dict[str, int]:
    """A day as a browser sends it."""
    found = date.fromisoformat(text)
    return {"year": found.year, "month": found.month - 1, "date": found.day}


def ids(explorer) -> list[str]:
    return list(explorer.events["id"])


def counts(explorer) -> dict[str, int]:
    """What the controls say that each choice holds."""
    named = (getattr(widget, "description", "") for widget in all_widgets(explorer))
    return {match[1]: int(match[2]) for text in named if (match := re.fullmatch(r"(.+) \((\d+)\)", text))}


def texts(explorer) -> str:
    """Everything that an explorer sends to a browser, shows to Python, or leaves in a notebook, as one text."""
    states = [widget.get_state() for widget in all_widgets(explorer)]
    said = json.dumps(
        [*states, explorer._repr_mimebundle_(), explorer.code],
        default=lambda value: gzip.decompress(value).decode() if isinstance(value, bytes) else str(value),
    )
    return f"{said} {explorer!r} {explorer.events.to_csv()} {explorer.events.attrs}"
