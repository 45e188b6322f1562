"""A notebook to start from, made beside a table of events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline.events.decoding import file_bytes
from timeline.publish.files import write_file
from timeline.view.words import words

if TYPE_CHECKING:
    import os

_CODE: Final = """\
from timeline import explore, write_page

explorer = explore({file!r}{lang})
explorer"""


def write_notebook(table: str | os.PathLike[str], lang: str = "en") -> tuple[Path, bool]:
    """Make ``explore-NAME.ipynb`` beside a table where there is none yet; return it, and whether it was made.

    Raises UnreadableError where the table cannot be read, OutputError for a language without words.
    """
    say = words(lang)
    table = Path(table)
    file_bytes(table)
    path = table.with_name(f"explore-{table.stem}.ipynb")
    if path.exists():
        return path, False
    named = {"name": table.stem, "file": table.name, "lang": "" if lang == "en" else f", lang={lang!r}"}
    lesson, code = say("notebook.lesson", **named), _CODE.format(**named)
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "lesson", "metadata": {}, "source": lesson},
        {"cell_type": "code", "id": "explore", "metadata": {}, "source": code, "execution_count": None, "outputs": []},
    ]
    for cell in cells:
        cell["source"] = cell["source"].splitlines(keepends=True)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return write_file(path, json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"), True
