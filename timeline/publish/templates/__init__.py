"""The outputs' HTML as templates beside this file, which escape all text but what they say is ours; and Typst's."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template


def render(name: str, **values: Any) -> str:  # noqa: ANN401 - the template's own
    """Return what a template gives for values, without its indentation.

    >>> render("frame.html.j2", page="case.html", title="A <case>", words=lambda word, **said: word)[:62]
    '<iframe data-legal-timeline src="case.html" title="A &lt;case&'
    """
    return _template(name).render(**values)


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - not for `import timeline.publish.page`

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(re.sub(r"^[ \t]+", "", source_of(name), flags=re.MULTILINE))


def source_of(name: str) -> str:
    """Return a template as it is written."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
