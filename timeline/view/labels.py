"""Where labels go, so that none touches another, a mark, or the edge.

The browser measures its letters and places labels again after every change (``static/view.js``, same rules); this
is for the plain Plotly figure, and for how many lines of labels a lane needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

LINE: Final = 18  # height of a line of labels, with the room between two
LIFT: Final = 21  # from a mark's middle to the middle of the first line above it
BELOW: Final = 19  # from a bar's middle to the middle of the line below it
GAP: Final = 8  # least room between two labels side by side
MARK: Final = 9  # half a mark
YEARS: Final = 600  # days of a view from which on every date has its year
EDGE: Final = 2  # least room to the plot's edge

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]·¹²³ -–")
_WIDE: Final = frozenset("mwMWQOGCD—…%@")


@dataclass(frozen=True, slots=True)
class Label:
    """A text that wants to be near a point: the date as known, and the title.

    ``inside`` is the end of a bar it would best stand in; ``beside`` the end of a bar whose ends it may stand at.
    """

    id: str
    lane: int
    x: str
    y: float
    date: str
    text: str
    tone: str
    weight: int
    inside: str = ""
    beside: str = ""
    short: str = ""
    long: tuple[str, str] = ("", "")  # date and text with the year, where those differ

    def with_year(self, other: Label) -> Label:
        """Return the label with another one's date and text for a view of years."""
        long = (other.date, other.text)
        return self if long == (self.date, self.text) else replace(self, long=long)

    def in_view(self, days: int) -> Label:
        """Return the label as a view of so many days shows it."""
        return replace(self, date=self.long[0], text=self.long[1]) if days > YEARS and any(self.long) else self

    def shortened(self) -> Label:
        """Return the label with its short text, for where the whole one finds no room."""
        return replace(self, text=self.short, short="")


@dataclass(frozen=True, slots=True)
class Box:
    """A placed label: its left edge and the middle of its line, in pixels."""

    label: Label
    left: float
    middle: float
    width: float
    inside: bool = False

    def touches(self, left: float, right: float, middle: float) -> bool:
        """Tell whether the box comes too near a stretch of a line."""
        near = abs(self.middle - middle) < LINE - 1
        return near and self.left < right + GAP and left < self.left + self.width + GAP


def text_width(label: Label, size: float = 13) -> float:
    """Estimate a label's width in pixels, rather too wide than too narrow."""
    text = f"{label.date} {label.text}".strip()
    narrow = sum(ch in _NARROW for ch in text)
    wide = sum(ch in _WIDE for ch in text)
    bold = 0.06 * len(label.date) + (0.06 * len(label.text) if label.tone == "alert" else 0)
    return size * (0.36 * narrow + 0.86 * wide + 0.6 * (len(text) - narrow - wide) + bold)


def place(
    labels: Iterable[Label],
    tracks: Sequence[int],
    pixel: Callable[[str], float],
    width: float,
    *,
    marks: Iterable[tuple[float, float]] = (),
    bars: Iterable[tuple[float, float, float]] = (),
) -> list[Box]:
    """Place as many labels as fit in a plot of a width, the weightiest first.

    ``tracks`` are the lines above each lane, ``pixel`` finds a day's place. ``marks`` (x, y) and ``bars`` (left,
    right, y) are what labels must not cover, in pixels.
    """
    standing = [(x - MARK, x + MARK, y) for x, y in marks] + list(bars)
    placed: list[Box] = []
    for label in sorted(labels, key=lambda label: (-label.weight, label.x, label.id)):
        box = _fitting(label, tracks, pixel, width, placed, standing)
        if box is None and label.short:
            box = _fitting(label.shortened(), tracks, pixel, width, placed, standing)
        if box:
            placed.append(box)
    return placed


def _fitting(  # noqa: PLR0917 - what `place` has worked out
    label: Label,
    tracks: Sequence[int],
    pixel: Callable[[str], float],
    width: float,
    placed: Sequence[Box],
    standing: Sequence[tuple[float, float, float]],
) -> Box | None:
    size = text_width(label)
    for left, middle in _candidates(label, size, pixel, tracks[label.lane], width):
        right = left + size
        on_bar = bool(label.inside) and middle == label.y
        inside = on_bar and pixel(label.x) <= left and right <= pixel(label.inside)
        if left < EDGE or right > width - EDGE or any(box.touches(left, right, middle) for box in placed):
            continue
        covered = (abs(y - middle) < MARK + 7 and left - 2 < b and a < right + 2 for a, b, y in standing)
        if inside or not any(covered):
            return Box(label, left, middle, size, inside)
    return None


def _candidates(
    label: Label, size: float, pixel: Callable[[str], float], tracks: int, width: float
) -> Iterator[tuple[float, float]]:

    def clamp(left: float) -> float:
        return max(3, min(left, width - size - 3))

    x = pixel(label.x)
    if label.inside:
        end = min(pixel(label.inside), width)
        start = max(x, 0)
        if end <= 0 or start >= width:
            return  # what is out of sight has no label
        if end - start > size + 2 * GAP:
            yield (start + end - size) / 2, label.y
        yield end + MARK + 5, label.y
        yield start - size - MARK - 5, label.y
        yield clamp((start + end - size) / 2), label.y + BELOW
        return
    if label.beside:
        end = pixel(label.beside)
        if end <= 0 or x >= width:
            return
        yield x - size - GAP, label.y
        yield end + GAP, label.y
        yield clamp(x), label.y + BELOW
        return
    if x < -MARK or x > width + MARK:
        return
    for track in range(tracks):
        middle = label.y - LIFT - LINE * track
        yield x - 4, middle
        yield x - size + 4, middle
        yield clamp(x - size / 2), middle
    yield x + MARK + 5, label.y
    yield x - size - MARK - 5, label.y


def tracks_needed(
    labels: Sequence[Label],
    pixel: Callable[[str], float],
    width: float,
    *,
    at_most: int,
    marks: Sequence[tuple[float, float]] = (),
    bars: Sequence[tuple[float, float, float]] = (),
) -> int:
    """Return how many lines of labels a lane should have: as few as place what more lines would."""
    best, count = 1, -1
    lanes = max((label.lane for label in labels), default=0) + 1
    for tracks in range(1, at_most + 1):
        boxes = place(labels, [tracks] * lanes, pixel, width, marks=marks, bars=bars)
        weighty = sum(box.label.weight for box in boxes)
        if weighty > count:
            best, count = tracks, weighty
    return best
