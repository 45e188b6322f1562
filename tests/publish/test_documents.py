"""Deck, chronology and exhibit: what they have in common, and what each must hold. Read back by other libraries."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pypdf import PdfReader, PdfWriter

from tests.conftest import ROOT
from tests.publish.leaks import Secrets, plain_bytes, secret_tables
from tests.publish.test_page import long_table
from timeline import Filter, TimelineError, write_chronology, write_deck, write_exhibit
from timeline.errors import OutputError, ReleaseError
from timeline.events.columns import VISIBILITIES
from timeline.publish.exhibit import known_bates
from timeline.publish.record import Record, record_of
from timeline.publish.slides import HEIGHT, WIDTH
from timeline.view.polygons import polygons
from timeline.view.release import release
from timeline.view.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITERS: dict[str, Any] = {".pptx": write_deck, ".docx": write_chronology, ".pdf": write_exhibit}
EACH = pytest.mark.parametrize("ending", WRITERS)
EMU = 914_400


@pytest.fixture(scope="module")
def record(case) -> Record:
    return record_of(release(case))


@pytest.fixture(scope="module")
def written(case, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("documents")
    return {ending: write(case, folder / f"case{ending}") for ending, write in WRITERS.items()}


def word(path: Path) -> Any:  # noqa: ANN401 - python-docx allows for what no document of ours lacks
    return docx.Document(str(path))


def slides(path: Path) -> Any:  # noqa: ANN401 - python-pptx has no types
    return Presentation(str(path))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def shapes(deck: Any) -> Iterator[Any]:  # noqa: ANN401 - python-pptx has no types
    for slide in deck.slides:
        yield from slide.shapes


def said(path: Path) -> str:
    """Return all words of a document, notes too."""
    if path.suffix == ".pdf":
        return plain(" ".join(page.extract_text() for page in PdfReader(path).pages))
    with zipfile.ZipFile(path) as packed:
        parts = [packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")]
    words = [re.sub(r"<[^>]+>", " ", " ".join(parts)), *re.findall(r'descr="([^"]*)"', " ".join(parts))]
    return plain(" ".join(words).replace("&amp;", "&"))


def bare(text: str) -> str:
    """Return a text without spaces, in which lines and runs may break it."""
    return re.sub(r"\s+", "", text)


# All of them --------------------------------------------------------------------------------------------------------


@EACH
def test_the_same_table_gives_the_same_bytes(case, written, tmp_path, ending):
    assert WRITERS[ending](case, tmp_path / f"again{ending}").read_bytes() == written[ending].read_bytes()


@EACH
def test_every_event_is_there_with_its_date_as_known(written, record, ending):
    text = bare(said(written[ending]))
    for entry in record.entries:
        assert bare(entry.when) in text, entry.id
        if ending != ".pptx":  # the deck shows the chosen ones whole, and all on the overview
            assert bare(entry.title) in text, entry.id
            assert all(bare(line) in text for line in entry.short), entry.id
    assert record.digest in text
    assert bare("Informational, not legal advice.") in text
    assert bare("As of Apr 13, 2021") in text


@EACH
def test_another_language(case, tmp_path, ending):
    text = bare(said(WRITERS[ending](case, tmp_path / f"es{ending}", lang="es")))
    for words in ("Respuesta que debe dar ICE", "a más tardar el 18 nov 2020", "Se incluyen las 59 filas"):
        assert bare(words) in text
    for words in ("Informational, not", "Assuming:", "no answer"):
        assert bare(words) not in text


@EACH
def test_an_illustrative_aid_is_stamped_and_has_no_red(case, tmp_path, ending):
    path = WRITERS[ending](case, tmp_path / f"aid{ending}", profile="illustrative")
    text = said(path)
    assert bare("Illustrative aid – not evidence") in bare(text)
    alert = theme("light").colors["alert"].lstrip("#").upper()
    if ending != ".pdf":
        assert alert.encode() not in plain_bytes(path).upper()
    else:
        for page in PdfReader(path).pages:
            assert "Illustrative aid" in plain(page.extract_text())
    own = WRITERS[ending](case, tmp_path / f"own{ending}", profile="illustrative", stamp="Demonstrative 4")
    assert bare("Demonstrative 4") in bare(said(own))
    assert "Illustrative" not in said(own)


@EACH
@pytest.mark.parametrize(("lang", "argued", "counted"), [
    ("en", r"\blate\b(?!st)", "at least 146 days past the due date"),
    ("es", r"retraso|vencid[oa]s? sin respuesta", "al menos 146 días después del vencimiento"),
])  # fmt: skip
@pytest.mark.parametrize("profile", ["illustrative", "summary"])
def test_the_profiles_argue_nothing(case, tmp_path, ending, profile, lang, argued, counted):
    """Days are counted, and nothing is called late; what the law itself is called stays."""
    text = said(WRITERS[ending](case, tmp_path / f"a{ending}", profile=profile, lang=lang))
    assert bare(counted) in bare(text)
    assert re.findall(argued, text, re.IGNORECASE) == []


@EACH
def test_a_summary_refuses_what_has_no_source_and_names_every_row(tmp_path, ending):
    rows = [
        {"id": "a", "date": "2020", "title": "A", "source_title": "Letter"},
        {"id": "b", "date": "2021", "title": "B"},
        {"id": "c", "date": "2022", "title": "C"},
        {"id": "d", "date": "2023", "title": "D", "exhibit": "Ex. 4"},
    ]
    with pytest.raises(TimelineError, match="names a source for every row") as error:
        WRITERS[ending](pd.DataFrame(rows), tmp_path / f"a{ending}", profile="summary")
    assert "row 3, b: B" in str(error.value)
    assert "row 4, c: C" in str(error.value)
    assert "row 2" not in str(error.value)
    assert not list(tmp_path.iterdir())
    kept = pd.DataFrame([rows[0], rows[3]])
    text = said(WRITERS[ending](kept, tmp_path / f"a{ending}", profile="summary"))
    assert bare("Summary of 2 rows, each with its source") in bare(text)


@EACH
def test_a_summary_holds_the_rows_that_its_deadlines_rest_on(tmp_path, ending):
    """A filter does not hide a row without a source whose silence is summed up."""
    source = {"source_title": "Letter", "agency": "ICE", "matter": "M"}
    rows = [
        {"id": "ask", "date": "2023-04-03", "title": "Asked", "kind": "foia_request", **source},
        {
            "id": "silence",
            "date": "2023-07-01",
            "title": "None came",
            "kind": "no_response",
            **source,
            "source_title": "",
        },
        {"id": "suit", "date": "2023-08-01", "title": "Sued", "kind": "complaint", **source},
    ]
    path = tmp_path / f"a{ending}"
    with pytest.raises(OutputError, match=r"row 3, silence: ask/ICE/us-foia\.determination rests on it"):
        WRITERS[ending](
            pd.DataFrame(rows), path, profile="summary", filter=Filter(kinds=("foia_request", "deadline", "complaint"))
        )
    assert not path.exists()
    kept = Filter(kinds=("foia_request", "complaint"))
    assert bare("Summary of 2 rows") in bare(
        said(WRITERS[ending](pd.DataFrame(rows), path, profile="summary", filter=kept))
    )


@EACH
@pytest.mark.parametrize("profile", ["", "illustrative", "summary"])
def test_a_profile_leaves_out_what_the_writer_of_a_story_says(tmp_path, ending, profile):
    rows = [
        {"id": "a", "date": "2020", "title": "Answered", "source_title": "Letter", "story": "1 The FBI answered late."}
    ]
    text = bare(said(WRITERS[ending](pd.DataFrame(rows), tmp_path / f"a{ending}", profile=profile)))
    assert (bare("answered late") in text) == (profile == "" and ending == ".pptx")


@EACH
def test_it_says_how_many_of_how_many_and_by_which_filter(case, tmp_path, ending):
    path = WRITERS[ending](case, tmp_path / f"few{ending}", filter=Filter(kinds=("complaint",), agencies=("ICE",)))
    assert bare(
        "3 of the 59 rows of the table that are released for this document are included: complaints at ICE. "
        "0 of 8 deadlines computed from the rows are included."
    ) in bare(said(path))


@EACH
def test_rival_accounts_and_computed_deadlines_are_not_counted_as_rows_of_their_own(case, tmp_path, ending):
    text = bare(said(WRITERS[ending](case, tmp_path / f"whole{ending}", profile="summary")))
    rivals = len(pd.read_csv(ROOT / "events.csv", dtype=str, usecols=["claim_of"]).dropna())
    for told in (
        "All 59 rows of the table that are released for this document are included.",
        f"{rivals} of them tell differently what another row says, and are no events of their own.",
        "8 of 8 deadlines computed from the rows are included.",
        "Summary of 59 rows, each with its source, and 8 deadlines computed from them",
    ):
        assert bare(told) in text


@EACH
def test_a_filter_that_keeps_nothing_writes_nothing(case, tmp_path, ending):
    path = tmp_path / f"none{ending}"
    with pytest.raises(OutputError, match="the filter keeps none of the events"):
        WRITERS[ending](case, path, filter=Filter(kinds=("hearing",)))
    assert not path.exists()


@EACH
def test_a_stamp_cannot_take_away_what_a_profile_says(case, tmp_path, ending):
    both = said(WRITERS[ending](case, tmp_path / f"both{ending}", profile="summary", stamp="CONFIDENTIAL"))
    assert bare("CONFIDENTIAL · Summary of 59 rows, each with its source") in bare(both)
    for stamp, why in (("", "says on every page what it is"), ("Admitted as evidence", "a court decides that")):
        with pytest.raises(OutputError, match=why):
            WRITERS[ending](case, tmp_path / f"bad{ending}", profile="illustrative", stamp=stamp)


@EACH
def test_a_profile_counts_days_and_leaves_what_follows_by_law_to_counsel(case, tmp_path, ending):
    plain_text = bare(said(WRITERS[ending](case, tmp_path / f"own{ending}")))
    aid = bare(said(WRITERS[ending](case, tmp_path / f"aid{ending}", profile="illustrative")))
    for consequence in ("charge no search fees", "Last day to sue"):
        assert bare(consequence) in plain_text
        assert bare(consequence) not in aid
    assert bare("20 working days after the request was filed") in aid
    assert bare("received when sent") in aid


@EACH
def test_no_label_is_surer_than_its_row(case, tmp_path, ending):
    """A date or an event that its source only alleges says so wherever it stands, and so does what is counted from it."""
    text = bare(said(WRITERS[ending](case, tmp_path / f"sure{ending}")))
    assert bare("That date is marked “uncertain” in the table.") in text  # EPIC's request, by a copied article
    if ending != ".docx":
        assert bare("filed (uncertain)") in text
        assert bare("(alleged)") in text


@EACH
def test_it_does_not_claim_to_be_whole_where_a_row_was_left_out(tmp_path, ending):
    rows = [
        {"id": "a", "date": "2020", "title": "A"},
        {"id": "b", "date": "2021", "title": "B", "visibility": "privileged"},
    ]
    text = bare(said(WRITERS[ending](pd.DataFrame(rows), tmp_path / f"a{ending}")))
    assert bare("The one row of the table that is released for this document is included.") in text
    both = bare(said(WRITERS[ending](pd.DataFrame(rows), tmp_path / f"b{ending}", audience="privileged")))
    assert bare("Not for the public: this document may hold rows marked internal and privileged.") in both


@EACH
def test_another_account_is_told_as_one(case, tmp_path, ending):
    path = WRITERS[ending](case, tmp_path / f"rival{ending}", profile="summary")
    assert (
        bare("Another account of: Watches taken from a Detroit store (Oct 2018)") in bare(said(path))
        or ending == ".pptx"
    )
    assert "admissib" not in said(path).lower()


HOSTILE = [
    ("what no XML can hold", "a\x00b\x08c\ud800d\ufffe"),
    ("markup", "<b>x</b> & #set text(red) *bold* $x$ \\ [link](a) @ref _it_ `raw` //"),
    ("from right to left, and letters of Asia", "תביעה נגד הרשות 情報公開請求の受理"),
    ("a long word", "W" * 400),
    ("a script's address", "javascript:alert(1)"),
]


@EACH
@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE])
def test_hostile_cells_are_text(tmp_path, ending, text):
    row = {
        "id": "r", "date": "2020-10-20", "kind": "foia_request", "title": text, "description": text, "agency": text,
        "source_title": text, "source_url": text, "quote": text, "actors": text, "tags": "key", "exhibit": text,
    }  # fmt: skip
    path = WRITERS[ending](pd.DataFrame([row]), tmp_path / f"a{ending}", title=text, as_of="2021-01-01")
    if ending == ".pptx":
        assert len(slides(path).slides) >= 4
    elif ending == ".docx":
        assert word(path).tables
    else:
        assert len(PdfReader(path).pages) >= 4
    data = plain_bytes(path)
    assert b'Target="javascript' not in data
    assert b"/URI (javascript" not in data


@EACH
@pytest.mark.parametrize("rows", [0, 1, 300])
def test_a_table_of_any_length(tmp_path, ending, rows):
    table = long_table(rows) if rows > 1 else pd.DataFrame({"date": ["2020"] * rows, "title": ["A"] * rows})
    assert WRITERS[ending](table, tmp_path / f"a{ending}").stat().st_size > 5000


@EACH
def test_wrong_wishes_are_refused_before_anything_is_written(case, tmp_path, ending):
    write = WRITERS[ending]
    for options, words in (
        ({"profile": "evidence"}, "expected one of illustrative, summary"),
        ({"lang": "en,es"}, "a document has one language"),
        ({"lang": "xx"}, "no words for the language xx"),
    ):
        with pytest.raises(TimelineError, match=words):
            write(case, tmp_path / f"a{ending}", **options)
    with pytest.raises(TimelineError, match="ends in"):
        write(case, tmp_path / "a.txt")
    assert not list(tmp_path.iterdir())


@EACH
@given(secrets=secret_tables(), audience=st.sampled_from(VISIBILITIES))
@settings(max_examples=12)
def test_nothing_withheld_is_in_the_bytes(ending: str, secrets: Secrets, audience: str):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{ending}")
        try:
            WRITERS[ending](secrets.table, path, audience=audience)
        except ReleaseError:
            assert not path.exists()
            return
        text = plain_bytes(path).lower() + said(path).lower().encode()
    assert [token for token in secrets.withheld(audience) if token.lower().encode() in text] == []


OFFICE = ROOT / "build" / "validator" / "node_modules" / "@xarsh"


@pytest.mark.parametrize("ending", [".pptx", ".docx"])
def test_office_files_pass_the_schemas_of_open_xml(case, written, tmp_path, ending):
    """By Microsoft's own validator, as a package of npm brings it."""
    programs = [path for path in OFFICE.glob("ooxml-validator-*/ooxml-validator*") if path.suffix != ".json"]
    if not programs:
        pytest.skip("the validator is not there for this machine; make test fetches it where it is")
    programs[0].chmod(0o755)
    hostile = pd.DataFrame(
        [{"id": 'a"<b>', "date": "2020", "title": "<&>\x01 \u05ea", "source_url": "https://example.org/?a=1&b=<>"}]
    )
    for path in (
        written[ending],
        WRITERS[ending](case, tmp_path / f"es{ending}", lang="es", profile="illustrative"),
        WRITERS[ending](hostile, tmp_path / f"hostile{ending}"),
    ):
        told = json.loads(
            subprocess.run([str(programs[0]), str(path)], capture_output=True, text=True, check=False).stdout
        )
        assert [one["description"] for one in told["errors"]] == []
        assert told["ok"]


