"""Shapes of kinds as polygons, for drawings that know no SVG path."""

from __future__ import annotations

import math
import re
from functools import cache

Point = tuple[float, float]

_TOKEN = re.compile(r"[a-zA-Z]|-?\d*\.?\d+")
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "a": 7, "z": 0}
ARC = 12
"""Points of half a circle."""


@cache
def polygons(path: str) -> tuple[tuple[Point, ...], ...]:
    """Return the closed outlines of a path of theme.toml, in its box of 16 by 16; half circles become twelve points.

    >>> polygons("M8 2l6.5 11h-13z")
    (((8.0, 2.0), (14.5, 13.0), (1.5, 13.0)),)
    """
    tokens, found, here = iter(_TOKEN.findall(path)), list[list[Point]](), (0.0, 0.0)
    command, numbers = "", list[float]()
    for token in tokens:
        if token.isalpha():
            command, numbers = token, []
            if command in "zZ" and found:
                here = found[-1][0]
            continue
        numbers.append(float(token))
        if len(numbers) < _TAKES[command.lower()]:
            continue
        here, points = _step(command, numbers, here)
        if command in "mM":
            found.append([])
            command = "l" if command == "m" else "L"  # further pairs are lines
        found[-1] += points
        numbers = []
    return tuple(tuple(outline) for outline in found)


def _step(command: str, numbers: list[float], here: Point) -> tuple[Point, list[Point]]:
    x, y = (0.0, 0.0) if command.isupper() else here
    match command.lower():
        case "h":
            end = (x + numbers[0], here[1])
        case "v":
            end = (here[0], y + numbers[0])
        case "a":
            end = (x + numbers[5], y + numbers[6])
            return end, _half(here, end, clockwise=bool(numbers[4]))
        case _:
            end = (x + numbers[0], y + numbers[1])
    return end, [end]


def _half(start: Point, end: Point, *, clockwise: bool) -> list[Point]:
    """Return half a circle between two points: the theme's arcs are nothing else."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    radius = math.dist(start, end) / 2
    first = math.atan2(start[1] - middle[1], start[0] - middle[0])
    turn = math.pi / ARC * (1 if clockwise else -1)
    angles = [first + turn * step for step in range(1, ARC)]
    return [(middle[0] + radius * math.cos(one), middle[1] + radius * math.sin(one)) for one in angles] + [end]
