"""Other readings of the law beside a table's deadlines: what is said holds under all of them."""

from __future__ import annotations

import pytest

from tests.rows import deadlines, read, request, row, suit
from timeline import add_deadlines
from timeline.cli import main
from timeline.publish.tables import deadline_list
from timeline.view.cards import cards
from timeline.view.release import release
from timeline.view.summary import conclusion
from timeline.view.words import words

ASKED = "2024-12-18"
"""Due on 2025-01-17; on 2025-01-22 for an agency that leaves out January 9, a day of mourning, and two days before."""
LATER = "2025-06-30"
MA = {"jurisdiction": "us-ma"}
MD = {"jurisdiction": "us-md"}
EITHER, BETWEEN = "late_by_one_reading", "silence_between_readings"

# name: (rows, rule, as of, (status, reason, days), [(word, due, status, days)])
CASES = {
    "answered between the two days": (
        [request(ASKED), row("determination", "2025-01-21")], "us-foia.determination", LATER,
        ("undetermined", EITHER, None), [("closings", "2025-01-22", "met", None)],
    ),
    "answered late under both": (
        [request(ASKED), row("determination", "2025-01-23")], "us-foia.determination", LATER,
        ("met_late", "", 6), [("closings", "2025-01-22", "met_late", 1)],
    ),
    "answered in time under both": (
        [request(ASKED), row("determination", "2025-01-17")], "us-foia.determination", LATER,
        ("met", "", None), [("closings", "2025-01-22", "met", None)],
    ),
    "silence reported up to a day between the two": (
        [request(ASKED), row("no_response", "2025-01-21")], "us-foia.determination", LATER,
        ("undetermined", BETWEEN, None), [("closings", "2025-01-22", "no_answer_recorded", None)],
    ),
    "silence reported on a day between the two, which is today": (
        [request(ASKED), row("no_response", "2025-01-21")], "us-foia.determination", "2025-01-21",
        ("undetermined", BETWEEN, None), [("closings", "2025-01-22", "pending", None)],
    ),
    "silence reported past both": (
        [request(ASKED), row("no_response", "2025-01-27")], "us-foia.determination", LATER,
        ("overdue", "", 10), [("closings", "2025-01-22", "overdue", 5)],
    ),
    "a suit between the two, which may have come too early": (
        [request(ASKED), suit("2025-01-21")], "us-foia.determination", LATER,
        ("undetermined", BETWEEN, None), [("closings", "2025-01-22", "undetermined", None)],
    ),
    "nothing is recorded, which holds whatever the day": (
        [request(ASKED)], "us-foia.determination", "2025-01-21",
        ("no_answer_recorded", "", None), [("closings", "2025-01-22", "pending", None)],
    ),
    "a last day on a Saturday, answered on the Monday": (
        [request("2024-03-07", **MD), row("determination", "2024-04-08")], "us-md.response", LATER,
        ("undetermined", EITHER, None), [("next_working_day", "2024-04-08", "met", None)],
    ),
    "a decision due on a Saturday, made on the Monday": (
        [request("2024-03-01"), row("expedite_request", "2024-03-06"), row("expedite_decision", "2024-03-18")],
        "us-foia.expedited_decision", LATER, ("undetermined", EITHER, None), [("next_working_day", "2024-03-18", "met", None)],
    ),
    "a date that an extension moved has other readings too": (
        [request("2024-12-03"), row("extension", "2024-12-20"), row("determination", "2025-01-21")], "us-foia.determination",
        LATER, ("undetermined", EITHER, None), [("closings", "2025-01-21", "met", None)],
    ),
    "an extension that a municipality may make longer": (
        [request("2024-03-04", **MA), row("extension", "2024-03-12"), row("determination", "2024-04-01")], "us-ma.response",
        LATER, ("undetermined", EITHER, None), [("reading", "2024-04-08", "met", None)],
    ),
    "no extension, which a municipality would not make longer": (
        [request("2024-03-04", **MA), row("determination", "2024-04-01")], "us-ma.response", LATER, ("met_late", "", 14), [],
    ),
    "ten days for sending on that may be calendar days": (
        [request("2024-05-01"), row("receipt", "2024-05-01", agency="DHS", request="r"), row("receipt", "2024-05-20"),
         row("determination", "2024-06-12")], "us-foia.determination",
        LATER, ("undetermined", EITHER, None), [("reading", "2024-06-10", "met_late", 2)],
    ),
    "ten days for sending on, and a closing in both times": (
        [request(ASKED), row("receipt", ASKED, agency="DHS", request="r"), row("receipt", "2025-01-10")], "us-foia.determination",
        LATER, ("no_answer_recorded", "", None),
        [("closings", "2025-02-05", "no_answer_recorded", None), ("reading", "2025-01-28", "no_answer_recorded", None)],
    ),
    "a disputed answer in time under one reading only": (
        [request(ASKED), row("determination", "2025-01-21", certainty="disputed")], "us-foia.determination", LATER,
        ("undetermined", "disputed", None), [("closings", "2025-01-22", "undetermined", None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_status_holds_under_every_reading(name):
    rows, rule, as_of, status, expected = CASES[name]
    found = deadlines(*rows, as_of=as_of)[f"r/ICE/{rule}"]
    assert (found["status"], found["reason"], found["days_overdue_min"]) == status
    others = [r for r in found["readings"] if r["word"]]
    assert [(r["word"], r["due"], r["status"], r["days_overdue"]["min"]) for r in others] == expected


@pytest.mark.parametrize(("answered", "barred"), [("2025-01-21", False), ("2025-01-23", True)])
def test_fees_are_barred_only_where_the_answer_was_late_under_every_reading(answered, barred):
    found = deadlines(request(ASKED), row("determination", answered), as_of=LATER)["r/ICE/us-foia.determination"]
    assert ("us-foia.fee_bar" in [one["rule"] for one in found["provisions"]]) is barred


def test_an_account_that_is_late_under_one_reading_only_is_not_late():
    rows = [
        request("2024-11-18", id="r"),
        row("no_response", "2025-01-21"),
        request(ASKED, id="c", claim_of="r", source_title="Press"),
    ]
    table = add_deadlines(read(*rows), as_of=LATER)
    (claim,) = (r for r in table[table["computed"] == "yes"].iloc[0]["readings"] if r["claims"])
    assert (claim["status"], claim["reason"]) == ("undetermined", BETWEEN)
    assert conclusion(table, words()) == [
        "1 request went unanswered past the date an answer was due, under at least one account but not all."
    ]


@pytest.mark.parametrize(
    ("answered", "english", "spanish"),
    [
        ("2025-01-21", "Then: due Jan 22, 2025: answered in time.", "Entonces: vencimiento, 22 ene 2025: respuesta a tiempo."),
        ("2025-01-23", "Then: due Jan 22, 2025: answered 1 day late.", "Entonces: vencimiento, 22 ene 2025: respuesta con 1 día de retraso."),
        ("2025-01-10", "Then: Jan 22, 2025.", "Entonces: 22 ene 2025."),
    ],
)  # fmt: skip
def test_a_card_says_how_it_stands_then(answered, english, spanish):
    table = add_deadlines(read(request(ASKED), row("determination", answered)), as_of=LATER)
    for lang, expected in (("en", english), ("es", spanish)):
        body = cards(table, lang)[-1]["body"]
        assert any(line.endswith(expected) for line in body), body


def test_the_command_line_says_how_it_stands_then(tmp_path, capsys):
    file = tmp_path / "events.csv"
    file.write_text(
        "date,kind,title,agency,jurisdiction\n2024-12-18,foia_request,Asked,ICE,us-federal\n"
        "2025-01-21,determination,Answered,ICE,us-federal\n",
        encoding="utf-8",
    )
    assert main(["deadlines", str(file)]) == 0
    said = capsys.readouterr().out
    assert "cannot be said" in said
    assert "Late under one reading of the law, in time under another." in said
    assert (
        "An agency may treat a closing by executive order as a holiday. Then: due Jan 22, 2025: answered in time."
        in said
    )
    assert "Told by" not in said


def test_json_has_each_reading_in_the_form_of_the_others():
    released = release(add_deadlines(read(request(ASKED)), as_of=LATER))
    (found,) = deadline_list(released)
    assert found["readings"] == [
        {
            "account": "An agency may treat a closing by executive order as a holiday.",
            "due": "2025-01-22",
            "days_overdue": {"min": None, "max": None},
        }
    ]
