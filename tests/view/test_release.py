"""What leaves: rows above the audience and notes never do, and nothing that remains says more for it."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rows import ASKED, DUE, RULE, SUED, read, request, row, suit
from timeline import add_deadlines, filter_events, read_events
from timeline.errors import ReleaseError
from timeline.events.columns import COLUMNS, VISIBILITIES
from timeline.law.deadlines import SAID
from timeline.view.release import release

SECRET = {"visibility": "privileged"}
ANSWER = row("determination", "2020-11-10", id="answer", **SECRET)


def plain(value: Any) -> object:  # noqa: ANN401 - a cell
    return value if isinstance(value, list) else None if pd.isna(value) else value


def said(table: pd.DataFrame, names: tuple[str, ...] = SAID) -> dict[str, list[Any]]:
    records = table[table["computed"] == "yes"].to_dict("records")
    return {record["id"]: [plain(record[name]) for name in names] for record in records}


def everything(table: pd.DataFrame) -> str:
    """Every text that a table carries, cells and attributes."""
    return repr(table.to_dict("records")) + repr(table.attrs)


@pytest.mark.parametrize(
    ("audience", "expected"),
    [("public", ["a", "b"]), ("internal", ["a", "b", "c"]), ("privileged", ["a", "b", "c", "d"])],
)
def test_each_audience_sees_its_rows_and_those_of_wider_ones(audience, expected):
    table = read(
        row("news", SUED, id="a"),
        row("news", SUED, id="b", visibility="public"),
        row("news", SUED, id="c", visibility="internal"),
        row("news", SUED, id="d", visibility="privileged"),
    )
    assert release(table, audience=audience)["id"].tolist() == expected


def test_the_public_is_the_audience_unless_another_is_asked_for():
    out = release(read(row("news", SUED, id="a"), row("news", SUED, id="b", **SECRET)))
    assert out["id"].tolist() == ["a"]
    assert out.attrs["timeline"]["audience"] == "public"


@pytest.mark.parametrize("audience", ["", "Public", "everyone", "confidential"])
def test_an_audience_that_does_not_exist_is_refused(audience):
    with pytest.raises(ReleaseError, match="expected one of public, internal, privileged"):
        release(read(row("news", SUED)), audience=audience)


@pytest.mark.parametrize("audience", VISIBILITIES)
def test_notes_leave_with_nobody(audience):
    table = read(row("news", SUED, note="work product"), request(note="work product", visibility="internal"))
    assert "work product" not in everything(release(table, audience=audience))


# Refused: leaving rows out would change what another row says. ---------------------------------------------------

PRESS = {"source_title": "Press", "claim_of": "r"}
REFUSED = {
    "a public request would look silent without its privileged answer": ([request(), ANSWER, row("news", SUED)], "status would read 'no_answer_recorded' instead of 'met'"),
    "or late, with the suit public": ([request(), ANSWER | {"date": "2021-03-01"}, suit(alleges="")], "status would read 'no_answer_recorded' instead of 'met_late'"),
    "the number of days would be another one": ([request(), suit(), row("no_response", "2021-01-15", id="n"), suit("2021-02-01", id="s", **SECRET)], "days_overdue_min would read"),
    "a reading would be missing": ([request(), suit(), row("foia_request", "2021-01", **PRESS, **SECRET)], "readings would read"),
    "the receipt would be missing": ([request(), row("receipt", "2020-10-22", **SECRET), suit()], "date would read '2020-11-18' instead of '2020-11-20'"),
    "an extension would be missing": ([request(), row("extension", "2020-11-10", **SECRET), suit()], "date would read '2020-11-18' instead of '2020-12-03'"),
    "a pause would be missing": ([request(), row("clarification", "2020-11-10", **SECRET), suit()], "date would read '2020-11-18' instead of ''"),
    "an account would look like an event": ([row("contract", SUED, id="c", **SECRET), row("contract", "2021-05", claim_of="c")], "tells c differently, which would be left out"),
    "so would one of two things it tells": ([row("contract", SUED, id="c", **SECRET), row("contract", SUED, id="d"), row("contract", "2021-05", claim_of="d; c")], "tells c differently"),
    "an account of a deadline that is left out": ([request(**SECRET), row("deadline", "TBD", claim_of=f"r/ICE/{RULE}")], f"tells r/ICE/{RULE} differently"),
    "a suit would seem to be about another request": ([request(), request("2020-06-09", id="q", **SECRET), suit(request="q")], "would seem to belong to the request r"),
    "a row that fits two requests would fit one": ([request(), request("2020-06-09", id="q", **SECRET), suit()], "status would read 'overdue' instead of 'no_answer_recorded'"),
    "the as-of day would be another one": ([request(), row("news", "2020-10-25"), row("news", SUED, **SECRET)], "status would read 'pending'"),
    "there would be no as-of day": ([request("TBD"), row("news", SUED, **SECRET)], "the deadline would not be computed at all"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_the_reason(name):
    rows, why = REFUSED[name]
    for table in (read(*rows), add_deadlines(read(*rows))):
        with pytest.raises(ReleaseError, match=re.escape(why)) as error:
            release(table)
        hidden = table[
            table["visibility"].eq("privileged") & table.get("computed", pd.Series("", table.index)).ne("yes")
        ]
        for number, name_of in zip(hidden["row"], hidden["id"], strict=True):
            assert f"row {number}, {name_of}" in str(error.value)
        assert "--audience" in str(error.value)
        assert len(release(table, audience="privileged")) >= len(rows)


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_internal_audience_is_refused_what_only_the_privileged_may_see(audience):
    with pytest.raises(ReleaseError, match=f"not for the audience {audience}"):
        release(read(request(), ANSWER), audience=audience)


def test_what_the_internal_may_see_is_refused_to_the_public_only():
    table = read(request(), ANSWER | {"visibility": "internal"})
    assert release(table, audience="internal")["status"].tolist() == ["", "", "met"]
    with pytest.raises(ReleaseError):
        release(table)


def test_a_privileged_row_that_changes_nothing_is_simply_left_out():
    out = release(
        read(
            request(),
            suit(),
            row("no_response", "2021-01-15", id="n", **SECRET),
            row("news", SUED, id="hush", **SECRET),
            as_of=SUED,
        )
    )
    assert out["status"].tolist() == ["", "", "overdue"]
    assert not re.search(r"\bn\b", out["reported_by"].iloc[-1])
    assert "hush" not in everything(out)


def test_a_privileged_request_takes_its_deadline_along():
    out = release(read(request(**SECRET, title="hush"), row("news", SUED, id="n"), as_of=SUED))
    assert out["id"].tolist() == ["n"]
    assert "hush" not in everything(out)


# Tables that were computed, filtered or changed before. ----------------------------------------------------------


def test_a_table_filtered_before_still_refuses():
    table = add_deadlines(read(request(), ANSWER, as_of=SUED))
    for kept in (filter_events(table, kinds=["foia_request", "deadline"]), filter_events(table, kinds=["deadline"])):
        with pytest.raises(ReleaseError, match="filtered before"):
            release(kept)


def test_a_filtered_table_is_not_computed_anew_for_another_day():
    table = add_deadlines(read(request(), ANSWER, as_of=SUED))
    kept = filter_events(table, kinds=["foia_request", "deadline"])
    with pytest.raises(ReleaseError, match="Give as_of to add_deadlines, and filter after it"):
        release(kept, as_of="2021-01-01")
    public = filter_events(add_deadlines(read(request(), suit()), as_of=SUED), kinds=["foia_request", "deadline"])
    assert release(public, as_of=SUED)["status"].tolist() == ["", "overdue"], "the same day is no other day"


@pytest.mark.parametrize("marked", [("answer", "privileged"), ("answer", "public"), ("r", "privileged")])
def test_rows_marked_anew_after_the_deadlines_were_computed_are_refused(marked):
    table = add_deadlines(read(request(), ANSWER | {"visibility": "internal"}, as_of=SUED))
    table.loc[table["id"] == marked[0], "visibility"] = marked[1]
    with pytest.raises(ReleaseError, match="Call add_deadlines on the table again"):
        release(table)
    assert add_deadlines(table)["id"].tolist() == ["r", "answer", f"r/ICE/{RULE}"]


def test_a_table_that_has_lost_what_it_rests_on_is_refused():
    table = add_deadlines(read(request(), ANSWER, as_of=SUED))
    table.attrs = {}
    with pytest.raises(ReleaseError, match="Call add_deadlines on the table again"):
        release(table)


def test_the_id_of_a_request_filtered_away_is_in_no_cell():
    rows = (request(id="hush", agency="DHS", **SECRET), row("news", SUED, id="n", request="hush"))
    table = filter_events(add_deadlines(read(*rows, as_of=SUED)), kinds=["news"])
    assert "hush" not in everything(release(table))


def test_a_request_column_names_only_those_that_stay():
    rows = (request(), request(id="hush", agency="DHS", **SECRET), suit(request="r; hush"))
    out = release(read(*rows, as_of=SUED))
    assert out["request"].tolist() == ["", "r", "r"]


@pytest.mark.parametrize("day", ["2020-11-10", SUED])
def test_the_argument_is_the_as_of_day(day):
    for table in (read(request()), add_deadlines(read(request()), as_of="2020-10-25")):
        out = release(table, as_of=day)
        assert set(out["as_of"]) == {"", day}
        assert out.attrs["timeline"]["as_of"] == day


def test_the_as_of_day_of_the_public_is_not_that_of_a_privileged_row():
    table = read(request(), row("news", SUED), row("news", "2024-06-01", **SECRET))
    out = release(table)
    assert out.attrs["timeline"]["as_of"] == SUED
    assert "2024" not in everything(out)
    assert release(table, audience="privileged").attrs["timeline"]["as_of"] == "2024-06-01"


def test_settings_name_no_lane_and_no_agency_that_only_withheld_rows_have():
    rows = (request(agency="ICE/HSI"), row("news", SUED, matter="Hush matter", agency="Hush agency", **SECRET))
    out = release(
        read(
            *rows,
            as_of=SUED,
            lanes=["Hush matter", "M"],
            agencies={"ICE": ["ICE/HSI", "HSI"], "Quiet": ["Hush agency"]},
        )
    )
    assert not re.search("hush|quiet", everything(out), re.IGNORECASE)
    assert out.attrs["timeline"]["settings"]["lanes"] == ["M"]
    assert out.attrs["timeline"]["settings"]["agencies"] == {"ICE": ["ICE/HSI"]}


def test_the_given_table_is_not_touched():
    table = add_deadlines(read(request(note="mine"), suit(), row("news", SUED, **SECRET), as_of=SUED))
    before, attrs = table.copy(deep=True), repr(table.attrs)
    release(table)
    pd.testing.assert_frame_equal(table, before)
    assert repr(table.attrs) == attrs


def test_a_released_table_can_be_released_again(case):
    once = release(case)
    twice = release(add_deadlines(once))
    assert said(once) == said(twice)


@pytest.mark.parametrize("kind", [str, pd.DataFrame])
def test_a_path_or_anybodys_frame_is_accepted(kind, tmp_path):
    raw = pd.DataFrame([request(), suit()])
    raw.to_csv(tmp_path / "events.csv", index=False)
    assert release(raw if kind is pd.DataFrame else str(tmp_path / "events.csv"))["date"].tolist() == [ASKED, SUED, DUE]


# Any visibilities whatever. --------------------------------------------------------------------------------------

MARK = "zzhush"
KINDS = (
    "receipt",
    "determination",
    "production",
    "no_response",
    "complaint",
    "clarification",
    "clarification_reply",
    "extension",
    "news",
    "contract",
)
DAYS = st.sampled_from(
    ["2020-10-22", "2020-11-10", "2020-12", "[..2020-11-30]", "2021-01-15", "2021-04-13", "2021-02~", "TBD"]
)
SEEN = st.sampled_from(["", "public", "internal", "privileged"])


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Two requests and rows about them, with any visibility; the titles of those that are not public say so."""
    rows = [
        request(agency="ICE; DHS", visibility=draw(SEEN)),
        request("2020-06-09", id="q", agency=draw(st.sampled_from(["ICE", "CBP"])), visibility=draw(SEEN)),
    ]
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(KINDS))
        more = {
            "id": f"e{number}", "visibility": draw(SEEN), "agency": draw(st.sampled_from(["ICE", "DHS", "CBP", ""])),
            "request": draw(st.sampled_from(["", "r", "q", "r; q"])), "source_title": draw(st.sampled_from(["A", "B"])),
        }  # fmt: skip
        if kind == "complaint":
            more["alleges"] = draw(st.sampled_from(["", "no_response"]))
        if draw(st.integers(0, 4)) == 0:
            more |= {"claim_of": draw(st.sampled_from(["r", "q"])), "request": ""}
        rows.append(row(kind, draw(DAYS), **more))
    rows = draw(st.permutations(rows))
    for one in rows:
        one["note"] = MARK
        if one["visibility"] in ("internal", "privileged"):
            one["title"] = one["source_title"] = one["description"] = one["quote"] = f"{MARK} {one['id']}"
    return read(*rows, **({"as_of": SUED} if draw(st.booleans()) else {}))


