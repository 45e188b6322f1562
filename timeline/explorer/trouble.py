"""What is wrong, in words under the drawing: an error, and the problems of the table by row."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from timeline.errors import Problem
    from timeline.view.words import Words

MOST: Final = 20
"""How many problems are listed."""


def trouble_html(errors: Sequence[str], problems: Sequence[Problem], before: Collection[Problem], say: Words) -> str:
    """Return errors and a table's problems as HTML; those that were not there ``before`` come first and are open."""
    said = "".join(paragraph("tl-problem", error, role="alert") for error in errors)
    return said + (_listed(problems, before, say) if problems else "")


def _listed(problems: Sequence[Problem], before: Collection[Problem], say: Words) -> str:
    new = [one for one in problems if one not in before]
    lines = [("data-new", say("explorer.new", problem=str(one))) for one in new]
    lines += [("", str(one)) for one in problems if one in before]
    items = [f"<li {mark}>{escape(text)}</li>" for mark, text in lines[:MOST]]
    if len(lines) > MOST:
        items.append(f"<li>{escape(say('page.and_more', len(lines) - MOST))}</li>")
    head = escape(say("explorer.problems", len(lines)))
    opened = " open" if new else ""
    return f'<details class="tl-problems"{opened}><summary>{head}</summary><ul>{"".join(items)}</ul></details>'


def paragraph(name: str, text: str, role: str = "") -> str:
    """Return a paragraph of a class, "" for no text."""
    if not text:
        return ""
    heard = f' role="{role}"' if role else ""
    return f'<p class="{name}"{heard}>{escape(text)}</p>'
