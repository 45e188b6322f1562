"""Imprecise dates: EDTF (ISO 8601-2 as the Library of Congress has it, 2019) and the bounds that it sets.

Read are level 1 and, of level 2, one-of-a-set, within the years 1 to 9999 of the Gregorian calendar:

    2020-10-20  2020-08  2020         a day; one day within the month, the year
    2020-10-20T16:30-04:00            the day in the zone it was written in; the time is checked, then left out
    201X  20XX  2004-XX  2004-06-XX   one day within what the X leave open
    2021-21                           one day within a season
    2020-08~  2020-08?  2020-08%      approximate, uncertain, both; the bounds stay what they are
    [2020-08-10..2020-08-14]  [2019,2021]  [..2020-10-20]  [2021-04-13..]   one unknown day of these
    2020-08/2020-10  ../2020-10  2020-08/     lasted from, to; an end is open where .. is, unknown where nothing is

Seasons are northern, and wide enough for both conventions, the meteorological and the astronomical one:
21 spring, 1 March to 22 June; 22 summer, 1 June to 24 September; 23 autumn, 1 September to 23 December;
24 winter, 1 December of the year before to 21 March of the year after, for "winter 2020" may mean either one.

Everything else is refused by name, with what to write instead.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from typing import Final, Literal, NoReturn

from timeline.errors import DateError

Qualifier = Literal["", "~", "?", "%"]

MAX_LENGTH: Final = 400
"""The longest text that is looked at; a longer one is no date."""
_SHOWN: Final = 60
"""How much of a cell a message quotes."""

MONTH_NAMES: Final = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads better
)


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """Hold what is known of a date: its EDTF, and the first and last day that it may be.

    ``None`` as a bound means that nothing is known on that side. Of a span, ``earliest`` and ``latest`` bound
    the start, ``end_earliest`` and ``end_latest`` the end. A qualifier never widens the bounds.

    >>> parse_edtf("2020-02~")
    ImpreciseDate(edtf='2020-02~', earliest=datetime.date(2020, 2, 1), latest=datetime.date(2020, 2, 29), \
end_earliest=None, end_latest=None, is_span=False, qualifier='~')
    """

    edtf: str
    earliest: date | None
    latest: date | None
    end_earliest: date | None = None
    end_latest: date | None = None
    is_span: bool = False
    qualifier: Qualifier = ""

    @property
    def is_exact(self) -> bool:
        """Whether this is one known day, with no qualifier."""
        return self.earliest is not None and self.earliest == self.latest and not self.is_span and not self.qualifier

    @property
    def is_undated(self) -> bool:
        """Whether nobody knows when (TBD)."""
        return not self.edtf


UNDATED: Final = ImpreciseDate("", None, None)

_DAY_LENGTH: Final = len("2020-10-20")
_SEASONS: Final = {
    "21": ((0, 3, 1), (0, 6, 22)),
    "22": ((0, 6, 1), (0, 9, 24)),
    "23": ((0, 9, 1), (0, 12, 23)),
    "24": ((-1, 12, 1), (1, 3, 21)),
}
_GROUPINGS: Final = {
    **{29 + n: (m, m + 2) for n, m in enumerate((9, 12, 3, 6))},  # southern spring, summer, autumn, winter
    **{33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6) for n in range(2)},
}
"""First and last month of the level 2 groupings, for saying what to write instead; above 12 is the next year."""

_SINGLE: Final = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([?~%]?)")
_MOMENT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(.*)")
_CLOCK: Final = re.compile(
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|(?<=59:)60)(?:[.,][0-9]+)?)?"  # 60 is a leap second
    r"(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?"
)

# Tried in order on what is no date, and compiled only then; {0} is the first group of the pattern.
_REFUSED: Final = (
    (r"([0-9]{4})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])", "lacks its hyphens. Write {0}-{1}-{2}."),
    (r"Y.*", "uses the Y of years before 1 or after 9999, which are not read. Write a year of four digits."),
    (r"-?[0-9]+E[0-9]+.*", "writes its year as a power of ten, which is not read. Write a year of four digits."),
    (r".*[0-9]S[0-9]+", "counts significant digits (S), which are not read. Write the years, as in [1900..1999]."),
    (r"-[0-9X]{4,}.*", "is before year 1; years before 1 are not read. Write a year from 0001 to 9999."),
    (
        r"\+?[0-9]{5,}(?:-.*)?",
        "has a year of more than four digits; years after 9999 are not read. Write a year of four digits.",
    ),
    (
        r"[{}].*|.*[{}]",
        "is a set of several dates at once. Write a row for each; or [2020,2021] where it is one of them.",
    ),
    (
        r"[0-9]{0,4}u[0-9u-]*|[0-9]{4}-[0-9u-]*u[0-9u-]*",
        "uses the u of an old draft of EDTF. Write X, as in 199X or 2004-XX.",
    ),
    (
        r"unknown|open",
        "is a word of an old draft of EDTF. Write 2004/ where the end is unknown and 2004/.. where it is open.",
    ),
    (r"(.*)(?:\?~|~\?)", "uses ?~, from an old draft of EDTF. Write {0}%."),
    (
        r".*[()].*",
        "uses parentheses, from an old draft of EDTF. Write the mark at the very end, as in 2004-06-11~.",
    ),
    (r"[0-9]{4}-?W.*", "is a week, which is not read. Write its days, as in [2024-05-12..2024-05-18]."),
    (r"-?P.*", "is a length of time, not a date. Write the date itself."),
    (r".*[0-9]T[0-9].*", "has a time in a place where only days are read. Write the day alone, as in 2020-10-20."),
    (r"[0-9Xx]{4}(?:-[0-9Xx]{2}){0,2}[?~%]?", "writes an unknown digit as a small x. Write a capital X: 201X."),
    (
        r"[0-9]+(?:-[0-9]+)*[?~%]?",
        "is not complete: a year has four digits, month and day two each. Write 2020-08-05, 2020-08, 2020 or 201X.",
    ),
)
_PARTIAL: Final = re.compile(r"[?~%]?[0-9X]{4}[?~%]?(?:-[?~%]?[0-9X]{2}[?~%]?){0,2}")
_SPACED: Final = re.compile(r" ?(\.\.|[\[\],/{}]) ?")


def combine(*marks: str) -> Qualifier:
    """Combine qualifiers: approximate and uncertain is both.

    >>> combine("~", "", "?")
    '%'
    """
    found = set("".join(marks))
    if "%" in found or found >= {"~", "?"}:
        return "%"
    return "~" if "~" in found else "?" if "?" in found else ""


def quoted(text: str) -> str:
    """Quote a cell for a message: shortened, and with nothing in it that a terminal would obey.

    >>> quoted("Feb  30")
    '"Feb 30"'
    """
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text[:200].split()))
    return f'"{shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"}"'


def tidy(text: str) -> str:
    """Collapse the spaces of a cell; refuse an empty one and one too long to be a date.

    >>> tidy("  Aug   2020 ")
    'Aug 2020'
    """
    if len(text) > MAX_LENGTH:
        msg = f"{quoted(text)} is {len(text):,} characters long, which is no date. Write one date in one cell."
        raise DateError(msg)
    if not (tidied := " ".join(text.split())):
        msg = "There is no date here. Write TBD where nobody knows the date."
        raise DateError(msg)
    return tidied


def from_bounds(earliest: date | None, latest: date | None, qualifier: Qualifier = "") -> ImpreciseDate:
    """Make the date that is one unknown day from ``earliest`` to ``latest``; ``None`` leaves that side open.

    >>> from_bounds(None, date(2020, 11, 18)).edtf
    '[..2020-11-18]'
    >>> from_bounds(date(2020, 3, 29), date(2020, 4, 28), "~").edtf
    '[2020-03-29~..2020-04-28~]'
    """
    if earliest is None and latest is None:
        return UNDATED
    low = "" if earliest is None else f"{earliest.isoformat()}{qualifier}"
    high = "" if latest is None else f"{latest.isoformat()}{qualifier}"
    if earliest is not None and latest is not None and earliest > latest:
        msg = f"{low} is after {high}, so no day is between them. Write the earlier day first."
        raise DateError(msg)
    edtf = low if low == high else f"[{low}..{high}]"
    return ImpreciseDate(edtf, earliest, latest, qualifier=qualifier)


@lru_cache(maxsize=1 << 16)
def parse_edtf(text: str) -> ImpreciseDate:
    """Read one date written in EDTF; anything else is a ``DateError`` that says what to write.

    >>> parse_edtf("[..2020-10-20]").latest
    datetime.date(2020, 10, 20)
    >>> parse_edtf("2023-02-29")
    Traceback (most recent call last):
    timeline.errors.DateError: "2023-02-29" is no date: February 2023 has 28 days. Write a day from 01 to 28.
    """
    if len(text) == _DAY_LENGTH and text[4] == text[7] == "-" and text.isascii():  # nearly every cell of a real table
        try:
            day = date.fromisoformat(text)
        except ValueError:
            pass
        else:
            return ImpreciseDate(text, day, day)
    written = _SPACED.sub(r"\1", tidy(text))
    if written.startswith("[") or written.endswith("]"):
        return _one_of(written)
    if "/" in written:
        return _span(written)
    if moment := _MOMENT.fullmatch(written):
        day = _exact_day(moment[1])
        check_time(written, moment[2])
        return ImpreciseDate(moment[1], day, day)
    earliest, latest, qualifier = _single(written)
    return ImpreciseDate(written, earliest, latest, qualifier=qualifier)


def check_time(text: str, clock: str) -> None:
    """Refuse a time that no clock shows; ``text`` is the cell that it stands in.

    >>> check_time("2020-10-20T24:00", "24:00")
    Traceback (most recent call last):
    timeline.errors.DateError: "2020-10-20T24:00" has the time 24:00. Write 00:00 and the day after.
    """
    if clock.startswith("24:00"):
        _refuse(text, "has the time 24:00. Write 00:00 and the day after.")
    if not _CLOCK.fullmatch(clock):
        _refuse(text, f"has a time that no clock shows, {quoted(clock)}. Write 16:30 or 16:30:05, then Z or -04:00.")


def _refuse(text: str, why: str) -> NoReturn:
    msg = f"{quoted(text)} {why}"
    raise DateError(msg)


def _refuse_by_name(text: str) -> NoReturn:
    for pattern, why in _REFUSED:
        if match := re.fullmatch(pattern, text):
            _refuse(text, why.format(*match.groups()))
    if _PARTIAL.fullmatch(text):
        bare = re.sub(r"[?~%]", "", text)
        _refuse(text, f"marks a part of the date only. Write the mark at the very end: {bare}{combine(text)}.")
    _refuse(text, "is not a date in EDTF. Write 2020-10-20, 2020-08 or 2020; [..2020-10-20] for on or before.")


def _exact_day(text: str) -> date:
    earliest, latest, _ = _single(text)
    assert earliest == latest  # the caller's pattern has no X  # noqa: S101
    return earliest


def _single(text: str) -> tuple[date, date, Qualifier]:
    """Bound a date that is neither a set nor a span."""
    match = _SINGLE.fullmatch(text)
    if match is None:
        _refuse_by_name(text)
    year, month, day, mark = match.groups()
    if "X" in year:
        earliest, latest = _open_year(text, year, alone=month is None)
    elif year == "0000":
        _refuse(text, "is in year 0; years before 1 are not read. Write a year from 0001 to 9999.")
    elif month is None or month == "XX":
        if day not in (None, "XX"):
            _refuse(text, f"has a day in an unknown month, which is not read. Write {year}-XX-XX.")
        earliest, latest = date(int(year), 1, 1), date(int(year), 12, 31)
    elif "X" in month:
        first, last = max(1, int(month.replace("X", "0"))), min(12, int(month.replace("X", "9")))
        instead = f"[{year}-{first:02}..{year}-{last:02}]" if day is None and first <= last else f"{year}-XX"
        _refuse(text, f"has a month with one unknown digit, which is not read. Write {instead}.")
    elif "01" <= month <= "12":
        earliest, latest = _within_month(text, int(year), int(month), day)
    else:
        earliest, latest = _season(text, int(year), month, day)
    return earliest, latest, combine(mark)


def _open_year(text: str, year: str, *, alone: bool) -> tuple[date, date]:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if not alone:
        _refuse(text, f"has a month in a year that is not known, which is not read. Write the year alone: {year}.")
    if first < 1 or not re.fullmatch(r"[0-9]{2}[0-9X]X", year):
        _refuse(text, f"leaves too much open: X may be the last digit of a year, or the last two, after year 0."
                      f" Write the years: [{max(first, 1):04}..{last:04}].")  # fmt: skip
    return date(first, 1, 1), date(last, 12, 31)


def _within_month(text: str, year: int, month: int, day: str | None) -> tuple[date, date]:
    days = monthrange(year, month)[1]
    if day is None or day == "XX":
        return date(year, month, 1), date(year, month, days)
    if "X" in day:
        first, last = max(1, int(day.replace("X", "0"))), min(days, int(day.replace("X", "9")))
        stem = f"{year:04}-{month:02}-"
        instead = f"[{stem}{first:02}..{stem}{last:02}]" if first <= last else f"{stem}XX"
        _refuse(text, f"has a day with one unknown digit, which is not read. Write {instead}.")
    if day == "00":
        _refuse(text, f"has day 00. Write {year:04}-{month:02}-XX where the day is not known.")
    if int(day) > days:
        _refuse(text, f"is no date: {MONTH_NAMES[month - 1]} {year} has {days} days. Write a day from 01 to {days}.")
    return date(year, month, int(day)), date(year, month, int(day))


def _season(text: str, year: int, month: str, day: str | None) -> tuple[date, date]:
    """Bound a season; refuse the rest of what stands where a month should."""
    number = int(month)
    if month in _SEASONS and day is None:
        (y0, m0, d0), (y1, m1, d1) = _SEASONS[month]
        if not MINYEAR <= year + y0 <= year + y1 <= MAXYEAR:
            _refuse(text, f"reaches beyond the years 1 to 9999. Write the months: [{year:04}-01..{year:04}-03].")
        return date(year + y0, m0, d0), date(year + y1, m1, d1)
    if month in {"25", "26", "27", "28"} and day is None:
        _refuse(text, f"uses a number for its season that is not read. Write {year:04}-{number - 4}.")
    if number in _GROUPINGS and day is None:
        first, last = _GROUPINGS[number]
        over, last = divmod(last - 1, 12)
        to, last = min(year + over, MAXYEAR), last + 1
        instead = f"[{year:04}-{first:02}-01..{to:04}-{last:02}-{monthrange(to, last)[1]}]"
        _refuse(text, f"is a quarter or another part of a year, which is not read. Write its days: {instead}.")
    if day is None and number == (year + 1) % 100:
        _refuse(text, f"has no month {month}. Write {year:04}/{year + 1:04} for two years.")
    _refuse(text, f"has no month {month}: year, month and day come in this order, and months are 01 to 12."
                  " Write October 20, 2020 as 2020-10-20.")  # fmt: skip


def _ends(text: str, low: str, high: str) -> tuple[tuple[date, date, Qualifier] | None, ...]:
    """Read the two sides of a span or a range; ``None`` is an open or unknown one."""
    first, last = (_single(end) if end not in ("", "..") else None for end in (low, high))
    if first is None and last is None:
        _refuse(text, "has no date on either side. Write TBD where nobody knows the date.")
    if first is not None and last is not None and first[0] > last[1]:
        _refuse(text, f"ends before it begins: {high} is before {low}. Write the earlier date first.")
    return first, last


def _span(text: str) -> ImpreciseDate:
    low, _, high = text.partition("/")
    if "/" in high:
        _refuse(text, "has more than one slash. Write a day as 2020-10-20, what lasted as 2020-08-10/2020-08-14.")
    first, last = _ends(text, low, high)
    start, latest_start, mark = first or (None, None, "")
    end, latest_end, end_mark = last or (None, None, "")
    return ImpreciseDate(text, start, latest_start, end, latest_end, is_span=True, qualifier=combine(mark, end_mark))


def _one_of(text: str) -> ImpreciseDate:
    if not (text.startswith("[") and text.endswith("]")) or re.search(r"[\[\]/{}]", text[1:-1]):
        _refuse(text, "needs one [ at its start and one ] at its end. Write [2019,2021] or [2020-08-10..2020-08-14].")
    lows: list[date | None] = []
    highs: list[date | None] = []
    marks: list[str] = []
    for member in text[1:-1].split(","):
        if not member:
            _refuse(text, "has an empty place in its brackets. Write [2019,2021] or [..2020-10-20].")
        low, dots, high = member.partition("..")
        first, last = _ends(text, low, high) if dots else (_single(low),) * 2
        lows.append(first[0] if first else None)
        highs.append(last[1] if last else None)
        marks += (end[2] for end in (first, last) if end)
    earliest = None if None in lows else min(day for day in lows if day)
    latest = None if None in highs else max(day for day in highs if day)
    if earliest is None and latest is None:
        _refuse(text, "is open on both sides. Write TBD where nobody knows the date.")
    return ImpreciseDate(text, earliest, latest, qualifier=combine(*marks))
