"""The page on the open web: without scripts, in frames of other people's pages, in Spanish, as a story, on paper."""

from __future__ import annotations

import csv
import http.server
import io
import re
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from tests.browser.axe import violations
from tests.browser.fingers import swipe
from tests.browser.test_page import OUTSIDE, READY, ready, rows, settle
from tests.conftest import Visit, rest, watch
from timeline import Filter, filter_events, read_events, write_calendar, write_page
from timeline.publish.embed import kit_paths
from timeline.view.release import release
from timeline.view.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Frame, Page

    from tests.conftest import OpenPage

    Open = Callable[..., Visit]

pytestmark = pytest.mark.browser

STORY = (
    "event,sentence\n"
    'clearview-request,"Four groups ask, and the date is known only by the suit."\n'
    "clearview-request/ICE/us-foia.determination,The law's twenty working days end.\n"
    'clearview-suit,"<b>They</b> sue."\n'
)


# Two sites --------------------------------------------------------------------------------------------------------


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain site that writes no log."""

    def log_message(self, *_: object) -> None:
        pass


def served(folder: Path) -> http.server.ThreadingHTTPServer:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def close(server: http.server.ThreadingHTTPServer) -> None:
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(case, tmp_path_factory) -> Iterator[tuple[Path, str]]:
    """The campaign's own site, with the page, its kit and a second page: its folder and its address."""
    folder = tmp_path_factory.mktemp("site")
    server = served(folder)
    address = f"http://127.0.0.1:{server.server_port}"
    write_page(case, folder / "case.html", embed=True, url=f"{address}/case.html", lang="en,es")
    write_page(case, folder / "other.html", filter=Filter(kinds=("complaint",)), lang="es")
    yield folder, address
    close(server)


@pytest.fixture(scope="module")
def snippet(site) -> str:
    return kit_paths(site[0] / "case.html")["frame"].read_text(encoding="utf-8")


@pytest.fixture
def host(browser: Browser, tmp_path) -> Iterator[Open]:
    """Somebody else's site, on another origin: ``host(body, styles)`` opens a page of it."""
    server, contexts = served(tmp_path), list[Any]()

    def open_host(
        body: str, styles: str = "", *, attributes: str = "", width: int = 1280, javascript: bool = True
    ) -> Visit:
        text = (
            f'<!DOCTYPE html><html lang="en"{attributes}><head><meta charset="utf-8"><title>A post</title>'
            f'<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<style>{styles}</style></head><body><main><h1>A post</h1>{body}</main></body></html>"
        )
        (tmp_path / "post.html").write_text(text, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 800}, reduced_motion="reduce", locale="en-US", timezone_id="UTC",
            permissions=["clipboard-read", "clipboard-write"], java_script_enabled=javascript,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(20_000)
        visit = Visit(context.new_page())
        watch(visit, "none")
        visit.page.goto(f"http://localhost:{server.server_port}/post.html")
        return visit

    yield open_host
    for context in contexts:
        context.close()
    close(server)


def framed(page: Page, place: int = 0) -> Frame:
    """Return the page in a frame, once it is drawn."""
    element = page.locator("iframe").nth(place)
    element.scroll_into_view_if_needed()
    handle = element.element_handle()
    frame = handle.content_frame()
    assert frame is not None
    frame.wait_for_selector(READY, state="attached")
    return frame


def heights(page: Page, place: int = 0) -> tuple[float, float]:
    """Return how high a frame is, and how high the page in it, when both have come to rest."""
    rest(page, 25)
    frame = framed(page, place)
    rest(frame)
    rest(page)
    box = page.locator("iframe").nth(place).bounding_box()
    assert box is not None
    return box["height"], float(frame.evaluate("document.body.getBoundingClientRect().height"))


def only(visit: Visit, *addresses: str) -> bool:
    """Whether nothing was said, and nothing asked for but these sites."""
    asked = [one for one in visit.requests if not one.startswith((*addresses, "http://localhost"))]
    return not (visit.console or visit.errors or visit.dialogs or asked)


# Static first -----------------------------------------------------------------------------------------------------


