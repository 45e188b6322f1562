"""Words on screen: nothing surer than the rows, and a word for everything that can be said."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import DateError, OutputError
from timeline.events.columns import CERTAINTIES, KINDS
from timeline.events.dates import ImpreciseDate, parse_edtf
from timeline.law.deadline import ASSUMPTIONS
from timeline.law.rules import load_rules
from timeline.view.words import LANGUAGES, words

VIEW = Path(__file__).parents[2] / "timeline"

# a date as written, in full, and as a label has it
WHEN = [
    ("2020-10-20", "Oct 20, 2020", "Oct 20"),
    ("[..2020-10-20]", "by Oct 20, 2020", "by Oct 20"),
    ("[2021-04-13..]", "on or after Apr 13, 2021", "on or after Apr 13"),
    ("2020-08", "Aug 2020", "Aug"),
    ("2020-02", "Feb 2020", "Feb"),
    ("2020", "2020", "2020"),
    ("201X", "one day, 2010–2019", "one day, 2010–2019"),
    ("[2020-08-10..2020-08-14]", "one day, Aug 10–14, 2020", "one day, Aug 10–14"),
    ("[2020-08-30..2020-09-02]", "one day, Aug 30–Sep 2, 2020", "one day, Aug 30–Sep 2"),
    # without its years this would look like two weeks of one year
    ("[2020-12-30..2021-01-04]", "one day, Dec 30, 2020–Jan 4, 2021", "one day, Dec 30, 2020–Jan 4, 2021"),
    ("[2020-08-01..2020-09-30]", "one day, Aug 1–Sep 30, 2020", "one day, Aug 1–Sep 30"),
    ("2021-03-09~", "about Mar 9, 2021", "about Mar 9"),
    ("2021-03-09?", "Mar 9, 2021 (uncertain)", "Mar 9 (uncertain)"),
    ("2021-03-09%", "about Mar 9, 2021 (uncertain)", "about Mar 9 (uncertain)"),
    ("[..2020-10-20~]", "about by Oct 20, 2020", "about by Oct 20"),
    ("2020-08/2020-10", "Aug 2020 to Oct 2020", "Aug to Oct"),
    ("2020-08-10/2020-08-14", "Aug 10, 2020 to Aug 14, 2020", "Aug 10 to Aug 14"),
    # without its years this would look like four days
    ("2019-03-01/2021-03-05", "Mar 1, 2019 to Mar 5, 2021", "Mar 1, 2019 to Mar 5, 2021"),
    ("2020-08-10/..", "since Aug 10, 2020", "since Aug 10"),
    # an end that nobody knows is no going on
    ("2020-08-10/", "Aug 10, 2020 to ?", "Aug 10 to ?"),
    ("../2020-08-14", "? to Aug 14, 2020", "? to Aug 14"),
    ("0001-01-01", "Jan 1, 1", "Jan 1"),
    ("9999-12-31", "Dec 31, 9999", "Dec 31"),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "full", "label"), WHEN)
def test_a_date_as_it_is_known(edtf, full, label):
    assert words().when(parse_edtf(edtf)) == full
    assert words().when(parse_edtf(edtf), year=False) == label


def test_a_date_that_nobody_knows():
    assert words().when(ImpreciseDate("", None, None)) == "undated"


@given(
    st.dates(),
    st.dates(),
    st.sampled_from(["[{}..{}]", "[..{}]", "[{}..]", "{}", "{}/{}", "{}~", "{}/..", "../{}"]),
    st.booleans(),
)
def test_any_date_has_words(one, other, form, year):
    low, high = sorted((one, other))
    try:
        when = parse_edtf(form.format(low, high))
    except DateError:
        return
    text = words().when(when, year=year)
    assert text
    assert "None" not in text
    if when.qualifier:
        assert text.startswith("about ")
    if not when.is_span and when.earliest is None:
        assert "by " in text


def test_a_language_without_words_is_refused():
    with pytest.raises(OutputError, match="no words for the language xx; expected one of en"):
        words("xx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_controlled_word_has_its_words(lang):
    catalogue = words(lang).catalogue
    assert set(catalogue["kinds"]) == set(catalogue["kinds_plural"]) == set(KINDS)
    assert set(catalogue["certainty"]) == {*CERTAINTIES, "unstated"}
    assert set(catalogue["assumptions"]) == set(ASSUMPTIONS)
    rules = load_rules()
    beside = {name for rule in rules.values() for name in (rule.capped_by, *rule.followed_by) if name}
    assert set(catalogue["provisions"]) == {*beside, "other"}
    owed = {rule.satisfied_by[0] for rule in rules.values() if rule.requester}
    assert owed == set(catalogue["due_of"]) == set(catalogue["due"]) - {"answer", "something"}
    assert all({"met", "met_late", "no_answer_recorded"} == set(catalogue[f"status_{kind}"]) for kind in owed)
    assert set(catalogue["reasons"]) == set(catalogue["reasons_short"])


def test_every_assumption_and_reason_is_said_in_the_laws_words_alone():
    law = "".join(path.read_text(encoding="utf-8") for path in (VIEW / "law").glob("*.py"))
    named = {word for key in ("assumptions", "reasons") for word in words().catalogue[key]}
    assert [word for word in sorted(named) if f'"{word}"' not in law] == []
    for path in (VIEW / "view" / "words").glob("*.toml"):
        assert not {*tomllib.loads(path.read_text(encoding="utf-8"))} & {"assumptions", "reasons", "sureness"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plural_forms_name_the_same_places(lang):
    for section, texts in words(lang).catalogue.items():
        for key, text in texts.items():
            if isinstance(text, dict):
                assert "other" in text, f"{section}.{key}"
                places = [{name for _, name, _, _ in string.Formatter().parse(form) if name} for form in text.values()]
                assert all(found <= places[-1] for found in places), f"{section}.{key}"


def test_every_key_that_the_python_names_exists():
    catalogue = words().catalogue
    named = {
        (path.name, section, key)
        for path in VIEW.rglob("*.py")
        for section, key in re.findall(r"""say\(\s*["']([a-z]+)\.([a-z_]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert [where for where in sorted(named) if where[2] not in catalogue.get(where[1], {})] == []


@pytest.mark.parametrize(
    ("key", "n", "text"),
    [("days", 0, "0 days"), ("days", 1, "1 day"), ("days", 146, "146 days"), ("events", 12345, "12,345 events")],
)
def test_numbers_have_their_plural(key, n, text):
    assert words()(f"count.{key}", n) == text


def test_a_name_of_the_writers_own_is_printed_readable():
    assert words().label("kinds", "press_leak") == "press leak"


@pytest.mark.parametrize("hostile", ["{n}", "{0}", "{days.__class__}", "<b>", "%s"])
def test_what_is_put_into_a_text_is_text(hostile):
    assert words()("figure.reading", when=hostile).endswith(hostile)
    assert hostile in words().filter_sentence({"text": hostile, "matters": [hostile]})


@pytest.mark.parametrize(
    ("status", "least", "most", "text"),
    [
        ("overdue", 146, 146, "no answer: 146 days late"),
        ("overdue", 146, None, "no answer: at least 146 days late"),
        ("overdue", 58, 146, "no answer: at least 58 days late"),
        ("overdue", 1, 1, "no answer: 1 day late"),
        ("met_late", 9, 37, "answered at least 9 days late"),
        ("met_late", 9, 9, "answered 9 days late"),
    ],
)
def test_lateness_is_exact_only_where_the_bounds_agree(status, least, most, text):
    assert words().lateness({"status": status, "days_overdue_min": least, "days_overdue_max": most}) == text


def test_an_answer_after_the_suit_is_later_than_the_days_counted_to_it():
    late = {"status": "met_late", "days_overdue_min": 9, "days_overdue_max": 9}
    assert words().lateness(late, sued=True) == "answered at least 9 days late"


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_names_are_joined(names, text):
    assert words().listed(names) == text
