"""The hash by which two outputs are known to say the same."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from timeline.events.columns import DERIVED
from timeline.events.frame import about

if TYPE_CHECKING:
    import pandas as pd


def digest(released: pd.DataFrame) -> str:
    """Return the SHA-256 of what a released table says, by which two pages are known to say the same.

    Over the columns that an output has, in their order: each one's name and cells, in UTF-8, with U+001F behind each
    and U+001E behind the column. The language and the looks of a page play no part.
    """
    hashed = hashlib.sha256(str(about(released)["as_of"]).encode())
    for name in released.columns:
        if name not in ("note", *DERIVED):
            cells = map(str, released[name].to_numpy(object))
            hashed.update(f"{name}\x1f{chr(31).join(cells)}\x1f\x1e".encode("utf-8", "replace"))
    return hashed.hexdigest()
