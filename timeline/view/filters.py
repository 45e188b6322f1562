"""Which events are shown: a small value with a JSON form and a sentence, the same in notebook, page and command line.

``static/select.js`` holds the same rules for the browser; tests/view/vectors.json holds both to them.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from timeline.errors import DateError, TimelineError
from timeline.events.columns import COLUMNS, COMPUTED, DERIVED
from timeline.events.dates import parse_edtf
from timeline.events.frame import is_read, settings_of
from timeline.events.reading import read_events
from timeline.view.words import words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

SEARCHED = (
    "title", "description", "title_es", "description_es", "display_date", "matter", "lane", "agency", "actors",
    "court", "docket", "tracking_number", "source_title", "quote", "pinpoint", "exhibit", "bates", "tags",
)  # fmt: skip
"""The columns that a text is looked for in, besides the table's own; never ``note``."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show. ``None`` means all; the conditions hold together.

    ``kinds``, ``matters``, ``agencies``, ``certainty``: one of these (an event of several agencies needs one).
    ``window``: two days that an event's time may overlap, as "2020-01-01/2021-06-30"; ".." leaves a side open, and
    other dates ("2020-06") become their first and last day.
    ``text``: every word of it occurs in the event, whatever its case and accents. ``overdue``: only deadlines that
    are overdue.

    >>> print(Filter(kinds=("complaint",), agencies=("ICE",)))
    complaints at ICE
    >>> Filter.from_json(Filter(text="açlu").to_json()).text
    'açlu'
    """

    kinds: tuple[str, ...] | None = None
    matters: tuple[str, ...] | None = None
    agencies: tuple[str, ...] | None = None
    certainty: tuple[str, ...] | None = None
    window: str | None = None
    text: str = ""
    overdue: bool = False

    def __post_init__(self) -> None:
        for name in ("kinds", "matters", "agencies", "certainty"):
            value = getattr(self, name)
            if value is not None:
                if not isinstance(value, (list, tuple, set, frozenset)):
                    msg = f"Filter({name}={value!r}): expected a list, such as {name}=[{str(value)!r}]"
                    raise TimelineError(msg)
                object.__setattr__(self, name, tuple(dict.fromkeys(map(str, value))))
        for name, kind in (("text", str), ("overdue", bool)):
            if not isinstance(getattr(self, name), kind):
                msg = f"Filter({name}={getattr(self, name)!r}): expected {'a text' if kind is str else 'true or false'}"
                raise TimelineError(msg)
        object.__setattr__(self, "window", self._days(self.window) if self.window else None)

    @staticmethod
    def _days(window: object) -> str:
        """Return a window as its first and last day, which the browser needs no calendar for."""
        try:
            when = parse_edtf(str(window))
        except DateError as error:
            msg = f"Filter(window={window!r}): {error}"
            raise DateError(msg) from None
        first, last = when.earliest, when.end_latest if when.is_span else when.latest
        return f"{first or '..'}/{last or '..'}"

    def to_json(self) -> str:
        """Return the filter as JSON with only what it narrows, keys in a fixed order."""
        return json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":"))

    def as_dict(self) -> dict[str, Any]:
        """Return the filter as plain values, without what it leaves open."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        listed = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
        return {name: value for name, value in listed.items() if value not in (None, "", False)}

    @classmethod
    def from_json(cls, text: str) -> Filter:
        """Take a filter back from its JSON form."""
        try:
            values = json.loads(text)
        except json.JSONDecodeError as error:
            msg = f"not the JSON of a filter: {error}"
            raise TimelineError(msg) from None
        return cls.from_dict(values)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Filter:
        """Take a filter back from its plain values; unknown keys are refused by name."""
        known = [f.name for f in fields(cls)]
        if not isinstance(values, dict) or (odd := [name for name in values if name not in known]):
            what = ", ".join(odd) if isinstance(values, dict) else repr(values)
            msg = f"not a filter: {what}; known are {', '.join(known)}"
            raise TimelineError(msg)
        return cls(**values)

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, lang: str = "en", among: Sequence[str] = ()) -> str:
        """Say in words what is shown; ``among`` are the kinds of the table, for saying which few are not."""
        return words(lang).filter_sentence(self.as_dict(), among)


def filter_events(
    events: str | os.PathLike[str] | pd.DataFrame,
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    **conditions: Any,  # noqa: ANN401 - those of Filter
) -> pd.DataFrame:
    """Keep the rows that a filter keeps; the conditions may also be given one by one.

    >>> import pandas as pd
    >>> from timeline import read_events
    >>> table = pd.DataFrame({"date": ["2020", "2021"], "title": ["Asked", "Sued"], "kind": ["news", "complaint"]})
    >>> filter_events(read_events(table), kinds=["complaint"])["title"].tolist()
    ['Sued']
    """
    import pandas as pd  # noqa: PLC0415 - the command line filters nothing

    table: pd.DataFrame = events if is_read(events) else read_events(events)  # type: ignore[assignment]  # is_read tells
    if conditions:
        filter = Filter(**{**(filter.as_dict() if filter else {}), **conditions})  # noqa: A001
    if filter is None:
        return table
    keep = pd.Series(data=True, index=table.index)
    for column, allowed in (("kind", filter.kinds), ("matter", filter.matters), ("certainty", filter.certainty)):
        if allowed is not None:
            keep &= table[column].isin(allowed)
    if filter.agencies is not None:
        wanted, of = set(filter.agencies), settings_of(table).canonical
        found = {cell: not wanted.isdisjoint(of(cell)) for cell in set(table["agency"])}
        keep &= table["agency"].map(found).astype(bool)
    if filter.window is not None:
        keep &= _overlaps(table, filter.window)
    if needles := fold(filter.text).split():
        texts = search_text(table)
        keep &= pd.Series([all(needle in text for needle in needles) for text in texts], index=table.index)
    if filter.overdue:
        keep &= table["status"].eq("overdue") if "status" in table else False
    return table[keep]


def _overlaps(events: pd.DataFrame, window: str) -> pd.Series[bool]:
    when = parse_edtf(window)
    start, end = when.earliest, when.end_latest if when.is_span else when.latest
    spans = events["date"].str.contains("/", regex=False) | events["end_date"].ne("")
    last = events["end_latest"].where(spans, events["latest"])
    keep = events["date"].ne("")
    if start:
        keep &= ~(last < str(start))
    if end:
        keep &= ~(events["earliest"] > str(end))
    return keep


def search_text(events: pd.DataFrame) -> list[str]:
    """Return each row's searchable text, folded once here so that no browser has to."""
    ours = {*COLUMNS, *DERIVED, *COMPUTED, "by_audience"}
    names = [*SEARCHED, *(name for name in events.columns if name not in ours)]
    return [fold(" ".join(filter(None, map(str, row)))) for row in zip(*(events[n] for n in names), strict=True)]


def fold(text: str) -> str:
    """Fold case and accents, in a way that every browser can repeat on what a reader types.

    >>> fold("Suárez ROJAS, straße")
    'suarez rojas, strasse'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower().upper().lower())
    return "".join(ch for ch in plain if unicodedata.category(ch)[0] != "M").replace("ς", "σ")


def values(events: pd.DataFrame, column: str) -> dict[str, int]:
    """Count the values of a filterable column (agencies by their own names), most frequent first."""
    of = settings_of(events).canonical
    cells: Iterable[str] = events[column]
    found = [agency for cell in cells for agency in of(cell)] if column == "agency" else list(cells)
    counts: dict[str, int] = {}
    for value in found:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
