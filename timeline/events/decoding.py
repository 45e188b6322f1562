"""From a file to text: what cannot be a table, and in which encoding it was saved."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from timeline.errors import Problem, UnreadableError
from timeline.events.columns import REQUIRED

if TYPE_CHECKING:
    from pathlib import Path

_FOREIGN: Final = {
    b"PK\x03\x04": "an Excel or LibreOffice workbook: open it and save the sheet as CSV (UTF-8)",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: open it and save the sheet as CSV (UTF-8)",
    b"%PDF": "a PDF: the events must be in a table, saved as CSV",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file: unpack it first",
    b"{": "JSON: the events must be in a table, saved as CSV",
    b"<!DOCTYPE": "a web page: the events must be in a table, saved as CSV",
    b"<html": "a web page: the events must be in a table, saved as CSV",
}


def file_bytes(path: Path) -> bytes:
    """Return what a file holds; refuse what cannot be a table, with what to do."""
    if path.is_dir():
        msg = f"{path} is a folder; expected the CSV file itself, for example {path / 'events.csv'}"
        raise UnreadableError(msg)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        near = sorted(p.name for p in path.parent.glob("*.csv"))[:5] if path.parent.is_dir() else []
        hint = f"; CSV files there: {', '.join(near)}" if near else ""
        msg = f"{path}: there is no such file{hint}"
        raise UnreadableError(msg) from None
    except (OSError, ValueError) as error:  # ValueError: no file's name holds a NUL
        msg = f"{path} cannot be opened: {getattr(error, 'strerror', None) or error}"
        raise UnreadableError(msg) from None
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        msg = f"{path} is empty; expected a header line with at least the columns {' and '.join(REQUIRED)}"
        raise UnreadableError(msg)
    for magic, what in _FOREIGN.items():
        if data.startswith(magic):
            msg = f"{path} is {what}"
            raise UnreadableError(msg)
    return data


def decode(data: bytes, name: str) -> tuple[str, str, list[Problem]]:
    """Return the text of a file, its encoding, and a warning where that had to be guessed."""
    encoding = "utf-8"
    if data.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in data[:200]:
        # UTF-16 without its mark: the header, at least, then has a zero in every second place.
        head = data[:200]
        if head[1::2].count(0) > len(head) * 0.3:
            encoding = "utf-16-le"
        elif head[::2].count(0) > len(head) * 0.3:
            encoding = "utf-16-be"
    problems: list[Problem] = []
    no_text = f"{name} is not text; expected a CSV file"
    if b"\x00" in data and not encoding.startswith("utf-16"):
        raise UnreadableError(no_text)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding.startswith("utf-16"):
            msg = f"{name} begins as UTF-16 text and then is damaged or cut off; save it again as CSV UTF-8"
            raise UnreadableError(msg) from None
        try:
            text, encoding = data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            msg = (
                f"{name} is neither UTF-8 nor Windows-1252 text (byte {data[error.start]:#04x} in line {line}); "
                "save it as CSV UTF-8"
            )
            raise UnreadableError(msg) from None
        warning = "the file is not UTF-8; it was read as Windows-1252. Save it as CSV UTF-8 if letters look wrong"
        problems.append(Problem(0, "", "", warning, "warning"))
    if "\x00" in text or (encoding == "cp1252" and re.search(r"[\x01-\x08\x0e-\x1f]", text[:2000])):
        raise UnreadableError(no_text)
    return text, encoding, problems
