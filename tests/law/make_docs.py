"""Write docs/rules.md, the list of all rules, from the data: ``python tests/law/make_docs.py``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from timeline.events.dates import parse_edtf
from timeline.law.calendars import calendar_ids, load_calendar
from timeline.law.deadline import ASSUMPTIONS
from timeline.law.model import in_words
from timeline.law.rules import Rule, Version, load_rules
from timeline.law.words import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.law.calendars import Calendar

PATH: Final = Path(__file__).parents[2] / "docs" / "rules.md"

INTRODUCTION: Final = """\
# The rules

Every deadline that this program computes, with its citation, how sure we are of it, and a worked example that the tests
assert. This page is written from `timeline/law/rules/*.toml` by `python tests/law/make_docs.py`; a test holds it current.
Informational, not legal advice: read the current text before you rely on a number.

- **verified**: two or more independent sources agree. **single-source**: one source. **conflicting**: sources differ; the
  note says how, the text of the statute is counted, and the other date is given beside it.
- Of the sources of a rule the first is where its text can be read, where such an address is known here, and each of the
  others one that it was taken from.
- *since ?* means that nobody has recorded here when the text took effect. A count from a day before the earliest source
  that shows the text says `force_start_unknown`.
- A working day and a business day are a day that the rule's calendar does not leave out. The day of the trigger is never
  counted; of a weekend or holiday trigger, day 1 is the next working day.
- A month or a year ends on the same day of its month; where there is none (February 29), on the last day of the month.
"""


OPTIONS: Final = """\
## What you may decide

`compute_deadline(rule, trigger, options=Options(…), closings="closings.csv")`, with
`from timeline.law.options import Options`; each choice that mattered is named among the
assumptions of the count.

| option | default | |
|---|---|---|
| `observed` | `True` | the weekday on which a weekend holiday is observed is left out |
| `order_closings` | `"counted"` | days on which the President closed the agencies; `"excluded"` leaves them out |
| `inauguration_day` | `"counted"` | January 20 of each fourth year; `"excluded"` for offices around Washington |
| `shutdowns` | `"counted"` | days of a lapse in appropriations |
| `court_state` | none | `"us-ny"`: the state in which the federal court sits, whose holidays count for periods after an event |
| `agency` | none | the agency whose own closings, of those given, are left out |
| `received_at` | none | the time of receipt, `"17:30"`, for a rule that has a cut-off |
| `receipt_rule` | none | a rule on receipt to apply, `"us-epa.receipt_cutoff"` |
| `received_by` | none | the means, `"email"`, for a law that deems it received later |
| `text_on` | none | count by the text in force on this day, whatever the trigger |

Closings that no calendar can know come from a table, `closings.csv`, with the columns `date,name,jurisdiction,agency,source`:
a day, what it was, the jurisdiction (`us-md`) or the agency whose offices were closed, and where that is known from.

For a table, `events.toml` says both, `add_deadlines(events, closings="closings.csv")` and `--closings FILE` of `timeline check`,
`deadlines` and `export` name other closings. Left out of the table `[law]` are the options that are facts of one request:

    closings = "closings.csv"      # beside events.toml

    [law]
    observed = true
    order_closings = "counted"
    inauguration_day = "counted"
    shutdowns = "counted"
    court_state = "us-ny"
    receipt_rule = "us-epa.receipt_cutoff"

The assumption names the days that such a closing moved and its source, and the date without them stands beside it.
"""


def page() -> str:
    """Return the text of the page."""
    rules = list(load_rules().values())
    parts = [INTRODUCTION, f"{len(rules)} rules of {len({r.jurisdiction for r in rules})} jurisdictions.\n"]
    for family, group in groupby(rules, lambda rule: rule.id.partition(".")[0]):
        parts.append(_family(family, list(group)))
    parts.append(OPTIONS)
    parts.append(_words("What a count may take for granted", ASSUMPTIONS))
    parts.append(_words("Why there may be no date", REASONS))
    parts.append(_calendars())
    return "\n".join(parts)


def _family(family: str, rules: list[Rule]) -> str:
    rows = ["| rule | period | runs from | citation | how sure | example |", "|---|---|---|---|---|---|"]
    rows += [
        f"| `{r.id}`: {r.title} | {_periods(r)} | {r.trigger} | {_cited(r)} | {r.certainty} | {_example(r)} |"
        for r in rules
    ]
    notes = [f"- `{rule.id}`: {_plain(rule.notice)} Sources: {_sources(rule)}." for rule in rules]
    return "\n".join([f"## {family}", "", *rows, "", *notes, ""])


def _periods(rule: Rule) -> str:
    """Return the period now in force first, then the earlier ones."""
    new, *old = reversed(rule.versions)
    said = [_period(rule, new)]
    if new.in_force_from.year > 1:
        said.append(f"since {new.in_force_from}")
    else:
        said.append("since ?")
    said += [f"to {new.in_force_to}"] if new.in_force_to else []
    said += [f"{_period(rule, version)} to {version.in_force_to}" for version in old]
    return "; ".join(said)


def _period(rule: Rule, version: Version) -> str:
    said = version.said + ("" if version.direction == "after" else " before")
    said += {"next": ", last day moves on", "previous": ", last day moves back", "none": ""}[version.roll]
    if version.extension:
        more = version.extension
        length = f"+{in_words(more.period, more.unit)}" if more.period else "to a day of the agency's own"
        where = "" if more.counted_from == "end_of_period" else f" from the {more.counted_from}"
        said += f" (extension: {length.removeprefix('+' if where else '')}{where})"
    return said if rule.kind == "deadline" else f"{rule.kind.replace('_', ' ')}: {said}"


def _cited(rule: Rule) -> str:
    return "; ".join(dict.fromkeys(version.citation for version in reversed(rule.versions)))


def _example(rule: Rule) -> str:
    if not rule.examples:
        return "no date"
    exact = [example for example in rule.examples if parse_edtf(example.trigger).is_exact]
    one = max(exact, key=lambda example: example.trigger)
    period = f"{one.period} days: " if one.period else ""
    return f"{period}{one.trigger} → {one.due}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _sources(rule: Rule) -> str:
    return ", ".join(f"[{number}]({url})" for number, url in enumerate(rule.sources, 1))


def _words(title: str, words: Mapping[str, str]) -> str:
    return "\n".join(
        [f"## {title}", "", "| word | what it says |", "|---|---|", *(f"| `{w}` | {s} |" for w, s in words.items()), ""]
    )


def _calendars() -> str:
    rows = ["| calendar | covers | what is left out |", "|---|---|---|"]
    rows += [_calendar(load_calendar(name)) for name in calendar_ids()]
    return "\n".join(["## Calendars", "", *rows, ""])


def _calendar(calendar: Calendar) -> str:
    years = f"{calendar.first.year} to {calendar.last.year}"
    return f"| `{calendar.id}`: {calendar.title} | {years} | {_plain(calendar.observed)} ({calendar.citation}) |"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(page(), encoding="utf-8")
