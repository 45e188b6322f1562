"""What starts a clock where another part of the agency had the request first, 5 U.S.C. § 552(a)(6)(A)."""

from __future__ import annotations

import pytest

from tests.law.test_deadlines import asked
from tests.law.test_problems import found as problems
from tests.rows import SUED, deadline, read, request, row, suit
from timeline.law.rules import load_rules
from timeline.view.cards import cards
from timeline.view.release import release

ALONE = "routing_cap; sent_on_later; "
CAPPED = "routing_cap; "


def elsewhere(date: str, **more: str) -> dict[str, str]:
    """A receipt by DHS of a request to ICE."""
    return row("receipt", date, **{"agency": "DHS", "request": "r", "id": "first", **more})


def own(date: str, **more: str) -> dict[str, str]:
    return row("receipt", date, **{"id": "own", **more})


# name: (rows beside the request of 2020-10-20, trigger, due, row that the trigger is told by, first assumptions)
CASES = {
    # Ten working days after October 22 are over on November 5.
    "first received elsewhere, and no more is known": ([elsewhere("2020-10-22")], "[2020-10-22..2020-11-05]", "[2020-11-20..2020-12-07]", "first", ALONE),
    "received by the right part before the cap": ([elsewhere("2020-10-22"), own("2020-10-26")], "2020-10-26", "2020-11-24", "own", ""),
    "on the day of the cap": ([elsewhere("2020-10-22"), own("2020-11-05")], "2020-11-05", "2020-12-07", "own", ""),
    "after the cap": ([elsewhere("2020-10-22"), own("2020-12-01")], "2020-11-05", "2020-12-07", "first", CAPPED),
    "by the right part first": ([elsewhere("2020-10-26"), own("2020-10-22")], "2020-10-22", "2020-11-20", "own", ""),
    "perhaps after the cap": ([elsewhere("2020-10-22"), own("[2020-10-29..2020-11-20]")], "[2020-10-29..2020-11-05]", "[2020-11-30..2020-12-07]", "own", CAPPED),
    "by the right part on or before a day": ([elsewhere("2020-10-22"), own("[..2020-12-01]")], "[..2020-11-05]", "[..2020-12-07]", "own", CAPPED),
    "by the right part on or after a day": ([elsewhere("2020-10-22"), own("[2020-10-29..]")], "[2020-10-29..2020-11-05]", "[2020-11-30..2020-12-07]", "own", CAPPED),
    "by the right part on an unknown day": ([elsewhere("2020-10-22"), own("TBD")], "[2020-10-22..2020-11-05]", "[2020-11-20..2020-12-07]", "first", ALONE),
    "elsewhere on one unknown day": ([elsewhere("[2020-10-22..2020-10-23]")], "[2020-10-22..2020-11-06]", "[2020-11-20..2020-12-08]", "first", ALONE),
    "elsewhere on or before a day": ([elsewhere("[..2020-10-22]")], "[..2020-11-05]", "[..2020-12-07]", "first", ALONE),
    "elsewhere on or after a day": ([elsewhere("[2020-10-22..]")], "[2020-10-22..]", "[2020-11-20..]", "first", ALONE),
    "elsewhere on about a day": ([elsewhere("2020-10-22~")], "[2020-10-22~..2020-11-05~]", "[2020-11-20~..2020-12-07~]", "first", ALONE),
    "elsewhere on an unknown day": ([elsewhere("TBD")], "2020-10-20", "2020-11-18", "r", "received_when_sent; "),
    "elsewhere twice: the first counts": ([elsewhere("2020-10-26", id="second", agency="CBP"), elsewhere("2020-10-22")], "[2020-10-22..2020-11-05]", "[2020-11-20..2020-12-07]", "first", ALONE),
    "it lasted": ([elsewhere("2020-10-22/2020-10-23")], "2020-10-22/2020-10-23", "", "first", ""),
    "before the request": ([elsewhere("2020-10-01")], "[2020-10-01..2020-10-16]", "", "first", ""),
    "known only to precede the suit": ([elsewhere(f"[..{SUED}]"), suit()], "[..2021-04-27]", "", "first", ""),
    "a cap on the day of the suit is a date": ([elsewhere("2021-03-30"), suit()], "[2021-03-30..2021-04-13]", "[2021-04-27..2021-05-11]", "first", ALONE),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_clock_runs_from_the_right_receipt_or_from_the_end_of_the_time_to_send_on(name):
    rows, *expected = CASES[name]
    for given in (rows, rows[::-1]):
        got = deadline(request(), *given, as_of="2021-12-31")
        assert [got["trigger"], got["date"], got["trigger_id"]] == expected[:3]
        assert got["assumptions"].startswith(expected[3])
        assert ("routing_cap" in got["assumptions"]) == ("routing_cap" in expected[3])


def test_before_the_law_had_a_cap_a_receipt_elsewhere_only_begins_the_bounds():
    got = deadline(request("2008-12-01"), elsewhere("2008-12-03"), as_of=SUED)
    assert (got["trigger"], got["status"]) == ("[2008-12-03..]", "undetermined")
    assert deadline(request("2008-12-01"), elsewhere("2008-12-03"), own("2008-12-29"))["trigger"] == "2008-12-29"


def test_late_is_said_only_where_it_is_late_from_the_last_day_for_sending_on():
    rows = (request(), elsewhere("2020-10-22"))
    assert deadline(*rows, suit("2020-12-01"))["status"] == "undetermined"
    assert (deadline(*rows, suit())["status"], deadline(*rows, suit())["days_overdue_min"]) == ("overdue", 127)


@pytest.mark.parametrize("rule", [name for name, rule in load_rules().items() if rule.capped_by])
def test_check_does_not_call_such_a_row_wrong(rule):
    rows = (request(rule=rule), elsewhere("2020-10-22"))
    assert (asked(*rows), problems(*rows)) == ([], [])


def test_where_the_law_says_nothing_of_it_check_does_and_it_starts_nothing():
    rows = (request(jurisdiction="us-ca"), elsewhere("2020-10-22"))
    ((place, message),) = problems(*rows)
    assert place == 3
    assert "us-ca.response does not say what a receipt elsewhere starts" in message
    assert deadline(*rows)["trigger"] == "2020-10-20"


def test_other_rows_of_an_agency_that_was_not_asked_are_still_asked_about():
    assert asked(request(), row("determination", "2020-11-01", agency="DHS", request="r")) == [
        "request: the row's agency is none of those of r; correct agency or request"
    ]


def test_a_request_to_both_is_received_by_each():
    rows = (request(agency="ICE; DHS"), elsewhere("2020-10-22"))
    table = release(read(*rows), as_of=SUED).set_index("id")
    triggers = [table.loc[f"r/{agency}/us-foia.determination", "trigger"] for agency in ("ICE", "DHS")]
    assert triggers == ["2020-10-20", "2020-10-22"]


def test_the_card_tells_who_had_it_first_and_from_when_the_time_runs():
    told = {}
    for name, rows in {
        "alone": [elsewhere("2020-10-22")],
        "late": [elsewhere("2020-10-22"), own("2020-12-01")],
    }.items():
        table = release(read(request(), *rows), as_of=SUED)
        (card,) = (one for one in cards(table) if one["title"].startswith("Answer due"))
        told[name] = card["body"]
    sentence = (
        "DHS received the request first, on Oct 22, 2020. The time runs from the day the right part of the agency "
        "received it, and at the latest from Nov 5, 2020 (5 U.S.C. § 552(a)(6)(A))."
    )
    assert sentence in told["alone"]
    assert sentence in told["late"]
    assert "The statute's bare ten days may be read as calendar days. Then: Nov 1, 2020." in told["late"]
    assert told["alone"][0] == "20 working days after the request was received one day of Oct 22–Nov 5, 2020."
    assert told["late"][0].startswith("20 working days after Nov 5, 2020, the last day for sending the request on")
