"""JupyterLab as an advocate uses it: the lesson is opened, run from the menu, and filtered with real clicks."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.jupyter import ROOT, Lab, server, watched
from timeline import Filter, explore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A copy of what a person has after cloning."""
    folder: Path = tmp_path_factory.mktemp("lab") / "case"
    (folder / "exports").mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("events.csv", "events.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def lab_server(folder: Path) -> Iterator[str]:
    with server(folder) as url:
        yield url


@pytest.fixture
def lab(browser: Browser, lab_server: str) -> Iterator[Lab]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 1600}, locale="en-US", timezone_id="UTC", reduced_motion="reduce",
        accept_downloads=True, permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    opened = watched(context)
    opened.page.goto(f"{lab_server}lab/tree/notebooks/explore.ipynb?reset")
    opened.idle()
    yield opened
    context.close()


DRAWN = (
    """() => [...new Set(document.querySelector(".tl-view .js-plotly-plot").data.flatMap(trace => trace.customdata))]"""
)
"""The events that Plotly has been given; the others of the window are in counted marks."""


def drawn(page: Page) -> set[str]:
    return set(page.evaluate(DRAWN))


def marks(page: Page) -> int:
    return page.locator(".tl-view path.point").count()


@pytest.fixture(scope="module")
def shown() -> pd.DataFrame:
    """What the explorer shows of the real case."""
    events: pd.DataFrame = explore(ROOT / "events.csv").events
    return events


@pytest.fixture
def opened(lab: Lab) -> Lab:
    """The lesson after Run All, with its view drawn. Something else is called Plotly, and RequireJS is there."""
    lab.page.evaluate(
        "globalThis.Plotly = 'another'; globalThis.define = () => { throw Error('defined') }; define.amd = {}"
    )
    lab.run_all()
    expect(lab.page.locator(".tl-widget[data-timeline-ready]")).to_have_count(1, timeout=60_000)
    lab.idle()
    lab.page.locator(".tl-explorer").evaluate("explorer => explorer.scrollIntoView()")
    return lab


def test_unticking_complaint_removes_exactly_the_complaints(opened, shown, tmp_path):
    """The story of the lesson, with real clicks, and nothing asked of any other machine."""
    page, says = opened.page, opened.page.locator(".tl-says")
    total, suits = len(shown), set(shown.loc[shown["kind"] == "complaint", "id"])
    expect(says).to_have_text(f"{total} of {total} events: all events")
    box = page.locator(".tl-view").bounding_box()
    assert box is not None
    assert box["width"] > 600
    assert box["height"] > 500
    before, marks_before = drawn(page), marks(page)
    assert suits & before
    assert page.locator(".tl-label").count() > 20

    complaint = page.get_by_label(f"Complaint ({len(suits)})", exact=True)
    complaint.click()
    expect(says).to_have_text(f"{total - len(suits)} of {total} events: all events, except complaints")
    some = f"ids => ids.some(id => {json.dumps(sorted(suits))}.includes(id))"
    page.wait_for_function(f"!({some})(({DRAWN})())")
    assert drawn(page) >= before - suits  # and what a suit had stood close to may now stand alone
    assert marks(page) < marks_before
    listed = page.locator(".tl-table tr[data-event-id]:visible")
    expect(listed).to_have_count(total - len(suits))
    assert set(listed.evaluate_all("rows => rows.map(row => row.dataset.eventId)")) == set(shown["id"]) - suits
    expect(page.get_by_label("News (9)", exact=True)).to_be_checked(
        timeout=20_000
    )  # kinds are counted as if all were ticked

    complaint.click()
    expect(says).to_have_text(f"{total} of {total} events: all events")
    page.wait_for_function(f"({some})(({DRAWN})())")

    # Letters typed into the search are the search's: "dd" deletes a cell elsewhere in JupyterLab.
    cells = page.locator(".jp-Cell").count()
    page.get_by_label("Search", exact=True).click()
    page.keyboard.type("add")
    expect(says).to_contain_text("with “add”")
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(says).to_have_text(f"{total} of {total} events: all events")
    assert page.locator(".jp-Cell").count() == cells

    page.locator(".tl-explorer").screenshot(path=tmp_path / "explorer.png")
    assert page.locator(".modebar").count() == 0  # with its button that uploads a chart
    assert page.evaluate("globalThis.Plotly") == "another"
    assert page.locator(".tl-problem:visible").all_inner_texts() == []
    assert opened.errors == []
    assert opened.away == []


