"""From cells to events: every problem at once, then the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from timeline.errors import DateError, EventsError, Problem
from timeline.events import columns as c
from timeline.events.checking import CONTROLLED, columns_problems, make_ids, reference_problems, word_problems
from timeline.events.dates import UNDATED, ImpreciseDate, combine
from timeline.events.frame import about, say_about, settings_of
from timeline.events.settings import Settings, read_settings
from timeline.events.shorthand import AmbiguousDateError, Order, evidence, read_date
from timeline.events.source import Cells, load

if TYPE_CHECKING:
    import os

    import pandas as pd


@dataclass(slots=True)
class Events:
    """A table as understood: its cells, the dates read from them, and all that is wrong with it.

    ``order`` is how 03/04/2021 was read, ``order_seen`` the (row, cell) that decided it; both empty where no cell
    asked. ``read`` is what each column's texts were understood as.
    """

    cells: Cells
    settings: Settings
    dates: list[ImpreciseDate]
    problems: list[Problem]
    order: Order | None = None
    order_seen: tuple[int, str] | None = None
    read: dict[str, dict[str, ImpreciseDate]] = field(default_factory=dict)

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep the table from being used."""
        return [p for p in self.problems if p.severity == "error"]

    def raise_errors(self) -> None:
        """Raise EventsError where there is an error."""
        if self.errors:
            raise EventsError(self.cells.name, self.problems)


def read_events(source: str | os.PathLike[str] | pd.DataFrame, *, date_order: Order | None = None) -> pd.DataFrame:
    """Read a table of events from a CSV file or a DataFrame.

    Returns every column of the contract (empty text where the file has none; ``end_date`` is joined to ``date`` as
    one span), then the file's own, then the bounds ``earliest``, ``latest``, ``end_earliest``, ``end_latest`` (days;
    NaT where open or unknown), the ``qualifier`` of the date and the ``row`` that a spreadsheet shows. What
    ``events.toml`` beside the file says is kept in ``attrs["timeline"]``. ``date_order`` decides 03/04/2021: "mdy",
    "dmy" or "ymd".

    Raises UnreadableError where there is no table, and EventsError with all problems at once.

    >>> import pandas as pd
    >>> read_events(pd.DataFrame({"date": ["by Oct 20, 2020"], "title": ["Request"]}))["date"][0]
    '[..2020-10-20]'
    """
    events = understand(source, date_order=date_order)
    events.raise_errors()
    return to_frame(events)


def current(events: pd.DataFrame) -> pd.DataFrame:
    """Return a table that was read, read again where its cells have been changed since.

    Whoever corrects a date in a DataFrame must not get the deadline of the old one. Raises EventsError for what the
    new cells say wrong.
    """
    import pandas as pd  # noqa: PLC0415 - as in to_frame

    if lost := {*c.COLUMNS} - {*events.columns}:
        found = [Problem(1, name, "", f"there is no column {name} any more") for name in sorted(lost)]
        raise EventsError(str(about(events).get("name", "the table")), found)
    words = events[[*c.COLUMNS]]
    pairs = words[["date", "end_date"]].drop_duplicates()
    problems = understand(pairs.assign(title="-", date=pairs["date"].replace("", "TBD")))
    if not problems.errors and not words.isna().any(axis=None) and events["id"].is_unique:
        fresh = to_frame(problems).set_axis(pairs.index)[[*c.BOUNDS, "qualifier"]]
        now = pairs.join(fresh).merge(words[["date", "end_date"]], how="right", on=["date", "end_date"])
        then = events[[*c.BOUNDS, "qualifier"]].reset_index(drop=True)
        allowed = all(events[name].isin(["", *known]).all() for name, known in CONTROLLED.items())
        if allowed and now[then.columns].equals(then):
            return events
    written = events.drop(columns=[name for name in c.DERIVED if name in events]).fillna("")
    written["date"] = written["date"].replace("", "TBD")
    again = read_events(written)
    rows = pd.to_numeric(events["row"], errors="coerce").fillna(0).astype("int64")
    return again.assign(row=rows.to_numpy()) if len(again) == len(events) else again


def understand(source: str | os.PathLike[str] | pd.DataFrame, *, date_order: Order | None = None) -> Events:
    """Read a table and everything wrong with it, without raising for what its rows say."""
    if date_order is not None and date_order not in get_args(Order):
        msg = f"there is no date order {date_order}; expected mdy, dmy or ymd"
        raise DateError(msg)
    cells = load(source)
    settings, problems = Settings(), list(cells.problems)
    if hasattr(source, "attrs"):
        settings = settings_of(source)
    else:
        settings, more = read_settings(source)
        problems += more
    problems += columns_problems(cells)
    events = Events(cells, settings, [], problems)
    _dates(events, date_order)
    problems += word_problems(cells)
    make_ids(cells)
    problems += reference_problems(cells, settings)
    problems.sort(key=lambda p: (p.row, p.severity))
    return events


