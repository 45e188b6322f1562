"""Ours beside what a person would otherwise use, as ratios of whole processes in one run: ``make bench``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.result import Measured, Result
from benchmarks.table import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TIMELINE: Final = str(Path(sys.executable).with_name("timeline"))
ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two commands and how many times the second's time the first may take."""

    what: str
    ours: Sequence[str]
    theirs: Sequence[str]
    target: float | None = None
    """None where the ratio is only shown."""

    def measure(self, runs: int) -> list[Result]:
        """Let the two take turns, so that a busy moment of the machine hits both, and keep the fastest of each."""
        ours, theirs = [], []
        for _ in range(runs):
            ours.append(_seconds(self.ours))
            theirs.append(_seconds(self.theirs))
        return [Result(self.what, min(ours), min(theirs), self.target)]


def due_starts_sooner_than_pandas(_folder: Path) -> list[Comparison]:
    """A deadline is asked for in a shell, or by a script in a loop: it must not wait for pandas."""
    due = [TIMELINE, "due", "us-foia.determination", "2020-10-20"]
    return [Comparison("timeline due / import pandas", due, [sys.executable, "-c", "import pandas"], target=0.5)]


def check_keeps_up_with_read_csv(folder: Path) -> list[Comparison]:
    """Everything is checked and every imprecise date understood, against a reader that knows only ISO dates."""
    mixed = write_table(folder / "big.csv", ROWS)
    iso = write_table(folder / "iso.csv", ROWS, iso=True)
    check = [TIMELINE, "check", str(mixed)]
    # On the mixed dates pandas tries, warns and leaves text, which takes it longer: the target is held on ISO dates.
    return [
        Comparison(f"timeline check / read_csv, {ROWS:,} rows, ISO dates", check, _read_csv(iso), target=3),
        Comparison(f"timeline check / read_csv, {ROWS:,} rows, same file", check, _read_csv(mixed)),
    ]


def a_million_due_dates(_folder: Path) -> list[Comparison]:
    """A whole log of requests is counted at once; each side times its own counting and not its imports."""
    numpy = _law("numpy")
    return [
        Comparison("a million due dates / numpy.busday_offset", _law("ours"), numpy, target=0.2),
        Comparison("the same, rules of many states / numpy.busday_offset", _law("mixed"), numpy, target=1),
        Comparison("a million due dates / pandas CustomBusinessDay", _law("ours"), _law("pandas")),
        Comparison("a million due dates / a loop with holidays", _law("ours"), _law("loop")),
    ]


def _law(side: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.law", side]


def _read_csv(path: Path) -> list[str]:
    script = f"import pandas; pandas.read_csv({str(path)!r}, parse_dates=['date'])"
    return [sys.executable, "-W", "ignore", "-c", script]


def the_view_in_a_browser(folder: Path) -> Sequence[Measured]:
    """A reader opens a page and filters it; plotly.express, vis-timeline and TimelineJS are opened in turns with it."""
    from benchmarks.browser import View  # noqa: PLC0415 - the other comparisons need no browser

    return [View(folder)]


def writing_a_page(folder: Path) -> Sequence[Measured]:
    """A campaign writes a page and sends it: how long that takes, and what it weighs."""
    from benchmarks.writing import Writing  # noqa: PLC0415 - as above

    return [Writing(folder)]


def a_filter_in_a_notebook(folder: Path) -> Sequence[Measured]:
    """An advocate unticks a kind in JupyterLab; Plotly's own widget, with a callback, takes turns with the explorer."""
    from benchmarks.notebook import Notebook  # noqa: PLC0415 - as above

    return [Notebook(folder)]


COMPARISONS: Final[list[Callable[[Path], Sequence[Measured]]]] = [
    due_starts_sooner_than_pandas,
    check_keeps_up_with_read_csv,
    a_million_due_dates,
    the_view_in_a_browser,
    writing_a_page,
    a_filter_in_a_notebook,
]


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    if done.returncode:
        said = done.stdout[-2000:] + done.stderr[-2000:]
        sys.exit(f"{' '.join(command)}\nended with exit code {done.returncode}:\n{said}")
    # A command that times only a part of itself prints the seconds as its last line.
    _, told, own = done.stdout.rpartition("seconds ")
    return float(own) if told and command[1:2] == ["-m"] else seconds


def main() -> int:
    """Measure what was asked for, print the table, and say by the exit code whether every target is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each side runs")
    parser.add_argument("--only", default="", help="a part of the name of the functions to run")
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for compare in COMPARISONS:
            if options.only in compare.__name__:
                for each in compare(Path(folder)):
                    results += each.measure(options.runs)
    print(f"{'ours / theirs':<58}{'ours':>9}{'theirs':>9}{'ratio':>8}{'target':>8}")
    for result in results:
        target = "" if result.target is None else f"{result.target:g}"
        sides = "".join(f"{value:>7.3f} {result.unit:<2}" for value in (result.ours, result.theirs))
        print(f"{result.what:<58}{sides}{result.ratio:>8.2f}{target:>8}  {result.verdict}")
    return int(any(result.verdict == "OVER" for result in results))


if __name__ == "__main__":
    sys.exit(main())
