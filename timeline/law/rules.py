"""Rules of law as data: read from ``rules/*.toml``, checked key by key, never written in Python.

A file holds the rules of one family, ``us-foia.toml`` those whose id begins with ``us-foia.``. Each has dated versions
of its text, worked examples that the tests assert, and the kinds of event that start, satisfy, pause and extend it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from timeline.errors import RuleError
from timeline.events.columns import KINDS
from timeline.law.calendars import calendar_ids
from timeline.law.schema import DATE, NUMBER, TABLES, TEXT, Key, is_text, list_of, one_of, problems, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RULES: Final = Path(__file__).parent / "rules"

Unit = Literal["working_days", "business_days", "calendar_days", "months", "years", "none"]
Roll = Literal["next", "previous", "none"]
Direction = Literal["after", "before"]
Certainty = Literal["verified", "single-source", "conflicting"]

UNITS: Final[tuple[Unit, ...]] = ("working_days", "business_days", "calendar_days", "months", "years", "none")
ROLLS: Final[tuple[Roll, ...]] = ("next", "previous", "none")
DIRECTIONS: Final[tuple[Direction, ...]] = ("after", "before")
CERTAINTIES: Final[tuple[Certainty, ...]] = ("verified", "single-source", "conflicting")

_KINDS: Final = list_of(lambda value: value in KINDS, "a list of kinds of event")
_RULE: Final = {
    "id": TEXT,
    "jurisdiction": TEXT,
    "title": TEXT,
    "trigger": TEXT,  # what starts the period, in words
    "trigger_day": TEXT,  # what to call the day it starts on
    "trigger_kinds": list_of(lambda value: value in KINDS, "a list of kinds of event, the best first", least=1),
    "satisfied_by": _KINDS,
    "extended_by": _KINDS,
    "pauses": Key(
        "a table from the kind that stops the clock to the kind that starts it again",
        lambda value: isinstance(value, dict) and all(k in KINDS and v in KINDS for k, v in value.items()),
    ),
    "certainty": one_of(CERTAINTIES),
    "sources": list_of(
        lambda value: is_text(value) and value.startswith(("https://", "http://")), "web addresses", least=1
    ),
    "notice": TEXT,  # readings in dispute, for the person who relies on the number
    "versions": TABLES,
    "examples": TABLES,
}
_VERSION: Final = {
    "in_force_from": DATE,
    "in_force_to": DATE._replace(required=False),  # the last day, inclusive; absent where still in force
    "period": NUMBER,
    "unit": one_of(UNITS),
    "first_day": one_of(("after_trigger",)),
    "direction": one_of(DIRECTIONS),
    "roll": one_of(ROLLS),
    "calendar": one_of(calendar_ids()),
    "citation": TEXT,
    "extension": Key("a table", lambda value: isinstance(value, dict), required=False),
}
_EXTENSION: Final = {"period": NUMBER, "unit": one_of(UNITS), "citation": TEXT}
_EXAMPLE: Final = {"trigger": TEXT, "due": TEXT, "note": TEXT}


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much, and by what authority, a period may be extended."""

    period: int
    unit: Unit
    citation: str


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as its text stood from one day to another."""

    in_force_from: date
    in_force_to: date | None
    period: int
    unit: Unit
    first_day: Literal["after_trigger"]
    direction: Direction
    roll: Roll
    calendar: str
    citation: str
    extension: Extension | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A trigger and the due date that the rule must give for it."""

    trigger: str
    due: str
    note: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision that turns a trigger into a deadline.

    ``pauses`` and ``resumes`` belong together pair by pair: a ``clarification`` stops the clock until its
    ``clarification_reply``.

    >>> rule = get_rule("us-foia.determination")
    >>> dict(zip(rule.pauses, rule.resumes))
    {'clarification': 'clarification_reply', 'fee_notice': 'fee_reply'}
    """

    id: str
    jurisdiction: str
    title: str
    trigger: str
    trigger_day: str
    trigger_kinds: tuple[str, ...]
    satisfied_by: tuple[str, ...]
    pauses: tuple[str, ...]
    resumes: tuple[str, ...]
    extended_by: tuple[str, ...]
    certainty: Certainty
    notice: str
    sources: tuple[str, ...]
    versions: tuple[Version, ...]
    examples: tuple[Example, ...]

    def version_on(self, day: date) -> Version:
        """Return the version in force on a day.

        >>> get_rule("us-foia.determination").version_on(date(1990, 5, 1))
        Traceback (most recent call last):
            ...
        timeline.errors.RuleError: us-foia.determination has no version in force on 1990-05-01; it has \
