"""axe-core on an open page: what it finds wrong, in a form that a failing test can show."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, within: str = "html", *, letters: str = "") -> list[str]:
    """Return what axe-core finds: "rule: how many, the first of them".

    The contrast of letters takes five times as long as all other rules. ``letters`` names the part of the page where
    it is asked for alone, where the rest of the page was asked before.
    """
    if not page.evaluate("Boolean(globalThis.axe)"):
        page.evaluate(f"{_axe()}; 0")
    runs: list[tuple[str, dict[str, Any]]] = [(within, {"rules": {"color-contrast": {"enabled": not letters}}})]
    if letters:
        runs.append((letters, {"runOnly": ["color-contrast"]}))
    found: list[str] = []
    for part, asked in runs:
        found += page.evaluate(
            "([part, asked]) => axe.run(part, { ...asked, resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => "
            "`${id}: ${nodes.length}, ${nodes[0].html.slice(0, 200)} (${nodes[0].failureSummary.replaceAll(/\\s+/g, ' ').slice(0, 300)})`))",
            [part, asked],
        )
    return found
