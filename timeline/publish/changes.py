"""What changed between two versions of a table, row by row, and how the deadlines moved with it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from timeline.events.columns import COLUMNS, COMPUTED, DERIVED
from timeline.publish.tables import as_of_day
from timeline.view.cards import shown_date, title_of
from timeline.view.release import release
from timeline.view.rows import rows_of, true_order
from timeline.view.words import words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from datetime import date

    import pandas as pd

    from timeline.view.rows import Row

TOLD: Final = ("date", "status", "days_overdue_min", "days_overdue_max", "assumptions", "reason", "citation", "trigger")
"""What of a computed deadline is compared; all else follows from it."""

ALIKE: Final = 0.75
"""How alike the titles of two rows of one kind must be, for them to be one row that was renamed."""


@dataclass(frozen=True)
class Change:
    """One row: added, removed or changed, and of a changed one each column's text before and after."""

    what: str
    id: str
    title: str
    when: str
    computed: bool
    columns: dict[str, tuple[str, str]]
    was: str = ""
    """Its id before, where that changed."""

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        columns = {name: {"old": old, "new": new} for name, (old, new) in self.columns.items()}
        found = {"what": self.what, "id": self.id, "title": self.title, "date": self.when, "computed": self.computed}
        return found | ({"was": self.was} if self.was else {}) | {"columns": columns}


@dataclass(frozen=True)
class Changes:
    """All that changed between two versions, events first and then the deadlines, each in order of time."""

    as_of: tuple[str, str]
    rows: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def as_dict(self) -> dict[str, Any]:
        """Return the changes as plain values; ``schemas/diff.json`` says what is in them."""
        return {
            "as_of": {"old": self.as_of[0], "new": self.as_of[1]},
            "changes": [row.as_dict() for row in self.rows],
        }


def changes_of(
    old: str | os.PathLike[str] | pd.DataFrame,
    new: str | os.PathLike[str] | pd.DataFrame,
    *,
    audience: str = "public",
    as_of: str | date | None = None,
) -> Changes:
    """Return what changed from one version of a table to another, as an audience may see both.

    Rows are the same by their id. A row whose id is gone is looked for by its kind and title among those that are new,
    since rows without an id get one made of what they say; it is then told as changed, with the id that it had.

    >>> import pandas as pd
    >>> before = pd.DataFrame({"id": ["a"], "date": ["2020"], "title": ["Asked"]})
    >>> [(one.what, one.columns) for one in changes_of(before, before.assign(date="2021-01-05")).rows]
    [('changed', {'date': ('2020', '2021-01-05')})]
    """
    released = [release(table, audience=audience, as_of=as_of) for table in (old, new)]
    tables = [{row["id"]: row for row in rows_of(table)} for table in released]
    order = [[list(table.values())[place] for place in true_order(list(table.values()))] for table in tables]
    own = [
        name
        for table in released
        for name in table.columns
        if name not in {*COLUMNS, *COMPUTED, *DERIVED, "by_audience"}
    ]
    names = [*(name for name in COLUMNS if name not in {"id", "note"}), *dict.fromkeys(own)]
    found = [
        *_compared(order[0], order[1], names, computed=False),
        *_compared(order[0], order[1], list(TOLD), computed=True),
    ]
    return Changes((as_of_day(released[0]), as_of_day(released[1])), tuple(found))


def _compared(old: Iterable[Row], new: Iterable[Row], names: list[str], *, computed: bool) -> Iterator[Change]:
    before = {row["id"]: row for row in old if (row["computed"] == "yes") == computed}
    after = {row["id"]: row for row in new if (row["computed"] == "yes") == computed}
    gone = [row for name, row in before.items() if name not in after]
    renamed = {} if computed else _renamed(gone, [row for name, row in after.items() if name not in before])
    for name, row in after.items():
        was = before.get(name) or renamed.get(name)
        if was is None:
            yield _change("added", row, {})
            continue
        columns = {
            column: (_text(was.get(column)), _text(row.get(column)))
            for column in names
            if _text(was.get(column)) != _text(row.get(column))
        }
        if columns:
            yield _change("changed", row, columns, was["id"] if was["id"] != name else "")
    kept = {row["id"] for row in renamed.values()}
    for row in gone:
        if row["id"] not in kept:
            yield _change("removed", row, {})


def _renamed(gone: list[Row], come: list[Row]) -> dict[str, Row]:
    """Return for rows that are new the row that each seems to have been: the most alike, each only once."""
    pairs = []
    for row in come:
        for other in gone:
            if row["kind"] == other["kind"]:
                alike = SequenceMatcher(None, row["title"], other["title"], autojunk=False).ratio()
                if alike >= ALIKE and (row["title"] == other["title"] or row["date"] == other["date"]):
                    pairs.append((alike, row["date"] == other["date"], row["id"], other))
    found: dict[str, Row] = {}
    taken: set[str] = set()
    for _, _, name, other in sorted(pairs, key=lambda pair: (-pair[0], not pair[1], pair[2], pair[3]["id"])):
        if name not in found and other["id"] not in taken:
            found[name] = other
            taken.add(other["id"])
    return found


def _change(what: str, row: Row, columns: dict[str, tuple[str, str]], was: str = "") -> Change:
    say = words()
    return Change(what, row["id"], title_of(row, say), shown_date(row, say), row["computed"] == "yes", columns, was)


def _text(value: object) -> str:
    """Return a cell as text; pandas' signs for no number are nothing."""
    if isinstance(value, str):
        return value
    if value is None or str(value) in {"<NA>", "nan", "NaT"}:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
