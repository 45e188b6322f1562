"""Legal Timeline: who asked for what, when the law required an answer, and when none came.

Informational, not legal advice. The verbs, in the order one needs them::

    read_events, add_deadlines, filter_events   a table in, a table out
    compute_deadline, load_rules                the law by itself
    figure, explore, write_page, write_picture  what people see
    write_deck, write_chronology, write_exhibit, write_reports   what counsel takes along
    write_csv, write_json, write_calendar       what other programs read
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.errors import TimelineError
    from timeline.events.reading import read_events
    from timeline.explorer import explore
    from timeline.law.deadline import compute_deadline
    from timeline.law.deadlines import add_deadlines
    from timeline.law.rules import load_rules
    from timeline.publish.calendars import write_calendar
    from timeline.publish.chronology import write_chronology
    from timeline.publish.deck import write_deck
    from timeline.publish.exhibit import write_exhibit
    from timeline.publish.page import write_page
    from timeline.publish.pictures import write_picture
    from timeline.publish.reports import write_reports
    from timeline.publish.tables import write_csv, write_json
    from timeline.view.figure import figure
    from timeline.view.filters import Filter, filter_events

__version__ = "0.1.0"

__all__ = [
    "Filter",
    "TimelineError",
    "add_deadlines",
    "compute_deadline",
    "explore",
    "figure",
    "filter_events",
    "load_rules",
    "read_events",
    "write_calendar",
    "write_chronology",
    "write_csv",
    "write_deck",
    "write_exhibit",
    "write_json",
    "write_page",
    "write_picture",
    "write_reports",
]

_HOMES = {
    "Filter": "view.filters",
    "TimelineError": "errors",
    "add_deadlines": "law.deadlines",
    "compute_deadline": "law.deadline",
    "explore": "explorer",
    "figure": "view.figure",
    "filter_events": "view.filters",
    "load_rules": "law.rules",
    "read_events": "events.reading",
    "write_calendar": "publish.calendars",
    "write_chronology": "publish.chronology",
    "write_csv": "publish.tables",
    "write_deck": "publish.deck",
    "write_exhibit": "publish.exhibit",
    "write_json": "publish.tables",
    "write_page": "publish.page",
    "write_picture": "publish.pictures",
    "write_reports": "publish.reports",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    # Imported when first used: `timeline due` must not wait for pandas and plotly.
    if name not in _HOMES:
        msg = f"timeline has no {name}; it has {', '.join(__all__)}"
        raise AttributeError(msg)
    return getattr(import_module(f"timeline.{_HOMES[name]}"), name)
