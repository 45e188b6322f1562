"""CSV and JSON for other programs: what they hold, what they must not, and that reading again gives the same."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from importlib.resources import files

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from timeline import Filter, add_deadlines, read_events, write_csv, write_json
from timeline.errors import OutputError, ReleaseError
from timeline.events.columns import BOUNDS, COLUMNS, COMPUTED
from timeline.publish.tables import csv_text
from timeline.view.release import release


def schema(name):
    return json.loads(files("timeline").joinpath("schemas", f"{name}.json").read_text("utf-8"))


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""), strict=True))


def frame(**columns: list[str]):
    table = pd.DataFrame(columns, dtype="str")
    return table.assign(
        **{name: "x" for name in ("date", "title") if name not in table} | {"date": columns.get("date", "2020")}
    )


@pytest.mark.parametrize("name", ["check", "deadlines", "diff", "due", "export", "reports", "rules"])
def test_schemas_are_sound_and_closed(name):
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["title"].startswith("timeline ")
    assert '"additionalProperties": false' in json.dumps(found)


def test_both_schemas_have_the_same_deadline():
    assert schema("export")["$defs"]["deadline"] == schema("deadlines")["items"]


def test_the_real_case_as_csv_reads_again_as_it_was(case, tmp_path):
    path = write_csv(case, tmp_path / "out.csv")
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    before, after = read_events(case), read_events(path)
    for name in [*COLUMNS, *BOUNDS, "qualifier"]:
        assert after[name].tolist() == (before[name].tolist() if name != "note" else [""] * len(before)), name
    again = add_deadlines(after, as_of="2021-04-13")
    first = release(case)
    for name in COMPUTED:
        assert again[name].astype(str).tolist() == first[name].astype(str).tolist(), name


def test_csv_has_the_columns_that_are_used_then_ones_own_then_the_laws(case, tmp_path):
    header = list(rows_of(write_csv(case, tmp_path / "out.csv"))[0])
    assert header[-len(COMPUTED) :] == list(COMPUTED)
    assert [name for name in header if name in COLUMNS] == [name for name in COLUMNS if name in header]
    assert {"note", "exhibit", "row", "qualifier", *BOUNDS, "by_audience"}.isdisjoint(header)
    own = rows_of(write_csv(frame(Judge=["Roe"]), tmp_path / "own.csv"))
    assert list(own[0])[:4] == ["id", "date", "kind", "title"]
    assert own[0]["Judge"] == "Roe"


def test_csv_says_which_rows_the_program_made_and_for_which_day(case, tmp_path):
    rows = rows_of(write_csv(case, tmp_path / "out.csv"))
    made = [row for row in rows if row["computed"] == "yes"]
    assert len(rows) == 59 + len(made)
    ice = next(row for row in made if row["agency"] == "ICE")
    assert (ice["date"], ice["status"], ice["as_of"], ice["days_overdue_min"], ice["days_overdue_max"]) == (
        "[..2020-11-18]", "overdue", "2021-04-13", "146", "",
    )  # fmt: skip
    assert json.loads(ice["readings"])[-1]["days_overdue"]["min"] == 43


def test_the_same_table_gives_the_same_bytes(case, tmp_path):
    for write, name in ((write_csv, "a.csv"), (write_json, "a.json")):
        assert write(case, tmp_path / name).read_bytes() == write(read_events(case), tmp_path / f"b{name}").read_bytes()


FORMULAS = [
    ("a formula", "=1+1", "'=1+1"),
    ("a plus", "+1 and more", "'+1 and more"),
    ("a minus", "-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
    ("an at sign", "@SUM(A1)", "'@SUM(A1)"),
    ("the wide signs of East Asian keyboards", "＝1+1", "'＝1+1"),
    ("a guarded one, guarded again", "'=1", "''=1"),
    ("a number below nought", "-12.5", "-12.5"),
    ("a number with its sign", "+3", "+3"),
    ("a telephone number is none", "+1 555 0100", "'+1 555 0100"),
    ("an apostrophe of the text", "'tis", "'tis"),
    ("a sign within", "a=b", "a=b"),
]


@pytest.mark.parametrize(("cell", "written"), [pytest.param(*c[1:], id=c[0]) for c in FORMULAS])
def test_nothing_that_a_spreadsheet_would_run(tmp_path, cell, written):
    path = write_csv(frame(title=[cell], **{cell: ["own"]}), tmp_path / "out.csv")
    [row] = rows_of(path)
    assert row["title"] == written
    assert row[written] == "own"
    again = read_events(path)
    assert again["title"][0] == cell
    assert again[cell][0] == "own"


@pytest.mark.parametrize("cell", ["a\rb", "a\r\nb", 'say "so"', "a,b", "a;b", "a\tb", "'", '"', "a\x00b", "\ud800"])
def test_cells_that_break_other_tables(tmp_path, cell):
    path = write_csv(frame(description=[cell, "next"]), tmp_path / "out.csv")
    assert read_events(path)["description"].tolist() == [cell.replace("\x00", "").replace("\ud800", "?"), "next"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(
    st.lists(
        st.tuples(TEXTS, TEXTS, st.sampled_from(["2020", "TBD", "by Aug 2020", "2019~/2020"])), min_size=1, max_size=4
    )
)
def test_any_text_comes_back(tmp_path_factory, rows):
    titles, notes, dates = zip(*rows, strict=True)
    table = frame(title=[f"t{title}" for title in titles], quote=list(notes), date=list(dates))
    before = read_events(table)
    after = read_events(write_csv(table, tmp_path_factory.getbasetemp() / "any.csv"))
    for name in ("id", "title", "quote", "date", *BOUNDS):
        assert after[name].tolist() == before[name].tolist(), name


SPANS = [
    ("nobody knows when", "TBD", "", "TBD", ""),
    ("a span in one column", "2020/2021", "", "2020/2021", ""),
    ("a span in two", "by 2020-08-10", "Aug 14, 2020", "[..2020-08-10]", "2020-08-14"),
    ("an unknown end", "2020-08-10", "TBD", "2020-08-10", "TBD"),
    ("an unknown start", "TBD", "2020-08-10", "TBD", "2020-08-10"),
]


@pytest.mark.parametrize(("start", "end", "first", "last"), [pytest.param(*c[1:], id=c[0]) for c in SPANS])
def test_dates_are_written_as_edtf(tmp_path, start, end, first, last):
    table = frame(date=[start], end_date=[end])
    path = write_csv(table, tmp_path / "out.csv")
    [row] = rows_of(path)
    assert (row["date"], row.get("end_date", "")) == (first, last)
    before, after = read_events(table), read_events(path)
    assert all(after[name].equals(before[name]) for name in ("id", *BOUNDS))


def test_json_holds_the_case_in_the_contracts_form(case, tmp_path):
    found = json.loads(write_json(case, tmp_path / "out.json").read_text("utf-8"))
    Draft202012Validator(schema("export")).validate(found)
    assert found["title"] == "Who asked for the Clearview AI records, and when an answer was due"
    assert found["as_of"] == "2021-04-13"
    assert len(found["events"]) == 59
    assert len(found["deadlines"]) == 8
    assert all(value for event in found["events"] for value in event.values()), "cells that hold something"


def test_json_of_next_to_nothing(tmp_path):
    table = pd.DataFrame({"date": ["TBD"], "title": ["A"], "Own": ["=x"]})
    found = json.loads(write_json(table, tmp_path / "out.json", title="").read_text("utf-8"))
    Draft202012Validator(schema("export")).validate(found)
    assert (found["title"], found["as_of"], found["deadlines"]) == ("", "", [])
    assert {key: value for key, value in found["events"][0].items() if key != "id"} == {
        "date": "TBD", "kind": "event", "title": "A", "Own": "=x",
    }  # fmt: skip


def test_a_filter_a_day_and_a_title(case, tmp_path):
    only = Filter(agencies=("CBP",))
    path = write_json(case, tmp_path / "out.json", filter=only, as_of=date(2021, 5, 1), title="CBP")
    found = json.loads(path.read_text("utf-8"))
    assert (found["title"], found["as_of"]) == ("CBP", "2021-05-01")
    assert [deadline["agency"] for deadline in found["deadlines"]] == ["CBP"]
    rows = rows_of(write_csv(case, tmp_path / "out.csv", filter=only))
    assert {row["id"] for row in rows if not row["computed"]} == {event["id"] for event in found["events"]}


def test_what_is_not_for_the_audience_is_in_neither(tmp_path):
    table = frame(title=["seen", "kept"], visibility=["public", "privileged"], note=["work product", "x"])
    for write, name in ((write_csv, "a.csv"), (write_json, "a.json")):
        text = write(table, tmp_path / name).read_text("utf-8")
        assert "seen" in text
        assert "kept" not in text
        assert "work product" not in text
        assert "kept" in write(table, tmp_path / name, audience="privileged").read_text("utf-8")


def test_a_refusal_writes_nothing(tmp_path):
    table = frame(
        id=["r", "a"],
        date=["2020-10-20", "2020-11-01"],
        kind=["foia_request", "determination"],
        agency=["ICE", "ICE"],
        visibility=["", "privileged"],
    )
    with pytest.raises(ReleaseError, match="row 3"):
        write_csv(table, tmp_path / "out.csv", as_of="2021-01-01")
    with pytest.raises(OutputError, match="folder"):
        write_json(table, tmp_path / "no" / "out.json")
    assert list(tmp_path.iterdir()) == []


def test_csv_text_ends_every_row():
    assert csv_text(["a", "b"], [["1", ""], ["", "=2"]]) == "a,b\n1,\n,'=2\n"
