"""A notebook as slides and as an article: one file, no code, no network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from pypdf import PdfReader

from tests.browser.axe import violations
from tests.conftest import ROOT, rest
from tests.publish.test_html import problems
from timeline.publish.exporters import ArticleExporter, SlidesExporter, markdown_html, slides_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import OpenPage


def cell(source: str, kind: str = "", *, tags: tuple[str, ...] = (), outputs: list[dict[str, object]] | None = None):
    made = nbformat.v4.new_code_cell(source) if outputs is not None else nbformat.v4.new_markdown_cell(source)
    made.metadata = nbformat.from_dict({"tags": list(tags)} | ({"slideshow": {"slide_type": kind}} if kind else {}))
    if outputs is not None:
        made.outputs = [nbformat.from_dict(one) for one in outputs]
    return made


def titles(cells: list[Any]) -> list[str]:
    return [re.sub(r"<[^>]+>", "", "|".join(part["html"] for part in slide["parts"])) for slide in slides_of(cells)]


GROUPS = [
    (
        "by slide types",
        [cell("# A", "slide"), cell("b"), cell("# C", "subslide"), cell("d", "fragment")],
        ["A|b", "C|d"],
    ),
    ("by headings where nothing is said", [cell("# A"), cell("b"), cell("## C"), cell("d")], ["A|b", "C|d"]),
    ("what is skipped is not there", [cell("# A", "slide"), cell("b", "skip"), cell("c")], ["A|c"]),
    ("what is tagged hidden is not there", [cell("# A"), cell("b", tags=("hide",))], ["A"]),
    ("a slide with nothing on it is none", [cell("x = 1", "slide", outputs=[]), cell("# A", "slide")], ["A"]),
    ("nothing at all", [], []),
]


@pytest.mark.parametrize(("cells", "expected"), [pytest.param(*case[1:], id=case[0]) for case in GROUPS])
def test_cells_become_slides(cells, expected):
    assert titles(cells) == expected


def test_notes_belong_to_the_slide_before_them():
    slides = list(
        slides_of(
            [cell("# A", "slide"), cell("Say <b>this</b>.", "notes"), cell("And that.", "notes"), cell("# B", "slide")]
        )
    )
    assert [slide["notes"] for slide in slides] == ["Say <b>this</b>.\n\nAnd that.", ""]


OUTPUTS = [
    ("what it prints", {"output_type": "stream", "name": "stdout", "text": "1 < 2"}, "<pre>1 &lt; 2</pre>"),
    ("what it warns of", {"output_type": "stream", "name": "stderr", "text": "careful"}, ""),
    ("a widget, which lives only in a notebook", {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "W"}}, ""),
    ("a picture", {"output_type": "display_data", "metadata": {}, "data": {"image/png": "AAAA\n", "text/plain": "<Image>"}}, '<img src="data:image/png;base64,AAAA" alt="&lt;Image&gt;">'),
    ("a value", {"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": {"text/plain": "'a'"}}, "<pre>&#x27;a&#x27;</pre>"),
    ("an error, in words", {"output_type": "error", "ename": "TimelineError", "evalue": "no <file>", "traceback": ["secret/path"]}, "<pre>TimelineError: no &lt;file&gt;</pre>"),
]  # fmt: skip


@pytest.mark.parametrize(("output", "html"), [pytest.param(*case[1:], id=case[0]) for case in OUTPUTS])
def test_outputs_are_shown_and_code_is_not(output, html):
    slides = list(slides_of([cell("secret_code()", "slide", outputs=[output])]))
    assert "".join(part["html"] for slide in slides for part in slide["parts"]) == html


MARKDOWN = [
    ("a script", "a <script>alert(1)</script> b", "<p>a alert(1) b</p>"),
    ("an address that runs", "[a](javascript:alert(1))", "<p><a>a</a></p>"),
    ("an event", '<img src="x.png" onerror="alert(1)">', '<img src="x.png">'),
    ("a style", '<p style="position:fixed">a</p>', "<p>a</p>"),
    ("emphasis and a link", "*a* [b](https://example.org)", '<p><em>a</em> <a href="https://example.org">b</a></p>'),
]


@pytest.mark.parametrize(("text", "html"), [pytest.param(*case[1:], id=case[0]) for case in MARKDOWN])
def test_texts_run_nothing(text, html):
    assert markdown_html(text) == html


def test_nbconvert_finds_them_by_their_names():
    assert get_exporter("timeline_slides") is SlidesExporter
    assert get_exporter("timeline_page") is ArticleExporter


# The lesson, made as its first note says -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hearing")
    (folder / "notebooks").mkdir()
    for name in ("events.csv", "events.toml"):
        shutil.copy(ROOT / name, folder)
    notebook = shutil.copy(ROOT / "notebooks/hearing.ipynb", folder / "notebooks")
    run = [sys.executable, "-m", "jupyter", "nbconvert", "--to"]
    for form in ("timeline_slides", "timeline_page"):
        subprocess.run([*run, form, "--execute", str(notebook)], check=True, capture_output=True, cwd=folder)
    return {"slides": folder / "notebooks/hearing.slides.html", "article": folder / "notebooks/hearing.html"}


@pytest.mark.browser
def test_the_slides_go_on_by_key_and_button_and_ask_for_nothing(page: OpenPage, made):
    visit = page(made["slides"])
    shown = visit.page
    assert shown.locator("section:not([hidden])").count() == 1
    assert shown.locator("section:not([hidden]) h1").inner_text() == "Who asked, and when the law required an answer"
    assert "read_events" not in shown.content().split("<script")[0]
    for key in ("ArrowRight", " "):
        shown.keyboard.press(key)
    assert shown.locator("section:not([hidden]) h1").inner_text() == "The requests, their clocks, and the suit"
    frame = shown.frame_locator("section:not([hidden]) iframe")
    frame.locator("html[data-timeline-ready='1']").wait_for(state="attached")
    # The drawing alone, whole, with what its numbers take for granted; and it lives.
    frame.locator("html[data-slide]").wait_for(state="attached")
    for hidden in (".tl-filters", ".tl-head", ".tl-below"):
        assert not frame.locator(hidden).is_visible()
    assert frame.locator(".tl-notes").inner_text().startswith("¹ Assuming: received when sent")
    assert frame.locator("html").evaluate("root => root.scrollHeight <= innerHeight + 1")
    frame.locator(".tl-label", has_text="answer due").first.click()
    assert "20 working days" in frame.locator(".tl-card").inner_text()
    assert "#3" in shown.url
    shown.click("[data-step='1']")
    assert "Wed 18 (20)" in shown.locator("section:not([hidden]) pre").inner_text()
    shown.keyboard.press("b")
    assert shown.evaluate("getComputedStyle(document.documentElement, '::after').backgroundColor") == "rgb(0, 0, 0)"
    shown.keyboard.press("b")
    with shown.context.expect_page() as opened:
        shown.click("[data-open-notes]")
    assert "No source gives the day of the request" in opened.value.locator("body").inner_text()
    shown.reload()
    assert shown.locator("section:not([hidden]) h1").inner_text() == "The count, day by day"
    assert violations(shown) == []
    assert visit.quiet, vars(visit)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 768, 375])
def test_every_slide_stays_on_its_screen(page: OpenPage, made, width):
    shown = page(made["slides"], width=width).page
    for _ in range(6):
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), shown.url
        shown.keyboard.press("ArrowRight")


@pytest.mark.browser
def test_printed_each_slide_is_a_page(browser: Browser, made, tmp_path):
    context = browser.new_context(offline=True)
    shown = context.new_page()
    shown.goto(made["slides"].as_uri())
    shown.locator("section[data-behind]").first.wait_for(state="detached")  # drawn, though nobody has seen it
    shown.pdf(path=tmp_path / "slides.pdf", prefer_css_page_size=True)
    context.close()
    pages = [re.sub(r"\s+", " ", one.extract_text()) for one in PdfReader(tmp_path / "slides.pdf").pages]
    assert len(pages) == 6
    assert pages[0].startswith("Who asked, and when the law required an answer")
    assert "answer due by Nov 18" in pages[2]
    assert "Events" not in pages[2], "the drawing alone"
    assert "The count, day by day" in pages[3]
    assert "This notebook is a talk" not in " ".join(pages), "notes are the speaker's"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375])
def test_the_article_reads_well_and_its_timeline_lives(page: OpenPage, made, width):
    visit = page(made["article"], width=width)
    shown = visit.page
    assert "read_events" not in shown.content().split("<script")[0]
    assert "This notebook is a talk" not in shown.content()
    shown.locator("iframe").scroll_into_view_if_needed()
    frame = shown.frame_locator("iframe")
    frame.locator("html[data-timeline-ready='1']").wait_for(state="attached")
    rest(shown, 30)
    box = shown.locator("iframe").bounding_box()
    assert box is not None
    assert box["height"] > 1500, "the frame is as high as its page"
    assert shown.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
    assert violations(shown) == []
    assert visit.quiet, vars(visit)


def test_both_are_valid_html(made):
    for path in made.values():
        bare = path.with_name(f"bare-{path.name}")  # the page in the frame is checked by itself
        bare.write_text(
            re.sub(r"<iframe .*?</iframe>", '<iframe title="A"></iframe>', path.read_text("utf-8"), flags=re.DOTALL),
            "utf-8",
        )
        # A row of the table that stands in for a frame has a name, which the validator would rather not see.
        assert [one for one in problems(bare) if "aria-label-misuse" not in one] == []


def test_the_same_outputs_give_the_same_bytes():
    notebook = nbformat.v4.new_notebook(cells=[cell("# A", "slide"), cell("x", "notes")])
    assert SlidesExporter().from_notebook_node(notebook)[0] == SlidesExporter().from_notebook_node(notebook)[0]
