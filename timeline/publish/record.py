"""The record: released events as counsel reads them, numbered, with sources; deck, chronology and exhibit are of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from timeline.errors import OutputError
from timeline.events.columns import COLUMNS, VISIBILITIES, is_address, several
from timeline.events.frame import about, cells, settings_of
from timeline.events.requests import link
from timeline.publish.digest import digest
from timeline.publish.tables import as_of_day
from timeline.view.cards import cards_of, deadline_said, shown_date, title_of
from timeline.view.filters import Filter, filter_events
from timeline.view.rows import rows_of, true_order
from timeline.view.story import MOST, key_story, story_of
from timeline.view.summary import conclusion
from timeline.view.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from timeline.view.rows import Row

_RULED: Final = re.compile(r"admi(t|s)", re.IGNORECASE)  # admitted, admissible, admisible, admitido
PROFILES: Final = ("", "illustrative", "summary")
"""What a document is for: counsel's own use; an illustrative aid (Fed. R. Evid. 107); a summary (Rule 1006)."""


class Source(NamedTuple):
    """Where an event comes from: a document, its address where it has one, a copy, and the place in it."""

    text: str
    url: str | None
    archive: str | None
    at: str


@dataclass(frozen=True)
class Entry:
    """One numbered event or deadline, in words that are ready to print. ``row`` is its row of the table."""

    number: int
    id: str
    when: str
    kind: str
    title: str
    body: tuple[str, ...]
    short: tuple[str, ...]
    """The body without what the law says beside a deadline: what has to stand wherever its date does."""
    contests: str
    """What another account tells differently, in its own words; "" for every other entry."""
    status: str
    people: str
    agency: str
    matter: str
    exhibit: str
    bates: str
    quote: str
    tags: tuple[str, ...]
    sources: tuple[Source, ...]
    count: dict[str, Any] | None
    row: Row

    @property
    def computed(self) -> bool:
        """Whether the program counted it; else a row of the table says it."""
        return bool(self.row["computed"] == "yes")

    @property
    def said(self) -> str:
        """Return the entry in a line: what a shape says that stands for it."""
        return f"{self.when}: {self.kind}. {self.title}. {self.status}"

    @property
    def rival(self) -> bool:
        """Whether it is another account of what a different entry says."""
        return bool(self.row["claim_of"])


@dataclass(frozen=True)
class Record:
    """All that a document says of a table: the entries that a filter keeps, in true order, and what they are of."""

    say: Words
    title: str
    subtitle: str
    conclusion: tuple[str, ...]
    as_of: str
    audience: str
    digest: str
    profile: str
    entries: tuple[Entry, ...]
    chosen: tuple[tuple[Entry, str], ...]
    """The entries of the story, each with its sentence; else those that matter most."""
    told: str
    """What chose them: ``story``, the table's own; ``key``, its tags and kinds; "" where they are simply the first."""
    rows: int
    """How many rows of the table are released."""
    computed: int
    """How many deadlines are computed from them."""
    criteria: str
    """The filter in words, "" where it keeps everything."""

    @property
    def as_of_text(self) -> str:
        """Return the day that the record speaks for, as a sentence; "" for a table without any date."""
        return self.say("page.as_of", day=self.say.day(date.fromisoformat(self.as_of))) if self.as_of else ""

    @property
    def facts(self) -> list[Entry]:
        """Return the entries that rows of the table state; the others were counted."""
        return [entry for entry in self.entries if not entry.computed]

    @property
    def covers(self) -> str:
        """Say how many of how many rows and of how many deadlines are included, and by which filter."""
        say, shown, due = self.say, len(self.facts), len(self.deadlines)
        if shown == self.rows and due == self.computed:
            told = [say("document.covers_all", shown)]
        else:
            criteria = self.criteria or say.filter_sentence({})
            told = [say("document.covers_some", self.rows, shown=say.number(shown), criteria=criteria)]
        if rivals := sum(entry.rival for entry in self.entries):
            told.append(say("document.covers_rivals", rivals))
        if self.computed:
            told.append(say("document.covers_deadlines", self.computed, shown=say.number(due)))
        return " ".join(told)

    @property
    def audience_said(self) -> str:
        """Say that the record is not for everybody; "" where it is."""
        return "" if self.audience == VISIBILITIES[0] else self.say(f"document.audience_{self.audience}")

    def stamp(self, own: str | None = None) -> str:
        """Return what is printed on every page: of an aid its usual words or the writer's own; a summary has both.

        Raises OutputError for an aid that would say nothing, and where a profile would say what a court alone may.
        """
        own = own if own is None else own.strip()
        if self.profile and own and _RULED.search(own):
            msg = f"stamp {own!r}: a profile never says what is evidence or admitted; a court decides that"
            raise OutputError(msg)
        if self.profile == "summary":
            said = self.say("document.summary", len(self.facts))
            due = self.say("document.summary_deadlines", len(self.deadlines)) if self.deadlines else ""
            return " · ".join(filter(None, (own, f"{said}{due}")))
        if self.profile and own == "":
            msg = "stamp '': an illustrative aid says on every page what it is; give other words, or leave --stamp out"
            raise OutputError(msg)
        return own or (self.say("document.illustrative") if self.profile else "")

    @property
    def sources(self) -> list[tuple[Source, list[int]]]:
        """Return every document that the entries name, in the order of the alphabet, with the entries' numbers."""
        found: dict[Source, dict[int, None]] = {}
        for entry in self.entries:
            for source in entry.sources:
                found.setdefault(source._replace(at=""), {})[entry.number] = None
        listed = [(source, list(numbers)) for source, numbers in found.items()]
        return sorted(listed, key=lambda pair: (pair[0].text.casefold(), pair[0].url or ""))

    @property
    def deadlines(self) -> list[Entry]:
        """Return the entries that the program counted."""
        return [entry for entry in self.entries if entry.computed]

    @property
    def chosen_by(self) -> str:
        """Say which events have a slide of their own, and why; "" where nothing chose them."""
        if not self.told:
            return ""
        n = sum(not entry.computed for entry, _ in self.chosen)
        due = [self.say("document.chosen_deadlines")] if self.deadlines else []
        return " ".join([self.say(f"document.chosen_{self.told}", n), *due])


