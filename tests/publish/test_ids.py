"""Ids put into the file itself: nothing else in it may change, whatever program wrote it."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import EventsError, OutputError
from timeline.events.reading import understand
from timeline.publish.ids import write_ids


def written(path, data):
    """Write a file, put ids into it, and return what it holds then."""
    path.write_bytes(data)
    count = write_ids(path, understand(path))
    return count, path.read_bytes()


CASES = [
    ("an empty cell", "id,date,title\n,2020,A\n", "id,date,title\n{0},2020,A\n"),
    ("an id that is there stays", "id,date,title\nx,2020,A\n,2021,B\n", "id,date,title\nx,2020,A\n{1},2021,B\n"),
    ("the column in the middle", "date,ID ,title\n2020,,A\n", "date,ID ,title\n2020,{0},A\n"),
    ("the column at the end", "date,title,id\n2020,A,\n2021,B,", "date,title,id\n2020,A,{0}\n2021,B,{1}"),
    ("no such column", "date,title\n2020,A\n2021,B\n", "id,date,title\n{0},2020,A\n{1},2021,B\n"),
    ("line ends of Windows", "date,title\r\n2020,A\r\n", "id,date,title\r\n{0},2020,A\r\n"),
    ("line ends of every kind", "date,title\r2020,A\r\n2021,B\n", "id,date,title\r{0},2020,A\r\n{1},2021,B\n"),
    ("semicolons", "id;date;title\n;2020;A, b\n", "id;date;title\n{0};2020;A, b\n"),
    ("tabs", "date\ttitle\n2020\tA\n", "id\tdate\ttitle\n{0}\t2020\tA\n"),
    ("Excel's note", "sep=;\r\ndate;title\r\n2020;A\r\n", "sep=;\r\nid;date;title\r\n{0};2020;A\r\n"),
    ("quotation marks", 'id,date,title\n"","2020","A ""b"", c"\n', 'id,date,title\n{0},"2020","A ""b"", c"\n'),
    ("a header in quotation marks", '"id","date","title"\n,2020,A\n', '"id","date","title"\n{0},2020,A\n'),
    ("rows of several lines", 'date,title\n2020,"A\n\nb"\n2021,B\n', 'id,date,title\n{0},2020,"A\n\nb"\n{1},2021,B\n'),
    ("empty lines and empty rows", "\ndate,title\n\n2020,A\n,\n \n", "\nid,date,title\n\n{0},2020,A\n,,\n \n"),
    ("empty cells to the right", "id,date,title\n,2020,A,,\n", "id,date,title\n{0},2020,A,,\n"),
    ("spaces stay", " date , title \n 2020 , A \n", "id, date , title \n{0}, 2020 , A \n"),
]


@pytest.mark.parametrize(("before", "after"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_only_ids_are_put_in(tmp_path, before, after):
    path = tmp_path / "events.csv"
    path.write_text(before, "utf-8", newline="")
    ids = understand(path).cells.columns["id"]
    assert written(path, before.encode()) == (sum(i.startswith("e") for i in ids), after.format(*ids).encode())
    assert understand(path).cells.columns["id"] == ids, "what refers to them still finds them"
    assert write_ids(path, understand(path)) == 0, "the second time there is nothing to do"


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("cp1252", b""),
    ],
)
def test_the_encoding_stays(tmp_path, codec, mark):
    path = tmp_path / "events.csv"
    before = "date,title\r\n2020,Niñas’\r\n"
    count, after = written(path, mark + before.encode(codec))
    made = understand(path).cells.columns["id"][0]
    assert count == 1
    assert after == mark + f"id,date,title\r\n{made},2020,Niñas’\r\n".encode(codec)


def test_a_table_with_errors_is_left_alone(tmp_path):
    path = tmp_path / "events.csv"
    with pytest.raises(EventsError):
        written(path, b"date,title\n2020-02-30,A\n")
    assert path.read_bytes() == b"date,title\n2020-02-30,A\n"


def test_a_file_that_changed_since_it_was_read_is_left_alone(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("id,date,title\n,2020,A\n")
    events = understand(path)
    path.write_text("date,title,id\n2020,A,\n2021,B,C,D\n")
    with pytest.raises(OutputError, match="has changed"):
        write_ids(path, events)
    assert path.read_text() == "date,title,id\n2020,A,\n2021,B,C,D\n"


CELLS = st.text(st.sampled_from("ab ,;\"\n\r\té='"), max_size=6)


@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_any_table_keeps_every_other_cell(tmp_path_factory, rows, separator, end, has_ids):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["date", "title", *(["id"] if has_ids else []), "own"])
    writer.writerows([["2020", f"t{title}", *([""] if has_ids else []), own] for title, own in rows])
    path = tmp_path_factory.getbasetemp() / "ids.csv"
    path.write_text(text.getvalue(), "utf-8", newline="")
    before = understand(path)
    assert write_ids(path, before) == len(rows)
    after = understand(path)
    assert after.cells.columns == {**after.cells.columns, **before.cells.columns}