def without_scripts(path: Path, to: Path) -> Path:
    """Write what a reader without scripts has, so that axe, which is one, can be asked about it."""
    text = re.sub(r"<script\b.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    to.write_text(re.sub(r"</?noscript>", "", text), encoding="utf-8")
    return to


def test_without_scripts_it_says_all_and_axe_is_content(page: OpenPage, site, tmp_path):
    visit = page(site[0] / "case.html", javascript=False)
    shown = visit.page
    assert shown.locator("h1").inner_text().startswith("Who asked")
    assert "at least 43 days" in shown.locator(".tl-conclusion").inner_text()
    assert shown.locator("tr[data-event-id]:visible").count() == 67
    row = shown.locator("tr[data-event-id='clearview-request']").inner_text()
    assert "by Oct 20, 2020" in row
    assert "reported" in row
    assert shown.evaluate("document.documentElement.scrollWidth") <= 1280
    assert visit.quiet, vars(visit)
    assert violations(page(without_scripts(site[0] / "case.html", tmp_path / "static.html")).page) == []


def test_pasted_as_plain_text_it_still_says_who_when_and_by_whom(page: OpenPage, site):
    """What a reader copies, and what a feed or a reader mode keeps: text in the order of the document."""
    shown = page(site[0] / "case.html", javascript=False).page
    text = shown.evaluate("document.querySelector('main').innerText")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    at = next(n for n, line in enumerate(lines) if line.startswith("by Oct 20, 2020"))
    said = " ".join(lines[at : at + 3])
    for part in ("FOIA request", "Four groups request Clearview records", "reported"):
        assert part in said


def test_the_first_words_are_seen_before_the_page_s_script_runs(page: OpenPage, site):
    shown = ready(page(site[0] / "case.html"))
    painted, started = shown.evaluate(
        "[performance.getEntriesByName('first-contentful-paint')[0].startTime, performance.getEntriesByName('tl-start')[0].startTime]"
    )
    assert painted < started


def test_plotly_s_script_is_shared_by_the_pages_of_a_folder(page: OpenPage, case, tmp_path):
    for name in ("one", "two"):
        write_page(case, tmp_path / f"{name}.html", plotlyjs="directory")
    (shared,) = tmp_path.glob("plotly-*.js")
    assert all(path.stat().st_size < 350_000 for path in tmp_path.glob("*.html"))
    visit = page(tmp_path / "two.html")
    ready(visit)
    assert visit.requests == [shared.as_uri()]
    assert not visit.console + visit.errors


def test_a_shared_script_that_was_changed_is_not_run(browser: Browser, case, tmp_path):
    """On a site, that is: of files on a disk a browser can tell none from another."""
    write_page(case, tmp_path / "one.html", plotlyjs="directory")
    (shared,) = tmp_path.glob("plotly-*.js")
    shared.write_text("alert(1)", encoding="utf-8")
    server, context = served(tmp_path), browser.new_context()
    try:
        visit = Visit(context.new_page())
        watch(visit, "none")
        visit.page.goto(f"http://127.0.0.1:{server.server_port}/one.html")
        visit.page.locator(".tl-cannot:visible").wait_for()
        assert visit.page.locator("tr[data-event-id]:visible").count() == 67
        assert visit.dialogs == []
    finally:
        context.close()
        close(server)


# In a frame ---------------------------------------------------------------------------------------------------------


def test_a_frame_on_another_site_is_as_high_as_its_page(host: Open, site, snippet):
    visit = host(f"<p>Before.</p>{snippet}<p>After.</p>")
    frame = framed(visit.page)
    frame.get_by_role("button", name="Show the table").click()
    settle(visit.page)
    around, within = heights(visit.page)
    assert abs(around - within) <= 2
    # It follows: fewer rows, then all of them again.
    frame.click("input[data-filter-overdue]")
    less, small = heights(visit.page)
    assert abs(less - small) <= 2
    assert less < around - 500
    frame.click("[data-reset]")
    again, _ = heights(visit.page)
    assert abs(again - around) <= 2
    assert violations(visit.page, "main") == []
    assert only(visit, site[1]), vars(visit)
    assert frame.evaluate("document.referrer") == ""


def test_a_frame_in_a_tab_that_is_not_shown_takes_its_height_when_it_is(host: Open, snippet):
    visit = host(f'<button onclick="tab.hidden = false">Timeline</button><div id="tab" hidden>{snippet}</div>')
    rest(visit.page, 50)
    assert visit.page.locator("iframe").bounding_box() is None
    visit.page.click("text=Timeline >> nth=0")
    around, within = heights(visit.page)
    assert abs(around - within) <= 2
    assert framed(visit.page).locator(".js-plotly-plot svg.main-svg").first.bounding_box()["width"] > 600  # type: ignore[index]


def test_two_on_one_page_do_not_disturb_each_other(host: Open, site, snippet):
    visit = host(snippet + snippet.replace("case.html", "other.html"))
    first, second = framed(visit.page), framed(visit.page, 1)
    for place in (0, 1):
        around, within = heights(visit.page, place)
        assert abs(around - within) <= 2, place
    for frame in (first, second):
        frame.locator(".tl-rows-head button").click()
    kept = second.locator("tr[data-event-id]:visible").count()
    assert 0 < kept < 67
    first.click("input[data-filter-kind='news']")
    settle(visit.page)
    assert second.locator("tr[data-event-id]:visible").count() == kept
    assert second.locator("html").get_attribute("lang") != first.locator("html").get_attribute("lang")
    # Keys pressed in one are the other's no business, nor the post's.
    first.locator("h1").click()
    visit.page.keyboard.press("/")
    assert first.evaluate("document.activeElement.matches('[data-filter-text]')")
    assert not second.evaluate("document.hasFocus()")
    assert only(visit, site[1]), vars(visit)


@pytest.mark.parametrize("width", [375, 1000])
def test_in_a_post_the_table_below_the_timeline_is_folded(host: Open, site, snippet, width):
    visit = host(f"<p>Before.</p>{snippet}<p>After.</p>", width=width)
    frame = framed(visit.page)
    folded, _ = heights(visit.page)
    assert not frame.locator(".tl-table").is_visible()
    frame.locator("button", has_text="Show the table").click()
    assert frame.locator("tr[data-event-id]:visible").count() == 67
    assert frame.evaluate("document.activeElement.id") == "events"
    settle(visit.page)
    whole, within = heights(visit.page)
    assert whole > folded + 3000
    assert abs(whole - within) <= 2
    assert violations(visit.page, "main") == []
    assert only(visit, site[1]), vars(visit)


HOSTILE_STYLES = {
    "nothing left": "* { all: unset } iframe { display: none; height: 3px; max-height: 200px; opacity: 1 }",
    "all, and important": "* { all: initial !important }",
    "huge letters": "html { font-size: 60px; line-height: 3 } * { letter-spacing: .5em; text-transform: uppercase }",
    "narrow": "main { width: 300px; overflow: auto } iframe { max-width: 100px; float: right; transform: none }",
    "from right to left": "html { direction: rtl; writing-mode: horizontal-tb }",
}


@pytest.mark.parametrize("styles", HOSTILE_STYLES.values(), ids=HOSTILE_STYLES)
def test_the_styles_of_the_page_around_do_not_reach_it(host: Open, site, snippet, styles):
    attributes = ' dir="rtl"' if "rtl" in styles else ""
    visit = host(f"<p>Before.</p>{snippet}", styles, attributes=attributes)
    frame = framed(visit.page)
    size = frame.evaluate("getComputedStyle(document.querySelector('.tl-table')).fontSize")
    assert size == "14px"
    assert frame.evaluate("getComputedStyle(document.body).direction") == "ltr"
    assert frame.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
    if "all: initial !important" not in styles:  # against which a style of an element has no say
        around, within = heights(visit.page)
        assert abs(around - within) <= 2
    assert only(visit, site[1]), vars(visit)


def test_the_wheel_and_the_tab_key_leave_the_frame_again(host: Open, snippet):
    visit = host(f"<p>Before.</p>{snippet}<p style='height: 2000px'>After. <a href='#'>A link</a></p>")
    page, frame = visit.page, framed(visit.page)
    heights(page)
    page.evaluate("scrollTo(0, 0)")
    box = frame.locator(".tl-view").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, min(box["y"] + 60, 700))
    page.mouse.wheel(0, 600)
    rest(page, 20)
    assert page.evaluate("scrollY") > 300, "the wheel over the timeline moves the post"
    frame.locator("[data-save='ics']").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "A link":
            break
    assert page.evaluate("document.activeElement.textContent") == "A link"


