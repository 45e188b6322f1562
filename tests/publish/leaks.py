"""For the leak test of every output: tables full of secrets, and everything that a file says once unpacked."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from hypothesis import strategies as st

from timeline.events.columns import VISIBILITIES

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("foia_request", "determination", "production", "no_response", "complaint", "news", "a kind of its own", "")
TOKENS = ("title", "description", "matter", "lane", "agency", "actors", "court", "docket", "tracking_number", "source_title",
          "source_url", "archive_url", "pinpoint", "exhibit", "bates", "quote", "tags", "image_alt", "note", "an own column")  # fmt: skip
"""The columns that hold a secret in every cell."""


@dataclass(frozen=True)
class Secrets:
    """A table, and for each of its rows what only that row says."""

    table: pd.DataFrame
    of_row: list[list[str]]
    notes: list[str]

    def withheld(self, audience: str) -> list[str]:
        """Return what an output for the audience must not say."""
        allowed = VISIBILITIES[: VISIBILITIES.index(audience) + 1]
        gone = [
            row
            for row, seen in zip(self.of_row, self.table["visibility"], strict=True)
            if (seen or "public") not in allowed
        ]
        return [*self.notes, *(token for row in gone for token in row)]

    def shown(self, audience: str) -> list[str]:
        """Return the titles that an output for the audience should say, so that the test can fail at all."""
        allowed = VISIBILITIES[: VISIBILITIES.index(audience) + 1]
        return [row["title"] for row in self.table.to_dict("records") if (row["visibility"] or "public") in allowed]


@st.composite
def secret_tables(draw: st.DrawFn) -> Secrets:
    """Draw a small table in which every cell, id and date is unmistakable, and who may see a row is random."""
    rows, tokens, notes = [], [], []
    for n in range(draw(st.integers(1, 6))):
        row: dict[str, Any] = {name: f"zq{n}x{place}secret" for place, name in enumerate(TOKENS)}
        for name in ("source_url", "archive_url"):
            row[name] = f"https://example.org/{row[name]}"
        shared = draw(st.booleans())  # the same matter and agency, so that rows answer each other
        if shared:
            row |= {"matter": "Shared matter", "lane": "", "agency": "Shared agency"}
        row["id"] = f"zq{n}idsecret"
        row["date"] = f"{2012 + 2 * n}-0{n + 1}-1{n + 3}"  # far apart: no deadline of one is the day of another
        row["kind"] = "foia_request" if n == 0 else draw(st.sampled_from(KINDS))
        row["visibility"] = draw(st.sampled_from(["", *VISIBILITIES]))
        row["alleges"] = draw(st.sampled_from(["", "no_response"]))
        own = [row[name] for name in (*TOKENS, "id", "date") if name != "note"]
        tokens.append([token for token in own if "secret" in token or token == row["date"]])
        notes.append(row["note"])
        rows.append(row)
    return Secrets(pd.DataFrame(rows), tokens, notes)


def plain_bytes(path: Path) -> bytes:
    """Return a file's bytes and those of everything packed in it, as deep as it goes."""
    return b"\n".join(_unpacked(path.read_bytes(), 0))


def _unpacked(data: bytes, depth: int) -> list[bytes]:
    found = [data]
    if depth > 4:
        return found
    if data[:2] == b"\x1f\x8b":
        found += _unpacked(zlib.decompress(data, wbits=31), depth + 1)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                found += _unpacked(packed.read(name), depth + 1)
    for pattern, decoded in ((rb"([A-Za-z0-9+/]{60,}={0,2})", base64.b64decode), (rb">([!-;=-~]{60,})<", packed_bytes)):
        for text in re.findall(pattern, data):
            try:
                inner = decoded(text)
            except ValueError:
                continue
            if inner[:2] == b"\x1f\x8b" or inner[:4] == b"PK\x03\x04":
                found += _unpacked(inner, depth + 1)
    return found


def packed_bytes(text: bytes) -> bytes:
    """Return what a page carries packed: the letters of Python's own base 85, but for three that HTML would mind."""
    return base64.b85decode(text.translate(bytes.maketrans(b",.:", b"&<`")))
