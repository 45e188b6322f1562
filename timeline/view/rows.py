"""The rows of a released table as the views use them: plain dictionaries, quickly made, and their true order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from timeline.events.columns import BOUNDS
from timeline.events.frame import about, cells, dates_of
from timeline.view.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from timeline.events.dates import ImpreciseDate

Row = dict[str, Any]

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


def rows_of(events: pd.DataFrame) -> list[Row]:
    """Return the rows as dictionaries, each with its date under ``when``.

    As ``records`` of the events package, three times as fast, and without the columns of bounds, which ``when`` has. A
    computed row has the ``terms`` it was counted by.
    """
    names = [name for name in events.columns if name not in BOUNDS]
    columns = (cells(events, name) for name in names)
    rows: list[Row] = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    for row, when in zip(rows, dates_of(events), strict=True):
        row["when"] = when
    if terms := about(events).get("terms"):
        for row in rows:
            if row.get("computed") == "yes":
                row["terms"] = terms.of(row["agency"])
    return rows


def true_order(rows: Sequence[Row]) -> list[int]:
    """Return the places of the rows in order of time: by day, within it by sequence, then as in the table.

    What has no date comes last.
    """

    def key(place: int) -> tuple[int, float, int]:
        when, sequence = rows[place]["when"], rows[place]["sequence"]
        day = when.earliest or (when.end_latest if when.is_span else when.latest)
        within = float(sequence) if sequence and _NUMBER.fullmatch(sequence) else float("inf")
        return day.toordinal() if day else 10**7, within, place

    return sorted(range(len(rows)), key=key)


@lru_cache(maxsize=1 << 16)
def date_text(when: ImpreciseDate, lang: str, *, year: bool = True) -> str:
    """Print a date as it is known; remembered, since the days of a large table are few.

    >>> from timeline.events.dates import parse_edtf
    >>> date_text(parse_edtf("2020-08"), "en")
    'Aug 2020'
    """
    return words(lang).when(when, year=year)
