"""A request's clock as it is drawn: running, stopped, extended, past due, and as other accounts would have it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from timeline.events.columns import several
from timeline.events.dates import UNDATED, ImpreciseDate, parse_edtf
from timeline.law.accounts import NEITHER, UNEXTENDED, UNPAUSED
from timeline.law.clocks import LATE
from timeline.law.facts import Fact
from timeline.law.pauses import known_pauses
from timeline.law.rules import get_rule
from timeline.view.shapes import Canvas, Due, Lane, Style, minus, number
from timeline.view.theme import FADES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]
Piece = tuple[Style, date, date]

_COUNTS = {UNPAUSED: "unpaused", UNEXTENDED: "unextended", NEITHER: "neither"}
"""The readings that nobody in the table tells, by their words in the catalogue."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A computed deadline, the rows that belong to its request, and those that tell what started it differently."""

    row: Row
    facts: Sequence[Row]
    claims: Sequence[Row]
    rows: Mapping[str, Row]

    @property
    def weight(self) -> int:
        """How much more its labels matter, where the writer tagged the request ``key``."""
        return 30 if is_key(self.row) else 0

    @property
    def pauses(self) -> list[tuple[ImpreciseDate, ImpreciseDate | None]]:
        """When each question was asked and answered, as the law's count has put them together."""
        facts = [Fact(row["id"], row["kind"], row["when"]) for row in self.facts]
        return [(one.asked.date, one.replied) for one in known_pauses(get_rule(self.row["rule"]), facts)]


def draw_clock(canvas: Canvas, lane: Lane, clock: Clock) -> set[str]:
    """Draw a clock on its request's lane; return the ids of the rival rows that are drawn with it."""
    # What a filter has left out is still said by the deadline's own row.
    row = clock.row
    trigger, due = parse_edtf(row["trigger"]) if row["trigger"] else UNDATED, row["when"]
    start, last = trigger.latest or trigger.earliest, due.latest or due.earliest
    if due.is_undated:
        if not (start and row["reason"] == "clock_stopped" and _stopped(canvas, lane, clock, trigger)):
            _no_due_date(canvas, lane, clock, trigger)
    elif start and last:
        _trigger(canvas, lane, row, trigger)
        pieces = [*_pauses(clock, last), *_extension(clock, last)]
        _run(canvas, lane, row, pieces, start=start, last=last)
        if due.latest is None:
            canvas.fade(row["id"], "foia_request", last, lane, forward=True)
        _due(canvas, lane, clock, last)
        _after_due(canvas, lane, clock, last)
    return _readings(canvas, lane, clock, trigger)


def _trigger(canvas: Canvas, lane: Lane, row: Row, trigger: ImpreciseDate, level: int = 0) -> None:
    """Draw what is not known of the day on which the clock started."""
    edge = trigger.latest or trigger.earliest
    if edge is None:
        return
    if trigger.earliest is None or trigger.latest is None:
        kind = "" if level else "foia_request"
        canvas.fade(row["id"], kind, edge, lane, level, forward=trigger.latest is None)
    else:
        canvas.bar(row["id"], "claim_within" if level else "within", trigger.earliest, trigger.latest, lane, level)


def _run(canvas: Canvas, lane: Lane, row: Row, pieces: Sequence[Piece], *, start: date, last: date) -> None:
    """Draw the time to answer from the start to its end, with the pieces of it that were no plain running."""
    today = date.fromisoformat(row["as_of"])
    left = row["status"] == "pending" or row["reason"] == "due_may_have_passed"

    def running(first: date, end: date) -> None:
        now = min(max(today, first), end) if left else end
        canvas.bar(row["id"], "running", first, now, lane)
        canvas.bar(row["id"], "pending", now, end, lane)  # what of it lies after the as-of day

    current = start
    for style, begun, ended in sorted(pieces, key=lambda piece: (piece[1], piece[2])):
        first, end = max(begun, current), min(ended, last)
        if end > first:
            running(current, first)
            canvas.bar(row["id"], style, first, end, lane)
            current = end
    running(current, last)


