"""From a file or a DataFrame to cells: separators, quoting, row lengths. Nothing is understood yet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from itertools import starmap
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import Problem, UnreadableError
from timeline.events.columns import COLUMNS, COMPUTED, DERIVED, REQUIRED
from timeline.events.decoding import decode, file_bytes
from timeline.events.frame import about

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
DATE_PARTS: Final = {
    "date": ("year", "month", "day"),
    "end_date": ("end_year", "end_month", "end_day"),
}
"""Spreadsheets made for TimelineJS write a date in three columns."""

_HINT: Final = re.compile(r'"?sep=([,;\t])"?[,;\t ]*(?:\r\n|\r|\n|$)')
"""Excel's own note of the separator; spreadsheets do not show it, so it counts as no row."""
GUARDED: Final = re.compile("'+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What our CSV export writes for text that a spreadsheet would run as a formula: an apostrophe before it."""


@dataclass(slots=True)
class Cells:
    """A table as it was written: columns of text, the spreadsheet row of each line, and what was odd.

    ``folder`` is where its file is, "" for a table that is no file.
    """

    name: str
    columns: dict[str, list[str]]
    rows: list[int]
    problems: list[Problem] = field(default_factory=list)
    encoding: str = "utf-8"
    separator: str = ","
    header_row: int = 1
    folder: str = ""

    def column(self, name: str) -> list[str]:
        """Return a column's cells; empty ones where the table has no such column."""
        return self.columns.get(name) or [""] * len(self.rows)


def load(source: str | os.PathLike[str] | Any) -> Cells:  # noqa: ANN401 - a DataFrame, without importing pandas
    """Read a path or a DataFrame into cells.

    Raises UnreadableError where there is no table: no file, a folder, an empty or a binary file.
    """
    if hasattr(source, "columns") and hasattr(source, "to_dict"):
        return _from_frame(source)
    if not isinstance(source, (str, PathLike)):
        msg = f"expected the path of a CSV file or a DataFrame, and got {source!r:.60}"
        raise UnreadableError(msg)
    path = Path(source)
    text, encoding, problems = decode(file_bytes(path), str(path))
    cells = _from_text(text, path.name)
    cells.encoding, cells.folder = encoding, str(path.parent)
    cells.problems[:0] = problems
    return cells


def layout(text: str) -> tuple[str, int]:
    """Return the separator of a table, and where in the text its header begins (after Excel's note of it)."""
    if hint := _HINT.match(text):
        return hint[1], hint.end()
    line = re.search(r"\S[^\r\n]*", text)
    header = line[0][:100_000] if line else ""  # a longer one is refused where it is read

    def known(separator: str) -> tuple[int, int]:
        names = [_normal(cell) for cell in next(csv.reader([header], delimiter=separator), [])]
        return sum(name in COLUMNS for name in names), len(names)

    return max(SEPARATORS, key=known), 0


def _from_text(text: str, name: str) -> Cells:
    separator, start = layout(text)
    problems: list[Problem] = []
    lines = _lines(text[start:], separator, problems)
    top = next((place for place, line in enumerate(lines) if any(map(str.strip, line))), None)
    if top is None:
        msg = f"{name} holds no header line; expected at least the columns {' and '.join(REQUIRED)}"
        raise UnreadableError(msg)
    names = _names(lines[top], problems, top + 1)
    width = len(names)
    rows: list[int] = []
    records: list[list[str]] = []
    for row, line in enumerate(lines[top + 1 :], top + 2):
        if not any(map(str.strip, line)):
            continue
        cells = line
        if len(line) != width:
            while len(line) > width and not line[-1].strip():
                line.pop()  # spreadsheets leave empty cells to the right of the table
            if len(line) != width:
                problems.append(_ragged(row, line, names, separator))
                cells = (line + [""] * width)[:width]
        rows.append(row)
        records.append(cells)
    by_place: Iterable[tuple[str, ...]] = zip(*records, strict=True) if records else ((),) * width
    columns: dict[str, list[str]] = {}
    for place, (column, written) in enumerate(zip(names, by_place, strict=True)):
        stripped = list(map(str.strip, written))
        if column:
            columns[column] = stripped
        elif any(stripped):
            at = next(i for i, cell in enumerate(stripped) if cell)
            where = f"{_letter(place)}{rows[at]}"
            message = f"cell {where} stands under no column name; name the column, or empty its cells"
            problems.append(Problem(rows[at], "", stripped[at], message))
    if "computed" in columns:
        _unguard(columns)
    return _finish(Cells(name, columns, rows, problems, separator=separator, header_row=top + 1))


def _lines(text: str, separator: str, problems: list[Problem]) -> list[list[str]]:
    """Return the rows as a spreadsheet shows them: a line break inside quotes starts no new one."""
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:  # what came before is kept
        what = str(error)
        if "field larger" in what:
            message = "a cell longer than 131,072 characters; probably a quotation mark that is never closed"
        elif "end of data" in what:
            message = "a quotation mark is opened here and never closed; close it, or write it twice inside a cell"
        else:
            message = 'text follows a closing quotation mark; inside a quoted cell, write every " twice'
        problems.append(Problem(len(lines) + 1, "", "", message + ". The rows from here on were not read"))
    return lines


def _ragged(row: int, line: Sequence[str], names: Sequence[str], separator: str) -> Problem:
    count = f"the row has {len(line)} cells, the header {len(names)}"
    if len(line) > len(names):
        surplus = line[len(names)].strip()
        message = (
            f"{count}: {_letter(len(names))}{row} stands to the right of the last column; put quotation marks around "
            f"text that holds a {SEPARATORS[separator]}"
        )
        return Problem(row, names[-1], surplus, message)
    message = f"{count}, so {names[len(line)]} is missing; add the missing {SEPARATORS[separator]}s, even if empty"
    return Problem(row, names[len(line)], "", message)


def _letter(place: int) -> str:
    """Name a column as a spreadsheet does: A, B, … Z, AA."""
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters = chr(ord("A") + rest) + letters
        place -= 1
    return letters


def _normal(name: str) -> str:
    return re.sub(r"[\s\-]+", "_", name.strip().strip("\ufeff").strip().lower())


def _names(header: Sequence[str], problems: list[Problem], row: int) -> list[str]:
    """Return the columns' names: the contract's own where they match it, the writer's where they do not."""
    have = set(map(_normal, header))
    parts = {part for target, several in DATE_PARTS.items() if target not in have for part in several}
    ours = "computed" in have or have.issuperset(DERIVED)  # a table of this program's, read again
    names: list[str] = []
    for cell in header:
        normal = _normal(cell)
        name = normal if normal in COLUMNS or normal in parts else cell.strip().strip("\ufeff").strip()
        if normal in (*DERIVED, *COMPUTED):
            name = normal if ours else f"own_{normal}"
            if not ours:
                message = f"{normal} is a column that the program computes; yours is kept as {name}"
                problems.append(Problem(row, cell.strip(), "", message, "warning"))
        elif ours and GUARDED.match(name):
            name = name[1:]
        if name and name in names:
            message = f"two columns are called {name}; rename or remove one"
            problems.append(Problem(row, name, "", message))
            name = f"{name} ({names.count(name) + 1})"
        names.append(name)
    return names


def _finish(cells: Cells) -> Cells:
    """Join Year/Month/Day columns, and make a table of this program's own what it was when it was first read."""
    for target, (year, month, day) in DATE_PARTS.items():
        if target not in cells.columns and year in cells.columns:
            joined = starmap(_join, zip(cells.column(year), cells.column(month), cells.column(day), strict=True))
            rest = {name: column for name, column in cells.columns.items() if name not in (year, month, day)}
            cells.columns = {target: list(joined)} | rest
    if "computed" in cells.columns:
        keep = [place for place, value in enumerate(cells.columns["computed"]) if value != "yes"]
        if left := len(cells.rows) - len(keep):
            message = f"{left} computed deadlines of an earlier export are left out; they are computed anew"
            cells.problems.append(Problem(0, "computed", "yes", message, "warning"))
        cells.columns = {name: [column[i] for i in keep] for name, column in cells.columns.items()}
        cells.rows = [cells.rows[i] for i in keep]
    if "computed" in cells.columns or "qualifier" in cells.columns:  # a name the writer's own columns cannot have
        if all(row.isdigit() for row in cells.columns.get("row", [""])):
            cells.rows = list(map(int, cells.columns["row"]))
        if "date" in cells.columns:
            cells.columns["date"] = [text or "TBD" for text in cells.columns["date"]]
    cells.columns = {k: v for k, v in cells.columns.items() if k not in {*COMPUTED, *DERIVED}}
    return cells


def _join(year: str, month: str, day: str) -> str:
    if not re.fullmatch("[0-9]{4}", year) or not re.fullmatch("[0-9]*", month + day):
        return " ".join(filter(None, (day, month, year)))  # left to the date reader, which says what is wrong
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def _unguard(columns: dict[str, list[str]]) -> None:
    """Take off the apostrophe that our own CSV export puts before what a spreadsheet would run as a formula."""
    for name, cells in columns.items():
        if any(cell.startswith("'") for cell in cells):
            columns[name] = [cell[1:] if GUARDED.match(cell) else cell for cell in cells]


def _from_frame(frame: Any) -> Cells:  # noqa: ANN401 - a DataFrame, without importing pandas
    problems: list[Problem] = []
    given = [str(name) for name in frame.columns]
    names = _names(given, problems, 1)
    columns = {
        name: list(map(_text, frame.iloc[:, place].tolist())) for place, name in enumerate(names) if name
    }  # fmt: skip
    if "computed" in columns:
        columns.pop("by_audience", None)
    filled = [place for place, row in enumerate(zip(*columns.values(), strict=True)) if any(row)]
    if len(filled) < len(frame):
        columns = {name: [cells[place] for place in filled] for name, cells in columns.items()}
    said = about(frame)
    name, folder = str(said.get("name", "the table")), str(said.get("folder", ""))
    return _finish(Cells(name, columns, [place + 2 for place in filled], problems, folder=folder))


def _text(value: Any) -> str:  # noqa: ANN401 - a cell of anybody's table
    if isinstance(value, str):
        return value.strip()
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    if isinstance(value, float):
        # A column of years with one gap is a column of floats, and NaN is what is not equal to itself.
        return "" if value != value else str(int(value)) if value.is_integer() else str(value)  # noqa: PLR0124
    if hasattr(value, "tolist") and not isinstance(value, (list, tuple)):  # a value or an array of numpy's
        return _text(value.tolist())
    if isinstance(value, (list, tuple, set, frozenset)):
        several = map(_text, value) if isinstance(value, (list, tuple)) else sorted(map(_text, value))
        return "; ".join(filter(None, several))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value).strip()
