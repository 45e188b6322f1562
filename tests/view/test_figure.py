"""The plain Plotly figure: complete, deterministic, escaped, and without a word of what is withheld."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from tests.rows import SUED, read, request, row, suit
from timeline import Filter, add_deadlines, figure, read_events
from timeline.errors import OutputError, ReleaseError
from timeline.view import assets
from timeline.view.layout import LANES, MARKS, STACK, Band, arrange
from timeline.view.release import release
from timeline.view.scene import scene
from timeline.view.shapes import Lane
from timeline.view.theme import THEMES, theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

HOSTILE = ["<b>bold</b>", "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '<a href="javascript:alert(1)">x</a>', "&lt;b&gt; &amp;", "</style><br>"]  # fmt: skip


@pytest.fixture(scope="module")
def drawn(case):
    return figure(case)


def plain(fig: go.Figure) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(fig.to_json())
    return found


def walk(value: object) -> list[Any]:
    if isinstance(value, dict):
        return [value, *(x for one in value.values() for x in walk(one))]
    return [value, *(x for one in value for x in walk(one))] if isinstance(value, list) else [value]


def strings(fig: go.Figure) -> list[str]:
    return [text for text in walk(plain(fig)) if isinstance(text, str)]


def test_everything_is_a_plain_list(drawn):
    values = plain(drawn)
    assert not [one for one in walk(values) if isinstance(one, dict) and "bdata" in one], "no base64 arrays"
    for trace in values["data"]:
        assert all(isinstance(trace[name], list) for name in ("x", "y", "ids", "customdata"))


def test_every_point_names_its_event_and_has_an_id_of_its_own(drawn, case):
    ids, known = [], set(release(case)["id"])
    for trace in plain(drawn)["data"]:
        assert len(trace["ids"]) == len(trace["customdata"]) == len(trace["x"]) == len(trace["y"])
        assert set(trace["customdata"]) <= known
        ids += trace["ids"]
    assert len(ids) == len(set(ids))


def test_every_dated_event_of_the_real_case_has_a_mark_or_a_bar(drawn, case):
    table = release(case)
    points = {
        name
        for trace in plain(drawn)["data"]
        if trace["meta"]["role"] in ("mark", "bar")
        for name in trace["customdata"]
    }
    assert set(table.loc[~table["date"].isin(["", "TBD"]), "id"]) <= points


def test_time_is_an_axis_of_dates_and_shows_what_the_settings_say(drawn):
    axis = plain(drawn)["layout"]["xaxis"]
    assert (axis["type"], axis["range"]) == ("date", ["2020-01-01", "2021-06-30"])
    for trace in plain(drawn)["data"]:
        for day in trace["base"] if trace["type"] == "bar" else trace["x"]:
            assert day is None or str(date.fromisoformat(day)) == day


def test_the_same_table_gives_the_same_bytes(drawn, case):
    assert figure(case).to_json() == drawn.to_json()
    assert figure(read_events(case)).to_json() == drawn.to_json()
    assert figure(add_deadlines(read_events(case))).to_json() == drawn.to_json()


def marks(fig: go.Figure) -> dict[str, dict[str, Any]]:
    return {
        name: trace for trace in plain(fig)["data"] if trace["meta"]["role"] == "mark" for name in trace["customdata"]
    }


def test_approximate_marks_are_hollow_and_other_accounts_grey():
    found = marks(
        figure(
            read(
                row("order", SUED, id="sure"),
                row("order", f"{SUED}~", id="about"),
                row("order", "2021-05-01", id="told", claim_of="sure"),
            )
        )
    )
    color = theme().color("order")
    assert found["sure"]["marker"]["color"] == color
    assert found["about"]["marker"]["color"] == theme().tint(color, 0.22)
    assert found["about"]["marker"]["line"]["color"] == color
    assert found["told"]["marker"]["color"] == theme().colors["paper"]
    assert found["told"]["marker"]["line"]["color"] == theme().colors["claim"]
    assert len({trace["marker"]["symbol"] for trace in found.values()}) == 1


def test_every_kind_has_its_shape():
    found = marks(
        figure(
            read(
                *(
                    row(kind, f"2021-0{n}-01", id=kind)
                    for n, kind in enumerate(("news", "order", "contract", "leak"), 1)
                )
            )
        )
    )
    assert {kind: trace["marker"]["symbol"] for kind, trace in found.items()} == {
        "news": "circle-dot",
        "order": "hexagon",
        "contract": "square",
        "leak": "octagon",
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_cell_holds_is_text_wherever_it_is_drawn(text):
    rows = [
        request(title=text, agency=text, matter=text),
        suit(title=text, agency=text, matter=text, source_title=text),
        row("news", SUED, title=text, matter="M", display_date=text),
        row("news", "2021-01-01", title="n", matter=text, lane=text + "2"),
        row("foia_request", "2021-01", title=text, source_title=text, claim_of="r", agency="", matter=text),
    ]
    ours = ("<b>", "</b>", "<i>", "</i>", "<br>", '<span style="font-size:14px">', "</span>")
    for said in strings(figure(read(*rows, as_of=SUED, title=text))):
        if said in {row_["id"] for row_ in rows if "id" in row_} or said.startswith("r/"):
            continue  # an id is no text that Plotly draws
        rest = said
        for tag in ours:
            rest = rest.replace(tag, "")
        assert "<" not in rest
        assert text not in said or "<" not in text


def test_nothing_of_a_withheld_row_is_in_the_figure():
    hush = {
        "visibility": "privileged",
        "title": "hush",
        "source_title": "hush",
        "agency": "hush",
        "id": "hush",
        "matter": "hush",
    }
    table = read(
        request(note="hush"),
        suit(),
        row("news", "2024-01-01", **hush),
        row("foia_request", ASKED_SECRETLY, **{**hush, "id": "hush2"}),
        lanes=["hush", "M"],
    )
    assert not [said for said in strings(figure(table)) if "hush" in said or "2024" in said]
    assert [said for said in strings(figure(table, audience="privileged")) if "hush" in said]


ASKED_SECRETLY = "2020-06-10"


def test_a_figure_that_would_say_more_for_what_is_withheld_is_refused():
    with pytest.raises(ReleaseError):
        figure(read(request(), row("determination", "2020-11-10", visibility="internal"), as_of=SUED))


EDGES = {
    "no event": [],
    "one event": [row("news", SUED)],
    "only undated events": [row("news", "TBD"), request("TBD")],
    "the first day": [row("news", "0001-01-01")],
    "the last day": [row("news", "9999-12-31")],
    "all the years": [row("news", "0001-01-01"), row("news", "9999-12-31"), row("event", "0001/9999")],
    "open at the calendar's ends": [
        row("news", "[..0001-01-01]"),
        row("news", "[9999-12-31..]"),
        row("event", "9999-12-31/.."),
    ],
    "a request in the last year": [request("9999-12-01")],
    "no matter, no agency": [row("news", SUED, matter="", agency="")],
    "a thousand on one day": [row("news", SUED, title=f"News {n}") for n in range(1000)],
    "a very long title": [row("news", SUED, title="word " * 2000, matter="matter " * 200)],
    "right to left": [row("news", SUED, title="بيان صحفي", matter="קייס")],
}


@pytest.mark.parametrize("name", EDGES)
def test_a_table_at_the_edge_can_be_drawn(name):
    fig = figure(read(*EDGES[name]))
    assert fig.layout.height > 0
    low, high = fig.layout.xaxis.range
    assert date.fromisoformat(low) < date.fromisoformat(high)


@pytest.mark.parametrize("width", [320, 768, 1280, 3000])
def test_labels_stay_on_the_paper(case, width):
    fig = figure(case, width=width)
    for note in fig.layout.annotations:
        if note.yref == "y" and note.xanchor == "left":
            assert 0 <= note.x <= 1


HELD_APART = {
    "a clock with accounts": [
        request(), suit(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-11-09"),
        row("foia_request", "2021-01", source_title="Press", claim_of="r"),
    ],
    "marks of one day": [row("news", SUED, title=f"News {n}") for n in range(4)],
    "two agencies": [request(agency="ICE; DHS"), suit(agency="ICE; DHS"), row("news", "2020-10")],
    "nothing": [],
}  # fmt: skip


def test_a_filter_narrows_the_figure(case):
    few = figure(case, filter=Filter(kinds=("complaint",)))
    names = {name for trace in plain(few)["data"] for name in trace["customdata"]}
    table = release(case)
    assert names == set(table.loc[table["kind"].eq("complaint") & table["date"].ne(""), "id"])


def lane_names(fig: go.Figure) -> list[str]:
    return [note["text"] for note in plain(fig)["layout"]["annotations"] if note["xanchor"] == "right"]


def test_a_lane_that_a_filter_leaves_empty_is_left_out():
    table = read(
        row("news", SUED, matter="N"), request(), row("order", SUED, matter="O"), row("news", "TBD", matter="U")
    )
    assert lane_names(figure(table)) == ["N", "M", "O", "U"]
    assert lane_names(figure(table, filter=Filter(kinds=("news", "order")))) == ["N", "O"]
    assert lane_names(figure(table, filter=Filter(kinds=()))) == []


def test_an_undated_event_is_counted_under_the_figure():
    fig = figure(read(row("news", "TBD"), row("news", SUED)))
    assert any("1 undated event is in the table only." in note["text"] for note in plain(fig)["layout"]["annotations"])


def legend_of(*rows: dict[str, str], kinds: tuple[str, ...] | None = None) -> str:
    return " ".join(
        note["text"]
        for note in plain(figure(read(*rows, as_of=SUED), filter=Filter(kinds=kinds)))["layout"]["annotations"]
    )


def test_only_signs_that_are_drawn_are_explained():
    silent, alone = legend_of(request(), row("news", SUED)), legend_of(row("news", SUED))
    assert "Empty outlined bar: no answer in this table" in silent
    assert "Hatched bar" not in silent
    assert "bar" not in alone
    assert "A number" not in silent
    assert "Empty outlined" not in legend_of(request(), row("news", SUED), kinds=("news",))


# Themes. --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_draws_the_same_in_its_own_colours(case, drawn, name):
    fig = figure(case, theme=name, width=round(1280 * theme(name).scale))
    layout, colors = plain(fig)["layout"], theme(name).colors
    assert layout["paper_bgcolor"] == colors["paper"]
    assert layout["font"]["color"] == colors["ink"]
    points = [
        [trace["customdata"] for trace in plain(one)["data"] if trace["meta"]["role"] == "mark"] for one in (fig, drawn)
    ]
    assert points[0] == points[1]


def test_a_theme_that_there_is_not_is_named_with_those_there_are():
    with pytest.raises(OutputError, match="light, dark, contrast, print, large"):
        figure(read(row("news", SUED)), theme="sepia")


def test_a_large_theme_enlarges_letters_marks_and_room_alike():
    table = read(request(), suit())
    plain_, large = figure(table), figure(table, theme="large")
    assert large.layout.font.size == plain_.layout.font.size * 1.5
    assert large.layout.height > plain_.layout.height * 1.4
    sizes = [
        {trace["name"]: trace["marker"]["size"] for trace in plain(fig)["data"] if trace["meta"]["role"] == "mark"}
        for fig in (plain_, large)
    ]
    assert {kind: size * 1.5 for kind, size in sizes[0].items()} == sizes[1]


# Very many. -----------------------------------------------------------------------------------------------------


def many(events: int, matters: int) -> pd.DataFrame:
    days = pd.date_range("2010-01-01", "2020-12-31", periods=events).strftime("%Y-%m-%d")
    return read(*(row("news", day, title=f"News {n}", matter=f"M{n % matters}") for n, day in enumerate(days)))


MANY = [(10, 1), (3000, 1), (3000, 40), (1000, 300)]


@pytest.mark.parametrize(("events", "matters"), MANY)
def test_however_many_events_few_marks_are_drawn_and_each_event_is_counted_once(events, matters):
    table = many(events, matters)
    out = arrange(scene(table.pipe(release)), 1036, further=lambda n: f"{n} more")
    assert len(out.dots) <= MARKS
    assert len(out.bands) == min(matters, LANES)
    counted = [mark.id for dot in out.dots for mark in dot.marks]
    assert sorted(counted) == sorted(table["id"])
    if events == 10:
        assert all(len(dot.marks) == 1 for dot in out.dots)


def test_lanes_past_a_hundred_share_the_last():
    fig = figure(many(1000, 300))
    assert lane_names(fig)[-1] == "and 201 further lanes"


def test_a_counted_mark_says_how_many_and_which():
    fig = figure(
        read(
            *(row("news", SUED, title=f"News {n}", id=f"n{n}") for n in range(12)),
            row("order", SUED, id="o", tags="key"),
        )
    )
    (trace,) = [trace for trace in plain(fig)["data"] if trace["meta"]["role"] == "cluster"]
    assert (trace["text"], trace["customdata"]) == (["13"], ["o"])
    assert trace["hovertext"][0].startswith("<b>13 events</b><br>")
    assert "A number: that many events close together" in " ".join(
        note["text"] for note in plain(fig)["layout"]["annotations"]
    )


@pytest.mark.parametrize("name", [*HELD_APART])
def test_lanes_do_not_overlap_and_everything_is_inside_its_own(name):
    out = arrange(scene(release(read(*HELD_APART[name], as_of=SUED))), 1036)
    edge = 0.0
    for band in out.bands:
        assert band.top == edge
        assert band.top < band.y < band.top + band.height
        edge += band.height
        assert band.level(band.lane.accounts) < edge
    assert out.height == edge
    places = [(dot.mark.lane, out.y_of_mark(dot.mark)) for dot in out.dots]
    for lane, y in [*places, *((bar.lane, out.y_of_bar(bar)) for bar in out.scene.bars)]:
        assert out.band(lane).top < y < out.band(lane).top + out.band(lane).height


def test_the_title_is_the_settings_and_the_subtitle_what_holds(drawn):
    title = drawn.layout.title.text
    assert title.startswith("<b>Who asked for the Clearview AI records, and when an answer was due</b><br>")
    assert "late under every dated account, by at least 43 days." in title.replace(
        '</span><br><span style="font-size:14px">', " "
    )


def test_the_as_of_day_is_drawn_and_printed(drawn):
    layout = plain(drawn)["layout"]
    assert [(shape["x0"], shape["x1"]) for shape in layout["shapes"] if shape["name"] == "as_of"] == [(SUED, SUED)]
    assert any("As of Apr 13, 2021." in note["text"] for note in layout["annotations"])
    assert any("not legal advice" in note["text"] for note in layout["annotations"])


def test_a_path_or_anybodys_frame_is_accepted(tmp_path):
    raw = pd.DataFrame([request(), suit()])
    raw.to_csv(tmp_path / "events.csv", index=False)
    assert (
        figure(raw).to_json()
        == figure(tmp_path / "events.csv").to_json()
        == figure(str(tmp_path / "events.csv")).to_json()
    )


def test_plotly_is_told_to_upload_nothing():
    assert assets.CONFIG["showSendToCloud"] is False
    assert assets.CONFIG["plotlyServerURL"] == ""
    assert assets.CONFIG["displaylogo"] is False


def test_an_account_stands_under_the_marks_of_its_lane():
    band = Band(Lane("request to ICE", accounts=1), stack=2)
    assert band.level(1) > band.y + STACK * band.stack
    assert band.level(1) < band.top + band.height
