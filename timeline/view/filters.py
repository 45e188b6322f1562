"""Which events are shown: a small value with a JSON form and a sentence, the same in notebook, page and command line.

``static/select.js`` holds the same rules for the browser; tests/view/vectors.json holds both to them.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import DateError, TimelineError
from timeline.events.columns import COLUMNS, COMPUTED, DERIVED
from timeline.events.dates import parse_edtf
from timeline.events.frame import cells, is_read, settings_of
from timeline.events.reading import read_events
from timeline.view.words import words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Flags = npt.NDArray[np.bool_]

SEARCHED = (
    "title", "description", "title_es", "description_es", "display_date", "matter", "lane", "agency", "actors",
    "court", "docket", "tracking_number", "source_title", "quote", "pinpoint", "exhibit", "bates", "tags",
)  # fmt: skip
"""The columns that a text is looked for in, besides the table's own; never ``note``."""

FACETS: Final = {
    "kinds": "kind", "matters": "matter", "agencies": "agency", "certainty": "certainty", "status": "status",
}  # fmt: skip
"""The conditions that choose among values, with the column of each."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show. ``None`` means all; the conditions hold together.

    ``kinds``, ``matters``, ``agencies``, ``certainty``, ``status``: one of these (an event of several agencies needs
    one; only deadlines have a status).
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
    status: tuple[str, ...] | None = None
    window: str | None = None
    text: str = ""
    overdue: bool = False

    def __post_init__(self) -> None:
        for name in FACETS:
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
    table: pd.DataFrame = events if is_read(events) else read_events(events)  # type: ignore[assignment]  # is_read tells
    if conditions:
        filter = Filter(**{**(filter.as_dict() if filter else {}), **conditions})  # noqa: A001
    return table if filter is None else table[Sieve(table).kept(filter)]


class Sieve:
    """A table prepared for being filtered often: each column that filters ask about is gone through once."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._columns: dict[str, tuple[list[tuple[str, ...]], npt.NDArray[np.intp]]] = {}

    def kept(self, filter: Filter) -> Flags:  # noqa: A002 - the field's own word
        """Return for every row whether a filter keeps it."""
        return self._together(self._conditions(filter))

    def counts(self, filter: Filter) -> dict[str, dict[str, int]]:  # noqa: A002
        """Return how many rows each choice holds among those that the other conditions keep; ``recount`` of select.js.

        >>> from timeline import read_events
        >>> import pandas as pd
        >>> rows = {"date": ["2020", "2021"], "title": ["Asked", "Sued"], "kind": ["news", "complaint"]}
        >>> Sieve(read_events(pd.DataFrame(rows))).counts(Filter(kinds=("news",), text="sued"))["kinds"]
        {'news': 0, 'complaint': 1}
        """
        import numpy as np  # noqa: PLC0415 - the command line filters nothing

        conditions, found = self._conditions(filter), {}
        for name in FACETS:
            sets, codes = self._column(name)
            flags = self._together({other: kept for other, kept in conditions.items() if other != name})
            counts = found[name] = dict.fromkeys((value for values in sets for value in values), 0)
            for values, count in zip(sets, np.bincount(codes[flags], minlength=len(sets)).tolist(), strict=True):
                for value in values:
                    counts[value] += count
        return found

    def unsure(self, filter: Filter) -> tuple[int, int]:  # noqa: A002
        """Return how many rows that a filter keeps may lie outside its window, and how many undated ones may lie in it.

        >>> from timeline import read_events
        >>> import pandas as pd
        >>> rows = {"date": ["2020-01-05", "2020", "TBD"], "title": ["Asked", "Sued", "Answered"]}
        >>> Sieve(read_events(pd.DataFrame(rows))).unsure(Filter(window="2020-01"))
        (1, 1)
        """
        if filter.window is None:
            return 0, 0
        others = self.kept(replace(filter, window=None))
        maybe = others & _overlaps(self._table, filter.window).to_numpy()
        surely = _overlaps(self._table, filter.window, surely=True).to_numpy()
        return int((maybe & ~surely).sum()), int((others & self._table["date"].eq("").to_numpy()).sum())

    def _together(self, conditions: Mapping[str, Flags]) -> Flags:
        import numpy as np  # noqa: PLC0415

        flags = np.ones(len(self._table), dtype=bool)
        for condition in conditions.values():
            flags &= condition
        return flags

    def _conditions(self, filter: Filter) -> dict[str, Flags]:  # noqa: A002
        """Return what each condition that narrows keeps."""
        import numpy as np  # noqa: PLC0415

        def one_of(name: str, allowed: Iterable[str]) -> Flags:
            sets, codes = self._column(name)
            wanted = set(allowed)
            return np.array([not wanted.isdisjoint(values) for values in sets], dtype=bool)[codes]

        given = ((name, getattr(filter, name)) for name in FACETS)
        kept = {name: one_of(name, allowed) for name, allowed in given if allowed is not None}
        if filter.window is not None:
            kept["window"] = _overlaps(self._table, filter.window).to_numpy()
        if needles := fold(filter.text).split():
            kept["text"] = np.array([all(needle in text for needle in needles) for text in self._texts], dtype=bool)
        if filter.overdue:
            kept["overdue"] = one_of("status", ["overdue"])
        return kept

    def _column(self, name: str) -> tuple[list[tuple[str, ...]], npt.NDArray[np.intp]]:
        """Return the different cells of a condition's column, each as its values, and which of them every row has."""
        if name not in self._columns:
            import numpy as np  # noqa: PLC0415

            column = FACETS[name]
            found = (
                cells(self._table.fillna({column: ""}), column) if column in self._table else [""] * len(self._table)
            )
            of = settings_of(self._table).canonical if column == "agency" else lambda cell: (cell,)
            places = {cell: place for place, cell in enumerate(dict.fromkeys(found))}
            codes = np.fromiter((places[cell] for cell in found), dtype=np.intp, count=len(found))
            self._columns[name] = [of(cell) for cell in places], codes
        return self._columns[name]

    @cached_property
    def _texts(self) -> list[str]:
        return search_text(self._table)


