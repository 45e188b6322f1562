"""``timeline due`` and ``timeline rules``: the law by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from timeline.cli.shared import GOOD, add_order, print_json, print_lines, read_day, read_exact
from timeline.errors import RuleError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from timeline.law.deadline import Deadline, Options
    from timeline.law.rules import Rule

_RULE: Final = re.compile(r"[a-z-]+\.\w+")
_WIDTH: Final = 100


def add_due(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline due``."""
    from timeline.law.model import ROLLS, UNITS

    parser.usage = (
        "timeline due RULE DATE [options]\n"
        "       timeline due --period N --unit UNIT [--calendar C] [--roll R] [--before] [options] DATE\n"
        "       timeline due --period N [--before] [options] METHOD DATE"
    )
    parser.add_argument(
        "words", nargs="*", metavar="RULE DATE", help="a rule (see timeline rules) and its trigger's date"
    )
    parser.add_argument("--json", action="store_true", help="print the count as JSON")
    add_order(parser)
    own = parser.add_argument_group("a period of your own, instead of a rule's")
    own.add_argument("--period", type=int, metavar="N", help="count N units, or N days by a method (frcp.6a)")
    own.add_argument("--unit", choices=UNITS[:-1], help="what --period counts")
    own.add_argument("--calendar", help="whose holidays to leave out (us-federal)")
    own.add_argument("--roll", choices=ROLLS,
                     help="where to move a last day that is no working day (none)")  # fmt: skip
    own.add_argument("--before", action="store_true", help="count back from DATE")
    _add_choices(parser.add_argument_group("where the law leaves it open (docs/rules.md says more)"))
    parser.set_defaults(parser=parser)


def _add_choices(group: Any) -> None:  # noqa: ANN401 - argparse has no public name for a group
    from timeline.law.options import MEANS

    counted = ("counted", "excluded")
    group.add_argument("--no-observed", dest="observed", action="store_false",
                       help="count the weekday on which a weekend holiday is observed (left out)")  # fmt: skip
    group.add_argument("--order-closings", choices=counted, help="days closed by executive order (counted)")
    group.add_argument("--inauguration-day", choices=counted, help="January 20 of each fourth year (counted)")
    group.add_argument("--shutdowns", choices=counted, help="days of a lapse in appropriations (counted)")
    group.add_argument("--closings", metavar="FILE", help="closings.csv: date,name,jurisdiction,agency,source (none)")
    group.add_argument("--agency", metavar="NAME", help="whose own closings, of those, to leave out (no agency's)")
    group.add_argument("--court-state", metavar="STATE", help="us-ny: the state where the federal court sits (none)")
    group.add_argument("--received-at", metavar="HH:MM", help="the time of receipt, for a cut-off (not known)")
    group.add_argument("--receipt-rule", metavar="RULE", help="a cut-off to apply: us-epa.receipt_cutoff (the rule's)")
    group.add_argument("--received-by", choices=MEANS, help="how it came, where the law deems that later (not known)")
    group.add_argument("--text-on", metavar="DAY", help="count by the text in force on this day (the trigger's)")


def due(options: argparse.Namespace) -> int:
    """Print a due date and its count."""
    from timeline.law.deadline import compute_deadline
    from timeline.law.rules import get_rule

    named = options.words[:1] if not options.unit and (options.period is None or _is_rule(options.words)) else []
    text = " ".join(options.words[len(named) :])
    if complaint := _misused(options, named, text):
        options.parser.error(complaint)
    # The rule before the date: the first thing typed is the first complained of.
    rule = get_rule(named[0]) if named else _own(options)
    days = -options.period if named and options.period and options.before else options.period
    deadline = compute_deadline(
        rule,
        read_day(text, options.date_order),
        period=days if named else None,
        closings=options.closings or (),
        options=_choices(options),
    )
    if options.json:
        print_json(deadline.as_dict())
    else:
        print_lines(_told(deadline))
    return GOOD


def _is_rule(words: Sequence[str]) -> bool:
    return bool(words) and bool(_RULE.fullmatch(words[0]))


def _misused(options: argparse.Namespace, named: Sequence[str], text: str) -> str:
    if options.agency and not options.closings:
        return "--agency goes with --closings: it says whose closings to leave out"
    if named and (options.calendar or options.roll or (options.before and options.period is None)):
        return "--unit, --calendar, --roll and --before go with --period; a rule has its own"
    if options.period is None:
        if options.unit:
            return "--unit, --calendar, --roll and --before go with --period; a rule has its own"
        return "" if text else "give a rule and a date, such as us-foia.determination 2020-10-20"
    if options.period < 1 or not (options.unit or named):
        return "--period takes a number from 1 up, and --unit says of what: working_days, calendar_days, months …"
    if options.unit and _is_rule(options.words):
        return f"{options.words[0]} has a unit of its own; leave out --unit, or the rule"
    return "" if text else "give the date to count from, such as 2020-10-20"