def test_python_and_the_drawing_tell_each_other(opened, shown):
    page = opened.page
    suits = shown[shown["kind"] == "complaint"]
    opened.run("explorer.filter = Filter(kinds=['complaint'], text='ice')\nprint(explorer.filter)")
    expect(page.locator(".tl-says")).to_contain_text("complaints, with “ice”")
    # The number is of those with the word: counts follow the drawing, so the one before them is only seen in passing.
    found = sum(explore(ROOT / "events.csv", filter=Filter(text="ice")).events["kind"] == "complaint")
    assert 0 < found < len(suits)
    expect(page.get_by_label(f"Complaint ({found})", exact=True)).to_be_checked(timeout=20_000)
    expect(page.get_by_label(re.compile(r"^News \("))).not_to_be_checked(timeout=20_000)
    expect(page.get_by_label("Search", exact=True)).to_have_value("ice")
    page.wait_for_function(f"({DRAWN})().every(id => {json.dumps(sorted(suits['id']))}.includes(id))")

    # A mark is chosen with the mouse; its card opens inside the widget.
    page.locator(".tl-explorer").evaluate("explorer => explorer.scrollIntoView()")
    mark = page.locator(".tl-view path.point").first.bounding_box()
    assert mark is not None
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    card = page.locator(".tl-widget .tl-card")
    expect(card).to_be_visible()
    chosen = card.get_attribute("data-event-id")
    assert chosen in set(suits["id"])
    assert opened.run("explorer.selected").inner_text().strip("'") == chosen

    # And without one: a title in the list, then Escape.
    row = page.locator(f".tl-table tr[data-event-id]:not([data-event-id='{chosen}']):visible").last
    name = row.get_attribute("data-event-id")
    row.locator("button").focus()
    page.keyboard.press("Enter")
    expect(card).to_have_attribute("data-event-id", str(name))
    expect(card.locator(".tl-card-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator(f'.tl-table tr[data-event-id="{name}"] button')).to_be_focused()
    assert opened.run("explorer.selected is None").inner_text() == "True"
    assert opened.errors == []
    assert opened.away == []


def test_what_goes_wrong_in_the_view_is_said_in_words(opened):
    """A dead widget would leave a reader guessing."""
    code = "from timeline.explorer.drawing import View\nbroken = View(words=explorer.view.words, payload=b'not packed')\nbroken"
    opened.run(code)
    problem = opened.page.get_by_role("alert").filter(has_text="The timeline cannot be drawn here.")
    expect(problem).to_be_visible()
    assert "The timeline cannot be drawn here." in opened.run("broken.error").inner_text()
    assert opened.errors == []


def test_a_drawing_that_failed_leaves_a_table_that_follows_and_comes_back(opened, shown):
    page, total = opened.page, len(shown)
    suits = int((shown["kind"] == "complaint").sum())
    box = page.get_by_label(f"Complaint ({suits})", exact=True)
    plotly = "globalThis[Symbol.for('legal-timeline.plotly')].then(plotly => {{ {0} }})"
    page.evaluate(plotly.format("plotly.kept = plotly.react; plotly.react = () => Promise.reject(Error('broken'));"))
    box.click()
    expect(page.locator(".tl-problem")).to_contain_text("The timeline cannot be drawn here.")
    listed = page.locator(".tl-table tr[data-event-id]:visible")
    expect(listed).to_have_count(total - suits)
    page.evaluate(plotly.format("plotly.react = plotly.kept;"))
    box.click()
    expect(page.locator(".tl-problem")).not_to_be_visible()
    expect(listed).to_have_count(total)
    assert opened.errors == []


DARK = "document.body.dataset.jpThemeLight = 'false'"
LOOK = "() => [document.querySelector('.tl-explorer').dataset.theme, document.querySelector('.tl-view .js-plotly-plot').layout.xaxis.tickfont.color]"


def test_the_view_looks_like_the_notebook_unless_it_is_told_otherwise(opened):
    page = opened.page
    name, light = page.evaluate(LOOK)
    assert name == "light"
    page.evaluate(DARK)
    page.wait_for_function(f"({LOOK})()[0] === 'dark' && ({LOOK})()[1] !== '{light}'")
    opened.run("explorer.theme = 'contrast'")
    page.wait_for_function(f"({LOOK})()[0] === 'contrast'")
    assert "there is no such theme" in opened.run("explorer.theme = 'pink'").last.inner_text()
    opened.run("explorer.theme = 'auto'")
    page.wait_for_function(f"({LOOK})()[0] === 'dark'")
    assert opened.errors == []


def test_keys_are_the_view_s_inside_it_and_the_notebook_s_elsewhere(opened):
    page = opened.page
    cells = page.locator(".jp-Cell").count()
    cursor = page.locator(".tl-cursor")
    cursor.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(page.locator(".tl-said")).not_to_be_empty()
    assert cursor.evaluate("(cursor) => cursor === document.activeElement")  # the notebook has not moved on
    page.keyboard.press("?")
    dialog = page.locator("dialog.tl-keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert cursor.evaluate("(cursor) => cursor === document.activeElement")
    page.keyboard.press("Enter")
    expect(page.locator(".tl-widget .tl-card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".tl-widget .tl-card")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()

    # Outside, / and ? are whatever the notebook makes of them, and "a" makes a cell.
    page.locator(".jp-Cell.jp-MarkdownCell").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(dialog).not_to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".jp-Cell")).to_have_count(cells + 1)
    assert opened.errors == []


def test_a_drag_of_the_slider_sets_the_window_and_undo_takes_it_back(opened, shown):
    page, says, total = opened.page, opened.page.locator(".tl-says"), len(shown)
    page.get_by_role("button", name="More filters").click()
    handle = page.get_by_role("slider", name="From")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 4, steps=6)
    page.mouse.up()
    expect(says).not_to_contain_text(f"{total} of {total}")
    expect(handle).to_have_attribute("aria-valuetext", re.compile(r"^[A-Z][a-z]{2} \d{1,2}, 20\d\d$"))
    expect(page.locator(".tl-density rect.tl-density-rest").first).to_be_attached()
    opened.idle()
    window = opened.run("explorer.filter.window").inner_text().strip("'")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d/\.\.", window)
    kept = int(opened.run("len(explorer.events)").inner_text())
    expect(says).to_contain_text(f"{kept} of {total}")
    page.get_by_label("ICE (", exact=False).first.click()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(says).to_have_text(f"{total} of {total} events: all events")
    page.get_by_role("button", name="Redo", exact=True).click()
    expect(says).to_contain_text(f"{kept} of {total}")
    assert opened.errors == []


LANES = """() => [...document.querySelectorAll(".tl-view .tl-name")].map(name => name.textContent)"""


def test_lanes_and_day_are_chosen_beside_the_drawing(opened):
    page = opened.page
    page.get_by_label("Lanes", exact=True).select_option("Agency")
    page.wait_for_function(f"({LANES})().includes('No agency named')")
    before = opened.drawn_times()
    page.get_by_label("As of", exact=True).fill("2020-11-10")
    page.wait_for_function(f"document.querySelector('.tl-widget').dataset.timelineReady > {before}")
    expect(page.locator(".tl-view")).to_contain_text("As of Nov 10, 2020")
    assert opened.run("explorer.as_of, explorer.lanes").inner_text() == "('2020-11-10', 'agency')"
    assert opened.errors == []


def test_the_time_that_is_shown_is_a_value_too(opened):
    page = opened.page
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(600)  # the window is told once it has come to rest
    opened.idle()
    window = opened.run("explorer.window").inner_text().strip("'")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d/20\d\d-\d\d-\d\d", window)
    opened.run("explorer.window = '2020-03-01/2020-09-01'")
    page.wait_for_function(
        "document.querySelector('.tl-view .js-plotly-plot').layout.xaxis.range[0].startsWith('2020-03-01')"
    )
    page.get_by_role("button", name="First view").click()
    page.wait_for_timeout(600)
    opened.idle()
    assert opened.run("explorer.window is None").inner_text() == "True"


def test_the_file_is_edited_and_the_view_follows_with_filter_window_and_choice_kept(opened, folder):
    """The story of a correction in a spreadsheet, a slip, and a file that is gone."""
    page, table = opened.page, folder / "events.csv"
    text = table.read_text("utf-8")
    opened.run(
        "explorer.filter = Filter(agencies=['ICE'])\nexplorer.window = '2020-02-01/2021-05-01'\nexplorer.selected = 'clearview-suit'"
    )
    card = page.locator(".tl-widget .tl-card")
    expect(card).to_be_visible()
    try:
        before = opened.drawn_times()
        table.write_text(text.replace("Requesters sue ICE, CBP and DHS", "Four groups sue"), "utf-8")
        page.wait_for_function(f"document.querySelector('.tl-widget').dataset.timelineReady > {before}")
        expect(card.locator(".tl-card-title")).to_have_text("Four groups sue")
        kept = opened.run("print(explorer.filter.agencies, explorer.window, explorer.selected)").inner_text().strip()
        assert kept == "('ICE',) 2020-02-01/2021-05-01 clearview-suit"

        table.write_text(text.replace("2021-04-13,", "2021-04-31,"), "utf-8")
        problems = page.locator(".tl-problems li[data-new]")
        expect(problems.first).to_contain_text("column date")
        expect(problems.first).to_contain_text("April 2021 has 30 days")
        expect(page.get_by_role("alert").filter(has_text="cannot be used as it is now")).to_be_visible()
        expect(card.locator(".tl-card-title")).to_have_text("Four groups sue")  # the last good view

        table.unlink()
        expect(page.get_by_role("alert").filter(has_text="there is no such file")).to_be_visible()
        expect(card.locator(".tl-card-title")).to_have_text("Four groups sue")
    finally:
        table.write_text(text, "utf-8")
    expect(card.locator(".tl-card-title")).to_have_text("Requesters sue ICE, CBP and DHS")
    expect(page.locator(".tl-explorer .tl-problem:visible")).to_have_count(0)
    assert opened.errors == []
    assert opened.away == []


def test_the_notebook_that_is_saved_holds_what_was_shown_last(opened, folder):
    """By clicks, between which no cell is run; also what a row says that was taken out of the file meanwhile."""
    page, table, notebook = opened.page, folder / "events.csv", folder / "notebooks/explore.ipynb"
    text, empty = table.read_text("utf-8"), notebook.read_text("utf-8")

    def saved() -> str:
        page.keyboard.press("Control+s")
        page.wait_for_timeout(500)
        return str(notebook.read_text("utf-8"))

    def until(holds) -> None:
        for _ in range(40):
            if holds(saved()):
                return
            page.wait_for_timeout(500)
        raise AssertionError(holds)

    try:
        page.get_by_label("Complaint (10)", exact=True).click()
        expect(page.locator(".tl-says")).to_contain_text("except complaints")
        until(lambda kept: "all events, except complaints" in kept)
        assert "American Oversight requests DOJ records" in saved()
        table.write_text(text.replace("American Oversight requests", "We ask for"), "utf-8")
        expect(page.locator(".tl-table")).to_contain_text("We ask for DOJ records")
        until(lambda kept: "American Oversight requests DOJ records" not in kept and "We ask for DOJ records" in kept)
    finally:
        table.write_text(text, "utf-8")
        notebook.write_text(empty, "utf-8")


def test_page_and_picture_are_saved_and_link_and_code_copied(opened, tmp_path):
    page = opened.page
    page.get_by_label("Complaint (10)", exact=True).click()
    expect(page.locator(".tl-says")).to_contain_text("all events, except complaints")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save page").click()
    assert download.value.suggested_filename == "events.html"
    download.value.save_as(tmp_path / "events.html")
    assert (tmp_path / "events.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    expect(page.locator(".tl-told")).to_contain_text("Saved as events.html")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save picture").click()
    assert download.value.suggested_filename == "events.png"
    download.value.save_as(tmp_path / "events.png")
    assert (tmp_path / "events.png").read_bytes().startswith(b"\x89PNG")

    def copied() -> str:
        return str(page.evaluate("navigator.clipboard.readText()"))

    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".tl-told pre")).to_contain_text("events.html#filter=")
    assert copied() == page.locator(".tl-told pre").inner_text()
    page.get_by_role("button", name="Copy as code").click()
    expect(page.locator(".tl-told pre")).to_contain_text("explore(")
    code = copied()
    assert code == page.locator(".tl-told pre").inner_text()

    # Pasted into a new cell, it draws the same.
    drawing = "plot => JSON.stringify([plot.data, plot.layout.xaxis.range, plot.layout.height])"
    first = page.locator(".tl-view .js-plotly-plot").first.evaluate(drawing)
    opened.run(code)
    expect(page.locator(".tl-widget[data-timeline-ready]")).to_have_count(2)
    page.wait_for_function("document.querySelectorAll('.tl-says')[1].textContent.includes('except complaints')")
    assert page.locator(".tl-view .js-plotly-plot").nth(1).evaluate(drawing) == first
    assert opened.errors == []
    assert opened.away == []
