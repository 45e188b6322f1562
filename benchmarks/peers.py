"""The same events as a page of plotly.express, of vis-timeline and of TimelineJS, each as its makers advise."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.case import AS_OF
from timeline import read_events, write_page

if TYPE_CHECKING:
    import plotly.graph_objects as go

HERE: Final = Path(__file__).parent
PLAIN: Final = ("id", "kind", "title", "matter", "certainty", "source_title", "first", "last", "when")

PANEL: Final = """
const panel = document.createElement("div");
for (const kind of KINDS) {
  const label = document.createElement("label"), box = document.createElement("input");
  Object.assign(box, { type: "checkbox", checked: true });
  box.dataset.filterKind = kind;
  box.addEventListener("change", () => show(kind, box.checked));
  label.append(box, kind);
  panel.append(label, " ");
}
document.body.prepend(panel);
document.documentElement.dataset.timelineReady = "1";
"""
"""A box for every kind, as the page of ours has them; the page stands when they do."""

PX: Final = """
const plot = document.getElementById("{plot_id}");
plot.dataset.drawing = "";
const of = (kind) => plot.data.flatMap((trace, place) => (trace.name === kind ? [place] : []));
const show = (kind, on) => Plotly.restyle(plot, { visible: on }, of(kind));
"""

VIS: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Made case</title>
<style>body { margin: 8px; font: 14px sans-serif } .vis-item .vis-item-content { padding: 1px 3px }</style></head>
<body><div id="drawing" data-drawing></div>
<script type="application/json" id="data">DATA</script>
<script>SCRIPT</script>
<script>
const made = JSON.parse(document.getElementById("data").textContent), KINDS = made.kinds;
const shown = new Set(KINDS);
const items = new vis.DataView(new vis.DataSet(made.items), { filter: (item) => shown.has(item.kind) });
const drawing = new vis.Timeline(document.getElementById("drawing"), items, new vis.DataSet(made.groups), made.options);
const show = (kind, on) => { if (on) shown.add(kind); else shown.delete(kind); items.refresh(); };
let first = true;
drawing.on("changed", () => {
  if (!first) return;
  first = false;
  PANEL
});
</script></body></html>
"""

TUNED: Final[dict[str, Any]] = {
    "height": "640px",
    "stack": False,  # each lane is one line: no search for room
    "cluster": {"maxItems": 5},  # without it every mark is laid out and measured: minutes at 10,000
    "showTooltips": False,
}
"""What makes vis-timeline quick. A window named from the start would be quicker still, but then draws no clusters."""

SLIDES: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Made case</title>
<style>STYLE</style></head>
<body><div id="drawing" data-drawing style="width: 100%; height: 640px"></div>
<script type="application/json" id="data">DATA</script>
<script>SCRIPT</script>
<script>
const made = JSON.parse(document.getElementById("data").textContent);
const drawing = new TL.Timeline("drawing", made, { script_path: location.href, font: null, theme: null, duration: 0 });
drawing.on("loaded", () => { document.documentElement.dataset.timelineReady = "1"; });
</script></body></html>
"""


def fetch_peers() -> Path:
    """Return the folder of the peers' packages, fetched with npm as package.json beside this file names them."""
    wanted, folder = HERE / "package.json", Path("build/peers")
    named = folder / "package.json"
    if not named.is_file() or named.read_bytes() != wanted.read_bytes() or not (folder / "node_modules").is_dir():
        if shutil.which("npm") is None:
            sys.exit("The comparison in a browser needs npm, which fetches vis-timeline and TimelineJS. Install Node.")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        command = ["npm", "install", "--prefix", str(folder), "--silent", "--ignore-scripts", "--no-package-lock"]
        shutil.copy(wanted, named)
        done = subprocess.run([*command, "--no-audit", "--no-fund"], check=False, capture_output=True, text=True)
        if done.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            sys.exit(f"npm could not fetch vis-timeline and TimelineJS:\n{done.stderr[-2000:]}")
    return folder / "node_modules"


