"""The published page: one file that works from a disk with the network cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from timeline.errors import OutputError
from timeline.events.columns import VISIBILITIES, is_address, several
from timeline.events.frame import about, settings_of
from timeline.law.clocks import LATE
from timeline.publish.calendars import FOOT, HEAD, calendar_events
from timeline.publish.cite import bluebook_day
from timeline.publish.digest import digest
from timeline.publish.embed import kit_of, kit_paths
from timeline.publish.files import check_target, write_file
from timeline.publish.garbage import uncollected
from timeline.publish.media import images_of
from timeline.publish.packing import pack, policy, sha256
from timeline.publish.templates import render
from timeline.view import assets
from timeline.view.choices import choices
from timeline.view.filters import FACETS, Filter, Sieve
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.rows import rows_of
from timeline.view.scene import known_lanes
from timeline.view.story import Story, story_of
from timeline.view.theme import css_variables, theme
from timeline.view.words import Words, languages, words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pandas as pd

    from timeline.view.rows import Row

    Values = dict[str, Any]

BOOT: Final = ("boot.js",)
SCRIPTS: Final = ("page.js",)
STYLES: Final = ("rows.css", "page.css")
"""What a reader without scripts sees too; the drawing's own styles come with the script."""

MOST_ROWS: Final = 1000
"""Up to so many events the page itself holds every row, for readers without scripts; more would open slowly."""

KEY_ROWS: Final = 200
"""Of a longer table it holds the rows that matter most."""

CHIPS: Final = 24
"""Beyond so many kinds those at the end are in a menu."""

PLOTLYJS: Final = ("inline", "directory")
"""Where Plotly's script is: in every page, or once in a file beside them."""


@dataclass(frozen=True)
class Dress:
    """How a page looks and what it is called, beyond what its table says."""

    title: str | None = None
    lanes: str = "matter"
    window: str | None = None
    languages: tuple[str, ...] = ("en",)
    theme: str = "auto"
    story: Story = ()
    plotlyjs: str = "inline"
    url: str = ""
    picture: str = ""
    """The name of the picture beside it that other sites show of a link to it."""


@uncollected()
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
    story: str | os.PathLike[str] | None = None,
    lang: str = "en",
    theme: str = "auto",
    plotlyjs: str = "inline",
    url: str = "",
    embed: bool = False,
) -> Path:
    """Write a table of events as one HTML page that needs nothing else, and return the page's path.

    The page opens in the view of ``filter``; the whole table is inside, and a reader may reset it. It holds what the
    ``audience`` may see and nothing more. The same table gives the same bytes every time. ``lanes`` are the table's
    own, or by agency, kind or court; ``window`` is the time that the first view shows, such as "2020-01-01/2021-06-30",
    instead of the table's own. ``story`` is a CSV with the columns ``event`` and ``sentence``, instead of the table's
    column ``story``. ``lang`` is "en", "es", or both with a switch between them: "en,es". ``theme`` is how it looks
    when opened: ``auto`` follows the reader's own settings, ``large`` is for a projector. ``plotlyjs="directory"``
    puts Plotly's script beside the page, once for all pages of a folder. ``url`` is where the page will stand.
    ``embed`` writes beside it what others need to show it on their sites, with a page that says how; the pictures
    among it are drawn by a Chromium or Chrome of this machine.

    Raises OutputError where something cannot be written, and EventsError for a table that cannot be used; the page is
    written last, and nothing is ever half-written.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write_page("events.csv", pathlib.Path(folder, "case.html"), filter=Filter(kinds=("complaint",)))
    ...     page.name, page.stat().st_size > 100_000
    ('case.html', True)
    """
    target = check_target(path, ".html", ".htm")
    spoken, look, where = languages(lang), assets.known_theme(theme), known_plotlyjs(plotlyjs)
    released = release(events, audience=audience, as_of=as_of)
    told = story_of(released, story)
    dress = Dress(title, known_lanes(lanes), window, spoken, look, told, where, site_of(released, url))
    beside: dict[Path, str | bytes] = {}
    if embed:
        dress = replace(dress, picture=kit_paths(path)["social"].name)
        beside |= kit_of(released, Path(path), filter or Filter(), dress)
    if plotlyjs == "directory":
        beside[target.parent / assets.plotly_file()] = assets.plotly_js()
    text = page_text(released, filter or Filter(), dress)
    for other, content in beside.items():
        write_file(other, content)
    return write_file(path, text)


def site_of(released: pd.DataFrame, url: str = "") -> str:
    """Return where a page will stand, by the table's settings unless another place is given.

    Raises OutputError for what is no web address: it goes into links on other people's sites.
    """
    url = url or settings_of(released).url
    if url and not is_address(url):
        msg = f"url {url!r}: expected the address where the page will stand, such as https://example.org/case.html"
        raise OutputError(msg)
    return url


