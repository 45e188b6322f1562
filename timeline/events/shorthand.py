"""Dates as people write them, in English and Spanish, read to EDTF: "by Oct 20, 2020", "8/??/1999", "circa 2019".

    8/??/1999  8/1999  Aug 1999  20 de agosto de 1999  Tuesday, April 13, 2021  2021/04/13 10:30
    ~ circa about approx. on or about      approximate: the bounds stay, the mark ~ is carried
    < before            > after            strictly: the nearest day is the one before (after) all of the date
    <= by no later than >= on or after since   the date itself may be the day
    between A and B                        one unknown day from A to B
    from A to B, A through B               a span: what lasted from A to B
    TBD, undated                           nobody knows

03/04/2021 is March 4 or 3 April: which one is decided for a whole table (``order``), never here. What would have
to be guessed is refused with what to write: two-digit years, "early May", "last week", a month without its year.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NoReturn

from timeline.errors import DateError
from timeline.events.dates import (
    MONTH_NAMES,
    UNDATED,
    ImpreciseDate,
    check_time,
    combine,
    from_bounds,
    parse_edtf,
    quoted,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Order = Literal["mdy", "dmy", "ymd"]


class AmbiguousDateError(DateError):
    """A date like 03/04/2021 where nothing says whether the month or the day comes first."""


def _numbered(*names: str) -> dict[str, int]:
    return {name: number for number, alike in enumerate(names, 1) for name in alike.split()}


_MONTHS: Final = _numbered(
    "january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo",
    "june jun junio", "july jul julio", "august aug agosto ago", "september sept sep septiembre setiembre set",
    "october oct octubre", "november nov noviembre", "december dec diciembre dic",
)  # fmt: skip
_WEEKDAYS: Final = _numbered(
    "monday mon lunes lun", "tuesday tues tue martes", "wednesday wed miércoles miercoles mié mie",
    "thursday thurs thur thu jueves jue", "friday fri viernes vie", "saturday sat sábado sabado sáb sab",
    "sunday sun domingo dom",
)  # fmt: skip
_WEEKDAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEASONS: Final = _numbered("spring primavera", "summer verano", "autumn fall otoño", "winter invierno")
_LONGEST_MONTH: Final = 31
_QUARTERS: Final = _numbered("1 1st first", "2 2nd second", "3 3rd third", "4 4th fourth")


def _opening(**words: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Make a pattern for the words that may stand before a date, the longest first, and say what each means."""
    meaning = {phrase: sign for sign, phrases in words.items() for phrase in phrases.split("|")}
    # A word ends where its letters end, so that "c. 2019" is circa and "case 2019" is nothing.
    ends = (re.escape(p) + (r"(?![^\W\d_])" if p[-1].isalpha() else "") for p in sorted(meaning, key=len, reverse=True))
    return re.compile(rf"({'|'.join(ends)}) ?"), meaning


_BOUND, _BOUND_SIGN = _opening(
    before="<|before|prior to|earlier than|antes del|antes de",
    by="<=|=<|≤|by|on or before|no later than|not later than|not after|a más tardar el|a más tardar",
    after=">|after|later than|después del|después de",
    since=">=|=>|≥|on or after|since|no earlier than|not earlier than|no sooner than|not before|desde el|desde",
)
_MARK, _MARK_SIGN = _opening(
    approximate="~|≈|circa|c.|c|ca.|ca|about|approximately|approx.|approx|around|roughly|on or about|on or around"
    "|in or about|in or around|hacia|alrededor del|alrededor de|aproximadamente",
    uncertain="possibly|perhaps|probably|posiblemente|probablemente",
    plain="=|on|in|the|el|en",
)
_SIGNS: Final = {"approximate": "~", "uncertain": "?", "plain": ""}

