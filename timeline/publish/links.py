"""Addresses that cite an exact view of a page: what ``page.js`` reads from the part behind the #."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from timeline.view.filters import Filter


def link_of(
    page: str,
    *,
    filter: Filter,  # noqa: A002 - the field's own word
    event: str | None = None,
    window: str | None = None,
    theme: str = "auto",
) -> str:
    """Return the address of a view of a page: what is kept, which event is chosen, the time that is shown.

    >>> from timeline import Filter
    >>> link_of("case.html", filter=Filter(kinds=("order",)), event="e 1", window="2020-01-01/2020-12-31")
    'case.html#filter=%7B%22kinds%22%3A%5B%22order%22%5D%7D&event=e%201&window=2020-01-01/2020-12-31'
    """
    parts = [f"filter={_quoted(filter.to_json())}"]
    parts += [f"event={_quoted(event)}"] if event is not None else []
    parts += [f"window={window}"] if window else []
    parts += [f"theme={theme}"] if theme != "auto" else []
    return f"{page}#{'&'.join(parts)}"


def _quoted(text: str) -> str:
    # As encodeURIComponent writes it, so that the page finds its own address in ours.
    return quote(text.encode("utf-8", "replace"), safe="!'()*-._~")
