"""What the browser gets: columns in true order, codes that mean something, and no day that the rows do not carry."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.rows import ASKED, DUE, RULE, SUED, read, request, row, suit
from timeline import add_deadlines
from timeline.view.looks import LOOKS
from timeline.view.payload import COLUMNS, payload
from timeline.view.release import release
from timeline.view.shapes import number
from timeline.view.theme import THEMES, theme

D, WINDOW = f"r/ICE/{RULE}", "us-foia.appeal_filing_min"
CROWD = (
    request(agency="ICE; DHS"), suit(id="s", agency="ICE; DHS"), row("news", "TBD", id="t"),
    row("contract", "2020-08", id="c", matter="N"), row("news", "[..2020-10-20]", id="by", certainty="reported"),
    row("foia_request", "2021-01", id="press", source_title="Press", claim_of="r", agency=""),
    row("event", "2020-01-01/..", id="since", matter=""),
)  # fmt: skip


def first_of(*rows: dict[str, str], as_of: str = SUED) -> dict[str, Any]:
    return payload(release(read(*rows, as_of=as_of)))[0]


def day(text: str) -> int:
    return number(date.fromisoformat(text))


def event(first: dict[str, Any], name: str) -> dict[str, Any]:
    """One event's cells by their columns."""
    place = first["events"]["id"].index(name)
    return {column: cells[place] for column, cells in first["events"].items()}


def of_event(first: dict[str, Any], part: str, name: str) -> list[dict[str, Any]]:
    """The rows of a part of the scene that are an event's."""
    columns, place = first["scene"][part], first["events"]["id"].index(name)
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return [one for one in rows if one["event"] == place]


@pytest.fixture(scope="module")
def drawn(case) -> tuple[dict[str, Any], dict[str, Any]]:
    return payload(release(case))


# The columns. ---------------------------------------------------------------------------------------------------