_PART: Final = r"([0-9]{1,2}|\?{1,2}|x{1,2})"
_WORD: Final = r"([^\W\d_]+)"
_DAY: Final = r"([0-9]{1,2})(?:st|nd|rd|th|ro|º|°|\.)?"
_YEAR: Final = r"([0-9]{4}|[’']?[0-9]{2})"
_YEAR_FIRST: Final = re.compile(rf"([0-9]{{4}})([-/.]){_PART}\2{_PART}|([0-9]{{4}})([-/]){_PART}")
_YEAR_LAST: Final = re.compile(rf"{_PART}([-/.]){_PART}\2([0-9]{{1,4}})")
_MONTH_YEAR: Final = re.compile(rf"{_PART}[-/]([0-9]{{4}})")
_EDTF: Final = re.compile(r"[0-9x]{4}(?:-[0-9x]{2}){0,2}[?~%]?")
_MONTH_DAY_YEAR: Final = re.compile(rf"{_WORD}\.?[ /-]?{_DAY}(?:, ?| |/|-| of ){_YEAR}")
_DAY_MONTH_YEAR: Final = re.compile(
    rf"{_DAY}(?: day)?[ /-]?(?:of |de )?{_WORD}(?:\.?, ?|\. ?| |/|-| of | de | del ){_YEAR}"
)
_WORD_YEAR: Final = re.compile(rf"{_WORD}(?:\.?, ?|\. ?| |/|-| of | de | del )([0-9]{{4}}|[’'][0-9]{{2}})")
_YEAR_WORD: Final = re.compile(rf"([0-9]{{4}})[ /-]{_WORD}\.?(?:[ /-]{_DAY})?")
_TIMED: Final = re.compile(
    r"(.*[0-9])(?:t|,? at |, ?| )([0-9]{1,2})(?::([0-9]{2})(:[0-9]{2}(?:[.,][0-9]+)?)?)? ?(?:([ap])\.?m\.?)?"
    r" ?(z|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2}|utc|gmt|[ecmp][sd]?t)?"
)
_MARKED: Final = re.compile(r"(.*[^?~% ]) ?([?~%])")
_NAMED_DAY: Final = re.compile(rf"{_WORD}\.?,? (.+)")
_BETWEEN: Final = re.compile(r"(?:between|entre) (.+?) (?:and|&|y) (.+)")
_FROM_TO: Final = re.compile(r"(?:from |del |de |desde )?(.+?) (?:to|through|thru|al|a|hasta) (.+)")
_DAY_OF_MONTH: Final = re.compile(rf"{_WORD}\.?(?:[ -]{_DAY})?|{_DAY}[ -](?:of |de )?{_WORD}\.?")
_LIKE_EDTF: Final = r"(?:[0-9XYESTZWPuxtz\[\]{}().,/?~%+: -]|unknown|open)*"
_NUMERIC: Final = re.compile(r"(?<![0-9])([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])")


@lru_cache(maxsize=1 << 16)
def read_date(text: str, order: Order | None = None) -> ImpreciseDate:
    """Read one date, EDTF first and then as people write it; a ``DateError`` says what to write instead.

    ``order`` is that of the whole table. Without one, a date like 13/04/2021 that can be read in one way only is
    read, and one like 03/04/2021 is an ``AmbiguousDateError``.

    >>> read_date("by Oct 20, 2020").edtf
    '[..2020-10-20]'
    >>> read_date("13/04/2021").edtf
    '2021-04-13'
    """
    numeric = _NUMERIC.fullmatch(text)
    if not numeric and not text[:1].isalpha():  # no EDTF begins with a letter, and a refusal takes longer than this
        with contextlib.suppress(DateError):
            return parse_edtf(text)
    written = tidy(text)
    folded = unicodedata.normalize("NFC", written).lower()
    try:
        if numeric:
            return parse_edtf(_day_and_month(text, numeric[1], numeric[3], numeric[4], order))
        return _phrase(folded, order) or _refuse(_explain(folded, order) or _generic(written))
    except DateError as error:
        message = str(error).replace(quoted(folded), quoted(text))
        if quoted(text) not in message:
            message = f"{quoted(text)}: {message}"
        raise type(error)(message) from None


