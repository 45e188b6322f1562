"""What is said of one event when it is chosen: its card, in words, and for a deadline the count."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from timeline.events.columns import COLUMNS, COMPUTED, DERIVED, DOUBTED, is_address, several
from timeline.events.dates import parse_edtf
from timeline.law.clocks import LATE
from timeline.law.counted import counted
from timeline.law.deadline import compute_deadline
from timeline.law.followups import answers, owed
from timeline.law.options import USUAL
from timeline.law.rules import get_rule
from timeline.law.steps import extension_said, stops_of
from timeline.view.clock import is_sued
from timeline.view.law_words import ENGLISH, English, Untold, law_words, lawful, teller
from timeline.view.provisions import assuming, beside, otherwise
from timeline.view.rows import date_text, rows_of
from timeline.view.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from timeline.law.count import Step
    from timeline.law.deadline import Deadline

Row = dict[str, Any]


def shown_date(row: Row, say: Words) -> str:
    """Return an event's date as a reader sees it: the writer's words, or the date as known."""
    if row["computed"] == "yes" and not row["date"]:
        return say("figure.no_due_date")
    return str(row["display_date"] or date_text(row["when"], say.lang))


def title_of(row: Row, say: Words) -> str:
    """Return an event's title; a computed deadline's says what is due and of whom."""
    if row["computed"] == "yes":
        what = owed(row["rule"])
        if what in say.catalogue["due_of"]:
            return say(f"due_of.{what}", agency=row["agency"])
        if not row["rule"] or answers(get_rule(row["rule"])):
            return say("figure.answer_of", agency=row["agency"])
        return law_words(say, row["title"]) or English(row["title"])
    return str(row.get(f"title_{say.lang}") or row["title"])


def cards(events: pd.DataFrame, lang: str = "en") -> list[dict[str, Any]]:
    """Return the card of every event."""
    return cards_of(events, rows_of(events), lang)


def cards_of(
    events: pd.DataFrame, rows: Sequence[Row], lang: str = "en", say: Words | None = None
) -> list[dict[str, Any]]:
    """Return the card of every event, where its rows are at hand; ``say`` are other words than the usual ones."""
    say = say or words(lang)
    by_id = {row["id"]: row for row in rows}
    ours = {*COLUMNS, *DERIVED, *COMPUTED}
    own = [name for name in events.columns if name not in ours]
    return [_card(row, say, by_id, own) for row in by_id.values()]


def _card(row: Row, say: Words, by_id: dict[str, Row], own: list[str]) -> dict[str, Any]:
    computed = row["computed"] == "yes"
    kind = say.label("kinds", row["kind"])
    head = [kind]
    if computed:
        head += [say("page.computed"), say.status(row)]
    else:
        head += [say.label("certainty", row["certainty"])] if row["certainty"] else []
        head += [say("page.claim")] if row["claim_of"] else []
    ours = {  # by their words in the catalogue; most cells of a large table are empty
        "agency": _listed(row["agency"]),
        "matter": row["matter"],
        "people": _listed(row["actors"]),
        "court": row["court"],
        "docket": row["docket"],
        "tracking_number": row["tracking_number"],
        "tells_differently": row["claim_of"] and _named(row["claim_of"], say, by_id),
    }
    facts = [[say(f"page.{name}"), text] for name, text in ours.items() if text]
    facts += [[name, text] for name in own if (text := str(row[name]))]
    named = _sources(row)
    # A computed date rests on the row that dates its trigger, on who reports silence, and on the other accounts.
    told = [claim for reading in row["readings"] or () for claim in reading["claims"]] if computed else []
    told += [one["of"] for one in row["provisions"] or () if one["of"]] if computed else []
    told += [row["request"]] if computed and _receipt_in_doubt(row, by_id) else []
    for name in (row["trigger_id"], *several(row["reported_by"]), *told) if computed else ():
        named += [source for source in _sources(by_id.get(name)) if source not in named]
    title = title_of(row, say)
    body = (
        deadline_said(row, say, by_id) if computed else [str(row.get(f"description_{say.lang}") or row["description"])]
    )
    return {
        "head": " · ".join(head),
        "tone": "alert" if row["status"] == "overdue" else "quiet" if computed else "",
        "title": title,
        "when": shown_date(row, say),
        "body": body,
        # Of the title, and of each paragraph: the language it is in, where that is not the page's.
        "lang": [ENGLISH if isinstance(text, English) else "" for text in (title, *body)],
        "facts": facts,
        "quote": row["quote"],
        "sources": named,
        "count": _count(deadline, say.lang) if computed and (deadline := counted(row, by_id)) else None,
    }


def deadline_said(row: Row, say: Words, rows: dict[str, Row], *, full: bool = True, law: bool = True) -> list[str]:
    """Return what may be said of a computed deadline, its assumptions and its rival readings, in sentences.

    Without ``full`` only what has to stand wherever its date does; without ``law`` all but what follows from it by law.
    """
    accounts = [reading for reading in row["readings"] if not reading["word"]]
    told = [_reading(reading, say) for reading in sorted(accounts, key=lambda r: not r["due"])]
    if not row["date"]:
        why = say("card.because", reason=say.label("reasons", row["reason"]))
        kept = _standard(row, say) if row["reason"] == "no_fixed_period" else []
        return [f"{say('figure.no_due_date_sentence')} {why}", *kept, *told]
    # Without the rows that moved the date only the period itself can be told.
    deadline = counted(row, rows) or _count_again(row)
    found = [
        _counted(deadline, row, say, rows),
        *_doubted(row, rows, say),
        *_moved(deadline, say),
        _standing(row, say, rows),
        *told,
    ]
    found += beside(row, rows, say) if full and law else []
    if row["assumptions"]:
        found.append(assuming(row, rows, say))
    found += otherwise(row, rows, say) if full else []
    found += [say.label("sureness", deadline.rule.certainty)] if deadline.rule.certainty != "verified" else []
    return found


def _count_again(row: Row) -> Deadline:
    terms = row.get("terms", USUAL)
    return compute_deadline(row["rule"], row["trigger"], closings=terms.closings, options=terms.options)


def _counted(deadline: Deadline, row: Row, say: Words, rows: dict[str, Row]) -> str:
    """Say what was counted from when: the request, or whatever else the rule counts from, in the rule's words."""
    version, trigger = deadline.version, say.when(parse_edtf(row["trigger"]))
    period = say("count." + version.unit, version.period)
    if not {"receipt", "foia_request"} & {*deadline.rule.trigger_kinds}:
        return lawful(say, "card.counted_from", {"event": deadline.rule.trigger}, period=period, when=trigger)
    if any(one["rule"] == deadline.rule.capped_by and one["date"] == row["trigger"] for one in row["provisions"]):
        return say("card.counted_on", period=period, when=trigger)
    if _receipt_in_doubt(row, rows):
        doubt = say.label("certainty", rows[row["trigger_id"]]["certainty"])
        filed = say.when(rows[row["request"]]["when"])
        return say("card.counted_in_doubt", period=period, certainty=doubt, filed=filed)
    received = "received_when_sent" not in row["assumptions"]
    return say("card.counted", period=period, trigger=say("card.received" if received else "card.filed", when=trigger))


