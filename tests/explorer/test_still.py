"""What a cell shows without widgets: a page in its frame, and a table for where frames are taken away."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.explorer.steps import ALL, DEADLINE, EVENTS, explorer_of
from timeline import Filter, explore, write_page
from timeline.explorer import still
from timeline.explorer.still import MOST_ROWS, still_html


def listed(html: str) -> list[str]:
    """The events of the table, in order."""
    outside = re.sub(r'srcdoc="[^"]*"', "", html)
    return [unescape(name) for name in re.findall(r'<tr data-event-id="([^"]+)"', outside)]


def framed(html: str) -> str:
    [source] = re.findall(r'srcdoc="([^"]*)"', html)
    return unescape(source)


def test_two_outputs_are_shown_of_which_the_second_needs_no_widgets(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))
    explorer = explorer_of()
    explorer._ipython_display_()
    widget, still = shown
    assert set(widget) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
    assert set(still) == {"text/html", "text/plain"}
    assert widget["text/plain"] == "<Explorer: 5 of 5 events: all events>"
    assert still["text/plain"] == "5 of 5 events: all events"
    assert f'data-timeline-still="{explorer.view.still}"' in still["text/html"]  # by which the living widget hides it


def test_a_notebook_keeps_what_was_shown_last(tmp_path):
    """In a real kernel: a filter set later, and a row that is not for everybody any more, change what is saved."""
    table = tmp_path / "case.csv"
    table.write_text("id,date,kind,title,visibility\na,2020,news,Asked,\nb,2021,order,Sealed,\n", "utf-8")
    steps = [
        "from timeline import Filter, explore\nexplorer = explore('case.csv')\nexplorer",
        "explorer.filter = Filter(text='asked')",
        "from pathlib import Path\ntable = Path('case.csv')\ntable.write_text(table.read_text()[:-1] + 'privileged\\n')\nexplorer.reload()",
    ]
    kept = []
    for count in range(1, len(steps) + 1):
        table.write_text(table.read_text("utf-8").replace("privileged", ""), "utf-8")
        notebook = new_notebook(cells=[new_code_cell(step) for step in steps[:count]])
        NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
        [html] = [out["data"]["text/html"] for out in notebook.cells[0].outputs if "text/html" in out["data"]]
        kept.append(html)
    opened, filtered, withheld = kept
    assert listed(opened) == ["a", "b"]
    assert listed(filtered) == listed(withheld) == ["a"]
    assert "Sealed" in framed(filtered)  # the page of a filter holds the whole table, and its reader may clear it
    assert "Sealed" not in withheld
    marks = [re.findall(r'data-timeline-still="(\w+)"', html) for html in kept]
    assert marks[0] == marks[1] == marks[2] != []  # by which the living widget hides it


def test_the_frame_holds_the_page_that_write_page_writes(case, tmp_path):
    explorer = explore(case, filter=Filter(kinds=("complaint",)), lanes="agency")
    page = write_page(case, tmp_path / "page.html", filter=explorer.filter, lanes="agency")
    assert framed(explorer.still().html) == page.read_text("utf-8")


def test_it_is_the_same_every_time():
    assert explorer_of().still() == explorer_of().still()
    assert explorer_of().still().mark != explorer_of(filter=Filter(text="sued")).still().mark


def test_the_frame_is_a_document_of_its_own():
    html = explorer_of().still().html
    [frame] = re.findall(r"<iframe [^>]*>", re.sub(r'srcdoc="[^"]*"', "", html))
    assert "allow-scripts" in frame
    assert "allow-same-origin" not in frame  # nothing of the page reaches the notebook
    assert 'loading="lazy"' in frame  # not run where the widget hides it
    assert 'title="5 of 5 events: all events"' in frame


def test_the_table_is_in_order_of_time_and_the_undated_last():
    html = explorer_of().still().html
    assert listed(html) == ["ask", DEADLINE, "sue", "tell", "odd"]
    assert set(listed(html)) == set(ALL)
    assert "<button" not in re.sub(r'srcdoc="[^"]*"', "", html)  # nothing would hear it
    assert "As of Apr 14, 2021 · Informational, not legal advice." in html
    assert "mathjax_ignore" in html  # amounts in dollars are no formula
    assert 'aria-label="Apr 14, 2021: News. Told. reported"' in html


def test_the_table_is_of_what_the_filter_keeps():
    assert listed(explorer_of(filter=Filter(kinds=("complaint",))).still().html) == ["sue"]
    assert "No event matches" in explorer_of(filter=Filter(kinds=())).still().html


def test_a_long_table_lists_two_hundred_and_says_how_many_more():
    rows = ({"date": f"{year}", "title": f"Event of {year}"} for year in range(1700, 1703 + MOST_ROWS))
    html = explorer_of(*rows).still().html
    assert len(listed(html)) == MOST_ROWS
    assert "3 more events are not listed here." in html


def test_of_a_page_too_large_for_a_notebook_the_table_is_kept(monkeypatch):
    monkeypatch.setattr(still, "LARGEST", 1000)
    html = explorer_of().still().html
    assert "<iframe" not in html
    assert "sue" in listed(html)


@pytest.mark.parametrize("audience", ["internal", "privileged"])
def test_a_cell_that_shows_more_than_everybody_may_see_says_so(audience):
    rows = [*EVENTS, {"date": "2021-05-01", "title": "Memo", "visibility": audience}]
    explorer = explorer_of(*rows, audience=audience)
    assert f"rows marked internal{' and privileged' if audience == 'privileged' else ''}" in explorer._notice.value
    assert "Clear its outputs before you pass it on" in explorer.still().html
    public = explorer_of(*rows)
    assert public._notice.value == ""
    assert "Memo" not in framed(public.still().html)
    assert "Memo" not in public.still().html


def test_hostile_text_cannot_leave_the_frame():
    wicked = '"></iframe><script>alert(1)</script>&quot;'
    html = still_html(f"<p>{wicked}</p>", wicked, wicked, "<table></table>").html
    tags = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.append((tag, dict(attrs)))

    Reader().feed(html)
    assert [tag for tag, _ in tags if tag != "p"] == ["style", "div", "div", "table", "iframe"]
    [frame] = [attributes for tag, attributes in tags if tag == "iframe"]
    assert frame["srcdoc"] == f"<p>{wicked}</p>"
    assert frame["title"] == wicked
