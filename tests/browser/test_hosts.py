"""The explorer wherever a notebook is opened: Notebook, Voila, without its kernel, not trusted, converted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.jupyter import ROOT, Lab, environment, server, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.browser

CODE = "from timeline import Filter, explore\n\nexplorer = explore('events.csv', filter=Filter(agencies=['ICE']))\nexplorer"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with the case, a notebook that has not been run, and the same with what a run left in it."""
    folder: Path = tmp_path_factory.mktemp("hosts") / "case"
    folder.mkdir()
    for name in ("events.csv", "events.toml"):
        shutil.copy(ROOT / name, folder)
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": CODE,
        "execution_count": None,
        "outputs": [],
    }
    notebook = {"cells": [cell], "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "fresh.ipynb").write_text(json.dumps(notebook), "utf-8")
    convert(folder, "--to", "notebook", "--execute", "--output", "run.ipynb", "fresh.ipynb")
    return folder


def convert(folder: Path, *options: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", *options],
        cwd=folder, env=environment(folder.parent / "convert"), check=True, capture_output=True, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def lab_server(folder: Path) -> Iterator[str]:
    with server(folder) as url:
        yield url


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[[str], Lab]]:
    contexts: list[BrowserContext] = []

    def visit(address: str) -> Lab:
        context = browser.new_context(
            viewport={"width": 1280, "height": 1400}, locale="en-US", timezone_id="UTC", reduced_motion="reduce"
        )
        contexts.append(context)
        lab = watched(context)
        lab.page.goto(address, wait_until="domcontentloaded")
        return lab

    yield visit
    for context in contexts:
        context.close()


def use(lab: Lab) -> None:
    """Filter by a real click, choose an event, and see both."""
    page, says = lab.page, lab.page.locator(".tl-says")
    expect(page.locator(".tl-widget[data-timeline-ready]")).to_be_visible(timeout=60_000)
    expect(says).to_contain_text("all events at ICE")
    box = page.locator(".tl-view").bounding_box()
    assert box is not None
    assert box["width"] > 600
    assert box["height"] > 400
    assert page.locator(".tl-label").count() > 10
    marks = page.locator(".tl-view path.point").count()
    page.get_by_label(re.compile(r"^Complaint \(\d+\)")).click()
    expect(says).to_contain_text("all events at ICE, except complaints")
    page.wait_for_function(f"document.querySelectorAll('.tl-view path.point').length < {marks}")
    page.locator(".tl-table tr[data-event-id]:visible button").first.click()
    expect(page.locator(".tl-widget .tl-card")).to_be_visible()
    expect(page.locator(".tl-still")).not_to_be_visible()  # what stands in for the widget is not seen beside it


def test_notebook_7(lab_server, opened):
    lab = opened(f"{lab_server}notebooks/fresh.ipynb")
    lab.page.wait_for_load_state("networkidle")
    for _ in range(20):  # it has no status bar that tells when the kernel is there
        lab.run_all()
        lab.page.wait_for_timeout(500)
        if lab.page.locator(".jp-OutputArea-output").count():
            break
    use(lab)
    # Notebook throws while it reads its own settings, at any time. What is ours is a module that anywidget loads from a blob.
    assert [error for error in lab.errors if "blob:" in error or "/static/" not in error] == []
    assert lab.away == []


@pytest.fixture(scope="module")
def voila_server(folder: Path) -> Iterator[str]:
    command = (
        "voila",
        "fresh.ipynb",
        "--template=timeline",
        "--no-browser",
        "--Voila.ip=127.0.0.1",
        "--show_tracebacks=True",
    )
    with server(folder, *command) as url:
        yield url


def test_voila(voila_server, opened):
    """Its own template asks other hosts for icons and for mathematics; ours asks nobody."""
    lab = opened(voila_server)
    use(lab)
    assert lab.away == []


def test_a_kernel_that_was_restarted_leaves_a_readable_picture(lab_server, opened):
    lab = opened(f"{lab_server}lab/tree/fresh.ipynb?reset")
    page = lab.page
    lab.idle()
    lab.run_all()
    expect(page.locator(".tl-widget[data-timeline-ready]")).to_be_visible(timeout=60_000)
    lab.idle()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Restart Kernel(…|\\.\\.\\.)")).first.click()
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    expect(page.locator(".tl-explorer.jp-widgets-disconnected, .jupyter-widgets-disconnected").first).to_be_attached()
    assert page.locator(".tl-label:visible").count() > 10
    assert page.locator(".tl-view path.point").count() > 5
    page.locator(".tl-table tr[data-event-id]:visible button").first.click()
    expect(page.locator(".tl-widget .tl-card")).to_be_visible()  # the drawing needs no kernel
    expect(page.locator(".tl-told")).to_contain_text("do nothing until this cell is run again")


def test_a_notebook_that_was_run_elsewhere_shows_the_page_in_its_frame(lab_server, opened):
    lab = opened(f"{lab_server}lab/tree/run.ipynb?reset")
    lab.idle()
    page = lab.page
    # Not trusted by its reader, it has neither frames nor styles nor widgets, but the table.
    expect(page.locator(".jp-OutputArea table")).to_contain_text("Requesters sue ICE, CBP and DHS")
    assert page.locator("iframe, .tl-widget").count() == 0
    page.locator(".jp-Cell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+C")
    page.get_by_placeholder("SEARCH", exact=False).fill("Trust Notebook")
    page.keyboard.press("Enter")
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    # Trusted, the widget is there again, and without a kernel that knows it gives way to the page.
    expect(page.locator(".tl-still iframe")).to_be_visible()
    expect(page.locator(".tl-explorer")).not_to_be_visible()
    inner = page.frame_locator(".tl-still iframe")
    expect(inner.locator("html[data-timeline-ready='1']")).to_be_attached()
    expect(inner.locator("[data-showing]").first).to_contain_text("of 67 events")
    assert lab.away == []


@pytest.mark.parametrize("name", ["run", "fresh"])
def test_a_converted_notebook_lives_without_a_network(folder, browser, name):
    """With what a run left in it, which names the widget's state, and run by the conversion itself."""
    convert(
        folder, "--to", "html", *(["--execute"] if name == "fresh" else []), "--output", f"{name}.html", f"{name}.ipynb"
    )
    context = browser.new_context(viewport={"width": 1280, "height": 1200}, reduced_motion="reduce")
    context.set_offline(True)
    page = context.new_page()
    page.goto((folder / f"{name}.html").as_uri(), wait_until="domcontentloaded")
    frame = page.frame_locator(".tl-still iframe")
    frame.locator("html[data-timeline-ready='1']").wait_for(state="attached", timeout=30_000)
    expect(page.locator(".output_widget_view:visible")).to_have_count(0)  # the dead widget is not shown beside it
    expect(page.locator(".tl-still-table")).not_to_be_visible()
    showing = frame.locator("[data-showing]").first
    before = showing.inner_text()
    frame.locator("input[data-filter-kind='complaint']").click()
    expect(showing).not_to_have_text(before)
    box = page.locator(".tl-still iframe").bounding_box()
    assert box is not None
    assert box["width"] > 900
    assert box["height"] > 700
    context.close()


def test_a_website_that_takes_away_frames_styles_and_scripts_leaves_the_table(folder, browser):
    """As GitHub does: what is left is the sentence and the table, and its links."""
    run = nbformat.read(folder / "run.ipynb", as_version=4)
    [html] = [out.data["text/html"] for out in run.cells[0].outputs if "text/html" in out.data]
    left = re.sub(r"<(style|iframe|script)\b.*?</\1>", "", html, flags=re.DOTALL)
    page = browser.new_page(viewport={"width": 900, "height": 1200})
    page.set_content(
        f"<!DOCTYPE html><html lang='en'><title>Notebook</title><main><h1>Notebook</h1>{left}</main></html>"
    )
    expect(page.locator("p").first).to_contain_text("of 67 events: all events at ICE")
    assert page.locator("tr[data-event-id]:visible").count() > 20
    assert violations(page) == []
    page.close()
