"""What a table of events must say and may not: columns, controlled words, ids, and the rows that rows name."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from timeline.errors import Problem
from timeline.events import columns as c
from timeline.events.dates import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from timeline.events.settings import Settings
    from timeline.events.source import Cells

CONTROLLED: Final = {"certainty": c.CERTAINTIES, "visibility": c.VISIBILITIES, "alleges": c.ALLEGATIONS}
_SOURCES: Final = ("source_title", "source_url", "bates", "exhibit")


class _Near:
    """The known word that a misspelt one is nearest to; only for the first few, since a search compares them all."""

    def __init__(self, known: Iterable[str], cutoff: float = 0.75) -> None:
        self.known = list(known)
        self.cutoff = cutoff
        self.left = 60_000 // (len(self.known) or 1)
        self.found: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        if word not in self.found:
            if self.left <= 0 or len(word) > 200:  # noqa: PLR2004 - no name is that long
                return ""
            self.left -= 1
            from difflib import get_close_matches  # noqa: PLC0415 - only the mistaken pay for it

            self.found[word] = next(iter(get_close_matches(word, self.known, 1, self.cutoff)), "")
        return self.found[word]

    def hint(self, word: str) -> str:
        """Return a question to put before what was expected."""
        near = self(word)
        return f"Did you mean {near}? " if near else ""


_VISIBILITY: Final = frozenset(
    ["access", "audience", "confidential", "confidentiality", "privacy", "privilege", "privileged", "restricted"]
)
_NOTES: Final = frozenset(["annotation", "comment", "comments", "memo", "memos", "private_note", "work_product"])
_SYNONYMS: Final = {
    "type": "kind", "category": "kind", "event": "title", "headline": "title", "what": "title", "when": "date",
    "details": "description", "text": "description",
    "source": "source_title", "url": "source_url", "link": "source_url",
    "case": "matter", "people": "actors", "who": "actors", "case_number": "docket", "docket_number": "docket",
}  # fmt: skip
"""What people call a column of the contract."""


def _meant_private(lower: str, column: Sequence[str], near: _Near) -> str:
    """Say what to do with a column that was probably meant to keep something private; "" for any other one.

    A misspelt ``visibility`` would publish what it should hide, so it is an error and never a column of one's own.
    """
    name = lower.replace(" ", "_").replace("-", "_")
    said = {cell.strip().lower() for cell in column}
    if name in _VISIBILITY or near(lower) == "visibility":
        return f"rename it to visibility, with {', '.join(c.VISIBILITIES)} in its cells, or to something else"
    if hidden := said & set(c.VISIBILITIES[1:]):
        return f"its cells say {' and '.join(sorted(hidden))}: rename it to visibility, or write other words in it"
    if name in _NOTES or name in ("notes", "nots") or near(lower) == "note":
        return "rename it to note, which is in no output, or to something else if everybody may read it"
    return ""


def columns_problems(cells: Cells) -> Iterator[Problem]:
    """Find missing columns, and columns of the writer's own that look like a misspelt one."""
    own = {name.lower(): name for name in cells.columns if name not in c.COLUMNS}
    near_own, near_ours = _Near(own, 0.7), _Near(c.COLUMNS, 0.8)
    guessed: set[str] = set()
    row = cells.header_row
    for name in c.REQUIRED:
        if name not in cells.columns:
            called = (written for lower, written in own.items() if _SYNONYMS.get(lower) == name)
            near = own.get(near_own(name), "") or next(called, "")
            guessed.add(near)
            hint = f"did you mean your column {near}? Rename it" if near else f"add it: {c.COLUMNS[name]}"
            yield Problem(row, name, "", f"there is no column {name}; {hint}")
    for lower, name in own.items():
        if private := _meant_private(lower, cells.columns[name], near_ours):
            yield Problem(row, name, "", f"the column {name} would be shown to every reader; {private}")
            continue
        near = (_SYNONYMS.get(lower) or near_ours(lower)) if name not in guessed else ""
        if near and near not in cells.columns:
            message = f"did you mean {near}? The column {name} is kept as one of your own, and shown to every reader"
            yield Problem(row, name, "", message, "warning")
    if not cells.rows:
        yield Problem(0, "", "", "the table has a header but no events", "warning")