# The deck -----------------------------------------------------------------------------------------------------------


def test_a_shape_is_found_by_the_id_of_its_event_and_says_its_date(written, record):
    found: dict[str, list[str]] = {}
    for shape in shapes(slides(written[".pptx"])):
        found.setdefault(shape.name, []).append(shape._element._nvXxPr.cNvPr.get("descr") or "")
    for entry in record.entries:
        own = [text for name, texts in found.items() for text in texts if name in {entry.id, f"{entry.id} label"}]
        assert own, entry.id
        assert any(entry.when in text or entry.title in text for text in own), (entry.id, own)


def test_everything_is_native_named_in_words_and_on_its_slide(written):
    deck = slides(written[".pptx"])
    assert (deck.slide_width / EMU, deck.slide_height / EMU) == (pytest.approx(WIDTH, abs=0.01), HEIGHT)
    for number, slide in enumerate(deck.slides, 1):
        assert slide.shapes.title is not None
        assert slide.shapes.title.text.strip()
        assert "Informational, not legal advice." in slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            where = f"slide {number}, {shape.name}"
            assert shape.shape_type is not None or shape.is_placeholder, where
            assert "PICTURE" not in str(shape.shape_type), where
            known = shape._element._nvXxPr.cNvPr
            decorative = "decorative" in known.xml if hasattr(known, "xml") else False
            assert known.get("descr") or decorative or shape.is_placeholder, where
            left, top = shape.left / EMU, shape.top / EMU
            assert left >= -0.3, where
            assert top >= 0, where
            if not shape.name.endswith(" label"):  # whose letters end where they end
                assert left + shape.width / EMU <= WIDTH + 0.05, where
            assert top + shape.height / EMU <= HEIGHT + 0.05, where


