"""Files as people have them: every encoding, separator and line end that a spreadsheet writes, and every fault."""

from __future__ import annotations

import codecs
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest

from timeline.errors import UnreadableError
from timeline.events.reading import understand
from timeline.events.source import load

ROWS = [
    ["id", "date", "title", "agency"],
    ["a", "2020-10-20", "Niñas’ “request”", "ICE"],
    ["b", "2021", "two\nlines", ""],
]


def write(tmp_path, content, name="events.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def as_csv(rows, separator=",", end="\n"):
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in f'{separator}"\n') else text

    return "".join(separator.join(map(cell, row)) + end for row in rows)


ENCODINGS = [
    ("utf-8", b"", "utf-8"),
    ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
    ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
    ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
    ("utf-16-le", b"", "utf-16-le"),
    ("utf-16-be", b"", "utf-16-be"),
    ("cp1252", b"", "cp1252"),
]


@pytest.mark.parametrize(
    ("encoding", "separator", "end"),
    list(product(ENCODINGS, ",;\t", ["\n", "\r\n", "\r"])),
    ids=repr,
)
def test_encodings_separators_and_line_ends(tmp_path, encoding, separator, end):
    codec, mark, name = encoding
    cells = load(write(tmp_path, mark + as_csv(ROWS, separator, end).encode(codec)))
    assert (cells.encoding, cells.separator) == (name, separator)
    assert cells.columns == {name: [row[place] for row in ROWS[1:]] for place, name in enumerate(ROWS[0])}
    assert cells.rows == [2, 3]
    assert [p.severity for p in cells.problems] == ["warning"] * (name == "cp1252")


LAYOUTS = [
    ("Excel's note of the separator is no row", "sep=;\r\ndate;title\r\n2020;A,b\r\n", [("2020", "A,b")], [2]),
    ("the note in quotation marks", '"sep=,"\ndate,title\n2020,A\n', [("2020", "A")], [2]),
    ("the note on a Mac of old", "sep=;\rdate;title\r2020;A\r", [("2020", "A")], [2]),
    ("no line end at the end", "date,title\n2020,A", [("2020", "A")], [2]),
    (
        "a row of several lines counts once",
        'date,title\n2020,"A\nb\nc"\n2021,D\n',
        [("2020", "A\nb\nc"), ("2021", "D")],
        [2, 3],
    ),
    (
        "empty lines count and are no events",
        "date,title\n\n2020,A\n,\n  ,  \n2021,B\n",
        [("2020", "A"), ("2021", "B")],
        [3, 6],
    ),
    ("empty lines before the header", "\n,\ndate,title\n2020,A\n", [("2020", "A")], [4]),
    ("empty cells to the right", "date,title\n2020,A,,\n", [("2020", "A")], [2]),
    ("a column without name or content", "date,title,\n2020,A,\n", [("2020", "A")], [2]),
    ("spaces around names and cells", " Date , TITLE \n 2020 , A \n", [("2020", "A")], [2]),
    ("a comma-separated text in a semicolon file", "date;title\n2020;a, b, c\n", [("2020", "a, b, c")], [2]),
    ("a header in quotation marks with a line break", '"date","title","what\nelse"\n2020,A,\n', [("2020", "A")], [2]),
]


@pytest.mark.parametrize(("text", "expected", "rows"), [pytest.param(*c[1:], id=c[0]) for c in LAYOUTS])
def test_layout(tmp_path, text, expected, rows):
    cells = load(write(tmp_path, text))
    assert list(zip(cells.column("date"), cells.column("title"), strict=True)) == expected
    assert cells.rows == rows
    assert cells.problems == []


FAULTS = [
    ("a row too long", "date,title\n2020,A\n2021,B, and more\n", (3, "title", "and more", "3 cells, the header 2: C3")),
    (
        "a row too short",
        "date,title,agency\n2020,A\n",
        (2, "agency", "", "2 cells, the header 3, so agency is missing"),
    ),
    ("a semicolon table says so", "date;title\n2020\n", (2, "title", "", "add the missing semicolons")),
    ("text under no name", "date,title,\n2020,A,\n2021,B,x\n", (3, "", "x", "cell C3 stands under no column name")),
    ("two columns of one name", "date,title,Date\n2020,A,2021\n", (1, "date", "", "two columns are called date")),
    ("a quotation mark never closed", 'date,title\n2020,A\n2021,"B\n2022,C\n', (3, "", "", "never closed")),
    ("text after a quotation mark", 'date,title\n2020,"A" b\n2021,C\n', (2, "", "", 'write every " twice')),
    ("a cell beyond any cell", f'date,title\n2020,"{"x" * 140_000}"\n', (2, "", "", "131,072")),
    ("a name of the program's", "date,title,status\n2020,A,open\n", (1, "status", "", "yours is kept as own_status")),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*c[1:], id=c[0]) for c in FAULTS])
def test_faults_name_row_and_column(tmp_path, text, expected):
    [problem] = load(write(tmp_path, text)).problems
    assert (problem.row, problem.column, problem.value) == expected[:3]
    assert expected[3] in problem.message


