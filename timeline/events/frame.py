"""The event table as a DataFrame: its rows with their dates, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self, cast

from timeline.events.columns import BOUNDS
from timeline.events.dates import ImpreciseDate
from timeline.events.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


ABOUT: Final = "timeline"
"""Where a DataFrame's ``attrs`` hold what is said about the table."""


class About(dict[str, Any]):
    """What is said about a table beside its rows. It is replaced, never changed.

    So that a copy of it is itself: pandas copies ``attrs`` deeply with every column that is taken from a table, which
    took a third of the time of drawing one.
    """

    def __deepcopy__(self, memo: object) -> Self:
        return self


def about(events: object) -> Mapping[str, Any]:
    """Return what is said about a table beside its rows: its name, folder and settings, what was computed and when.

    >>> from timeline import read_events
    >>> about(read_events("events.csv"))["name"]
    'events.csv'
    """
    found: Mapping[str, Any] = getattr(events, "attrs", {}).get(ABOUT, {})
    return found


def say_about(events: pd.DataFrame, said: Mapping[str, Any]) -> None:
    """Say of a table what is in a mapping, in place of what was said about it."""
    events.attrs[ABOUT] = About(said)


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


def settings_of(events: object) -> Settings:
    """Return what is said about a table beside it."""
    return Settings.from_dict(about(events).get("settings", {}))
