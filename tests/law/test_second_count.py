"""The first count against the second one, and the table of arrays against both."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest

from tests.law.slow import all_rules, slow_due, text_on
from timeline.errors import CoverageError, DateError, RuleError
from timeline.law.arrays import due_array, due_arrays
from timeline.law.deadline import Options, compute_deadline
from timeline.law.rules import get_rule, load_rules

FIRST, LAST = date(1971, 1, 4), date(2033, 12, 31)
COUNTED = [rule.id for rule in load_rules().values() if any(v.period for v in rule.versions)]


def _pairs(number: int, seed: int) -> list[tuple[str, date]]:
    chosen = random.Random(seed)  # noqa: S311 - a fixed choice, no secret
    pairs: list[tuple[str, date]] = []
    while len(pairs) < number:
        rule, day = chosen.choice(COUNTED), FIRST + timedelta(days=chosen.randrange((LAST - FIRST).days))
        try:
            if text_on(all_rules()[rule], day)["unit"] != "none":
                pairs.append((rule, day))
        except LookupError:
            continue
    return pairs


def test_both_counts_agree_on_a_hundred_thousand_deadlines() -> None:
    pairs = _pairs(100_000, seed=552)
    wrong = [
        (rule, day, due, slow)
        for rule, day in pairs
        if (due := compute_deadline(rule, day).due.latest) != (slow := slow_due(rule, day))
    ]
    assert not wrong[:5]


def test_both_counts_agree_on_every_period_of_the_federal_rules() -> None:
    chosen = random.Random(26)  # noqa: S311 - as above
    for _ in range(2_000):
        day = FIRST + timedelta(days=400 + chosen.randrange(18_000))
        period = chosen.choice([-1, 1]) * chosen.randrange(1, 130)
        due = compute_deadline("frcp.6a", day, period=period).due.latest
        assert due == slow_due("frcp.6a", day, period), (day, period)


def test_arrays_agree_with_the_second_count() -> None:
    pairs = _pairs(5_000, seed=2040)
    rules = sorted({rule for rule, _ in pairs})
    which = np.array([rules.index(rule) for rule, _ in pairs])
    triggers = np.array([day for _, day in pairs], dtype="datetime64[D]")
    assert due_arrays(rules, which, triggers).tolist() == [slow_due(*pair) for pair in pairs]


@pytest.mark.parametrize("rule", COUNTED)
def test_arrays_agree_day_by_day(rule: str) -> None:
    days = np.arange("2015-11-20", "2026-06-01", 17, dtype="datetime64[D]")
    version = get_rule(rule).versions[-1]
    if get_rule(rule).kind == "method":
        with pytest.raises(RuleError, match="gives no date of its own"):
            due_array(rule, days)
        return
    days = days[days >= np.datetime64(max(version.in_force_from, date(1971, 1, 1)))]
    assert due_array(rule, days).tolist() == [compute_deadline(rule, day).due.latest for day in days.tolist()]


def test_an_array_keeps_what_is_not_known() -> None:
    days = np.array(["2020-10-20", "NaT"], dtype="datetime64[D]")
    assert due_array("us-foia.determination", days).astype(str).tolist() == ["2020-11-18", "NaT"]
    assert due_array("us-foia.determination", days[:0]).tolist() == []


def test_an_array_counts_by_a_version_alone_and_by_options() -> None:
    day = np.array(["2000-12-18", "2024-12-18"], dtype="datetime64[D]")
    version = get_rule("us-foia.determination").versions[0]
    assert due_array(version, day).astype(str).tolist() == ["2001-01-18", "2025-01-17"]
    options = Options(order_closings="excluded")
    assert due_array("us-foia.determination", day, options=options).astype(str).tolist() == ["2001-01-18", "2025-01-22"]


@pytest.mark.parametrize(
    ("rule", "days", "error", "message"),
    [
        ("us-foia.determination", ["2020-10-20", "1997-10-01"], RuleError, "trigger 1, 1997-10-01: us-foia.determination has no"),
        ("us-foia.determination", ["2041-01-01"], CoverageError, "trigger 0, 2041-01-01: calendar us-6103 knows"),
        ("us-foia.determination", ["NaT", "2040-12-20"], CoverageError, "trigger 1, 2040-12-20: calendar us-6103 knows"),
        ("us-foia.limitations", ["2036-01-01"], CoverageError, "trigger 0, 2036-01-01"),
        ("us-al.response", ["2024-10-01", "2024-09-30"], RuleError, "trigger 1, 2024-09-30: us-al.response gives no date then"),
        ("us-fl.response", ["2024-10-01"], RuleError, "us-fl.response gives no date then, no_fixed_period"),
        ("us-foia.fee_bar", ["2024-10-01"], RuleError, "us-foia.fee_bar gives no date of its own"),
    ],
)  # fmt: skip
def test_an_array_with_what_cannot_be_answered_is_refused_by_place(
    rule: str, days: list[str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as refused:
        due_array(rule, np.array(days, dtype="datetime64[D]"))
    assert message in str(refused.value)


def test_an_array_of_no_days_is_refused() -> None:
    with pytest.raises(DateError, match=r"triggers are int64; expected datetime64\[D\]"):
        due_array("us-foia.determination", np.array([1, 2]))
