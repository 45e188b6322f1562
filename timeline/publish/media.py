"""The pictures of events: local ones are scaled and carried along, remote ones are linked and never loaded."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import OutputError
from timeline.events.columns import is_address
from timeline.events.frame import about, cells

if TYPE_CHECKING:
    import pandas as pd

WIDEST: Final = 640
"""Pixels of a picture in a page, at most; twice what a card shows."""

LARGEST: Final = 40_000_000
"""Bytes of a file that is still opened as a picture."""


def images_of(released: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return what is shown of each event's picture by the event's id: ``alt``, and ``src`` or ``url``.

    A local picture is looked for beside the table. It is scaled and written anew, without what a camera notes in it
    (its place, its time). Raises OutputError, all files at once, for one that is missing or no picture.
    """
    folder = Path(str(about(released).get("folder", "")) or ".")
    found: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    columns = (cells(released, name) for name in ("id", "image", "image_alt", "row"))
    for name, image, alt, row in zip(*columns, strict=True):
        if not image:
            continue
        if is_address(image):
            found[name] = {"alt": alt, "url": image}
            continue
        try:
            found[name] = {"alt": alt} | _inlined(folder, image)
        except (OSError, ValueError) as error:
            problems.append(f"  row {row}, column image: {image}: {getattr(error, 'strerror', None) or error}")
    if problems:
        msg = "\n".join(["not written: pictures that cannot be shown", *problems])
        raise OutputError(msg)
    return found


def _inlined(folder: Path, name: str) -> dict[str, Any]:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):  # a table from others must not fetch a file of this machine
        msg = "expected a file in the table's folder, or in one below it"
        raise ValueError(msg)
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - an extra, for pictures only
    except ImportError:
        msg = "pictures need Pillow; install it with: python -m pip install 'legal-timeline[images]'"
        raise OutputError(msg) from None
    if path.stat().st_size > LARGEST:
        msg = "the file is too large for a picture; make it smaller than 40 MB"
        raise ValueError(msg)
    try:
        with Image.open(path) as opened:
            image = ImageOps.exif_transpose(opened)
            image.thumbnail((WIDEST, WIDEST * 2))
            clear = image.mode in ("RGBA", "LA", "P", "PA")
            image = image.convert("RGBA" if clear else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        msg = "this is no picture that can be read; expected PNG, JPEG, WebP or GIF"
        raise ValueError(msg) from error
    out = io.BytesIO()
    plain = Image.new(image.mode, image.size)  # nothing but its points goes along
    plain.paste(image)
    plain.save(out, "WEBP", quality=80, method=4)
    source = f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"
    return {"src": source, "width": image.width, "height": image.height}
