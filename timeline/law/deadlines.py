"""Computed deadlines as rows of the event table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import DateError, EventsError
from timeline.events.columns import BOUNDS, COLUMNS, COMPUTED, VISIBILITIES
from timeline.events.dates import UNDATED, parse_edtf
from timeline.events.frame import about, cells, dates_of, is_read, say_about, settings_of
from timeline.events.reading import current, read_events
from timeline.events.requests import Links, Request, link
from timeline.law.accounts import Claim, Reading, readings
from timeline.law.clocks import Standing, stand
from timeline.law.facts import Fact, fact_at
from timeline.law.followups import beside_own, concerning, follow_ups, own_start, rule_of
from timeline.law.named import rule_problems
from timeline.law.provisions import Provision, provisions
from timeline.law.terms import terms_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from timeline.events.dates import ImpreciseDate
    from timeline.events.settings import Settings
    from timeline.law.closings import Closing
    from timeline.law.options import Terms
    from timeline.law.rules import Rule

SAID: Final = (
    "date", "status", "days_overdue_min", "days_overdue_max", "assumptions", "readings", "provisions", "trigger",
    "reason",
)  # fmt: skip
"""What a computed deadline says: if leaving rows out changes one of these, the rows cannot be left out."""

_NO_CLOCK: Final = frozenset({"undated_request", "dated_only_by_suit", "span_trigger"})


def add_deadlines(
    events: str | os.PathLike[str] | pd.DataFrame,
    *,
    as_of: str | date | None = None,
    closings: str | os.PathLike[str] | Sequence[Closing] | None = None,
) -> pd.DataFrame:
    """Add a row for every deadline of every request, with its status on a day.

    Each ``foia_request`` row and each of its agencies gets one row of kind ``deadline`` with the id
    REQUEST/AGENCY/RULE, and one more for each clock that its rows have started since, as an appeal does, or name in
    ``rule``: its due
    ``date`` (empty where nothing may be said, with the ``reason``), ``status``, days overdue (whole days,
    ``days_overdue_min`` and ``_max``; NA where open), ``assumptions``, ``readings`` under rival accounts, without
    a pause or an extension and under other readings of the law, ``provisions`` that hold beside it (when suit may come
    after silence), ``trigger``, ``citation``. Deadlines computed before are computed anew. ``as_of`` is the
    day the statuses are true on: the argument, else that of ``events.toml``, else the latest date in the table; never
    today. ``closings`` are days off that no calendar knows, as a ``closings.csv`` or read from one: the argument, else
    those that ``events.toml`` names. Its table ``[law]`` has what else is chosen where the law leaves it open.

    Raises EventsError for a ``rule`` that does not exist and for wrong closings or choices, DateError for an ``as_of``
    that is no day.

    Not legal advice: every number holds under the assumptions beside it.

    >>> import pandas as pd
    >>> from timeline import read_events
    >>> table = pd.DataFrame({"date": ["2020-10-20"], "kind": ["foia_request"], "agency": ["ICE"], "title": ["Ask"]})
    >>> add_deadlines(read_events(table), as_of="2020-11-01")[["date", "status"]].iloc[1].tolist()
    ['2020-11-18', 'pending']
    """
    import pandas as pd  # noqa: PLC0415 - `timeline check` asks for problems without pandas

    read: pd.DataFrame = events if is_read(events) else read_events(events)  # type: ignore[assignment]  # is_read tells
    base = read[read["computed"] != "yes"] if "computed" in read else read
    own = [name for name in base.columns if name not in (*COMPUTED, "by_audience")]
    base = current(base[own].reset_index(drop=True))
    if closings is None and base is not read:
        closings = about(read).get("closings")  # those that the deadlines were computed with before
    terms, problems = terms_of(settings_of(base), closings=closings)
    table = _Table.of(base, terms)
    problems += rule_problems(table.columns, table.rows)
    if any(problem.severity == "error" for problem in problems):
        raise EventsError(str(about(base).get("name", "the table")), problems)
    said = {audience: _deadlines(table.seen_by(audience), as_of) for audience in table.audiences}
    widest = said[VISIBILITIES[-1]]
    records = []
    for name, record in widest.items():
        narrower = {a: rows[name] for a, rows in said.items() if name in rows and a != VISIBILITIES[-1]}
        records.append(record | {"by_audience": narrower if len(said) > 1 else None})
    added = pd.DataFrame.from_records(records, columns=[*COLUMNS, *BOUNDS, "qualifier", *COMPUTED, "by_audience"])
    result = pd.concat([_ready(base), _typed(added)], ignore_index=True)
    result["row"] = result["row"].fillna(0).astype("int64")
    for name in result.columns:
        if result[name].dtype == "str":
            result[name] = result[name].fillna("")
    days = {a: _as_of(table.seen_by(a), as_of) for a in table.audiences}
    marks = zip(result["id"], result["visibility"], strict=True)
    computed = {
        "as_of": {a: day.isoformat() if day else "" for a, day in days.items()},
        "closings": closings,
        "terms": terms,
        # What the deadlines rest on, so that `release` notices rows left out or marked anew since.
        "rows": len(base),
        "withheld": {name: seen for name, seen in marks if seen not in ("", VISIBILITIES[0])},
    }
    say_about(result, {**about(base), **computed})
    return result


@dataclass(frozen=True, slots=True)
class _Table:
    """The base table as plain lists, which is what the law's core works on."""

    columns: Mapping[str, Sequence[str]]
    dates: Sequence[ImpreciseDate]
    rows: Sequence[int]
    settings: Settings
    terms: Terms

    @classmethod
    def of(cls, frame: pd.DataFrame, terms: Terms) -> _Table:
        columns = {name: cells(frame, name) for name in COLUMNS}
        return cls(columns, dates_of(frame), cells(frame, "row"), settings_of(frame), terms)

    @property
    def audiences(self) -> tuple[str, ...]:
        """The audiences that see different rows; always the widest."""
        present = [VISIBILITIES.index(seen or "public") for seen in set(self.columns["visibility"])]
        return VISIBILITIES if max(present, default=0) else VISIBILITIES[-1:]

    def seen_by(self, audience: str) -> _Table:
        allowed = {"", *VISIBILITIES[: VISIBILITIES.index(audience) + 1]}
        keep = [place for place, seen in enumerate(self.columns["visibility"]) if seen in allowed]
        if len(keep) == len(self.rows):
            return self
        columns = {name: [cells[place] for place in keep] for name, cells in self.columns.items()}
        return _Table(columns, [self.dates[p] for p in keep], [self.rows[p] for p in keep], self.settings, self.terms)