def test_a_view_is_copied_with_the_address_where_the_page_stands(host: Open, site, snippet):
    visit = host(snippet)
    frame = framed(visit.page)
    frame.click("input[data-filter-overdue]")
    frame.click("[data-share]")
    frame.locator("[data-done]", has_text="Copied").wait_for()
    link = visit.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site[1]}/case.html#filter=")


def test_without_scripts_the_frame_is_still_a_frame_with_a_link_below(host: Open, snippet):
    visit = host(snippet, javascript=False)
    box = visit.page.locator("iframe").bounding_box()
    assert box is not None
    assert box["height"] == 900
    link = visit.page.locator("p a")
    assert link.inner_text().startswith("Open the timeline: ")
    assert visit.page.locator("iframe").get_attribute("title") == link.inner_text().partition(": ")[2]


def test_the_picture_and_the_table_need_no_script_no_frame_and_no_style_sheet(host: Open, site, page: OpenPage):
    plain = kit_paths(site[0] / "case.html")["plain"].read_text(encoding="utf-8")
    assert not re.search(r"<(script|iframe|style|link|form|object)|\son\w+=|class=|javascript:", plain)
    for width in (1280, 375):
        visit = host(plain, width=width)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        alt = visit.page.locator("img").get_attribute("alt") or ""
        assert "at least 43 days" in alt
        assert visit.page.locator("img").evaluate("(one) => one.naturalWidth") == 1440
        assert visit.page.locator("tbody tr").count() == 67
        assert violations(visit.page, "main") == []
        assert only(visit, site[1]), vars(visit)
    told = page(kit_paths(site[0] / "case.html")["how"])
    assert violations(told.page) == []
    assert told.page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert all(told.page.locator("textarea, pre").nth(n).is_visible() for n in (0, 1))


