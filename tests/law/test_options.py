"""What a reader may decide: each default, each choice, and the word by which a count says that it mattered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from timeline.errors import EventsError, RuleError, UnreadableError
from timeline.law.closings import Closing, parse_closings, read_closings
from timeline.law.deadline import ASSUMPTIONS, Options, compute_deadline, extended_due
from timeline.law.rules import load_rules
from timeline.law.words import REASONS

if TYPE_CHECKING:
    from pathlib import Path

RULE = "us-foia.determination"


@pytest.mark.parametrize(
    ("rule", "trigger", "options", "due", "word"),
    [
        (RULE, "2024-12-18", Options(), "2025-01-17", "closings_counted"),
        (RULE, "2024-12-18", Options(order_closings="excluded"), "2025-01-22", "closings_excluded"),
        (RULE, "2022-06-17", Options(), "2022-07-19", "observed_holidays_excluded"),
        (RULE, "2022-06-17", Options(observed=False), "2022-07-18", "observed_holidays_counted"),
        (RULE, "2021-01-04", Options(inauguration_day="excluded"), "2021-02-03", "inauguration_day_excluded"),
        (RULE, "2013-01-04", Options(inauguration_day="excluded"), "2013-02-04", ""),  # the 21st is Dr. King's day as well
        (RULE, "1985-01-04", Options(inauguration_day="excluded", text_on=date(2020, 1, 1)), "1985-02-04", "inauguration_day_excluded"),
        (RULE, "2013-09-17", Options(), "2013-10-16", "shutdown_counted"),
        (RULE, "2013-09-17", Options(shutdowns="excluded"), "2013-10-31", "shutdown_excluded"),
        ("us-foia.answer", "2025-03-16", Options(), "2025-04-15", "state_court_holidays_not_known"),
        ("us-foia.answer", "2025-03-17", Options(court_state="us-dc"), "2025-04-17", "state_court_holidays"),
        ("us-foia.answer", "2025-03-17", Options(), "2025-04-16", "state_court_holidays_not_known"),
        ("us-foia.answer", "2024-11-24", Options(order_closings="excluded"), "2024-12-26", "closings_excluded"),
        ("us-epa.receipt_cutoff", "2024-03-08", Options(), "2024-03-11", ""),
        (RULE, "2024-03-08", Options(receipt_rule="us-epa.receipt_cutoff", received_at="17:00"), "2024-04-08", "received_after_hours"),
        (RULE, "2024-03-08", Options(receipt_rule="us-epa.receipt_cutoff", received_at="16:59"), "2024-04-05", ""),
        (RULE, "2024-03-08", Options(received_at="23:59"), "2024-04-05", "no_receipt_cutoff_known"),
        ("us-mi.response", "2000-12-01", Options(received_by="email"), "2000-12-11", "deemed_received_later"),
        ("us-mi.response", "2000-12-01", Options(received_by="hand"), "2000-12-08", ""),
        ("us-tx.301_request_ag", "2024-03-04", Options(received_by="mail_unproven"), "2024-03-21", "deemed_received_later"),
        ("us-tx.301_request_ag", "1999-01-07", Options(text_on=date(2024, 1, 1)), "1999-01-25", "text_of_another_day"),
        (RULE, "2024-03-08", Options(text_on=date(2024, 1, 1)), "2024-04-05", ""),
    ],
)  # fmt: skip
def test_a_choice_and_its_word(rule: str, trigger: str, options: Options, due: str, word: str) -> None:
    deadline = compute_deadline(rule, trigger, options=options)
    assert deadline.due.edtf == due
    assert word in (*deadline.assumptions, "")
    assert deadline.steps[-1].date.isoformat() == due
    chosen = {"closings_excluded", "observed_holidays_counted", "inauguration_day_excluded", "shutdown_excluded"}
    assert chosen & set(deadline.assumptions) <= {word}
    assert all(ASSUMPTIONS[one] in deadline.count_text() for one in deadline.assumptions)


def test_state_holidays_of_the_court_are_none_for_a_period_before_an_event() -> None:
    options = Options(court_state="us-dc")
    backward = compute_deadline("frcp.6a", "2025-04-30", period=-14, options=options)  # Emancipation Day, April 16
    assert backward.due.edtf == "2025-04-16"
    assert compute_deadline("frcp.6a", "2025-04-02", period=14, options=options).due.edtf == "2025-04-17"


def test_what_came_later_by_law_shows_the_day_it_came() -> None:
    options = Options(received_by="email")
    steps = compute_deadline("us-mi.response", "2000-12-01", options=options).steps
    assert [(s.date.day, s.n) for s in steps[:3]] == [(1, None), (4, 0), (5, 1)]
    assert "deemed received later" in steps[0].reason
    assert (
        "Friday, December 1, 2000: came on this day"
        in compute_deadline("us-mi.response", "2000-12-01", options=options).count_text()
    )


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: Options(order_closings="skipped"), "order_closings is 'skipped'; expected counted or excluded"),  # type: ignore[arg-type]
        (lambda: Options(received_at="5 pm"), "received_at is '5 pm'"),
        (lambda: Options(received_at="24:00"), "received_at is '24:00'"),
        (lambda: Options(received_by="pigeon"), "received_by is 'pigeon'; expected one of hand"),
        (lambda: Options(receipt_rule="us-foia.answer"), "which has no cut-off"),
        (lambda: Options(court_state="dc"), "no calendar is called 'dc'"),
        (lambda: compute_deadline(RULE, "2024-01-02", period=5), "has a period of its own, 20 working days"),
        (lambda: extended_due(compute_deadline("us-ar.response", "2024-01-02")), "us-ar.response knows no extension"),
        (lambda: extended_due(compute_deadline("us-ny.response", "2024-01-02")), "runs from the acknowledgement: give its day"),
    ],
)  # fmt: skip
def test_a_choice_that_is_none_is_refused(made, message: str) -> None:
    with pytest.raises(RuleError) as refused:
        made()
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("rule", "trigger", "others"),
    [
        ("us-foia.determination", "2024-12-18", {"closings": "2025-01-22"}),
        ("us-foia.determination", "2020-10-20", {}),
        ("us-foia.determination", "2020-10-17", {"received_next_working_day": "2020-11-17"}),  # a Saturday
        ("us-foia.determination", "2020-11-11", {"received_next_working_day": "2020-12-11"}),  # Veterans Day
        ("us-ca.response", "2024-03-02", {}),
        ("us-foia.routing_cap", "2024-03-04", {"reading": "2024-03-14"}),
        ("us-foia.expedited_decision", "2024-12-12", {"next_working_day": "2024-12-23"}),  # a Sunday
        ("us-foia.expedited_decision", "2024-12-13", {}),
        ("us-foia.constructive_exhaustion", "2025-01-17", {"reading": "2025-01-18"}),
        ("us-foia.answer", "2024-11-24", {"closings": "2024-12-26"}),  # whether the President declared a holiday
        ("us-foia.limitations", "2020-02-29", {}),  # February 28 is a Saturday, March 1 a Sunday: both move to March 2
        ("us-foia.limitations", "2016-02-29", {"first_of_next_month": "2022-03-01"}),
        ("us-al.acknowledge", "2025-03-03", {"reading": "2025-03-17"}),
        ("us-in.response", "2024-03-04", {"reading": "2024-03-13"}),
        ("us-ny.response", "2024-03-04", {"reading": "2024-03-08"}),
        ("us-ny.response", "2026-02-06", {"reading": "2026-02-12", "state_holidays": "2026-02-17"}),
        ("us-mi.response", "2000-12-01", {"received_by_email": "2000-12-11", "received_by_fax": "2000-12-11"}),
        ("us-tx.response", "2026-06-22", {"state_holidays": "2026-07-07"}),  # July 3, where the body observes it
        (
            "us-ma.response",
            "2023-11-06",
            {"state_holidays": "2023-11-20"},
        ),  # the Friday before Veterans Day may be worked
        ("us-sc.response", "2024-03-04", {"reading": "2024-04-01"}),
        (
            "us-ca.response",
            "2024-03-21",
            {"state_holidays": "2024-04-02"},
        ),  # the last day is Cesar Chavez Day, a Sunday
    ],
)
def test_other_readings_are_told_with_their_date(rule: str, trigger: str, others: dict[str, str]) -> None:
    deadline = compute_deadline(rule, trigger)
    assert {other.word: other.due.edtf for other in deadline.alternatives} == others
    text = deadline.count_text()
    assert all(other.says in text for other in deadline.alternatives if other.word != "closings")


@pytest.mark.parametrize(
    ("rule", "trigger", "due"),
    [
        (RULE, "2020-10-20", "2020-12-03"),  # thirty working days from receipt come to the same
        (RULE, "[..2020-10-20]", "[..2020-12-03]"),
        ("us-ca.response", "2024-03-04", "2024-03-28"),
        ("us-ca.response", "2024-03-09", "2024-04-02"),  # the first period ends on Tuesday the 19th
        ("us-il.response", "2015-12-11", "2015-12-28"),
        ("us-id.response", "2024-03-04", "2024-03-18"),  # ten working days from the request, not three and ten
        ("us-pa.response", "2020-09-18", "2020-10-26"),
        ("us-ri.response", "2026-03-04", "2026-04-15"),
        ("us-ky.response", "2024-03-04", ""),  # the agency names a date of its own
        ("us-al.response", "2024-03-04", None),
    ],
)
def test_an_extension_runs_from_where_its_law_says(rule: str, trigger: str, due: str | None) -> None:
    deadline = compute_deadline(rule, trigger)
    if due is None:
        with pytest.raises(RuleError, match="knows no extension"):
            extended_due(deadline)
    else:
        assert extended_due(deadline).edtf == due


def test_an_extension_from_the_acknowledgement() -> None:
    deadline = compute_deadline("us-ny.response", "2024-03-04")
    assert extended_due(deadline, date(2024, 3, 8)).edtf == "2024-04-05"


@pytest.mark.parametrize(
    ("rule", "trigger", "due", "words"),
    [
        ("us-ky.response", "[2021-06-25..2021-07-02]", "[2021-06-30..2021-07-12]", ["two_versions"]),
        (
            "frcp.4m",
            "[2015-11-30..2015-12-01]",
            "[2016-02-29..2016-03-29]",
            ["two_versions"],
        ),  # the later is due sooner
        ("frcp.4m", "[..2015-12-01]", "[..2016-03-29]", ["two_versions", "force_start_unknown"]),
        ("frcp.4m", "[2015-11-30..]", "[2016-02-29..]", ["two_versions"]),
        ("us-ky.response", "[2021-07-01..]", "[2021-07-09..]", []),
        ("us-ky.response", "[2021-06-25..]", "[2021-06-30..]", ["two_versions"]),
        ("us-ky.response", "[..2021-06-25]", "[..2021-06-30]", []),
        ("us-ky.response", "1999-03-01", "1999-03-04", ["force_start_unknown"]),
        ("us-ca.response", "2005-03-01", "2005-03-11", ["force_start_unknown"]),
        ("us-ca.response", "2022-12", "[2022-12-12..2023-01-10]", []),
        ("us-ca.response", "[2022-12-31..2023-01-01]", "[2023-01-10..2023-01-11]", ["two_versions"]),
    ],
)
def test_a_trigger_under_two_texts_gives_both(rule: str, trigger: str, due: str, words: list[str]) -> None:
    deadline = compute_deadline(rule, trigger)
    assert deadline.due.edtf == due
    told = [word for word in deadline.assumptions if word in ("two_versions", "force_start_unknown")]
    assert told == [word for word in words if word in told]
    assert ("two_versions" in told) == ("two_versions" in words) == (len(deadline.parts) == 2)
    if "two_versions" in words:
        assert deadline.count_text().count("By the text in force") == 2


def test_two_citations_where_two_texts_have_them() -> None:
    deadline = compute_deadline("us-ca.response", "[2022-12-31..2023-01-01]")
    assert deadline.citation == "Cal. Gov. Code § 6253(c); Cal. Gov. Code § 7922.535(a)-(b)"


@pytest.mark.parametrize(
    ("rule", "trigger", "reason"),
    [
        ("us-fl.response", "2024-03-04", "no_fixed_period"),
        ("us-mt.response", "2024-03-04", "no_fixed_period"),
        ("us-al.response", "2024-03-04", "no_fixed_period"),  # before Act 2024-278
        ("us-al.response", "[2024-09-30..2024-10-01]", "perhaps_no_period"),
        ("us-foia.tolling_info", "2024-03-04", "no_deadline"),
        ("us-foia.fee_bar", "2024-03-04", "no_deadline"),
        ("us-tx.business_day", "2024-03-04", "no_deadline"),
        ("frcp.6a", "2024-03-04", "no_period_given"),
    ],
)
def test_where_the_law_gives_no_date_none_is_given(rule: str, trigger: str, reason: str) -> None:
    deadline = compute_deadline(rule, trigger)
    assert deadline.due.is_undated
    assert (deadline.reason, deadline.steps, deadline.alternatives) == (reason, (), ())
    assert REASONS[reason] in deadline.count_text()
    assert deadline.as_dict()["due"] is None
    assert deadline.as_dict()["reason"] == reason


def test_every_state_has_a_rule_and_says_how_sure_it_is() -> None:
    states = {rule.jurisdiction for rule in load_rules().values() if len(rule.jurisdiction) == 5}
    assert len(states) == 51
    unfixed = {rule.jurisdiction for rule in load_rules().values() if rule.versions[-1].unit == "none"}
    assert {f"us-{state}" for state in ["az", "fl", "mn", "mt", "nc", "nd", "oh", "ok", "wi"]} <= unfixed


SNOW = "date,name,jurisdiction,agency,source\n2024-01-16,Snow,us-md,,notice on the door\n2024-01-17,Snow,,ICE,letter\n"


def test_closings_given_are_left_out_where_they_concern(tmp_path: Path) -> None:
    path = tmp_path / "closings.csv"
    path.write_text(SNOW, encoding="utf-8")
    closings = read_closings(path)
    assert compute_deadline("us-md.delay_letter", "2024-01-12").due.edtf == "2024-01-29"
    with_snow = compute_deadline("us-md.delay_letter", "2024-01-12", closings=path)
    assert with_snow.due.edtf == "2024-01-30"
    assert "closings_given" in with_snow.assumptions
    assert {s.date.day: s.reason for s in with_snow.steps}[16] == "Snow"
    assert compute_deadline(RULE, "2024-01-12", closings=closings).due.edtf == "2024-02-12"
    ice = compute_deadline(RULE, "2024-01-12", closings=closings, options=Options(agency="ICE"))
    assert (ice.due.edtf, "closings_given" in ice.assumptions) == ("2024-02-13", True)
    assert compute_deadline(RULE, "2024-01-12", closings=closings, options=Options(agency="Ice")).due == ice.due
    assert "closings_given" not in compute_deadline("us-md.delay_letter", "2024-03-01", closings=closings).assumptions


def test_a_closing_does_not_move_a_day_counted_back() -> None:
    shut = Closing(date(2025, 4, 16), "Flood", "the court's website", jurisdiction="us-federal-court")
    backward = compute_deadline("frcp.6a", "2025-04-30", period=-14, closings=[shut])
    assert (backward.due.edtf, "closings_not_applied" in backward.assumptions) == ("2025-04-16", True)
    forward = compute_deadline("frcp.6a", "2025-04-02", period=14, closings=[shut])
    assert (forward.due.edtf, "closings_given" in forward.assumptions) == ("2025-04-17", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day,name,agency,source\n", ["row 1, column date: there is no such column"]),
        ("date,name,source\n", ["row 1, column jurisdiction: there is no such column"]),
        (SNOW.replace("2024-01-16", "Jan 16"), ["row 2, column date: 'Jan 16' is no day"]),
        (SNOW.replace("2024-01-16", "20240116"), ["row 2, column date: '20240116'; expected it as 2024-01-16"]),
        (SNOW.replace("us-md", ""), ["row 2, column jurisdiction: expected a jurisdiction such as us-ca, or an agency"]),
        (SNOW.replace("us-md", "Maryland"), ["row 2, column jurisdiction: no jurisdiction is called 'Maryland'"]),
        (SNOW.replace("Snow,,ICE,letter", ",,ICE,"), ["row 3, column name: name is empty", "row 3, column source: source is empty"]),
        (SNOW + "2024-01-16,More snow,us-md,,radio\n", ["row 4, column date: 2024-01-16 is there twice"]),
        ("date,name,agency,source\n\nx,,,\n", ["row 3, column name", "row 3, column jurisdiction", "row 3, column date"]),
    ],
)  # fmt: skip
def test_a_broken_table_of_closings_is_refused_by_row(text: str, said: list[str]) -> None:
    with pytest.raises(EventsError) as refused:
        parse_closings(text, "closings.csv")
    assert str(refused.value).startswith("closings.csv: ")
    assert all(line in str(refused.value) for line in said)


def test_closings_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"none\.csv: cannot be read"):
        read_closings(tmp_path / "none.csv")


def test_a_closing_is_read_as_it_stands() -> None:
    assert parse_closings(SNOW, "closings.csv") == (
        Closing(date(2024, 1, 16), "Snow", "notice on the door", jurisdiction="us-md"),
        Closing(date(2024, 1, 17), "Snow", "letter", agency="ICE"),
    )
