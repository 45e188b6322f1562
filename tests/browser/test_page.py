"""The published page as a reader meets it: opened from a disk, with all network refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

import timeline
from tests.browser.axe import violations
from tests.conftest import rest
from tests.publish.test_page import HOSTILE, hostile, long_table
from tests.rows import read, request, row
from timeline.publish import page as page_module
from timeline.publish.page import write_page
from timeline.view.filters import Filter, filter_events
from timeline.view.release import release

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.conftest import OpenPage, Visit

pytestmark = pytest.mark.browser

ICE = "clearview-request/ICE/us-foia.determination"
READY = "html[data-timeline-ready='1']"
"""The drawing stands, and the table below it."""


@pytest.fixture(scope="module")
def case_page(case, tmp_path_factory) -> Path:
    return write_page(case, tmp_path_factory.mktemp("page") / "case.html")


@pytest.fixture(scope="module")
def released(case):
    return release(case)


def ready(visit: Visit) -> Page:
    # Not wait_for_function: the page forbids eval, which that uses.
    visit.page.wait_for_selector(READY, state="attached")
    return visit.page


def settle(page: Page) -> None:
    """Wait until the drawing has changed: two frames and Plotly's promise."""
    rest(page)


def drawn(page: Page) -> set[str]:
    """Return the ids of the events that Plotly has drawn; the others of the window are in counted marks."""
    settle(page)
    return set(page.evaluate("document.querySelector('.js-plotly-plot').data.flatMap((trace) => trace.customdata)"))


def count(page: Page) -> int:
    """Return how many events are drawn, those in counted marks too."""
    settle(page)
    return int(page.locator(".tl-view").get_attribute("data-drawn") or "0")


def labelled(page: Page) -> set[str]:
    return set(
        page.evaluate(
            "[...document.querySelectorAll('.tl-label[data-id]')].filter((one) => one.checkVisibility()).map((label) => label.dataset.id)"
        )
    )


def rows(page: Page) -> set[str]:
    """Return the ids of the rows that a reader sees."""
    shown = page.evaluate(
        "[...document.querySelectorAll('tr[data-event-id]')].filter((row) => getComputedStyle(row).display !== 'none' && row.checkVisibility()).map((row) => row.dataset.eventId)"
    )
    hidden = page.locator("tr[data-event-id][hidden]").count()
    assert len(shown) + hidden == page.locator("tr[data-event-id]").count()
    return set(shown)


def ids(events, **conditions) -> set[str]:  # noqa: ANN003 - those of filter_events
    return set(filter_events(events, **conditions)["id"])


# The story that the first issue tells -------------------------------------------------------------------------------


def test_it_opens_from_a_disk_and_asks_for_nothing(page: OpenPage, case_page, released):
    visit = page(case_page)
    shown = ready(visit)
    assert rows(shown) == set(released["id"])
    assert drawn(shown) >= {"clearview-request", ICE, "clearview-suit", "contract-2020"}
    assert "Share chart" not in shown.content()
    assert shown.locator(".modebar-btn, .js-plotly-plot a, [data-title*='loud' i], [data-title*='hare' i]").count() == 0
    assert shown.locator(".js-plotly-plot svg.main-svg").count() > 0
    for button in shown.locator("button[data-zoom]").all():
        button.click()
    assert visit.quiet, vars(visit)


def test_unticking_complaint_removes_exactly_the_complaints(page: OpenPage, case_page, released):
    visit = page(case_page)
    shown = ready(visit)
    shown.click("button[data-zoom='all']")
    before, complaints = count(shown), ids(released, kinds=["complaint"])
    assert len(complaints & drawn(shown)) > 3
    shown.click("input[data-filter-kind='complaint']")
    assert count(shown) == before - len(complaints)
    assert not drawn(shown) & complaints
    assert rows(shown) == set(released["id"]) - complaints
    assert not labelled(shown) & complaints
    assert shown.locator(".tl-rows [data-showing]").inner_text() == f"{67 - len(complaints)} of 67 events"

    # The address cites exactly this view: another reader opens it.
    other = page(case_page, fragment=shown.url.partition("#")[2])
    again = ready(other)
    assert count(again) == before - len(complaints)
    assert rows(again) == rows(shown)
    assert not again.is_checked("input[data-filter-kind='complaint']")
    assert again.url == shown.url

    shown.click("input[data-filter-kind='complaint']")
    assert count(shown) == before
    shown.click("button[data-zoom='first']")
    settle(shown)
    assert rows(shown) == set(released["id"])
    assert "#" not in shown.url
    assert visit.quiet, vars(visit)
    assert other.quiet, vars(other)


