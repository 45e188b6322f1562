"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from timeline.errors import OutputError


def check_target(path: str | os.PathLike[str], *endings: str) -> Path:
    """Return the path to write to, or raise OutputError and say what to do. ``endings`` are those it may have.

    Called before anything is computed, so that a mistyped folder is told at once.

    >>> check_target("no-such-folder/page.html")
    Traceback (most recent call last):
    timeline.errors.OutputError: no-such-folder/page.html: the folder no-such-folder does not exist; make it first, ...
    """
    given = Path(path)
    if endings and given.suffix.lower() not in endings:
        msg = f"{given}: expected a name that ends in {' or '.join(endings)}"
        raise OutputError(msg)
    try:
        # A link stays a link: what it points to is replaced.
        target = Path(os.path.realpath(given))
        trouble = _trouble(given, target)
    except (OSError, ValueError) as error:
        msg = f"{given}: no file can have this name ({getattr(error, 'strerror', None) or error}); choose another"
        raise OutputError(msg) from error
    if trouble:
        msg = f"{given}: {trouble}"
        raise OutputError(msg)
    return target


def _trouble(given: Path, target: Path) -> str:
    if target.is_dir():
        return f"this is a folder; name a file in it, such as {given / 'timeline.html'}"
    if target.exists() and not target.is_file():
        return "this is a device or a pipe; name an ordinary file, since it is replaced as a whole"
    if not target.parent.exists():
        return f"the folder {given.parent} does not exist; make it first, or name another"
    if not target.parent.is_dir():
        return f"{given.parent} is a file and no folder; name another place"
    if not os.access(target.parent, os.W_OK | os.X_OK):
        return f"nothing may be written into {given.parent}; change its permissions, or name another place"
    if target.exists() and not os.access(target, os.W_OK):
        return "this file may not be changed; change its permissions, or name another"
    return ""


def write_file(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file whole or not at all, and return its path as given.

    The content goes into a file beside the target, which then takes the target's place in one step: a reader sees
    the old file or the new one, and a failure leaves the old one as it was. Text is written as UTF-8.
    """
    target = check_target(path)
    # What UTF-8 cannot say, half of a character, becomes a question mark instead of a failure.
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    part = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        # Not tempfile, whose files only their owner may read: a page is for others.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        msg = f"{Path(path)}: could not be written ({reason}); nothing was changed. Free space, or name another place."
        raise OutputError(msg) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Path(path)
