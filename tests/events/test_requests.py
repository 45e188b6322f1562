"""Which request a row belongs to: as it says, or the only one that fits; else the program asks."""

from __future__ import annotations

import pytest

from timeline.events.requests import link
from timeline.events.settings import Settings

NAMES = ("id", "kind", "matter", "agency", "request", "claim_of", "alleges")
ICE = "r|foia_request|M|ICE||||"
BOTH = "r|foia_request|M|ICE; DHS||||"


def linked(*rows: str):
    cells = [row.split("|") for row in rows]
    columns = {name: [row[place] for row in cells] for place, name in enumerate(NAMES)}
    settings = Settings(agencies={"ICE": ("ICE/HSI",)})
    return link(columns, list(range(2, len(rows) + 2)), settings)


CASES = [
    ("by matter and agency", [ICE, "a|receipt|M|ICE||||"], {"r/ICE": [1]}, []),
    ("by an alias of the agency", [ICE, "a|receipt|M|ice/hsi||||"], {"r/ICE": [1]}, []),
    ("each agency answers for itself", [BOTH, "a|determination|M|DHS||||"], {"r/ICE": [], "r/DHS": [1]}, []),
    ("the only request of a matter", [ICE, "a|receipt|M|||||"], {"r/ICE": [1]}, []),
    ("two agencies and none is named", [BOTH, "a|receipt|M|||||"], {"r/ICE": [], "r/DHS": []}, [3]),
    (
        "two requests to one agency",
        [ICE, ICE.replace("r|", "s|", 1), "a|receipt|M|ICE||||"],
        {"r/ICE": [], "s/ICE": []},
        [4],
    ),
    (
        "two requests and the row says which",
        [ICE, ICE.replace("r|", "s|", 1), "a|receipt|M|ICE|s|||"],
        {"r/ICE": [], "s/ICE": [2]},
        [],
    ),
    (
        "a suit over several",
        [ICE, ICE.replace("r|", "s|", 1), "a|complaint|M||r; s|||"],
        {"r/ICE": [2], "s/ICE": [2]},
        [],
    ),
    ("named, for one of its agencies", [BOTH, "a|receipt|N|DHS|r|||"], {"r/ICE": [], "r/DHS": [1]}, []),
    ("named, for an agency it did not go to", [ICE, "a|determination|M|DHS|r|||"], {"r/ICE": []}, [3]),
    ("received by an agency it did not go to", [ICE, "a|receipt|M|DHS|r|||"], {"r/ICE": [1]}, []),
    ("another matter", [ICE, "a|receipt|N|ICE||||"], {"r/ICE": []}, []),
    ("a kind that belongs to no request", [ICE, "a|news|M|ICE||||"], {"r/ICE": []}, []),
    ("a report of silence belongs to one", [ICE, "a|news|M|ICE|||no_response|"], {"r/ICE": [1]}, []),
    ("a rival account is no row of its own", [ICE, "a|receipt|M|ICE||x||"], {"r/ICE": []}, []),
    ("a rival account is no request either", [ICE, "s|foia_request|M|ICE||r||"], {"r/ICE": []}, []),
    ("a request without an agency has no clock", ["r|foia_request|M|||||"], {}, [2]),
    ("no matters at all", ["r|foia_request||ICE||||", "a|receipt||ICE||||"], {"r/ICE": [1]}, []),
]


@pytest.mark.parametrize(("rows", "expected", "asked"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_rows_of_requests(rows, expected, asked):
    links = linked(*rows)
    assert {f"{request.id}/{request.agency}": places for request, places in links.rows.items()} == expected
    assert [(p.row, p.severity) for p in links.problems] == [(row, "warning") for row in asked]


def test_a_question_names_what_to_choose_from():
    [problem] = linked(ICE, ICE.replace("r|", "s|", 1), "a|receipt|M|ICE||||").problems
    assert "write one or more of r, s" in problem.message


def test_claims_are_found_by_what_they_tell():
    assert dict(linked(ICE, "a|foia_request|M|ICE||r; x||").claims) == {"r": [1], "x": [1]}
