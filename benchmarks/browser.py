"""The view in a browser, beside the pages that other tools make of the same events: part of ``make bench``.

Every page is opened by the same headless Chromium in turns, each time anew, and clicked with a real mouse. A recorder
that runs before the page's own scripts says when its drawing stands, when it takes the click, and when it has changed.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from benchmarks import peers
from benchmarks.case import write_case
from benchmarks.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Browser, CDPSession, Page

RECORDER: Final = Path(__file__).with_name("recorder.js")
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-unsafe-swiftshader"]
"""The last lets px draw its points as it does for people, with WebGL; without a graphics card, in software."""

KIND: Final = "news"
PATIENCE: Final = 240_000
"""Milliseconds until a page that does not answer is given up."""

SLOW: Final = 1_000
"""Milliseconds of a click from which on one more of them will do."""

SIZES: Final = (100, 10_000, 100_000)
FEWER: Final = {100_000: 3}
"""Rounds at the most, where each takes a minute."""

PEERS: Final[dict[str, tuple[Callable[[Path, Path], None], int]]] = {
    "ours": (peers.write_ours, 100_000),
    "px": (peers.write_px, 100_000),
    "px, points in SVG": (peers.write_px_svg, 100_000),
    "vis-timeline, tuned": (peers.write_vis, 100_000),
    "TimelineJS": (peers.write_slides, 100),
}
"""How each is written, and up to how many events it is meant for."""

PX, VIS = "px", "vis-timeline, tuned"

TARGETS: Final = {
    (100, "usable", PX): 0.30,
    (100, "filter", PX): 0.6,
    (10_000, "usable", PX): 0.27,
    (10_000, "filter", PX): 0.19,
    (10_000, "usable", VIS): 0.6,
    (10_000, "filter", VIS): 1.0,
    (100_000, "usable", PX): 0.10,
    (100_000, "filter", PX): 0.04,
    (100_000, "usable", VIS): 0.2,
    (100_000, "filter", VIS): 0.2,
}
"""Ours for one of theirs, at the most."""


class NothingChanged(Exception):  # noqa: N818 - it is said in the table
    """A click on a kind filter did not change the picture."""

    def __str__(self) -> str:
        """Say so."""
        return "a click on a kind filter does not change the picture"


@dataclass(slots=True)
class Visit:
    """What one opening of a page took, in milliseconds."""

    usable: float
    """From the start until the page took a real click on a kind filter, which then changed the drawing."""
    filter: float | None = None
    """From that click to the first changed frame, painted; None where a page has no filter."""
    settled: float | None = None
    """From that click to the last changed frame."""
    again: float | None = None
    """The first changed frame of the clicks after it, the median."""
    account: dict[str, float] = field(default_factory=dict)
    """Where the time until the drawing stood has gone."""
    zoom: list[float] = field(default_factory=list)
    pan: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Side:
    """One tool at one size: its page, and every visit to it."""

    page: Path
    seconds: float
    visits: list[Visit] = field(default_factory=list)
    failed: str = ""

    def median(self, name: str) -> float | None:
        """Return the median of a measure over all visits; None if it was never measured."""
        values = [value for visit in self.visits if (value := getattr(visit, name)) is not None]
        return statistics.median(values) if values else None


class View:
    """The comparison, as run.py knows one: all pages take turns in one run."""

    def __init__(self, folder: Path) -> None:
        """Remember where the pages may be written."""
        self.folder = folder

    def measure(self, runs: int) -> list[Result]:
        """Open, click and time all pages, say at length what was seen, and return the ratios."""
        chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
        if chromium is None:
            sys.exit("The comparison in a browser needs Chromium, and none was found: make chromium installs it.")
        results: list[Result] = []
        for rows in SIZES:
            sides = _write(self.folder, rows)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                _rounds(browser, sides, min(runs, FEWER.get(rows, runs)), rows)
                browser.close()
            results += _results(sides, rows)
            print(_account(sides, rows), flush=True)
        print(_table(results), flush=True)
        return results


def _write(folder: Path, rows: int) -> dict[str, Side]:
    home = folder / str(rows)
    home.mkdir(parents=True, exist_ok=True)
    table = write_case(home / "events.csv", rows)
    peers.plain_table(table)
    sides: dict[str, Side] = {}
    for name, (write, most) in PEERS.items():
        if rows <= most:
            page = home / f"{len(sides)}.html"
            start = time.perf_counter()
            write(table, page)
            sides[name] = Side(page, time.perf_counter() - start)
    return sides


def _rounds(browser: Browser, sides: dict[str, Side], runs: int, rows: int) -> None:
    """Let the pages take turns; the first round warms up and looks whether the click really changes the picture."""
    for run in range(runs + 1):
        for name, side in sides.items():
            if side.failed:
                continue
            try:
                visit = _visit(browser, side.page, look=run == 0, gestures=name == "ours" and rows == max(SIZES))
            except Exception as error:  # noqa: BLE001 - a page that never stands is a result too
                side.failed = str(error).partition("\n")[0]
                continue
            if run:
                side.visits.append(visit)


# One visit ----------------------------------------------------------------------------------------------------------


def _visit(browser: Browser, path: Path, *, look: bool, gestures: bool) -> Visit:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True, reduced_motion="reduce")
    try:
        context.add_init_script(path=RECORDER)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        stands = hear(page, "stands", lambda: page.goto(path.as_uri(), wait_until="commit"))
        slides = "next" in stands["boxes"]
        point = stands["boxes"]["next" if slides else KIND]
        before = page.screenshot(clip=_clip(stands)) if look else b""
        seen = hear(page, "changed", lambda: page.mouse.click(*point))
        visit = Visit(seen["at"], seen["first"], seen["settled"], account=_spent(stands, session))
        if slides:
            return Visit(seen["at"])
        if look:
            if page.screenshot(clip=_clip(stands)) == before:
                raise NothingChanged
            return visit
        clicks = 1 if seen["first"] > SLOW else 5  # odd: the last shows all again
        again = [hear(page, "changed", lambda: page.mouse.click(*point))["first"] for _ in range(clicks)]
        visit.again = statistics.median(again)
        if gestures:
            _gestures(page, stands, visit)
        return visit
    finally:
        context.close()


def hear(page: Page, what: str, do: Callable[[], object]) -> dict[str, Any]:
    """Do something and return what the recorder then says of it."""
    start = f"bench {what} "
    with page.expect_console_message(lambda message: message.text.startswith(start), timeout=PATIENCE) as heard:
        do()
    return dict(json.loads(heard.value.text.removeprefix(start)))


def _clip(stands: dict[str, Any]) -> Any:  # noqa: ANN401 - what Playwright calls a float rectangle
    x, y, width, height = stands["drawing"]
    return {"x": x, "y": y, "width": width, "height": min(height, 800 - y)}


def _spent(stands: dict[str, Any], session: CDPSession) -> dict[str, float]:
    """Say what the time until the drawing stood went into: by the page's own marks, else by the browser's clock."""
    spent, before = {}, 0.0
    for name, at in [("tl-parsed", stands["parsed"]), *stands["marks"], ("tl-painted", stands["at"])]:
        spent[name.removeprefix("tl-")] = at - before
        before = at
    told = {one["name"]: one["value"] * 1000 for one in session.send("Performance.getMetrics")["metrics"]}
    return spent | {f"({name})": told[f"{name}Duration"] for name in ("Script", "Layout", "RecalcStyle")}


def _gestures(page: Page, stands: dict[str, Any], visit: Visit) -> None:
    """Turn the wheel in and out over the drawing with Ctrl held, then drag it to and fro."""
    middle, level = page.evaluate(f"benchGround({json.dumps(stands['drawing'])})")
    page.mouse.move(middle, level)
    page.keyboard.down("Control")
    page.evaluate("benchFrames(true)")
    for step in range(40):
        page.mouse.wheel(0, -60 if step < 25 else 60)  # noqa: PLR2004 - further in than out, to have where to pan
    visit.zoom = _frames(page)
    page.keyboard.up("Control")
    page.mouse.move(middle, level)
    page.mouse.down()
    page.evaluate("benchFrames(true)")
    for step in range(60):
        page.mouse.move(middle + 6 * (step if step < 30 else 60 - step), level)  # noqa: PLR2004 - there and back
    visit.pan = _frames(page)
    page.mouse.up()


def _frames(page: Page) -> list[float]:
    """Return how long each frame took that followed a change of the drawing."""
    frames = page.evaluate("benchFrames(false)")
    return [after[0] - before[0] for before, after in pairwise(frames) if after[1]]


# What is said -------------------------------------------------------------------------------------------------------


def _results(sides: dict[str, Side], rows: int) -> list[Result]:
    results = []
    for name in list(sides)[1:]:
        for measure in ("usable", "filter"):
            # A page of ours that does not stand is over every target.
            ours = float("inf") if sides["ours"].failed else sides["ours"].median(measure)
            theirs = sides[name].median(measure)
            if ours and theirs:
                what = _what(rows, measure, name)
                results.append(Result(what, ours / 1000, theirs / 1000, TARGETS.get((rows, measure, name))))
    return results


def _table(results: Sequence[Result]) -> str:
    """Return the ratios as a table of a few lines, each with its target in brackets."""
    head = ["events", "usable, px = 1", "filter, px = 1", "usable, vis = 1", "filter, vis = 1"]
    lines = ["", " | ".join(head), " | ".join("---" for _ in head)]
    found = {result.what: result for result in results}
    for rows in SIZES:
        cells = [f"{rows:,}"]
        for name in (PX, VIS):
            for measure in ("usable", "filter"):
                result = found.get(_what(rows, measure, name))
                target = f" (≤ {result.target:g})" if result and result.target else ""
                cells.append(f"{result.ratio:.2f}{target}" if result else "–")
        lines.append(" | ".join(cells))
    return "\n".join(f"| {line} |" if line else line for line in lines)


def _what(rows: int, measure: str, name: str) -> str:
    return f"{measure}, {rows:,} events / {name}"


def _account(sides: dict[str, Side], rows: int) -> str:
    lines = [f"\n{rows:,} events, medians in ms    usable   filter  settled    again     page    written"]
    for name, side in sides.items():
        if side.failed:
            lines.append(f"  {name:<22} failed: {side.failed}")
            continue
        cells = "".join(f"{_number(side.median(one)):>9}" for one in ("usable", "filter", "settled", "again"))
        size = f"{side.page.stat().st_size / 1e6:>6.2f} MB"
        least = min((visit.usable for visit in side.visits), default=0)
        lines.append(f"  {name:<22}{cells}{size:>12}{side.seconds:>7.1f} s   (fastest usable {least:.0f})")
    ours = sides["ours"]
    if ours.visits:
        names = list(ours.visits[0].account)
        each = {name: statistics.median(visit.account.get(name, 0) for visit in ours.visits) for name in names}
        lines.append("  of ours: " + ", ".join(f"{name} {value:.0f}" for name, value in each.items()))
        lines += _percentiles(ours.visits)
    return "\n".join(lines)


def _percentiles(visits: Sequence[Visit]) -> list[str]:
    lines = []
    for name in ("zoom", "pan"):
        frames = sorted(frame for visit in visits for frame in getattr(visit, name))
        if frames:
            late = frames[int(len(frames) * 0.95)]
            middle = statistics.median(frames)
            lines.append(f"  {name}: {len(frames)} frames, median {middle:.0f} ms, 95th percentile {late:.0f} ms")
    return lines


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"