def _pauses(clock: Clock, last: date) -> list[Piece]:
    """Return the stretches on which questions held the clock, which only a count that rests on them says."""
    if not any(word in clock.row["assumptions"] for word in ("tolling_counted", "restart_counted")):
        return []
    found: list[Piece] = []
    for asked, replied in clock.pauses:
        if replied and not (asked.earliest and asked.earliest > last):
            found += _held(asked, replied)
    return found


def _held(asked: ImpreciseDate, replied: ImpreciseDate) -> list[Piece]:
    """Return when a clock surely stood, and what may have been on either side of that: all of it, on an open side."""
    begin, first = asked.earliest or date.min, asked.latest
    last, end = replied.earliest, replied.latest or date.max
    if first is None or last is None or last <= first or asked.qualifier or replied.qualifier:
        return [("within", begin, end)]
    return [("within", begin, first), ("tolled", first, last), ("within", last, end)]


def _extension(clock: Clock, last: date) -> list[Piece]:
    """Return by how much a notice moved the due date; pale where it may have come too late for that."""
    plain = next((r for r in clock.row["readings"] if r["account"] == UNEXTENDED and not r["claims"]), None)
    until = parse_edtf(plain["due"]) if plain and plain["due"] else UNDATED
    first = until.latest or until.earliest
    if first is None:
        return []
    if "extension_counted" in clock.row["assumptions"]:
        return [("extended", first, last)]
    return [("within", first, last)] if "extension_may_be_late" in clock.row["assumptions"] else []


def _stopped(canvas: Canvas, lane: Lane, clock: Clock, trigger: ImpreciseDate) -> bool:
    """Draw a clock that surely stands, by a question without a reply; tell whether that could be drawn."""
    row, rule = clock.row, get_rule(clock.row["rule"])
    pauses = clock.pauses
    asked = next((a.latest for a, replied in pauses if replied is None and a.latest and not a.qualifier), None)
    start = trigger.latest
    if asked is None or start is None or asked < start:
        return False
    ends = [r["when"].earliest for r in clock.facts if r["kind"] == "complaint" or r["kind"] in rule.satisfied_by]
    end = min([date.fromisoformat(row["as_of"]), *(day for day in ends if day)])
    pieces = [p for a, r in pauses if r and not (a.earliest and a.earliest > asked) for p in _held(a, r)]
    _trigger(canvas, lane, row, trigger)
    _run(canvas, lane, row, pieces, start=start, last=asked)
    canvas.bar(row["id"], "tolled", asked, end, lane)
    canvas.label(lane, row["id"], asked, _why(canvas, row), tone="quiet", weight=70 + clock.weight,
                 inside=number(max(end, asked)))  # fmt: skip
    return True


def _why(canvas: Canvas, row: Row) -> str:
    return f"{canvas.say.label('reasons_short', row['reason'])}: {canvas.say('figure.no_due_date')}"


def _no_due_date(canvas: Canvas, lane: Lane, clock: Clock, trigger: ImpreciseDate) -> None:
    row, edge = clock.row, trigger.latest or trigger.earliest
    if edge is None:
        return
    start = edge
    if trigger.earliest is None or trigger.latest is None:
        canvas.fade(row["id"], "", edge, lane, forward=trigger.latest is None)
        start = minus(edge, timedelta(days=FADES * canvas.fade_step))
    canvas.label(lane, row["id"], start, _why(canvas, row), tone="quiet", weight=70 + clock.weight, beside=number(edge))


def _due(canvas: Canvas, lane: Lane, clock: Clock, last: date) -> None:
    row, say = clock.row, canvas.say
    late = row["status"] in LATE
    canvas.scene.dues.append(Due(row["id"], lane.index, number(last), late))
    shown, mark = row["when"], canvas.footnote(row["id"], row["assumptions"], row["citation"])
    texts = (say.due(row, canvas.when(shown, year=year)) + mark for year in (False, True))
    canvas.label(lane, row["id"], last, next(texts), text_year=next(texts), tone="alert" if late else "quiet",
                 weight=(80 if late else 60) + clock.weight)  # fmt: skip


