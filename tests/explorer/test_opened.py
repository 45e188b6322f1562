"""What a notebook keeps holds nothing above its audience, not even in what is said about problems."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from timeline import TimelineError, explore, read_events
from timeline.errors import EventsError, ReleaseError
from timeline.explorer.opened import Opened

ROOT = Path(__file__).parents[2]
HEAD = "id,date,kind,title,agency,visibility,request,claim_of,note\n"
PUBLIC = "ask,2020-10-20,foia_request,Asked,ICE,,,,\n"


def problems(path, audience="public") -> str:
    """All that is said about a table, whether it can be opened or not."""
    try:
        opened = Opened.of(path, audience=audience, as_of=None)
    except TimelineError as error:
        return str(error)
    return "\n".join(map(str, opened.problems))


@pytest.mark.parametrize(
    ("rows", "secret"),
    [
        # a bad cell of a withheld row
        ("memo-smith,Feb 30 2021 call with Smith,news,Memo of a call,ICE,privileged,,,\n", "Smith"),
        # a near miss between a public row and the id of a withheld one
        ("memo-smith,2021-01-01,news,Memo,ICE,privileged,,,\nb,2021-02-01,news,Told,ICE,,,memo-smit,\n", "memo-smith"),
        # a word for visibility that is none: nobody knows who may see it
        ("memo-smith,Smith's day,news,Memo,ICE,privileged!,,,\n", "Smith's"),
    ],
)
def test_problems_say_nothing_of_rows_above_the_audience(tmp_path, rows, secret):
    path = tmp_path / "case.csv"
    path.write_text(HEAD + PUBLIC + rows, "utf-8")
    for source in (path, pd.read_csv(path, dtype=str)):
        said = problems(source)
        assert secret not in said
        assert "timeline check tells what is wrong" in said


def test_a_cell_changed_in_a_table_that_was_read_is_not_quoted_either(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text(HEAD + PUBLIC + "memo,2021-01-01,news,Memo,ICE,privileged,,,\n", "utf-8")
    read = read_events(path)
    read.loc[1, "date"] = "Feb 30 2021 with Smith"
    for table in (read, read.iloc[::-1], read.reset_index(drop=True).assign(row=[7, 8])):
        assert "Smith" not in problems(table)
        assert "Smith" in problems(table, "privileged")


def test_what_is_no_table_is_refused_in_words():
    read = read_events(ROOT / "events.csv")
    for source, said in ((".", "folder"), (read.drop(columns="title"), "there is no column title any more")):
        with pytest.raises(TimelineError, match=said):
            explore(source)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"audience": "everyone"}, "there is no audience everyone; expected one of public, internal, privileged"),
        ({"as_of": 2021}, "as of 2021: expected one day, such as 2021-04-13"),
        ({"lanes": None}, "lanes"),
        ({"selected": 3}, "selected"),
        ({"window": 2020}, "window"),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_words(tmp_path, options, said):
    path = tmp_path / "case.csv"
    path.write_text(HEAD + PUBLIC, "utf-8")
    with pytest.raises(TimelineError, match=said):
        explore(path, **options)


def test_notes_are_in_nothing_that_is_said(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text(HEAD + PUBLIC + "b,2021-02-30,news,Told,ICE,,,,ask Smith first\n", "utf-8")
    said = problems(path)
    assert "February 2021 has 28 days" in said
    assert "Smith" not in said


def test_everybody_else_reads_what_is_wrong(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text(HEAD + PUBLIC + "memo,Feb 30 2021 with Smith,news,Memo,ICE,privileged,,,\n", "utf-8")
    assert "Smith" in problems(path, "privileged")


def test_a_refusal_names_rows_by_their_numbers_only(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text(HEAD + PUBLIC + "secret-answer,2020-11-01,determination,Answered,ICE,privileged,ask,,\n", "utf-8")
    with pytest.raises(ReleaseError) as caught:
        explore(path, as_of="2021-01-01")
    assert "row 3" in str(caught.value)
    assert "secret-answer" not in str(caught.value)
    assert "audience='privileged'" in str(caught.value)
    assert set(explore(path, as_of="2021-01-01", audience="privileged").events["status"]) == {"", "met"}


def test_an_order_of_dates_can_be_said(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text("date,title\n03/04/2021,Asked\n", "utf-8")
    with pytest.raises(EventsError, match="mdy"):
        explore(path)
    assert explore(path, date_order="dmy").events["date"].tolist() == ["2021-04-03"]