@given(tables(), st.sampled_from(["public", "internal", "privileged"]), st.booleans())
def test_released_deadlines_are_those_of_the_released_rows_alone(table, audience, computed):
    given_table = add_deadlines(table) if computed else table
    hidden = table.loc[table["visibility"].isin(["internal", "privileged"]), "id"]
    refusal = ""
    try:
        out = release(given_table, audience=audience)
    except ReleaseError as error:
        refusal, out = str(error), table
    if refusal:
        assert any(f", {name}" in refusal for name in hidden), "the refusal names a row"
        return
    allowed = ("", *VISIBILITIES[: VISIBILITIES.index(audience) + 1])
    seen = table["visibility"].isin(allowed)
    assert out.loc[out["computed"] != "yes", "id"].tolist() == table.loc[seen, "id"].tolist()
    assert out["note"].eq("").all()
    if audience == "public":
        assert MARK not in everything(out)
    gone = set(table.loc[~seen, "id"])
    for name in ("request", "claim_of", "reported_by", "stopped_by", "trigger_id", "counted_with"):
        assert gone.isdisjoint(cell for cells in out[name] for cell in cells.split("; ")), name
    # Read anew, as somebody would who has nothing but what was released.
    raw = out.loc[out["computed"] != "yes", list(COLUMNS)].copy()
    raw["date"] = raw["date"].replace("", "TBD")
    raw.attrs["timeline"] = {"settings": out.attrs["timeline"]["settings"]}
    alone = add_deadlines(read_events(raw))
    rest = (*SAID, "stopped_by", "reported_by", "trigger_id", "counted_with", "as_of")
    assert said(out, rest) == said(alone, rest)
    if not gone and seen.all():
        assert said(out, rest) == said(add_deadlines(table), rest), "nothing withheld, nothing changed"
