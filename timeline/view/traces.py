"""A scene as Plotly's JSON: what every output draws, with an event on every point, plain lists, and no text."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from timeline.view.cards import head_of
from timeline.view.shapes import FADES, Bar, Scene
from timeline.view.theme import theme

if TYPE_CHECKING:
    import pandas as pd

DAY: Final = 86_400_000  # milliseconds
LEFT: Final = 220
RIGHT: Final = 24
BELOW: Final = 46

_HEIGHTS: Final = {"claim": 7, "claim_within": 7, "fade": 14, "span": 10, "bracket": 14}


def base(drawn: Scene, events: pd.DataFrame, *, lang: str = "en") -> dict[str, Any]:
    """Return a scene as Plotly's JSON: traces with plain lists, and a layout without texts."""
    hover = _hovers(events, lang)
    seen: Counter[str] = Counter()
    return {
        "data": [*_bars(drawn, hover, seen), *_lines(drawn, seen), *_marks(drawn, hover, seen)],
        "layout": _layout(drawn),
    }


def _ids(seen: Counter[str], ids: list[str]) -> dict[str, list[str]]:
    """Give every point its event in ``customdata``, and an id of its own: Plotly draws two points of one id once."""
    own = []
    for name in ids:
        seen[name] += 1
        own.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return {"ids": own, "customdata": ids}


def _hovers(events: pd.DataFrame, lang: str) -> dict[str, str]:
    return {name: f"<b>{escape(when)}</b><br>{escape(title)}" for name, when, title in head_of(events, lang)}


def _bars(drawn: Scene, hover: dict[str, str], seen: Counter[str]) -> list[dict[str, Any]]:
    looks: dict[tuple[str, str, int], list[Bar]] = {}
    for bar in drawn.bars:
        looks.setdefault((bar.style, bar.kind, bar.step), []).append(bar)
    traces = []
    for (style, kind, step), bars in looks.items():
        starts = [bar.start for bar in bars]
        lengths = [(date.fromisoformat(b.end) - date.fromisoformat(b.start)).days * DAY for b in bars]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "base": starts,
                "x": lengths,
                "y": [bar.y for bar in bars],
                "width": [_HEIGHTS.get(style, 18)] * len(bars),
                **_ids(seen, [bar.id for bar in bars]),
                "hovertext": [hover.get(bar.id, "") for bar in bars],
                "hoverinfo": "text",
                "textposition": "none",
                "marker": _fill(style, kind, step),
                "name": style,
                "showlegend": False,
                "meta": {"role": "bar", "style": style},
            }
        )
    return traces


def _fill(style: str, kind: str, step: int) -> dict[str, Any]:
    """Return the look of a bar. Styles differ in pattern or outline and not in colour alone."""
    looks = theme()
    colors, tint = looks.colors, looks.tint
    own = looks.color(kind) if kind else colors["claim"]
    plain = {"line": {"width": 0}}
    fills: dict[str, dict[str, Any]] = {
        "running": {"color": colors["request"], **plain},
        "within": {"color": tint(colors["request"], 0.4), **plain},
        "pending": {"color": tint(colors["request"], 0.4), **plain},
        "silent": {"color": colors["paper"], "line": {"width": 1, "color": colors["claim"]}},
        "bracket": {"color": tint(own, 0.22), "line": {"width": 1, "color": tint(own, 0.6)}},
        "span": {"color": tint(own, 0.45), **plain},
        "fade": {"color": tint(own, 0.06 + 0.44 * step / FADES), **plain},
        "claim": {"color": colors["claim"], **plain},
        "claim_within": {"color": tint(colors["claim"], 0.4), **plain},
    }
    if style in ("overdue", "late"):
        pattern = {
            "shape": "/",
            "fgcolor": tint(colors["alert"], 0.55),
            "bgcolor": tint(colors["alert"], 0.1),
            "size": 7,
            "solidity": 0.35,
        }
        return {"color": tint(colors["alert"], 0.1), "pattern": pattern, **plain}
    return fills[style]


def _lines(drawn: Scene, seen: Counter[str]) -> list[dict[str, Any]]:
    colors = theme().colors
    looks = {
        "stop": {"color": colors["court"], "width": 1.5, "dash": "dot"},
        "claim": {"color": colors["claim"], "width": 1, "dash": "solid"},
        "due": {"color": colors["alert"], "width": 3},
        "due_quiet": {"color": colors["quiet"], "width": 2},
    }
    traces = []
    for style, look in looks.items():
        lines = [line for line in drawn.lines if line.style == style]
        if lines:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [x for line in lines for x in (*line.x, None)],
                    "y": [y for line in lines for y in (*line.y, None)],
                    **_ids(seen, [line.id for line in lines for _ in range(3)]),
                    "line": look,
                    "hoverinfo": "skip",
                    "showlegend": False,
                    "name": style,
                    "meta": {"role": "line", "style": style},
                }
            )
    return traces


