"""axe-core on an open page: what it finds wrong, in a form that a failing test can show."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, within: str = "html") -> list[str]:
    """Return what axe-core finds: "rule: how many, the first of them"."""
    if not page.evaluate("Boolean(globalThis.axe)"):
        page.evaluate(f"{_axe()}; 0")
    found = page.evaluate(
        "(within) => axe.run(within, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => "
        "`${id}: ${nodes.length}, ${nodes[0].html.slice(0, 200)} (${nodes[0].failureSummary.replaceAll(/\\s+/g, ' ').slice(0, 300)})`))",
        within,
    )
    return list(found)
