"""Real cases from opinions, agency letters and guidance, each with its source: golden.csv."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from timeline.errors import CoverageError
from timeline.law.calendars import load_calendar
from timeline.law.count import last_day
from timeline.law.deadline import Options, compute_deadline
from timeline.law.rules import load_rules

with (Path(__file__).parent / "golden.csv").open(encoding="utf-8", newline="") as file:
    GOLDEN = {row["id"]: row for row in csv.DictReader(file)}

AD_HOC = {
    "G04": ("us-6103", 11, "working_days", "none"),  # the days of a lapse in appropriations are counted
    "G22": ("us-6103", 90, "calendar_days", "none"),
    "G37": ("us-6103", 10, "calendar_days", "none"),
    "G40": ("us-6103", 30, "working_days", "none"),
}


@pytest.mark.parametrize("row", [r for r in GOLDEN.values() if r["rule_id"] in load_rules()], ids=lambda row: row["id"])
def test_a_case_comes_out_as_its_source_has_it(row: dict[str, str]) -> None:
    if row["id"] == "G16":  # of 1968, before the Uniform Monday Holiday Act
        with pytest.raises(CoverageError, match="1968-12-24 is outside"):
            compute_deadline(row["rule_id"], row["trigger_date"])
        return
    deadline = compute_deadline(row["rule_id"], row["trigger_date"])
    assert deadline.due.edtf == row["expected_due"], row["note"]
    assert deadline.steps[-1].date.isoformat() == row["expected_due"]
    assert "force_start_unknown" not in deadline.assumptions


@pytest.mark.parametrize("name", AD_HOC)
def test_a_period_of_no_rule_comes_out_as_its_source_has_it(name: str) -> None:
    calendar, period, unit, roll = AD_HOC[name]
    row = GOLDEN[name]
    assert row["rule_id"].endswith(f"({period})")
    start = date.fromisoformat(row["trigger_date"]).toordinal()
    due = last_day(load_calendar(calendar), start, period, unit, roll)  # type: ignore[arg-type]  # a table of words
    assert date.fromordinal(due).isoformat() == row["expected_due"], row["note"]


def test_g05_by_the_text_since_2009_though_the_days_are_of_2007() -> None:
    row = GOLDEN["G05"]
    since = compute_deadline("frcp.6a", row["trigger_date"], period=10, options=Options(text_on=date(2009, 12, 1)))
    assert since.due.edtf == row["expected_due"]
    assert "text_of_another_day" in since.assumptions
    then = compute_deadline("frcp.6a", row["trigger_date"], period=10)
    assert then.due.edtf == "2007-09-06"  # a short period then left out weekends and Labor Day
    assert "short_period" in then.assumptions


def test_g17_the_same_date_though_the_court_took_the_thirty_first_day_for_the_thirtieth() -> None:
    steps = compute_deadline("frap.4a1A", "1975-04-24").steps
    assert [(s.date, s.n) for s in steps if s.n == 30] == [(date(1975, 5, 24), 30)]
    assert "thirtieth" in next(e.note for e in load_rules()["frap.4a1A"].examples if e.trigger == "1975-04-24")


def test_g24_the_same_facts_under_the_law_since_2023() -> None:
    row = GOLDEN["G24"]
    today = compute_deadline(row["rule_id"], row["trigger_date"], options=Options(text_on=date(2023, 9, 1)))
    assert today.due.edtf == "1999-01-25"
    assert {s.date.day: s.reason for s in today.steps}[19] == "Confederate Heroes Day"


def test_g42_paper_mail_in_a_lapse_is_received_when_the_office_reopens() -> None:
    row = GOLDEN["G42"]  # a rule on receipt, not a count: the day of receipt is what the user gives
    counted = compute_deadline("us-foia.determination", row["expected_due"])
    assert counted.steps[0].date.isoformat() == row["expected_due"]
    by_email = compute_deadline("us-foia.determination", row["trigger_date"])
    assert "shutdown_counted" not in counted.assumptions + by_email.assumptions


def test_every_case_is_asserted() -> None:
    named = {"G05", "G42", *AD_HOC, *(name for name, row in GOLDEN.items() if row["rule_id"] in load_rules())}
    assert named == set(GOLDEN)
