"""A second count, written apart from the first: day by day, from the data files themselves, slowly.

It shares no code with ``timeline.law``: a mistake would have to be made twice to pass unseen.
"""

from __future__ import annotations

import csv
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

LAW = Path(__file__).parents[2] / "timeline" / "law"
DAY = timedelta(days=1)


@cache
def all_rules() -> dict[str, dict[str, Any]]:
    files = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((LAW / "rules").glob("*.toml")))
    return {rule["id"]: rule for file in files for rule in file["rule"]}


@cache
def holidays_of(calendar: str) -> frozenset[date]:
    about = tomllib.loads((LAW / "calendars" / f"{calendar}.toml").read_text(encoding="utf-8"))
    days = set(holidays_of(about["base"])) if "base" in about else set()
    with (LAW / "calendars" / f"{calendar}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("counts", "no") == "no":
                days.add(date.fromisoformat(row["date"]))
            elif row["counts"] in ("yes", "disputed-yes"):
                days.discard(date.fromisoformat(row["date"]))
    return frozenset(days)


def is_open(day: date, calendar: str) -> bool:
    return day.weekday() not in (5, 6) and day not in holidays_of(calendar)


def text_on(rule: dict[str, Any], day: date) -> dict[str, Any]:
    for version in rule["versions"]:
        start = date.min if version["in_force_from"] == "unknown" else version["in_force_from"]
        if start <= day <= version.get("in_force_to", date.max):
            found: dict[str, Any] = version
            return found
    message = f"{rule['id']}: nothing in force on {day}"
    raise LookupError(message)


def slow_due(rule_id: str, trigger: date, period: int | None = None) -> date | None:
    rule = all_rules()[rule_id]
    version = text_on(rule, trigger)
    if version["unit"] == "none":
        return None
    number = version["period"] if period is None else abs(period)
    back = version["direction"] == "before" or (period is not None and period < 0)
    step = -DAY if back else DAY
    roll = version["roll"] if period is None else "previous" if back else "next"
    calendar = version["calendar"]
    unit = version["unit"]
    if number < version.get("short_below", 0):
        unit = "working_days"
    day = trigger
    if unit == "years":
        try:
            day = day.replace(year=day.year + number)
        except ValueError:
            day = date(day.year + number, 2, 28)
    left = number if unit != "years" else 0
    while left:
        day += step
        if unit == "calendar_days" or is_open(day, calendar):
            left -= 1
    while roll != "none" and not is_open(day, calendar):
        day += DAY if roll == "next" else -DAY
    return day
