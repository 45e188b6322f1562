"""The lessons: they run as a reader runs them, and are tracked without what a run leaves in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each
def test_a_lesson_runs_from_its_folder_in_under_a_minute(path, tmp_path):
    """In a copy of what a person has after cloning; in a process of its own, as conftest.py says."""
    (tmp_path / "exports").mkdir()
    (tmp_path / "notebooks").mkdir()
    for name in ("events.csv", "events.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copy(path, tmp_path / "notebooks")
    options = ["--to", "notebook", "--execute", "--output", "run.ipynb", "--ExecutePreprocessor.timeout=60"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path / "ipython")}
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", *options, path.name],
        cwd=tmp_path / "notebooks", env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    run = nbformat.read(tmp_path / "notebooks/run.ipynb", as_version=4)
    outputs = [output for cell in run.cells if cell.cell_type == "code" for output in cell.outputs]
    assert outputs
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []


def test_the_first_lesson_leaves_a_page_and_a_table_where_there_are_no_widgets(tmp_path):
    (tmp_path / "exports").mkdir()
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("events.csv", "events.toml"):
        shutil.copy(ROOT / name, tmp_path)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path / "ipython")}
    subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", "explore.ipynb"],
        cwd=tmp_path / "notebooks", env=environment, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    page = (tmp_path / "exports/explored.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    saved = tmp_path / "notebooks/explore.ipynb"
    assert saved.stat().st_size < 500_000  # Plotly's script alone, packed, is larger
    run = nbformat.read(saved, as_version=4)
    [shown] = [output for cell in run.cells if cell.id == "explore" for output in cell.outputs]
    assert "application/vnd.jupyter.widget-view+json" in shown.data
    assert "<table" in shown.data["text/html"]


@each
def test_a_tracked_lesson_holds_no_outputs_and_little_else(path):
    """What a run leaves may hold what is not for the public, and makes every change unreadable."""
    notebook = json.loads(path.read_text("utf-8"))
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    for cell in notebook["cells"]:
        assert cell["metadata"] == {}
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


@each
def test_a_lesson_says_what_it_is_not(path):
    assert "Informational, not legal advice." in path.read_text("utf-8")
