"""Pictures of the view, drawn by the same script in a browser of this machine: all of it, not what a screen holds."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from timeline.errors import OutputError
from timeline.events.columns import VISIBILITIES
from timeline.events.frame import about
from timeline.publish.chromium import Page, in_browser
from timeline.publish.files import check_target, write_file
from timeline.publish.templates import render
from timeline.view import assets
from timeline.view.filters import Filter, filter_events
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.theme import css_variables, theme
from timeline.view.words import Words, as_sentence, words

if TYPE_CHECKING:
    import os
    from datetime import date

    import pandas as pd

ENDINGS: Final = (".png", ".svg", ".pdf")


class Size(NamedTuple):
    """A picture's width, and its height where that is fixed, in CSS pixels (96 an inch), and points of a PNG for each.

    ``zoom`` enlarges everything: a poster is read from afar. ``head`` enlarges the heading beside the rest: of what is
    shared, most see a thumbnail.
    """

    width: int
    height: int | None
    density: float
    zoom: float = 1
    head: float = 1


SIZES: Final = {
    "page": Size(1280, None, 2),
    "column": Size(720, None, 2),
    "social": Size(1200, 630, 1, head=1.5),
    "slide": Size(1920, 1080, 1),
    "poster": Size(3456, 4608, 1, 2.5),  # 36 by 48 inches; the smallest letters are of more than 24 points
}
"""What pictures are for; a fixed height makes the layout as wide as it takes to show everything."""

FIRST: Final = "first"
"""The window that the table's own first view shows."""


def write_picture(
    events: str | os.PathLike[str] | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    audience: str = "public",
    as_of: str | date | None = None,
    title: str | None = None,
    lanes: str = "matter",
    window: str | None = None,
    lang: str = "en",
    theme: str = "light",
    size: str = "page",
) -> Path:
    """Draw a table of events as a PNG, SVG or PDF by the path's ending, and return the picture's path.

    It has heading, legend, notes and as-of day; what it shows stands in words inside the file, for those who cannot see
    it, and SVG and PDF bring their letters along. ``window`` is the time shown, such as "2020-01-01/2021-06-30": where
    it is not given, the whole time, and with "first" that of the table's first view. ``size`` is one of page, column,
    social, slide and poster. The other options are those of ``write_page``. It is drawn by a Chromium or Chrome of this
    machine; where there is none, an OutputError says what to do. The same table and browser give the same bytes.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:  # doctest: +SKIP
    ...     write_picture("events.csv", pathlib.Path(folder, "case.svg"), size="column").name
    'case.svg'
    """
    check_target(path, *ENDINGS)
    known_size(size)
    released = release(events, audience=audience, as_of=as_of)
    drawn = picture_bytes(
        released, Path(path).suffix.lower(), filter=filter, title=title, lanes=lanes, window=window, lang=lang,
        theme=theme, size=size,
    )  # fmt: skip
    return write_file(path, drawn)


def known_size(name: str) -> Size:
    """Return a size by its name, or raise an OutputError that says which there are."""
    if name not in SIZES:
        msg = f"size {name!r}: there is none; expected one of {', '.join(SIZES)}"
        raise OutputError(msg)
    return SIZES[name]


def picture_bytes(
    released: pd.DataFrame,
    ending: str = ".png",
    *,
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    title: str | None = None,
    lanes: str = "matter",
    window: str | None = None,
    lang: str = "en",
    theme: str = "light",
    size: str = "page",
) -> bytes:
    """Return a picture of what the view of a released table shows, in the form that an ending names."""
    say, kept, box = words(lang), filter or Filter(), known_size(size)
    first, late = payload(released, lang=lang, title=title, lanes=lanes, window=None if window == FIRST else window)
    if window is None:
        first["window"] = first["extent"]
    for look in first["looks"].values():
        look["layout"]["font"]["family"] = _family(theme)
    shown = _shown(released, first, kept, say)
    name = first["title"] or say("page.timeline")
    audience = about(released)["audience"]
    seen_by = "" if audience == VISIBILITIES[0] else say(f"document.audience_{audience}")
    told = " ".join(text for text in (seen_by, as_sentence(name), *first["conclusion"], shown) if text)
    data = {"first": first, "filter": kept.as_dict(), "search": late["search"] if kept.text else None, "theme": theme}
    html = _document(data, shown, told, seen_by, say)

    async def draw(page: Page) -> bytes:
        width, height = round(box.width / box.zoom), box.height and round(box.height / box.zoom)
        await _resize(page, width, height or 1000, 1)
        wide, high = await page.run(f"drawPicture({width}, {height or 'null'}, {box.head})")
        scale = box.width / wide
        await _resize(page, wide, high, box.density * scale)
        if ending == ".svg":
            family = _family(theme)
            said = assets.plain_json({"title": name, "description": told, "fonts": font_faces(), "family": family})
            return _scaled(str(await page.run(f"svgPicture({said})")), scale).encode("utf-8", "replace")
        if ending == ".pdf":
            return await _pdf(page, wide, high, scale)
        taken = await page.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return with_text(base64.b64decode(taken["data"]), Title=name, Description=told)

    return in_browser("a picture", html, draw)


