"""What can be drawn, as plain values: lanes, marks, bars, ties and labels.

Nothing here has a place in pixels: a shape names its lane and its level there, and times are days since 1970-01-01.
Whoever draws lays the lanes out: ``layout.py`` for the Plotly figure, ``static/layout.js`` for the browser.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from timeline.view.rows import date_text
from timeline.view.theme import FADES

if TYPE_CHECKING:
    from collections.abc import Collection

    from timeline.events.dates import ImpreciseDate
    from timeline.view.words import Words

Look = Literal["solid", "hollow", "claim", "quiet"]
Style = Literal[
    "running", "within", "pending", "tolled", "extended", "overdue", "late", "silent", "bracket", "span", "fade",
    "claim", "claim_within",
]  # fmt: skip
TieStyle = Literal["stop", "claim"]

ON_MARK: Final = -1
"""The level of what moves with its event's own mark; 0 is the lane's line, 1 and more are accounts below it."""
ONE_DAY: Final = timedelta(days=1)
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(slots=True)
class Lane:
    """A band of the figure: a matter (or the table's own lane), or the clock of one of its requests.

    ``into`` is the lane that it folds into where there is no room; ``accounts`` how many readings stand below it.
    """

    name: str
    clock: tuple[str, str] | None = None
    rows: list[int] = field(default_factory=list)
    group: int = 0
    index: int = 0
    into: int = 0
    accounts: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One event as a point."""

    id: str
    kind: str
    lane: int
    day: int
    look: Look

    @property
    def x(self) -> str:
        """The day in ISO's form."""
        return iso(self.day)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time; ``step`` counts the fading from 1 (palest)."""

    id: str
    style: Style
    lane: int
    level: int
    start: int
    end: int
    kind: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """The tick of a due date."""

    id: str
    lane: int
    day: int
    late: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A line from the mark of an event to that of another, or to the line of a lane."""

    id: str
    style: TieStyle
    start: str
    end: str = ""
    lane: int = -1


@dataclass(frozen=True, slots=True)
class Footnote:
    """What stands below for some deadlines: what they take for granted and by what law, or who reports silence."""

    mark: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A text that wants to be near a point of a lane: the date as known, and what it is.

    ``inside`` is the end of a bar it would best stand in; ``beside`` the end of a bar whose ends it may stand at.
    ``date_year`` and ``text_year`` are for a view of years, where every date has its year.
    """

    id: str
    lane: int
    day: int
    text: str
    level: int = 0
    date: str = ""
    date_year: str = ""
    text_year: str = ""
    tone: str = "ink"
    weight: int = 25
    inside: int | None = None
    beside: int | None = None
    short: str = ""


@dataclass(slots=True)
class Scene:
    """All that is drawn of a table."""

    lanes: list[Lane] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)  # the clocks' own
    names: list[Label] = field(default_factory=list)  # dates and titles of marks
    legend: dict[str, str] = field(default_factory=dict)
    footnotes: list[Footnote] = field(default_factory=list)
    reports: list[Footnote] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    clocks: dict[str, int] = field(default_factory=dict)  # the lane of each computed deadline that has one of its own
    undated: int = 0  # events that no day places, besides computed deadlines
    window: tuple[int, int] = (10957, 11323)
    extent: tuple[int, int] = (10957, 11323)
    as_of: str = ""
    dated: bool = True  # whether any event has a date, and so the axis a meaning

    def only(self, kept: Collection[str]) -> Scene:
        """Return the scene with what a filter keeps; lanes and their numbers stay."""
        shown: dict[str, Any] = {
            name: [shape for shape in getattr(self, name) if shape.id in kept]
            for name in ("marks", "bars", "dues", "labels", "names")
        }
        ties = [tie for tie in self.ties if tie.id in kept and tie.start in kept and (not tie.end or tie.end in kept)]
        notes = [replace(note, ids=ids) for note in self.footnotes if (ids := tuple(i for i in note.ids if i in kept))]
        return replace(self, ties=ties, footnotes=notes, **shown)

    def signs(self) -> set[str]:
        """Return the signs that are drawn, which a legend has to explain."""
        return {*(bar.style for bar in self.bars), *(mark.look for mark in self.marks), *(t.style for t in self.ties)}


class Canvas:
    """What a lane is drawn on: puts shapes into a scene."""

    def __init__(self, scene: Scene, say: Words) -> None:
        self.scene = scene
        self.say = say
        self.footnotes: dict[tuple[str, str], list[str]] = {}

    @property
    def fade_step(self) -> int:
        """How many days a step of a fading bar covers."""
        start, end = self.scene.window
        return max((end - start) // 90, 1)

    def bar(  # noqa: PLR0917 - a bar's own
        self, event_id: str, style: Style, start: date, end: date, lane: Lane, level: int = 0, kind: str = ""
    ) -> None:
        """Draw a bar from a day to a day."""
        if end > start:
            self.scene.bars.append(Bar(event_id, style, lane.index, level, number(start), number(end), kind))

    def fade(self, event_id: str, kind: str, edge: date, lane: Lane, level: int = 0, *, forward: bool) -> None:
        """Draw a bar that gets paler away from the one bound that is known."""
        step = timedelta(days=self.fade_step)
        for n in range(FADES):
            first = plus(edge, step * n) if forward else minus(edge, step * (n + 1))
            last = plus(first, step)
            if last > first:  # the calendar ends on 9999-12-31
                days = number(first), number(last)
                self.scene.bars.append(Bar(event_id, "fade", lane.index, level, *days, kind, FADES - n))

    def bounds(self, event_id: str, when: ImpreciseDate, lane: Lane, kind: str, style: Style = "bracket") -> None:
        """Draw what is not known of a day: a bracket for one day within, a fading bar on an open side."""
        if when.earliest and when.latest:
            if when.earliest != when.latest:
                self.bar(event_id, style, when.earliest, plus(when.latest), lane, ON_MARK, kind)
        elif edge := when.latest or when.earliest:
            self.fade(event_id, kind, edge, lane, ON_MARK, forward=when.latest is None)

    def label(self, lane: Lane, event_id: str, at: date, text: str, **more: Any) -> None:  # noqa: ANN401 - Label's own
        """Ask for a label near a point of a lane."""
        self.scene.labels.append(Label(id=event_id, lane=lane.index, day=number(at), text=text, **more))

    def when(self, when: ImpreciseDate, *, year: bool = True) -> str:
        """Print a date as it is known."""
        return date_text(when, self.say.lang, year=year)

    def footnote(self, event_id: str, assumptions: str, citation: str) -> str:
        """Number the assumptions behind a date; the same ones share a number."""
        named = self.footnotes.setdefault((assumptions, citation), [])
        named.append(event_id)
        return raised(list(self.footnotes).index((assumptions, citation)) + 1)


def raised(number: int) -> str:
    """Write a number as a footnote's.

    >>> raised(12)
    '¹²'
    """
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(number))


def number(day: date) -> int:
    """Return a day as days since 1970-01-01, which is how the browser gets it.

    >>> number(date(1969, 12, 31))
    -1
    """
    return day.toordinal() - _EPOCH


def iso(day: int) -> str:
    """Return a day's number in ISO's form.

    >>> iso(0)
    '1970-01-01'
    """
    return date.fromordinal(day + _EPOCH).isoformat()


def anchor(when: ImpreciseDate) -> date | None:
    """Return where an event's mark stands: its day, its one bound, or the middle of a bracket."""
    if when.earliest and when.latest and not when.is_span:
        return when.earliest + (when.latest - when.earliest) // 2
    return when.earliest or when.latest or when.end_earliest or when.end_latest


def plus(day: date, delta: timedelta = ONE_DAY) -> date:
    """Add to a day, no further than the calendar reaches."""
    return day + min(delta, date.max - day)


def minus(day: date, delta: timedelta) -> date:
    """Take from a day, no further than the calendar reaches."""
    return day - min(delta, day - date.min)