def word_problems(cells: Cells) -> Iterator[Problem]:
    """Check the controlled words, and what every event needs: a title and a source. Known words get one spelling."""
    for row, title in zip(cells.rows, cells.columns.get("title", ()), strict=False):
        if not title:
            yield Problem(row, "title", "", "the title is empty; say in a few words what happened")
    for column, allowed in CONTROLLED.items():
        yield from _controlled(cells, column, allowed)
    yield from _kinds(cells)
    for row, text in zip(cells.rows, cells.columns.get("sequence", ()), strict=False):
        if text and not _is_number(text):
            message = f"{quoted(text)} is not a number; the sequence orders the events of one day"
            yield Problem(row, "sequence", text, message)
    yield from _story(cells)
    for column in c.ADDRESSES:
        for row, text in zip(cells.rows, cells.columns.get(column, ()), strict=False):
            if text and not c.is_address(text):
                message = "not a web address (https://…), so it is shown as text and never as a link"
                yield Problem(row, column, text, message, "warning")
    yield from _sources(cells)
    yield from _images(cells)


def _story(cells: Cells) -> Iterator[Problem]:
    first: dict[float, int] = {}
    for row, text in zip(cells.rows, cells.columns.get("story", ()), strict=False):
        step = re.fullmatch(c.STORY, text, re.DOTALL)
        if step is None:
            message = f'{quoted(text)} is no place in a story; write a number, and behind it a sentence: "3 They sue."'
            yield Problem(row, "story", text, message)
        elif step["number"]:
            number = float(step["number"])
            if number in first:
                message = f"{step['number']} is row {first[number]}'s place in the story already"
                yield Problem(row, "story", text, message)
            first.setdefault(number, row)


def _images(cells: Cells) -> Iterator[Problem]:
    for row, image, alt in zip(cells.rows, cells.column("image"), cells.column("image_alt"), strict=True):
        if image and not c.is_address(image) and not Path(cells.folder, image).is_file():
            message = f"there is no file {quoted(image)}; expected a picture in the table's folder, or in one below it"
            yield Problem(row, "image", image, message)
        if image and not alt:
            message = "say in words what the picture shows, for those who cannot see it"
            yield Problem(row, "image_alt", "", message, "warning")


def _controlled(cells: Cells, column: str, allowed: tuple[str, ...]) -> Iterator[Problem]:
    written = cells.columns.get(column)
    if written is None:
        return
    words = {text: text.lower() for text in set(written)}
    cells.columns[column] = [words[text] for text in written]
    bad = {text for text, word in words.items() if word and word not in allowed}
    near = _Near(allowed)
    for row, text in zip(cells.rows, written, strict=True) if bad else ():
        if text in bad:
            expected = f"{near.hint(words[text])}Expected {_one_of(allowed)}"
            yield Problem(row, column, text, f"{quoted(text)} is no word for the column {column}. {expected}")


def _kinds(cells: Cells) -> Iterator[Problem]:
    written = cells.columns.get("kind")
    if written is None:
        cells.columns["kind"] = ["event"] * len(cells.rows)
        return
    words = {text: text.lower().replace(" ", "_").replace("-", "_") for text in set(written)}
    known = {text: word if word in c.KINDS else text for text, word in words.items()} | {"": "event"}
    cells.columns["kind"] = [known[text] for text in written]
    near = _Near(c.KINDS)
    odd = {text: near.hint(word) for text, word in words.items() if word and word not in c.KINDS and near(word)}
    for row, text in zip(cells.rows, written, strict=True) if odd else ():
        if text in odd:
            message = f"{quoted(text)} is a kind of your own. {odd[text]}It is drawn in a neutral look"
            yield Problem(row, "kind", text, message, "warning")


