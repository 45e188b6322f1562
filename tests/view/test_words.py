"""Words on screen: nothing surer than the rows, and a word for everything that can be said."""

from __future__ import annotations

import re
import string
import tomllib
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import DateError, OutputError, RuleError
from timeline.events.columns import CERTAINTIES, COLUMNS, KINDS
from timeline.events.dates import ImpreciseDate, parse_edtf
from timeline.explorer import explore
from timeline.law.accounts import NEITHER, UNEXTENDED, UNPAUSED
from timeline.law.calendars import OBSERVED, WEEKDAYS, load_calendar, load_closures, load_lapses
from timeline.law.deadline import ASSUMPTIONS, compute_deadline
from timeline.law.rules import load_rules
from timeline.law.said import Day, Given, Joined, Period, Said, Written
from timeline.law.words import REASONS
from timeline.publish.notebook import write_notebook
from timeline.publish.page import write_page
from timeline.view.figure import figure
from timeline.view.law_words import Untold, law_words, teller
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.words import LANGUAGES, Words, words

VIEW = Path(__file__).parents[2] / "timeline"

# a date as written; in full and as a label has it, in English and in Spanish
WHEN = [
    ("2020-10-20", "Oct 20, 2020", "Oct 20", "20 oct 2020", "20 oct"),
    ("[..2020-10-20]", "by Oct 20, 2020", "by Oct 20", "a más tardar el 20 oct 2020", "a más tardar el 20 oct"),
    ("[2021-04-13..]", "on or after Apr 13, 2021", "on or after Apr 13", "no antes del 13 abr 2021", "no antes del 13 abr"),
    ("2020-08", "Aug 2020", "Aug", "ago 2020", "ago"),
    ("2020-02", "Feb 2020", "Feb", "feb 2020", "feb"),
    ("2020", "2020", "2020", "2020", "2020"),
    ("201X", "one day of 2010–2019", "2010–2019", "un día de 2010–2019", "2010–2019"),
    ("[2020-08-10..2020-08-14]", "one day of Aug 10–14, 2020", "Aug 10–14",
     "un día de 10–14 ago 2020", "10–14 ago"),
    ("[2020-08-30..2020-09-02]", "one day of Aug 30–Sep 2, 2020", "Aug 30–Sep 2",
     "un día de 30 ago–2 sept 2020", "30 ago–2 sept"),
    # without its years this would look like two weeks of one year; a label's mark shows that it is one day within
    ("[2020-12-30..2021-01-04]", "one day of Dec 30, 2020–Jan 4, 2021", "Dec 30, 2020–Jan 4, 2021",
     "un día de 30 dic 2020–4 ene 2021", "30 dic 2020–4 ene 2021"),
    ("[2020-08-01..2020-09-30]", "one day of Aug 1–Sep 30, 2020", "Aug 1–Sep 30",
     "un día de 1 ago–30 sept 2020", "1 ago–30 sept"),
    # only a single day has an article in Spanish
    ("2021-03-09~", "about Mar 9, 2021", "about Mar 9", "hacia el 9 mar 2021", "hacia el 9 mar"),
    ("2021-03~", "about Mar 2021", "about Mar", "aprox. mar 2021", "aprox. mar"),
    ("2021-03-09?", "Mar 9, 2021 (uncertain)", "Mar 9 (uncertain)", "9 mar 2021 (incierta)", "9 mar (incierta)"),
    ("2021-03-09%", "about Mar 9, 2021 (uncertain)", "about Mar 9 (uncertain)",
     "hacia el 9 mar 2021 (incierta)", "hacia el 9 mar (incierta)"),
    ("[..2020-10-20~]", "about by Oct 20, 2020", "about by Oct 20",
     "aprox. a más tardar el 20 oct 2020", "aprox. a más tardar el 20 oct"),
    ("2020-08/2020-10", "Aug 2020 to Oct 2020", "Aug to Oct", "ago 2020 a oct 2020", "ago a oct"),
    ("2020-08-10/2020-08-14", "Aug 10, 2020 to Aug 14, 2020", "Aug 10 to Aug 14",
     "10 ago 2020 a 14 ago 2020", "10 ago a 14 ago"),
    # without its years this would look like four days
    ("2019-03-01/2021-03-05", "Mar 1, 2019 to Mar 5, 2021", "Mar 1, 2019 to Mar 5, 2021",
     "1 mar 2019 a 5 mar 2021", "1 mar 2019 a 5 mar 2021"),
    ("2020-08-10/..", "since Aug 10, 2020", "since Aug 10", "desde el 10 ago 2020", "desde el 10 ago"),
    ("2020-08/..", "since Aug 2020", "since Aug", "desde ago 2020", "desde ago"),
    # an end that nobody knows is no going on
    ("2020-08-10/", "Aug 10, 2020 to ?", "Aug 10 to ?", "10 ago 2020 a ?", "10 ago a ?"),
    ("../2020-08-14", "? to Aug 14, 2020", "? to Aug 14", "? a 14 ago 2020", "? a 14 ago"),
    ("0001-01-01", "Jan 1, 1", "Jan 1", "1 ene 1", "1 ene"),
    ("9999-12-31", "Dec 31, 9999", "Dec 31", "31 dic 9999", "31 dic"),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "full", "label", "lleno", "corto"), WHEN)
