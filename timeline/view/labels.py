"""Where labels go in the plain Plotly figure, so that none touches another, a mark, or the edge.

The browser measures its letters and places labels again after every change (``static/label.js``); here letters are
estimated, once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from timeline.view.shapes import Label

LINE: Final = 18  # height of a line of labels, with the room between two
LIFT: Final = 21  # from a mark's middle to the middle of the first line above it
BELOW: Final = 19  # from a bar's middle to the middle of the line below it
GAP: Final = 8  # least room between two labels side by side
MARK: Final = 9  # half a mark
YEARS: Final = 600  # days of a view from which on every date has its year
EDGE: Final = 2  # least room to the plot's edge
MOST: Final = 60  # labels of one lane that are tried at all, the weightiest: no plot has room for more

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]·¹²³ -–")
_WIDE: Final = frozenset("mwMWQOGCD—…%@")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label and where it would stand: the texts that this view shows, and places in pixels."""

    label: Label
    date: str
    text: str
    x: float
    y: float
    tracks: int = 1
    inside: float | None = None
    beside: float | None = None

    def shortened(self) -> Wanted:
        """Return it with its short text, for where the whole one finds no room."""
        return replace(self, text=self.label.short)


@dataclass(frozen=True, slots=True)
class Box:
    """A placed label: its left edge and the middle of its line, in pixels."""

    wanted: Wanted
    left: float
    middle: float
    width: float
    inside: bool = False

    @property
    def label(self) -> Label:
        """The label that was placed."""
        return self.wanted.label

    def touches(self, left: float, right: float, middle: float) -> bool:
        """Tell whether the box comes too near a stretch of a line."""
        near = abs(self.middle - middle) < LINE - 1
        return near and self.left < right + GAP and left < self.left + self.width + GAP


class Obstacles:
    """What labels must not cover: stretches (left, right, y), joined where they overlap on one height."""

    def __init__(self, stretches: Iterable[tuple[float, float, float]]) -> None:
        heights: dict[float, list[tuple[float, float]]] = defaultdict(list)
        for left, right, y in stretches:
            heights[y].append((left, right))
        self._ys = sorted(heights)
        self._starts: dict[float, list[float]] = {}
        self._ends: dict[float, list[float]] = {}
        for y, found in heights.items():
            starts: list[float] = []
            ends: list[float] = []
            for left, right in sorted(found):
                if ends and left <= ends[-1]:
                    ends[-1] = max(ends[-1], right)
                else:
                    starts.append(left)
                    ends.append(right)
            self._starts[y], self._ends[y] = starts, ends

    def covered(self, left: float, right: float, middle: float) -> bool:
        """Tell whether a label at this place would cover something."""
        near = self._ys[bisect_right(self._ys, middle - MARK - 7) : bisect_left(self._ys, middle + MARK + 7)]
        for y in near:
            at = bisect_right(self._ends[y], left - 2)
            if at < len(self._starts[y]) and self._starts[y][at] < right + 2:
                return True
        return False


def text_width(date: str, text: str, tone: str = "ink", size: float = 13) -> float:
    """Estimate a label's width in pixels, rather too wide than too narrow."""
    return size * _letters(f"{date} {text}".strip()) + size * 0.06 * (len(date) + len(text) * (tone == "alert"))


@lru_cache(maxsize=1 << 14)
def _letters(text: str) -> float:
    narrow = sum(ch in _NARROW for ch in text)
    wide = sum(ch in _WIDE for ch in text)
    full = 0 if text.isascii() else sum(east_asian_width(ch) in "WF" for ch in text)
    return 0.36 * narrow + 0.86 * wide + 1.06 * full + 0.6 * (len(text) - narrow - wide - full)


def place(wanted: Iterable[Wanted], width: float, obstacles: Obstacles | None = None) -> list[Box]:
    """Place as many labels as fit in a plot of a width, the weightiest first."""
    obstacles = obstacles or Obstacles(())
    placed: list[Box] = []
    lines: dict[int, list[Box]] = defaultdict(list)
    for one in _weightiest(wanted):
        box = _fitting(one, width, lines, obstacles)
        if box is None and one.label.short:
            box = _fitting(one.shortened(), width, lines, obstacles)
        if box:
            placed.append(box)
            lines[int(box.middle // LINE)].append(box)
    return placed


def _weightiest(wanted: Iterable[Wanted]) -> Iterator[Wanted]:
    tried: dict[int, int] = defaultdict(int)
    for one in sorted(wanted, key=lambda one: (-one.label.weight, one.label.day, one.label.id, one.text)):
        tried[one.label.lane] += 1
        if tried[one.label.lane] <= MOST:
            yield one


def _fitting(one: Wanted, width: float, lines: dict[int, list[Box]], obstacles: Obstacles) -> Box | None:
    size = text_width(one.date, one.text, one.label.tone)
    for left, middle in _candidates(one, size, width):
        right = left + size
        at = int(middle // LINE)
        if left < EDGE or right > width - EDGE:
            continue
        if any(box.touches(left, right, middle) for line in (at - 1, at, at + 1) for box in lines.get(line, ())):
            continue
        inside = one.inside is not None and middle == one.y and one.x <= left and right <= one.inside
        if inside or not obstacles.covered(left, right, middle):
            return Box(one, left, middle, size, inside)
    return None


def _candidates(one: Wanted, size: float, width: float) -> Iterator[tuple[float, float]]:

    def clamp(left: float) -> float:
        return max(3, min(left, width - size - 3))

    x, y = one.x, one.y
    if one.inside is not None:
        end = min(one.inside, width)
        start = max(x, 0)
        if end <= 0 or start >= width:
            return  # what is out of sight has no label
        if end - start > size + 2 * GAP:
            yield (start + end - size) / 2, y
        yield end + MARK + 5, y
        yield start - size - MARK - 5, y
        yield clamp((start + end - size) / 2), y + BELOW
        return
    if one.beside is not None:
        if one.beside <= 0 or x >= width:
            return
        yield x - size - GAP, y
        yield one.beside + GAP, y
        yield clamp(x), y + BELOW
        return
    if x < -MARK or x > width + MARK:
        return
    for track in range(one.tracks):
        middle = y - LIFT - LINE * track
        yield x - 4, middle
        yield x - size + 4, middle
        yield clamp(x - size / 2), middle
    yield x + MARK + 5, y
    yield x - size - MARK - 5, y


def tracks_needed(wanted: Sequence[Wanted], width: float, *, at_most: int, obstacles: Obstacles | None = None) -> int:
    """Return how many lines of labels a lane should have: as few as place what more lines would."""
    best, count = 1, -1
    for tracks in range(1, at_most + 1):
        boxes = place((replace(one, tracks=tracks) for one in wanted), width, obstacles)
        weighty = sum(box.label.weight for box in boxes)
        if weighty > count:
            best, count = tracks, weighty
        if len(boxes) == len(wanted):
            break
    return best
