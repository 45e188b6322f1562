from __future__ import annotations

import contextlib
import re
from calendar import isleap, monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import DateError, TimelineError
from timeline.events.dates import MAX_LENGTH, UNDATED, ImpreciseDate, combine, from_bounds, parse_edtf

D = date.fromisoformat


def bounds(text: str | None) -> tuple[date | None, date | None]:
    """Read "2020-01-01 2020-12-31"; a dash is an open bound."""
    if text is None:
        return None, None
    low, high = text.split()
    return (None if low == "-" else D(low)), (None if high == "-" else D(high))


# Each row: a text, its bounds, its qualifier
ONE_DATE = [
    ("2020-10-20", "2020-10-20 2020-10-20", ""),  # a day
    ("2020-08", "2020-08-01 2020-08-31", ""),  # one day within the month, never its first
    ("2020", "2020-01-01 2020-12-31", ""),  # one day within the year
    ("0001", "0001-01-01 0001-12-31", ""),  # the first year there is
    ("9999-12-31", "9999-12-31 9999-12-31", ""),  # the last day there is
    ("2020-02", "2020-02-01 2020-02-29", ""),  # a leap year
    ("1900-02", "1900-02-01 1900-02-28", ""),  # a century is no leap year
    ("2000-02", "2000-02-01 2000-02-29", ""),  # unless 400 divides it
    ("2000-02-29", "2000-02-29 2000-02-29", ""),
    (" 2020-10-20 ", "2020-10-20 2020-10-20", ""),  # blanks around a cell
    # A qualifier says how sure the date is; it never widens it.
    ("2020-08~", "2020-08-01 2020-08-31", "~"),
    ("2020?", "2020-01-01 2020-12-31", "?"),
    ("2020-10-20%", "2020-10-20 2020-10-20", "%"),
    # Unspecified digits, from the right
    ("201X", "2010-01-01 2019-12-31", ""),
    ("20XX", "2000-01-01 2099-12-31", ""),
    ("001X", "0010-01-01 0019-12-31", ""),
    ("99XX", "9900-01-01 9999-12-31", ""),
    ("2004-XX", "2004-01-01 2004-12-31", ""),
    ("1985-02-XX", "1985-02-01 1985-02-28", ""),
    ("1984-02-XX", "1984-02-01 1984-02-29", ""),
    ("1985-XX-XX", "1985-01-01 1985-12-31", ""),
    ("201X~", "2010-01-01 2019-12-31", "~"),
    # Seasons: from the earlier of the meteorological and astronomical starts to the later of the ends
    ("2021-21", "2021-03-01 2021-06-22", ""),
    ("2021-22", "2021-06-01 2021-09-24", ""),
    ("2021-23", "2021-09-01 2021-12-23", ""),
    ("2021-24", "2020-12-01 2022-03-21", ""),  # the winter that begins 2021 or the one that ends it
    ("2021-24?", "2020-12-01 2022-03-21", "?"),
    # One of a set: the bounds of all its members
    ("[2020-08-10..2020-08-14]", "2020-08-10 2020-08-14", ""),
    ("[..2020-10-20]", "- 2020-10-20", ""),  # on or before
    ("[2021-04-13..]", "2021-04-13 -", ""),  # on or after
    ("[..2020]", "- 2020-12-31", ""),  # the last day of the member
    ("[2020..]", "2020-01-01 -", ""),
    ("[2019,2021]", "2019-01-01 2021-12-31", ""),
    ("[2021,2019]", "2019-01-01 2021-12-31", ""),  # in any order
    ("[1667,1668-12,1670..1672]", "1667-01-01 1672-12-31", ""),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01 -", ""),
    ("[2020]", "2020-01-01 2020-12-31", ""),
    ("[2020-03-29~..2020-04-28~]", "2020-03-29 2020-04-28", "~"),
    ("[2019~,2021?]", "2019-01-01 2021-12-31", "%"),  # approximate with uncertain is both
    ("[..2018-12-31~]", "- 2018-12-31", "~"),
    # The day of a moment is the day where it was written
    ("2021-04-13T10:00", "2021-04-13 2021-04-13", ""),
    ("2021-04-13T23:30:00-05:00", "2021-04-13 2021-04-13", ""),  # already the 14th in UTC
    ("2021-04-13T00:30:00.123+14:00", "2021-04-13 2021-04-13", ""),  # still the 12th in UTC
    ("2016-12-31T23:59:60Z", "2016-12-31 2016-12-31", ""),  # a leap second
    ("2021-04-13T10:00:00+0530", "2021-04-13 2021-04-13", ""),
    ("2021-04-13T10:00:00-04", "2021-04-13 2021-04-13", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "qualifier"), ONE_DATE)
