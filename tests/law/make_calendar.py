"""Write the federal holiday calendar from the ``holidays`` package: ``python tests/law/make_calendar.py``.

The file it writes is data that a reviewer reads; tests hold it equal to what this would write today.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import holidays

if TYPE_CHECKING:
    from datetime import date

FIRST, LAST = 1971, 2040
PATH = Path(__file__).parents[2] / "timeline" / "law" / "calendars" / "us-6103.csv"

OBSERVED = " (observed)"
STATUTE = {"Martin Luther King Jr. Day": "Birthday of Martin Luther King, Jr."}
"""Where ``holidays`` names a day otherwise than 5 U.S.C. 6103(a) does."""


def federal_holidays() -> dict[date, str]:
    """Return every weekday holiday of the covered years, as observed, under the statute's name."""
    # A New Year's Day on Saturday is observed in the year before, so the years around are built as well.
    days = holidays.country_holidays("US", years=range(FIRST - 1, LAST + 2), observed=True)
    found = {}
    for day, name in sorted(days.items()):
        if FIRST <= day.year <= LAST and day.weekday() < 5:
            stem, observed = name.removesuffix(OBSERVED), name.endswith(OBSERVED)
            found[day] = STATUTE.get(stem, stem) + OBSERVED * observed
    return found


def as_csv(days: dict[date, str]) -> str:
    """Return the text of the data file."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["date", "name"])
    rows.writerows((day.isoformat(), name) for day, name in days.items())
    return out.getvalue()


if __name__ == "__main__":
    PATH.write_text(as_csv(federal_holidays()), encoding="utf-8")
