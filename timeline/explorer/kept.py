"""What a notebook keeps of an explorer: the output that stands in for it, made anew once what is shown has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from timeline.explorer.watch import kernel_loop

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from timeline.explorer.still import Still

SETTLED: Final = 4.0
"""Seconds after the last click when a notebook gets it: making a page of many events takes the kernel a second."""


class Kept:
    """The outputs of an explorer that need no widgets.

    ``make`` makes one, under the mark of the first; ``tried`` does something, or says in words why it cannot be done.
    """

    def __init__(self, make: Callable[[str], Still], tried: Callable[[Callable[[], object]], object]) -> None:
        self._make, self._tried = make, tried
        self._shell: Any = None
        self._mark = self._last = ""
        self._handles: list[Any] = []
        self._waiting: asyncio.TimerHandle | None = None
        self._stale = False

    def show(self, before: Callable[[Still], object]) -> None:
        """Display it, after what is displayed ``before``; from then on it is kept up to date."""
        from IPython.core.getipython import get_ipython  # noqa: PLC0415 - where this is called, it is there
        from IPython.display import display  # noqa: PLC0415

        still = self._make(self._mark)
        if self._shell is None and (shell := get_ipython()):
            self._shell = shell
            shell.events.register("post_run_cell", self._after_cell)
        self._mark, self._last = still.mark, still.html
        before(still)
        self._handles.append(display(_bundle(still), raw=True, display_id=True))

    def stale(self) -> None:
        """Make it anew after the cell that is run, or else once nothing has changed for a while."""
        self._stale = True
        if self._waiting is not None:
            self._waiting.cancel()
        if self._handles and (loop := kernel_loop()):
            self._waiting = loop.call_later(SETTLED, self._tried, self.renew)

    def renew(self) -> None:
        """Make it anew now: what a notebook must not keep does not wait."""
        self.stop()
        if not self._handles or not self._stale:
            return
        self._stale = False
        still = self._make(self._mark)
        if still.html != self._last:
            self._last = still.html
            for handle in self._handles:
                handle.update(_bundle(still), raw=True)

    def stop(self) -> None:
        """Wait for nothing any more."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def end(self) -> None:
        """Leave the outputs as they are from now on."""
        self.stop()
        self._handles.clear()
        if self._shell is not None:
            self._shell.events.unregister("post_run_cell", self._after_cell)
            self._shell = None

    def _after_cell(self, *_: object) -> None:
        self._tried(self.renew)


def _bundle(still: Still) -> dict[str, str]:
    return {"text/html": still.html, "text/plain": still.said}
