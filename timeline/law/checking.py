"""Reading a table and finding everything wrong with it at once, the law's part included."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.events.columns import COLUMNS
from timeline.events.reading import understand
from timeline.events.requests import link
from timeline.law.named import rule_problems
from timeline.law.problems import law_problems
from timeline.law.terms import terms_of

if TYPE_CHECKING:
    import os

    import pandas as pd

    from timeline.errors import Problem
    from timeline.events.reading import Events
    from timeline.events.shorthand import Order


def check_events(
    source: str | os.PathLike[str] | pd.DataFrame, *, date_order: Order | None = None, closings: str = ""
) -> tuple[Events, list[Problem]]:
    """Return a file or a DataFrame as it was understood, and its problems in the order of its rows.

    ``closings`` is a table of closed days instead of the one that ``events.toml`` names. Raises UnreadableError where
    there is no table.

    >>> events, problems = check_events("events.csv")
    >>> [problem for problem in problems if problem.severity == "error"]
    []
    """
    events = understand(source, date_order=date_order)
    if closings:
        events.settings = replace(events.settings, closings=closings)
    columns, rows = {name: events.cells.column(name) for name in COLUMNS}, events.cells.rows
    terms = terms_of(events.settings)[1]
    problems = [*events.problems, *terms, *rule_problems(columns, rows), *link(columns, rows, events.settings).problems]
    if not events.errors:
        problems += law_problems(columns, events.dates, rows, events.settings)
    return events, sorted(problems, key=lambda p: (p.row, p.severity))
