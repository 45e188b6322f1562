"""What is HTML is valid HTML, as html-validate reads the standard; ``make test`` fetches it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.publish.test_page import hostile, long_table
from timeline import Filter, write_page
from timeline.publish import embed

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = ROOT / "build" / "validator" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = {"root": True, "extends": ["html-validate:standard", "html-validate:a11y"]}


def problems(*paths: Path) -> list[str]:
    """Return what is wrong with HTML files, each as "file, line: message (rule)"."""
    node = shutil.which("node")
    assert node, "the HTML is checked with Node"
    assert PROGRAM.is_file(), "make test fetches the validator"
    rules = paths[0].parent / ".htmlvalidate.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    run = subprocess.run(
        [node, str(PROGRAM), "--config", str(rules), "--formatter", "json", *map(str, paths)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr
    return [
        f"{file['filePath'].rpartition('/')[2]}, {one['line']}: {one['message']} ({one['ruleId']})"
        for file in json.loads(run.stdout)
        for one in file["messages"]
    ]


def test_pages_are_valid(case, tmp_path):
    story = tmp_path / "story.csv"
    story.write_text("event,sentence\nclearview-suit,They sue.\n", encoding="utf-8")
    assert (
        problems(
            write_page(case, tmp_path / "case.html", story=story, lang="en,es", url="https://example.org/case.html"),
            write_page(case, tmp_path / "es.html", lang="es", filter=Filter(text="ice"), plotlyjs="directory"),
            write_page(long_table(1500), tmp_path / "long.html"),
            write_page(hostile('"><script>alert(1)</script> & \x0c \U0001f3db'), tmp_path / "hostile.html"),
        )
        == []
    )


def test_what_is_pasted_elsewhere_is_valid(case, tmp_path, monkeypatch):
    monkeypatch.setattr(embed, "picture_bytes", lambda *_, **__: b"")
    for url in ("", "https://example.org/case.html"):
        page = write_page(case, tmp_path / "case.html", embed=True, url=url)
        paths = embed.kit_paths(page)
        assert problems(paths["how"]) == []
        for part in ("frame", "plain"):  # a part of somebody's page; so it is put into one
            text = paths[part].read_text(encoding="utf-8")
            around = f'<!DOCTYPE html>\n<html lang="en"><head><title>A post</title></head><body>{text}</body></html>\n'
            (tmp_path / f"{part}.html").write_text(around, encoding="utf-8")
            assert problems(tmp_path / f"{part}.html") == []


def test_the_validator_finds_something():
    """A test that cannot fail is none."""
    bad = ROOT / "build" / "validator" / "bad.html"
    bad.write_text(
        '<!DOCTYPE html>\n<html lang="en"><head><title>A</title></head><body><p id="a"><p id="a"></body></html>\n'
    )
    assert any("no-dup-id" in one for one in problems(bad))


@pytest.mark.parametrize("theme", ["dark", "large"])
def test_a_page_in_a_theme_is_valid(case, tmp_path, theme):
    assert problems(write_page(case, tmp_path / "a.html", theme=theme)) == []
