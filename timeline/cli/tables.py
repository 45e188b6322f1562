"""``timeline check``, ``deadlines``, ``export`` and ``explore``: what is done with a table of events."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from timeline.cli.shared import (
    ERRORS,
    GOOD,
    UNREADABLE,
    add_closings,
    add_file,
    add_release,
    note,
    print_json,
    print_lines,
    progress,
    read_exact,
)
from timeline.errors import EventsError, OutputError, UnreadableError

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from timeline.errors import Problem
    from timeline.events.reading import Events

WRITTEN: Final = (".html", ".png", ".svg", ".pdf", ".pptx", ".docx", ".ics", ".csv", ".json")
PAGES: Final = (".html",)
DOCUMENTS: Final = (".pptx", ".docx", ".pdf")
PROFILES: Final = ("illustrative", "summary")


def add_check(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline check``."""
    add_file(parser)
    add_closings(parser)
    parser.add_argument("--json", action="store_true", help="print every problem as JSON")
    parser.add_argument("--strict", action="store_true", help="let warnings count as errors")
    parser.add_argument("--write-ids", action="store_true", help="write an id into every row of FILE that has none")


def check(options: argparse.Namespace) -> int:
    """Say what is understood of a table, and everything that is wrong with it."""
    from timeline.publish.garbage import uncollected

    try:
        with progress(f"checking {options.file}"), uncollected():
            events, problems = _understand(options)
    except UnreadableError as error:
        if options.json:
            problem = {"row": 0, "column": "", "value": "", "message": str(error), "severity": "error"}
            print_json({"events": 0, "problems": [problem]})
            return UNREADABLE
        raise
    wrong = any(p.severity == "error" or options.strict for p in problems)
    if options.json:
        rows = [
            {name: getattr(p, name) for name in ("row", "column", "value", "message", "severity")} for p in problems
        ]
        print_json({"events": len(events.cells.rows), "problems": rows})
    else:
        from timeline.cli.text import checked

        print_lines(checked(events, problems))
    if options.write_ids:
        said = "no ids were written, since the table has errors"
        if not any(p.severity == "error" for p in problems):
            from timeline.publish.ids import write_ids

            count = write_ids(options.file, events)
            said = f"{count:,} ids written into {options.file}" if count else "every row has its id already"
        note(said)
    return ERRORS if wrong else GOOD


def _understand(options: argparse.Namespace) -> tuple[Events, list[Problem]]:
    from timeline.law.checking import check_events

    return check_events(options.file, date_order=options.date_order, closings=options.closings or "")


