"""The explorer without a browser: what it keeps, what its controls do, and that it holds nothing withheld."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from html.parser import HTMLParser
from itertools import product
from typing import Any

import ipywidgets
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from timeline import Filter, TimelineError, add_deadlines, explore, read_events, write_page
from timeline.errors import ReleaseError
from timeline.explorer import MOST_BOXES, MOST_ROWS, Explorer, View
from timeline.view import assets

EVENTS = [
    {"id": "ask", "date": "2020-10-20", "kind": "foia_request", "title": "Asked", "agency": "ICE", "matter": "A"},
    {"id": "sue", "date": "2021-04-13", "kind": "complaint", "title": "Sued", "agency": "ICE; DHS", "matter": "A"},
    {"id": "tell", "date": "2021-04-14", "kind": "news", "title": "Told", "matter": "B", "certainty": "reported"},
    {"id": "odd", "date": "TBD", "kind": "vigil", "title": "Stood", "agency": "DHS", "matter": "B", "certainty": "alleged"},
]  # fmt: skip


def explorer_of(*rows: dict[str, str], **options: Any) -> Explorer:  # noqa: ANN401 - those of explore
    return explore(pd.DataFrame(list(rows) or EVENTS).fillna(""), **options)


def all_widgets(widget) -> list[ipywidgets.Widget]:
    """A widget and everything it is made of."""
    found = [widget]
    for value in widget.trait_values().values():
        for part in value if isinstance(value, (tuple, list)) else [value]:
            if isinstance(part, ipywidgets.Widget):
                found += all_widgets(part)
    return found


def control(explorer, label) -> ipywidgets.Widget:
    """The control that a person sees under a label; counts may follow it."""
    found = [
        widget
        for widget in all_widgets(explorer)
        if re.fullmatch(rf"{re.escape(label)}( \(\d+\))?", getattr(widget, "description", ""))
    ]
    assert len(found) == 1, f"{len(found)} controls called {label}"
    return found[0]


def click(explorer, label, value=None) -> None:
    """Do what the browser does when a person uses a control."""
    widget = control(explorer, label)
    if isinstance(widget, ipywidgets.Button):
        widget.click()
    else:
        widget.set_state({"value": value})


def day(text) -> dict[str, int]:
    """A day as a browser sends it."""
    found = date.fromisoformat(text)
    return {"year": found.year, "month": found.month - 1, "date": found.day}


def ids(explorer) -> list[str]:
    return list(explorer.events["id"])


DEADLINE = "ask/ICE/us-foia.determination"


# From the controls to the filter


@pytest.mark.parametrize(
    ("clicks", "wanted", "left"),
    [
        ([], Filter(), ["ask", "sue", "tell", "odd", DEADLINE]),
        # all kinds are ticked; unticking one hides it
        ([("Complaint", False)], Filter(kinds=("foia_request", "deadline", "news", "vigil")), ["ask", "tell", "odd", DEADLINE]),
        # ticked again, the filter is the open one, not one that lists every kind
        ([("Complaint", False), ("Complaint", True)], Filter(), ["ask", "sue", "tell", "odd", DEADLINE]),
        ([("None", None)], Filter(kinds=()), []),
        ([("None", None), ("News", True)], Filter(kinds=("news",)), ["tell"]),
        ([("None", None), ("All", None)], Filter(), ["ask", "sue", "tell", "odd", DEADLINE]),
        # a kind of the writer's own has a readable label
        ([("vigil", False)], Filter(kinds=("foia_request", "deadline", "complaint", "news")), ["ask", "sue", "tell", DEADLINE]),
        # in the others nothing is ticked, and ticking one narrows
        ([("DHS", True)], Filter(agencies=("DHS",)), ["sue", "odd"]),
        ([("DHS", True), ("DHS", False)], Filter(), ["ask", "sue", "tell", "odd", DEADLINE]),
        ([("B", True)], Filter(matters=("B",)), ["tell", "odd"]),
        ([("alleged", True), ("reported", True)], Filter(certainty=("reported", "alleged")), ["tell", "odd"]),
        ([("not stated", True)], Filter(certainty=("",)), ["ask", "sue", DEADLINE]),
        ([("Search", "STOOD")], Filter(text="STOOD"), ["odd"]),
        ([("Overdue only", True)], Filter(overdue=True), []),
        ([("From", day("2021-01-01"))], Filter(window="2021-01-01/.."), ["sue", "tell"]),
        ([("To", day("2021-01-01"))], Filter(window="../2021-01-01"), ["ask", DEADLINE]),
        ([("From", day("2021-04-14")), ("To", day("2021-04-14"))], Filter(window="2021-04-14/2021-04-14"), ["tell"]),
        ([("DHS", True), ("Search", "s"), ("Complaint", False), ("Reset", None)], Filter(), ["ask", "sue", "tell", "odd", DEADLINE]),
    ],
)  # fmt: skip
def test_a_click_changes_filter_table_drawing_and_sentence(clicks, wanted, left):
    explorer = explorer_of()
    for label, value in clicks:
        click(explorer, label, value)
    assert explorer.filter == wanted
    assert ids(explorer) == left
    assert explorer.view.filter == wanted.as_dict()
    among = ["foia_request", "deadline", "complaint", "news", "vigil"]  # the kinds of the table
    assert explorer.sentence() == f"{len(left)} of 5 events: {wanted.sentence(among=among)}"
    assert set(re.findall(r'<tr data-event-id="([^"]+)"', explorer._table.value)) == set(left)


def test_a_window_that_ends_before_it_begins_is_said_in_words_and_can_be_mended():
    explorer = explorer_of()
    click(explorer, "From", day("2021-01-01"))
    kept = explorer.filter
    click(explorer, "To", day("2020-01-01"))
    assert 'role="alert"' in explorer._says.value
    assert "ends before it begins" in explorer._says.value
    assert explorer.filter == kept
    click(explorer, "To", None)
    assert 'role="alert"' not in explorer._says.value
    click(explorer, "To", day("2020-01-01"))
    click(explorer, "Reset")
    assert explorer.filter == Filter()
    assert control(explorer, "To").value is None


def test_values_too_many_to_tick_are_a_list():
    rows = [
        {"date": f"{year}", "title": f"Event {year}", "agency": f"Agency {year}"}
        for year in range(1900, 1901 + MOST_BOXES)
    ]
    explorer = explorer_of(*rows)
    [chooser] = [widget for widget in all_widgets(explorer) if isinstance(widget, ipywidgets.SelectMultiple)]
    chooser.value = ("Agency 1900", "Agency 1901")
    assert len(explorer.events) == 2
    explorer.filter = Filter(agencies=("Agency 1910", "no such agency"))
    assert chooser.value == ("Agency 1910",)
    click(explorer, "Reset")
    assert len(explorer.events) == len(rows)


# From the filter to the controls

FILTERS = [
    Filter(),
    Filter(kinds=("complaint", "news")),
    Filter(kinds=()),
    Filter(agencies=("DHS",)),
    Filter(matters=("A",), certainty=("",)),
    Filter(text="sued"),
    Filter(window="2021-01-01/2021-12-31"),
    Filter(window="../2020-12-31"),
    Filter(window="2021"),
    Filter(overdue=True),
]


@pytest.mark.parametrize(("first", "then"), list(product(FILTERS[:4], FILTERS)), ids=str)
def test_controls_follow_a_filter_and_would_give_it_back(first, then):
    explorer = explorer_of(filter=first)
    seen = []
    explorer.observe(lambda change: seen.append(change["new"]), "filter")
    explorer.filter = then
    assert explorer.filter == then
    assert seen == ([then] if then != first else [])  # no control has answered back
    explorer._read()
    assert explorer.filter == then


def test_a_filter_can_be_kept_as_json_and_set_back():
    explorer = explorer_of(filter=Filter(kinds=("complaint",), agencies=("ICE",)))
    kept = explorer.filter.to_json()
    assert str(explorer.filter) == "complaints at ICE"
    click(explorer, "Reset")
    explorer.filter = Filter.from_json(kept)
    assert ids(explorer) == ["sue"]
    explorer.filter = {"text": "told"}  # its plain values do, too
    assert explorer.filter == Filter(text="told")
    explorer.filter = None
    assert explorer.filter == Filter()


@pytest.mark.parametrize("wrong", [{"kind": ["complaint"]}, "complaint", 7, {"window": "February 30"}])
def test_what_is_no_filter_is_refused_and_changes_nothing(wrong):
    explorer = explorer_of(filter=Filter(text="sued"))
    with pytest.raises(TimelineError):
        explorer.filter = wrong
    assert explorer.filter == Filter(text="sued")
    assert ids(explorer) == ["sue"]


def test_filter_events_and_selected_can_be_observed():
    explorer = explorer_of()
    seen = []
    explorer.observe(lambda change: seen.append(change["name"]), ["filter", "events", "selected"])
    explorer.filter = Filter(kinds=("news",))
    explorer.selected = "tell"
    assert seen == ["events", "filter", "selected"]


def test_the_page_opens_in_the_filter_made_in_the_notebook(case, tmp_path):
    explorer = explore(case, filter=Filter(kinds=("complaint",)))
    page = write_page(case, tmp_path / "page.html", filter=explorer.filter)
    assert (
        page.read_bytes() == write_page(case, tmp_path / "again.html", filter=Filter(kinds=("complaint",))).read_bytes()
    )


# Looks and names


def test_a_theme_is_asked_for_by_name_and_reaches_the_drawing():
    explorer = explorer_of(theme="large")
    assert explorer.theme == explorer.view.theme == "large"
    explorer.theme = "auto"
    assert explorer.view.theme == "auto"
    with pytest.raises(TimelineError, match=r"theme 'pink'.*expected one of auto, light"):
        explorer.theme = "pink"
    with pytest.raises(TimelineError, match="theme 'pink'"):
        explorer_of(theme="pink")
    assert explorer.theme == "auto"


def test_a_title_in_the_list_is_called_by_date_kind_title_and_status():
    names = re.findall(r'<button[^>]* aria-label="([^"]+)"', explorer_of()._table.value)
    assert "Apr 14, 2021: News. Told. reported" in names
    assert "undated: vigil. Stood. alleged" in names
    assert any("Deadline. Answer due from ICE. " in name for name in names)


# The chosen event


def test_the_chosen_event_is_the_same_in_explorer_and_drawing():
    explorer = explorer_of()
    explorer.view.set_state({"selected": "sue"})  # as a click in the drawing does
    assert explorer.selected == "sue"
    explorer.selected = "tell"
    assert explorer.view.selected == "tell"
    explorer.filter = Filter(kinds=("complaint",))  # which hides it
    assert explorer.selected is None
    assert explorer.view.selected is None


def test_an_event_that_is_not_there_cannot_be_chosen():
    explorer = explorer_of()
    with pytest.raises(TimelineError, match="no event tel; did you mean tell"):
        explorer.selected = "tel"


# What the notebook holds


def texts(explorer) -> str:
    """Everything that an explorer sends to a browser or shows to Python, as one text."""
    states = [widget.get_state() for widget in all_widgets(explorer)]
    said = json.dumps([*states, explorer._repr_mimebundle_()], default=lambda value: gzip.decompress(value).decode())
    return f"{said} {explorer!r} {explorer.events.to_csv()} {explorer.events.attrs}"


SEEN = {
    "public": {"public", ""},
    "internal": {"public", "", "internal"},
    "privileged": {"public", "", "internal", "privileged"},
}
VISIBILITY = st.sampled_from(["public", "internal", "privileged", ""])


@examples(max_examples=40)
@given(
    st.lists(VISIBILITY, min_size=4, max_size=4).filter(lambda v: set(v) & {"", "public"}), st.sampled_from(list(SEEN))
)
def test_nothing_withheld_is_in_any_widget(visibilities, audience):
    columns = (
        "title",
        "description",
        "matter",
        "agency",
        "actors",
        "source_title",
        "quote",
        "tags",
        "kind",
        "strategy",
    )
    rows = [
        {"id": f"id{n}", "date": f"2020-0{n + 1}-11", "visibility": visibility, "note": f"secret{n}note"}
        | {name: f"secret{n}{name}" for name in columns}
        for n, visibility in enumerate(visibilities)
    ]
    try:
        explorer = explorer_of(*rows, audience=audience)
    except ReleaseError:
        return  # refused, as a whole
    said = texts(explorer)
    for n, visibility in enumerate(visibilities):
        assert (f"secret{n}title" in said) == (visibility in SEEN[audience])
        assert (f"secret{n}" in said.replace(f"secret{n}note", "")) == (visibility in SEEN[audience])
        assert f"secret{n}note" not in said
    for widget in all_widgets(explorer):
        widget.close()


def test_a_table_with_deadlines_is_released_as_one_without(case):
    one, other = explore(case), explore(add_deadlines(read_events(case)))
    assert one.view.payload == other.view.payload
    assert one._table.value == other._table.value


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</table></div><h1>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "$x$ and $224,000",
]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_cells_are_escaped_wherever_they_are_html(hostile):
    columns = ("id", "title", "matter", "agency", "kind", "source_title", "pinpoint", "display_date", "lane")
    plain = {"date": "2020-10-20", "source_url": "https://example.org/a"} | dict.fromkeys(columns, "x")
    wicked = plain | dict.fromkeys(columns, hostile) | {"source_url": f"https://example.org/{hostile}"}

    def tags(explorer):
        found = []
        for widget in all_widgets(explorer):
            parser = Tags()
            if isinstance(widget, ipywidgets.HTML):
                parser.feed(widget.value)
            found += parser.found
            assert not getattr(widget, "description_allow_html", False)
        parser = Tags()
        parser.feed(explorer._repr_mimebundle_()["text/html"])
        return found + parser.found

    explorer = explorer_of(wicked, filter=Filter(text=hostile))
    assert len(explorer.events) == 1
    assert tags(explorer) == tags(explorer_of(plain))


def test_an_address_that_is_none_is_no_link():
    row = {"date": "2020", "title": "Sued", "source_title": "Here", "source_url": "javascript:alert(1)"}
    said = texts(explorer_of(row))
    assert "<a " not in said
    assert 'href=\\"javascript' not in said


def test_without_widgets_the_cell_shows_the_table_and_always_the_same():
    first, second = explorer_of()._repr_mimebundle_(), explorer_of()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in first
    assert first["text/html"] == second["text/html"]
    assert first["text/plain"] == "<Explorer: 5 of 5 events: all events>"
    assert "Sued" in first["text/html"]
    assert "<button" not in first["text/html"]  # nothing would hear it
    assert "As of Apr 14, 2021 · Informational, not legal advice." in first["text/html"]
    assert "mathjax_ignore" in first["text/html"]  # amounts in dollars are no formula


def test_a_long_table_lists_two_hundred_and_says_how_many_more():
    explorer = explorer_of(
        *({"date": f"{year}", "title": f"Event of {year}"} for year in range(1700, 1703 + MOST_ROWS))
    )
    assert explorer._table.value.count("<tr data-event-id") == MOST_ROWS
    assert "3 more events are drawn above" in explorer._table.value


def test_the_list_is_in_order_of_time_and_the_undated_last():
    assert re.findall(r'<tr data-event-id="([^"]+)"', explorer_of()._table.value) == [
        "ask",
        DEADLINE,
        "sue",
        "tell",
        "odd",
    ]


def test_the_state_saved_in_a_notebook_is_small_and_without_plotly(case):
    explorer = explore(case)
    assert len(texts(explorer)) < 800_000
    state = explorer.view.get_state()
    assert len(state["payload"]) + len(state["late"]) < 60_000
    assert assets.plotly_js()[200:400] not in json.dumps(state, default=repr)
    assert explorer.view.payload == explore(case).view.payload  # the same bytes every time


def test_plotly_is_sent_once_to_whoever_asks(monkeypatch):
    view = explorer_of().view
    sent = []
    monkeypatch.setattr(View, "send", lambda _self, content, buffers: sent.append((content, buffers)))
    view._handle_custom_msg({"type": "something else"}, [])
    view._handle_custom_msg({"type": "plotly"}, [])
    [(content, [packed])] = sent
    assert content == {"type": "plotly"}
    assert gzip.decompress(packed).decode() == assets.plotly_js()


def test_the_view_says_nothing_of_the_network():
    assert not re.search(r"https?://(?!www\.w3\.org/)", View._esm + View._css)
