"""The real case in events.csv says what its sources carry, and no more."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from timeline.events.columns import CERTAINTIES, COLUMNS, KINDS, several

ROOT = Path(__file__).resolve().parents[1]
RULE = "us-foia.determination"


def read() -> tuple[list[str], list[dict[str, str]]]:
    with (ROOT / "events.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = list(reader)
        return list(reader.fieldnames or ()), rows


HEADER, ROWS = read()
BY_ID = {row["id"]: row for row in ROWS}
ABOUT: dict[str, Any] = tomllib.loads((ROOT / "events.toml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d(?:[\d,.]*\d)?")
QUOTED = re.compile(r'"([^"]+)"')
CLAIMS = [row for row in ROWS if row["claim_of"]]


def each(rows: list[dict[str, str]]) -> pytest.MarkDecorator:
    """Run a test once for each row, named by the row's id."""
    return pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in rows])


FACTS = [
    # what the case turns on, cell by cell: (what it pins, row, column, value)
    ("requests dated only by the release that announces them", "clearview-request", "date", "[..2020-10-20]"),
    ("the release names ICE and DHS, not CBP", "clearview-request", "agency", "ICE; DHS"),
    ("no source dates a request to CBP", "clearview-request-cbp", "date", "[..2021-04-13]"),
    ("the request to CBP is known from the suit", "clearview-request-cbp", "certainty", "alleged"),
    ("and is CBP's alone", "clearview-request-cbp", "agency", "CBP"),
    ("three months ago: a rival account", "clearview-request-january", "claim_of", "clearview-request"),
    ("three months before April 2021", "clearview-request-january", "date", "2021-01"),
    ("an account of the requests to ICE and DHS", "clearview-request-january", "agency", "ICE; DHS"),
    ("contradicted by the requesters' own release", "clearview-request-january", "certainty", "uncertain"),
    ("a 30-day deadline: a period without a date", "clearview-30-day", "date", "TBD"),
    ("a claim about the computed deadlines", "clearview-30-day", "claim_of",
     f"clearview-request/ICE/{RULE}; clearview-request/DHS/{RULE}"),
    ("Law360 says it of the other suit", "idp-30-day", "claim_of", f"idp-request/ICE/{RULE}"),
    ("a period without a date there too", "idp-30-day", "date", "TBD"),
    ("the suit is dated by its Tuesday", "clearview-suit", "date", "2021-04-13"),
    ("the suit names three agencies", "clearview-suit", "agency", "ICE; CBP; DHS"),
    ("the suit says that no answer came", "clearview-suit", "alleges", "no_response"),
    ("the suit is over both requests", "clearview-suit", "request", "clearview-request; clearview-request-cbp"),
    ("no source names the district", "clearview-suit", "court", "a federal court in California"),
    ("silence is a fact with a source of its own", "clearview-no-answer", "kind", "no_response"),
    ("silence as of the suit", "clearview-no-answer", "date", "2021-04-13"),
    ("silence is reported, not confirmed", "clearview-no-answer", "certainty", "reported"),
    ("silence of all three", "clearview-no-answer", "agency", "ICE; CBP; DHS"),
    ("records came at an unknown day after the suit", "clearview-records", "date", "[2021-04-13..]"),
    ("from ICE and DHS, as far as known", "clearview-records", "request", "clearview-request"),
    ("the order was signed within one week", "contract-2020", "date", "[2020-08-10..2020-08-14]"),
    ("only the month of EPIC's first request is known", "epic-request-ice-march", "date", "2020-03"),
    ("and that from a poor source", "epic-request-ice-march", "certainty", "uncertain"),
    ("EPIC's letter of June", "epic-request-ice-june", "date", "2020-06-10"),
    ("EPIC's letter to DHS", "epic-request-dhs", "date", "2020-03-06"),
    ("EPIC sued over its two requests to ICE only", "epic-suit", "request",
     "epic-request-ice-march; epic-request-ice-june"),
    ("EPIC's docket number is on the complaint", "epic-suit", "docket", "1:20-cv-03071-TNM"),
    ("this request is dated only by its suit", "idp-request", "date", "[..2020-12-17]"),
    ("and so is the appeal", "idp-appeal", "date", "[..2020-12-17]"),
    ("the appeal belongs to the request", "idp-appeal", "request", "idp-request"),
    ("the suit is dated by its Thursday", "idp-suit", "date", "2020-12-17"),
    ("the suit says that ICE did not respond", "idp-suit", "alleges", "no_response"),
    ("a request without any recorded answer", "american-oversight-request", "date", "2020-04-28"),
    ("that request went to DOJ", "american-oversight-request", "agency", "DOJ"),
    ("about the day of the press release", "renderos-suit", "date", "2021-03-09~"),
    ("the federal opinion's date is a rival account", "renderos-suit-april", "claim_of", "renderos-suit"),
    ("whose date is another", "renderos-suit-april", "date", "2021-04-22"),
    ("and which is disputed", "renderos-suit-april", "certainty", "disputed"),
    ("the theft: October 2018", "williams-theft", "date", "2018-10"),
    ("or October 2019", "williams-theft-2019", "claim_of", "williams-theft"),
    ("the complaint to the police is no lawsuit", "williams-police-complaint", "kind", "administrative_complaint"),
    ("only the month of Oliver's arrest is known", "oliver-arrest", "date", "2019-07"),
    ("only the month of Oliver's suit is known", "oliver-suit", "date", "2020-09"),
    ("Parks sued before the report of it", "parks-suit", "date", "[..2020-12-29]"),
    ("the award of 2025: September 5", "award-2025", "date", "2025-09-05"),
    ("or September 9", "award-2025-announced", "claim_of", "award-2025"),
    ("the letter to DHS: a Monday in April", "coalition-letter", "date", "2021-04-19"),
    ("its coverage under March is a rival account", "coalition-letter-march", "claim_of", "coalition-letter"),
    ("signed: the first of three real stages", "illinois-settlement-signed", "date", "2022-05-04"),
    ("submitted: the second", "illinois-settlement-submitted", "date", "2022-05-09"),
    ("ordered: the third", "illinois-consent-order", "date", "2022-05-11"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "value"), [pytest.param(*fact[1:], id=fact[0]) for fact in FACTS])
