"""What the law says beside a request's deadline, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.events.columns import several
from timeline.events.dates import parse_edtf
from timeline.law.clocks import LATE
from timeline.law.counted import counted
from timeline.law.deadline import compute_deadline
from timeline.law.options import USUAL
from timeline.law.rules import get_rule
from timeline.law.words import assumed
from timeline.view.law_words import English, law_words, lawful

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timeline.view.words import Words

Row = dict[str, Any]


def assuming(row: Row, rows: Mapping[str, Row], say: Words) -> str:
    """Say what a computed deadline takes for granted, with the days of closings where its count can be made again."""
    names = several(row["assumptions"])
    deadline = counted(row, rows) if {"closings_counted", "closings_given"} & {*names} else None
    known = dict(assumed(deadline)) if deadline else {}
    texts = {name: known.get(name) for name in names}
    told = {name: law_words(say, text) for name, text in texts.items() if text}
    said = [told.get(name) or say.label("assumptions", name) for name in names]
    return say("figure.assuming", assumptions="; ".join(said))


def otherwise(row: Row, rows: Mapping[str, Row], say: Words) -> Iterator[str]:
    """Yield a sentence for each other reading of the law: its due date, and how the deadline then stands."""
    sued = rows.get(row["stopped_by"], {}).get("kind") == "complaint"
    for reading in row["readings"]:
        if not reading["word"]:
            continue
        days = {f"days_overdue_{end}": reading["days_overdue"][end] for end in ("min", "max")}
        own = row | {"status": reading["status"]} | days
        late = reading["status"] in LATE
        status = say.lateness(own, sued=sued) if late else say.status(own)
        key = "otherwise_stands" if late or reading["status"] != row["status"] else "otherwise"
        when = say.when(parse_edtf(reading["due"]))
        yield lawful(say, f"card.{key}", {"says": reading["account"]}, when=when, status=status)


def beside(row: Row, rows: Mapping[str, Row], say: Words, *, full: bool = True) -> Iterator[str]:
    """Yield a sentence for each provision beside a computed deadline, and for its other readings.

    ``full`` adds the exceptions to one that gives no day; ``rows`` are the rows of the table by their ids.
    """
    for one in row["provisions"]:
        rule = get_rule(one["rule"])
        own = rule.id in say.catalogue["provisions"]
        first = rows.get(one["of"])
        yield lawful(
            say,
            f"provisions.{rule.id if own else 'other'}",
            {} if own else {"title": rule.title},
            citation=rule.versions[-1].citation,
            when=say.when(parse_edtf(one["date"])) if one["date"] else "",
            start=say.when(parse_edtf(one["from"])) if one["from"] else "",
            agency=first["agency"] if first else "",
            assumptions="; ".join(say.assumptions(one["assumptions"])),
        )
        if one["missed_by"] in rows:
            suit = rows[one["missed_by"]]["when"]
            yield say("card.sued_too_late", when=say.when(suit))
        if one["from"]:
            terms = row.get("terms", USUAL)
            start = parse_edtf(one["from"])
            others = compute_deadline(rule, start, closings=terms.closings, options=terms.options).alternatives
            yield from (lawful(say, "card.otherwise", {"says": o.says}, when=say.when(o.due)) for o in others)
        elif full:
            yield law_words(say, rule.notice) or English(rule.notice)
