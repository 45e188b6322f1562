"""The controls beside the drawing: what a filter may say, as boxes to tick, days to pick and a text to type.

They are a face of one filter: ``read`` gives what they say, ``follow`` makes them say another. Every choice tells how
many events it would show, given all the other conditions.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as widgets

from timeline.errors import TimelineError
from timeline.events.dates import parse_edtf
from timeline.view.filters import FACETS, Filter
from timeline.view.shapes import number
from timeline.view.theme import theme as looks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from timeline.view.words import Words

    Change = dict[str, Any]
    Labels = Mapping[str, Mapping[str, str]]
    Counts = Mapping[str, Mapping[str, int]]

MOST_BOXES: Final = 40
"""Beyond this many values a list is easier to use than boxes to tick."""

BINS: Final = 72
"""Steps of the density picture."""

_EPOCH: Final = date(1970, 1, 1).toordinal()


class Controls:
    """All conditions of a filter. ``changed`` is called after a person has used one."""

    def __init__(self, say: Words, changed: Callable[[], object]) -> None:
        self._say, self._changed, self._following = say, changed, False
        self.text = widgets.Text(description=say("explorer.search"), layout={"flex": "1 1 240px"})
        self.text.add_class("tl-search")
        self.overdue = widgets.Checkbox(
            description=say("page.overdue_only"), indent=False, layout={"width": "auto"}
        )  # fmt: skip
        self.choices = {name: Choices(name, say, self._read) for name in FACETS}
        self.time = TimeChoice(say, self._read)
        self.more = widgets.ToggleButton(description=say("explorer.more_filters"), layout={"width": "auto"})
        for control in (self.text, self.overdue):
            control.observe(self._read, "value")
        self.kinds = self.choices["kinds"].row
        self.facets = widgets.HBox(layout={"display": "none", "flex_flow": "row wrap"})
        self.facets.add_class("tl-facets")
        self.more.observe(self._fold, "value")

    def offer(self, labels: Labels, total: int, extent: Sequence[int]) -> None:
        """Make the controls those of a table: its values with their labels, its size, its first and last day."""
        with self._quietly():
            self.text.placeholder = self._say("page.search", total)
            for name, choices in self.choices.items():
                choices.offer(labels[name])
            self.time.offer(extent)
            columns = [self.choices[name].column for name in FACETS if name != "kinds" and labels[name]]
            self.facets.children = [*columns, self.time.column]
            self.overdue.layout.display = None if "overdue" in labels["status"] else "none"

    def read(self) -> Filter:
        """Return what the controls say. Raises a TimelineError for a window that ends before it begins."""
        chosen = {name: choices.get() for name, choices in self.choices.items()}
        return Filter(**chosen, text=self.text.value, overdue=self.overdue.value, window=self.time.get())

    def follow(self, filter: Filter) -> None:  # noqa: A002 - the field's own word
        """Make the controls say what a filter says, without being asked back."""
        with self._quietly():
            for name, choices in self.choices.items():
                choices.set(getattr(filter, name))
            self.text.value, self.overdue.value = filter.text, filter.overdue
            self.time.set(filter.window)

    def count(self, counts: Counts, days: Sequence[float], window: str | None) -> None:
        """Write beside every choice how many events it holds; ``days`` are those of what is kept at any time."""
        with self._quietly():
            for name, choices in self.choices.items():
                choices.count(counts[name])
            self.time.draw(days, window)

    def _read(self, _change: Change | None = None) -> None:
        if not self._following:
            self._changed()

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        before, self._following = self._following, True
        try:
            yield
        finally:
            self._following = before

    def _fold(self, change: Change) -> None:
        self.facets.layout.display = None if change["new"] else "none"


class Choices:
    """The values of one of the filter's FACETS, with a box to tick each, or a list where there are too many.

    Kinds are all ticked, and unticking one hides it. In the others nothing is ticked, which means all; ticking one
    narrows.
    """

    def __init__(self, name: str, say: Words, changed: Callable[..., object]) -> None:
        self._name, self._say, self._changed, self._quiet = name, say, changed, False
        self._labels: dict[str, str] = {}
        self._boxes: dict[str, Any] = {}
        self._list: Any = None
        self._heading = heading("")
        self._scrolled = widgets.VBox(layout={"max_height": "168px", "overflow": "hidden auto"})
        self.column = widgets.VBox([self._heading, self._scrolled])
        self._every = button(say("explorer.all"), lambda: self._tick(self._labels))
        self._none = button(say("explorer.no_choice"), lambda: self._tick(()))
        self.row = wrap([])

    @property
    def all_ticked(self) -> bool:
        """Whether everything ticked means all."""
        return self._name == "kinds" and self._list is None

    def offer(self, labels: Mapping[str, str]) -> None:
        """Make boxes, or a list, for these values."""
        if dict(labels) == self._labels:
            return
        self._labels = dict(labels)
        few = len(labels) <= MOST_BOXES
        auto = widgets.Layout(width="auto")
        for control in (*self._boxes.values(), *([self._list] if self._list is not None else [])):
            control.close()
        self._boxes = {
            value: widgets.Checkbox(self._name == "kinds", description=label, indent=False, layout=auto)
            for value, label in (self._labels.items() if few else ())
        }
        self._list = None if few else widgets.SelectMultiple(options=self._options({}), rows=8)
        controls = list(self._boxes.values()) if few else [self._list]
        for control in controls:
            control.observe(self._tell, "value")
        for kind, box in self._boxes.items() if self._name == "kinds" else ():
            box.add_class("tl-kind")
            box.add_class(f"tl-kind-{kind if kind in looks().kinds else 'other'}")
        word = self._say(f"page.{FACETS[self._name]}")
        self._heading.value = headed(self._say("explorer.tick" if few else "explorer.several", label=word))
        self._scrolled.children = controls
        self.row.children = [*controls, self._every, self._none] if self.all_ticked else [self.column]

    def get(self) -> tuple[str, ...] | None:
        """Return what is chosen as the filter has it: None for all."""
        chosen = tuple(value for value, box in self._boxes.items() if box.value)
        if self._list is not None:
            chosen = tuple(self._list.value)
        everything = len(chosen) == len(self._labels) if self.all_ticked else not chosen
        return None if everything else chosen

    def set(self, chosen: Iterable[str] | None) -> None:
        """Tick what the filter keeps."""
        wanted = set(self._labels if self.all_ticked else ()) if chosen is None else set(chosen)
        for value, box in self._boxes.items():
            box.value = value in wanted
        if self._list is not None:
            self._list.value = tuple(value for value in self._labels if value in wanted)

    def count(self, counts: Mapping[str, int]) -> None:
        """Write how many events each value holds."""
        if self._list is None:
            for box, (named, _) in zip(self._boxes.values(), self._options(counts), strict=True):
                box.description = named
        elif (options := self._options(counts)) != list(self._list.options):
            chosen = self._list.value
            with self._list.hold_sync():
                self._list.options, self._list.value = options, chosen

    def _options(self, counts: Mapping[str, int]) -> list[tuple[str, str]]:
        say = self._say
        return [
            (say("explorer.choices", counts.get(value, 0), label=label or say("explorer.unnamed")), value)
            for value, label in self._labels.items()
        ]

    def _tick(self, chosen: Iterable[str]) -> None:
        self._quiet = True  # one change of the filter, not one for every box
        try:
            self.set(chosen)
        finally:
            self._quiet = False
        self._changed(None)

    def _tell(self, change: Change) -> None:
        if not self._quiet:
            self._changed(change)


_SLIDER: Final = {"width": "372px", "max_width": "97%", "margin": "0"}


class TimeChoice:
    """The window that events must touch: two days to pick, and a slider under a picture of how dense the events are."""

    def __init__(self, say: Words, changed: Callable[..., object]) -> None:
        self._say, self._changed, self._following = say, changed, False
        self._window: str | None = None
        day = {"layout": {"width": "184px"}, "style": {"description_width": "44px"}}
        self.start = widgets.DatePicker(description=say("explorer.from"), **day)
        self.end = widgets.DatePicker(description=say("explorer.to"), **day)
        self._picture = widgets.HTML(layout=_SLIDER)
        named = heading(say("explorer.tick_time", label=say("page.time")))
        days = widgets.HBox([self.start, self.end], layout={"flex_flow": "row wrap"})
        self.slider = self._slider(0, 1)
        self._parts = [named, self._picture, days]
        self.column = widgets.VBox(layout={"width": "384px", "max_width": "100%"})
        self.start.observe(self._picked, "value")
        self.end.observe(self._picked, "value")

    def offer(self, extent: Sequence[int]) -> None:
        """Let the slider reach from a first to a last day, as days since 1970."""
        if self.column.children and list(extent) == [self.slider.min, self.slider.max]:
            return
        # Another slider, not the same one moved: a browser that gets its ends one by one sends back what it made of the
        # days between, as if a person had chosen them.
        self.slider.close()
        self.slider = self._slider(*extent)
        named, picture, days = self._parts
        self.column.children = [named, picture, self.slider, days]

    def _slider(self, first: int, last: int) -> Any:  # noqa: ANN401 - ipywidgets has no types
        made = widgets.IntRangeSlider(value=(first, last), min=first, max=last, readout=False, layout=_SLIDER)
        made.add_class("tl-time-slider")
        made.observe(self._slid, "value")
        return made

    def get(self) -> str | None:
        """Return the window as the filter has it."""
        picked = self.start.value, self.end.value
        if picked == _bounds(self._window):
            return self._window
        if all(picked) and picked[0] > picked[1]:
            raise TimelineError(self._say("explorer.reversed"))
        start, end = (day.isoformat() if day else ".." for day in picked)
        return f"{start}/{end}" if any(picked) else None

    def set(self, window: str | None) -> None:
        """Show a window."""
        self._window = window
        start, end = _bounds(window)
        low, high = self.slider.min, self.slider.max
        self._following = True
        try:
            self.start.value, self.end.value = start, end
            first = min(max(number(start), low), high) if start else low
            last = min(max(number(end), low), high) if end else high
            self.slider.value = (min(first, last), max(first, last))
        finally:
            self._following = False

    def draw(self, days: Sequence[float], window: str | None) -> None:
        """Draw how many events there are over the time, those within the window dark."""
        import numpy as np  # noqa: PLC0415 - as in the law's arrays

        low, high = self.slider.min, max(self.slider.max, self.slider.min + 1)
        counts, edges = np.histogram(np.asarray(days, dtype=float), bins=BINS, range=(low, high))
        most, (start, end) = max(int(counts.max()), 3), _bounds(window)
        first, last = number(start) if start else low, number(end) if end else high
        bars = "".join(
            f'<rect x="{place}" y="{30 - max(2.0, 28 * count / most):.1f}" width="0.9" '
            f'height="{max(2.0, 28 * count / most):.1f}"{"" if edge + step >= first and edge <= last else _PALE}/>'
            for place, (count, edge) in enumerate(zip(counts.tolist(), edges.tolist(), strict=False))
            if count
            for step in [(high - low) / BINS]
        )
        label = escape(self._say("explorer.density"))
        self._picture.value = (
            f'<svg class="tl-density" viewBox="0 0 {BINS} 30" preserveAspectRatio="none" role="img" '
            f'aria-label="{label}">{bars}</svg>'
        )

    def _picked(self, change: Change) -> None:
        if not self._following:
            self._changed(change)

    def _slid(self, change: Change) -> None:
        if self._following:
            return
        first, last = self.slider.value
        self._following = True
        try:  # at its ends the slider leaves the time open
            self.start.value = _day(first) if first > self.slider.min else None
            self.end.value = _day(last) if last < self.slider.max else None
        finally:
            self._following = False
        self._changed(change)


_PALE: Final = ' class="tl-density-rest"'


def button(label: str, act: Callable[[], object]) -> Any:  # noqa: ANN401 - ipywidgets has no types
    """Make a button as wide as its label."""
    made = widgets.Button(description=label, layout={"width": "auto"})
    made.on_click(lambda _button: act())
    return made


def heading(text: str) -> Any:  # noqa: ANN401 - ipywidgets has no types
    """Make the heading of a group of controls."""
    return widgets.HTML(headed(text))


def headed(text: str) -> str:
    """Return a heading's HTML."""
    return f'<p class="tl-heading">{escape(text)}</p>'


def wrap(children: list[Any]) -> Any:  # noqa: ANN401 - ipywidgets has no types
    """Put controls in a row that breaks where it is too long."""
    row = widgets.HBox(children, layout={"flex_flow": "row wrap", "align_items": "center"})
    row.add_class("tl-row")
    return row


def _bounds(window: str | None) -> tuple[date | None, date | None]:
    if window is None:
        return None, None
    when = parse_edtf(window)
    return when.earliest, when.end_latest if when.is_span else when.latest


def _day(day: int) -> date:
    return date.fromordinal(day + _EPOCH)
