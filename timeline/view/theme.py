"""Looks, from ``theme.toml``: which kind has which shape and colour."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NEUTRAL: Final = ("octagon", "report")
"""Shape and colour of a kind of the writer's own."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Fonts, colours, shapes, and a shape and a colour for each kind."""

    fonts: Mapping[str, str | int]
    colors: Mapping[str, str]
    shapes: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, tuple[str, str]]

    def color(self, kind: str) -> str:
        """Return the colour of a kind.

        >>> theme().color("complaint")
        '#6a4ca3'
        """
        return self.colors[self.kinds.get(kind, NEUTRAL)[1]]

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


@cache
def theme() -> Theme:
    """Return the looks of every output."""
    values = tomllib.loads(files("timeline.view").joinpath("theme.toml").read_text(encoding="utf-8"))
    kinds = {kind: (shape, color) for kind, (shape, color) in values["kinds"].items()}
    return Theme(values["fonts"], values["colors"], values["shapes"], kinds)


def css_variables() -> str:
    """Return the theme as CSS custom properties: ``--tl-ink: …``."""
    looks = theme()
    lines = [f"--tl-{name}: {value};" for name, value in looks.colors.items()]
    return " ".join([*lines, f"--tl-font: {looks.fonts['family']};"])