def test_labels_of_the_overview_do_not_touch(written):
    for slide in slides(written[".pptx"]).slides:
        boxes = [s for s in slide.shapes if s.name.endswith(" label")]
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = (
                    one.left + one.width <= other.left + EMU * 0.02 or other.left + other.width <= one.left + EMU * 0.02
                    or abs(one.top - other.top) >= 0.17 * EMU
                )  # fmt: skip
                assert apart, (one.text_frame.text, other.text_frame.text)


def test_no_letter_is_too_small_to_be_read_from_the_bench(written):
    sizes = {
        run.font.size.pt
        for shape in shapes(slides(written[".pptx"]))
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.font.size
    }
    assert min(sizes) >= 10


def test_a_deadline_has_a_slide_with_its_count_and_its_assumptions(written, record):
    deck = slides(written[".pptx"])
    by_title = {slide.shapes.title.text: slide for slide in deck.slides}
    for entry in record.deadlines:
        slide = by_title[f"{entry.title}: {entry.when}"]
        text = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        if entry.row["assumptions"]:
            assert "Assuming: received when sent" in text
            assert "Assuming: received when sent" in slide.notes_slide.notes_text_frame.text
        if entry.count:
            cells = [
                cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
            ]
            last = max(
                day["n"]
                for month in entry.count["months"]
                for week in month["weeks"]
                for day in week
                if day and day["n"]
            )
            assert any(f"({last})" in cell for cell in cells), entry.id
            assert any("■" in cell for cell in cells), "the due day is marked by more than a colour"