def evidence(text: str) -> Order | Literal["ambiguous"] | None:
    """Say what one cell tells about the order of day and month in its table.

    A cell that only one order can read is evidence of that order; one that both read, differently, is ambiguous.

    >>> evidence("13/04/2021"), evidence("04/13/2021"), evidence("03/04/2021"), evidence("05/05/2021")
    ('dmy', 'mdy', 'ambiguous', None)
    """
    orders: tuple[Order, ...] = ("mdy", "dmy")
    readings: dict[Order, ImpreciseDate | date] = {}
    if numeric := _NUMERIC.fullmatch(text):  # nearly every such cell: no need to word a refusal
        first, second, year = int(numeric[1]), int(numeric[3]), int(numeric[4])
        for order, month, day in zip(orders, (first, second), (second, first), strict=True):
            with contextlib.suppress(ValueError):
                readings[order] = date(year, month, day)
    elif _NUMERIC.search(text):
        for order in orders:
            with contextlib.suppress(DateError):
                readings[order] = read_date(text, order)
    if len(readings) == 1:
        return next(iter(readings))
    return "ambiguous" if len(set(readings.values())) > 1 else None


def _refuse(message: str) -> NoReturn:
    raise DateError(message)


def _generic(written: str) -> str:
    if re.fullmatch(_LIKE_EDTF, written):
        try:
            parse_edtf(written)
        except DateError as strict:
            return str(strict)
    return (
        f"{quoted(written)} is not a date that can be read."
        " Write 2020-10-20, Oct 20, 2020, Aug 2020 or 2020; by Oct 20, 2020; or TBD where nobody knows."
    )


def _phrase(text: str, order: Order | None) -> ImpreciseDate | None:
    """Read a whole cell; ``None`` where it has no form that is known."""
    if text in {"tbd", "undated"}:
        return UNDATED
    if match := _BETWEEN.fullmatch(text):
        low, high = _pair(match[1], match[2], order)
        if low and high:
            if low.earliest and high.latest and low.earliest > high.latest:
                msg = f"{quoted(text)} ends before it begins. Write the earlier date first, each with its year."
                raise DateError(msg)
            return from_bounds(low.earliest, high.latest, combine(low.qualifier, high.qualifier))
        raise DateError(_explain(match[1] if low is None else match[2], order) or _between_what(text))
    if (match := _BOUND.match(text)) and (when := _single(text[match.end() :], order)):
        return _bounded(_BOUND_SIGN[match[1]], when)
    if match := _FROM_TO.fullmatch(text):
        low, high = _pair(match[1], match[2], order)
        if low and high:
            return parse_edtf(f"{low.edtf}/{high.edtf}")
    return _single(text, order)


def _between_what(text: str) -> str:
    return f"{quoted(text)} is not between two dates that can be read. Write between May 3, 2021 and May 5, 2021."


def _pair(low: str, high: str, order: Order | None) -> tuple[ImpreciseDate | None, ImpreciseDate | None]:
    """Read two dates, of which the first may leave its year to the second: "May 1 and May 3, 2024"."""
    last = _single(high, order)
    if last and _DAY_OF_MONTH.fullmatch(low) and re.match(r"[0-9]{4}", last.edtf):
        return _single(f"{low} {last.edtf[:4]}", order), last
    return _single(low, order), last


def _bounded(sign: str, when: ImpreciseDate) -> ImpreciseDate:
    first, last = when.earliest, when.latest
    assert first is not None  # a single date has both bounds  # noqa: S101
    assert last is not None  # noqa: S101
    if (sign == "before" and first == date.min) or (sign == "after" and last == date.max):
        msg = f"there is no day {sign} {when.edtf} in the years 1 to 9999. Write TBD where nobody knows the date."
        raise DateError(msg)
    match sign:
        case "before":
            return from_bounds(None, first - timedelta(1), when.qualifier)
        case "by":
            return from_bounds(None, last, when.qualifier)
        case "after":
            return from_bounds(last + timedelta(1), None, when.qualifier)
        case _:
            return from_bounds(first, None, when.qualifier)


def _single(text: str, order: Order | None) -> ImpreciseDate | None:
    """Read a day, month, year or season with what qualifies it; no bound, no span."""
    marks = ""
    while match := _MARK.match(text):
        marks += _SIGNS[_MARK_SIGN[match[1]]]
        text = text[match.end() :]
    found = _plain(text, order)
    if found is None and (match := _MARKED.fullmatch(text)):
        marks += match[2]
        found = _plain(match[1], order)
    if found is None:
        return None
    bare = found.rstrip("?~%")
    return parse_edtf(bare + combine(marks, found[len(bare) :]))


