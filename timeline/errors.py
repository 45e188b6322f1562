"""What can go wrong, as one small tree.

    TimelineError
    ├── EventsError      the table has problems; all of them are in .problems
    ├── UnreadableError  the file is no table at all
    ├── DateError        a date that is no date, or one this program refuses to guess
    ├── RuleError        a rule that does not exist or is not in force on that day
    ├── CoverageError    a calendar asked about a year that it does not know
    ├── ReleaseError     leaving rows out would change what another row says
    └── OutputError      an output that cannot be written

Every error also derives from the nearest built-in, so that ``except ValueError`` keeps working.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a table: where it is, what stands there, and what to do.

    ``row`` is the line number that a spreadsheet shows (the header is 1); 0 means the table as a whole.
    """

    row: int
    column: str
    value: str
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else "table"
        if self.column:
            where += f", column {self.column}"
        return f"{where}: {self.message}"


class TimelineError(Exception):
    """Anything that this package raises on purpose."""

    def _render_traceback_(self) -> list[str]:
        # What IPython shows instead of a traceback: what is wrong with somebody's table is not in our code.
        return [str(self)]


class EventsError(TimelineError, ValueError):
    """The table has problems; every one of them is in ``problems``."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name, self.problems = name, tuple(problems)
        errors = [p for p in self.problems if p.severity == "error"]
        count = f"{len(errors)} problem" + ("" if len(errors) == 1 else "s")
        super().__init__("\n".join([f"{name}: {count}", *(f"  {p}" for p in errors)]))


class UnreadableError(TimelineError, ValueError):
    """The file cannot be read as a table of events at all."""


class DateError(TimelineError, ValueError):
    """A text that is no date, or one whose meaning would have to be guessed."""


class RuleError(TimelineError, LookupError):
    """A rule that does not exist, or was not in force on the day asked about."""


class CoverageError(TimelineError, LookupError):
    """A calendar was asked about a year that it does not know."""


class ReleaseError(TimelineError, ValueError):
    """Leaving rows out of an output would change what a remaining row says; ``rows`` are their numbers, if so."""

    def __init__(self, message: str, rows: Sequence[int] | None = None) -> None:
        self.rows = rows
        super().__init__(message)


class OutputError(TimelineError, ValueError):
    """An output that cannot be written as asked."""