1997-10-02 to now. To count from that day, add the text then in force, with its source, as a [[rule.versions]] \
of rules/us-foia.toml
        """
        for version in self.versions:
            if version.in_force_from <= day and (version.in_force_to is None or day <= version.in_force_to):
                return version
        known = ", ".join(f"{v.in_force_from} to {v.in_force_to or 'now'}" for v in self.versions)
        msg = (
            f"{self.id} has no version in force on {day}; it has {known}. To count from that day, add the text then in "
            f"force, with its source, as a [[rule.versions]] of rules/{self.id.partition('.')[0]}.toml"
        )
        raise RuleError(msg)


@lru_cache
def load_rules() -> Mapping[str, Rule]:
    """Return every rule by its id; nothing can be changed in it.

    >>> load_rules()["us-foia.determination"].versions[-1].citation
    '5 U.S.C. § 552(a)(6)(A)(i)'
    """
    rules: dict[str, Rule] = {}
    for path in sorted(RULES.glob("*.toml")):
        rules |= {rule.id: rule for rule in parse_rules(path.read_text(encoding="utf-8"), path.name)}
    return MappingProxyType(rules)


def get_rule(rule_id: str) -> Rule:
    """Return one rule; where there is none of that id, say which one is like it."""
    rules = load_rules()
    if rule_id in rules:
        return rules[rule_id]
    from difflib import get_close_matches  # noqa: PLC0415 - only the mistaken pay for it

    close = get_close_matches(rule_id, rules, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}? " if close else ""
    msg = f"no rule is called {rule_id!r}; {hint}`timeline rules` lists them all"
    raise RuleError(msg)


def parse_rules(text: str, file: str) -> tuple[Rule, ...]:
    """Return the rules that the text of one file holds, or refuse the file and name every problem in it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{file}: not readable as TOML: {error}"
        raise RuleError(msg) from error
    refuse(file, list(problems(table, {"rule": TABLES}, "file")))
    rows = table["rule"]
    named = [(str(row.get("id", f"rule {n}")), row) for n, row in enumerate(rows, 1)]
    refuse(file, [line for name, row in named for line in _rule_problems(row, name)])
    ids = [name for name, _ in named]
    family = file.removesuffix(".toml") + "."
    strangers = [f"{name}: key 'id' must begin with {family!r}" for name in ids if not name.startswith(family)]
    refuse(
        file, strangers + [f"{name}: key 'id' is there twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
    )
    return tuple(map(_rule, rows))


def _rule_problems(row: dict[str, Any], name: str) -> Iterator[str]:
    found = list(problems(row, _RULE, name))
    if not any("'versions'" in line or "'examples'" in line for line in found):
        for n, version in enumerate(row["versions"], 1):
            found += problems(version, _VERSION, f"{name}, version {n}")
            if isinstance(version.get("extension"), dict):
                found += problems(version["extension"], _EXTENSION, f"{name}, version {n}, extension")
        for n, example in enumerate(row["examples"], 1):
            found += problems(example, _EXAMPLE, f"{name}, example {n}")
    yield from found
    if not found:  # what keys say together makes sense only once each is sound
        yield from _conflicts(row, name)


def _conflicts(row: dict[str, Any], name: str) -> Iterator[str]:
    for n, version in enumerate(row["versions"], 1):
        where = f"{name}, version {n}"
        if (version["period"] == 0) != (version["unit"] == "none"):
            yield f"{where}: key 'period' is {version['period']}; expected 0 where unit is none, else at least 1"
        if version.get("in_force_to", version["in_force_from"]) < version["in_force_from"]:
            yield f"{where}: key 'in_force_to' is before in_force_from"
        if bool(row["extended_by"]) != ("extension" in version):
            yield f"{where}: key 'extension' must be there where key 'extended_by' names a kind, and only there"
    for n, (old, new) in enumerate(zip(row["versions"], row["versions"][1:], strict=False), 2):
        where, start = f"{name}, version {n}", new["in_force_from"]
        if "in_force_to" not in old:
            yield f"{where}: key 'in_force_from' overlaps the version before, which has no 'in_force_to'"
        elif (expected := old["in_force_to"] + timedelta(days=1)) != start:
            how = "overlaps the version before" if start < expected else "leaves a gap after the version before"
            yield f"{where}: key 'in_force_from' is {start} and {how}; expected {expected}"


def _rule(row: Mapping[str, Any]) -> Rule:
    def words(key: str) -> tuple[str, ...]:
        return tuple(row[key])

    return Rule(
        id=row["id"],
        jurisdiction=row["jurisdiction"],
        title=row["title"],
        trigger=row["trigger"],
        trigger_day=row["trigger_day"],
        trigger_kinds=words("trigger_kinds"),
        satisfied_by=words("satisfied_by"),
        pauses=words("pauses"),
        resumes=tuple(row["pauses"].values()),
        extended_by=words("extended_by"),
        certainty=row["certainty"],
        notice=row["notice"].strip(),
        sources=words("sources"),
        versions=_versions(row["versions"]),
        examples=tuple(Example(**example) for example in row["examples"]),
    )


def _versions(rows: Sequence[Mapping[str, Any]]) -> tuple[Version, ...]:
    return tuple(
        Version(
            **{"in_force_to": None}
            | dict(row)
            | {"extension": Extension(**row["extension"]) if "extension" in row else None}
        )
        for row in rows
    )
