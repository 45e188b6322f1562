"""Due dates for whole columns of triggers: one look-up each in a table of every day that the calendar knows.

The table of a rule is made once, from the working days' ordinals and their inverse; after that a due date is one
gathered number, whatever the unit. The same table can become a join inside a database.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from timeline.errors import CoverageError, DateError, RuleError
from timeline.law.calendars import Calendar, load_calendar
from timeline.law.model import DATELESS, Rule, Version
from timeline.law.options import DEFAULTS, Options, days_for
from timeline.law.rules import get_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from timeline.law.closings import Closing

EPOCH: Final = date(1970, 1, 1).toordinal()
"""numpy counts days from here."""

OUTSIDE: Final = -(2**30)
"""Stands in a table where no due date can be given."""


def due_array(
    rule: str | Rule | Version,
    triggers: NDArray[np.datetime64],
    *,
    closings: Sequence[Closing] = (),
    options: Options = DEFAULTS,
) -> NDArray[np.datetime64]:
    """Return the due date for each of an array of exact triggers; NaT where the trigger is NaT.

    Each trigger is counted by the text in force on it. A trigger outside the dates of force or the calendar is refused,
    with the place where it stands. Only dates are given: for what they take for granted, ask ``compute_deadline``.

    >>> import numpy as np
    >>> due_array("us-foia.determination", np.array(["2020-10-20", "2024-12-18"], "datetime64[D]"))
    array(['2020-11-18', '2025-01-17'], dtype='datetime64[D]')
    """
    one = get_rule(rule) if isinstance(rule, str) else rule
    return due_arrays([one], None, triggers, closings=closings, options=options)


def due_arrays(
    rules: Sequence[str | Rule | Version],
    which: NDArray[np.integer[Any]] | None,
    triggers: NDArray[np.datetime64],
    *,
    closings: Sequence[Closing] = (),
    options: Options = DEFAULTS,
) -> NDArray[np.datetime64]:
    """Return the due date for each trigger under its own rule: ``rules[which[n]]`` for ``triggers[n]``.

    >>> import numpy as np
    >>> days = np.array(["2024-03-04", "2024-03-04"], "datetime64[D]")
    >>> due_arrays(["us-ca.response", "us-ar.response"], np.array([0, 1]), days)
    array(['2024-03-14', '2024-03-07'], dtype='datetime64[D]')
    """
    import numpy as np  # noqa: PLC0415 - one deadline is counted without it

    if options.received_at or options.received_by:
        msg = "received_at and received_by are of one receipt; move an array's triggers before counting"
        raise RuleError(msg)
    triggers = np.asarray(triggers)
    if not np.issubdtype(triggers.dtype, np.datetime64):
        msg = f"triggers are {triggers.dtype}; expected datetime64[D], days without a time"
        raise DateError(msg)
    given = triggers.astype("datetime64[D]", copy=False)
    known = [get_rule(rule) if isinstance(rule, str) else rule for rule in rules]
    tables = [_table(rule, tuple(closings), options) for rule in known]
    first, table = tables[0][0], tables[0][1]
    width = len(table)
    # numpy is quickest with one flat table and one number for each place in it.
    places = given.view("int64") - (first - EPOCH)
    inside = (places >= 0) & (places < width)
    all_inside = bool(inside.all())
    if not all_inside:
        outside = ~inside & ~np.isnat(given)
        if outside.any():
            _refuse(known, which, given, int(outside.argmax()))
        places = np.where(inside, places, 0)
    if which is not None:
        if any(start != first or len(rows) != width for start, rows in tables):
            msg = "the rules' calendars cover different years; count them one rule at a time"
            raise CoverageError(msg)
        table = np.concatenate([rows for _, rows in tables])
        places = places + np.asarray(which) * width
    found = table.take(places)
    if found.min(initial=0) == OUTSIDE:
        refused = found == OUTSIDE
        if not all_inside:
            refused &= inside
        if refused.any():
            _refuse(known, which, given, int(refused.argmax()))
    due: NDArray[np.datetime64] = found.astype("int64").view("datetime64[D]")
    if not all_inside:
        due[~inside] = np.datetime64("NaT")
    return due


@lru_cache(maxsize=256)
def _table(rule: Rule | Version, closings: tuple[Closing, ...], options: Options) -> tuple[int, Any]:
    """Return the first day of the coverage and, for it and every day after, the due date in days since 1970."""
    import numpy as np  # noqa: PLC0415 - as above

    if isinstance(rule, Rule) and (rule.kind in DATELESS or (rule.kind == "method")):
        msg = f"{rule.id} gives no date of its own: {rule.title}"
        raise RuleError(msg)
    versions = (rule,) if isinstance(rule, Version) else rule.versions
    if options.text_on and isinstance(rule, Rule):
        versions = (rule.version_on(options.text_on),)
    owner = rule if isinstance(rule, Rule) else None
    table, first = None, 0
    for version in versions:
        calendar = days_for(version, owner, closings, options).calendar if owner else load_calendar(version.calendar)
        due = _due(version, calendar)
        if table is None:
            table, first = np.full(len(due), OUTSIDE, dtype="int32"), calendar.first.toordinal()
        only = len(versions) == 1 and (options.text_on or owner is None)
        low = 0 if only else max(0, version.in_force_from.toordinal() - first)
        high = len(table) if only else (version.in_force_to or date.max).toordinal() - first + 1
        table[low:high] = due[low:high]
    return first, table


def _due(version: Version, calendar: Calendar) -> Any:  # noqa: ANN401 - an array, and numpy is not imported above
    """Count a version from every day of its calendar, as ``count.last_day`` does from one."""
    import numpy as np  # noqa: PLC0415 - as above

    plain = calendar.working_days
    table = plain._replace(days=np.asarray(plain.days), before=np.asarray(plain.before))
    first, last = calendar.first.toordinal(), calendar.last.toordinal()
    starts = np.arange(first, last + 1)
    if version.unit == "none":
        return np.full(len(starts), OUTSIDE, dtype="int32")
    back = version.direction == "before"
    n = version.period
    if version.first_day == "trigger":
        starts = starts + (1 if back else -1)
    if version.skips or n < version.short_below:
        known = np.clip(starts, first, last)
        place = table.before[known - first] - n if back else table.before[known - first + 1] + n - 1
        fits = (place >= 0) & (place < len(table.days)) & (known == starts)
        ends = np.where(fits, table.days[np.clip(place, 0, len(table.days) - 1)], OUTSIDE)
    elif version.unit == "calendar_days":
        ends = starts - n if back else starts + n
    else:
        ends = _months_on(starts, (-n if back else n) * (12 if version.unit == "years" else 1))
    due = _rolled(version, calendar, table, ends)
    return np.where(due == OUTSIDE, OUTSIDE, due - EPOCH)


def _months_on(starts: Any, n: int) -> Any:  # noqa: ANN401 - arrays
    import numpy as np  # noqa: PLC0415 - as above

    days = (starts - EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    target = months + n
    last = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype("int64") - 1
    into = (days - months.astype("datetime64[D]")).astype("int64")
    return (target.astype("datetime64[D]").astype("int64") + np.minimum(into, last)) + EPOCH


def _rolled(version: Version, calendar: Calendar, table: Any, ends: Any) -> Any:  # noqa: ANN401 - arrays
    import numpy as np  # noqa: PLC0415 - as above

    first, last = calendar.first.toordinal(), calendar.last.toordinal()
    inside = (ends >= first) & (ends <= last)
    if version.roll == "none":
        return np.where(inside, ends, OUTSIDE)
    known = np.clip(ends, first, last)
    # The first working day not before a day is the first after the day before it, and the other way about.
    place = table.before[known - first] if version.roll == "next" else table.before[known - first + 1] - 1
    fits = inside & (place >= 0) & (place < len(table.days))
    return np.where(fits, table.days[np.clip(place, 0, len(table.days) - 1)], OUTSIDE)


def _refuse(rules: Sequence[Rule | Version], which: Any, triggers: Any, place: int) -> None:  # noqa: ANN401 - arrays
    """Raise the error that the scalar count gives for the trigger in this place, and say where it stands."""
    from timeline.law.deadline import compute_deadline  # noqa: PLC0415 - only where something is wrong

    rule = rules[0 if which is None else int(which[place])]
    trigger = str(triggers[place])
    name = rule.id if isinstance(rule, Rule) else rule.citation
    if isinstance(rule, Rule):
        try:
            reason = compute_deadline(rule.id, trigger).reason
        except (RuleError, CoverageError, DateError) as error:
            msg = f"trigger {place}, {trigger}: {error}"
            raise type(error)(msg) from error
        if reason:
            msg = f"trigger {place}, {trigger}: {name} gives no date then, {reason}"
            raise RuleError(msg)
    msg = f"trigger {place}, {trigger}: {name} runs past what its calendar knows"
    raise CoverageError(msg)
