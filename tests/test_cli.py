"""The command line: what each command prints, which exit code it ends with, and what it does not import."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
import time
from importlib.resources import files

import nbformat
import pytest
from jsonschema import Draft202012Validator

from timeline import __version__, read_events, write_page
from timeline.cli import COMMANDS, main
from timeline.cli.shared import progress
from timeline.law.rules import load_rules
from timeline.law.words import REASONS, SURENESS

RULE = "us-foia.determination"


@pytest.fixture
def run(capsys):
    """Run a command; return its exit code, what it printed, and what it said beside."""

    def run_command(*arguments: object):
        code: object
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse's way out
            code = ended.code
        out, err = capsys.readouterr()
        return code, out, err

    return run_command


@pytest.fixture
def events(tmp_path):
    """Write a table of events; rows are separated by | for a line each."""

    def write(text, name="events.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def checked(name, value):
    schema = json.loads(files("timeline").joinpath("schemas", f"{name}.json").read_text("utf-8"))
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
    return value


# Help and usage


def test_the_version(run):
    assert run("--version") == (0, f"timeline {__version__}\n", "")


def test_help_lists_every_command_with_a_sentence(run):
    code, out, _ = run("--help")
    assert code == 0
    for name, command in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(command.sentence)}$", out, re.MULTILINE)
    assert "not legal advice" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_a_sentence_an_example_and_exit_codes(run, name):
    code, out, _ = run(name, "--help")
    assert code == 0
    assert COMMANDS[name].sentence in " ".join(out.split())
    assert f"example:\n  timeline {name} " in out
    assert "exit codes: " in out


USAGE = [
    ("no command", [], "usage"),
    ("a command misspelt", ["chek", "events.csv"], "did you mean check?"),
    ("a command there is not", ["frobnicate"], "there are check, due"),
    ("no file", ["check"], "required: FILE"),
    ("an option there is not", ["check", "events.csv", "--jsn"], "--jsn"),
    ("an option cut short", ["check", "events.csv", "--stri"], "--stri"),
    ("nothing to count", ["due"], "give a rule and a date"),
    ("a rule and no date", ["due", RULE], "give a rule and a date"),
    ("a period and no date", ["due", "--period", "10", "--unit", "calendar_days"], "give the date"),
    ("a period of nothing", ["due", "--period", "0", "--unit", "calendar_days", "2020"], "a number from 1 up"),
    ("a period without a unit", ["due", "--period", "10", "2020-10-20"], "--unit says of what: working_days"),
    ("a rule has its own unit", ["due", RULE, "2020-10-20", "--unit", "calendar_days"], "a rule has its own"),
    ("no output", ["export", "events.csv"], "required: OUT"),
]


@pytest.mark.parametrize(("arguments", "said"), [pytest.param(*c[1:], id=c[0]) for c in USAGE])
def test_usage_errors_end_with_2_and_say_where_help_is(run, arguments, said):
    code, out, err = run(*arguments)
    assert code == 2
    assert said in out + err
    assert "--help" in out + err


# check


def test_check_of_the_real_case(run, case):
    assert run("check", case) == (0, "events.csv: 59 events (UTF-8, comma-separated)\nno problems\n", "")


def test_check_echoes_what_was_understood(run, events):
    rows = ["2020-10-20,A", '"by Oct 20, 2020",B', "13/04/2021,C", "03/04/2021,D", "TBD,E"]
    code, out, _ = run("check", events("date,title\n" + "\n".join(rows) + "\n"))
    assert code == 0
    assert out.splitlines() == [
        "events.csv: 5 events (UTF-8, comma-separated)",
        "Dates like 03/04/2021 are read day first, as row 4 shows: 13/04/2021",
        "Dates understood:",
        "  row 3: “by Oct 20, 2020” read as [..2020-10-20]",
        "  row 4: “13/04/2021” read as 2021-04-13",
        "  row 5: “03/04/2021” read as 2021-04-03",
        "Warnings:",
        "  table  source_title  no row names a source; add the column source_title, for who says so",
        "1 warning",
    ]


def test_check_echoes_ten_and_counts_the_rest(run, events):
    _, out, _ = run("check", events("date,title\n" + "circa 2019,A\n" * 14))
    assert out.count("read as 2019~") == 10
    assert "  and 4 more\n" in out


def test_check_takes_the_order_it_is_given(run, events):
    path = events("date,title\n03/04/2021,A\n")
    assert run("check", path)[0] == 1
    code, out, _ = run("check", path, "--date-order", "mdy")
    assert code == 0
    assert "read month first, as --date-order says" in out
    assert "read as 2021-03-04" in out


def test_check_prints_errors_first_and_aligned(run, events):
    code, out, _ = run(
        "check", events("date,title,certainty,exhibit\n2020,A,sure,1\n2020-02-30,B,,\n2021,,reported,1\n")
    )
    assert code == 1
    lines = out.splitlines()
    assert lines[1] == "Errors:"
    assert [line[:21] for line in lines[2:5]] == [
        '  row 2  certainty  "',
        '  row 3  date       "',
        "  row 4  title      t",
    ]
    assert lines[5] == "Warnings:"
    assert lines[-1] == "3 errors, 1 warning"


def test_check_as_json_holds_its_schema(run, events):
    code, out, err = run("check", events("date,title,certainty\n2020-02-30,A,sure\n"), "--json")
    found = checked("check", json.loads(out))
    assert (code, err, found["events"]) == (1, "", 1)
    assert [(p["row"], p["column"], p["value"], p["severity"]) for p in found["problems"]] == [
        (0, "source_title", "", "warning"),
        (2, "date", "2020-02-30", "error"),
        (2, "certainty", "sure", "error"),
    ]


def test_check_of_what_cannot_be_read_is_json_too(run, tmp_path):
    code, out, _ = run("check", tmp_path / "no.csv", "--json")
    found = checked("check", json.loads(out))
    assert code == 2
    assert (found["events"], found["problems"][0]["row"]) == (0, 0)


def test_strict_lets_warnings_count(run, events):
    path = events("date,title\n2020,A\n")
    assert [run("check", path, *more)[0] for more in ([], ["--strict"], ["--strict", "--json"])] == [0, 1, 1]


def test_check_asks_the_law_and_the_requests_too(run, events):
    text = "id,date,title,kind,agency,rule,exhibit\nr,2020,A,foia_request,ICE,us-foia.determinatoin,1\ns,2020,B,foia_request,,,1\n"
    code, out, _ = run("check", events(text))
    assert code == 1
    assert "there is no rule us-foia.determinatoin; did you mean us-foia.determination?" in out
    assert "the request names no agency" in out


def test_write_ids(run, events):
    path = events("date,title,exhibit\n2020,A,1\n2021,B,1\n")
    code, _, err = run("check", path, "--write-ids")
    assert (code, err) == (0, f"2 ids written into {path}\n")
    assert path.read_text().startswith("id,date,title,exhibit\ne")
    assert run("check", path, "--write-ids")[2] == "every row has its id already\n"


def test_write_ids_leaves_a_table_with_errors_alone(run, events):
    path = events("date,title\n2020-02-30,A\n")
    code, _, err = run("check", path, "--write-ids")
    assert (code, err) == (1, "no ids were written, since the table has errors\n")
    assert path.read_text() == "date,title\n2020-02-30,A\n"


def test_nothing_in_a_cell_or_a_name_commands_the_terminal(run, events):
    path = events("date,title,\x1b[31mred\n\x1b]0;x\x07,A,\n", "\x1b[2Jevents.csv")
    for arguments in (["check", path], ["deadlines", path], ["export", path, path.with_suffix(".html")]):
        assert "\x1b" not in "".join(map(str, run(*arguments)))


# due and rules


def test_due_prints_the_date_and_the_count_that_skips_weekends_and_veterans_day(run):
    code, out, err = run("due", RULE, "2020-10-20")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "2020-11-18 (Wednesday)"
    assert (
        "Week of November 9, 2020: Mon 9 (14), Tue 10 (15), Wed 11 not counted (Veterans Day), Thu 12 (16), Fri 13 (17)"
        in lines
    )
    assert "Week of November 16, 2020: Mon 16 (18), Tue 17 (19), Wed 18 (20)" in lines
    assert "  no_extension_known: no extension known" in lines
    assert "  5 U.S.C. § 552(a)(6)(A)(i). Two or more independent sources agree on the rule." in lines
    assert lines[-1] == "Informational, not legal advice."


def test_due_says_which_closings_were_counted_and_the_date_otherwise(run):
    code, out, _ = run("due", RULE, "2024-12-18")
    assert (code, out.splitlines()[0]) == (0, "2025-01-17 (Friday)")
    text = " ".join(out.split())
    assert (
        "closings_counted: days closed by executive order count as working days, here Tuesday, December 24, 2024"
        in text
    )
    assert "2025-01-22 closings: An agency may treat a closing by executive order as a holiday." in text
    found = checked("due", json.loads(run("due", RULE, "2024-12-18", "--json")[1]))
    assert [(one["word"], one["due"]) for one in found["alternatives"]] == [("closings", "2025-01-22")]
    assert list(found) == ["rule", "trigger", "due", "citation", "assumptions", "steps", "alternatives"]


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_due_of_every_rule_gives_a_date_or_says_why_there_is_none(run, rule):
    code, out, err = run("due", rule.id, "2025-06-12")
    assert (code, err) == (0, "")
    first, *lines = out.splitlines()
    found = checked("due", json.loads(run("due", rule.id, "2025-06-12", "--json")[1]))
    assert found["due"] == (None if first == "No due date." else first.partition(" ")[0])
    assert ("reason" in found) == (found["due"] is None)
    if found["due"] is None:
        assert any(line.startswith(f"There is no due date: {REASONS[found['reason']]}.") for line in lines)
    text = " ".join(out.split())
    for part in (rule.versions[-1].citation, SURENESS[rule.certainty], rule.notice):
        assert " ".join(part.split()) in text
    for word in found["assumptions"]:
        assert f"  {word}: " in out
    for other in found.get("alternatives", []):
        assert f"{other['due']} {other['word']}: {' '.join(other['says'].split())}" in text
    assert max(map(len, out.partition("Citation:")[2].splitlines())) <= 100


CHOSEN = [
    ("observed days counted", [RULE, "2022-06-18", "--no-observed"], "2022-07-18", "observed_holidays_counted"),
    ("closings left out", [RULE, "2024-12-18", "--order-closings", "excluded"], "2025-01-22", "closings_excluded"),
    ("an inauguration", [RULE, "2021-01-04", "--inauguration-day", "excluded"], "2021-02-03", "inauguration_day_excluded"),
    ("a shutdown left out", [RULE, "2013-09-24", "--shutdowns", "excluded"], "2013-11-07", "shutdown_excluded"),
    ("the state of the court", ["frcp.12a1", "2024-03-25", "--court-state", "us-ma"], "2024-04-16", "state_court_holidays"),
    ("after hours", [RULE, "2024-03-04", "--received-at", "17:30", "--receipt-rule", "us-epa.receipt_cutoff"], "2024-04-02", "received_after_hours"),
    ("no cut-off known", [RULE, "2024-03-04", "--received-at", "17:30"], "2024-04-01", "no_receipt_cutoff_known"),
    ("the text of another day", ["us-ky.response", "2024-03-04", "--text-on", "June 1, 2020"], "2024-03-07", "text_of_another_day"),
    ("by e-mail", ["us-il.response", "2024-03-04", "--received-by", "email"], "2024-03-11", ""),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "due", "word"), [pytest.param(*c[1:], id=c[0]) for c in CHOSEN])
def test_due_as_chosen(run, arguments, due, word):
    code, out, err = run("due", *arguments, "--json")
    assert (code, err) == (0, "")
    found = checked("due", json.loads(out))
    assert found["due"] == due
    assert not word or word in found["assumptions"]


def test_due_leaves_out_closings_that_are_given(run, tmp_path):
    table = tmp_path / "closings.csv"
    table.write_text("date,name,agency,source\n2024-03-05,Snow,ICE,notice on the door\n", "utf-8")
    given = ["due", RULE, "2024-03-04", "--closings", table]
    assert run(*given)[1].startswith("2024-04-01")
    out = run(*given, "--agency", "ICE")[1]
    assert out.startswith("2024-04-02")
    assert "closings_given: " in out
    assert "Tue 5 not counted (Snow)" in out


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (["--period", "10", "frcp.6a", "2024-08-22"], "2024-09-03 (Tuesday)"),
        (["--period", "14", "--before", "frcp.6a", "2024-09-16"], "2024-08-30 (Friday)"),
    ],
)
def test_a_method_counts_the_period_it_is_given(run, arguments, first):
    code, out, _ = run("due", *arguments)
    assert (code, out.splitlines()[0]) == (0, first)
    assert json.loads(run("due", *arguments, "--json")[1])["rule"] == "frcp.6a"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--period", "10", "2020-10-20"], "--unit says of what"),
        (["--period", "0", "--unit", "years", "2020-10-20"], "a number from 1 up"),
        ([RULE, "2020-10-20", "--roll", "next"], "a rule has its own"),
        ([RULE, "2020-10-20", "--unit", "years"], "go with --period"),
        (["--period", "3", "--unit", "years", RULE, "2020-10-20"], "has a unit of its own"),
        ([RULE, "2020-10-20", "--agency", "ICE"], "--agency goes with --closings"),
        ([RULE], "give a rule and a date"),
    ],
)
def test_due_not_understood(run, arguments, said):
    code, out, err = run("due", *arguments)
    assert (code, out) == (2, "")
    assert said in err


DUE = [
    ("words without quotation marks", [RULE, "by", "Oct", "20,", "2020"], "[..2020-11-18]"),
    ("on or before", [RULE, "[..2020-10-20]"], "[..2020-11-18]"),
    ("a month", [RULE, "Jan 2021"], "[2021-02-01..2021-03-01]"),
    ("about a day", [RULE, "circa March 9, 2020"], "2020-04-06~"),
    ("a day that only one order can mean", [RULE, "20/10/2020"], "2020-11-18 (Wednesday)"),
    ("the order said", [RULE, "--date-order", "dmy", "03/04/2021"], "2021-04-30 (Friday)"),
    ("options between", [RULE, "--date-order", "mdy", "03/04/2021"], "2021-04-01 (Thursday)"),
    ("calendar days", ["--period", "10", "--unit", "calendar_days", "2007-08-22"], "2007-09-01 (Saturday)"),
    ("rolled over Labor Day", ["--period", "10", "--unit", "calendar_days", "--roll", "next", "2007-08-22"], "2007-09-04 (Tuesday)"),
    ("rolled back", ["--period", "10", "--unit", "calendar_days", "--roll", "previous", "2007-08-22"], "2007-08-31 (Friday)"),
    ("working days", ["--period", "20", "--unit", "working_days", "2020-10-20"], "2020-11-18 (Wednesday)"),
    ("counted back over Veterans Day", ["2020-11-12", "--period", "3", "--unit", "working_days", "--before"], "2020-11-06 (Friday)"),
    ("the calendar by its other name", ["--period", "1", "--unit", "working_days", "--calendar", "us-6103", "2020-11-10"], "2020-11-12 (Thursday)"),
    ("a period from a date on or before", ["--period", "10", "--unit", "calendar_days", "[..2020-10-20]"], "[..2020-10-30]"),
    ("months, to the last day of February", ["--period", "1", "--unit", "months", "2024-01-31"], "2024-02-29 (Thursday)"),
    ("years, rolled", ["--period", "6", "--unit", "years", "--roll", "next", "2018-09-01"], "2024-09-03 (Tuesday)"),
    ("business days of a state", ["--period", "1", "--unit", "business_days", "--calendar", "us-ma", "2024-02-16"], "2024-02-20 (Tuesday)"),
    ("a period from about a day", ["--period", "10", "--unit", "calendar_days", "2020-10-20~"], "2020-10-30~"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "first"), [pytest.param(*c[1:], id=c[0]) for c in DUE])
def test_due(run, arguments, first):
    code, out, err = run("due", *arguments)
    assert (code, err, out.splitlines()[0]) == (0, "", first)
    assert "Informational, not legal advice." in out
    code, out, _ = run("due", *arguments, "--json")
    found = checked("due", json.loads(out))
    assert (code, found["due"]) == (0, first.partition(" ")[0])
    assert found["rule"] == (RULE if RULE in arguments else None)


DUE_REFUSED = [
    ("an ambiguous date", [RULE, "03/04/2021"], "may be 2021-03-04 or 2021-04-03"),
    ("no date", [RULE, "soon"], "is not a date"),
    ("nobody knows", [RULE, "TBD"], "no date"),
    ("a span", [RULE, "2020-10-20/2020-10-22"], "is a span"),
    ("a period from a span", ["--period", "1", "--unit", "calendar_days", "2020/2021"], "a period runs from one day"),
    (
        "a period from nowhere",
        ["--period", "1", "--unit", "calendar_days", "TBD"],
        "no date, so nothing can be counted",
    ),
    ("a rule misspelt", ["us-foia.determinatio", "2020-10-20"], "did you mean us-foia.determination?"),
    ("before the rule was in force", [RULE, "1990-01-01"], "no version in force"),
    ("beyond the calendar", ["--period", "1", "--unit", "working_days", "9999-12-30"], "calendar us-6103 knows"),
    ("beyond all years", ["--period", "9" * 30, "--unit", "years", "2020-10-20"], "calendar us-6103 knows"),
    ("a period for a rule that has one", [RULE, "--period", "3", "2020-10-20"], "a period of its own"),
    ("no time of day", [RULE, "2020-10-20", "--received-at", "5pm"], "expected a time of day such as 17:30"),
    ("no such state", [RULE, "2020-10-20", "--court-state", "us-xx"], "no calendar is called"),
    ("no day for the text", [RULE, "2020-10-20", "--text-on", "2020"], "--text-on 2020: expected one day"),
    ("beyond all calendars", ["--period", "9" * 30, "--unit", "calendar_days", "2020-10-20"], "calendar us-6103 knows"),
    (
        "no such calendar",
        ["--period", "1", "--unit", "working_days", "--calendar", "mars", "2020"],
        "no calendar is called",
    ),
]


@pytest.mark.parametrize(("arguments", "said"), [pytest.param(*c[1:], id=c[0]) for c in DUE_REFUSED])
def test_due_refused(run, arguments, said):
    code, out, err = run("due", *arguments)
    assert (code, out) == (1, "")
    assert said in err


def test_rules(run):
    code, out, _ = run("rules", "--jurisdiction", "us-federal")
    assert code == 0
    assert re.search(rf"^{re.escape(RULE)} +deadline +verified +5 U.S.C. § 552\(a\)\(6\)\(A\)\(i\)\n  Determination on a FOIA request: 20 working days$", out, re.MULTILINE)  # fmt: skip
    assert "us-ca.response" not in out


def test_rules_of_every_jurisdiction_in_columns_that_fit(run):
    code, out, _ = run("rules")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    found = {rule["id"]: rule for rule in checked("rules", json.loads(run("rules", "--json")[1]))}
    assert found.keys() == load_rules().keys()
    said = {name: found[name]["period_in_words"] for name in ("us-ca.response", "us-az.response", "us-foia.fee_bar")}
    assert list(said.values()) == ["10 calendar days", "promptly: no fixed period", "no deadline of its own"]
    text = " ".join(out.split())
    for rule in found.values():
        assert f"{rule['title']}: {rule['period_in_words']}" in text


def test_rules_of_a_jurisdiction_that_has_none(run):
    code, _, err = run("rules", "--jurisdiction", "us-xx")
    assert code == 1
    assert "there are rules of us-ak, " in err
    assert ", us-federal, " in err


# deadlines: the headline


@pytest.fixture
def headline(run, case):
    code, out, err = run("deadlines", case, "--as-of", "2021-04-13", "--format", "json")
    assert (code, err) == (0, "")
    return {one["id"].removesuffix(f"/{RULE}"): one for one in checked("deadlines", json.loads(out))}


@pytest.mark.parametrize("agency", ["ICE", "DHS"])
def test_ice_and_dhs_are_overdue_by_at_least_146_days_and_43_under_the_rival_account(headline, agency):
    found = headline[f"clearview-request/{agency}"]
    assert (found["status"], found["due"], found["as_of"]) == ("overdue", "[..2020-11-18]", "2021-04-13")
    assert found["days_overdue"] == {"min": 146, "max": None}
    assert found["assumptions"] == ["received_when_sent", "no_extension_known", "no_tolling_known"]
    dated = [reading for reading in found["readings"] if reading["due"]]
    assert [reading["days_overdue"]["min"] for reading in dated] == [43]
    assert dated[0]["account"].startswith("Biometric Update")
    assert found["citation"] == "5 U.S.C. § 552(a)(6)(A)(i)"
    assert "reason" not in found


@pytest.mark.parametrize("request_id", ["clearview-request-cbp/CBP", "idp-request/ICE"])
def test_what_only_the_suit_dates_is_undetermined_and_says_why(headline, request_id):
    found = headline[request_id]
    assert (found["status"], found["due"], found["assumptions"]) == ("undetermined", None, [])
    assert found["days_overdue"] == {"min": None, "max": None}
    assert found["reason"].startswith("No source dates the request itself")


def test_american_oversight_has_no_answer_recorded_and_nothing_more(headline):
    found = headline["american-oversight-request/DOJ"]
    assert (found["status"], found["due"]) == ("no_answer_recorded", "2020-05-27")
    assert found["days_overdue"] == {"min": None, "max": None}


def test_deadlines_as_a_table_carry_what_they_rest_on(run, case):
    code, out, _ = run("deadlines", case)
    assert code == 0
    assert out.splitlines()[0] == "events.csv: 8 deadlines as of 2021-04-13"
    assert re.search(
        r"^\[\.\.2020-11-18\] +no answer reported +at least 146 days +ICE +clearview-request$", out, re.MULTILINE
    )
    assert "    Assuming: received when sent; no extension known; no tolling known." in out
    assert "due [2021-02-01..2021-03-01], 43 to 71 days late" in out
    assert "    No source dates the request itself" in out
    assert out.rstrip().endswith("Informational, not legal advice.")


def test_deadlines_as_csv(run, case):
    code, out, _ = run("deadlines", case, "--format", "csv")
    assert code == 0
    header, *rows = out.splitlines()
    assert header.startswith("id,matter,agency,request,rule,trigger_id,due,status,as_of,days_overdue_min")
    assert len(rows) == 8


def test_deadlines_with_their_steps(run, events):
    head = "id,date,kind,title,agency,jurisdiction\n"
    rows = [
        "r,2024-11-25,foia_request,Request,ICE,us-federal",
        "q,2024-12-02,clarification,Question,ICE,us-federal",
        "a,2024-12-10,clarification_reply,Reply,ICE,us-federal",
        "f,2024-12-10,foia_request,Request,FL Police,us-fl",
    ]
    path = events(head + "\n".join(rows) + "\n")
    code, out, _ = run("deadlines", path, "--steps", "--as-of", "2025-03-01")
    lines = out.splitlines()
    assert code == 0
    assert out.startswith(run("deadlines", path, "--as-of", "2025-03-01")[1])
    assert "ICE, r: 2025-01-03" in lines
    assert "Week of December 2, 2024: Mon 2 (4)" in lines
    assert any(
        line.startswith("From Tuesday, December 3, 2024 to Monday, December 9, 2024 the clock") for line in lines
    )
    assert "Due: Friday, January 3, 2025." in lines
    assert not any(line.startswith("FL Police, f:") for line in lines), "no date, no count"


def test_steps_are_text(run, case):
    code, _, err = run("deadlines", case, "--steps", "--format", "json")
    assert (code, "--steps goes with --format table" in err) == (2, True)


def test_deadlines_of_a_table_without_requests(run, events):
    code, out, _ = run("deadlines", events("date,title\n2020,A\n"))
    assert code == 0
    assert "0 deadlines" in out


@pytest.mark.parametrize("day", ["April 13, 2021", "2021-04-13"])
def test_the_day_may_be_written_as_people_do(run, case, day):
    assert "as of 2021-04-13" in run("deadlines", case, "--as-of", day)[1]


@pytest.mark.parametrize("day", ["2021-04", "TBD", "soon", "[..2021-04-13]", "2021-04-13~"])
def test_a_day_that_is_none(run, case, day):
    code, out, err = run("deadlines", case, "--as-of", day)
    assert (code, out) == (1, "")
    assert day in err


# export


def test_export_writes_every_output_and_names_it(run, case, tmp_path):
    outs = [tmp_path / name for name in ("a.html", "b.csv", "c.JSON")]
    code, out, err = run("export", case, *outs, "--as-of", "2021-05-01", "--title", "T")
    assert (code, err) == (0, "")
    assert out.splitlines() == list(map(str, outs))
    assert "<title>T</title>" in outs[0].read_text("utf-8")
    assert len(read_events(outs[1])) == 59
    found = json.loads(outs[2].read_text("utf-8"))
    assert (found["title"], found["as_of"]) == ("T", "2021-05-01")


def test_export_takes_lanes_and_a_window(run, case, tmp_path):
    ours, made = tmp_path / "a.html", tmp_path / "b.html"
    assert run("export", str(case), str(ours), "--lanes", "court", "--window", "2020-01/2020-06")[0] == 0
    write_page(case, made, lanes="court", window="2020-01-01/2020-06-30")
    assert ours.read_bytes() == made.read_bytes()


@pytest.mark.browser
def test_export_draws_a_picture(run, case, tmp_path):
    code, out, _ = run("export", str(case), str(tmp_path / "case.png"), "--title", "Who asked")
    assert (code, out.strip()) == (0, str(tmp_path / "case.png"))
    assert (tmp_path / "case.png").read_bytes().startswith(b"\x89PNG")


def test_export_takes_a_filter_as_the_notebook_prints_it(run, case, tmp_path):
    out = tmp_path / "out.json"
    assert run("export", case, out, "--filter", '{"kinds": ["complaint"]}')[0] == 0
    assert {event["kind"] for event in json.loads(out.read_text("utf-8"))["events"]} == {"complaint"}


EXPORT_REFUSED = [
    ("a stamp that a page would not have", ["page.html", "--profile", "illustrative"], "expected .pptx, .docx, .pdf"),
    ("no Bates number", ["page.pdf", "--bates", "DEF"], "expected the first page's number"),
    (
        "an ending there is not",
        ["good.csv", "page.txt"],
        "expected .html, .png, .svg, .pdf, .pptx, .docx, .ics, .csv, .json",
    ),
    ("no ending", ["page"], "the ending says what to write"),
    ("a folder that is not there", ["good.csv", "no/page.html"], "folder"),
    ("the table itself", ["events.csv"], "the table itself"),
    ("one file twice", ["a.csv", "./a.csv"], "named twice"),
    ("no filter", ["good.csv", "--filter", "{"], "not the JSON of a filter"),
    ("a filter of something else", ["good.csv", "--filter", '{"colour": 1}'], "colour"),
    ("a filter of the wrong sort", ["good.csv", "--filter", '{"kinds": 5}'], "expected a list"),
    ("no such language", ["good.csv", "--lang", "xx"], "no words for the language xx"),
    ("no day", ["good.csv", "--as-of", "soon"], "soon"),
    (
        "Bates numbers where there are no pages",
        ["a.pptx", "--bates", "DEF1"],
        "--bates is for .pdf, and none is written",
    ),
    ("lanes in a document", ["a.docx", "--lanes", "agency"], "--lanes is for .html, .png, .svg, .pdf"),
    ("two languages of a deck", ["a.pptx", "--lang", "en,es"], "only a page has a switch"),
    ("lanes by something else", ["good.csv", "--lanes", "colour"], "expected one of matter, agency, kind, court"),
    ("a window that is none", ["good.csv", "--window", "2020"], "expected two days, such as 2020-01-01/2021-06-30"),
    ("a window that is no date", ["good.csv", "--window", "soon/later"], "window 'soon/later'"),
]


@pytest.mark.parametrize(("arguments", "said"), [pytest.param(*c[1:], id=c[0]) for c in EXPORT_REFUSED])
def test_export_refused_writes_nothing(run, case, tmp_path, monkeypatch, arguments, said):
    table = tmp_path / "events.csv"
    table.write_bytes(case.read_bytes())
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export", "events.csv", *arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]
    assert table.read_bytes() == case.read_bytes()


def test_export_refuses_where_leaving_rows_out_would_lie(run, events, tmp_path):
    path = events(
        "id,date,title,kind,agency,visibility,exhibit\nr,2020-10-20,A,foia_request,ICE,,1\na,2020-11-01,B,determination,ICE,privileged,1\n"
    )
    code, _, err = run("export", path, tmp_path / "out.csv", tmp_path / "out.html", "--as-of", "2021-01-01")
    assert code == 1
    assert "row 3" in err
    assert [each.name for each in tmp_path.iterdir()] == ["events.csv"]
    assert run("export", path, tmp_path / "out.csv", "--audience", "privileged")[0] == 0


def test_warnings_are_told_and_not_listed(run, events, tmp_path):
    path = events("date,title\n2020,A\n")
    code, _, err = run("export", path, tmp_path / "out.json")
    assert (code, err.splitlines()) == (
        0,
        [
            f"1 warning about {path}; to see: timeline check {path}",
            "as of 2020-12-31, the latest date in the table; to choose another day: --as-of",
        ],
    )


def test_what_leaves_is_told(run, events, tmp_path):
    """A column of one's own is published, and a filter that keeps nothing is probably misspelt."""
    path = events("date,title,source_title,judge\n2020,A,B,C\n")
    code, _, err = run("export", path, tmp_path / "out.csv", "--as-of", "2020-12-31", "--filter", '{"kinds": ["nope"]}')
    assert code == 0
    assert "columns of your own, shown to every reader: judge" in err
    assert "the filter keeps none of the events" in err


