"""What the browser gets: columns, looks and every word, already decided; it selects, counts, places and draws them.

Two parts: what all drawing and filtering needs, and the long texts, which it unpacks after the first paint.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from timeline.events.columns import CERTAINTIES, DOUBTED
from timeline.events.frame import settings_of
from timeline.law.clocks import LATE
from timeline.view.assets import CONFIG
from timeline.view.cards import cards_of, deadline_said, shown_date, title_of
from timeline.view.chips import chips
from timeline.view.filters import Filter, Sieve, search_text
from timeline.view.looks import LOOKS, color_of, looks_of
from timeline.view.rows import date_text, rows_of, true_order
from timeline.view.scene import scene
from timeline.view.shapes import iso, number
from timeline.view.story import key_story
from timeline.view.summary import conclusion
from timeline.view.theme import THEMES, theme
from timeline.view.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from timeline.view.rows import Row
    from timeline.view.shapes import Scene
    from timeline.view.story import Story

STYLES: Final = (
    "running", "within", "pending", "extended", "tolled", "silent", "overdue", "late", "fade", "bracket", "span",
    "claim_within", "claim",
)  # fmt: skip
"""The styles of bars in the order in which they are drawn."""
COLUMNS: Final = (
    "id", "kind", "matter", "agencies", "certainty", "status", "first", "last", "dated", "lane", "day", "look",
    "weight", "date", "when", "title",
)  # fmt: skip
"""What there is of every event, in columns."""


def payload(
    events: pd.DataFrame,
    table: Sequence[Row] | None = None,
    *,
    lang: str = "en",
    title: str | None = None,
    lanes: str = "matter",
    window: str | None = None,
    story: Story = (),
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a released table as the plain values that the browser draws, and those it needs later. Deterministic.

    ``table`` are its rows where they are at hand. What it needs later are, for every event, the texts to ``search``,
    its ``card``, the ``chips`` of its row, and its ``edtf``, "" where that is one day.
    """
    say, settings = words(lang), settings_of(events)
    heading, subtitle = settings.heading(lang)
    table = rows_of(events) if table is None else table
    drawn = scene(events, lang=lang, lanes=lanes, window=window, rows=table)
    order = true_order(table)
    rows = [table[place] for place in order]
    agencies = {cell: tuple(settings.canonical(cell)) for cell in set(events["agency"])}
    kinds = sorted({row["kind"] for row in rows}, key=theme().order)
    told = {row["certainty"] for row in rows}
    late = any(row["status"] in LATE for row in rows)
    frequent = sorted(Sieve(events).counts(Filter())["agencies"].items(), key=lambda pair: (-pair[1], pair[0]))
    named = {
        "kind": kinds,
        "matter": [name for name in dict.fromkeys(events["matter"]) if name],
        "agency": [name for name, _ in frequent if name],
        "certainty": [c for c in (*CERTAINTIES, "") if c in told],
        "status": list(dict.fromkeys(_stands(row, say) for row in rows if row["status"])),
    }
    sets = {names: code for code, names in enumerate(dict.fromkeys(agencies[row["agency"]] for row in rows))}
    codes = {name: {value: code for code, value in enumerate(of)} for name, of in named.items()}
    codes["agencies"] = {cell: sets[names] for cell, names in agencies.items()}
    sources = {(row["source_title"], row["source_url"]) for row in rows} - {("", "")}
    columns = _scene(drawn, {row["id"]: place for place, row in enumerate(rows)})
    used = dict.fromkeys((bar.style, color_of(bar.style, bar.kind), bar.step) for bar in drawn.bars)
    first = {
        "lang": say.tag,
        "title": title if title is not None else heading,
        "subtitle": subtitle,
        "as_of": drawn.as_of,
        "as_of_day": number(date.fromisoformat(drawn.as_of)) if drawn.as_of else None,
        "as_of_text": say.day(date.fromisoformat(drawn.as_of)) if drawn.as_of else "",
        "conclusion": conclusion(events, say),
        "window": [iso(day) for day in drawn.window],
        "extent": [iso(day) for day in drawn.extent],
        "dated": drawn.dated,
        "counts": {"events": len(rows), "sources": len(sources)},
        "font": theme().fonts["family"],
        "config": CONFIG | say.plotly(),
        "kinds": {
            kind: {
                "label": say.label("kinds", kind),
                "plural": say.label("kinds_plural", kind),
                "color": "quiet" if kind == "deadline" and not late else theme().color_name(kind),
                "path": theme().path(kind),
            }
            for kind in kinds
        },
        "matters": named["matter"],
        "agencies": named["agency"],
        "certainties": [
            {"value": c, "label": say.label("certainty", c or "unstated"), "doubted": c in DOUBTED}
            for c in named["certainty"]
        ],
        "statuses": [{"value": status, "label": label} for status, label in named["status"]],
        "agency_sets": [[codes["agency"][name] for name in names] for names in sets],
        "events": _events(rows, drawn, codes, say),
        "scene": columns,
        "looks": {name: looks_of(name, kinds, used, lang) for name in THEMES},
        "themes": [{"name": name, "label": say.label("themes", name)} for name in THEMES],
        "words": {
            **say.catalogue["page"],
            **{f"count_{k}": v for k, v in say.catalogue["count"].items()},
            "axis": say.axis(),
        },
    }
    made = cards_of(events, table, lang)
    found = search_text(events)
    places = {row["id"]: place for place, row in enumerate(rows)}
    first["story"] = [{"event": places[name], "text": text} for name, text in story]
    first["steps"] = _steps(story or key_story(table), table, places, say)
    later = {
        "search": [found[place] for place in order],
        "card": [made[place] for place in order],
        "chips": [list(chips(row, say)) for row in rows],
        "edtf": ["" if row["when"].is_exact else row["when"].edtf for row in rows],
    }
    return first, later


