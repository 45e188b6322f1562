"""The explorer without a browser: what it keeps, what its controls do, and that it holds nothing withheld."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from itertools import product

import ipywidgets
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.explorer.steps import (
    ALL,
    DEADLINE,
    EVENTS,
    all_widgets,
    click,
    control,
    counts,
    day,
    explorer_of,
    ids,
    texts,
)
from timeline import Filter, TimelineError, add_deadlines, explore, figure, read_events, write_page
from timeline.errors import ReleaseError
from timeline.explorer.controls import MOST_BOXES
from timeline.explorer.drawing import View
from timeline.view import assets

# From the controls to the filter


@pytest.mark.parametrize(
    ("clicks", "wanted", "left"),
    [
        ([], Filter(), ALL),
        # all kinds are ticked; unticking one hides it
        ([("Complaint", False)], Filter(kinds=("foia_request", "deadline", "news", "vigil")), ["ask", "tell", "odd", DEADLINE]),
        # ticked again, the filter is the open one, not one that lists every kind
        ([("Complaint", False), ("Complaint", True)], Filter(), ALL),
        ([("None", None)], Filter(kinds=()), []),
        ([("None", None), ("News", True)], Filter(kinds=("news",)), ["tell"]),
        ([("None", None), ("All", None)], Filter(), ALL),
        # a kind of the writer's own has a readable label
        ([("vigil", False)], Filter(kinds=("foia_request", "deadline", "complaint", "news")), ["ask", "sue", "tell", DEADLINE]),
        # in the others nothing is ticked, and ticking one narrows
        ([("DHS", True)], Filter(agencies=("DHS",)), ["sue", "odd"]),
        ([("DHS", True), ("DHS", False)], Filter(), ALL),
        ([("B", True)], Filter(matters=("B",)), ["tell", "odd"]),
        ([("alleged", True), ("reported", True)], Filter(certainty=("reported", "alleged")), ["tell", "odd"]),
        ([("not stated", True)], Filter(certainty=("",)), ["ask", "sue", DEADLINE]),
        ([("Search", "STOOD")], Filter(text="STOOD"), ["odd"]),
        ([("no answer in this table", True)], Filter(status=("no_answer_recorded",)), [DEADLINE]),
        ([("From", day("2021-01-01"))], Filter(window="2021-01-01/.."), ["sue", "tell"]),
        ([("To", day("2021-01-01"))], Filter(window="../2021-01-01"), ["ask", DEADLINE]),
        ([("From", day("2021-04-14")), ("To", day("2021-04-14"))], Filter(window="2021-04-14/2021-04-14"), ["tell"]),
        ([("DHS", True), ("Search", "s"), ("Complaint", False), ("Reset", None)], Filter(), ALL),
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
    assert explorer.sentence() in explorer._says.value


def test_a_window_that_ends_before_it_begins_is_said_in_words_and_can_be_mended():
    explorer = explorer_of()
    click(explorer, "From", day("2021-01-01"))
    kept = explorer.filter
    click(explorer, "To", day("2020-01-01"))
    assert 'role="alert"' in explorer._trouble.value
    assert explorer.error == "The first day comes after the last. Choose an earlier first day, or a later last one."
    assert explorer.error in explorer._says.value  # over the drawing too: below it nobody looks
    assert explorer.filter == kept
    click(explorer, "To", None)
    assert explorer.error == ""
    assert 'role="alert"' not in explorer._trouble.value
    assert "tl-wrong" not in explorer._says.value
    click(explorer, "To", day("2020-01-01"))
    click(explorer, "Reset")
    assert explorer.filter == Filter()
    assert control(explorer, "To").value is None


def test_overdue_only_is_offered_where_something_is():
    hidden, shown = explorer_of(), explorer_of(*EVENTS[:1], EVENTS[1] | {"alleges": "no_response", "request": "ask"})
    assert control(hidden, "Overdue only").layout.display == "none"
    assert control(shown, "Overdue only").layout.display is None
    click(shown, "Overdue only", True)
    assert ids(shown) == [DEADLINE]


def test_the_slider_picks_a_window_and_leaves_its_ends_open():
    explorer = explorer_of()
    [slider] = [widget for widget in all_widgets(explorer) if isinstance(widget, ipywidgets.IntRangeSlider)]
    low, high = slider.value
    assert (slider.min, slider.max) == (low, high)
    slider.set_state({"value": [low + 100, high]})  # as a drag does
    window = explorer.filter.window
    assert window
    assert window.endswith("/..")
    assert control(explorer, "From").value.isoformat() == window[:10]
    explorer.filter = Filter(window="2021-04-14/2021-04-14")
    assert slider.value[0] == slider.value[1] > low
    explorer.filter = Filter(window="1066-01-01/1066-12-31")  # before everything
    assert slider.value == (low, low)
    click(explorer, "Reset")
    assert slider.value == (low, high)


def test_each_choice_says_how_many_events_it_would_show():
    explorer = explorer_of()
    assert counts(explorer) == {
        "FOIA request": 1, "Deadline": 1, "Complaint": 1, "News": 1, "vigil": 1, "A": 3, "B": 2, "ICE": 3, "DHS": 2,
        "reported": 1, "alleged": 1, "not stated": 3, "no answer in this table": 1,
    }  # fmt: skip
    click(explorer, "DHS", True)
    now = counts(explorer)
    assert (now["Complaint"], now["News"], now["ICE"], now["DHS"]) == (1, 0, 3, 2)  # agencies are as if none was ticked
    click(explorer, "Complaint", False)
    assert counts(explorer)["ICE"] == 2
    click(explorer, "Reset")
    assert counts(explorer)["ICE"] == 3


def test_the_density_picture_shows_what_is_kept_at_any_time():
    explorer = explorer_of(*({"date": f"2020-{month:02}-15", "title": "x", "kind": "news"} for month in range(1, 13)))
    picture = explorer._controls.time._picture
    assert picture.value.count("<rect") == 12
    assert "tl-density-rest" not in picture.value
    explorer.filter = Filter(window="2020-07-01/..")
    assert picture.value.count("<rect") == 12
    assert picture.value.count("tl-density-rest") == 6
    explorer.filter = Filter(text="nothing")
    assert picture.value.count("<rect") == 0


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


def test_a_choice_that_nothing_can_match_is_told_with_what_was_meant():
    explorer = explorer_of(filter=Filter(agencies=("ice",), kinds=("complaint", "zzz")))
    assert "Agency: ice is not in this table. Did you mean ICE?" in explorer._says.value
    assert "Kind: zzz is not in this table." in explorer._says.value
    explorer.filter = Filter(agencies=("ICE",))
    assert "not in this table" not in explorer._says.value


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "1 of them may lie outside this time: its date is known in part. "
                "1 undated event, which may lie within it, is left out."
            ),
        ),
        (
            "es",
            (
                "1 de ellos puede quedar fuera de este período: su fecha se conoce en parte. "
                "1 evento sin fecha, que puede caer dentro, se omite."
            ),
        ),
    ],
)
def test_a_time_asked_for_says_what_is_not_known_to_lie_in_it(lang, said):
    table = pd.DataFrame({"date": ["2020-03-05", "2020", "TBD"], "title": ["Asked", "Sued", "Answered"]})
    explorer = explore(table, filter=Filter(window="2020-03"), lang=lang)
    assert f'<p class="tl-unsure">{said}</p>' in explorer._says.value
    explorer.filter = Filter()
    assert "tl-unsure" not in explorer._says.value


def test_filter_events_and_selected_can_be_observed():
    explorer = explorer_of()
    seen = []
    explorer.observe(lambda change: seen.append(change["name"]), ["filter", "events", "selected"])
    explorer.filter = Filter(kinds=("news",))
    explorer.selected = "tell"
    assert seen == ["events", "filter", "selected"]


def test_undo_and_redo_go_through_the_filters():
    explorer = explorer_of()
    assert control(explorer, "Undo").disabled
    assert control(explorer, "Redo").disabled
    click(explorer, "DHS", True)
    click(explorer, "Complaint", False)
    both = explorer.filter
    click(explorer, "Undo")
    assert explorer.filter == Filter(agencies=("DHS",))
    assert control(explorer, "Complaint").value
    click(explorer, "Undo")
    assert explorer.filter == Filter()
    assert control(explorer, "Undo").disabled
    click(explorer, "Undo")  # nothing to go back to
    explorer.undo()
    assert explorer.filter == Filter()
    click(explorer, "Redo")
    click(explorer, "Redo")
    assert explorer.filter == both
    assert control(explorer, "Redo").disabled
    click(explorer, "Undo")
    click(explorer, "News", False)  # another way on: what was undone is gone
    assert control(explorer, "Redo").disabled
    click(explorer, "Reset")
    click(explorer, "Undo")
    assert explorer.filter.agencies == ("DHS",)


def test_a_word_that_is_typed_is_one_step_back():
    explorer = explorer_of()
    for typed in ("s", "su", "sue"):
        click(explorer, "Search", typed)
    click(explorer, "DHS", True)
    click(explorer, "Search", "sued")
    click(explorer, "Undo")
    click(explorer, "Undo")
    assert explorer.filter == Filter(text="sue")
    click(explorer, "Undo")
    assert explorer.filter == Filter()


# Lanes, day and time


def test_lanes_are_chosen_and_set():
    explorer = explorer_of()
    control(explorer, "Lanes").set_state({"index": 1})  # as the browser sends it
    assert explorer.lanes == "agency"
    drawn = json.loads(gzip.decompress(explorer.view.payload))
    assert [lane["name"] for lane in drawn["scene"]["lanes"]][-1] == "No agency named"
    explorer.filter = Filter(kinds=("complaint",))
    explorer.lanes = "kind"
    assert control(explorer, "Lanes").value == "kind"
    assert explorer.view.filter == {"kinds": ["complaint"]}
    with pytest.raises(TimelineError, match="lanes by 'colour'"):
        explorer.lanes = "colour"


def test_the_day_is_chosen_and_set_and_what_is_said_of_it_follows():
    explorer = explorer_of(filter=Filter(kinds=("deadline",)))
    assert explorer.as_of == "2021-04-14"  # the latest date in the table
    assert explorer.events["status"].tolist() == ["no_answer_recorded"]
    click(explorer, "As of", day("2020-11-01"))
    assert explorer.as_of == "2020-11-01"
    assert explorer.events["status"].tolist() == ["pending"]
    assert explorer.filter == Filter(kinds=("deadline",))
    explorer.as_of = "2020-11-20"
    assert control(explorer, "As of").value.isoformat() == "2020-11-20"
    assert explorer.events["status"].tolist() == ["no_answer_recorded"]
    with pytest.raises(TimelineError):
        explorer.as_of = "2020-13-45"
    assert explorer.as_of == "2020-11-20"
    explorer.as_of = None  # the table's own
    assert explorer.as_of == "2021-04-14"


def test_the_time_shown_is_told_and_set():
    explorer = explorer_of(window="2020-01/2020-06")
    assert explorer.window == explorer.view.window == "2020-01-01/2020-06-30"
    explorer.view.set_state({"window": "2020-02-01/2020-03-01"})  # as a drag in the drawing does
    assert explorer.window == "2020-02-01/2020-03-01"
    explorer.window = None
    assert explorer.view.window is None
    for wrong in ("2020-01-01", "2021/2020", "../2020", "soon"):
        with pytest.raises(TimelineError):
            explorer.window = wrong
    assert explorer.window is None


def test_the_figure_is_the_one_of_what_is_shown(case):
    explorer = explore(case, filter=Filter(agencies=("ICE",)), lanes="agency", window="2020-01-01/2020-12-31")
    drawn = figure(case, filter=explorer.filter, lanes="agency", window="2020-01-01/2020-12-31")
    assert explorer.figure().to_json() == drawn.to_json()
    assert list(drawn.layout.xaxis.range) == ["2020-01-01", "2020-12-31"]


# What goes wrong


def test_what_fails_unforeseen_is_said_and_reaches_the_log(monkeypatch, caplog):
    explorer = explorer_of()
    monkeypatch.setattr(type(explorer), "_page", lambda _self: 1 / 0)
    click(explorer, "Save page")
    assert "ZeroDivisionError" in caplog.text
    assert "That did not work; the timeline is as it was (ZeroDivisionError" in explorer.error
    assert 'role="alert"' in explorer._trouble.value


def test_what_fails_in_the_browser_is_known_to_python():
    explorer = explorer_of()
    explorer.view.set_state({"error": "The timeline cannot be drawn here."})
    assert explorer.error == "The timeline cannot be drawn here."


# What is saved and copied


@pytest.fixture
def sent(monkeypatch):
    """What is sent to the browser besides its state."""
    found: list[tuple[dict[str, str], list[bytes]]] = []
    monkeypatch.setattr(View, "send", lambda _self, content, buffers=None: found.append((content, buffers or [])))
    return found


def test_save_page_gives_the_page_that_write_page_writes(case, sent, tmp_path):
    explorer = explore(case, filter=Filter(kinds=("complaint",)), lanes="agency", window="2020-01-01/2021-01-01")
    click(explorer, "Save page")
    [(content, [page])] = sent
    assert content == {"type": "save", "name": "events.html"}
    made = write_page(
        case, tmp_path / "events.html", filter=explorer.filter, lanes="agency", window="2020-01-01/2021-01-01"
    )
    assert page == made.read_bytes()


def test_copy_link_gives_the_address_of_the_view_in_that_page(sent):
    explorer = explorer_of(filter=Filter(kinds=("complaint",)), window="2020-01-01/2020-12-31", selected="sue")
    click(explorer, "Copy link")
    [(content, [])] = sent
    wanted = "timeline.html#filter=%7B%22kinds%22%3A%5B%22complaint%22%5D%7D&event=sue&window=2020-01-01/2020-12-31"
    assert content == {"type": "copy", "text": wanted, "said": content["said"]}
    assert "timeline.html" in content["said"]


def test_copy_as_code_gives_the_code(sent):
    explorer = explorer_of(theme="large")
    click(explorer, "Copy as code")
    assert [content["text"] for content, _ in sent] == [explorer.code]


def test_a_file_that_is_not_for_everybody_says_so_in_its_name(sent):
    explorer = explorer_of(*EVENTS, {"date": "2021", "title": "Memo", "visibility": "internal"}, audience="internal")
    click(explorer, "Save page")
    assert sent[0][0]["name"] == "timeline-internal.html"


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
    explorer.close()


def test_a_table_with_deadlines_is_released_as_one_without(case):
    one, other = explore(case), explore(add_deadlines(read_events(case)))
    assert one.view.payload == other.view.payload
    assert one.still() == other.still()


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
        parser.feed(explorer.still().html)
        return found + parser.found

    explorer = explorer_of(wicked, filter=Filter(text=hostile))
    assert len(explorer.events) == 1
    assert tags(explorer) == tags(explorer_of(plain))


def test_an_address_that_is_none_is_no_link():
    row = {"date": "2020", "title": "Sued", "source_title": "Here", "source_url": "javascript:alert(1)"}
    said = texts(explorer_of(row))
    assert "<a " not in said
    assert 'href=\\"javascript' not in said


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
