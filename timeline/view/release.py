"""What leaves: the one place where rows and columns are left out of an output."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from timeline.errors import ReleaseError
from timeline.events.columns import COLUMNS, VISIBILITIES, several
from timeline.events.frame import about, is_read, say_about, settings_of
from timeline.events.requests import link
from timeline.law.deadlines import SAID, add_deadlines

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pandas as pd

    from timeline.events.settings import Settings
    from timeline.law.options import Terms


def release(
    events: str | os.PathLike[str] | pd.DataFrame, *, audience: str = "public", as_of: str | date | None = None
) -> pd.DataFrame:
    """Return the events that an audience may see, with deadlines as they stand on those rows alone.

    Leaves out the column ``note`` and every row above the audience, before anything is computed for the output.
    Raises ReleaseError, and names the rows, where that would change what a remaining row says: a public request
    would look silent without its privileged answer.

    >>> set(release("events.csv")["note"])
    {''}
    """
    import pandas as pd  # noqa: PLC0415 - nothing is imported before it is used

    allowed = marks_for(audience)
    table = _computed(events, as_of)
    seen = table["visibility"].isin(allowed)
    meta = about(table)
    gone = {name for name, visibility in meta["withheld"].items() if visibility not in allowed}
    pruned = table[seen].assign(
        request=["; ".join(i for i in several(cell) if i not in gone) for cell in table.loc[seen, "request"]]
    )
    settings, left = settings_of(table), table[seen]
    problems = [*_orphans(left, gone), *_moves(left, pruned, settings), *_changes(left, audience)]
    if problems:
        withheld = "; ".join(_where(row) for _, row in table[~seen].iterrows() if row["computed"] != "yes")
        listed = "\n".join(f"  {problem}" for problem in problems)
        msg = (
            f"not written: without the rows that are not for the audience {audience} "
            f"({withheld or 'filtered before'}), other rows would say something else:\n{listed}\n"
            "Give those rows the same visibility, or export for an audience that may see them (--audience).\n"
            "Where only the as-of day moved, because it is the table's latest date, name the day (--as-of)."
        )
        raise ReleaseError(msg, table.loc[~seen & table["computed"].ne("yes"), "row"].tolist())
    out = pruned.reset_index(drop=True).drop(columns="by_audience")
    for place, record in enumerate(table.loc[seen, "by_audience"]):
        if isinstance(record, dict) and audience in record:
            for name, value in record[audience].items():
                # Not .loc, which would spread a list over cells; and no cell of days takes a plain date.
                out.at[place, name] = pd.Timestamp(value) if isinstance(value, date) else value  # noqa: PD008
    out["note"] = ""
    day = meta["as_of"].get(audience, meta["as_of"].get(VISIBILITIES[-1], ""))
    said = {
        "folder": meta.get("folder", ""),
        "settings": _settings(settings, out),
        "as_of": day,
        "audience": audience,
        "terms": _terms(meta["terms"], out),
    }
    say_about(out, said)
    return out


def marks_for(audience: str) -> tuple[str, ...]:
    """Return the marks of the rows that an audience may see. Raises ReleaseError for an audience that is none."""
    if audience not in VISIBILITIES:
        msg = f"there is no audience {audience}; expected one of {', '.join(VISIBILITIES)}"
        raise ReleaseError(msg)
    return "", *VISIBILITIES[: VISIBILITIES.index(audience) + 1]


def _computed(events: str | os.PathLike[str] | pd.DataFrame, as_of: str | date | None) -> pd.DataFrame:
    """Return the table with deadlines that rest on all of its rows, as they are marked now."""
    if "computed" not in getattr(events, "columns", ()) or not is_read(events):
        return add_deadlines(events, as_of=as_of)
    table: pd.DataFrame = events  # type: ignore[assignment]  # is_read tells
    meta = about(table)
    base = table[table["computed"] != "yes"]
    marks = zip(base["id"], base["visibility"].replace(VISIBILITIES[0], ""), strict=True)
    if "withheld" not in meta or any(meta["withheld"].get(name, "") != seen for name, seen in marks):
        msg = (
            "not written: rows were added or their visibility was changed after the deadlines were computed, "
            "so it is not known what they rest on. Call add_deadlines on the table again."
        )
        raise ReleaseError(msg)
    if as_of is None or {str(as_of)[:10]} == set(meta["as_of"].values()):
        return table
    if len(base) != meta["rows"]:
        msg = (
            f"not written: rows were left out after the deadlines were computed, so these cannot be computed for "
            f"{as_of}. Give as_of to add_deadlines, and filter after it."
        )
        raise ReleaseError(msg)
    return add_deadlines(table, as_of=as_of)


def _where(row: pd.Series[Any]) -> str:
    return f"row {row['row']}, {row['id']}"


def _orphans(left: pd.DataFrame, gone: set[str]) -> list[str]:
    """A claim whose event is left out would look like an event of its own."""
    return [
        f"{_where(row)}: tells {name} differently, which would be left out"
        for _, row in left[left["claim_of"].ne("")].iterrows()
        for name in several(row["claim_of"])
        if name in gone or any(name.startswith(f"{request}/") for request in gone)
    ]


def _moves(left: pd.DataFrame, pruned: pd.DataFrame, settings: Settings) -> list[str]:
    """A row whose request is left out would seem to belong to another one of its matter and agency."""
    changed = left["request"].ne(pruned["request"])
    if not changed.any():
        return []
    before, after = (
        link({name: frame[name].tolist() for name in COLUMNS}, frame["row"].tolist(), settings).rows
        for frame in (left, pruned)
    )
    return [
        f"{_where(left.iloc[place])}: would seem to belong to the request {request.id}, since its own would be left out"
        for request, places in after.items()
        for place in places
        if place not in before[request]
    ]


def _changes(left: pd.DataFrame, audience: str) -> list[str]:
    changed = []
    for _, row in left[left["by_audience"].notna()].iterrows():
        record = row["by_audience"].get(audience)
        if record is None and audience != VISIBILITIES[-1]:
            changed.append(f"{row['id']}: the deadline would not be computed at all")
            continue
        for name in SAID if record else ():
            if _plain(row[name]) != _plain(record[name]):
                now, then = _plain(row[name]), _plain(record[name])
                changed.append(f"{row['id']}: {name} would read {then!r} instead of {now!r}")
                break
    return changed


def _terms(terms: Terms, out: pd.DataFrame) -> Terms:
    """Return what the deadlines were counted by without the closings of agencies that only rows left out have."""
    seen = {name.casefold() for cell in set(out["agency"]) for name in several(cell)}
    closings = tuple(one for one in terms.closings if not one.agency or one.agency.casefold() in seen)
    return replace(terms, closings=closings)


def _settings(settings: Settings, out: pd.DataFrame) -> Mapping[str, Any]:
    """Return what is said about the table without lanes and agencies that only rows left out have."""
    lanes, agencies = {*out["lane"], *out["matter"]}, {name for cell in set(out["agency"]) for name in several(cell)}
    seen = {name.casefold() for name in agencies}
    values = settings.as_dict() | {"closings": "", "law": {}}  # the deadlines are computed
    values["lanes"] = [name for name in values["lanes"] if name in lanes]
    values["agencies"] = {
        name: [alias for alias in aliases if alias.casefold() in seen]
        for name, aliases in values["agencies"].items()
        if not seen.isdisjoint(alias.casefold() for alias in (name, *aliases))
    }
    return values


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    import pandas as pd  # noqa: PLC0415

    return value if isinstance(value, list) else "" if pd.isna(value) else value
