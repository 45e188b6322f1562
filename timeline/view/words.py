"""Words and dates as people read them, in one language at a time.

The catalogues are ``words/*.toml``, and a language is there as soon as its file is; what the law says of itself in
English is in ``law/words``. Days, months, numbers and plural forms come from Babel. Nothing here decides anything: it
puts what rows and law have decided into words.
"""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from timeline.errors import OutputError
from timeline.events.columns import CERTAINTIES
from timeline.law.followups import answers, owed
from timeline.law.rules import get_rule
from timeline.law.words import law_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from babel import Locale

    from timeline.events.dates import ImpreciseDate

_FOLDER: Final = files("timeline.view").joinpath("words")
LANGUAGES: Final = tuple(sorted(path.name[:-5] for path in _FOLDER.iterdir() if path.name.endswith(".toml")))
"""The languages there are words for, by the names of their files."""


@cache
def words(lang: str = "en", *, neutral: bool = False) -> Words:
    """Return the words of a language, or its ``neutral`` ones, which count days and do not call anything late.

    Raises OutputError for a language without a catalogue.

    >>> words("en", neutral=True)("figure.no_answer_exact", days="3 days")
    'no answer reported: 3 days past the due date'
    """
    if lang not in LANGUAGES:
        msg = f"there are no words for the language {lang}; expected one of {', '.join(LANGUAGES)}"
        raise OutputError(msg)
    catalogue = tomllib.loads(_FOLDER.joinpath(f"{lang}.toml").read_text(encoding="utf-8"))
    if neutral:
        for key, text in catalogue["neutral"].items():
            section, _, name = key.partition(".")
            catalogue[section][name] = text
    return Words(lang, {**law_words(), **catalogue} if lang == "en" else catalogue, neutral)


def as_sentence(text: str) -> str:
    """Return a heading as a sentence, to stand before others.

    >>> as_sentence("Who asked"), as_sentence("Who asked?")
    ('Who asked.', 'Who asked?')
    """
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def languages(lang: str) -> tuple[str, ...]:
    """Return the languages of a page: one, or several of which the first is the one that it opens in.

    >>> languages("en,es")
    ('en', 'es')
    """
    found = tuple(dict.fromkeys(part.strip() for part in lang.split(",")))
    for one in found:
        words(one)  # raises for a language without words
    return found


