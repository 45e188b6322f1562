"""Deadlines as rows of the table: which request a row belongs to, the as-of day, and the real case."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from tests.rows import ASKED, DUE, RULE, SUED, deadline, deadlines, read, request, row, suit
from timeline import add_deadlines, read_events
from timeline.errors import DateError, EventsError
from timeline.events.columns import COLUMNS
from timeline.events.requests import link
from timeline.events.settings import Settings
from timeline.law.named import rule_problems

BOTH = "ICE; DHS"


def statuses(*rows: dict[str, str], agencies: dict[str, list[str]]) -> dict[str, str]:
    """Each deadline's status by the part of its id before the rule."""
    return {
        name.removesuffix(f"/{RULE}"): found["status"] for name, found in deadlines(*rows, agencies=agencies).items()
    }


def asked(*rows: dict[str, str]) -> list[str]:
    """What is asked about the rows' requests."""
    table = read(*rows)
    columns = {name: table[name].tolist() for name in COLUMNS}
    return [
        f"{problem.column}: {problem.message}" for problem in link(columns, table["row"].tolist(), Settings()).problems
    ]


# name: (rows, status of each request)
LINKS = {
    "each agency answers for itself": (
        [request(agency=BOTH), row("determination", "2020-11-10", agency="DHS"), suit(agency="ICE")],
        {"r/ICE": "overdue", "r/DHS": "met"},
    ),
    "one suit against both": ([request(agency=BOTH), suit(agency=BOTH)], {"r/ICE": "overdue", "r/DHS": "overdue"}),
    "a row that names the request and no agency is about all of its agencies": (
        [request(agency=BOTH), suit(agency="", request="r")],
        {"r/ICE": "overdue", "r/DHS": "overdue"},
    ),
    "a row of another agency is about neither": (
        [request(agency=BOTH), suit(agency="CBP")],
        {"r/ICE": "no_answer_recorded", "r/DHS": "no_answer_recorded"},
    ),
    "a row of another matter neither": ([request(), suit(matter="N")], {"r/ICE": "no_answer_recorded"}),
    "unless it names the request": ([request(), suit(matter="N", request="r")], {"r/ICE": "overdue"}),
    "a row without an agency, where one request fits": ([request(), suit(agency="")], {"r/ICE": "overdue"}),
    "a row without an agency, where two do": (
        [request(), request(id="q", agency="DHS"), suit(agency="")],
        {"r/ICE": "no_answer_recorded", "q/DHS": "no_answer_recorded"},
    ),
    "two requests to one agency, and a suit that does not say which": (
        [request(), request("2020-06-09", id="q"), suit()],
        {"r/ICE": "no_answer_recorded", "q/ICE": "no_answer_recorded"},
    ),
    "a suit over one of them": (
        [request(), request("2020-06-09", id="q"), suit(request="q")],
        {"r/ICE": "no_answer_recorded", "q/ICE": "overdue"},
    ),
    "a suit over both": ([request(), request("2020-06-09", id="q"), suit(request="r; q")], {"r/ICE": "overdue", "q/ICE": "overdue"}),
    "a rival account of a request is no second one": (
        [request(), request("2021-01", id="claim", claim_of="r"), suit()],
        {"r/ICE": "overdue"},
    ),
    "a rival account of the suit is no second one": (
        [request(), suit(id="s"), suit("2020-11-01", claim_of="s")],
        {"r/ICE": "overdue"},
    ),
    "a rival account of something else is no answer": (
        [request(), row("news", "2020-12-24", id="n"), row("determination", "2020-11-01", claim_of="n")],
        {"r/ICE": "no_answer_recorded"},
    ),
    "a request to nobody has no clock": ([request(agency=""), suit()], {}),
    "aliases are the agency itself": ([request(agency="ICE/HSI"), suit(agency="ice")], {"r/ICE": "overdue"}),
    "two aliases of one agency are one request": ([request(agency="ICE/HSI; ICE"), suit()], {"r/ICE": "overdue"}),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_a_row_belongs_to_the_request_that_it_must_mean(name):
    rows, expected = LINKS[name]
    assert statuses(*rows, agencies={"ICE": ["ICE/HSI"]}) == expected
    assert statuses(*rows[::-1], agencies={"ICE": ["ICE/HSI"]}) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([request(), suit()], []),
        ([request(), request("2020-06-09", id="q"), suit()], ["request: which request does the row belong to? Several fit; write one or more of r, q in column request"]),
        ([request(), suit(request="r", agency="CBP")], ["request: the row's agency is none of those of r; correct agency or request"]),
        ([request(agency="")], ["agency: the request names no agency, so no deadline is computed for it; fill in agency"]),
        # what has nothing to do with a request is not asked about
        ([request(), request("2020-06-09", id="q"), row("news", SUED)], []),
        ([request(), request("2020-06-09", id="q"), row("news", SUED, alleges="no_response")], ["request: which request does the row belong to? Several fit; write one or more of r, q in column request"]),
    ],
)  # fmt: skip
def test_what_is_not_settled_is_asked(rows, expected):
    assert asked(*rows) == expected