def _sources(cells: Cells) -> Iterator[Problem]:
    if not any(any(cells.columns.get(name, ())) for name in _SOURCES):
        if cells.rows:
            message = "no row names a source; add the column source_title, for who says so"
            yield Problem(0, "source_title", "", message, "warning")
        return
    for row, source in zip(cells.rows, zip(*map(cells.column, _SOURCES), strict=True), strict=True):
        if not any(source):
            yield Problem(row, "source_title", "", "the row names no source", "warning")


def make_ids(cells: Cells) -> None:
    """Make an id from what a row says where it has none, so that it stays the same when rows are moved."""
    written = cells.column("id")
    if "id" in cells.columns and all(written):
        return
    taken, times = set(written), dict[str, int]()
    ids = list(written)
    said = zip(*(cells.column(name) for name in ("date", "kind", "title", "matter", "agency")), strict=True)
    for place, (text, words) in enumerate(zip(written, said, strict=True)):
        if text:
            continue
        stem = "e" + hashlib.blake2b("\x1f".join(words).encode("utf-8", "replace"), digest_size=5).hexdigest()
        made, again = stem, times.get(stem, 1)
        while made in taken:
            again += 1
            made = f"{stem}-{again}"
        times[stem] = again
        taken.add(made)
        ids[place] = made
    cells.columns["id"] = ids


def reference_problems(cells: Cells, settings: Settings) -> Iterator[Problem]:
    """Find ids that are no names, and names that are no ids. Made ids are in the cells by now."""
    ids, kinds = cells.columns["id"], cells.column("kind")
    kind_of = dict(zip(ids, kinds, strict=True))
    claims = {name for name, claim in zip(ids, cells.column("claim_of"), strict=True) if claim}
    asked = {
        name: settings.canonical(agency)
        for name, kind, agency in zip(ids, kinds, cells.column("agency"), strict=True)
        if kind == "foia_request" and name not in claims
    }
    deadlines = {f"{name}/{agency}" for name, agencies in asked.items() for agency in agencies}
    yield from _identities(cells, deadlines)
    near = _Near(asked)
    for row, own, cell in zip(cells.rows, ids, cells.columns.get("request", ()), strict=False):
        for name in c.several(cell):
            if name not in kind_of:
                expected = f"{near.hint(name)}Expected the id of a foia_request"
                yield Problem(row, "request", name, f"no row has the id {quoted(name)}. {expected}")
            elif name not in asked or name == own:
                yield Problem(row, "request", name, f"{quoted(name)} is not another foia_request row")
    near = _Near(kind_of)
    for row, own, cell in zip(cells.rows, ids, cells.columns.get("claim_of", ()), strict=False):
        for name in c.several(cell):
            if name == own:
                message = "the row names itself; expected the id of the event it tells differently"
                yield Problem(row, "claim_of", name, message)
            elif name in claims:
                message = f"{quoted(name)} is itself another account; name the event that both tell"
                yield Problem(row, "claim_of", name, message)
            elif name not in kind_of and name.rpartition("/")[0] not in deadlines:  # the rule is the law's to check
                expected = f"{near.hint(name)}A deadline's is REQUEST/AGENCY/RULE"
                message = f"no row and no computed deadline has the id {quoted(name)}. {expected}"
                yield Problem(row, "claim_of", name, message)


def _identities(cells: Cells, deadlines: set[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row, text in zip(cells.rows, cells.columns["id"], strict=True):
        if text in first:
            message = f"the id {quoted(text)} is row {first[text]}'s already; every id must be unique"
            yield Problem(row, "id", text, message)
        elif ";" in text:
            yield Problem(row, "id", text, f"the id {quoted(text)} holds a semicolon, which separates several ids")
        elif "/" in text and text.rpartition("/")[0] in deadlines:
            yield Problem(row, "id", text, f"the id {quoted(text)} is that of a computed deadline; choose another")
        first.setdefault(text, row)


def _one_of(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "n" not in text.lower()  # "nan" and "inf" order nothing
