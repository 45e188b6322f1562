"""Writing made ids into the events file itself, so that what refers to a row still finds it after a correction."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import OutputError
from timeline.events.columns import REQUIRED
from timeline.events.decoding import decode, file_bytes
from timeline.events.source import layout, load
from timeline.publish.files import write_file

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from timeline.events.reading import Events


def write_ids(path: str | os.PathLike[str], events: Events) -> int:
    """Write the ids that ``understand`` made into the file it read, and return how many.

    Only id cells change: encoding, separator, line ends, quotation marks and every other cell stay byte for byte.
    The result is read again and compared before it takes the file's place.
    """
    events.raise_errors()
    path = Path(path)
    data = file_bytes(path)
    now, then = load(path), events.cells
    if now.rows != then.rows or any(now.column(name) != then.column(name) for name in REQUIRED):
        msg = f"{path}: the file has changed since it was read; nothing was written, try again"
        raise OutputError(msg)
    text, encoding, _ = decode(data, path.name)
    encoding, mark = _exactly(data, encoding)
    if mark + text.encode(encoding) != data:
        msg = f"{path}: the file cannot be written back as it was; save it as CSV UTF-8 first"
        raise OutputError(msg)
    separator, start = layout(text)
    ids = dict(zip(events.cells.rows, events.cells.columns["id"], strict=True))
    changed, count = _with_ids(text[start:], separator, ids, events.cells.header_row)
    if not count:
        return 0
    _compare(path, text[start:], changed, separator, ids)
    write_file(path, mark + (text[:start] + changed).encode(encoding))
    return count


def _exactly(data: bytes, encoding: str) -> tuple[str, bytes]:
    if encoding == "utf-8-sig":
        return "utf-8", data[:3]
    if encoding == "utf-16":
        return ("utf-16-le" if data.startswith(b"\xff\xfe") else "utf-16-be"), data[:2]
    return encoding, b""


def _with_ids(text: str, separator: str, ids: dict[int, str], header_row: int) -> tuple[str, int]:
    """Put ids into the empty id cells; before every row where the table has no such column."""
    records = list(_records(text, separator))
    header = [_bare(text, cell).lower() for cell in records[header_row - 1]]
    place = header.index("id") if "id" in header else None
    parts: list[str] = []
    done = count = 0
    for row, cells in enumerate(records, 1):
        if row < header_row or (len(cells) == 1 and not text[slice(*cells[0])].strip()):
            continue  # an empty line, which stays empty
        begin, end = cells[0] if place is None else cells[min(place, len(cells) - 1)]
        new = "id" if row == header_row else ids.get(row, "")
        if place is None:
            parts += [text[done:begin], new, separator]
            done = begin
            count += row in ids
        elif row in ids and not _bare(text, (begin, end)):
            parts += [text[done:begin], new]
            done = end
            count += 1
    return "".join([*parts, text[done:]]), count


def _records(text: str, separator: str) -> Iterator[list[tuple[int, int]]]:
    """Yield each record as the places where its cells begin and end, as the csv module divides them."""
    cell = re.compile(f'(?:"[^"]*(?:""[^"]*)*"|[^{separator}\r\n]*)({separator}|\r\n|\r|\n|$)')
    at, cells = 0, list[tuple[int, int]]()
    while at < len(text) or cells:
        match = cell.match(text, at)
        if match is None:  # a quotation mark that the csv module would have refused
            return
        cells.append((at, match.start(1)))
        at = match.end()
        if match[1] != separator:
            yield cells
            cells = []


def _bare(text: str, cell: tuple[int, int]) -> str:
    return text[slice(*cell)].strip().strip('"\ufeff').strip()


def _compare(path: Path, before: str, after: str, separator: str, ids: dict[int, str]) -> None:
    """Refuse a result that differs from what was there in more than its ids."""

    def rows(text: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))

    def matches(old: list[str], new: list[str], row: int) -> bool:
        if len(old) < len(new):
            return new == [new[0], *old] and new[0] in (ids.get(row, ""), "id")
        return [now for then, now in zip(old, new, strict=True) if then != now] in ([], [ids.get(row)])

    old, new = rows(before), rows(after)
    if len(old) != len(new) or not all(map(matches, old, new, range(1, len(old) + 1))):
        msg = f"{path}: the ids could not be put in without changing something else; add a column id by hand"
        raise OutputError(msg)
