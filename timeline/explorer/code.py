"""The Python for what is on the screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.view.filters import Filter


UNNAMED: Final = "events"


def code_of(source: Any, values: Mapping[str, Any]) -> str:  # noqa: ANN401 - a path or a DataFrame
    """Return a cell that shows a source as ``values`` say: options of ``explore``, without those left as they are.

    >>> from timeline import Filter
    >>> print(code_of("events.csv", {"filter": Filter(kinds=("complaint",)), "lanes": "agency"}))
    from timeline import Filter, explore
    <BLANKLINE>
    explorer = explore(
        "events.csv",
        filter=Filter(kinds=["complaint"]),
        lanes="agency",
    )
    explorer
    """
    filtered, name = "filter" in values, _source(source)
    given = [name or UNNAMED, *(f"{name}={_literal(value)}" for name, value in values.items())]
    lines = "".join(f"    {one},\n" for one in given)
    call = f"explore({given[0]})" if len(given) == 1 else f"explore(\n{lines})"
    head = f"from timeline import {'Filter, ' if filtered else ''}explore\n"
    note = "" if name else f"# Call the table {UNNAMED} first: in this notebook it has no name.\n"
    return f"{head}\n{note}explorer = {call}\nexplorer"


def is_named(source: Any) -> bool:  # noqa: ANN401
    """Tell whether the code for a source runs as it is: a table may have no name in the notebook."""
    return bool(_source(source))


def _source(source: Any) -> str:  # noqa: ANN401
    """Name a source: a path as it was given, a table by what it is called in the notebook; "" where it has no name."""
    if not isinstance(source, pd.DataFrame):
        return _literal(os.fspath(source))
    try:
        from IPython import get_ipython  # noqa: PLC0415 - there with the notebook only
    except ImportError:
        return ""
    shell = get_ipython()
    named = shell.user_ns.items() if shell else ()
    return next((name for name, value in named if value is source and not name.startswith("_")), "")


def _literal(value: Any) -> str:  # noqa: ANN401
    """Write a value as Python has it, texts in double quotes where they can be."""
    if hasattr(value, "as_dict"):
        return _filter(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    text = repr(value)
    return f'"{text[1:-1]}"' if isinstance(value, str) and text[0] == "'" and '"' not in text else text


def _filter(filter: Filter) -> str:  # noqa: A002 - the field's own word
    return f"Filter({', '.join(f'{name}={_literal(value)}' for name, value in filter.as_dict().items())})"
