"""The lessons: they run as a reader runs them, and are tracked without what a run leaves in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from timeline import compute_deadline

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A copy of what a person has after cloning."""
    folder: Path = tmp_path_factory.mktemp("clone")
    (folder / "exports").mkdir()
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("events.csv", "events.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def run(folder):
    """Run a lesson as a reader runs it, in a process of its own, as conftest.py says; once for all tests of it."""

    def run(name: str) -> nbformat.NotebookNode:
        done_before = folder / "notebooks" / f"run-{name}.ipynb"
        if not done_before.exists():
            options = [
                "--to",
                "notebook",
                "--execute",
                "--output",
                done_before.name,
                "--ExecutePreprocessor.timeout=60",
            ]
            environment = os.environ | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / "ipython")}
            started = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "jupyter", "nbconvert", *options, f"{name}.ipynb"],
                cwd=folder / "notebooks", env=environment, capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr[-3000:]
            assert time.monotonic() - started < 60
        lesson: nbformat.NotebookNode = nbformat.read(done_before, as_version=4)
        return lesson

    return run


@pytest.mark.browser  # a picture is drawn by one
@each
def test_a_lesson_runs_from_its_folder_in_under_a_minute_and_says_nothing_odd(path, run):
    lesson = run(path.stem)
    outputs = [output for cell in lesson.cells if cell.cell_type == "code" for output in cell.outputs]
    assert outputs
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []
    assert all(cell.outputs for cell in lesson.cells if cell.cell_type == "code")  # each shows its reader something


def said(lesson, cell_id) -> str:
    [cell] = [cell for cell in lesson.cells if cell.id == cell_id]
    return "".join(out.get("text", "") or out.get("data", {}).get("text/plain", "") for out in cell.outputs)


@pytest.mark.browser
def test_the_first_lesson_leaves_the_page_where_there_are_no_widgets(run):
    lesson = run("explore")
    [cell] = [cell for cell in lesson.cells if cell.id == "explore"]
    widget, still = cell.outputs
    assert "application/vnd.jupyter.widget-view+json" in widget.data
    assert "<table" in still.data["text/html"]
    assert "<iframe" in still.data["text/html"]
    assert len(still.data["text/html"]) < 1_000_000  # the page, with Plotly, once


@pytest.mark.browser
def test_the_lesson_on_deadlines_says_what_its_text_says(run):
    lesson = run("deadlines")
    assert "Due: Wednesday, November 18, 2020." in said(lesson, "count")
    assert "2020-11-11 Veterans Day" in said(lesson, "days")
    assert "[..2020-11-18]" in said(lesson, "imprecise")
    assert "or  2025-01-22" in said(lesson, "otherwise")
    assert "2024-04-09" in said(lesson, "tolling")
    assert "no_answer_recorded" in said(lesson, "tolling")
    assert "overdue" in said(lesson, "overdue")
    assert "us-fl.response  no date" in said(lesson, "state")
    assert "Monday, April 26, 2021" in said(lesson, "own-period")
    assert said(lesson, "own-rule").startswith("True\n")
    due = compute_deadline("us-foia.determination", "2024-03-01").due.edtf
    assert due == "2024-03-29"  # "Without the question the answer would have been due on March 29."


@pytest.mark.browser
def test_the_lesson_on_publishing_leaves_pages_and_a_picture(run, folder):
    lesson = run("publish")
    for name in ("published.html", "publicada.html"):
        assert (folder / "exports" / name).read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (folder / "exports/published.png").read_bytes().startswith(b"\x89PNG")
    assert not (folder / "exports/never.html").exists()
    assert said(lesson, "private").startswith(
        "not written: without the rows that are not for the audience public (row 3, got)"
    )
    assert "published-how-to-embed.html" in said(lesson, "embed")
    assert said(lesson, "frame").startswith("<iframe ")
    for name in ("published-embed.html", "published-social.png", "published.ics", "published.csv"):
        assert (folder / "exports" / name).is_file()


@pytest.mark.browser
def test_a_case_of_ones_own_goes_from_nothing_to_a_page(run, folder):
    """As a new user would: nothing is there before, and the table is never written over."""
    lesson = run("your_own_case")
    table = folder / "notebooks/my_case.csv"
    assert "Postal receipt" in table.read_text("utf-8")
    found = said(lesson, "deadline")
    assert "2024-04-01" in found
    assert "overdue" in found
    assert "no jurisdiction, so the law of us-federal is assumed" in said(lesson, "check")
    page = (folder / "notebooks/my_case.html").read_text("utf-8")
    assert "<title>Who holds the contracts?</title>" in page
    table.write_text("date,title\n2020,My own\n", "utf-8")
    (folder / "notebooks/run-your_own_case.ipynb").unlink()
    run("your_own_case")
    assert "2020,My own\n" in table.read_text("utf-8")


@each
def test_a_tracked_lesson_holds_no_outputs_and_little_else(path):
    """What a run leaves may hold what is not for the public, and makes every change unreadable."""
    notebook = json.loads(path.read_text("utf-8"))
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"slideshow"}, "what a slide it is, in the notebook that is a talk"
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


@each
def test_a_lesson_says_what_it_is_not(path):
    assert "Informational, not legal advice." in path.read_text("utf-8")
