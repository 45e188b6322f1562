"""Words and dates as people read them, in one language at a time.

The catalogues are ``words/*.toml``, and those of the law for what is the law's to say; days and months come from Babel.
Nothing here decides anything: it puts what rows and law have decided into words.
"""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from timeline.errors import OutputError
from timeline.events.columns import CERTAINTIES
from timeline.law.followups import answers, owed_by_requester
from timeline.law.rules import get_rule
from timeline.law.words import law_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from timeline.events.dates import ImpreciseDate

LANGUAGES = ("en",)


@cache
def words(lang: str = "en") -> Words:
    """Return the words of a language. Raises OutputError for one without a catalogue."""
    if lang not in LANGUAGES:
        msg = f"there are no words for the language {lang}; expected one of {', '.join(LANGUAGES)}"
        raise OutputError(msg)
    catalogue = files("timeline.view").joinpath("words", f"{lang}.toml").read_text(encoding="utf-8")
    return Words(lang, {**law_words(lang), **tomllib.loads(catalogue)})


@dataclass(frozen=True)
class Words:
    """One language's catalogue."""

    lang: str
    catalogue: Mapping[str, Mapping[str, Any]]

    def __call__(self, key: str, n: int | None = None, /, **parts: Any) -> str:  # noqa: ANN401 - put into text
        """Return a text by its dotted key, in the plural form of ``n``.

        >>> words()("count.days", 1), words()("count.days", 146)
        ('1 day', '146 days')
        """
        section, _, name = key.partition(".")
        text = self.catalogue[section][name]
        if isinstance(text, dict):
            text = text["one" if n == 1 and "one" in text else "other"]
        return str(text.format(n=f"{n:,}" if n is not None else "", **parts))

    def label(self, section: str, name: str) -> str:
        """Return the word for a controlled name; the name itself, readable, for one of the writer's own."""
        return str(self.catalogue[section].get(name, name.replace("_", " ")))

    def day(self, day: date, *, year: bool = True) -> str:
        """Print a day.

        >>> from datetime import date
        >>> words().day(date(2020, 10, 20)), words().day(date(2020, 10, 20), year=False)
        ('Oct 20, 2020', 'Oct 20')
        """
        from babel.dates import format_skeleton  # noqa: PLC0415 - the filter's sentence needs no Babel

        return str(format_skeleton("yMMMd" if year else "MMMd", day, locale=self.lang))

    def when(self, when: ImpreciseDate, *, year: bool = True) -> str:
        """Print a date as it is known, no surer.

        >>> from timeline.events.dates import parse_edtf
        >>> [words().when(parse_edtf(d)) for d in ("[..2020-10-20]", "2020-08", "2021-03-09~")]
        ['by Oct 20, 2020', 'Aug 2020', 'about Mar 9, 2021']
        >>> words().when(parse_edtf("[2020-08-10..2020-08-14]"), year=False)
        'one day, Aug 10–14'
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
                text = self("dates.ongoing", when=start)
            else:
                text = self("dates.span", start=start or self("dates.unknown"), end=end)
        else:
            text = self._within(when.earliest, when.latest, year=year, alone=True) or self("dates.undated")
        if "~" in when.qualifier or "%" in when.qualifier:
            text = self("dates.about", when=text)
        if "?" in when.qualifier or "%" in when.qualifier:
            text = self("dates.uncertain", when=text)
        return text

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
        section = f"status_{owed_by_requester(row['rule'] or '')}"
        own = self.catalogue.get(section, {})
        return self.label(section if row["status"] in own else "status", row["status"])

    def due(self, row: Mapping[str, Any], when: str) -> str:
        """Say what is due by a day.

        >>> words().due({"rule": "us-wa.suit"}, "Mar 4")
        'suit due Mar 4'
        """
        rule = get_rule(row["rule"]) if row["rule"] else None
        answer = rule is None or answers(rule)
        owed = "answer" if answer or rule is None else owed_by_requester(rule.id) or "something"
        return str(self.label("due", owed).format(when=when))

    def lateness(self, row: Mapping[str, Any], *, sued: bool = False) -> str:
        """Say how late an answer is or was: exactly where the bounds agree, else at least.

        ``sued`` says that a suit had stopped the clock: an answer after it was later than the days counted.

        >>> words().lateness({"status": "overdue", "days_overdue_min": 146, "days_overdue_max": None})
        'no answer: at least 146 days late'
        """
        key = {"overdue": "no_answer", "met_late": "answered_late"}[row["status"]]
        if own := owed_by_requester(row.get("rule") or ""):
            key = f"{own}_late"
        least, most = row["days_overdue_min"], row["days_overdue_max"]
        exact = str(least) == str(most)  # an open bound is None or NA, which equals nothing
        exact = exact and not (sued and row["status"] == "met_late")
        return self(f"figure.{key}_exact" if exact else f"figure.{key}_at_least", days=self("count.days", int(least)))

    def filter_sentence(self, conditions: Mapping[str, Any], among: Sequence[str] = ()) -> str:
        """Say in words what a filter keeps; where it keeps most kinds of a table (``among``), which it leaves out.

        >>> words().filter_sentence({"kinds": ["news", "order"]}, among=["complaint", "news", "order"])
        'all events but complaints'
        """
        kinds = conditions.get("kinds")
        text = self("filter.all")
        if kinds is not None:
            left = [kind for kind in among if kind not in kinds]
            shown = left if 0 < len(left) < len(kinds) else kinds
            text = self.listed([self.label("kinds_plural", kind) for kind in shown], "and") or self("filter.nothing")
            text = self("filter.but", names=text) if shown is left else text
        for name, key in (("matters", "matter"), ("agencies", "agency")):
            if name in conditions:
                text += self(f"filter.{key}", names=self.listed(conditions[name]) or self("filter.nothing"))
        if "certainty" in conditions:
            known = [self.label("certainty", c if c in CERTAINTIES else "unstated") for c in conditions["certainty"]]
            text += self("filter.certainty", names=self.listed(known) or self("filter.nothing"))
        if window := conditions.get("window"):
            from timeline.events.dates import parse_edtf  # noqa: PLC0415 - only for this condition

            when = parse_edtf(window)
            start, end = when.earliest, when.end_latest if when.is_span else when.latest
            days = [self.day(day) if day else "…" for day in (start, end)]
            text += self("filter.window", window="–".join(days))
        if needle := conditions.get("text"):
            text += self("filter.text", text=needle)
        return text + (self("filter.overdue") if conditions.get("overdue") else "")
