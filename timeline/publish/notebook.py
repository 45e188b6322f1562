"""A notebook to start from, made beside a table of events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline.events.decoding import file_bytes
from timeline.publish.files import write_file

if TYPE_CHECKING:
    import os

_LESSON: Final = """\
# {name}

Run the cell below (Shift+Enter): the timeline appears, with filters beside it. Choose a mark to see where it comes
from and, for a deadline, how its days were counted. Nothing leaves this computer.

What the filters show is a value: `explorer.filter` in a new cell prints it, and `write_page({file!r}, "page.html",
filter=explorer.filter)` writes a page that opens with it. Informational, not legal advice."""
_CODE: Final = """\
from timeline import explore, write_page

explorer = explore({file!r})
explorer"""


def write_notebook(table: str | os.PathLike[str]) -> tuple[Path, bool]:
    """Make ``explore-NAME.ipynb`` beside a table where there is none yet; return it, and whether it was made.

    Raises UnreadableError where the table cannot be read.
    """
    table = Path(table)
    file_bytes(table)
    path = table.with_name(f"explore-{table.stem}.ipynb")
    if path.exists():
        return path, False
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "lesson", "metadata": {}, "source": _LESSON},
        {"cell_type": "code", "id": "explore", "metadata": {}, "source": _CODE, "execution_count": None, "outputs": []},
    ]
    for cell in cells:
        cell["source"] = cell["source"].format(name=table.stem, file=table.name).splitlines(keepends=True)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return write_file(path, json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"), True
