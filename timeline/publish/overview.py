"""The whole timeline as shapes on slides or sheets: lanes, clocks, marks, labels where the plain figure has them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from timeline.publish.slides import WIDTH, Box, Ink
from timeline.view.filters import filter_events
from timeline.view.labels import LIFT, MARK
from timeline.view.layout import Layout, arrange
from timeline.view.looks import HEIGHTS, bar_look, color_of, line_looks, mark_look
from timeline.view.rows import rows_of
from timeline.view.scene import scene
from timeline.view.shapes import iso
from timeline.view.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from timeline.publish.record import Entry, Record
    from timeline.publish.slides import Line
    from timeline.view.filters import Filter
    from timeline.view.labels import Box as Placed
    from timeline.view.layout import Band, Dot
    from timeline.view.shapes import Scene


class Frame(NamedTuple):
    """Where the lanes stand on a slide or a sheet, in inches; ``inch`` is the length of one of the figure's pixels.

    The figure's letters are of 12.5 pixels.
    """

    width: float
    left: float
    top: float
    bottom: float
    inch: float
    margin: float = 0.45

    @property
    def letters(self) -> float:
        """Points of a label's letters."""
        return round(12.5 * self.inch * 72, 1)

    @property
    def line(self) -> float:
        """Inches of a line of those letters, with the room around it."""
        return self.letters / 72 * 1.5


SLIDE: Final = Frame(WIDTH, 2.55, 1.3, 6.1, 0.0115)
FACTORS: Final = (1.7, 1.45, 1.2, 1)
"""How much larger a few lanes are drawn, where they then still fit."""

NAMES: Final = {"overdue": "past due", "late": "past due, answered"}
"""What a bar of a style is called where its own name would argue."""

MOST: Final = 12
"""Slides of lanes, at the most; what is left is said in words."""


class Canvas(Protocol):
    """What the lanes are drawn on: a deck, or the sheets of an exhibit."""

    def add(self, title: str, notes: Sequence[str]) -> None:
        """Begin a slide or a sheet."""

    def text(
        self,
        name: str,
        box: Box,
        lines: Sequence[Line],
        *,
        align: str = "l",
        anchor: str = "t",
        wrap: bool = True,
        said: str = "",
        paper: str = "",
    ) -> None:
        """Add a text."""

    def bar(
        self, name: str, box: Box, fill: str, *, line: str = "", pattern: str = "", ink: str = "", said: str = ""
    ) -> None:
        """Add a rectangle."""

    def mark(self, name: str, box: Box, path: str, *, fill: str, line: str, said: str) -> None:
        """Add the shape of a kind."""

    def line(
        self, name: str, ends: tuple[float, float, float, float], color: str, width: float, dash: str = ""
    ) -> None:
        """Add a straight line."""


def draw_overview(  # noqa: PLR0917 - what it is drawn on, of what, and where
    canvas: Canvas,
    released: pd.DataFrame,
    record: Record,
    kept: Filter | None,
    notes: Sequence[str],
    frame: Frame = SLIDE,
) -> None:
    """Add slides or sheets that show all lanes, as many on each as can be read."""
    say = record.say
    rows = rows_of(released)
    drawn = scene(released, rows=rows, say=say)
    drawn.window = drawn.extent
    names = set(filter_events(released, kept)["id"])
    whole = len(names) == len(rows)
    frame, out, pages = _fitted(drawn if whole else drawn.only(names), frame, record)
    entries = {entry.id: entry for entry in record.entries}
    for place, bands in enumerate(pages, 1):
        title = say("document.overview")
        if len(pages) > 1:
            title = say("document.continued", title=title, place=place, of=len(pages))
        canvas.add(title, notes)
        _Lanes(canvas, out, bands, entries, record, frame).draw()
    if pages:
        _Signs(canvas, out, record, frame).draw(notes)


UNDATED: Final = 12
"""Undated events that the last of them names, at the most."""


