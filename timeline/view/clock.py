"""A request's clock as it is drawn: running, past due, stopped, and as other accounts would have it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from timeline.events.dates import UNDATED, ImpreciseDate, parse_edtf
from timeline.view.shapes import FADES, READING_ROOM, UNDER, Canvas, Lane, Line, Style, anchor, minus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]


def draw_clock(canvas: Canvas, lane: Lane, row: Row, rows: Mapping[str, Row], claims: Sequence[Row]) -> None:
    """Draw the computed deadline ``row`` on its request's lane; ``claims`` are the rival rows about its trigger."""
    # What a filter has left out is still said by the deadline's own row.
    trigger, due = parse_edtf(row["trigger"]) if row["trigger"] else UNDATED, row["when"]
    start, last = trigger.latest or trigger.earliest, due.latest or due.earliest
    if due.is_undated:
        _no_due_date(canvas, lane, row, trigger)
        return
    if start is None or last is None:
        return
    if trigger.earliest is None or trigger.latest is None:
        canvas.fade(row["id"], "foia_request", start, lane.y, forward=trigger.latest is None)
    else:
        canvas.bar(row["id"], "within", trigger.earliest, trigger.latest, lane.y)
    canvas.bar(row["id"], "running", start, last, lane.y)
    if due.latest is None:
        canvas.fade(row["id"], "foia_request", last, lane.y, forward=True)
    _due(canvas, lane, row, last)
    _after_due(canvas, lane, row, last, rows)
    _readings(canvas, lane, row, rows, claims)


def _due(canvas: Canvas, lane: Lane, row: Row, last: date) -> None:
    due, say, late = row["when"], canvas.say, row["status"] in ("overdue", "met_late")
    tick = (lane.y - 14, lane.y + 14)
    canvas.scene.lines.append(Line(row["id"], (str(last), str(last)), tick, "due" if late else "due_quiet"))
    only = ImpreciseDate("", None if due.latest != due.earliest else last, due.latest, qualifier=due.qualifier)
    shown = say.when(only if due.latest else due, year=canvas.year)
    text = say.due(row, shown) + canvas.footnote(row["assumptions"], row["citation"])
    canvas.label(lane, row["id"], last, text, tone="alert" if late else "quiet", weight=80)


def _after_due(canvas: Canvas, lane: Lane, row: Row, last: date, rows: Mapping[str, Row]) -> None:
    """Draw what came after the due date: reported silence, a gap of this table, or a late answer."""
    say, status, end = canvas.say, row["status"], _end(row, rows)
    if status == "undetermined":
        canvas.label(lane, row["id"], last, say.label("reasons_short", row["reason"]), tone="quiet", weight=50)
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
        text, tone = say.lateness(row, sued=is_sued(row, rows)), "alert"
    canvas.bar(row["id"], style, last, end, lane.y)
    canvas.label(lane, row["id"], last, text, tone=tone, weight=weight, inside=str(max(end, last)))


def _no_due_date(canvas: Canvas, lane: Lane, row: Row, trigger: ImpreciseDate) -> None:
    edge = trigger.latest or trigger.earliest
    if edge is None:
        return
    start = edge
    if trigger.earliest is None or trigger.latest is None:
        canvas.fade(row["id"], "", edge, lane.y, forward=trigger.latest is None)
        start = minus(edge, timedelta(days=FADES * canvas.fade_step))
    text = f"{canvas.say.label('reasons_short', row['reason'])}: {canvas.say('figure.no_due_date')}"
    canvas.label(lane, row["id"], start, text, tone="quiet", weight=70, beside=str(edge))


def _readings(canvas: Canvas, lane: Lane, row: Row, rows: Mapping[str, Row], claims: Sequence[Row]) -> None:
    """Draw each dated rival account below the clock that it contests."""
    lane.readings, say = 0, canvas.say
    for reading in row["readings"]:
        claim = next((c for c in claims if c["id"] in reading["claims"]), None)
        due = parse_edtf(reading["due"]).latest if reading["due"] else None
        if claim is None or due is None or anchor(claim["when"]) is None:
            continue
        lane.readings += 1
        y = lane.y + UNDER + READING_ROOM * lane.readings
        first = claim["when"].earliest or claim["when"].latest
        last = claim["when"].latest or claim["when"].earliest
        canvas.bar(claim["id"], "claim_within", first, last, y)
        canvas.bar(claim["id"], "claim", last, due, y)
        told = rows.get(row["trigger_id"], {}).get("kind")
        key = "figure.reading_receipt" if told == "receipt" else "figure.reading"
        text = short = say(key, when=say.when(claim["when"]))
        if reading["days_overdue"]["min"] is not None:
            days = say("count.days", int(reading["days_overdue"]["min"]))
            short = say("figure.reading_short", when=say.when(claim["when"]), days=days)
            text = say("figure.reading_days", reading=text, days=days)
        canvas.label(lane, claim["id"], first, text, short=short, tone="claim", weight=65, y=y, beside=str(due))


def _end(row: Row, rows: Mapping[str, Row]) -> date:
    """Return the day up to which a clock is drawn: as far as its days are counted, else the stop or the as-of day."""
    if row["status"] in ("overdue", "met_late"):
        # No further than silence is reported: min(…) days, whatever day the table speaks for.
        return cast("date", row["when"].latest + timedelta(days=int(row["days_overdue_min"])))
    days = [date.fromisoformat(row["as_of"])]
    if stop := rows.get(row["stopped_by"]):
        days += [day for day in (stop["when"].earliest or stop["when"].latest,) if day]
    return min(days)


def is_sued(row: Row, rows: Mapping[str, Row]) -> bool:
    """Tell whether it was a suit that stopped a deadline's clock."""
    return row["stopped_by"] in rows and rows[row["stopped_by"]]["kind"] == "complaint"
