"""Due dates of a million requests beside numpy, pandas and a loop over ``holidays``.

Whole processes would compare imports, so each side here times its own counting and prints the seconds.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: Final = 1_000_000
FEW: Final = {"pandas": 20_000, "loop": 2_000}
"""What takes a minute for a million is timed for fewer, and the seconds scaled up."""

SATURDAY: Final = 6


def main() -> None:
    """Time the side that the argument names and print the seconds for a million due dates."""
    side = sys.argv[1]
    rows = FEW.get(side, ROWS)
    sys.stdout.write(f"seconds {_sides()[side](rows) * ROWS / rows:.6f}\n")


def _sides() -> dict[str, Callable[[int], float]]:
    return {"ours": _ours, "mixed": _mixed, "numpy": _numpy, "pandas": _pandas, "loop": _loop}


def _triggers(rows: int) -> Any:  # noqa: ANN401 - an array, and numpy is imported where it is used
    import numpy as np  # noqa: PLC0415 - each side imports only what it needs

    chosen = np.random.default_rng(20)
    return np.datetime64("2000-01-03") + chosen.integers(0, 9000, rows).astype("timedelta64[D]")


def _holidays() -> list[Any]:
    import holidays  # noqa: PLC0415 - as above

    days = holidays.country_holidays("US", years=range(1999, 2027))
    return sorted(day for day in days if day.isoweekday() < SATURDAY)


def _fastest(count: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        count()
        times.append(time.perf_counter() - start)
    return min(times)


def _ours(rows: int) -> float:
    from timeline.law.arrays import due_array  # noqa: PLC0415 - as above

    triggers = _triggers(rows)
    return _fastest(lambda: due_array("us-foia.determination", triggers))


def _mixed(rows: int) -> float:
    import numpy as np  # noqa: PLC0415 - as above

    from timeline.law.arrays import due_arrays  # noqa: PLC0415 - as above
    from timeline.law.rules import load_rules  # noqa: PLC0415 - as above

    fixed = [rule.id for rule in load_rules().values() if rule.id.endswith(".response") and rule.versions[0].period]
    rules = [name for name in fixed if name not in ("us-or.response", "us-al.response")]  # not in force in 2000
    which = np.random.default_rng(50).integers(0, len(rules), rows)
    triggers = _triggers(rows)
    return _fastest(lambda: due_arrays(rules, which, triggers))


def _numpy(rows: int) -> float:
    import numpy as np  # noqa: PLC0415 - as above

    triggers, days = _triggers(rows), np.array(_holidays(), dtype="datetime64[D]")
    return _fastest(lambda: np.busday_offset(triggers, 20, roll="backward", holidays=days))


def _pandas(rows: int) -> float:
    import warnings  # noqa: PLC0415 - as above

    import pandas as pd  # noqa: PLC0415 - as above
    from pandas.tseries.offsets import CustomBusinessDay  # noqa: PLC0415 - as above

    triggers, offset = pd.Series(_triggers(rows)), CustomBusinessDay(20, holidays=_holidays())
    warnings.simplefilter("ignore")  # pandas says itself that this is slow
    return _fastest(lambda: triggers + offset)


def _loop(rows: int) -> float:
    from datetime import timedelta  # noqa: PLC0415 - as above

    import holidays  # noqa: PLC0415 - as above

    triggers = _triggers(rows).tolist()
    theirs = holidays.country_holidays("US", years=range(1999, 2027))

    def count() -> None:
        for day in triggers:
            left, due = 20, day
            while left:
                due += timedelta(days=1)
                left -= due.isoweekday() < SATURDAY and due not in theirs

    return _fastest(count)


if __name__ == "__main__":
    main()