# A telephone --------------------------------------------------------------------------------------------------------


def test_a_dialog_in_a_tall_frame_opens_where_it_was_asked_for(page: OpenPage, site, tmp_path):
    """In a frame that is as high as its page the middle of the window is nowhere near the reader."""
    source = (site[0] / "case.html").as_uri()
    host = tmp_path / "host.html"
    host.write_text(
        f'<iframe src="{source}" style="width: 1000px; height: 6000px; border: 0"></iframe>', encoding="utf-8"
    )
    frame = page(host).page.frame_locator("iframe")
    frame.locator("html[data-timeline-ready='1']").wait_for(state="attached", timeout=20_000)
    for opener in ("[data-cite]", "[data-keys]"):
        frame.locator(opener).click()
        asked, dialog = frame.locator(opener).bounding_box(), frame.locator("dialog[open]").bounding_box()
        assert asked is not None
        assert dialog is not None
        assert abs(dialog["y"] - asked["y"]) < 300
        text = frame.locator("dialog[open]")
        assert text.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
        text.locator("button").last.press("Enter")  # a click would ask the page around to be scrolled there


def test_on_a_telephone_fingers_do_it_all(phone: BrowserContext, case, tmp_path):
    story = tmp_path / "story.csv"
    story.write_text(STORY, encoding="utf-8")
    visit = Visit(phone.new_page())
    path = write_page(case, tmp_path / "case.html", story=story)
    watch(visit, path.as_uri())
    visit.page.goto(path.as_uri())
    shown = ready(visit)
    assert shown.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
    assert shown.evaluate("visualViewport.scale") == 1
    shown.tap("[data-fold]")
    shown.tap("input[data-filter-overdue]")
    settle(shown)
    assert len(rows(shown)) == 4
    shown.tap("[data-reset]")
    shown.locator(".tl-table button").first.tap()
    assert shown.locator(".tl-card").is_visible()
    shown.locator(".tl-card-close").tap()
    assert shown.locator("[data-step-of]").inner_text() == "1 of 3"
    swipe(shown, ".tl-story", -200)
    assert shown.locator("[data-step-of]").inner_text() == "2 of 3"
    shown.wait_for_function("scrollY > 200")  # the timeline moves along, below the story
    event, told = (
        shown.locator(".tl-narrow [aria-current='true']").bounding_box(),
        shown.locator(".tl-story").bounding_box(),
    )
    assert event is not None
    assert told is not None
    assert abs(told["y"]) < 2
    assert told["y"] + told["height"] < event["y"] < told["y"] + told["height"] + 150
    swipe(shown, ".tl-story", 200)
    assert shown.locator("[data-step-of]").inner_text() == "1 of 3"
    small = shown.evaluate(
        "[...document.querySelectorAll('button, summary, input, select')].filter((one) => one.checkVisibility() && (one.closest('label, button, summary') ?? one)"
        ".getBoundingClientRect().height < 24).map((one) => one.outerHTML.slice(0, 120))"
    )
    assert small == [], "what a finger must hit is at least 24 pixels high (WCAG 2.2, 2.5.8)"
    assert visit.quiet, vars(visit)