def known_plotlyjs(name: str) -> str:
    """Return where Plotly's script goes, or raise an OutputError that says where it may."""
    if name not in PLOTLYJS:
        msg = f"plotlyjs {name!r}: expected {' or '.join(PLOTLYJS)}"
        raise OutputError(msg)
    return name


def page_text(released: pd.DataFrame, start: Filter, dress: Dress) -> str:
    """Return the page of a released table, opening in a filter."""
    pages = [_Page(released, dress, lang) for lang in dress.languages]
    main = pages[0]
    others = [{"tag": page.say.tag, "name": page.say.catalogue["language"]["name"]} for page in pages]
    bodies = [page.body(released, [one for one in others if one["tag"] != page.say.tag]) for page in pages]
    boot, script = (assets.lean_js(assets.module(*names)) for names in (BOOT, SCRIPTS))
    plotly, plotly_hash = _plotly()
    inline = assets.lean_css("\n".join([css_variables(), *map(assets.text, STYLES), _colours()]))
    drawing = assets.lean_css("\n".join(assets.text(name) for name in assets.STYLES if name not in STYLES))
    together = f"const TIMELINE_STYLES = {assets.plain_json(drawing)};\n{script}"
    scripts: tuple[str, ...] = (sha256(boot), sha256(together), plotly_hash)
    if dress.plotlyjs == "directory":
        scripts = (*scripts, "'self'")  # on a disk there is no other way to name a file beside the page
    return render(
        "page.html.j2",
        lang=main.say.tag,
        look=dress.theme,
        policy=policy(scripts, (sha256(inline),)),
        title=main.title,
        description=main.description,
        graph=_graph(main, dress),
        url=dress.url,
        # All are ours, files of the package and colours of the theme, and the template takes them as they are.
        styles=inline,
        boot=boot,
        script=pack(together),
        plotly=plotly,
        plotly_file=assets.plotly_file() if dress.plotlyjs == "directory" else "",
        plotly_hash=plotly_hash.strip("'"),
        bodies=[bodies[0], *map(pack, bodies[1:])],
        data=[pack(assets.plain_json({"first": page.first, "filter": start.as_dict()})) for page in pages],
        late=[pack(assets.late_lines(page.late)) for page in pages],
    )


