"""Lays a released table out: which lanes there are, and what is drawn on each.

``figure.py`` turns a scene into Plotly, ``payload.py`` hands it to the browser; both say no more than the rows do.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from timeline.events.columns import BOUNDS, COLUMNS, several
from timeline.events.dates import UNDATED, parse_edtf
from timeline.events.frame import records, settings_of
from timeline.events.requests import OF_THE_SUIT, link
from timeline.law.followups import is_follow_up
from timeline.view.clock import draw_clock
from timeline.view.labels import tracks_needed
from timeline.view.shapes import STACK, STEPS, Canvas, Lane, Line, Look, Mark, Scene, anchor, minus, plus, raised
from timeline.view.words import Words, words

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
Key = tuple[str, str]
"""A clock: the id of a request and one of its agencies."""

_OF_THE_MATTER = frozenset({"complaint", *OF_THE_SUIT})

SHORT = 26
"""Letters of a title where the whole finds no room."""

WEIGHTS = {"complaint": 45, "determination": 45, "appeal": 40, "contract": 35, "order": 30, "no_response": 20}
"""How much a kind's label matters; 25 for the others, and 30 more for what the writer tagged ``key``."""


def scene(events: pd.DataFrame, *, lang: str = "en", width: int = 1000) -> Scene:
    """Lay out a released table; ``width`` is the plot's nominal width in pixels, for how many lines labels need."""
    return _Composer(events, words(lang), width).compose()