# explore


@pytest.fixture
def started(monkeypatch):
    """What would have been started."""
    found = []

    def start(command, **_more: object):
        found.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", start)
    return found


def test_explore_makes_a_notebook_beside_the_table_and_never_overwrites_it(run, events, started, tmp_path):
    path = events("date,title\n2020,A\n", "it's.csv")
    code, _, err = run("explore", path)
    notebook = tmp_path / "explore-it's.ipynb"
    assert (code, err) == (0, f"made {notebook}\n")
    assert started == [[sys.executable, "-m", "jupyterlab", str(notebook)]]
    found = nbformat.read(notebook, as_version=4)
    nbformat.validate(found)
    assert [cell.cell_type for cell in found.cells] == ["markdown", "code"]
    assert 'explore("it\'s.csv")' in found.cells[1].source
    notebook.write_text("mine")
    assert run("explore", path, "--no-browser")[2] == f"opening {notebook}\n"
    assert started[1][-1] == "--no-browser"
    assert notebook.read_text() == "mine"


@pytest.mark.usefixtures("started")
def test_explore_opens_events_csv_where_nothing_is_named(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("explore")[0] == 2
    (tmp_path / "events.csv").write_text("date,title\n")
    assert run("explore")[0] == 0
    assert (tmp_path / "explore-events.ipynb").exists()


def test_explore_without_jupyterlab_says_what_to_install(run, events, started, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    code, _, err = run("explore", events("date,title\n"))
    assert code == 1
    assert "pip install jupyterlab" in err
    assert started == []


# As a process


def process(*arguments: object, env: dict[str, str] | None = None, encoding: str = "utf-8"):
    command = [sys.executable, "-m", "timeline", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding=encoding, env=env, check=False)


IMPORTS = [
    ("check", ["check", "events.csv"], ["pandas", "numpy", "plotly", "babel", "jinja2"]),
    ("due", ["due", RULE, "2020-10-20"], ["pandas", "numpy", "plotly", "babel", "difflib", "json", "timeline.view"]),
    ("rules", ["rules"], ["pandas", "numpy", "timeline.view", "timeline.events.reading"]),
    ("deadlines", ["deadlines", "events.csv", "--format", "json"], ["plotly", "jinja2", "babel", "timeline.view.figure"]),
    ("export to a table", ["export", "events.csv", "{out}/a.csv"], ["plotly", "jinja2", "timeline.publish.page"]),
    ("help", ["--help"], ["pandas", "timeline.law", "timeline.view", "timeline.events.reading"]),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "absent"), [pytest.param(*c[1:], id=c[0]) for c in IMPORTS])
def test_nothing_is_imported_that_a_command_does_not_use(case, tmp_path, arguments, absent):
    script = "import sys\nfrom timeline.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    filled = [argument.format(out=tmp_path) for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-c", script, *filled], cwd=case.parent, capture_output=True, text=True, check=True
    )
    assert set(done.stderr.split()).isdisjoint(absent)


