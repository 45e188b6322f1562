"""The buttons over the drawing, and the choice of lanes and day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import ipywidgets as widgets

from timeline.explorer.controls import button
from timeline.view.scene import LANES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timeline.view.words import Words

STEPS: Final = ("undo", "redo", "reset")
OUTS: Final = ("save_page", "save_picture", "copy_link", "copy_code")


class Tools:
    """What else a person can do: ``acts`` is what each button does, ``chosen`` takes the name and value of a choice."""

    def __init__(
        self, say: Words, acts: Mapping[str, Callable[[], object]], chosen: Callable[[str, Any], object]
    ) -> None:
        self._chosen, self._following = chosen, False
        labels = {name: say(f"explorer.{name}") for name in (*STEPS[:2], *OUTS)} | {"reset": say("page.reset")}
        made = {name: button(label, acts[name]) for name, label in labels.items()}
        self.steps, self.outs = [made[name] for name in STEPS], [made[name] for name in OUTS]
        short: dict[str, Any] = {"layout": {"width": "auto"}, "style": {"description_width": "auto"}}
        options = [(say(f"page.{name}"), name) for name in LANES]
        self.lanes = widgets.Dropdown(description=say("explorer.lanes"), options=options, **short)
        self.day = widgets.DatePicker(description=say("explorer.day"), **short)
        self.lanes.observe(lambda change: self._tell("lanes", change["new"]), "value")
        self.day.observe(lambda change: self._tell("as_of", change["new"]), "value")

    def settle(self, lanes: str, as_of: str) -> None:
        """Show lanes and day as they are, without being asked back."""
        self._following = True
        try:
            self.lanes.value, self.day.value = lanes, date.fromisoformat(as_of) if as_of else None
        finally:
            self._following = False

    def allow(self, *steps: bool) -> None:
        """Let undo, redo and reset be used where they would do something."""
        for step, sensible in zip(self.steps, steps, strict=True):
            step.disabled = not sensible

    def _tell(self, name: str, value: object) -> None:
        if not self._following:
            self._chosen(name, value)
