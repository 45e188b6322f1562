"""Lays a released table out: which lanes there are, and what is drawn on each.

``figure.py`` turns a scene into Plotly, ``payload.py`` hands it to the browser; both say no more than the rows do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from timeline.errors import DateError, OutputError
from timeline.events.columns import BOUNDS, COLUMNS, DOUBTED, several
from timeline.events.dates import UNDATED, parse_edtf
from timeline.events.frame import about, settings_of
from timeline.events.requests import OF_THE_SUIT, link
from timeline.law.clocks import LATE
from timeline.law.followups import is_follow_up
from timeline.view.cards import title_of
from timeline.view.clock import Clock, draw_clock, is_key
from timeline.view.rows import rows_of
from timeline.view.shapes import (
    Canvas,
    Footnote,
    Label,
    Lane,
    Look,
    Mark,
    Scene,
    Tie,
    anchor,
    minus,
    number,
    plus,
    raised,
)
from timeline.view.theme import theme
from timeline.view.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

Row = dict[str, Any]
Key = tuple[str, str]
"""A clock: the id of a request and one of its agencies."""

_OF_THE_MATTER = frozenset({"complaint", *OF_THE_SUIT})

SOURCES = 8
"""How many sources a note names."""

SHORT = 26
"""Letters of a title where the whole finds no room."""

LANES = ("matter", "agency", "kind", "court")
"""What the lanes may stand for; ``matter`` is the table's own lanes where it has any."""

WEIGHTS = {"complaint": 45, "determination": 45, "appeal": 40, "contract": 35, "order": 30, "no_response": 20}
"""How much a kind's label matters; 25 for the others, and 30 more for what the writer tagged ``key``."""


def scene(
    events: pd.DataFrame,
    *,
    lang: str = "en",
    lanes: str = "matter",
    window: str | None = None,
    rows: Sequence[Row] | None = None,
    say: Words | None = None,
) -> Scene:
    """Lay out a released table with lanes by one of LANES; ``rows`` are its rows where they are at hand.

    ``say`` are words to label it with, instead of the usual ones of ``lang``; ``window`` is the time of the first view,
    instead of the table's own. Raises OutputError for what is neither.
    """
    by, shown = known_lanes(lanes), known_window(window)
    return _Composer(events, say or words(lang), rows_of(events) if rows is None else rows, by, shown).compose()


def known_window(window: str | None) -> str:
    """Return a window in EDTF, "" for the table's own; raise an OutputError for what is no span of two days.

    >>> known_window("2020-01-01/2021-06-30")
    '2020-01-01/2021-06-30'
    """
    if not window:
        return ""
    try:
        when = parse_edtf(str(window))
    except DateError as error:
        msg = f"window {window!r}: {error}"
        raise OutputError(msg) from None
    if not when.is_span or not when.earliest or not when.end_latest:
        msg = f"window {window!r}: expected two days, such as 2020-01-01/2021-06-30"
        raise OutputError(msg)
    return f"{when.earliest}/{when.end_latest}"


def known_lanes(name: str) -> str:
    """Return what lanes are by, or raise an OutputError that says what they may be.

    >>> known_lanes("court")
    'court'
    """
    if name not in LANES:
        msg = f"lanes by {name!r}: there are none; expected one of {', '.join(LANES)}"
        raise OutputError(msg)
    return name


