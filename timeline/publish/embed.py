"""A kit for other people's sites: what to paste for a frame of the page, and what where frames are not allowed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from timeline.events.columns import VISIBILITIES
from timeline.events.frame import about
from timeline.publish.files import check_target
from timeline.publish.pictures import picture_bytes
from timeline.publish.templates import render
from timeline.view import assets
from timeline.view.filters import Filter, filter_events
from timeline.view.payload import payload
from timeline.view.words import as_sentence, words

if TYPE_CHECKING:
    import os

    import pandas as pd

    from timeline.publish.page import Dress

MOST_ROWS: Final = 100
"""How many events the table without scripts lists; a letter or a post is no place for more."""

PARTS: Final = {
    "frame": "-embed.html",
    "plain": "-plain.html",
    "column": "-column.png",
    "social": "-social.png",
    "how": "-how-to-embed.html",
}
"""What stands beside the page, by the ending that its name gets."""


def kit_paths(page: str | os.PathLike[str]) -> dict[str, Path]:
    """Return where the kit of a page is written, by its parts.

    >>> [path.name for path in kit_paths("out/case.html").values()][:2]
    ['case-embed.html', 'case-plain.html']
    """
    path = Path(page)
    return {part: path.with_name(path.stem + ending) for part, ending in PARTS.items()}


def kit_of(released: pd.DataFrame, page: Path, start: Filter, dress: Dress) -> dict[Path, str | bytes]:
    """Return the kit of a released table's page: each file's path and what is in it.

    A frame to paste, as high as the page needs; a table with inline styles and a picture, for sites and letters that
    take frames away; the picture that other sites show of a link; and a page that says which to take. Raises
    OutputError where one of them cannot be written, or where there is no browser for the pictures.
    """
    paths = kit_paths(page)
    for path in paths.values():
        check_target(path)
    names, lang, url = {part: path.name for part, path in paths.items()}, dress.languages[0], dress.url
    theme = "light" if dress.theme == "auto" else dress.theme
    look: dict[str, Any] = {"filter": start, "title": dress.title, "lanes": dress.lanes, "window": dress.window}
    drawn = {
        size: picture_bytes(released, ".png", size=size, lang=lang, theme=theme, **look)
        for size in ("column", "social")
    }
    first, late = payload(released, lang=lang, title=dress.title, lanes=dress.lanes, window=dress.window)
    title = first["title"] or words(lang)("page.timeline")
    kept, audience = set(filter_events(released, start)["id"]), about(released)["audience"]
    said: dict[str, Any] = {
        "words": words(lang),
        "first": first,
        "title": title,
        "audience": "" if audience == VISIBILITIES[0] else words(lang)(f"document.audience_{audience}"),
        "alt": " ".join([as_sentence(title), *first["conclusion"]]),
        "url": url,
        "page": url or page.name,
        "picture": urljoin(url, names["column"]) if url else names["column"],
        "rows": [_row(first, late, place) for place, name in enumerate(first["events"]["id"]) if name in kept],
        "most": MOST_ROWS,
        "names": names,
        "shared": assets.plotly_file() if dress.plotlyjs == "directory" else "",
    }
    said["frame"], said["plain"] = render("frame.html.j2", **said), render("plain.html.j2", **said)
    written = {**drawn, "frame": said["frame"], "plain": said["plain"], "how": render("how_to_embed.html.j2", **said)}
    return {path: written[part] for part, path in paths.items()}


def _row(first: dict[str, Any], late: dict[str, Any], place: int) -> dict[str, Any]:
    events, card = first["events"], late["card"][place]
    return {
        "when": events["when"][place],
        "kind": list(first["kinds"].values())[events["kind"][place]]["label"],
        "title": events["title"][place],
        "chips": [text for text, _ in late["chips"][place]],
        "text": " ".join(filter(None, card["body"])),
        "sources": card["sources"],
    }
