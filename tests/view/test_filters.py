"""Which events are shown. ``vectors.json`` holds Python and the browser to the same answers."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.browser_modules import run_js
from tests.rows import read, row
from timeline import Filter, filter_events
from timeline.errors import DateError, TimelineError
from timeline.view.filters import FACETS, Sieve, fold, search_text
from timeline.view.names import name_of
from timeline.view.payload import payload
from timeline.view.release import release

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
CASES = VECTORS["keeps"]
WINDOWS = [*VECTORS["bounds"], *VECTORS["widened"]]


@pytest.fixture(scope="module")
def table():
    return release(read(*VECTORS["rows"], **VECTORS["settings"]))


def expected(case, table) -> list[str]:
    found: list[str] = table["id"].tolist() if case["ids"] == "*" else case["ids"]
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_python_keeps(table, case):
    assert filter_events(table, Filter.from_dict(case["filter"]))["id"].tolist() == expected(case, table)


def test_the_browser_keeps_the_same(table):
    first, late = payload(table)
    filters = [case["filter"] for case in CASES]
    given = {"first": first, "search": late["search"], "filters": filters}
    kept = run_js("return given.filters.map((one) => [...keeps(given.first, one, given.search)]);", given, "select.js")
    for case, flags in zip(CASES, kept, strict=True):
        found = [name for name, flag in zip(first["events"]["id"], flags, strict=True) if flag]
        assert sorted(found) == sorted(expected(case, table)), case["why"]


def test_the_texts_may_come_later_while_none_is_looked_for(table):
    first, _ = payload(table)
    body = "return given.filters.map((one) => countOf(keeps(given.first, one)));"
    filters: list[dict[str, Any]] = [{}, {"kinds": ["contract"]}, {"window": "2020-08-14/2020-08-20"}]
    assert run_js(body, {"first": first, "filters": filters}, "select.js") == [
        len(filter_events(table, Filter.from_dict(one))) for one in filters
    ]


COUNTED: list[dict[str, Any]] = [
    {},
    {"kinds": ["contract"]},
    {"kinds": ["contract"], "agencies": ["ICE"]},
    {"matters": ["Other", ""], "window": "2020-01-01/.."},
    {"certainty": [""], "overdue": True},
    {"text": "order", "matters": ["Contracts"]},
    {"status": ["overdue"], "agencies": ["DHS"]},
    {"status": []},
    {"kinds": []},
]


def test_each_choice_holds_what_the_other_conditions_keep(table):
    for conditions in COUNTED:
        for name, counts in Sieve(table).counts(Filter(**conditions)).items():
            others = {key: value for key, value in conditions.items() if key != name}
            for value, count in counts.items():
                # "" is no agency: a filter cannot ask for it by its name
                wanted = filter_events(table, **(others | {name: [value]}))
                assert count == len(wanted), (conditions, name, value)


def test_python_and_the_browser_count_the_same(table):
    first, late = payload(table)
    given = {"first": first, "search": late["search"], "filters": COUNTED}
    body = """return given.filters.map((one) => Object.fromEntries(
      Object.entries(recount(given.first, failures(given.first, one, given.search))).map(([name, counts]) => [name, Object.fromEntries(counts)])));"""
    for conditions, found in zip(COUNTED, run_js(body, given, "select.js"), strict=True):
        wanted = Sieve(table).counts(Filter(**conditions))
        assert set(found) == set(FACETS)
        for name, counts in found.items():
            named = {value: n for value, n in wanted[name].items() if value or name in ("matters", "certainty")}
            assert {v: n for v, n in counts.items() if v in named} == named, (conditions, name)
            assert not any(n for v, n in counts.items() if v not in named)


def test_an_event_is_called_the_same_by_both(table):
    first, _ = payload(table)
    names = run_js("return given.events.id.map((_, i) => nameOf(given, i));", first, "select.js")
    assert names == [name_of(first, place) for place in range(len(names))]
    assert "Apr 13, 2021: Complaint. Requesters sue. reported" in names
    assert "by Nov 18, 2020: Deadline. Answer due from ICE. no answer reported" in names
    assert "undated: leak. Nobody knows when." in names


@pytest.mark.parametrize(("text", "folded"), VECTORS["fold"])
def test_python_folds(text, folded):
    assert fold(text) == unicodedata.normalize("NFKD", folded)
    assert fold(fold(text)) == fold(text)


def test_the_browser_folds_the_same():
    texts = [text for text, _ in VECTORS["fold"]]
    assert run_js("return given.map(fold);", texts, "select.js") == [fold(text) for text in texts]


def test_both_fold_the_letters_of_living_scripts_the_same():
    letters = [
        chr(n)
        for n in (*range(0x20, 0x1C90), *range(0x1E00, 0x2C00), *range(0x3040, 0x3400))
        if unicodedata.category(chr(n)) != "Cn"
    ]
    theirs = run_js("return given.map(fold);", letters, "select.js")
    assert {
        letter: (fold(letter), their) for letter, their in zip(letters, theirs, strict=True) if fold(letter) != their
    } == {}


def numbered(days: list[str | None]) -> list[int | None]:
    """Return days as the payload has them: since 1970."""
    return [None if day is None else (date.fromisoformat(day) - date(1970, 1, 1)).days for day in days]


def days(window: str) -> list[str | None]:
    return [None if day == ".." else day for day in str(Filter(window=window).window).split("/")]


@pytest.mark.parametrize(("window", "both"), WINDOWS)
def test_a_window_becomes_two_days(window, both):
    assert days(window) == both
    assert Filter(window=Filter(window=window).window) == Filter(window=window)


def test_the_browser_reads_the_same_two_days():
    body = "return given.map(bounds);"
    assert run_js(body, [window for window, _ in VECTORS["bounds"]], "select.js") == [
        numbered(both) for _, both in VECTORS["bounds"]
    ]
    # whatever else Python reads it writes so
    assert run_js(body, [Filter(window=window).window for window, _ in WINDOWS], "select.js") == [
        numbered(both) for _, both in WINDOWS
    ]


def test_the_browser_counts_in_the_words_that_python_ships(table):
    words = payload(table)[0]["words"]
    given = {"words": words, "cases": VECTORS["plural"]}
    found = run_js(
        "return given.cases.map(([key, n, parts]) => plural(given.words, key, n, parts));", given, "select.js"
    )
    assert found == [text for *_, text in VECTORS["plural"]]


# The value itself. ----------------------------------------------------------------------------------------------

SENTENCES = [
    (Filter(), "all events", "{}"),
    (Filter(kinds=("complaint",)), "complaints", '{"kinds":["complaint"]}'),
    (
        Filter(kinds=("complaint", "order", "leak")),
        "complaints, orders and leak",
        '{"kinds":["complaint","order","leak"]}',
    ),
    (Filter(kinds=()), "nothing", '{"kinds":[]}'),
    (Filter(agencies=("ICE", "DHS")), "all events at ICE or DHS", '{"agencies":["ICE","DHS"]}'),
    (
        Filter(matters=("EPIC v. ICE",), kinds=("order",)),
        "orders in EPIC v. ICE",
        '{"kinds":["order"],"matters":["EPIC v. ICE"]}',
    ),
    (Filter(certainty=("reported", "")), "all events, reported or not stated", '{"certainty":["reported",""]}'),
    (
        Filter(window="2020-01-01/2021-06-30"),
        "all events, Jan 2020–Jun 2021",
        '{"window":"2020-01-01/2021-06-30"}',
    ),
    (Filter(window="2020-01-01/.."), "all events, since Jan 2020", '{"window":"2020-01-01/.."}'),
    (Filter(text="açlu {n}"), "all events, with “açlu {n}”", '{"text":"açlu {n}"}'),
    (Filter(overdue=True), "overdue deadlines", '{"overdue":true}'),
]


@pytest.mark.parametrize(("value", "sentence", "text"), SENTENCES)
def test_a_filter_has_a_sentence_and_a_json_form(value, sentence, text):
    assert str(value) == value.sentence("en") == sentence
    assert value.to_json() == text
    assert Filter.from_json(text) == value
    assert hash(value) == hash(Filter.from_json(text))


def test_lists_are_as_good_as_tuples_and_each_value_counts_once():
    assert Filter.from_dict({"kinds": ["order", "news", "order"]}) == Filter(kinds=("order", "news"))


@pytest.mark.parametrize(
    ("values_", "message"),
    [
        ({"kinds": "complaint"}, "expected a list, such as kinds=['complaint']"),
        ({"kinds": 5}, "expected a list"),
        ({"matters": {"a": 1}}, "expected a list"),
        ({"text": None}, "expected a text"),
        ({"text": 5}, "expected a text"),
        ({"overdue": "yes"}, "expected true or false"),
        ({"kind": ["complaint"]}, "not a filter: kind; known are kinds, matters"),
        ([], "not a filter: \\[\\]"),
        ("x", "not a filter: 'x'"),
    ],
)
def test_what_is_no_filter_is_refused_by_name(values_, message):
    with pytest.raises(TimelineError, match=message.replace("['", "\\['").replace("']", "'\\]")):
        Filter.from_dict(values_)


@pytest.mark.parametrize("text", ["", "{", "nonsense", '{"kinds":["a"]'])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(TimelineError, match="not the JSON of a filter"):
        Filter.from_json(text)


@pytest.mark.parametrize(
    ("date", "end", "unsure"),
    [
        ("2020-03-01", "", False),
        ("2020-03-31", "", False),
        ("2020-03", "", False),
        ("2020", "", True),
        ("[..2020-03-05]", "", True),
        ("[2020-03-05..]", "", True),
        ("[2020-02-28..2020-03-02]", "", True),
        ("2020-01-01", "2020-12-31", False),  # it lasted all the time
        ("2020-02", "2020-03-02", False),  # whenever it began, it went on in March
        ("2020-02", "2020-04", False),
        ("2020-02-01", "2020", True),  # it may have ended in February
        ("2020-03-30", "", False),
        ("2020-03-10/..", "", False),  # it began then, however long it went on
        ("2020-03-10", "2020", False),
        ("2020/2020-03-10", "", False),
        ("../2020-03-10", "", False),
        ("2020/..", "", True),
        ("2020-03-10~", "", True),
    ],
)
def test_what_may_lie_outside_a_window_is_counted(date, end, unsure):
    table = read(row("news", date, end_date=end))
    wanted = Filter(window="2020-03")
    assert len(filter_events(table, wanted)) == 1
    assert Sieve(table).unsure(wanted) == (int(unsure), 0)


def test_undated_events_are_counted_for_a_window_alone():
    table = read(row("news", "TBD"), row("order", "TBD"), row("news", "2020"))
    assert Sieve(table).unsure(Filter(window="2020")) == (0, 2)
    assert Sieve(table).unsure(Filter(window="2020", kinds=("order",))) == (0, 1)
    assert Sieve(table).unsure(Filter(kinds=("order",))) == (0, 0)


@pytest.mark.parametrize("window", ["soon", "2020-02-30", "2021/2020", "../.."])
def test_a_window_that_is_no_date_is_refused(window):
    with pytest.raises(DateError, match="window="):
        Filter(window=window)


@pytest.mark.parametrize("empty", [{"window": ""}, {"window": None}, {"text": ""}, {"kinds": None}, {"overdue": False}])
def test_an_empty_condition_is_none(empty):
    assert Filter(**empty) == Filter()


def test_conditions_may_be_given_one_by_one_and_narrow_a_filter(table):
    both = filter_events(table, Filter(kinds=("contract",)), text="order", matters=["Contracts"])
    assert both["id"].tolist() == ["month", "within"]
    assert filter_events(table, kinds=["complaint"])["id"].tolist() == ["sued"]
    assert filter_events(table) is table


def test_a_path_is_accepted(case):
    assert set(filter_events(case, kinds=["complaint"])["kind"]) == {"complaint"}


def test_a_table_without_deadlines_has_none_overdue():
    assert filter_events(read(row("news", "2021")), overdue=True).empty


def test_filtering_keeps_what_is_said_about_the_table(table):
    assert filter_events(table, kinds=["complaint"]).attrs == table.attrs


def test_agencies_are_listed_most_frequent_first(table):
    assert payload(table)[0]["agencies"] == ["ICE", "DHS", "CBP"]
    assert [Sieve(table).counts(Filter())["agencies"][name] for name in ("ICE", "DHS", "CBP")] == [4, 2, 1]


def test_search_looks_through_titles_sources_and_own_columns_but_no_notes_and_no_computed_words():
    (text,) = search_text(
        release(read(row("news", "2021", quote="Quoted", bates="B7", note="secret", own="Mine"), as_of="2021-01-01"))
    )
    assert all(word in text for word in ("quoted", "b7", "mine"))
    assert "secret" not in text
