from __future__ import annotations

import contextlib
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import DateError
from timeline.events.dates import UNDATED, parse_edtf
from timeline.events.shorthand import AmbiguousDateError, evidence, read_date

D = date.fromisoformat

# Each row: what people write, the EDTF it is read to
READ = [
    # EDTF stays as it is
    ("2020-10-20", "2020-10-20"),
    ("[..2020-10-20]", "[..2020-10-20]"),
    ("2019?", "2019?"),
    ("2010-11", "2010-11"),  # EDTF comes first: November
    # A month's name
    ("Aug 2020", "2020-08"),  # never the first of the month
    ("August 20, 2020", "2020-08-20"),
    ("Aug. 20 2020", "2020-08-20"),
    ("20 August 2020", "2020-08-20"),
    ("Aug 20th, 2020", "2020-08-20"),
    ("AUGUST 20,2020", "2020-08-20"),
    ("Sept. 3rd, 2021", "2021-09-03"),
    ("20-Aug-2020", "2020-08-20"),  # as databases write it
    ("2020 Aug 20", "2020-08-20"),
    ("May 2021", "2021-05"),
    ("the 20th day of August, 2020", "2020-08-20"),  # as courts write it
    ("in March 2021", "2021-03"),
    # Spanish
    ("20 de agosto de 2020", "2020-08-20"),
    ("el 3 de mayo del 2021", "2021-05-03"),
    ("1º de enero de 2021", "2021-01-01"),
    ("ago 2020", "2020-08"),
    ("enero 2021", "2021-01"),
    ("setiembre de 2021", "2021-09"),
    ("a más tardar el 3 de mayo de 2021", "[..2021-05-03]"),
    ("despue\u0301s del 3 de mayo de 2021", "[2021-05-04..]"),  # an accent as a character of its own
    ("entre el 3 de mayo de 2021 y el 5 de mayo de 2021", "[2021-05-03..2021-05-05]"),
    ("del 3 de mayo de 2021 al 5 de mayo de 2021", "2021-05-03/2021-05-05"),
    # A weekday is checked
    ("Tuesday, April 13, 2021", "2021-04-13"),
    ("Tue 2021-04-13", "2021-04-13"),
    ("martes 13 de abril de 2021", "2021-04-13"),
    # Numbers that settle themselves
    ("8/??/1999", "1999-08-XX"),  # CaseMap's unknown day
    ("??/??/1999", "1999-XX-XX"),
    ("??/8/1999", "1999-08-XX"),  # the month is the number that is known
    ("1999/08/??", "1999-08-XX"),  # these question marks do not qualify
    ("8/XX/1999~", "1999-08-XX~"),
    ("8/1999", "1999-08"),
    ("??/1999", "1999-XX"),
    ("13/04/2021", "2021-04-13"),
    ("04/13/2021", "2021-04-13"),
    ("13.4.2021", "2021-04-13"),
    ("05/05/2021", "2021-05-05"),  # the same either way
    ("2021/04/03", "2021-04-03"),  # year first is always year, month, day
    ("2021.04.03", "2021-04-03"),
    ("2021-4-3", "2021-04-03"),
    ("2020/08", "2020-08"),
    ("201x", "201X"),
    # Times are checked and left out, and the day is not moved to another zone
    ("2021-04-13T23:30:00-05:00", "2021-04-13"),
    ("2021-04-13 23:30:00", "2021-04-13"),
    ("2021-04-13t10:00z", "2021-04-13"),
    ("8/20/2020 2:05 PM", "2020-08-20"),
    ("August 20, 2020 at 3 p.m.", "2020-08-20"),
    ("Aug 20, 2020 10:30 EST", "2020-08-20"),
    # About
    ("circa 2019", "2019~"),
    ("c. 2019", "2019~"),
    ("c2019", "2019~"),
    ("ca 2019", "2019~"),
    ("about Mar 9, 2021", "2021-03-09~"),
    ("approx. March 2021", "2021-03~"),
    ("on or about May 3, 2021", "2021-05-03~"),  # as complaints write it
    ("~Jun 15, 2026", "2026-06-15~"),
    ("~ 2019", "2019~"),
    ("~2004-06", "2004-06~"),  # in EDTF level 2 this would mark the year alone
    ("2019 ?", "2019?"),
    ("circa 2019?", "2019%"),
    ("probably Mar 2021", "2021-03?"),
    # Strictly before and after: of a month, before all of it
    ("< 2020-10-20", "[..2020-10-19]"),
    ("before Oct 20, 2020", "[..2020-10-19]"),
    ("before Aug 2020", "[..2020-07-31]"),
    ("prior to 2020", "[..2019-12-31]"),
    ("before Mar 1, 2020", "[..2020-02-29]"),  # a leap day
    ("> 2020-12-31", "[2021-01-01..]"),
    ("after Aug 2020", "[2020-09-01..]"),
    # The date itself may be the day
    ("=< 2020-10-20", "[..2020-10-20]"),  # TimeMap's order of the signs
    ("<= Aug 2020", "[..2020-08-31]"),
    ("≤2020", "[..2020-12-31]"),
    ("by Oct 20, 2020", "[..2020-10-20]"),
    ("on or before 10/20/2020", "[..2020-10-20]"),
    ("no later than June 1, 2024", "[..2024-06-01]"),  # read as after June 1 elsewhere
    ("not later than June 2024", "[..2024-06-30]"),
    ("=> 2020-08-20", "[2020-08-20..]"),
    (">= Aug 2020", "[2020-08-01..]"),
    ("≥ 2020", "[2020-01-01..]"),
    ("on or after 13/04/2021", "[2021-04-13..]"),
    ("since 2020", "[2020-01-01..]"),
    ("= 2020", "2020"),
    ("on Oct 20, 2020", "2020-10-20"),
    ("before circa 2019", "[..2018-12-31~]"),  # a bound is no surer than its date
    ("since 2020?", "[2020-01-01?..]"),
    # Between is one day, from-to is all of them
    ("between May 1, 2024 and May 3, 2024", "[2024-05-01..2024-05-03]"),
    ("between May 1 and May 3 2024", "[2024-05-01..2024-05-03]"),  # the first leaves its year to the second
    ("between Aug 2020 and 2021", "[2020-08-01..2021-12-31]"),
    ("between about 2019 and 2020", "[2019-01-01~..2020-12-31~]"),
    ("between 2020-08-10 and 2020-08-10", "2020-08-10"),
    ("from Aug 2020 to Oct 2020", "2020-08/2020-10"),
    ("Aug 2020 to Oct 2020", "2020-08/2020-10"),
    ("Aug 10 through Aug 14, 2020", "2020-08-10/2020-08-14"),
    ("from circa 2019 to 2020", "2019~/2020"),
    # Nobody knows
    ("TBD", ""),
    ("tbd", ""),
    ("Undated", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "edtf"), READ)