def test_the_slides_take_the_story_in_its_order(tmp_path):
    rows = {
        "id": ["a", "b", "c"],
        "date": ["2020", "2021", "2022"],
        "title": ["Asked", "Sued", "Won"],
        "story": ["2 First.", "1", ""],
    }
    deck = Presentation(str(write_deck(pd.DataFrame(rows), tmp_path / "a.pptx")))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[3:5] == ["Sued", "Asked"]
    assert "First." in deck.slides[4].shapes[3].text_frame.text


@pytest.mark.parametrize("name", sorted(theme().shapes))
def test_every_shape_of_a_kind_is_a_closed_outline_in_its_box(name):
    outlines = polygons(theme().shapes[name]["path"])
    assert outlines
    for points in outlines:
        assert len(points) >= 3
        assert all(-0.01 <= value <= 16.01 for point in points for value in point)
        assert all(a != b for a, b in pairwise(points))


# The chronology -----------------------------------------------------------------------------------------------------


def test_the_table_is_the_one_that_counsel_uses(written, record):
    read = word(written[".docx"])
    facts, sources = read.tables
    assert [cell.text for cell in facts.rows[0].cells] == [
        "No.", "Date", "Fact", "Source", "Exhibit / Bates", "People", "Status",
    ]  # fmt: skip
    for table in (facts, sources):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "the head is on every page"
    for row, entry in zip(facts.rows[1:], record.entries, strict=True):
        cells = [cell.text for cell in row.cells]
        assert cells[0] == str(entry.number)
        assert cells[1] == entry.when
        assert cells[2].startswith(entry.title)
        assert cells[6] == entry.status
    assert {p.style.name for p in read.paragraphs} >= {"Title", "Heading 1", "Heading 2", "List Bullet", "Caption"}
    assert read.sections[0].page_width > read.sections[0].page_height