class _Signs:
    """Draws the last slide: which mark stands for what, what the bars mean, and what has no date."""

    def __init__(self, canvas: Canvas, out: Layout, record: Record, frame: Frame) -> None:
        self.canvas, self.out, self.record, self.frame = canvas, out, record, frame
        self.look = "print" if record.profile else "light"
        self.ink, self.top = Ink(12, theme(self.look).colors["ink"]), frame.top

    def draw(self, notes: Sequence[str]) -> None:
        scene, say = self.out.scene, self.record.say
        self.canvas.add(say("document.signs"), notes)
        self._kinds([kind for kind in theme().kinds if any(mark.kind == kind for mark in scene.marks)])
        signs = scene.signs() | ({"cluster"} if any(len(dot.marks) > 1 for dot in self.out.dots) else set())
        for text in (text for sign, text in scene.legend.items() if sign in signs):
            self._line("sign", [(text, self.ink)])
        undated = [entry for entry in self.record.entries if not entry.row["date"] and not entry.computed]
        if undated:
            self.top += 0.15
            self._line("undated", [(say("page.undated"), Ink(13, self.ink.color, bold=True))])
        for entry in undated[:UNDATED]:
            self._line(entry.id, [(entry.title, self.ink), (f"  {entry.status}", Ink(11, "#5c6478"))], said=entry.said)

    def _line(self, name: str, runs: list[tuple[str, Ink]], said: str = "") -> None:
        self.canvas.text(name, Box(0.6, self.top, self.frame.width - 1.2, 0.26), [runs], said=said)
        self.top += 0.26

    def _kinds(self, kinds: Sequence[str]) -> None:
        columns = 4
        wide, size = (self.frame.width - 1.2) / columns, 0.15
        for place, kind in enumerate(kinds):
            row, column = divmod(place, columns)
            left, top = 0.65 + wide * column, self.top + 0.28 * row
            color = mark_look(kind, "solid", self.look)["color"]
            mark = Box(left, top + 0.06, size, size)
            self.canvas.mark(f"sign {kind}", mark, theme().path(kind), fill=color, line="", said="")
            label = [(self.record.say.label("kinds", kind), self.ink)]
            self.canvas.text(f"sign of {kind}", Box(left + 0.22, top, wide - 0.3, 0.27), label, anchor="ctr")
        self.top += 0.28 * -(-len(kinds) // columns) + 0.15


def _fitted(drawn: Scene, frame: Frame, record: Record) -> tuple[Frame, Layout, list[list[Band]]]:
    """Return the lanes laid out as large as one slide has room for, or on several as small as can be read."""
    *larger, least = (frame._replace(inch=frame.inch * factor) for factor in FACTORS)
    for one in larger:
        laid = _laid(drawn, one, record)
        if len(laid[2]) <= 1:
            return laid
    return _laid(drawn, least, record)


def _laid(drawn: Scene, frame: Frame, record: Record) -> tuple[Frame, Layout, list[list[Band]]]:
    width = (frame.width - frame.left - frame.margin) / frame.inch
    out = arrange(drawn, width, all_lanes=False, further=lambda n: record.say("figure.further_lanes", n))
    return frame, out, list(_pages(out, frame))[:MOST]


def _pages(out: Layout, frame: Frame) -> Iterator[list[Band]]:
    """Yield the lanes of each slide: those of a group together where they fit on one."""
    room = (frame.bottom - frame.top - frame.line) / frame.inch
    groups: dict[int, list[Band]] = {}
    for band in out.bands:
        groups.setdefault(band.lane.group, []).append(band)
    page: list[Band] = []
    for group in groups.values():
        if page and sum(band.height for band in (*page, *group)) > room:
            yield page
            page = []
        for band in group:  # of a group that fits on no slide, as many as do
            if page and sum(one.height for one in page) + band.height > room:
                yield page
                page = []
            page.append(band)
    if page:
        yield page


class _Lanes:
    """Draws the lanes of one slide; lives for one call."""

    def __init__(  # noqa: PLR0917 - what it draws, of what, and where
        self, canvas: Canvas, out: Layout, bands: list[Band], entries: dict[str, Entry], record: Record, frame: Frame
    ) -> None:
        self.canvas, self.out, self.bands, self.entries, self.record = canvas, out, bands, entries, record
        self.look = "print" if record.profile else "light"
        self.colors, self.frame = theme(self.look).colors, frame
        self.lanes = {band.lane.index for band in bands}
        self.offset = bands[0].top if bands else 0.0
        self.height = sum(band.height for band in bands) * self.frame.inch
        self.marked = {mark.id for mark in out.scene.marks if mark.lane in self.lanes}
        self.told: set[str] = set()

    def x(self, day: int) -> float:
        return self.frame.left + self.out.pixel(day) * self.frame.inch

    def y(self, pixel: float) -> float:
        return self.frame.top + (pixel - self.offset) * self.frame.inch

    def said(self, name: str) -> str:
        entry = self.entries.get(name)
        return entry.said if entry else ""

    def once(self, name: str) -> str:
        """Say an entry where nothing on these lanes has said it yet: a reader of shapes hears each once."""
        if name in self.marked or name in self.told:
            return ""
        self.told.add(name)
        return self.said(name)

    def draw(self) -> None:
        """Draw the lanes, and what has to be said of them below."""
        self._ground()
        self._bars()
        self._ties()
        boxes = [box for box in self.out.boxes if box.label.lane in self.lanes]
        for box in boxes:
            self._leader(box)
        self._marks()
        for box in boxes:
            self._label(box)
        self._notes()

    def paper(self, lane: int) -> str:
        """Return the colour that a lane stands on."""
        groups = list(dict.fromkeys(band.lane.group for band in self.out.bands))
        return self.colors["paper" if groups.index(self.out.band(lane).lane.group) % 2 else "band"]

    def _leader(self, box: Placed) -> None:
        """Tie a label that stands lines above its mark to it."""
        x, lifted = box.wanted.x, box.wanted.y - box.middle
        if box.wanted.inside is None and box.wanted.beside is None and lifted > LIFT and 0 <= x <= self.out.width:
            at = self.frame.left + min(max(x, box.left), box.left + box.width) * self.frame.inch
            ends = (at, self.y(box.middle), self.frame.left + x * self.frame.inch, self.y(box.wanted.y - MARK))
            self.canvas.line("leader", ends, self.colors["quiet"], 0.5)

    def _ground(self) -> None:
        """Draw the bands, the lanes' names and the axis of time."""
        groups = list(dict.fromkeys(band.lane.group for band in self.out.bands))
        for band in self.bands:
            if groups.index(band.lane.group) % 2 == 0:
                box = Box(
                    self.frame.left, self.y(band.top), self.out.width * self.frame.inch, band.height * self.frame.inch
                )
                self.canvas.bar("band", box, self.colors["band"])
            color = self.colors["quiet" if band.lane.clock else "ink"]
            high = 1.8 * self.frame.line  # a long name takes two lines
            place = Box(0.4, self.y(band.y) - high / 2, self.frame.left - 0.55, high)
            self.canvas.text(
                f"lane {band.lane.name}",
                place,
                [(band.lane.name, Ink(self.frame.letters, color))],
                align="r",
                anchor="ctr",
            )
        if not self.out.scene.dated:
            return
        bottom = self.frame.top + self.height
        used = 0.0
        for day, text in self._ticks():
            x = self.x(day)
            self.canvas.line("tick", (x, self.frame.top, x, bottom), self.colors["grid"], 0.75)
            half = self.frame.letters / 24  # inches that half of a month and its year take
            left = min(x - half, self.frame.width - 2 * half)
            if left < used - half / 2:  # the last stands within the frame, and hides none for it
                continue
            used = left + 2 * half
            box = Box(left, bottom + 0.04, 2 * half, self.frame.line)
            self.canvas.text(
                f"axis {iso(day)}", box, [(text, Ink(self.frame.letters, self.colors["quiet"]))], align="ctr"
            )
        if self.out.scene.as_of:
            day = date.fromisoformat(self.out.scene.as_of).toordinal() - date(1970, 1, 1).toordinal()
            start, end = self.out.scene.window
            if start <= day <= end:
                x = self.x(day)
                self.canvas.line("as of", (x, self.frame.top, x, bottom), self.colors["quiet"], 1, "dot")
                wide, high = self.frame.letters / 5, self.frame.line
                right = x + wide > self.frame.width - 0.3
                box = Box(x - wide if right else x, self.frame.top - high, wide, high)
                line = [(self.record.as_of_text, Ink(self.frame.letters, self.colors["quiet"]))]
                self.canvas.text("as of day", box, line, align="r" if right else "l")

    def _ticks(self) -> Iterator[tuple[int, str]]:
        """Yield the days that the axis names, about eight of them: the first of years, quarters or months."""
        from babel.dates import format_skeleton  # noqa: PLC0415 - only where something is drawn

        start, end = (date.fromisoformat(iso(day)) for day in self.out.scene.window)
        most = min(9, self.out.width * self.frame.inch / (self.frame.letters / 12))
        months = (end.year - start.year) * 12 + end.month - start.month
        step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if months / s <= most), 1200)
        first = start.year * 12 + start.month - 1
        for place in range(first // step * step, end.year * 12 + end.month, step):
            year, month = divmod(place, 12)
            if not 1 <= year <= 9999:  # noqa: PLR2004 - the calendar's
                continue
            day = date(year, month + 1, 1)
            if start <= day <= end:
                skeleton = "y" if step >= 12 else "yMMM"  # noqa: PLR2004 - a year's months
                number = day.toordinal() - date(1970, 1, 1).toordinal()
                yield number, str(format_skeleton(skeleton, day, locale=self.record.say.lang))

    def _bars(self) -> None:
        start, end = self.out.scene.window
        for bar in self.out.scene.bars:
            if bar.lane not in self.lanes or bar.end < start or bar.start > end:
                continue
            looks = bar_look(bar.style, color_of(bar.style, bar.kind), bar.step, self.look)
            high = HEIGHTS[bar.style] * self.frame.inch
            left, right = self.x(max(bar.start, start)), self.x(min(bar.end, end))
            box = Box(left, self.y(self.out.y_of_bar(bar)) - high / 2, max(right - left, 0.02), high)
            pattern = looks.get("pattern", {})
            line = looks["line"].get("color", "") if looks["line"]["width"] else ""
            self.canvas.bar(
                f"{bar.id} {NAMES.get(bar.style, bar.style)}", box, looks["color"], line=line,
                pattern=pattern.get("shape", ""), ink=pattern.get("fgcolor", ""), said=self.once(bar.id),
            )  # fmt: skip
        for due in self.out.scene.dues:
            if due.lane in self.lanes and start <= due.day <= end:
                y, color = (
                    self.y(self.out.band(due.lane).y),
                    line_looks(self.look)["due" if due.late else "due_quiet"]["color"],
                )
                self.canvas.bar(
                    due.id, Box(self.x(due.day) - 0.02, y - 0.16, 0.04, 0.32), color, said=self.once(due.id)
                )

    def _ties(self) -> None:
        marks = {mark.id: mark for mark in reversed(self.out.scene.marks)}
        for tie in self.out.scene.ties:
            start, end = marks[tie.start], marks[tie.end] if tie.end else None
            if start.lane not in self.lanes or (end.lane if end else tie.lane) not in self.lanes:
                continue
            looks = line_looks(self.look)[tie.style]
            y = self.out.y_of_mark(start)
            x, level = (end.day, self.out.y_of_mark(end)) if end else (start.day, self.out.band(tie.lane).y)
            ends = (self.x(start.day), self.y(y), self.x(x), self.y(level))
            self.canvas.line(
                f"{tie.id} {tie.style}", ends, looks["color"], looks["width"], "dot" if tie.style == "stop" else ""
            )

    def _marks(self) -> None:
        """Draw every event's own mark; where several would hide each other, a number of them stands on top."""
        for dot in self.out.dots:
            if dot.mark.lane not in self.lanes:
                continue
            y = self.y(self.out.y_of_mark(dot.mark))
            for mark in reversed(dot.marks):
                looks = mark_look(mark.kind, mark.look, self.look)
                size = (looks["size"] + 2) * self.frame.inch
                line = "" if mark.look in {"solid", "quiet"} else looks["line"]["color"]
                box = Box(self.x(mark.day) - size / 2, y - size / 2, size, size)
                path = theme().path(mark.kind)
                self.canvas.mark(mark.id, box, path, fill=looks["color"], line=line, said=self.said(mark.id))
            if len(dot.marks) > 1:
                self._counted(dot, y)

    def _counted(self, dot: Dot, y: float) -> None:
        x = self.x(dot.day)
        said = "; ".join(filter(None, (self.said(mark.id) for mark in dot.marks)))
        line = [(str(len(dot.marks)), Ink(self.frame.letters, self.colors["ink"], bold=True))]
        wide, high = self.frame.letters / 40, self.frame.letters / 48
        box = Box(x - wide / 2, y - high / 2, wide, high)
        self.canvas.bar("several", box, self.colors["paper"], line=self.colors["quiet"])
        self.canvas.text(f"several at {iso(dot.day)}", box, line, align="ctr", anchor="ctr", wrap=False, said=said)

    def _label(self, box: Placed) -> None:
        tone = box.label.tone
        color = self.colors["quiet" if tone == "claim" else tone]
        loud = tone == "alert" and not self.record.profile
        parts = ((box.wanted.date, True), (f" {box.wanted.text}" if box.wanted.date else box.wanted.text, loud))
        runs = [
            (text, Ink(self.frame.letters, color, bold=bold, italic=tone == "claim")) for text, bold in parts if text
        ]
        line = self.frame.line
        left, top = self.frame.left + box.left * self.frame.inch, self.y(box.middle) - line / 2
        place = Box(left, top, box.width * self.frame.inch, line)
        # What lies behind it, such as the line of the as-of day, would strike it through.
        paper = self.colors["paper"] if box.inside else self.paper(box.label.lane)
        # Its width is estimated, rather too wide: what ends at its mark is written up to it.
        x, right = box.wanted.x, box.left + box.width
        align = "r" if right <= x + MARK else "ctr" if abs((box.left + right) / 2 - x) < MARK else "l"
        self.canvas.text(f"{box.label.id} label", place, [runs], align=align, anchor="ctr", wrap=False, paper=paper)

    def _notes(self) -> None:
        """Say below what the due dates of these lanes take for granted, who reports silence, what a number holds."""
        shown = {due.id for due in self.out.scene.dues if due.lane in self.lanes}
        shown |= {box.label.id for box in self.out.boxes if box.label.lane in self.lanes}
        lines = [f"{note.mark} {note.text}" for note in self.out.scene.footnotes if shown & {*note.ids}]
        late = {bar.id for bar in self.out.scene.bars if bar.style == "overdue" and bar.lane in self.lanes}
        lines += [report.text for report in self.out.scene.reports if late & {*report.ids}]
        lines += [self._together(dot) for dot in self.out.dots if len(dot.marks) > 1 and dot.mark.lane in self.lanes]
        top = self.frame.top + self.height + self.frame.line + 0.02
        if lines:
            ink, place = Ink(10, self.colors["quiet"]), Box(0.6, top, self.frame.width - 1.2, 0.6)
            self.canvas.text("assumptions", place, [(line, ink) for line in lines])

    def _together(self, dot: Dot) -> str:
        """Name the events that stand under a number, which on paper nobody can open."""
        entries = [entry for mark in dot.marks if (entry := self.entries.get(mark.id))]
        return f"{len(dot.marks)}: " + "; ".join(f"{entry.when} {entry.title}" for entry in entries)