def plain_table(table: Path) -> None:
    """Write beside a table what every peer can read: first and last day as plain dates."""
    events = read_events(table)
    first = events["earliest"].fillna(events["latest"])
    last = events["end_latest"].fillna(events["latest"]).fillna(first)
    plain = events.assign(first=first, last=last, when=events["date"])[list(PLAIN)]
    plain.to_csv(table.with_name("plain.csv"), index=False)


def _rows(table: Path) -> list[dict[str, str]]:
    with table.with_name("plain.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_ours(table: Path, page: Path) -> None:
    """Write our page, as it is published."""
    write_page(table, page, as_of=AS_OF, title="Made case")


def px_figure(table: str | Path, points: str = "auto") -> go.Figure:
    """Draw bars for what took time or is known as a span, points for single days, a trace for every kind.

    Over a thousand points px draws them with WebGL unless told otherwise.
    """
    import pandas as pd  # noqa: PLC0415 - each side imports only what it needs
    import plotly.express as px  # noqa: PLC0415 - as above

    events = pd.read_csv(Path(table).with_name("plain.csv"), parse_dates=["first", "last"])
    spans = events["first"] != events["last"]
    told: dict[str, Any] = {"y": "matter", "color": "kind", "hover_name": "title"}
    more = ["when", "certainty", "source_title"]
    figure = px.timeline(events[spans], x_start="first", x_end="last", hover_data=more, height=640, **told)
    figure.add_traces(px.scatter(events[~spans], x="first", render_mode=points, hover_data=more, **told).data)
    return figure


def write_px(table: Path, page: Path, points: str = "auto") -> None:
    """Write that figure as Plotly does, with a box for every kind."""
    figure = px_figure(table, points)
    kinds = sorted({trace.name for trace in figure.data})
    script = f"const KINDS = {json.dumps(kinds)};{PX}{PANEL}"
    figure.write_html(page, include_plotlyjs=True, post_script=script)


def write_px_svg(table: Path, page: Path) -> None:
    """Write the same with points that can be printed and inspected, as all of ours can."""
    write_px(table, page, "svg")


def write_vis(table: Path, page: Path) -> None:
    """Write points and ranges in a lane for every matter, filtered by a view of the data."""
    rows = _rows(table)
    items = [
        {"id": row["id"], "group": row["matter"], "kind": row["kind"], "content": row["title"], "start": row["first"]}
        | {"title": f"{row['when']} {row['certainty']} {row['source_title']}"}
        | ({"type": "point"} if row["first"] == row["last"] else {"type": "range", "end": row["last"]})
        for row in rows
    ]
    matters = sorted({row["matter"] for row in rows})
    data = {
        "kinds": sorted({row["kind"] for row in rows}),
        "items": items,
        "groups": [{"id": name, "content": name} for name in matters],
        "options": TUNED,
    }
    script = fetch_peers() / "vis-timeline/standalone/umd/vis-timeline-graph2d.min.js"
    _fill(page, VIS.replace("PANEL", PANEL), data, script)


def write_slides(table: Path, page: Path) -> None:
    """Write a slide for every event, grouped by matter."""
    rows = _rows(table)
    events = [
        {
            "unique_id": row["id"],
            "group": row["matter"],
            "text": {"headline": row["title"], "text": row["source_title"]},
        }
        | {"start_date": _parts(row["first"]), "end_date": _parts(row["last"]), "display_date": row["when"]}
        for row in rows
    ]
    folder = fetch_peers() / "@knight-lab/timelinejs/dist"
    style = (folder / "css/timeline.css").read_text(encoding="utf-8")
    _fill(page, SLIDES.replace("STYLE", style), {"events": events}, folder / "js/timeline.js")


def _parts(day: str) -> dict[str, int]:
    year, month, day_of_month = day[:10].split("-")
    return {"year": int(year), "month": int(month), "day": int(day_of_month)}


def _fill(page: Path, frame: str, data: dict[str, Any], script: Path) -> None:
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    text = script.read_text(encoding="utf-8").replace("</script", "<\\/script")
    page.write_text(frame.replace("DATA", packed, 1).replace("SCRIPT", text, 1), encoding="utf-8")
