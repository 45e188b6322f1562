"""Labels, measured where they are drawn: none touches another, a mark, or the edge of the plot."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.stage import drawing, made_table, write_stage

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import OpenPage

pytestmark = pytest.mark.browser

TABLES = 500
PARTS = 10
"""Over how many tests they are spread: two that every run has, and the rest in `make soak`."""

CHECK = """
async ([first, width, ranges]) => {
  const view = await stage(first, width), wrong = [];
  const box = (one) => { const { left, right, top, bottom } = one.getBoundingClientRect(); return { left, right, top, bottom, text: one.textContent, one }; };
  const touch = (a, b, by = 0.5) => a.left < b.right - by && b.left < a.right - by && a.top < b.bottom - by && b.top < a.bottom - by;
  for (const range of [null, ...ranges]) {
    if (range) await view.setRange(range);
    const root = document.getElementById("root");
    if (root.dataset.layout !== "wide") break;
    const plot = box(root.querySelector(".tl-stage")), names = root.querySelector(".tl-names");
    const drag = root.querySelector(".nsewdrag")?.getBoundingClientRect();
    const texts = [...root.querySelectorAll(".tl-label")].filter((one) => !one.hidden).map(box);
    const pills = [...root.querySelectorAll(".tl-cluster:not(.tl-swatch-cluster)")].map(box);
    const marks = [...root.querySelectorAll(".scatterlayer .points path")].map(box).filter((mark) => mark.left + mark.right > 2 * drag.left && mark.left + mark.right < 2 * drag.right);
    const all = [...texts, ...pills];
    for (let a = 0; a < all.length; a++) for (let b = a + 1; b < all.length; b++) if (touch(all[a], all[b])) wrong.push(["touch", width, range, all[a].text, all[b].text]);
    for (const text of texts) {
      if (text.left < drag.left - 0.5 || text.right > drag.right + 0.5 || text.top < plot.top || text.bottom > plot.bottom) wrong.push(["edge", width, range, text.text]);
      for (const mark of marks) if (touch(text, mark, 1.5)) wrong.push(["mark", width, range, text.text]);
    }
    const drawn = marks.length + pills.length;
    if (drawn > 620) wrong.push(["many", width, range, drawn]);
  }
  return wrong;
}
"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return write_stage(tmp_path_factory.mktemp("stage") / "stage.html")


def ranges_of(first: dict[str, Any], chance: random.Random, count: int) -> list[list[str]]:
    start, end = (int(day[:4]) for day in first["extent"])
    found = []
    for _ in range(count):
        year = chance.randint(max(start, 2014), max(min(end, 2023), 2014))
        later = chance.choice((f"{year + 1}-02-01", f"{year}-{chance.randint(2, 12):02}-20", f"{year + 4}-06-01"))
        found.append([f"{year}-01-{chance.randint(1, 28):02}", later])
    return found


def open_stage(page: OpenPage, stage) -> Page:
    shown = page(stage, width=1400, height=900).page
    shown.wait_for_function("Boolean(globalThis.stage)")
    return shown


@pytest.mark.parametrize("part", [0, 1, *(pytest.param(n, marks=pytest.mark.soak) for n in range(2, PARTS))])
def test_no_label_touches_another_a_mark_or_the_edge(page: OpenPage, stage, part):
    shown = open_stage(page, stage)
    for seed in range(part, TABLES, PARTS):
        chance = random.Random(seed)  # noqa: S311 - the same tables every time
        first = drawing(made_table(seed))
        width = chance.randint(320, 2560)
        wrong = shown.evaluate(CHECK, [first, width, ranges_of(first, chance, 2)])
        assert not wrong, (seed, wrong[:5])


def test_no_label_of_the_real_case_touches_at_any_zoom(page: OpenPage, stage, case):
    from timeline import add_deadlines, read_events

    shown = open_stage(page, stage)
    first = drawing(add_deadlines(read_events(case)))
    windows = [[f"{year}-{month:02}-01", f"{year + span}-{month:02}-02"] for year in (2019, 2020, 2021) for month in (1, 7) for span in (1, 2, 4)]  # fmt: skip
    windows += [[f"2020-{month:02}-01", f"2020-{month + 1:02}-15"] for month in range(1, 12)]
    windows += [["2021-04-01", "2021-04-20"], ["2021-04-10", "2021-04-17"], ["2018-01-01", "2026-12-31"]]
    for width in (660, 768, 1024, 1280, 1920):
        wrong = shown.evaluate(CHECK, [first, width, windows])
        assert not wrong, wrong[:5]
