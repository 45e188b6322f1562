"""Setting a document as PDF with Typst: tagged for readers of every kind (PDF/UA-1), with its letters inside."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import OutputError
from timeline.publish.packages import needed
from timeline.publish.templates import source_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FONTS: Final = ("Libertinus Serif", "New Computer Modern")
"""Typst brings both along, so that the same table is the same file on every machine."""

MORE_FONTS: Final = (
    "Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans Hebrew", "Noto Sans Arabic", "Liberation Sans", "DejaVu Sans",
)  # fmt: skip
"""Looked for on the machine, only for letters that those do not have."""

_TRIES: Final = 12
_MISSING: Final = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_CODE: Final = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Return a template of ours as PDF.

    The data goes along as JSON, and the template takes all of it as text, never as markup. While Typst's own fonts have
    every letter, those of this machine play no part; else they are asked. A letter that none of them has is written by
    its number ("[U+0E17]"), since PDF/UA forbids an empty box in its place, and the template gets them as ``lost``.
    Raises OutputError where Typst is missing.
    """
    try:
        from typst import TypstError  # noqa: PLC0415 - an extra, for documents only
    except ImportError:
        raise needed("typst") from None  # noqa: EM101 - a name
    said = json.dumps({**data, "fonts": FONTS, "lost": ""}, ensure_ascii=False)
    lost: dict[str, None] = {}
    alone = True
    for _ in range(_TRIES):
        try:
            return _compiled(template, said, alone=alone)
        except TypstError as error:
            missing = [letter for found in _MISSING.findall(error.diagnostic) for letter in _letters(found)]
            if not missing:
                hints = " ".join(error.hints)
                msg = f"not written: the PDF could not be set ({error.message}). {hints}".rstrip()
                raise OutputError(msg) from error
        if not alone:
            lost |= dict.fromkeys(missing)
            said = _numbered(said, missing)
        values = json.loads(said)
        named = " ".join(f"U+{ord(letter):04X}" for letter in lost)
        said = json.dumps(values | {"fonts": [*FONTS, *MORE_FONTS], "lost": named}, ensure_ascii=False)
        alone = False
    msg = "not written: too many letters are in no font of this machine; install fonts for them, such as Noto"
    raise OutputError(msg)


def _compiled(template: str, said: str, *, alone: bool) -> bytes:
    import typst  # noqa: PLC0415 - an extra, for documents only

    own: dict[str, Any] = {"pdf_standards": ["ua-1"], "ignore_system_fonts": alone}
    own["timestamp"] = 0  # the same input is the same file, whenever it is set
    return bytes(typst.compile(source_of(template).encode(), sys_inputs={"data": said}, **own))


def _letters(told: str) -> list[str]:
    r"""Return the letters that an error of Typst's names, as it writes them.

    >>> _letters(r"\u{1}é")
    ['\x01', 'é']
    """
    plain = _CODE.sub(lambda found: chr(int(found[1], 16)), told)
    return [letter for letter in dict.fromkeys(plain) if letter.strip()]


def _numbered(said: str, missing: list[str]) -> str:
    """Write letters by their numbers; the JSON has them as they are, and as escapes where it must."""
    for letter in missing:
        said = said.replace(json.dumps(letter, ensure_ascii=False)[1:-1], f"[U+{ord(letter):04X}]")
    return said
