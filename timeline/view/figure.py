"""The timeline as a plain Plotly figure, for people who work with Plotly itself.

Page and notebook draw the same traces and place their own texts; here the texts are annotations.
"""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING, Any

from timeline.events.frame import settings_of
from timeline.view.filters import Filter, filter_events
from timeline.view.labels import Box, place
from timeline.view.release import release
from timeline.view.scene import scene
from timeline.view.summary import conclusion
from timeline.view.theme import theme
from timeline.view.traces import BELOW, LEFT, RIGHT, base, escape
from timeline.view.words import Words, words

if TYPE_CHECKING:
    import os

    import pandas as pd
    import plotly.graph_objects as go

    from timeline.view.shapes import Scene


def figure(
    events: str | os.PathLike[str] | pd.DataFrame,
    *,
    as_of: str | date | None = None,
    audience: str = "public",
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    lang: str = "en",
    width: int = 1280,
) -> go.Figure:
    """Draw a table of events, or the file it is in, as a plain Plotly figure that you may change.

    Lanes are the matters with their requests; a request's clock is a bar from its trigger to the due date, hatched
    where an answer was reported missing. Every point names its event in ``customdata``. Labels are placed for
    ``width`` pixels. Only what the ``audience`` may see is in the figure.

    Show it with ``fig.show(config=timeline.view.assets.CONFIG)``, which leaves out Plotly's button that uploads it.

    >>> figure("events.csv").layout.title.text.startswith("<b>Who asked")
    True
    """
    import plotly.graph_objects as go  # noqa: PLC0415 - most commands do without it

    say = words(lang)
    released = release(events, audience=audience, as_of=as_of)
    kept = set(filter_events(released, filter)["id"])
    drawn = scene(released, lang=lang, width=width - LEFT - RIGHT).only(kept)
    values = base(drawn, released, lang=lang)
    heading = _heading(settings_of(released).title, " ".join(conclusion(released, say)), width)
    notes = _notes(drawn, say, width)
    top, below = 22 + 22 * (heading.count("<br>") + 1), BELOW + 17 * (notes.count("<br>") + 1) + 12
    height = round(drawn.height + top + below)
    values["layout"] |= {
        "margin": {"l": LEFT, "r": RIGHT, "t": top, "b": below},
        "width": width,
        "height": height,
        "title": {
            "text": heading,
            "font": {"size": 20},
            "x": 0.012,
            "xanchor": "left",
            "yref": "container",
            "y": 1 - 14 / height,
            "yanchor": "top",
        },
        "annotations": [*_lane_names(drawn), *_texts(drawn, width - LEFT - RIGHT), _below(notes)],
    }
    return go.Figure(values)


def _heading(title: str, summary: str, width: int) -> str:
    lines = textwrap.wrap(summary, max(width // 8, 40))
    small = "<br>".join(f'<span style="font-size:14px">{escape(line)}</span>' for line in lines)
    return "<br>".join(filter(None, (f"<b>{escape(title)}</b>" if title else "", small)))


def _notes(drawn: Scene, say: Words, width: int) -> str:
    notes = [*drawn.notes, say("page.legal_advice")]
    if drawn.as_of:
        notes[-1] = f"{say('figure.as_of_note', day=say.day(date.fromisoformat(drawn.as_of)))} {notes[-1]}"
    return "<br>".join(escape(line) for note in notes for line in textwrap.wrap(note, max(width // 6, 40)))


def _below(notes: str) -> dict[str, Any]:
    corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
    font = {"size": 11, "color": theme().colors["quiet"]}
    return _note(notes, **corner, xshift=16 - LEFT, yshift=-BELOW, align="left", font=font)


def _lane_names(drawn: Scene) -> list[dict[str, Any]]:
    colors = theme().colors
    left = {"xref": "paper", "yref": "y", "x": 0, "xanchor": "right", "yanchor": "middle", "xshift": -10}
    return [
        _note(
            escape(textwrap.shorten(lane.name, 34, placeholder="…")),
            y=lane.y,
            font={"size": 13, "color": colors["quiet" if lane.clock else "ink"]},
            **left,
        )
        for lane in drawn.lanes
    ]


def _texts(drawn: Scene, width: int) -> list[dict[str, Any]]:
    start, end = (date.fromisoformat(day).toordinal() for day in drawn.window)
    scale = width / max(end - start, 1)

    def pixel(day: str) -> float:
        return (date.fromisoformat(day).toordinal() - start) * scale

    marks = [(pixel(mark.x), mark.y) for mark in drawn.marks]
    bars = [(pixel(bar.start), pixel(bar.end), bar.y) for bar in drawn.bars]
    tracks = [lane.tracks for lane in drawn.lanes]
    labels = [label.in_view(end - start) for label in drawn.labels]
    return [_text(box, width) for box in place(labels, tracks, pixel, width, marks=marks, bars=bars)]


def _text(box: Box, width: int) -> dict[str, Any]:
    colors, label = theme().colors, box.label
    text = " ".join(filter(None, (f"<b>{escape(label.date)}</b>" if label.date else "", escape(label.text))))
    text = f"<i>{text}</i>" if label.tone == "claim" else f"<b>{text}</b>" if label.tone == "alert" else text
    # A text inside a hatched bar stands on paper.
    paper = {"bgcolor": colors["paper"], "borderpad": 1} if box.inside and label.tone == "alert" else {}
    color = colors["quiet" if label.tone == "claim" else label.tone]
    corner = {"xref": "paper", "yref": "y", "x": box.left / width, "y": box.middle}
    return _note(text, xanchor="left", yanchor="middle", font={"size": 12.5, "color": color}, **corner, **paper)


def _note(text: str, **place: Any) -> dict[str, Any]:  # noqa: ANN401 - Plotly's own
    return {"text": text, "showarrow": False, **place}
