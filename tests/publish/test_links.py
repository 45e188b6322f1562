"""An address written in Python opens, in a browser, exactly the view that it names."""

from __future__ import annotations

import pytest

from tests.conftest import rest
from timeline import Filter, write_page
from timeline.publish.links import link_of

VIEWS = [
    (Filter(kinds=("complaint", "news"), agencies=("ICE",)), "clearview-suit", "2020-03-01/2021-05-01", "dark"),
    (Filter(text="“alternatives” & 100% ñandú #1 + more?"), None, None, "auto"),
    (Filter(), None, None, "auto"),
    (Filter(status=("overdue",), window="2020-01-01/.."), None, None, "large"),
]


@pytest.mark.parametrize(
    ("parts", "link"),
    [
        ({}, "a.html#filter=%7B%7D"),
        ({"event": "r/ICE/us-foia.determination"}, "a.html#filter=%7B%7D&event=r%2FICE%2Fus-foia.determination"),
        ({"filter": Filter(text="a b")}, "a.html#filter=%7B%22text%22%3A%22a%20b%22%7D"),
        ({"theme": "auto", "window": None}, "a.html#filter=%7B%7D"),
    ],
)
def test_a_link_names_what_is_shown(parts, link):
    assert link_of("a.html", **({"filter": Filter()} | parts)) == link


@pytest.mark.browser
@pytest.mark.parametrize(("kept", "event", "window", "theme"), VIEWS)
def test_the_page_opens_the_view_and_finds_its_own_address_in_ours(case, page, tmp_path, kept, event, window, theme):
    path = write_page(case, tmp_path / "case.html", filter=Filter(kinds=("order",)))
    fragment = link_of("", filter=kept, event=event, window=window, theme=theme)
    visit = page(path, fragment=fragment).ready()
    rest(visit.page, 20)
    assert visit.page.evaluate("location.hash") == fragment
    assert visit.page.locator(".tl-card").count() == (1 if event else 0)
    assert visit.page.evaluate("document.documentElement.dataset.theme") == theme
    assert visit.quiet
