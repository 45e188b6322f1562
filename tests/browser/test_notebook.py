"""JupyterLab as an advocate uses it: the lesson is opened, run from the menu, and filtered with real clicks."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from timeline import explore

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from playwright.sync_api import Browser, Locator, Page, Route, WebSocket

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
IDLE = "Python 3 (ipykernel) | Idle"  # the indicator alone says idle before there is a kernel, too
SETTINGS = {
    # Asked for in a pop-up otherwise, and then on the network.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    "extensionmanager-extension/plugin": {"enabled": False},
    # Cells out of sight would not be in the document.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


@dataclass
class Lab:
    """A notebook open in JupyterLab, and all that the page said or asked for beyond this machine."""

    page: Page
    away: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def idle(self) -> None:
        """Wait for the kernel."""
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text(IDLE, timeout=60_000)

    def run_all(self) -> None:
        """Run the notebook as people do."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def run(self, code: str) -> Locator:
        """Run code in a new last cell and return what it gave."""
        page = self.page
        page.locator(".jp-NotebookPanel-toolbar").get_by_role("button", name="Insert a cell below").click()
        cell = page.locator(".jp-CodeCell.jp-mod-active")
        cell.locator(".cm-content").click()
        page.keyboard.insert_text(code)
        page.keyboard.press("Control+Enter")
        self.idle()
        return cell.locator(".jp-OutputArea-output")


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start JupyterLab on a folder, with settings of its own, and yield its address."""
    home = folder.parent / "jupyter"
    for name, values in SETTINGS.items():
        path = home / "settings/@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), "utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "IPYTHON"))}
    environment = kept | {
        "PYTHONPATH": str(ROOT),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    options = [
        "--no-browser", "--allow-root", "--ip=127.0.0.1", "--ServerApp.port=0", "--ServerApp.token=", "--ServerApp.password=",
        "--LabApp.extension_manager=readonly", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    log = (folder.parent / "jupyter.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", *options], cwd=folder, env=environment, stdout=log, stderr=log
    )
    try:
        yield address(process, home / "runtime", Path(log.name))
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def address(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        for path in runtime.glob(f"jpserver-{process.pid}.json"):
            try:
                return str(json.loads(path.read_text("utf-8"))["url"])
            except ValueError:  # half written
                pass
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8')[-3000:]}")


@pytest.fixture(scope="module")
def lab_server(tmp_path_factory) -> Iterator[str]:
    """A copy of what a person has after cloning, in a folder of its own."""
    folder = tmp_path_factory.mktemp("lab") / "case"
    (folder / "exports").mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("events.csv", "events.toml"):
        shutil.copy(ROOT / name, folder)
    with server(folder) as url:
        yield url


@pytest.fixture
def lab(browser: Browser, lab_server: str) -> Iterator[Lab]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 1600}, locale="en-US", timezone_id="UTC", reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    opened = Lab(context.new_page())

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            opened.away.append(route.request.url)
            route.abort("internetdisconnected")

    def connected(socket: WebSocket) -> None:
        if urlsplit(socket.url).hostname != "127.0.0.1":
            opened.away.append(socket.url)

    context.route(re.compile("^(?!data:|blob:)"), guard)
    opened.page.on("websocket", connected)
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.goto(f"{lab_server}lab/tree/notebooks/explore.ipynb?reset")
    opened.idle()
    yield opened
    context.close()


DRAWN = (
    """() => [...new Set(document.querySelector(".tl-view .js-plotly-plot").data.flatMap(trace => trace.customdata))]"""
)
"""The events that Plotly has been given; the others of the window are in counted marks."""


def drawn(page: Page) -> set[str]:
    return set(page.evaluate(DRAWN))


def marks(page: Page) -> int:
    return page.locator(".tl-view path.point").count()


@pytest.fixture(scope="module")
def shown() -> pd.DataFrame:
    """What the explorer shows of the real case."""
    events: pd.DataFrame = explore(ROOT / "events.csv").events
    return events


@pytest.fixture
def opened(lab: Lab) -> Lab:
    """The lesson after Run All, with its view drawn. Something else is called Plotly, and RequireJS is there."""
    lab.page.evaluate(
        "globalThis.Plotly = 'another'; globalThis.define = () => { throw Error('defined') }; define.amd = {}"
    )
    lab.run_all()
    expect(lab.page.locator(".tl-widget[data-timeline-ready]")).to_have_count(1, timeout=60_000)
    lab.idle()
    lab.page.locator(".tl-explorer").evaluate("explorer => explorer.scrollIntoView()")
    return lab


def test_unticking_complaint_removes_exactly_the_complaints(opened, shown, tmp_path):
    """The story of the lesson, with real clicks, and nothing asked of any other machine."""
    page, says = opened.page, opened.page.locator(".tl-says")
    total, suits = len(shown), set(shown.loc[shown["kind"] == "complaint", "id"])
    expect(says).to_have_text(f"{total} of {total} events: all events")
    box = page.locator(".tl-view").bounding_box()
    assert box is not None
    assert box["width"] > 600
    assert box["height"] > 500
    before, marks_before = drawn(page), marks(page)
    assert suits & before
    assert page.locator(".tl-label").count() > 20

    complaint = page.get_by_label(f"Complaint ({len(suits)})", exact=True)
    complaint.click()
    expect(says).to_have_text(f"{total - len(suits)} of {total} events: all events but complaints")
    some = f"ids => ids.some(id => {json.dumps(sorted(suits))}.includes(id))"
    page.wait_for_function(f"!({some})(({DRAWN})())")
    assert drawn(page) >= before - suits  # and what a suit had stood close to may now stand alone
    assert marks(page) < marks_before
    listed = page.locator(".tl-events tr[data-event-id]").evaluate_all("rows => rows.map(row => row.dataset.eventId)")
    assert set(listed) == set(shown["id"]) - suits

    complaint.click()
    expect(says).to_have_text(f"{total} of {total} events: all events")
    page.wait_for_function(f"({some})(({DRAWN})())")

    # Letters typed into the search are the search's: "dd" deletes a cell elsewhere in JupyterLab.
    cells = page.locator(".jp-Cell").count()
    page.get_by_label("Search", exact=True).click()
    page.keyboard.type("add")
    expect(says).to_contain_text("with “add”")
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(says).to_have_text(f"{total} of {total} events: all events")
    assert page.locator(".jp-Cell").count() == cells

    page.locator(".tl-explorer").screenshot(path=tmp_path / "explorer.png")
    assert page.locator(".modebar").count() == 0  # with its button that uploads a chart
    assert page.evaluate("globalThis.Plotly") == "another"
    assert page.locator(".tl-problem:visible").all_inner_texts() == []
    assert opened.errors == []
    assert opened.away == []


def test_python_and_the_drawing_tell_each_other(opened, shown):
    page = opened.page
    suits = shown[shown["kind"] == "complaint"]
    opened.run("explorer.filter = Filter(kinds=['complaint'], text='ice')\nprint(explorer.filter)")
    expect(page.locator(".tl-says")).to_contain_text("complaints, with “ice”")
    expect(page.get_by_label(f"Complaint ({len(suits)})", exact=True)).to_be_checked()
    expect(page.get_by_label(re.compile(r"^News \("))).not_to_be_checked()
    expect(page.get_by_label("Search", exact=True)).to_have_value("ice")
    assert drawn(page) <= set(suits["id"])

    # A mark is chosen with the mouse; its card opens inside the widget.
    page.locator(".tl-explorer").evaluate("explorer => explorer.scrollIntoView()")
    mark = page.locator(".tl-view path.point").first.bounding_box()
    assert mark is not None
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    card = page.locator(".tl-widget .tl-card")
    expect(card).to_be_visible()
    chosen = card.get_attribute("data-event-id")
    assert chosen in set(suits["id"])
    assert opened.run("explorer.selected").inner_text().strip("'") == chosen

    # And without one: a title in the list, then Escape.
    button = page.locator(f".tl-events button:not([data-choose='{chosen}'])").last
    name = button.get_attribute("data-choose")
    button.focus()
    page.keyboard.press("Enter")
    expect(card).to_have_attribute("data-event-id", str(name))
    expect(card.locator(".tl-card-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator(f'.tl-events button[data-choose="{name}"]')).to_be_focused()
    assert opened.run("explorer.selected is None").inner_text() == "True"
    assert opened.errors == []
    assert opened.away == []


def test_what_goes_wrong_in_the_view_is_said_in_words(opened):
    """A dead widget would leave a reader guessing."""
    code = "from timeline.explorer import View\nbroken = View(words=explorer.view.words, payload=b'not packed')\nbroken"
    opened.run(code)
    problem = opened.page.get_by_role("alert").filter(has_text="The timeline cannot be drawn here.")
    expect(problem).to_be_visible()
    assert "The timeline cannot be drawn here." in opened.run("broken.error").inner_text()
    assert opened.errors == []


DARK = "document.body.dataset.jpThemeLight = 'false'"
LOOK = "() => [document.querySelector('.tl-explorer').dataset.theme, document.querySelector('.tl-view .js-plotly-plot').layout.xaxis.tickfont.color]"


def test_the_view_looks_like_the_notebook_unless_it_is_told_otherwise(opened):
    page = opened.page
    name, light = page.evaluate(LOOK)
    assert name == "light"
    page.evaluate(DARK)
    page.wait_for_function(f"({LOOK})()[0] === 'dark' && ({LOOK})()[1] !== '{light}'")
    opened.run("explorer.theme = 'contrast'")
    page.wait_for_function(f"({LOOK})()[0] === 'contrast'")
    assert "there is no such theme" in opened.run("explorer.theme = 'pink'").last.inner_text()
    opened.run("explorer.theme = 'auto'")
    page.wait_for_function(f"({LOOK})()[0] === 'dark'")
    assert opened.errors == []


def test_keys_are_the_view_s_inside_it_and_the_notebook_s_elsewhere(opened):
    page = opened.page
    cells = page.locator(".jp-Cell").count()
    cursor = page.locator(".tl-cursor")
    cursor.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(page.locator(".tl-said")).not_to_be_empty()
    assert cursor.evaluate("(cursor) => cursor === document.activeElement")  # the notebook has not moved on
    page.keyboard.press("?")
    dialog = page.locator("dialog.tl-keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert cursor.evaluate("(cursor) => cursor === document.activeElement")
    page.keyboard.press("Enter")
    expect(page.locator(".tl-widget .tl-card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".tl-widget .tl-card")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()

    # Outside, / and ? are whatever the notebook makes of them, and "a" makes a cell.
    page.locator(".jp-Cell.jp-MarkdownCell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(dialog).not_to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".jp-Cell")).to_have_count(cells + 1)
    assert opened.errors == []
