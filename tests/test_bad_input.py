"""Whatever is handed in: a clear message that names row and column, the right exit code, and nothing written."""

from __future__ import annotations

import contextlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import add_deadlines, read_events
from timeline.cli import main
from timeline.errors import TimelineError
from timeline.events.columns import CERTAINTIES, COLUMNS, KINDS

HEADER = "id,date,end_date,title,kind,agency,request,claim_of,rule\n"
ASKED = "r,2020-10-20,,Asked,foia_request,ICE,,,\n"

BAD = [
    ("no file", None, 2, 0, "", "there is no such file"),
    ("an empty file", b"", 2, 0, "", "is empty"),
    ("a binary file", bytes(range(256)) * 9, 2, 0, "", "not text"),
    ("no date column", b"id,title\na,A\n", 1, 1, "date", "there is no column date"),
    ("no title column", b"id,date\na,2020\n", 1, 1, "title", "there is no column title"),
    ("no title", b"id,date,title\na,2020,\n", 1, 2, "title", "the title is empty"),
    ("a row too short", b"id,date,title\na,2020\n", 1, 2, "title", "2 cells, the header 3"),
    ("a row too long", b"id,date,title\na,2020,A,B\n", 1, 2, "title", "4 cells, the header 3"),
    ("duplicate ids", b"id,date,title\na,2020,A\na,2021,B\n", 1, 3, "id", "is row 2's already"),
    ("the end before the start", HEADER + "a,2020-10-20,2020-10-19,A,,,,,\n", 1, 2, "end_date", "is before the start"),
    ("the end before the start, in one cell", HEADER + "a,2020-10-20/2020-10-19,,A,,,,,\n", 1, 2, "date", "ends before it begins"),
    ("February 30", HEADER + "a,2020-02-30,,A,,,,,\n", 1, 2, "date", "February 2020 has 29 days"),
    ("03/04/2021 that nothing settles", HEADER + "a,03/04/2021,,A,,,,,\n", 1, 2, "date", "--date-order mdy"),
    ("a claim_of that names no row", HEADER + ASKED + "b,2020,,B,,,,nobody,\n", 1, 3, "claim_of", "nobody"),
    ("a claim_of an unknown rule", HEADER + ASKED + "b,2020,,B,deadline,,,r/ICE/us-x,\n", 1, 3, "claim_of", "there is no rule us-x"),
    ("a request that names no row", HEADER + ASKED + "b,2020,,B,receipt,,q,,\n", 1, 3, "request", "no row has the id"),
    ("an unknown rule", HEADER + ASKED.replace(",\n", ",us-foia.x\n"), 1, 2, "rule", "there is no rule us-foia.x"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "row", "column", "said"), [pytest.param(*c[1:], id=c[0]) for c in BAD])
def test_bad_input(tmp_path, capsys, content, code, row, column, said):
    path = tmp_path / "events.csv"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = sorted(tmp_path.iterdir())

    assert main(["check", str(path), "--json"]) == code
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [p for p in problems if (p["row"], p["column"]) == (row, column) and said in p["message"]]

    outs = [str(tmp_path / f"out{ending}") for ending in (".html", ".csv", ".json")]
    for command in (["check", str(path)], ["deadlines", str(path)], ["export", str(path), *outs]):
        assert main(command) == code
        out, err = capsys.readouterr()
        assert said in out + err
        if row:
            assert f"row {row}" in out + err
            assert column in out + err
    assert sorted(tmp_path.iterdir()) == before, "nothing is written"

    with pytest.raises(TimelineError):
        add_deadlines(read_events(path))  # what only the law can know is told by the step that asks it


def test_a_folder(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_every_problem_of_a_large_table_is_in_the_json_and_the_first_are_in_the_text(tmp_path, capsys):
    path = tmp_path / "events.csv"
    path.write_text("date,title\n" + "2020-02-30,A\n" * 500)
    assert main(["check", str(path)]) == 1
    out = capsys.readouterr().out
    assert "  and 400 more (--json lists them all)" in out
    assert out.endswith("500 errors, 1 warning\n")
    assert main(["check", str(path), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 501
    assert main(["deadlines", str(path)]) == 1
    assert "  and 480 more; timeline check shows them" in capsys.readouterr().err


# Anything at all: problems are told, never a traceback

WORDS = [
    *COLUMNS,
    *KINDS,
    *CERTAINTIES,
    "2020-10-20",
    "03/04/2021",
    "13/04/2021",
    "by Oct 20, 2020",
    "TBD",
    "2020/2019",
    "r",
    "r/ICE/x",
]
CELL = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=8),
    st.sampled_from(["", "=1", "'", '"', "[..", "0000", "9999-12-31", "<9999"]),
)


def survives(path):
    """Every step of a table's way either gives something or says what is wrong."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for command in (
            ["check", path],
            ["check", path, "--json"],
            ["deadlines", path],
            ["export", path, f"{path}.csv"],
        ):
            assert main(list(map(str, command))) in (0, 1, 2), command


@given(st.binary(max_size=200))
def test_random_bytes(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(data)
    survives(path)


@given(st.binary(max_size=60), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"]))
def test_random_bytes_after_a_good_header(tmp_path_factory, data, encoding):
    path = tmp_path_factory.getbasetemp() / "tail.csv"
    path.write_bytes("date,title\n2020,A\n".encode(encoding) + data)
    survives(path)


@given(
    st.lists(CELL, min_size=1, max_size=6), st.lists(st.lists(CELL, max_size=7), max_size=4), st.sampled_from(",;\t")
)
def test_random_cells(tmp_path_factory, header, rows, separator):
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    lines = [separator.join(cells) for cells in (["date", "title", *header], *rows)]
    path.write_text("\n".join(lines), "utf-8", errors="replace")
    survives(path)


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(COLUMNS, CELL)), min_size=1, max_size=5))
def test_random_rows_of_the_contracts_columns(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    lines = [",".join('"' + row.get(name, "").replace('"', '""') + '"' for name in COLUMNS) for row in rows]
    path.write_text("\n".join([",".join(COLUMNS), *lines]), "utf-8", errors="replace")
    survives(path)
