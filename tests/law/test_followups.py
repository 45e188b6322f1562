"""Deadlines beside a request's own: the decision on its appeal or on speed, and the answer to the suit over it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.rows import ASKED, DUE, RULE, SUED, deadlines, read, request, row, suit
from timeline import add_deadlines
from timeline.cli import main
from timeline.errors import ReleaseError
from timeline.law.rules import load_rules
from timeline.view.cards import cards
from timeline.view.release import release
from timeline.view.scene import scene
from timeline.view.summary import conclusion
from timeline.view.words import words

WINDOW, DHS_WINDOW = "us-foia.appeal_filing_min", "us-dhs.appeal_filing"
ADVERSE = row("determination", "2020-11-10", rule=WINDOW)
APPEAL, ANSWER, SPEED = "us-foia.appeal_determination", "us-foia.answer", "us-foia.expedited_decision"
ANSWERED = row("determination", "2020-11-10")
LATER = "2021-12-31"

# name: (rows, as of, rule, status, due, reason), None where there is no such deadline
CASES = {
    "no appeal, no deadline": ([request(), ANSWERED], SUED, APPEAL, None),
    "an appeal": ([request(), ANSWERED, row("appeal", "2020-11-20")], "2020-12-01", APPEAL, ("pending", "2020-12-21", "")),
    "decided in time": ([request(), row("appeal", "2020-11-20"), row("appeal_determination", "2020-12-21")], SUED, APPEAL, ("met", "2020-12-21", "")),
    "decided late": ([request(), row("appeal", "2020-11-20"), row("appeal_determination", "2020-12-22")], SUED, APPEAL, ("met_late", "2020-12-21", "")),
    "the answer to the request decides no appeal": ([request(), row("appeal", "2020-11-20"), row("determination", "2020-12-01")], SUED, APPEAL, ("no_answer_recorded", "2020-12-21", "")),
    "silence on the request is not silence on the appeal": ([request(), row("appeal", "2020-11-20"), row("no_response", "2021-01-15"), suit()], SUED, APPEAL, ("no_answer_recorded", "2020-12-21", "")),
    "a suit before the decision was due": ([request(), row("appeal", "2020-11-20"), suit("2020-12-01")], SUED, APPEAL, ("undetermined", "2020-12-21", "suit_before_due")),
    "records are no decision": ([request(), row("appeal", "2020-11-20"), row("production", "2020-12-01")], SUED, APPEAL, ("undetermined", "2020-12-21", "production_is_no_determination")),
    "an extension of the appeal": ([request(), row("appeal", "2020-11-20"), row("extension", "2020-12-10")], SUED, APPEAL, ("no_answer_recorded", "2021-01-06", "")),
    "an extension before the appeal is the request's": ([request(), row("extension", "2020-11-10"), row("appeal", "2020-11-20")], SUED, APPEAL, ("no_answer_recorded", "2020-12-21", "")),
    "an appeal in a month": ([request(), row("appeal", "2020-11")], "2020-12-02", APPEAL, ("undetermined", "[2020-12-01..2020-12-29]", "due_may_have_passed")),
    "two appeals": ([request(), row("appeal", "2020-11-20"), row("appeal", "2020-12-20")], SUED, APPEAL, ("undetermined", "", "several_triggers")),
    "an appeal that no source dates": ([request(), row("appeal", "TBD")], SUED, APPEAL, None),
    "an appeal dated only by the suit": ([request(), row("appeal", f"[..{SUED}]"), suit()], SUED, APPEAL, None),
    "the receipt of an appeal starts its time": ([request(), ANSWERED, row("appeal", "2020-11-20"), row("receipt", "2020-11-24")], "2020-12-01", APPEAL, ("pending", "2020-12-23", "")),
    "received by the office that decides appeals": ([request(), ANSWERED, row("appeal", "2020-11-20"), row("receipt", "2020-11-24", agency="DHS", request="r")], "2020-12-01", APPEAL, ("pending", "2020-12-23", "")),
    "a receipt before the appeal is the request's": ([request(), row("receipt", "2020-10-22"), ANSWERED, row("appeal", "2020-11-20")], "2020-12-01", APPEAL, ("pending", "2020-12-21", "")),
    "it is not the receipt of the request": ([request(), row("determination", "2020-11-19"), row("appeal", "2020-11-23"), row("receipt", "2020-11-24")], SUED, RULE, ("met_late", DUE, "")),
    "nor where the request was received too": ([request(), row("receipt", "2020-10-22"), row("appeal", "2020-11-23"), row("receipt", "2020-11-24", agency="DHS", request="r")], SUED, RULE, ("no_answer_recorded", "2020-11-20", "")),
    "another jurisdiction's appeal": ([request(jurisdiction="us-ca"), row("appeal", "2020-11-20")], SUED, APPEAL, None),
    "no service, no answer due": ([request(), suit()], LATER, ANSWER, None),
    "service": ([request(), suit("2021-04-13"), row("service", "2021-04-20")], "2021-05-01", ANSWER, ("pending", "2021-05-20", "")),
    "a last day on a Sunday moves": ([request(), suit("2021-04-13"), row("service", "2021-04-16")], "2021-05-01", ANSWER, ("pending", "2021-05-17", "")),
    "answered to the court": ([request(), suit(), row("service", "2021-04-20"), row("answer", "2021-05-20")], LATER, ANSWER, ("met", "2021-05-20", "")),
    "answered to the court late": ([request(), suit(), row("service", "2021-04-20"), row("answer", "2021-05-21")], LATER, ANSWER, ("met_late", "2021-05-20", "")),
    "neither the suit nor records stop it": ([request(), suit(), row("service", "2021-04-20"), row("production", "2021-04-25")], LATER, ANSWER, ("no_answer_recorded", "2021-05-20", "")),
    "nor is the answer to the request one to the court": ([request(), suit(), row("service", "2021-04-20"), row("determination", "2021-04-25")], LATER, ANSWER, ("no_answer_recorded", "2021-05-20", "")),
    "service on one of several defendants, which is not said": ([request(), suit(), row("service", "2021-04-20"), row("service", "2021-04-23")], LATER, ANSWER, ("undetermined", "", "several_triggers")),
    "service in another matter": ([request(), suit(), row("service", "2021-04-20", matter="N")], LATER, ANSWER, None),
    "an answer that no row calls adverse starts no time to appeal": ([request(), ANSWERED], SUED, WINDOW, None),
    "an adverse answer does": ([request(), ADVERSE], "2020-12-01", WINDOW, ("pending", "2021-02-08", "")),
    "by the agency's own rule, in working days": ([request(), row("determination", "2020-11-10", rule=DHS_WINDOW)], "2020-12-01", DHS_WINDOW, ("pending", "2021-03-24", "")),
    "appealed in time": ([request(), ADVERSE, row("appeal", "2021-02-08")], SUED, WINDOW, ("met", "2021-02-08", "")),
    "appealed late": ([request(), ADVERSE, row("appeal", "2021-02-09")], SUED, WINDOW, ("met_late", "2021-02-08", "")),
    "no appeal in the table": ([request(), ADVERSE], SUED, WINDOW, ("no_answer_recorded", "2021-02-08", "")),
    "neither a suit nor silence nor records bear on it": ([request(), ADVERSE, row("no_response", "2021-03-01"), row("production", "2021-01-01"), suit("2020-12-01")], SUED, WINDOW, ("no_answer_recorded", "2021-02-08", "")),
    "an adverse answer in a month": ([request(), row("determination", "2020-11", rule=WINDOW)], "2021-02-10", WINDOW, ("undetermined", "[2021-01-30..2021-02-28]", "due_may_have_passed")),
    "an adverse answer in doubt": ([request(), {**ADVERSE, "certainty": "disputed"}], SUED, WINDOW, ("undetermined", "2021-02-08", "disputed")),
    "an appeal before the answer is of something else": ([request(), row("appeal", "2020-11-01"), ADVERSE], SUED, WINDOW, ("undetermined", "2021-02-08", "out_of_order")),
    "two adverse answers": ([request(), ADVERSE, row("determination", "2020-12-10", rule=WINDOW)], SUED, WINDOW, ("undetermined", "", "several_triggers")),
    "an adverse answer beside another one": ([request(), ANSWERED, row("determination", "2020-12-10", rule=WINDOW)], SUED, WINDOW, ("no_answer_recorded", "2021-03-10", "")),
    "before the law set a least time": ([request("2015-10-20"), row("determination", "2015-11-10", rule=WINDOW)], SUED, WINDOW, ("undetermined", "", "not_in_force")),
    "a rule that does not count from such a row": ([request(), row("acknowledgement", "2020-11-10", rule=WINDOW)], SUED, WINDOW, None),
    "a state's time to appeal": ([request(jurisdiction="us-ct"), row("determination", "2020-11-10", rule="us-ct.appeal")], "2020-11-20", "us-ct.appeal", ("pending", "2020-12-10", "")),
    "a state's time to sue": ([request(jurisdiction="us-wa"), row("determination", "2020-11-10", rule="us-wa.suit"), suit("2021-11-10")], LATER, "us-wa.suit", ("met", "2021-11-10", "")),
    "sued late": ([request(jurisdiction="us-wa"), row("determination", "2020-11-10", rule="us-wa.suit"), suit("2021-11-12")], LATER, "us-wa.suit", ("met_late", "2021-11-10", "")),
    "an appeal in Michigan": ([request(jurisdiction="us-mi"), row("appeal", "2020-11-20")], "2020-12-01", "us-mi.appeal_determination", ("pending", "2020-12-07", "")),
    "one extended there": ([request(jurisdiction="us-mi"), row("appeal", "2020-11-20"), row("extension", "2020-12-01")], "2020-12-02", "us-mi.appeal_determination", ("pending", "2020-12-21", "")),
    "one received later there": ([request(jurisdiction="us-mi"), row("appeal", "2020-11-20"), row("receipt", "2020-11-23")], "2020-12-01", "us-mi.appeal_determination", ("pending", "2020-12-08", "")),
    "an appeal in New York": ([request(jurisdiction="us-ny"), row("appeal", "2020-11-20")], "2020-12-01", "us-ny.appeal_determination", ("pending", "2020-12-07", "")),
    "an appeal in the District of Columbia": ([request(jurisdiction="us-dc"), row("appeal", "2020-11-20")], "2020-12-01", "us-dc.appeal_determination", ("pending", "2020-12-07", "")),
    "an acknowledgment in Alabama starts the time to answer": ([request("2025-03-03", jurisdiction="us-al"), row("acknowledgement", "2025-03-10")], "2025-03-20", "us-al.response", ("pending", "2025-03-31", "")),
    "one extended there by its own notice": ([request("2025-03-03", jurisdiction="us-al"), row("acknowledgement", "2025-03-10"), row("extension", "2025-03-21")], "2025-04-20", "us-al.response", ("pending", "2025-04-21", "")),
    "no acknowledgment, no such time": ([request("2025-03-03", jurisdiction="us-al")], "2025-03-20", "us-al.response", None),
    "speed is asked in calendar days": ([request(), row("expedite_request", ASKED)], ASKED, SPEED, ("pending", "2020-10-30", "")),
    "and granted in time": ([request(), row("expedite_request", ASKED), row("expedite_decision", "2020-10-30")], SUED, SPEED, ("met", "2020-10-30", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_row_that_starts_a_further_clock_gives_a_further_deadline(name):
    rows, as_of, rule, expected = CASES[name]
    for given in (rows, rows[::-1]):
        found = deadlines(*given, as_of=as_of).get(f"r/ICE/{rule}")
        assert (found and (found["status"], found["date"], found["reason"])) == expected


@pytest.mark.parametrize("name", CASES)
def test_the_request_s_own_deadline_comes_first_and_is_as_it_was_without(name):
    rows, as_of, *_ = CASES[name]
    further = ("expedite_request", "expedite_decision", "service", "answer", "appeal_determination")
    kept = [one | {"rule": ""} for one in rows if one["kind"] not in further]
    without = deadlines(*kept, as_of=as_of)
    found = deadlines(*rows, as_of=as_of)
    first = next(iter(found))
    assert first == next(iter(without))
    assert {key: found[first][key] for key in ("date", "status", "reason", "readings")} == {
        key: without[first][key] for key in ("date", "status", "reason", "readings")
    }


def test_every_further_number_carries_its_assumptions():
    found = deadlines(request(jurisdiction=""), row("appeal", "2020-11-20"))[f"r/ICE/{APPEAL}"]
    assert found["assumptions"].startswith("federal_law; received_when_sent; no_extension_known; no_tolling_known")
    assert (found["trigger"], found["title"]) == ("2020-11-20", load_rules()[APPEAL].title)


def test_a_rival_day_of_the_appeal_is_a_reading_of_its_deadline_alone():
    rows = (
        request(),
        row("appeal", "2020-11-20", id="a"),
        row("appeal", "2020-11-23", claim_of="a", source_title="Press"),
    )
    found = deadlines(*rows, as_of="2020-12-01")
    assert [(r["account"], r["due"]) for r in found[f"r/ICE/{APPEAL}"]["readings"]] == [("Press", "2020-12-22")]
    assert found[f"r/ICE/{RULE}"]["readings"] == []


def test_whoever_may_not_see_the_appeal_sees_no_deadline_of_it():
    table = read(request(), row("appeal", "2020-11-20", visibility="privileged"))
    assert set(release(table, as_of=SUED)["rule"]) == {"", RULE}
    assert set(release(table, as_of=SUED, audience="privileged")["rule"]) == {"", RULE, APPEAL}


def test_a_decision_left_out_of_a_public_appeal_is_refused():
    table = read(
        request(), row("appeal", "2020-11-20"), row("appeal_determination", "2020-12-01", visibility="internal")
    )
    with pytest.raises(ReleaseError, match="status would read"):
        release(table, as_of=SUED)


def test_the_request_s_clock_is_drawn_and_what_else_is_due_is_a_mark_on_its_lane():
    rows = (
        request(),
        ANSWERED,
        row("appeal", "2020-11-20"),
        suit(),
        row("service", "2021-04-20"),
        row("expedite_request", "TBD"),
    )
    table = release(read(*rows), as_of=LATER)
    drawn = scene(table)
    (lane,) = (one for one in drawn.lanes if one.clock)
    marks = {mark.id: (mark.x, mark.look) for mark in drawn.marks if mark.id.startswith("r/")}
    assert marks == {f"r/ICE/{APPEAL}": ("2020-12-21", "quiet"), f"r/ICE/{ANSWER}": ("2021-05-20", "quiet")}
    assert lane.clock == ("r", "ICE")
    assert {bar.id for bar in drawn.bars} <= {f"r/ICE/{RULE}", "r"}
    assert any(label.text.startswith("answer due Nov 18") for label in drawn.labels)


def test_the_card_of_a_further_deadline_says_what_it_is_and_what_it_is_counted_from():
    table = release(read(request(), row("appeal", "2020-11-20")), as_of=SUED)
    (card,) = (one for one in cards(table) if one["title"] == "Determination on a FOIA appeal")
    assert card["body"][0] == "20 working days after receipt of the appeal, Nov 20, 2020."
    assert card["count"]


def test_a_conclusion_counts_requests_and_not_their_deadlines():
    table = release(read(request(), row("appeal", "2020-11-20")), as_of=SUED)
    assert [line[:13] for line in conclusion(table, words())] == ["For 1 request"]


def test_the_due_date_of_the_request_is_the_same_with_or_without_an_appeal():
    assert deadlines(request(), row("appeal", "2020-11-20"))[f"r/ICE/{RULE}"]["date"] == DUE


# Deadlines of the requester, and requests under a rule that is not that of the answer. --------------------------


def shown(*rows: dict[str, str], rule: str, as_of: str = SUED) -> dict[str, Any]:
    """The card of the deadline under a rule."""
    table = release(read(*rows), as_of=as_of)
    place = table.index[(table["rule"] == rule) & (table["computed"] == "yes")][0]
    card: dict[str, Any] = cards(table)[place]
    return card


@pytest.mark.parametrize(
    ("rows", "rule", "title", "stands"),
    [
        ([request(), ADVERSE], WINDOW, "Appeal due (ICE)", "no appeal in this table"),
        ([request(), ADVERSE, row("appeal", "2021-02-08")], WINDOW, "Appeal due (ICE)", "appealed in time"),
        ([request(), ADVERSE, row("appeal", "2021-02-09")], WINDOW, "Appeal due (ICE)", "appealed 1 day late"),
        ([request(rule="us-wa.suit"), row("determination", "2020-01-10")], "us-wa.suit", "Suit due (ICE)", "no suit in this table"),
        ([request(rule="us-wa.suit"), row("determination", "2020-11-10"), suit()], "us-wa.suit", "Suit due (ICE)", "sued in time"),
        ([request(), suit(), row("service", "2021-04-20")], ANSWER, load_rules()[ANSWER].title, "not yet due"),
        ([request()], RULE, "Answer due from ICE", "no answer in this table"),
    ],
)  # fmt: skip
def test_a_deadline_is_called_what_it_is(rows, rule, title, stands):
    rows = [{**one, "date": "2019-12-20"} if one.get("rule") == "us-wa.suit" else one for one in rows]
    card = shown(*rows, rule=rule)
    assert card["title"] == title
    assert stands in " ".join(card["body"])
    if rule != RULE:
        assert "no answer" not in f"{card['head']} {' '.join(card['body'])}"


def test_the_least_time_to_appeal_is_said_to_be_that():
    assert "the agency gives no more than the least time" in " ".join(shown(request(), ADVERSE, rule=WINDOW)["body"])
    assert (
        "90 calendar days after the date of the adverse determination"
        in shown(request(), ADVERSE, rule=WINDOW)["body"][0]
    )


def test_the_time_to_appeal_is_a_mark_on_the_request_s_lane_and_in_no_conclusion():
    table = release(read(request(), ADVERSE), as_of=SUED)
    drawn = scene(table)
    assert {mark.x for mark in drawn.marks if mark.id == f"r/ICE/{WINDOW}"} == {"2021-02-08"}
    assert conclusion(table, words()) == []


@pytest.mark.parametrize(
    ("rows", "trigger", "status", "reason"),
    [
        ([request(rule="us-wa.suit")], "", "undetermined", "no_trigger"),
        ([request(rule="us-wa.suit"), row("determination", "2020-11-10")], "2020-11-10", "pending", ""),
        ([request(rule="us-wa.suit"), row("determination", "2020-11-10"), row("production", "2020-12-10")], "", "undetermined", "several_triggers"),
        ([request(rule="us-wa.suit"), row("determination", "2020-11-10"), row("production", "2020-12-10", rule="us-wa.suit")], "2020-12-10", "pending", ""),
        ([request(rule="us-al.response", jurisdiction="us-al"), row("acknowledgement", "2024-11-12")], "2024-11-12", "pending", ""),
    ],
)  # fmt: skip
def test_a_rule_that_counts_from_something_else_is_not_counted_from_the_request(rows, trigger, status, reason):
    rule = rows[0]["rule"]
    found = deadlines(*rows, as_of="2024-11-13" if rule == "us-al.response" else SUED)[f"r/ICE/{rule}"]
    assert (found["trigger"], found["status"], found["reason"], bool(found["trigger_id"])) == (
        trigger,
        status,
        reason,
        True,
    )


def test_a_request_under_a_rule_to_sue_is_drawn_as_its_clock_with_words_of_its_own():
    table = release(read(request(rule="us-wa.suit"), row("determination", "2020-01-10")), as_of=SUED)
    texts = [label.text for label in scene(table).labels if label.id == "r/ICE/us-wa.suit"]
    assert any(text.startswith("suit due") for text in texts)
    assert not any("answer" in text for text in texts)
    assert conclusion(table, words()) == []


def test_the_list_of_the_command_line_says_it_too(tmp_path, capsys):
    table = pd.DataFrame([request(), ADVERSE])
    table.to_csv(tmp_path / "events.csv", index=False)
    assert main(["deadlines", str(tmp_path / "events.csv"), "--as-of", SUED]) == 0
    assert "no appeal in this table" in capsys.readouterr().out


OREGON = {"jurisdiction": "us-or"}


# name: (rows, {rule: (due, status, in English, in Spanish)})
ACKNOWLEDGED = {
    "nothing in the table": (
        [], {"acknowledge": ("2024-10-17", "no acknowledgement in this table", "sin acuse de recibo en esta tabla"),
             "response": ("2024-10-31", "no answer in this table", "sin respuesta en esta tabla")},
    ),
    "acknowledged in time": (
        [row("acknowledgement", "2024-10-17", **OREGON)],
        {"acknowledge": ("2024-10-17", "acknowledged in time", "acuse de recibo a tiempo"),
         "response": ("2024-10-31", "no answer in this table", "sin respuesta en esta tabla")},
    ),
    "acknowledged late, answered in time": (
        [row("acknowledgement", "2024-10-18", **OREGON), row("determination", "2024-10-31", **OREGON)],
        {"acknowledge": ("2024-10-17", "acknowledged late", "acuse de recibo con retraso"),
         "response": ("2024-10-31", "answered in time", "respuesta a tiempo")},
    ),
    "a question of fees stops the time to answer": (
        [row("fee_notice", "2024-10-21", **OREGON), row("fee_reply", "2024-10-23", **OREGON)],
        {"acknowledge": ("2024-10-17", "no acknowledgement in this table", "sin acuse de recibo en esta tabla"),
         "response": ("2024-11-04", "no answer in this table", "sin respuesta en esta tabla")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACKNOWLEDGED)
def test_an_acknowledgement_is_no_answer_and_the_answer_has_a_time_of_its_own(name):
    rows, expected = ACKNOWLEDGED[name]
    found = deadlines(request("2024-10-10", **OREGON), *rows, as_of="2024-12-31")
    said = {
        key.rpartition(".")[2]: (one["date"], words().status(one), words("es").status(one))
        for key, one in found.items()
    }
    assert said == expected


def test_an_acknowledgement_has_its_own_title_and_is_in_no_conclusion():
    table = add_deadlines(
        read(request("2024-10-10", **OREGON), row("no_response", "2024-10-25", **OREGON)), as_of="2024-12-31"
    )
    first, second = cards(table)[-2:]
    assert first["title"] == "Acknowledgement due from ICE"
    assert any("no acknowledgement: at least 8 days late" in line for line in first["body"])
    assert second["title"] == "Response to a public records request"
    assert conclusion(table, words()) == []
