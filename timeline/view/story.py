"""A story: some of a table's events in an order of the writer's own, with a sentence each."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from timeline.errors import EventsError, Problem
from timeline.events.columns import STORY, several
from timeline.events.frame import cells
from timeline.events.source import load
from timeline.view.rows import true_order

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import pandas as pd

    from timeline.view.rows import Row

Story = tuple[tuple[str, str], ...]
"""The ids of events, each with its sentence, "" where it has none."""

MOST: Final = 40
"""Steps of a story that nobody wrote: nobody shows more in a hearing."""

_STEP: Final = re.compile(STORY, re.DOTALL)


def story_of(released: pd.DataFrame, path: str | os.PathLike[str] | None = None) -> Story:
    """Return the story of released events: that of a CSV with ``event`` and ``sentence``, else of the column ``story``.

    A cell of the column is a number, and behind it the sentence. Raises EventsError for a file whose rows name no event
    that is shown, or one twice.

    >>> import pandas as pd
    >>> from timeline.view.release import release
    >>> rows = {"id": ["a", "b"], "date": ["2020", "2021"], "title": ["Asked", "Sued"], "story": ["2", "1. They sue."]}
    >>> story_of(release(pd.DataFrame(rows)))
    (('b', 'They sue.'), ('a', ''))
    """
    if path is not None:
        return _read(path, set(released["id"]))
    told = zip(cells(released, "id"), cells(released, "story"), strict=True)
    found = ((_STEP.fullmatch(cell), name) for name, cell in told if cell)
    steps = [(float(step["number"]), name, (step["sentence"] or "").strip()) for step, name in found if step]
    return tuple((name, sentence) for _, name, sentence in sorted(steps, key=lambda step: step[0]))


def key_story(rows: Sequence[Row]) -> Story:
    """Return what is told where nobody wrote a story: what is tagged ``key``, overdue or sued over, by time."""
    key = [
        row["id"]
        for row in (rows[place] for place in true_order(rows))
        if "key" in several(row["tags"]) or row["status"] == "overdue" or row["kind"] == "complaint"
    ]
    return tuple((name, "") for name in key[:MOST])


def _read(path: str | os.PathLike[str], ids: set[str]) -> Story:
    read = load(path)
    problems = [p for p in read.problems if p.severity == "error"]
    if "event" not in read.columns:
        problems.append(Problem(read.header_row, "event", "", "there is no column event; it holds the ids of events"))
    names = read.column("event") if "event" in read.columns else []
    for place, (row, name) in enumerate(zip(read.rows, names, strict=False)):
        if name not in ids:
            near = difflib.get_close_matches(name, ids, 1)
            hint = f"did you mean {near[0]}?" if near else "expected the id of an event that the audience may see"
            problems.append(Problem(row, "event", name, f"there is no event {name}; {hint}"))
        elif name in names[:place]:
            problems.append(Problem(row, "event", name, f"the event {name} is in the story already"))
    if problems:
        raise EventsError(read.name, problems)
    return tuple(zip(names, read.column("sentence"), strict=True))
