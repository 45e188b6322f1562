"""Packages of Office files: text that XML can hold, and the same bytes whatever the day."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import OutputError

if TYPE_CHECKING:
    from timeline.publish.record import Record

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can say."""

_UNHEARD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def printable(text: object) -> str:
    r"""Return a text without the characters that no XML file may hold.

    >>> printable("a\x00b\x0cc")
    'abc'
    """
    return _UNHEARD.sub("", str(text))


def needed(name: str) -> OutputError:
    """Return the error that says how to install what a document is made with."""
    return OutputError(f"this needs {name}; install it with: python -m pip install 'legal-timeline[documents]'")


def undated_package(data: bytes) -> bytes:
    """Return a ZIP file with the same content and no time in it: its own would be that of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            info = zipfile.ZipInfo(one.filename, EPOCH)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(info, old.read(one.filename))
    return out.getvalue()


def describe(properties: Any, record: Record) -> None:  # noqa: ANN401 - python-docx's and python-pptx's have no type
    """Say in a file's properties what it is, and for which day; no person and no machine."""
    day = datetime.fromisoformat(record.as_of) if record.as_of else datetime(1980, 1, 1)  # noqa: DTZ001 - a day
    day = day.replace(tzinfo=UTC)
    properties.title, properties.subject = printable(record.title)[:255], printable(record.subtitle)[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = properties.last_printed = day.replace(tzinfo=None)
    properties.revision, properties.language = 1, record.say.tag
    properties.identifier = record.digest
