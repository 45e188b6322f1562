"""Where things stand in the plain Plotly figure: lanes from top to bottom, and in each its marks, bars and labels.

The browser lays the same scene out for itself, for the width and the window it has (``static/layout.js``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from timeline.view.labels import MARK, YEARS, Box, Obstacles, Wanted, place, tracks_needed
from timeline.view.shapes import Lane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from timeline.view.shapes import Bar, Label, Mark, Scene

TRACK: Final = 18  # one line of labels
ABOVE: Final = 12  # room over the topmost line
MARK_ROOM: Final = 22  # from the marks' line to the lane's end
UNDER: Final = 16  # from a clock's line to the text below it, where its accounts begin
READING_ROOM: Final = 22  # one more account of a clock
STACK: Final = 13  # how far below each other marks of about one day stand
STEPS: Final = 4  # how many of them
NEAR: Final = 14  # pixels within which two marks would hide each other
APART: Final = 26  # pixels that a counted mark needs
LANES: Final = 100  # lanes that are drawn, the last of which takes what is left
MARKS: Final = 600  # marks that are drawn


@dataclass(slots=True)
class Band:
    """A lane with its place."""

    lane: Lane
    top: float = 0
    tracks: int = 1
    stack: int = 0

    @property
    def y(self) -> float:
        """The line that the lane's marks stand on."""
        return self.top + ABOVE + TRACK * self.tracks

    @property
    def height(self) -> float:
        """From the lane's top to the next one's."""
        accounts = self.lane.accounts
        below = MARK_ROOM + (UNDER - 8 + READING_ROOM * accounts if accounts else 0) + STACK * self.stack
        return ABOVE + TRACK * self.tracks + below

    def level(self, level: int) -> float:
        """Return the line of an account, under the marks that stand below each other; 0 and less is the lane's own."""
        return self.y + (UNDER + READING_ROOM * level + STACK * self.stack if level > 0 else 0)


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark, or a counted one for several that would fall on about the same pixels, ``step`` steps down."""

    marks: tuple[Mark, ...]
    day: int
    step: int = 0

    @property
    def mark(self) -> Mark:
        """The mark, or the first of several."""
        return self.marks[0]


@dataclass(slots=True)
class Layout:
    """A scene with a place for everything, for a plot of so many pixels."""

    scene: Scene
    width: float
    bands: list[Band] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)  # of each lane among the bands
    steps: dict[tuple[str, int], int] = field(default_factory=dict)  # of each mark, by its event and its lane

    @property
    def height(self) -> float:
        """How high all lanes are together."""
        return self.bands[-1].top + self.bands[-1].height if self.bands else 0

    def pixel(self, day: int) -> float:
        """Return how far right a day is."""
        start, end = self.scene.window
        return (day - start) * self.width / max(end - start, 1)

    def band(self, lane: int) -> Band:
        """Return the band of a lane."""
        return self.bands[self.places[lane]]

    def y_of_mark(self, mark: Mark) -> float:
        """Return the middle of a mark."""
        return self.band(mark.lane).y + STACK * self.steps[mark.id, mark.lane]

    def y_of_bar(self, bar: Bar) -> float:
        """Return the middle of a bar: on a level of its lane, or with the mark that it belongs to."""
        band = self.band(bar.lane)
        return band.level(bar.level) if bar.level >= 0 else band.y + STACK * self.steps.get((bar.id, bar.lane), 0)


def arrange(scene: Scene, width: float, *, all_lanes: bool = True, further: Callable[[int], str] = str) -> Layout:
    """Give every shape of a scene its place in a plot of a width.

    Lanes with nothing in them are left out unless ``all_lanes``; past a hundred, the last one, which ``further``
    names, takes the marks of the others.
    """
    scene = _folded(scene if all_lanes else _filled(scene), further)
    out = Layout(scene, width, [Band(lane) for lane in scene.lanes])
    out.places = {lane.index: place for place, lane in enumerate(scene.lanes)}
    out.dots = _dots(out)
    counted = {(mark.id, mark.lane) for dot in out.dots if len(dot.marks) > 1 for mark in dot.marks}
    # What is said of one day has no place beside a mark for many.
    scene.bars = [bar for bar in scene.bars if bar.level >= 0 or (bar.id, bar.lane) not in counted]
    out.steps = {(mark.id, mark.lane): dot.step for dot in out.dots for mark in dot.marks}
    for dot in out.dots:
        band = out.band(dot.mark.lane)
        band.stack = max(band.stack, dot.step)
    shapes, labels = _by_lane(out)
    for band in out.bands:
        # Each lane by itself; only when all have as many lines as they need do they stand below each other.
        stretches = Obstacles(_stretches(out, shapes[band.lane.index]))
        wanted = _wanted(out, band, labels[band.lane.index])
        band.tracks = tracks_needed(wanted, width, at_most=2 if band.lane.clock else 3, obstacles=stretches)
    top = 0.0
    for band in out.bands:
        band.top = top
        top += band.height
    stretches = Obstacles(one for of in shapes.values() for one in _stretches(out, of))
    out.boxes = place((w for b in out.bands for w in _wanted(out, b, labels[b.lane.index])), width, stretches)
    return out


def _filled(scene: Scene) -> Scene:
    """Return a scene without the lanes on which nothing is drawn."""
    held = {shape.lane for shapes in (scene.marks, scene.bars, scene.dues, scene.labels) for shape in shapes}
    lanes, told = [], set[int]()
    for lane in scene.lanes:
        if lane.index in held:
            # Where a matter's own lane holds nothing, its first clock says whose it is.
            matter = scene.lanes[lane.into].name if lane.clock and lane.into != lane.index else ""
            named = matter and lane.group not in told
            lanes.append(replace(lane, name=f"{matter}: {lane.name}") if named else lane)
            told.add(lane.group)
    return replace(scene, lanes=lanes)


def _folded(scene: Scene, further: Callable[[int], str]) -> Scene:
    """Return a scene with at most so many lanes: the last takes the marks of those that find no room."""
    if len(scene.lanes) <= LANES:
        return replace(scene)
    shown, folded = scene.lanes[: LANES - 1], scene.lanes[LANES - 1 :]
    last = Lane(further(len(folded)), group=folded[0].group, index=folded[0].index, into=folded[0].index)
    gone = {lane.index for lane in folded}

    def moved(shapes: Sequence[Any]) -> list[Any]:
        return [replace(one, lane=last.index) if one.lane in gone else one for one in shapes]

    marks = list({(mark.id, mark.lane): mark for mark in moved(scene.marks)}.values())
    left: dict[str, Any] = {name: [one for one in getattr(scene, name) if one.lane not in gone]
            for name in ("bars", "dues", "ties", "labels")}  # fmt: skip
    return replace(scene, lanes=[*shown, last], marks=marks, names=moved(scene.names), **left)


def _dots(out: Layout) -> list[Dot]:
    """Return the marks, counted where they would stand on each other or be too many."""
    weights = {name.id: name.weight for name in out.scene.names}
    lanes: dict[int, list[Mark]] = defaultdict(list)
    for mark in out.scene.marks:
        lanes[mark.lane].append(mark)
    for marks in lanes.values():
        marks.sort(key=lambda mark: mark.day)
    groups = {lane: [[mark] for mark in marks] for lane, marks in lanes.items()}
    for lane, marks in lanes.items():
        if any(len(group) > STEPS for group in _groups(out, marks, NEAR)):
            groups[lane] = _groups(out, marks, APART)
    near = APART
    while (drawn := sum(map(len, groups.values()))) > MARKS and drawn > len(lanes):
        groups = {lane: _groups(out, marks, near) for lane, marks in lanes.items()}
        near *= 2
    standing: dict[int, list[list[float]]] = defaultdict(lambda: [[]])
    dots = []
    every = (group for of in groups.values() for group in of)
    for group in sorted(every, key=lambda group: -max(weights.get(mark.id, 60) for mark in group)):
        first = max(group, key=lambda mark: weights.get(mark.id, 60))
        told, day = (first, *(mark for mark in group if mark is not first)), group[0].day
        dots.append(Dot(told, day, _step(out.pixel(day), standing[first.lane])))
    return dots


def _groups(out: Layout, marks: Sequence[Mark], near: float) -> list[list[Mark]]:
    """Put the marks of a lane, which are in order of time, together with those within a few pixels of the first."""
    groups: list[list[Mark]] = []
    for mark in marks:
        if groups and out.pixel(mark.day) - out.pixel(groups[-1][0].day) < near:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _step(x: float, standing: list[list[float]]) -> int:
    """Return how many steps down a mark stands, so that it hides none of about the same day."""
    for below, places in enumerate(standing):
        if all(abs(x - other) >= NEAR for other in places):
            places.append(x)
            return below
    if len(standing) < STEPS:
        standing.append([x])
    return len(standing) - 1


def _by_lane(out: Layout) -> tuple[dict[int, list[Bar | Dot]], dict[int, list[Label]]]:
    shapes: dict[int, list[Bar | Dot]] = defaultdict(list)
    labels: dict[int, list[Label]] = defaultdict(list)
    for dot in out.dots:
        shapes[dot.mark.lane].append(dot)
    for bar in out.scene.bars:
        shapes[bar.lane].append(bar)
    single = {(dot.mark.id, dot.mark.lane) for dot in out.dots if len(dot.marks) == 1}
    names = (name for name in out.scene.names if (name.id, name.lane) in single)
    for label in (*out.scene.labels, *names):
        labels[label.lane].append(label)
    return shapes, labels


def _stretches(out: Layout, shapes: Sequence[Bar | Dot]) -> Iterator[tuple[float, float, float]]:
    """Yield what labels must not cover."""
    for shape in shapes:
        if isinstance(shape, Dot):
            x, half = out.pixel(shape.day), MARK if len(shape.marks) == 1 else APART / 2
            yield x - half, x + half, out.y_of_mark(shape.mark)
        else:
            yield out.pixel(shape.start), out.pixel(shape.end), out.y_of_bar(shape)


def _wanted(out: Layout, band: Band, labels: Sequence[Label]) -> list[Wanted]:
    start, end = out.scene.window
    year = end - start > YEARS
    return [
        Wanted(
            one, (year and one.date_year) or one.date, (year and one.text_year) or one.text, out.pixel(one.day),
            band.level(one.level), band.tracks,
            None if one.inside is None else out.pixel(one.inside),
            None if one.beside is None else out.pixel(one.beside),
        )
        for one in labels
    ]  # fmt: skip
