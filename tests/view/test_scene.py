"""What is drawn: every dated event somewhere, and nothing that looks surer than its row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.rows import ASKED, DUE, RULE, SUED, read, request, row, suit
from timeline import add_deadlines, filter_events
from timeline.errors import OutputError
from timeline.view.layout import arrange
from timeline.view.release import release
from timeline.view.scene import LANES, scene
from timeline.view.shapes import iso

if TYPE_CHECKING:
    from timeline.view.shapes import Scene

D = f"r/ICE/{RULE}"


def draw(*rows: dict[str, str], as_of: str = SUED, **settings: object) -> Scene:
    return scene(release(read(*rows, as_of=as_of, **settings)))


def styles(drawn: Scene, name: str) -> Counter[str]:
    return Counter(bar.style for bar in drawn.bars if bar.id == name)


def texts(drawn: Scene, name: str) -> list[str]:
    labels = (*drawn.labels, *drawn.names)
    return [" ".join(filter(None, (label.date, label.text))) for label in labels if label.id == name]


def stretches(drawn: Scene, *styles: str) -> list[tuple[str, str, str]]:
    """The bars of some styles on the clocks' own lines, with their days."""
    found = [(bar.style, iso(bar.start), iso(bar.end)) for bar in drawn.bars if bar.level == 0]
    return [bar for bar in found if bar[0] in styles]


def readings_of(drawn: Scene) -> list[tuple[str, int, str, str]]:
    """The accounts below a clock: whose they are, on which level, from when to when."""
    return [
        (bar.id, bar.level, iso(bar.start), iso(bar.end))
        for bar in drawn.bars
        if bar.level > 0 and bar.style == "claim"
    ]


def signs_drawn(drawn: Scene) -> set[str]:
    return {shape for mark in drawn.marks for shape in (mark.id,)} | {
        one.id for shapes in (drawn.bars, drawn.ties, drawn.labels, drawn.dues) for one in shapes
    }


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
    assert [(tie.id, tie.style, tie.start, tie.end) for tie in drawn.ties] == [("claim", "claim", "claim", "n")]


def test_an_undated_event_is_counted_and_not_drawn():
    drawn = draw(row("news", "TBD", id="n"), row("news", SUED))
    assert "n" not in signs_drawn(drawn)
    assert drawn.undated == 1


def test_the_writers_own_words_for_a_date_are_its_label():
    assert texts(draw(row("news", SUED, id="n", display_date="that Tuesday", title="News")), "n") == [
        "that Tuesday News"
    ]


# Clocks. --------------------------------------------------------------------------------------------------------

