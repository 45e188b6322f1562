"""How all that is drawn looks in a theme: Plotly's markers, lines and layout, for figure and browser alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from timeline.view.theme import FADES, theme
from timeline.view.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

HEIGHTS: Final = {
    "claim": 7, "claim_within": 7, "fade": 14, "span": 10, "bracket": 14, "running": 18, "within": 18, "pending": 18,
    "tolled": 18, "extended": 18, "overdue": 18, "late": 18, "silent": 18,
}  # fmt: skip
"""How high the bars are, in pixels at scale 1."""
LOOKS: Final = ("solid", "hollow", "claim", "quiet")
_OWN: Final = ("bracket", "span", "fade")
"""Styles of bars that have the colour of their event's kind."""


def color_of(style: str, kind: str) -> str:
    """Return the name of the colour that a bar takes from a kind, "" for a style with a colour of its own.

    >>> color_of("bracket", "contract"), color_of("fade", ""), color_of("overdue", "deadline")
    ('money', 'claim', '')
    """
    if style not in _OWN:
        return ""
    return theme().color_name(kind) if kind else "claim"


def bar_look(style: str, color: str, step: int, name: str = "light") -> dict[str, Any]:
    """Return a bar's marker; ``color`` is the name of a colour, "" where the style has its own."""
    return theme(name).bar(style, color, step or FADES)


def mark_look(kind: str, look: str, name: str = "light") -> dict[str, Any]:
    """Return a mark's marker: solid, hollow where the day is not known, small and grey for another account.

    A deadline that nobody is known to have missed is quiet.
    """
    looks = theme(name)
    color = looks.colors[look] if look in {"claim", "quiet"} else looks.color(kind)
    fill = {"solid": color, "quiet": color, "hollow": looks.tint(color, 0.22), "claim": looks.colors["paper"]}[look]
    symbol = looks.symbol(kind)
    line = {
        "width": 3 if symbol == "line-ns" else 1.5,
        "color": color if look not in {"solid", "quiet"} or symbol == "line-ns" else looks.colors["paper"],
    }
    return {"symbol": symbol, "size": 10 if look == "claim" else 14, "color": fill, "line": line}


def line_looks(name: str = "light") -> dict[str, dict[str, Any]]:
    """Return the looks of lines by their style."""
    colors = theme(name).colors
    return {
        "stop": {"color": colors["court"], "width": 1.5, "dash": "dot"},
        "claim": {"color": colors["claim"], "width": 1, "dash": "solid"},
        "due": {"color": colors["alert"], "width": 3},
        "due_quiet": {"color": colors["quiet"], "width": 2},
    }


def layout_look(name: str = "light", lang: str = "en") -> dict[str, Any]:
    """Return Plotly's layout of a theme, without a range, a size, a shape or a text."""
    looks = theme(name)
    colors, size = looks.colors, float(looks.fonts["size"]) * looks.scale
    return {
        "paper_bgcolor": colors["paper"],
        "plot_bgcolor": colors["paper"],
        "font": {"family": looks.fonts["family"], "size": size, "color": colors["ink"]},
        "barmode": "overlay",
        "bargap": 0,
        "hovermode": "closest",
        "dragmode": "pan",
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": colors["paper"],
            "bordercolor": colors["claim"],
            "font": {"color": colors["ink"], "size": size - 1},
            "align": "left",
        },
        "xaxis": {
            # A bar whose base is a date otherwise gets a linear axis.
            "type": "date",
            "showgrid": True,
            "gridcolor": colors["grid"],
            "zeroline": False,
            "tickformatstops": words(lang).tick_formats(),
            "ticklabelmode": "period",
            "ticklabeloverflow": "allow",
            "linecolor": colors["claim"],
            "showline": True,
            "ticks": "",
            "tickfont": {"color": colors["quiet"], "size": size - 1},
        },
        "yaxis": {"visible": False, "fixedrange": True},
    }


def looks_of(name: str, kinds: Iterable[str], bars: Iterable[tuple[str, str, int]], lang: str = "en") -> dict[str, Any]:
    """Return all looks that a drawing of these kinds and bars (style, colour, step) needs in one theme."""
    looks = theme(name)
    made = {f"{style}|{color}|{step}": bar_look(style, color, step, name) for style, color, step in bars}
    # A clock's own fading, whose event is the computed deadline, has the colour of requests.
    made |= {f"fade||{step}": bar_look("fade", "request", step, name) for step in range(1, FADES + 1)}
    return {
        "colors": dict(looks.colors),
        "scale": looks.scale,
        "marks": {f"{kind}|{look}": mark_look(kind, look, name) for kind in kinds for look in LOOKS},
        "bars": made,
        "heights": HEIGHTS,
        "lines": line_looks(name),
        "layout": layout_look(name, lang),
    }
