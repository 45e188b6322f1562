"""Looks, from ``theme.toml``: which kind has which shape and colour, and how each theme shows them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

NEUTRAL: Final = ("octagon", "report")
"""Shape and colour of a kind of the writer's own."""

THEMES: Final = ("light", "dark", "contrast", "print", "large")
"""The names of the themes, as a chooser shows them."""

FADES: Final = 6
"""Steps in which a bar fades away on the side where nothing is known."""


@dataclass(frozen=True, slots=True)
class BarLook:
    """How a style of bar looks: shares of a colour for filling, edge and pattern; no colour: the kind's own."""

    fill: float
    color: str = ""
    edge: float = 0
    pattern: str = ""
    ink: float = 0
    dense: float = 0.35
    least: float = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """Fonts, colours, shapes, patterns, and a shape and a colour for each kind."""

    name: str
    fonts: Mapping[str, str | int]
    colors: Mapping[str, str]
    shapes: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, tuple[str, str]]
    bars: Mapping[str, BarLook]
    scale: float = 1
    when: str = ""

    def color(self, kind: str) -> str:
        """Return the colour of a kind.

        >>> theme().color("complaint")
        '#58418a'
        """
        return self.colors[self.color_name(kind)]

    def color_name(self, kind: str) -> str:
        """Return the name of a kind's colour, the same in every theme.

        >>> theme("dark").color_name("complaint")
        'court'
        """
        return self.kinds.get(kind, NEUTRAL)[1]

    def path(self, kind: str) -> str:
        """Return a kind's shape as an SVG path in a box of 16 by 16."""
        return self.shapes[self.kinds.get(kind, NEUTRAL)[0]]["path"]

    def symbol(self, kind: str) -> str:
        """Return what Plotly calls a kind's shape."""
        return self.shapes[self.kinds.get(kind, NEUTRAL)[0]]["plotly"]

    def order(self, kind: str) -> tuple[int, str]:
        """Return a key that sorts kinds as legend and filters show them, the writer's own last."""
        places = list(self.kinds)
        return (places.index(kind) if kind in self.kinds else len(places), kind)

    def tint(self, color: str, share: float) -> str:
        """Return a colour thinned with the paper's: 1 is the colour, 0 the paper.

        >>> theme().tint("#000000", 0.5)
        '#808080'
        """
        mixed = (
            round(int(color[at : at + 2], 16) * share + int(self.colors["paper"][at : at + 2], 16) * (1 - share))
            for at in (1, 3, 5)
        )
        return "#" + "".join(f"{value:02x}" for value in mixed)

    @property
    def patterns(self) -> Mapping[str, str]:
        """The styles of bars that have a pattern, with what Plotly calls it.

        >>> theme().patterns["overdue"]
        '/'
        """
        return {style: look.pattern for style, look in self.bars.items() if look.pattern}

    def bar(self, style: str, color: str = "", step: int = FADES) -> dict[str, Any]:
        """Return a bar's look as Plotly's marker.

        ``color`` is the name of the kind's colour, for a style that has none of its own; without one it is that of
        another account. ``step`` counts the fading from 1 (palest) to ``FADES``. Lengths are those of scale 1.

        >>> theme().bar("bracket", "money")["line"]
        {'width': 1, 'color': '#9d6d0c'}
        """
        look = self.bars[style]
        own = self.colors[look.color or color or "claim"]
        share = look.least + (look.fill - look.least) * step / FADES if look.least else look.fill
        fill = self.tint(own, share)
        line = {"width": 1, "color": self.tint(own, look.edge)} if look.edge else {"width": 0}
        marker: dict[str, Any] = {"color": fill, "line": line}
        if look.pattern:
            ink, shape = self.tint(own, look.ink), look.pattern
            marker["pattern"] = {"shape": shape, "fgcolor": ink, "bgcolor": fill, "size": 7, "solidity": look.dense}
        return marker


@cache
def theme(name: str = "light") -> Theme:
    """Return the looks of a theme; an ``OutputError`` tells which there are.

    >>> theme("large").scale
    1.5
    """
    if name not in THEMES:
        msg = f"theme {name!r}: there is no such theme; expected one of {', '.join(THEMES)}"
        raise OutputError(msg)
    values = _values()
    own = values["themes"][name]
    kinds = {kind: (shape, color) for kind, (shape, color) in values["kinds"].items()}
    bars = {style: BarLook(**look) for style, look in {**values["bars"], **own.get("bars", {})}.items()}
    return Theme(
        name=name,
        fonts={**values["fonts"], **own.get("fonts", {})},
        colors={**values["colors"], **own.get("colors", {})},
        shapes=values["shapes"],
        kinds=kinds,
        bars=bars,
        scale=own.get("scale", 1),
        when=own.get("when", ""),
    )


@cache
def _values() -> dict[str, Any]:
    return tomllib.loads(files("timeline.view").joinpath("theme.toml").read_text(encoding="utf-8"))


def css_variables(selector: str = ":root") -> str:
    """Return every theme as CSS rules with custom properties (``--tl-ink: …``) for what a selector names.

    The attribute ``data-theme`` of that same element names a theme; without it, or with ``auto``, the reader's own
    settings decide. ``--tl-theme`` is the name of the theme that is in force, ``--tl-scale`` its scale. On paper it
    is always that for print.

    >>> print(css_variables(".tl-explorer, .tl-widget").splitlines()[1][:57])
    :is(.tl-explorer, .tl-widget)[data-theme="dark"] { --tl-t
    """
    at = f":is({selector})"
    auto = f"{at}:is(:not([data-theme]), [data-theme=auto])"
    looks = [theme(name) for name in THEMES]
    rules = [f"{at} {{ {_declarations(theme())} }}"]
    rules += [f'{at}[data-theme="{look.name}"] {{ {_declarations(look)} }}' for look in looks[1:]]
    for look in looks:
        if look.when:
            where = f"{at}:is(*, [data-theme])" if look.when == "print" else auto
            rules.append(f"@media {look.when} {{ {where} {{ {_declarations(look)} }} }}")
    return "\n".join(rules)


def _declarations(look: Theme) -> str:
    scheme = "dark" if look.name == "dark" else "light"
    lines = [f"--tl-theme: {look.name};", f"--tl-scale: {look.scale};", f"color-scheme: {scheme};"]
    lines += [f"--tl-{name}: {value};" for name, value in look.colors.items()]
    return " ".join([*lines, f"--tl-font: {look.fonts['family']};"])