class _Page:
    """What a page says in one language."""

    def __init__(self, released: pd.DataFrame, dress: Dress, lang: str) -> None:
        self.say, self.dress = words(lang), dress
        rows = rows_of(released)
        self.first, late = payload(
            released, rows, lang=lang, title=dress.title, lanes=dress.lanes, window=dress.window, story=dress.story
        )
        events, say = self.first["events"], self.say
        self.title = self.first["title"] or say("page.timeline")
        self.total = len(events["id"])
        by_id = {row["id"]: row for row in rows}
        self.rows = [by_id[name] for name in events["id"]]
        self.listed = range(self.total) if self.total <= MOST_ROWS else _key_places(self.rows)
        self.chips = late["chips"]
        self.images = images_of(released)
        if self.total <= MOST_ROWS:  # of a short table no row is made in the browser
            late = {name: column for name, column in late.items() if name != "chips"}
        self.digest = digest(released)
        first = self.first
        bluebook = bluebook_day(first["as_of"])
        first["cite"] = {
            "title": self.title,
            "day": first["as_of_text"],
            "bluebook": bluebook,
            "hash": self.digest,
            "at": dress.url,
        }
        first["calendar"] = [HEAD, FOOT]
        self.calendar = calendar_events(released, self.rows, late["card"], say)
        self.late = late | {"ics": self.calendar, **self._pictures()}
        counts = first["counts"]
        self.footer = [
            *([say("page.as_of", day=first["as_of_text"])] if first["as_of_text"] else []),
            f"{say('count.events', counts['events'])}, {say('count.sources', counts['sources'])}",
        ]
        self.description = " ".join([*first["conclusion"], *self.footer[:1]]) or self.title

    def _pictures(self) -> Values:
        """Return the pictures that the page itself does not show, for the cards of their events."""
        if not self.images:
            return {}
        names, listed = self.first["events"]["id"], set(self.listed)
        shown = (self.images.get(name) for name in names)
        return {
            "image": [
                one if one is None or i not in listed or "url" in one else {"alt": one["alt"]}
                for i, one in enumerate(shown)
            ]
        }

    def body(self, released: pd.DataFrame, others: list[Values]) -> str:
        """Return what a reader sees, with and without scripts."""
        first, say = self.first, self.say
        menus = {menu["name"]: menu for menu in _menus(first, Sieve(released).counts(Filter()), say)}
        shapes = [{"code": code, "path": kind["path"]} for code, kind in enumerate(first["kinds"].values())]
        looks = {kind: look | {"code": code} for code, (kind, look) in enumerate(first["kinds"].items())}
        kinds = [looks[one["value"]] | one for one in menus.pop("kinds", {"choices": []})["choices"]]
        audience = about(released)["audience"]
        events = first["events"]
        return render(
            "body.html.j2",
            words=first["words"],
            audience="" if audience == VISIBILITIES[0] else say(f"page.audience_{audience}"),
            title=self.title,
            subtitle=first["subtitle"],
            as_of=self.footer[0] if first["as_of_text"] else "",
            cannot=say("page.cannot_draw_all", self.total, shown=say.number(len(self.listed)))
            if self.total > len(self.listed)
            else say("page.cannot_draw"),
            conclusion=first["conclusion"],
            languages=others,
            story=[
                {"id": events["id"][step["event"]], "when": events["when"][step["event"]],
                 "title": events["title"][step["event"]], "text": step["text"]}
                for step in first["story"]
            ],
            shapes=shapes,
            steps=bool(first["steps"]),
            search=say("page.search", self.total),
            showing=say("page.showing", self.total, shown=say.number(len(self.listed))),
            kinds=kinds[:CHIPS],
            more_kinds=kinds[CHIPS:],
            menus=list(menus.values()),
            overdue=any(one["value"] == "overdue" for one in first["statuses"]),
            themes=[{"name": "auto", "label": say("page.theme_auto")}]
            + [one for one in first["themes"] if one["name"] != "print"],
            look=self.dress.theme,
            rows=[self._row(place, looks) for place in self.listed],
            unlisted=say("page.unlisted", self.total - len(self.listed)) if self.total > len(self.listed) else "",
            footer=self.footer,
            calendar=any(self.calendar),
            digest=self.digest,
            number=say.number,
        )  # fmt: skip

    def _row(self, place: int, looks: Values) -> Values:
        first, card, row = self.first, self.late["card"][place], self.rows[place]
        events = first["events"]
        name = list(first["kinds"])[events["kind"][place]]
        kind = looks[name]
        if name == "deadline" and row["status"] not in LATE:
            kind = {**kind, "color": "quiet"}
        return {
            "place": place,
            "id": events["id"][place],
            "tone": card["tone"],
            "when": events["when"][place],
            "kind": kind,
            "title": events["title"][place],
            "chips": [{"text": text, "tone": tone} for text, tone in self.chips[place]],
            "text": " ".join(filter(None, card["body"])),
            "image": self.images.get(events["id"][place]),
            "agencies": " · ".join(first["agencies"][code] for code in first["agency_sets"][events["agencies"][place]]),
            "sources": card["sources"],
        }


def _graph(page: _Page, dress: Dress) -> Mapping[str, str]:
    """Return what other sites show of a link to the page (Open Graph)."""
    found = {"og:type": "website", "og:title": page.title, "og:description": page.description, "og:url": dress.url}
    if dress.url and dress.picture:
        found |= {
            "og:image": urljoin(dress.url, dress.picture),
            "og:image:alt": page.description,
            "twitter:card": "summary_large_image",
        }
    return {name: text for name, text in found.items() if text}


# The parts of the page -----------------------------------------------------------------------------------------------


def _menus(first: Values, counts: Mapping[str, Mapping[str, int]], say: Words) -> Iterator[Values]:
    """Yield what there is to filter by: kinds, which have their own row on the page, then the menus."""
    for name, labels in choices(first, say).items():
        if labels:
            listed = [{"value": v, "label": label, "count": counts[name].get(v, 0)} for v, label in labels.items()]
            yield {"name": name, "word": FACETS[name], "label": say(f"page.{FACETS[name]}"), "choices": listed}


def _key_places(rows: list[Row]) -> list[int]:
    """Return the rows of a long table that are listed without a script: overdue, sued over, or called key.

    Where there are none of these, the first.
    """

    def is_key(row: Row) -> bool:
        return row["status"] == "overdue" or row["kind"] == "complaint" or "key" in several(row["tags"])

    return ([place for place, row in enumerate(rows) if is_key(row)] or list(range(len(rows))))[:KEY_ROWS]


# What the page carries -----------------------------------------------------------------------------------------------


@cache
def _plotly() -> tuple[str, str]:
    """Return Plotly's script as the page carries it, and its hash: once for many pages."""
    text = assets.plotly_js()
    return pack(text, 9), sha256(text)


@cache
def _colours() -> str:
    """Return a class for every colour of a kind: the policy allows no style on an element."""
    names = sorted({theme().color_name(kind) for kind in (*theme().kinds, "other")} | {"quiet"})
    return "\n".join(f".tl-c-{name} {{ color: var(--tl-{name}); }}" for name in names)
