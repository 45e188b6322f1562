"""What the law finds wrong with the rows of a request: each told with the rows involved, the rest computed."""

from __future__ import annotations

import pytest

from tests.rows import DUE, SUED, deadlines, read, request, row, suit
from timeline.events.columns import COLUMNS
from timeline.events.frame import dates_of, settings_of
from timeline.law.problems import law_problems

ANSWER = "us-foia.answer"


def found(*rows: dict[str, str]) -> list[tuple[int, str]]:
    """Row and message of every problem; the first row of the table is row 2, as a spreadsheet shows it."""
    table = read(*rows)
    columns = {name: table[name].tolist() for name in COLUMNS}
    problems = law_problems(columns, dates_of(table), table["row"].tolist(), settings_of(table))
    assert {p.severity for p in problems} <= {"warning"}
    return [(p.row, p.message) for p in problems]


# name: (rows, (row of each problem, a part of what is said of it))
CASES = {
    "nothing": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28"), suit()], []),
    "a trigger before the rule was in force": ([request("1990-05-01"), suit()], [(2, "us-foia.determination has no version in force on 1990-05-01")]),
    "a receipt of that time": ([request("1990-05-01"), row("receipt", "1990-05-02")], [(3, "no version in force on 1990-05-02")]),
    "a calendar without that year": ([request("9990-05-01")], [(2, "9990")]),
    "a reply before its question": ([request(), row("clarification", "2020-10-28"), row("clarification_reply", "2020-10-26")], [(4, "before the clarification it replies to, row 3")]),
    "a reply to nothing": ([request(), row("fee_reply", "2020-10-26")], [(3, "replies to a fee notice that the table does not hold")]),
    "a second question": ([request(), row("clarification", "2020-10-21"), row("clarification_reply", "2020-10-22"), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28")], [(5, "does not stop the clock, which that of row 3 did")]),
    "a second fee notice": ([request(), row("fee_notice", "2020-10-21"), row("fee_reply", "2020-10-22"), row("fee_notice", "2020-10-26"), row("fee_reply", "2020-10-28")], []),
    "two determinations": ([request(), row("determination", "2020-11-10"), row("determination", "2021-01-10")], [(4, "another determination, in row 3")]),
    "one told twice": ([request(), row("determination", "2020-11-10", id="d"), row("determination", "2021-01-10", claim_of="d")], []),
    "an extension too late": ([request(), row("extension", "2020-11-19")], [(3, "after the answer to row 2 was due, on 2020-11-18")]),
    "an extension in time": ([request(), row("extension", DUE)], []),
    "a receipt after the suit": ([request(), suit(), row("receipt", "2021-05-01")], [(4, "after the suit of row 3")]),
    "a typed deadline that differs": ([request(), row("deadline", "2020-11-19", request="r", source_title="Press")], [(3, "the date 2020-11-19 (Press) is not the computed one, 2020-11-18: 20 working days after receipt")]),
    "it says what is assumed": ([request(), row("deadline", "2020-11-19", request="r")], [(3, "(5 U.S.C. § 552(a)(6)(A)(i)); received when sent; no extension known; no tolling known")]),
    "one that is the same": ([request(), row("deadline", DUE, request="r")], []),
    "one that may be the same": ([request(), row("deadline", "2020-11", request="r")], []),
    "one within a computed bound": ([request("2020-10"), row("deadline", DUE, request="r")], []),
    "one that is a rival account": ([request(), row("deadline", "2020-11-19", claim_of="r/ICE/us-foia.determination")], []),
    "one that names no request": ([request(), row("deadline", "2020-11-19")], []),
    "one of another agency": ([request(agency="ICE; DHS"), row("deadline", "2020-11-19", request="r", agency="DHS")], [(3, "2020-11-18")]),
    "one of a further clock": ([request(), suit(), row("service", "2021-04-20"), row("deadline", "2021-05-21", request="r", rule=ANSWER)], [(5, "is not the computed one, 2021-05-20: 30 calendar days after service")]),
    "one of a further clock that nothing starts": ([request(), suit(), row("deadline", "2021-05-21", request="r", rule=ANSWER)], []),
    "a rule that does not count from such a row": ([request(), row("acknowledgement", "2020-10-22", rule="us-foia.appeal_filing_min")], [(3, "counts from determination and not from this acknowledgement")]),
    "one that does": ([request(), row("determination", "2020-11-10", rule="us-foia.appeal_filing_min")], []),
    "one that names the rule and not the request": ([request(), row("deadline", "2020-11-19", rule="us-foia.determination", source_title="Press")], [(3, "the date 2020-11-19 (Press) is not the computed one, 2020-11-18: 20 working days after receipt")]),
    "one that names neither may be a court's day": ([request(), row("deadline", "2020-11-19")], []),
    "nor is one of another matter compared": ([request(), row("deadline", "2020-11-19", rule="us-foia.determination", matter="N")], []),
    "a typed end of the time to appeal": ([request(), row("determination", "2020-11-10", rule="us-foia.appeal_filing_min"), row("deadline", "2021-02-09", request="r", rule="us-foia.appeal_filing_min")], [(4, "is not the computed one, 2021-02-08: 90 calendar days after")]),
    "where nothing is computed": ([request("TBD"), row("deadline", "2021-05-21", request="r")], []),
    "a jurisdiction without a rule": ([request(jurisdiction="us-zz"), row("extension", "2022-01-01")], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_is_told_with_the_rows_involved(name):
    rows, expected = CASES[name]
    problems = found(*rows)
    assert [place for place, _ in problems] == [place for place, _ in expected]
    assert all(part in message for (_, message), (_, part) in zip(problems, expected, strict=True)), problems


@pytest.mark.parametrize("name", CASES)
def test_the_rest_of_the_table_is_still_computed(name):
    rows, _ = CASES[name]
    sound = [request(id="sound", matter="Sound"), suit(matter="Sound")]
    assert deadlines(*rows, *sound, as_of=SUED)["sound/ICE/us-foia.determination"]["days_overdue_min"] == 146


def test_one_row_about_two_agencies_is_told_once():
    assert len(found(request(agency="ICE; DHS"), row("extension", "2020-11-19", agency="", request="r"))) == 1