# Sharing ------------------------------------------------------------------------------------------------------------


def test_cite_gives_title_day_address_and_hash(page: OpenPage, site):
    visit = page(site[0] / "case.html")
    shown = ready(visit)
    hashed = shown.locator("footer code").inner_text()
    shown.click("[data-cite]")
    bluebook, plain = (shown.locator("dialog textarea").nth(n).input_value() for n in (0, 1))
    for text in (bluebook, plain):
        assert "Who asked for the Clearview AI records" in text
        assert hashed in text
        assert "case.html" in text
        assert str(site[0]) not in text, "nobody's folders are cited"
    assert "Apr. 13, 2021" in bluebook
    assert "Apr 13, 2021" in plain
    assert violations(shown) == []
    shown.keyboard.press("Escape")
    assert shown.locator("dialog").count() == 0
    assert shown.evaluate("document.activeElement.matches('[data-cite]')")
    assert visit.quiet, vars(visit)


def test_where_a_page_is_said_to_stand_is_cited_and_shared_from_a_disk(page: OpenPage, case, tmp_path):
    url = "https://example.org/clearview.html"
    shown = ready(page(write_page(case, tmp_path / "a.html", url=url)))
    shown.click("input[data-filter-kind='news']")
    settle(shown)
    shown.click("[data-cite]")
    for n in (0, 1):
        text = shown.locator("dialog textarea").nth(n).input_value()
        assert f"{url}#filter=" in text
        assert "file:" not in text


def downloaded(page: Page, selector: str) -> str:
    with page.expect_download() as waiting:
        page.click(selector)
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def test_a_file_is_named_after_the_title_without_its_accents(page: OpenPage, case, tmp_path):
    path = write_page(case, tmp_path / "case.html", title="¿Quién pidió los registros, y cuándo?", lang="es")
    shown = ready(page(path))
    with shown.expect_download() as waiting:
        shown.click("[data-save='csv']")
    assert waiting.value.suggested_filename == "quien-pidio-los-registros-y-cuando.csv"


def test_what_is_shown_can_be_taken_along_as_csv(page: OpenPage, site, case, tmp_path):
    shown = ready(page(site[0] / "case.html"))
    shown.click("input[data-filter-kind='news']")
    settle(shown)
    kept = rows(shown)
    text = downloaded(shown, "[data-save='csv']")
    listed = list(csv.DictReader(io.StringIO(text)))
    assert {row["id"] for row in listed} == kept
    told = release(case).set_index("id")
    for row in listed:
        if row["computed"] != "yes":
            assert row["date"] == (told.loc[row["id"], "date"] or "TBD"), row["id"]
    # It is a table that can be read again.
    path = tmp_path / "shown.csv"
    path.write_text(text, encoding="utf-8")
    again = read_events(path)
    assert set(again["id"]) >= {name for name in kept if "/" not in name}