def _plain(text: str, order: Order | None) -> str | None:
    """Turn a date into EDTF, not yet checked against the calendar; ``None`` where it has no form that is known."""
    if (match := _NAMED_DAY.fullmatch(text)) and match[1] in _WEEKDAYS:
        found = _untimed(match[2], order)
        return None if found is None else _on_weekday(text, found, _WEEKDAYS[match[1]])
    return _untimed(text, order)


def _on_weekday(text: str, found: str, weekday: int) -> str:
    day = parse_edtf(found)
    if day.earliest is None or day.earliest != day.latest:
        msg = f"{quoted(text)} has a weekday but no day. Write Tuesday, April 13, 2021, or leave the weekday out."
        raise DateError(msg)
    if day.earliest.isoweekday() != weekday:
        right = _WEEKDAY_NAMES[day.earliest.weekday()]
        msg = f"{quoted(text)} has the wrong weekday: {found} is a {right}. Correct the weekday or the date."
        raise DateError(msg)
    return found


def _untimed(text: str, order: Order | None) -> str | None:
    """Check the time of day, which is then left out: the date is kept in the zone it was written in."""
    found = _numeric(text, order) or _worded(text)
    if found or not (match := _TIMED.fullmatch(text)):
        return found
    day, hour, minute, second, half, zone = match.groups()
    if minute is None and half is None:
        return None
    if (found := _numeric(day, order) or _worded(day)) is None:
        return None
    if half and not 1 <= int(hour) <= len(MONTH_NAMES):
        msg = f"{quoted(text)} has a time that no clock shows. Write it as in 4:30 pm or 16:30."
        raise DateError(msg)
    offset = (zone or "").upper() if zone and not zone.isalpha() else ""
    check_time(text, f"{int(hour):02}:{minute or '00'}{second or ''}{offset}")
    return found


def _numeric(text: str, order: Order | None) -> str | None:
    if _EDTF.fullmatch(text):
        return text.upper()
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day, other_year, separator, other_month = match.groups()
        if year:
            return _ymd(year, month, day)
        following = int(other_year) % 100 + 1  # 2010/11 is also how the years 2010 and 2011 are written
        if separator == "/" and other_month == f"{following:02}" and _fits(other_month, ""):
            msg = (
                f"{quoted(text)} may be a month or two years."
                f" Write {other_year}-{other_month} for the month, {other_year}/{int(other_year) + 1:04} for the years."
            )
            raise DateError(msg)
        return _ymd(other_year, other_month)
    if match := _MONTH_YEAR.fullmatch(text):
        return _ymd(match[2], match[1])
    if match := _YEAR_LAST.fullmatch(text):
        return _day_and_month(text, match[1], match[3], match[4], order)
    return None


def _ymd(year: str, month: str, day: str = "") -> str:
    return "-".join([year, *(part.zfill(2) if part.isdigit() else "XX" for part in (month, day) if part)])


def _day_and_month(text: str, first: str, second: str, year: str, order: Order | None) -> str:
    """Put 13/04/2021 into order; refuse where nothing decides or the order of the table does not fit."""
    _four_digits(text, year)
    sides: tuple[tuple[Order, str, str], ...] = (("mdy", first, second), ("dmy", second, first))
    possible = {name: _ymd(year, month, day) for name, month, day in sides if _fits(month, day)}
    meant = sorted(set(possible.values()))
    if not meant:
        msg = f"{quoted(text)} has no month from 1 to 12. Write the date as in 2021-04-13, or 4/??/2021 for April."
        raise DateError(msg)
    if order is None and len(meant) > 1:
        msg = (
            f"{quoted(text)} may be {meant[0]} or {meant[1]}, and nothing in it decides. Type --date-order mdy"
            f" where the month comes first, --date-order dmy where the day does, or write {meant[0]} or {meant[1]}."
        )
        raise AmbiguousDateError(msg)
    if order is not None and order not in possible:
        told = {"mdy": "month", "dmy": "day", "ymd": "year"}[order]
        msg = (
            f"{quoted(text)} does not have the {told} first, as the date order {order} says."
            f" Write {' or '.join(meant)}, or give another --date-order."
        )
        raise DateError(msg)
    return meant[0] if order is None else possible[order]


