"""A made case: matters with requests, answers, suits and news over fifteen years, the same at every run."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

AS_OF: Final = "2024-01-15"
FIRST: Final = date(2009, 1, 5)
DAYS: Final = 15 * 365
EVERY: Final = 64
"""Of so many rows one is a request, which three or four of the next rows answer: near what a real docket has."""

COLUMNS: Final = (
    *("id", "date", "kind", "title", "description", "matter", "agency", "request", "jurisdiction", "alleges"),
    *("source_title", "source_url", "certainty", "tags"),
)
MATTERS: Final = (
    *("ICE and Clearview AI", "ACLU of N. Cal. v. ICE", "EPIC v. ICE", "American Oversight request", "IDP v. ICE"),
    *("Renderos v. Clearview AI", "ACLU v. Clearview AI", "Wrongful arrests", "Airport face scans"),
    *("License-plate readers", "Phone-location data", "Social-media monitoring"),
)
KINDS: Final = {
    "news": 22, "order": 12, "motion": 12, "event": 10, "status_report": 9, "contract": 8, "hearing": 8,
    "incident": 7, "production": 5, "settlement": 2,
}  # fmt: skip
"""And how often; requests, acknowledgements, determinations and complaints come with every request."""

AGENCIES: Final = ("ICE", "CBP", "DHS", "ICE; CBP", "DOJ", "ICE; DHS")
CERTAINTIES: Final = {"confirmed": 60, "reported": 30, "alleged": 7, "uncertain": 3}
SUBJECTS: Final = (
    *("The court", "Judge Alvarez", "The agency", "A coalition", "The sheriff", "Plaintiffs", "The vendor"),
    *("An auditor", "The inspector general", "Four groups", "A reporter", "The city council"),
)
VERBS: Final = (
    *("asks about", "rules on", "publishes", "renews", "withholds", "amends", "disputes", "reviews", "cites"),
    *("orders a search for", "extends", "loses"),
)
OBJECTS: Final = (
    *("face-search records", "the license order", "a vendor contract", "the protective order", "emails of 2019"),
    *("the Vaughn index", "training slides", "a privacy assessment", "search logs", "the pilot program"),
)
SENTENCES: Final = (
    "The filing says what was asked, of whom, and which records were named.",
    "A copy was obtained by the requesters and posted with two pages withheld.",
    "Reports differ on the number of accounts, and the agency has not confirmed either.",
    "The parties agree on the dates and dispute what they mean.",
    "It was found in the appendix of a later motion.",
)

FORMS: Final[tuple[Callable[[date], str], ...]] = (
    # Seven of eight dates are known to the day; these are the others.
    lambda day: f"{day:%Y-%m}",
    lambda day: f"[{day}..{day + timedelta(days=4)}]",
    lambda day: f"[..{day}]",
    lambda day: f"{day}~",
    lambda day: f"{day}/{day + timedelta(days=30)}",
    lambda day: f"{day:%Y}",
)


def write_case(path: Path, rows: int) -> Path:
    """Write a table of so many events, in no order, as tables are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_rows(rows))
    return path


def _rows(rows: int) -> Iterator[dict[str, str]]:
    chosen = random.Random(4)  # noqa: S311 - a table to measure with
    thread: dict[int, dict[str, str]] = {}
    for number in range(rows):
        day = FIRST + timedelta(days=chosen.randrange(DAYS))
        exact = chosen.random() < 7 / 8
        row = {
            "id": f"e{number}",
            "date": day.isoformat() if exact else chosen.choice(FORMS)(day),
            "kind": _one(chosen, KINDS),
            "title": f"{chosen.choice(SUBJECTS)} {chosen.choice(VERBS)} {chosen.choice(OBJECTS)}",
            "description": " ".join(chosen.sample(SENTENCES, 2)),
            "matter": chosen.choice(MATTERS),
            "agency": chosen.choice(AGENCIES),
            "source_title": f"Exhibit {chosen.randrange(1, 4000)}, page {chosen.randrange(1, 90)}",
            "source_url": f"https://example.org/documents/{number}",
            "certainty": _one(chosen, CERTAINTIES),
            "tags": "key" if chosen.random() < 1 / 50 else "",
        }
        if number % EVERY == 3:  # noqa: PLR2004 - soon, so that a small table has one
            thread = _thread(chosen, row, day, number)
            row |= {"kind": "foia_request", "date": day.isoformat(), "jurisdiction": "us-federal"}
        yield row | thread.pop(number, {})


def _thread(chosen: random.Random, request: dict[str, str], day: date, number: int) -> dict[int, dict[str, str]]:
    """Return what the next rows say of a request: an acknowledgement, and an answer or a suit over none."""
    same = {"matter": request["matter"], "agency": request["agency"], "request": request["id"]}
    after = {name: (day + timedelta(days=chosen.randrange(*days))).isoformat() for name, days in LATER.items()}
    thread = {number + 2: same | {"kind": "acknowledgement", "date": after["acknowledgement"]}}
    if chosen.random() < 0.6:  # noqa: PLR2004 - three of five are answered
        thread[number + 5] = same | {"kind": "determination", "date": after["determination"]}
    else:
        thread[number + 5] = same | {"kind": "complaint", "date": after["complaint"], "alleges": "no_response"}
    return thread


LATER: Final = {"acknowledgement": (1, 20), "determination": (15, 200), "complaint": (60, 400)}
"""The days after a request within which each comes."""


def _one(chosen: random.Random, weights: dict[str, int]) -> str:
    return chosen.choices(list(weights), list(weights.values()))[0]