class _Composer:
    """Lays one table out; lives for one call."""

    def __init__(self, events: pd.DataFrame, say: Words, rows: Sequence[Row], by: str, window: str) -> None:
        self.say, self.rows, self.by = say, rows, by
        self.settings = settings_of(events)
        self.window = window or self.settings.window
        self.by_id = {row["id"]: row for row in rows}
        self.computed = [place for place, row in enumerate(rows) if row["computed"] == "yes"]
        self.drawn = {p for p in self.computed if not is_follow_up(rows[p], self.by_id)}  # as clocks
        self.clocks = {_key(rows[place]): rows[place] for place in self.computed if place in self.drawn}
        columns = {name: [row[name] for row in rows] for name in COLUMNS}
        self.links = link(columns, [0] * len(rows), self.settings)
        self.belonging = {(r.id, r.agency): places for r, places in self.links.rows.items()}
        self.out = Scene(as_of=str(about(events).get("as_of", "")))
        self.canvas = Canvas(self.out, say)
        self.groups: dict[str, int] = {}  # the lane of each
        self.beside: list[int] = []

    def compose(self) -> Scene:
        out = self.out
        out.lanes = self._lanes()
        out.extent, out.window = self._times()
        drawn: set[str] = set()
        for lane in out.lanes:
            if lane.clock:
                out.clocks[self.clocks[lane.clock]["id"]] = lane.index
                drawn |= draw_clock(self.canvas, lane, self._clock(lane.clock))
            for place in lane.rows:
                if day := anchor(self.rows[place]["when"]):
                    self._event(self.rows[place], lane, day)
        self._other_accounts(drawn)
        self._ties()
        self._words()
        return out

    # Lanes and times ---------------------------------------------------------------------------------------------

    def _lanes(self) -> list[Lane]:
        """Return the lanes, each group's own followed by those of its requests."""
        of_clock = self._rows_of_clocks()
        self.beside = [place for place, row in enumerate(self.rows) if self._is_about_a_clock(row)]
        own = {place for places in of_clock.values() for place in places}
        own |= {p for p in self.beside if self.by != "kind" or self.rows[p]["computed"] != "yes" or p in self.drawn}
        rows: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows):
            for name in self._groups_of(row) if row["computed"] != "yes" or place not in own else ():
                found = rows.setdefault(name, [])
                if place not in own:
                    found.append(place)
        clocks: dict[str, list[Key]] = defaultdict(list)
        for key in of_clock:
            clocks[self._group_of_clock(key)].append(key)
        lanes: list[Lane] = []
        for group, name in enumerate(self._in_order(dict.fromkeys((*rows, *clocks)))):
            first = self.groups[name] = len(lanes)
            keys, held = clocks[name], rows.get(name, [])
            title = self._group_name(name)
            if held or len(keys) != 1:
                lanes.append(Lane(title, None, held, group, first, first))
            for key in keys:
                # One lane says it all where the group holds nothing but the request.
                called = self._request_name(key, keys) if held or len(keys) > 1 else title
                lanes.append(Lane(called, key, of_clock[key], group, len(lanes), first))
        return lanes

    def _groups_of(self, row: Row) -> Sequence[str]:
        """Return the groups of lanes that a row stands in: one, or one for each of its agencies."""
        if self.by == "agency":
            return self.settings.canonical(row["agency"]) or ("",)
        return (row["lane"] or row["matter"] if self.by == "matter" else row[self.by],)

    def _group_of_clock(self, key: Key) -> str:
        if self.by in {"agency", "kind"}:
            return {"agency": key[1], "kind": "foia_request"}[self.by]
        asked = self.clocks[key] if self.by == "matter" else self.by_id.get(key[0])
        return self._groups_of(asked)[0] if asked else ""

    def _group_name(self, name: str) -> str:
        if self.by == "kind":
            return self.say.label("kinds", name)
        return name or (self.say(f"figure.no_{self.by}") if self.by in {"agency", "court"} else "")

    def _in_order(self, names: dict[str, None]) -> list[str]:
        """Return groups in the order they are drawn: as events.toml has the lanes, as kinds are listed, else as met."""
        if self.by == "matter":
            return list(dict.fromkeys((*(name for name in self.settings.lanes if name in names), *names)))
        return sorted(names, key=theme().order) if self.by == "kind" else sorted(names, key=lambda name: not name)

    def _rows_of_clocks(self) -> dict[Key, list[int]]:
        """Return what is drawn on each clock's lane: the request's own row, and what belongs to it alone.

        A suit and its papers, or a row about several requests, are the matter's; where lanes are kinds, each row is
        its kind's.
        """
        times = Counter(place for places in self.links.rows.values() for place in places)
        found: dict[Key, list[int]] = {key: [] for key in self.clocks}
        for request, places in self.links.rows.items():
            if (key := (request.id, request.agency)) in found:
                alone = [p for p in places if times[p] == 1 and self.rows[p]["kind"] not in _OF_THE_MATTER]
                found[key] = [request.place, *(alone if self.by != "kind" else ())]
        for place in self.computed if self.by != "kind" else ():  # what else is due is a mark on the request's lane
            row = self.rows[place]
            if self.clocks.get(key := _key(row), row) is not row:
                found[key].append(place)
        return found

    def _is_about_a_clock(self, row: Row) -> bool:
        """Tell whether a row is drawn with a clock: a deadline, or another account of it or of its request."""
        if row["computed"] == "yes" or not row["claim_of"]:
            return bool(row["computed"])
        told = (self.by_id.get(name) for name in several(row["claim_of"]))
        return any(t and (t["kind"] == "foia_request" or t["computed"] == "yes") for t in told)

    def _request_name(self, key: Key, clocks: list[Key]) -> str:
        name = self._request(key)
        if sum(self._request(other) == name for other in clocks) == 1:
            return name
        asked, trigger = self.by_id.get(key[0]), self.clocks[key]["trigger"]
        when = asked["when"] if asked else parse_edtf(trigger) if trigger else UNDATED
        return self.say("figure.request_dated", request=name, when=self.canvas.when(when))

    def _request(self, key: Key) -> str:
        """Name a request by what its group does not tell: its agency, its matter, or both."""
        agency, matter = key[1], self.clocks[key]["matter"]
        if self.by == "matter" or not matter:
            return self.say("figure.request_to", agency=agency)
        text = "figure.request_in" if self.by == "agency" else "figure.request_to_in"
        return self.say(text, agency=agency, matter=matter)

    def _times(self) -> tuple[tuple[int, int], tuple[int, int]]:
        whens = {row["when"] for row in self.rows}
        days = [day for when in whens for name in BOUNDS if (day := getattr(when, name))]
        first, last = (min(days), max(days)) if days else (date(2000, 1, 1), date(2000, 12, 31))
        self.out.dated = bool(days)
        pad = timedelta(days=max(30, (last - first).days // 25))
        first, last = minus(first, pad), plus(last, pad)
        whole = number(first), number(last)
        if not self.window:
            return whole, whole
        shown = parse_edtf(self.window)
        start, end = number(shown.earliest or first), number(shown.end_latest or last)
        return (min(whole[0], start), max(whole[1], end)), (start, end)

    # Drawing -----------------------------------------------------------------------------------------------------

    def _clock(self, key: Key) -> Clock:
        row = self.clocks[key]
        return Clock(row, [self.rows[p] for p in self.belonging.get(key, ())], self._claims(row), self.by_id)

    def _claims(self, clock: Row) -> list[Row]:
        rows = (self.rows[place] for place in self.links.claims.get(clock["trigger_id"], ()))
        return [r for r in rows if not r["agency"] or clock["agency"] in self.settings.canonical(r["agency"])]

    def _event(self, row: Row, lane: Lane, day: date) -> None:
        when, canvas, claim = row["when"], self.canvas, bool(row["claim_of"])
        sure = (when.is_span or when.earliest == when.latest) and not when.qualifier
        look: Look = "claim" if claim else "solid" if sure else "hollow"
        if row["kind"] == "deadline" and not claim and row["status"] not in LATE:
            look = "quiet"
        filed = lane.clock is not None and row["kind"] == "foia_request" and not claim
        kind = "" if claim else "foia_request" if row["computed"] else row["kind"]
        if when.is_span:
            self._span(row, lane)
        elif not filed:
            canvas.bounds(row["id"], when, lane, kind, "claim_within" if claim else "bracket")
        self.out.marks.append(Mark(row["id"], row["kind"], lane.index, number(day), look))
        own = row["display_date"]
        date_, date_year = own or canvas.when(when, year=False), own or canvas.when(when)
        if filed:
            weight = 60 + (30 if is_key(row) else 0)
            text = marked(self.say("figure.filed"), row, self.say)
            canvas.label(lane, row["id"], day, text, date=date_, date_year=date_year, weight=weight)
            return
        title = title_of(row, self.say)
        short = f"{title[: SHORT - 1].rsplit(' ', 1)[0]}…" if len(title) > SHORT else ""
        title, short = marked(title, row, self.say), short and marked(short, row, self.say)
        tone = "quiet" if claim else "ink"
        self.out.names.append(
            Label(row["id"], lane.index, number(day), title, date=date_, date_year=date_year, tone=tone,
                  weight=weight_of(row), short=short)
        )  # fmt: skip

    def _span(self, row: Row, lane: Lane) -> None:
        when, canvas = row["when"], self.canvas
        start = when.earliest or when.latest or when.end_earliest or when.end_latest
        end = when.end_latest or when.end_earliest or start
        canvas.bar(row["id"], "span", start, plus(end), lane, -1, row["kind"])
        if when.end_latest is None:
            canvas.fade(row["id"], row["kind"], end, lane, -1, forward=True)
        if when.earliest is None:
            canvas.fade(row["id"], row["kind"], start, lane, -1, forward=False)

    def _other_accounts(self, drawn: set[str]) -> None:
        """Mark on its clock's lane, or its matter's, each dated account of a clock that gives no reading of it."""
        clock_of = {lane.clock: lane for lane in self.out.lanes if lane.clock}
        for place in self.beside:
            row = self.rows[place]
            day = anchor(row["when"])
            if row["computed"] == "yes" or row["id"] in drawn or day is None:
                continue
            told = [self.by_id[name] for name in several(row["claim_of"]) if name in self.by_id]
            keys = [key for key in clock_of if any(key[0] in (t["id"], t["request"]) for t in told)]
            theirs = self.settings.canonical(row["agency"])
            fits = [key for key in keys if not theirs or key[1] in theirs] or keys
            lane = clock_of[fits[0]] if fits else self.out.lanes[self.groups[self._groups_of(row)[0]]]
            self._event(row, lane, day)

    def _ties(self) -> None:
        """Tie what stopped a clock to the clock, and an account to the event that it tells differently."""
        own = {(mark.id, mark.lane) for mark in self.out.marks}
        marks = {mark.id for mark in self.out.marks if mark.look != "claim"}
        for lane in self.out.lanes:
            clock = self.clocks[lane.clock] if lane.clock else None
            # An answer on the clock's own lane stands where the line would end.
            if clock and (stop := clock["stopped_by"]) in marks and (stop, lane.index) not in own:
                self.out.ties.append(Tie(clock["id"], "stop", stop, lane=lane.index))
        for mark in self.out.marks:
            if mark.look != "claim":
                continue
            for name in several(self.by_id[mark.id]["claim_of"]):
                if name in marks:
                    self.out.ties.append(Tie(mark.id, "claim", mark.id, name))

    # Words -------------------------------------------------------------------------------------------------------

    def _words(self) -> None:
        """Say what stands under the drawing: assumptions, who reports silence, and only the signs that are used."""
        say, out = self.say, self.out
        for n, ((assumptions, citation), names) in enumerate(self.canvas.footnotes.items(), 1):
            told = "; ".join(say.assumptions(assumptions))
            text = [say("figure.assuming", assumptions=told)] if told else []
            text.append(say("figure.computed_under", citation=citation))
            out.footnotes.append(Footnote(raised(n), " ".join(text), tuple(names)))
        signs = out.signs()
        signs |= {"cluster"} if len(out.marks) > 1 else set()
        out.legend = {sign: say(f"legend.{sign}") for sign in say.catalogue["legend"] if sign in signs}
        out.reports += self._reports()
        out.notes += [report.text for report in out.reports]
        if not out.dated and self.rows:
            out.notes.append(say("figure.nothing_dated"))
        out.undated = sum(row["when"].is_undated and row["computed"] != "yes" for row in self.rows)

    def _reports(self) -> Iterator[Footnote]:
        """Yield who reports silence: for each matter its own sources, where these are several matters."""
        named: dict[str, dict[str, None]] = {}
        silent: dict[str, list[str]] = {}
        for place in self.computed:
            row = self.rows[place]
            if row["status"] == "overdue":
                told = [self.by_id[name]["source_title"] for name in several(row["reported_by"]) if name in self.by_id]
                named.setdefault(row["matter"], {}).update(dict.fromkeys(filter(None, told)))
                silent.setdefault(row["matter"], []).append(row["id"])
        for matter, sources in named.items():
            first, more = [*sources][:SOURCES], len(sources) - SOURCES
            listed = "; ".join([*first, *([self.say("page.and_more", more)] if more > 0 else [])])
            key = "reported_by_in" if len(named) > 1 and matter else "reported_by"
            if first:
                yield Footnote("", self.say(f"figure.{key}", sources=listed, matter=matter), tuple(silent[matter]))


def marked(text: str, row: Row, say: Words) -> str:
    """Return a label with its row's certainty where that is in doubt: a drawing is no surer than its source."""
    return f"{text} ({say.label('certainty', row['certainty'])})" if row["certainty"] in DOUBTED else text


def _key(row: Row) -> Key:
    return row["request"], row["agency"]


def weight_of(row: Row) -> int:
    """Return how much an event's label matters."""
    if row["claim_of"]:
        return 10
    return WEIGHTS.get(row["kind"], 25) + (30 if is_key(row) else 0)