@pytest.mark.parametrize(
    ("typed", "conditions"),
    [
        ("SUAREZ", {"text": "suárez"}),  # the table says Suárez
        ("suárez rojas", {"text": "suarez rojas"}),
        ("  epic   ice ", {"text": "epic ice"}),  # every word, in any order
        ("no such words", {"text": "no such words"}),
    ],
)
def test_search_folds_case_and_accents(page: OpenPage, case_page, released, typed, conditions):
    visit = page(case_page)
    shown = ready(visit)
    wanted = ids(released, **conditions)
    shown.locator("input[data-filter-text]").press_sequentially(typed)
    settle(shown)
    assert rows(shown) == wanted
    assert drawn(shown) <= wanted
    assert shown.locator("[data-none]").is_visible() == (not wanted)
    shown.locator("input[data-filter-text]").press("Escape")  # empties the box
    settle(shown)
    assert rows(shown) == set(released["id"])
    assert visit.quiet, vars(visit)


@pytest.mark.parametrize(("menu", "choice", "conditions"), [
    ("agencies", "input[data-filter-agency='DHS']", {"agencies": ["DHS"]}),
    ("matters", "input[data-filter-matter='EPIC v. ICE']", {"matters": ["EPIC v. ICE"]}),
    ("certainty", "input[data-filter-certainty='disputed']", {"certainty": ["disputed"]}),
])  # fmt: skip
@pytest.mark.parametrize("width", [1280, 375])
def test_a_menu_narrows_and_reset_widens(page: OpenPage, case_page, released, menu, choice, conditions, width):
    shown = ready(page(case_page, width=width))
    if width == 375:
        assert not shown.locator(".tl-menus .tl-chip").first.is_visible()
        shown.click("[data-fold]")
    shown.locator(f"[data-menu='{menu}'] summary").click()
    options = shown.locator(f"[data-menu='{menu}'] .tl-options").bounding_box()
    assert options is not None
    assert options["x"] >= 0
    assert options["x"] + options["width"] <= width
    shown.click(choice)
    assert rows(shown) == ids(released, **conditions)
    shown.keyboard.press("Escape")
    assert not shown.locator(f"[data-menu='{menu}'] .tl-options").is_visible()
    assert shown.evaluate("document.activeElement.tagName") == "SUMMARY"
    shown.click("[data-reset]")
    assert rows(shown) == set(released["id"])


def test_overdue_only(page: OpenPage, case_page, released):
    visit = page(case_page)
    shown = ready(visit)
    shown.click("input[data-filter-overdue]")
    assert rows(shown) == ids(released, overdue=True)
    assert len(rows(shown)) == 4
    assert drawn(shown) <= ids(released, overdue=True)
    assert visit.quiet, vars(visit)


def test_a_filter_made_in_python_is_where_the_page_opens(page: OpenPage, case, tmp_path, released):
    wanted = Filter(agencies=("ICE",), certainty=("confirmed", "disputed"), window="2020-01-01/2020-12-31", text="ice")
    shown = ready(page(write_page(case, tmp_path / "a.html", filter=wanted)))
    assert rows(shown) == ids(released, filter=wanted) != set()
    assert "#" not in shown.url
    shown.click("[data-filter-window]")  # what narrows and has no box of its own can be taken away, too
    assert rows(shown) == ids(released, **wanted.as_dict() | {"window": None})
    shown.click("[data-reset]")
    assert rows(shown) == set(released["id"])
    again = ready(page(tmp_path / "a.html", fragment=shown.url.partition("#")[2]))
    assert rows(again) == set(released["id"])


@pytest.mark.parametrize(
    "fragment",
    [
        "filter=%7Bbroken",
        "filter=[1]",
        'filter={"kinds":"x","nonsense":1}',
        "event=nobody",
        "window=x/y",
        "window=2021-01-01/2020-01-01",
        "x",
        "%E0%A4%A",
    ],
)
def test_a_broken_address_shows_everything(page: OpenPage, case_page, released, fragment):
    visit = page(case_page, fragment=fragment)
    assert rows(ready(visit)) == set(released["id"])
    assert visit.quiet, vars(visit)


def test_the_address_is_followed_when_it_changes(page: OpenPage, case_page, released):
    shown = ready(page(case_page))
    kinds = '{"kinds":["order"]}'
    shown.evaluate(
        f"location.hash = 'filter=' + encodeURIComponent('{kinds}') + '&event=renderos-remand&window=2021-01-01/2023-01-01'"
    )
    shown.wait_for_selector(".tl-card")
    assert rows(shown) == ids(released, kinds=["order"])
    assert drawn(shown) <= ids(released, kinds=["order"])
    assert shown.locator(".tl-card-title").inner_text() == "Renderos remanded to state court"
    assert shown.url.endswith("&event=renderos-remand&window=2021-01-01/2023-01-01")


# The card -----------------------------------------------------------------------------------------------------------


