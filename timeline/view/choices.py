"""The values that a reader may filter by, with their words: the same in page and notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timeline.view.words import Words


def choices(first: Mapping[str, Any], say: Words) -> dict[str, dict[str, str]]:
    """Return for each of the filter's FACETS the values that a payload has, in the order to list them, with labels.

    A deadline's status is labelled as an agency's is, though a row may say it in other words ("no appeal").
    """
    return {
        "kinds": {kind: look["label"] for kind, look in first["kinds"].items()},
        "matters": {name: name for name in first["matters"]},
        "agencies": {name: name for name in first["agencies"]},
        "certainty": {one["value"]: one["label"] for one in first["certainties"]},
        "status": {one["value"]: say.label("status", one["value"]) for one in first["statuses"]},
    }