def _as_of(table: _Table, given: str | date | None) -> date | None:
    """Return the day that statuses are true on: as given, as the settings say, or the table's latest date."""
    if given is None and table.settings.as_of:
        given = table.settings.as_of
    if isinstance(given, date):
        return date(given.year, given.month, given.day)
    if given is not None:
        when = parse_edtf(str(given))
        if not when.is_exact:
            msg = f"as of {given}: expected one day, such as 2021-04-13"
            raise DateError(msg)
        return when.earliest
    days = [
        day for when in table.dates for day in (when.earliest, when.latest, when.end_earliest, when.end_latest) if day
    ]
    return max(days, default=None)


def _deadlines(table: _Table, given: str | date | None) -> dict[str, dict[str, Any]]:
    day = _as_of(table, given)
    links = link(table.columns, table.rows, table.settings)
    records = {}
    for request, places in links.rows.items() if day else ():
        for record in _records(table, links, request, places, day):  # type: ignore[arg-type]  # `if day` above
            records[record["id"]] = record
    return records


def _records(
    table: _Table, links: Links, request: Request, places: Sequence[int], day: date
) -> Iterator[dict[str, Any]]:
    """Yield the request's own deadline, then those that its rows have started since."""
    columns, place = table.columns, request.place
    rule, assumed = rule_of(columns["rule"][place], columns["jurisdiction"][place])
    asked, *facts = (
        fact_at(columns, table.dates, p, request=request, settings=table.settings) for p in (place, *places)
    )
    start, bearing, missing = own_start(rule, asked, facts)
    own = _record(table, links, request, start, bearing, rule=rule, assumed=assumed, day=day)
    if missing:
        own |= {"reason": missing, "trigger_id": asked.id}
    yield own
    for further in beside_own(rule):
        yield _record(table, links, request, asked, facts, rule=further, assumed=assumed, day=day)
    seen = dict(zip((f.id for f in facts), (columns["visibility"][p] for p in places), strict=True))
    for further, triggers in follow_ups(rule, facts):
        several = len(triggers) > 1
        start = Fact("", triggers[0].kind, UNDATED) if several else triggers[0]
        about = [] if several else concerning(further, start, facts)
        record = _record(table, links, request, start, about, rule=further, assumed=assumed, day=day)
        if several:
            record |= {"reason": "several_triggers", "trigger_id": asked.id}
        elif record["reason"] in _NO_CLOCK:
            continue  # what no source dates starts no clock that could be shown; the request's own row says so of it
        # Whoever may not see what started it may not see that it runs.
        marks = [columns["visibility"][place], *(seen[t.id] for t in triggers)]
        record["visibility"] = max(marks, key=lambda seen: VISIBILITIES.index(seen or VISIBILITIES[0]))
        yield record


