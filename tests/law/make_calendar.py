"""Write the calendars from the ``holidays`` package: ``python tests/law/make_calendar.py``.

The files it writes are data that a reviewer reads; tests hold them equal to what this would write today. What the
package lists for a state are days by name, not days on which offices close. So a state's calendar is the federal list,
changed only where the law or an official opinion was found to say so (``SURE``, ``WITHOUT``); every other difference
between the two lists is written down as disputed.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import holidays

if TYPE_CHECKING:
    from datetime import date

FIRST, LAST = 1971, 2040
FOLDER = Path(__file__).parents[2] / "timeline" / "law" / "calendars"
PATH = FOLDER / "us-6103.csv"

OBSERVED = " (observed)"
STATUTE = {"Martin Luther King Jr. Day": "Birthday of Martin Luther King, Jr."}
"""Where ``holidays`` names a day otherwise than 5 U.S.C. 6103(a) does."""

STATES: Final = [
    "AK",
    "AL",
    "AR",
    "AZ",
    "CA",
    "CO",
    "CT",
    "DC",
    "DE",
    "FL",
    "GA",
    "HI",
    "IA",
    "ID",
    "IL",
    "IN",
    "KS",
    "KY",
    "LA",
    "MA",
    "MD",
    "ME",
    "MI",
    "MN",
    "MO",
    "MS",
    "MT",
    "NC",
    "ND",
    "NE",
    "NH",
    "NJ",
    "NM",
    "NV",
    "NY",
    "OH",
    "OK",
    "OR",
    "PA",
    "RI",
    "SC",
    "SD",
    "TN",
    "TX",
    "UT",
    "VA",
    "VT",
    "WA",
    "WI",
    "WV",
    "WY",
]
WITHOUT_COLUMBUS_DAY: Final = {
    "AR",
    "CA",
    "CO",
    "DE",
    "FL",
    "HI",
    "IA",
    "KS",
    "KY",
    "LA",
    "MI",
    "MN",
    "MS",
    "NC",
    "ND",
    "NH",
    "NV",
    "OK",
    "OR",
    "SC",
    "TN",
    "TX",
    "VT",
    "WA",
    "WI",
    "WY",
}
"""States that do not keep Columbus Day, from the year in which their list loses it."""
SURE: Final = {
    "AK": ("Seward's Day", "Alaska Day"),
    "DC": ("Emancipation Day",),
    "RI": ("Victory Day",),
}
"""Days of the state's own that its law leaves out."""

TEXAS_STATE: Final = {  # Texas Government Code 662.003(b), under the names that `holidays` has
    "Confederate Memorial Day": "Confederate Heroes Day",
    "Texas Independence Day": "Texas Independence Day",
    "San Jacinto Day": "San Jacinto Day",
    "Emancipation Day In Texas": "Emancipation Day in Texas",
    "Lyndon Baines Johnson Day": "Lyndon Baines Johnson Day",
    "Friday After Thanksgiving": "Friday after Thanksgiving",
    "Christmas Eve": "December 24",
    "Day After Christmas": "December 26",
}


def _texan(name: str) -> str:
    """Return a name with the one that Texas gives the day, where other states have another."""
    return name.replace("Confederate Memorial Day", TEXAS_STATE["Confederate Memorial Day"])


def _listed(subdiv: str | None = None) -> dict[date, str]:
    # A New Year's Day on Saturday is observed in the year before, so the years around are built as well.
    days = holidays.country_holidays("US", subdiv=subdiv, years=range(FIRST - 1, LAST + 2), observed=True)
    return {day: name for day, name in sorted(days.items()) if FIRST <= day.year <= LAST and day.weekday() < 5}


def federal_holidays() -> dict[date, str]:
    """Return every weekday holiday of the covered years, as observed, under the statute's name."""
    found = {}
    for day, name in _listed().items():
        stem, observed = name.removesuffix(OBSERVED), name.endswith(OBSERVED)
        found[day] = STATUTE.get(stem, stem) + OBSERVED * observed
    return found


def state_days(state: str) -> dict[date, tuple[str, str]]:
    """Return every day on which a state's calendar differs from the federal one, with its name and whether it counts."""
    federal, listed = federal_holidays(), _listed(state)
    found = {}
    for day in sorted(federal.keys() | listed.keys()):
        name = listed.get(day) or federal[day]
        stem = name.split("; ")[0].removesuffix(OBSERVED)
        if day in federal and day in listed:
            continue
        if day in listed:
            if stem == "Inauguration Day":  # it concerns federal offices around Washington: see the options
                continue
            found[day] = (name, "no" if stem in SURE.get(state, ()) else "disputed")
        elif federal[day] == "Columbus Day" and state in WITHOUT_COLUMBUS_DAY:
            found[day] = (name, "yes")
        else:
            found[day] = (name, "disputed")
    return found


def texas_days() -> dict[date, tuple[str, str]]:
    """Return the differences of Texas since September 1, 2023: national and state holidays of section 662.003.

    A holiday on a weekend moves only where the office observes it so; optional holidays are those of the official.
    """
    federal, listed = federal_holidays(), _listed("TX")
    found = {}
    for day in sorted(federal.keys() | listed.keys()):
        name = federal.get(day) or listed[day]
        stems = {part.removesuffix(OBSERVED) for part in listed.get(day, "").split("; ")}
        own = [TEXAS_STATE[stem] for stem in stems if stem in TEXAS_STATE and not listed[day].endswith(OBSERVED)]
        if day in federal:
            if name == "Columbus Day":
                found[day] = (name, "yes")
            elif name.endswith(OBSERVED) and not own:
                found[day] = (name, "disputed-yes")
            continue
        found[day] = (own[0], "no") if own else (name, "disputed")
    return found


def as_csv(days: dict[date, str]) -> str:
    """Return the text of the data file of a calendar without a base."""
    return _text(["date", "name"], [[day.isoformat(), name] for day, name in days.items()])


def as_difference(days: dict[date, tuple[str, str]]) -> str:
    """Return the text of the data file of a calendar with a base."""
    return _text(["date", "name", "counts"], [[day.isoformat(), *rest] for day, rest in days.items()])


def _text(header: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()


def files() -> dict[str, str]:
    """Return the text of every data file by its name."""
    made = {f"us-{state.lower()}.csv": as_difference(state_days(state)) for state in STATES if state != "TX"}
    made["us-tx.csv"] = as_difference(texas_days())
    made["us-tx-before-2023.csv"] = as_difference(
        {day: ("Columbus Day", "yes") for day, name in federal_holidays().items() if name == "Columbus Day"}
        | {day: (_texan(name), counts) for day, (name, counts) in state_days("TX").items() if counts == "disputed"}
    )
    made["us-federal-court.csv"] = as_difference({})
    made["us-6103.csv"] = as_csv(federal_holidays())
    return made


if __name__ == "__main__":
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{name}: {text.count(chr(10)) - 1} days\n")
