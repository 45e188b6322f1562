"""The view's own .js and .css, and Plotly's script: found, joined, never downloaded."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

CONFIG: Final[dict[str, Any]] = {
    "displayModeBar": False,
    "displaylogo": False,
    "doubleClick": False,
    "plotlyServerURL": "",
    "responsive": False,
    "scrollZoom": False,
    # Since 7.1 every chart has a button that uploads it to Plotly's cloud. Our users' charts can be privileged.
    "showSendToCloud": False,
    "showTips": False,
}
"""What Plotly is told on every route."""

_IMPORT: Final = re.compile(r'^import [^;]*? from "\./[\w-]+\.js";\n', re.MULTILINE)


@cache
def text(name: str) -> str:
    """Return a file of ``view/static``."""
    return files("timeline.view").joinpath("static", name).read_text(encoding="utf-8")


def module(*names: str) -> str:
    """Join files into one ES module: no build step, and each file stays valid by itself."""
    return "\n".join(_IMPORT.sub("", text(name)) for name in names)


@cache
def plotly_js() -> str:
    """Return Plotly's script: npm's basic bundle where ``make`` has fetched it, else the wheel's, four times larger."""
    bundle = files("timeline.view").joinpath("static", "plotly-basic.min.js")
    if bundle.is_file():
        return bundle.read_text(encoding="utf-8")
    from plotly.offline import get_plotlyjs  # noqa: PLC0415 - five megabytes that are rarely needed

    return str(get_plotlyjs())
