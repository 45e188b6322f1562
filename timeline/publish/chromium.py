"""A Chromium or Chrome of this machine, without a window and without a network, for what only a browser can draw."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

from timeline.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from choreographer import Tab

T = TypeVar("T")

PATIENCE: Final = 120
"""Seconds after which a browser that does not answer is given up."""

_ALONE: Final = (
    "--disable-background-networking",
    "--disable-quic",
    # Nothing is looked up and no address is reached: what is drawn brings all of itself along.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--font-render-hinting=none",  # letters have the same width on every machine
)

_MISSING: Final = (
    "{what} needs Chromium or Chrome, and this machine has none that is found. Install it, or say where it is with "
    "BROWSER_PATH=/path/to/chrome; pages and tables are written without one."
)


def in_browser(what: str, html: str, act: Callable[[Page], Awaitable[T]]) -> T:
    """Open a document in a browser, do something with it, and return what that gives; ``what`` names it in errors.

    In a thread of its own: a notebook's kernel has a loop that runs. Raises OutputError where there is no browser, or
    where it does not do as asked.
    """
    found: list[T] = []
    wrong: list[BaseException] = []

    def work() -> None:
        try:
            found.append(asyncio.run(asyncio.wait_for(_visit(what, html, act), PATIENCE)))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            wrong.append(error)

    thread = threading.Thread(target=work, name="timeline-browser")
    thread.start()
    thread.join()
    if not wrong:
        return found[0]
    if isinstance(wrong[0], (OutputError, KeyboardInterrupt)):
        raise wrong[0]
    said = f"{type(wrong[0]).__name__}: {wrong[0]}" if str(wrong[0]) else type(wrong[0]).__name__
    msg = f"{what} could not be drawn: the browser failed ({said}). Try again; if it stays so, update the browser."
    raise OutputError(msg) from wrong[0]


class Page:
    """A document in a browser, in the words of its developer tools."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    async def ask(self, command: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - the protocol's own
        """Send a command and return its result."""
        answer = await self._tab.send_command(command, options)
        if "error" in answer:
            msg = f"{command}: {answer['error'].get('message', answer['error'])}"
            raise OutputError(msg)
        result: dict[str, Any] = answer.get("result", {})
        return result

    async def run(self, expression: str) -> Any:  # noqa: ANN401 - plain values
        """Run JavaScript, wait for what it promises, and return its value."""
        answer = await self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            told = answer["exceptionDetails"]
            msg = f"the view failed: {told.get('exception', {}).get('description', told.get('text'))}"
            raise OutputError(msg)
        return answer["result"].get("value")


async def _visit(what: str, html: str, act: Callable[[Page], Awaitable[T]]) -> T:
    import logging  # noqa: PLC0415 - only to be quiet

    from choreographer import Browser  # noqa: PLC0415 - needed by nothing else
    from choreographer.browsers.chromium import Chromium  # noqa: PLC0415

    logging.getLogger("choreographer").setLevel(logging.CRITICAL)
    logging.getLogger("browser_proc").setLevel(logging.CRITICAL)

    class Alone(Chromium):
        def get_cli(self) -> Sequence[str]:
            return [*super().get_cli(), *_ALONE]

    path = Chromium.find_browser(skip_local=False)
    if path is None:
        raise OutputError(_MISSING.format(what=what))
    async with Browser(path, browser_cls=Alone) as browser:
        page = Page(await browser.create_tab("about:blank"))
        tree = await page.ask("Page.getFrameTree")
        # Not by way of a file: what is drawn may be privileged.
        await page.ask("Page.setDocumentContent", frameId=tree["frameTree"]["frame"]["id"], html=html)
        return await act(page)
