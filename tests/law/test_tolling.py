"""A period around its pauses: what must hold for any rows, and a second count that walks day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.law.slow import is_open
from timeline.events.dates import from_bounds
from timeline.law.clocks import stand
from timeline.law.facts import Fact
from timeline.law.rules import load_rules

RULE = load_rules()["us-foia.determination"]
START = date(2020, 9, 1)
END = date(2022, 12, 31)
DAY = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


def fact(kind: str, first: date, last: date | None = None, number: int = 0) -> Fact:
    return Fact(f"{kind}{number}", kind, from_bounds(first, last or first))


def due(asked: date, *facts: Fact) -> date | None:
    found = stand(RULE, fact("foia_request", asked), facts, END)
    assert (found.due.latest is None) == bool(found.reason and found.due.is_undated)
    assert found.due.is_undated or found.assumptions, "every number carries its assumptions"
    return found.due.latest


def stops(days: list[date]) -> list[Fact]:
    """Fee notices and their replies, by turns."""
    kinds = ("fee_notice", "fee_reply")
    return [fact(kinds[n % 2], day, number=n) for n, day in enumerate(sorted(days)[: len(days) // 2 * 2])]


@given(DAY, st.lists(DAY, max_size=6, unique=True))
def test_a_second_count_that_walks_day_by_day_agrees(asked, days):
    assume(all(day >= asked for day in days))
    rows = stops(days)
    pairs = list(zip(rows[::2], rows[1::2], strict=True))
    left, day, stood = 20, asked, False
    replies = {reply.date.earliest for _, reply in pairs}
    asks = {ask.date.earliest for ask, _ in pairs}
    while left:
        stood = stood or day in asks
        day += timedelta(days=1)
        counts = not stood and is_open(day, "us-6103")
        left -= counts and not (left == 1 and day in asks)
        stood = stood and day not in replies
    assert due(asked, *rows) == day


@given(DAY, st.lists(DAY, max_size=6, unique=True))
def test_a_pause_never_shortens(asked, days):
    assume(all(day >= asked for day in days))
    rows = stops(days)
    ends = [due(asked, *rows[: 2 * n]) for n in range(len(rows) // 2 + 1)]
    assert ends == sorted(ends)  # type: ignore[type-var]  # every date here is one day


@given(DAY, DAY, st.integers(0, 90), st.lists(DAY, max_size=4, unique=True))
def test_an_extension_in_time_lengthens_and_one_too_late_does_nothing(asked, noticed, later, days):
    assume(all(day >= asked for day in (noticed, *days)))
    rows = stops(days)
    before = due(asked, *rows)
    assert before
    notice = fact("extension", noticed + timedelta(days=later))
    found = stand(RULE, fact("foia_request", asked), [*rows, notice], END)
    if found.reason == "pause_in_extension":
        return
    in_time = notice.date.latest <= before  # type: ignore[operator]  # every date here is one day
    assert (found.due.latest > before) == in_time  # type: ignore[operator]  # every date here is one day
    assert ("extension_counted" if in_time else "extension_too_late") in found.assumptions


@given(
    DAY,
    st.integers(0, 20),
    st.lists(DAY, min_size=2, max_size=2, unique=True),
    st.lists(st.integers(0, 9), min_size=2, max_size=2),
    st.data(),
)
def test_the_bounds_contain_the_due_date_of_every_choice_of_days(asked, width, days, widths, data):
    first, second = sorted(days)
    assume(first >= asked + timedelta(days=width))
    ends = [first + timedelta(days=widths[0]), second + timedelta(days=widths[1])]
    rows = [fact("clarification", first, ends[0]), fact("clarification_reply", second, ends[1])]
    said = stand(RULE, fact("foia_request", asked, asked + timedelta(days=width)), rows, END)
    trigger, ask, reply = (
        start + timedelta(days=data.draw(st.integers(0, (end - start).days)))
        for start, end in ((asked, asked + timedelta(days=width)), (first, ends[0]), (second, ends[1]))
    )
    assume(trigger <= ask <= reply)
    exact = due(trigger, fact("clarification", ask), fact("clarification_reply", reply))
    assert exact
    assert said.due.earliest
    assert said.due.latest
    assert said.due.earliest <= exact <= said.due.latest


@given(DAY, st.lists(DAY, max_size=6, unique=True), st.randoms())
def test_the_order_of_rows_and_rows_that_do_not_concern_it_change_nothing(asked, days, rng):
    assume(all(day >= asked for day in days))
    rows = stops(days)
    others = [fact("acknowledgement", asked), fact("expedite_request", asked), fact("news", asked)]
    mixed = [*rows, *others]
    rng.shuffle(mixed)
    alone, among = (stand(RULE, fact("foia_request", asked), given, END) for given in (rows, mixed))
    assert alone == among