def test_the_deadlines_can_be_taken_along_as_the_calendar_file_that_python_writes(page: OpenPage, site, case, tmp_path):
    shown = ready(page(site[0] / "case.html"))
    text = downloaded(shown, "[data-save='ics']")
    assert text.replace("\r\n", "\n") == write_calendar(case, tmp_path / "a.ics").read_text(encoding="utf-8")
    assert len(Calendar.from_ical(text).walk("VEVENT")) == text.count("BEGIN:VEVENT") > 3
    shown.locator("[data-menu='agencies'] summary").click()
    shown.locator("input[data-filter-agency='CBP']").check()
    shown.keyboard.press("Escape")
    settle(shown)
    shown.click("[data-save='ics']")  # an empty calendar is none
    assert shown.locator("footer [role='status']").inner_text() == "No deadline with a date is shown."


# A story ------------------------------------------------------------------------------------------------------------


def test_a_story_is_stepped_through_and_the_timeline_moves_along(page: OpenPage, case, tmp_path):
    story = tmp_path / "story.csv"
    story.write_text(STORY, encoding="utf-8")
    visit = page(write_page(case, tmp_path / "case.html", story=story))
    shown = ready(visit)
    section = shown.locator(".tl-story")
    assert section.locator("li:visible").inner_text().startswith("by Oct 20, 2020: Four groups request")
    assert shown.locator("[data-step='-1']").is_disabled()
    section.locator("[data-step='1']").click()
    settle(shown)
    said = section.locator("[data-step-said]").inner_text()
    assert said == "2 of 3: by Nov 18, 2020: Answer due from ICE", "the heading, not the whole text"
    assert shown.locator(".tl-ring:not(.tl-away)").count() == 1
    section.locator("[data-step='1']").focus()
    shown.keyboard.press("ArrowRight")
    settle(shown)
    assert section.locator("li:visible").inner_text().endswith("<b>They</b> sue."), "a cell's text is text"
    assert section.locator("[data-step='1']").is_disabled()
    assert shown.evaluate("document.activeElement !== document.body"), "the focus is never lost"
    assert violations(shown) == []
    # An event of the story that is chosen elsewhere is its step.
    shown.locator("tr[data-event-id='clearview-request'] button").click()
    assert section.locator("[data-step-of]").inner_text() == "1 of 3"
    assert visit.quiet, vars(visit)
    still = page(tmp_path / "case.html", javascript=False).page
    assert still.locator(".tl-story li:visible").count() == 3


# Another language ---------------------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(the|and|of the|events?|deadline|assuming|received when sent|reset|search|source|no answer)\b", re.IGNORECASE
)


def test_the_page_in_spanish_has_no_english_of_ours(page: OpenPage, tmp_path):
    """Of a table without a word of its own, all words are ours."""
    rows_ = [
        {"id": "r", "date": "2020-10-20", "kind": "foia_request", "title": "X", "title_es": "Pedido", "agency": "ICE"},
        {"id": "s", "date": "2021-04-13", "kind": "complaint", "title": "Y", "title_es": "Demanda", "agency": "ICE",
         "alleges": "no_response", "certainty": "confirmed"},
    ]  # fmt: skip
    import pandas as pd

    visit = page(write_page(pd.DataFrame(rows_), tmp_path / "es.html", lang="es", as_of="2021-05-01", title="Caso"))
    shown = ready(visit)
    shown.locator("tr[data-event-id$='determination'] button").click()
    texts = shown.evaluate(
        "[...document.querySelectorAll('body, [aria-label], [title], [placeholder]')].map((one) => [one === document.body ? one.innerText : '', "
        "one.getAttribute('aria-label'), one.title, one.placeholder].filter(Boolean).join('\\n')).join('\\n')"
    )
    assert "Pedido" in texts
    # The law's own words, and names of laws, stay as they are; they are marked as English.
    marked = shown.evaluate("[...document.querySelectorAll('[lang|=en]')].map((one) => one.innerText).join('\\n')")
    left = {found[0] for line in texts.splitlines() if line not in marked for found in ENGLISH.finditer(line)}
    assert left == set(), left
    assert shown.evaluate("document.documentElement.lang") == "es-US"
    assert violations(shown) == []
    assert visit.quiet, vars(visit)


