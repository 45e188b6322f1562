"""The kit for other people's sites: what is in it, and what is not."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publish.leaks import Secrets, secret_tables
from tests.publish.test_page import HOSTILE, Document, hostile, small
from timeline import Filter, TimelineError, write_page
from timeline.errors import ReleaseError
from timeline.events.columns import VISIBILITIES
from timeline.publish import embed


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """Draw nothing: what pictures hold is tested with the pictures."""
    monkeypatch.setattr(embed, "picture_bytes", lambda *_, **__: b"\x89PNG")


def test_it_stands_beside_the_page_under_its_name(case, tmp_path):
    write_page(case, tmp_path / "case.html", embed=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "case-column.png", "case-embed.html", "case-how-to-embed.html", "case-plain.html", "case-social.png", "case.html",
    ]  # fmt: skip


def test_all_of_it_or_nothing(case, tmp_path):
    (tmp_path / "case-plain.html").mkdir()
    with pytest.raises(TimelineError, match="folder"):
        write_page(case, tmp_path / "case.html", embed=True)
    assert [path.name for path in tmp_path.iterdir()] == ["case-plain.html"]


def test_the_page_tells_other_sites_of_itself_where_its_address_is_known(case, tmp_path):
    address = "https://example.org/foia/case.html"
    page = Document(write_page(case, tmp_path / "case.html", embed=True, url=address))
    graph = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}
    assert graph["og:url"] == address
    assert graph["og:image"] == "https://example.org/foia/case-social.png"
    assert "at least 43 days" in graph["og:description"] == graph["og:image:alt"]
    assert {"rel": "canonical", "href": address} in page.all("link")
    unknown = Document(write_page(case, tmp_path / "case.html", embed=True))
    assert not [meta for meta in unknown.all("meta") if meta.get("property") == "og:image"], "no picture at no address"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "case.html", "ftp://example.org/a", "https://"])
def test_an_address_that_is_none_is_refused(case, tmp_path, url):
    with pytest.raises(TimelineError, match="expected the address where the page will stand"):
        write_page(case, tmp_path / "case.html", embed=True, url=url)
    assert not list(tmp_path.iterdir())


def test_the_frame_has_a_title_and_is_loaded_when_it_is_near(case, tmp_path):
    write_page(case, tmp_path / "case.html", embed=True, title='A "quoted" <title>')
    (frame,) = Document(tmp_path / "case-embed.html").all("iframe")
    assert frame["title"] == 'A "quoted" <title>'
    assert frame["loading"] == "lazy"
    assert frame["referrerpolicy"] == "no-referrer"
    assert frame["src"] == "case.html"


def test_the_table_without_scripts_holds_what_the_filter_keeps(case, tmp_path):
    write_page(case, tmp_path / "case.html", embed=True, filter=Filter(kinds=("complaint",)))
    text = (tmp_path / "case-plain.html").read_text(encoding="utf-8")
    assert "Requesters sue" in text
    assert "New York Times reports" not in text


@pytest.mark.parametrize(
    ("audience", "said"),
    [("public", ""), ("internal", "rows marked internal."), ("privileged", "rows marked internal and privileged.")],
)
def test_what_is_pasted_says_that_it_is_not_for_the_public(case, tmp_path, audience, said):
    """It stands without its page, which says so itself."""
    write_page(case, tmp_path / "case.html", embed=True, audience=audience)
    for part in ("plain", "how-to-embed"):
        text = (tmp_path / f"case-{part}.html").read_text(encoding="utf-8")
        assert ("Not for the public" in text) == bool(said)
        assert said in text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_cells_are_text_in_all_of_it(tmp_path, text):
    write_page(hostile(text), tmp_path / "a.html", embed=True, title=text)
    for part, allowed in (("frame", 1), ("plain", 0), ("how", 0)):
        found = Document(embed.kit_paths(tmp_path / "a.html")[part])
        assert len(found.all("script")) == allowed
        assert not [tag for tag, attributes in found.elements if any(name.startswith("on") for name in attributes)]
        assert not [a for a in found.all("a") if a.get("href", "").lower().startswith(("javascript", "data"))]


@given(secrets=secret_tables(), audience=st.sampled_from(VISIBILITIES))
@settings(max_examples=25)
def test_nothing_withheld_is_in_the_bytes(secrets: Secrets, audience: str):
    drawn = mock.patch.object(embed, "picture_bytes", return_value=b"")
    with tempfile.TemporaryDirectory() as folder, small(), drawn:
        path = Path(folder, "a.html")
        try:
            write_page(secrets.table, path, audience=audience, embed=True)
        except ReleaseError:
            assert not list(Path(folder).iterdir())
            return
        said = b"\n".join(
            one.read_bytes() for name, one in embed.kit_paths(path).items() if name in ("frame", "plain", "how")
        )
    assert [token for token in secrets.withheld(audience) if token.lower().encode() in said.lower()] == []
