"""What a table may say and what it may not: dates of two columns, controlled words, ids, and rows that name rows."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from timeline.errors import DateError, EventsError
from timeline.events.frame import dates_of
from timeline.events.reading import read_events, understand


def table(header: str, *rows: str):
    return pd.DataFrame([row.split("|") for row in rows], columns=header.split("|"), dtype="str")


def errors(events):
    return [(p.row, p.column, p.message) for p in understand(events).problems if p.severity == "error"]


ORDERS = [
    ("one cell decides for all", ["03/04/2021", "13/04/2021"], "dmy", ["2021-04-03", "2021-04-13"]),
    ("the month first", ["03/04/2021", "04/13/2021"], "mdy", ["2021-03-04", "2021-04-13"]),
    ("evidence within words", ["03/04/2021", "before 13/04/2021"], "dmy", ["2021-04-03", "[..2021-04-12]"]),
    ("nothing to decide", ["05/05/2021", "2021-04-03"], None, ["2021-05-05", "2021-04-03"]),
    ("the year first decides nothing", ["2021/03/04", "2021"], None, ["2021-03-04", "2021"]),
]


@pytest.mark.parametrize(("cells", "order", "expected"), [pytest.param(*c[1:], id=c[0]) for c in ORDERS])
def test_date_order_is_the_tables(cells, order, expected):
    events = understand(table("date|title", *(f"{cell}|A" for cell in cells)))
    assert events.order == order
    assert [when.edtf for when in events.dates] == expected


def test_the_other_date_column_is_evidence_too():
    events = understand(table("date|end_date|title", "03/04/2021||A", "2021|13/04/2021|B"))
    assert (events.order, events.order_seen) == ("dmy", (3, "13/04/2021"))
    assert events.dates[0].edtf == "2021-04-03"


@pytest.mark.parametrize(("order", "expected"), [("mdy", "2021-03-04"), ("dmy", "2021-04-03")])
def test_date_order_may_be_given(order, expected):
    assert read_events(table("date|title", "03/04/2021|A"), date_order=order)["date"][0] == expected


REFUSED = [
    ("nothing settles it: said once", ["03/04/2021", "04/05/2021"], [(2, "date", "--date-order mdy")]),
    (
        "both ways",
        ["04/13/2021", "13/04/2021", "03/04/2021"],
        [(3, "date", "row 3 (13/04/2021) has the day first and row 2")],
    ),
    ("February 30", ["2021-02-30"], [(2, "date", "February 2021 has 28 days")]),
    ("every row that says it", ["2021-02-30", "2021", "2021-02-30"], [(2, "date", "28 days"), (4, "date", "28 days")]),
    ("no date", [""], [(2, "date", "write TBD")]),
]


@pytest.mark.parametrize(("cells", "expected"), [pytest.param(*c[1:], id=c[0]) for c in REFUSED])
def test_dates_refused(cells, expected):
    found = errors(table("date|title", *(f"{cell}|A" for cell in cells)))
    assert [(row, column) for row, column, _ in found] == [e[:2] for e in expected]
    assert all(e[2] in message for e, (*_, message) in zip(expected, found, strict=True))


def test_a_given_order_that_a_cell_contradicts_names_the_cell():
    with pytest.raises(EventsError, match="row 3, column date"):
        read_events(table("date|title", "03/04/2021|A", "13/04/2021|B"), date_order="mdy")


def test_an_order_that_there_is_not():
    with pytest.raises(DateError, match="expected mdy, dmy or ymd"):
        read_events(table("date|title", "2021|A"), date_order="us")  # type: ignore[arg-type]  # what is tested


SPANS = [
    ("two days", "2020-08-10", "2020-08-14", "2020-08-10/2020-08-14"),
    ("one day", "2020-08-10", "2020-08-10", "2020-08-10/2020-08-10"),
    ("no end", "2020-08-10", "", "2020-08-10"),
    ("one column for both", "2020-08-10/2020-08-14", "", "2020-08-10/2020-08-14"),
    ("an end that nobody knows", "2020-08-10", "TBD", "2020-08-10/"),
    ("a start that nobody knows", "TBD", "2020-08-14", "/2020-08-14"),
    ("neither is known", "TBD", "TBD", ""),
    ("an approximate start", "circa 2019", "2020", "2019~/2020"),
    ("a start within some days", "[2020-08-10..2020-08-14]", "2020-09", "[2020-08-10..2020-08-14]/2020-09"),
    ("an end on or before", "2020-08-10", "by Sept 1, 2020", "2020-08-10/[..2020-09-01]"),
    ("months that overlap", "2020-08-10", "2020-08", "2020-08-10/2020-08"),
]


@pytest.mark.parametrize(("start", "end", "expected"), [pytest.param(*c[1:], id=c[0]) for c in SPANS])
def test_an_end_date_makes_a_span_that_survives_being_read_again(start, end, expected):
    events = read_events(table("date|end_date|title", f"{start}|{end}|A"))
    [when] = dates_of(events)
    assert (when.edtf, when.is_span) == (expected, "/" in expected)
    again = read_events(events)
    assert dates_of(again) == dates_of(events)
    assert again["id"].tolist() == events["id"].tolist()


def test_both_qualifiers_of_a_span_are_carried():
    assert dates_of(read_events(table("date|end_date|title", "2019~|2020?|A")))[0].qualifier == "%"


NO_SPANS = [
    ("the end before the start", "2020-08-14", "2020-08-10", "the end (2020-08-10) is before the start (2020-08-14)"),
    ("surely before, both imprecise", "2020-08", "2020-07", "is before the start"),
    ("a span and an end", "2020-08-10/2020-08-14", "2020-09", "a span already"),
    ("an end that is no date", "2020-08-10", "2020-02-30", "29 days"),
]


@pytest.mark.parametrize(("start", "end", "said"), [pytest.param(*c[1:], id=c[0]) for c in NO_SPANS])
def test_an_end_date_that_cannot_be(start, end, said):
    [(row, column, message)] = errors(table("date|end_date|title", f"{start}|{end}|A"))
    assert (row, column) == (2, "end_date")
    assert said in message


COLUMNS = [
    ("date misspelt", "dat|title", [(1, "date", "error", "did you mean your column dat?")]),
    (
        "neither column",
        "when|what",
        [
            (1, "date", "error", "did you mean your column when?"),
            (1, "title", "error", "did you mean your column what?"),
        ],
    ),
    ("a column misspelt", "date|title|certanty", [(1, "certanty", "warning", "did you mean certainty?")]),
    ("a column of one's own", "date|title|Judge", []),
    ("near a column that is there", "date|title|titles", []),
    ("names in capitals and with spaces", "DATE|Title|Source Title|end-date", []),
]


@pytest.mark.parametrize(("header", "expected"), [pytest.param(*c[1:], id=c[0]) for c in COLUMNS])
def test_columns(header, expected):
    frame = table(header + "|source_url", "2020|A" + "|" * (header.count("|") - 1) + "|https://example.org")
    found = [(p.row, p.column, p.severity, p.message) for p in understand(frame).problems]
    assert [f[:3] for f in found] == [e[:3] for e in expected]
    assert all(e[3] in f[3] for e, f in zip(expected, found, strict=True))


WORDS = [
    ("capitals", "certainty", "Confirmed", "confirmed", None),
    ("a word there is not", "certainty", "sure", None, "Expected confirmed, reported, alleged, disputed or uncertain"),
    ("did you mean", "visibility", "privilged", None, "Did you mean privileged?"),
    ("a visibility misspelt is never public", "visibility", "secret", None, "Expected public, internal or privileged"),
    ("alleges", "alleges", "no response", None, "Expected no_response"),
    ("a kind as people write it", "kind", "FOIA Request", "foia_request", None),
    ("no kind", "kind", "", "event", None),
    ("a kind of one's own", "kind", "Picnic", "Picnic", None),
    ("a sequence in words", "sequence", "first", None, '"first" is not a number'),
    ("a sequence that orders nothing", "sequence", "nan", None, "is not a number"),
    ("a sequence with a fraction", "sequence", "1.5", "1.5", None),
    ("a picture that is not there", "image", "a.png", None, "there is no file"),
    ("a place in a story", "story", "2. They sue.", "2. They sue.", None),
    ("a story without a place", "story", "They sue.", None, "is no place in a story"),
]


@pytest.mark.parametrize(("column", "cell", "kept", "said"), [pytest.param(*c[1:], id=c[0]) for c in WORDS])
def test_controlled_words(column, cell, kept, said):
    frame = table(f"date|title|{column}", f"2020|A|{cell}")
    if said is None:
        assert read_events(frame)[column][0] == kept
    else:
        [(row, where, message)] = errors(frame)
        assert (row, where) == (2, column)
        assert said in message


WARNED = [
    ("a kind misspelt", "kind", "complant", "Did you mean complaint?"),
    ("an address that must not become a link", "source_url", "javascript:alert(1)", "never as a link"),
    ("a picture without words", "image", "https://example.org/a.png", "say in words"),
]


@pytest.mark.parametrize(("column", "cell", "said"), [pytest.param(*c[1:], id=c[0]) for c in WARNED])
def test_warnings(column, cell, said):
    events = understand(table(f"date|title|bates|{column}", f"2020|A|1|{cell}"))
    [problem] = events.problems
    assert problem.severity == "warning"
    assert said in problem.message


def test_a_row_without_a_source_is_named_and_a_table_without_any_once():
    assert [(p.row, p.column) for p in understand(table("date|title|exhibit", "2020|A|1", "2020|B|")).problems] == [
        (3, "source_title")
    ]
    assert [(p.row, p.column) for p in understand(table("date|title", "2020|A", "2020|B")).problems] == [
        (0, "source_title")
    ]


def test_ids_are_made_from_what_rows_say_and_not_from_where_they_stand():
    rows = ["|2020|A", "x|2021|B", "|2022|C", "|2020|A"]
    made = read_events(table("id|date|title", *rows))["id"].tolist()
    moved = read_events(table("id|date|title", *reversed(rows)))["id"].tolist()
    assert made[1] == "x"
    assert made[3] == f"{made[0]}-2"
    assert set(moved) == set(made)
    assert moved[1] == made[2]


REFERENCES = [
    ("an id twice", "a|2020||event||\na|2021||event||", (3, "id", "is row 2's already")),
    ("an id that reads as several", "a;b|2020||event||", (2, "id", "holds a semicolon")),
    ("an id that a deadline has", "r|2020|ICE|foia_request||\nr/ICE/x|2021||event||", (3, "id", "that of a computed deadline")),
    ("a request that names no row", "r|2020|ICE|foia_request||\nb|2021||receipt|rr|", (3, "request", "no row has the id")),
    ("a request misspelt", "request-1|2020|ICE|foia_request||\nb|2021||receipt|reqest-1|", (3, "request", "Did you mean request-1?")),
    ("a request that is none", "a|2020||news||\nb|2021||receipt|a|", (3, "request", "not another foia_request row")),
    ("a request of a rival account", "r|2020|ICE|foia_request||\nq|2020|ICE|foia_request||r\nb|2021||receipt|q|", (4, "request", "not another")),
    ("a request of its own", "r|2020|ICE|foia_request|r|", (2, "request", "not another foia_request row")),
    ("a claim that names no row", "a|2020||news||nobody", (2, "claim_of", "no row and no computed deadline")),
    ("a claim of itself", "a|2020||news||a", (2, "claim_of", "names itself")),
    ("a claim of a claim", "a|2020||news||\nb|2020||news||a\nc|2020||news||b", (4, "claim_of", "is itself another account")),
    ("a claim of a deadline at another agency", "r|2020|ICE|foia_request||\nb|2020||deadline||r/DHS/x", (3, "claim_of", "REQUEST/AGENCY/RULE")),
    ("a claim of a rival request's deadline", "r|2020|ICE|foia_request||\nq|2020|ICE|foia_request||r\nb|2020||deadline||q/ICE/x", (4, "claim_of", "no computed deadline")),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [pytest.param(*c[1:], id=c[0]) for c in REFERENCES])
def test_references_refused(rows, expected):
    [(row, column, message)] = errors(
        table("id|date|agency|kind|request|claim_of|title", *(f"{r}|T" for r in rows.split("\n")))
    )
    assert (row, column) == expected[:2]
    assert expected[2] in message


def test_references_that_hold():
    rows = [
        "r|2020|ICE; DOJ/OIP|foia_request||",
        "s|2020|DHS|foia_request||",
        "a|2021|ICE|receipt|r; s|",
        "b|2021||news||a; s",
        "c|2021||deadline||r/ICE/x; r/DOJ/OIP/x",
    ]
    assert errors(table("id|date|agency|kind|request|claim_of|title", *(f"{r}|T" for r in rows))) == []


def test_a_claim_of_a_deadline_uses_the_agencys_own_name(tmp_path):
    (tmp_path / "events.toml").write_text('[agencies]\nICE = ["ICE/HSI"]\n')
    path = tmp_path / "events.csv"
    path.write_text("id,date,title,agency,kind,claim_of\nr,2020,A,ICE/HSI,foia_request,\nb,2020,B,,deadline,r/ICE/x\n")
    assert errors(path) == []


def test_a_hundred_thousand_mistakes_are_told_without_comparing_each_with_all():
    letters = random.Random(1)  # noqa: S311 - names, no secrets
    words = ["".join(letters.choices("abcdefgh", k=9)) for _ in range(20_000)]
    frame = pd.DataFrame({"date": "2020", "title": "A", "kind": "foia_request", "id": words})
    frame["request"] = frame["claim_of"] = [f"{word}x" for word in words]
    assert len(errors(frame)) == 40_000


def test_a_message_quotes_no_cell_at_length_and_nothing_that_a_terminal_obeys():
    [(*_, message)] = errors(pd.DataFrame({"date": ["2020"], "title": ["A"], "certainty": ["\x1b[31m" + "x" * 10_000]}))
    assert "\x1b" not in message
    assert len(message) < 200


def test_the_real_case_reads_without_a_word(case):
    events = understand(case)
    assert events.problems == []
    assert events.settings.as_of == "2021-04-13"
    assert read_events(case).attrs["timeline"]["name"] == "events.csv"
