"""A notebook as slides or as an article: ``jupyter nbconvert --to timeline_slides`` and ``--to timeline_page``."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

import bleach
from nbconvert.exporters.exporter import Exporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from timeline.publish.templates import render
from timeline.view import assets
from timeline.view.theme import css_variables
from timeline.view.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Values = dict[str, Any]

HIDDEN: Final = frozenset({"hide", "remove_cell", "remove-cell", "hide_cell"})
"""Tags of cells that only the notebook shows."""

_HEADING: Final = re.compile(r"<h[23]>(.*?)</h[23]>", re.DOTALL)
_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_IMAGES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")
_TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES: Final = {"a": ["href", "title"], "img": ["src", "alt", "width", "height"], "*": ["lang", "align"]}


class ArticleExporter(Exporter):
    """The notebook as an article: its texts and what its cells show, without code and without any network."""

    export_from_notebook = "Timeline article"
    output_mimetype = "text/html"
    form = "article"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> Any:  # noqa: ANN401 - nbconvert's own
        """Return the notebook as one HTML file, and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        lang = str(nb.metadata.get("lang", "en")).partition("-")[0]
        slides = self.slides(nb.cells)
        name = (resources or {}).get("metadata", {}).get("name", "")
        html = render(
            "notebook.html.j2",
            lang=words(lang).tag,
            words=words(lang),
            form=self.form,
            title=str(nb.metadata.get("title", "")) or _heading(nb.cells) or name or words(lang)("page.timeline"),
            slides=slides,
            styles=assets.lean_css("\n".join([css_variables(), assets.text("slides.css")])),
            script=assets.lean_js(assets.module("slides.js")),
        )
        return html, resources

    def slides(self, cells: Iterable[Values]) -> list[Values]:
        """Return what is shown, in the order of the cells."""
        return list(slides_of(cells))


class SlidesExporter(ArticleExporter):
    """The notebook as slides: one offline file with the living timeline and speaker notes; printed, a PDF."""

    export_from_notebook = "Timeline slides"
    form = "slides"

    def _file_extension_default(self) -> str:
        return ".slides.html"  # as nbconvert's own slides; an article of the same notebook stands beside them

    def slides(self, cells: Iterable[Values]) -> list[Values]:
        """Return the slides; each is a page of its own to a reader, and its heading a page's."""
        found = super().slides(cells)
        for slide in found:
            for part in slide["parts"]:
                part["html"], done = _HEADING.subn(r'<h1 class="tl-second">\1</h1>', part["html"], count=1)
                if done or "<h1" in part["html"]:
                    break
        return found


def slides_of(cells: Iterable[Values]) -> Iterator[Values]:
    """Yield the slides of a notebook, each with its ``parts`` and its ``notes``.

    As its cells' slide types say (slide, sub-slide, fragment, skip, notes); where none says anything, every text that
    begins with a heading opens one.
    """
    cells = [cell for cell in cells if not HIDDEN & {*cell["metadata"].get("tags", [])}]
    kinds = [str(cell["metadata"].get("slideshow", {}).get("slide_type", "")) for cell in cells]
    told = any(kind in {"slide", "subslide"} for kind in kinds)
    slide: Values = {"parts": [], "notes": ""}
    for cell, kind in zip(cells, kinds, strict=True):
        if kind == "skip":
            continue
        if kind == "notes":
            slide["notes"] = "\n\n".join(filter(None, (slide["notes"], str(cell["source"]))))
            continue
        opens = (
            kind in {"slide", "subslide"}
            if told
            else cell["cell_type"] == "markdown" and cell["source"].startswith("#")
        )
        if opens and slide["parts"]:
            yield slide
            slide = {"parts": [], "notes": ""}
        slide["parts"] += [{"html": html, "out": cell["cell_type"] == "code"} for html in _shown(cell)]
    if slide["parts"]:
        yield slide


def _shown(cell: Values) -> Iterator[str]:
    if cell["cell_type"] == "markdown":
        yield markdown_html(str(cell["source"]))
    elif cell["cell_type"] == "code":
        for output in cell.get("outputs", []):
            if html := _output(output):
                yield html


def markdown_html(text: str) -> str:
    """Return a text in Markdown as HTML, without anything that runs or loads.

    >>> markdown_html("# A <script>alert(1)</script>[b](javascript:c)")
    '<h1>A alert(1)<a>b</a></h1>'
    """
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    made = MarkdownWithMath(renderer=renderer).render(text)
    clean = bleach.clean(
        made, tags=_TAGS, attributes=_ATTRIBUTES, protocols={"http", "https", "mailto", "data"}, strip=True
    )
    return str(clean).strip()


def _output(output: Values) -> str:
    """Return what a cell shows, as HTML; "" for what only a living notebook can show."""
    match output["output_type"]:
        case "stream":
            return f"<pre>{escape(_joined(output['text']))}</pre>" if output.get("name") == "stdout" else ""
        case "error":
            return f"<pre>{escape(str(output['ename']))}: {escape(str(output['evalue']))}</pre>"
    data = output.get("data", {})
    if "text/html" in data:
        # Styles that tell JupyterLab and nbconvert's own templates what to hide; here only the frame is shown.
        return re.sub(r"<style>.*?</style>(?=<div class=\"tl-still\")", "", _joined(data["text/html"]), flags=re.DOTALL)
    if _WIDGET in data:
        return ""  # the frame that stands in for it follows
    if "image/svg+xml" in data:
        return _joined(data["image/svg+xml"])
    for kind in _IMAGES:
        if kind in data:
            alt = escape(_joined(data.get("text/plain", "")))
            return f'<img src="data:{kind};base64,{_joined(data[kind]).strip()}" alt="{alt}">'
    if "text/markdown" in data:
        return markdown_html(_joined(data["text/markdown"]))
    return f"<pre>{escape(_joined(data['text/plain']))}</pre>" if "text/plain" in data else ""


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _heading(cells: Iterable[Values]) -> str:
    for cell in cells:
        if cell["cell_type"] == "markdown" and str(cell["source"]).startswith("# "):
            return str(cell["source"]).splitlines()[0].removeprefix("# ").strip()
    return ""