@dataclass(frozen=True)
class Words:
    """One language's catalogue."""

    lang: str
    catalogue: Mapping[str, Mapping[str, Any]]
    neutral: bool = False

    def __call__(self, key: str, n: int | None = None, /, **parts: Any) -> str:  # noqa: ANN401 - put into text
        """Return a text by its dotted key, in the plural form of ``n``.

        >>> words()("count.days", 1), words()("count.days", 146)
        ('1 day', '146 days')
        """
        if n is None and not parts and key in self._said:
            return self._said[key]
        section, _, name = key.partition(".")
        text = self.catalogue[section][name]
        if isinstance(text, dict):
            text = text[self._locale.plural_form(n or 0)]
        told = str(text.format(n=self.number(n) if n is not None else "", **parts))
        if n is None and not parts:
            self._said[key] = told
        return told

    @cached_property
    def _said(self) -> dict[str, str]:
        """What takes no parts, once it has been said: a large table says it for every row."""
        return {}

    @property
    def tag(self) -> str:
        """The language as HTML and browsers name it, with the country whose numbers it uses."""
        return str(self.catalogue["language"]["tag"])

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale  # noqa: PLC0415 - a filter's sentence needs no Babel

        return Locale.parse(self.tag, sep="-")

    def number(self, n: int) -> str:
        """Print a number.

        >>> words().number(12345), words("es").number(12345)
        ('12,345', '12,345')
        """
        from babel.numbers import format_decimal  # noqa: PLC0415

        return str(format_decimal(n, locale=self._locale))

    def label(self, section: str, name: str) -> str:
        """Return the word for a controlled name; the name itself, readable, for one of the writer's own."""
        own = self.catalogue[section].get(name)
        return name.replace("_", " ") if own is None else str(own)

    def day(self, day: date, *, year: bool = True) -> str:
        """Print a day.

        >>> from datetime import date
        >>> words().day(date(2020, 10, 20)), words().day(date(2020, 10, 20), year=False)
        ('Oct 20, 2020', 'Oct 20')
        """
        from babel.dates import format_skeleton  # noqa: PLC0415 - the filter's sentence needs no Babel

        return str(format_skeleton("yMMMd" if year else "MMMd", day, locale=self.lang))

    def long_day(self, day: date, form: Literal["full", "long", "short"]) -> str:
        """Print a day in full, without its day of the week, or as short as a line of many needs it.

        >>> from datetime import date
        >>> [words("es").long_day(date(2020, 10, 20), form) for form in ("full", "long", "short")]
        ['martes, 20 de octubre de 2020', '20 de octubre de 2020', 'mar 20']
        """
        from babel.dates import format_date, format_skeleton  # noqa: PLC0415

        return str(
            format_skeleton("Ed", day, locale=self.lang)
            if form == "short"
            else format_date(day, form, locale=self.lang)
        )

    def weekday(self, number: int) -> str:
        """Name a day of the week; Monday is 0."""
        return str(self._locale.days["format"]["wide"][number])

    def when(self, when: ImpreciseDate, *, year: bool = True) -> str:
        """Print a date as it is known, no surer; without ``year`` as short as a label has it.

        >>> from timeline.events.dates import parse_edtf
        >>> [words().when(parse_edtf(d)) for d in ("[..2020-10-20]", "2020-08", "2021-03-09~")]
        ['by Oct 20, 2020', 'Aug 2020', 'about Mar 9, 2021']
        >>> words().when(parse_edtf("[2020-08-10..2020-08-14]"), year=False)
        'Aug 10–14'
        """
        if when.is_span:
            # "Mar 1 to Mar 5" would hide the years between.
            years = {d.year for d in (when.earliest, when.latest, when.end_earliest, when.end_latest) if d}
            year = year or len(years) > 1
            start = self._within(when.earliest, when.latest, year=year)
            end = self._within(when.end_earliest, when.end_latest, year=year)
            if not end and when.edtf.endswith("/"):  # nobody knows when it ended, and so not that it goes on
                text = self("dates.span", start=start, end=self("dates.unknown"))
            elif not end:
                text = self._around("ongoing", start, day=when.earliest == when.latest)
            else:
                text = self("dates.span", start=start or self("dates.unknown"), end=end)
        else:
            # A label's mark shows that it is one day within, and a span is written otherwise ("Aug 10 to Aug 14").
            text = self._within(when.earliest, when.latest, year=year, alone=year) or self("dates.undated")
        if "~" in when.qualifier or "%" in when.qualifier:
            text = self._around("about", text, day=not when.is_span and when.earliest == when.latest)
        if "?" in when.qualifier or "%" in when.qualifier:
            text = self("dates.uncertain", when=text)
        return text

    def _around(self, key: str, text: str, *, day: bool) -> str:
        """Say what is around a date; a single day may need another word ("hacia el 9 mar", "aprox. mar 2021")."""
        return self(f"dates.{key}_day" if day else f"dates.{key}", when=text)

    def _within(self, first: date | None, last: date | None, *, year: bool, alone: bool = False) -> str:
        from babel.dates import format_interval, format_skeleton  # noqa: PLC0415

        if first is None and last is None:
            return ""
        if first is None:
            return self("dates.by", when=self.day(last, year=year))  # type: ignore[arg-type]  # one of them is a day
        if last is None:
            return self("dates.after", when=self.day(first, year=year))
        if first == last:
            return self.day(first, year=year)
        if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
            return f"{first.year}" if first.year == last.year else self._range(f"{first.year}–{last.year}", alone=alone)
        month_end = calendar.monthrange(last.year, last.month)[1]
        if first.day == 1 and last.day == month_end and (first.year, first.month) == (last.year, last.month):
            return str(format_skeleton("yMMM" if year else "MMM", first, locale=self.lang))
        skeleton = "yMMMd" if year or first.year != last.year else "MMMd"
        text = str(format_interval(first, last, skeleton, locale=self.lang))
        # Thin spaces around the dash are the locale's; a label has no room for them.
        return self._range(text.replace("\u2009", "").replace("\u202f", " "), alone=alone)

    def _range(self, text: str, *, alone: bool) -> str:
        return self("dates.between", when=text) if alone else text

    def listed(self, names: Sequence[str], joint: str = "or") -> str:
        """Join names: "a, b or c"."""
        if len(names) < 2:  # noqa: PLR2004
            return "".join(names)
        return self(f"filter.{joint}", rest=", ".join(names[:-1]), last=names[-1])

    def assumptions(self, cell: str | Iterable[str]) -> list[str]:
        """Return assumptions in words."""
        names = cell.split("; ") if isinstance(cell, str) else cell
        return [self.label("assumptions", name) for name in names if name]

    def status(self, row: Mapping[str, Any]) -> str:
        """Return the word for how a deadline stands: of the requester's own, that no appeal is in the table.

        >>> words().status({"rule": "us-foia.appeal_filing_min", "status": "no_answer_recorded"})
        'no appeal in this table'
        """
        section = f"status_{owed(row['rule'] or '')}"
        own = self.catalogue.get(section, {})
        return self.label(section if row["status"] in own else "status", row["status"])

    def due(self, row: Mapping[str, Any], when: str) -> str:
        """Say what is due by a day.

        >>> words().due({"rule": "us-wa.suit"}, "Mar 4")
        'suit due Mar 4'
        """
        rule = get_rule(row["rule"]) if row["rule"] else None
        what = "answer" if rule is None else owed(rule.id) or ("answer" if answers(rule) else "something")
        return str(self.label("due", what).format(when=when))

    def lateness(self, row: Mapping[str, Any], *, sued: bool = False) -> str:
        """Say how late an answer is or was: exactly where the bounds agree, else at least.

        ``sued`` says that a suit had stopped the clock: an answer after it was later than the days counted.

        >>> words().lateness({"status": "overdue", "days_overdue_min": 146, "days_overdue_max": None})
        'no answer: at least 146 days late'
        """
        key = {"overdue": "no_answer", "met_late": "answered_late"}[row["status"]]
        own = owed(row.get("rule") or "")
        if own == "acknowledgement":
            key = {"overdue": "no_acknowledgement", "met_late": "acknowledged_late"}[row["status"]]
        elif own:
            key = f"{own}_late"
        least, most = row["days_overdue_min"], row["days_overdue_max"]
        exact = str(least) == str(most)  # an open bound is None or NA, which equals nothing
        exact = exact and not (sued and row["status"] == "met_late")
        return self(f"figure.{key}_exact" if exact else f"figure.{key}_at_least", days=self("count.days", int(least)))

    def filter_sentence(self, conditions: Mapping[str, Any], among: Sequence[str] = ()) -> str:
        """Say in words what a filter keeps; where it keeps most kinds of a table (``among``), which it leaves out.

        >>> words().filter_sentence({"kinds": ["news", "order"]}, among=["complaint", "news", "order"])
        'all events, except complaints'
        """
        if any(value in ([], ()) for value in conditions.values()):
            return self("filter.nothing")
        kinds, overdue = conditions.get("kinds"), conditions.get("overdue")
        text, left = self("filter.overdue_deadlines" if overdue else "filter.all"), self.left_out(kinds, among)
        if kinds is not None and not left:
            text = self.listed([self.label("kinds_plural", kind) for kind in kinds], "and")
        for name, key in (("matters", "matter"), ("agencies", "agency")):
            if name in conditions:
                text += self(f"filter.{key}", names=self.listed(conditions[name]))
        if left:
            text += self("filter.except", names=self.listed([self.label("kinds_plural", kind) for kind in left], "and"))
        if "certainty" in conditions:
            given = conditions["certainty"]
            known = [self.label("certainty", c or "unstated") if c in ("", *CERTAINTIES) else c for c in given]
            text += self("filter.certainty", names=self.listed(known))
        if "status" in conditions:
            text += self(
                "filter.status", names=self.listed([self.label("status", one) for one in conditions["status"]])
            )
        if window := conditions.get("window"):
            from timeline.events.dates import parse_edtf  # noqa: PLC0415 - only for this condition

            when = parse_edtf(window)
            start, end = when.earliest, when.end_latest if when.is_span else when.latest
            text += self("filter.window", window=self._window(start, end))
        if needle := conditions.get("text"):
            text += self("filter.text", text=needle)
        return text + (self("filter.overdue") if overdue and kinds is not None and not left else "")

    @staticmethod
    def left_out(kinds: Sequence[str] | None, among: Sequence[str]) -> list[str]:
        """Return the kinds that a filter leaves out, where these are fewer than those that it keeps: else none."""
        left = [kind for kind in among if kind not in (among if kinds is None else kinds)]
        return left if len(left) < len(kinds or ()) else []

    def _window(self, start: date | None, end: date | None) -> str:
        """Say a window by its months where it is whole months, else by its days."""
        from babel.dates import format_skeleton  # noqa: PLC0415

        whole = all(day is None or day.day == 1 for day in (start, end and _after(end)))
        skeleton = "yMMM" if whole else "yMMMd"
        ends = [str(format_skeleton(skeleton, day, locale=self.lang)) if day else "" for day in (start, end)]
        if not all(ends):
            return self("filter.since", day=ends[0]) if ends[0] else self("filter.until", day=ends[1])
        return "–".join(dict.fromkeys(ends))

    # For the browser's axis -------------------------------------------------------------------------------------------

    def axis(self) -> dict[str, Any]:
        """Return how an axis names days and months: twelve names, and patterns for them.

        >>> words("es").axis()["months"][:4], words("es").axis()["day"]
        (['ene', 'feb', 'mar', 'abr'], '{day} {month}')
        """
        months = get_months(self.lang, "abbreviated")
        patterns = {"day": "MMMd", "month_year": "yMMM", "day_year": "yMMMd"}
        names = {"d": "{day}", "MMM": "{month}", "y": "{year}"}
        return {"months": months} | {key: self._pattern(skeleton, names) for key, skeleton in patterns.items()}

    def plotly_locale(self) -> dict[str, Any]:
        """Return the names and orders that Plotly writes dates with, as its option ``locales`` takes them.

        >>> words("es").plotly_locale()["es-US"]["format"]["dayMonthYear"]
        '%-d %b %Y'
        """
        d3 = {"d": "%-d", "MMM": "%b", "y": "%Y"}
        symbols = self._locale.number_symbols["latn"]
        shape = {
            "days": [self.weekday(n) for n in (6, 0, 1, 2, 3, 4, 5)],
            "shortDays": [str(self._locale.days["format"]["abbreviated"][n]) for n in (6, 0, 1, 2, 3, 4, 5)],
            "months": get_months(self.lang, "wide"),
            "shortMonths": get_months(self.lang, "abbreviated"),
            "date": self._pattern("yMd", {"d": "%d", "M": "%m", "y": "%Y"}),
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "year": "%Y",
            "month": self._pattern("yMMM", d3),
            "dayMonth": self._pattern("MMMd", d3),
            "dayMonthYear": self._pattern("yMMMd", d3),
        }
        return {self.tag: {"dictionary": {}, "format": shape}}

    def plotly(self) -> dict[str, Any]:
        """Return the options that make Plotly write dates in this language; English is what it does by itself."""
        return {} if self.lang == "en" else {"locale": self.tag, "locales": self.plotly_locale()}

    def tick_formats(self) -> list[dict[str, Any]]:
        """Return how Plotly's time axis is labelled at each distance of its ticks."""
        day = self._pattern("MMMd", {"d": "%-d", "MMM": "%b"})
        week, year = 604_800_000, "M12"  # milliseconds; Plotly's own word
        return [
            {"dtickrange": [None, week], "value": f"{day}\n%Y"},
            {"dtickrange": [week, year], "value": "%b\n%Y"},
            {"dtickrange": [year, None], "value": "%Y"},
        ]

    def _pattern(self, skeleton: str, names: Mapping[str, str]) -> str:
        """Return the order in which the language writes the fields of a date, under other names for them."""
        from babel import Locale  # noqa: PLC0415
        from babel.dates import tokenize_pattern  # noqa: PLC0415

        pattern = str(Locale.parse(self.lang).datetime_skeletons[skeleton].pattern)
        # A token is literal characters, or a field's letter with how often it stands there.
        tokens = tokenize_pattern(pattern)
        return "".join(
            str(value) if kind == "chars" else names[str(value[0]) * int(value[1])] for kind, value in tokens
        )


def get_months(lang: str, width: Literal["abbreviated", "wide"]) -> list[str]:
    """Return the names of the months, as they stand alone."""
    from babel.dates import get_month_names  # noqa: PLC0415

    names = get_month_names(width, "stand-alone", lang)
    return [str(names[number]) for number in range(1, 13)]


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < day.max else day
