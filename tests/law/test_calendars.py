"""The federal calendar against the package it is made from, and its refusal to answer outside its years."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from tests.law import make_calendar
from timeline.errors import CoverageError, RuleError
from timeline.law.calendars import (
    CALENDARS,
    CLOSURES,
    adjust,
    as_listed,
    calendar_ids,
    load_calendar,
    load_closures,
    load_lapses,
    parse_calendar,
    parse_closures,
)

US = load_calendar("us-6103")
ABOUT = (CALENDARS / "us-6103.toml").read_text(encoding="utf-8")


def test_the_data_is_what_holidays_says_today() -> None:
    made = make_calendar.files()
    assert {path.name: path.read_text(encoding="utf-8") for path in CALENDARS.glob("*.csv")} == made


def test_every_state_and_the_district_has_a_calendar() -> None:
    assert len(make_calendar.STATES) == 51
    assert {f"us-{state.lower()}" for state in make_calendar.STATES} <= set(calendar_ids())


@pytest.mark.parametrize("name", calendar_ids())
def test_every_calendar_covers_the_same_years_and_says_on_what_authority(name: str) -> None:
    calendar = load_calendar(name)
    assert (calendar.first, calendar.last) == (US.first, US.last)
    assert calendar.weekend == {5, 6}
    assert all(calendar.first.toordinal() <= day <= calendar.last.toordinal() for day in calendar.holidays)
    assert all((day + 6) % 7 < 5 for day in (*calendar.holidays, *calendar.disputed))
    with pytest.raises(CoverageError, match=f"calendars/{name}"):
        calendar.closed(date(2041, 1, 1).toordinal())


@pytest.mark.parametrize(
    ("name", "day", "closed", "disputed"),
    [
        ("us-ky", "2004-10-11", None, None),  # Columbus Day counts: 04-ORD-213
        ("us-ky", "2024-03-29", None, "Good Friday"),
        ("us-ct", "2024-10-14", "Columbus Day", None),
        ("us-ak", "2024-03-25", "Seward's Day", None),
        ("us-ak", "2024-10-18", "Alaska Day", None),
        ("us-dc", "2025-04-16", "Emancipation Day", None),
        ("us-dc", "2021-01-20", None, None),  # Inauguration Day is an option, not a day of the District's
        ("us-ri", "2026-08-10", "Victory Day", None),
        ("us-tx", "2024-01-19", "Confederate Heroes Day", None),
        ("us-tx", "2024-08-27", "Lyndon Baines Johnson Day", None),
        ("us-tx", "2024-11-29", "Friday after Thanksgiving", None),
        ("us-tx", "2024-03-29", None, "Good Friday"),  # optional: where the officer observes it
        ("us-tx", "2026-07-03", None, "Independence Day (observed)"),  # where the body observes it
        ("us-tx", "2024-10-14", None, None),
        ("us-tx-before-2023", "1999-01-19", None, "Confederate Heroes Day"),
        ("us-ma", "2023-11-10", "Veterans Day (observed)", "Veterans Day (observed)"),
        ("us-ma", "2024-04-15", None, "Patriots' Day"),
        ("us-in", "2024-02-19", "Washington's Birthday", "Washington's Birthday"),
        ("us-federal-court", "2024-11-29", None, None),
    ],
)
def test_days_of_the_states(name: str, day: str, closed: str | None, disputed: str | None) -> None:
    calendar, ordinal = load_calendar(name), date.fromisoformat(day).toordinal()
    assert (calendar.closed(ordinal), calendar.disputed.get(ordinal)) == (closed, disputed)
    if disputed:
        assert (as_listed(calendar).closed(ordinal) is None) == (closed is not None)


def test_days_can_be_closed_and_opened() -> None:
    weekday, holiday, saturday = (date(2024, 1, d).toordinal() for d in (16, 15, 13))
    changed = adjust(US, frozenset({(weekday, "Snow"), (saturday, "Snow")}), frozenset({holiday}))
    assert [changed.closed(day) for day in (weekday, holiday, saturday)] == ["Snow", None, "Saturday"]
    assert adjust(US, frozenset({(holiday, "Snow")})) is US
    assert US.closed(weekday) is None


def test_every_covered_weekday_is_a_holiday_exactly_where_holidays_says_so() -> None:
    theirs = holidays.country_holidays("US", years=range(US.first.year - 1, US.last.year + 2))
    for ordinal in range(US.first.toordinal(), US.last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        assert (US.closed(ordinal) is not None) == (day.weekday() >= 5 or day in theirs), day


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2010-12-31", "New Year's Day (observed)"),  # belongs to 2011, a Saturday
        ("2021-12-31", "New Year's Day (observed)"),
        ("2027-12-31", "New Year's Day (observed)"),
        ("2021-06-18", "Juneteenth National Independence Day (observed)"),  # the first one
        ("2020-06-19", None),  # a year before it became one
        ("1985-01-21", None),  # the birthday is a holiday only from 1986
        ("1986-01-20", "Birthday of Martin Luther King, Jr."),
        ("1975-10-27", "Veterans Day"),  # the fourth Monday of October, 1971 to 1977
        ("1975-11-11", None),
        ("1978-11-10", "Veterans Day (observed)"),
        ("2025-01-20", "Birthday of Martin Luther King, Jr."),  # not "Inauguration Day"
        ("2021-01-20", None),  # Inauguration Day: pay and leave around Washington only
        ("2024-12-24", None),  # closed by executive order
        ("2020-11-27", None),  # the day after Thanksgiving
        ("2020-11-14", "Saturday"),
        ("2021-07-04", "Sunday"),
        ("2040-12-31", None),
    ],
)
def test_days(day: str, closed: str | None) -> None:
    assert US.closed(date.fromisoformat(day).toordinal()) == closed


@pytest.mark.parametrize("day", ["1970-12-31", "2041-01-01", "0001-01-01", "9999-12-31"])
def test_outside_its_years_a_calendar_gives_no_answer(day: str) -> None:
    with pytest.raises(CoverageError, match=r"us-6103 knows .* 1971-01-01 to 2040-12-31; .*calendars/us-6103\.csv"):
        US.closed(date.fromisoformat(day).toordinal())


def test_the_table_is_its_own_inverse() -> None:
    table = US.working_days
    assert len(table.before) == US.last.toordinal() - US.first.toordinal() + 2
    assert all(table.before[day - table.first] == place for place, day in enumerate(table.days))
    assert table.before[-1] == len(table.days)


def test_alias_and_id_are_one_calendar() -> None:
    assert load_calendar("us-federal") is US
    with pytest.raises(RuleError, match="no calendar is called 'us-fed'; there are us-6103"):
        load_calendar("us-fed")


def test_holidays_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        US.holidays[0] = "Friday"  # type: ignore[index]  # that it is refused is the test


STATE = (CALENDARS / "us-ky.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ("date,name\n", "the columns are date, name; expected date, name, counts"),
        ("date,name,counts\n2020-11-11,Veterans Day,no\n", "line 2: 2020-11-11 is a holiday already"),
        ("date,name,counts\n2020-11-12,Thursday,yes\n", "line 2: 2020-11-12 counts anyway"),
        ("date,name,counts\n2020-11-12,Thursday,perhaps\n", "line 2: 'perhaps'; expected one of no, yes, disputed"),
        ("date,name,counts\n2020-11-12,Thursday\n", "line 2: '2020-11-12,Thursday'"),
    ],
)
def test_a_broken_difference_is_refused_by_name(days: str, problem: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_calendar("us-broken", STATE, days)
    assert str(refused.value).startswith("us-broken.csv")
    assert problem in str(refused.value)


def test_a_calendar_does_not_go_beyond_its_base() -> None:
    with pytest.raises(RuleError, match=r"us-broken\.toml.*\n.*go beyond those of the base, 1971-01-01 to 2040-12-31"):
        parse_calendar("us-broken", STATE.replace("2040-12-31", "2041-12-31"), "date,name,counts\n")


@pytest.mark.parametrize(
    ("about", "days", "problem"),
    [
        (ABOUT.replace("weekend", "weekends"), "date,name\n", "unknown key 'weekends'"),
        (ABOUT.replace('citation = "5 U.S.C. § 6103(a)"', ""), "date,name\n", "key 'citation' is missing"),
        (ABOUT.replace("1971-01-01", '"1971"'), "date,name\n", "key 'first' is '1971'"),
        (ABOUT.replace('"Saturday",', '"Caturday",'), "date,name\n", "key 'weekend' is"),
        (ABOUT, "day,name\n", "the columns are day, name; expected date, name"),
        (ABOUT, "date,name\n2020-02-30,Leap Day\n", "line 2: '2020-02-30,Leap Day'"),
        (ABOUT, "date,name\n2020-11-11,Veterans Day,x\n", "line 2"),
        (ABOUT, "date,name\n2020-11-14,Saturday\n", "line 2: 2020-11-14 is outside first and last, on a weekend"),
        (ABOUT, "date,name\n1970-12-25,Christmas Day\n", "line 2: 1970-12-25"),
        (ABOUT, "date,name\n2020-11-11,Veterans Day\n2020-11-11,Veterans Day\n", "line 3: 2020-11-11"),
    ],
)
def test_a_broken_calendar_is_refused_by_name(about: str, days: str, problem: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_calendar("us-broken", about, days)
    assert str(refused.value).startswith("us-broken.")
    assert problem in str(refused.value)


def test_closings_are_those_of_holidays_and_one_before_its_list_begins() -> None:
    public = holidays.country_holidays("US", years=range(1996, 2042))
    government = holidays.country_holidays("US", years=range(1996, 2042), categories=("government",))
    theirs = {day for day, name in government.items() if day not in public and "half-day" not in name}
    assert {closure.date for closure in load_closures("us-6103").values()} == theirs | {date(1997, 12, 26)}


def test_closings_are_working_days_and_of_this_calendar_only() -> None:
    assert all(US.closed(day) is None for day in load_closures("us-6103"))
    assert not load_closures("us-ca")
    assert not load_lapses("us-ca")
    assert load_closures("us-federal-court") == load_closures("us-6103")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            '["us-6103",',
            '["us-6104",',
            "key 'calendars' is ['us-6104', 'us-federal-court']; expected a list of these: us-6103",
        ),
        ("first = 1995-11-14\n", "", "lapse 1: key 'first' is missing"),
        ("name = ", "nam = ", "closure 1: unknown key 'nam'"),
        ("date = 1997-12-26", 'date = "1997-12-26"', "closure 1: key 'date'"),
    ],
)
def test_a_broken_list_of_closings_is_refused_by_name(old: str, new: str, problem: str) -> None:
    with pytest.raises(RuleError, match=r"^closures\.toml") as refused:
        parse_closures(CLOSURES.read_text(encoding="utf-8").replace(old, new, 1))
    assert problem in str(refused.value)
