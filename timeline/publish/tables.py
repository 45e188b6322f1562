"""The events as tables for other programs: CSV, JSON, and the deadlines as the command line prints them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from timeline.events.columns import COLUMNS, COMPUTED, DERIVED, several
from timeline.events.frame import about, settings_of
from timeline.events.source import GUARDED
from timeline.publish.files import check_target, write_file
from timeline.view.filters import filter_events
from timeline.view.release import release
from timeline.view.words import words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from timeline.view.filters import Filter

_ALWAYS: Final = ("id", "date", "title")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def write_csv(
    events: str | os.PathLike[str] | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    audience: str = "public",
    as_of: str | date | None = None,
    filter: Filter | None = None,  # noqa: A002 - the word of the contract
) -> Path:
    """Write the events and their computed deadlines as a CSV file that ``read_events`` reads again.

    Has the contract's columns that are used, the table's own, and those of the law (``computed`` is yes on the rows
    that the program made); never ``note``. Text that a spreadsheet would run as a formula has an apostrophe before it.

    >>> import pandas as pd, tempfile
    >>> table = pd.DataFrame({"id": ["r"], "date": ["2020-10-20"], "title": ["=Request"]})
    >>> path = write_csv(table, tempfile.mkdtemp() + "/events.csv")
    >>> path.read_text(encoding="utf-8").splitlines()[1].split(",")[:4]
    ['r', '2020-10-20', 'event', "'=Request"]
    """
    check_target(path, ".csv")
    table = filter_events(release(events, audience=audience, as_of=as_of), filter)
    rows = list(_rows(table))
    used = [name for name in COLUMNS if name != "note" and (name in _ALWAYS or any(row[name] for row in rows))]
    names = [*used, *_own(table), *COMPUTED]
    return write_file(path, csv_text(names, ([row[name] for name in names] for row in rows)))


def write_json(
    events: str | os.PathLike[str] | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    audience: str = "public",
    as_of: str | date | None = None,
    filter: Filter | None = None,  # noqa: A002 - the word of the contract
    title: str | None = None,
) -> Path:
    """Write the events and their computed deadlines as one JSON file; ``schemas/export.json`` says what is in it.

    >>> import pandas as pd, tempfile
    >>> table = pd.DataFrame({"id": ["r"], "date": ["2020-10-20"], "title": ["Request"]})
    >>> json.loads(write_json(table, tempfile.mkdtemp() + "/events.json").read_text(encoding="utf-8"))["events"]
    [{'id': 'r', 'date': '2020-10-20', 'kind': 'event', 'title': 'Request'}]
    """
    check_target(path, ".json")
    released = release(events, audience=audience, as_of=as_of)
    table = filter_events(released, filter)
    names = [*(name for name in COLUMNS if name != "note"), *_own(table)]
    content = {
        "title": settings_of(released).title if title is None else title,
        "as_of": as_of_day(released),
        "events": [
            {name: row[name] for name in names if row[name]} for row in _rows(table) if row["computed"] != "yes"
        ],
        "deadlines": deadline_list(table),
    }
    return write_file(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def deadline_list(released: pd.DataFrame, lang: str = "en") -> list[dict[str, Any]]:
    """Return the computed deadlines of released events as plain values, in the contract's form.

    ``due`` is None where nothing may be said; wherever something is held back, ``reason`` says why in a sentence.
    """
    found = []
    for row in released[released["computed"] == "yes"].to_dict("records"):
        low, high = (_count(row[f"days_overdue_{end}"]) for end in ("min", "max"))
        record = {
            "id": row["id"],
            "matter": row["matter"],
            "agency": row["agency"],
            "request": row["request"],
            "rule": row["rule"] or None,
            "trigger_id": row["trigger_id"],
            "due": row["date"] or None,
            "status": row["status"],
            "as_of": row["as_of"],
            "days_overdue": {"min": low, "max": high},
            "assumptions": list(several(row["assumptions"])),
            "readings": [{key: one[key] for key in ("account", "due", "days_overdue")} for one in row["readings"]],
            "citation": row["citation"] or None,
        }
        if row["reason"]:
            record["reason"] = f"{_sentence(words(lang).label('reasons', row['reason']))}."
        found.append(record)
    return found


def deadlines_csv(deadlines: Iterable[dict[str, Any]]) -> str:
    """Return deadlines in the contract's form as CSV, a line each; readings stay JSON."""
    flat = []
    for one in deadlines:
        days = {f"days_overdue_{end}": one["days_overdue"][end] for end in ("min", "max")}
        lists = {"assumptions": "; ".join(one["assumptions"]), "readings": _json(one["readings"])}
        rest = {key: value for key, value in one.items() if key not in ("days_overdue", "assumptions", "readings")}
        flat.append({key: "" if value is None else str(value) for key, value in (rest | days | lists).items()})
    names = (
        "id", "matter", "agency", "request", "rule", "trigger_id", "due", "status", "as_of", "days_overdue_min",
        "days_overdue_max", "assumptions", "readings", "citation", "reason",
    )  # fmt: skip
    return csv_text(names, ([row.get(name, "") for name in names] for row in flat))


def csv_text(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text, with nothing in it that a spreadsheet would run."""
    return "".join(",".join(map(_cell, row)) + "\n" for row in (names, *rows))


def as_of_day(released: pd.DataFrame) -> str:
    """Return the day that released events speak for."""
    return str(about(released).get("as_of", ""))


def _rows(table: pd.DataFrame) -> Iterable[dict[str, str]]:
    """Yield every row as the text that reading it again takes for the same."""
    for row in table.to_dict("records"):
        cells = {str(name): value for name, value in row.items()}
        if not cells["date"] and cells["computed"] != "yes":
            cells["date"] = "TBD"
        cells |= {name: _json(cells[name]) for name in ("readings", "provisions")}
        cells |= {name: "" if (n := _count(cells[name])) is None else str(n) for name in _COUNTS}
        yield cells


_COUNTS: Final = ("days_overdue_min", "days_overdue_max")


def _own(table: pd.DataFrame) -> list[str]:
    return [name for name in table.columns if name not in {*COLUMNS, *DERIVED, *COMPUTED}]


def _cell(text: str) -> str:
    text = text.replace("\x00", "")
    if GUARDED.match(f"'{text}") and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    # Not the csv module, which in Python 3.11 leaves a lone carriage return bare: the row would end there.
    return '"' + text.replace('"', '""') + '"' if re.search('[,"\r\n]', text) else text


def _count(value: Any) -> int | None:  # noqa: ANN401 - a number, or pandas' sign for none
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