def test_a_date_as_it_is_known(edtf, full, label, lleno, corto):
    when = parse_edtf(edtf)
    assert (words().when(when), words().when(when, year=False)) == (full, label)
    assert (words("es").when(when), words("es").when(when, year=False)) == (lleno, corto)


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
    with pytest.raises(OutputError, match="no words for the language xx; expected one of en, es"):
        words("xx")


def test_a_notebook_is_written_in_a_language(tmp_path):
    (tmp_path / "case.csv").write_text("date,title\n", encoding="utf-8")
    with pytest.raises(OutputError, match="no words for the language xx"):
        write_notebook(tmp_path / "case.csv", "xx")
    text = write_notebook(tmp_path / "case.csv", "es")[0].read_text(encoding="utf-8")
    assert "Ejecute la celda" in text
    assert "explore('case.csv', lang='es')" in text


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
    owed |= {"acknowledgement"}  # the first clock of some states
    assert owed == set(catalogue["due_of"]) == set(catalogue["due"]) - {"answer", "something"}
    own = {"met", "met_late", "no_answer_recorded"}
    assert all(own == set(catalogue[f"status_{kind}"]) - {"overdue"} for kind in owed)
    assert set(catalogue["reasons"]) == set(catalogue["reasons_short"])


def test_the_assumptions_and_reasons_are_said_in_english_in_the_laws_words_alone():
    law = "".join(path.read_text(encoding="utf-8") for path in (VIEW / "law").glob("*.py"))
    named = {word for key in ("assumptions", "reasons") for word in words().catalogue[key]}
    assert [word for word in sorted(named) if f'"{word}"' not in law] == []
    english = tomllib.loads((VIEW / "view" / "words" / "en.toml").read_text(encoding="utf-8"))
    assert not {*english} & {"assumptions", "reasons", "sureness"}


