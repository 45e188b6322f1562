"""The published page: one file that works from a disk with the network cut."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from timeline.events.columns import several
from timeline.law.clocks import LATE
from timeline.publish.files import check_target, write_file
from timeline.view import assets
from timeline.view.choices import choices
from timeline.view.filters import FACETS, Filter, Sieve
from timeline.view.names import name_of
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.theme import css_variables
from timeline.view.words import Words, words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    import pandas as pd
    from jinja2 import Template

    Values = dict[str, Any]

BOOT: Final = ("boot.js",)
SCRIPTS: Final = ("page.js",)
STYLES: Final = (*assets.STYLES, "page.css")

MOST_ROWS: Final = 1000
"""Up to so many events the page itself holds every row, for readers without scripts; more would open slowly."""

KEY_ROWS: Final = 200
"""Of a longer table it holds the rows that matter most."""

CHIPS: Final = 24
"""Beyond so many kinds those at the end are in a menu."""


def write_page(
    events: str | os.PathLike[str] | pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    audience: str = "public",
    as_of: str | date | None = None,
    title: str | None = None,
    lanes: str = "matter",
    window: str | None = None,
    lang: str = "en",
    theme: str = "auto",
) -> Path:
    """Write a table of events as one HTML page that needs nothing else, and return the page's path.

    The page opens in the view of ``filter``; the whole table is inside, and a reader may reset it. It holds what the
    ``audience`` may see and nothing more. The same table gives the same bytes every time. ``lanes`` are the table's
    own, or by agency, kind or court; ``window`` is the time that the first view shows, such as "2020-01-01/2021-06-30",
    instead of the table's own. ``theme`` is how it looks when opened: ``auto`` follows the reader's own settings,
    ``large`` is for a projector.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write_page("events.csv", pathlib.Path(folder, "case.html"), filter=Filter(kinds=("complaint",)))
    ...     page.name, page.stat().st_size > 100_000
    ('case.html', True)
    """
    check_target(path, ".html", ".htm")
    look, say = assets.known_theme(theme), words(lang)
    released = release(events, audience=audience, as_of=as_of)
    values = payload(released, lang=lang, title=title, lanes=lanes, window=window)
    return write_file(path, page_text(released, values, filter or Filter(), look, say))


def page_text(released: pd.DataFrame, values: tuple[Values, Values], start: Filter, look: str, say: Words) -> str:
    """Return the page of a released table and its payload, opening in a filter and a theme."""
    first, late = values
    boot, script = (assets.lean_js(assets.module(*names)) for names in (BOOT, SCRIPTS))
    plotly, plotly_hash = _plotly()
    title = first["title"] or say("page.timeline")
    counts = first["counts"]
    footer = [
        *([say("page.as_of", day=first["as_of_text"])] if first["as_of_text"] else []),
        f"{say('count.events', counts['events'])}, {say('count.sources', counts['sources'])}",
    ]
    total = len(first["events"]["id"])
    records = _records(released, first)
    listed = range(total) if total <= MOST_ROWS else _key_places(records)
    # Of a short table no row is made in the browser.
    packed = late if total > MOST_ROWS else {name: column for name, column in late.items() if name != "chips"}
    menus = {menu["name"]: menu for menu in _menus(first, Sieve(released).counts(Filter()), say)}
    kinds = [first["kinds"][one["value"]] | one for one in menus.pop("kinds", {"choices": []})["choices"]]
    return _template().render(
        lang=say.tag,
        look=look,
        policy=_policy(_hash(boot), _hash(script), plotly_hash),
        title=title,
        subtitle=first["subtitle"],
        conclusion=first["conclusion"],
        description=" ".join([*first["conclusion"], *footer[:1]]) or title,
        # Both are ours, files of the package and colours of the theme, and the template takes them as they are.
        styles=assets.lean_css("\n".join([css_variables(), *map(assets.text, STYLES)])),
        boot=boot,
        script=_pack(script),
        plotly=plotly,
        data=_pack(assets.plain_json({"first": first, "filter": start.as_dict()})),
        late=_pack(assets.late_lines(packed)),
        words=first["words"],
        search=say("page.search", total),
        showing=say("page.showing", total, shown=say.number(total)),
        kinds=kinds[:CHIPS],
        more_kinds=kinds[CHIPS:],
        menus=list(menus.values()),
        overdue=any(one["value"] == "overdue" for one in first["statuses"]),
        themes=[{"name": "auto", "label": say("page.theme_auto")}]
        + [one for one in first["themes"] if one["name"] != "print"],
        rows=[_row(i, records[i], first, late) for i in listed],
        unlisted=say("page.unlisted", total - len(listed)) if total > len(listed) else "",
        footer=footer,
        digest=digest(first, late),
        number=say.number,
    )


def digest(first: Values, late: Values) -> str:
    """Return the SHA-256 of what a payload says, by which two pages are known to say the same."""
    lists = ("matters", "agencies", "certainties", "statuses", "agency_sets", "events")
    said = {"as_of": first["as_of"], "kinds": list(first["kinds"])} | {name: first[name] for name in lists}
    said |= {name: late[name] for name in ("search", "card")}
    return hashlib.sha256(assets.plain_json(said).encode("utf-8", "replace")).hexdigest()


# The parts of the page -----------------------------------------------------------------------------------------------


def _menus(first: Values, counts: Mapping[str, Mapping[str, int]], say: Words) -> Iterator[Values]:
    """Yield what there is to filter by: kinds, which have their own row on the page, then the menus."""
    for name, labels in choices(first, say).items():
        if labels:
            listed = [{"value": v, "label": label, "count": counts[name].get(v, 0)} for v, label in labels.items()]
            yield {"name": name, "word": FACETS[name], "label": say(f"page.{FACETS[name]}"), "choices": listed}


_NAMES: Final = ("kind", "status", "tags")


def _records(released: pd.DataFrame, first: Values) -> list[Values]:
    """Return what the table's rows need of the events, in the payload's order."""
    columns = [released[name].tolist() for name in _NAMES]
    found = {
        event: dict(zip(_NAMES, row, strict=True))
        for event, *row in zip(released["id"].tolist(), *columns, strict=True)
    }
    return [found[event] for event in first["events"]["id"]]


def _key_places(records: list[Values]) -> list[int]:
    """Return the rows of a long table that are listed without a script: overdue, sued over, or called key."""

    def is_key(row: Values) -> bool:
        return row["status"] == "overdue" or row["kind"] == "complaint" or "key" in several(row["tags"])

    return [place for place, row in enumerate(records) if is_key(row)][:KEY_ROWS]


def _row(place: int, record: Values, first: Values, late: Values) -> Values:
    events, card = first["events"], late["card"][place]
    name, kind = list(first["kinds"].items())[events["kind"][place]]
    if name == "deadline" and record["status"] not in LATE:
        kind = {**kind, "color": "quiet"}
    return {
        "place": place,
        "id": events["id"][place],
        "name": name_of(first, place),
        "tone": card["tone"],
        "when": events["when"][place],
        "kind": kind,
        "title": events["title"][place],
        "chips": [{"text": text, "tone": tone} for text, tone in late["chips"][place]],
        "text": " ".join(filter(None, card["body"])),
        "agencies": " · ".join(first["agencies"][code] for code in first["agency_sets"][events["agencies"][place]]),
        "sources": card["sources"],
    }


# What the page carries -----------------------------------------------------------------------------------------------


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - not for `import timeline.publish.page`

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    source = files("timeline.publish").joinpath("page.html.j2").read_text(encoding="utf-8")
    return environment.from_string(re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE))


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


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _policy(*hashes: str) -> str:
    """Return a policy under which only these scripts run, and nothing is loaded from anywhere."""
    return (
        f"default-src 'none'; script-src {' '.join(hashes)}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