def record_of(
    released: pd.DataFrame,
    *,
    filter: Filter | None = None,  # noqa: A002 - the word of the contract
    title: str | None = None,
    lang: str = "en",
    profile: str = "",
) -> Record:
    """Return a released table as a record of numbered entries.

    Raises OutputError where the filter keeps nothing, and with the profile "summary", all rows at once, where an entry
    that the table states has no source.

    >>> from timeline.view.release import release
    >>> record = record_of(release("events.csv"))
    >>> record.entries[0].number, record.rows == len(record.facts)
    (1, True)
    """
    # Whoever may rule on it is to find no argument in the words: days are counted, and nothing is called late.
    say = words(known_language(lang), neutral=bool(known_profile(profile)))
    rows = rows_of(released)
    cards = dict(zip((row["id"] for row in rows), cards_of(released, rows, lang, say), strict=True))
    kept = set(filter_events(released, filter)["id"])
    if rows and not kept:
        msg = "not written: the filter keeps none of the events"
        raise OutputError(msg)
    shown = [rows[place] for place in true_order(rows) if rows[place]["id"] in kept]
    by_id = {row["id"]: row for row in rows}
    entries = tuple(_entry(number, row, cards[row["id"]], say, by_id) for number, row in enumerate(shown, 1))
    if profile == "summary":
        _sourced(entries, released)
    heading, subtitle = settings_of(released).heading(lang)
    computed = sum(row["computed"] == "yes" for row in rows)
    told, chosen = _chosen(released, entries)
    if profile:  # a story's sentences are its writer's
        chosen = tuple((entry, "") for entry, _ in chosen)
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    return Record(
        say=say,
        title=(heading if title is None else title) or say("page.timeline"),
        subtitle=subtitle,
        conclusion=tuple(conclusion(released, say, kept)),
        as_of=as_of_day(released),
        audience=about(released)["audience"],
        digest=digest(released),
        profile=profile,
        entries=entries,
        chosen=chosen,
        told=told,
        rows=len(rows) - computed,
        computed=computed,
        criteria=filter.sentence(lang, among=kinds) if filter and filter != Filter() else "",
    )


def known_profile(name: str) -> str:
    """Return the name of a profile, or raise an OutputError that says which there are."""
    if name not in PROFILES:
        msg = f"profile {name!r}: there is none; expected one of {', '.join(PROFILES[1:])}"
        raise OutputError(msg)
    return name


