"""The drawing with its table, as a widget: what Python knows goes out packed, what is chosen comes back."""

from __future__ import annotations

import gzip
from functools import cache
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets as t

from timeline.view import assets
from timeline.view.theme import css_variables
from timeline.view.theme import theme as looks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _styles() -> str:
    # A shape is a path in a box of 16 by 16; the widget's boxes to tick have none of ours inside, only a class.
    glyphs = [
        f".tl-kind-{kind}>label>span:last-child::before"
        f'{{background:var(--tl-{looks().color_name(kind)});clip-path:path("{looks().path(kind)}")}}'
        for kind in looks().kinds
    ]
    ours = map(assets.text, (*assets.STYLES, "widget.css"))
    return "\n".join([css_variables(".tl-explorer, .tl-widget:not(.tl-explorer *)"), *ours, *glyphs])


@cache
def _packed_plotly() -> bytes:
    return _pack(assets.plotly_js())


def _pack(text: str) -> bytes:
    return gzip.compress(text.encode("utf-8", "replace"), 3, mtime=0)


class View(anywidget.AnyWidget):
    """The drawing and the table below it.

    Its state is saved in the notebook, so it is small: ``payload`` (what drawing needs) and ``late`` (the long texts)
    are gzipped JSON, and Plotly's script is no part of it but sent once to a browser that asks. ``filter``,
    ``selected``, ``window`` and ``theme`` are told and are heard; ``error`` is what went wrong in the browser, in
    words. ``still`` names the output that this widget, as long as it lives, takes the place of.
    """

    _esm = assets.lean_js(assets.module("widget.js"))
    _css = assets.lean_css(_styles())
    words = t.Dict().tag(sync=True)
    payload = t.Bytes().tag(sync=True)
    late = t.Bytes().tag(sync=True)
    theme = t.Unicode("auto").tag(sync=True)
    filter = t.Dict().tag(sync=True)
    selected = t.Unicode(None, allow_none=True).tag(sync=True)
    window = t.Unicode(None, allow_none=True).tag(sync=True)
    still = t.Unicode().tag(sync=True)
    error = t.Unicode().tag(sync=True)

    def __init__(self, *, asked: Callable[[str], object] = lambda _: None, **traits: Any) -> None:  # noqa: ANN401
        """Take what is called with the name of what a browser asks for, such as "look", and the traits above."""
        super().__init__(**traits)
        self._asked = asked
        self.on_msg(self._answer)

    def show(self, first: Mapping[str, Any], late: Mapping[str, Any]) -> None:
        """Draw another payload."""
        with self.hold_sync():
            self.payload, self.late = _pack(assets.plain_json(first)), _pack(assets.late_lines(late))

    def save(self, name: str, content: bytes) -> None:
        """Give the browser a file, which it keeps where it keeps what it downloads."""
        self.send({"type": "save", "name": name}, [content])

    def copy(self, text: str, said: str) -> None:
        """Put a text where a person can paste it, and say so."""
        self.send({"type": "copy", "text": text, "said": said})

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"type": "plotly"}:
                self.send({"type": "plotly"}, [_packed_plotly()])
            case {"type": str(what)}:
                self._asked(what)