def _receipt_in_doubt(row: Row, rows: dict[str, Row]) -> bool:
    """Tell whether the time runs from a receipt that is in doubt, and so, without it, from the request's own day."""
    receipt = rows.get(row["trigger_id"], {})
    sent = "received_when_sent" in several(row["assumptions"]) and row["request"] in rows
    return sent and receipt.get("kind") == "receipt" and receipt.get("certainty") in DOUBTED


def _doubted(row: Row, rows: dict[str, Row], say: Words) -> list[str]:
    """Say that the row which dates what is counted from is in doubt, where it is and no other sentence says so."""
    if _receipt_in_doubt(row, rows):
        return []
    told = rows.get(row["trigger_id"], {}).get("certainty")
    return [say("card.doubted", certainty=say.label("certainty", told))] if told in DOUBTED else []


def _moved(deadline: Deadline, say: Words) -> list[str]:
    """Say what stopped the clock and what extended the period, as the count that is shown takes it."""
    course, extension = deadline.course, deadline.version.extension
    found = []
    for stop in sorted(stops_of(deadline), key=lambda stop: stop.asked):
        days = [say.day(date.fromordinal(day)) for day in (stop.asked, stop.replied) if day]
        found.append(say("card.paused", start=days[0], end=days[-1]))
        if stop.pause.restarts and stop.replied:
            found.append(say("card.restarted", when=days[-1]))
    if course and course.longer and extension:
        period, start = say("count." + extension.unit, extension.period), date.fromordinal(course.longer.start)
        key = "card.extended" if course.longer.in_time else "card.extended_perhaps"
        found.append(say(key, period=period, start=say.day(start), citation=extension.citation))
    return found


def _standard(row: Row, say: Words) -> list[str]:
    """Return what the law asks for where it fixes no number of days."""
    if not row["rule"] or not row["trigger"]:
        return []
    deadline = _count_again(row)
    if deadline.reason != row["reason"]:
        return []
    return [lawful(say, "card.standard", {"standard": deadline.version.standard})]


def _standing(row: Row, say: Words, rows: dict[str, Row]) -> str:
    """Say how a deadline stands, and on which day: that of the clock's stop, where it had stopped before."""
    status, as_of = say.status(row), date.fromisoformat(row["as_of"])
    if row["status"] in LATE:
        status = say.lateness(row, sued=is_sued(row, rows))
        stop = rows.get(row["stopped_by"])
        day = stop["when"].earliest if stop else None
        if stop and day and day <= as_of and row["status"] == "overdue":
            status, title = status[0].upper() + status[1:], title_of(stop, say)
            # "At least" counts to the last day for which silence is reported, which may be before the stop.
            counted_to = row["when"].latest + timedelta(days=int(row["days_overdue_min"]))
            if stop["when"].is_exact and counted_to == day:
                return say("card.stopped", status=status, day=say.day(day), title=title)
            stopped = {"title": title, "when": say.when(stop["when"])}
            return say("card.stopped_later", status=status, day=say.day(counted_to), **stopped)
    if row["reason"]:
        reason = say.label("reasons", row["reason"])
        return say("card.stands_because", day=say.day(as_of), status=status, reason=reason)
    return say("card.stands", day=say.day(as_of), status=status)


