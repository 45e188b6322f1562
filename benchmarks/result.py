"""What a comparison comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Result:
    """What either side took."""

    what: str
    ours: float
    theirs: float
    target: float | None
    """None where the ratio is only shown."""
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """Ours for one of theirs."""
        return self.ours / self.theirs

    @property
    def verdict(self) -> str:
        """Whether the target is met, in a word."""
        if self.target is None:
            return ""
        return "ok" if self.ratio <= self.target else "OVER"


class Measured(Protocol):
    """What run.py can measure."""

    def measure(self, runs: int) -> list[Result]:
        """Let the sides take turns so often, and return how they compare."""
