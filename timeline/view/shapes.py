"""What can be drawn, as plain values: lanes, marks, bars, ties and labels.

Heights and vertical places are pixels from the top; times are ISO days.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from timeline.view.labels import Label

if TYPE_CHECKING:
    from collections.abc import Collection

    from timeline.events.dates import ImpreciseDate
    from timeline.view.words import Words

Look = Literal["solid", "hollow", "claim"]
Style = Literal["running", "within", "overdue", "silent", "late", "bracket", "span", "fade", "claim", "claim_within"]
Tie = Literal["stop", "claim", "due", "due_quiet"]

TRACK: Final = 18  # one line of labels
ABOVE: Final = 12  # room over the topmost line
MARK_ROOM: Final = 22  # from the marks' line to the lane's end
UNDER: Final = 16  # from a clock's line to the text below it, where its accounts begin
READING_ROOM: Final = 22  # one more account of a clock
STACK: Final = 13  # how far below each other marks of about one day stand
STEPS: Final = 4  # how many of them
FADES: Final = 6  # steps in which a bar fades away on the side where nothing is known
ONE_DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class Lane:
    """A band of the figure: a matter (or the table's own lane), or the clock of one of its requests."""

    name: str
    clock: tuple[str, str] | None = None
    rows: list[int] = field(default_factory=list)
    tracks: int = 1
    readings: int = 0
    stack: int = 0
    top: float = 0
    group: int = 0

    @property
    def y(self) -> float:
        """The line that the lane's marks stand on."""
        return self.top + ABOVE + TRACK * self.tracks

    @property
    def height(self) -> float:
        """From the lane's top to the next one's."""
        below = MARK_ROOM + (UNDER - 8 + READING_ROOM * self.readings if self.readings else 0) + STACK * self.stack
        return ABOVE + TRACK * self.tracks + below


@dataclass(frozen=True, slots=True)
class Mark:
    """One event as a point."""

    id: str
    kind: str
    x: str
    y: float
    look: Look


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time; ``step`` counts the fading from 1 (palest)."""

    id: str
    style: Style
    start: str
    end: str
    y: float
    kind: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A tie from an event down to what it stops, from an account to what it contests; or a due date's tick."""

    id: str
    x: tuple[str, str]
    y: tuple[float, float]
    style: Tie


@dataclass(slots=True)
class Scene:
    """All that is drawn of a table."""

    lanes: list[Lane] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    window: tuple[str, str] = ("2000-01-01", "2001-01-01")
    extent: tuple[str, str] = ("2000-01-01", "2001-01-01")
    as_of: str = ""
    height: float = 0
    dated: bool = True  # whether any event has a date, and so the axis a meaning

    def only(self, kept: Collection[str]) -> Scene:
        """Return the scene with what a filter keeps; lanes and order stay."""
        shown: dict[str, Any] = {
            name: [shape for shape in getattr(self, name) if shape.id in kept]
            for name in ("marks", "bars", "lines", "labels")
        }
        return replace(self, **shown)


class Canvas:
    """What a lane is drawn on: puts shapes into a scene, and remembers which signs a legend must explain."""

    def __init__(self, scene: Scene, say: Words, width: int) -> None:
        self.scene = scene
        self.say = say
        self.width = width
        self.signs: set[str] = set()
        self.footnotes: dict[str, int] = {}
        self.year = False

    @property
    def days(self) -> int:
        """How many days the first view shows."""
        start, end = (date.fromisoformat(day) for day in self.scene.window)
        return max((end - start).days, 1)

    @property
    def fade_step(self) -> int:
        """How many days a step of a fading bar covers."""
        return max(self.days // 90, 1)

    def bar(self, event_id: str, style: Style, start: date, end: date, y: float, kind: str = "") -> None:  # noqa: PLR0917 - a bar's five
        """Draw a bar from a day to a day."""
        if end > start:
            self.signs.add(style)
            self.scene.bars.append(Bar(event_id, style, start.isoformat(), end.isoformat(), y, kind))

    def fade(self, event_id: str, kind: str, edge: date, y: float, *, forward: bool) -> None:
        """Draw a bar that gets paler away from the one bound that is known."""
        self.signs.add("fade")
        step = timedelta(days=self.fade_step)
        for n in range(FADES):
            first = plus(edge, step * n) if forward else minus(edge, step * (n + 1))
            last = plus(first, step)
            if last > first:  # the calendar ends on 9999-12-31
                bar = Bar(event_id, "fade", first.isoformat(), last.isoformat(), y, kind, FADES - n)
                self.scene.bars.append(bar)

    def bounds(self, event_id: str, when: ImpreciseDate, y: float, kind: str, style: Style = "bracket") -> None:
        """Draw what is not known of a day: a bracket for one day within, a fading bar on an open side."""
        if when.earliest and when.latest:
            if when.earliest != when.latest:
                self.bar(event_id, style, when.earliest, plus(when.latest), y, kind)
        elif edge := when.latest or when.earliest:
            self.fade(event_id, kind, edge, y, forward=when.latest is None)

    def label(self, lane: Lane, event_id: str, at: date | str, text: str, **more: Any) -> None:  # noqa: ANN401 - Label's own
        """Ask for a label near a point of a lane."""
        place = {"lane": self.scene.lanes.index(lane), "y": lane.y, "date": "", "tone": "ink", "weight": 25}
        self.scene.labels.append(Label(id=event_id, x=str(at), text=text, **{**place, **more}))

    def footnote(self, assumptions: str, citation: str) -> str:
        """Number the assumptions behind a date; the same ones share a number."""
        number = self.footnotes.setdefault(f"{assumptions}|{citation}", len(self.footnotes) + 1)
        return raised(number)


def raised(number: int) -> str:
    """Write a number as a footnote's.

    >>> raised(12)
    '¹²'
    """
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(number))


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
