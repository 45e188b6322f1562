"""The timeline as a plain Plotly figure, for people who work with Plotly itself.

Page and notebook draw the same traces and place their own texts; here the texts are annotations.
"""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING, Any

from timeline.events.frame import settings_of
from timeline.view.cards import shown_date, title_of
from timeline.view.filters import Filter, filter_events
from timeline.view.layout import Layout, arrange
from timeline.view.release import release
from timeline.view.rows import rows_of
from timeline.view.scene import scene
from timeline.view.summary import conclusion
from timeline.view.theme import theme as looks
from timeline.view.traces import BELOW, LEFT, RIGHT, base, escape
from timeline.view.words import Words, words

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pandas as pd
    import plotly.graph_objects as go

    from timeline.view.labels import Box


def figure(
    events: str | os.PathLike[str] | pd.DataFrame,
    *,
    as_of: str | date | None = None,
    audience: str = "public",
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    lanes: str = "matter",
    window: str | None = None,
    lang: str = "en",
    width: int = 1280,
    theme: str = "light",
) -> go.Figure:
    """Draw a table of events, or the file it is in, as a plain Plotly figure that you may change.

    Lanes are the matters with their requests, or what ``lanes`` says: agency, kind or court; ``window`` is the time
    that is shown, such as "2020-01-01/2021-06-30", instead of the table's own. A request's clock is a bar from its
    trigger to the due date, dotted where a question stopped it, hatched where an answer was reported missing. Every
    point names its event in ``customdata``; marks too close to tell apart become one with their number. Labels are
    placed for ``width`` pixels. ``theme`` is one of light, dark, contrast, print and large. Only what the ``audience``
    may see is in the figure.

    Show it with ``fig.show(config=timeline.view.assets.CONFIG)``, which leaves out Plotly's button that uploads it; in
    another language with ``config=CONFIG | words(lang).plotly()``, which names the months in it.

    >>> figure("events.csv").layout.title.text.startswith("<b>Who asked")
    True
    """
    released = release(events, audience=audience, as_of=as_of)
    return figure_of(released, filter=filter, lanes=lanes, window=window, lang=lang, width=width, theme=theme)


def figure_of(
    released: pd.DataFrame,
    *,
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    lanes: str = "matter",
    window: str | None = None,
    lang: str = "en",
    width: int = 1280,
    theme: str = "light",
) -> go.Figure:
    """Draw a released table as ``figure`` does."""
    import plotly.graph_objects as go  # noqa: PLC0415 - most commands do without it

    # A theme's scale enlarges all lengths alike, so that everything is laid out for a plot so much smaller.
    say, scale, colors = words(lang), looks(theme).scale, looks(theme).colors
    rows = rows_of(released)
    kept = set(filter_events(released, filter)["id"])
    every = len(kept) == len(rows)
    drawn = scene(released, lang=lang, lanes=lanes, window=window, rows=rows)
    out = arrange(
        drawn if every else drawn.only(kept), width / scale - LEFT - RIGHT, all_lanes=every,
        further=lambda n: say("figure.further_lanes", n),
    )  # fmt: skip
    shown = {mark.id for mark in out.scene.marks} | {bar.id for bar in out.scene.bars}
    hover = {
        row["id"]: f"<b>{escape(shown_date(row, say))}</b><br>{escape(title_of(row, say))}"
        for row in rows
        if row["id"] in shown
    }
    values = base(out, hover, say, theme)
    title, _ = settings_of(released).heading(lang)
    heading = _heading(title, " ".join(conclusion(released, say)), width / scale, scale)
    notes = _notes(out, say, width / scale)
    top, below = 34 + 22 * (heading.count("<br>") + 1), BELOW + 17 * (notes.count("<br>") + 1) + 12
    height = round((out.height + top + below) * scale)
    values["layout"] |= {
        "margin": {name: round(length * scale) for name, length in zip("lrtb", (LEFT, RIGHT, top, below), strict=True)},
        "width": width,
        "height": height,
        "title": {
            "text": heading,
            "font": {"size": 20 * scale},
            "x": 0.012,
            "xanchor": "left",
            "yref": "container",
            "y": 1 - 24 * scale / height,  # Plotly sets the first of several lines above its anchor
            "yanchor": "top",
        },
        "annotations": [
            *_lane_names(out, colors, scale),
            *(_text(box, out.width, colors, scale) for box in out.boxes),
            _below(notes, colors, scale),
        ],
    }
    return go.Figure(values)


def _heading(title: str, summary: str, width: float, scale: float) -> str:
    lines = textwrap.wrap(summary, max(int(width) // 8, 40))
    small = "<br>".join(f'<span style="font-size:{14 * scale:g}px">{escape(line)}</span>' for line in lines)
    return "<br>".join(filter(None, (f"<b>{escape(title)}</b>" if title else "", small)))


def _notes(out: Layout, say: Words, width: float) -> str:
    drawn = out.scene
    notes = [f"{note.mark} {note.text}" for note in drawn.footnotes]
    signs = drawn.signs() | ({"cluster"} if any(len(dot.marks) > 1 for dot in out.dots) else set())
    if legend := [text for sign, text in drawn.legend.items() if sign in signs]:
        notes.append(". ".join(legend) + ".")
    notes += drawn.notes
    if drawn.undated:
        notes.append(say("figure.undated_count", drawn.undated))
    legal = say("page.legal_advice")
    if drawn.as_of:
        legal = f"{say('figure.as_of_note', day=say.day(date.fromisoformat(drawn.as_of)))} {legal}"
    return "<br>".join(
        escape(line) for note in (*notes, legal) for line in textwrap.wrap(note, max(int(width) // 6, 40))
    )


def _below(notes: str, colors: Mapping[str, str], scale: float) -> dict[str, Any]:
    corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
    font = {"size": 11 * scale, "color": colors["quiet"]}
    return _note(notes, **corner, xshift=(16 - LEFT) * scale, yshift=-BELOW * scale, align="left", font=font)


def _lane_names(out: Layout, colors: Mapping[str, str], scale: float) -> list[dict[str, Any]]:
    left = {"xref": "paper", "yref": "y", "x": 0, "xanchor": "right", "yanchor": "middle", "xshift": -10 * scale}
    return [
        _note(
            escape(textwrap.shorten(band.lane.name, 34, placeholder="…")),
            y=band.y,
            font={"size": 13 * scale, "color": colors["quiet" if band.lane.clock else "ink"]},
            **left,
        )
        for band in out.bands
    ]


def _text(box: Box, width: float, colors: Mapping[str, str], scale: float) -> dict[str, Any]:
    tone, when, said = box.label.tone, escape(box.wanted.date), escape(box.wanted.text)
    text = " ".join(filter(None, (f"<b>{when}</b>" if when else "", said)))
    text = f"<i>{text}</i>" if tone == "claim" else f"<b>{text}</b>" if tone == "alert" else text
    # A text inside a patterned bar stands on paper.
    paper = {"bgcolor": colors["paper"], "borderpad": 1} if box.inside else {}
    color = colors["quiet" if tone == "claim" else tone]
    corner = {"xref": "paper", "yref": "y", "x": box.left / width, "y": box.middle}
    return _note(text, xanchor="left", yanchor="middle", font={"size": 12.5 * scale, "color": color}, **corner, **paper)


def _note(text: str, **place: Any) -> dict[str, Any]:  # noqa: ANN401 - Plotly's own
    return {"text": text, "showarrow": False, **place}