def test_a_switch_turns_the_whole_page_into_the_other_language_and_back(page: OpenPage, site):
    visit = page(site[0] / "case.html")
    shown = ready(visit)
    shown.click("input[data-filter-overdue]")
    shown.click("[data-language='es-US']")
    shown.wait_for_selector("html[lang='es-US'][data-timeline-ready='1']", state="attached")
    settle(shown)
    assert "lang=es" in shown.url
    assert len(rows(shown)) == 4, "what was filtered stays so"
    assert shown.locator("h2", has_text="Eventos").count() or shown.locator("h2", has_text="Hechos").count()
    assert shown.title() == shown.locator("h1").inner_text()
    assert violations(shown) == []
    again = ready(page(site[0] / "case.html", fragment=shown.url.partition("#")[2]))
    assert again.evaluate("document.documentElement.lang") == "es-US"
    assert len(rows(again)) == 4
    shown.click("[data-language^='en']")
    shown.wait_for_selector("html[lang^='en'][data-timeline-ready='1']", state="attached")
    settle(shown)
    assert len(rows(shown)) == 4
    assert visit.quiet, vars(visit)


# On paper -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paper(browser: Browser, site, tmp_path_factory) -> PdfReader:
    """The page as Ctrl+P prints it on letter paper."""
    context = browser.new_context(offline=True)
    shown = context.new_page()
    shown.goto((site[0] / "case.html").as_uri())
    shown.wait_for_selector(READY, state="attached")
    path = tmp_path_factory.mktemp("paper") / "case.pdf"
    shown.pdf(path=path, format="Letter", print_background=False, tagged=True, outline=True)
    context.close()
    return PdfReader(path)


def lines(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_on_paper_every_page_is_numbered_and_has_the_head_of_its_table(paper: PdfReader):
    texts = [lines(page.extract_text()) for page in paper.pages]
    assert 4 <= len(texts) <= 14
    for number, text in enumerate(texts, 1):
        assert re.search(rf"\b{number} ?(/|of) ?{len(texts)}\b", text), f"page {number}"
    listed = [text for text in texts if re.search(r"\[\d+\]", text)]
    assert len(listed) >= 2
    head = " ".join(words()(f"page.{name}") for name in ("date", "kind", "event"))
    assert all(head in text for text in listed), "the head is on each page of the table"


def test_on_paper_there_is_the_picture_every_event_and_every_source_once(paper: PdfReader, case):
    first = lines(paper.pages[0].extract_text())
    assert "Who asked for the Clearview AI records, and when an answer was due FOIA requests to" in first
    assert "at least 43 days" in first
    whole = lines(" ".join(page.extract_text() for page in paper.pages))
    told = release(case)
    for title in told.loc[told["computed"] != "yes", "title"]:
        assert lines(title) in whole, title
    for url in {url for url in told["source_url"] if url}:
        assert whole.replace(" ", "").count(url.replace(" ", "")) >= 1, url
    for button in ("Reset", "Share view", "Whole time", "Ctrl or"):
        assert button not in whole
    assert str(paper.root_object["/Lang"]).startswith("en")


def test_what_is_filtered_away_is_not_printed(browser: Browser, site, case, tmp_path):
    context = browser.new_context(offline=True)
    shown = context.new_page()
    shown.goto(f"{(site[0] / 'case.html').as_uri()}#filter=%7B%22overdue%22%3Atrue%7D")
    shown.wait_for_selector(READY, state="attached")
    shown.pdf(path=tmp_path / "few.pdf", format="A4")
    context.close()
    whole = lines(" ".join(page.extract_text() for page in PdfReader(tmp_path / "few.pdf").pages))
    kept = filter_events(release(case), overdue=True)
    assert whole.count("no answer reported") >= len(kept)
    assert "Watches taken from a Detroit store" not in whole


# Looks --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_nothing_is_outside_with_a_story_and_two_languages(page: OpenPage, case, tmp_path, width):
    story = tmp_path / "story.csv"
    story.write_text(STORY, encoding="utf-8")
    shown = ready(page(write_page(case, tmp_path / "a.html", story=story, lang="en,es"), width=width))
    settle(shown)
    assert shown.evaluate(OUTSIDE) == []
    assert shown.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
    assert violations(shown) == []