def test_what_people_write_is_read_to_edtf(text, edtf):
    read = read_date(text)
    assert read.edtf == edtf
    assert read == (parse_edtf(edtf) if edtf else UNDATED)


# Each row: a text, the order of its table, what it is read to
ORDERED = [
    ("03/04/2021", "mdy", "2021-03-04"),
    ("03/04/2021", "dmy", "2021-04-03"),
    ("3-4-2021", "dmy", "2021-04-03"),
    ("3.4.2021", "dmy", "2021-04-03"),
    ("by 03/04/2021", "dmy", "[..2021-04-03]"),
    ("2021/04/03", "dmy", "2021-04-03"),  # year first does not depend on it
    ("2021-04-03", "ymd", "2021-04-03"),
    ("8/1999", "dmy", "1999-08"),
    ("Aug 3, 2021", "dmy", "2021-08-03"),
    ("Tuesday 04/05/2021", "dmy", "2021-05-04"),
]


@pytest.mark.parametrize(("text", "order", "edtf"), ORDERED)
def test_the_order_of_the_table_decides(text, order, edtf):
    assert read_date(text, order).edtf == edtf


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("13/04/2021", "mdy"),
        ("04/13/2021", "dmy"),
        ("03/04/2021", "ymd"),
        ("13/04/2021", "ymd"),
        ("8/??/1999", "dmy"),  # nobody knows the 8th of an unknown month
        ("Monday 04/05/2021", "dmy"),  # 4 May was a Tuesday
    ],
)
def test_a_date_that_the_order_does_not_fit_is_refused(text, order):
    with pytest.raises(DateError) as caught:
        read_date(text, order)
    assert not isinstance(caught.value, AmbiguousDateError)


@pytest.mark.parametrize(
    "text", ["03/04/2021", "3.4.2021", "by 03/04/2021", "03/04/2021?", "between 03/04/2021 and 13/04/2021"]
)
def test_nothing_guesses_the_order(text):
    with pytest.raises(AmbiguousDateError) as caught:
        read_date(text)
    message = str(caught.value)
    assert "--date-order mdy" in message
    assert "--date-order dmy" in message
    assert "2021-03-04" in message
    assert "2021-04-03" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("13/04/2021", "dmy"),
        ("04/13/2021", "mdy"),
        ("13.4.2021 10:00", "dmy"),
        ("by 13/04/2021", "dmy"),
        ("03/04/2021", "ambiguous"),
        ("05/05/2021", None),  # both orders agree
        ("2021-04-13", None),
        ("2021/04/13", None),
        ("8/??/1999", None),
        ("8/1999", None),
        ("April 13, 2021", None),
        ("", None),
        ("TBD", None),
        ("13/13/2021", None),  # no order reads it
        ("4/31/2021", None),
        ("between 03/04/2021 and 13/04/2021", "dmy"),  # only one order reads all of it
        ("Tuesday 04/05/2021", "dmy"),  # the weekday tells
        ("docket 13/04/2021", None),  # no date
        ("12/5/24", None),
    ],
)
def test_evidence_is_what_one_order_can_read_and_the_other_cannot(text, said):
    assert evidence(text) == said