def places(text):
    forms = text.values() if isinstance(text, dict) else [text]
    return set().union(*({name for _, name, _, _ in string.Formatter().parse(form) if name} for form in forms))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_places(lang):
    english, other = words().catalogue, words(lang).catalogue
    said = {(section, key): text for section in english for key, text in english[section].items()}
    found = {(section, key): text for section in other if section != "law" for key, text in other[section].items()}
    assert sorted(said.keys() ^ found.keys()) == []
    assert [at for at, text in said.items() if places(text) != places(found[at])] == []
    assert [at for at, text in said.items() if isinstance(text, dict) != isinstance(found[at], dict)] == []
    assert [key for key, text in other.get("law", {}).items() if places(text) != places(key)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_plural_has_the_forms_of_its_language(lang):
    forms = {*Locale.parse(words(lang).tag, sep="-").plural_form.tags, "other"}
    plurals = {
        (section, key): text
        for section, texts in words(lang).catalogue.items()
        for key, text in texts.items()
        if isinstance(text, dict)
    }
    assert plurals
    assert [at for at, text in plurals.items() if set(text) != forms] == []
    assert [
        at for at, text in plurals.items() for form in text.values() if not places(form) <= places(text["other"])
    ] == []


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
    ("key", "n", "text", "texto"),
    [
        ("days", 0, "0 days", "0 días"),
        ("days", 1, "1 day", "1 día"),
        ("days", 146, "146 days", "146 días"),
        # thousands as readers in the United States write them
        ("events", 12345, "12,345 events", "12,345 eventos"),
        # the third form of Spanish: un millón DE eventos
        ("events", 1_000_000, "1,000,000 events", "1,000,000 de eventos"),
    ],
)
def test_numbers_have_their_plural(key, n, text, texto):
    assert (words()(f"count.{key}", n), words("es")(f"count.{key}", n)) == (text, texto)


def test_a_name_of_the_writers_own_is_printed_readable():
    assert words().label("kinds", "press_leak") == "press leak"


@pytest.mark.parametrize("hostile", ["{n}", "{0}", "{days.__class__}", "<b>", "%s"])
def test_what_is_put_into_a_text_is_text(hostile):
    assert words()("figure.reading", when=hostile).endswith(hostile)
    assert hostile in words().filter_sentence({"text": hostile, "matters": [hostile]})


@pytest.mark.parametrize(
    ("status", "least", "most", "text", "texto"),
    [
        ("overdue", 146, 146, "no answer: 146 days late", "sin respuesta: 146 días de retraso"),
        ("overdue", 146, None, "no answer: at least 146 days late", "sin respuesta: al menos 146 días de retraso"),
        ("overdue", 58, 146, "no answer: at least 58 days late", "sin respuesta: al menos 58 días de retraso"),
        ("overdue", 1, 1, "no answer: 1 day late", "sin respuesta: 1 día de retraso"),
        ("met_late", 9, 37, "answered at least 9 days late", "respuesta con al menos 9 días de retraso"),
        ("met_late", 9, 9, "answered 9 days late", "respuesta con 9 días de retraso"),
    ],
)
def test_lateness_is_exact_only_where_the_bounds_agree(status, least, most, text, texto):
    row = {"status": status, "days_overdue_min": least, "days_overdue_max": most}
    assert (words().lateness(row), words("es").lateness(row)) == (text, texto)


@pytest.mark.parametrize(
    ("rule", "status", "late", "due", "texto"),
    [
        ("us-foia.appeal_filing_min", "met_late", "appealed 9 days late", "appeal due Nov 18",
         ("apelación tardía", "apelación con 9 días de retraso", "plazo para apelar: 18 nov")),
        ("us-wa.suit", "met_late", "sued 9 days late", "suit due Nov 18",
         ("demanda tardía", "demanda con 9 días de retraso", "plazo para demandar: 18 nov")),
        ("us-foia.determination", "met_late", "answered 9 days late", "answer due Nov 18",
         ("respuesta tardía", "respuesta con 9 días de retraso", "vencimiento: 18 nov")),
    ],
)  # fmt: skip
def test_a_deadline_of_the_requester_has_words_of_its_own(rule, status, late, due, texto):
    row = {"rule": rule, "status": status, "days_overdue_min": 9, "days_overdue_max": 9}
    assert (words().lateness(row), words().due(row, "Nov 18")) == (late, due)
    spanish = words("es")
    assert (spanish.status(row), spanish.lateness(row), spanish.due(row, "18 nov")) == texto


def test_an_answer_after_the_suit_is_later_than_the_days_counted_to_it():
    late = {"status": "met_late", "days_overdue_min": 9, "days_overdue_max": 9}
    assert words().lateness(late, sued=True) == "answered at least 9 days late"


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_names_are_joined(names, text):
    assert words().listed(names) == text


