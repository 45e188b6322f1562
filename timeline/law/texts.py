"""Which text of a rule a trigger falls under: one, or several where the trigger is not known well enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import RuleError
from timeline.law.model import DATELESS, LONG_AGO, Rule, Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.events.dates import ImpreciseDate
    from timeline.law.options import Options


class Text(NamedTuple):
    """A version of a rule and the part of the trigger that falls under it; a bound is None where it is open."""

    version: Version
    first: date | None
    last: date | None


def texts_for(rule: Rule, when: ImpreciseDate, period: int | None, options: Options) -> tuple[list[Text], list[str]]:
    """Return every text that the trigger may fall under, and the words for what that takes for granted."""
    known = [day for day in (when.earliest, when.latest) if day]
    if options.text_on:
        version = rule.version_on(options.text_on)
        same = all(version.in_force_from <= day <= (version.in_force_to or day) for day in known)
        words = [] if same else ["text_of_another_day"]
        return [Text(_with_period(rule, version, period), when.earliest, when.latest)], words
    for day in known:
        rule.version_on(day)
    low, high = when.earliest or LONG_AGO, when.latest or date.max
    found: list[Text] = []
    for version in rule.versions:
        end = version.in_force_to or date.max
        if version.in_force_from <= high and low <= end:
            first = when.earliest if low >= version.in_force_from else version.in_force_from
            last = when.latest if high <= end else version.in_force_to
            # A bound that is open is open in the first text only: nothing is known of the days before it.
            first = first if found or when.earliest else None
            found.append(Text(_with_period(rule, version, period), first, last))
    return found, ["two_versions"] if len(found) > 1 else []


def no_date(rule: Rule, texts: Sequence[Text]) -> str:
    """Return the word for why no date can be given, or nothing where one can."""
    if rule.kind in DATELESS:
        return "no_deadline"
    if rule.kind == "method" and not all(text.version.period for text in texts):
        return "no_period_given"
    none = [text.version.unit == "none" for text in texts]
    return "no_fixed_period" if all(none) else "perhaps_no_period" if any(none) else ""


def _with_period(rule: Rule, version: Version, period: int | None) -> Version:
    if period is None:
        return version
    if rule.kind != "method" or version.unit == "none":
        msg = f"{rule.id} has a period of its own, {version.said}; a period is given to a method of counting (frcp.6a)"
        raise RuleError(msg)
    if period >= 0:
        return replace(version, period=period, direction="after", roll="next")
    return replace(version, period=-period, direction="before", roll="previous")
