"""docs/rules.md is written from the data, and is what would be written today."""

from __future__ import annotations

from dataclasses import fields

from tests.law import make_docs
from timeline.law.options import Options
from timeline.law.rules import load_rules


def test_the_page_is_current() -> None:
    assert make_docs.PATH.read_text(encoding="utf-8") == make_docs.page(), "run python tests/law/make_docs.py"


def test_every_option_and_its_default_is_on_the_page() -> None:
    rows = {line.split("`")[1]: line for line in make_docs.OPTIONS.splitlines() if line.startswith("| `")}
    for field in fields(Options):
        default = f'`"{field.default}"`' if isinstance(field.default, str) else f"`{field.default}`"
        assert (default if field.default else "none") in rows[field.name]


def test_every_rule_is_on_the_page_with_citation_sureness_and_example() -> None:
    rows = {line.split("`")[1]: line for line in make_docs.page().splitlines() if line.startswith("| `")}
    for rule in load_rules().values():
        assert rule.versions[-1].citation in rows[rule.id]
        assert f"| {rule.certainty} |" in rows[rule.id]
        assert (" → " in rows[rule.id]) == bool(rule.examples)