@pytest.mark.parametrize(
    ("filter_", "text", "texto"),
    [
        ({}, "all events", "todos los eventos"),
        ({"kinds": ["news", "order"]}, "all events, except complaints", "todos los eventos, excepto demandas"),
        # whole months are said as months
        (
            {"kinds": ["complaint"], "agencies": ["ICE"], "window": "2020-10-01/2021-04-30"},
            "complaints at ICE, Oct 2020–Apr 2021",
            "demandas de ICE, oct 2020–abr 2021",
        ),
        ({"window": "2020-10-01/2020-10-31"}, "all events, Oct 2020", "todos los eventos, oct 2020"),
        ({"window": "2020-10-02/.."}, "all events, since Oct 2, 2020", "todos los eventos, desde 2 oct 2020"),
        ({"window": "../9999-12-31"}, "all events, until Dec 31, 9999", "todos los eventos, hasta 31 dic 9999"),
        (
            {"certainty": ["alleged", "disputed"], "overdue": True},
            "overdue deadlines, alleged or disputed",
            "plazos vencidos sin respuesta, alegado o en disputa",
        ),
        # it is complaints that are left out, not "complaints at DHS"
        (
            {"kinds": ["news", "order"], "agencies": ["DHS"]},
            "all events at DHS, except complaints",
            "todos los eventos de DHS, excepto demandas",
        ),
        ({"kinds": ["news"], "agencies": []}, "nothing", "nada"),
        ({"certainty": ["confirmd"]}, "all events, confirmd", "todos los eventos, confirmd"),
        (
            {"kinds": ["deadline"], "overdue": True},
            "deadlines, overdue only",
            "plazos, solo los vencidos sin respuesta",
        ),
    ],
)
def test_a_filter_is_a_sentence(filter_, text, texto):
    among = ["complaint", "news", "order"]
    assert words().filter_sentence(filter_, among) == text
    assert words("es").filter_sentence(filter_, among) == texto


@pytest.mark.parametrize(("lang", "day", "first"), [("en", "%b %-d", "Jan"), ("es", "%-d %b", "ene")])
def test_an_axis_is_labelled_in_the_language(lang, day, first):
    say = words(lang)
    [options] = say.plotly_locale().values()
    assert say.axis()["months"][0] == options["format"]["shortMonths"][0] == first
    assert say.tick_formats()[0]["value"] == f"{day}\n%Y"
    assert options["format"]["dayMonth"] == day
    assert {len(options["format"][name]) for name in ("months", "shortMonths")} == {12}
    assert options["format"]["shortDays"][0] == {"en": "Sun", "es": "dom"}[lang]
    assert set(say.plotly()) == ({"locale", "locales"} if lang != "en" else set())


# The law's own sentences ---------------------------------------------------------------------------------------------

FEDERAL = ("us-foia.", "us-dhs.", "us-doi.", "us-epa.", "frcp.", "frap.")
TRIGGERS = ("2024-12-18", "2023-11-08", "[..2025-09-25]", "2021-03-09~", "[2024-02-29..]", "2013-09-20%", "2019-01-31?")


def patterns(text):
    """Yield what a language must have words for to say a text of the law."""
    if isinstance(text, Said):
        yield text.pattern
        for part in text.parts.values():
            yield from patterns(part) if isinstance(part, str) else ()
    elif isinstance(text, Joined):
        for one in text.texts:
            yield from patterns(one)
    elif text and not isinstance(text, (Given, Day, Period, Written)) and text not in WEEKDAYS:
        yield text.removesuffix(OBSERVED)


