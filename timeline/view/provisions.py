"""What the law says beside a request's deadline, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.events.dates import parse_edtf
from timeline.law.deadline import compute_deadline
from timeline.law.rules import get_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timeline.view.words import Words

Row = dict[str, Any]


def beside(row: Row, rows: Mapping[str, Row], say: Words, *, full: bool = True) -> Iterator[str]:
    """Yield a sentence for each provision beside a computed deadline, and for its other readings.

    ``full`` adds the exceptions to one that gives no day; ``rows`` are the rows of the table by their ids.
    """
    for one in row["provisions"]:
        rule = get_rule(one["rule"])
        texts = say.catalogue["provisions"]
        first = rows.get(one["of"])
        yield texts.get(rule.id, texts["other"]).format(
            title=rule.title,
            citation=rule.versions[-1].citation,
            when=say.when(parse_edtf(one["date"])) if one["date"] else "",
            start=say.when(parse_edtf(one["from"])) if one["from"] else "",
            agency=first["agency"] if first else "",
            assumptions="; ".join(say.assumptions(one["assumptions"])),
        )
        if one["from"]:
            others = compute_deadline(rule, parse_edtf(one["from"])).alternatives
            yield from (say("card.otherwise", says=other.says, when=say.when(other.due)) for other in others)
        elif full:
            yield rule.notice