def _own(options: argparse.Namespace) -> Rule:
    from timeline.law.period import ad_hoc

    return ad_hoc(
        options.period,
        options.unit,
        calendar=options.calendar or "us-federal",
        roll=options.roll or "none",
        before=options.before,
    )


def _choices(options: argparse.Namespace) -> Options:
    """Return what was chosen; what was not has the engine's own default."""
    from timeline.law.options import Options

    names = (
        "order_closings", "inauguration_day", "shutdowns", "court_state", "agency",
        "received_at", "receipt_rule", "received_by",
    )  # fmt: skip
    chosen = {name: value for name in names if (value := getattr(options, name))}
    return Options(observed=options.observed, text_on=read_exact("--text-on", options.text_on), **chosen)


def _told(deadline: Deadline) -> Iterator[str]:
    """Yield the due date, the count, and all that it rests on."""
    from timeline.law.calendars import WEEKDAYS
    from timeline.law.words import DISCLAIMER, SURENESS, assumed, count_lines

    rule = deadline.rule
    day = deadline.due.earliest if deadline.due.is_exact else None
    yield (deadline.due.edtf or "No due date.") + (f" ({WEEKDAYS[day.weekday()]})" if day else "")
    yield ""
    yield from count_lines(deadline)
    others = [f"{one.due.edtf}  {one.word}: {one.says}" for one in deadline.alternatives]
    sections = {
        "Otherwise:": others,
        "Assuming:": [f"{word}: {says}" for word, says in assumed(deadline)],
        "Notice:": [rule.notice] if rule.notice else [],
        "Citation:": [f"{deadline.citation}. {SURENESS[rule.certainty] if rule.id else ''}"],
    }
    for heading, lines in sections.items():
        if lines:
            yield ""
            yield heading
            yield from (piece for line in lines for piece in _wrapped(line))
    yield ""
    yield DISCLAIMER


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ",
                break_long_words=False, break_on_hyphens=False)  # fmt: skip


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline rules``."""
    parser.add_argument("--jurisdiction", help="only the rules of one, such as us-federal")
    parser.add_argument("--json", action="store_true", help="print the rules as JSON")


def rules(options: argparse.Namespace) -> int:
    """List the rules."""
    from timeline.law.rules import load_rules

    known = load_rules().values()
    where = sorted({rule.jurisdiction for rule in known})
    if options.jurisdiction is not None and options.jurisdiction not in where:
        msg = f"no rule of {options.jurisdiction} is known here; there are rules of {', '.join(where)}"
        raise RuleError(msg)
    found = [rule for rule in known if options.jurisdiction in (None, rule.jurisdiction)]
    if options.json:
        print_json([_as_dict(rule) for rule in found])
    else:
        print_lines(_listed(found))
    return GOOD


def _as_dict(rule: Rule) -> dict[str, Any]:
    version = rule.versions[-1]
    return {
        **{name: getattr(rule, name) for name in ("id", "jurisdiction", "kind", "title", "trigger", "certainty")},
        **{name: getattr(version, name) for name in ("period", "unit", "direction", "citation")},
        "period_in_words": _period(rule),
        "notice": rule.notice,
        "sources": list(rule.sources),
    }


def _period(rule: Rule) -> str:
    from timeline.law.model import DATELESS

    version = rule.versions[-1]
    if rule.kind in DATELESS:
        return "no deadline of its own"
    if version.unit == "none":
        return f"{version.standard}: no fixed period"
    return version.said + (" before" if version.direction == "before" else "")


def _listed(found: Sequence[Rule]) -> Iterator[str]:
    """Yield the rules in columns, and below each its title and period."""
    from textwrap import wrap

    head = ("RULE", "KIND", "HOW SURE", "CITATION")
    rows = [(rule.id, rule.kind.replace("_", " "), rule.certainty, rule.versions[-1].citation) for rule in found]
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(3)]
    room = _WIDTH - sum(widths) - 2 * len(widths)

    def lines(cells: Sequence[str]) -> Iterator[str]:
        first, *more = wrap(cells[-1], room)
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)), first])
        yield from (" " * (_WIDTH - room) + line for line in more)

    yield from lines(head)
    for rule, row in zip(found, rows, strict=True):
        yield from lines(row)
        yield from _wrapped(f"{rule.title}: {_period(rule)}")
    yield ""
    yield "As now in force. For earlier texts see docs/rules.md; for notices and sources, --json."