@cache
def said_by_the_law(families=("",)):
    found = set()

    def hear(text):
        found.update(patterns(text))
        return text

    for rule in load_rules().values():
        if not rule.id.startswith(families):
            continue
        for text in (rule.title, rule.trigger, *(v.said for v in rule.versions)):
            hear(text)
        for trigger in (*TRIGGERS, *(example.trigger for example in rule.examples)):
            try:
                deadline = compute_deadline(rule, trigger, period=10 if rule.kind == "method" else None)
            except RuleError:
                continue  # no text was in force
            deadline.count_text(hear)
            for text in (*(step.reason for step in deadline.steps), *(one.says for one in deadline.alternatives)):
                hear(text)
    return found


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_the_federal_law_is_said_in_every_language(lang):
    told = said_by_the_law(FEDERAL) | {*ASSUMPTIONS.values(), *REASONS.values(), UNPAUSED, UNEXTENDED, NEITHER}
    told |= {name.removesuffix(OBSERVED) for name in load_calendar("us-6103").holidays.values()}
    told |= {closure.name for closure in load_closures("us-6103").values()}
    told |= {lapse.name for lapse in load_lapses("us-6103")}
    english = words().catalogue
    named = {text for section in ("assumptions", "reasons", "sureness") for text in english[section].values()}
    assert sorted(told - named - set(words(lang).catalogue["law"])) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_count_of_every_rule_is_whole_sentences_of_one_language(lang):
    """Where a state's law has no words in the language the whole count stays English."""
    for rule in load_rules().values():
        deadline = compute_deadline(rule, "2024-12-18", period=10 if rule.kind == "method" else None)
        try:
            text = deadline.count_text(teller(words(lang)))
        except Untold:
            continue
        assert "{" not in text
        assert ("legal advice" in text) == (lang == "en")


def test_a_count_in_spanish():
    text = compute_deadline("us-foia.determination", "[..2020-10-20]").count_text(teller(words("es")))
    assert text.splitlines() == [
        (
            "Determinación sobre una solicitud FOIA: 20 días hábiles desde la recepción de una solicitud completa por el "
            "componente de la agencia que tiene los registros."
        ),
        "",
        (
            "martes, 20 de octubre de 2020 – último día de «a más tardar el 20 oct 2020», tomado como día de recepción: "
            "no se cuenta; el siguiente día hábil es el día 1."
        ),
        "",
        "Semana del 19 de octubre de 2020: mié 21 (1), jue 22 (2), vie 23 (3)",
        "Semana del 26 de octubre de 2020: lun 26 (4), mar 27 (5), mié 28 (6), jue 29 (7), vie 30 (8)",
        "Semana del 2 de noviembre de 2020: lun 2 (9), mar 3 (10), mié 4 (11), jue 5 (12), vie 6 (13)",
        (
            "Semana del 9 de noviembre de 2020: lun 9 (14), mar 10 (15), mié 11 no se cuenta (Día de los Veteranos), "
            "jue 12 (16), vie 13 (17)"
        ),
        "Semana del 16 de noviembre de 2020: lun 16 (18), mar 17 (19), mié 18 (20)",
        "",
        "Vencimiento: a más tardar el miércoles, 18 de noviembre de 2020.",
        "",
        (
            "5 U.S.C. § 552(a)(6)(A)(i). No se cuentan sábados ni domingos. Supuestos: no se conoce ninguna prórroga; no se "
            "conoce ninguna suspensión del plazo. Información, no asesoría legal."
        ),
    ]


def test_a_sentence_of_the_law_without_words_is_not_half_translated():
    spanish = words("es")
    law = {key: text for key, text in spanish.catalogue["law"].items() if key != "Veterans Day"}
    poorer = Words("es", {**spanish.catalogue, "law": law})
    deadline = compute_deadline("us-foia.determination", "2020-10-20")
    holiday = next(step.reason for step in deadline.steps if step.reason == "Veterans Day")
    assert law_words(spanish, holiday) == "Día de los Veteranos"
    assert law_words(poorer, holiday) is None
    with pytest.raises(Untold):
        deadline.count_text(teller(poorer))


# The real case in Spanish --------------------------------------------------------------------------------------------


def texts_of(value):
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_of(one)


