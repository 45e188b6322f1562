"""What the command line prints for people: a checked table, its deadlines, and nothing that a terminal would obey."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timeline.errors import Problem
    from timeline.events.reading import Events
    from timeline.view.words import Words

ECHOES: Final = 10
PROBLEMS: Final = 100
"""How many of each are printed; a column misread in a large table would bury what matters."""

_ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 without a byte order mark",
    "utf-16-be": "UTF-16 without a byte order mark",
    "cp1252": "Windows-1252",
}
_SEPARATED: Final = {",": "comma-separated", ";": "semicolon-separated", "\t": "tab-separated"}
_FIRST: Final = {"mdy": "month first", "dmy": "day first", "ymd": "year first"}


def clean(text: str) -> str:
    """Replace what a terminal would obey or hide; line breaks stay.

    >>> clean("red: " + chr(27) + "[31m")
    'red: �[31m'
    """
    if text.isprintable():
        return text
    return "".join(
        ch if ch.isprintable() or ch == "\n" else " " if ch.isspace() else "\N{REPLACEMENT CHARACTER}" for ch in text
    )


def plural(n: int, word: str) -> str:
    """Count things.

    >>> plural(1, "error"), plural(1200, "warning")
    ('1 error', '1,200 warnings')
    """
    return f"{n:,} {word}{'' if n == 1 else 's'}"


def checked(events: Events, problems: Sequence[Problem]) -> Iterator[str]:
    """Say what was understood of a table, and then what is wrong with it, errors first."""
    cells = events.cells
    how = f"{_ENCODINGS[cells.encoding]}, {_SEPARATED[cells.separator]}"
    yield f"{cells.name}: {plural(len(cells.rows), 'event')} ({how})"
    if events.order and events.order_seen:
        row, text = events.order_seen
        yield f"Dates like 03/04/2021 are read {_FIRST[events.order]}, as row {row} shows: {text}"
    elif events.order:
        yield f"Dates like 03/04/2021 are read {_FIRST[events.order]}, as --date-order says"
    echoes = list(_echoes(events))
    if echoes:
        yield "Dates understood:"
        yield from echoes[:ECHOES]
        if len(echoes) > ECHOES:
            yield f"  and {len(echoes) - ECHOES:,} more"
    counts = []
    for severity in ("error", "warning"):
        found = [p for p in problems if p.severity == severity]
        if not found:
            continue
        counts.append(plural(len(found), severity))
        yield f"{severity.capitalize()}s:"
        yield from _listed(found)
    yield ", ".join(counts) or "no problems"


def _echoes(events: Events) -> Iterator[str]:
    """Yield what each cell was understood as that does not say so itself, in the order of the rows."""
    cells = events.cells
    found = []
    for column, read in events.read.items():
        said = {text: when.edtf for text, when in read.items() if when.edtf not in ("", text)}
        pairs = zip(cells.rows, cells.columns.get(column, ()), strict=False) if said else ()
        found += [(row, text, said[text]) for row, text in pairs if text in said]
    for row, text, edtf in sorted(found, key=lambda echo: echo[0]):
        yield f"  row {row}: “{text}” read as {edtf}"


def _listed(problems: Sequence[Problem]) -> Iterator[str]:
    shown = problems[:PROBLEMS]
    where = [f"row {p.row:,}" if p.row else "table" for p in shown]
    row_width = max(map(len, where))
    column_width = min(max(len(p.column) for p in shown), 20)
    for place, problem in zip(where, shown, strict=True):
        message = problem.message.replace("\n", " ")
        yield f"  {place:<{row_width}}  {problem.column[:60]:<{column_width}}  {message}"
    if len(problems) > PROBLEMS:
        yield f"  and {len(problems) - PROBLEMS:,} more (--json lists them all)"


def deadlines_text(
    name: str,
    as_of: str,
    deadlines: Sequence[Mapping[str, Any]],
    words: Words,
    beside: Mapping[str, Sequence[str]] = MappingProxyType({}),
    *,
    assumed: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """Say how the deadlines stand, each with what its number rests on and, by its id, what the law says beside it.

    ``assumed`` are, by id, the sentences on what they take for granted where more than the words can be said.
    """
    yield f"{name}: {plural(len(deadlines), 'deadline')}" + (f" as of {as_of}" if as_of else "")
    if not deadlines:
        yield "A deadline is computed for every row of kind foia_request and each of its agencies."
        return
    heads = ("DUE", "STATUS", "LATE", "AGENCY", "REQUEST")
    table = [(d["due"] or "–", words.status(d), _late(d["days_overdue"]), d["agency"], d["request"]) for d in deadlines]
    widths = [max(len(row[place]) for row in (heads, *table)) for place in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()

    yield ""
    yield line(heads)
    for row, deadline in zip(table, deadlines, strict=True):
        yield line(row)
        if deadline["assumptions"]:
            plain = f"Assuming: {'; '.join(words.assumptions(deadline['assumptions']))}."
            yield f"    {assumed.get(deadline['id'], plain)}"
        if deadline.get("reason"):
            yield f"    {deadline['reason']}"
        for reading in deadline["readings"]:
            due = f"due {reading['due']}" if reading["due"] else "no date given"
            late = _late(reading["days_overdue"])
            yield f"    Told by {reading['account']}: {due}" + (f", {late} late" if late != "–" else "")
        yield from (f"    {sentence}" for sentence in beside.get(deadline["id"], ()))
    yield ""
    citations = dict.fromkeys(d["citation"] for d in deadlines if d["citation"])
    yield "".join(f"{citation}. " for citation in citations) + words("page.legal_advice")


def counts_text(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Print the count of every deadline that has a due date, as it would stand in a letter."""
    from timeline.law.counted import counted

    by_id = {row["id"]: row for row in rows}
    for row in rows:
        if row["computed"] == "yes" and (deadline := counted(row, by_id)):
            yield ""
            yield f"{row['agency']}, {row['request']}: {row['date']}"
            yield ""
            yield from deadline.count_text().splitlines()


def _late(days: Mapping[str, int | None]) -> str:
    low, high = days["min"], days["max"]
    if low is None:
        return "–"
    if high is None:
        return f"at least {plural(low, 'day')}"
    return plural(low, "day") if low == high else f"{low:,} to {plural(high, 'day')}"
