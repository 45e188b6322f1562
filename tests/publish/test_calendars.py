"""Deadlines as a calendar file, read by another library."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.publish.leaks import Secrets, plain_bytes, secret_tables
from timeline import Filter, TimelineError, write_calendar
from timeline.errors import ReleaseError
from timeline.events.columns import VISIBILITIES
from timeline.view.release import release
from timeline.view.rows import rows_of

ROW = {"id": "r", "date": "2020-10-20", "kind": "foia_request", "title": "Request", "agency": "ICE"}


def entries(path: Path) -> dict[str, dict[str, object]]:
    """Return the entries of a calendar file as icalendar reads them, by their ids."""
    calendar = Calendar.from_ical(path.read_bytes())
    found = {}
    for one in calendar.walk("VEVENT"):
        values = {str(name): getattr(value, "dt", str(value)) for name, value in one.items()}
        found[str(one["UID"]).removesuffix("@legal-timeline")] = values
    return found


def test_the_real_case_s_due_dates_are_those_of_the_table(case, tmp_path):
    due = {row["id"]: row["when"] for row in rows_of(release(case)) if row["computed"] == "yes" and row["when"].latest}
    found = entries(write_calendar(case, tmp_path / "due.ics"))
    assert set(found) == set(due)
    for name, when in due.items():
        assert found[name]["DTSTART"] == (when.earliest or when.latest)
        assert found[name]["DTEND"] == when.latest + timedelta(days=1), "the end is not included"


def test_a_date_known_by_a_bound_says_so(tmp_path):
    row = ROW | {"date": "[..2020-10-20]"}
    (entry,) = entries(write_calendar(pd.DataFrame([row]), tmp_path / "a.ics", as_of="2020-11-01")).values()
    assert entry["DTSTART"] == date(2020, 11, 18)
    assert entry["STATUS"] == "TENTATIVE"
    assert str(entry["SUMMARY"]).endswith("by Nov 18, 2020")
    assert "received when sent" in str(entry["DESCRIPTION"])


def test_text_comes_back_whole_and_no_line_is_long(tmp_path):
    row = ROW | {"agency": "Straße; des 17. Juni, \\n 情報公開" * 9, "jurisdiction": "us-federal"}
    path = write_calendar(pd.DataFrame([row]), tmp_path / "a.ics", as_of="2020-11-01")
    data = path.read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert any(
        "Straße" in str(entry["SUMMARY"]) and ", \\n 情報公開" in str(entry["SUMMARY"])
        for entry in entries(path).values()
    )


def test_a_filter_a_language_and_the_same_bytes(case, tmp_path):
    path = write_calendar(case, tmp_path / "a.ics", filter=Filter(agencies=("ICE",)), lang="es")
    assert path.read_bytes() == write_calendar(case, path, filter=Filter(agencies=("ICE",)), lang="es").read_bytes()
    assert 0 < len(entries(path)) < len(entries(write_calendar(case, tmp_path / "b.ics")))
    assert any("Respuesta" in str(entry["SUMMARY"]) for entry in entries(path).values())


def test_nothing_to_say_is_an_empty_calendar_that_can_be_read(tmp_path):
    assert entries(write_calendar(pd.DataFrame({"date": ["2020"], "title": ["A"]}), tmp_path / "a.ics")) == {}
    with pytest.raises(TimelineError, match=r"\.ics"):
        write_calendar(pd.DataFrame([ROW]), tmp_path / "a.txt")


@given(secrets=secret_tables(), audience=st.sampled_from(VISIBILITIES))
@settings(max_examples=40)
def test_nothing_withheld_is_in_the_bytes(secrets: Secrets, audience: str):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.ics")
        try:
            write_calendar(secrets.table, path, audience=audience)
        except ReleaseError:
            return
        said = plain_bytes(path).replace(b"\r\n ", b"").lower()
    assert [token for token in secrets.withheld(audience) if token.lower().encode() in said] == []
