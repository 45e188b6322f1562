"""The filters that there were, to go back to and forth again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.view.filters import Filter

_GRADUAL: Final = {frozenset({"text"}), frozenset({"window"})}
"""What changes with every letter typed and every step of a slider: one after another is one change."""


class History:
    """What was shown before, and after going back, what was shown later."""

    def __init__(self) -> None:
        self.past: list[Filter] = []
        self.future: list[Filter] = []
        self._changing: frozenset[str] = frozenset()
        self._quiet = False

    def remember(self, old: Filter, new: Filter) -> None:
        """Take note of a change, unless it goes on with the last one."""
        if self._quiet:
            return
        changed = frozenset(f.name for f in fields(old) if getattr(old, f.name) != getattr(new, f.name))
        if not (changed in _GRADUAL and changed == self._changing and self.past):
            self.past.append(old)
        self._changing = changed
        self.future.clear()

    def back(self, now: Filter) -> Filter | None:
        """Return the filter before, if there is one; ``now`` is what forth returns to."""
        return self._step(self.past, self.future, now)

    def forth(self, now: Filter) -> Filter | None:
        """Return what was shown before going back."""
        return self._step(self.future, self.past, now)

    def _step(self, source: list[Filter], other: list[Filter], now: Filter) -> Filter | None:
        self._changing = frozenset()
        if not source:
            return None
        other.append(now)
        return source.pop()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Take note of nothing: the change is a step of this history itself."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False