def test_a_table_without_requests_has_no_deadlines():
    assert deadlines(row("news", SUED)) == {}
    assert deadlines() == {}
    assert deadlines(as_of=None) == {}


def test_a_table_without_any_date_has_no_day_to_speak_for():
    table = add_deadlines(read(request("TBD")))
    assert table["computed"].tolist() == [""]
    assert add_deadlines(read(request("TBD")), as_of=SUED)["reason"].tolist() == ["", "undated_request"]


# The law that applies. ------------------------------------------------------------------------------------------


def test_a_request_without_a_jurisdiction_is_federal_and_says_that_it_assumes_so():
    found = deadline(request(jurisdiction=""))
    assert (found["date"], found["rule"]) == (DUE, RULE)
    assert found["assumptions"].startswith("federal_law; ")


def test_a_jurisdiction_without_rules_is_a_warning_and_has_no_due_date():
    found = deadline(request(jurisdiction="us-zz"), suit())
    assert (found["id"], found["rule"], found["citation"]) == ("r/ICE/no-rule", "", "")
    assert (found["date"], found["reason"], found["assumptions"]) == ("", "no_rule", "")
    table = read(request(jurisdiction="us-zz"))
    problems = rule_problems({name: table[name].tolist() for name in COLUMNS}, [2])
    assert [(p.severity, p.column, p.value) for p in problems] == [("warning", "jurisdiction", "us-zz")]


def test_a_rule_that_does_not_exist_is_refused_by_name():
    with pytest.raises(EventsError, match=r"row 2, column rule: .* did you mean us-foia\.determination"):
        deadlines(request(rule="us-foia.determinatoin"))


def test_a_computed_deadline_is_a_row_like_any_other():
    found = deadline(request(matter="M", lane="L", tags="key", visibility="internal"), suit(matter="M"))
    expected = {
        "id": f"r/ICE/{RULE}", "kind": "deadline", "computed": "yes", "matter": "M", "lane": "L", "tags": "key",
        "visibility": "internal", "agency": "ICE", "request": "r", "rule": RULE, "as_of": SUED, "note": "", "claim_of": "",
        "citation": "5 U.S.C. § 552(a)(6)(A)(i)", "source_title": "5 U.S.C. § 552(a)(6)(A)(i)", "qualifier": "",
        "earliest": pd.Timestamp(DUE), "latest": pd.Timestamp(DUE), "end_earliest": None, "row": 0,
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected


def test_deadlines_computed_twice_are_computed_once():
    once = add_deadlines(read(request("2021-01"), suit(), row("foia_request", ASKED, claim_of="r")), as_of=SUED)
    twice = add_deadlines(once, as_of=SUED)
    pd.testing.assert_frame_equal(once, twice)
    assert once.attrs == twice.attrs


def test_the_table_that_was_given_is_not_touched():
    table = read(request(), suit())
    before = table.copy(deep=True)
    add_deadlines(table, as_of=SUED)
    pd.testing.assert_frame_equal(table, before)
    assert table.attrs == before.attrs


def test_a_path_or_anybodys_frame_is_accepted(tmp_path):
    raw = pd.DataFrame([request(), suit()])
    raw.to_csv(tmp_path / "events.csv", index=False)
    for events in (raw, tmp_path / "events.csv", str(tmp_path / "events.csv")):
        assert add_deadlines(events)["status"].iloc[-1] == "overdue"


def test_a_column_of_the_writers_own_that_is_called_status_is_kept():
    table = add_deadlines(read({**request(), "status": "sent by post"}, suit()), as_of=SUED)
    assert table["own_status"].iloc[0] == "sent by post"
    assert table["status"].tolist() == ["", "", "overdue"]


# As of a day. ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "settings", "expected"),
    [
        ("2020-11-10", {"as_of": "2021-04-13"}, "2020-11-10"),
        (date(2020, 11, 10), {}, "2020-11-10"),
        (datetime(2020, 11, 10, 23, 59, tzinfo=UTC), {}, "2020-11-10"),
        (pd.Timestamp("2020-11-10"), {}, "2020-11-10"),
        (None, {"as_of": "2020-11-10"}, "2020-11-10"),
        (None, {}, "2021-08-31"),  # the latest day in the table, that of the month's end; never today
    ],
)
def test_the_day_is_the_arguments_else_the_settings_else_the_tables_latest(given, settings, expected):
    table = add_deadlines(read(request(), row("news", "2021-08"), **settings), as_of=given)
    assert table["as_of"].tolist() == ["", "", expected]
    assert set(table.attrs["timeline"]["as_of"].values()) == {expected}


