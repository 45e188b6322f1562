"""What a table's settings choose where the law leaves it open, and the closings that it names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rows import read, request, row
from timeline import add_deadlines
from timeline.cli import main
from timeline.errors import EventsError
from timeline.law.closings import Closing, parse_closings
from timeline.law.deadline import compute_deadline
from timeline.law.options import Options
from timeline.law.words import assumed
from timeline.publish.page import write_page
from timeline.view.cards import cards
from timeline.view.release import release

SNOW = Closing(date(2020, 11, 3), "Snow", "notice on the door", agency="ICE")
OTHER = Closing(date(2020, 11, 4), "Flood", "a leaked memo", agency="SECRET")
LATER = "2021-06-30"
HEAD = "date,name,jurisdiction,agency,source\n"
TABLE = (
    "id,date,kind,title,agency,jurisdiction\nr,2020-10-20,foia_request,Asked,ICE/HSI,us-federal\n"
    "d,2020-11-19,determination,Answered,ICE,us-federal\n"
)


def due(*rows: dict[str, str], closings: Any = None, **settings: object):  # noqa: ANN401 - add_deadlines' own
    table = add_deadlines(read(*rows, **settings), as_of=LATER, closings=closings)
    return table[table["computed"] == "yes"].iloc[0]


# name: (closings, settings, due, status, [(word, due, status)], an assumption)
CASES = {
    "no closings": (None, {}, "2020-11-18", "met_late", [], ""),
    "a closing of the agency": ([SNOW], {}, "2020-11-19", "met", [("without_closings_given", "2020-11-18", "met_late")], "closings_given"),
    "a closing of another agency": ([OTHER], {}, "2020-11-18", "met_late", [], ""),
    "a closing by another name of the agency": (
        [Closing(SNOW.date, "Snow", "notice", agency="ICE/HSI")], {"agencies": {"ICE": ["ICE/HSI"]}}, "2020-11-19", "met",
        [("without_closings_given", "2020-11-18", "met_late")], "closings_given",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_closings_move_a_deadline_and_the_date_without_them_stands_beside(name):
    closings, settings, expected, status, others, word = CASES[name]
    found = due(request(), row("determination", "2020-11-19"), closings=closings, **settings)
    assert (found["date"], found["status"]) == (expected, status)
    assert [(r["word"], r["due"], r["status"]) for r in found["readings"] if r["word"]] == others
    assert ("closings_given" in found["assumptions"]) is bool(word)


@pytest.mark.parametrize(
    ("asked", "law", "expected", "word"),
    [
        ("2024-12-18", {}, "2025-01-17", "closings_counted"),
        ("2024-12-18", {"order_closings": "excluded"}, "2025-01-22", "closings_excluded"),
        ("2025-10-01", {"shutdowns": "excluded"}, "2025-12-11", "shutdown_excluded"),
        ("2021-01-04", {"inauguration_day": "excluded"}, "2021-02-03", "inauguration_day_excluded"),
        ("2020-06-18", {"observed": False}, "2020-07-16", "observed_holidays_counted"),
    ],
)
def test_choices_of_the_settings_are_counted_by(asked, law, expected, word):
    found = due(request(asked), law=law)
    assert found["date"] == expected
    assert word in found["assumptions"]


def test_what_the_rows_moved_is_counted_by_the_same_terms():
    rows = [request(), row("extension", "2020-11-10"), row("determination", "2020-12-04")]
    late = Closing(date(2020, 12, 1), "Snow", "notice on the door", agency="ICE")
    found = due(*rows, closings=[late])
    assert (found["date"], found["status"]) == ("2020-12-04", "met")
    assert ("without_closings_given", "2020-12-03", "met_late") in [
        (r["word"], r["due"], r["status"]) for r in found["readings"]
    ]


def test_an_assumption_names_the_days_and_the_source():
    table = add_deadlines(read(request()), as_of=LATER, closings=[SNOW, OTHER])
    said = "closings given by the user do not count, here Tuesday, November 3, 2020 (Snow; notice on the door)"
    assert any(said in line for line in cards(table)[-1]["body"])
    spanish = cards(table, "es")[-1]
    assert any("Sin los cierres indicados por el usuario. Entonces: 18 nov 2020." in line for line in spanish["body"])
    assert "Tue 3 not counted (Snow)" in cards(table)[-1]["count"]["text"]


WRONG = HEAD + "2020-13-03,Snow,us-md,,notice\n2020-11-04,,us-md,,notice\n"


def test_wrong_closings_and_choices_are_told_all_at_once(tmp_path):
    (tmp_path / "closings.csv").write_text(WRONG, encoding="utf-8")
    with pytest.raises(EventsError) as told:
        due(
            request(),
            closings=tmp_path / "closings.csv",
            law={"observed": "no", "shutdowns": "perhaps", "agency": "ICE"},
        )
    text = str(told.value)
    for part in (
        "closings.csv, row 2, date",
        "closings.csv, row 3, name",
        "observed should be true or false",
        "'perhaps'",
        "agency is no choice",
    ):
        assert part in text


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "events.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "events.toml").write_text(
        'closings = "closings.csv"\n[agencies]\nICE = ["ICE/HSI"]\n', encoding="utf-8"
    )
    (tmp_path / "closings.csv").write_text(f"{HEAD}2020-11-03,Snow,,ICE,notice on the door\n", encoding="utf-8")
    (tmp_path / "none.csv").write_text(HEAD, encoding="utf-8")
    return tmp_path


def test_the_settings_name_a_file_beside_them_and_the_command_line_another(folder, capsys):
    events = str(folder / "events.csv")
    assert main(["deadlines", events]) == 0
    said = capsys.readouterr().out
    assert "2020-11-19  answered in time" in said
    assert "here Tuesday, November 3, 2020 (Snow; notice on the door)" in said
    assert "Without the closings given by the user. Then: due Nov 18, 2020: answered 1 day late." in said
    assert main(["deadlines", events, "--closings", str(folder / "none.csv")]) == 0
    assert "2020-11-18  answered late" in capsys.readouterr().out
    assert main(["check", events, "--closings", str(folder / "none.csv")]) == 0


def test_wrong_closings_are_errors_of_the_table(folder, capsys):
    (folder / "closings.csv").write_text(WRONG, encoding="utf-8")
    for command in (["check"], ["deadlines"], ["export"]):
        out = [str(folder / "out.csv")] if command == ["export"] else []
        assert main([*command, str(folder / "events.csv"), *out]) == 1
        told = "".join(capsys.readouterr())
        assert "closings.csv, row 2, date" in told
        assert "closings.csv, row 3, name" in told


def test_closings_that_are_not_there_are_an_error(folder, capsys):
    assert main(["check", str(folder / "events.csv"), "--closings", str(folder / "gone.csv")]) == 1
    assert "gone.csv: cannot be read" in capsys.readouterr().out


def test_closings_of_an_agency_that_is_withheld_leave_with_it(tmp_path):
    hidden = row("foia_request", "2020-10-20", id="q", agency="SECRET", matter="N", visibility="privileged")
    table = add_deadlines(read(request(), hidden), as_of=LATER, closings=[SNOW, OTHER])
    assert release(table).attrs["timeline"]["terms"].closings == (SNOW,)
    page = write_page(table, tmp_path / "page.html").read_text(encoding="utf-8")
    assert "leaked memo" not in page
    assert release(table).attrs["timeline"]["settings"]["closings"] == ""


def test_deadlines_computed_anew_keep_their_closings():
    table = add_deadlines(read(request()), as_of=LATER, closings=[SNOW])
    assert set(release(table, as_of="2021-07-01")["date"]) == {"2020-10-20", "2020-11-19"}


CUTOFF = Options(receipt_rule="us-epa.receipt_cutoff")

# name: (rule, trigger, options, closings, due, its assumption, the word and day of each other reading)
WORDS = {
    "a cut-off without an hour": (
        "us-foia.determination", "2024-03-08", CUTOFF, [], "2024-04-05", "hour_of_receipt_not_known", [("received_after_hours", "2024-04-08")],
    ),
    "a means that no law speaks of": (
        "us-foia.determination", "2025-10-01", Options(received_by="mail"), [], "2025-10-30", "means_make_no_difference", None,
    ),
    "an Inauguration Day on a Saturday": (
        "us-foia.determination", "2001-01-08", Options(inauguration_day="excluded"), [], "2001-02-06", "-inauguration_day_excluded", None,
    ),
    "a closing on a Saturday": (
        "us-foia.determination", "2020-10-20", Options(agency="ICE"), [Closing(date(2020, 10, 31), "Snow", "notice", agency="ICE")],
        "2020-11-18", "-closings_given", [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_what_an_option_does_and_does_not_change_is_said(name):
    rule, trigger, options, closings, expected, word, others = WORDS[name]
    found = compute_deadline(rule, trigger, options=options, closings=closings)
    assert found.due.edtf == expected
    assert (word.removeprefix("-") in found.assumptions) is not word.startswith("-")
    assert others is None or [(o.word, o.due.edtf) for o in found.alternatives] == others


def test_a_single_count_names_the_closings_and_their_source():
    found = compute_deadline("us-foia.determination", "2020-10-20", options=Options(agency="ICE"), closings=[SNOW])
    assert dict(assumed(found))["closings_given"].endswith("here Tuesday, November 3, 2020 (Snow; notice on the door)")
    assert [(o.word, o.due.edtf) for o in found.alternatives] == [("without_closings_given", "2020-11-18")]


def test_a_missing_column_hides_no_other_problem():
    with pytest.raises(EventsError) as told:
        parse_closings("date,name,agency\n2024-13-01,Snow,ICE\n2024-01-02,,ICE\n", "closings.csv")
    assert [(p.row, p.column) for p in told.value.problems] == [(1, "source"), (2, "date"), (3, "name")]


def test_a_clarification_in_texas_begins_the_count_anew():
    where = {"jurisdiction": "us-tx"}
    rows = [
        request("2024-03-04", **where),
        row("clarification", "2024-03-08", **where),
        row("clarification_reply", "2024-03-15", **where),
    ]
    table = add_deadlines(read(*rows), as_of="2024-06-30")
    said = {lang: cards(table, lang)[-1]["body"] for lang in ("en", "es")}
    assert "restart_counted" in table.iloc[-1]["assumptions"]
    assert any("The count began anew with the reply of Mar 15, 2024." in line for line in said["en"])
    assert any("the count began anew with the requester's reply" in line for line in said["en"])
    assert any("El cómputo empezó de nuevo con la respuesta del 15 mar 2024." in line for line in said["es"])