def test_a_date_has_exact_bounds(text, expected, qualifier):
    read = parse_edtf(text)
    assert (read.earliest, read.latest) == bounds(expected)
    assert read.qualifier == qualifier
    assert (read.end_earliest, read.end_latest, read.is_span) == (None, None, False)


# (text, bounds of the start, bounds of the end, qualifier)
SPANS = [
    ("2020-08-10/2020-08-14", "2020-08-10 2020-08-10", "2020-08-14 2020-08-14", ""),
    ("2020-08/2020-10", "2020-08-01 2020-08-31", "2020-10-01 2020-10-31", ""),
    ("2019/2020", "2019-01-01 2019-12-31", "2020-01-01 2020-12-31", ""),
    ("2020-08/2020-08-14", "2020-08-01 2020-08-31", "2020-08-14 2020-08-14", ""),  # may well be in order
    ("2020-08-14/2020-08", "2020-08-14 2020-08-14", "2020-08-01 2020-08-31", ""),  # the same
    ("2020-08-14/2020-08-14", "2020-08-14 2020-08-14", "2020-08-14 2020-08-14", ""),  # one day long
    ("2020-08/..", "2020-08-01 2020-08-31", "- -", ""),  # goes on
    ("2020-08/", "2020-08-01 2020-08-31", "- -", ""),  # its end is unknown: never ten years later
    ("../2020-08", "- -", "2020-08-01 2020-08-31", ""),
    ("/2020-08", "- -", "2020-08-01 2020-08-31", ""),
    ("2004-06~/2004-08", "2004-06-01 2004-06-30", "2004-08-01 2004-08-31", "~"),
    ("2004-06~/2004-08?", "2004-06-01 2004-06-30", "2004-08-01 2004-08-31", "%"),
    ("2021-21/2021-23", "2021-03-01 2021-06-22", "2021-09-01 2021-12-23", ""),  # from spring to autumn
    ("201X/2021", "2010-01-01 2019-12-31", "2021-01-01 2021-12-31", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end", "qualifier"), SPANS)
def test_a_span_bounds_each_of_its_ends(text, start, end, qualifier):
    read = parse_edtf(text)
    assert (read.earliest, read.latest) == bounds(start)
    assert (read.end_earliest, read.end_latest) == bounds(end)
    assert read.is_span
    assert read.qualifier == qualifier


# (text, words of the message: what is wrong or what to write instead)
REFUSED = [
    ("", "TBD"),
    ("  ", "TBD"),
    ("2020-02-30", "February 2020 has 29 days"),
    ("1900-02-29", "February 1900 has 28 days"),
    ("2021-04-31", "April 2021 has 30 days"),
    ("2021-04-00", "2021-04-XX"),
    ("2020-13", "no month 13"),
    ("2020-00", "no month 00"),
    ("2020-13-04", "no month 13"),
    ("2020-21-04", "no month 21"),  # a season has no day
    ("2019-20", "2019/2020"),  # two years, as people write them
    ("2021-2-3", "2020-08-05"),  # not padded
    ("-0044", "years before 1 are not read"),
    ("-0044-03-15", "years before 1 are not read"),
    ("0000", "years before 1 are not read"),
    ("0000-01-01", "years before 1 are not read"),
    ("000X", "[0001..0009]"),
    ("12345", "years after 9999 are not read"),
    ("+12345-01-01", "years after 9999 are not read"),
    ("0001-24", "beyond the years 1 to 9999"),  # this winter may have begun in year 0
    ("9999-24", "beyond the years 1 to 9999"),
    ("Y17000", "uses the Y"),
    ("Y-17000", "uses the Y"),
    ("Y17E7", "uses the Y"),
    ("1985E3", "power of ten"),
    ("1950S2", "significant digits"),
    ("{2020,2021}", "[2020,2021]"),
    ("{..2020}", "Write a row for each"),
    ("2024-33", "[2024-01-01..2024-03-31]"),  # quarters
    ("2024-34", "[2024-04-01..2024-06-30]"),
    ("2024-36", "[2024-10-01..2024-12-31]"),
    ("2024-37", "[2024-01-01..2024-04-30]"),  # thirds
    ("2024-41", "[2024-07-01..2024-12-31]"),  # halves
    ("2024-25", "Write 2024-21"),  # explicitly northern
    ("2023-30", "[2023-12-01..2024-02-29]"),  # a southern summer
    ("9999-30", "[9999-12-01..9999-02-28]"),  # has no better advice, and must not crash
    ("2024-42", "no month 42"),
    ("2004-06~-11", "2004-06-11~"),  # partial qualification
    ("2004?-06-11", "2004-06-11?"),
    ("?2004-06", "2004-06?"),
    ("2004~-06?", "2004-06%"),
    ("15XX-12-XX", "15XX"),  # level 2 unspecified digits
    ("201X-XX", "201X"),
    ("1560-XX-25", "1560-XX-XX"),
    ("1XXX", "[1000..1999]"),
    ("XXXX", "[0001..9999]"),
    ("1X99", "leaves too much open"),
    ("2004-1X", "[2004-10..2004-12]"),
    ("2004-X1", "one unknown digit"),
    ("1985-04-1X", "[1985-04-10..1985-04-19]"),
    ("1985-02-3X", "1985-02-XX"),
    ("201x", "capital X"),
    ("199u", "Write X"),  # the draft of 2012
    ("2004-uu", "Write X"),
    ("unknown/2006", "2004/ where the end is unknown"),
    ("2004/open", "2004/.. where it is open"),
    ("2004-06?~", "Write 2004-06%"),
    ("2004-06~?", "Write 2004-06%"),
    ("(2011)-06-04~", "parentheses"),
    ("2021-05/2021-04", "ends before it begins"),
    ("2021/2020", "ends before it begins"),
    ("[2021..2020]", "ends before it begins"),
    ("[2020-05-02..2020-05-01]", "ends before it begins"),
    ("/", "Write TBD"),
    ("../..", "Write TBD"),
    ("[..]", "Write TBD"),
    ("[..2019,2021..]", "open on both sides"),  # bounds nothing
    ("2020/2021/2022", "more than one slash"),
    ("03/04/2021", "more than one slash"),  # never guessed here
    ("2020/P3M", "length of time"),
    ("[]", "empty place"),
    ("[2020,]", "empty place"),
    ("[2020", "one [ at its start"),
    ("2020]", "one [ at its start"),
    ("[[2020]]", "one [ at its start"),
    ("[2020/2021]", "one [ at its start"),
    ("[2020..2021..2022]", "not a date in EDTF"),
    ("20201020", "Write 2020-10-20"),  # the basic format
    ("2020-W05", "is a week"),
    ("2020-W05-1", "is a week"),  # as long as a day, and Python reads it
    ("2020W051", "is a week"),
    ("2020-123", "is not complete"),
    ("20", "is not complete"),
    ("2020-10-20T24:00", "the day after"),
    ("2020-10-20T25:00", "no clock shows"),
    ("2020-10-20T10:60", "no clock shows"),
    ("2020-10-20T10:00:61", "no clock shows"),
    ("2020-10-20T10:00:60", "no clock shows"),  # leap seconds end an hour
    ("2020-10-20T10:00+24:00", "no clock shows"),
    ("2020-10-20T", "no clock shows"),
    ("2020-10-20T10", "no clock shows"),
    ("2020-02-30T10:00", "February 2020 has 29 days"),
    ("2020-10-20T10:00/2020-10-21", "only days are read"),
    ("[2020-10-20T10:00..]", "only days are read"),
    ("２０２０-10-20", "not a date in EDTF"),  # digits, but not ours
    ("٢٠٢٠", "not a date in EDTF"),
    ("2020-1²", "not a date in EDTF"),
    ("2020\n-10", "not a date in EDTF"),
    ("Aug 2020", "not a date in EDTF"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_is_refused_is_refused_by_name(text, words):
    with pytest.raises(DateError) as caught:
        parse_edtf(text)
    message = str(caught.value)
    assert words in message
    assert "Write " in message  # says what to do
    assert len(re.findall(r"[.] [A-Z]", message)) <= 1  # in one sentence or two


@pytest.mark.parametrize(
    "text", ["[2020-08-10 .. 2020-08-14]", "[2019, 2021]", "2020-08 / 2020-10", "[ ..2020-10-20 ]"]
)
def test_blanks_between_the_parts_are_left_out(text):
    assert parse_edtf(text).edtf == text.replace(" ", "")


def test_a_moment_is_kept_as_its_day():
    assert parse_edtf("2021-04-13T23:30:00-05:00") == parse_edtf("2021-04-13")


def test_errors_can_be_caught_as_ours_and_as_value_errors():
    for kind in (TimelineError, ValueError):
        with pytest.raises(kind):
            parse_edtf("2020-02-30")


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2020-10-20", True),
        ("[2020-10-20]", True),
        ("2020-10-20~", False),
        ("2020-10", False),
        ("2020-10-20/2020-10-20", False),
    ],
)
def test_exact_is_one_known_day(text, exact):
    assert parse_edtf(text).is_exact is exact


def test_undated_says_nothing():
    assert UNDATED.is_undated
    assert not UNDATED.is_exact
    assert not parse_edtf("[..2020]").is_undated
    assert from_bounds(None, None, "~") is UNDATED


@pytest.mark.parametrize(
    ("earliest", "latest", "qualifier", "edtf"),
    [
        ("2020-10-20", "2020-10-20", "", "2020-10-20"),
        (None, "2020-11-18", "", "[..2020-11-18]"),
        ("2020-08-10", "2020-08-14", "", "[2020-08-10..2020-08-14]"),
        ("2021-04-13", None, "", "[2021-04-13..]"),
        ("2020-04-06", "2020-04-06", "~", "2020-04-06~"),
        ("2020-03-29", "2020-04-28", "~", "[2020-03-29~..2020-04-28~]"),
        (None, "2020-11-18", "%", "[..2020-11-18%]"),
        ("0001-01-01", "0001-01-02", "", "[0001-01-01..0001-01-02]"),  # years keep their four digits
    ],
)
def test_bounds_make_a_date(earliest, latest, qualifier, edtf):
    made = from_bounds(earliest and D(earliest), latest and D(latest), qualifier)
    assert made.edtf == edtf


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(DateError, match="earlier day first"):
        from_bounds(D("2020-10-21"), D("2020-10-20"))


@pytest.mark.parametrize(
    ("marks", "both"),
    [(("", ""), ""), (("~", ""), "~"), (("?", "?"), "?"), (("~", "?"), "%"), (("%", ""), "%"), (("%", "~"), "%")],
)
def test_approximate_and_uncertain_is_both(marks, both):
    assert combine(*marks) == both


def test_the_calendar_is_that_of_the_standard_library_in_every_year():
    for year in range(1, 10_000):
        read = parse_edtf(f"{year:04}-02")
        assert read.latest == date(year, 2, monthrange(year, 2)[1])
        if isleap(year):
            assert parse_edtf(f"{year:04}-02-29").is_exact
        else:
            with pytest.raises(DateError):
                parse_edtf(f"{year:04}-02-29")


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_holds_its_days_and_nothing_else(year, month):
    read = parse_edtf(f"{year:04}-{month:02}")
    assert read.earliest == date(year, month, 1)
    assert read.latest is not None
    assert (read.latest - read.earliest).days + 1 == monthrange(year, month)[1]
    if read.latest < date.max:
        assert (read.latest + timedelta(1)).day == 1


@given(st.none() | st.dates(), st.none() | st.dates(), st.sampled_from(["", "~", "?", "%"]))
def test_bounds_come_back_from_their_edtf(one, other, qualifier):
    if one and other:
        one, other = min(one, other), max(one, other)
    made = from_bounds(one, other, qualifier)
    if not made.is_undated:
        assert parse_edtf(made.edtf) == made


# Texts that are nearly EDTF, so that the search finds what st.text() never would.
PIECES = (
    "2020 1900 0000 9999 201X 20XX XX - - -02 -13 -24 -33 -30 -XX / .. [ ] , ? ~ % T10:00 T24:00 Z +05:00 u { } Y S3 E2"
)
NEARLY = st.lists(st.sampled_from([" ", *PIECES.split()]), max_size=9).map("".join)


@given(st.text() | NEARLY)
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        read = parse_edtf(text)
    except DateError:
        return
    assert parse_edtf(read.edtf) == read
    if read.earliest and read.latest:
        assert read.earliest <= read.latest
    if read.end_earliest and read.end_latest:
        assert read.end_earliest <= read.end_latest
    if read.earliest and read.end_latest:
        assert read.earliest <= read.end_latest
    assert read.is_span == ("/" in read.edtf)


@pytest.mark.parametrize(
    "text",
    [
        *("2" * 10_000_000, "[" * 10_000_000, "[2020," * 1_000_000, " " * 10_000_000, "2020-08~" * 1_000_000),
        *("[" + ",".join(["2020"] * 70) + "]", "-" * MAX_LENGTH, "2020-" * 79, "?~" * 200, "{" * MAX_LENGTH),
    ],
    ids=lambda text: f"{text[:8]!r} and on, {len(text)}",
)
def test_a_huge_cell_does_not_hang(text):
    with contextlib.suppress(DateError):
        parse_edtf(text)


def test_a_message_obeys_no_terminal():
    with pytest.raises(DateError) as caught:
        parse_edtf("\x1b[31m2020\x07")
    assert str(caught.value).isprintable()


def test_a_date_is_a_frozen_value():
    with pytest.raises(AttributeError):
        parse_edtf("2020").edtf = "2021"  # type: ignore[misc]  # what is tested
    assert len({parse_edtf("2020"), ImpreciseDate("2020", D("2020-01-01"), D("2020-12-31"))}) == 1