@pytest.fixture(scope="module")
def real_case():
    released = release("events.csv")
    written = {str(cell) for name in COLUMNS for cell in released.loc[released["computed"] != "yes", name] if cell}
    return payload(released, lang="es"), sorted(written, key=len, reverse=True)


def test_the_real_case_in_spanish_has_no_english_of_ours(real_case):
    (first, late), written = real_case
    ours = [text for text in texts_of([first, late["card"]]) if text not in written]
    for cell in written:
        if len(cell) > 8:
            ours = [text.replace(cell, "") for text in ours]
    shown = "\n".join(ours)
    spanish = "\n".join(texts_of(dict(words("es").catalogue)))
    english = {
        piece.strip()
        for text in texts_of({name: dict(texts) for name, texts in words().catalogue.items()})
        for piece in re.split(r"\{[^}]*\}", text)
        if sum(ch.isalpha() for ch in piece) > 12
    }
    assert len(english) > 150
    assert [piece for piece in sorted(english) if piece in shown and piece not in spanish] == []
    law = {text for text in said_by_the_law(FEDERAL) if len(re.sub(r"\{[^}]*\}", "", text)) > 12 and "{" not in text}
    assert [text for text in sorted(law) if text in shown] == []


def test_the_real_case_in_spanish_says_what_it_says_in_english(real_case):
    (first, late), _ = real_case
    assert first["lang"] == "es-US"
    assert first["title"].startswith("Quién pidió los registros sobre Clearview AI")
    assert first["subtitle"].startswith("Solicitudes FOIA a ICE, el DHS, CBP y el DOJ")
    assert first["as_of_text"] == "13 abr 2021"
    assert first["conclusion"][0].startswith("Según sus fuentes, 4 solicitudes quedaron sin respuesta")
    assert "al menos 43 días" in first["conclusion"][0]
    assert "sin respuesta: al menos 146 días de retraso" in first["scene"]["labels"]["text"]
    assert {"a más tardar el 20 oct", "hacia el 9 mar", "10–14 ago"} <= set(first["events"]["date"])
    assert "Los solicitantes demandan a ICE, CBP y el DHS" in first["events"]["title"]
    counts = [card["count"] for card in late["card"] if card["count"]]
    assert {count["lang"] for count in counts} == {""}
    assert not any(lang for card in late["card"] for lang in card["lang"])
    why = {
        cell["why"] for count in counts for month in count["months"] for week in month["weeks"] for cell in week if cell
    }
    assert {"sábado", "día hábil", "Día de los Veteranos", "Día de la Independencia (trasladado)"} <= why
    assert {month["name"] for count in counts for month in count["months"]} >= {"noviembre de 2020"}


HEADINGS = [("en", None, "Who asked"), ("es", None, "Quién pidió"), ("es", "Case 7", "Case 7")]


@pytest.mark.parametrize(("lang", "title", "shown"), HEADINGS)
def test_the_heading_is_in_the_page_s_language_unless_another_is_asked_for(lang, title, shown):
    released = release("events.csv")
    assert payload(released, lang=lang, title=title)[0]["title"].startswith(shown)
    if title is None:
        assert figure("events.csv", lang=lang).layout.title.text.startswith(f"<b>{shown}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_and_notebook_are_there_in_every_language(lang, tmp_path):
    (tmp_path / "case.csv").write_text(
        "id,date,kind,title,title_es,agency,jurisdiction\nask,2024-12-18,foia_request,Ask,Pregunta,ICE,us-federal\n",
        encoding="utf-8",
    )
    page = write_page(tmp_path / "case.csv", tmp_path / "case.html", lang=lang).read_text(encoding="utf-8")
    assert f'<html lang="{words(lang).tag}"' in page
    title = {"en": "Ask", "es": "Pregunta"}[lang]
    assert f"<b>{title}</b>" in page
    explorer = explore(tmp_path / "case.csv", lang=lang)
    assert explorer.sentence() == {"en": "2 of 2 events: all events", "es": "2 de 2 eventos: todos los eventos"}[lang]
