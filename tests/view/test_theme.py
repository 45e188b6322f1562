"""Looks: every kind has one of its own, every text can be read, and no eye needs colours that it cannot tell apart."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import combinations, pairwise, product

import pytest

from timeline.errors import OutputError
from timeline.events.columns import KINDS
from timeline.view.theme import FADES, THEMES, css_variables, theme

TEXTS = ("ink", "quiet", "alert", "request")  # the last is that of links
GROUNDS = ("paper", "band")
OF_KINDS = tuple(dict.fromkeys(color for _, color in theme().kinds.values()))
TOLD_APART = (*OF_KINDS, "claim")
APART = 10  # CIEDE2000; 1 is just seen side by side. Okabe and Ito's eight, with all lightness to choose from: 10.9
EYES = {  # what is seen of linear RGB without one sort of cones: Machado, Oliveira and Fernandes 2009, severity 1.0
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

Triple = tuple[float, float, float]


def linear(color: str) -> Triple:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """WCAG's ratio."""
    low, high = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


def lab(color: str, eye: str = "usual") -> Triple:
    """CIELAB under D65 of what an eye sees of a colour."""
    seen = [min(max(sum(w * c for w, c in zip(row, linear(color), strict=True)), 0), 1) for row in EYES[eye]]
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
    parts = [sum(w * c for w, c in zip(row, seen, strict=True)) for row in to_xyz]
    x, y, z = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
        for t in (parts[0] / 0.95047, parts[1], parts[2] / 1.08883)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Triple, other: Triple) -> float:
    """CIEDE2000, as Sharma, Wu and Dalal 2005 write it."""

    def bend(chroma: float) -> float:
        return math.sqrt(chroma**7 / (chroma**7 + 25**7))

    (l1, a1, b1), (l2, a2, b2) = one, other
    green = 1.5 - 0.5 * bend((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2)
    c1, c2 = math.hypot(a1 * green, b1), math.hypot(a2 * green, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * green)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    light, chroma, hue = (l1 + l2) / 2, (c1 + c2) / 2, h1 + turn / 2 if c1 * c2 else h1 + h2

    def cos(degrees: float) -> float:
        return math.cos(math.radians(degrees))

    t = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.2 * cos(4 * hue - 63)
    far = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    rich = (c2 - c1) / (1 + 0.045 * chroma)
    round_ = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    twist = -2 * bend(chroma) * math.sin(math.radians(60 * math.exp(-(((hue % 360 - 275) / 25) ** 2))))
    return math.sqrt(far**2 + rich**2 + round_**2 + twist * rich * round_)


# The yardsticks -------------------------------------------------------------------------------------------------------


def test_contrast_is_computed_as_the_guidelines_do():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [  # from the published test data
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),  # the turn in blue
        ((50, -1, 2), (50, 0, 0), 2.3669),  # one without a hue
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),  # hues that lie opposite
        ((50, 2.5, 0), (56, -27, -3), 31.9030),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distance_is_that_of_the_published_pairs(one, other, expected):
    assert distance(one, other) == pytest.approx(expected, abs=1e-4)
    assert distance(other, one) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("eye", EYES)
def test_white_black_and_grey_stay_what_they_are_for_every_eye(eye):
    for color in ("#ffffff", "#808080", "#000000"):
        assert distance(lab(color), lab(color, eye)) < 0.1


def test_an_eye_without_red_cones_takes_these_for_one_color():
    one, other = "#c0311a", "#8a6a00"
    assert distance(lab(one), lab(other)) > 30
    assert distance(lab(one, "deuteranopia"), lab(other, "deuteranopia")) < 7


# Colours --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("name", [name for name in THEMES if name != "print"])
def test_the_colors_of_kinds_are_told_apart_by_every_eye(name, eye):
    """Kinds of one colour are told apart by shape alone, as all are in print; what each colour groups, by both."""
    colors = theme(name).colors
    close = {
        (one, other): round(distance(lab(colors[one], eye), lab(colors[other], eye)), 1)
        for one, other in combinations(TOLD_APART, 2)
        if distance(lab(colors[one], eye), lab(colors[other], eye)) < APART
    }
    assert close == {}


@pytest.mark.parametrize(("name", "text", "ground"), [*product(THEMES, TEXTS, GROUNDS)])
def test_texts_can_be_read(name, text, ground):
    colors = theme(name).colors
    least = 7 if name in ("contrast", "dark", "print") else 4.5  # dark too: it is what dark with more contrast gets
    assert contrast(colors[text], colors[ground]) >= least, "WCAG 2.2, 1.4.3 and 1.4.6"


@pytest.mark.parametrize(("name", "color", "ground"), [*product(THEMES, (*TOLD_APART, "edge"), GROUNDS)])
def test_marks_edges_and_the_ring_of_focus_can_be_seen(name, color, ground):
    colors = theme(name).colors
    assert contrast(colors[color], colors[ground]) >= 3, "WCAG 2.2, 1.4.11"


@pytest.mark.parametrize(("name", "color"), [*product(THEMES, OF_KINDS)])
def test_the_head_of_a_card_in_its_kinds_color_can_be_read(name, color):
    colors = theme(name).colors
    assert contrast(colors[color], colors["paper"]) >= (7 if name == "contrast" else 4.5)


@pytest.mark.parametrize("name", THEMES)
def test_the_numbers_of_a_cards_calendar_can_be_read(name):
    looks = theme(name)
    colors, tint = looks.colors, looks.tint
    assert contrast(colors["paper"], colors["request"]) >= 4.5
    assert contrast(colors["paper"], colors["alert"]) >= 4.5
    for color, share in (("request", 0.12), ("money", 0.22)):
        for text in ("ink", "quiet"):
            assert contrast(colors[text], tint(colors[color], share)) >= 4.5 or (color, text) == ("money", "quiet")