ORDER = [
    ("by day", [("b", "2020-02-01", ""), ("a", "2020-01-01", "")], "ab"),
    ("within a day by sequence", [("c", "2020-01-01", "10"), ("a", "2020-01-01", "2"), ("b", "2020-01-01", "2.5")], "abc"),
    ("and then as in the table", [("a", "2020-01-01", ""), ("b", "2020-01-01", "")], "ab"),
    ("what has no sequence comes after what has one", [("b", "2020-01-01", ""), ("a", "2020-01-01", "9")], "ab"),
    ("what is known to be by a day, on that day", [("b", "[..2020-01-02]", ""), ("a", "2020-01-01", ""), ("c", "2020-01-03", "")], "abc"),
    ("a month with its first day", [("b", "2020-01-02", ""), ("a", "2020-01", "")], "ab"),
    ("what lasted until a day, on that day", [("b", "../2020-01-02", ""), ("a", "2020-01-01", "")], "ab"),
    ("what nobody dates comes last", [("b", "TBD", ""), ("a", "2020-01-01", "")], "ab"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rows", "order"), ORDER)
def test_events_are_in_true_order(why, rows, order):
    first = first_of(*(row("news", when, id=name, sequence=sequence) for name, when, sequence in rows))
    assert "".join(first["events"]["id"]) == order, why


def test_all_columns_are_as_long_as_there_are_events(drawn):
    first, late = drawn
    assert tuple(first["events"]) == COLUMNS
    assert {len(cells) for cells in first["events"].values()} == {first["counts"]["events"]}
    assert len(late["search"]) == len(late["card"]) == first["counts"]["events"]
    for part in ("bars", "dues", "ties", "labels", "also"):
        assert len({len(cells) for cells in first["scene"][part].values()}) == 1


def test_codes_are_places_in_the_lists_beside_them(drawn):
    first, late = drawn
    kinds = list(first["kinds"].values())
    for place, card in enumerate(late["card"]):
        one = {column: cells[place] for column, cells in first["events"].items()}
        assert card["head"].startswith(kinds[one["kind"]]["label"])
        assert card["title"] == one["title"]
        assert card["when"] == one["when"]
        facts = dict(card["facts"])
        assert facts.get("Matter", "") == (first["matters"][one["matter"]] if one["matter"] >= 0 else "")
        named = [first["agencies"][code] for code in first["agency_sets"][one["agencies"]]]
        assert bool(named) == ("Agency" in facts)
        if one["status"] >= 0:
            assert card["head"].endswith(first["statuses"][one["status"]]["label"])
    assert set(first["events"]["kind"]) == set(range(len(kinds)))


def test_a_deadline_of_the_requester_has_a_status_in_words_of_its_own():
    first = first_of(request(), row("determination", "2020-11-25", rule=WINDOW), request(id="q", agency="DHS"))
    stands = {name: first["statuses"][event(first, name)["status"]] for name in (f"r/ICE/{WINDOW}", f"q/DHS/{RULE}", D)}
    assert stands == {
        f"r/ICE/{WINDOW}": {"value": "no_answer_recorded", "label": "no appeal in this table"},
        f"q/DHS/{RULE}": {"value": "no_answer_recorded", "label": "no answer in this table"},
        D: {"value": "met_late", "label": "answered late"},
    }
    assert len(first["statuses"]) == 3


PLACES = {  # first, last, dated, the day of the mark, its look, whether it has a label of its own
    "an exact day": ("s", (SUED, SUED, 1, SUED, 0, True)),
    "a month": ("c", ("2020-08-01", "2020-08-31", 1, "2020-08-16", 1, True)),
    "by a day": ("by", (None, "2020-10-20", 1, "2020-10-20", 1, True)),
    "since a day": ("since", ("2020-01-01", None, 1, "2020-01-01", 0, True)),
    "no date": ("t", (None, None, 0, None, -1, False)),
    "a request, whose label is its clock's": ("r", (ASKED, ASKED, 1, ASKED, 0, False)),
    "a deadline, which is drawn as its clock": (D, (DUE, DUE, 1, DUE, -1, False)),
    "an account, which is drawn below it": ("press", ("2021-01-01", "2021-01-31", 1, "2021-01-01", -1, False)),
}


@pytest.mark.parametrize("name", PLACES)
def test_where_an_event_stands_and_how_sure_that_is(name):
    which, expected = PLACES[name]
    one = event(first_of(*CROWD), which)
    whole = tuple(cell if not isinstance(cell, str) else day(cell) for cell in expected)
    assert (one["first"], one["last"], one["dated"], one["day"], one["look"], bool(one["weight"])) == whole
    assert (one["lane"] == -1) == (which == "t"), "what has no day is on the shelf"


def test_labels_have_their_dates_with_and_without_the_year():
    first = first_of(*CROWD)
    assert [event(first, "c")[name] for name in ("date", "when", "title")] == ["Aug", "Aug 2020", "contract"]
    (filed, _) = of_event(first, "labels", "r")
    assert (filed["date"], filed["date_year"], filed["text"]) == ("Oct 20", "Oct 20, 2020", "filed")
    due = of_event(first, "labels", D)[0]
    assert (due["text"], due["text_year"]) == ("answer due Nov 18¹", "answer due Nov 18, 2020¹")
    assert due["date"] == due["date_year"] == ""


# The scene. -----------------------------------------------------------------------------------------------------


def test_nothing_in_the_scene_has_a_place_in_pixels():
    scene = first_of(*CROWD)["scene"]
    assert set(scene["lanes"][0]) == {"name", "group", "clock", "into", "accounts"}
    assert not {"y", "top", "height", "width"} & {
        name for part in ("bars", "dues", "ties", "labels") for name in scene[part]
    }


def test_a_request_to_two_agencies_has_its_mark_on_both_lanes():
    first = first_of(*CROWD)
    names = [lane["name"] for lane in first["scene"]["lanes"]]
    lanes = [event(first, "r")["lane"], *(one["lane"] for one in of_event(first, "also", "r"))]
    assert [names[lane] for lane in lanes] == ["request to ICE", "request to DHS"]


def test_bars_ties_and_dues_name_events_lanes_and_days():
    first = first_of(*CROWD)
    scene, events = first["scene"], first["events"]
    bars = [(scene["styles"][b["style"]], b["level"], b["from"], b["to"]) for b in of_event(first, "bars", D)]
    assert bars == [("running", 0, day(ASKED), day(DUE)), ("overdue", 0, day(DUE), day(SUED))]
    (due,) = of_event(first, "dues", D)
    assert (due["lane"], due["day"], due["late"]) == (event(first, D)["lane"], day(DUE), 1)
    (tie,) = of_event(first, "ties", D)
    assert (tie["style"], events["id"][tie["from"]], tie["to"], tie["lane"]) == ("stop", "s", -1, due["lane"])
    assert {b["level"] for b in of_event(first, "bars", "press")} == {1}
    assert {b["level"] for b in of_event(first, "bars", "c")} == {-1}, "a bracket goes where its mark goes"


def test_footnotes_name_the_deadlines_that_they_are_of():
    first = first_of(*CROWD)
    (note,) = first["scene"]["footnotes"]
    assert note["mark"] == "¹"
    assert note["text"].startswith("Assuming: received when sent")
    assert {first["events"]["id"][place] for place in note["events"]} == {D, f"r/DHS/{RULE}"}


def test_the_legend_explains_what_may_be_drawn_and_nothing_else(drawn):
    first, _ = drawn
    signs = [entry["sign"] for entry in first["scene"]["legend"]]
    looks = {("solid", "hollow", "claim")[look] for look in first["events"]["look"] if look >= 0}
    may = {*first["scene"]["styles"], *looks, *first["scene"]["ties"]["style"], "cluster"}
    assert set(signs) <= may
    assert {"running", "overdue", "silent", "fade", "hollow", "claim", "stop", "cluster"} <= set(signs)
    assert not any(
        word in entry["text"].casefold() for entry in first["scene"]["legend"] for word in ("blue", "red", "grey")
    )


# Looks. ---------------------------------------------------------------------------------------------------------


def test_every_theme_has_a_look_for_all_that_is_drawn(drawn):
    first, _ = drawn
    bars = first["scene"]["bars"]
    wanted = {
        f"{first['scene']['styles'][style]}|{color}|{step}"
        for style, color, step in zip(bars["style"], bars["color"], bars["step"], strict=True)
    }
    assert list(first["looks"]) == [one["name"] for one in first["themes"]] == list(THEMES)
    for name, look in first["looks"].items():
        assert look["colors"] == theme(name).colors
        assert wanted <= set(look["bars"])
        assert {f"{kind}|{sure}" for kind in first["kinds"] for sure in LOOKS} == set(look["marks"])
        assert set(first["scene"]["styles"]) <= set(look["heights"])
        assert set(look["lines"]) == {"stop", "claim", "due", "due_quiet"}
        assert "range" not in look["layout"]["xaxis"]


def test_a_kind_has_the_name_of_its_colour_in_every_theme(drawn):
    first, _ = drawn
    for kind in first["kinds"].values():
        assert all(kind["color"] in look["colors"] for look in first["looks"].values())


# The whole. -----------------------------------------------------------------------------------------------------


def test_it_is_plain_json_and_the_same_every_time(case, drawn):
    again = payload(release(case))
    assert json.dumps(again, allow_nan=False) == json.dumps(drawn, allow_nan=False)


EMPTY = {"no event": [], "no date": [row("news", "TBD")], "no matter": [row("news", SUED, matter="", agency="")]}


@pytest.mark.parametrize("name", EMPTY)
def test_a_table_at_the_edge_has_a_payload(name):
    first = first_of(*EMPTY[name])
    assert first["counts"]["events"] == len(EMPTY[name])
    assert first["dated"] is (name == "no matter")


def test_ten_thousand_plain_rows_take_no_reader_s_time():
    days = pd.date_range("2000-01-01", "2020-12-31", periods=10_000).strftime("%Y-%m-%d")
    table = release(read(*(row("news", when, title=f"News {n}", matter=f"M{n % 12}") for n, when in enumerate(days))))
    start = time.process_time()
    payload(table)
    assert time.process_time() - start < 5, "under a second on a quiet machine"


@pytest.mark.parametrize(("as_of", "color"), [("2020-11-01", "quiet"), (SUED, "alert")])
def test_deadlines_are_red_in_a_table_where_one_was_missed(as_of, color):
    rows = [request(), suit()] if as_of == SUED else [request()]
    first, _ = payload(release(add_deadlines(read(*rows), as_of=as_of)))
    assert first["kinds"]["deadline"]["color"] == color
