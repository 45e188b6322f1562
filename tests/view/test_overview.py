"""The overview strip: its shape and its arithmetic, in Node; its window under mouse, finger and keyboard, in a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser_modules import run_js
from timeline.view.assets import module, text
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.theme import css_variables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.conftest import OpenPage

DAY = 86_400_000
MOUNT = """
globalThis.calls = [];
globalThis.done = 0;
globalThis.keys = [];
addEventListener("keydown", (event) => { if (!event.defaultPrevented) keys.push(event.key); });
globalThis.mask = new Uint8Array(first.events.id.length).fill(1);
globalThis.over = mountOverview(document.querySelector("main"), first, {
  onRange: (from, to) => calls.push([from, to]), onDone: () => { done += 1; },
});
over.resize(document.querySelector("main").clientWidth);
over.show(mask);
over.range(...first.window.map((day) => Date.parse(day)));
"""

# Pure parts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "path"),
    [
        ([], ""),
        ([0, 0], ""),
        ([2], "M0.0 40V20.0H3.0V40"),
        ([1, 0, 2], "M0.0 40V30.0H3.0V40M6.0 40V20.0H9.0V40"),
        ([1, 2], "M0.0 40V30.0H3.0V20.0H6.0V40"),
    ],
)
def test_the_area_has_a_step_for_each_count_and_none_for_nothing(counts, path):
    assert run_js("return overPath(given, 3, 40, 10, 2.5);", counts, "overview.js") == path


def test_a_single_event_among_thousands_is_still_seen():
    assert "V37.5" in run_js("return overPath([1, 9000], 3, 40, 0.004, 2.5);", None, "overview.js")


@pytest.mark.parametrize(
    ("start", "end", "most", "years"),
    [
        (0, 1500, 9, [1970, 1971, 1972, 1973, 1974]),
        (0, 15_000, 9, [1970, 1975, 1980, 1985, 1990, 1995, 2000, 2005, 2010]),
        (100, 300, 9, []),  # no year begins
        (-719_162, -718_000, 9, [1, 2, 3, 4]),  # the year 1, which Date takes for 1901
    ],
)
def test_years_are_written_where_they_have_room(start, end, most, years):
    body = "return overYears(given.start, given.end, given.most).map(([year]) => year);"
    assert run_js(body, {"start": start, "end": end, "most": most}, "overview.js") == years


MOVES = st.tuples(
    st.tuples(st.integers(0, 900), st.integers(1, 100)).map(lambda w: [w[0], w[0] + w[1]]),
    st.sampled_from(["from", "to", "window"]),
    st.integers(-3000, 3000),
)


@given(st.lists(MOVES, min_size=1, max_size=30))
@settings(max_examples=30)  # each starts Node
def test_a_window_never_leaves_the_time_that_there_is(moves):
    body = "return given.map(([window, part, days]) => overMove(window, part, days, [0, 1000]));"
    for (window, part, _), (start, end) in zip(moves, run_js(body, moves, "overview.js"), strict=True):
        assert 0 <= start < end <= 1000
        assert end - start >= 1
        if part == "window":
            assert end - start == window[1] - window[0]
        else:
            assert (start, end)[part == "from"] == window[part == "from"]


# In a browser -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first(case) -> dict[str, Any]:
    return payload(release(case))[0]


@pytest.fixture
def opened(page: OpenPage, tmp_path: Path) -> Callable[..., Page]:
    def mount(first: dict[str, Any], *, width: int = 900) -> Page:
        data = json.dumps(first).replace("<", "\\u003c")
        path = tmp_path / "overview.html"
        path.write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Overview</title>'
            f"<style>{css_variables()} body {{ margin: 0; padding: 40px }} {text('overview.css')}</style>"
            f'<body><button>before</button><main></main><button>after</button><script type="module">'
            f"{module('overview.js')}\nglobalThis.first = {data};\n{MOUNT}</script>",
            encoding="utf-8",
        )
        visit = page(path, width=width)
        visit.page.wait_for_selector(".tl-over-window[aria-valuetext]", state="attached")
        assert visit.quiet, vars(visit)
        return visit.page

    return mount


WINDOW, FROM, TO = "[data-part=window]", "[data-part=from]", "[data-part=to]"


def dates(page: Page) -> list[str]:
    texts: list[str] = page.evaluate(
        "['window', 'from', 'to'].map((part) => document.querySelector(`[data-part=${part}]`).getAttribute('aria-valuetext'))"
    )
    return [text.replace("\u2009", "") for text in texts]


def drag(page: Page, selector: str, by: float) -> None:
    box = page.locator(selector).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=4)
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


@pytest.mark.browser
def test_it_shows_all_events_and_the_overdue_ones_among_them(opened, first):
    page = opened(first)
    path = "document.querySelector('%s').getAttribute('d')"
    area, late = page.evaluate(path % ".tl-over-area"), page.evaluate(path % ".tl-over-late")
    assert area.count("M") > 5
    assert late
    assert page.evaluate(path % ".tl-over-asof")
    assert page.locator(".tl-over-year").all_text_contents()[:2] == ["2019", "2020"]
    page.evaluate("over.show(mask.map((_, i) => Number(first.events.status[i] < 0)))")
    assert page.evaluate(path % ".tl-over-late") == ""
    assert page.evaluate(path % ".tl-over-area") not in ("", area)
    page.evaluate("over.show(mask.map(() => 0))")
    assert page.evaluate(path % ".tl-over-area") == ""


@pytest.mark.browser
def test_the_window_says_its_dates(opened, first):
    assert dates(opened(first)) == ["Jan 1, 2020–Jun 30, 2021".replace("–", " – "), "Jan 1, 2020", "Jun 30, 2021"]


@pytest.mark.browser
def test_the_middle_moves_the_window_and_a_handle_resizes_it(opened, first):
    page = opened(first)
    drag(page, WINDOW, 90)
    moved = page.evaluate("calls.at(-1)")
    size = (DAY * 546, 2)
    assert abs(moved[1] - moved[0] - size[0]) < size[1] * DAY
    assert moved[0] > page.evaluate("Date.parse(first.window[0])")
    assert page.evaluate("done") == 1
    drag(page, TO, 60)
    wider = page.evaluate("calls.at(-1)")
    assert wider[0] == moved[0]
    assert wider[1] > moved[1]
    drag(page, FROM, 2000)  # no further than to the other end
    assert page.evaluate("calls.at(-1)[1] - calls.at(-1)[0]") == DAY
    assert page.evaluate("done") == 3


@pytest.mark.browser
def test_a_click_outside_moves_the_window_there(opened, first):
    page = opened(first)
    box = page.locator(".tl-overview").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + 10)
    start, end = page.evaluate("calls.at(-1)")
    low, high = page.evaluate("first.extent.map((day) => Date.parse(day))")
    assert abs((start + end) / 2 - (low + 0.75 * (high - low))) < 3 * DAY
    assert page.evaluate("done") == 1


@pytest.mark.browser
def test_a_finger_moves_it_and_still_scrolls_the_page(opened, first):
    page = opened(first)
    page.evaluate(
        """() => { const root = document.querySelector(".tl-overview"), box = document.querySelector("[data-part=window]").getBoundingClientRect();
             root.setPointerCapture = () => {};
             const send = (type, x) => document.querySelector("[data-part=window]").dispatchEvent(new PointerEvent(type,
               { pointerType: "touch", pointerId: 7, button: 0, clientX: x, clientY: box.top + 5, bubbles: true, cancelable: true }));
             send("pointerdown", box.left + 20); send("pointermove", box.left + 60); send("pointerup", box.left + 60); }"""
    )
    assert page.evaluate("calls.at(-1)[0] > Date.parse(first.window[0])")
    assert page.evaluate("done") == 1
    assert page.evaluate("getComputedStyle(document.querySelector('.tl-overview')).touchAction") == "pan-y"


@pytest.mark.browser
def test_it_is_told_once_a_frame(opened, first):
    page = opened(first)
    told = page.evaluate(
        """() => new Promise((resolve) => {
             const root = document.querySelector(".tl-overview"), target = document.querySelector("[data-part=window]");
             root.setPointerCapture = () => {};
             const send = (type, x) => target.dispatchEvent(new PointerEvent(type, { pointerId: 7, button: 0, clientX: x, bubbles: true }));
             send("pointerdown", 300);
             for (let k = 0; k < 50; k++) send("pointermove", 300 + k);
             requestAnimationFrame(() => requestAnimationFrame(() => resolve(calls.length)));
           })"""
    )
    assert told == 1


@pytest.mark.browser
def test_the_keyboard_moves_it_and_leaves_the_other_keys_to_the_page(opened, first):
    page = opened(first)
    page.get_by_text("before", exact=True).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.part") == "window"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("calls.at(-1)[0] > Date.parse(first.window[0])")
    page.keyboard.press("Home")
    low, high = page.evaluate("first.extent.map((day) => Date.parse(day))")
    assert page.evaluate("calls.at(-1)[0]") == low
    page.keyboard.press("PageUp")
    assert page.evaluate("calls.at(-1)[0]") > low + 500 * DAY
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    assert page.evaluate("calls.at(-1)[0]") == low
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert page.evaluate("calls.at(-1)") == [low, high]
    assert page.evaluate("done") == 5
    page.evaluate("keys.length = 0")
    for key in ("a", "Control+ArrowLeft", "Escape", "/", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("keys") == ["a", "Control", "ArrowLeft", "Escape", "/", "Tab"]
    assert page.evaluate("document.activeElement.textContent") == "after"


@pytest.mark.browser
@pytest.mark.parametrize("days", [1, 40, 3000])
def test_handles_stay_large_enough_and_within(opened, first, days):
    page = opened(first, width=420)
    page.evaluate("(days) => over.range(Date.parse(first.extent[1]) - days * 864e5, Date.parse(first.extent[1]))", days)
    strip, *handles = (page.locator(one).bounding_box() for one in (".tl-overview", FROM, TO))
    assert strip is not None
    for handle in handles:
        assert handle is not None
        assert handle["width"] >= 24
        assert handle["x"] >= strip["x"] - 0.5
        assert handle["x"] + handle["width"] <= strip["x"] + strip["width"] + 0.5
    left, right = handles
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"] + 0.5
