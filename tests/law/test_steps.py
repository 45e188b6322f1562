"""The days of a due date that a pause or an extension moved: replayed by hand, they end on that day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.slow import DAY, is_open
from timeline.events.dates import parse_edtf
from timeline.law.deadline import Deadline, compute_deadline
from timeline.law.facts import Fact
from timeline.law.tolling import moved, run

START = date(2024, 10, 1)
END = date(2027, 12, 31)
ASKS = {"clarification": "clarification_reply", "fee_notice": "fee_reply"}

# id of the rule, whose holidays it leaves out, its days, and how many an extension adds
RULES = {
    "us-foia.determination": ("us-6103", 20, 10),
    "us-dhs.determination": ("us-6103", 20, 10),
    "us-or.response": ("us-or", 10, 0),
    "us-tx.response": ("us-tx", 10, 0),
    "us-ca.response": ("us-ca", 10, 14),
    "us-pa.response": ("us-pa", 5, 30),
    "us-id.response": ("us-id", 3, 10),
    "us-ny.response": ("us-ny", 5, 20),
}


def fact(kind: str, edtf: str, number: int = 0) -> Fact:
    return Fact(f"{kind}{number}", kind, parse_edtf(edtf))


def count(trigger: str, *facts: Fact, rule: str = "us-foia.determination") -> Deadline:
    return moved(compute_deadline(rule, trigger), facts, END)


def replayed(found: Deadline) -> date:
    """Go through the days as a reader would, believing only the numbers: every day is there, and each number follows."""
    period, left, number, still = found.version.period, found.version.period, 0, False
    steps = found.steps
    for before, step in pairwise(steps):
        assert step.date - before.date == DAY, "no day is missing"
    for step in steps:
        assert step.reason
        assert step.counted == bool(step.n)
        if step.phase == "paused":
            assert not step.counted
            assert "the clock stood still: asked on" in step.reason
            still = True
        elif step.phase == "reply":
            assert step.n == 0
            still = False
            if "begins anew" in step.reason:
                left, number = period, 0
            assert step.reason.endswith(f"is day {number + 1}") or "; a question of" in step.reason
        elif step.phase == "extension":
            assert not left
            assert not still
        elif step.counted:
            assert not still, "after a pause the day of the reply comes first"
            left, number = left - 1, number + 1
            assert step.n == number
    assert not left
    return steps[-1].date


SPAN = st.integers(0, 8)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str, list[Fact]]:
    """A rule, a trigger and rows with bounds or without, in any order that a table may have."""
    rule = draw(st.sampled_from(sorted(RULES)))
    exact = draw(st.booleans())

    def when(first: date) -> str:
        width = 0 if exact else draw(SPAN)
        form = draw(st.sampled_from(["[{}..{}]"] * 4 + ["[..{1}]", "[{0}..]"])) if not exact else "[{}..{}]"
        return form.format(first, first + timedelta(days=width))

    trigger = START + timedelta(days=draw(st.integers(0, 500)))
    facts = []
    pauses = draw(st.integers(0, 3))
    for number in range(pauses):
        kind = draw(st.sampled_from(sorted(ASKS)))
        asked = trigger + timedelta(days=draw(st.integers(0, 45)))
        facts.append(fact(kind, when(asked), number))
        facts.append(fact(ASKS[kind], when(asked + timedelta(days=draw(st.integers(0, 40)))), number))
    if draw(st.booleans()):
        facts.append(fact("extension", when(trigger + timedelta(days=draw(st.integers(0, 60))))))
    if draw(st.booleans()):
        facts.append(fact("acknowledgement", str(trigger + timedelta(days=draw(st.integers(0, 12))))))
    return rule, when(trigger), facts


@settings(max_examples=3000)
@given(cases())
def test_the_days_replayed_by_hand_end_on_the_due_date(case):
    rule, trigger, facts = case
    deadline = compute_deadline(rule, trigger)
    found = moved(deadline, facts, END)
    ended = run(deadline.rule, deadline, facts, END)
    assert (found.due, found.reason) == (ended.due, ended.reason)
    if found.due.is_undated:
        assert found.steps == ()
        assert found.alternatives == ()
        return
    calendar, _, further = RULES[rule]
    assert replayed(found) == (found.due.latest or found.due.earliest)
    for step in found.steps:
        if step.counted and (step.phase or found.version.skips) and rule != "us-ca.response":
            assert is_open(step.date, calendar) or rule == "us-pa.response"
        assert step.phase or step.n != 0 or step is found.steps[0]
    assert all(other.due != found.due and not other.due.is_undated for other in found.alternatives)
    extension = [step for step in found.steps if step.phase == "extension" and step.counted]
    assert not extension or extension[-1].n == further
    assert found.count_text().count("Due: ") == 1


@settings(max_examples=1000)
@given(cases())
def test_days_that_are_working_days_are_counted_unless_the_clock_stood_still(case):
    rule, trigger, facts = case
    found = count(trigger, *facts, rule=rule)
    calendar, *_ = RULES[rule]
    if not found.version.skips:
        return
    for step in found.steps:
        if not step.counted and not step.phase and is_open(step.date, calendar):
            assert step.n == 0 or "the last day, which is left since a question stopped the clock" in step.reason


@given(cases())
def test_the_same_rows_in_another_order_give_the_same_days(case):
    rule, trigger, facts = case
    assert count(trigger, *facts, rule=rule).steps == count(trigger, *facts[::-1], rule=rule).steps
