"""The count itself: by table, backward, over arrays, and up to the edge of what the calendar knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from timeline.errors import CoverageError, RuleError
from timeline.law.calendars import load_calendar
from timeline.law.count import (
    after,
    count_calendar_days,
    count_steps,
    count_working_days,
    last_day,
    preceding,
    roll_day,
)

if TYPE_CHECKING:
    from timeline.law.model import Roll, Unit

US = load_calendar("us-6103")


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("trigger", "n", "due"),
    [
        ("2020-10-20", 20, "2020-11-18"),
        ("2013-09-30", 11, "2013-10-16"),  # the 2013 lapse in appropriations, as Justice counted it
        ("2010-11-01", 30, "2010-12-15"),  # another program's example
        ("2024-12-07", 5, "2024-12-13"),  # a Saturday is day zero, Monday is day 1
        ("2024-12-06", 5, "2024-12-13"),
        ("2020-11-11", 1, "2020-11-12"),  # a holiday is day zero as well
        ("2020-11-12", -1, "2020-11-10"),
        ("2020-11-14", -1, "2020-11-13"),  # backward from a Saturday, Friday is day 1
        ("2020-11-16", -1, "2020-11-13"),
        ("2020-11-18", -20, "2020-10-20"),
        ("2020-11-14", 0, "2020-11-14"),
        ("1971-01-01", 1, "1971-01-04"),  # the first covered day
        ("2040-12-28", 1, "2040-12-31"),  # the last one
    ],
)
def test_working_days(trigger: str, n: int, due: str) -> None:
    assert date.fromordinal(count_working_days(US, _day(trigger), n)).isoformat() == due


@pytest.mark.parametrize(
    ("trigger", "n"),
    [
        ("1970-12-31", 1),
        ("1970-12-31", 0),  # a period of nothing still asks the calendar
        ("2041-01-01", -1),
        ("2040-12-31", 1),
        ("2040-12-05", 20),
        ("1971-01-04", -1),
        ("1971-01-29", -20),
    ],
)
def test_beyond_the_calendar_there_is_no_answer(trigger: str, n: int) -> None:
    with pytest.raises(CoverageError, match="1971-01-01 to 2040-12-31"):
        count_working_days(US, _day(trigger), n)


def test_an_array_of_triggers_counts_like_each_of_them() -> None:
    table = US.working_days
    arrays = table._replace(days=np.asarray(table.days), before=np.asarray(table.before))
    triggers = np.arange(_day("2018-01-01"), _day("2026-12-31"))
    assert after(arrays, triggers, 20).tolist() == [count_working_days(US, int(day), 20) for day in triggers]
    assert preceding(arrays, triggers, 10).tolist() == [count_working_days(US, int(day), -10) for day in triggers]


@pytest.mark.parametrize(
    ("trigger", "n", "unit", "roll", "due"),
    [
        ("2007-08-22", 10, "calendar_days", "next", "2007-09-04"),  # Saturday, then Labor Day: FRAP 26(a) note of 2009
        ("2007-08-22", 10, "calendar_days", "none", "2007-09-01"),
        ("2007-08-22", 10, "calendar_days", "previous", "2007-08-31"),
        ("1989-03-30", 30, "calendar_days", "next", "1989-05-01"),
        ("1987-12-02", 30, "calendar_days", "next", "1988-01-04"),  # New Year's Day, then a weekend
        ("2021-06-08", 10, "calendar_days", "none", "2021-06-18"),
        ("2007-09-14", -10, "calendar_days", "previous", "2007-09-04"),
        ("2007-09-13", -10, "calendar_days", "previous", "2007-08-31"),  # Labor Day: backward over the weekend
        ("2010-11-01", 30, "business_days", "none", "2010-12-15"),
    ],
)
def test_last_day(trigger: str, n: int, unit: Unit, roll: Roll, due: str) -> None:
    assert date.fromordinal(last_day(US, _day(trigger), n, unit, roll)).isoformat() == due
    assert count_steps(US, _day(trigger), n, unit, roll)[-1].date.isoformat() == due


def test_steps_of_calendar_days_show_the_roll() -> None:
    steps = count_steps(US, _day("2007-08-30"), 2, "calendar_days", "next")
    assert [(s.date.day, s.counted, s.n, s.reason) for s in steps] == [
        (30, False, 0, "trigger: not counted; the next day is day 1"),
        (31, True, 1, "working day"),
        (1, True, 2, "Saturday"),
        (2, False, None, "Sunday"),
        (3, False, None, "Labor Day"),
        (4, False, None, "the last day, 2007-09-01, is no working day: the period ends here"),
    ]


def test_steps_backward_run_back() -> None:
    steps = count_steps(US, _day("2020-11-13"), -2, "working_days", trigger_day="day of the hearing")
    assert [(s.date.day, s.n, s.reason) for s in steps] == [
        (13, 0, "day of the hearing: not counted; the previous working day is day 1"),
        (12, 1, "working day"),
        (11, None, "Veterans Day"),
        (10, 2, "working day"),
    ]


@pytest.mark.parametrize(
    ("trigger", "n", "unit", "roll", "due"),
    [
        ("2019-03-04", 6, "years", "next", "2025-03-04"),
        ("2018-03-01", 6, "years", "next", "2024-03-01"),
        ("2020-02-29", 6, "years", "none", "2026-02-28"),  # February 29: the last day of the month
        ("2020-02-29", 4, "years", "none", "2024-02-29"),
        ("2020-02-29", 6, "years", "next", "2026-03-02"),  # that is a Saturday, and moves
        ("2024-01-31", 1, "months", "none", "2024-02-29"),
        ("2023-11-30", 3, "months", "none", "2024-02-29"),
        ("2024-12-15", 1, "months", "none", "2025-01-15"),
        ("2024-03-31", -1, "months", "none", "2024-02-29"),
        ("2024-01-15", -1, "months", "none", "2023-12-15"),
        ("2024-02-29", -1, "years", "none", "2023-02-28"),
        ("2024-06-03", -2, "months", "previous", "2024-04-03"),
    ],
)
def test_months_and_years(trigger: str, n: int, unit: Unit, roll: Roll, due: str) -> None:
    assert date.fromordinal(last_day(US, _day(trigger), n, unit, roll)).isoformat() == due
    steps = count_steps(US, _day(trigger), n, unit, roll)
    assert steps[-1].date.isoformat() == due
    assert [s.n for s in steps if s.counted] == list(range(1, abs(n) + 1))


def test_steps_of_years_name_the_day_that_a_month_has_not() -> None:
    steps = count_steps(US, _day("2020-02-29"), 2, "years", "next", trigger_day="accrual")
    assert [(s.date.isoformat(), s.n, s.reason) for s in steps] == [
        ("2020-02-29", 0, "accrual (Saturday): counted from; year 1 ends on the same day of its month"),
        ("2021-02-28", 1, "year 1 ends on the last day of a month that has no such day"),
        ("2022-02-28", 2, "year 2 ends on the last day of a month that has no such day"),
    ]


def test_a_period_of_nothing_countable_is_refused() -> None:
    with pytest.raises(RuleError, match="a period of none units cannot be counted"):
        last_day(US, _day("2020-10-20"), 1, "none")


@pytest.mark.parametrize(("trigger", "n"), [("2040-10-20", 1), ("1971-10-20", -1), ("2040-10-20", 9000)])
def test_years_stay_within_the_calendar(trigger: str, n: int) -> None:
    with pytest.raises(CoverageError):
        last_day(US, _day(trigger), n, "years")


def test_calendar_days_stay_within_the_calendar_too() -> None:
    with pytest.raises(CoverageError):
        last_day(US, _day("2040-12-30"), 2, "calendar_days")


def test_rolling_a_working_day_is_staying() -> None:
    for offset in range(400):
        day = count_calendar_days(_day("2020-10-20"), offset)
        rolled = {roll: roll_day(US, day, roll) for roll in ("next", "previous", "none")}
        assert rolled["previous"] <= rolled["none"] == day <= rolled["next"]
        assert US.closed(rolled["next"]) is None is US.closed(rolled["previous"])
        if US.closed(day) is None:
            assert set(rolled.values()) == {day}
        assert rolled["next"] - rolled["previous"] <= timedelta(days=5).days