CLOCKS = {
    "silence reported": ([request(), suit()], {"running": 1, "overdue": 1}, ["answer due Nov 18¹", "no answer: 146 days late"]),
    "no answer in the table": ([request(), row("news", SUED)], {"running": 1, "silent": 1}, ["answer due Nov 18¹", "no answer in this table"]),
    "not yet due": ([request("2021-04-01")], {"running": 1, "pending": 1}, ["answer due Apr 29¹"]),
    "filed today": ([request(SUED)], {"pending": 1}, ["answer due May 11¹"]),
    "answered in time": ([request(), row("determination", "2020-11-10")], {"running": 1}, ["answer due Nov 18¹"]),
    "answered late": ([request(), row("determination", "2020-11-19")], {"running": 1, "late": 1}, ["answer due Nov 18¹", "answered 1 day late"]),
    "filed within a month": ([request("2021-01"), suit()], {"within": 1, "running": 1, "overdue": 1}, ["answer due Feb 1–Mar 1¹", "no answer: at least 43 days late"]),
    "filed on or before": ([request("[..2020-10-20]"), suit()], {"fade": 6, "running": 1, "overdue": 1}, ["answer due by Nov 18¹", "no answer: at least 146 days late"]),
    "approximate": ([request("2020-10-20~"), suit()], {"running": 1}, ["answer due about Nov 18¹", "only an approximate date is known"]),
    "dated by the suit": ([request(f"[..{SUED}]"), suit()], {"fade": 6}, ["no source dates this request: no due date computed"]),
    "paused": ([request(), row("clarification", "2020-10-26")], {"running": 1, "tolled": 1, "claim": 1}, ["clock stopped, no reply recorded: no due date computed", "without the pause: due Nov 18, 2020"]),
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
    assert (iso(bar.start), iso(bar.end)) == (start, end)


def test_nothing_is_hatched_without_a_report_of_silence():
    drawn = draw(request(), suit(alleges=""), row("production", "2021-01-01"))
    assert {"overdue", "late"}.isdisjoint(bar.style for bar in drawn.bars)
    assert all(label.tone != "alert" for label in drawn.labels)


ASKED_MORE = row("clarification", "2020-10-26")
TOLD = row("clarification_reply", "2020-11-09")
MORE_TIME = row("extension", "2020-11-10")
HELD = {
    "a question and its reply": (
        [ASKED_MORE, TOLD, suit()],
        [("running", ASKED, "2020-10-26"), ("tolled", "2020-10-26", "2020-11-09"), ("running", "2020-11-09", "2020-12-03"), ("overdue", "2020-12-03", SUED)],
    ),
    "a question that nobody answered, up to the as-of day": (
        [ASKED_MORE],
        [("running", ASKED, "2020-10-26"), ("tolled", "2020-10-26", SUED)],
    ),
    "or up to the suit, after which nobody says that it stands": (
        [ASKED_MORE, suit("2021-02-01")],
        [("running", ASKED, "2020-10-26"), ("tolled", "2020-10-26", "2021-02-01")],
    ),
    "days not known stand on neither side": (
        [row("clarification", "[2020-10-26..2020-10-28]"), row("clarification_reply", "[2020-11-09..2020-11-12]"), suit()],
        [("running", ASKED, "2020-10-26"), ("within", "2020-10-26", "2020-10-28"), ("tolled", "2020-10-28", "2020-11-09"),
         ("within", "2020-11-09", "2020-11-12"), ("running", "2020-11-12", "2020-12-07"), ("overdue", "2020-12-07", SUED)],
    ),
    "a reply known only to have come by a day": (
        [ASKED_MORE, row("clarification_reply", "[..2020-11-09]"), suit()],
        [("running", ASKED, "2020-10-26"), ("within", "2020-10-26", "2020-11-09"), ("running", "2020-11-09", "2020-12-03"), ("overdue", "2020-12-03", SUED)],
    ),
    "about a day is no day on which it surely stood": (
        [row("clarification", "2020-10-26~"), TOLD, suit()],
        [("running", ASKED, "2020-10-26"), ("within", "2020-10-26", "2020-11-09"), ("running", "2020-11-09", "2020-12-03")],
    ),
    "a question after the due date holds nothing": (
        [row("clarification", "2020-12-01"), row("clarification_reply", "2020-12-15"), suit()],
        [("running", ASKED, DUE), ("overdue", DUE, SUED)],
    ),
    "a reply before its question stops no clock": ([row("clarification", "2020-11-09"), row("clarification_reply", "2020-10-26"), suit()], []),
    "an extension": ([MORE_TIME, suit()], [("running", ASKED, DUE), ("extended", DUE, "2020-12-03"), ("overdue", "2020-12-03", SUED)]),
    "an extension that perhaps came too late": (
        [row("extension", "2020-11"), suit()],
        [("running", ASKED, DUE), ("within", DUE, "2020-12-03"), ("overdue", "2020-12-03", SUED)],
    ),
    "one that did": ([row("extension", "2020-11-20"), suit()], [("running", ASKED, DUE), ("overdue", DUE, SUED)]),
    "both": (
        [ASKED_MORE, TOLD, row("extension", "2020-11-18"), suit()],
        [("running", ASKED, "2020-10-26"), ("tolled", "2020-10-26", "2020-11-09"), ("running", "2020-11-09", "2020-12-03"),
         ("extended", "2020-12-03", "2020-12-17"), ("overdue", "2020-12-17", SUED)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
def test_what_held_the_clock_is_drawn_where_it_surely_did(name):
    rows, expected = HELD[name]
    drawn = draw(request(), *rows)
    assert stretches(drawn, "running", "tolled", "extended", "within", "overdue") == expected


def test_what_of_the_time_to_answer_is_left_is_told_from_what_has_gone():
    drawn = draw(request("2021-04-01"))
    assert stretches(drawn, "running", "pending") == [("running", "2021-04-01", SUED), ("pending", SUED, "2021-04-29")]


STOPS = {
    "a suit over two requests": ([request(agency="ICE; DHS"), suit(id="s", agency="ICE; DHS")], ["s", "s"]),
    "an answer to two": ([request(agency="ICE; DHS"), row("determination", "2020-12-10", id="d", agency="ICE; DHS")], ["d", "d"]),
    "an answer on the clock's own lane": ([request(), row("determination", "2020-11-10")], []),
    "nothing": ([request(), row("news", SUED)], []),
}  # fmt: skip


@pytest.mark.parametrize("name", STOPS)
def test_what_stopped_a_clock_elsewhere_is_tied_to_its_lane(name):
    rows, expected = STOPS[name]
    drawn = draw(*rows)
    stops = [tie for tie in drawn.ties if tie.style == "stop"]
    assert [tie.start for tie in stops] == expected
    assert [drawn.lanes[tie.lane].clock for tie in stops] == [("r", "ICE"), ("r", "DHS")][: len(expected)]


READINGS = {
    "an account that tells two dates": (
        [row("foia_request", when, id=when, source_title="Press", claim_of="r") for when in ("2021-01", "2020-12")],
        [("2020-12", 1, "2020-12-31", "2021-02-01"), ("2021-01", 2, "2021-01-31", "2021-03-01")],
    ),
    "of the deadline itself": ([row("deadline", "2020-12-01", id="c", source_title="Press", claim_of=D)], [("c", 1, ASKED, "2020-12-01")]),
    "without the pause": ([ASKED_MORE, TOLD], [(D, 1, ASKED, DUE)]),
    "without each and without both": (
        [ASKED_MORE, TOLD, row("extension", "2020-11-18")],
        [(D, 1, ASKED, "2020-12-03"), (D, 2, ASKED, "2020-12-03"), (D, 3, ASKED, DUE)],
    ),
    "without a date": ([row("foia_request", "TBD", id="c", source_title="Press", claim_of="r")], []),
}  # fmt: skip


@pytest.mark.parametrize("name", READINGS)
def test_readings_that_differ_stand_one_above_the_other(name):
    rows, expected = READINGS[name]
    drawn = draw(request(), suit(), *rows)
    assert readings_of(drawn) == expected
    (lane,) = [lane for lane in drawn.lanes if lane.clock]
    assert lane.accounts == len(expected)
    assert {label.level for label in drawn.labels if label.tone == "claim"} == set(range(1, len(expected) + 1))


def test_an_account_that_changes_no_due_date_is_a_mark_on_the_clocks_lane():
    """The same day told again is no other reading, and must not vanish for that."""
    drawn = draw(request(), suit(), row("foia_request", ASKED, id="c", source_title="Press", claim_of="r"))
    (mark,) = [mark for mark in drawn.marks if mark.id == "c"]
    assert (drawn.lanes[mark.lane].clock, mark.look) == (("r", "ICE"), "claim")
    assert readings_of(drawn) == []


WEIGHTS: list[tuple[dict[str, str], int]] = [
    ({"kind": "news"}, 25),
    ({"kind": "complaint"}, 45),
    ({"kind": "news", "tags": "press; key"}, 55),
    ({"kind": "news", "tags": "monkey"}, 25),
]


@pytest.mark.parametrize(("said", "weight"), WEIGHTS)
def test_a_label_weighs_by_its_kind_and_by_what_the_writer_tagged(said, weight):
    drawn = draw(row(date=SUED, **said))
    assert [label.weight for label in drawn.names] == [weight]


def test_an_overdue_clock_weighs_more_than_all_else_of_its_sort():
    heavy = {label.text.split("¹")[0]: label.weight for label in draw(request(), suit()).labels}
    quiet = {label.text.split("¹")[0]: label.weight for label in draw(request(), row("news", SUED)).labels}
    assert heavy == {"answer due Nov 18": 80, "no answer: 146 days late": 90, "filed": 60}
    assert quiet == {"answer due Nov 18": 60, "no answer in this table": 55, "filed": 60}


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


def test_a_requests_lane_folds_into_that_of_its_matter():
    drawn = draw(row("news", SUED, matter="N"), request(agency="ICE; DHS"), suit(agency="ICE; DHS"))
    assert [(lane.index, lane.into) for lane in drawn.lanes] == [(0, 0), (1, 1), (2, 1), (3, 1)]


# What the lanes stand for. --------------------------------------------------------------------------------------

BY = [
    request(agency="ICE; DHS", court=""), request("2020-06", id="q", matter="N", agency="ICE"), suit(id="s", agency="ICE; DHS", court="N.D. Cal.", request="r"),
    row("receipt", "2020-10-22", id="got", request="r", agency="ICE"), row("news", SUED, id="n", agency=""),
]  # fmt: skip


def lanes_by(by: str) -> list[tuple[str, set[str]]]:
    """The lanes with the events on each: marks, and the clocks that are drawn there."""
    drawn = scene(release(read(*BY, as_of=SUED)), lanes=by)
    on = [(mark.lane, mark.id) for mark in drawn.marks] + [(lane, name) for name, lane in drawn.clocks.items()]
    return [(lane.name, {name for at, name in on if at == lane.index}) for lane in drawn.lanes]


DHS = f"r/DHS/{RULE}"
Q = f"q/ICE/{RULE}"


@pytest.mark.parametrize(
    ("by", "lanes"),
    [
        ("matter", [("M", {"s", "n"}), ("request to ICE", {"r", "got", D}), ("request to DHS", {"r", DHS}), ("N", {"q", Q})]),
        # an event of two agencies stands with both, and one of none at the end
        ("agency", [
            ("ICE", {"s"}), ("request, M", {"r", "got", D}), ("request, N", {"q", Q}),
            ("DHS", {"s"}), ("request, M", {"r", DHS}), ("No agency named", {"n"}),
        ]),
        # a receipt is a receipt, whichever request it belongs to
        ("kind", [
            ("FOIA request", set()), ("request to ICE, M", {"r", D}), ("request to DHS, M", {"r", DHS}), ("request to ICE, N", {"q", Q}),
            ("Receipt", {"got"}), ("Complaint", {"s"}), ("News", {"n"}),
        ]),
        ("court", [
            ("N.D. Cal.", {"s"}), ("No court named", {"n"}), ("request to ICE, M", {"r", "got", D}),
            ("request to DHS, M", {"r", DHS}), ("request to ICE, N", {"q", Q}),
        ]),
    ],
)  # fmt: skip
def test_lanes_are_matters_agencies_kinds_or_courts(by, lanes):
    assert lanes_by(by) == lanes


@pytest.mark.parametrize("by", LANES)
def test_every_dated_event_of_the_real_case_is_drawn_whatever_the_lanes(case, by):
    table = release(case)
    drawn = scene(table, lanes=by)
    shapes = {mark.id for mark in drawn.marks} | {bar.id for bar in drawn.bars}
    assert set(table.loc[table["date"].ne(""), "id"]) <= shapes
    assert set(drawn.clocks) == set(scene(table).clocks)


def test_two_requests_in_one_matter_are_told_apart_by_their_dates_under_an_agency(case):
    names = [lane.name for lane in scene(release(case), lanes="agency").lanes]
    assert "request, EPIC v. ICE, Jun 10, 2020" in names
    assert len(names) == len(set(names)) + 2  # the ACLU's request to DHS, and EPIC's, have the names of those to ICE


def test_lanes_by_anything_else_are_refused():
    with pytest.raises(OutputError, match=r"lanes by 'colour'.*matter, agency, kind, court"):
        lanes_by("colour")


# The whole case, and any table. ---------------------------------------------------------------------------------


def test_a_matter_of_requests_alone_is_named_with_the_first():
    table = add_deadlines(
        read(request(agency="ICE; CBP", matter="Gates"), row("news", "2021", matter="Other")), as_of="2021-02-01"
    )
    named = [band.lane.name for band in arrange(scene(table), 900, all_lanes=False).bands]
    assert named == ["Gates: request to ICE", "request to CBP", "Other"]


def test_the_notes_of_the_real_case_name_assumptions_sources_and_signs(case):
    drawn = scene(release(case))
    first = drawn.footnotes[0]
    assert (first.mark, first.text) == (
        "¹",
        "Assuming: received when sent; no extension known; no tolling known. Computed under 5 U.S.C. § 552(a)(6)(A)(i).",
    )
    assert set(first.ids) <= {due.id for due in drawn.dues}
    aclu, epic = drawn.notes  # each names its own
    assert aclu.startswith("ACLU of N. Cal. v. ICE: that no answer had come is reported by Protocol")
    assert epic == "EPIC v. ICE: that no answer had come is reported by EPIC v. ICE, complaint, ECF 1 (copy)."
    assert set(drawn.legend) - {"cluster"} <= drawn.signs()


def test_what_a_filter_leaves_is_drawn_without_what_it_took(case):
    table = release(case)
    for kinds in (["deadline"], ["foia_request"], ["complaint"], ["foia_request", "deadline"], ["news"], []):
        drawn = scene(filter_events(table, kinds=kinds))
        kept = set(filter_events(table, kinds=kinds)["id"])
        assert signs_drawn(drawn) <= kept


def test_the_rest_of_a_scene_without_some_events_says_nothing_of_them():
    drawn = draw(request(), suit(id="s"), row("news", SUED, id="n"), row("news", "2021-01-01", id="c", claim_of="n"))
    for kept in ({D}, {D, "r", "c"}, {"s", "n"}, set()):
        some = drawn.only(kept)
        assert signs_drawn(some) <= kept
        assert {name for note in some.footnotes for name in note.ids} <= kept
        assert all({tie.start, tie.end} - {""} <= kept for tie in some.ties)
        assert some.lanes == drawn.lanes


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
    assert dated <= signs_drawn(drawn)
    assert all(bar.start < bar.end for bar in drawn.bars)
    assert drawn.window[0] < drawn.window[1]