def _after_due(canvas: Canvas, lane: Lane, clock: Clock, last: date) -> None:
    """Draw what came after the due date: reported silence, a gap of this table, or a late answer."""
    row, say = clock.row, canvas.say
    status, end = row["status"], _end(row, clock.rows)
    if status == "undetermined":
        text = say.label("reasons_short", row["reason"])
        canvas.label(lane, row["id"], last, text, tone="quiet", weight=50 + clock.weight)
    looks: dict[str, tuple[Style, int]] = {
        "overdue": ("overdue", 90),
        "met_late": ("late", 85),
        "no_answer_recorded": ("silent", 55),
    }
    if status not in looks:
        return
    style, weight = looks[status]
    if status == "no_answer_recorded":
        text, tone = say.status(row), "quiet"
    else:
        text, tone = say.lateness(row, sued=is_sued(row, clock.rows)), "alert"
    canvas.bar(row["id"], style, last, end, lane)
    inside = number(max(end, last))
    canvas.label(lane, row["id"], last, text, tone=tone, weight=weight + clock.weight, inside=inside)


def _readings(canvas: Canvas, lane: Lane, clock: Clock, trigger: ImpreciseDate) -> set[str]:
    """Draw each dated reading below the clock that it contests, one above the other."""
    say, drawn = canvas.say, set()
    for reading in clock.row["readings"]:
        if reading["word"]:
            continue  # another reading of the law is told in words: a bar for each would bury the accounts
        due = parse_edtf(reading["due"]) if reading["due"] else UNDATED
        of = next((claim for claim in clock.claims if claim["id"] in reading["claims"]), None)
        begun = of["when"] if of else trigger
        first, start = begun.earliest or begun.latest, begun.latest or begun.earliest
        if due.latest is None or first is None or start is None:
            continue
        teller = of or next((clock.rows[name] for name in reading["claims"] if name in clock.rows), clock.row)
        lane.accounts += 1
        _trigger(canvas, lane, teller, begun, lane.accounts)
        canvas.bar(teller["id"], "claim", start, due.latest, lane, lane.accounts)
        drawn.add(teller["id"])
        if of:
            told = clock.rows.get(clock.row["trigger_id"], {}).get("kind")
            dated = canvas.when(of["when"])
            text = say("figure.reading_receipt" if told == "receipt" else "figure.reading", when=dated)
        else:
            key = _COUNTS.get(reading["account"], "reading_due") if not reading["claims"] else "reading_due"
            dated, text = "", say(f"figure.{key}", when=canvas.when(due))
        short = ""
        if reading["days_overdue"]["min"] is not None:
            days = say("count.days", int(reading["days_overdue"]["min"]))
            short = say("figure.reading_short", when=dated, days=days) if of else ""
            text = say("figure.reading_days", reading=text, days=days)
        canvas.label(
            lane, teller["id"], first, text, short=short, tone="claim",
            weight=65 + clock.weight, level=lane.accounts, beside=number(max(due.latest, start)),
        )  # fmt: skip
    return drawn - {clock.row["id"]}


def _end(row: Row, rows: Mapping[str, Row]) -> date:
    """Return the day up to which a clock is drawn: as far as its days are counted, else the stop or the as-of day."""
    if row["status"] in LATE:
        # No further than silence is reported: min(…) days, whatever day the table speaks for.
        return cast("date", row["when"].latest + timedelta(days=int(row["days_overdue_min"])))
    days = [date.fromisoformat(row["as_of"])]
    if stop := rows.get(row["stopped_by"]):
        days += [day for day in (stop["when"].earliest or stop["when"].latest,) if day]
    return min(days)


def is_key(row: Row) -> bool:
    """Tell whether the writer tagged a row as one that matters most."""
    return "key" in row["tags"] and "key" in several(row["tags"])


def is_sued(row: Row, rows: Mapping[str, Row]) -> bool:
    """Tell whether it was a suit that stopped a deadline's clock."""
    return row["stopped_by"] in rows and rows[row["stopped_by"]]["kind"] == "complaint"
