"""The drawing by itself, as a reader's hands find it: wheel, drag, fingers, keys, counted marks, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import violations
from tests.browser.stage import drawing, write_stage
from tests.conftest import rest
from tests.rows import SUED, read, row
from timeline import add_deadlines, read_events
from timeline.view.theme import THEMES, theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.conftest import OpenPage

pytestmark = pytest.mark.browser

Draw = "Callable[..., Page]"


@pytest.fixture(scope="module")
def stage(tmp_path_factory) -> Path:
    return write_stage(tmp_path_factory.mktemp("stage") / "stage.html")


@pytest.fixture(scope="module")
def real(case):
    return drawing(add_deadlines(read_events(case)))


@pytest.fixture
def draw(page: OpenPage, stage: Path) -> Callable[..., Page]:
    def draw(first, *, width: int = 1248, look: str = "light") -> Page:
        shown = page(stage, width=max(width + 32, 320), height=900).page
        shown.wait_for_function("Boolean(globalThis.stage)")
        shown.evaluate(
            "([first, width, theme]) => { document.documentElement.dataset.theme = theme; return stage(first, width, theme).then(() => 0); }",
            [first, width, look],
        )
        return shown

    return draw


def crowd(days: int = 40, each: int = 3):
    """A lane with more events than stand side by side, and another with a suit."""
    rows = [
        row("news", f"2021-{1 + n // 28:02}-{1 + n % 28:02}", id=f"n{n}-{k}", title=f"Report {n}-{k}")
        for n in range(days)
        for k in range(each)
    ]
    return drawing(
        add_deadlines(
            read(*rows, row("complaint", "2021-01-20", id="suit", title="They sue", matter="Court")), as_of="2021-06-01"
        )
    )


def span(shown: Page) -> int:
    """Return how many days the window shows."""
    return int(
        shown.evaluate("(() => { const [from, to] = view.range().map(Date.parse); return (to - from) / 864e5; })()")
    )


def middle(shown: Page) -> tuple[float, float]:
    box = shown.locator(".tl-plot").bounding_box()
    assert box
    return box["x"] + box["width"] * 0.6, box["y"] + min(box["height"] / 2, 400)


def settled(shown: Page) -> None:
    rest(shown, 30)


# The window -----------------------------------------------------------------------------------------------------------


def test_a_plain_wheel_scrolls_the_page_and_with_ctrl_it_zooms_where_it_points(draw, real):
    shown = draw(real)
    before = span(shown)
    shown.mouse.move(*middle(shown))
    shown.mouse.wheel(0, 200)
    settled(shown)
    assert span(shown) == before
    assert shown.evaluate("scrollY") > 0
    assert shown.locator(".tl-hint").is_visible()
    shown.evaluate("scrollTo(0, 0)")
    x, y = middle(shown)
    under = "(x) => { const [from, to] = view.range().map(Date.parse), box = document.querySelector('.nsewdrag').getBoundingClientRect(); return from + (to - from) * (x - box.left) / box.width; }"
    day = shown.evaluate(under, x)
    shown.mouse.move(x, y)
    shown.keyboard.down("Control")
    for _ in range(3):
        shown.mouse.wheel(0, -100)
    shown.keyboard.up("Control")
    settled(shown)
    assert span(shown) < before * 0.75
    assert abs(shown.evaluate(under, x) - day) < 3 * 864e5
    assert shown.evaluate("scrollY") == 0


def test_dragging_moves_the_window_and_is_no_click(draw, real):
    shown = draw(real)
    before, days = shown.evaluate("view.range()"), span(shown)
    x, y = middle(shown)
    shown.mouse.move(x, y)
    shown.mouse.down()
    for step in range(10):
        shown.mouse.move(x - 20 * step, y)
    shown.mouse.up()
    settled(shown)
    after = shown.evaluate("view.range()")
    assert after[0] > before[0]
    assert abs(span(shown) - days) <= 1
    assert shown.evaluate("chosen") == []


def test_a_double_click_shows_the_whole_time(draw, real):
    shown = draw(real)
    shown.mouse.dblclick(*middle(shown))
    settled(shown)
    assert shown.evaluate("view.range()") == real["extent"]


def test_two_fingers_pinch(draw, real):
    shown = draw(real)
    before = span(shown)
    shown.evaluate(
        """() => {
          const stage = document.querySelector(".tl-plot");
          const send = (type, pointerId, clientX, target = document) => target.dispatchEvent(new PointerEvent(type, { pointerId, clientX, clientY: 300, pointerType: "touch", bubbles: true }));
          send("pointerdown", 1, 600, stage); send("pointerdown", 2, 700, stage);
          for (let n = 1; n <= 20; n++) { send("pointermove", 1, 600 - 8 * n); send("pointermove", 2, 700 + 8 * n); }
          send("pointerup", 1, 440); send("pointerup", 2, 860);
        }"""
    )
    settled(shown)
    assert span(shown) < before / 2
    assert shown.evaluate("getComputedStyle(document.querySelector('.tl-stage')).touchAction") == "pan-y"


def test_zooming_moves_no_lane(draw, real):
    shown = draw(real)
    names = "[...document.querySelectorAll('.tl-name')].map((name) => [name.textContent, name.style.top])"
    before = shown.evaluate(names)
    shown.evaluate("view.setRange(['2021-03-01', '2021-05-01'])")
    settled(shown)
    assert shown.evaluate(names) == before


# Counted marks --------------------------------------------------------------------------------------------------------


def test_what_is_too_close_becomes_one_counted_mark_that_says_its_kinds(draw):
    shown = draw(crowd())
    pills = shown.locator("button.tl-cluster")
    counts = [int(text) for text in pills.all_inner_texts()]
    singles = shown.evaluate("document.querySelectorAll('.scatterlayer .points path').length")
    assert sum(counts) + singles == 121
    pills.first.hover()
    assert "news reports" in str(pills.first.get_attribute("title"))
    assert pills.first.locator("svg").count() == 1


def test_a_counted_mark_opens_a_list_that_escape_closes_and_the_focus_returns(draw):
    shown = draw(crowd())
    pill = shown.locator("button.tl-cluster").first
    pill.click()
    rows = shown.locator(".tl-list-row")
    assert rows.count() == int(pill.inner_text())
    assert shown.evaluate("document.activeElement.className") == "tl-list-row"
    shown.keyboard.press("ArrowDown")
    assert shown.evaluate("document.activeElement.innerText.includes('Report')")
    shown.keyboard.press("Escape")
    assert shown.locator(".tl-list").count() == 0
    assert shown.evaluate("document.activeElement.className").startswith("tl-cluster")
    pill.click()
    rows.nth(1).click()
    assert len(shown.evaluate("chosen")) == 1
    assert shown.locator(".tl-list").count() == 0


def test_a_counted_mark_zooms_until_its_events_stand_alone(draw):
    shown = draw(crowd(days=40, each=1))
    for _ in range(6):
        pill = shown.locator("button.tl-cluster").first
        if not pill.count():
            break
        pill.click()
        shown.locator(".tl-list .tl-button", has_text="Zoom in").click()
        settled(shown)
    assert shown.locator("button.tl-cluster").count() == 0
    assert shown.evaluate("document.querySelectorAll('.scatterlayer .points path').length") > 0


# The keyboard ---------------------------------------------------------------------------------------------------------


def test_the_arrows_go_through_all_events_in_true_order(draw, real):
    shown = draw(real)
    cursor = shown.locator(".tl-cursor")
    cursor.focus()
    shown.keyboard.press("Home")
    seen: list[int] = []
    for _ in range(200):
        place = int(cursor.get_attribute("data-i"))
        if seen and place == seen[-1]:
            break
        seen.append(place)
        shown.keyboard.press("ArrowRight")
        shown.wait_for_timeout(30)
        shown.evaluate("view.ready")
    dated = [
        i
        for i, (day, lane) in enumerate(zip(real["events"]["day"], real["events"]["lane"], strict=True))
        if day is not None and lane >= 0
    ]
    assert seen == dated


def test_the_cursor_says_date_kind_title_and_status_and_enter_chooses(draw, real):
    shown = draw(real)
    shown.locator(".tl-cursor").focus()
    shown.keyboard.press("End")
    settled(shown)
    place = int(shown.locator(".tl-cursor").get_attribute("data-i"))
    events = real["events"]
    name = shown.locator(".tl-cursor").get_attribute("aria-label")
    kind = list(real["kinds"].values())[events["kind"][place]]["label"]
    for part in (events["when"][place], kind, events["title"][place]):
        assert part in name
    assert shown.locator(".tl-said").inner_text() in name
    shown.keyboard.press("Enter")
    assert shown.evaluate("chosen") == [place]
    box, stage = shown.locator(".tl-cursor").bounding_box(), shown.locator(".tl-stage").bounding_box()
    assert stage["x"] < box["x"] < stage["x"] + stage["width"]


def test_keys_are_heard_on_the_cursor_alone(draw, real):
    shown = draw(real)
    before = shown.evaluate("view.range()")
    shown.evaluate("document.body.focus()")
    for key in ("+", "-", "0", "ArrowRight", "Home", "End"):
        shown.keyboard.press(key)
    settled(shown)
    assert shown.evaluate("view.range()") == before
    shown.locator(".tl-cursor").focus()
    for key in ("Control+ArrowRight", "Alt+ArrowLeft", "x", "/"):
        assert not shown.evaluate(
            "(key) => { const parts = key.split('+'); const event = new KeyboardEvent('keydown', { key: parts.at(-1), ctrlKey: parts[0] === 'Control', altKey: parts[0] === 'Alt', cancelable: true, bubbles: true }); document.activeElement.dispatchEvent(event); return event.defaultPrevented; }",
            key,
        )
    shown.keyboard.press("+")
    settled(shown)
    assert shown.evaluate("view.range()") != before


# What is not known ----------------------------------------------------------------------------------------------------


def test_what_has_no_date_stands_on_a_shelf_and_can_be_chosen(draw):
    first = drawing(
        add_deadlines(
            read(row("news", "TBD", id="some", title="Some day"), row("news", "2021-01-01", id="known", title="Known")),
            as_of="2021-06-01",
        )
    )
    shown = draw(first)
    item = shown.locator(".tl-shelf button")
    assert item.inner_text().strip() == "Some day"
    item.click()
    assert shown.evaluate("chosen.map((i) => first.events.id[i])") == ["some"]


def test_the_legend_explains_only_what_is_on_the_screen(draw, real):
    shown = draw(real)
    legend = shown.locator(".tl-legend-item")
    told = {"past due", "what stopped the clock"}
    assert all(any(one in text for text in legend.all_inner_texts()) for one in told)
    shown.evaluate("view.setRange(['2022-01-01', '2023-01-01'])")
    settled(shown)
    assert not any(one in text for text in legend.all_inner_texts() for one in told)
    shown.evaluate("view.firstView()")
    settled(shown)
    assert any("past due" in text for text in legend.all_inner_texts())


def test_nothing_kept_is_an_empty_drawing_and_not_an_error(draw, real):
    shown = draw(real)
    shown.evaluate("view.show(new Uint8Array(first.events.id.length))")
    settled(shown)
    assert shown.locator(".tl-label").count() == 0
    assert shown.evaluate("document.querySelectorAll('.scatterlayer .points path').length") == 0


# Looks ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", THEMES)
def test_every_theme_draws_with_its_own_colours(draw, real, look):
    shown = draw(real, look=look)
    fills = shown.evaluate(
        "[...new Set([...document.querySelectorAll('.scatterlayer .points path')].map((point) => point.style.fill))]"
    )
    court = theme(look).color("complaint")
    wanted = f"rgb({int(court[1:3], 16)}, {int(court[3:5], 16)}, {int(court[5:], 16)})"
    assert wanted in fills
    assert shown.evaluate("document.querySelectorAll('.barlayer .points path').length") > 30


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("state", ["plain", "counted", "list", "empty", "no events", "narrow"])
def test_axe_finds_nothing(draw, real, look, state):
    first = {
        "counted": crowd,
        "list": crowd,
        "no events": lambda: drawing(add_deadlines(read(), as_of="2021-06-01")),
    }.get(state, lambda: real)()
    shown = draw(first, look=look, width=375 if state == "narrow" else 1248)
    if state == "list":
        shown.locator("button.tl-cluster").first.click()
    if state == "empty":
        shown.evaluate("view.show(new Uint8Array(first.events.id.length)).then(() => 0)")
    assert violations(shown, "#root") == []


def test_the_reader_s_letters_count(draw, real):
    shown = draw(real)
    small = shown.locator(".tl-stage").bounding_box()["height"]
    shown.add_style_tag(content="html { font-size: 24px }")
    shown.evaluate("view.resize()")
    settled(shown)
    assert shown.locator(".tl-stage").bounding_box()["height"] > small * 1.3
    size = shown.evaluate("getComputedStyle(document.querySelector('.tl-label')).fontSize")
    assert float(size[:-2]) == pytest.approx(19.5, abs=0.6)


# Filters --------------------------------------------------------------------------------------------------------------

LEFT = """
(kind) => {
  const code = Object.keys(first.kinds).indexOf(kind);
  const mask = Uint8Array.from(first.events.kind, (one) => Number(one !== code));
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length;
  const before = shown(".scatterlayer .point"), done = view.show(mask);
  return [before, shown(".scatterlayer .point"), [...document.querySelectorAll(".tl-label:not([hidden])")].filter((one) => !mask[one.dataset.i]).length];
}
"""


def test_what_a_filter_leaves_out_goes_at_once_and_the_rest_is_arranged_after(draw, real):
    shown = draw(real)
    lanes = shown.locator(".tl-name").count()
    before, after, labels = shown.evaluate(LEFT, "complaint")
    assert before - after >= 7
    assert labels == 0
    settled(shown)
    assert shown.evaluate("document.querySelectorAll('.scatterlayer .point').length") == after
    assert shown.locator(".tl-name").count() <= lanes


def test_counted_marks_count_anew_at_once(draw):
    shown = draw(crowd(days=20, each=4))
    text = shown.evaluate(
        "() => { const mask = Uint8Array.from(first.events.id, (id) => Number(!id.endsWith('-0'))); view.show(mask); return [...document.querySelectorAll('button.tl-cluster')].map((one) => Number(one.innerText)); }"
    )
    singles = shown.evaluate(
        "[...document.querySelectorAll('.scatterlayer .point')].filter((one) => one.style.display !== 'none').length"
    )
    assert sum(text) + singles == 61


def many_matters(*, each: int = 1):
    """More matters and requests than have a lane each: every second one is answered in time."""
    rows = []
    for n in range(45):
        for k in range(each):
            name, day = f"r{n}-{k}", f"2020-10-{1 + (n + k) % 20:02}"
            rows.append(row("foia_request", day, id=name, matter=f"M{n}", agency=f"A{k}"))
            if n % 2:
                rows.append(
                    row("determination", "2020-10-26", id=f"d{name}", request=name, matter=f"M{n}", agency=f"A{k}")
                )
            else:
                rows.append(row("no_response", SUED, id=f"n{name}", request=name, matter=f"M{n}", agency=f"A{k}"))
        rows.append(row("news", "2021-01-04", id=f"w{n}", matter=f"M{n}", agency=""))
    return drawing(add_deadlines(read(*rows), as_of=SUED))


STYLES = """[...document.querySelector('.js-plotly-plot').data].filter((trace) => trace.meta?.role === 'bar')
    .flatMap((trace) => trace.meta.styles)"""
DEADLINES = """(() => { const trace = document.querySelector('.js-plotly-plot').data.find((one) => one.meta?.role === 'mark');
    return trace.marker.symbol.flatMap((symbol, k) => (symbol === 'line-ns' ? [trace.marker.line.color[k]] : [])); })()"""


def test_where_lanes_are_many_a_matter_s_only_clock_is_drawn_in_it(draw):
    shown = draw(many_matters())
    assert shown.locator(".tl-name").count() == 45
    assert shown.evaluate(STYLES).count("overdue") == 23


def test_where_several_clocks_fold_only_a_missed_deadline_is_red(draw):
    shown = draw(many_matters(each=2))
    assert shown.locator(".tl-name").count() == 45
    shown.evaluate("view.setRange(['2020-10-20', '2020-12-05'])")
    settled(shown)
    assert set(shown.evaluate(DEADLINES)) == {theme("light").colors["alert"], theme("light").colors["quiet"]}


def test_what_ends_before_the_window_is_outside_though_nobody_knows_when_it_began(draw, real):
    shown = draw(real)
    shown.evaluate("view.setRange(['2018-01-01', '2018-06-01'])")
    settled(shown)
    dated = sum(real["events"]["dated"])
    assert shown.evaluate("view.outside()") == dated
    assert shown.evaluate("document.querySelectorAll('.tl-view .point').length") == 0
