"""What a page carries, packed: the same bytes for the same text, and nothing that a browser could take for markup."""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=>?@^_:{|}~"
"""Five letters for four bytes: less than base64 takes, and none that HTML minds. ``unpack.js`` has the same."""

LEVEL: Final = 6
"""How hard a text is packed: harder takes thrice the time and saves two in a hundred."""


def pack(text: str, level: int = LEVEL) -> str:
    """Return a text as gzip in those letters, the same whatever the day and the system.

    >>> pack("")
    'ABzY8000000{;U50000000000'
    """
    data = text.encode("utf-8", "replace")
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    # The header says no time and no system, which gzip's own would.
    packed = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return letters(packed)


def letters(data: bytes) -> str:
    """Return bytes in the letters of ALPHABET; of a last group that is not full, one letter more than its bytes."""
    import numpy as np  # noqa: PLC0415 - nothing is imported before it is used

    rest = -len(data) % 4
    words = np.frombuffer(data + b"\0" * rest, dtype=">u4").astype(np.uint64)
    digits = np.stack([words // 85**power % 85 for power in (4, 3, 2, 1, 0)], axis=1)
    found = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)[digits.ravel().astype(np.intp)].tobytes().decode()
    return found[: len(found) - rest]


def sha256(text: str) -> str:
    """Return the hash by which a policy knows a script or a style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


NOTHING: Final = sha256("")
"""Plotly makes an empty style sheet, and fills it by rules, which a policy does not mind."""


def policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """Return a policy under which only these scripts run and only these style sheets hold; nothing is loaded."""
    return (
        f"default-src 'none'; script-src {' '.join(scripts)}; style-src {' '.join((*styles, NOTHING))}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