def test_says_what_the_sources_carry(row: str, column: str, value: str) -> None:
    assert BY_ID[row][column] == value


def test_is_large_enough_and_well_formed() -> None:
    assert len(ROWS) >= 40
    assert len({row["matter"] for row in ROWS}) >= 6
    assert [column for column in COLUMNS if column in HEADER] == HEADER, "the contract's columns, in its order"
    assert [name for name, times in Counter(row["id"] for row in ROWS).items() if times > 1] == []
    assert b"\r" not in (ROOT / "events.csv").read_bytes()


@each(ROWS)
def test_every_row(row: dict[str, str]) -> None:
    for column in ("id", "date", "title", "description", "matter", "source_title"):
        assert row[column].strip(), column
    assert row["source_url"].startswith(("https://", "http://"))
    assert row["kind"] in KINDS
    assert row["certainty"] in CERTAINTIES
    assert 0 < len(row["quote"].split()) <= 20, "short quotations only"
    assert len(row["title"]) <= 45, "a title is one short assertion"
    assert not row["title"].endswith(".")
    assert row.get("visibility", "") in ("", "public")
    if row["kind"] == "foia_request":
        assert row["jurisdiction"] == "us-federal"
        assert row["agency"]


@each(ROWS)
def test_every_row_says_the_same_in_spanish(row: dict[str, str]) -> None:
    for column, spanish in (("title", "title_es"), ("description", "description_es")):
        assert row[spanish].strip(), spanish
        assert row[spanish] != row[column]
        assert set(NUMBER.findall(row[spanish])) == set(NUMBER.findall(row[column])), "the same numbers and days"
    assert len(row["title_es"]) <= 49, "a label on the drawing"
    assert not row["title_es"].endswith(".")
    for quoted in QUOTED.findall(row["description"]):
        assert f"“{quoted}”" in row["description_es"], "a source's words stay as they are"


