"""Deadlines: real cases, what may be said of an imprecise trigger, and laws that hold for every date."""

from __future__ import annotations

import csv
import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import holidays
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.errors import CoverageError, DateError, RuleError
from timeline.events.dates import UNDATED, ImpreciseDate, from_bounds, parse_edtf
from timeline.law.calendars import load_calendar
from timeline.law.deadline import compute_deadline

if TYPE_CHECKING:
    from timeline.law.deadline import Deadline

RULE = "us-foia.determination"
DAY = timedelta(days=1)
US = load_calendar("us-6103")
SHORTER = {"Juneteenth National Independence Day": "Juneteenth"}

with (Path(__file__).parent / "foia_20_days.csv").open(encoding="utf-8", newline="") as file:
    AROUND_HOLIDAYS = list(csv.DictReader(file))


def _skipped(deadline: Deadline) -> str:
    named = [f"{s.date} {s.reason}" for s in deadline.steps if s.n is None and s.reason not in ("Saturday", "Sunday")]
    text = "; ".join(named)
    for statute, short in SHORTER.items():
        text = text.replace(statute, short)
    return text


@pytest.mark.parametrize("case", AROUND_HOLIDAYS, ids=lambda case: case["received"])
def test_forty_counts_around_holidays(case: dict[str, str]) -> None:
    deadline = compute_deadline(RULE, case["received"])
    assert deadline.due.edtf == case["due"]
    assert _skipped(deadline) == case["holidays_skipped"]
    assert ("observed_holidays_excluded" in deadline.assumptions) == ("(observed)" in case["holidays_skipped"])


def test_there_are_forty() -> None:
    assert len(AROUND_HOLIDAYS) == 40


def test_the_count_of_the_headline_case() -> None:
    deadline = compute_deadline(RULE, "2020-10-20")
    assert deadline.due.edtf == "2020-11-18"
    assert deadline.citation == "5 U.S.C. § 552(a)(6)(A)(i)"
    assert deadline.assumptions == ("no_extension_known", "no_tolling_known")
    assert deadline.otherwise is None
    first, *days = deadline.steps
    assert (first.date, first.counted, first.n) == (date(2020, 10, 20), False, 0)
    assert first.reason == "day of receipt: not counted; the next working day is day 1"
    assert [s.n for s in days if s.counted] == list(range(1, 21))
    assert [(s.date, s.reason) for s in days if not s.counted and s.date.weekday() < 5] == [
        (date(2020, 11, 11), "Veterans Day")
    ]
    assert [s.date for s in deadline.steps] == [date(2020, 10, 20) + n * DAY for n in range(30)]


def test_g01_as_the_practitioner_counted() -> None:
    assert compute_deadline(RULE, date(2018, 7, 20)).due.edtf == "2018-08-17"


@pytest.mark.parametrize(
    ("trigger", "due", "first_step"),
    [
        ("2021-01", "[2021-02-01..2021-03-01]", "latest day of “January 2021”, taken as the day of receipt (Sunday)"),
        ("[..2020-10-20]", "[..2020-11-18]", "latest day of “by October 20, 2020”, taken as the day of receipt"),
        (
            "[2021-04-13..]",
            "[2021-05-11..]",
            "earliest day of “on or after April 13, 2021”, taken as the day of receipt",
        ),
        ("2020-03-09~", "2020-04-06~", "day of receipt, written “about March 9, 2020”"),
        ("[2020-08-10..2020-08-14]", "[2020-09-08..2020-09-14]", "latest day of “August 10, 2020 to August 14, 2020”"),
        ("2020", "[2020-01-30..2021-02-01]", "latest day of “2020”, taken as the day of receipt"),
        ("[2020-10-17..2020-10-18]", "2020-11-16", "latest day of"),  # a weekend: every day of it gives the same
        ("2020-02-29", "2020-03-27", "day of receipt (Saturday): not counted; the next working day is day 1"),
    ],
)
def test_an_imprecise_trigger_gives_an_imprecise_due_date(trigger: str, due: str, first_step: str) -> None:
    deadline = compute_deadline(RULE, trigger)
    assert deadline.due.edtf == due
    assert deadline.steps[0].reason.startswith(first_step)
    assert deadline.steps[-1].date == (deadline.due.latest or deadline.due.earliest)


