"""The hearing room: one step at a time on the whole screen, from a disk, with keys, a clicker and a finger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import violations
from tests.browser.fingers import swipe
from tests.browser.test_page import ready, rows, settle
from tests.conftest import Visit, watch
from timeline import write_page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from tests.conftest import OpenPage

pytestmark = pytest.mark.browser

STORY = (
    "event,sentence\n"
    "clearview-request,Four groups ask.\n"
    "clearview-request/ICE/us-foia.determination,\n"
    "clearview-suit,They sue.\n"
)


@pytest.fixture(scope="module")
def told(case, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("present")
    (folder / "story.csv").write_text(STORY, encoding="utf-8")
    return write_page(case, folder / "case.html", story=folder / "story.csv")


def heading(page: Page) -> str:
    settle(page)
    return page.locator(".tl-present h1").inner_text()


def place(page: Page) -> str:
    return page.locator(".tl-present-tools span").first.inner_text()


def test_one_step_after_the_other_large_and_on_the_whole_screen(page: OpenPage, told):
    visit = page(told)
    shown = ready(visit)
    shown.click("[data-present]")
    assert heading(shown) == "Four groups request Clearview records"
    assert place(shown) == "1 of 3"
    assert shown.evaluate("document.fullscreenElement === document.documentElement")
    assert "Four groups ask." in shown.locator(".tl-present-text").inner_text()
    for hidden in (".tl-filters", ".tl-head", ".tl-below", "footer"):
        assert not shown.locator(hidden).first.is_visible()
    for key in ("ArrowRight", "PageDown"):
        shown.keyboard.press(key)
    assert heading(shown) == "Requesters sue ICE, CBP and DHS"
    assert shown.locator(".tl-ring:not(.tl-away)").count() == 1
    ring = shown.locator(".tl-ring:not(.tl-away)").bounding_box()
    figure = shown.locator(".tl-figure").bounding_box()
    assert ring is not None
    assert figure is not None
    assert figure["y"] <= ring["y"] <= figure["y"] + figure["height"], "the event is in sight"
    shown.keyboard.press("ArrowRight")
    assert place(shown) == "3 of 3", "nothing comes after the last"
    shown.keyboard.press("PageUp")
    assert heading(shown) == "Answer due from ICE"
    text = shown.locator(".tl-present-text").inner_text()
    assert "at least 146 days late" in text
    assert "Assuming: received when sent" in text, "no number without what it takes for granted"
    assert shown.evaluate("getComputedStyle(document.querySelector('.tl-present h1')).fontSize") >= "40px"
    assert shown.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    assert violations(shown) == []
    shown.keyboard.press("Home")
    assert place(shown) == "1 of 3"
    shown.keyboard.press("Escape")
    settle(shown)
    assert shown.locator(".tl-present").count() == 0
    assert shown.locator(".tl-below").is_visible()
    assert shown.evaluate("document.activeElement.matches('[data-present]')")
    assert "present=" not in shown.url
    assert "theme=" not in shown.url
    assert visit.quiet, vars(visit)


def test_it_resumes_where_it_was_after_a_reload(page: OpenPage, told):
    shown = ready(page(told))
    shown.click("[data-present]")
    shown.keyboard.press("ArrowRight")
    settle(shown)
    assert "present=2" in shown.url
    shown.reload()
    shown.wait_for_selector("html[data-timeline-ready='1']", state="attached")
    assert heading(shown) == "Answer due from ICE"
    shown.keyboard.press(" ")
    assert place(shown) == "3 of 3"


def test_the_screen_goes_black_and_any_key_brings_it_back(page: OpenPage, told):
    shown = ready(page(told))
    shown.click("[data-present]")
    heading(shown)
    for key in ("b", "."):
        shown.keyboard.press(key)
        assert shown.evaluate("getComputedStyle(document.documentElement, '::after').backgroundColor") == "rgb(0, 0, 0)"
        shown.keyboard.press("ArrowRight")
        assert shown.evaluate("getComputedStyle(document.documentElement, '::after').content") == "none"
    assert place(shown) == "1 of 3", "the key that woke it does no more"


def test_a_second_window_has_notes_next_step_and_time(page: OpenPage, told):
    visit = page(told)
    shown = ready(visit)
    shown.click("[data-present]")
    heading(shown)
    with shown.context.expect_page() as opened:
        shown.keyboard.press("n")
    notes = opened.value
    notes.locator("h1").wait_for()
    text = notes.locator("body").inner_text()
    assert "by Oct 20, 2020: Four groups request Clearview records" in text
    assert "Next step" in text
    assert "by Nov 18, 2020: Answer due from ICE" in text
    assert re.search(r"Elapsed \d+:\d\d · 1 of 3", text)
    assert "IDP press release, Oct 20, 2020" in text
    notes.locator("button", has_text="Next").click()
    assert heading(shown) == "Answer due from ICE"
    notes.keyboard.press("ArrowRight")
    assert heading(shown) == "Requesters sue ICE, CBP and DHS"
    assert "This is the last step." in notes.locator("body").inner_text()
    assert notes.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    shown.bring_to_front()
    shown.keyboard.press("Escape")
    settle(shown)
    assert notes.is_closed()
    assert visit.quiet, vars(visit)


def test_after_a_reload_the_notes_open_anew_and_the_time_goes_on(page: OpenPage, told):
    """On a disk a reloaded page may not speak with the window it had opened: a blocked frame, and stale notes."""
    visit = page(told)
    shown = ready(visit)
    shown.click("[data-present]")
    heading(shown)
    with shown.context.expect_page() as opened:
        shown.keyboard.press("n")
    first = opened.value
    first.locator("h1").wait_for()
    began = shown.evaluate("history.state.began")
    shown.reload()
    shown.wait_for_selector("html[data-timeline-ready='1']", state="attached")
    heading(shown)
    assert first.is_closed(), "notes that nobody goes on with are not left standing"
    assert shown.evaluate("history.state.began") == began
    with shown.context.expect_page() as opened:
        shown.keyboard.press("n")
    notes = opened.value
    notes.locator("h1").wait_for()
    shown.keyboard.press("ArrowRight")
    assert heading(shown) == "Answer due from ICE"
    assert "by Nov 18, 2020: Answer due from ICE" in notes.locator("h1").inner_text()
    assert visit.quiet, vars(visit)


def test_leaving_gives_the_page_back_as_it_was(page: OpenPage, told):
    shown = ready(page(told))
    shown.click("input[data-filter-overdue]")
    settle(shown)
    before, window = rows(shown), shown.locator(".tl-overview, .tl-strip, .tl-stage").first.inner_text()
    shown.click("[data-present]")
    heading(shown)
    shown.keyboard.press("End")
    heading(shown)
    shown.keyboard.press("Escape")
    settle(shown)
    assert rows(shown) == before
    assert shown.locator(".tl-overview, .tl-strip, .tl-stage").first.inner_text() == window
    assert "window=" not in shown.url


def test_a_finger_goes_on_and_back(phone: BrowserContext, told):
    visit = Visit(phone.new_page())
    watch(visit, told.as_uri())
    visit.page.goto(told.as_uri())
    shown = ready(visit)
    shown.locator("[data-present]").tap()
    assert heading(shown) == "Four groups request Clearview records"
    swipe(shown, ".tl-present", -200)
    assert heading(shown) == "Answer due from ICE"
    swipe(shown, ".tl-present-text", -200)
    assert heading(shown) == "Requesters sue ICE, CBP and DHS"
    swipe(shown, ".tl-present-text", 200)
    assert heading(shown) == "Answer due from ICE"
    # What a browser does with a finger there is what decides: without this it takes it for its own, and goes back.
    kept = "document.querySelectorAll('.tl-present, .tl-present *')"
    assert shown.evaluate(f"[...{kept}].every(one => getComputedStyle(one).touchAction === 'pan-y')")
    assert visit.quiet, vars(visit)


def test_without_a_story_the_steps_are_what_matters_most(page: OpenPage, case, tmp_path):
    shown = ready(page(write_page(case, tmp_path / "case.html")))
    shown.click("[data-present]")
    assert heading(shown) == "Detroit police arrest Robert Williams"
    assert place(shown) == "1 of 18"


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_every_step_fits_its_screen(page: OpenPage, told, width):
    shown = ready(page(told, width=width))
    shown.click("[data-present]")
    for _ in range(3):
        heading(shown)
        assert shown.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
        for part in (".tl-present h1", ".tl-present-tools", ".tl-figure"):
            box = shown.locator(part).bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + min(box["height"], 100) <= 800
            assert box["x"] + box["width"] <= width + 1
        shown.keyboard.press("ArrowRight")