def test_every_computed_date_has_a_real_footnote_with_its_count(written, record):
    with zipfile.ZipFile(written[".docx"]) as packed:
        body, notes = (packed.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))
        assert "footnotes+xml" in packed.read("[Content_Types].xml").decode()
    marks = re.findall(r'<w:footnoteReference w:id="(\d+)"', body)
    counted = [entry for entry in record.deadlines if entry.count]
    assert marks == [str(n) for n in range(1, len(counted) + 1)]
    for number, entry in enumerate(counted, 1):
        note = re.search(rf'<w:footnote w:id="{number}">(.*?)</w:footnote>', notes)
        assert note
        text = plain(re.sub(r"<[^>]+>", "", note[1]))
        assert "Due: " in text
        assert "Informational, not legal advice." in text
        assert entry.row["citation"].split(";")[0] in text


def test_links_lead_to_web_addresses_only(written, record):
    read = word(written[".docx"])
    targets = {one.target_ref for one in read.part.rels.values() if one.is_external}
    assert targets
    assert all(target.startswith(("https://", "http://")) for target in targets)
    assert targets == {
        url for entry in record.entries for one in entry.sources for url in (one.url, one.archive) if url
    }


@pytest.mark.parametrize(("paper", "inches"), [("letter", (11.0, 8.5)), ("a4", (11.69, 8.27))])
def test_the_paper_is_the_one_asked_for(case, tmp_path, paper, inches):
    section = word(write_chronology(case, tmp_path / "a.docx", paper=paper)).sections[0]
    assert (section.page_width.inches, section.page_height.inches) == pytest.approx(inches, abs=0.01)
    box = PdfReader(write_exhibit(case, tmp_path / "a.pdf", paper=paper)).pages[0].mediabox
    assert (float(box.height) / 72, float(box.width) / 72) == pytest.approx(inches, abs=0.01)
    with pytest.raises(TimelineError, match="expected letter or a4"):
        write_chronology(case, tmp_path / "a.docx", paper="legal")


