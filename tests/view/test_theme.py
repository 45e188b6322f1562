"""Looks: every kind has one of its own, and every text can be read."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest

from timeline.events.columns import KINDS
from timeline.view.theme import css_variables, theme

TEXTS = ("ink", "quiet", "alert", "request")  # the last is that of links
GROUNDS = ("paper", "band")


def luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_guidelines_do():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(("text", "ground"), [*product(TEXTS, GROUNDS)])
def test_texts_can_be_read(text, ground):
    colors = theme().colors
    assert contrast(colors[text], colors[ground]) >= 4.5, "WCAG 2.2, 1.4.3"


@pytest.mark.parametrize(("kind", "ground"), [*product((*KINDS, "of my own"), GROUNDS)])
def test_marks_can_be_seen(kind, ground):
    assert contrast(theme().color(kind), theme().colors[ground]) >= 3, "WCAG 2.2, 1.4.11"


@pytest.mark.parametrize("kind", [*KINDS, "of my own"])
def test_the_head_of_a_card_in_its_kinds_color_can_be_read(kind):
    assert contrast(theme().color(kind), theme().colors["paper"]) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_mark_of_another_account_can_be_seen(ground):
    assert contrast(theme().colors["claim"], theme().colors[ground]) >= 3


def test_a_text_on_a_hatched_bar_can_be_read():
    looks = theme()
    assert contrast(looks.colors["alert"], looks.tint(looks.colors["alert"], 0.1)) >= 4.5


def test_every_kind_has_a_look_and_no_two_the_same():
    looks = theme()
    assert set(looks.kinds) == set(KINDS)
    shapes = Counter(shape for shape, _ in looks.kinds.values())
    assert [shape for shape, times in shapes.items() if times > 1] == [], "told apart by colour alone"


def test_shapes_are_paths_in_a_box_of_16_and_have_a_name_in_plotly():
    from plotly.validator_cache import ValidatorCache

    symbols = ValidatorCache.get_validator("scatter.marker", "symbol")
    for name, shape in theme().shapes.items():
        assert re.fullmatch(r"[MmLlHhVvAaZzCc0-9 .\-]+", shape["path"]), name
        assert symbols.validate_coerce(shape["plotly"]), name
    assert len({shape["plotly"] for shape in theme().shapes.values()}) == len(theme().shapes)


def test_a_kind_of_the_writers_own_is_neutral_and_comes_last():
    looks = theme()
    assert looks.color("leak") == looks.colors["report"]
    assert sorted(["leak", "event", "foia_request"], key=looks.order) == ["foia_request", "event", "leak"]


@pytest.mark.parametrize(("share", "expected"), [(1, "#1c5fa8"), (0, "#ffffff"), (0.5, "#8eafd4")])
def test_a_tint_lies_between_the_color_and_the_paper(share, expected):
    assert theme().tint("#1c5fa8", share) == expected


def test_css_has_every_color():
    for name, color in theme().colors.items():
        assert f"--tl-{name}: {color};" in css_variables()
