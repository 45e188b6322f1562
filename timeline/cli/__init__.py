"""The same verbs for people who do not write Python: ``timeline check``, ``due``, ``export`` and the others.

Nothing is imported that a command does not use, so that ``timeline due`` is there at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from timeline import __version__
from timeline.cli.shared import note
from timeline.errors import TimelineError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141
_SHOWN: Final = 20
"""How many lines of a long complaint are printed."""


class _Command(NamedTuple):
    """A command as its help tells it; ``home`` is the module that has ``name`` and ``add_name``."""

    home: str
    sentence: str
    example: str
    codes: str


COMMANDS: Final = {
    "check": _Command(
        "tables",
        "Say what is understood of a table of events, and everything that is wrong with it.",
        "timeline check events.csv",
        "0 good (warnings allowed), 1 errors, 2 cannot be read",
    ),
    "due": _Command(
        "law",
        "Print a due date and the day-by-day count that gives it.",
        "timeline due us-foia.determination 2020-10-20\n"
        "  timeline due --period 10 --unit calendar_days --roll next 2020-10-20",
        "0 counted, 1 no such rule or date, or one that cannot be counted, 2 command not understood",
    ),
    "rules": _Command(
        "law",
        "List the rules of law that deadlines are computed by.",
        "timeline rules --jurisdiction us-federal",
        "0 listed, 1 no rule of that jurisdiction, 2 command not understood",
    ),
    "deadlines": _Command(
        "tables",
        "Print how the deadline of every request stands on a day.",
        "timeline deadlines events.csv --as-of 2021-04-13 --format json\n  timeline deadlines events.csv --steps",
        "0 printed, 1 errors in the table, 2 cannot be read",
    ),
    "export": _Command(
        "tables",
        "Write the timeline as a page that works without a network, or as a table.",
        "timeline export events.csv exports/clearview.html exports/clearview.csv",
        "0 written, 1 errors (nothing is written), 2 cannot be read",
    ),
    "reports": _Command(
        "counsel",
        "Print facts by issue, undisputed facts, facts without a source, and the longest silences.",
        "timeline reports events.csv\n  timeline reports events.csv exports/reports.docx --audience privileged",
        "0 printed or written, 1 errors in the table, 2 cannot be read",
    ),
    "diff": _Command(
        "counsel",
        "Print what changed between two versions of a table, and how its deadlines moved.",
        "timeline diff filed.csv events.csv",
        "0 nothing changed, 1 something did, or errors in a table, 2 cannot be read",
    ),
    "explore": _Command(
        "tables",
        "Open the events in JupyterLab, in a notebook that is made beside the table.",
        "timeline explore events.csv",
        "that of JupyterLab; 1 it is missing, 2 the table cannot be read",
    ),
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\nTo see what it takes: {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; what is wrong with the input is told on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a dash that the terminal lacks must not end the program
    try:
        code = _run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except TimelineError as error:
        first, *lines = str(error).splitlines()
        more = f"\n  and {len(lines) - _SHOWN:,} more; timeline check shows them" if len(lines) > _SHOWN else ""
        note("\n".join([first, *lines[:_SHOWN]]) + more)
        return 2 if isinstance(error, UnreadableError) else 1
    except BrokenPipeError:  # `timeline rules | head`: the reader has seen enough
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _run(arguments: Sequence[str]) -> int:
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        return _overview(arguments)
    command = COMMANDS[name]
    home = import_module(f"timeline.cli.{command.home}")
    parser = _Parser(
        prog=f"timeline {name}",
        description=command.sentence,
        epilog=f"example:\n  {command.example}\n\nexit codes: {command.codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    getattr(home, f"add_{name}")(parser)
    return int(getattr(home, name)(parser.parse_intermixed_args(arguments[1:])))


def _overview(arguments: Sequence[str]) -> int:
    listed = "\n".join(f"  {name:<11}{command.sentence}" for name, command in COMMANDS.items())
    parser = _Parser(
        prog="timeline",
        usage="timeline COMMAND …",
        description="From a table of case events to a timeline with legal deadlines that show their work.",
        epilog=f"commands:\n{listed}\n\nFor one of them: timeline COMMAND --help\nInformational, not legal advice.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"timeline {__version__}")
    if arguments and not arguments[0].startswith("-"):
        from difflib import get_close_matches

        near = get_close_matches(arguments[0], COMMANDS, 1)
        instead = f"did you mean {near[0]}?" if near else f"there are {', '.join(COMMANDS)}"
        parser.error(f"there is no command {arguments[0]!r}; {instead}")
    parser.parse_args(arguments)
    parser.print_help()
    return 2
