"""The view's own .js and .css, and Plotly's script: found, joined, never downloaded."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import OutputError
from timeline.view.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

STYLES: Final = ("view.css", "overview.css", "narrow.css", "card.css", "keys.css", "rows.css")
"""What the one view looks like; page and notebook add what is theirs."""

_FUNCTION: Final = "() => {"
_HANDED: Final = f" : this, {_FUNCTION}"
_HANDED_END: Final = "}));"

BLOCK: Final = 100
"""Events in two lines of what is unpacked late."""

_COMMENT: Final = re.compile(r"^(?://.*|/\*\*(?:.|\n)*?\*/)\n", re.MULTILINE)
_IMPORT: Final = re.compile(r'^import [^;]*? from "\./([\w-]+\.js)";\n', re.MULTILINE)


@cache
def text(name: str) -> str:
    """Return a file of ``view/static``."""
    return files("timeline.view").joinpath("static", name).read_text(encoding="utf-8")


def module(*names: str) -> str:
    """Join files, and what they import, into one ES module: no build step, and each file stays valid by itself."""
    joined: dict[str, str] = {}

    def join(name: str) -> None:
        if name in joined:
            return
        joined[name] = ""  # of two that import each other, the one asked for comes last
        needed = _IMPORT.findall(text(name))
        for other in needed:
            join(other)
        del joined[name]
        joined[name] = _IMPORT.sub("", text(name))

    for name in names:
        join(name)
    return "\n".join(joined.values())


def lean_js(script: str) -> str:
    r"""Return a script without indentation and the lines that are comments; the view's have no text of several lines.

    >>> lean_js("// Why.\nfunction f() {\n  // Because.\n  return 1; // one\n}\n")
    'function f() {\nreturn 1; // one\n}\n'
    """
    return _COMMENT.sub("", re.sub(r"^[ \t]+", "", script, flags=re.MULTILINE))


def lean_css(styles: str) -> str:
    r"""Return a style sheet without comments and the spaces at its braces and line ends.

    >>> lean_css("/* Why. */\na {\n  color: red;\n  margin: 0 1px;\n}\nb { top: 0; }\n")
    'a{color: red;margin: 0 1px}b{top: 0}'
    """
    lean = re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)
    return re.sub(r";}", "}", re.sub(r"\s*([{}])\s*|(;)\s+", r"\1\2", lean)).strip()


@cache
def plotly_js() -> str:
    """Return Plotly's script: npm's basic bundle where ``make`` has fetched it, else the wheel's, four times larger."""
    bundle = files("timeline.view").joinpath("static", "plotly-basic.min.js")
    if bundle.is_file():
        return at_once(bundle.read_text(encoding="utf-8"))
    from plotly.offline import get_plotlyjs  # noqa: PLC0415 - five megabytes that are rarely needed

    return at_once(str(get_plotlyjs()))


def plotly_file() -> str:
    """Return the name of Plotly's script beside pages that share it: another for every version."""
    return f"plotly-{hashlib.sha256(plotly_js().encode()).hexdigest()[:12]}.js"


def at_once(script: str) -> str:
    """Put the function that Plotly's script hands to its caller into brackets: a browser then reads it only once."""
    head, start, body = script.partition(_HANDED)
    body, end, rest = body.rpartition(_HANDED_END)
    return f"{head}{start[: -len(_FUNCTION)]}({_FUNCTION}{body}}}){end[1:]}{rest}" if start and end else script


def late_lines(late: Mapping[str, Sequence[Any]]) -> str:
    """Return what is unpacked after the first paint as lines of JSON, two for every ``BLOCK`` of events.

    The first holds the texts to search, the second the rest. A browser reads the first as they come, without ever
    stopping for long, and of the others only those that somebody opens.

    >>> late_lines({"search": ["asked", "sued"], "card": [{"head": "A"}, {"head": "B"}]}).splitlines()
    ['["asked","sued"]', '{"card":[{"head":"A"},{"head":"B"}]}']
    """
    lines: list[str] = []
    for start in range(0, len(late["search"]), BLOCK):
        block = {name: column[start : start + BLOCK] for name, column in late.items()}
        lines += [plain_json(block.pop("search")), plain_json(block)]
    return "".join(f"{line}\n" for line in lines)


def plain_json(values: Any) -> str:  # noqa: ANN401 - plain values
    """Return plain values as JSON without spaces."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def known_theme(name: str) -> str:
    """Return the name of a theme, or raise an OutputError that says which there are.

    >>> known_theme("auto")
    'auto'
    """
    if name not in ("auto", *THEMES):
        msg = f"theme {name!r}: there is no such theme; expected one of {', '.join(('auto', *THEMES))}"
        raise OutputError(msg)
    return name
