"""A table as it was opened for a notebook: what its audience may see, and what is wrong with it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.errors import EventsError, Problem, ReleaseError, TimelineError
from timeline.events.columns import VISIBILITIES
from timeline.events.frame import cells, is_read
from timeline.events.reading import to_frame, understand
from timeline.law.checking import check_events
from timeline.law.deadlines import add_deadlines
from timeline.publish.tables import as_of_day
from timeline.view.release import marks_for, release

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from timeline.events.shorthand import Order

Stamp = tuple[tuple[int, int, int] | None, ...]
"""By which a change of files is known: of each its time, size and place on the disk; None where it is not there."""

SHORTEST = 4
"""Letters of a cell from which on it is looked for in what is said about other rows: shorter ones are everywhere."""


@dataclass(frozen=True)
class Opened:
    """What a source held when it was opened, for an audience and a day (``asked``; None for the table's own).

    ``released`` is what may be shown; ``problems`` what ``timeline check`` finds, with nothing of what may not.
    """

    source: Any
    audience: str
    asked: str | date | None
    date_order: Order | None
    released: pd.DataFrame
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]
    stamp: Stamp

    @classmethod
    def of(
        cls,
        source: str | os.PathLike[str] | pd.DataFrame,
        *,
        audience: str,
        as_of: str | date | None,
        date_order: Order | None = None,
    ) -> Opened:
        """Open a file or a DataFrame. Raises TimelineErrors whose texts hold nothing above the audience.

        >>> opened = Opened.of("events.csv", audience="public", as_of=None)
        >>> opened.name, opened.as_of
        ('events', '2021-04-13')
        """
        files = files_of(source)
        stamp = stamp_of(files)
        table: Any = source
        problems: tuple[Problem, ...] = ()
        allowed = marks_for(audience)
        if not is_read(source):
            events, found = check_events(source, date_order=date_order)
            columns = {name: events.cells.column(name) for name in (*events.cells.columns, "visibility")}
            problems = tuple(_fit(found, columns, [[row] for row in events.cells.rows], allowed))
            if any(problem.severity == "error" for problem in problems):
                raise EventsError(events.cells.name, problems)
            table = add_deadlines(to_frame(events), as_of=as_of)
        try:
            released = release(table, audience=audience, as_of=as_of)
        except ReleaseError as error:
            raise _brief(error, audience) from None
        except EventsError as error:  # of cells that were changed since the table was read
            columns = {name: [*map(str, cells(table, name))] for name in table.columns}
            # By the rows that the table names, or by its own: which of both a problem means is not known here.
            numbers = [[int(row), place] for place, row in enumerate(table["row"], 2)]
            raise EventsError(error.name, tuple(_fit(error.problems, columns, numbers, allowed))) from None
        return cls(source, audience, as_of, date_order, released, problems, files, stamp)

    @property
    def name(self) -> str:
        """What files made from it are called."""
        return Path(self.source).stem if self.is_file else "timeline"

    def file_name(self, ending: str) -> str:
        """Name a file made from it, and for whom it is if not for everybody."""
        return f"{self.name}{'' if self.audience == VISIBILITIES[0] else f'-{self.audience}'}{ending}"

    @property
    def is_file(self) -> bool:
        """Whether it came from a file, which may change."""
        return isinstance(self.source, (str, os.PathLike))

    @property
    def as_of(self) -> str:
        """The day it speaks for; "" where there is none."""
        return as_of_day(self.released)

    @property
    def is_stale(self) -> bool:
        """Whether its files have changed since."""
        return stamp_of(self.files) != self.stamp

    def again(self) -> Opened:
        """Open the same source as it is now."""
        return self.on(self.asked)

    def on(self, as_of: str | date | None) -> Opened:
        """Open the same source for another day; None for the table's own."""
        return Opened.of(self.source, audience=self.audience, as_of=as_of, date_order=self.date_order)

    def seen(self) -> Opened:
        """Keep it though its files are others now: what they hold cannot be used.

        Nothing of it is kept where they mark a row of it as not for the audience any more.
        """
        kept = replace(self, stamp=stamp_of(self.files))
        return replace(kept, released=self.released.iloc[:0], problems=()) if self._taken_back() else kept

    def _taken_back(self) -> bool:
        try:
            now = understand(self.source, date_order=self.date_order).cells
        except TimelineError:
            return False  # no table, which marks nothing
        allowed = marks_for(self.audience)

        own = self.released[self.released["computed"] != "yes"]
        hidden, found = False, own["id"].eq("")
        # By its title too: an id that nobody wrote is made of the date, which may be what is wrong now.
        for column in ("id", "title"):
            marked = list(zip(now.column(column), now.column("visibility"), strict=True))
            gone = own[column].isin([cell for cell, mark in marked if mark not in allowed])
            if gone.any():
                return True
            hidden |= any(mark not in allowed for _, mark in marked)
            found |= own[column].isin([cell for cell, mark in marked if cell and mark in allowed])
        return hidden and not bool(found.all())  # a row that is not for them may be one that was shown, written anew


def files_of(source: object) -> tuple[Path, ...]:
    """Return the files that a table is read from: its own, what is said about it, and the closings that this names."""
    if not isinstance(source, (str, os.PathLike)):
        return ()
    from timeline.events.settings import read_settings  # noqa: PLC0415 - most tables have no such file

    table = Path(source)
    if not table.name:
        return (table,)  # a folder, such as "."
    try:
        closings = read_settings(table)[0].closings
    except (OSError, ValueError):  # a path that can be none
        closings = ""
    return table, table.with_suffix(".toml"), *([Path(closings)] if closings else [])


def stamp_of(files: Iterable[Path]) -> Stamp:
    """Return by what a later change of files is known."""

    def one(path: Path) -> tuple[int, int, int] | None:
        try:
            found = path.stat()
        except (OSError, ValueError):
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    return tuple(map(one, files))


def _fit(
    problems: Sequence[Problem],
    columns: Mapping[str, Sequence[str]],
    numbers: Sequence[Sequence[int]],
    allowed: Collection[str],
) -> Iterable[Problem]:
    """Yield problems as an audience may read them: what would quote a row above it says only where to look.

    ``numbers`` are those by which each row may be named, ``allowed`` the marks of the rows that may be quoted. A
    notebook keeps what it has shown.
    """
    hidden = {place for place, word in enumerate(columns["visibility"]) if word not in allowed}
    if not hidden and "note" not in columns:
        yield from problems
        return
    rows = {number for place in hidden for number in numbers[place]}
    seen, secret = set[str](), set[str]()
    for name, column in columns.items():
        for place, cell in enumerate(column):
            if len(cell) >= SHORTEST:
                (secret if place in hidden or name == "note" else seen).add(cell)
    secret -= seen
    for problem in problems:
        if problem.row in rows or any(cell in problem.message for cell in secret):
            message = "this row, or one it depends on, is not for the audience; timeline check tells what is wrong"
            yield replace(problem, value="", message=message)
        else:
            yield problem


def _brief(error: ReleaseError, audience: str) -> ReleaseError:
    """Return a refusal that names rows by their numbers only."""
    if error.rows is None:
        return error
    where = f"row {', '.join(map(str, error.rows))}" if error.rows else "filtered before"
    msg = (
        f"Not shown: without what is not for the audience {audience} ({where}), other rows would say something "
        f"else. Give those rows the same visibility, or open the table with explore(…, audience={VISIBILITIES[-1]!r})."
    )
    return ReleaseError(msg, error.rows)