@each(ROWS)
def test_links_name_rows(row: dict[str, str]) -> None:
    for name in several(row["request"]):
        assert BY_ID[name]["kind"] == "foia_request"
        assert not BY_ID[name]["claim_of"], "a rival account has no clock of its own"
    for name in several(row["claim_of"]):
        if "/" in name:
            request, agency, rule = name.split("/")
            assert BY_ID[request]["kind"] == "foia_request"
            assert agency in several(BY_ID[request]["agency"])
            assert rule == RULE
            assert row["kind"] == "deadline"
        else:
            assert BY_ID[name]["kind"] == row["kind"]
            assert not BY_ID[name]["claim_of"]


@each(CLAIMS)
def test_a_rival_account_has_a_source_of_its_own(row: dict[str, str]) -> None:
    told = [BY_ID[name.split("/")[0]] for name in several(row["claim_of"])]
    assert row["certainty"] in ("uncertain", "disputed")
    if row["kind"] == "deadline":
        return  # what it contradicts is the statute's count, not the source of the request
    assert row["source_url"] not in {other["source_url"] for other in told}


@pytest.mark.parametrize(
    "matter",
    [
        "ACLU of N. Cal. v. ICE", "IDP v. ICE", "American Oversight request",
        "Williams v. Detroit", "Oliver v. Detroit", "Parks v. Woodbridge",
    ],
)  # fmt: skip
def test_no_docket_or_tracking_number_that_no_source_gives(matter: str) -> None:
    rows = [row for row in ROWS if row["matter"] == matter]
    assert rows
    assert {row["docket"] for row in rows} == {""}
    assert {row.get("tracking_number", "") for row in rows} == {""}


def test_silence_is_said_only_where_a_source_says_it() -> None:
    silent = {row["id"] for row in ROWS if row["alleges"] or row["kind"] == "no_response"}
    assert silent == {"clearview-suit", "clearview-no-answer", "epic-suit", "idp-suit"}
    asked = {name for row in ROWS if row["id"] in silent for name in several(row["request"])}
    assert asked.isdisjoint({"american-oversight-request", "epic-request-dhs"})


def test_nothing_is_said_of_american_oversight_but_its_request() -> None:
    assert [row["id"] for row in ROWS if row["matter"] == "American Oversight request"] == [
        "american-oversight-request"
    ]


def test_the_day_of_the_suit_is_in_order() -> None:
    names = ("clearview-request-cbp", "clearview-no-answer", "clearview-suit", "clearview-records")
    order = [int(BY_ID[name]["sequence"]) for name in names]
    assert order == sorted(order)


def test_the_immigrant_defense_project_keeps_its_name() -> None:
    text = "\n".join(cell for row in ROWS for column, cell in row.items() if column != "quote")
    assert "Immigrant Defense Project" in text
    assert "Immigration Defense Project" not in text


def test_the_most_important_rows_are_few() -> None:
    key = [row for row in ROWS if "key" in several(row["tags"])]
    assert 8 <= len(key) <= 10


def test_wrongful_arrests_share_a_lane() -> None:
    lane = {row["matter"] for row in ROWS if row["lane"] == "Arrests in Detroit and Woodbridge"}
    assert lane == {"Williams v. Detroit", "Oliver v. Detroit", "Parks v. Woodbridge"}


def test_events_toml_names_lanes_and_agencies_that_exist() -> None:
    lanes = {row["lane"] or row["matter"] for row in ROWS}
    assert all(ABOUT[key] for key in ("title", "subtitle", "title_es", "subtitle_es"))
    assert ABOUT["as_of"] == "2021-04-13"
    assert ABOUT["window"] == "2020-01-01/2021-06-30"
    assert sorted(ABOUT["lanes"]) == sorted(lanes), "every lane is named once"
    aliases = [alias for names in ABOUT["agencies"].values() for alias in names]
    assert len(aliases) == len(set(aliases))
    assert set(aliases).isdisjoint(ABOUT["agencies"])
    used = {name for row in ROWS for name in several(row["agency"])}
    assert used <= {*ABOUT["agencies"], *aliases, "Wayne County Prosecutor"}
