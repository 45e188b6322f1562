"""Pictures: drawn by a browser of this machine, all of it, with what it says in words inside the file."""

from __future__ import annotations

import asyncio
import re
import struct
import threading
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from pypdf import PdfReader

from timeline import Filter, TimelineError, write_picture
from timeline.errors import OutputError
from timeline.publish.chromium import in_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDE = 2560
Points = np.ndarray[Any, Any]


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        body = png[at + 4 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(body)
        yield body[:4], body[4:]
        at += 12 + length


def said(png: bytes) -> dict[str, str]:
    """The texts inside the file."""
    found = (body.split(b"\0", 1) for name, body in chunks(png) if name == b"iTXt")
    return {name.decode(): rest[4:].decode("utf-8") for name, rest in found}


def pixels(png: bytes) -> Points:
    """The picture's points, without a library for pictures: a browser writes only the plainest kind."""
    parts = dict(chunks(png))
    width, height, depth, colour = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert depth == 8
    size = {2: 3, 6: 4}[colour]
    raw = zlib.decompress(b"".join(body for name, body in chunks(png) if name == b"IDAT"))
    out = np.zeros((height, width * size), dtype=np.uint8)
    for row in range(height):
        start = row * (width * size + 1)
        kind, line = raw[start], np.frombuffer(raw, np.uint8, width * size, start + 1).astype(np.int32)
        above = out[row - 1].astype(np.int32) if row else np.zeros(width * size, np.int32)
        out[row] = _unfiltered(kind, line, above, size)
    points: Points = out.reshape(height, width, size)[:, :, :3]
    return points


def _unfiltered(kind: int, line: Points, above: Points, size: int) -> Points:
    """Undo one of PNG's five filters of a row."""
    if kind in (0, 2):
        return (line + (above if kind else 0)) % 256
    done = np.zeros(len(line), np.int32)
    for at in range(len(line)):
        left, up = (int(done[at - size]) if at >= size else 0), int(above[at])
        corner = int(above[at - size]) if at >= size else 0
        done[at] = (line[at] + {1: left, 3: (left + up) // 2, 4: _nearest(left, up, corner)}[kind]) % 256
    return done


def _nearest(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((abs(guess - value), order, value) for order, value in enumerate((left, up, corner)))[2]


@pytest.mark.browser
def test_a_picture_holds_the_whole_drawing_and_says_it_in_words(case, tmp_path):
    path = write_picture(case, tmp_path / "case.png")
    png = path.read_bytes()
    width, height = struct.unpack(">II", dict(chunks(png))[b"IHDR"][:8])
    assert width == WIDE
    assert height > 2400  # every lane, not only what a screen holds
    told = said(png)
    assert told["Title"] == "Who asked for the Clearview AI records, and when an answer was due"
    assert "late under every dated account, by at least 43 days" in told["Description"]
    assert "67 of 67 events" in told["Description"]
    assert png == write_picture(case, tmp_path / "again.png").read_bytes()


@pytest.mark.browser
def test_a_picture_is_not_empty_anywhere_from_top_to_bottom(case, tmp_path):
    """A count of marks is no picture: every tenth of its height has ink, in colours of kinds too."""
    small = write_picture(case, tmp_path / "case.png", filter=Filter(agencies=("CBP",)), window="2021-01-01/2021-06-30")
    points = pixels(small.read_bytes())
    edges = np.linspace(0, len(points), 11).astype(int)
    for top, bottom in pairwise(edges):
        assert len(np.unique(points[top:bottom].reshape(-1, 3), axis=0)) > 8
    strong = points.max(axis=2).astype(int) - points.min(axis=2)
    assert (strong > 60).sum() > 500


@pytest.mark.browser
def test_a_picture_says_which_part_of_the_table_it_shows(case, tmp_path):
    path = write_picture(
        case, tmp_path / "case.png", filter=Filter(kinds=("complaint",), agencies=("ICE",)), title="Suits"
    )
    assert said(path.read_bytes())["Description"].endswith("3 of 67 events: complaints at ICE")


@pytest.mark.browser
def test_a_picture_can_be_drawn_while_a_loop_runs(case, tmp_path):
    """As in a notebook, whose kernel is one."""

    async def cell():
        return write_picture(case, tmp_path / "case.png", filter=Filter(kinds=("order",)))

    drawn = []
    thread = threading.Thread(target=lambda: drawn.append(asyncio.run(cell())))  # here a browser's loop may run
    thread.start()
    thread.join()
    assert drawn[0].exists()


@pytest.mark.parametrize("name", ["case.jpg", "case", "case.html"])
def test_another_ending_is_refused(case, tmp_path, name):
    with pytest.raises(OutputError, match=r"ends in \.png"):
        write_picture(case, tmp_path / name)


def test_without_a_browser_it_says_what_to_do(case, tmp_path, monkeypatch):
    from choreographer.browsers.chromium import Chromium

    monkeypatch.setattr(Chromium, "find_browser", classmethod(lambda *_, **__: None))
    with pytest.raises(
        OutputError, match=r"needs Chromium or Chrome.*Install it, or say where it is with BROWSER_PATH"
    ):
        write_picture(case, tmp_path / "case.png")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.browser
def test_what_fails_in_the_browser_is_an_error_for_people():
    async def wrong(page):
        return await page.run("nothing()")

    with pytest.raises(TimelineError, match="nothing is not defined"):
        in_browser("a picture", "<p>Hello</p>", wrong)


@pytest.mark.browser
def test_the_browser_reaches_no_address():
    async def ask(page):
        return await page.run("fetch('http://127.0.0.1:1/').then(() => 'reached', () => 'not reached')")

    assert in_browser("a picture", "<p>Hello</p>", ask) == "not reached"


# Vectors ------------------------------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"


@pytest.mark.browser
def test_an_svg_stands_alone_with_its_letters_and_its_words(case, tmp_path):
    path = write_picture(case, tmp_path / "case.svg")
    drawn = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - ours, and read to test it
    assert drawn.get("role") == "img"
    assert drawn.findtext(f"{SVG}title", "").startswith("Who asked for the Clearview AI records")
    assert "67 of 67 events" in drawn.findtext(f"{SVG}desc", "")
    names = {one.tag.removeprefix(SVG) for one in drawn.iter()}
    assert not names & {"script", "foreignObject", "image", "iframe", "a"}
    addresses = [value for one in drawn.iter() for name, value in one.attrib.items() if name in ("href", "src", LINK)]
    assert all(address.startswith("#") for address in addresses)
    assert not [name for one in drawn.iter() for name in one.attrib if name.startswith("on")]
    styles = "".join(one.text or "" for one in drawn.iter(f"{SVG}style"))
    assert set(re.findall(r'url\("?([^":]*:)', styles)) == {"data:"}
    shown = " ".join("".join(one.itertext()) for one in drawn.iter(f"{SVG}text"))
    for text in ("Requesters sue ICE", "2020", "Informational, not legal advice"):
        assert text in shown
    assert path.read_bytes() == write_picture(case, tmp_path / "again.svg").read_bytes()


@pytest.mark.browser
def test_a_pdf_is_one_page_of_letters_that_can_be_read_and_searched(case, tmp_path):
    path = write_picture(case, tmp_path / "case.pdf", size="column")
    read = PdfReader(path)
    (page,) = read.pages
    assert abs(float(page.mediabox.width) - 720 * 0.75) < 2
    text = re.sub(r"\s+", " ", page.extract_text())
    assert "Who asked for the Clearview AI records" in text
    assert "at least 43 days" in text
    fonts = cast("Any", page["/Resources"])["/Font"].values()
    assert all("Arimo" in str(font.get_object()["/BaseFont"]) for font in fonts), "its own letters, on every machine"
    assert cast("Any", read.root_object["/MarkInfo"])["/Marked"]
    assert path.read_bytes() == write_picture(case, tmp_path / "again.pdf", size="column").read_bytes()


POINTS = {"social": (1200, 630), "slide": (1920, 1080)}


@pytest.mark.browser
@pytest.mark.parametrize(("size", "points"), POINTS.items())
def test_a_picture_of_a_named_size_has_exactly_that(case, tmp_path, size, points):
    png = write_picture(case, tmp_path / "case.png", size=size).read_bytes()
    assert struct.unpack(">II", dict(chunks(png))[b"IHDR"][:8]) == points
    colours = pixels(png)
    edge = colours[-60:].reshape(-1, 3)
    assert len(np.unique(edge, axis=0)) > 4, "it goes down to the last line, which is not cut off"


@pytest.mark.browser
def test_a_poster_is_36_by_48_inches_with_letters_to_be_read_from_afar(case, tmp_path):
    (page,) = PdfReader(write_picture(case, tmp_path / "case.pdf", size="poster")).pages
    assert (round(float(page.mediabox.width) / 72, 1), round(float(page.mediabox.height) / 72, 1)) == (36.0, 48.0)
    sizes = []

    def heard(text: str, outer: list[float], matrix: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes.append(size * abs(outer[0] * matrix[0]))

    page.extract_text(visitor_text=heard)
    assert min(sizes) >= 18


@pytest.mark.browser
@pytest.mark.parametrize("ending", [".svg", ".pdf"])
def test_a_picture_holds_nothing_withheld(tmp_path, ending):
    rows = [
        {"id": "open", "date": "2020-01-01", "title": "Openevent", "matter": "Openmatter", "note": "Secretnote"},
        {
            "id": "shut",
            "date": "2021-01-01",
            "title": "Secretevent",
            "matter": "Secretmatter",
            "visibility": "internal",
        },
    ]
    path = write_picture(pd.DataFrame(rows), tmp_path / f"a{ending}")
    text = path.read_text(encoding="utf-8") if ending == ".svg" else PdfReader(path).pages[0].extract_text()
    assert "Openevent" in text
    assert "ecret" not in text
    assert b"ecret" not in path.read_bytes()


@pytest.mark.browser
@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_a_picture_says_whom_it_is_not_for(case, tmp_path, ending):
    told = "Not for the public: this document may hold rows marked internal."
    for audience, seen in (("internal", True), ("public", False)):
        content = write_picture(case, tmp_path / f"{audience}{ending}", audience=audience).read_bytes()
        assert (told.encode() in content) == seen
