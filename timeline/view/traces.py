"""A laid out scene as Plotly's JSON: traces with an event on every point, plain lists, and no text of its own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from timeline.view.looks import HEIGHTS, bar_look, color_of, layout_look, line_looks, mark_look
from timeline.view.shapes import Bar, iso
from timeline.view.theme import theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.view.layout import Dot, Layout
    from timeline.view.words import Words

DAY: Final = 86_400_000  # milliseconds
LEFT: Final = 220
RIGHT: Final = 24
BELOW: Final = 46
LISTED: Final = 8  # events that the hover of a counted mark names


def base(out: Layout, hover: Mapping[str, str], say: Words, look: str = "light") -> dict[str, Any]:
    """Return a laid out scene as Plotly's JSON; ``hover`` says each event, ``look`` names the theme."""
    seen: Counter[str] = Counter()
    return {
        "data": [
            *_bars(out, hover, seen, look),
            *_lines(out, seen, look),
            *_marks(out, hover, seen, look),
            *_counted(out, hover, seen, say, look),
        ],
        "layout": _layout(out, look, say.lang),
    }


def _ids(seen: Counter[str], ids: list[str]) -> dict[str, list[str]]:
    """Give every point its event in ``customdata``, and an id of its own: Plotly draws two points of one id once."""
    own = []
    for name in ids:
        seen[name] += 1
        own.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return {"ids": own, "customdata": ids}


def _bars(out: Layout, hover: Mapping[str, str], seen: Counter[str], look: str) -> list[dict[str, Any]]:
    looks: dict[tuple[str, str, int], list[Bar]] = {}
    for bar in out.scene.bars:
        looks.setdefault((bar.style, color_of(bar.style, bar.kind), bar.step), []).append(bar)
    return [
        {
            "type": "bar",
            "orientation": "h",
            "base": [iso(bar.start) for bar in bars],
            "x": [(bar.end - bar.start) * DAY for bar in bars],
            "y": [out.y_of_bar(bar) for bar in bars],
            "width": [HEIGHTS[style]] * len(bars),
            **_ids(seen, [bar.id for bar in bars]),
            "hovertext": [hover.get(bar.id, "") for bar in bars],
            "hoverinfo": "text",
            "textposition": "none",
            "marker": bar_look(style, color, step, look),
            "name": style,
            "showlegend": False,
            "meta": {"role": "bar", "style": style},
        }
        for (style, color, step), bars in looks.items()
    ]


def _lines(out: Layout, seen: Counter[str], look: str) -> list[dict[str, Any]]:
    scale = theme(look).scale
    found: dict[str, list[tuple[str, tuple[int, int], tuple[float, float]]]] = {}
    marks = {mark.id: mark for mark in reversed(out.scene.marks)}
    for tie in out.scene.ties:
        start, end = marks[tie.start], marks[tie.end] if tie.end else None
        y = out.y_of_mark(start)
        if end:
            line = (start.day, end.day), (y, out.y_of_mark(end))
        else:
            lane = out.band(tie.lane).y
            down = 1 if lane >= y else -1
            line = (start.day, start.day), (y + 10 * down, lane + 10 * down)
        found.setdefault(tie.style, []).append((tie.id, *line))
    for due in out.scene.dues:
        y = out.band(due.lane).y
        found.setdefault("due" if due.late else "due_quiet", []).append((due.id, (due.day, due.day), (y - 14, y + 14)))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for _, days, _ in found[style] for x in (*map(iso, days), None)],
            "y": [y for _, _, ys in found[style] for y in (*ys, None)],
            **_ids(seen, [name for name, _, _ in found[style] for _ in range(3)]),
            "line": line | {"width": line["width"] * scale},
            "hoverinfo": "skip",
            "showlegend": False,
            "name": style,
            "meta": {"role": "line", "style": style},
        }
        for style, line in line_looks(look).items()
        if style in found
    ]