# The exhibit --------------------------------------------------------------------------------------------------------


def elements(node: Any, found: list[Any] | None = None) -> list[Any]:  # noqa: ANN401 - pypdf's own
    """Return every element of a PDF's structure."""
    found = [] if found is None else found
    node = node.get_object()
    if isinstance(node, dict):
        found.append(node)
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid.get_object(), dict):
                elements(kid, found)
    return found


def test_the_pdf_is_tagged_as_pdf_ua_asks(written, record):
    read = PdfReader(written[".pdf"])
    root: Any = read.root_object
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - the same
    assert read.metadata is not None
    assert read.metadata.title == record.title
    meta = cast("Any", root["/Metadata"]).get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", meta)
    tags = elements(root["/StructTreeRoot"])
    names = [str(tag.get("/S", "")) for tag in tags]
    for name in ("/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/Link"):
        assert name in names, name
    figures = [str(tag["/Alt"]) for tag in tags if tag.get("/S") == "/Figure"]
    told = " ".join(figures)
    for entry in record.entries:
        if entry.row["date"]:
            assert plain(entry.title) in plain(told), entry.id
    assert [one["/Title"] for one in read.outline if isinstance(one, dict)]


def test_the_pdf_brings_its_letters_along(written):
    for page in PdfReader(written[".pdf"]).pages:
        resources = cast("Any", page["/Resources"])
        for font in resources.get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner)


