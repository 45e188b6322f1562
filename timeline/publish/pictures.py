"""Pictures of the view, drawn by the same script in a browser of this machine: all of it, not what a screen holds."""

from __future__ import annotations

import base64
import struct
import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from timeline.publish.chromium import Page, in_browser
from timeline.publish.files import check_target, write_file
from timeline.view import assets
from timeline.view.filters import Filter, filter_events
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.theme import css_variables
from timeline.view.words import Words, words

if TYPE_CHECKING:
    import os
    from datetime import date
    from pathlib import Path

    import pandas as pd
    from jinja2 import Template

WIDTH: Final = 1280
"""Pixels of a picture's layout; a PNG has twice as many, for dense screens and paper."""

DENSITY: Final = 2


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
) -> Path:
    """Draw a table of events as a PNG, with heading, legend, notes and as-of day, and return the picture's path.

    It is drawn by a Chromium or Chrome of this machine; where there is none, an OutputError says what to do. The
    options are those of ``write_page``. The same table and browser give the same bytes every time.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:  # doctest: +SKIP
    ...     write_picture("events.csv", pathlib.Path(folder, "case.png")).name
    'case.png'
    """
    check_target(path, ".png")
    released = release(events, audience=audience, as_of=as_of)
    look: dict[str, Any] = {"lanes": lanes, "window": window, "lang": lang, "theme": theme}
    return write_file(path, picture_bytes(released, filter=filter, title=title, **look))


def picture_bytes(
    released: pd.DataFrame,
    *,
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    title: str | None = None,
    lanes: str = "matter",
    window: str | None = None,
    lang: str = "en",
    theme: str = "light",
) -> bytes:
    """Return a PNG of what the view of a released table shows, with its heading, legend, notes and as-of day.

    What the picture shows stands in words inside the file, for who cannot see it. Raises OutputError where there is
    no browser.
    """
    say, kept = words(lang), filter or Filter()
    first, late = payload(released, lang=lang, title=title, lanes=lanes, window=window)
    count = len(filter_events(released, kept))
    total = first["counts"]["events"]
    shown = say("page.showing", total, shown=say.number(count))
    if kept != Filter():
        shown = say("explorer.says", count=shown, sentence=kept.sentence(lang, among=list(first["kinds"])))
    data = {"first": first, "filter": kept.as_dict(), "search": late["search"] if kept.text else None, "theme": theme}
    html = _document(data, shown, say)

    async def draw(page: Page) -> bytes:
        await _resize(page, WIDTH, 1000)
        height = await page.run(f"drawPicture({WIDTH})")
        await _resize(page, WIDTH, height)
        taken = await page.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(taken["data"])

    told = " ".join(text for text in (first["title"], *first["conclusion"], shown) if text)
    return _with_text(in_browser("a picture", html, draw), Title=first["title"], Description=told)


async def _resize(page: Page, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": DENSITY, "mobile": False}
    await page.ask("Emulation.setDeviceMetricsOverride", **size)


def _document(data: dict[str, Any], shown: str, say: Words) -> str:
    first = data["first"]
    footer = [
        *([say("page.as_of", day=first["as_of_text"])] if first["as_of_text"] else []),
        say("count.sources", first["counts"]["sources"]), say("page.legal_advice"),
    ]  # fmt: skip
    styles = [css_variables(), *map(assets.text, (*assets.STYLES, "picture.css"))]
    return _template().render(
        lang=say.tag,
        theme=data["theme"],
        title=first["title"] or say("page.timeline"),
        subtitle=first["subtitle"],
        conclusion=first["conclusion"],
        shown=shown,
        footer=" · ".join(footer),
        styles=assets.lean_css("\n".join(styles)),
        data=assets.plain_json(data).replace("<", "\\u003c"),
        plotly=assets.plotly_js().replace("</script", "<\\/script"),
        script=assets.module("picture.js"),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - for pictures only

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files("timeline.publish").joinpath("picture.html.j2").read_text(encoding="utf-8"))


def _with_text(png: bytes, **said: str) -> bytes:
    """Put texts into a PNG, as the international text that its standard knows (iTXt), behind the header."""
    chunks = b""
    for name, text in said.items():
        if text:
            body = b"iTXt" + name.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8", "replace")
            chunks += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header = 8 + 25  # the signature, and the header's chunk
    return png[:header] + chunks + png[header:]
