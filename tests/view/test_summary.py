"""What a title may claim: only what holds under every dated account."""

from __future__ import annotations

import pytest

from tests.rows import ASKED, RULE, SUED, read, request, row, suit
from timeline import add_deadlines, read_events
from timeline.view.summary import conclusion
from timeline.view.words import words

PRESS = {"source_title": "Press", "claim_of": "r"}
LATE = "late under every dated account, by at least"
SOME = "1 request went unanswered past the date an answer was due, under at least one account but not all."
SILENT = "For 1 request this table holds no answer and no report that none came."
UNKNOWN = "For 1 request it cannot be said whether an answer was late."
STATED = [request(), suit(id="s")]

CASES = {
    "no other account": (STATED, [f"{LATE} 146 days"]),
    "the loosest of them counts": ([*STATED, row("foia_request", "2021-01", **PRESS)], [f"{LATE} 43 days"]),
    "a stricter one does not": ([*STATED, row("foia_request", "2020-09-01", **PRESS)], [f"{LATE} 146 days"]),
    "one day": ([request(), suit("2020-11-19")], [f"{LATE} 1 day."]),
    "an account without a date is no dated one": ([*STATED, row("deadline", "TBD", source_title="Press", claim_of=f"r/ICE/{RULE}"), row("foia_request", "TBD", source_title="Blog", claim_of="r")], [f"{LATE} 146 days"]),
    "nor is one that only bounds it by the suit": ([*STATED, row("foia_request", f"[..{SUED}]", **PRESS)], [f"{LATE} 146 days"]),
    "not late under all of them": ([*STATED, row("foia_request", "2021-03-20", **PRESS)], [SOME]),
    "another due date that nothing here measures": ([*STATED, row("deadline", "2021-06-01", source_title="Press", claim_of=f"r/ICE/{RULE}")], [SOME]),
    "an account of about a day": ([*STATED, row("foia_request", "2020-12-01~", **PRESS)], [SOME]),
    "an account of a span, for which no due date is computed": ([*STATED, row("foia_request", "2021-01-01/2021-03-20", **PRESS)], [SOME]),
    "an account of a time before the rule": ([*STATED, row("foia_request", "1990-01-01", **PRESS)], [SOME]),
    "an account that the agency did answer": ([*STATED, row("determination", "2020-11-10", source_title="Agency", claim_of="s")], [SOME]),
    "an account that there was a pause": ([*STATED, row("clarification", "2022-01-01", id="x"), row("clarification", "2020-11-10", source_title="Agency", claim_of="x")], [SOME]),
    "an account that there was an extension": ([*STATED, row("extension", "2022-01-01", id="x"), row("extension", "2020-11-10", source_title="Agency", claim_of="x")], ["by at least 131 days"]),
    "late even with the extension": ([*STATED, row("extension", "2020-11-10")], ["by at least 131 days"]),
    "late only without the pause": ([*STATED, row("clarification", "2020-10-26")], [SOME]),
    "late under a rival account alone": ([request("2021-03-20"), suit(id="s"), row("foia_request", ASKED, **PRESS)], [SOME]),
    "nothing recorded": ([request()], [SILENT]),
    "nothing that can be said": ([request("TBD")], [UNKNOWN]),
    "answered in time": ([request(), row("determination", "2020-11-10")], []),
    "answered late": ([request(), row("determination", "2020-12-01")], ["1 request was answered after the date an answer was due, by 13 days. Assuming: received when sent"]),
    "answered late, on a day known in part": ([request(), row("determination", "[2020-12-01..2020-12-31]")], ["1 request was answered after the date an answer was due, by at least 13 days. Assuming: received when sent"]),
    "answered late, but not under every account": ([request(), row("determination", "2020-12-01", id="d"), row("determination", "2020-11-10", source_title="Agency", claim_of="d")], []),
    "not yet due": ([request(SUED)], []),
    "no request": ([row("news", SUED)], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_conclusion_claims_what_holds_under_all_dated_accounts(name):
    rows, expected = CASES[name]
    found = conclusion(add_deadlines(read(*rows), as_of=SUED), words())
    assert len(found) == len(expected)
    assert all(text in sentence for text, sentence in zip(expected, found, strict=True))


def test_several_requests_are_counted_and_the_fewest_days_claimed():
    table = read(
        request(agency="ICE; DHS; CBP"),
        request("2020-06-10", id="q", agency="DOJ"),
        suit(agency="ICE; DHS", request="r", source_title="Complaint"),
        suit(agency="DOJ", request="q", source_title="Complaint"),
    )
    assert conclusion(add_deadlines(table, as_of=SUED), words()) == [
        (
            "By their sources, 3 requests went unanswered past the date an answer was due: late under every dated account, by at least 146 days. "
            "Assuming: received when sent; no extension known; no tolling known; a holiday observed on another weekday does "
            "not count on that day."
        ),
        SILENT,
    ]


def test_where_no_source_is_named_for_a_silence_none_is_claimed():
    [found] = conclusion(add_deadlines(read(request(source_title="Letter"), suit()), as_of=SUED), words())
    assert found.startswith("By this table's rows, not all of which name a source for it, 1 request went unanswered")


def test_the_real_case(case):
    first, *rest = conclusion(add_deadlines(read_events(case), as_of=SUED), words())
    assert first.startswith("By their sources, 4 requests went unanswered")
    claim, _, assuming = first.partition(" Assuming: ")
    assert claim.endswith("late under every dated account, by at least 43 days.")
    assert assuming.startswith("received when sent; no extension known; no tolling known")
    assert len(rest) == 2
    assert rest[0].startswith("For 2 requests this table holds no answer")
    assert rest[1].startswith("For 2 requests it cannot be said")