def test_exhibit_and_bates_stand_on_every_page(case, tmp_path):
    path = write_exhibit(case, tmp_path / "a.pdf", exhibit="Exhibit 12", bates="DEF0004517")
    pages = [plain(page.extract_text()) for page in PdfReader(path).pages]
    for number, text in enumerate(pages):
        assert "Exhibit 12" in text
        assert f"DEF{4517 + number:07}" in text
        assert f"Page {number + 1} of {len(pages)}" in text
    assert f"DEF0004517 to DEF{4516 + len(pages):07}" in pages[0]


@pytest.mark.parametrize("bates", ["DEF", "123-A", "DEF 12 b"])
def test_bates_that_do_not_count_are_refused(bates):
    with pytest.raises(TimelineError, match="ends in digits"):
        known_bates(bates)


def test_a_validator_finds_nothing_against_pdf_ua(case, written, tmp_path):
    """What a machine can check of PDF/UA-1; order and meaning of what is read aloud it cannot."""
    import page

    aid = write_exhibit(
        case, tmp_path / "a.pdf", lang="es", profile="illustrative", paper="a4", bates="A1", exhibit="A"
    )
    for path in (written[".pdf"], aid):
        report = page.validate_pdf(path, profile="ua1")
        assert [(one.rule_id, one.message) for one in report.failures] == []
        assert report.is_compliant
        assert report.rules.total > 100
    assert not page.validate_pdf_bytes(write_plain_pdf(), profile="ua1").is_compliant, "it can fail"


def write_plain_pdf() -> bytes:
    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def test_a_letter_that_no_font_has_is_written_by_its_number_and_the_cover_says_so(tmp_path):
    row = {"id": "a", "date": "2020", "title": "\U00013000 filed", "source_title": "\U00013000"}
    path = write_exhibit(pd.DataFrame([row]), tmp_path / "a.pdf")
    text = bare(said(path))
    assert bare("[U+13000] filed") in text
    assert bare("are written by their numbers: U+13000.") in text


def test_a_second_reader_finds_the_same(written):
    """Poppler, which reads tags and letters by its own code."""
    if not shutil.which("pdfinfo"):
        pytest.skip("poppler-utils is not on this machine")
    told = subprocess.run(["pdfinfo", str(written[".pdf"])], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    tree = subprocess.run(
        ["pdfinfo", "-struct-text", str(written[".pdf"])],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=True,
    )
    for tag in ("H1", "Table", "TH", "Figure"):
        assert re.search(rf"^\s*{tag}\b", tree.stdout, re.MULTILINE), tag
    fonts = subprocess.run(["pdffonts", str(written[".pdf"])], capture_output=True, text=True, check=True).stdout
    assert all(re.search(r"yes yes yes", line) for line in fonts.splitlines()[2:]), fonts
