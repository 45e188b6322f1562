"""The published page: one file that works from a disk with the network cut."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from timeline.publish.files import check_target, write_file
from timeline.view import assets
from timeline.view.filters import Filter
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.theme import css_variables
from timeline.view.words import Words, words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    import pandas as pd
    from jinja2 import Template

SCRIPTS: Final = ("view.js", "card.js", "page.js")
NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
STYLES: Final = ("view.css", "card.css", "page.css")


def write_page(
    events: str | os.PathLike[str] | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    audience: str = "public",
    as_of: str | date | None = None,
    title: str | None = None,
    lang: str = "en",
) -> Path:
    """Write a table of events as one HTML page that needs nothing else, and return the page's path.

    The page opens in the view of ``filter``; the whole table is inside, and a reader may reset it. It holds what the
    ``audience`` may see and nothing more. The same table gives the same bytes every time.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write_page("events.csv", pathlib.Path(folder, "case.html"), filter=Filter(kinds=("complaint",)))
    ...     page.name, page.stat().st_size > 100_000
    ('case.html', True)
    """
    check_target(path, ".html", ".htm")
    say = words(lang)
    released = release(events, audience=audience, as_of=as_of)
    values = payload(released, lang=lang, title=title)
    return write_file(path, _page(released, values, filter or Filter(), say))


def _page(released: pd.DataFrame, values: dict[str, Any], start: Filter, say: Words) -> str:
    script = assets.module(*SCRIPTS)
    plotly, plotly_hash = _plotly()
    title = values["title"] or say("page.timeline")
    counts = values["counts"]
    footer = [
        *([say("page.as_of", day=values["as_of_text"])] if values["as_of_text"] else []),
        f"{say('count.events', counts['events'])}, {say('count.sources', counts['sources'])}",
    ]
    total = len(values["events"]["id"])
    return _template().render(
        lang=say.lang,
        policy=_policy(_hash(script), plotly_hash),
        title=title,
        subtitle=values["subtitle"],
        conclusion=values["conclusion"],
        description=" ".join([*values["conclusion"], *footer[:1]]) or title,
        # Both are ours, files of the package and colours of the theme, and the template takes them as they are.
        styles=f":root {{ {css_variables()} }}\n" + "\n".join(map(assets.text, STYLES)),
        script=script,
        plotly=plotly,
        data=_pack(_json({"payload": values, "filter": start.as_dict()})),
        words=values["words"],
        search=say("page.search", total),
        showing=say("page.showing", total, shown=f"{total:,}"),
        kinds=_kinds(values),
        menus=list(_menus(values, say)),
        overdue=any(values["events"]["overdue"]),
        height=values["figure"]["layout"]["height"],
        rows=list(_rows(released, values, say)),
        footer=footer,
        digest=digest(values),
    )


def digest(values: dict[str, Any]) -> str:
    """Return the SHA-256 of what a payload says, by which two pages are known to say the same."""
    said = json.dumps({"as_of": values["as_of"], "events": values["events"]}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


# The parts of the page -----------------------------------------------------------------------------------------------


def _kinds(values: dict[str, Any]) -> list[dict[str, Any]]:
    found = values["events"]["kind"]
    return [{"value": kind, **looks, "count": found.count(kind)} for kind, looks in values["kinds"].items()]


def _menus(values: dict[str, Any], say: Words) -> Iterator[dict[str, Any]]:
    events = values["events"]
    agencies = [agency for names in events["agencies"] for agency in names]
    labels = {one["value"]: one["label"] for one in values["certainties"]}
    menus: list[tuple[str, str, dict[str, str], list[str]]] = [
        ("matters", "matter", {name: name for name in values["matters"]}, events["matter"]),
        ("agencies", "agency", {name: name for name in values["agencies"]}, agencies),
        ("certainty", "certainty", labels, events["certainty"]),
    ]
    for name, word, choices, cells in menus:
        if choices:
            counted = [{"value": v, "label": label, "count": cells.count(v)} for v, label in choices.items()]
            yield {"name": name, "word": word, "label": say(f"page.{word}"), "choices": counted}


def _rows(released: pd.DataFrame, values: dict[str, Any], say: Words) -> Iterator[dict[str, Any]]:
    """Yield the rows of the table in order of time: what has no date comes last."""
    events = values["events"]
    names = ["sequence", "computed", "rule", "status", "claim_of", "certainty", "date", "qualifier"]
    records: list[dict[str, Any]] = [
        dict(zip(names, row, strict=True)) for row in released[names].itertuples(index=False)
    ]

    def order(place: int) -> tuple[str, float, int]:
        day = events["first"][place] or events["last"][place] or "~"
        sequence = records[place]["sequence"]
        return day, float(sequence) if NUMBER.fullmatch(sequence) else float("inf"), place

    for place in sorted(range(len(records)), key=order):
        card = events["card"][place]
        yield {
            "id": events["id"][place],
            "tone": card["tone"],
            "when": events["when"][place],
            "kind": values["kinds"][events["kind"][place]],
            "title": events["title"][place],
            "chips": list(_chips(records[place], events["first"][place], events["last"][place], say)),
            "text": " ".join(filter(None, card["body"])),
            "agencies": " · ".join(events["agencies"][place]),
            "sources": card["sources"],
        }


def _chips(row: dict[str, Any], first: str | None, last: str | None, say: Words) -> Iterator[dict[str, str]]:
    """Yield the few words that say how an event and its date are known."""
    if row["computed"] == "yes":
        yield {"text": say("page.computed"), "tone": ""}
        yield {"text": say.status(row), "tone": "alert" if row["status"] == "overdue" else ""}
    elif row["certainty"]:
        yield {"text": say.label("certainty", row["certainty"]), "tone": ""}
    if row["claim_of"]:
        yield {"text": say("page.claim"), "tone": ""}
    if hint := _hint(row, first, last):
        yield {"text": say(f"hints.{hint}"), "tone": ""}


def _hint(row: dict[str, Any], first: str | None, last: str | None) -> str:
    if not row["date"]:
        return ""
    if row["qualifier"]:
        return "approximate" if row["qualifier"] == "~" else "uncertain"
    if "/" in row["date"]:
        return ""
    if first is None or last is None:
        return "before" if first is None else "after"
    return ""  # the date itself says that it is a month, or one day within


# What the page carries -----------------------------------------------------------------------------------------------


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - not for `import timeline.publish.page`

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(files("timeline.publish").joinpath("page.html.j2").read_text(encoding="utf-8"))


@cache
def _plotly() -> tuple[str, str]:
    """Return Plotly's script as the page carries it, and its hash: a third of a second, once for many pages."""
    text = assets.plotly_js()
    return _pack(text), _hash(text)


def _pack(text: str) -> str:
    """Return a text as gzip in base64: the same bytes for the same text, whatever the day and the system."""
    data = text.encode("utf-8", "replace")
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    # The header says no time and no system, which gzip's own would.
    packed = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return base64.b64encode(packed).decode("ascii")


def _json(values: Any) -> str:  # noqa: ANN401 - plain values
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _policy(*hashes: str) -> str:
    """Return a policy under which only these scripts run, and nothing is loaded from anywhere."""
    return (
        f"default-src 'none'; script-src {' '.join(hashes)}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
