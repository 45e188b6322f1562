"""The timeline of a narrow screen: what is folded and placed, in Node; rows, clocks and keys, in a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser_modules import run_js
from tests.conftest import rest
from tests.rows import SUED, read, row
from timeline import add_deadlines, write_page
from timeline.view.assets import module, text
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.theme import css_variables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.conftest import OpenPage

FILES = ("select.js", "narrow.js")
MOUNT = """
globalThis.chosen = [];
globalThis.mask = new Uint8Array(first.events.id.length).fill(1);
globalThis.narrow = mountNarrow(document.querySelector("main"), first, {
  mask, onChoose(i, opener) { chosen.push([i, opener === document.activeElement]); narrow.choose(i); },
});
"""

# Pure parts ---------------------------------------------------------------------------------------------------------


def fold(months: list[int], most: int, under: int = -1) -> list[dict[str, Any]]:
    """Fold events of the given months (counted from the year 0), each on a day of its own."""
    body = """
      const data = { key: given.months.map((_, i) => i), month: given.months };
      return narrowFold(data, given.months.map((_, i) => i), 0, given.months.length, given.most, given.under);
    """
    found: list[dict[str, Any]] = run_js(body, {"months": months, "most": most, "under": under}, *FILES)
    return found


def test_what_fits_is_not_folded():
    assert fold([24_000] * 9, 9) == [{"at": place} for place in range(9)]


def test_months_fold_the_smallest_staying_open():
    items = fold([24_000] * 2 + [24_001] * 9 + [24_002], 5)
    assert [(one["from"], one["to"]) if "from" in one else one["at"] for one in items] == [0, 1, (2, 11), 11]
    assert items[2]["unit"] == 1


@pytest.mark.parametrize(("step", "unit"), [(1, 2), (12, 3), (120, 4)])
def test_too_many_months_fold_into_years_decades_centuries(step, unit):
    items = fold([22_800 + step * place for place in range(150) for _ in range(3)], 40)
    assert {one["unit"] for one in items if "from" in one} == {unit}
    assert len(items) <= 40


def test_one_day_of_too_many_events_is_cut_into_parts():
    body = "return narrowFold({ key: Array(1000).fill(7), month: Array(1000).fill(0) }, [...Array(1000).keys()], 0, 1000, 60, 0);"
    parts = run_js(body, None, *FILES)
    assert [(part["from"], part["to"]) for part in parts[:2]] == [(0, 30), (30, 60)]
    assert len(parts) <= 60


@given(months=st.lists(st.integers(0, 119_987), max_size=400).map(sorted), most=st.integers(100, 300))
@settings(max_examples=25)
def test_every_event_is_in_exactly_one_row_or_group(months, most):
    items = fold(months, most)
    places = [place for one in items for place in ([one["at"]] if "at" in one else range(one["from"], one["to"]))]
    assert places == list(range(len(months)))
    assert len(items) <= max(most, 101)  # centuries


@given(
    stretches=st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 200), st.integers(0, 1)).map(lambda s: [s[0], s[0] + s[1], s[2]]),
        max_size=40,
    )
)
@settings(max_examples=25)
def test_no_two_clocks_of_a_column_run_at_the_same_time(stretches):
    columns = run_js("return narrowColumns(given, 5);", stretches, *FILES)
    for place, (column, one) in enumerate(zip(columns, stretches, strict=True)):
        assert -1 <= column < 5
        for other_column, other in list(zip(columns, stretches, strict=True))[:place]:
            assert column < 0 or column != other_column or one[1] < other[0] or other[1] < one[0]


def test_the_late_have_a_column_before_the_others():
    assert run_js("return narrowColumns([[0, 9, 0], [1, 8, 1]], 1);", None, *FILES) == [-1, 0]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (10, 100),
        (15, 150),
        (20, 200),
        (0, 95),
        (-1000, 60),
        (24, 202),
        (9999, 240),
    ],  # beyond the rows no further than 40
)
def test_a_day_stands_between_those_of_the_rows(day, place):
    assert run_js("return narrowPlace([[10, 100], [20, 200]], given, 40);", day, *FILES) == place


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [
        ((0, 0), (90, 90), ["months", 3]),
        ((0, 0), (60, 60), None),  # short
        ((0, 0), (1000, 1000), ["years", 3]),
        ((None, 0), (90, 90), None),  # "by": longer than that, nobody knows how much
        ((0, 31), (120, 150), None),  # three to five months
        ((0, 4), (94, 94), ["months", 3]),  # under every reading
    ],
)
def test_a_gap_is_named_only_as_surely_as_the_dates_are(before, after, gap):
    events = {"first": [before[0], after[0]], "last": [before[1], after[1]]}
    assert run_js("return narrowGap({ events: given }, 0, 1);", events, *FILES) == gap


# In a browser -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first(case) -> dict[str, Any]:
    return payload(release(case))[0]


@pytest.fixture
def opened(page: OpenPage, tmp_path: Path) -> Callable[..., Page]:
    def mount(first: dict[str, Any], *, width: int = 375, style: str = "", dark: bool = False) -> Page:
        data = json.dumps(first).replace("<", "\\u003c")
        path = tmp_path / "narrow.html"
        path.write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Narrow</title>'
            f"<style>{css_variables()} body {{ margin: 0; padding: 0 16px }} {text('narrow.css')} {style}</style>"
            f'<body><button>before</button><main></main><button>after</button><script type="module">{module(*FILES)}\n'
            f"globalThis.first = {data};\n{MOUNT}</script>",
            encoding="utf-8",
        )
        visit = page(path, width=width, color_scheme="dark" if dark else "light")
        visit.page.wait_for_selector(".tl-n-rail, .tl-n-none", state="attached")
        assert visit.quiet, vars(visit)
        return visit.page

    return mount


def many(first: dict[str, Any], count: int) -> dict[str, Any]:
    """The first event again and again, on days of twelve years."""
    events = {name: [values[0]] * count for name, values in first["events"].items()}
    days = [12_000 + place * 4_380 // count for place in range(count)]
    none: dict[str, Any] = {"bars": {}, "dues": {}, "ties": {}, "labels": {}, "also": {}}
    scene = first["scene"] | {
        name: {column: [] for column in values}
        for name, values in first["scene"].items()
        if name in none and isinstance(values, dict)
    }
    dates = {"first": days, "last": days, "day": days, "id": [f"e{place}" for place in range(count)]}
    return first | {"events": events | dates, "scene": scene | {"footnotes": [], "notes": []}}


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".tl-n-row, .tl-n-year, .tl-n-gap, .tl-n-asof")].map((one) => one.getBoundingClientRect());
  return boxes.filter((box, k) => boxes.some((other, j) => j < k && box.top < other.bottom - 0.5 && other.top < box.bottom - 0.5)).length;
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "style"), [(320, ""), (375, ""), (639, ""), (320, "html { font-size: 200% }")])
def test_every_event_is_a_row_that_wraps_and_touches_no_other(opened, first, width, style):
    page = opened(first, width=width, style=style)
    shown = page.evaluate("[...document.querySelectorAll('.tl-n-row')].map((row) => Number(row.dataset.i))")
    assert sorted(shown) == list(range(len(first["events"]["id"])))
    assert page.evaluate(OVERLAPS) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        page.evaluate("Math.min(...[...document.querySelectorAll('.tl-n-row')].map((row) => row.offsetHeight))") >= 44
    )


@pytest.mark.browser
def test_the_story_of_a_clock_reads_from_top_to_bottom(opened, first):
    page = opened(first)
    texts = page.locator(".tl-n-text, .tl-n-asof").all_inner_texts()
    story = [
        "by Oct 20 Four groups request",
        "answer due by Nov 18¹",
        "Apr 13 Requesters sue ICE, CBP and DHS",
        "As of Apr 13, 2021",
        "Apr 14 Law360 reports the suit",
    ]
    places = [next(k for k, line in enumerate(texts) if part.lower() in line.lower()) for part in story]
    assert places == sorted(places)
    assert "no answer: at least 146 days late" in texts[places[1]]
    assert page.locator(".tl-n-says[data-tone='alert']").count() == 4


@pytest.mark.browser
def test_a_clock_runs_beside_the_rows_from_request_to_due_date_to_suit(opened, first):
    page = opened(first)
    box = """(selector) => { const one = document.querySelector(selector).getBoundingClientRect(); return [one.top, one.bottom, (one.top + one.bottom) / 2]; }"""
    ids = first["events"]["id"]

    def mark(name: str) -> float:
        place: float = page.evaluate(box, f'[data-i="{ids.index(name)}"] .tl-n-mark')[2]
        return place

    request, suit = mark("clearview-request"), mark("clearview-suit")
    due = mark("clearview-request/ICE/us-foia.determination")
    bars = page.evaluate(
        """() => [...document.querySelectorAll(".tl-n-bar.tl-n-running, .tl-n-bar.tl-n-overdue")].map((bar) => {
             const box = bar.getBoundingClientRect(); return [bar.classList[1], box.top, box.bottom]; })"""
    )
    assert any(name == "tl-n-running" and abs(top - request) < 2 and abs(end - due) < 2 for name, top, end in bars)
    assert any(name == "tl-n-overdue" and abs(top - due) < 2 and abs(end - suit) < 2 for name, top, end in bars)


@pytest.mark.browser
def test_clocks_follow_the_rows_when_the_font_grows(opened, first):
    page = opened(first)
    place = "document.querySelector('.tl-n-tick').getBoundingClientRect().top"
    before = page.evaluate(place)
    page.add_style_tag(content="html { font-size: 24px }")
    rest(page)
    assert page.evaluate(place) > before * 1.2


@pytest.mark.browser
def test_a_row_says_what_it_is_and_opens(opened, first):
    page = opened(first)
    suit = first["events"]["id"].index("clearview-suit")
    row = page.get_by_role("button", name="Apr 13, 2021: Complaint. Requesters sue ICE, CBP and DHS")
    row.click()
    assert page.evaluate("chosen") == [[suit, True]]
    assert row.get_attribute("aria-current") == "true"
    assert page.locator("[aria-current]").count() == 1
    late = page.locator(f'[data-i="{first["events"]["id"].index("clearview-request/ICE/us-foia.determination")}"]')
    assert late.locator(".tl-n-name").inner_text().endswith("no answer reported")
    described = page.evaluate("(id) => document.getElementById(id).innerText", late.get_attribute("aria-describedby"))
    assert "at least 146 days late" in described
    page.evaluate("narrow.choose(null)")
    assert page.locator("[aria-current]").count() == 0


@pytest.mark.browser
def test_arrows_go_from_row_to_row_and_tab_goes_on(opened, first):
    page = opened(first)
    page.get_by_text("before", exact=True).focus()
    page.keyboard.press("Tab")
    at = "Number(document.activeElement.dataset.i)"
    assert page.evaluate(at) == 0
    assert page.locator(".tl-n-hint").is_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(at) == 1
    page.keyboard.press("Enter")
    assert page.evaluate("chosen") == [[1, True]]
    page.keyboard.press("End")
    last = page.evaluate("document.activeElement === [...document.querySelectorAll('.tl-n-row')].at(-1)")
    assert last
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "after"


@pytest.mark.browser
def test_a_filter_leaves_what_it_keeps_and_a_legend_of_that(opened, first):
    page = opened(first)
    assert page.locator(".tl-n-legend li").count() > 4
    assert page.locator(".tl-n-note").count() > 1
    order = list(first["kinds"]).index("order")
    page.evaluate("(kind) => narrow.show(mask.map((_, i) => Number(first.events.kind[i] === kind)))", order)
    assert page.locator(".tl-n-row").count() == first["events"]["kind"].count(order)
    rest(page)
    assert page.locator(".tl-n-bar.tl-n-overdue").count() == 0
    assert "Hatched" not in page.locator(".tl-n-foot").inner_text()
    page.evaluate("narrow.show(mask.map(() => 0))")
    assert page.locator(".tl-n-none").inner_text() == first["words"]["none_match"]
    page.evaluate("narrow.show(mask)")
    assert page.locator(".tl-n-row").count() == len(first["events"]["id"])


@pytest.mark.browser
def test_many_events_are_folded_and_open_in_place(opened, first):
    page = opened(many(first, 20_000))
    assert page.locator(".tl-n-item").count() <= 300
    group = page.locator(".tl-n-fold").nth(60)
    before = group.evaluate("button => { button.scrollIntoView(); return button.getBoundingClientRect().top; }")
    name = group.get_attribute("data-group")
    assert group.inner_text().count("events") == 1
    group.click()
    opened_one = page.locator(f'.tl-n-fold[data-group="{name}"]')
    assert opened_one.get_attribute("aria-expanded") == "true"
    assert opened_one.evaluate("button => button === document.activeElement")
    assert abs(opened_one.evaluate("button => button.getBoundingClientRect().top") - before) < 60
    assert page.locator(".tl-n-row").count() > 50
    assert page.locator(".tl-n-item").count() <= 360
    # One that is chosen elsewhere, and folded away, is opened.
    page.evaluate("narrow.choose(19000)")
    assert page.locator("[data-i='19000'][aria-current]").count() == 1
    assert page.locator(".tl-n-item").count() <= 360


@pytest.mark.browser
def test_of_a_hundred_thousand_events_no_more_stand_in_the_document(opened, first):
    page = opened(many(first, 100_000))
    page.evaluate("narrow.show(mask.map((_, i) => Number(i % 7 > 0)))")
    assert page.locator(".tl-n-item").count() <= 300


@pytest.mark.browser
@pytest.mark.parametrize(("day", "after", "in_group"), [(11_000, None, 0), (14_100, "group", 1), (99_999, "last", 0)])
def test_the_as_of_day_stands_where_it_is_among_groups(opened, first, day, after, in_group):
    page = opened(many(first, 5_000) | {"as_of_day": day})
    line = page.locator(".tl-n-asof")
    assert line.count() == (after == "last")
    assert page.locator(".tl-n-kind", has_text="As of").count() == in_group
    if in_group:
        page.locator(".tl-n-fold", has=page.locator(".tl-n-kind", has_text="As of")).click()
        assert line.count() == 1


@pytest.mark.browser
def test_what_has_no_date_is_not_taken_for_another_account(page: OpenPage, tmp_path: Path):
    table = add_deadlines(read(row("hearing", "TBD", id="h"), row("news", "2021-01-04", id="n")), as_of=SUED)
    shown = page(write_page(table, tmp_path / "page.html"), width=375).page
    shown.wait_for_selector("html[data-timeline-ready='1']", state="attached")
    assert shown.locator(".tl-n-row").count() == 2
    assert "another account" not in shown.locator(".tl-narrow").first.inner_text()
