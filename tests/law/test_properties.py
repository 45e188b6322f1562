"""Laws that hold for every rule and every date."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import RuleError
from timeline.events.dates import from_bounds
from timeline.law.calendars import load_calendar
from timeline.law.deadline import compute_deadline
from timeline.law.rules import Rule, load_rules

DAY = timedelta(days=1)
RULES = [rule for rule in load_rules().values() if rule.kind in ("deadline", "opening") and rule.examples]
WHOLE = [(rule, version) for rule in RULES for version in rule.versions if version.period]
FIRST, LAST = date(1972, 1, 3), date(2033, 12, 31)


@st.composite
def counted(draw: st.DrawFn) -> tuple[Rule, date, date, date]:
    """Draw a rule and three days in their order, all under one text of it."""
    rule, version = draw(st.sampled_from(WHOLE))
    low = max(FIRST, version.in_force_from)
    high = min(LAST, version.in_force_to or LAST)
    first = draw(st.dates(low, high))
    last = min(high, first + draw(st.integers(0, 60)) * DAY)
    return rule, first, first + draw(st.integers(0, (last - first).days)) * DAY, last


def _due(rule: Rule, day: date) -> date:
    due = compute_deadline(rule.id, day).due.latest
    assert due is not None
    return due


@given(counted())
def test_a_later_trigger_is_never_due_earlier(drawn: tuple[Rule, date, date, date]) -> None:
    rule, *days = drawn
    assert all(_due(rule, early) <= _due(rule, late) for early, late in pairwise(days))


@given(counted(), st.sampled_from(["", "~", "?", "%"]))
def test_the_bounds_hold_the_due_date_of_every_day_inside(drawn: tuple[Rule, date, date, date], qualifier: str) -> None:
    rule, first, inside, last = drawn
    due = compute_deadline(rule.id, from_bounds(first, last, qualifier)).due  # type: ignore[arg-type]  # sampled
    assert due.earliest == _due(rule, first) <= _due(rule, inside) <= _due(rule, last) == due.latest
    assert due.qualifier == qualifier


@given(counted())
def test_an_open_side_stays_open(drawn: tuple[Rule, date, date, date]) -> None:
    rule, day, *_ = drawn
    for bounds in ((None, day), (day, None)):
        deadline = compute_deadline(rule.id, from_bounds(*bounds))
        due = deadline.due
        if deadline.reason == "perhaps_no_period":  # the days not known may fall under a text without a period
            assert due.is_undated
        # A text before or after this one may give a longer or a shorter period, so the other bound can only be wider.
        elif bounds[0] is None:
            assert due.earliest is None
            assert due.latest is not None
            assert due.latest >= _due(rule, day)
        else:
            assert due.latest is None
            assert due.earliest is not None
            assert due.earliest <= _due(rule, day)


@given(counted())
def test_the_steps_replayed_by_hand_give_the_due_date(drawn: tuple[Rule, date, date, date]) -> None:
    rule, day, *_ = drawn
    deadline = compute_deadline(rule.id, day)
    version, steps = deadline.version, deadline.steps
    calendar = load_calendar(version.calendar)
    assert (steps[0].date, steps[0].n) == (day, 0)
    assert [step.n for step in steps if step.counted] == list(range(1, version.period + 1))
    assert steps[-1].date == deadline.due.latest
    if version.unit not in ("months", "years"):
        assert all(after.date - before.date == DAY for before, after in pairwise(steps))
    is_open = {step.date: calendar.closed(step.date.toordinal()) is None for step in steps}
    if version.skips:
        assert all(step.counted == is_open[step.date] for step in steps[1:])
    if version.skips or version.roll == "next":
        assert is_open[steps[-1].date]
    last_counted = [step for step in steps if step.counted][-1]
    assert not any(is_open[step.date] for step in steps if last_counted.date < step.date < steps[-1].date)


@given(counted())
def test_a_count_can_always_be_said(drawn: tuple[Rule, date, date, date]) -> None:
    rule, day, *_ = drawn
    deadline = compute_deadline(rule.id, day)
    text = deadline.count_text()
    assert rule.title in text
    assert ("First day: " if rule.kind == "opening" else "Due: ") in text
    assert deadline.citation in text
    assert all(other.due != deadline.due for other in deadline.alternatives)


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_the_texts_of_a_rule_follow_each_other_without_gap_or_overlap(rule: Rule) -> None:
    for old, new in pairwise(rule.versions):
        assert old.in_force_to is not None
        assert old.in_force_to + DAY == new.in_force_from
    for version in rule.versions:
        first = version.in_force_from if version.start_known else version.known_since
        assert first is not None
        assert rule.version_on(first) == version
        if version.in_force_to:
            assert rule.version_on(version.in_force_to) == version
    if rule.versions[0].start_known:
        with pytest.raises(RuleError, match="has no version in force"):
            rule.version_on(rule.versions[0].in_force_from - DAY)


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_what_is_not_sure_has_a_notice_and_every_rule_a_source(rule: Rule) -> None:
    assert rule.sources
    assert rule.notice
    if rule.certainty == "conflicting":
        assert any(version.alternatives for version in rule.versions) or "lists" in rule.notice
