"""What every test may ask for: the real case, a browser, and a page opened with all network refused.

Playwright's event loop runs in the thread of the tests once a browser is open, so a test that executes a notebook
does so in a process of its own (``python -m jupyter nbconvert --execute``), never with nbclient in this one.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Frame, Page, Request, Route

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The programs looked for, as in the Makefile."""

FLAGS = [
    "--no-sandbox",  # continuous integration runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = ("file:", "blob:", "data:", "about:")

# The same examples every time: a failure seen once is seen again. `pytest --hypothesis-profile=explore` looks further.
settings.register_profile("ci", derandomize=True, deadline=None, database=None, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def case() -> Path:
    """The real case, events.csv."""
    return ROOT / "events.csv"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The installed Chromium; a test that needs it fails without it rather than being skipped unseen."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("no Chromium found; `make test` installs Debian's, `make test-quick` does without")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the session; under pytest-xdist each worker has its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone without a network."""
    context = browser.new_context(
        viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True, device_scale_factor=2, offline=True
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


@dataclass
class Visit:
    """A page that was opened, and everything it said or asked for since."""

    page: Page
    console: list[str] = field(default_factory=list)
    """What it wrote to the console, as ``error: text``."""
    errors: list[str] = field(default_factory=list)
    """Exceptions that nothing caught."""
    requests: list[str] = field(default_factory=list)
    """Every address asked for, but for the page's own file and what it carries itself (blob:, data:)."""
    dialogs: list[str] = field(default_factory=list)
    """Alerts and prompts, the sign of a script that should not have run."""

    @property
    def quiet(self) -> bool:
        """Whether it said nothing and asked for nothing."""
        return not (self.console or self.errors or self.requests or self.dialogs)

    def ready(self) -> Visit:
        """Wait until a real click on a filter would change the drawing."""
        # Not wait_for_function: the page's policy forbids eval, which that uses.
        self.page.wait_for_selector("html[data-timeline-ready='1']", state="attached")
        return self


def rest(page: Page | Frame, frames: int = 15) -> None:
    """Wait for so many frames of the page, by which it has drawn what was asked of it: a slow machine draws them slower."""
    page.evaluate(
        "frames => new Promise(done => { const step = () => frames-- > 0 ? requestAnimationFrame(step) : setTimeout(done); step(); })",
        frames,
    )


class OpenPage(Protocol):
    """What the ``page`` fixture gives."""

    def __call__(
        self,
        path: Path,
        *,
        fragment: str = "",
        width: int = 1280,
        height: int = 800,
        javascript: bool = True,
        color_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["reduce", "no-preference"] = "reduce",
    ) -> Visit: ...


@pytest.fixture
def page(browser: Browser) -> Iterator[OpenPage]:
    """Open a file as a reader without a network would: ``visit = page(path).ready()``, then ``visit.page.click(…)``.

    Each call is a fresh visitor, with no storage from the one before. A page without JavaScript never becomes ready.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        path: Path,
        *,
        fragment: str = "",
        width: int = 1280,
        height: int = 800,
        javascript: bool = True,
        color_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["reduce", "no-preference"] = "reduce",
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=color_scheme,
            reduced_motion=reduced_motion,
            service_workers="block",
            accept_downloads=True,
            locale="en-US",
            timezone_id="UTC",
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.set_offline(True)
        context.route("**/*", refuse_network)
        own = path.resolve().as_uri()
        visit = Visit(context.new_page())
        watch(visit, own)
        visit.page.goto(own + (f"#{fragment.removeprefix('#')}" if fragment else ""))
        return visit

    yield open_page
    for context in contexts:
        context.close()


def refuse_network(route: Route) -> None:
    if route.request.url.startswith(LOCAL):
        route.continue_()
    else:
        route.abort("internetdisconnected")


def watch(visit: Visit, own: str) -> None:
    """Write down what the page says and asks for; ``own`` is its own address, which it may load."""

    def asked(request: Request) -> None:
        address = request.url
        if address.split("#")[0] != own and not address.startswith(("blob:", "data:")):
            visit.requests.append(address)

    visit.page.on("request", asked)
    visit.page.on("websocket", lambda socket: visit.requests.append(socket.url))
    visit.page.on("console", lambda message: visit.console.append(f"{message.type}: {message.text}"))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))

    def dismiss(dialog) -> None:
        visit.dialogs.append(dialog.message)
        dialog.dismiss()

    visit.page.on("dialog", dismiss)
