"""What a cell shows where there are no widgets: the page in a frame of its own, or at least the table.

A converted notebook, a website, a notebook that is not trusted or has lost its kernel. The frame holds the whole page
and asks for nothing. Whoever takes frames and styles away (a website that shows notebooks, JupyterLab before it trusts
one) leaves the table.
"""

from __future__ import annotations

import hashlib
from html import escape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from timeline.view.names import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timeline.view.words import Words

    Values = Mapping[str, Any]

MOST_ROWS: Final = 200
"""How many events the table lists."""

LARGEST: Final = 3_000_000
"""Letters of a page that a notebook still carries; of a larger one only the table is kept."""


class Still(NamedTuple):
    """An output without widgets, as HTML and ``said`` in a sentence; by its ``mark`` the living widget hides it."""

    mark: str
    html: str
    said: str


def still_html(page: str, sentence: str, notice: str, table: str, mark: str = "") -> Still:
    """Return what stands in for the widget: a page in a frame, and a table for where frames are taken away.

    Without a ``mark`` it gets one that is the same for the same output.
    """
    said = "".join(f"<p>{escape(text)}</p>" for text in (notice, sentence) if text)
    framed = ""
    if len(page) <= LARGEST:
        # The page is its own document: nothing of the notebook reaches it, and nothing of it the notebook.
        source = page.replace("&", "&amp;").replace('"', "&quot;")
        framed = (
            f'<iframe title="{escape(sentence)}" srcdoc="{source}" loading="lazy" referrerpolicy="no-referrer" '
            'sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox allow-modals" '
            'allow="clipboard-write" style="width: 100%; height: 920px; max-height: 94vh; border: 0"></iframe>'
        )
    inside = f'<div class="tl-still-table">{said}{table}</div>{framed}'
    mark = mark or hashlib.sha256(inside.encode("utf-8", "replace")).hexdigest()[:16]
    html = f'<style>{_STYLE}</style><div class="tl-still" data-timeline-still="{mark}">{inside}</div>'
    return Still(mark, html, sentence)


# The table gives way to a frame that is there. The output before it is the widget's, which is shown only while it
# lives: a converted notebook writes scripts there that it would ask others for, and JupyterLab without the kernel an
# error.
_STYLE: Final = (
    ".tl-still-table:has(+ iframe) { display: none }"
    " :is(.jp-OutputArea-child, .output_area):has(+ * .tl-still iframe):not(:has(.tl-explorer)) { display: none }"
)


def table_html(first: Values, late: Values, places: Sequence[int], say: Words) -> str:
    """Return events as an HTML table, every cell escaped; ``places`` are theirs in the payload."""
    names = ("date", "kind", "event", "agency", "source")
    heads = "".join(f'<th scope="col">{escape(say(f"page.{name}"))}</th>' for name in names)
    body = "".join(_row(first, late["card"][place], place) for place in places[:MOST_ROWS])
    lines = [say("page.none_match")] if not places else []
    if len(places) > MOST_ROWS:
        lines.append(say("explorer.more_rows", len(places) - MOST_ROWS))
    said = [say("page.as_of", day=first["as_of_text"])] if first["as_of_text"] else []
    lines.append(" · ".join([*said, say("page.legal_advice")]))
    # JupyterLab would typeset what stands between two dollar signs as mathematics, but for these two classes.
    table = f'<table class="tl-events tex2jax_ignore mathjax_ignore"><thead><tr>{heads}</tr></thead>'
    notes = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"{table}<tbody>{body}</tbody></table>{notes}"


def _row(first: Values, card: Values, place: int) -> str:
    found = first["events"]
    kind = list(first["kinds"].values())[found["kind"][place]]
    cells = (
        escape(found["when"][place]),
        escape(kind["label"]),
        escape(found["title"][place]),
        escape(", ".join(first["agencies"][code] for code in first["agency_sets"][found["agencies"][place]])),
        "; ".join(map(_source, card["sources"])),
    )
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr data-event-id="{escape(found["id"][place])}" aria-label="{escape(name_of(first, place))}">{row}</tr>'


def _source(source: Mapping[str, str | None]) -> str:
    text = escape(source["text"] or "")
    if source["url"]:
        href = escape(source["url"])
        text = f'<a href="{href}" target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">{text}</a>'
    return ", ".join(filter(None, [text, escape(source["at"] or "")]))