def test_closings_by_executive_order_are_counted_and_the_other_date_is_given() -> None:
    deadline = compute_deadline(RULE, "2024-12-18")
    assert (deadline.due.edtf, deadline.otherwise and deadline.otherwise.edtf) == ("2025-01-17", "2025-01-22")
    assert deadline.assumptions == ("no_extension_known", "no_tolling_known", "closings_counted")
    assert {s.date: s.reason for s in deadline.steps}[date(2025, 1, 9)] == (
        "working day (day of mourning for Jimmy Carter: closed by Executive Order 14133)"
    )


@pytest.mark.parametrize(
    ("trigger", "due", "otherwise"),
    [
        ("2025-11-24", "2025-12-23", None),  # ends the day before a closing
        ("2025-11-25", "2025-12-24", "2025-12-29"),  # ends on one, and the next day that is left is another
        ("2025-12-26", "2026-01-27", None),  # received on one: day zero either way
        ("[2025-11-24..2025-11-25]", "[2025-12-23..2025-12-24]", "[2025-12-23..2025-12-29]"),
        ("[..2025-11-25]", "[..2025-12-24]", "[..2025-12-29]"),
        ("2020-11-24~", "2020-12-23~", None),
        ("2020-11-25~", "2020-12-24~", "2020-12-28~"),
    ],
)
def test_closings_at_the_edge(trigger: str, due: str, otherwise: str | None) -> None:
    deadline = compute_deadline(RULE, trigger)
    assert deadline.due.edtf == due
    assert (deadline.otherwise.edtf if deadline.otherwise else None) == otherwise
    assert ("closings_counted" in deadline.assumptions) == (otherwise is not None)


def test_every_way_of_giving_a_trigger() -> None:
    day = date(2020, 10, 20)
    given_as: list[str | date | ImpreciseDate] = [
        day,
        "2020-10-20",
        datetime(2020, 10, 20, 23, 59, tzinfo=UTC),
        from_bounds(day, day),
        parse_edtf("2020-10-20"),
    ]
    assert {compute_deadline(RULE, trigger).due.edtf for trigger in given_as} == {"2020-11-18"}


