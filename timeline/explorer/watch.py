"""Looks from time to time whether files have changed: the CSV stays the source, and is edited elsewhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from timeline.explorer.opened import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from timeline.explorer.opened import Stamp

EVERY: Final = 1.0
"""Seconds between two looks."""


def kernel_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop that a notebook's kernel runs; None in an ordinary script."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Watch:
    """Tells of a change once it has come to rest: a spreadsheet writes a file in several steps."""

    def __init__(self, files: tuple[Path, ...], changed: Callable[[], object]) -> None:
        self._files, self._changed = files, changed
        self._told = self._last = stamp_of(files)
        self._task: asyncio.Task[None] | None = None

    def files(self, files: tuple[Path, ...], stamp: Stamp) -> None:
        """Look at these files from now on, of which a stamp is known."""
        self._files, self._told = files, stamp
        self._last = stamp_of(files)

    def look(self) -> bool:
        """Look once; return whether there was a change to tell."""
        now = stamp_of(self._files)
        rests, self._last = now == self._last, now
        if not rests or now == self._told:
            return False
        self._told = now
        self._changed()
        return True

    def start(self) -> None:
        """Look for as long as the kernel runs, between whatever else it does; nothing where there is no kernel."""
        if loop := kernel_loop():
            self._task = loop.create_task(self._run())

    def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self.look()
