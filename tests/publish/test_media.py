"""Pictures of events: scaled and carried along without what a camera notes in them; remote ones are only linked."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from timeline import TimelineError, write_page
from timeline.law.checking import check_events

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,date,title,image,image_alt,exhibit\n"


def photo(path: Path, size: tuple[int, int] = (3000, 2000), *, turned: bool = False) -> Path:
    """Write a photograph as a telephone does: with the place and the time in it, and how it was held."""
    image = Image.new("RGB", size, (200, 30, 60))
    exif = image.getexif()
    exif[0x010F], exif[0x0132] = "Secretphone", "2020:08:28 12:00:00"
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    image.save(path, exif=exif, comment=b"secret comment")
    return path


def table(folder: Path, *rows: str) -> Path:
    path = folder / "events.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def shown(page: Path) -> Image.Image:
    (data,) = set(re.findall(r'src="data:image/webp;base64,([^"]+)"', page.read_text(encoding="utf-8")))
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_a_local_picture_is_scaled_and_carried_with_its_words(tmp_path):
    photo(tmp_path / "order.jpg")
    page = write_page(table(tmp_path, "a,2020,A,order.jpg,The first page of the order,1"), tmp_path / "a.html")
    image = shown(page)
    assert image.size == (640, 427)
    text = page.read_text(encoding="utf-8")
    assert 'alt="The first page of the order"' in text
    assert page.stat().st_size < 800_000
    assert "Secretphone" not in str(dict(image.getexif()))
    assert not image.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)


def test_a_picture_stands_as_it_was_held(tmp_path):
    photo(tmp_path / "a.jpg", turned=True)
    assert shown(write_page(table(tmp_path, "a,2020,A,a.jpg,B,1"), tmp_path / "a.html")).size == (640, 960)


def test_a_remote_picture_is_linked_and_never_loaded(tmp_path):
    page = write_page(table(tmp_path, "a,2020,A,https://example.org/a.png,A letter,1"), tmp_path / "a.html")
    text = page.read_text(encoding="utf-8")
    assert "<img" not in text
    assert '<a href="https://example.org/a.png" target="_blank" rel="noopener noreferrer">A letter</a>' in text


REFUSED = [
    ("outside the folder", "../secret.png", "in the table's folder, or in one below it"),
    ("an absolute path", "/etc/hostname", "in the table's folder, or in one below it"),
    ("no picture", "text.png", "no picture that can be read"),
    ("an SVG, which may hold scripts", "a.svg", "no picture that can be read"),
    ("more points than anybody needs", "bomb.png", "no picture that can be read"),
]


@pytest.mark.parametrize(("name", "said"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED])
def test_what_is_no_picture_of_the_table_s_folder_is_refused(tmp_path, monkeypatch, name, said):
    inside = tmp_path / "inside"
    inside.mkdir()
    photo(tmp_path / "secret.png", (9, 9))
    (inside / "text.png").write_text("no picture")
    (inside / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    photo(inside / "bomb.png", (400, 400))
    if name == "bomb.png":
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(TimelineError, match=said) as error:
        write_page(table(inside, f"a,2020,A,{name},B,1"), inside / "a.html")
    assert "row 2" in str(error.value)
    assert not (inside / "a.html").exists()


def test_check_finds_what_is_missing(tmp_path):
    path = table(
        tmp_path, "a,2020,A,there.png,,1", "b,2021,B,gone.png,A letter,2", "c,2022,C,https://example.org/c.png,,3"
    )
    photo(tmp_path / "there.png", (9, 9))
    _, problems = check_events(path)
    assert [(p.row, p.column, p.severity) for p in problems] == [
        (2, "image_alt", "warning"), (3, "image", "error"), (4, "image_alt", "warning"),
    ]  # fmt: skip