@pytest.mark.parametrize(
    ("trigger", "error", "message"),
    [
        (UNDATED, DateError, "the trigger has no date"),
        ("2020-10-01/2020-10-20", DateError, "is a span, and a period runs from one day"),
        ("10/20/2020", DateError, ""),  # EDTF only: nothing is guessed here
        ("1997-09", RuleError, "no version in force on 1997-09-01"),
        ("1997-10", RuleError, "no version in force on 1997-10-01"),  # straddles the first day in force
        ("[..1990-01-01]", RuleError, "no version in force on 1990-01-01"),
        ("2040-12-20", CoverageError, "20 working days after 2040-12-20 run past them"),
        ("2050-01-01", CoverageError, "2050-01-01 is outside them"),
        ("[2040-01-01..2040-12-20]", CoverageError, "us-6103"),  # one bound is enough
    ],
)
def test_what_cannot_be_answered_is_refused(trigger: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as refused:
        compute_deadline(RULE, trigger)
    assert message in str(refused.value)


def test_json_is_the_contract() -> None:
    made = json.loads(json.dumps(compute_deadline(RULE, "[..2020-10-20]").as_dict()))
    assert list(made) == ["rule", "trigger", "due", "citation", "assumptions", "steps"]
    assert (made["trigger"], made["due"]) == ("[..2020-10-20]", "[..2020-11-18]")
    assert made["steps"][1] == {"date": "2020-10-21", "counted": True, "n": 1, "reason": "working day"}


@pytest.mark.parametrize(
    ("trigger", "lines"),
    [
        (
            "2024-12-18",
            [
                "Week of December 23, 2024: Mon 23 (3), Tue 24 (4), Wed 25 not counted (Christmas Day), Thu 26 (5), Fri 27 (6)",
                "Due: Friday, January 17, 2025.",
                "days closed by executive order count as working days, here Tuesday, December 24, 2024 (Executive Order 14129) and Thursday, January 9, 2025 (Executive Order 14133). For an agency that leaves those days out it is due Wednesday, January 22, 2025.",
                "Informational, not legal advice.",
            ],
        ),
        (
            "[..2020-10-20]",
            [
                "Tuesday, October 20, 2020 is the latest day of “by October 20, 2020”, taken as the day of receipt: not counted",
                "Due: on or before Wednesday, November 18, 2020.",
            ],
        ),
        ("[2021-04-13..]", ["Due: on or after Tuesday, May 11, 2021."]),
        ("2020-03-09~", ["Due: about Monday, April 6, 2020."]),
        ("2021-01", ["Due: on one day from Monday, February 1, 2021 to Monday, March 1, 2021."]),
        (
            "2022-06-18",
            [
                "Saturday, June 18, 2022 is the day of receipt (Saturday)",
                "does not count on that day",
            ],
        ),
    ],
)
def test_the_count_can_be_pasted_into_a_letter(trigger: str, lines: list[str]) -> None:
    text = compute_deadline(RULE, trigger).count_text()
    for line in lines:
        assert line in text


def _slowly(received: date, theirs: holidays.HolidayBase) -> date:
    """Count 20 working days a second way: day by day, asking another program."""
    day, left = received, 20
    while left:
        day += DAY
        if day.weekday() < 5 and day not in theirs:
            left -= 1
    return day


def test_agrees_with_a_second_count_on_thousands_of_days() -> None:
    theirs = holidays.country_holidays("US", years=range(1997, 2042))
    chosen = random.Random(6103)  # noqa: S311 - a fixed choice of dates, no secret
    for _ in range(5000):
        received = date(1998, 1, 1) + chosen.randrange(15300) * DAY
        assert compute_deadline(RULE, received).due.latest == _slowly(received, theirs), received


DATES = st.dates(date(1997, 10, 2), date(2040, 11, 30))


@given(DATES)
@example(date(2021, 12, 31))
def test_a_due_date_is_a_working_day_and_its_steps_lead_to_it(received: date) -> None:
    deadline = compute_deadline(RULE, received)
    due = deadline.due.latest
    assert due is not None
    assert US.closed(due.toordinal()) is None
    assert deadline.steps[-1].date == due
    assert [s.date for s in deadline.steps] == [received + n * DAY for n in range((due - received).days + 1)]
    assert [s.n for s in deadline.steps if s.counted] == list(range(1, 21))
    assert all(s.counted == (US.closed(s.date.toordinal()) is None) for s in deadline.steps[1:])


@given(DATES, st.integers(0, 60))
def test_a_later_trigger_is_never_due_earlier(received: date, later: int) -> None:
    other = min(received + later * DAY, date(2040, 11, 30))
    first, second = (compute_deadline(RULE, day).due.latest for day in (received, other))
    assert first is not None
    assert second is not None
    assert first <= second


@given(DATES, st.integers(0, 60), st.integers(0, 60), st.sampled_from(["", "~", "?", "%"]))
def test_bounds_hold_the_due_date_of_every_day_between(received: date, width: int, inside: int, qualifier: str) -> None:
    last = min(received + width * DAY, date(2040, 11, 30))
    within = min(received + inside * DAY, last)
    bounds = compute_deadline(RULE, from_bounds(received, last, qualifier)).due  # type: ignore[arg-type]  # sampled
    due = compute_deadline(RULE, within).due.latest
    assert bounds.earliest is not None
    assert bounds.latest is not None
    assert due is not None
    assert bounds.earliest <= due <= bounds.latest
    assert bounds.qualifier == qualifier


@given(DATES)
def test_an_open_side_stays_open(received: date) -> None:
    due = compute_deadline(RULE, received).due.latest
    before, since = (compute_deadline(RULE, from_bounds(*pair)).due for pair in ((None, received), (received, None)))
    assert (before.earliest, before.latest) == (None, due)
    assert (since.earliest, since.latest) == (due, None)


@given(DATES)
def test_otherwise_is_the_count_with_closings_as_holidays(received: date) -> None:
    deadline = compute_deadline(RULE, received)
    theirs = holidays.country_holidays(
        "US", years=range(received.year - 1, received.year + 3), categories=("public", "government")
    )
    for half in [day for day, name in theirs.items() if "half-day" in name]:
        del theirs[half]
    theirs[date(1997, 12, 26)] = "closed by order, before that package's list begins"
    expected = _slowly(received, theirs)
    assert (deadline.otherwise or deadline.due).latest == expected
