"""What the law says beside a deadline: when suit may come after silence, until when, and what lateness costs."""

from __future__ import annotations

import pytest

from tests.rows import DUE, SUED, deadline, deadlines, read, request, row, suit
from timeline import add_deadlines
from timeline.errors import Problem, ReleaseError
from timeline.events.columns import COLUMNS
from timeline.events.frame import dates_of, settings_of
from timeline.law.problems import law_problems
from timeline.law.rules import load_rules
from timeline.publish.tables import deadline_list
from timeline.view.cards import cards
from timeline.view.release import release

SUE, LAST, FEES, CAP = (
    "us-foia.constructive_exhaustion",
    "us-foia.limitations",
    "us-foia.fee_bar",
    "us-foia.routing_cap",
)
LATER = "2021-12-31"
OPEN = {SUE: "2020-11-19", LAST: "2026-11-19"}

# name: (rows, as of, the day of each provision)
CASES = {
    "not yet due": ([request()], "2020-11-01", OPEN),
    "nothing in the table": ([request()], SUED, OPEN),
    "silence reported": ([request(), row("no_response", "2021-01-15")], SUED, OPEN | {FEES: None}),
    "sued: the last day to sue stays": ([request(), suit()], SUED, OPEN | {FEES: None}),
    "sued, and nobody says that no answer had come": ([request(), suit(alleges="")], SUED, OPEN),
    "a suit that is not known yet": ([request(), suit()], "2021-01-01", OPEN),
    "answered in time": ([request(), row("determination", DUE)], SUED, {}),
    "answered late: suit is barred until an appeal, fees are too": ([request(), row("determination", "2020-12-01")], SUED, {FEES: None}),
    "answered late, after the suit": ([request(), suit("2020-12-01"), row("determination", "2021-01-10")], SUED, OPEN | {FEES: None}),
    "answered on the day of the suit, which may have been before it": ([request(), suit(), row("determination", SUED)], SUED, {FEES: None}),
    "answered on a day that is not known": ([request(), row("determination", "TBD")], SUED, {}),
    "an answer that is disputed": ([request(), row("determination", "2020-11-10", certainty="disputed")], SUED, {}),
    "an answer that is not known yet": ([request(), row("determination", "2020-12-01")], "2020-11-25", OPEN),
    "records, which are no answer": ([request(), row("production", "2020-11-10")], SUED, OPEN),
    "late only by a disputed report": ([request(), row("no_response", "2021-01-15", certainty="disputed")], SUED, OPEN),
    "late by one account and not by another": (
        [request(), row("determination", "2020-12-01", id="d"), row("determination", "2020-11-10", claim_of="d")], SUED, {},
    ),
    "late by every account": (
        [request(), row("determination", "2020-12-01", id="d"), row("determination", "2020-12-10", claim_of="d")], SUED, {FEES: None},
    ),
    "an account that gives no date contradicts nothing": (
        [request(), suit(), row("deadline", "TBD", claim_of="r/ICE/us-foia.determination")], SUED, OPEN | {FEES: None},
    ),
    "a stopped clock has no end yet": ([request(), row("clarification", "2020-10-26")], SUED, {}),
    "an extension in time": ([request(), row("extension", "2020-11-10")], SUED, {SUE: "2020-12-04", LAST: "2026-12-04"}),
    "a request dated by nobody": ([request("TBD"), suit()], SUED, {}),
    "dated only by the suit": ([request(f"[..{SUED}]"), suit()], SUED, {}),
    "on or before a day": ([request("[..2020-10-20]")], SUED, {SUE: "[..2020-11-19]", LAST: "[..2026-11-19]"}),
    "about a day": ([request("2020-10-20~")], SUED, {SUE: "2020-11-19~", LAST: "2026-11-19~"}),
    "due on a Friday: suit opens on the Monday, or by another reading on the Saturday": (
        [request("2025-11-20")], "2026-06-30", {SUE: "2025-12-22", LAST: "2031-12-22"},
    ),
    "before the law barred fees": ([request("2008-10-20"), suit("2009-04-13")], SUED, {SUE: "2008-11-19", LAST: "2014-11-19"}),
    "another jurisdiction": ([request(jurisdiction="us-ca"), suit()], SUED, {}),
    "first received elsewhere": (
        [request(), row("receipt", "2020-10-22", agency="DHS", request="r")], SUED,
        {CAP: "2020-11-05", SUE: "[2020-11-23..2020-12-08]", LAST: "[2026-11-23..2026-12-08]"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_only_what_the_rows_carry_is_said(name):
    rows, as_of, expected = CASES[name]
    for given in (rows, rows[::-1]):
        assert {one["rule"]: one["date"] for one in deadline(*given, as_of=as_of)["provisions"]} == expected


def test_they_are_no_deadlines_of_their_own():
    table = release(read(request()), as_of=SUED)
    assert [one["rule"] for one in deadline_list(table)] == ["us-foia.determination"]
    assert "provisions" not in deadline_list(table)[0]


def test_a_further_deadline_has_none():
    found = deadlines(request(), row("determination", "2020-11-10"), row("appeal", "2020-11-20"))
    assert found["r/ICE/us-foia.appeal_determination"]["provisions"] == []


def test_the_card_says_each_with_its_citation_and_what_it_takes_for_granted():
    (card,) = (c for c in cards(release(read(request()), as_of=SUED)) if c["title"].startswith("Answer due"))
    said = " ".join(card["body"])
    assert (
        "If no determination came in time, first day to sue without an appeal: Nov 19, 2020 (5 U.S.C. § 552(a)(6)(C)(i))"
        in said
    )
    assert (
        "Last day to sue then: Nov 19, 2026 (28 U.S.C. § 2401(a)), if the time to sue runs from the first day" in said
    )
    (card,) = (c for c in cards(release(read(request(), suit()), as_of=SUED)) if c["title"].startswith("Answer due"))
    assert "may charge no search fees, with exceptions (5 U.S.C. § 552(a)(4)(A)(viii))." in " ".join(card["body"])
    assert load_rules()[FEES].notice in card["body"]


def test_a_suit_left_out_of_what_is_said_of_it_is_refused():
    with pytest.raises(ReleaseError, match="would read"):
        release(read(request(), suit("2027-01-04", alleges="", visibility="internal")), as_of="2027-06-30")


def test_every_provision_named_in_the_data_is_there():
    rules = load_rules()
    named = {name for rule in rules.values() for name in (*rule.followed_by, rule.capped_by) if name}
    assert named <= set(rules)
    assert {rules[name].kind for name in named} <= {"opening", "consequence", "deadline"}


@pytest.mark.parametrize(
    ("sued", "late"),
    [("2026-11-19", False), ("2026-11-20", True), ("2026-11", False), ("[2026-11-15..2026-12-15]", False), ("2027", True), ("2027~", False)],
)  # fmt: skip
def test_a_suit_that_surely_came_after_the_six_years_is_said_to(sued, late):
    rows = [request(), suit(sued, id="s")]
    (last,) = (one for one in deadline(*rows, as_of="2028-01-01")["provisions"] if one["rule"] == LAST)
    assert (last["date"], last["missed_by"]) == ("2026-11-19", "s" if late else "")
    table = release(add_deadlines(read(*rows), as_of="2028-01-01"))
    for lang, said in (("en", "The suit is dated later: "), ("es", "La demanda lleva una fecha posterior: ")):
        assert any(said in line for line in cards(table, lang)[-1]["body"]) is late
    assert any("28 U.S.C. § 2401(a)" in problem.message for problem in problems(*rows)) is late


def test_two_suits_of_which_one_was_in_time_are_not_late():
    rows = [request(), suit("2021-04-13", id="s"), suit("2027-01-04", id="t")]
    assert not any("2401" in problem.message for problem in problems(*rows))


def problems(*rows: dict[str, str]) -> list[Problem]:
    table = read(*rows)
    return law_problems(
        {name: table[name].tolist() for name in COLUMNS}, dates_of(table), table["row"].tolist(), settings_of(table)
    )
