"""Rules of law as data: read from ``rules/*.toml``, checked key by key, never written in Python.

A file holds the rules of one family, ``us-foia.toml`` those whose id begins with ``us-foia.``. Each has dated versions
of its text, worked examples that the tests assert, and the kinds of event that start, satisfy, pause and extend it.
One rule is looked up in the file of its family alone.
"""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import RuleError
from timeline.events.columns import KINDS, is_address
from timeline.law.calendars import calendar_ids
from timeline.law.model import (
    CERTAINTIES,
    COUNTED_FROM,
    DATELESS,
    DIRECTIONS,
    FIRST_DAYS,
    KINDS_OF_RULE,
    LONG_AGO,
    ROLLS,
    UNITS,
    Alternative,
    Certainty,
    Direction,
    Example,
    Extension,
    Offset,
    Roll,
    Rule,
    Unit,
    Version,
)
from timeline.law.schema import (
    DATE,
    NUMBER,
    TABLES,
    TEXT,
    TRUE,
    Key,
    is_date,
    is_text,
    list_of,
    one_of,
    optional,
    problems,
    refuse,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = (
    "Alternative", "Certainty", "Direction", "Example", "Extension", "Offset", "Roll", "Rule", "Unit", "Version",
    "get_rule", "load_rules", "parse_rules",
)  # fmt: skip

RULES: Final = Path(__file__).parent / "rules"

_KINDS: Final = list_of(lambda value: value in KINDS, "a list of kinds of event")


def _is_told(value: object) -> bool:
    return isinstance(value, dict) and all(kind in KINDS and is_text(said) for kind, said in value.items())


_RULE: Final = {
    "id": TEXT,
    "jurisdiction": TEXT,
    "kind": optional(one_of(KINDS_OF_RULE)),  # a deadline where absent
    "title": TEXT,
    "trigger": TEXT,  # what starts the period, in words
    "trigger_day": TEXT,  # what to call the day it starts on
    "trigger_kinds": list_of(lambda value: value in KINDS, "a list of kinds of event, the best first"),
    "satisfied_by": _KINDS,
    "extended_by": optional(_KINDS),
    "pauses": optional(
        Key(
            "a table from the kind that stops the clock to the kind that starts it again",
            lambda value: isinstance(value, dict) and all(k in KINDS and v in KINDS for k, v in value.items()),
        )
    ),
    "pauses_under": optional(Key("a table from the kind that stops the clock to the provision", _is_told)),
    "restarts": optional(_KINDS),
    "once": optional(_KINDS),  # kinds of pause that stop the clock one time only
    "pauses_since": optional(DATE),  # the first day from which this law of pauses is known
    # beside the request's own deadline, once the table has a row that starts it and the columns say all that it needs
    "follow_up": optional(TRUE),
    "requester": optional(TRUE),  # it is the requester who must act by then
    "least": optional(TRUE),  # whoever sets the time may give more
    "capped_by": optional(TEXT),  # from when it runs at the latest, where another part of the agency had it first
    "followed_by": optional(list_of(is_text, "a list of ids of rules")),  # what holds once it is over, unanswered
    "receipt_cutoff": optional(
        Key("a time like 17:00", lambda value: is_text(value) and bool(re.fullmatch(r"[0-2]\d:[0-5]\d", value)))
    ),
    "receipt_offsets": optional(TABLES),
    "certainty": one_of(CERTAINTIES),
    "sources": list_of(lambda value: is_text(value) and is_address(value), "web addresses", least=1),
    "notice": TEXT,  # readings in dispute, for the person who relies on the number
    "versions": TABLES,
    "examples": optional(TABLES),
}
_VERSION: Final = {
    "in_force_from": Key('a date without quotation marks, or "unknown"', lambda v: is_date(v) or v == "unknown"),
    "known_since": optional(DATE),  # where the start is unknown: the first day on which a source shows this text
    "in_force_to": optional(DATE),  # the last day, inclusive; absent where still in force
    "period": NUMBER,
    "unit": one_of(UNITS),
    "standard": optional(TEXT),
    "short_below": optional(NUMBER),
    "first_day": one_of(("after_trigger",)),
    "direction": one_of(DIRECTIONS),
    "roll": one_of(ROLLS),
    "calendar": one_of(calendar_ids()),
    "citation": TEXT,
    "extension": optional(Key("a table", lambda value: isinstance(value, dict))),
    "alternatives": optional(TABLES),
}
_PARTS: Final = {
    "extension": {
        "period": NUMBER,
        "unit": one_of(UNITS),
        "counted_from": optional(one_of(COUNTED_FROM)),
        "roll": optional(one_of(ROLLS)),
        "citation": TEXT,
    },
    "alternatives": {
        "says": TEXT,
        "period": optional(NUMBER),
        "unit": optional(one_of(UNITS[:-1])),
        "first_day": optional(one_of(FIRST_DAYS)),
        "roll": optional(one_of(ROLLS)),
        "extended_to": optional(NUMBER),
    },
    "receipt_offsets": {"means": TEXT, "period": NUMBER, "unit": one_of(UNITS[:3]), "citation": TEXT},
    "examples": {
        "trigger": TEXT,
        "due": TEXT,
        "note": TEXT,
        "period": optional(Key("a whole number", lambda value: type(value) is int)),
    },
}


@lru_cache
def load_rules() -> Mapping[str, Rule]:
    """Return every rule by its id; nothing can be changed in it.

    >>> load_rules()["us-foia.determination"].versions[-1].citation
    '5 U.S.C. § 552(a)(6)(A)(i)'
    """
    families = sorted(path.stem for path in RULES.glob("*.toml"))
    return MappingProxyType({name: rule for family in families for name, rule in _family(family).items()})


def get_rule(rule_id: str) -> Rule:
    """Return one rule; where there is none of that id, say which one is like it.

    >>> get_rule("us-ky.response").versions[0].said
    '3 business days'
    """
    family = rule_id.partition(".")[0]
    known = _family(family) if re.fullmatch(r"[a-z-]+", family) else {}
    if rule_id in known:
        return known[rule_id]
    from difflib import get_close_matches  # noqa: PLC0415 - only the mistaken pay for it

    close = get_close_matches(rule_id, load_rules(), n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}? " if close else ""
    msg = f"no rule is called {rule_id!r}; {hint}`timeline rules` lists them all"
    raise RuleError(msg)


@lru_cache
def _family(name: str) -> dict[str, Rule]:
    path = RULES / f"{name}.toml"
    if not path.exists():
        return {}
    return {rule.id: rule for rule in parse_rules(path.read_text(encoding="utf-8"), path.name)}


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
    if not any("'versions'" in line for line in found):
        for n, version in enumerate(row["versions"], 1):
            where = f"{name}, version {n}"
            found += problems(version, _VERSION, where)
            found += [line for key in ("extension", "alternatives") for line in _part_problems(version, key, where)]
    found += [line for key in ("examples", "receipt_offsets") for line in _part_problems(row, key, name)]
    yield from found
    if not found:  # what keys say together makes sense only once each is sound
        yield from _conflicts(row, name)
        yield from _joints(row["versions"], name)


def _part_problems(row: Mapping[str, Any], key: str, where: str) -> Iterator[str]:
    value = row.get(key, [])
    if isinstance(value, dict):
        yield from problems(value, _PARTS[key], f"{where}, {key}")
    elif isinstance(value, list):
        for n, part in enumerate(value, 1):
            if isinstance(part, dict):
                yield from problems(part, _PARTS[key], f"{where}, {key.removesuffix('s')} {n}")


def _conflicts(row: dict[str, Any], name: str) -> Iterator[str]:
    kind = row.get("kind", "deadline")
    if kind in ("deadline", "opening") and not row["trigger_kinds"]:
        yield f"{name}: key 'trigger_kinds' is []; expected at least one kind of event, the best first"
    counts = kind == "method" or any(version["unit"] != "none" for version in row["versions"])
    if counts != ("examples" in row):
        yield f"{name}: key 'examples' must be there where a version has a period, and only there"
    if counts and kind in DATELESS:
        yield f"{name}: key 'kind' is {kind!r}, which gives no date; expected unit none in every version"
    for n, version in enumerate(row["versions"], 1):
        where, none = f"{name}, version {n}", version["unit"] == "none"
        if (version["period"] == 0) != (none or kind == "method"):
            yield f"{where}: key 'period' is {version['period']}; expected 0 where unit is none, else at least 1"
        if none != ("standard" in version):
            yield f"{where}: key 'standard' must say what the law asks for where unit is none, and only there"
        if (version["in_force_from"] == "unknown") != ("known_since" in version):
            yield f"{where}: key 'known_since' must be there where 'in_force_from' is \"unknown\", and only there"
        if bool(row.get("extended_by")) != ("extension" in version) and not none:
            yield f"{where}: key 'extension' must be there where key 'extended_by' names a kind, and only there"


def _joints(versions: Sequence[Mapping[str, Any]], name: str) -> Iterator[str]:
    """Name every version that does not begin on the day after the one before it ended."""
    for n, version in enumerate(versions, 1):
        where, start = f"{name}, version {n}", version["in_force_from"]
        if start == "unknown" and n > 1:
            yield f"{where}: key 'in_force_from' is \"unknown\"; only the first version may begin on an unknown day"
        first = version.get("known_since") if start == "unknown" else start
        if first and version.get("in_force_to", first) < first:
            yield f"{where}: key 'in_force_to' is before in_force_from"
    for n, (old, new) in enumerate(pairwise(versions), 2):
        where, start = f"{name}, version {n}", new["in_force_from"]
        if start == "unknown":
            continue
        if "in_force_to" not in old:
            yield f"{where}: key 'in_force_from' overlaps the version before, which has no 'in_force_to'"
        elif (expected := old["in_force_to"] + timedelta(days=1)) != start:
            how = "overlaps the version before" if start < expected else "leaves a gap after the version before"
            yield f"{where}: key 'in_force_from' is {start} and {how}; expected {expected}"


def _rule(row: Mapping[str, Any]) -> Rule:
    def words(key: str) -> tuple[str, ...]:
        return tuple(row.get(key, ()))

    pauses = row.get("pauses", {})
    return Rule(
        id=row["id"],
        jurisdiction=row["jurisdiction"],
        title=row["title"],
        trigger=row["trigger"],
        trigger_day=row["trigger_day"],
        trigger_kinds=words("trigger_kinds"),
        satisfied_by=words("satisfied_by"),
        pauses=tuple(pauses),
        resumes=tuple(pauses.values()),
        extended_by=words("extended_by"),
        certainty=row["certainty"],
        notice=row["notice"].strip(),
        sources=words("sources"),
        versions=tuple(map(_version, row["versions"])),
        examples=tuple(Example(**example) for example in row.get("examples", ())),
        kind=row.get("kind", "deadline"),
        restarts=words("restarts"),
        once=words("once"),
        pauses_under=tuple(row.get("pauses_under", {}).get(kind, "") for kind in pauses),
        pauses_since=row.get("pauses_since"),
        follow_up=row.get("follow_up", False),
        requester=row.get("requester", False),
        least=row.get("least", False),
        capped_by=row.get("capped_by", ""),
        followed_by=words("followed_by"),
        receipt_cutoff=row.get("receipt_cutoff", ""),
        receipt_offsets=tuple(Offset(**offset) for offset in row.get("receipt_offsets", ())),
    )


def _version(row: Mapping[str, Any]) -> Version:
    made = {
        "in_force_from": LONG_AGO if row["in_force_from"] == "unknown" else row["in_force_from"],
        "extension": Extension(**row["extension"]) if "extension" in row else None,
        "alternatives": tuple(Alternative(**one) for one in row.get("alternatives", ())),
    }
    return Version(**{"in_force_to": None} | dict(row) | made)
