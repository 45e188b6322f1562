"""``timeline due`` and ``timeline rules``: the law by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.cli.shared import GOOD, add_order, print_json, print_lines, read_day
from timeline.errors import DateError, RuleError

if TYPE_CHECKING:
    import argparse

    from timeline.events.dates import ImpreciseDate
    from timeline.law.deadline import Deadline


def add_due(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline due``."""
    parser.usage = "timeline due RULE DATE [--json]\n       timeline due --period N --unit UNIT [options] DATE"
    parser.add_argument(
        "words", nargs="*", metavar="RULE DATE", help="a rule (see timeline rules) and its trigger's date"
    )
    parser.add_argument("--period", type=int, metavar="N", help="count N units instead of a rule's period")
    parser.add_argument("--unit", choices=("working_days", "calendar_days"), help="what --period counts")
    parser.add_argument("--calendar", default="us-federal", help="whose holidays to leave out (us-federal)")
    parser.add_argument("--roll", choices=("next", "previous", "none"), default="none",
                        help="where to move a last day that is no working day (none)")  # fmt: skip
    parser.add_argument("--before", action="store_true", help="count back from DATE")
    add_order(parser)
    parser.add_argument("--json", action="store_true", help="print the count as JSON")
    parser.set_defaults(parser=parser)


def due(options: argparse.Namespace) -> int:
    """Print a due date and its count."""
    from timeline.law.calendars import WEEKDAYS
    from timeline.law.deadline import compute_deadline

    named = [] if options.period is not None else options.words[:1]
    date = " ".join(options.words[len(named) :])
    if complaint := _misused(options, date):
        options.parser.error(complaint)
    if named:
        from timeline.law.rules import get_rule

        get_rule(named[0])  # before the date: the first thing typed is the first complained of
    trigger = read_day(date, options.date_order)
    deadline = compute_deadline(named[0], trigger) if named else _count(options, trigger)
    if options.json:
        none = {} if named else {"rule": None, "citation": None}
        print_json(deadline.as_dict() | none)
        return GOOD
    day = deadline.due.earliest if deadline.due.is_exact else None
    print_lines([deadline.due.edtf + (f" ({WEEKDAYS[day.weekday()]})" if day else ""), ""])
    print_lines(deadline.count_text().splitlines())
    return GOOD


def _misused(options: argparse.Namespace, date: str) -> str:
    if options.period is None:
        if options.unit or options.before or options.roll != "none" or options.calendar != "us-federal":
            return "--unit, --calendar, --roll and --before go with --period; a rule has its own"
        return "" if date else "give a rule and a date, such as us-foia.determination 2020-10-20"
    if options.period < 1 or not options.unit:
        return "--period takes a number from 1 up, and --unit working_days or calendar_days"
    return "" if date else "give the date to count from, such as 2020-10-20"


def _count(options: argparse.Namespace, trigger: ImpreciseDate) -> Deadline:
    """Count a period that no rule here names, with the law's own counting."""
    from datetime import date

    from timeline.events.dates import from_bounds
    from timeline.law.calendars import load_calendar
    from timeline.law.count import last_day
    from timeline.law.deadline import Deadline
    from timeline.law.rules import Rule, Version

    calendar = load_calendar(options.calendar)
    if trigger.is_span or trigger.is_undated:
        known = trigger.edtf or "TBD"
        msg = f"{known}: a period runs from one day; give it, or [2020-10-20..2020-10-22] for one of these"
        raise DateError(msg)
    signed = -options.period if options.before else options.period
    days = [day and last_day(calendar, day.toordinal(), signed, options.unit, options.roll)
            for day in (trigger.earliest, trigger.latest)]  # fmt: skip
    earliest, latest = (date.fromordinal(day) if day else None for day in days)
    cited = "Counted without a rule"
    version = Version(
        in_force_from=date.min,
        in_force_to=None,
        period=options.period,
        unit=options.unit,
        first_day="after_trigger",
        direction="before" if options.before else "after",
        roll=options.roll,
        calendar=calendar.id,
        citation=cited,
    )
    nothing = dict.fromkeys(
        ("trigger_kinds", "satisfied_by", "pauses", "resumes", "extended_by", "sources", "examples"), ()
    )
    words = {
        "id": "",
        "jurisdiction": "",
        "title": "A period",
        "trigger": "the day",
        "trigger_day": "day",
        "notice": "",
    }
    rule = Rule(**words, **nothing, certainty="verified", versions=(version,))  # type: ignore[arg-type]  # two kinds of keys
    return Deadline(rule, version, trigger, from_bounds(earliest, latest, trigger.qualifier), cited, ())


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
        print_json([
            {name: getattr(rule, name) for name in ("id", "jurisdiction", "title", "trigger", "certainty")}
            | {name: getattr(rule.versions[-1], name) for name in ("period", "unit", "direction", "citation")}
            | {"notice": rule.notice, "sources": list(rule.sources)}
            for rule in found
        ])  # fmt: skip
        return GOOD
    for rule in found:
        version = rule.versions[-1]
        period = f"{version.period} {version.unit.replace('_', ' ')} {version.direction} {rule.trigger}"
        cited = f"{version.citation} ({rule.jurisdiction}, {rule.certainty})"
        print_lines([rule.id, f"  {rule.title}: {period}", f"  {cited}"])
    return GOOD