def test_the_card_of_a_deadline_counts_the_days(page: OpenPage, case_page):
    visit = page(case_page)
    shown = ready(visit)
    shown.locator(f"tr[data-event-id='{ICE}'] button").click()
    card = shown.locator(".tl-card")
    assert card.locator(".tl-card-head").inner_text().startswith("DEADLINE · computed · no answer reported")
    assert "at least 146 days late" in card.inner_text()
    assert "at least 43 days late" in card.inner_text()
    assert card.locator("caption").all_inner_texts() == ["October 2020", "November 2020"]

    def marked(mark: str) -> list[str]:
        return [re.sub(r"\s+", " ", text) for text in card.locator(f"td[data-mark='{mark}']").all_inner_texts()]

    assert marked("trigger") == ["20 0"]
    assert marked("due") == ["18 20"]
    assert marked("skipped") == ["11 –"]
    assert [text.split()[1] for text in marked("counted")] == [str(n) for n in range(1, 20)]
    assert "11 – Veterans Day" in card.inner_text()
    assert shown.url.endswith("#event=" + quote(ICE, safe=""))

    shown.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    card.get_by_text("Copy the count").click()
    assert shown.evaluate("getSelection().toString()").startswith("Determination on a FOIA request")
    assert visit.quiet, vars(visit)

    again = ready(page(case_page, fragment=shown.url.partition("#")[2]))
    assert again.locator(".tl-card-title").inner_text() == "Answer due from ICE"


@pytest.mark.parametrize("width", [1280, 375])
def test_the_card_of_a_moved_deadline_shows_on_which_days_the_clock_stood_still(page: OpenPage, tmp_path, width):
    moves = [("clarification", "2024-12-02"), ("clarification_reply", "2024-12-10"), ("extension", "2024-12-20")]
    table = read(request("2024-11-25"), *(row(kind, day) for kind, day in moves))
    visit = page(write_page(table, tmp_path / "a.html"), width=width)
    shown = ready(visit)
    shown.locator("tr[data-event-id='r/ICE/us-foia.determination'] button").click()
    card = shown.locator(".tl-card")
    paused = card.locator("td[data-mark='paused']")
    assert [text.split() for text in paused.all_inner_texts()] == [[str(day), "‖"] for day in range(3, 10)]
    assert paused.first.evaluate("cell => getComputedStyle(cell).outlineStyle") == "dashed", "not by colour alone"
    notes = card.locator(".tl-month-note").all_inner_texts()
    assert sum(note.startswith("‖ 3–9: the clock stood still: asked on December 2, 2024") for note in notes) == 1
    assert any(note.startswith("10 – day of the reply: day zero again") for note in notes)
    assert any(note.startswith("6 – extension by 10 working days from the end of the period") for note in notes)
    assert shown.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
    assert visit.quiet, vars(visit)


def test_the_keyboard_is_enough(page: OpenPage, case_page):
    shown = ready(page(case_page))
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "tl-skip"
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    first = shown.evaluate("document.activeElement.closest('tr').dataset.eventId")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.className") == "tl-card-title"
    assert shown.locator("tr[data-chosen] button").get_attribute("aria-expanded") == "true"
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "tl-card-close"
    shown.keyboard.press("Escape")
    assert not shown.locator(".tl-aside").is_visible()
    assert shown.evaluate("document.activeElement.closest('tr').dataset.eventId") == first
    assert shown.locator("tr[data-chosen]").count() == 0

    shown.locator("input[data-filter-kind='news']").focus()
    shown.keyboard.press("Space")
    assert not shown.is_checked("input[data-filter-kind='news']")


def test_a_mark_and_its_label_open_the_card(page: OpenPage, case_page):
    visit = page(case_page, height=1400)
    shown = ready(visit)
    shown.locator(".tl-label", has_text="New York Times reports").click()
    assert shown.locator(".tl-card-title").inner_text() == "New York Times reports on Clearview AI"
    aside = shown.locator(".tl-aside").bounding_box()
    assert aside is not None
    assert aside["y"] >= 0
    assert aside["y"] + aside["height"] <= 1400, "the card is in sight"
    shown.keyboard.press("Escape")
    assert not shown.locator(".tl-aside").is_visible()
    mark = shown.locator(".js-plotly-plot .points path.point").first.bounding_box()
    assert mark is not None
    shown.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    assert shown.locator(".tl-card").is_visible()
    assert visit.quiet, vars(visit)


def test_opening_a_card_moves_nothing_under_the_pointer(page: OpenPage, case_page):
    shown = ready(page(case_page))
    button = shown.locator("tr[data-event-id='illinois-settlement-signed'] button")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()
    button.click()
    after = button.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) <= 2, "by less than a hair, though the timeline above has moved to the event"


