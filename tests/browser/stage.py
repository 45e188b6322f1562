"""The view alone on a page of its own, for what only a browser can show of it: no filters, no table, no policy."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any, Final

from tests.rows import read
from timeline import add_deadlines
from timeline.view import assets
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.theme import css_variables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

TITLES: Final = (
    "News", "Requesters sue ICE, CBP and DHS", "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 2,
    "The agency writes that the request is too broad, and asks which of eleven offices it is meant for, again",
    "תביעה נגד הרשות", "情報公開請求の受理", "<b>not bold</b> & co.", "Order 🏛 filed", "W" * 60, "i", "Mmmmmm mmmmmmm",
)  # fmt: skip
KINDS: Final = ("news", "contract", "order", "hearing", "motion", "incident", "production", "appeal", "event", "leak")


def write_stage(path: Path) -> Path:
    """Write a page that draws whatever payload it is given: ``await stage(first, width)`` returns the view."""
    plotly = assets.plotly_js().replace("</script", "<\\/script")
    script = assets.module("view.js")
    styles = "\n".join([css_variables(), *map(assets.text, assets.STYLES)])
    path.write_text(
        f"""<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Stage</title>
<style>{styles} body {{ margin: 0 }}</style><main id="root"></main><script>{plotly}</script><script type="module">
{script}
let view = null;
globalThis.stage = async (first, width, theme = "light") => {{
  view?.destroy();
  const root = document.getElementById("root");
  root.style.width = `${{width}}px`;
  globalThis.chosen = [];
  globalThis.first = first;
  view = globalThis.view = mountView(root, first, Plotly, {{ theme, onChoose: (i) => {{ chosen.push(i); view.choose(i); }} }});
  await view.ready;
  return view;
}};
</script></html>""",
        encoding="utf-8",
    )
    return path


def drawing(events: pd.DataFrame, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - payload's own
    """Return the first part of a table's payload, as JSON has it."""
    first, _late = payload(release(events), **options)
    said: dict[str, Any] = json.loads(json.dumps(first))
    return said


def made_table(seed: int, *, most: int = 70) -> pd.DataFrame:
    """Make a table of events that no writer would envy: vague dates, long titles, several accounts and clocks."""
    chance = random.Random(seed)  # noqa: S311 - the same tables every time
    rows: list[dict[str, str]] = []
    matters = [f"Matter {n}" for n in range(chance.choice((1, 2, 5, 12)))]

    def day(first: int = 2015, last: int = 2023) -> str:
        return f"{chance.randint(first, last)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"

    def date() -> str:
        when = day()
        forms = (
            when, when, when, when[:7], when[:4], f"{when}~", f"[..{when}]", f"[{when}..]", f"{when}?", "TBD",
            f"[{when}..{when[:4]}-12-31]", f"{when}/2024-02-01", f"{when}/..", f"2014-01-01/{when}",
        )  # fmt: skip
        return chance.choice(forms)

    for number in range(chance.randint(0, most)):
        kind = chance.choice(KINDS)
        rows.append(
            {
                "id": f"e{number}", "date": date(), "kind": kind, "title": chance.choice(TITLES),
                "matter": chance.choice(matters), "tags": chance.choice(("", "", "key")),
            }
        )  # fmt: skip
    for number in range(chance.randint(0, 4)):
        asked, matter, agency = f"r{number}", chance.choice(matters), chance.choice(("ICE", "CBP", "ICE; DHS"))
        start = day(2017, 2021)
        own = {"matter": matter, "agency": agency, "request": asked}
        rows.append(own | {"id": asked, "request": "", "date": chance.choice((start, f"[..{start}]")), "kind": "foia_request", "title": "Ask", "jurisdiction": "us-federal"})  # fmt: skip
        later = f"{int(start[:4]) + 1}{start[4:]}"
        more = {
            "suit": {"kind": "complaint", "date": later, "title": "They sue", "alleges": "no_response"},
            "answer": {"kind": "determination", "date": later, "title": "Answered"},
            "pause": {"kind": "clarification", "date": start[:8] + "28", "title": "Which office?"},
            "account": {"kind": "foia_request", "date": start[:4], "title": "Told differently", "claim_of": asked, "request": ""},
        }  # fmt: skip
        rows.extend(own | said for name, said in more.items() if chance.random() < 0.5)
    columns = (
        "id",
        "date",
        "kind",
        "title",
        "matter",
        "agency",
        "request",
        "jurisdiction",
        "alleges",
        "claim_of",
        "tags",
    )
    return add_deadlines(read(*({name: row.get(name, "") for name in columns} for row in rows)), as_of="2022-06-01")
