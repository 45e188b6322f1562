"""Everything that the README tells a person to type runs, and prints what it says."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.strip().split("  #")[0]
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
    for line in re.findall(
        r"^    (timeline [a-z]+ .*)$|`(timeline [a-z]+ [^`]*)`", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
    )
    for line in line
    if line
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("events.csv", "events.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copy(ROOT / "events.csv", tmp_path / "my-case.csv")
    shutil.copy(ROOT / "events.csv", tmp_path / "filed.csv")
    shutil.copy(ROOT / "events.toml", tmp_path / "filed.toml")
    (tmp_path / "my-story.csv").write_text("event,sentence\nclearview-suit,They sue.\n", encoding="utf-8")
    (tmp_path / "exports").mkdir()
    return tmp_path


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_python_blocks_run(block, folder):
    run = subprocess.run([sys.executable, "-c", block], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_there_is_something_to_run():
    assert len(BLOCKS) >= 2
    assert len(COMMANDS) >= 8


PICTURES = (".png", ".svg", ".pdf", "--embed")
"""A browser draws these."""


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=pytest.mark.browser if any(ending in command for ending in PICTURES) else ())
        for command in sorted(set(COMMANDS))
    ],
)
def test_commands_run(command, folder):
    words = shlex.split(command)
    if words[1] == "explore":
        words = [*words[:2], "--help"]  # it would open JupyterLab; tests/browser does that
    run = subprocess.run([sys.executable, "-m", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    for promised in re.findall(re.escape(command) + r" +# (\d{4}-\d{2}-\d{2})", README):
        assert promised in run.stdout


def test_first_screen_has_sentence_picture_commands_and_session():
    """What a visitor sees first: one sentence, one picture, the two commands, a short session."""
    first = "\n".join(README.splitlines()[:24])
    assert "make demo" in first
    assert "make test" in first
    picture = re.search(r"!\[(.+?)\]\((.+?)\)", first)
    assert picture
    assert (ROOT / picture[2]).is_file()
    session = re.search(r"```python\n(.*?)```", first, re.DOTALL)
    assert session
    assert len([line for line in session[1].splitlines() if line.strip()]) <= 5
