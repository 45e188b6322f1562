"""What changed between two versions of a table."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from jsonschema import validate

from tests.publish.leaks import secret_tables
from tests.publish.test_tables import schema
from timeline import read_events
from timeline.errors import ReleaseError
from timeline.publish.changes import changes_of

REQUEST = {"id": "r", "date": "2020-10-20", "kind": "foia_request", "title": "Request", "agency": "ICE", "matter": "M"}


def table(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).fillna("")


def told(old: pd.DataFrame, new: pd.DataFrame, **options: str) -> list[tuple[str, str, dict[str, tuple[str, str]]]]:
    return [(one.what, one.id, one.columns) for one in changes_of(old, new, **options).rows]


A, B = {"id": "a", "date": "2020", "title": "Asked"}, {"id": "b", "date": "2021", "title": "Sued"}
CASES = [
    ("nothing", [A, B], [A, B], []),
    ("the order of the rows is none of it", [A, B], [B, A], []),
    ("a row more", [A], [A, B], [("added", "b", {})]),
    ("a row less", [A, B], [B], [("removed", "a", {})]),
    ("a cell", [A], [A | {"title": "Asked again"}], [("changed", "a", {"title": ("Asked", "Asked again")})]),
    ("a column of one's own", [A | {"Judge": "X"}], [A | {"Judge": "Y"}], [("changed", "a", {"Judge": ("X", "Y")})]),
    ("a column that is new", [A], [A | {"Judge": "Y"}], [("changed", "a", {"Judge": ("", "Y")})]),
    ("another id", [A], [A | {"id": "c"}], [("changed", "c", {})]),
    ("what a note says is nobody's", [A | {"note": "x"}], [A | {"note": "y"}], []),
    ("a date written otherwise is the same date", [A | {"date": "August 2020"}], [A | {"date": "2020-08"}], []),
]


@pytest.mark.parametrize(("old", "new", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_changes(old, new, expected):
    found = told(table(*old), table(*new), as_of="2022-01-01")
    assert found == [one for one in expected if one[2] or one[0] != "changed"]


def test_rows_without_an_id_are_known_again_by_kind_and_title():
    old, new = (
        table({"date": day, "title": "Asked the agency for records", "kind": "foia_request"})
        for day in ("2020", "2021-02-03")
    )
    (change,) = changes_of(old, new, as_of="2022-01-01").rows[:1]
    assert (change.what, change.columns["date"]) == ("changed", ("2020", "2021-02-03"))
    assert change.was
    assert change.was != change.id


def test_a_deadline_that_moved_is_told_with_what_moved_it():
    found = changes_of(table(REQUEST), table(REQUEST | {"date": "2020-10-21"}), as_of="2020-12-01")
    own, due = found.rows
    assert own.columns == {"date": ("2020-10-20", "2020-10-21")}
    assert due.computed
    assert due.columns["date"] == ("2020-11-18", "2020-11-19")
    assert due.columns["trigger"] == ("2020-10-20", "2020-10-21")


def test_a_report_of_silence_changes_the_status():
    silence = {
        "id": "s",
        "date": "2020-12-01",
        "kind": "no_response",
        "title": "None came",
        "agency": "ICE",
        "matter": "M",
        "request": "r",
    }
    found = {one.id: one for one in changes_of(table(REQUEST), table(REQUEST, silence), as_of="2020-12-05").rows}
    assert found["s"].what == "added"
    assert found["r/ICE/us-foia.determination"].columns["status"] == ("no_answer_recorded", "overdue")


def test_what_the_audience_may_not_see_is_in_neither():
    secret = B | {"visibility": "privileged"}
    assert told(table(A), table(A, secret), as_of="2022-01-01") == []
    assert told(table(A), table(A, secret), as_of="2022-01-01", audience="privileged") == [("added", "b", {})]


def test_as_values_by_the_schema(case):
    new = read_events(case)
    new = new[new["id"] != "williams-theft-2019"].assign(title=new["title"].str.upper())
    values = json.loads(json.dumps(changes_of(case, new).as_dict()))
    validate(values, schema("diff"))
    assert {one["what"] for one in values["changes"]} == {"changed", "removed"}


@given(secrets=secret_tables())
@settings(max_examples=25)
def test_a_table_is_like_itself_and_changes_run_both_ways(secrets):
    try:
        assert not changes_of(secrets.table, secrets.table)
        less = secrets.table.iloc[1:].reset_index(drop=True)
        there, back = (
            changes_of(secrets.table, less, as_of="2024-01-01"),
            changes_of(less, secrets.table, as_of="2024-01-01"),
        )
    except ReleaseError:
        return
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((one.id, turned[one.what]) for one in there.rows) == sorted((one.id, one.what) for one in back.rows)
    columns = {one.id: one.columns for one in back.rows}
    for one in there.rows:
        assert {name: (new, old) for name, (old, new) in one.columns.items()} == columns[one.id]