class _Composer:
    """Lays one table out; lives for one call."""

    def __init__(self, events: pd.DataFrame, say: Words, width: int) -> None:
        self.say, self.width = say, width
        self.settings = settings_of(events)
        self.rows: list[Row] = records(events)
        self.by_id = {row["id"]: row for row in self.rows}
        computed = [row for row in self.rows if row["computed"] == "yes"]
        self.clocks = {_key(row): row for row in computed if not is_follow_up(row, self.by_id)}
        columns = {name: [row[name] for row in self.rows] for name in COLUMNS}
        self.links = link(columns, [0] * len(self.rows), self.settings)
        self.out = Scene(as_of=str(events.attrs.get("timeline", {}).get("as_of", "")))
        self.canvas = Canvas(self.out, say, width)

    def compose(self) -> Scene:
        out = self.out
        out.lanes = self._lanes()
        out.extent, out.window = self._times()
        self._draw_labels()  # labels need the lanes' places, and the lanes' heights the labels
        for place, lane in enumerate(out.lanes):
            lane.tracks = self._tracks(place, lane)
        self._draw_labels()
        self._ties()
        out.notes = self._notes()
        return out

    def _draw_labels(self) -> None:
        """Draw the lanes, with each label as it is and as a view of years needs it: with the year in every date."""
        self._draw(year=True)
        long = self.out.labels
        self._draw()
        self.out.labels = [one.with_year(other) for one, other in zip(self.out.labels, long, strict=True)]

    def _tracks(self, place: int, lane: Lane) -> int:
        start, end = (date.fromisoformat(day).toordinal() for day in self.out.window)

        def pixel(day: str) -> float:
            return (date.fromisoformat(day).toordinal() - start) * self.width / max(end - start, 1)

        def inside(y: float) -> bool:
            return lane.top <= y < lane.top + lane.height

        labels = [label.in_view(end - start) for label in self.out.labels if label.lane == place]
        marks = [(pixel(mark.x), mark.y) for mark in self.out.marks if inside(mark.y)]
        bars = [(pixel(bar.start), pixel(bar.end), bar.y) for bar in self.out.bars if inside(bar.y)]
        at_most = 2 if lane.clock else 3
        return tracks_needed(labels, pixel, self.width, at_most=at_most, marks=marks, bars=bars)

    # Lanes and times ---------------------------------------------------------------------------------------------

    def _lanes(self) -> list[Lane]:
        """Return the lanes in the table's order, each matter followed by its requests."""
        names = dict.fromkeys(row["lane"] or row["matter"] for row in self.rows)
        order = dict.fromkeys((*(name for name in self.settings.lanes if name in names), *names))
        of_clock = self._rows_of_clocks()
        own = {place for places in of_clock.values() for place in places}
        beside = {place for place, row in enumerate(self.rows) if self._is_about_a_clock(row)}
        lanes: list[Lane] = []
        for group, name in enumerate(order):
            rows = [p for p in range(len(self.rows)) if self._lane_of(p) == name and p not in own | beside]
            clocks = [key for key in of_clock if (self.clocks[key]["lane"] or self.clocks[key]["matter"]) == name]
            if rows or len(clocks) != 1:
                lanes.append(Lane(name, None, rows, group=group))
            for key in clocks:
                # One lane says it all where the matter holds nothing but the request.
                title = self._request_name(key, clocks) if rows or len(clocks) > 1 else name
                lanes.append(Lane(title, key, of_clock[key], group=group))
        return lanes

    def _rows_of_clocks(self) -> dict[Key, list[int]]:
        """Return what is drawn on each clock's lane: the request's own row, and what belongs to it alone.

        A suit and its papers, or a row about several requests, are the matter's.
        """
        times = Counter(place for places in self.links.rows.values() for place in places)
        found: dict[Key, list[int]] = {key: [] for key in self.clocks}
        for request, places in self.links.rows.items():
            if (key := (request.id, request.agency)) in found:
                alone = [p for p in places if times[p] == 1 and self.rows[p]["kind"] not in _OF_THE_MATTER]
                found[key] = [request.place, *alone]
        for place, row in enumerate(self.rows):  # what else is due is a mark on the request's lane
            if row["computed"] == "yes" and self.clocks.get(key := _key(row), row) is not row:
                found[key].append(place)
        return found

    def _is_about_a_clock(self, row: Row) -> bool:
        """Tell whether a row is drawn with a clock: a deadline, or another account of it or of its request."""
        told = (self.by_id.get(name) for name in several(row["claim_of"]))
        asked = any(t and (t["kind"] == "foia_request" or t["computed"] == "yes") for t in told)
        return asked or row["computed"] == "yes"

    def _lane_of(self, place: int) -> str:
        row = self.rows[place]
        return str(row["lane"] or row["matter"])

    def _request_name(self, key: Key, clocks: list[Key]) -> str:
        request, agency = key
        twice = sum(other == agency for _, other in clocks) > 1
        asked, trigger = self.by_id.get(request), self.clocks[key]["trigger"]
        when = self.say.when(asked["when"] if asked else parse_edtf(trigger) if trigger else UNDATED)
        return self.say("figure.request_to_dated" if twice else "figure.request_to", agency=agency, when=when)

    def _times(self) -> tuple[tuple[str, str], tuple[str, str]]:
        days = [day for row in self.rows for name in BOUNDS if (day := getattr(row["when"], name))]
        first, last = (min(days), max(days)) if days else (date(2000, 1, 1), date(2000, 12, 31))
        self.out.dated = bool(days)
        pad = timedelta(days=max(30, (last - first).days // 25))
        first, last = minus(first, pad), plus(last, pad)
        if not self.settings.window:
            return (str(first), str(last)), (str(first), str(last))
        shown = parse_edtf(self.settings.window)
        start, end = shown.earliest or first, shown.end_latest or last
        return (str(min(first, start)), str(max(last, end))), (str(start), str(end))

    # Drawing -----------------------------------------------------------------------------------------------------

    def _draw(self, *, year: bool = False) -> None:
        out, self.canvas.year = self.out, year
        out.marks, out.bars, out.lines, out.labels, out.height = [], [], [], [], 0
        for lane in out.lanes:
            lane.top = out.height
            if lane.clock:
                clock = self.clocks[lane.clock]
                draw_clock(self.canvas, lane, clock, self.by_id, self._claims(clock))
            standing: list[list[date]] = [[]]
            for place in sorted(lane.rows, key=lambda place: -_weight(self.rows[place])):
                if day := anchor(self.rows[place]["when"]):
                    step = self._step(day, standing)
                    lane.stack = max(lane.stack, step)
                    self._event(self.rows[place], lane, day, lane.y + STACK * step)
            out.height += lane.height

    def _claims(self, clock: Row) -> list[Row]:
        rows = (self.rows[place] for place in self.links.claims.get(clock["trigger_id"], ()))
        return [r for r in rows if not r["agency"] or clock["agency"] in self.settings.canonical(r["agency"])]

    def _step(self, day: date, standing: list[list[date]]) -> int:
        """Return how many steps down a mark stands, so that it hides none of about the same day."""
        room = self.canvas.days * 14 / self.width
        for below, days in enumerate(standing):
            if all(abs((day - other).days) >= room for other in days):
                days.append(day)
                return below
        if len(standing) < STEPS:
            standing.append([day])
        return len(standing) - 1

    def _event(self, row: Row, lane: Lane, day: date, y: float) -> None:
        when, canvas, claim = row["when"], self.canvas, bool(row["claim_of"])
        sure = (when.is_span or when.earliest == when.latest) and not when.qualifier
        look: Look = "claim" if claim else "solid" if sure else "hollow"
        canvas.signs.add(look)
        filed = lane.clock is not None and row["kind"] == "foia_request"
        kind = "" if claim else row["kind"]
        if when.is_span:
            self._span(row, y)
        elif not filed:
            canvas.bounds(row["id"], when, y, kind, "claim_within" if claim else "bracket")
        self.out.marks.append(Mark(row["id"], row["kind"], str(day), y, look))
        title = row.get(f"title_{self.say.lang}") or row["title"]
        short = textwrap.shorten(title, SHORT, placeholder="…")
        canvas.label(
            lane, row["id"], day, self.say("figure.filed") if filed else title,
            date=row["display_date"] or self.say.when(when, year=canvas.year),
            short="" if filed or short == title else short,
            tone="quiet" if claim else "ink", weight=60 if filed else _weight(row),
        )  # fmt: skip

    def _span(self, row: Row, y: float) -> None:
        when, canvas = row["when"], self.canvas
        start = when.earliest or when.latest or when.end_earliest or when.end_latest
        end = when.end_latest or when.end_earliest or start
        canvas.bar(row["id"], "span", start, plus(end), y, row["kind"])
        if when.end_latest is None:
            canvas.fade(row["id"], row["kind"], end, y, forward=True)
        if when.earliest is None:
            canvas.fade(row["id"], row["kind"], start, y, forward=False)

    def _ties(self) -> None:
        """Tie a suit to the requests whose clocks it stopped, and an account to the event that it tells differently."""
        marks = {mark.id: mark for mark in self.out.marks if mark.look != "claim"}
        for lane in self.out.lanes:
            clock = self.clocks[lane.clock] if lane.clock else None
            stop = marks.get(clock["stopped_by"]) if clock else None
            if stop and self.by_id[stop.id]["kind"] == "complaint":
                self.out.lines.append(Line(stop.id, (stop.x, stop.x), (stop.y + 10, lane.y + 10), "stop"))
        for mark in self.out.marks:
            for name in several(self.by_id[mark.id]["claim_of"]):
                if told := marks.get(name):
                    self.out.lines.append(Line(mark.id, (mark.x, told.x), (mark.y, told.y), "claim"))

    # Notes -------------------------------------------------------------------------------------------------------

    def _notes(self) -> list[str]:
        """Return what stands under the figure: assumptions, who reports silence, and only the signs that are used."""
        say, notes = self.say, []
        for key, number in self.canvas.footnotes.items():
            assumptions, _, citation = key.partition("|")
            assuming = (
                say("figure.assuming", assumptions="; ".join(say.assumptions(assumptions))) if assumptions else ""
            )
            under = say("figure.computed_under", citation=citation)
            notes.append(" ".join(filter(None, (raised(number), assuming, under))))
        if signs := [say(f"legend.{sign}") for sign in say.catalogue["legend"] if sign in self.canvas.signs]:
            notes.append(". ".join(signs) + ".")
        reports = [name for row in self.rows if row["status"] == "overdue" for name in several(row["reported_by"])]
        sources = dict.fromkeys(self.by_id[name]["source_title"] for name in reports if name in self.by_id)
        if named := [source for source in sources if source]:
            notes.append(say("figure.reported_by", sources="; ".join(named)))
        if not self.out.dated and self.rows:
            notes.append(say("figure.nothing_dated"))
        undated = sum(row["when"].is_undated and row["computed"] != "yes" for row in self.rows)
        if undated:
            notes.append(say("figure.undated_count", undated))
        return notes


def _key(row: Row) -> Key:
    return row["request"], row["agency"]


def _weight(row: Row) -> int:
    if row["claim_of"]:
        return 10
    return WEIGHTS.get(row["kind"], 25) + (30 if "key" in several(row["tags"]) else 0)