def window(page: Page) -> list[str]:
    """Return the first and last day that the drawing shows."""
    settle(page)
    found: list[str] = page.evaluate(
        "document.querySelector('.js-plotly-plot').layout.xaxis.range.map((day) => String(day).slice(0, 10))"
    )
    return found


IN_SIGHT = """() => [...document.querySelectorAll(".tl-ring:not(.tl-away), [aria-current='true']")].some((one) => {
  const box = one.getBoundingClientRect();
  const covered = document.querySelector(".tl-aside").getBoundingClientRect();
  const below = innerWidth < 640 ? covered.top : innerHeight;
  return box.height && box.top >= 0 && box.bottom <= below;
})"""


def test_an_event_opened_from_the_table_or_by_its_address_is_brought_into_sight(page: OpenPage, case_page):
    shown = ready(page(case_page, fragment="window=2021-01-01/2021-03-01"))
    assert window(shown) == ["2021-01-01", "2021-03-01"]
    shown.locator("tr[data-event-id='illinois-settlement-signed'] button").click()  # of 2022
    after = window(shown)
    assert after[0] < "2022-05-05" < after[1]
    assert shown.locator(".tl-ring:not(.tl-away)").count() == 1
    for width in (1280, 375):
        sent = ready(page(case_page, width=width, height=700, fragment="event=williams-suit"))  # of the last lane
        sent.wait_for_function(IN_SIGHT)
    # The window that an address cites is kept, whatever else it names.
    cited = ready(page(case_page, fragment="event=illinois-settlement-signed&window=2021-01-01/2021-03-01"))
    assert window(cited) == ["2021-01-01", "2021-03-01"]


def test_a_card_closes_when_its_event_is_filtered_out(page: OpenPage, case_page):
    shown = ready(page(case_page))
    shown.locator("tr[data-event-id='epic-suit'] button").click()
    shown.click("input[data-filter-kind='complaint']")
    assert not shown.locator(".tl-aside").is_visible()
    assert "event=" not in shown.url


# Names and keys -----------------------------------------------------------------------------------------------------


