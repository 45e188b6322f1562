"""What is drawn: every dated event somewhere, and nothing that looks surer than its row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.rows import DUE, RULE, SUED, read, request, row, suit
from timeline import filter_events
from timeline.view.release import release
from timeline.view.scene import scene

if TYPE_CHECKING:
    from timeline.view.shapes import Scene

D = f"r/ICE/{RULE}"


def draw(*rows: dict[str, str], as_of: str = SUED, **settings: object) -> Scene:
    return scene(release(read(*rows, as_of=as_of, **settings)))


def styles(drawn: Scene, name: str) -> Counter[str]:
    return Counter(bar.style for bar in drawn.bars if bar.id == name)


def texts(drawn: Scene, name: str) -> list[str]:
    return [" ".join(filter(None, (label.date, label.text))) for label in drawn.labels if label.id == name]


# How a date looks. ----------------------------------------------------------------------------------------------

LOOKS = [
    ("2020-10-20", "solid", {}),
    ("2020-10-20~", "hollow", {}),
    ("2020-10-20?", "hollow", {}),
    ("2020-10", "hollow", {"bracket": 1}),
    ("[2020-10-19..2020-10-20]", "hollow", {"bracket": 1}),
    ("[..2020-10-20]", "hollow", {"fade": 6}),
    ("[2020-10-20..]", "hollow", {"fade": 6}),
    ("2020-10-01/2020-10-20", "solid", {"span": 1}),
    ("2020-10-01~/2020-10-20", "hollow", {"span": 1}),
    ("2020-10-01/..", "solid", {"span": 1, "fade": 6}),
    ("../2020-10-20", "solid", {"span": 1, "fade": 6}),
]


@pytest.mark.parametrize(("when", "look", "bars"), LOOKS)
def test_a_date_looks_as_sure_as_it_is(when, look, bars):
    drawn = draw(row("news", when, id="n"))
    (mark,) = drawn.marks
    assert (mark.id, mark.look) == ("n", look)
    assert styles(drawn, "n") == bars


@pytest.mark.parametrize(
    ("when", "bars"), [("2021-01-20", {}), ("2021-01", {"claim_within": 1}), ("[..2021-01-20]", {"fade": 6})]
)
def test_another_account_has_a_look_of_its_own_whatever_its_date(when, bars):
    drawn = draw(row("news", SUED, id="n"), row("news", when, id="claim", claim_of="n"))
    assert {mark.id: mark.look for mark in drawn.marks} == {"n": "solid", "claim": "claim"}
    assert styles(drawn, "claim") == bars
    assert all(bar.kind == "" for bar in drawn.bars if bar.id == "claim"), "no colour of an event's"
    assert [(line.id, line.style) for line in drawn.lines] == [("claim", "claim")]


def test_an_undated_event_is_counted_and_not_drawn():
    drawn = draw(row("news", "TBD", id="n"), row("news", SUED))
    assert "n" not in {mark.id for mark in drawn.marks}
    assert drawn.notes[-1] == "1 undated event is in the table only."


def test_the_writers_own_words_for_a_date_are_its_label():
    assert texts(draw(row("news", SUED, id="n", display_date="that Tuesday", title="News")), "n") == [
        "that Tuesday News"
    ]


# Clocks. --------------------------------------------------------------------------------------------------------

CLOCKS = {
    "silence reported": ([request(), suit()], {"running": 1, "overdue": 1}, ["answer due Nov 18¹", "no answer: 146 days late"]),
    "no answer in the table": ([request(), row("news", SUED)], {"running": 1, "silent": 1}, ["answer due Nov 18¹", "no answer in this table"]),
    "not yet due": ([request("2021-04-01")], {"running": 1}, ["answer due Apr 29¹"]),
    "answered in time": ([request(), row("determination", "2020-11-10")], {"running": 1}, ["answer due Nov 18¹"]),
    "answered late": ([request(), row("determination", "2020-11-19")], {"running": 1, "late": 1}, ["answer due Nov 18¹", "answered 1 day late"]),
    "filed within a month": ([request("2021-01"), suit()], {"within": 1, "running": 1, "overdue": 1}, ["answer due by Mar 1¹", "no answer: at least 43 days late"]),
    "filed on or before": ([request("[..2020-10-20]"), suit()], {"fade": 6, "running": 1, "overdue": 1}, ["answer due by Nov 18¹", "no answer: at least 146 days late"]),
    "approximate": ([request("2020-10-20~"), suit()], {"running": 1}, ["answer due about Nov 18¹", "only an approximate date is known"]),
    "dated by the suit": ([request(f"[..{SUED}]"), suit()], {"fade": 6}, ["no source dates this request: no due date computed"]),
    "paused": ([request(), row("clarification", "2020-10-26")], {}, ["clock stopped, no reply recorded: no due date computed"]),
    "no rule": ([request(jurisdiction="us-zz")], {}, ["no rule known for this jurisdiction: no due date computed"]),
    "undated": ([request("TBD")], {}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", CLOCKS)
def test_a_clock(name):
    rows, bars, labels = CLOCKS[name]
    drawn = draw(*rows)
    deadline = (
        next((bar.id for bar in drawn.bars if "/" in bar.id), D)
        if rows[0]["jurisdiction"] != "us-zz"
        else "r/ICE/no-rule"
    )
    assert styles(drawn, deadline) == bars
    assert texts(drawn, deadline) == labels


@pytest.mark.parametrize(
    ("rows", "start", "end"),
    [
        ([request(), suit()], DUE, SUED),
        ([request(), suit("2021-02-01")], DUE, "2021-02-01"),
        ([request(), suit("2021-02")], DUE, "2021-02-01"),  # the suit's first day: no further than is known
        (
            [request(), row("no_response", "2021-01-15")],
            DUE,
            "2021-01-15",
        ),  # and silence no further than it is reported
        ([request("2021-01"), suit()], "2021-03-01", SUED),
    ],
)
def test_the_overdue_part_lies_between_the_due_date_and_what_stopped_the_clock(rows, start, end):
    (bar,) = [bar for bar in draw(*rows).bars if bar.style == "overdue"]
    assert (bar.start, bar.end) == (start, end)


def test_nothing_is_hatched_without_a_report_of_silence():
    drawn = draw(request(), suit(alleges=""), row("production", "2021-01-01"))
    assert {"overdue", "late"}.isdisjoint(bar.style for bar in drawn.bars)
    assert all(label.tone != "alert" for label in drawn.labels)


def test_a_suit_is_tied_to_the_clocks_that_it_stopped_and_an_answer_is_not():
    drawn = draw(request(agency="ICE; DHS"), suit(id="s", agency="ICE; DHS"))
    assert [line.id for line in drawn.lines if line.style == "stop"] == ["s", "s"]
    assert not [line for line in draw(request(), row("determination", "2020-11-10")).lines if line.style == "stop"]


def test_the_readings_of_an_account_that_tells_two_dates_are_drawn_at_those_dates():
    claims = [row("foia_request", when, id=when, source_title="Press", claim_of="r") for when in ("2021-01", "2020-12")]
    drawn = draw(request(), suit(), *claims)
    bars = {(bar.id, bar.start, bar.end) for bar in drawn.bars if bar.style == "claim"}
    assert bars == {("2021-01", "2021-01-31", "2021-03-01"), ("2020-12", "2020-12-31", "2021-02-01")}


# Lanes. ---------------------------------------------------------------------------------------------------------


def test_lanes_are_in_the_tables_order_unless_the_settings_say_otherwise():
    rows = [row("news", SUED, matter=name) for name in ("B", "A", "C")]
    assert [lane.name for lane in draw(*rows).lanes] == ["B", "A", "C"]
    assert [lane.name for lane in draw(*rows, lanes=["C", "None", "A"]).lanes] == ["C", "A", "B"]


def test_each_request_has_a_lane_below_its_matter():
    drawn = draw(request(agency="ICE; DHS"), suit(agency="ICE; DHS"), row("news", SUED, matter="N"))
    assert [lane.name for lane in drawn.lanes] == ["M", "request to ICE", "request to DHS", "N"]
    assert [lane.group for lane in drawn.lanes] == [0, 0, 0, 1]


def test_two_requests_to_one_agency_are_told_apart_by_their_dates():
    drawn = draw(request(), request("2020-06", id="q"), suit(request="r; q"))
    assert [lane.name for lane in drawn.lanes] == ["M", "request to ICE, Oct 20, 2020", "request to ICE, Jun 2020"]


def test_lanes_do_not_overlap_and_fill_the_height(case):
    drawn = scene(release(case))
    edge = 0.0
    for lane in drawn.lanes:
        assert lane.top == edge
        assert lane.top < lane.y < lane.top + lane.height
        edge = lane.top + lane.height
    assert drawn.height == edge
    assert all(0 < y < drawn.height for y in (*(mark.y for mark in drawn.marks), *(bar.y for bar in drawn.bars)))


# The whole case, and any table. ---------------------------------------------------------------------------------


def test_every_dated_event_of_the_real_case_is_drawn(case):
    table = release(case)
    drawn = scene(table)
    shapes = {mark.id for mark in drawn.marks} | {bar.id for bar in drawn.bars}
    dated = table[table["date"].ne("") & table["date"].ne("TBD")]
    assert set(dated["id"]) <= shapes


def test_the_notes_of_the_real_case_name_assumptions_sources_and_signs(case):
    first, *rest = scene(release(case)).notes
    assert (
        first
        == "¹ Assuming: received when sent; no extension known; no tolling known. Computed under 5 U.S.C. § 552(a)(6)(A)(i)."
    )
    assert any("Protocol" in note and note.startswith("That no answer had come is reported by") for note in rest)
    assert rest[-1].endswith("in the table only.")


def test_what_a_filter_leaves_is_drawn_without_what_it_took(case):
    table = release(case)
    for kinds in (["deadline"], ["foia_request"], ["complaint"], ["foia_request", "deadline"], ["news"], []):
        drawn = scene(filter_events(table, kinds=kinds))
        kept = set(filter_events(table, kinds=kinds)["id"])
        assert {mark.id for mark in drawn.marks} | {bar.id for bar in drawn.bars} | {
            line.id for line in drawn.lines
        } <= kept


def test_a_clock_whose_receipt_a_filter_took_does_not_crash():
    table = release(read(request(), row("receipt", "2020-10-22"), suit(), as_of=SUED))
    scene(filter_events(table, kinds=["foia_request", "deadline"]))


DATES = st.sampled_from(["2020-10-20", "2020-08", "[..2020-10-20]", "[2021-04-13..]", "2019/2021-05", "2020-01-01/..", "../2021", "2020-10-20~", "TBD", "0001-01-01", "9999-12-31", "[..0001-01-02]", "9999-12", "9999-01-01/.."])  # fmt: skip


@hypothesis_settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["news", "foia_request", "complaint", "receipt", "determination", "leak"]),
            DATES,
            st.sampled_from(["A", "B", ""]),
        ),
        max_size=5,
    )
)
def test_any_table_can_be_drawn(rows):
    table = release(read(*(row(kind, when, matter=matter) for kind, when, matter in rows)))
    drawn = scene(table)
    dated = {name for name, when in zip(table["id"], table["date"], strict=True) if when not in ("", "TBD")}
    assert dated <= {mark.id for mark in drawn.marks} | {bar.id for bar in drawn.bars} | {
        line.id for line in drawn.lines
    }
    assert all(bar.start < bar.end for bar in drawn.bars)
    assert drawn.window[0] < drawn.window[1]
