"""A file is written whole or not at all, and a wrong place is told before anything is computed."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from timeline.errors import OutputError
from timeline.publish.files import check_target, write_file


@pytest.mark.parametrize("content", ["Suárez — “x”\n", b"\x00\xff"])
def test_it_writes_text_as_utf_8_and_bytes_as_they_are(tmp_path, content):
    path = write_file(tmp_path / "a.html", content)
    assert path == tmp_path / "a.html"
    assert path.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]


def test_half_a_character_is_no_reason_to_write_nothing(tmp_path):
    assert write_file(tmp_path / "a.txt", "x\ud800y").read_bytes() == b"x?y"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("", "this is a folder; name a file in it"),
        ("folder", "this is a folder; name a file in it"),
        ("missing/page.html", "the folder .*missing does not exist; make it first"),
        ("old.html/page.html", "old.html is a file and no folder; name another place"),
        ("pipe", "a device or a pipe; name an ordinary file"),
        ("x" * 300, "no file can have this name"),
        ("nul\0.html", "no file can have this name"),
    ],
)
def test_a_wrong_place_is_refused_with_what_to_do(tmp_path, where, said):
    (tmp_path / "folder").mkdir()
    (tmp_path / "old.html").write_text("old")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    for attempt in (check_target, lambda path: write_file(path, "new")):
        with pytest.raises(OutputError, match=said):
            attempt(f"{tmp_path}/{where}")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "old.html").read_text() == "old"


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_may_not_be_written_is_refused(tmp_path, monkeypatch, what):
    # Root may write anywhere, and tests may run as root: the answer of the system is given here.
    path = tmp_path / "page.html"
    path.write_text("old")
    refused = tmp_path if what == "folder" else path
    monkeypatch.setattr(os, "access", lambda asked, _: Path(asked) != refused)
    with pytest.raises(OutputError, match="change its permissions, or name another"):
        write_file(path, "new")
    assert path.read_text() == "old"


@pytest.mark.parametrize("step", ["fsync", "fdopen"])
def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path, monkeypatch, step):
    def full(*_: object):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "page.html"
    path.write_text("old")
    monkeypatch.setattr(os, step, full)
    with pytest.raises(OutputError, match=r"No space left on device.*nothing was changed"):
        write_file(path, "new")
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_an_interruption_leaves_no_half_file(tmp_path, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "page.html", "new")
    assert list(tmp_path.iterdir()) == []


def test_others_may_read_what_is_written(tmp_path):
    umask = os.umask(0o022)
    try:
        new = write_file(tmp_path / "new.html", "new")
        old = tmp_path / "old.html"
        old.write_text("old")
        old.chmod(0o640)
        write_file(old, "new")
    finally:
        os.umask(umask)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (new, old)] == [0o644, 0o640]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link.html").symlink_to("real/page.html")
    write_file(tmp_path / "link.html", "new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real" / "page.html").read_text() == "new"


LATER = """
import sys, time
shift = int(sys.argv.pop(1)) * 86400
then = time.time
time.time = lambda: then() + shift
time.time_ns = lambda: int((then() + shift) * 1e9)
from timeline.cli import main
sys.exit(main())
"""


def test_the_same_command_on_another_day_writes_the_same_bytes(case, tmp_path):
    """With the as-of day of the table, or of --as-of; in another time zone, and with other random numbers too."""
    written: list[dict[str, bytes]] = []
    for days, zone, seed in (("0", "UTC", "1"), ("400", "Pacific/Kiritimati", "2")):
        folder = tmp_path / days
        folder.mkdir()
        outs = [str(folder / f"case.{ending}") for ending in ("html", "csv", "json", "ics", "pptx", "docx", "pdf")]
        subprocess.run(
            [sys.executable, "-c", LATER, days, "export", str(case), *outs, "--as-of", "2021-04-13", "--lang", "en,es", "--paper", "letter"],
            check=True, capture_output=True, cwd=ROOT, env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(written[0]) == 7
    assert written[0] == written[1]


def test_no_module_asks_what_time_it_is():
    asking = re.compile(r"\b(?:today|now|utcnow|localtime|gmtime)\(|\btime\.time|Date\.now|new Date\(\)")
    files = [
        path
        for ending in ("py", "js", "j2")
        for path in (ROOT / "timeline").rglob(f"*.{ending}")
        if ".min." not in path.name
    ]
    assert len(files) > 100
    asked = {path.name for path in files if asking.search(path.read_text(encoding="utf-8"))}
    assert asked <= CLOCKS, asked


CLOCKS = {"narrow.js", "pack.js", "notes.js"}
"""What may: one draws a line on the as-of day, one waits, one tells a speaker how long it has been."""