def known_language(lang: str) -> str:
    """Return the one language of a document, or raise an OutputError."""
    if "," in lang:
        msg = f"lang {lang!r}: a document has one language; write one for each, such as --lang es"
        raise OutputError(msg)
    return lang


def _entry(number: int, row: Row, card: dict[str, Any], say: Words, by_id: dict[str, Row]) -> Entry:
    computed = row["computed"] == "yes"
    # A document that a profile makes for a court counts days, and leaves to counsel what follows from them by law.
    lawless = computed and say.neutral
    body = tuple(map(str, deadline_said(row, say, by_id, law=False) if lawless else filter(None, card["body"])))
    told = [by_id[name] for name in several(row["claim_of"]) if name in by_id]
    return Entry(
        number=number,
        id=row["id"],
        when=shown_date(row, say),
        kind=say.label("kinds", row["kind"]),
        title=str(card["title"]),
        body=body,
        short=tuple(map(str, deadline_said(row, say, by_id, full=False))) if computed else body,
        contests="; ".join(f"{title_of(one, say)} ({shown_date(one, say)})" for one in told),
        status=_status(row, say),
        people="; ".join(several(row["actors"])),
        agency="; ".join(several(row["agency"])),
        matter=row["matter"],
        exhibit="" if computed else row["exhibit"],
        bates="" if computed else row["bates"],
        quote=row["quote"],
        tags=tuple(several(row["tags"])),
        sources=tuple(Source(one["text"], one["url"], one["archive"], one["at"]) for one in card["sources"]),
        count=card["count"],
        row=row,
    )


def _status(row: Row, say: Words) -> str:
    """Say how an entry stands: a deadline by its status, an event by its certainty, and whether it is an account."""
    if row["computed"] == "yes":
        return f"{say('page.computed')} · {say.status(row)}"
    told = [say.label("certainty", row["certainty"])] if row["certainty"] else []
    return " · ".join([*told, *([say("page.claim")] if row["claim_of"] else [])])


def _chosen(released: pd.DataFrame, entries: Sequence[Entry]) -> tuple[str, tuple[tuple[Entry, str], ...]]:
    by_id = {entry.id: entry for entry in entries}
    for what, story in (("story", story_of(released)), ("key", key_story([entry.row for entry in entries]))):
        if chosen := tuple((by_id[name], text) for name, text in story if name in by_id):
            return what, chosen
    return "", tuple((entry, "") for entry in entries[:MOST])


def _sourced(entries: Sequence[Entry], released: pd.DataFrame) -> None:
    """Refuse a summary of which an entry rests on nothing, or a deadline on rows that are not in it."""
    bare = [e for e in entries if not e.computed and not e.sources and not is_address(e.row["source_url"])]
    if bare:
        listed = "\n".join(f"  row {e.row['row']}, {e.id}: {e.title}" for e in bare)
        msg = (
            "not written: a summary names a source for every row, and these have none. Fill in source_title, exhibit "
            f"or bates, or leave the rows and the deadlines that rest on them out with a filter.\n{listed}"
        )
        raise OutputError(msg)
    if missing := sorted(set(_missing(entries, released))):
        listed = "\n".join(f"  row {row}, {name}: {of} rests on it" for row, name, of in missing)
        msg = (
            "not written: a summary holds the rows that its deadlines rest on, and the filter leaves these out. Let it "
            f"keep them, or leave out the deadlines too.\n{listed}"
        )
        raise OutputError(msg)


def _missing(entries: Sequence[Entry], released: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """Yield the rows that deadlines among the entries rest on and that are no entries: number, id, and of which."""
    stated = released[released["computed"] != "yes"]
    columns = {name: cells(stated, name) for name in COLUMNS}
    links = link(columns, cells(stated, "row"), settings_of(released))
    kept, places = {entry.id for entry in entries}, {name: place for place, name in enumerate(columns["id"])}
    for entry in entries:
        if not entry.computed:
            continue
        of_request = [one.place for one in links.rows if one.id == entry.row["request"]]
        for request, found in links.rows.items():
            if request.id == entry.row["request"] and request.agency == entry.row["agency"]:
                of_request += found
        claims = [places[name] for one in entry.row["readings"] or () for name in one["claims"] if name in places]
        for place in (*of_request, *claims):
            if columns["id"][place] not in kept:
                yield int(stated["row"].iloc[place]), columns["id"][place], entry.id
