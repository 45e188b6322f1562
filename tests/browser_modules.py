"""Runs a function of the view's own JavaScript in Node, without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from timeline.view.assets import module


def run_js(body: str, given: object, *files: str) -> Any:  # noqa: ANN401 - whatever the JavaScript returns
    """Run the body of a function of ``given`` where everything that the files define is in scope."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("no Node found; the view's own JavaScript is tested with it")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.mjs"
        text = module(*files) + f"\nconst run = (given) => {{ {body} }};\n"
        text += 'import { readFileSync } from "node:fs";\n'
        text += 'process.stdout.write(JSON.stringify(run(JSON.parse(readFileSync(0, "utf8")))));\n'
        script.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [node, str(script)], input=json.dumps(given), capture_output=True, encoding="utf-8", timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
