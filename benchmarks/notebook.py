"""A filter in a notebook, beside Plotly's own widget with a callback: part of ``make bench``.

The same table in the same real JupyterLab. What is timed is what a person waits for: from the click on a box, by way of
the kernel, to the changed drawing.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browser import BROWSERS, FLAGS, KIND, RECORDER, hear
from benchmarks.case import AS_OF, write_case
from benchmarks.peers import plain_table
from benchmarks.result import Result
from tests.browser.jupyter import Lab, server

if TYPE_CHECKING:
    from pathlib import Path

ROWS: Final = 10_000
CLICKS: Final = 6  # even: the last shows all again
TARGET: Final = 0.5

OURS: Final = f"""\
from timeline import explore

explorer = explore("events.csv", as_of={AS_OF!r})
explorer"""

PEER: Final = """\
import ipywidgets as widgets
import plotly.graph_objects as go
from benchmarks.peers import px_figure

figure = go.FigureWidget(px_figure("events.csv", POINTS))
kinds = sorted({trace.name for trace in figure.data})

def filtered(change):
    with figure.batch_update():
        for trace in figure.data:
            if trace.name == change["owner"].description:
                trace.visible = change["new"]

boxes = [widgets.Checkbox(True, description=kind, indent=False) for kind in kinds]
for box in boxes:
    box.observe(filtered, "value")
widgets.VBox([widgets.HBox(boxes, layout={"flex_flow": "row wrap"}), figure])"""
"""The cheapest that Plotly's documentation advises: one message to the browser for a click, and only what it says."""


@dataclass(slots=True)
class Side:
    """One notebook: its code, its drawing, what is there once it stands, its box, and each click's milliseconds."""

    code: str
    drawing: str
    stands: str
    box: str
    first: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)


class Notebook:
    """The comparison, as run.py knows one: the notebooks take turns in one run."""

    def __init__(self, folder: Path) -> None:
        """Remember where the notebooks may be written."""
        self.folder = folder / "notebook"

    def measure(self, runs: int) -> list[Result]:
        """Open each notebook so often, click, and return how the medians compare."""
        chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
        if chromium is None:
            sys.exit("The comparison in a notebook needs Chromium, and none was found: make chromium installs it.")
        sides = {
            "ours": Side(OURS, ".tl-view", ".tl-widget[data-timeline-ready]", ".tl-kind-news input"),
            "FigureWidget": _peer("auto"),
            "FigureWidget, points in SVG": _peer("svg"),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        plain_table(write_case(self.folder / "events.csv", ROWS))
        with server(self.folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for run in range(runs):
                for name, side in sides.items():
                    # Each time a kernel of its own: in one that has run the cell before, FigureWidget may stay empty.
                    path = self.folder / f"{_file(name)}-{run}.ipynb"
                    path.write_text(_notebook(side.code), encoding="utf-8")
                    _visit(browser, f"{address}lab/tree/{path.name}?reset", side)
            browser.close()
        return _results(sides)


def _peer(points: str) -> Side:
    code = PEER.replace("POINTS", repr(points))
    box = f".widget-checkbox:has-text('{KIND}') input"
    return Side(code, ".js-plotly-plot", ".js-plotly-plot .legend .traces", box)


def _file(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum())


def _notebook(code: str) -> str:
    cell: dict[str, Any] = {"cell_type": "code", "id": "a", "metadata": {}, "source": code}
    cell |= {"execution_count": None, "outputs": []}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return json.dumps({"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def _visit(browser: Browser, address: str, side: Side) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    try:
        context.add_init_script(path=RECORDER)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(address)
        lab = Lab(page)
        lab.idle()
        lab.run_all()
        page.locator(side.stands).first.wait_for(state="attached")
        lab.idle()
        page.wait_for_timeout(2000)  # what is put off until nobody waits
        _begin(page, side.drawing)
        box = page.locator(side.box).first
        box.click()  # warms up
        box.click()
        page.wait_for_timeout(1000)
        for _ in range(CLICKS):
            box.scroll_into_view_if_needed()
            seen = hear(page, "changed", box.click)
            side.first.append(seen["first"])
            side.settled.append(seen["settled"])
            page.wait_for_timeout(500)
    finally:
        context.close()


def _begin(page: Page, drawing: str) -> None:
    """Tell the recorder which element is the drawing, and that it stands."""
    mark = f"document.querySelector('{drawing}').dataset.drawing = ''"
    hear(page, "stands", lambda: page.evaluate(f"{mark}; document.documentElement.dataset.timelineReady = '1'"))


def _results(sides: dict[str, Side]) -> list[Result]:
    ours, *peers = sides
    results = []
    for name in peers:
        for measure in ("first", "settled"):
            one, other = (statistics.median(getattr(sides[side], measure)) / 1000 for side in (ours, name))
            results.append(Result(f"notebook, {measure} change, {ROWS:,} events / {name}", one, other, TARGET))
    return results