def _events(
    rows: Sequence[Row], drawn: Scene, codes: Mapping[str, Mapping[Any, int]], say: Words
) -> dict[str, list[Any]]:
    """Return the events as columns, in true order; words are codes into the lists beside them."""
    marks = {mark.id: mark for mark in reversed(drawn.marks)}  # of several marks, the first one's lane
    weights = {label.id: label.weight for label in drawn.names}
    lanes: dict[str, tuple[int, int | None]] = {label.id: (label.lane, label.day) for label in reversed(drawn.labels)}
    lanes |= {due.id: (due.lane, due.day) for due in drawn.dues}
    lanes |= {name: (lane, lanes.get(name, (lane, None))[1]) for name, lane in drawn.clocks.items()}
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for row in rows:
        name, when = row["id"], row["when"]
        mark = marks.get(name)
        lane, day = (mark.lane, mark.day) if mark else lanes.get(name, (-1, None))
        first, last = when.earliest, when.end_latest if when.is_span else when.latest
        cells = (
            name, codes["kind"][row["kind"]], codes["matter"].get(row["matter"], -1), codes["agencies"][row["agency"]],
            codes["certainty"][row["certainty"]], codes["status"][_stands(row, say)] if row["status"] else -1,
            number(first) if first else None, number(last) if last else None, int(bool(row["date"])),
            lane, day, LOOKS.index(mark.look) if mark else -1, weights.get(name, 0),
            row["display_date"] or date_text(when, say.lang, year=False), shown_date(row, say), title_of(row, say),
        )  # fmt: skip
        for column, cell in zip(columns.values(), cells, strict=True):
            column.append(cell)
    return columns


def _steps(story: Story, table: Sequence[Row], places: Mapping[str, int], say: Words) -> list[dict[str, Any]]:
    """Return what is told one after the other: of a deadline all that has to stand where its date does."""
    by_id = {row["id"]: row for row in table}
    return [
        {"event": places[name], "text": text,
         "told": deadline_said(row, say, by_id, full=False) if row["computed"] == "yes" else None}
        for name, text in story
        if (row := by_id[name])
    ]  # fmt: skip


def _stands(row: Row, say: Words) -> tuple[str, str]:
    """Return a deadline's status with its words, which are others where it is the requester who must act."""
    return row["status"], say.status(row)


def _scene(drawn: Scene, places: Mapping[str, int]) -> dict[str, Any]:
    first = {mark.id: mark.lane for mark in reversed(drawn.marks)}
    styles = [style for style in STYLES if any(bar.style == style for bar in drawn.bars)]
    codes = {style: code for code, style in enumerate(styles)}
    bars = sorted(drawn.bars, key=lambda bar: codes[bar.style])
    return {
        "lanes": [
            {"name": one.name, "group": one.group, "clock": one.clock is not None, "into": one.into,
             "accounts": one.accounts}
            for one in drawn.lanes
        ],
        "styles": styles,
        "bars": _columns(
            ("event", "style", "lane", "level", "from", "to", "step", "color"),
            (
                (places[b.id], codes[b.style], b.lane, b.level, b.start, b.end, b.step, color_of(b.style, b.kind))
                for b in bars
            ),
        ),
        "dues": _columns(
            ("event", "lane", "day", "late"), ((places[d.id], d.lane, d.day, int(d.late)) for d in drawn.dues)
        ),
        "ties": _columns(
            ("style", "event", "from", "to", "lane"),
            ((t.style, places[t.id], places[t.start], places[t.end] if t.end else -1, t.lane) for t in drawn.ties),
        ),
        # A request to two agencies has its mark on both lanes; these are the further ones.
        "also": _columns(
            ("event", "lane"), ((places[m.id], m.lane) for m in drawn.marks if first[m.id] != m.lane)
        ),
        "labels": _columns(
            ("event", "lane", "level", "day", "date", "text", "date_year", "text_year", "tone", "weight", "inside",
             "beside", "short"),
            (
                (places[one.id], one.lane, one.level, one.day, one.date, one.text, one.date_year or one.date,
                 one.text_year or one.text, one.tone, one.weight, one.inside, one.beside, one.short)
                for one in drawn.labels
            ),
        ),
        "legend": [{"sign": sign, "text": text} for sign, text in drawn.legend.items()],
        "footnotes": [
            {"mark": note.mark, "text": note.text, "events": [places[name] for name in note.ids]}
            for note in drawn.footnotes
        ],
        "notes": drawn.notes,
    }  # fmt: skip


def _columns(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for row in rows:
        for name, cell in zip(names, row, strict=True):
            columns[name].append(cell)
    return columns
