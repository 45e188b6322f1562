"""What is said about a table in the TOML file beside it: ``events.toml`` for ``events.csv``."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import DateError, Problem
from timeline.events.columns import is_address, several
from timeline.events.dates import parse_edtf

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

KEYS: Final = {
    "title": "a text",
    "subtitle": "a text",
    "as_of": "a day, such as 2021-04-13",
    "window": "what the first view shows, such as 2020-01-01/2021-06-30",
    "lanes": "a list of lane names, in the order they are drawn",
    "agencies": "a table of an agency's name and the other names it goes by",
    "url": "the address at which the page will stand, https://…",
    "closings": "the name of a file beside this one, such as closings.csv",
    "law": 'a table of choices, such as order_closings = "excluded"',
}

_TRANSLATED: Final = re.compile(r"(?:title|subtitle)_[a-z]{2,3}")
"""The heading in another language, by the language's code: title_es."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A table's title, as-of day, first window, order of lanes and agency aliases, and how its deadlines are counted.

    ``closings`` is the path of a table of closed days, ``url`` where the page will stand, ``law`` the choices that the
    law leaves open, by name;
    ``translations`` are the title and subtitle in other languages, by their keys: ``title_es``.
    """

    title: str = ""
    subtitle: str = ""
    as_of: str = ""
    window: str = ""
    lanes: tuple[str, ...] = ()
    agencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closings: str = ""
    url: str = ""
    law: Mapping[str, Any] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)

    def heading(self, lang: str) -> tuple[str, str]:
        """Return title and subtitle in a language, each as written where it has no words in that language.

        >>> Settings("Who asked", "A case", translations={"title_es": "Quién pidió"}).heading("es")
        ('Quién pidió', 'A case')
        """
        of = self.translations
        return of.get(f"title_{lang}") or self.title, of.get(f"subtitle_{lang}") or self.subtitle

    def canonical(self, cell: str) -> tuple[str, ...]:
        """Return the agencies of a cell by their own names, each once.

        >>> Settings(agencies={"ICE": ("ICE/HSI",)}).canonical("ice/hsi; DHS; ICE")
        ('ICE', 'DHS')
        """
        known = {alias.casefold(): name for name, aliases in self.agencies.items() for alias in (name, *aliases)}
        return tuple(dict.fromkeys(known.get(agency.casefold(), agency) for agency in several(cell)))

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, as they travel with a DataFrame."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "as_of": self.as_of,
            "window": self.window,
            "lanes": list(self.lanes),
            "agencies": {name: list(aliases) for name, aliases in self.agencies.items()},
            "closings": self.closings,
            "url": self.url,
            "law": dict(self.law),
            **self.translations,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Settings:
        """Take the settings back from the plain values of ``as_dict``."""
        agencies = {name: tuple(aliases) for name, aliases in values.get("agencies", {}).items()}
        texts = {key: str(values.get(key, "")) for key in ("title", "subtitle", "as_of", "window", "closings", "url")}
        translations = {key: str(text) for key, text in values.items() if _TRANSLATED.fullmatch(key)}
        lanes, law = tuple(values.get("lanes", ())), dict(values.get("law", {}))
        return cls(**texts, lanes=lanes, agencies=agencies, law=law, translations=translations)


def read_settings(table: str | os.PathLike[str]) -> tuple[Settings, list[Problem]]:
    """Read the TOML file beside a table; defaults where there is none. Problems name the file and the key."""
    path = Path(table).with_suffix(".toml")
    problems: list[Problem] = []

    def problem(key: str, message: str, severity: Any = "error") -> None:  # noqa: ANN401 - the Literal of Problem
        problems.append(Problem(0, "", key, f"{path.name}: {message}", severity))

    if not path.is_file():
        return Settings(), problems
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        problem("", f"cannot be read as TOML: {error}")
        return Settings(), problems
    good: dict[str, Any] = {}
    for key, value in values.items():
        if key not in KEYS and not _TRANSLATED.fullmatch(key):
            problem(key, f"{key} is not a setting; {_hint(key)}", "warning")
        elif not _fits(key, value):
            problem(key, f"{key} should be {KEYS.get(key, 'a text')}")
        else:
            good[key] = str(value) if key == "as_of" else value
    if "closings" in good:
        good["closings"] = str(path.parent / good["closings"])
    for alias, names in _contested(good.get("agencies", {})).items():
        problem("agencies", f"{alias} is named for {' and for '.join(names)}; leave it with one of them")
    return Settings.from_dict(good), problems


def _hint(key: str) -> str:
    """Return what an unknown key may have been meant to be."""
    name, parted, _ = key.partition("_")
    if parted and name in ("title", "subtitle"):
        return f"a {name} in another language is {name}_ and the language's code in small letters, such as {name}_es"
    if near := difflib.get_close_matches(key, (*KEYS, "title_es", "subtitle_es"), 1):
        return f"did you mean {near[0]}?"
    return f"known are {', '.join(KEYS)}, and title_es and subtitle_es for a page in Spanish"


def _contested(agencies: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the names that more than one agency goes by: rows that use one would count for either."""
    owners: dict[str, list[str]] = {}
    for name, aliases in agencies.items():
        for folded in dict.fromkeys(alias.casefold() for alias in (name, *aliases)):
            owners.setdefault(folded, []).append(name)
    return {alias: names for alias, names in owners.items() if len(names) > 1}


def _fits(key: str, value: Any) -> bool:  # noqa: ANN401 - whatever TOML holds
    def texts(values: Any) -> bool:  # noqa: ANN401
        return isinstance(values, list) and all(isinstance(item, str) for item in values)

    if key in ("as_of", "window"):
        try:
            when = parse_edtf(str(value))
        except DateError:
            return False
        return when.is_exact if key == "as_of" else when.is_span
    if key == "url":
        return isinstance(value, str) and is_address(value)
    if key == "lanes":
        return texts(value)
    if key == "agencies":
        return isinstance(value, dict) and all(map(texts, value.values()))
    if key == "law":
        return isinstance(value, dict)
    return isinstance(value, str)