def test_python_m_timeline_is_the_same_command(case):
    done = process("check", case)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "events.csv: 59 events (UTF-8, comma-separated)\nno problems\n",
        "",
    )


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("date,title\n" + "2020-02-30,A\n" * 50_000)
    command = f"{sys.executable} -m timeline check {path} --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ('{\n "events"'[:10], "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_lacks_our_signs_gets_what_it_has(events, encoding):
    path = events("date,title\ncirca 2019,Niñas →\n")
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    assert process("check", path, env=environment, encoding=encoding).returncode == 0
    done = process("check", events("date,title\n→,A\n"), "--json", env=environment, encoding=encoding)
    assert json.loads(done.stdout)["problems"][-1]["value"] == "→"


def on_terminal(*arguments: object, **more: str):
    """Run a command on a terminal of its own and return all that it shows."""
    leader, follower = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | more
    command = [sys.executable, "-m", "timeline", *map(str, arguments)]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environment) as running:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(leader)
    return running.returncode, shown.decode()


def test_colour_only_on_a_terminal_and_not_where_it_is_unwanted(events):
    path = events("date,title\n2020-02-30,A\n")
    assert "\x1b[31mErrors:\x1b[0m" in on_terminal("check", path)[1]
    assert "\x1b" not in on_terminal("check", path, NO_COLOR="1")[1]
    assert "\x1b" not in process("check", path).stdout