def _fits(month: str, day: str) -> bool:
    """Whether these may be month and day: 8/??/1999 is August, for nobody knows the 8th of an unknown month."""
    return 1 <= int(month) <= len(MONTH_NAMES) if month.isdigit() else not day.isdigit()


def _four_digits(text: str, year: str) -> None:
    if len(year) != len("2024"):
        msg = f"{quoted(text)} has no full year. Write the year with four digits, as in 2024."
        raise DateError(msg)


def _worded(text: str) -> str | None:
    """Turn a date with a month's name into EDTF."""
    if (match := _MONTH_DAY_YEAR.fullmatch(text)) and match[1] in _MONTHS:
        word, day, year = match.groups()
    elif (match := _DAY_MONTH_YEAR.fullmatch(text)) and match[2] in _MONTHS:
        day, word, year = match.groups()
    elif (match := _WORD_YEAR.fullmatch(text)) and match[1] in _MONTHS:
        word, year, day = match[1], match[2], ""
    elif (match := _YEAR_WORD.fullmatch(text)) and match[2] in _MONTHS:
        year, word, day = match.groups()
    else:
        return None
    _four_digits(text, year)
    return _ymd(year, str(_MONTHS[word]), day or "")


# What is refused with advice. Each takes the match and the table's order, and returns "" where it does not apply.


def _explain(text: str, order: Order | None) -> str:
    """Say why a text is not read and what to write instead; nothing where no reason is known."""
    for opening in (_BOUND, _MARK):
        if match := opening.match(text):
            text = text[match.end() :]
    for pattern, advice in _ADVICE:
        if match := re.fullmatch(pattern, text):
            said = advice if isinstance(advice, str) else advice(match, order)
            if said:
                return f"{quoted(text)} {said}"
    return ""


def _serial(match: re.Match[str], _: Order | None) -> str:
    day = date(1899, 12, 30) + timedelta(int(match[1]))
    return f"looks like a spreadsheet's number for {day}. Format the column as a date, or write {day} if that is right."


def _quarter(match: re.Match[str], _: Order | None) -> str:
    number = _QUARTERS[match[1] or match[2] or match[3] or match[6]]
    year, last = match[4] or match[5], "31" if number in {1, 4} else "30"
    days = f"[{year}-{3 * number - 2:02}-01..{year}-{3 * number:02}-{last}]"
    return f"is a quarter. Write {days} for one day within it."


def _week(match: re.Match[str], order: Order | None) -> str:
    when = _single(match[1], order)
    if when is None or when.earliest is None or when.earliest != when.latest:
        return "is a week. Write its days, as in [2024-05-12..2024-05-18]."
    last = date.fromordinal(min(when.earliest.toordinal() + 6, date.max.toordinal()))
    return f"is a week. Write {from_bounds(when.earliest, last).edtf} for one day within it."


def _part_of(match: re.Match[str], order: Order | None) -> str:
    if (when := _single(match[2], order)) is None:
        return ""
    bare = when.edtf.rstrip("?~%")
    return f"leaves open where {match[1].strip()} ends. Write {bare} for one day within it, or {bare}~ for about then."


def _season(match: re.Match[str], _: Order | None) -> str:
    edtf = f"{match[2]}-{20 + _SEASONS[match[1]]}"
    return f"is a season. Write {edtf} for one day within it, or its months, as in [{match[2]}-03..{match[2]}-05]."


def _decade(match: re.Match[str], _: Order | None) -> str:
    return f"is a decade. Write {match[1]}X for one day within it."


