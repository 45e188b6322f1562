"""JupyterLab, Notebook and Voila as an advocate has them, started on a folder, with nothing asked of any other machine."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Locator, Page, Route, WebSocket

ROOT = Path(__file__).resolve().parents[2]
IDLE = "Python 3 (ipykernel) | Idle"  # the indicator alone says idle before there is a kernel, too
SETTINGS = {
    # Asked for in a pop-up otherwise, and then on the network.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    "extensionmanager-extension/plugin": {"enabled": False},
    # Cells out of sight would not be in the document.
    "notebook-extension/tracker": {"windowingMode": "none"},
}
_COMMON = ["--no-browser", "--ServerApp.token=", "--ServerApp.password=", "--allow-root", "--ip=127.0.0.1"]
LAB = [
    "jupyter", "lab", *_COMMON, "--LabApp.extension_manager=readonly", "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]  # fmt: skip
"""Serves Notebook 7 too, under notebooks/ instead of lab/tree/."""


@dataclass
class Lab:
    """A page of JupyterLab or one of its kin, and all that it said or asked for beyond this machine."""

    page: Page
    away: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """Exceptions that nothing caught, each with where it was thrown."""

    def idle(self) -> None:
        """Wait for JupyterLab's kernel."""
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

    def drawn_times(self) -> int:
        """How often the widget has been drawn anew."""
        return int(self.page.locator(".tl-widget").first.get_attribute("data-timeline-ready") or 0)


def environment(home: Path) -> dict[str, str]:
    """The environment of a person who has nothing of Jupyter set up, but has this project."""
    for name, values in SETTINGS.items():
        path = home / "settings/@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), "utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "IPYTHON"))}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }


@contextmanager
def server(folder: Path, *command: str) -> Iterator[str]:
    """Start JupyterLab, or another program of Jupyter's, on a folder, and yield its address."""
    home = folder.parent / "jupyter"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    log = (folder.parent / "jupyter.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", *(command or LAB), f"--port={port}"],
        cwd=folder, env=environment(home), stdout=log, stderr=log,
    )  # fmt: skip
    try:
        _wait(process, address, Path(log.name))
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Wait until something answers there; Voila answers once it has run the notebook."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", urlsplit(address).port or 0)) == 0:
                break
        time.sleep(0.1)
    else:
        pytest.fail(f"Jupyter did not start:\n{log.read_text('utf-8')[-3000:]}")
    for _ in range(100):
        try:
            with urlopen(f"{address}api", timeout=10):  # noqa: S310 - our own server
                return
        except (URLError, OSError) as error:
            if hasattr(error, "code"):  # it answers, if only to say that there is no such page
                return
            time.sleep(0.1)


def watched(context: BrowserContext) -> Lab:
    """A new page whose every request to another machine is stopped and written down."""
    context.set_default_timeout(30_000)
    opened = Lab(context.new_page())

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            opened.away.append(route.request.url)
            route.abort("internetdisconnected")

    def connected(web: WebSocket) -> None:
        if urlsplit(web.url).hostname != "127.0.0.1":
            opened.away.append(web.url)

    context.route(re.compile("^(?!data:|blob:|about:)"), guard)
    opened.page.on("websocket", connected)
    opened.page.on("pageerror", lambda error: opened.errors.append(error.stack or str(error)))
    return opened
