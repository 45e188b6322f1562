"""Which request a row belongs to: as its ``request`` column says, else by matter and agency where only one fits.

A request is one ``foia_request`` row and one of its agencies, since each agency answers for itself. A ``receipt`` that
names a request and has an agency which was not asked tells that another part of the agency had the request first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from timeline.errors import Problem
from timeline.events.columns import several

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timeline.events.settings import Settings

BELONGING: Final = frozenset({
    "receipt", "acknowledgement", "fee_notice", "fee_reply", "clarification", "clarification_reply", "extension",
    "expedite_request", "expedite_decision", "determination", "production", "no_response", "appeal",
    "appeal_determination", "complaint",
})  # fmt: skip
"""Kinds that say something about a request, and so must belong to one."""

OF_THE_SUIT: Final = frozenset({"service", "answer"})
"""Kinds of a suit over a request: they belong to it where that is plain, and nobody is asked where it is not."""

RECEIPT: Final = "receipt"


@dataclass(frozen=True, slots=True)
class Request:
    """One ``foia_request`` row, by its place in the table, and one of its agencies."""

    place: int
    id: str
    agency: str


@dataclass(slots=True)
class Links:
    """The requests of a table, the places of the rows that belong to each, and what could not be settled."""

    rows: dict[Request, list[int]] = field(default_factory=dict)
    claims: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)


def link(columns: Mapping[str, Sequence[str]], rows: Sequence[int], settings: Settings) -> Links:
    """Find the requests of a table and the rows that belong to each.

    ``columns`` are those of the contract; ``rows`` the spreadsheet rows, for what must be asked.
    """
    links = Links()
    by_id: dict[str, list[Request]] = defaultdict(list)
    by_matter: dict[str, list[Request]] = defaultdict(list)
    agencies = {cell: settings.canonical(cell) for cell in set(columns["agency"])}
    for place, (kind, claim) in enumerate(zip(columns["kind"], columns["claim_of"], strict=True)):
        if claim:
            for name in several(claim):
                links.claims[name].append(place)
        elif kind == "foia_request":
            found = agencies[columns["agency"][place]]
            if not found:
                message = "the request names no agency, so no deadline is computed for it; fill in agency"
                links.problems.append(Problem(rows[place], "agency", "", message, "warning"))
            for agency in found:
                request = Request(place, columns["id"][place], agency)
                links.rows[request] = []
                by_id[request.id].append(request)
                by_matter[columns["matter"][place]].append(request)
    if not links.rows:
        return links
    said = zip(columns["kind"], columns["alleges"], columns["claim_of"], strict=True)
    for place, (kind, alleges, claim) in enumerate(said):
        if claim or not (kind in BELONGING or kind in OF_THE_SUIT or alleges):
            continue
        theirs = agencies[columns["agency"][place]]
        if named := columns["request"][place]:
            of = [request for name in several(named) for request in by_id.get(name, ())]
            fits, question = _named(of, theirs, kind)
            if question:
                message = f"{question} {named}; correct agency or request"
                links.problems.append(Problem(rows[place], "request", named, message, "warning"))
        else:
            fits, question = _fitting(by_matter.get(columns["matter"][place], []), theirs)
            if question and kind not in OF_THE_SUIT:
                links.problems.append(Problem(rows[place], "request", "", question, "warning"))
        for request in fits:
            links.rows[request].append(place)
    return links


def is_elsewhere(kind: str, agencies: Sequence[str], request: Request) -> bool:
    """Tell whether a row is a receipt by another part of the agency than the one that the request asked.

    >>> asked = Request(0, "r", "ICE")
    >>> is_elsewhere("receipt", ("DHS",), asked), is_elsewhere("receipt", ("DHS", "ICE"), asked)
    (True, False)
    """
    return kind == RECEIPT and bool(agencies) and request.agency not in agencies


def _named(requests: list[Request], agencies: Sequence[str], kind: str) -> tuple[list[Request], str]:
    """Return those of the requests named by a row that it is about, and what is wrong where it is about none."""
    fits = [request for request in requests if not agencies or request.agency in agencies]
    if fits or not requests:
        return fits, ""
    return (requests, "") if kind == RECEIPT else ([], "the row's agency is none of those of")


def _fitting(requests: Sequence[Request], agencies: Sequence[str]) -> tuple[list[Request], str]:
    """Return the requests of a matter that a row must mean, and what to ask where that is not settled."""
    fits: list[Request] = []
    unsettled: list[Request] = []
    if not agencies:
        fits, unsettled = ([*requests], []) if len(requests) == 1 else ([], [*requests])
    for agency in agencies:
        of = [request for request in requests if request.agency == agency]
        if len(of) == 1:
            fits += of
        else:
            unsettled += of
    if not unsettled:
        return fits, ""
    names = ", ".join(dict.fromkeys(request.id for request in unsettled))
    return fits, f"which request does the row belong to? Several fit; write one or more of {names} in column request"