UNREADABLE = [
    ("empty", b"", "is empty"),
    ("only a mark", codecs.BOM_UTF16_LE + b"\n\x00", "is empty"),
    ("only spaces", b" \r\n\t\n", "is empty"),
    ("only separators", b",,,\n,,,\n", "no header line"),
    ("Excel", b"PK\x03\x04rest", "workbook"),
    ("old Excel", b"\xd0\xcf\x11\xe0rest", "workbook"),
    ("PDF", b"%PDF-1.7 rest", "PDF"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
    ("JSON, such as our own export", b'{"title": "x"}', "JSON"),
    ("a web page", b"<!DOCTYPE html><html></html>", "web page"),
    ("binary with zeros", bytes(range(256)) * 4, "not text"),
    ("binary without zeros", b"\x01\x02\xff\xfa" * 100, "not text"),
    ("UTF-16 cut off", codecs.BOM_UTF16_LE + "date,title\n".encode("utf-16-le") + b"x", "cut off"),
    ("a byte of no encoding", b"date,title\n2020,\x81\n", "byte 0x81 in line 2"),
]


@pytest.mark.parametrize(("content", "said"), [pytest.param(*c[1:], id=c[0]) for c in UNREADABLE])
def test_what_is_no_table(tmp_path, content, said):
    with pytest.raises(UnreadableError, match=said):
        load(write(tmp_path, content))


def test_no_file_names_those_that_there_are(tmp_path):
    write(tmp_path, "date,title\n")
    with pytest.raises(UnreadableError, match=r"no such file; CSV files there: events.csv"):
        load(tmp_path / "event.csv")
    with pytest.raises(UnreadableError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(UnreadableError, match="cannot be opened"):
        load("events\0.csv")


PARTS = [
    ("a day", ("2020", "8", "1"), "2020-08-01"),
    ("a month", ("2020", "08", ""), "2020-08"),
    ("a year", ("2020", "", ""), "2020"),
    ("a month in words", ("2020", "Aug", "1"), "1 Aug 2020"),
    ("nothing", ("", "", ""), ""),
    ("no year is left for the reader to refuse", ("", "8", "1"), "1 8"),
    ("a year of two digits is not year 20", ("20", "8", "1"), "1 8 20"),
]


@pytest.mark.parametrize(("parts", "expected"), [pytest.param(*c[1:], id=c[0]) for c in PARTS])
def test_year_month_and_day_columns(tmp_path, parts, expected):
    cells = load(write(tmp_path, f"Year,Month,Day,Headline,End Year\n{','.join(parts)},A,2021\n"))
    assert list(cells.columns) == ["end_date", "date", "Headline"]
    assert (cells.columns["date"], cells.columns["end_date"]) == ([expected], ["2021"])


def test_a_column_day_of_ones_own_keeps_its_name_beside_a_date(tmp_path):
    cells = load(write(tmp_path, "date,title,Day\n2020,A,Monday\n"))
    assert cells.columns["Day"] == ["Monday"]


FRAMES = [
    ("a Timestamp", pd.Timestamp("2020-10-20"), "2020-10-20"),
    ("a Timestamp with a time", pd.Timestamp("2020-10-20 16:30"), "2020-10-20T16:30:00"),
    ("a day", date(2020, 10, 20), "2020-10-20"),
    ("a year in a column with gaps", 2020.0, "2020"),
    ("a number", 2.5, "2.5"),
    ("a number of numpy's", np.int64(2020), "2020"),
    ("a day of numpy's", np.datetime64("2020-10-20"), "2020-10-20"),
    ("NaN", float("nan"), ""),
    ("NaT", pd.NaT, ""),
    ("NA", pd.NA, ""),
    ("None", None, ""),
    ("a list", ["ICE", None, "DHS"], "ICE; DHS"),
    ("a set", {"ICE", "DHS"}, "DHS; ICE"),
    ("an array", np.array(["ICE", "DHS"]), "ICE; DHS"),
    ("an apostrophe that is the writer's", "'=x", "'=x"),
]


@pytest.mark.parametrize(("value", "expected"), [pytest.param(*c[1:], id=c[0]) for c in FRAMES])
def test_cells_of_a_dataframe(value, expected):
    frame = pd.DataFrame({"Date": ["2020"], "title": ["A"], "x": pd.Series([value], dtype=object)})
    assert load(frame).columns == {"date": ["2020"], "title": ["A"], "x": [expected]}


def test_a_dataframe_counts_rows_as_its_csv_would():
    frame = pd.DataFrame({"date": ["2020", None, "2021"], "title": ["A", None, "B"]})
    cells = load(frame)
    assert (cells.name, cells.rows) == ("the table", [2, 4])


def test_two_columns_of_a_dataframe_with_one_name():
    frame = pd.DataFrame([["2020", "A", "B"]], columns=["date", "title", "title"])
    assert [p.message for p in load(frame).problems] == ["two columns are called title; rename or remove one"]


def test_a_formula_guard_is_taken_off_our_own_export_only(tmp_path):
    assert load(write(tmp_path, "date,title,computed\n2020,'=A,\n")).columns["title"] == ["=A"]
    assert load(write(tmp_path, "date,title\n2020,'@home\n")).columns["title"] == ["'@home"]


def test_the_problems_of_a_table_come_all_at_once_and_in_order(tmp_path):
    text = "date,titel,certainty\n2021-02-30,A,sure\n,B,\n2020,C,maybe,\nx\n"
    problems = understand(write(tmp_path, text)).problems
    assert [(p.row, p.column, p.severity) for p in problems] == [
        (0, "source_title", "warning"),
        (1, "title", "error"),
        (2, "date", "error"),
        (2, "certainty", "error"),
        (3, "date", "error"),
        (4, "certainty", "error"),
        (5, "titel", "error"),
        (5, "date", "error"),
    ]
    assert "did you mean your column titel?" in problems[1].message
