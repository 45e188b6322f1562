"""A column that was meant to keep something private is never published under another name."""

from __future__ import annotations

import pandas as pd
import pytest

from timeline import add_deadlines, read_events
from timeline.errors import EventsError


@pytest.mark.parametrize(
    ("name", "cell", "told"),
    [
        ("visibilty", "privileged", "rename it to visibility"),
        ("Audience", "", "rename it to visibility"),
        ("confidential", "yes", "rename it to visibility"),
        ("seen by", "privileged", "its cells say privileged"),
        ("Notes", "weak on service", "rename it to note"),
        ("memo", "weak on service", "rename it to note"),
        ("comments", "weak on service", "rename it to note"),
    ],
)
def test_a_column_that_would_publish_what_it_should_hide_is_an_error(name, cell, told):
    table = pd.DataFrame({"date": ["2020"], "title": ["Filed"], name: [cell]})
    with pytest.raises(EventsError, match=told):
        read_events(table)


@pytest.mark.parametrize("name", ["judge", "exhibit note number", "venue"])
def test_a_column_of_ones_own_is_kept(name):
    assert read_events(pd.DataFrame({"date": ["2020"], "title": ["Filed"], name: ["x"]}))[name].tolist() == ["x"]


def asked():
    cells = {"date": ["2020-10-20"], "kind": ["foia_request"], "agency": ["ICE"], "title": ["Ask"]}
    return read_events(pd.DataFrame(cells))


def test_a_date_corrected_in_a_table_that_was_read_moves_its_deadline():
    table = asked()
    table.loc[0, "date"] = "by Mar 1, 2021"
    assert add_deadlines(table, as_of="2021-03-02")["date"].tolist() == ["[..2021-03-01]", "[..2021-03-29]"]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [("date", "garbage", "row 2, column date"), ("visibility", "secret", "row 2, column visibility")],
)
def test_a_cell_made_wrong_in_a_table_that_was_read_is_told(column, value, told):
    table = asked()
    table.loc[0, column] = value
    with pytest.raises(EventsError, match=told):
        add_deadlines(table)


def test_rows_added_to_a_table_that_was_read_are_read_too():
    more = pd.DataFrame({"date": ["Nov 2, 2020"], "title": ["News"]})
    both = add_deadlines(pd.concat([asked(), more]), as_of="2020-11-03")
    assert both["date"].tolist() == ["2020-10-20", "2020-11-02", "2020-11-18"]
    assert both["kind"].tolist() == ["foia_request", "event", "deadline"]
