"""Reports for counsel: what a table carries, and no silence longer than its dates allow."""

from __future__ import annotations

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path

import docx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import validate

from tests.publish.leaks import Secrets, plain_bytes, secret_tables
from tests.publish.test_tables import schema
from timeline import Filter, add_deadlines, read_events
from timeline.errors import ReleaseError
from timeline.events.columns import VISIBILITIES
from timeline.publish.record import record_of
from timeline.publish.reports import Reports, report_lines, reported, reports_of, write_reports
from timeline.view.release import release


def reports(*rows: dict[str, str], as_of: str | None = None) -> Reports:
    table = pd.DataFrame([{"id": f"e{n}", "title": f"Event {n}", "matter": "M", **row} for n, row in enumerate(rows)])
    return reports_of(record_of(release(table.fillna(""), as_of=as_of)))


def told(found: Reports) -> list[tuple[int, str, str]]:
    return [(one.days, one.first.id, one.then.id) for one in found.silences]


SILENCES = [
    ("two days", [{"date": "2020-01-01"}, {"date": "2020-03-01"}], [(60, "e0", "e1")]),
    ("less than a month is none", [{"date": "2020-01-01"}, {"date": "2020-01-20"}], []),
    ("months: from the end of one to the start of the next", [{"date": "2020-01"}, {"date": "2020-04"}], [(61, "e0", "e1")]),
    ("something that lasted", [{"date": "2020-01-01/2020-02-29"}, {"date": "2020-04-01"}], [(32, "e0", "e1")]),
    ("an open bound could fall within", [{"date": "2020-01-01"}, {"date": "[..2020-02-10]"}, {"date": "2020-04-01"}], []),
    ("an open bound after it could not", [{"date": "2020-01-01"}, {"date": "2020-03-01"}, {"date": "[2020-03-01..]"}], [(60, "e0", "e1")]),
    ("another account could fall within", [{"date": "2020-01-01"}, {"date": "2020-04-01"}, {"date": "2020-02-10", "claim_of": "e1"}], []),
    ("another account is no end of one", [{"date": "2020-01-01"}, {"date": "2020-06-01", "claim_of": "e0"}], []),
    ("other matters say nothing", [{"date": "2020-01-01"}, {"date": "2020-04-01"}, {"date": "2020-02-10", "matter": "N"}], [(91, "e0", "e1")]),
    ("the longest first", [{"date": "2020-01-01"}, {"date": "2020-02-15"}, {"date": "2020-06-01"}], [(107, "e1", "e2"), (45, "e0", "e1")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [pytest.param(*case[1:], id=case[0]) for case in SILENCES])
def test_silences(rows, expected):
    assert told(reports(*rows)) == expected


@pytest.mark.parametrize(
    ("hidden", "silences"),
    [({"date": "2020-05-01"}, 0), ({"date": "TBD"}, 0), ({"date": "2021-05-01"}, 1), ({"date": "2020-05-01", "matter": "B"}, 1)],
    ids=["within", "with no date", "after it", "of another matter"],
)  # fmt: skip
def test_a_withheld_or_filtered_row_is_never_counted_as_silence(hidden, silences):
    """Else a report would state a silence that its writer's own table contradicts; of that row it says nothing."""
    rows = [
        {"id": "a", "date": "2020-03-01", "title": "Request", "matter": "M"},
        {"id": "x", "title": "Call with counsel", "matter": "M", "visibility": "privileged", "kind": "news"} | hidden,
        {"id": "b", "date": "2020-09-01", "title": "Answer", "matter": "M"},
    ]
    for shown, kept in (("public", None), ("privileged", Filter(kinds=("event",)))):
        table = add_deadlines(read_events(pd.DataFrame(rows).fillna("")), as_of="2022-01-01")
        record = record_of(release(table, audience=shown), filter=kept)
        found = reported(table, record)
        assert len(found.silences) == silences
        assert "counsel" not in "\n".join(line for _, line in report_lines(found))


def test_undated_events_are_told_beside_the_silences_they_could_break():
    found = reports({"date": "2020-01-01"}, {"date": "2020-04-01"}, {"date": "TBD"})
    assert found.undated == {"M": 1}
    assert "1 event of M has no date and could fall within." in [line for _, line in report_lines(found)]


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 90)), min_size=2, max_size=8))
@settings(max_examples=80)
def test_no_choice_of_the_days_makes_a_silence_shorter(ranges):
    """Whatever day within its bounds an event was on, none is within a silence, which is at least as long as told."""
    start = date(2015, 1, 1)
    days = [(start + timedelta(first), start + timedelta(first + long)) for first, long in ranges]
    found = reports(*({"date": f"[{a}..{b}]" if a != b else str(a)} for a, b in days))
    for one in found.silences:
        last, first = (one.first.row["when"].latest, one.then.row["when"].earliest)
        assert (first - last).days == one.days >= 30
        assert not [1 for a, b in days if a < first and b > last and not (b <= last or a >= first)]


def test_undisputed_is_confirmed_sourced_and_told_by_nobody_differently():
    source = {"certainty": "confirmed", "source_title": "Letter", "date": "2020-01-01"}
    found = reports(
        source, source | {"source_title": ""}, source | {"certainty": "reported"}, source, {"date": "2021", "claim_of": "e3"},
    )  # fmt: skip
    assert [entry.id for entry in found.undisputed] == ["e0"]
    assert [entry.id for entry in found.unsourced] == ["e1", "e4"]


def test_facts_by_issue_in_the_alphabet_and_the_others_last():
    found = reports({"date": "2020", "tags": "Zeal; bias"}, {"date": "2021"}, {"date": "2022", "tags": "bias"})
    assert {tag: [entry.id for entry in entries] for tag, entries in found.issues.items()} == {
        "bias": ["e0", "e2"], "Zeal": ["e0"], "": ["e1"],
    }  # fmt: skip
    assert list(found.issues) == ["bias", "Zeal", ""]


def test_the_real_case_as_values_and_as_a_document(case, tmp_path):
    found = reports_of(record_of(release(case)))
    values = json.loads(json.dumps(found.as_dict()))
    validate(values, schema("reports"))
    assert len(values["deadlines"]) == 8
    path = write_reports(case, tmp_path / "a.docx")
    assert path.read_bytes() == write_reports(case, tmp_path / "b.docx").read_bytes()
    text = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    for line in (line for _, line in report_lines(found)):
        assert line in text
    assert (
        "Informes para los abogados: "
        in docx.Document(str(write_reports(case, tmp_path / "c.docx", lang="es"))).paragraphs[0].text
    )


@given(secrets=secret_tables(), audience=st.sampled_from(VISIBILITIES))
@settings(max_examples=15)
def test_nothing_withheld_is_in_the_bytes(secrets: Secrets, audience: str):
    with tempfile.TemporaryDirectory() as folder:
        try:
            said = plain_bytes(write_reports(secrets.table, Path(folder, "a.docx"), audience=audience)).lower()
        except ReleaseError:
            return
    assert [token for token in secrets.withheld(audience) if token.lower().encode() in said] == []