def _marks(out: Layout, hover: Mapping[str, str], seen: Counter[str], look: str) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[Dot]] = {}
    for dot in out.dots:
        if len(dot.marks) == 1:
            groups.setdefault((dot.mark.kind, dot.mark.look), []).append(dot)
    order = sorted(groups, key=lambda pair: (theme().order(pair[0]), pair[1]))
    return [
        _points(out, groups[kind, sure], hover, seen) | {
            "mode": "markers",
            "marker": _scaled(mark_look(kind, sure, look), look),
            "name": kind,
            "meta": {"role": "mark", "kind": kind, "look": sure},
        }
        for kind, sure in reversed(order)  # what matters more is drawn later, and so on top
    ]  # fmt: skip


def _scaled(marker: dict[str, Any], look: str) -> dict[str, Any]:
    scale = theme(look).scale
    return marker | {
        "size": marker["size"] * scale,
        "line": marker["line"] | {"width": marker["line"]["width"] * scale},
    }


def _counted(out: Layout, hover: Mapping[str, str], seen: Counter[str], say: Words, look: str) -> list[dict[str, Any]]:
    """Return the marks that stand for several; each names the weightiest of its events."""
    dots = [dot for dot in out.dots if len(dot.marks) > 1]
    if not dots:
        return []
    colors = theme(look).colors
    said = []
    for dot in dots:
        lines = [hover.get(mark.id, "").replace("<br>", " ") for mark in dot.marks[:LISTED]]
        more = ["…"] if len(dot.marks) > LISTED else []
        said.append("<br>".join([f"<b>{say('figure.closeby', len(dot.marks))}</b>", *lines, *more]))
    marker = {
        "symbol": "circle",
        "size": 22,
        "color": colors["paper"],
        "line": {"width": 1.5, "color": colors["quiet"]},
    }
    return [
        _points(out, dots, hover, seen) | {
            "mode": "markers+text",
            "text": [str(len(dot.marks)) for dot in dots],
            "textfont": {"size": 10 * theme(look).scale, "color": colors["ink"]},
            "hovertext": said,
            "marker": _scaled(marker, look),
            "name": "cluster",
            "meta": {"role": "cluster"},
        }
    ]  # fmt: skip


def _points(out: Layout, dots: list[Dot], hover: Mapping[str, str], seen: Counter[str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [iso(dot.day) for dot in dots],
        "y": [out.y_of_mark(dot.mark) for dot in dots],
        **_ids(seen, [dot.mark.id for dot in dots]),
        "hovertext": [hover.get(dot.mark.id, "") for dot in dots],
        "hoverinfo": "text",
        "showlegend": False,
        "cliponaxis": True,
    }


def _layout(out: Layout, look: str, lang: str) -> dict[str, Any]:
    colors, layout = theme(look).colors, layout_look(look, lang)
    groups: dict[int, list[float]] = {}
    for band in out.bands:
        groups.setdefault(band.lane.group, []).extend((band.top, band.top + band.height))
    shapes: list[dict[str, Any]] = [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": min(edges),
            "y1": max(edges),
            "fillcolor": colors["band"],
            "line": {"width": 0},
            "layer": "below",
            "name": "band",
        }
        for place, edges in enumerate(groups.values())
        if place % 2 == 0
    ]
    if out.scene.as_of:
        shapes.append(
            {
                "type": "line",
                "xref": "x",
                "x0": out.scene.as_of,
                "x1": out.scene.as_of,
                "y0": 0,
                "y1": out.height,
                "line": {"width": 1, "color": colors["quiet"], "dash": "dot"},
                "layer": "below",
                "name": "as_of",
            }
        )
    window = [iso(day) for day in out.scene.window]
    # No invented year where no event has a date.
    layout["xaxis"] |= {"range": window, "visible": out.scene.dated}
    layout["yaxis"] |= {"range": [max(out.height, 1), 0]}
    return layout | {"shapes": shapes}


def escape(text: str) -> str:
    """Escape what Plotly would read as its pseudo-HTML; it knows the entities of & < > and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
