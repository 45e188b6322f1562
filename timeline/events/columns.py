"""The columns of the event table and the controlled words in them: the one place for both."""

from __future__ import annotations

import re
from typing import Final

COLUMNS: Final = {
    "id": "stable name of the row, unique; made from the row where absent",
    "date": "when, as EDTF or as people write it; TBD where nobody knows",
    "end_date": "when it ended, for something that lasted",
    "display_date": "how to print the date, where the writer wants other words",
    "sequence": "order within a day: a number",
    "kind": "what sort of event it is",
    "title": "one assertion, in a few words",
    "description": "a sentence or two more",
    "title_es": "the title in Spanish",
    "description_es": "the description in Spanish",
    "matter": "the case or docket that the event belongs to",
    "lane": "the band it is drawn in; the matter where absent",
    "agency": "the agency or agencies concerned; several separated by ;",
    "actors": "the people and organisations concerned; several separated by ;",
    "court": "the court",
    "docket": "the docket number",
    "tracking_number": "the agency's number for a request",
    "request": (
        "id of the foia_request row that this row belongs to; several separated by ;. A receipt by another agency than "
        "the one asked is one by the part of the agency that had the request first"
    ),
    "jurisdiction": "whose law applies: us-federal, us-ca",
    "rule": "on a request, a rule to use instead of the jurisdiction's own; on another row, one whose time it starts",
    "source_title": "where it comes from",
    "source_url": "address of the source",
    "archive_url": "address of an archived copy",
    "pinpoint": "page or paragraph",
    "exhibit": "exhibit number",
    "bates": "Bates number or range",
    "quote": "a short quotation from the source",
    "certainty": "how sure the event is, by its source",
    "alleges": "no_response, on a complaint or report that says so",
    "claim_of": "id of the event or computed deadline that this row tells differently",
    "visibility": "who may see the row; public where absent",
    "tags": "free words; several separated by ;",
    "story": "its place in the story that is told: a number, and behind it a sentence",
    "image": "a picture: a file beside the table, or an address, which is linked and never loaded",
    "image_alt": "what the picture shows, in words",
    "note": "work product; in no output",
}
"""Every column of the contract and what it holds, in the order of the contract."""

REQUIRED: Final = ("date", "title")
DATES: Final = ("date", "end_date")
ADDRESSES: Final = ("source_url", "archive_url")

KINDS: Final = (
    "foia_request", "receipt", "acknowledgement", "fee_notice", "fee_reply", "clarification",
    "clarification_reply", "extension", "expedite_request", "expedite_decision", "determination",
    "production", "no_response", "appeal", "appeal_determination", "deadline", "complaint",
    "administrative_complaint", "service", "answer", "motion", "order", "hearing", "status_report",
    "settlement", "dismissal", "contract", "news", "incident", "event",
)  # fmt: skip
"""The controlled kinds; others are allowed and get a neutral look."""

CERTAINTIES: Final = ("confirmed", "reported", "alleged", "disputed", "uncertain")
DOUBTED: Final = CERTAINTIES[2:]
"""What stands beside an event's name wherever one is written: it is no more than said, or not even that."""

VISIBILITIES: Final = ("public", "internal", "privileged")
"""Who may see a row, from everyone to the fewest; also the audiences of an output."""

ALLEGATIONS: Final = ("no_response",)
STORY: Final = r"(?P<number>[0-9]+(?:\.[0-9]+)?)[.:)]?(?:\s+(?P<sentence>.*))?|"
"""What a cell of ``story`` may hold: "3", "3. They sue."; no sentence reads as none."""

BOUNDS: Final = ("earliest", "latest", "end_earliest", "end_latest")
DERIVED: Final = (*BOUNDS, "qualifier", "row")
"""Columns that reading adds: the bounds of the date, of its end, its ``~ ? %``, and the spreadsheet's row."""

COMPUTED: Final = (
    "computed", "status", "as_of", "trigger_id", "trigger", "days_overdue_min", "days_overdue_max",
    "assumptions", "readings", "provisions", "reason", "stopped_by", "reported_by", "counted_with", "citation",
)  # fmt: skip
"""Columns that the law adds; filled on the rows of computed deadlines only."""


def is_address(text: str) -> bool:
    """Tell whether a text is a web address; anything else is shown and never a link.

    >>> is_address("HTTPS://example.org/a"), is_address("javascript:alert(1)"), is_address("https://")
    (True, False, False)
    """
    return _ADDRESS.match(text) is not None


_ADDRESS: Final = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


def several(cell: str) -> tuple[str, ...]:
    """Split a cell into its values.

    >>> several("ICE; DHS;")
    ('ICE', 'DHS')
    """
    return tuple(part for raw in cell.split(";") if (part := raw.strip()))
