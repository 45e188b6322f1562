"""The notebook: the one view beside ordinary controls, and values that a program can read, keep and set.

``explore`` opens a table as an ``Explorer``. Its parts are files here: the table as it was opened (``opened.py``), the
controls, the drawing (``drawing.py``), what a cell shows where there are no widgets (``still.py``) and how that follows
what is shown (``kept.py``), the looking for changes of the file (``watch.py``) and the code for what is on the screen
(``code.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.explorer.opened import Opened
from timeline.explorer.widget import Explorer

if TYPE_CHECKING:
    import os
    from datetime import date

    import pandas as pd

    from timeline.events.shorthand import Order
    from timeline.view.filters import Filter

__all__ = ["Explorer", "explore"]


def explore(
    events: str | os.PathLike[str] | pd.DataFrame = "events.csv",
    *,
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    as_of: str | date | None = None,
    lanes: str = "matter",
    window: str | None = None,
    selected: str | None = None,
    audience: str = "public",
    date_order: Order | None = None,
    lang: str = "en",
    theme: str = "auto",
) -> Explorer:
    """Open a table of events, or the file it is in, as a timeline with filters in a notebook.

    Only what the ``audience`` may see reaches the notebook, which keeps what it shows when it is saved. ``filter``,
    ``as_of``, ``lanes`` (matter, agency, kind, court), ``window`` (the time shown, such as "2020-01-01/2021-06-30") and
    ``selected`` (the id of an event) are where it opens; each can be read, observed and set afterwards. A file is
    looked at again whenever it changes on the disk. ``date_order`` decides 03/04/2021: "mdy", "dmy" or "ymd".
    ``theme`` is how it looks: ``auto`` follows the notebook's own, ``large`` is for a projector.

    Raises UnreadableError, EventsError or ReleaseError as ``read_events`` and ``write_page`` do. Informational, not
    legal advice.

    >>> from timeline import Filter
    >>> explorer = explore("events.csv", filter=Filter(kinds=("complaint",), agencies=("ICE",)))
    >>> print(explorer.filter)
    complaints at ICE
    >>> set(explorer.events["kind"])
    {'complaint'}
    """
    opened = Opened.of(events, audience=audience, as_of=as_of, date_order=date_order)
    return Explorer(opened, filter=filter, lanes=lanes, window=window, selected=selected, lang=lang, theme=theme)