# Each row: a text, words of the message: what to write instead
REFUSED = [
    ("12/5/24", "four digits"),
    ("12/5/024", "four digits"),
    ("20-Aug-20", "four digits"),
    ("Aug '20", "four digits"),
    ("Oct-99", "four digits"),
    ("44124", "2020-10-20"),  # a day as Excel stores it
    ("44124.75", "2020-10-20"),
    ("Oct-06", "spreadsheets shorten"),  # October 2006 or 6 October
    ("6-Oct", "spreadsheets shorten"),
    ("by Oct-06", "spreadsheets shorten"),
    ("May", "no year"),
    ("May 3", "no year"),
    ("3 de mayo", "no year"),
    ("Tuesday", "weekday"),
    ("Tuesday, April 2021", "no day"),
    ("Monday, April 13, 2021", "is a Tuesday"),
    ("early January 2021", "2021-01 for one day within it, or 2021-01~"),
    ("mid-January 2021", "2021-01~"),
    ("late 2020", "2020~"),
    ("by the end of May 2021", "2021-05~"),
    ("principios de enero de 2021", "2021-01~"),
    ("spring of 2021", "2021-21"),
    ("Fall 2021", "2021-23"),
    ("otoño de 2021", "2021-23"),
    ("Q2 2024", "[2024-04-01..2024-06-30]"),
    ("2024 Q4", "[2024-10-01..2024-12-31]"),
    ("2Q 2024", "[2024-04-01..2024-06-30]"),
    ("first quarter of 2024", "[2024-01-01..2024-03-31]"),
    ("third quarter of 2024", "[2024-07-01..2024-09-30]"),
    ("week of May 12, 2024", "[2024-05-12..2024-05-18]"),  # read as the 12th elsewhere
    ("the week of 2024-12-29", "[2024-12-29..2025-01-04]"),
    ("week of Dec 31, 9999", "Write 9999-12-31"),
    ("week of May 2024", "[2024-05-12..2024-05-18]"),
    ("FY2024", "fiscal year"),
    ("1990s", "199X"),
    ("today", "depends on the day"),
    ("Yesterday", "depends on the day"),
    ("three months ago", "depends on the day"),
    ("last week", "depends on the day"),
    ("hace tres meses", "depends on the day"),
    ("May 2020 to present", "2020-05/.."),
    ("unknown", "TBD"),
    ("unknown date", "TBD"),
    ("?", "TBD"),
    ("N/A", "TBD"),
    ("", "TBD"),
    ("until May 2021", "[..2021-05]"),
    ("from May 2021", "[2021-05..]"),
    ("2010-2011", "[2010..2011] for one, 2010/2011 for all"),
    ("May 3–5, 2021", "for one"),
    ("2010/11", "2010/2011"),  # November, or two years
    ("2019/20", "2019/2020"),
    ("2020 or 2021", "[2020,2021]"),
    ("between 2020-10-20 and 2020-10-01", "ends before it begins"),
    ("between Dec 28 and Jan 3, 2021", "each with its year"),
    ("between foo and 2020", "Write between"),
    ("2020 to 2019", "ends before it begins"),
    ("4/31/2021", "April 2021 has 30 days"),
    ("February 29, 2023", "February 2023 has 28 days"),
    ("29/02/2023", "February 2023 has 28 days"),
    ("13/14/2021", "no month from 1 to 12"),
    ("13/2021", "no month 13"),
    ("8/00/1999", "1999-08-XX"),
    ("2021-04-13 25:00", "no clock shows"),
    ("Aug 20, 2020 13:30 pm", "no clock shows"),
    ("8/20/2020 24:00", "the day after"),
    ("before 0001", "no day before"),
    ("after 9999", "no day after"),
    ("before 2020/2021", "not a date that can be read"),  # a bound takes a single date
    ("about [2019,2021]", "not a date that can be read"),
    ("2020-10-20;2020-10-21", "not a date that can be read"),
    ("hello", "not a date that can be read"),
    ("２０２０", "not a date that can be read"),  # digits, but not ours
    # What EDTF refuses by name, for a cell that was meant as EDTF
    ("2020-02-30", "February 2020 has 29 days"),
    ("{2020,2021}", "[2020,2021]"),
    ("2004-06~-11", "2004-06-11~"),
    ("2004-06?~", "2004-06%"),
    ("2004/open", "2004/.."),
    ("-0044", "years before 1"),
    ("20201020", "2020-10-20"),
    ("2024-34", "[2024-04-01..2024-06-30]"),
    ("2020-W05", "is a week"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_would_be_guessed_is_refused_with_help(text, words):
    with pytest.raises(DateError) as caught:
        read_date(text)
    message = str(caught.value)
    assert words in message
    assert text in message  # as it was written, capitals and all
    assert len(re.findall(r"[.] [A-Z]", message)) <= 1


@pytest.mark.parametrize(
    "text", [text for text, words in REFUSED if "[" in words or re.fullmatch(r"[0-9X~/.-]+", words)]
)
def test_what_a_message_tells_to_write_can_be_read(text):
    with pytest.raises(DateError) as caught:
        read_date(text)
    advice = str(caught.value).split("Write ")[-1]
    told = [word.rstrip(",;:.") if not word.endswith("..") else word for word in advice.split()]
    for edtf in (word for word in told if re.match(r"[\[0-9.]*[0-9]{4}", word)):
        assert not read_date(edtf).is_undated


@given(st.dates(), st.sampled_from(["mdy", "dmy"]), st.sampled_from("/-."))
def test_a_numeric_date_is_read_in_the_order_of_its_table(day, order, separator):
    parts = (day.month, day.day) if order == "mdy" else (day.day, day.month)
    text = separator.join([*map(str, parts), f"{day.year:04}"])
    assert read_date(text, order).earliest == day
    assert evidence(text) == (order if day.day > 12 else None if day.day == day.month else "ambiguous")


@given(st.dates(D("0001-01-02"), D("9999-12-30")))
def test_before_and_after_leave_the_day_out_and_by_and_since_keep_it(day):
    assert read_date(f"before {day}").latest == day - timedelta(1)
    assert read_date(f"by {day}").latest == day
    assert read_date(f"since {day}").earliest == day
    assert read_date(f"after {day}").earliest == day + timedelta(1)


WORDS = (
    "2020 Aug may mayo 20 3 13/04/2021 03/04/2021 8/??/1999 , . / - – ~ ? % < <= => between and from to by before after since"
    " circa c. on about early week of Q2 spring Tuesday de el y al 10:30 pm T10:00 Z ago today 44124 '20 or TBD until [ .. ]"
    " 2010/11 1990s 9999-12-31 0001-01-01 2020-08 201X 0000 ?? XX/XX/2020 24:00 unknown"
)
SAID = st.lists(st.sampled_from(["", *WORDS.split()]), max_size=8).map(" ".join)


@given(st.text() | SAID | SAID.map(lambda text: text.replace(" ", "")), st.sampled_from([None, "mdy", "dmy", "ymd"]))
def test_any_text_is_a_date_or_a_date_error(text, order):
    evidence(text)
    try:
        read = read_date(text, order)
    except DateError:
        return
    assert read.is_undated or parse_edtf(read.edtf) == read
    if read.earliest and read.latest:
        assert read.earliest <= read.latest


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a" * 10_000_000,
            "~" * 10_000_000,
            "between " * 1_000_000,
            "~" * 399,
            "~ " * 199 + "2",
            "in " * 130 + "2020",
        ),
        *(
            "tue " * 99,
            "between a and " * 28,
            "from a to " * 39,
            "1/" * 199,
            "9" * 399,
            "a - " * 99,
            "may 3 10:30 " * 33,
        ),
        *("early " * 66, "week of " * 49, "10:" * 133, "?" * 399, "aug, " * 79, "last " * 79, "1 or " * 79),
    ],
    ids=lambda text: f"{text[:14]!r} and on, {len(text)}",
)
def test_a_huge_cell_does_not_hang(text):
    evidence(text)
    with contextlib.suppress(DateError):
        read_date(text)


@given(st.integers(0, 32), st.integers(0, 32), st.sampled_from(["0000", "1900", "2020", "2021"]))
def test_evidence_is_that_of_reading_the_cell_both_ways(first, second, year):
    text = f"{first}/{second}/{year}"
    read = {}
    for order in ("mdy", "dmy"):
        with contextlib.suppress(DateError):
            read[order] = read_date(text, order)
    expected = next(iter(read)) if len(read) == 1 else "ambiguous" if len(set(read.values())) > 1 else None
    assert evidence(text) == expected