def _overlaps(events: pd.DataFrame, window: str, *, surely: bool = False) -> pd.Series[bool]:
    """Return which events' time may overlap a window, or does wherever in its bounds it lies."""
    when = parse_edtf(window)
    start, end = when.earliest, when.end_latest if when.is_span else when.latest
    spans = events["date"].str.contains("/", regex=False) | events["end_date"].ne("")
    keep = events["date"].ne("")
    if surely:  # it cannot have ended before, for what began within has not; nor have begun after
        keep &= events["qualifier"].eq("")
        last = events[["earliest", "end_earliest"]].max(axis=1).where(spans, events["earliest"])
        first = events[["latest", "end_latest"]].min(axis=1).where(spans, events["latest"])
    else:
        last, first = events["end_latest"].where(spans, events["latest"]), events["earliest"]
    # A bound that is open is NaT, which no comparison holds for.
    if start:
        keep &= last >= str(start) if surely else ~(last < str(start))
    if end:
        keep &= first <= str(end) if surely else ~(first > str(end))
    return keep


def search_text(events: pd.DataFrame) -> list[str]:
    """Return each row's searchable text, folded once here so that no browser has to."""
    ours = {*COLUMNS, *DERIVED, *COMPUTED, "by_audience"}
    names = [*SEARCHED, *(name for name in events.columns if name not in ours)]
    return [fold(" ".join(filter(None, map(str, row)))) for row in zip(*(cells(events, n) for n in names), strict=True)]


def fold(text: str) -> str:
    """Fold case and accents, in a way that every browser can repeat on what a reader types.

    >>> fold("Suárez ROJAS, straße")
    'suarez rojas, strasse'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower().upper().lower())
    return "".join(ch for ch in plain if unicodedata.category(ch)[0] != "M").replace("ς", "σ")
