"""The event table as a DataFrame: its rows with their dates, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from timeline.events.columns import BOUNDS
from timeline.events.dates import ImpreciseDate
from timeline.events.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


def is_read(events: object) -> bool:
    """Tell whether something is a table as ``read_events`` returns it."""
    return {*BOUNDS, "row"} <= set(getattr(events, "columns", ()))


def dates_of(events: pd.DataFrame) -> list[ImpreciseDate]:
    """Return the date of every row.

    >>> import pandas as pd
    >>> from timeline import read_events
    >>> table = read_events(pd.DataFrame({"date": ["by Oct 20, 2020"], "title": ["Request"]}))
    >>> dates_of(table)[0].latest
    datetime.date(2020, 10, 20)
    """
    bounds = (events[name].to_numpy().astype("datetime64[D]").tolist() for name in BOUNDS)
    ends = ("/" + end.removesuffix("TBD") if end else "" for end in cells(events, "end_date"))
    spans = (f"{start}{end}" for start, end in zip(cells(events, "date"), ends, strict=True))
    written = zip(spans, cells(events, "qualifier"), *bounds, strict=True)
    return [ImpreciseDate(edtf, *days, "/" in edtf, mark) for edtf, mark, *days in written]  # type: ignore[call-arg]  # four bounds


def cells(events: pd.DataFrame, name: str) -> list[Any]:
    """Return the cells of a column as plain values, several times faster than ``tolist`` does of pandas' strings."""
    return events[name].to_numpy(dtype=object).tolist()


def records(events: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dictionaries, each with its date under ``when``."""
    rows = cast("list[dict[str, Any]]", events.to_dict("records"))
    for row, when in zip(rows, dates_of(events), strict=True):
        row["when"] = when
    return rows


def settings_of(events: pd.DataFrame) -> Settings:
    """Return what is said about a table beside it."""
    return Settings.from_dict(events.attrs.get("timeline", {}).get("settings", {}))
