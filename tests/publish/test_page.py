"""The published page as a file: what is in it, what is not, and that the same table gives the same bytes."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import tempfile
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.offline import get_plotlyjs

from tests.publish.leaks import TOKENS, Secrets, packed_bytes, plain_bytes, secret_tables
from timeline.errors import EventsError, OutputError, ReleaseError
from timeline.events.columns import VISIBILITIES
from timeline.publish import page as module
from timeline.publish.page import write_page
from timeline.view import assets
from timeline.view.filters import Filter
from timeline.view.release import release

VOID = {"meta", "input", "br", "img", "link", "path"}


class Document(HTMLParser):
    """Every element of a page with its attributes, and the text inside those asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[list[str]] = []
        self._open: list[int] = []
        self.feed(path.read_bytes().decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append([])
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        while self._open and self.elements[self._open.pop()][0] != tag:
            pass

    def handle_data(self, data):
        for place in self._open:
            self.texts[place].append(data)

    def find(self, tag: str, **wanted: str) -> list[str]:
        """Return the texts of elements, by tag and attributes."""
        names = {name.replace("_", "-").strip("-"): value for name, value in wanted.items()}
        return [
            "".join(text)
            for (found, attributes), text in zip(self.elements, self.texts, strict=True)
            if found == tag and all(attributes.get(name) == value for name, value in names.items())
        ]

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for found, attributes in self.elements if found == tag]


@pytest.fixture(scope="module")
def written(case, tmp_path_factory) -> Path:
    return write_page(case, tmp_path_factory.mktemp("page") / "case.html")


@pytest.fixture(scope="module")
def document(written) -> Document:
    return Document(written)


@contextlib.contextmanager
def small():
    """Leave Plotly out where the test is about our own text: megabytes slow a search down."""
    with mock.patch.object(module, "_plotly", return_value=("", "'sha256-none'")):
        yield


def carried(path: Path) -> dict[str, Any]:
    """Return what the page carries for its script: the first payload, the filter, and what is unpacked later."""
    document = Document(path)
    found: dict[str, Any] = json.loads(unpacked(document.find("script", id="timeline-data")[0]))
    found["late"] = {}
    lines = unpacked(document.find("script", id="timeline-late")[0]).decode().splitlines()
    for texts, rest in zip(lines[::2], lines[1::2], strict=True):
        for name, column in {"search": json.loads(texts), **json.loads(rest)}.items():
            found["late"].setdefault(name, []).extend(column)
    return found


def unpacked(packed: str) -> bytes:
    return zlib.decompress(packed_bytes(packed.encode()), wbits=31)


# One file, the same every time --------------------------------------------------------------------------------------


def test_the_same_table_gives_the_same_bytes(case, written, tmp_path):
    module._plotly.cache_clear()
    assert write_page(case, tmp_path / "again.html").read_bytes() == written.read_bytes()


def test_the_packed_parts_name_no_time_and_no_system(document):
    for name in ("timeline-script", "timeline-data", "timeline-late", "timeline-plotly"):
        header = packed_bytes(document.find("script", id=name)[0].encode())[:10]
        assert header == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def test_the_page_loads_nothing(written, document):
    for tag, attributes in document.elements:
        assert "src" not in attributes, tag
        assert "srcset" not in attributes, tag
        if tag != "a":
            assert attributes.get("href", "#").startswith("#"), tag
    assert not {"link", "iframe", "object", "embed", "base", "form", "img"} & {tag for tag, _ in document.elements}
    styles = "".join(document.find("style"))
    assert "url(" not in styles
    assert "@import" not in styles
    assert "sourceMappingURL" not in written.read_text()


def test_links_tell_the_source_nothing_about_the_reader(document):
    links = document.all("a")
    outside = [link for link in links if not link["href"].startswith("#")]
    assert len(outside) > 50
    assert all(link["href"].startswith(("https://", "http://")) for link in outside)
    assert all(set(link["rel"].split()) == {"noopener", "noreferrer"} for link in outside)
    assert {"name": "referrer", "content": "no-referrer"} in document.all("meta")


