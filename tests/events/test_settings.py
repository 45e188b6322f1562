"""events.toml beside events.csv: what it may say, and what is told of what it may not."""

from __future__ import annotations

import pytest

from timeline.events.settings import Settings, read_settings


def settings(tmp_path, text):
    (tmp_path / "events.toml").write_text(text, encoding="utf-8")
    return read_settings(tmp_path / "events.csv")


def test_no_file_is_no_problem(tmp_path):
    assert read_settings(tmp_path / "events.csv") == (Settings(), [])


def test_every_key(tmp_path):
    text = """
        title = "T"
        subtitle = "S"
        title_es = "T en español"
        subtitle_es = "S en español"
        title_fil = "T sa Filipino"
        as_of = 2021-04-13
        window = "2020-01-01/2021-06-30"
        lanes = ["A", "B"]
        [agencies]
        ICE = ["ICE/HSI"]
    """
    found, problems = settings(tmp_path, text)
    assert problems == []
    told = {"title_es": "T en español", "subtitle_es": "S en español", "title_fil": "T sa Filipino"}
    assert found == Settings(
        "T", "S", "2021-04-13", "2020-01-01/2021-06-30", ("A", "B"), {"ICE": ("ICE/HSI",)}, translations=told
    )
    assert Settings.from_dict(found.as_dict()) == found


def test_a_byte_order_mark_is_no_text(tmp_path):
    assert settings(tmp_path, '\ufefftitle = "T"') == (Settings("T"), [])


HEADINGS = [
    ("both in the language", 'title_es = "Te"\nsubtitle_es = "Ese"', "es", ("Te", "Ese")),
    ("the title alone", 'title_es = "Te"', "es", ("Te", "S")),
    ("the subtitle alone", 'subtitle_es = "Ese"', "es", ("T", "Ese")),
    ("neither", "", "es", ("T", "S")),
    ("left empty", 'title_es = ""', "es", ("T", "S")),
    ("another language", 'title_fr = "Té"', "es", ("T", "S")),
    ("the table's own language", 'title_es = "Te"', "en", ("T", "S")),
]


@pytest.mark.parametrize(("text", "lang", "heading"), [pytest.param(*c[1:], id=c[0]) for c in HEADINGS])
def test_the_heading_is_in_the_language_or_as_written(tmp_path, text, lang, heading):
    found, problems = settings(tmp_path, f'title = "T"\nsubtitle = "S"\n{text}')
    assert problems == []
    assert found.heading(lang) == heading


PROBLEMS = [
    ("no TOML", "title = ", "error", "cannot be read as TOML"),
    ("nested beyond reason", "x = " + "[" * 5000, "error", "cannot be read as TOML"),
    ("a key misspelt", 'titel = "T"', "warning", "did you mean title?"),
    ("a key unknown", "x = 1", "warning", "known are title"),
    ("what may be translated is said too", "x = 1", "warning", "title_es and subtitle_es for a page in Spanish"),
    ("a translated key misspelt", 'titel_es = "T"', "warning", "did you mean title_es?"),
    ("a language in capitals", 'title_ES = "T"', "warning", "code in small letters, such as title_es"),
    ("a language with its country", 'subtitle_es-US = "S"', "warning", "such as subtitle_es"),
    ("a language by its name", 'title_spanish = "T"', "warning", "such as title_es"),
    ("no language", 'title_ = "T"', "warning", "such as title_es"),
    ("a key that has no languages", 'lanes_es = ["A"]', "warning", "did you mean lanes?"),
    ("a title that is a number", "title = 5", "error", "title should be a text"),
    ("a title in Spanish that is a number", "title_es = 5", "error", "title_es should be a text"),
    ("an as-of day that is a month", 'as_of = "2021-04"', "error", "as_of should be a day"),
    ("a time", "as_of = 2021-04-13T10:00:00", "error", "as_of should be a day"),
    ("a window that is a day", 'window = "2021-04-13"', "error", "window should be"),
    ("lanes that are a text", 'lanes = "A"', "error", "lanes should be a list"),
    ("aliases that are a text", 'agencies = { ICE = "HSI" }', "error", "agencies should be"),
    ("an alias of two agencies", 'agencies = { ICE = ["X"], DHS = ["x"] }', "error", "x is named for ICE and for DHS"),
    (
        "an agency that is an alias too",
        'agencies = { ICE = [], DHS = ["ICE"] }',
        "error",
        "ice is named for ICE and for DHS",
    ),
]


@pytest.mark.parametrize(("text", "severity", "said"), [pytest.param(*c[1:], id=c[0]) for c in PROBLEMS])
def test_problems_name_the_file_and_the_key(tmp_path, text, severity, said):
    found, [problem] = settings(tmp_path, text)
    assert (problem.row, problem.severity) == (0, severity)
    assert problem.message.startswith("events.toml: ")
    assert said in problem.message
    assert found.title == ""


def test_the_good_keys_of_a_file_with_a_bad_one_are_kept(tmp_path):
    assert settings(tmp_path, 'title = "T"\nlanes = 5')[0].title == "T"


def test_an_agency_named_with_its_own_name_among_the_aliases_is_fine(tmp_path):
    assert settings(tmp_path, 'agencies = { ICE = ["ice", "HSI", "hsi"] }')[1] == []