def to_frame(events: Events) -> pd.DataFrame:
    """Return understood events as the DataFrame that everything else works on."""
    import numpy as np  # noqa: PLC0415 - `timeline check` does without both
    import pandas as pd  # noqa: PLC0415

    cells, dates = events.cells, events.dates
    data: dict[str, Any] = {name: cells.column(name) for name in c.COLUMNS}
    # A span written in two columns stays in two, each as EDTF, so that what is written out can be read again.
    both = [bool(end) and when.is_span for when, end in zip(dates, cells.column("end_date"), strict=True)]
    parts = [when.edtf.split("/") if two else (when.edtf, "") for when, two in zip(dates, both, strict=True)]
    data["date"] = [start for start, _ in parts]
    data["end_date"] = [end or "TBD" if two else "" for (_, end), two in zip(parts, both, strict=True)]
    data |= {name: values for name, values in cells.columns.items() if name not in c.COLUMNS}
    frame = pd.DataFrame(data, dtype="str")
    for bound in c.BOUNDS:
        frame[bound] = np.array([getattr(when, bound) for when in dates], dtype="datetime64[s]")
    frame["qualifier"] = [when.qualifier for when in dates]
    frame["row"] = cells.rows
    say_about(frame, {"name": cells.name, "folder": cells.folder, "settings": events.settings.as_dict()})
    return frame


def _dates(events: Events, order: Order | None) -> None:
    """Read both date columns, each distinct text once, and join them."""
    cells, problems = events.cells, events.problems
    refusal = _order(events, order)
    if refusal:
        problems.append(refusal)
    for column in c.DATES:
        read, wrong = _read(set(cells.columns.get(column, ())), events.order, refused=refusal is not None)
        events.read[column] = read
        if wrong:
            for row, text in zip(cells.rows, cells.columns[column], strict=True):
                if text in wrong:
                    problems.append(Problem(row, column, text, wrong[text]))
    for row, text in zip(cells.rows, cells.columns.get("date", ()), strict=False):
        if not text:
            problems.append(Problem(row, "date", "", "the date is empty; write TBD where nobody knows it"))
    read = events.read["date"]
    events.dates = [read.get(text, UNDATED) for text in cells.column("date")]
    ends = events.read["end_date"]
    for place, text in enumerate(cells.columns.get("end_date", ())):
        if text in ends:
            when = _joined(events.dates[place], ends[text], text)
            if isinstance(when, str):
                problems.append(Problem(cells.rows[place], "end_date", text, when))
            else:
                events.dates[place] = when


def _read(texts: set[str], order: Order | None, *, refused: bool) -> tuple[dict[str, ImpreciseDate], dict[str, str]]:
    """Return what each text means, or what is wrong with it."""
    read: dict[str, ImpreciseDate] = {}
    wrong: dict[str, str] = {}
    for text in texts - {""}:
        try:
            read[text] = read_date(text, order)
        except AmbiguousDateError as error:
            if not refused:  # else said once, for the whole table
                wrong[text] = str(error)
        except DateError as error:
            wrong[text] = str(error)
    return read, wrong


def _joined(start: ImpreciseDate, end: ImpreciseDate, text: str) -> ImpreciseDate | str:
    """Return the span from one date to another, or what is wrong with it."""
    if end.is_undated and start.is_undated:
        return start
    if start.is_span or end.is_span:
        return "the date is a span already; give its end once"
    if start.earliest and end.latest and end.latest < start.earliest:
        return f"the end ({text}) is before the start ({start.edtf}); exchange or correct them"
    return ImpreciseDate(
        f"{start.edtf}/{end.edtf}",
        start.earliest,
        start.latest,
        end.earliest,
        end.latest,
        is_span=True,
        qualifier=combine(start.qualifier, end.qualifier),
    )


def _order(events: Events, order: Order | None) -> Problem | None:
    """Decide 03/04/2021 once for the whole table, from the evidence of all its date columns."""
    events.order = order
    if order:
        return None
    cells = events.cells
    seen: dict[str, tuple[int, str, str]] = {}
    for column in c.DATES:
        said = {text: word for text in set(cells.columns.get(column, ())) if text and (word := evidence(text))}
        for row, text in zip(cells.rows, cells.columns.get(column, ()), strict=False) if said else ():
            if text in said and (said[text] not in seen or row < seen[said[text]][0]):
                seen[said[text]] = (row, column, text)
    how = (
        "say which with --date-order mdy (month first) or --date-order dmy (day first), in a notebook with "
        'date_order="mdy" or "dmy", or write the year first, as YYYY-MM-DD'
    )
    if "mdy" in seen and "dmy" in seen:
        (row_m, _, text_m), (row_d, column, text_d) = seen["mdy"], seen["dmy"]
        message = f"row {row_d} ({text_d}) has the day first and row {row_m} ({text_m}) the month first; {how}"
        return Problem(row_d, column, text_d, message)
    if "ambiguous" in seen and not {"mdy", "dmy"} & seen.keys():
        row, column, text = seen["ambiguous"]
        return Problem(row, column, text, f"{text}: nothing in the table tells the day from the month; {how}")
    for found in ("mdy", "dmy"):
        if found in seen:
            row, _, text = seen[found]
            events.order, events.order_seen = found, (row, text)
    return None