def _record(
    table: _Table, links: Links, request: Request, asked: Fact, facts: Sequence[Fact], *,
    rule: Rule | None, assumed: tuple[str, ...], day: date,
) -> dict[str, Any]:  # fmt: skip
    columns, place = table.columns, request.place
    deadline_id = f"{request.id}/{request.agency}/{rule.id if rule else 'no-rule'}"
    claims = [
        Claim(
            fact_id,
            table.dates[p],
            columns["source_title"][p] or columns["title"][p],
            columns["kind"][p],
            columns["id"][p],
        )
        for fact_id in dict.fromkeys((deadline_id, asked.id, *(f.id for f in facts)))
        for p in links.claims.get(fact_id, ())
        if not columns["agency"][p] or request.agency in table.settings.canonical(columns["agency"][p])
    ]
    terms = table.terms.of(request.agency)
    standing = stand(rule, asked, facts, day, terms)
    others = readings(rule, asked, facts, claims, deadline_id=deadline_id, as_of=day, terms=terms)
    beside = list(provisions(rule, asked, facts, standing, day, others=others, terms=terms))
    inherited = ("matter", "lane", "jurisdiction", "visibility", "tags")
    return dict.fromkeys(COLUMNS, "") | {name: columns[name][place] for name in inherited} | {
        "id": deadline_id,
        "kind": "deadline",
        "title": rule.title if rule else "Answer",
        "agency": request.agency,
        "request": request.id,
        "rule": rule.id if rule else "",
        "source_title": _citation(rule, standing),
        "source_url": rule.sources[0] if rule else "",
        "citation": _citation(rule, standing),
        **_bounds(standing.due),
        "computed": "yes",
        "as_of": day.isoformat(),
        **_said(standing, others, beside, assumed),
    }  # fmt: skip


def _citation(rule: Rule | None, standing: Standing) -> str:
    if rule is None:
        return ""
    when = standing.trigger.latest or standing.trigger.earliest
    in_force = [v for v in rule.versions if when and v.in_force_from <= when <= (v.in_force_to or when)]
    return (in_force or rule.versions)[-1].citation


def _bounds(when: ImpreciseDate) -> dict[str, Any]:
    return {"date": when.edtf, "qualifier": when.qualifier, **{name: getattr(when, name) for name in BOUNDS}}


def _said(
    standing: Standing, others: Sequence[Reading], beside: Sequence[Provision], assumed: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "status": standing.status,
        "trigger_id": standing.trigger_id,
        "trigger": standing.trigger.edtf,
        "days_overdue_min": standing.days_min,
        "days_overdue_max": standing.days_max,
        # Where no due date is said there is no number that an assumption could belong to.
        "assumptions": "" if standing.due.is_undated else "; ".join((*assumed, *standing.assumptions)),
        "readings": [
            {
                "account": r.account,
                "due": r.due.edtf or None,
                "days_overdue": {"min": r.days_min, "max": r.days_max},
                "status": r.status,
                "reason": r.reason,
                "claims": list(r.claims),
                "word": r.word,
            }
            for r in others
        ],
        "provisions": [provision.as_dict() for provision in beside],
        "reason": standing.reason,
        "stopped_by": standing.stopped_by,
        "reported_by": "; ".join(standing.reported_by),
        "counted_with": "; ".join(standing.counted_with),
    }


def _ready(base: pd.DataFrame) -> pd.DataFrame:
    """Give the base table the law's columns, empty."""
    return _typed(base.reindex(columns=[*base.columns, *COMPUTED, "by_audience"]))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - as in add_deadlines

    days = dict.fromkeys(BOUNDS, "datetime64[s]")
    counts = {"days_overdue_min": "Int64", "days_overdue_max": "Int64"}
    objects = {"readings": "object", "provisions": "object", "by_audience": "object"}
    texts = {name: "str" for name in (*COLUMNS, "qualifier", *COMPUTED) if name not in {*counts, *objects}}
    frame = frame.astype({k: v for k, v in (texts | days | counts | objects).items() if k in frame.columns})
    lists = {
        name: pd.Series([value if isinstance(value, list) else [] for value in frame[name]], frame.index, "object")
        for name in ("readings", "provisions")
    }
    seen = [value if isinstance(value, dict) else None for value in frame["by_audience"]]
    return frame.assign(**lists, by_audience=pd.Series(seen, frame.index, "object"))
