"""Word's own format: what python-docx leaves out. Footnotes, links, fields, languages and heads that repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from timeline.events.columns import is_address
from timeline.publish.packages import needed, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

PAPERS: Final = {"letter": (8.5, 11.0), "a4": (8.27, 11.69)}
"""Width and height in inches."""

INK: Final = "1F2233"
QUIET: Final = "5C6478"
RULE: Final = "C9CED8"
FONT: Final = "Arial"

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_LINKED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class WordFile:
    """A document under construction, with the habits of the bar: real styles, repeated heads, numbered notes."""

    def __init__(self, language: str, paper: str, *, landscape: bool = True) -> None:
        """Begin an empty document of a paper's size."""
        try:
            import docx  # noqa: PLC0415 - an extra, for documents only
        except ImportError:
            raise needed("python-docx") from None  # noqa: EM101 - a name
        self.file: Any = docx.Document()
        self.notes: list[str] = []
        self._styles(language)
        self._page(paper, landscape=landscape)

    # The parts of a page ---------------------------------------------------------------------------------------------

    def text(self, text: str, style: str = "Normal", *, bold: bool = False) -> Any:  # noqa: ANN401 - python-docx's
        """Add a paragraph."""
        paragraph = self.file.add_paragraph(style=style)
        if text:
            paragraph.add_run(printable(text)).bold = bold or None
        return paragraph

    def table(self, heads: Sequence[str], widths: Sequence[float], title: str, told: str) -> Any:  # noqa: ANN401
        """Add a table whose head is repeated on every page, with alternative text; widths are shares of the page."""
        from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Inches  # noqa: PLC0415

        widths = self._inches(widths)
        table = self.file.add_table(rows=1, cols=len(heads))
        table.style, table.autofit = "Table Grid", False
        properties = table._tbl.tblPr  # noqa: SLF001 - there is no other way to these
        for name, value in (("w:tblCaption", title), ("w:tblDescription", told)):
            one = OxmlElement(name)
            one.set(qn("w:val"), printable(value))
            properties.append(one)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        head = table.rows[0]
        mark = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(mark)  # noqa: SLF001
        for cell, width, name in zip(head.cells, widths, heads, strict=True):
            cell.width = Inches(width)
            cell.paragraphs[0].style = "Table Head"
            cell.paragraphs[0].add_run(printable(name))
            shade = OxmlElement("w:shd")
            for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEF0F4")):
                shade.set(qn(key), value)
            cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001
        return table

    def row(self, table: Any, widths: Sequence[float], *, whole: bool = True) -> Sequence[Any]:  # noqa: ANN401
        """Add a row, which no page's end divides if it is ``whole``, and return its cells' first paragraphs."""
        from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
        from docx.shared import Inches  # noqa: PLC0415

        row, widths = table.add_row(), self._inches(widths)
        if whole:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        cells = row.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Inches(width)
            cell.paragraphs[0].style = "Table Text"
        return [cell.paragraphs[0] for cell in cells]

    def link(self, paragraph: Any, text: str, url: str | None) -> None:  # noqa: ANN401
        """Add a text that leads to a web address; to anything else it is only text."""
        from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
        from docx.oxml.ns import qn  # noqa: PLC0415

        run = paragraph.add_run(printable(text))
        if not url or not is_address(url):
            return
        run.style = "Link"
        held = OxmlElement("w:hyperlink")
        held.set(qn("r:id"), paragraph.part.relate_to(printable(url), f"{_LINKED}/hyperlink", is_external=True))
        run._r.addprevious(held)  # noqa: SLF001
        held.append(run._r)  # noqa: SLF001

    def note(self, paragraph: Any, text: str) -> None:  # noqa: ANN401
        """Add a footnote; the number is Word's."""
        from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
        from docx.oxml.ns import qn  # noqa: PLC0415

        self.notes.append(text)
        run = paragraph.add_run()
        run.style = "Footnote Reference"
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(len(self.notes)))
        run._r.append(mark)  # noqa: SLF001

    def field(self, paragraph: Any, code: str) -> None:  # noqa: ANN401
        """Add a number that Word keeps: PAGE or NUMPAGES."""
        from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
        from docx.oxml.ns import qn  # noqa: PLC0415

        held = OxmlElement("w:fldSimple")
        held.set(qn("w:instr"), code)
        run = paragraph.add_run("1")
        run._r.addprevious(held)  # noqa: SLF001
        held.append(run._r)  # noqa: SLF001

    def furniture(self, above: str, numbered: str, below: str) -> None:
        """Fill the head and the foot of every page; ``numbered`` has {n} and {of} for the page and how many."""
        section = self.file.sections[0]
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.style = foot.style = "Furniture"
        head.add_run(printable(above)).bold = True
        before, _, rest = numbered.partition("{n}")
        between, _, after = rest.partition("{of}")
        foot.add_run(printable(f"{below}\t{before}"))
        self.field(foot, "PAGE")
        foot.add_run(between)
        self.field(foot, "NUMPAGES")
        foot.add_run(after)
        foot.paragraph_format.tab_stops.add_tab_stop(section.page_width - section.left_margin - section.right_margin, 2)

    def saved(self) -> bytes:
        """Return the document's bytes, with its notes in a part of their own."""
        import io  # noqa: PLC0415

        from docx.opc.packuri import PackURI  # noqa: PLC0415 - as above
        from docx.opc.part import Part  # noqa: PLC0415

        if self.notes:
            part = Part(PackURI("/word/footnotes.xml"), _NOTES, _footnotes(self.notes), self.file.part.package)
            self.file.part.relate_to(part, f"{_LINKED}/footnotes")
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _inches(self, shares: Sequence[float]) -> list[float]:
        section = self.file.sections[0]
        room = (section.page_width - section.left_margin - section.right_margin) / 914_400  # English metric units
        return [share / sum(shares) * room for share in shares]

    # Looks -----------------------------------------------------------------------------------------------------------

    def _styles(self, language: str) -> None:
        from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - as above
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Pt, RGBColor  # noqa: PLC0415

        styles = self.file.styles
        looks = {
            "Normal": (10, INK, False, 4), "Title": (20, INK, True, 4), "Subtitle": (11, QUIET, False, 8),
            "Heading 1": (14, INK, True, 6), "Heading 2": (11, INK, True, 4), "Caption": (9, QUIET, False, 4),
            "List Bullet": (10, INK, False, 2), "Table Head": (9, INK, True, 0), "Table Text": (9, INK, False, 2),
            "Furniture": (8, QUIET, False, 0), "Footnote Text": (8, INK, False, 2),
        }  # fmt: skip
        for name, (size, color, bold, after) in looks.items():
            known = name in {style.name for style in styles}
            style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
            style.font.color.rgb = RGBColor.from_string(color)
            properties = style.element.get_or_add_rPr()
            fonts = properties.get_or_add_rFonts()
            for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(kind), FONT)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
                fonts.attrib.pop(qn(theme), None)
            style.paragraph_format.space_after = Pt(after)
            for border in list(style.element.iter(qn("w:pBdr"))):  # the line below the template's title
                border.getparent().remove(border)
        for name in ("Heading 1", "Heading 2"):
            styles[name].paragraph_format.space_before, styles[name].paragraph_format.keep_with_next = Pt(12), True
        link = styles.add_style("Link", WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb, link.font.underline = RGBColor.from_string("1C4F9C"), True
        mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        for told in styles.element.iter(qn("w:lang")):
            told.set(qn("w:val"), language)

    def _page(self, paper: str, *, landscape: bool) -> None:
        from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - as above
        from docx.shared import Inches  # noqa: PLC0415

        section = self.file.sections[0]
        width, height = PAPERS[paper]
        if landscape:
            section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
        section.page_width, section.page_height = Inches(width), Inches(height)
        section.left_margin = section.right_margin = Inches(0.7)
        section.top_margin = section.bottom_margin = Inches(0.75)


def _footnotes(notes: Sequence[str]) -> bytes:
    """Return the part of the notes: the two lines that separate them, then one for each mark, in order."""
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    parts = [
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}'
        f'<w:r><w:t xml:space="preserve"> {escape(printable(text))}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes, 1)
    ]
    lines_between = "".join(
        f'<w:footnote w:type="{kind}" w:id="{place}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for place, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:footnotes xmlns:w="{_W}">{lines_between}{"".join(parts)}</w:footnotes>'.encode()