# Bars -----------------------------------------------------------------------------------------------------------------


def bars(name: str) -> list[tuple[str, str]]:
    """Every style with every colour that it may have."""
    return [(s, c) for s, look in theme(name).bars.items() for c in ([""] if look.color else [*OF_KINDS, ""])]


@pytest.mark.parametrize(("name", "ground"), [*product(THEMES, GROUNDS)])
def test_bars_can_be_seen_by_edge_pattern_or_filling(name, ground):
    looks, faint = theme(name), {}
    for style, color in bars(name):
        if (style, color) == ("fade", ""):
            continue  # where another account fades: a mark or a text stands at the end that is known
        marker = looks.bar(style, color)
        shown = [marker["color"], marker["line"].get("color"), marker.get("pattern", {}).get("fgcolor")]
        best = max(contrast(found, looks.colors[ground]) for found in shown if found)
        if best < 3:
            faint[style, color] = round(best, 2)
    assert faint == {}


@pytest.mark.parametrize("name", THEMES)
def test_a_pattern_can_be_seen_on_its_own_filling(name):
    looks = theme(name)
    found = [looks.bar(style, color) for style, color in bars(name) if style in looks.patterns]
    assert all(contrast(bar["pattern"]["fgcolor"], bar["pattern"]["bgcolor"]) >= 3 for bar in found)


@pytest.mark.parametrize("name", THEMES)
def test_a_text_on_a_hatched_bar_can_be_read_between_the_lines(name):
    looks = theme(name)
    assert contrast(looks.colors["alert"], looks.bar("overdue")["color"]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_patterns_are_plotlys_and_no_two_styles_share_one(name):
    from plotly.validator_cache import ValidatorCache

    shapes = ValidatorCache.get_validator("bar.marker.pattern", "shape")
    patterns = theme(name).patterns
    assert all(shapes.validate_coerce(shape) for shape in patterns.values())
    assert len(set(patterns.values())) == len(patterns)


def test_in_print_no_bar_needs_color():
    """Without a pattern, the filling tells: white, black, or a grey well between; thin bars are other accounts."""
    looks = theme("print")
    assert all(len({color[1:3], color[3:5], color[5:7]}) == 1 for color in looks.colors.values()), "greys"
    thin, fading = ("claim", "claim_within"), ("fade",)
    for styles in (thin, [style for style in looks.bars if style not in (*thin, *fading)]):
        plain = sorted(lab(looks.bar(style, "report")["color"])[0] for style in styles if style not in looks.patterns)
        assert all(darker + 15 < lighter for darker, lighter in pairwise(plain))


@pytest.mark.parametrize("name", THEMES)
def test_a_fading_bar_fades(name):
    looks = theme(name)
    ratios = [contrast(looks.bar("fade", "request", n)["color"], looks.colors["paper"]) for n in range(1, FADES + 1)]
    assert ratios == sorted(ratios)
    assert ratios[0] < 1.5
    assert ratios[-1] >= 3


# Shapes and names -----------------------------------------------------------------------------------------------------


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


def test_a_tint_in_the_dark_gets_darker():
    assert theme("dark").tint("#ffffff", 0) == theme("dark").colors["paper"]


# Themes ---------------------------------------------------------------------------------------------------------------


def test_a_theme_that_is_not_there_is_an_error_that_names_those_that_are():
    with pytest.raises(OutputError, match=r"theme 'drak'.*light, dark, contrast, print, large"):
        theme("drak")


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_names_only_what_differs_and_has_all(name):
    looks, light = theme(name), theme()
    assert list(looks.colors) == list(light.colors)
    assert list(looks.bars) == list(light.bars)
    assert looks.color_name("complaint") == "court"
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in looks.colors.values())


def test_only_the_projectors_theme_is_larger():
    assert {name: theme(name).scale for name in THEMES if theme(name).scale != 1} == {"large": 1.5}


def rules(selector: str = ":root") -> dict[str, str]:
    """The rules of the style sheet by what stands before their declarations."""
    found = re.findall(r"^(?:(@media [^{]+) \{ )?(\S.*?) \{ ([^{}]+) \}", css_variables(selector), re.MULTILINE)
    return {f"{media} {where}".strip(): body for media, where, body in found}


def test_css_has_every_color_of_every_theme():
    found = rules()
    for name in THEMES:
        at = ":is(:root)" if name == "light" else f':is(:root)[data-theme="{name}"]'
        for color, value in theme(name).colors.items():
            assert f"--tl-{color}: {value};" in found[at]
        assert f"--tl-theme: {name};" in found[at]


def test_without_a_choice_the_readers_settings_decide_and_paper_has_the_last_word():
    told = [
        (media, re.findall("--tl-theme: ([a-z]+)", body)[0]) for media, body in rules().items() if media.startswith("@")
    ]
    assert [name for _, name in told] == ["dark", "contrast", "print"]
    for media, name in told[:2]:
        assert media.startswith(f"@media {theme(name).when} ")
        assert ":not([data-theme])" in media
        assert "[data-theme=auto]" in media
    assert css_variables().splitlines()[-1].startswith("@media print")


def test_the_notebooks_variables_stay_in_its_own_boxes():
    for media_and_selector in rules(".tl-explorer, .tl-widget"):
        assert ":is(.tl-explorer, .tl-widget)" in media_and_selector
