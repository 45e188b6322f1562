"""The story: an order of the writer's own, from a column or a file."""

from __future__ import annotations

import pandas as pd
import pytest

from timeline import TimelineError
from timeline.view.release import release
from timeline.view.story import story_of


def told(*cells: str) -> tuple[tuple[str, str], ...]:
    names = [f"e{n}" for n in range(len(cells))]
    dates = [f"20{20 + n}" for n in range(len(cells))]
    return story_of(release(pd.DataFrame({"id": names, "date": dates, "title": names, "story": list(cells)})))


COLUMN = [
    ("numbers alone", ("2", "", "1"), (("e2", ""), ("e0", ""))),
    ("a sentence behind the number", ("2. They ask.", "1 They sue."), (("e1", "They sue."), ("e0", "They ask."))),
    ("between two others", ("1", "2", "1.5 Between."), (("e0", ""), ("e2", "Between."), ("e1", ""))),
    ("more than nine", ("10", "9"), (("e1", ""), ("e0", ""))),
    ("a sentence that begins with a number", ("1. 20 days pass.",), (("e0", "20 days pass."),)),
    ("none", ("", ""), ()),
]


@pytest.mark.parametrize(("cells", "story"), [pytest.param(*case[1:], id=case[0]) for case in COLUMN])
def test_a_column(cells, story):
    assert told(*cells) == story


def test_what_the_audience_may_not_see_is_in_no_story():
    rows = {
        "id": ["a", "b"],
        "date": ["2020", "2021"],
        "title": ["A", "B"],
        "story": ["1", "2 Secret."],
        "visibility": ["", "internal"],
    }
    assert story_of(release(pd.DataFrame(rows))) == (("a", ""),)
    assert len(story_of(release(pd.DataFrame(rows), audience="internal"))) == 2


def test_a_file_with_every_mistake_in_it_is_told_all_of_them(case, tmp_path):
    path = tmp_path / "story.csv"
    path.write_text("event,sentence\nclearview-suit,They sue.\nclearview-sut,\nclearview-suit,Again.\nnothing,\n")
    with pytest.raises(TimelineError) as error:
        story_of(release(case), path)
    said = str(error.value)
    assert "row 3" in said
    assert "did you mean clearview-suit?" in said
    assert "row 4" in said
    assert "in the story already" in said
    assert "row 5" in said


def test_a_file_of_something_else_says_which_column_is_missing(case, tmp_path):
    path = tmp_path / "story.csv"
    path.write_text("what,sentence\na,b\n")
    with pytest.raises(TimelineError, match="no column event"):
        story_of(release(case), path)