def _no_year(match: re.Match[str], _: Order | None) -> str:
    word, after, before, last = match.groups()
    month = _MONTHS.get(word or last)
    if month is None:
        return "is a weekday, not a date. Write the date, as in 2021-04-13." if word in _WEEKDAYS else ""
    name, number = MONTH_NAMES[month - 1], after or before
    if number is None:
        return f"has no year. Write it as in {name} 2021."
    if "-" not in match[0] and not number.startswith("0"):
        return f"has no year. Write it as in {name} {number}, 2021."
    if int(number) > _LONGEST_MONTH:
        return "has no full year. Write the year with four digits, as in 2024."
    return (
        f"may be {name} {int(number)} or the {name} of a year ending in {number}: spreadsheets shorten dates so."
        f" Write it with a year of four digits: {name} {int(number)}, 2021 or {name} 2021."
    )


def _dashed(match: re.Match[str], order: Order | None) -> str:
    low, high = _pair(match[1] or match[3], match[2] or match[4], order)
    first, last = (low.edtf, high.edtf) if low and high else ("2021-05-03", "2021-05-05")
    return f"may mean one day of these or all of them. Write [{first}..{last}] for one, {first}/{last} for all."


def _one_side(match: re.Match[str], order: Order | None) -> str:
    edge, when = match[1], _single(match[2], order)
    known = when.edtf if when else "2021-05-03"
    day, lasting = (f"[{known}..]", f"{known}/..") if edge in {"from", "del", "de"} else (f"[..{known}]", f"../{known}")
    return f"may mean one day of these or all of them. Write {day} for one, {lasting} for all."


def _until_now(match: re.Match[str], order: Order | None) -> str:
    when = _single(match[1], order)
    return f"has an end that moves. Write {when.edtf if when else '2021-05-03'}/.. for what is still going on."


def _either(match: re.Match[str], order: Order | None) -> str:
    low, high = _pair(match[1], match[2], order)
    return f"is one of two dates. Write [{low.edtf},{high.edtf}]." if low and high else ""


_NOW: Final = r"(?:today|now|(?:the )?present|date|hoy|ahora)"
_QUARTER: Final = r"(?:q([1-4])|([1-4])q|(1st|2nd|3rd|4th|first|second|third|fourth) quarter)(?: of|,)? ?([0-9]{4})"
_PART_OF: Final = r"(?:early|late|mid|(?:middle|beginning|start|end|first half|second half) of)"
_PARTE_DE: Final = r"(?:a )?(?:principios|mediados|finales|fines) de"
_RELATIVE: Final = rf"{_NOW}|yesterday|tomorrow|ago|last|next|this (?:week|month|year)|recent(?:ly)?|ayer|mañana|hace"
# Compiled only when a text is refused, so that a command starts quickly.
_ADVICE: Final[tuple[tuple[str, str | Callable[[re.Match[str], Order | None], str]], ...]] = (
    (r"([1-9][0-9]{4})(?:\.[0-9]+)?", _serial),
    (rf"(?:the )?{_QUARTER}|([0-9]{{4}})[ -]?q([1-4])", _quarter),
    (r"(?:the )?(?:week of|semana del?) (.+)", _week),
    (rf"(?:the )?({_PART_OF}|{_PARTE_DE})[ -](?:in )?(?:the )?(.+)", _part_of),
    (rf"(?:the )?({'|'.join(_SEASONS)})(?: of| de|,)? ([0-9]{{4}})", _season),
    (r"(?:the )?([0-9]{3})0['’]?s", _decade),
    (r"(?:fy|fiscal year).*", "is a fiscal year. Write its days, as in [2023-10-01..2024-09-30]."),
    (
        r"(?:date )?unknown(?: date)?|no date|n\.?d\.?|n/a|none|nan|null|tba|\?+|-+",
        "is no date. Write TBD where nobody knows it.",
    ),
    (rf"(?:from )?(.+?) (?:to|until|through|-) {_NOW}", _until_now),
    (rf"(?:.* )?(?:{_RELATIVE})(?: .*)?", "depends on the day it is read. Write the day itself, as in 2021-04-13."),
    (_DAY_OF_MONTH.pattern, _no_year),
    (r"(until|till|up to|hasta|from|del|de) (.+)", _one_side),
    (r"(.+?)(?: [-–—] | ?[–—] ?)(.+)|([0-9]{4})-([0-9]{4})", _dashed),
    (r"(.+?) or (.+)", _either),
)