def _marks(drawn: Scene, hover: dict[str, str], seen: Counter[str]) -> list[dict[str, Any]]:
    looks, traces = theme(), []
    groups = sorted({(mark.kind, mark.look) for mark in drawn.marks}, key=lambda pair: (looks.order(pair[0]), pair[1]))
    for kind, look in reversed(groups):  # what matters more is drawn later, and so on top
        marks = [mark for mark in drawn.marks if (mark.kind, mark.look) == (kind, look)]
        color = looks.colors["claim"] if look == "claim" else looks.color(kind)
        fill = {"solid": color, "hollow": looks.tint(color, 0.22), "claim": looks.colors["paper"]}[look]
        symbol = looks.symbol(kind)
        line = {
            "width": 3 if symbol == "line-ns" else 1.5,
            "color": color if look != "solid" or symbol == "line-ns" else looks.colors["paper"],
        }
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [mark.x for mark in marks],
                "y": [mark.y for mark in marks],
                **_ids(seen, [mark.id for mark in marks]),
                "hovertext": [hover.get(mark.id, "") for mark in marks],
                "hoverinfo": "text",
                "marker": {"symbol": symbol, "size": 10 if look == "claim" else 14, "color": fill, "line": line},
                "name": kind,
                "showlegend": False,
                "cliponaxis": True,
                "meta": {"role": "mark", "kind": kind, "look": look},
            }
        )
    return traces


def _layout(drawn: Scene) -> dict[str, Any]:
    looks = theme()
    colors = looks.colors
    groups: dict[int, list[float]] = {}
    for lane in drawn.lanes:
        groups.setdefault(lane.group, []).extend((lane.top, lane.top + lane.height))
    bands = [(min(edges), max(edges)) for group, edges in groups.items() if group % 2 == 0]
    shapes: list[dict[str, Any]] = [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": top,
            "y1": bottom,
            "fillcolor": colors["band"],
            "line": {"width": 0},
            "layer": "below",
            "name": "band",
        }
        for top, bottom in bands
    ]
    if drawn.as_of:
        shapes.append(
            {
                "type": "line",
                "xref": "x",
                "x0": drawn.as_of,
                "x1": drawn.as_of,
                "y0": 0,
                "y1": drawn.height,
                "line": {"width": 1, "color": colors["quiet"], "dash": "dot"},
                "layer": "below",
                "name": "as_of",
            }
        )
    return {
        "height": round(drawn.height + BELOW + 8),
        "margin": {"l": LEFT, "r": RIGHT, "t": 8, "b": BELOW},
        "paper_bgcolor": colors["paper"],
        "plot_bgcolor": colors["paper"],
        "font": {"family": looks.fonts["family"], "size": looks.fonts["size"], "color": colors["ink"]},
        "barmode": "overlay",
        "bargap": 0,
        "hovermode": "closest",
        "dragmode": "pan",
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": colors["paper"],
            "bordercolor": colors["claim"],
            "font": {"color": colors["ink"], "size": 13},
            "align": "left",
        },
        "xaxis": {
            # A bar whose base is a date otherwise gets a linear axis.
            "type": "date",
            "visible": drawn.dated,  # no invented year where no event has a date
            "range": list(drawn.window),
            "showgrid": True,
            "gridcolor": colors["grid"],
            "zeroline": False,
            "tickformatstops": [
                {"dtickrange": [None, 604800000], "value": "%b %-d\n%Y"},
                {"dtickrange": [604800000, "M12"], "value": "%b\n%Y"},
                {"dtickrange": ["M12", None], "value": "%Y"},
            ],
            "ticklabelmode": "period",
            "ticklabeloverflow": "allow",
            "linecolor": colors["claim"],
            "showline": True,
            "ticks": "",
            "tickfont": {"color": colors["quiet"], "size": 13},
        },
        "yaxis": {"range": [max(drawn.height, 1), 0], "visible": False, "fixedrange": True},
        "shapes": shapes,
    }


def escape(text: str) -> str:
    """Escape what Plotly would read as its pseudo-HTML; it knows the entities of & < > and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
