"""What the explorer's state may be set to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import traitlets as t

from timeline.errors import TimelineError
from timeline.view.filters import Filter


class FilterTrait(t.TraitType[Filter, Any]):
    """Takes a Filter, its plain values, or None for all."""

    default_value = Filter()

    def validate(self, _obj: object, value: object) -> Filter:
        """Return the filter that a value stands for."""
        if isinstance(value, Filter):
            return value
        if value is None or isinstance(value, Mapping):
            return Filter.from_dict(dict(value or {}))
        msg = f"a filter cannot be set to {value!r}: expected a Filter, such as Filter(kinds=['complaint'])"
        raise TimelineError(msg)


class TextTrait(t.Unicode[Any, Any]):
    """Takes a text, or None where ``allow_none``; what it may be is validated where it is used."""

    def error(self, _obj: object, value: object, error: Exception | None = None, info: str | None = None) -> NoReturn:
        """Refuse what is no text in our words: traitlets' own speak of traits and instances."""
        del error, info
        msg = f"{self.name} cannot be set to {value!r}: expected a text{', or None' if self.allow_none else ''}"
        raise TimelineError(msg)


class DayTrait(t.TraitType[str, Any]):
    """Takes a day, as a date or as text, or None for the table's own; what it may be is the table's to say."""

    default_value = ""

    def validate(self, _obj: object, value: object) -> str:
        """Return the day as text, "" for the table's own."""
        return str(value or "")