async def _resize(page: Page, width: int, height: int, density: float) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": density, "mobile": False}
    await page.ask("Emulation.setDeviceMetricsOverride", **size)


async def _pdf(page: Page, width: int, height: int, scale: float) -> bytes:
    await page.ask("Emulation.setEmulatedMedia", media="screen")  # as it is drawn, not as a page would be printed
    # Not by the printer's own scale, which ends at 2; and no shadows, of which it would make pictures.
    await page.run(f"document.documentElement.style.zoom = {scale}; document.body.dataset.flat = ''")
    inches = {"paperWidth": width * scale / 96, "paperHeight": (height + 1) * scale / 96}
    margins = dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), 0)
    printed = await page.ask(
        "Page.printToPDF", printBackground=True, generateTaggedPDF=True, pageRanges="1", **inches, **margins
    )
    return undated(base64.b64decode(printed["data"]))


_DATES: Final = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")


def undated(pdf: bytes) -> bytes:
    """Return a PDF without the time at which it was made, in as many bytes: the same picture is the same file."""
    return _DATES.sub(lambda found: b"/%s (D:19700101000000+00'00')".ljust(len(found[0])) % found[1], pdf)


def _scaled(svg: str, scale: float) -> str:
    """Return an SVG at another size: its own measures stay, its frame does not."""
    head, _, rest = svg.partition(">")
    grown = re.sub(r'(?<= )(width|height)="([\d.]+)"', lambda m: f'{m[1]}="{float(m[2]) * scale:.2f}"', head)
    return f"{grown}>{rest}"


def _shown(released: pd.DataFrame, first: dict[str, Any], kept: Filter, say: Words) -> str:
    """Say how many of how many events the picture shows, and which."""
    total = first["counts"]["events"]
    shown = say("page.showing", total, shown=say.number(len(filter_events(released, kept))))
    if kept == Filter():
        return shown
    return say("explorer.says", count=shown, sentence=kept.sentence(say.lang, among=list(first["kinds"])))


def _document(data: dict[str, Any], shown: str, told: str, seen_by: str, say: Words) -> str:
    first = data["first"]
    footer = [
        *([say("page.as_of", day=first["as_of_text"])] if first["as_of_text"] else []),
        say("count.sources", first["counts"]["sources"]), say("page.legal_advice"),
    ]  # fmt: skip
    styles = [font_faces(), css_variables(), *map(assets.text, (*assets.STYLES, "picture.css"))]
    styles.append(f":root, .tl-view {{ --tl-font: {_family(data['theme'])} !important; }}")
    return render(
        "picture.html.j2",
        lang=say.tag,
        theme=data["theme"],
        title=first["title"] or say("page.timeline"),
        told=told,
        audience=seen_by,
        subtitle=first["subtitle"],
        conclusion=first["conclusion"],
        shown=shown,
        footer=" · ".join(footer),
        styles=assets.lean_css("\n".join(styles)),
        data=assets.plain_json(data).replace("<", "\\u003c"),
        plotly=assets.plotly_js().replace("</script", "<\\/script"),
        script=assets.module("picture.js"),
    )


def _family(name: str) -> str:
    return f"Arimo, {theme(name).fonts['family']}"


@cache
def font_faces() -> str:
    """Return a style sheet with the letters of pictures inside it; nothing where they were not fetched."""
    folder, faces = files("timeline.view").joinpath("static", "fonts"), []
    for weight in (400, 700):
        for style in ("normal", "italic"):
            font = folder.joinpath(f"arimo-latin-{weight}-{style}.woff2")
            if font.is_file():
                source = base64.b64encode(font.read_bytes()).decode()
                faces.append(
                    f'@font-face {{ font-family: "Arimo"; font-weight: {weight}; font-style: {style}; '
                    f'src: url("data:font/woff2;base64,{source}") format("woff2"); }}'
                )
    return "\n".join(faces)


def with_text(png: bytes, **said: str) -> bytes:
    """Put texts into a PNG, as the international text that its standard knows (iTXt), behind the header."""
    chunks = b""
    for name, text in said.items():
        if text:
            body = b"iTXt" + name.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
            chunks += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header = 8 + 25  # the signature, and the header's chunk
    return png[:header] + chunks + png[header:]