def _reading(reading: Row, say: Words) -> str:
    account = reading["account"] if reading["claims"] else law_words(say, reading["account"]) or reading["account"]
    if not reading["due"] and reading["reason"]:
        return say("card.reading_none", account=account, reason=say.label("reasons", reading["reason"]))
    if not reading["due"]:
        return say("card.reading_undated", account=account)
    due = say.when(parse_edtf(reading["due"]))
    days = reading["days_overdue"]["min"]
    if days is None:
        return say("card.reading", account=account, due=due)
    return say("card.reading_days", account=account, due=due, days=say("count.days", days))


@lru_cache(maxsize=4096)
def _listed(cell: str) -> str:
    return "; ".join(several(cell))


def _named(cell: str, say: Words, by_id: dict[str, Row]) -> str:
    told = (by_id[name] for name in several(cell) if name in by_id)
    return "; ".join(f"{title_of(row, say)} ({shown_date(row, say)})" for row in told)


def _sources(row: Row | None) -> list[dict[str, Any]]:
    """Return a row's source with what pins it down; an address is a link only where it is one."""
    if row is None:
        return []
    pins = (row["pinpoint"], row["exhibit"], row["bates"])
    at = ", ".join(filter(None, pins)) if any(pins) else ""
    url = row["source_url"] if is_address(row["source_url"]) else None
    archive = row["archive_url"] if is_address(row["archive_url"]) else None
    text = row["source_title"] or row["source_url"]
    return [{"text": text, "url": url, "archive": archive, "at": at}] if text or at else []


@lru_cache(maxsize=4096)
def _count(deadline: Deadline, lang: str) -> dict[str, Any]:
    """Return a count as month calendars: weeks of seven cells, empty ones outside the month."""
    from babel.dates import format_skeleton, get_day_names  # noqa: PLC0415 - only where something is drawn

    steps = {step.date: step for step in deadline.steps}
    first, last, due = min(steps), max(steps), deadline.steps[-1].date
    notes = {step.date: step.reason for step in deadline.steps if step.phase == "reply"}
    further = next((step.date for step in deadline.steps if step.phase == "extension" and step.counted), None)
    notes |= {further: extension_said(deadline)} if further else {}
    # A period of months or years counts a day in each, or in one of twelve: the others have nothing to show.
    shown = {day.replace(day=1) for day in steps}
    say = words(lang)
    letters = get_day_names("narrow", "stand-alone", say.tag.replace("-", "_"))
    months, month = [], first.replace(day=1)
    while month <= last:
        after = (month + timedelta(days=31)).replace(day=1)
        if month not in shown:
            month = after
            continue
        cells = [None] * ((month.weekday() + 1) % 7)
        days = [month + timedelta(days=n) for n in range((after - month).days)]
        cells += [_cell(day, steps, due, say) | _note(notes.get(day), say) for day in days]
        cells += [None] * (-len(cells) % 7)
        months.append(
            {
                "name": str(format_skeleton("yMMMM", month, locale=lang)),
                "weekdays": [letters[day] for day in (6, 0, 1, 2, 3, 4, 5)],
                "weeks": [cells[at : at + 7] for at in range(0, len(cells), 7)],
            }
        )
        month = after
    try:
        return {"months": months, "text": deadline.count_text(teller(say)), "lang": ""}
    except Untold:  # no letter is half in one language
        return {"months": months, "text": deadline.count_text(), "lang": ENGLISH}


def _cell(day: date, steps: dict[date, Step], due: date, say: Words) -> Any:  # noqa: ANN401 - a cell of JSON
    step = steps.get(day)
    if step is None:
        return {"d": day.day, "n": None, "mark": "", "why": ""}
    mark = "trigger" if step.n == 0 else "due" if day == due else "counted" if step.counted else "skipped"
    if step.phase == "paused":
        mark = "paused"
    elif mark == "skipped" and day.weekday() > 4:  # noqa: PLR2004 - weekends go without saying
        mark = ""
    why = law_words(say, step.reason)
    cell = {"d": day.day, "n": None if mark == "paused" else step.n, "mark": mark, "why": why or str(step.reason)}
    return cell if why or not step.reason else cell | {"lang": ENGLISH}


def _note(text: str | None, say: Words) -> dict[str, str]:
    """Return what is said below a month of one of its days."""
    if text is None:
        return {}
    told = law_words(say, text)
    return {"note": told} if told else {"note": str(text), "note_lang": ENGLISH}
