"""What a notebook keeps holds nothing above its audience, not even in what is said about problems."""

from __future__ import annotations

import pytest

from timeline import TimelineError, explore
from timeline.errors import EventsError, ReleaseError
from timeline.explorer.opened import Opened

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
    said = problems(path)
    assert secret not in said
    assert "timeline check tells what is wrong" in said


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
