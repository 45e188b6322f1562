"""An explorer in an ordinary script: a browser of other tests leaves a loop running in this thread."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def script(monkeypatch):
    for module in ("watch", "widget"):
        monkeypatch.setattr(f"timeline.explorer.{module}.kernel_loop", lambda: None)