def test_what_takes_over_a_second_says_that_it_goes_on(monkeypatch):
    terminal, file = io.StringIO(), io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    for stream in (terminal, file):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress("reading \x1bevents.csv"):
            time.sleep(1.3)
    monkeypatch.setattr(sys, "stderr", quick := io.StringIO())
    monkeypatch.setattr(quick, "isatty", lambda: True)
    with progress("reading"):
        pass
    assert terminal.getvalue() == "\rreading �events.csv … 1 s\r\x1b[K"
    assert (file.getvalue(), quick.getvalue()) == ("", "")


# What counsel asks ----------------------------------------------------------------------------------------------------


def test_reports_are_printed_written_or_given_as_json(run, case, tmp_path):
    code, out, _ = run("reports", case)
    assert code == 0
    for head in ("Facts by issue", "Undisputed facts", "Facts that need a source", "Longest silences", "Deadlines"):
        assert f"\n{head}\n" in out
    assert json.loads(run("reports", case, "--json")[1])["unsourced"] == []
    assert run("reports", case, "--lang", "es")[1].count("al menos") > 5
    code, out, _ = run("reports", case, tmp_path / "reports.docx")
    assert (code, out.strip()) == (0, str(tmp_path / "reports.docx"))
    assert (tmp_path / "reports.docx").read_bytes().startswith(b"PK")
    code, _, err = run("reports", case, tmp_path / "reports.pdf")
    assert code == 1
    assert "ends in .docx" in err


def test_diff_says_by_its_exit_code_whether_anything_changed(run, case, tmp_path):
    assert run("diff", case, case)[:2] == (0, "nothing changed\n")
    new = tmp_path / "new.csv"
    new.write_text(case.read_text("utf-8").replace("Requesters sue ICE, CBP and DHS", "They sue"), encoding="utf-8")
    code, out, _ = run("diff", case, new, "--as-of", "2021-04-13")
    assert code == 1
    assert "events: 1 changed" in out
    assert "    title: Requesters sue ICE, CBP and DHS -> They sue" in out
    code, out, _ = run("diff", case, new, "--json", "--as-of", "2021-04-13")
    assert code == 1
    assert json.loads(out)["changes"][0]["id"] == "clearview-suit"
    assert run("diff", case, tmp_path / "no.csv")[0] == 2