def add_deadlines(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline deadlines``."""
    add_file(parser)
    add_closings(parser)
    add_release(parser)
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="how to print them (table)")
    parser.add_argument("--steps", action="store_true", help="print below the table each day that was counted or not")
    parser.set_defaults(parser=parser)


def deadlines(options: argparse.Namespace) -> int:
    """Print how the deadline of every request stands."""
    if options.steps and options.format != "table":
        options.parser.error("--steps goes with --format table: it prints each count as text")
    day = read_exact("--as-of", options.as_of)
    with progress(f"reading {options.file}"):
        from timeline.publish.tables import as_of_day, deadline_list, deadlines_csv
        from timeline.view.release import release

        released = release(_events(options), audience=options.audience, as_of=day)
        found = deadline_list(released)
    if options.format == "json":
        print_json(found)
    elif options.format == "csv":
        sys.stdout.write(deadlines_csv(found))
    else:
        from timeline.cli.text import counts_text, deadlines_text
        from timeline.view.provisions import assuming, beside, otherwise
        from timeline.view.rows import rows_of
        from timeline.view.words import words

        say, rows = words(), {row["id"]: row for row in rows_of(released)}
        computed = {name: row for name, row in rows.items() if row["computed"] == "yes"}
        told = {
            name: [*otherwise(row, rows, say), *beside(row, rows, say, full=False)] for name, row in computed.items()
        }
        assumed = {name: assuming(row, rows, say) for name, row in computed.items() if row["assumptions"]}
        for one in found:  # an account is told of, another reading of the law is said in a sentence
            whose = zip(one["readings"], computed[one["id"]]["readings"], strict=True)
            one["readings"] = [reading for reading, full in whose if not full["word"]]
        print_lines(deadlines_text(Path(options.file).name, as_of_day(released), found, say, told, assumed=assumed))
        if options.steps:
            print_lines(counts_text(list(rows.values())))
    return GOOD


FILTER_HELP = (
    "a filter as a notebook or a page's address gives it: a .csv or .json holds only what it keeps, a page opens in it "
    "and holds the whole table (to keep rows from readers, use the column visibility)"
)


def add_export(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline export``."""
    add_file(parser)
    add_closings(parser)
    parser.add_argument("outs", nargs="+", metavar="OUT", help="what to write, by its ending: " + " ".join(WRITTEN))
    add_release(parser)
    parser.add_argument("--title", help="the title, instead of that of events.toml")
    parser.add_argument("--lang", default="en", help="the language of our words: en, es, or en,es with a switch (en)")
    parser.add_argument(
        "--theme", default="auto", help="the page's looks: auto, light, dark, contrast, print, large (auto)"
    )
    parser.add_argument("--lanes", default="matter", help="what the lanes are: matter, agency, kind, court (matter)")
    parser.add_argument("--story", metavar="FILE", help="a CSV of event,sentence, instead of the column story")
    parser.add_argument(
        "--embed", action="store_true", help="write beside each page what others need to show it on their sites"
    )
    parser.add_argument("--size", default="page", help="of pictures: page, column, social, slide, poster (page)")
    parser.add_argument("--url", default="", help="where the page will stand, for links to it (as events.toml says)")
    parser.add_argument(
        "--plotlyjs", choices=("inline", "directory"), default="inline",
        help="directory: Plotly's script once beside the pages of a folder, not in every page (inline)",
    )  # fmt: skip
    parser.add_argument(
        "--paper", choices=("letter", "a4"),
        help="of a .docx; a .pdf with it, or with --profile, --stamp, --exhibit or --bates, is an exhibit of many "
        "pages, and without them a picture (letter)",
    )  # fmt: skip
    parser.add_argument(
        "--profile", choices=PROFILES, default="",
        help="illustrative: an aid that is no evidence (Rule 107); summary: every row has its source (Rule 1006)",
    )  # fmt: skip
    parser.add_argument("--stamp", metavar="TEXT", help="what a .pptx, .docx or exhibit has on every page")
    parser.add_argument(
        "--exhibit", metavar="TEXT", default="", help='stamped on every page: 12, or "Plaintiffs\' Exhibit 12"'
    )
    parser.add_argument("--bates", metavar="NUMBER", default="", help="of an exhibit's first page, such as DEF0004517")
    parser.add_argument("--window", metavar="FROM/TO", help="the time of the first view: 2020-01-01/2021-06-30")
    parser.add_argument("--filter", metavar="JSON", help=FILTER_HELP)
    parser.set_defaults(usual={name: parser.get_default(name) for name in _TAKEN})


def export(options: argparse.Namespace) -> int:
    """Write every output, or none where one of them cannot be written."""
    for out in options.outs:
        _check_out(out, options)
    if len({os.path.realpath(out) for out in options.outs}) < len(options.outs):
        msg = "one file is named twice; give every output a name of its own"
        raise OutputError(msg)
    day = read_exact("--as-of", options.as_of)
    with progress(f"reading {options.file}"):
        from timeline.law.deadlines import add_deadlines as compute
        from timeline.publish.pictures import known_size
        from timeline.view.assets import known_theme
        from timeline.view.filters import Filter, filter_events
        from timeline.view.release import release
        from timeline.view.scene import known_lanes, known_window
        from timeline.view.words import languages

        known_theme(options.theme)
        known_lanes(options.lanes)
        known_window(options.window)
        shown = Filter.from_json(options.filter) if options.filter else None
        languages(options.lang)
        known_size(options.size)
        _check_options(options)
        table = compute(_events(options), as_of=day)
        released = release(table, audience=options.audience)  # refused before anything is written
    _tell(released, filter_events(released, shown), options)
    common: dict[str, Any] = {"audience": options.audience, "filter": shown}
    for out in options.outs:
        with progress(f"writing {out}"):
            _write(table, out, options, common)
        print_lines([out])
        if options.embed and Path(out).suffix.lower() in PAGES:
            from timeline.publish.embed import kit_paths

            print_lines(map(str, kit_paths(out).values()))
    return GOOD


def _tell(released: pd.DataFrame, shown: pd.DataFrame, options: argparse.Namespace) -> None:
    """Say on stderr what a person should know of an output before it leaves."""
    from timeline.events.columns import COLUMNS, COMPUTED, DERIVED
    from timeline.events.frame import settings_of
    from timeline.publish.tables import as_of_day

    if own := [name for name in released.columns if name not in {*COLUMNS, *COMPUTED, *DERIVED}]:
        note(f"columns of your own, shown to every reader: {', '.join(own)}")
    if len(released) and not len(shown):
        note(f"the filter keeps none of the events: {options.filter}")
    day = as_of_day(released)
    if day and not options.as_of and not settings_of(released).as_of:
        note(f"as of {day}, the latest date in the table; to choose another day: --as-of")


def _write(table: pd.DataFrame, out: str, options: argparse.Namespace, common: dict[str, Any]) -> None:
    from timeline.publish.tables import write_csv, write_json

    drawn = {"title": options.title, "lanes": options.lanes, "window": options.window, **common}
    record = {"title": options.title, "profile": options.profile, "stamp": options.stamp, **common}
    lang = options.lang.partition(",")[0]
    match Path(out).suffix.lower():
        case ".csv":
            write_csv(table, out, **common)
        case ".json":
            write_json(table, out, title=options.title, **common)
        case ".pptx":
            from timeline.publish.deck import write_deck

            write_deck(table, out, lang=lang, **record)
        case ".docx":
            from timeline.publish.chronology import write_chronology

            write_chronology(table, out, lang=lang, paper=options.paper or "letter", **record)
        case ".pdf" if _is_exhibit(options):
            from timeline.publish.exhibit import write_exhibit

            paged = {"paper": options.paper or "letter", "exhibit": options.exhibit, "bates": options.bates}
            write_exhibit(table, out, lang=lang, **paged, **record)
        case ".png" | ".svg" | ".pdf":
            from timeline.publish.pictures import write_picture

            theme = "light" if options.theme == "auto" else options.theme
            write_picture(table, out, theme=theme, lang=lang, size=options.size, **drawn)
        case ".ics":
            from timeline.publish.calendars import write_calendar

            write_calendar(table, out, lang=lang, **common)
        case _:
            from timeline.publish.page import write_page

            own = {"story": options.story, "url": options.url, "plotlyjs": options.plotlyjs, "embed": options.embed}
            write_page(table, out, theme=options.theme, lang=options.lang, **own, **drawn)


def _is_exhibit(options: argparse.Namespace) -> bool:
    """Tell whether a .pdf is to be an exhibit of many pages: something was said that only one has."""
    return bool(options.paper or options.profile or options.stamp or options.exhibit or options.bates)


_PICTURES: Final = (".png", ".svg", ".pdf")
_TAKEN: Final[dict[str, tuple[str, ...]]] = {
    "theme": (*PAGES, *_PICTURES),
    "lanes": (*PAGES, *_PICTURES),
    "window": (*PAGES, *_PICTURES),
    "size": _PICTURES,
    "story": PAGES,
    "url": PAGES,
    "plotlyjs": PAGES,
    "embed": PAGES,
    "paper": (".docx", ".pdf"),
    "exhibit": (".pdf",),
    "bates": (".pdf",),
}
"""What each option is for; one that nothing written takes would be passed over without a word."""


def _check_options(options: argparse.Namespace) -> None:
    """Refuse an option that none of the outputs takes."""
    endings = {Path(out).suffix.lower() for out in options.outs}
    for name, takers in _TAKEN.items():
        if getattr(options, name) != options.usual[name] and endings.isdisjoint(takers):
            msg = f"--{name} is for {', '.join(takers)}, and none is written; leave it out, or name one"
            raise OutputError(msg)
    pages = [out for out in options.outs if Path(out).suffix.lower() in PAGES]
    if options.url and len(pages) > 1:
        msg = f"--url {options.url}: one page stands there, and {len(pages)} are written; write each by itself"
        raise OutputError(msg)
    if "," in options.lang and endings.isdisjoint(PAGES):
        msg = (
            f"--lang {options.lang}: only a page has a switch between languages; write one file for each, as --lang es"
        )
        raise OutputError(msg)


def _check_out(out: str, options: argparse.Namespace) -> None:
    from timeline.publish.files import check_target

    ending = Path(out).suffix.lower()
    if ending not in WRITTEN:
        msg = f"{out}: the ending says what to write; expected {', '.join(WRITTEN)}"
        raise OutputError(msg)
    said = [f"--{name}" for name in ("profile", "stamp", "exhibit", "bates") if getattr(options, name)]
    if said and ending not in DOCUMENTS:  # it would look as if the file had it
        msg = f"{out}: {' and '.join(said)} cannot be had in {ending}; expected {', '.join(DOCUMENTS)}"
        raise OutputError(msg)
    check_target(out)
    if os.path.realpath(out) == os.path.realpath(options.file):
        msg = f"{out}: this is the table itself, which an export must not replace; choose another name"
        raise OutputError(msg)


def _events(options: argparse.Namespace) -> pd.DataFrame:
    """Read the table, or raise everything that is wrong with it at once."""
    from timeline.events.reading import to_frame

    events, problems = _understand(options)
    if any(p.severity == "error" for p in problems):
        raise EventsError(events.cells.name, problems)
    if problems:
        what = "1 warning" if len(problems) == 1 else f"{len(problems):,} warnings"
        note(f"{what} about {options.file}; to see: timeline check {options.file}")
    return to_frame(events)


def add_explore(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``timeline explore``."""
    parser.add_argument("file", nargs="?", default="events.csv", metavar="FILE", help="the table (events.csv)")
    parser.add_argument("--no-browser", action="store_true", help="start JupyterLab without opening a browser")
    parser.add_argument("--lang", default="en", help="the language of our words in a new notebook (en)")


def explore(options: argparse.Namespace) -> int:
    """Open the table's notebook in JupyterLab, made first where there is none."""
    import subprocess
    from importlib.util import find_spec

    from timeline.publish.notebook import write_notebook

    if find_spec("jupyterlab") is None:
        msg = "JupyterLab is missing; install it with: python -m pip install jupyterlab"
        raise OutputError(msg)
    notebook, made = write_notebook(options.file, options.lang)
    note(f"{'made' if made else 'opening'} {notebook}")
    start = [sys.executable, "-m", "jupyterlab", str(notebook), *(["--no-browser"] if options.no_browser else [])]
    return subprocess.run(start, check=False).returncode
