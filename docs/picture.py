"""Take the README's picture from the page itself: `make picture`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from timeline import write_page

ROOT = Path(__file__).parents[1]
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Write docs/timeline.png: the heading and the drawing of events.csv, as a browser shows them."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        sys.exit("The picture needs Chromium, and none was found.")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = write_page(ROOT / "events.csv", Path(folder) / "page.html")
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(page_file.as_uri())
        page.wait_for_selector("html[data-timeline-ready='1']", state="attached")
        top = page.locator("h1").bounding_box()
        drawing = page.locator(".tl-stage").bounding_box()
        if top is None or drawing is None:
            sys.exit("The page shows no drawing.")
        height = drawing["y"] + drawing["height"] - top["y"] + 24
        area = {"x": 0, "y": top["y"] - 12, "width": 1280, "height": height}
        page.screenshot(path=ROOT / "docs" / "timeline.png", full_page=True, clip=area)


if __name__ == "__main__":
    main()
