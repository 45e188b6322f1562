"""Slides with native, editable shapes, each with its name and its words for those who cannot see it."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from timeline.publish.packages import needed, printable
from timeline.view.polygons import polygons

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 13.333
HEIGHT: Final = 7.5
"""Inches of a slide of 16 to 9."""

TITLE: Final = 240
"""Letters of a slide's title, at the most; the whole is in its notes."""

FONT: Final = "Arial"
PATTERNS: Final = {
    "/": "wdUpDiag",
    "\\": "wdDnDiag",
    ".": "pct20",
    "-": "narHorz",
    "|": "narVert",
    "x": "diagCross",
    "+": "smGrid",
}
"""What Office calls the patterns of bars."""

_DECORATIVE: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="{C183D7F6-B498-43B3-948B-'
    '1728B52AA6E4}"><adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


class Box(NamedTuple):
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


class Ink(NamedTuple):
    """How a text looks: points, a colour such as "#1f2233"."""

    size: float = 14
    color: str = "#1f2233"
    bold: bool = False
    italic: bool = False


Line = tuple[str, Ink] | list[tuple[str, Ink]]
"""A paragraph: a text with its looks, or several behind each other."""


class Deck:
    """A presentation under construction."""

    def __init__(self, language: str, stamp: str) -> None:
        """Begin an empty deck; ``stamp`` is printed on every slide."""
        try:
            from pptx import Presentation  # noqa: PLC0415 - an extra, for documents only
            from pptx.util import Inches  # noqa: PLC0415
        except ImportError:
            raise needed("python-pptx") from None  # noqa: EM101 - a name
        self.file: Any = Presentation()
        self.inches: Any = Inches
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self.language, self.stamp = language, stamp
        self.slide: Any = None

    def add(self, title: str, notes: Sequence[str], *, first: bool = False) -> None:
        """Add a slide with its title, which outlines and screen readers know it by, and its speaker's notes."""
        self.slide = self.file.slides.add_slide(self.file.slide_layouts[0 if first else 5])
        for shape in list(self.slide.placeholders):
            if shape.placeholder_format.idx != 0:
                shape._element.getparent().remove(shape._element)  # noqa: SLF001 - it has no method for it
        heading = self.slide.shapes.title
        box = Box(0.6, 2.1, WIDTH - 1.2, 1.3) if first else Box(0.6, 0.35, WIDTH - 1.2, 0.8)
        self._put(heading, box)
        title = textwrap.shorten(title, TITLE, placeholder="…") if len(title) > TITLE else title
        fits = ((60, 34), (130, 26), (TITLE, 20)) if first else ((70, 26), (130, 20), (TITLE, 15))
        size = next(size for most, size in fits if len(title) <= most)
        self._write(heading.text_frame, [(title, Ink(size, bold=True))], anchor="b" if first else "ctr")
        self.slide.notes_slide.notes_text_frame.text = printable("\n".join(filter(None, notes)))
        if self.stamp:
            self.text(self.stamp, Box(0.6, HEIGHT - 0.42, 6, 0.3), [(self.stamp, Ink(11, "#5c6478", bold=True))])

    # Shapes ----------------------------------------------------------------------------------------------------------

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
        """Add a text box; a line is a paragraph of its own, ``paper`` what it stands on."""
        shape = self.slide.shapes.add_textbox(*map(self.inches, box))
        runs = (run for line in lines for run in (line if isinstance(line, list) else [line]))
        self._name(shape, name, said or " ".join(text for text, _ in runs))
        self._write(shape.text_frame, lines, align=align, anchor=anchor, wrap=wrap)
        if paper:
            self._paint(shape, paper)

    def bar(
        self, name: str, box: Box, fill: str, *, line: str = "", pattern: str = "", ink: str = "", said: str = ""
    ) -> None:
        """Add a rectangle, plain or with a pattern; without ``said`` it is decoration."""
        from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415 - as above

        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(self.inches, box))
        self._name(shape, name, said)
        self._paint(shape, fill, line, pattern, ink)

    def mark(self, name: str, box: Box, path: str, *, fill: str, line: str, said: str) -> None:
        """Add the shape of a kind, which can be edited point by point."""
        from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415 - as above
        from pptx.oxml import parse_xml  # noqa: PLC0415

        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(self.inches, box))
        self._name(shape, name, said)
        outlines = "".join(_outline(points) for points in polygons(path))
        own = parse_xml(
            '<a:custGeom xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:avLst/><a:gdLst/><a:ahLst/>'
            '<a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="1600" h="1600">'
            f"{outlines}</a:path></a:pathLst></a:custGeom>"
        )
        preset = shape._element.spPr.prstGeom  # noqa: SLF001 - there is no other way to a shape of one's own
        preset.addprevious(own)
        preset.getparent().remove(preset)
        self._paint(shape, fill, line)

    def line(
        self, name: str, ends: tuple[float, float, float, float], color: str, width: float, dash: str = ""
    ) -> None:
        """Add a straight line; it is decoration, since what it joins says so."""
        from pptx.enum.dml import MSO_LINE  # noqa: PLC0415
        from pptx.enum.shapes import MSO_CONNECTOR  # noqa: PLC0415
        from pptx.util import Pt  # noqa: PLC0415

        shape = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(self.inches, ends))
        self._name(shape, name, "")
        shape.line.color.rgb, shape.line.width = _rgb(color), Pt(width)
        if dash:
            shape.line.dash_style = MSO_LINE.ROUND_DOT

    def table(
        self,
        name: str,
        box: Box,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        size: float,
        said: str,
        fills: dict[tuple[int, int], str] | None = None,
        center: bool = False,
    ) -> None:
        """Add a native table with a head; ``fills`` are colours of cells, by row and column."""
        from pptx.util import Inches, Pt  # noqa: PLC0415

        held = self.slide.shapes.add_table(len(rows), len(widths), *map(self.inches, box))
        self._name(held, name, said)
        table = held.table
        table.horz_banding = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for r, row in enumerate(rows):
            table.rows[r].height = Inches(box.height / len(rows))
            for c, text in enumerate(row):
                cell = table.cell(r, c)
                cell.margin_left = cell.margin_right = Inches(0.04)
                cell.margin_top = cell.margin_bottom = Pt(1)
                cell.fill.solid()
                fill = (fills or {}).get((r, c), "#eef0f4" if r == 0 else "#ffffff")
                cell.fill.fore_color.rgb = _rgb(fill)
                ink = Ink(size, bold=r == 0)
                self._write(cell.text_frame, [(text, ink)], align="ctr" if center else "l", anchor="ctr", own=False)

    def saved(self) -> bytes:
        """Return the deck's bytes."""
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    # What they have in common ----------------------------------------------------------------------------------------

    def _put(self, shape: Any, box: Box) -> None:  # noqa: ANN401 - python-pptx has no types
        shape.left, shape.top, shape.width, shape.height = map(self.inches, box)

    def _name(self, shape: Any, name: str, said: str) -> None:  # noqa: ANN401
        from pptx.oxml import parse_xml  # noqa: PLC0415 - as above

        known = shape._element._nvXxPr.cNvPr  # noqa: SLF001 - alternative text has no method
        for style in list(shape._element.iterchildren("{*}style")):  # noqa: SLF001 - the theme's shadows
            shape._element.remove(style)  # noqa: SLF001
        known.set("name", printable(name))
        if said:
            known.set("descr", printable(said))
        else:
            known.append(parse_xml(_DECORATIVE))

    def _paint(self, shape: Any, fill: str, line: str = "", pattern: str = "", ink: str = "") -> None:  # noqa: ANN401
        from pptx.enum.dml import MSO_PATTERN  # noqa: PLC0415
        from pptx.util import Pt  # noqa: PLC0415

        if pattern:
            shape.fill.patterned()
            shape.fill.pattern = MSO_PATTERN.from_xml(PATTERNS[pattern])
            shape.fill.fore_color.rgb, shape.fill.back_color.rgb = _rgb(ink), _rgb(fill)
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = _rgb(fill)
        if line:
            shape.line.color.rgb, shape.line.width = _rgb(line), Pt(1)
        else:
            shape.line.fill.background()

    def _write(
        self,
        frame: Any,  # noqa: ANN401 - python-pptx has no types
        lines: Sequence[Line],
        *,
        align: str = "l",
        anchor: str = "t",
        wrap: bool = True,
        own: bool = True,
    ) -> None:
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN  # noqa: PLC0415
        from pptx.util import Pt  # noqa: PLC0415

        frame.word_wrap = wrap
        frame.vertical_anchor = {"t": MSO_ANCHOR.TOP, "ctr": MSO_ANCHOR.MIDDLE, "b": MSO_ANCHOR.BOTTOM}[anchor]
        if own:
            frame.auto_size = MSO_AUTO_SIZE.NONE
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, line in enumerate(lines):
            runs = line if isinstance(line, list) else [line]
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = {"l": PP_ALIGN.LEFT, "ctr": PP_ALIGN.CENTER, "r": PP_ALIGN.RIGHT}[align]
            if place:
                paragraph.space_before = Pt(runs[0][1].size * 0.4)
            for text, ink in runs:
                run = paragraph.add_run()
                run.text = printable(text).replace("\n", " ").replace("\v", " ")
                run.font.name, run.font.size, run.font.bold, run.font.italic = FONT, Pt(ink.size), ink.bold, ink.italic
                run.font.color.rgb = _rgb(ink.color)
                run._r.get_or_add_rPr().set("lang", self.language)  # noqa: SLF001 - it has no method for it


def _rgb(color: str) -> Any:  # noqa: ANN401 - python-pptx has no types
    from pptx.dml.color import RGBColor  # noqa: PLC0415 - as above

    red, green, blue = bytes.fromhex(color.lstrip("#"))
    made: Any = RGBColor
    return made(red, green, blue)


def _outline(points: Sequence[tuple[float, float]]) -> str:
    pairs = [f'<a:pt x="{round(x * 100)}" y="{round(y * 100)}"/>' for x, y in points]
    lines = "".join(f"<a:lnTo>{pair}</a:lnTo>" for pair in pairs[1:])
    return f"<a:moveTo>{pairs[0]}</a:moveTo>{lines}<a:close/>"