def accessible(page: Page, role: str) -> list[str]:
    """Return the names of a role's elements as Chromium tells them to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == role and "name" in node]


def test_each_row_is_called_by_date_kind_title_and_status(page: OpenPage, case_page, released):
    shown = ready(page(case_page))
    asked = "by Oct 20, 2020: FOIA request. Four groups request Clearview records. reported"
    due = "by Nov 18, 2020: Deadline. Answer due from ICE. no answer reported"
    for role in ("row", "button"):
        names = accessible(shown, role)
        assert asked in names
        assert due in names
    kinds = set(re.findall(r": ([^.]+)\.", " ".join(accessible(shown, "row"))))
    assert {"Complaint", "Deadline", "News", "Order"} <= kinds
    assert len([name for name in accessible(shown, "row") if ". " in name]) == len(released)


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.cloneNode(false).outerHTML")
    return found


def test_a_slash_searches_and_a_question_mark_tells_the_keys(page: OpenPage, case_page):
    visit = page(case_page)
    shown = ready(visit)
    shown.click("input[data-filter-kind='complaint']")
    shown.keyboard.press("/")
    assert "data-filter-text" in focused(shown)
    shown.keyboard.type("a/b?")  # typed like any other letter
    assert shown.locator("input[data-filter-text]").input_value() == "a/b?"
    assert shown.locator("dialog").count() == 0
    shown.keyboard.press("Escape")
    row = shown.locator("tr[data-event-id='epic-request-one'] button, tr[data-event-id] button:visible").first
    row.focus()
    shown.keyboard.press("?")
    dialog = shown.locator("dialog[open]")
    assert dialog.get_by_role("heading").inner_text() == "Keys"
    assert "From event to event" in dialog.inner_text()
    assert shown.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    shown.keyboard.press("Escape")
    assert dialog.count() == 0
    assert row.evaluate("(row) => row === document.activeElement")
    shown.click("[data-keys]")
    shown.get_by_role("button", name="Close", exact=True).click()
    assert dialog.count() == 0
    assert "data-keys" in focused(shown)
    assert visit.quiet, vars(visit)


@pytest.mark.parametrize("key", ["Control+/", "Alt+/", "Meta+/"])
def test_what_the_browser_is_told_is_not_taken(page: OpenPage, case_page, key):
    shown = ready(page(case_page))
    shown.locator("[data-keys]").focus()
    shown.keyboard.press(key)
    assert "data-keys" in focused(shown)


def test_the_keys_can_be_turned_off(page: OpenPage, case_page):
    shown = ready(page(case_page))
    shown.keyboard.press("?")
    shown.uncheck("[data-keys-heard]")
    shown.keyboard.press("Escape")
    shown.keyboard.press("/")
    shown.keyboard.press("?")
    assert shown.locator("dialog[open]").count() == 0
    assert "data-filter-text" not in focused(shown)


def test_a_card_opened_from_the_timeline_gives_the_focus_back(page: OpenPage, case_page):
    shown = ready(page(case_page))
    cursor = shown.locator(".tl-cursor")
    cursor.focus()
    shown.keyboard.press("ArrowRight")
    shown.keyboard.press("Enter")
    shown.locator(".tl-card").wait_for()
    assert "tl-card-title" in focused(shown)
    shown.keyboard.press("Escape")
    assert not shown.locator(".tl-aside").is_visible()
    assert cursor.evaluate("(cursor) => cursor === document.activeElement")


def tab(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until something has the focus, and see that the focus is seen wherever it goes."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{most} times Tab do not lead to {selector}; the focus is on {focused(page)}")


def test_the_whole_task_is_done_with_the_keyboard_alone(page: OpenPage, case_page, released):
    """Look for something, narrow, find the deadline, read how its days are counted, copy the count, and go back."""
    visit = page(case_page)
    shown = ready(visit)
    shown.evaluate("() => { navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }; }")
    shown.keyboard.press("/")
    shown.keyboard.type("ice")
    settle(shown)
    tab(shown, "input[data-filter-kind='news']")
    shown.keyboard.press("Space")
    wanted = ids(released, text="ice", kinds=set(released["kind"]) - {"news"})
    assert rows(shown) == wanted
    tab(shown, ".tl-cursor")
    shown.keyboard.press("Home")
    ring = shown.locator(".tl-cursor")
    seen: list[str] = []
    for _ in range(len(wanted)):
        seen.append(str(ring.get_attribute("aria-label")))
        if "Answer due from ICE" in seen[-1]:
            break
        shown.keyboard.press("ArrowRight")
        shown.wait_for_timeout(30)
    else:
        pytest.fail(f"the arrows never come to the deadline: {seen}")
    assert len(seen) == len(set(seen)), "an event at a time"
    assert shown.locator(".tl-said").inner_text() in seen[-1], "and each is said"
    shown.keyboard.press("Enter")
    shown.locator(".tl-card").wait_for()
    assert "tl-card-title" in focused(shown)
    assert shown.locator(".tl-card-title").inner_text() == "Answer due from ICE"
    tab(shown, ".tl-card-copy button")
    shown.keyboard.press("Enter")
    shown.locator(".tl-card-copied", has_text="Copied").wait_for()
    assert shown.evaluate("copied").startswith("Determination on a FOIA request")
    shown.keyboard.press("Escape")
    assert not shown.locator(".tl-aside").is_visible()
    assert "tl-cursor" in focused(shown)
    shown.keyboard.press("?")
    assert shown.locator("dialog[open]").count() == 1
    shown.keyboard.press("Escape")
    assert shown.locator("dialog[open]").count() == 0
    assert "tl-cursor" in focused(shown)
    assert visit.quiet, vars(visit)


# One theme for all --------------------------------------------------------------------------------------------------

BOTH = """
import gzip, json, sys
from timeline import explore, write_page
write_page(sys.argv[1], "case.html")
view = explore(sys.argv[1]).view
print(json.dumps({"css": view._css, "payload": json.loads(gzip.decompress(view.payload))["looks"]["light"]}))
"""


def test_a_colour_changed_in_theme_toml_is_in_page_and_notebook(page: OpenPage, case, tmp_path):
    package = tmp_path / "timeline"
    shutil.copytree(Path(timeline.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    theme = package / "view/theme.toml"
    text = theme.read_text("utf-8")
    assert text.count('money = "#9d6d0c"') == 1
    theme.write_text(text.replace('money = "#9d6d0c"', 'money = "#0b7a3c"'), "utf-8")
    command = [sys.executable, "-c", BOTH, str(case)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    notebook = json.loads(done.stdout)
    assert "--tl-money: #0b7a3c" in notebook["css"]
    assert notebook["payload"]["marks"]["contract|solid"]["color"] == "#0b7a3c"

    shown = ready(page(tmp_path / "case.html", fragment='filter={"kinds":["contract"]}'))
    shown.click("button[data-zoom='all']")
    settle(shown)
    marks = "[...document.querySelectorAll('.js-plotly-plot path.point')].map((mark) => getComputedStyle(mark).fill)"
    green = "rgb(11, 122, 60)"
    assert green in shown.evaluate(marks)
    icon = shown.locator("label:has([data-filter-kind='contract']) svg")
    assert icon.evaluate("(icon) => getComputedStyle(icon).color") == green


# axe ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty_page(tmp_path_factory) -> Path:
    return write_page(read(), tmp_path_factory.mktemp("empty") / "empty.html", title="Nothing yet")


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "print", "large"])
def test_axe_finds_nothing(page: OpenPage, case_page, empty_page, theme, width):
    visit = page(case_page, fragment=f"theme={theme}", width=width)
    shown, found = ready(visit), {}

    def look(state: str, opened: str = "") -> None:
        settle(shown)
        found[state] = violations(shown, letters=opened)

    look("plain")
    shown.locator(f"tr[data-event-id='{ICE}'] button").click()
    look("card", ".tl-card")
    shown.keyboard.press("Escape")
    if width == 375:
        shown.click("[data-fold]")
    shown.locator("[data-menu='matters'] summary").click()
    look("menu", "[data-menu='matters']")
    shown.keyboard.press("Escape")
    shown.keyboard.press("?")
    look("keys", "dialog[open]")
    shown.keyboard.press("Escape")
    if width > 375:
        shown.click("button[data-zoom='all']")
    settle(shown)
    if shown.locator(".tl-cluster").count():
        shown.locator(".tl-cluster").first.click()
        look("counted mark open", ".tl-stage")
        shown.keyboard.press("Escape")
    shown.locator("input[data-filter-text]").fill("no such words")
    look("filter empty", ".tl-view")
    shown = ready(page(empty_page, fragment=f"theme={theme}", width=width))
    look("no events")
    assert {state: one for state, one in found.items() if one} == {}


# Themes -------------------------------------------------------------------------------------------------------------

PAPER = "getComputedStyle(document.body).color + ' ' + document.querySelector('.js-plotly-plot').layout.xaxis.tickfont.color"


def test_the_appearance_is_chosen_and_cited(page: OpenPage, case_page):
    visit = page(case_page)
    shown = ready(visit)
    light = shown.evaluate(PAPER)
    shown.locator(".tl-looks summary").click()
    # On the word, with a real mouse: the menu used to close under it, and Chromium lost the page.
    shown.locator(".tl-looks label span", has_text="Dark").click()
    assert shown.locator(".tl-looks").get_attribute("open") is not None
    settle(shown)
    assert shown.evaluate("document.documentElement.dataset.theme") == "dark"
    dark = shown.evaluate(PAPER)
    assert dark != light
    assert shown.url.endswith("#theme=dark")
    again = ready(page(case_page, fragment="theme=dark"))
    settle(again)
    assert again.evaluate(PAPER) == dark
    assert again.is_checked("input[data-theme-name='dark']")
    assert ready(page(case_page, color_scheme="dark")).evaluate(PAPER) == dark  # automatic
    shown.keyboard.press("Escape")
    shown.locator(".tl-looks summary").click()
    shown.check("input[data-theme-name='auto']")
    settle(shown)
    assert shown.evaluate(PAPER) == light
    assert "#" not in shown.url
    assert visit.quiet, vars(visit)


def test_on_paper_the_drawing_is_black_on_white_and_the_screen_comes_back(page: OpenPage, case_page):
    shown = ready(page(case_page, fragment="theme=dark"))
    settle(shown)
    dark = shown.evaluate(PAPER)
    shown.emulate_media(media="print")
    settle(shown)
    assert shown.evaluate(PAPER) == "rgb(0, 0, 0) #333333"
    sheet = "document.querySelector('.tl-view').getBoundingClientRect().width"
    label = "getComputedStyle(document.querySelector('.tl-label.tl-alert')).backgroundColor"
    assert shown.evaluate(label) == "rgb(255, 255, 255)", "what is late is read over the hatching"
    assert 600 < shown.evaluate(sheet) < 8.27 * 96 - 2 * 38, "as wide as A4 and Letter take it, whatever the window has"
    shown.emulate_media(media="screen")
    settle(shown)
    assert shown.evaluate(PAPER) == dark
    assert shown.evaluate(sheet) > 1200


def test_large_letters_stay_inside(page: OpenPage, case_page):
    for width in (1280, 375):
        shown = ready(page(case_page, width=width, fragment="theme=large"))
        settle(shown)
        assert shown.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
        assert shown.evaluate("parseFloat(getComputedStyle(document.querySelector('.tl-table')).fontSize)") == 21
        assert shown.evaluate(OUTSIDE) == []


# Long tables --------------------------------------------------------------------------------------------------------


def test_rows_made_by_the_script_are_those_of_the_page(page: OpenPage, case, case_page, tmp_path, monkeypatch):
    whole = ready(page(case_page))
    rows_of = "[...document.querySelectorAll('.tl-table tbody tr')].map((row) => row.outerHTML)"
    monkeypatch.setattr(page_module, "MOST_ROWS", 0)
    visit = page(write_page(case, tmp_path / "few.html", filter=Filter(text="e")))
    made = ready(visit)
    made.click("[data-reset]")
    settle(made)

    def plain(found: list[str]) -> list[str]:
        without_icon = (re.sub(r"<svg.*?</svg>", "", row) for row in found)  # drawn there, used here
        return [re.sub(r'\s+| hidden=""|;(?=")', "", row) for row in without_icon]

    assert sorted(plain(made.evaluate(rows_of))) == sorted(plain(whole.evaluate(rows_of)))
    assert visit.quiet, vars(visit)


def test_a_long_table_shows_two_hundred_rows_and_more_when_asked(page: OpenPage, tmp_path):
    visit = page(write_page(long_table(1500), tmp_path / "a.html"))
    shown = ready(visit)
    order = "[...document.querySelectorAll('tr[data-event-id]')].filter((row) => !row.hidden).map((row) => row.dataset.eventId)"
    settle(shown)
    assert shown.evaluate(order) == [f"e{n}" for n in range(200)]
    assert shown.locator(".tl-unlisted").count() == 0
    shown.click("input[data-filter-kind='order']")
    settle(shown)
    orders = [f"e{n}" for n in range(1500) if n % 4 == 1]
    assert not set(shown.evaluate(order)) & set(orders)
    shown.click("input[data-filter-kind='order']")
    settle(shown)
    assert shown.evaluate(order) == [f"e{n}" for n in range(200)]
    assert shown.locator("[data-listed]").inner_text() == "200 of 1,500 events listed"
    shown.get_by_role("button", name="Show 200 more").click()
    assert shown.evaluate(order) == [f"e{n}" for n in range(400)]
    assert shown.evaluate("document.activeElement.closest('tr').dataset.eventId") == "e200"
    shown.locator("input[data-filter-text]").fill("number 14")
    settle(shown)
    assert set(shown.evaluate(order)) == {f"e{n}" for n in range(1500) if "14" in str(n)}
    assert not shown.locator("[data-more]").is_visible()
    shown.locator("tr[data-event-id='e1400'] button").click()
    assert shown.locator(".tl-card-title").inner_text() == "Number 1400"
    assert shown.locator("tr[data-chosen]").get_attribute("data-event-id") == "e1400"
    again = ready(page(tmp_path / "a.html", fragment="event=e1499"))
    assert again.locator(".tl-card-title").inner_text() == "Number 1499"
    assert visit.quiet, vars(visit)


def test_a_long_table_without_javascript_lists_what_matters_most(page: OpenPage, tmp_path):
    shown = page(write_page(long_table(1500), tmp_path / "a.html"), javascript=False).page
    assert shown.locator("tr[data-event-id]:visible").count() > 20
    assert "more events are in this page" in shown.locator(".tl-unlisted:visible").inner_text()


# What can go wrong --------------------------------------------------------------------------------------------------


def test_without_javascript_the_whole_table_is_there(page: OpenPage, case_page, released):
    visit = page(case_page, javascript=False)
    shown = visit.page
    assert shown.locator("tr[data-event-id]:visible").count() == len(released)
    assert not shown.locator(".tl-filters").is_visible()
    assert not shown.locator(".tl-figure").is_visible()
    assert shown.locator("noscript p:visible").inner_text().startswith("This browser cannot draw the timeline")


def test_a_browser_that_cannot_unpack_says_so_and_shows_the_table(browser: Browser, case_page, released):
    context = browser.new_context(offline=True)
    try:
        context.add_init_script("delete globalThis.DecompressionStream")
        old = context.new_page()
        old.goto(case_page.as_uri())
        old.locator(".tl-cannot:visible").wait_for()
        assert old.locator("tr[data-event-id]:visible").count() == len(released)
        assert not old.locator(".tl-filters").is_visible()
        assert not old.locator(".tl-figure").is_visible()
    finally:
        context.close()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_cells_run_nothing(page: OpenPage, tmp_path, text):
    path = write_page(hostile(text), tmp_path / "a.html", title=text)
    visit = page(path)
    shown = ready(visit)
    for button in shown.locator("tr[data-event-id] button").all():
        button.click()
    for label in shown.locator(".tl-label").all():
        label.hover(force=True)
    shown.locator("input[data-filter-text]").fill(text)
    settle(shown)
    assert shown.evaluate("window.__pwned === undefined")
    assert shown.locator("img, iframe, script:not([type])").count() == 0
    assert visit.quiet, vars(visit)
    assert ready(page(path, fragment=f"filter={quote(text)}&event={quote(text)}")).evaluate(
        "window.__pwned === undefined"
    )


# Looks --------------------------------------------------------------------------------------------------------------

OUTSIDE = """() => {
  const width = document.documentElement.clientWidth, found = [];
  for (const one of document.querySelectorAll('body *')) {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('.js-plotly-plot, #js-plotly-tester, .tl-skip, thead, .tl-stage')) continue;
    const box = one.getBoundingClientRect();
    if (box.width && (box.right > width + 1 || box.left < -1)) found.push(`${one.tagName}.${one.className}: ${box.left} to ${box.right}`);
  }
  return found;
}"""

CUT = """() => [...document.querySelectorAll('h1, h2, p, li, td, th, dt, dd, label, button, summary, figcaption')]
  .filter((one) => one.checkVisibility() && !one.closest('thead, .tl-view') && (one.scrollWidth > one.clientWidth + 1) && getComputedStyle(one).display !== 'inline')
  .map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 40)} ${one.scrollWidth} > ${one.clientWidth}`)"""

SMALL = """() => [...document.querySelectorAll('button, summary, input, .tl-source a, .tl-card-sources a')]
  .filter((one) => one.checkVisibility() && !one.closest('.tl-view'))
  .map((one) => [one.className || one.outerHTML.slice(0, 60), (one.matches('.tl-options input') ? one.closest('label') : one).getBoundingClientRect()])
  .filter(([, box]) => box.height && (box.height < 23.5 || box.width < 23.5))
  .map(([name, box]) => `${name}: ${box.width} by ${box.height}`)"""


def overlapping(page: Page, selector: str) -> list[tuple[str, str]]:
    """Return the pairs of visible elements whose boxes share more than a hair."""
    boxes = page.evaluate(
        "(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())"
        ".map((one) => { const box = one.getBoundingClientRect(); return [one.textContent, box.left, box.top, box.right, box.bottom]; })",
        selector,
    )
    return [
        (a[0], b[0])
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
        if min(a[3], b[3]) - max(a[1], b[1]) > 1 and min(a[4], b[4]) - max(a[2], b[2]) > 1
    ]


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_nothing_overlaps_or_is_cut_off(page: OpenPage, case_page, tmp_path, width):
    visit = page(case_page, width=width, height=900)
    shown = ready(visit)

    def looks(name: str) -> None:
        settle(shown)
        picture = tmp_path / f"{width}-{name}.png"
        shown.screenshot(path=picture, full_page=name == "whole")
        assert picture.stat().st_size > 20_000, "a blank picture"
        assert shown.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth"), name
        assert shown.evaluate(OUTSIDE) == [], name
        assert shown.evaluate(CUT) == [], name
        assert shown.evaluate(SMALL) == [], name
        assert overlapping(shown, ".tl-label") == [], name
        assert overlapping(shown, ".tl-chip") == [], name
        assert overlapping(shown, ".tl-table tbody tr:not([hidden])") == [], name

    looks("whole")
    shown.locator(f"tr[data-event-id='{ICE}'] button").click()
    card = shown.locator(".tl-aside").bounding_box()
    assert card is not None
    assert card["y"] >= 0
    assert card["y"] + card["height"] <= 901
    if width < 1080:
        assert card["width"] == width, "a sheet from below"
        row = shown.locator("tr[data-chosen] button").bounding_box()
        assert row is not None
        assert row["y"] + row["height"] <= card["y"], "what was chosen is not under it"
    else:
        table = shown.locator(".tl-table").bounding_box()
        assert table is not None
        assert card["x"] >= table["x"] + table["width"], "beside the table"
    assert overlapping(shown, ".tl-month") == []
    looks("card")
    shown.keyboard.press("Escape")
    if width < 700:
        shown.click("[data-fold]")
    shown.locator("[data-menu='matters'] summary").click()
    looks("menu")
    assert visit.quiet, vars(visit)


def test_whom_a_page_is_not_for_is_seen_beside_its_buttons_and_on_the_big_screen(page: OpenPage, case, tmp_path):
    shown = ready(page(write_page(case, tmp_path / "internal.html", audience="internal")))
    assert shown.locator(".tl-audience").is_visible()
    assert overlapping(shown, ".tl-audience, .tl-acts .tl-button") == []
    shown.click("[data-present]")
    shown.locator(".tl-present h1").wait_for()
    assert shown.locator(".tl-audience").is_visible()
    assert overlapping(shown, ".tl-audience, .tl-present, .tl-figure") == []


def test_long_words_stay_inside(page: OpenPage, tmp_path):
    text = "Donaudampfschifffahrtsgesellschaft" * 6
    shown = ready(page(write_page(hostile(text), tmp_path / "a.html", title=text), width=375))
    shown.click("[data-fold]")
    shown.locator("[data-menu='matters'] summary").click()
    shown.locator("tr[data-event-id] button").first.click()
    assert shown.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
    assert shown.evaluate(OUTSIDE) == []


def test_the_table_prints(page: OpenPage, case_page, released):
    shown = ready(page(case_page))
    shown.emulate_media(media="print")
    assert shown.locator("tr[data-event-id]:visible").count() == len(released)
    for hidden in (".tl-filters", ".tl-tools .tl-button >> nth=0"):
        assert not shown.locator(hidden).is_visible()
    assert "https://" in shown.evaluate("getComputedStyle(document.querySelector('.tl-source a'), '::after').content")
