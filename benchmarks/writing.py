"""Writing a page, and what it weighs, beside the pages of the peers: part of ``make bench``."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Final

from benchmarks import peers
from benchmarks.browser import PEERS, PX, SIZES
from benchmarks.case import write_case
from benchmarks.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAVIEST: Final = {100: 0.7, 10_000: 2.6, 100_000: 15}
"""Megabytes that a page of so many events may have, all inlined."""

FEWER: Final = {100_000: 2}
"""Rounds at the most, where each takes half a minute."""


class Writing:
    """The comparison, as run.py knows one: all write in turns in one process, which has loaded everything before."""

    def __init__(self, folder: Path) -> None:
        """Remember where the pages may be written."""
        self.folder = folder

    def measure(self, runs: int) -> list[Result]:
        """Write all pages, from the table on a disk to the page on it, and return the ratios."""
        results: list[Result] = []
        lines = ["\n| events | page | MB | seconds to write |", "| --- | --- | --- | --- |"]
        for rows in SIZES:
            home = self.folder / f"written-{rows}"
            home.mkdir(parents=True, exist_ok=True)
            table = write_case(home / "events.csv", rows)
            peers.plain_table(table)
            sides = {name: write for name, (write, most) in PEERS.items() if rows <= most}
            pages = {name: home / f"{place}.html" for place, name in enumerate(sides)}
            seconds: dict[str, list[float]] = {name: [] for name in sides}
            for run in range(min(runs, FEWER.get(rows, runs)) + 1):
                for name, write in sides.items():
                    took = _timed(write, table, pages[name])
                    if run:  # the first loads what each needs
                        seconds[name].append(took)
            weights = {name: page.stat().st_size / 1e6 for name, page in pages.items()}
            lines += [f"| {rows:,} | {name} | {weights[name]:.2f} | {min(seconds[name]):.2f} |" for name in sides]
            target = 1 if rows == 10_000 else None  # noqa: PLR2004 - the size that a target is set for
            what = f"writing, {rows:,} events / {PX}"
            results.append(Result(what, min(seconds["ours"]), min(seconds[PX]), target))
            results.append(Result(f"size, {rows:,} events / allowed", weights["ours"], HEAVIEST[rows], 1, "MB"))
        print("\n".join(lines), flush=True)
        return results


def _timed(write: Callable[[Path, Path], None], table: Path, page: Path) -> float:
    gc.collect()  # nobody pays for what the one before left
    start = time.perf_counter()
    write(table, page)
    return time.perf_counter() - start