def hash_of(text: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'"


def test_only_our_scripts_and_styles_may_run(document):
    policy = next(
        meta["content"] for meta in document.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    )
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    scripts = [
        document.find("script", type="module")[0].encode(),
        unpacked(document.find("script", id="timeline-script")[0]),
        unpacked(document.find("script", id="timeline-plotly")[0]),
    ]
    hashes = [hash_of(text) for text in scripts]
    assert not [attributes for _, attributes in document.elements if "style" in attributes]
    assert rules == {
        "default-src": ["'none'"],
        "script-src": hashes,
        "style-src": [hash_of(document.find("style")[0].encode()), hash_of(b"")],
        "img-src": ["data:", "blob:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    order = [tag if "http-equiv" not in attributes else "policy" for tag, attributes in document.elements]
    assert order.index("policy") < order.index("style") < order.index("script")


def test_the_scripts_are_ours_without_their_comments(document):
    boot, script = document.find("script", type="module")[0], unpacked(document.find("script", id="timeline-script")[0])
    assert boot == assets.lean_js(assets.module(*module.BOOT))
    styles, _, rest = script.decode().partition(";\n")
    assert rest == assets.lean_js(assets.module(*module.SCRIPTS))
    drawing = json.loads(styles.removeprefix("const TIMELINE_STYLES = "))
    later = [name for name in assets.STYLES if name not in module.STYLES]
    assert drawing == assets.lean_css("\n".join(map(assets.text, later)))
    assert not re.search(r"</script|<!--|^import ", boot, re.IGNORECASE | re.MULTILINE)
    assert "\r" not in boot
    whole = assets.module(*module.SCRIPTS)
    declared = re.findall(r"^(?:export )?(?:async )?(?:function\*?|const|let|class) (\w+)", whole, re.MULTILINE)
    assert len(declared) == len(set(declared)), "a name is declared in two of the joined files"


def test_no_text_of_a_script_goes_over_several_lines():
    """Leaving out indentation and comments would change it."""
    for line in assets.module(*module.SCRIPTS, *module.BOOT, "widget.js").splitlines():
        assert len(re.findall(r"(?<!\\)`", line)) % 2 == 0, line


@pytest.mark.parametrize("script", [assets.plotly_js(), assets.at_once(get_plotlyjs())], ids=["ours", "the wheel's"])
def test_a_browser_reads_the_script_of_plotly_only_once(script):
    """Its one function stands in brackets, which tells a browser that it will be called at once."""
    assert " : this, (() => {" in script[:20_000]
    assert script.rstrip().endswith("})));")
    assert script.count('(() => {\n"use strict"') == 1


def test_the_page_of_the_real_case_is_small(written):
    assert written.stat().st_size < 780_000


def test_every_word_that_the_scripts_ask_for_is_shipped(written):
    words = carried(written)["first"]["words"]
    script = assets.module(*module.SCRIPTS)
    asked = {*re.findall(r"\bwords\.(\w+)", script), *re.findall(r'plural\((?:first\.)?words, "(\w+)"', script)}
    assert asked
    assert asked <= set(words)


# What a reader without JavaScript has -------------------------------------------------------------------------------


def test_the_page_has_a_language_a_title_and_headings_in_order(document):
    assert document.all("html") == [{"lang": "en", "data-theme": "auto"}]
    title = "Who asked for the Clearview AI records, and when an answer was due"
    assert document.find("title") == document.find("h1") == [title]
    assert [tag for tag, _ in document.elements if re.fullmatch("h[1-6]", tag)] == ["h1", "h2"]
    assert {"main", "footer", "figure", "table", "aside"} <= {tag for tag, _ in document.elements}
    ids = [attributes["id"] for _, attributes in document.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_a_table_without_events_says_so_and_draws_no_time(tmp_path):
    empty = Document(write_page(pd.DataFrame({"date": [], "title": []}), tmp_path / "empty.html"))
    [none] = [attributes for _, attributes in empty.elements if "data-none" in attributes]
    assert "hidden" not in none
    assert "This table holds no event yet." in empty.find("p")
    assert any("data-bare" in attributes for _, attributes in empty.elements)


def test_the_table_has_every_row(case, document):
    released = release(case)
    found = [row["data-event-id"] for row in document.all("tr") if "data-event-id" in row]
    assert sorted(found) == sorted(released["id"])
    assert len(document.find("td", **{"class": "tl-what"})) == len(found)


def test_the_table_is_in_order_of_time_and_what_has_no_date_comes_last(written):
    values = carried(written)["first"]["events"]
    firsts, lasts = values["first"], values["last"]
    days = {i: last if first is None else first for i, first, last in zip(values["id"], firsts, lasts, strict=True)}
    shown = [days[row["data-event-id"]] for row in Document(written).all("tr") if "data-event-id" in row]
    dated = [day for day in shown if day is not None]
    assert dated == sorted(dated)
    assert shown == dated + [None] * (len(shown) - len(dated))


def row_of(document: Document, event: str) -> str:
    return re.sub(r"\s+", " ", document.find("tr", data_event_id=event)[0]).strip()


def test_a_row_says_no_more_than_is_known(document):
    request = row_of(document, "clearview-request")
    assert request.startswith(
        "by Oct 20, 2020 FOIA request Four groups request Clearview records reported on or before"
    )
    due = row_of(document, "clearview-request/ICE/us-foia.determination")
    assert due.startswith("by Nov 18, 2020 Deadline Answer due from ICE computed no answer reported on or before")
    assert "at least 146 days late" in due
    assert "at least 43 days late" in due
    assert "Assuming: received when sent; no extension known; no tolling known." in due
    unknown = row_of(document, "clearview-request-cbp/CBP/us-foia.determination")
    assert "no due date computed" in unknown
    assert "days late" not in unknown
    assert "another account" in row_of(document, "clearview-request-january")


def test_the_hash_can_be_had_from_the_table_alone(case, document):
    """The page says of which data it is; whoever has the table can reckon it anew."""
    released, hashed = release(case), hashlib.sha256(b"2021-04-13")
    for name in released.columns:
        if name not in {"note", "earliest", "latest", "end_earliest", "end_latest", "qualifier", "row"}:
            hashed.update(f"{name}\x1f".encode())
            hashed.update("".join(f"{cell}\x1f" for cell in released[name]).encode() + b"\x1e")
    assert document.find("code") == [hashed.hexdigest()]


def test_the_footer_says_for_which_day_and_data_the_page_speaks(document, written):
    foot = re.sub(r"\s+", " ", document.find("footer")[0])
    found = carried(written)
    assert "As of Apr 13, 2021 · 67 events, 38 sources" in foot
    assert "Informational, not legal advice." in foot
    assert found["first"]["cite"]["hash"] in foot


def test_the_hash_is_of_the_data_and_not_of_the_filter_or_title(case, written, tmp_path):
    with small():
        other = write_page(case, tmp_path / "a.html", filter=Filter(overdue=True), title="Other")
        later = write_page(case, tmp_path / "b.html", as_of="2021-04-20")
    hashes = [Document(path).find("code")[0] for path in (written, other, later)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_the_page_opens_in_the_filter_it_is_given_with_the_whole_table_inside(case, tmp_path):
    wanted = Filter(kinds=("complaint",), agencies=("ICE",), text="Suárez")
    with small():
        path = write_page(case, tmp_path / "a.html", filter=wanted)
    assert Filter.from_dict(carried(path)["filter"]) == wanted
    assert len([row for row in Document(path).all("tr") if "data-event-id" in row]) == 67


def test_every_filter_has_a_control_that_says_how_many_events_it_holds(document, written):
    values = carried(written)["first"]
    kinds = [box["data-filter-kind"] for box in document.all("input") if "data-filter-kind" in box]
    assert kinds == list(values["kinds"])
    chips = [re.sub(r"\s+", " ", text).strip() for text in document.find("label", **{"class": "tl-chip"})]
    assert "Complaint 10" in chips
    for name, choices in (("matter", values["matters"]), ("agency", values["agencies"])):
        assert [box[f"data-filter-{name}"] for box in document.all("input") if f"data-filter-{name}" in box] == choices
    assert sum("data-filter-overdue" in box for box in document.all("input")) == 1
    assert sum("data-filter-text" in box for box in document.all("input")) == 1


def test_colours_of_kinds_are_the_theme_s_own(document, written):
    """By classes, since the policy lets no element have a style of its own."""
    looks = {name for icon in document.all("svg") for name in icon["class"].split() if name.startswith("tl-c-")}
    kinds = carried(written)["first"]["kinds"].values()
    assert looks == {f"tl-c-{color}" for color in ("quiet", *(kind["color"] for kind in kinds))}
    styles = document.find("style")[0]
    assert all(f".{look}{{color: var(--tl-{look.removeprefix('tl-c-')})}}" in styles for look in looks)


def test_every_icon_is_drawn_once_and_used_by_its_kind(document, written):
    kinds = carried(written)["first"]["kinds"]
    shapes = {symbol["id"] for symbol in document.all("symbol")}
    assert shapes == {f"k{code}" for code in range(len(kinds))}
    assert {use["href"].removeprefix("#") for use in document.all("use")} == shapes


@pytest.mark.parametrize("theme", ["auto", "dark", "large"])
def test_the_page_opens_in_the_theme_it_is_given(case, tmp_path, theme):
    with small():
        found = Document(write_page(case, tmp_path / "a.html", theme=theme))
    assert found.all("html")[0]["data-theme"] == theme
    choices = {box["data-theme-name"]: "checked" in box for box in found.all("input") if "data-theme-name" in box}
    assert list(choices) == ["auto", "light", "dark", "contrast", "large"]
    assert [name for name, checked in choices.items() if checked] == [theme]


def test_a_theme_that_there_is_not_is_refused_by_name(case, tmp_path):
    with pytest.raises(OutputError, match=r"theme 'pink'.*expected one of auto, light, dark"):
        write_page(case, tmp_path / "a.html", theme="pink")


def long_table(count: int) -> pd.DataFrame:
    kinds = ["news", "order", "complaint", "hearing"]
    return pd.DataFrame(
        {
            "id": [f"e{n}" for n in range(count)],
            "date": [f"{1990 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(count)],
            "kind": [kinds[n % 4] if n % 4 != 2 or n % 80 == 2 else "motion" for n in range(count)],
            "title": [f"Number {n}" for n in range(count)],
            "tags": ["key; other" if n % 100 == 1 else "monkey" for n in range(count)],
        }
    )


def test_a_long_table_lists_what_matters_most_and_says_how_many_more(tmp_path):
    count = module.MOST_ROWS + 200
    with small():
        path = write_page(long_table(count), tmp_path / "a.html")
    found = Document(path)
    listed = [row["data-event-id"] for row in found.all("tr") if "data-event-id" in row]
    wanted = [f"e{n}" for n in range(count) if n % 80 == 2 or n % 100 == 1]
    assert listed == wanted
    places = [int(row["id"].removeprefix("row-")) for row in found.all("tr") if "data-event-id" in row]
    ids = carried(path)["first"]["events"]["id"]
    assert [ids[place] for place in places] == listed
    said = f"{count - len(wanted):,} more events are in this page."
    assert found.find("p", **{"class": "tl-unlisted"})[0].startswith(said)
    late = carried(path)["late"]
    assert len(late["search"]) == len(late["card"]) == len(late["chips"]) == count


def test_what_is_looked_for_first_comes_before_the_long_texts(document):
    ids = [script.get("id", "module") for script in document.all("script")]
    assert ids == ["timeline-script", "timeline-plotly", "timeline-data", "module", "timeline-late"]
    # It starts at once, while what follows it is still being read.
    assert "async" in next(script for script in document.all("script") if script.get("type") == "module")


def test_of_very_many_kinds_those_at_the_end_are_in_a_menu(tmp_path):
    kinds = [f"kind {n:02}" for n in range(module.CHIPS + 7)]
    table = pd.DataFrame({"date": ["2020"] * len(kinds), "title": ["x"] * len(kinds), "kind": kinds})
    with small():
        found = Document(write_page(table, tmp_path / "a.html"))
    assert sum("data-filter-kind" in box for box in found.all("input")) == len(kinds)
    assert "More kinds 7" in [re.sub(r"\s+", " ", text).strip() for text in found.find("summary")]


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"date": ["2020"], "title": ["Alone"]}),
        pd.DataFrame({"date": ["TBD"], "title": ["Undated"]}),
        pd.DataFrame({"date": ["2020-01-01/..", "0001-01-01", "9999-12-31"], "title": ["Open", "First", "Last"]}),
    ],
    ids=["nothing but a year", "nothing dated", "the ends of time"],
)
def test_a_bare_table_makes_a_page(table, tmp_path):
    with small():
        found = Document(write_page(table, tmp_path / "a.html"))
    assert found.find("h1") == ["Timeline"]
    assert len(found.find("td", **{"class": "tl-what"})) == len(table)
    assert "None" not in found.find("main")[0]


def test_a_wrong_place_is_told_before_the_table_is_read(tmp_path):
    with pytest.raises(OutputError, match="make it first"):
        write_page(tmp_path / "no-table.csv", tmp_path / "missing" / "a.html")


def test_a_bad_table_writes_nothing(tmp_path):
    with pytest.raises(EventsError):
        write_page(pd.DataFrame({"date": ["2023-02-30"], "title": ["x"]}), tmp_path / "a.html")
    with pytest.raises(OutputError, match="xx"):
        write_page(pd.DataFrame({"date": ["2023"], "title": ["x"]}), tmp_path / "a.html", lang="xx")
    assert list(tmp_path.iterdir()) == []


# What others wrote runs nothing -------------------------------------------------------------------------------------

HOSTILE = (
    "<script>window.__pwned=1</script>",
    "</script><script>window.__pwned=1</script>",
    "<img src=x onerror=window.__pwned=1>",
    '" onmouseover="window.__pwned=1',
    "javascript:window.__pwned=1",
    "' autofocus onfocus='window.__pwned=1",
    "</title></style></textarea></noscript><svg onload=window.__pwned=1>",
    "{{ 7 * 7 }}{% raw %}",
    "<!--<script>",
    "\u2028</td></tr></table>\u2029",
)


def hostile(text: str) -> pd.DataFrame:
    row = dict.fromkeys(TOKENS, text) | {
        "kind": text,
        "id": f"id {text}",
        "date": "2020-01-02",
        "certainty": "reported",
    }
    request = {
        "id": "r",
        "date": "2020-10-20",
        "title": text,
        "kind": "foia_request",
        "agency": text,
        "matter": text,
        "source_title": text,
    }
    return pd.DataFrame([row, request]).fillna("").rename(columns={"an own column": f"own {text}"})


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_cell_is_text(text, tmp_path):
    with small():
        path = write_page(hostile(text), tmp_path / "a.html", title=text, filter=Filter(text=text))
    found = Document(path)
    assert [script.get("type") for script in found.all("script")] == [
        "application/octet-stream",
        "application/octet-stream",
        "application/octet-stream",
        "module",
        "application/octet-stream",
    ]
    assert not {"img", "iframe", "object", "base", "form"} & {tag for tag, _ in found.elements}
    assert not [
        name for _, attributes in found.elements for name in attributes if name.startswith("on") or name == "autofocus"
    ]
    assert all(link["href"].startswith(("#", "http://", "https://")) for link in found.all("a"))
    shown = " ".join(found.find("main")[0].split())
    assert " ".join(text.split()) in shown
    assert found.find("h1") == [text]
    assert found.find("title") == [text]


@given(st.text(st.characters(exclude_categories=())))
@settings(max_examples=25)
def test_whatever_a_title_holds_the_page_stays_whole(text):
    table = pd.DataFrame({"date": ["2020"], "title": ["x" + text], "id": ["a"]})
    with tempfile.TemporaryDirectory() as folder, small():
        try:
            path = write_page(table, Path(folder, "a.html"), title=text or None)
        except EventsError:
            return  # told by reading, which is another test's
        found = Document(path)
    assert found.find("script", type="module") == [assets.lean_js(assets.module(*module.BOOT))]
    assert [row["data-event-id"] for row in found.all("tr") if "data-event-id" in row] == ["a"]


# What leaves --------------------------------------------------------------------------------------------------------


@given(secrets=secret_tables(), audience=st.sampled_from(VISIBILITIES))
@settings(max_examples=60)
def test_nothing_withheld_is_in_the_bytes(secrets: Secrets, audience: str):
    with tempfile.TemporaryDirectory() as folder, small():
        path = Path(folder, "a.html")
        try:
            write_page(secrets.table, path, audience=audience)
        except ReleaseError:
            assert not path.exists()
            return
        said = plain_bytes(path).lower()
    assert [token for token in secrets.withheld(audience) if token.lower().encode() in said] == []
    assert [title for title in secrets.shown(audience) if title.encode() not in said] == []