@pytest.mark.parametrize(
    ("date_of", "expected"),
    [("2021-01-01/2021-09-30", "2021-09-30"), ("2021-09-01/..", "2021-09-01"), ("[2021-09-01..]", "2021-09-01"), ("[..2021-09-01]", "2021-09-01")],
)  # fmt: skip
def test_the_latest_day_may_be_the_end_of_a_span_or_one_side_of_a_bound(date_of, expected):
    assert deadline(request(), row("event", date_of), as_of=None)["as_of"] == expected


@pytest.mark.parametrize(
    "given", ["2021-04", "2021", "[..2021-04-13]", "2021-04-13~", "2021-01-01/2021-04-13", "today", ""]
)
def test_an_as_of_that_is_no_day_is_refused(given):
    with pytest.raises(DateError):
        add_deadlines(read(request()), as_of=given)


# The real case. -------------------------------------------------------------------------------------------------

CLEARVIEW_ICE, CLEARVIEW_DHS, CBP = "clearview-request/ICE", "clearview-request/DHS", "clearview-request-cbp/CBP"
EPIC_MARCH, EPIC_DHS, EPIC_JUNE = "epic-request-ice-march/ICE", "epic-request-dhs/DHS", "epic-request-ice-june/ICE"
OVERSIGHT, IDP = "american-oversight-request/DOJ", "idp-request/ICE"
NOT_SAID, OPEN = "undetermined", "no_answer_recorded"


@pytest.fixture(scope="module")
def events(case) -> pd.DataFrame:
    return read_events(case)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2020-03-01", {EPIC_MARCH: "pending", EPIC_DHS: "pending", OVERSIGHT: "pending", CLEARVIEW_ICE: NOT_SAID, CBP: NOT_SAID, IDP: NOT_SAID}),
        ("2020-04-03", {EPIC_MARCH: NOT_SAID, EPIC_DHS: "pending", OVERSIGHT: "pending"}),
        ("2020-04-04", {EPIC_MARCH: NOT_SAID, EPIC_DHS: OPEN, OVERSIGHT: "pending"}),
        # the suit alleges silence, and is not known before its day
        ("2020-10-25", {EPIC_MARCH: OPEN, EPIC_JUNE: OPEN, EPIC_DHS: OPEN, OVERSIGHT: OPEN, CLEARVIEW_ICE: NOT_SAID}),
        ("2020-10-26", {EPIC_MARCH: "overdue", EPIC_JUNE: "overdue", EPIC_DHS: OPEN}),
        ("2020-11-18", {CLEARVIEW_ICE: NOT_SAID, CLEARVIEW_DHS: NOT_SAID}),
        ("2020-11-19", {CLEARVIEW_ICE: OPEN, CLEARVIEW_DHS: OPEN, CBP: NOT_SAID, IDP: NOT_SAID}),
        ("2021-04-13", {CLEARVIEW_ICE: "overdue", CLEARVIEW_DHS: "overdue", CBP: NOT_SAID, IDP: NOT_SAID, OVERSIGHT: OPEN, EPIC_DHS: OPEN}),
        ("2025-12-31", {CLEARVIEW_ICE: "overdue", CLEARVIEW_DHS: "overdue", CBP: NOT_SAID, IDP: NOT_SAID, OVERSIGHT: OPEN}),
    ],
)  # fmt: skip
def test_the_real_case_as_of_a_day(events, as_of, expected):
    table = add_deadlines(events, as_of=as_of)
    found = dict(zip(table["id"].str.removesuffix(f"/{RULE}"), table["status"], strict=True))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("agency", ["ICE", "DHS"])
def test_the_real_case_on_the_day_of_the_suit(events, agency):
    table = add_deadlines(events, as_of=SUED).set_index("id")
    found = table.loc[f"clearview-request/{agency}/{RULE}"]
    assert (found["date"], found["days_overdue_min"], found["days_overdue_max"] is pd.NA) == (
        "[..2020-11-18]",
        146,
        True,
    )
    assert found["assumptions"] == "received_when_sent; no_extension_known; no_tolling_known"
    assert {(r["due"], r["days_overdue"]["min"], r["status"]) for r in found["readings"]} == {
        (None, None, "undetermined"),
        ("[2021-02-01..2021-03-01]", 43, "overdue"),
    }
    assert len({r["account"] for r in found["readings"]}) == 1
    assert (found["stopped_by"], set(found["reported_by"].split("; "))) == (
        "clearview-suit",
        {"clearview-no-answer", "clearview-suit"},
    )


@pytest.mark.parametrize("name", [CBP, IDP])
def test_no_due_date_is_computed_from_the_suit(events, name):
    found = add_deadlines(events, as_of=SUED).set_index("id").loc[f"{name}/{RULE}"]
    assert (found["date"], found["reason"], found["assumptions"]) == ("", "dated_only_by_suit", "")
    assert pd.isna(found["days_overdue_min"])


def test_the_claim_of_a_30_day_deadline_is_beside_the_computed_one(events):
    (reading,) = add_deadlines(events, as_of=SUED).set_index("id").loc[f"{IDP}/{RULE}"]["readings"]
    assert reading["due"] is None
    assert "Law360" in reading["account"]
