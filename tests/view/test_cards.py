"""The card of a computed deadline, whatever the rule counts: days of any sort, months, years, or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rows import read, request, row, suit
from timeline import add_deadlines
from timeline.law.deadline import compute_deadline
from timeline.view.cards import _count, _note, _standard, cards
from timeline.view.release import release
from timeline.view.words import words


def card(date: str, **more: str) -> dict[str, Any]:
    """The card of the one deadline of a request."""
    return card_of(request(date, **more))


def card_of(*rows: dict[str, str], lang: str = "en") -> dict[str, Any]:
    table = release(add_deadlines(read(*rows), as_of="2026-01-01"))
    (found,) = (one for one, computed in zip(cards(table, lang), table["computed"], strict=True) if computed == "yes")
    return found


def marks(found: dict[str, Any]) -> dict[str, str]:
    """Every marked day of the count, as "2024-10 1", with its mark."""
    return {
        f"{month['name']} {cell['d']}": cell["mark"]
        for month in found["count"]["months"]
        for week in month["weeks"]
        for cell in week
        if cell and cell["mark"]
    }


COUNTED = [
    ("working days", "us-foia.determination", "20 working days after the request was filed Oct 1, 2024.", "October 30"),
    ("calendar days", "us-ca.response", "10 calendar days after the request was filed Oct 1, 2024.", "October 11"),
    ("business days", "us-tx.response", "10 business days after the request was filed Oct 1, 2024.", "October 15"),
]


@pytest.mark.parametrize(("rule", "sentence", "due"), [pytest.param(*case[1:], id=case[0]) for case in COUNTED])
def test_what_is_counted_is_said_in_the_rules_unit(rule, sentence, due):
    found = card("2024-10-01", rule=rule)
    assert found["body"][0] == sentence
    month, day = due.split()
    assert marks(found)[f"{month} 2024 {day}"] == "due"


@pytest.mark.parametrize(
    ("rule", "period", "months"),
    [
        ("us-wa.suit", "1 year", ["October 2024", "October 2025"]),
        ("us-foia.limitations", "6 years", [f"October {year}" for year in range(2024, 2031)]),
    ],
)
def test_of_years_only_the_months_that_say_something_are_shown(rule, period, months):
    deadline = compute_deadline(rule, "2024-10-01")
    count = _count(deadline, "en")
    assert count
    assert deadline.version.said == period
    assert [month["name"] for month in count["months"]] == months
    assert list(marks({"count": count}).values()) == ["trigger", *["counted"] * (len(months) - 2), "due"]


def test_a_law_without_a_period_gives_no_date():
    found = card("2024-10-01", jurisdiction="us-fl")
    assert (found["count"], found["when"]) == (None, "no due date computed")


@pytest.mark.parametrize(
    ("rule", "said"),
    [("us-fl.response", ["The law asks for an answer within a reasonable time."]), ("us-foia.fee_bar", [])],
)
def test_what_a_law_asks_for_instead_of_a_period_is_said(rule, said):
    assert _standard({"rule": rule, "trigger": "2024-10-01", "reason": "no_fixed_period"}, words()) == said


@pytest.mark.parametrize(
    ("date", "rule", "sentence"),
    [
        ("2024-12-18", "us-foia.determination", "An agency may treat a closing by executive order as a holiday. Then: Jan 22, 2025."),
        ("2025-03-03", "us-al.acknowledge", "Summaries of the bill speak of ten business days. Then: Mar 17, 2025."),
    ],
)  # fmt: skip
def test_every_other_reading_is_told_with_its_date(date, rule, sentence):
    assert sentence in card(date, rule=rule)["body"]


def test_a_rule_that_sources_dispute_says_so():
    assert "Sources on this rule conflict." in card("2025-03-03", rule="us-al.acknowledge")["body"]
    assert not any("ources" in text for text in card("2024-10-01", rule="us-tx.response")["body"])


MOVED = [
    request("2024-11-25"),
    row("clarification", "2024-12-02", id="asked"),
    row("clarification_reply", "2024-12-10"),
    row("extension", "2024-12-20"),
]


def test_the_months_of_a_moved_date_show_the_pause_the_reply_and_the_extension():
    found = card_of(*MOVED)
    shown = marks(found)
    assert [day for day, mark in shown.items() if mark == "paused"] == [f"December 2024 {day}" for day in range(3, 10)]
    assert [day for day, mark in shown.items() if mark == "trigger"] == ["November 2024 25", "December 2024 10"]
    assert shown["January 2025 17"] == "due"
    cells = [cell for month in found["count"]["months"] for week in month["weeks"] for cell in week if cell]
    assert [(cell["d"], cell["note"]) for cell in cells if "note" in cell] == [
        (10, "day of the reply: day zero again; the next working day is day 5"),
        (6, "extension by 10 working days from the end of the period, January 3, 2025 (notice of December 20, 2024; 5 U.S.C. § 552(a)(6)(B)(i))"),
    ]  # fmt: skip
    (paused,) = {cell["why"] for cell in cells if cell["mark"] == "paused"}
    assert paused == (
        "the clock stood still: asked on December 2, 2024, answered on December 10, 2024 (5 U.S.C. § 552(a)(6)(A)(ii)(I))"
    )


def test_a_moved_date_is_told_with_what_moved_it_and_what_else_it_might_be():
    found = card_of(*MOVED)
    for sentence in (
        "The clock stood still from Dec 2, 2024 to Dec 10, 2024.",
        "Extended by 10 working days, counted from Jan 3, 2025 (5 U.S.C. § 552(a)(6)(B)(i)).",
        "An agency may treat a closing by executive order as a holiday. Then: Jan 22, 2025.",
    ):
        assert sentence in found["body"]
    text = found["count"]["text"]
    assert "Due: Friday, January 17, 2025." in text
    assert "Assuming: received when sent; the notice of extension was in order;" in text
    assert "For an agency that leaves those days out it is due Wednesday, January 22, 2025." in text


def test_the_days_that_a_pause_and_an_extension_moved_are_told_in_spanish_too():
    found = card_of(*MOVED, lang="es")
    cells = [cell for month in found["count"]["months"] for week in month["weeks"] for cell in week if cell]
    assert [(cell["d"], cell["note"]) for cell in cells if "note" in cell] == [
        (10, "día de la respuesta: otra vez día cero; el siguiente día hábil es el día 5"),
        (6, "prórroga de 10 días hábiles desde el fin del plazo, 3 de enero de 2025 (aviso: 20 de diciembre de 2024; 5 U.S.C. § 552(a)(6)(B)(i))"),
    ]  # fmt: skip
    (paused,) = {cell["why"] for cell in cells if cell["mark"] == "paused"}
    assert paused == (
        "el plazo estuvo suspendido: pregunta del 2 de diciembre de 2024, respuesta del 10 de diciembre de 2024 "
        "(5 U.S.C. § 552(a)(6)(A)(ii)(I))"
    )
    assert not any(cell.keys() & {"lang", "note_lang"} for cell in cells)
    assert "El plazo estuvo suspendido del 2 dic 2024 al 10 dic 2024." in found["body"]
    assert (found["count"]["lang"], {*found["lang"]}) == ("", {""})
    assert "Vencimiento: viernes, 17 de enero de 2025." in found["count"]["text"]


def test_a_note_that_the_language_has_no_words_for_is_english_and_says_so():
    spanish = words("es")
    assert _note("the end of the period", spanish) == {"note": "el fin del plazo"}
    assert _note("the end of days", spanish) == {"note": "the end of days", "note_lang": "en"}
    assert _note(None, spanish) == {}


def test_an_extension_that_may_have_come_too_late_says_so():
    found = card_of(request("2024-10-01"), row("extension", "[2024-10-25..2024-11-05]"))
    assert any(text.endswith("(5 U.S.C. § 552(a)(6)(B)(i)), if the notice came in time.") for text in found["body"])
    assert "which may have come too late; 5 U.S.C." in found["count"]["text"]


def test_without_the_rows_that_moved_a_date_no_days_are_shown():
    table = release(add_deadlines(read(*MOVED), as_of="2026-01-01"))
    found = cards(table[table["id"] != "asked"])[-1]
    assert (found["when"], found["count"]) == ("Jan 17, 2025", None)
    assert any("closing by executive order" in text for text in found["body"])  # which the row itself says


ASKED_2023 = request("2023-04-03", id="r")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # the suit itself reports the silence: counted to its day
        ([suit("2023-08-10")], "No answer: 101 days late on Aug 10, 2023, when the clock stopped (complaint)."),
        # silence is reported up to July 1 and no further, and nobody knows on which of five days the suit came
        (
            [row("no_response", "2023-07-01"), suit("[2023-08-10..2023-08-14]", alleges="")],
            "No answer: at least 61 days late, counted to Jul 1, 2023. The clock stopped with: complaint (one day of Aug 10–14, 2023).",
        ),
    ],
)
def test_a_lateness_is_told_with_the_day_that_it_is_counted_to(rows, said):
    assert said in card_of(ASKED_2023, *rows)["body"]


def test_a_receipt_in_doubt_is_told_as_one_and_both_rows_are_its_sources():
    asked = request("2022-01-20", id="r", source_title="Letter")
    found = card_of(asked, row("receipt", "2022-09-01", request="r", certainty="disputed", source_title="Brief"))
    assert found["body"][0] == (
        "20 working days after the request was received. The row that dates its receipt is marked “disputed”; without "
        "it, the time runs from the day the request was filed (Jan 20, 2022)."
    )
    assert {"Letter", "Brief"} <= {source["text"] for source in found["sources"]}
    assert not any("That date is marked" in text for text in found["body"])
