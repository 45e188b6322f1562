"""The days of a due date that a pause or an extension moved: replayed by hand, they end on that day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.slow import DAY, is_open
from timeline.events.dates import UNDATED, parse_edtf
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
    "us-or.response": ("us-or", 15, 0),
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


@settings(max_examples=500)
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


def reasons(found: Deadline) -> dict[str, str]:
    return {f"{step.date:%m-%d}": step.reason for step in found.steps}


SAID = [
    ("the day of the question is used up", ["clarification 2024-12-02", "clarification_reply 2024-12-04"], "12-02", "working day; a question of this day stopped the clock"),
    ("the day of the reply is day zero again", ["clarification 2024-12-02", "clarification_reply 2024-12-04"], "12-04", "day of the reply: day zero again; the next working day is day 5"),
    ("a reply on a Saturday", ["clarification 2024-12-02", "clarification_reply 2024-12-07"], "12-07", "day of the reply (Saturday): day zero again; the next working day is day 5"),
    ("a question about fees has a provision of its own", ["fee_notice 2024-12-02", "fee_reply 2024-12-04"], "12-03", "the clock stood still: asked on December 2, 2024, answered on December 4, 2024 (5 U.S.C. § 552(a)(6)(A)(ii)(II))"),
    ("a question on the day of receipt", ["fee_notice 2024-11-25", "fee_reply 2024-12-04"], "11-25", "day of receipt: not counted; the next working day is day 1; a question of November 25, 2024 stopped the clock"),
    ("a question on the last day leaves that day", ["fee_notice 2024-12-24", "fee_reply 2024-12-30"], "12-24", "working day (Christmas Eve: closed by Executive Order 14129); the last day, which is left since a question stopped the clock; a question of this day stopped the clock"),
    ("a question on one unknown day", ["fee_notice [2024-12-02..2024-12-04]", "fee_reply 2024-12-09"], "12-05", "the clock stood still: asked on December 2, 2024, the earliest day of “December 2, 2024 to December 4, 2024”, answered on December 9, 2024 (5 U.S.C. § 552(a)(6)(A)(ii)(II))"),
    ("a reply of about a day", ["fee_notice 2024-12-02", "fee_reply 2024-12-04~"], "12-03", "the clock stood still: asked on December 2, 2024, answered on December 4, 2024, written “about December 4, 2024” (5 U.S.C. § 552(a)(6)(A)(ii)(II))"),
    ("the first day of an extension", ["extension 2024-12-20"], "12-26", "extension by 10 working days from the end of the period, December 24, 2024 (notice of December 20, 2024; 5 U.S.C. § 552(a)(6)(B)(i)): working day"),
    ("a holiday in an extension", ["extension 2024-12-20"], "01-01", "New Year's Day"),
    ("an extension of a day that is not known", ["extension TBD"], "12-26", "extension by 10 working days from the end of the period, December 24, 2024 (notice of a day that is not known, which may have come too late; 5 U.S.C. § 552(a)(6)(B)(i)): working day"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "day", "reason"), [pytest.param(*case[1:], id=case[0]) for case in SAID])
def test_each_day_says_why(rows, day, reason):
    facts = [Fact(kind, kind, UNDATED if when == "TBD" else parse_edtf(when)) for kind, when in map(str.split, rows)]
    assert reasons(count("2024-11-25", *facts))[day] == reason


OTHERS = [
    ("closings", "2024-12-18", ["extension 2025-01-10"], "us-foia.determination", "2025-02-03", "closings 2025-02-05"),
    ("a closing while the clock stood still moves nothing", "2024-11-25", ["fee_notice 2024-12-23", "fee_reply 2024-12-30"], "us-foia.determination", "2024-12-31", ""),
    ("a notice in time only if closings count", "2024-12-18", ["extension 2025-01-21"], "us-foia.determination", "2025-01-17", "closings 2025-02-05"),
    ("received on a holiday", "2024-03-30", ["clarification 2024-04-02", "clarification_reply 2024-04-04"], "us-tx.response", "2024-04-18", ""),
    ("a rule whose last day another provision may move", "2024-03-04", ["extension 2024-03-20"], "us-md.response", "2024-05-03", ""),
    ("the morning's day of receipt, and an extension of its own start", "2024-10-01", ["acknowledgement 2024-10-03", "extension 2024-10-04"], "us-ny.response", "2024-11-01", ""),
]  # fmt: skip


@pytest.mark.parametrize(("trigger", "rows", "rule", "due", "others"), [pytest.param(*c[1:], id=c[0]) for c in OTHERS])
def test_what_else_a_moved_date_might_be(trigger, rows, rule, due, others):
    facts = [fact(*row.split()) for row in rows]
    found = count(trigger, *facts, rule=rule)
    assert found.due.edtf == due
    assert "; ".join(f"{other.word} {other.due.edtf}" for other in found.alternatives) == others


def test_a_count_beyond_the_calendar_is_a_reason_and_no_crash():
    found = count("2040-11-20", fact("extension", "2040-12-10"))
    assert (found.due.is_undated, found.reason) == (True, "outside_calendar")
