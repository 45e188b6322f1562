"""What the browser gets: one complete figure, the columns to filter by, and every word, already decided."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from timeline.events.columns import CERTAINTIES
from timeline.events.frame import dates_of, settings_of
from timeline.view.assets import CONFIG
from timeline.view.cards import cards, head_of
from timeline.view.filters import search_text, values
from timeline.view.scene import scene
from timeline.view.summary import conclusion
from timeline.view.theme import theme
from timeline.view.traces import base
from timeline.view.words import words

if TYPE_CHECKING:
    import pandas as pd

    from timeline.view.shapes import Scene


def payload(events: pd.DataFrame, *, lang: str = "en", title: str | None = None) -> dict[str, Any]:
    """Return a released table as the plain values that ``static/view.js`` draws. Deterministic."""
    say, settings = words(lang), settings_of(events)
    drawn = scene(events, lang=lang)
    found = [settings.canonical(cell) for cell in events["agency"]]
    heads = list(head_of(events, lang))
    kinds = sorted(set(events["kind"]), key=theme().order)
    known = [c for c in (*CERTAINTIES, "") if (events["certainty"] == c).any()]
    sources = {pair for pair in zip(events["source_title"], events["source_url"], strict=True) if any(pair)}
    first, last = _bounds(events)
    return {
        "lang": lang,
        "title": title if title is not None else settings.title,
        "subtitle": settings.subtitle,
        "as_of": drawn.as_of,
        "as_of_text": say.day(date.fromisoformat(drawn.as_of)) if drawn.as_of else "",
        "conclusion": conclusion(events, say),
        "window": list(drawn.window),
        "extent": list(drawn.extent),
        "counts": {"events": len(events), "sources": len(sources)},
        "kinds": {
            kind: {"label": say.label("kinds", kind), "color": theme().color(kind), "path": theme().path(kind)}
            for kind in kinds
        },
        "matters": [name for name in dict.fromkeys(events["matter"]) if name],
        "agencies": [name for name in values(events, "agency") if name],
        "certainties": [{"value": c, "label": say.label("certainty", c or "unstated")} for c in known],
        "figure": base(drawn, events, lang=lang),
        "scene": _scene(drawn),
        "config": CONFIG,
        "font": theme().fonts["family"],
        "colors": dict(theme().colors),
        "events": {
            "id": events["id"].tolist(),
            "kind": events["kind"].tolist(),
            "matter": events["matter"].tolist(),
            "agencies": [list(names) for names in found],
            "certainty": events["certainty"].tolist(),
            "first": first,
            "last": last,
            "dated": [bool(edtf) for edtf in events["date"]],
            "overdue": [status == "overdue" for status in events["status"]],
            "search": search_text(events),
            "when": [when for _, when, _ in heads],
            "title": [name for _, _, name in heads],
            "card": cards(events, lang),
        },
        "words": {**say.catalogue["page"], **{f"count_{k}": v for k, v in say.catalogue["count"].items()}},
    }


def _scene(drawn: Scene) -> dict[str, Any]:
    shown = ("name", "y", "top", "height", "tracks", "readings")
    return {
        "lanes": [{n: getattr(lane, n) for n in shown} | {"request": lane.clock is not None} for lane in drawn.lanes],
        "labels": [asdict(label) for label in drawn.labels],
        "notes": drawn.notes,
        "height": drawn.height,
    }


def _bounds(events: pd.DataFrame) -> tuple[list[str | None], list[str | None]]:
    """Return the first and last day that each event may touch; None where open."""
    first, last = [], []
    for when in dates_of(events):
        end = when.end_latest if when.is_span else when.latest
        first.append(when.earliest.isoformat() if when.earliest else None)
        last.append(end.isoformat() if end else None)
    return first, last
