"""What Chromium prints: whole pages that can be read aloud, and nothing else."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboard import packet_pdf
from dashboard.packet_pdf import chromium
from ruptures.taxonomy import Rater, RuptureType, Strain
from tests import pdfs
from tests.browser.fixtures import MISSING
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    ScoreFactory,
    SessionFactory,
    UserFactory,
)

A4, LETTER = (595, 842), (612, 792)  # points
HEADING = 14  # points, from the upper edge of a heading to below its own line
LEAST = 50  # words on a page that is not nearly empty
FONT_FILES = {"/FontFile", "/FontFile2", "/FontFile3"}
FOOTS = {
    "en": ("Caseload of", "Page {} of {}"),
    "fr": ("Suivis de", "Page {} sur {}"),
}
WEEK = datetime.timedelta(weeks=1)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason=MISSING),
]


@pytest.fixture
def therapist(client):
    """Somebody who is signed in."""
    user = UserFactory()
    client.force_login(user)
    return user


def weekly(therapist, count, **fields):
    """A case of so many weekly sessions until today, with one of everything in it."""
    today = timezone.localdate()
    case = CaseFactory(therapist=therapist, started_on=today - count * WEEK, **fields)
    for week in range(count):
        session = SessionFactory(case=case, date=today - (count - week) * WEEK)
        said = Strain.NO if week % 3 else Strain.YES
        for rater in (Rater.THERAPIST, Rater.CLIENT):
            ReportFactory(session=session, rater=rater, strain=said)
        ScoreFactory(session=session, value=50 - 9 * (week % 20 == 19) + week % 4)
        if said == Strain.YES:
            rupture = RuptureFactory(session=session, type=RuptureType.MIXED)
            MarkerFactory(rupture=rupture)
            AttemptFactory(rupture=rupture, outcome=week % 5 + 1)
            NoteFactory(session=session, text="Half a sentence, and one more. " * 9)
    return case


def pdf_by(client, name, *args, **query):
    path = reverse(f"dashboard:{name}", args=args)
    response = client.post(path, query_params=query)
    assert response.headers["Content-Type"] == "application/pdf"
    return pdfs.read(response.content)


# Its pages ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "paper", "size", "most"),
    [(0, "a4", A4, 1), (1, "letter", LETTER, 1), (3, "a4", A4, 2)]
    + [(60, "letter", LETTER, 7), (300, "a4", A4, 14)],
)
def test_a_case_fills_as_many_pages_as_it_needs_and_none_by_half_a_thing(
    client, therapist, count, paper, size, most
):
    case = weekly(therapist, count)
    query = {"period": "all", "paper": paper, "notes": "on" if count == 60 else ""}

    pdf = pdf_by(client, "packet-case-pdf", case.code, **query)

    assert pdfs.sizes(pdf) == {size}
    assert len(pdf.pages) <= most
    assert_set_well(pdf, f"Case {case.code}")


@pytest.mark.parametrize(("language", "cases"), [("en", 1), ("fr", 12)])
def test_a_caseload_fills_whole_pages(client, therapist, language, cases):
    therapist.language = language
    therapist.save()
    for _ in range(cases):
        weekly(therapist, 12)

    pdf = pdf_by(client, "packet-caseload-pdf", agenda="on")

    of, foot = FOOTS[language]
    assert len(pdf.pages) <= 6
    assert_set_well(pdf, f"{of} {therapist.email}", foot)


def assert_set_well(pdf, name, foot="Page {} of {}"):
    """Pages are numbered and full enough, and nothing is torn apart by their ends."""
    words = [pdfs.words(page) for page in pdf.pages]
    count = len(words)
    feet = [foot.format(number, count) + name for number in range(1, count + 1)]
    assert [own in each for own, each in zip(feet, words, strict=True)] == [
        True
    ] * count
    assert min(len(each.split()) for each in words) > LEAST
    assert pdfs.largest(pdf.pages[0]) == pytest.approx(20, abs=0.1)  # not shrunk
    for number, top in pdfs.headings(pdf):
        assert top - pdfs.heights(pdf.pages[number])[0] > HEADING  # something follows
    whole = [e for e in pdfs.elements(pdf) if e.get("/S") in ("/Figure", "/TR")]
    torn = [each for each in whole if len(pdfs.pages_of(each)) > 1]
    assert {kind for each in torn for kind in pdfs.cells_of(each)} <= {"/TH"}


def test_the_head_of_a_table_stands_again_on_its_next_page(client, therapist):
    case = weekly(therapist, 60)

    pdf = pdf_by(client, "packet-case-pdf", case.code, period="all")

    with_rows = [page for page in map(pdfs.words, pdf.pages) if " No No – – – " in page]
    assert len(with_rows) > 2
    for page in with_rows:
        assert "Session Date Strain, by you by the client Ruptures Now" in page


# For machines that read aloud -----------------------------------------------------


def test_the_words_of_the_sheet_can_be_taken_out_in_their_order(client, therapist):
    case = weekly(therapist, 12, synthetic=True)

    pdf = pdf_by(client, "packet-case-pdf", case.code)

    words = pdfs.all_words(pdf)
    said = [
        f"Rupture & Repair Packet for supervision Case {case.code} Period",
        "Synthetic: no real person is in it.",
        "Describes what was noticed. Not a measure of skill; not for appraisal, "
        "ranking or pay.",
        "12 of 12 held sessions, yes or no, by you.",
        "By your log, strain in 4 of 12 sessions with 1 client",
        "Still open",
        "Session by session 12 sessions took place.",
        "The ranges clients 20–40 %, as quoted; therapists 40–75 %, as quoted. Source:",
        "doi:10.1037/a0016085.",
    ]
    places = [words.find(sentence) for sentence in said]
    assert min(places) >= 0
    assert places == sorted(places)
    assert f"Page 1 of {len(pdf.pages)}Case {case.code} · synthetic" in words


def test_a_pdf_can_be_read_aloud(client, therapist):
    case = weekly(therapist, 12)

    pdf = pdf_by(client, "packet-case-pdf", case.code)

    root = pdf.trailer["/Root"]
    kinds = {each.get("/S") for each in pdfs.elements(pdf)}
    assert root["/MarkInfo"] == {"/Type": "/MarkInfo", "/Marked": True}
    assert root["/Lang"] == "en-gb"
    assert pdf.metadata.title == f"Packet: case {case.code} · Rupture & Repair"
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= kinds


def test_each_figure_says_in_words_what_it_draws(client, therapist):
    case = weekly(therapist, 60)

    pdf = pdf_by(client, "packet-case-pdf", case.code, period="all")

    figures = [each for each in pdfs.elements(pdf) if each.get("/S") == "/Figure"]
    assert [each["/Alt"] for each in figures] == [
        f"Sessions {ends}. 30 sessions took place. By your log: strain in 10, none in "
        "20. By the client: strain in 10, none in 20. Table below."
        for ends in ("1 to 30", "31 to 60")
    ]


def test_all_fonts_are_inside_and_charts_are_drawings(client, therapist):
    pdf = pdf_by(client, "packet-case-pdf", weekly(therapist, 12).code)

    drawn = [page.get_contents().get_data() for page in pdf.pages]
    assert pdfs.fonts(pdf) != []
    assert [f for f in pdfs.fonts(pdf) if not f.keys() & FONT_FILES] == []
    assert [list(page.images) for page in pdf.pages] == [[]] * len(pdf.pages)
    assert any(b" c\n" in each for each in drawn)  # curves


# What is not asked for ------------------------------------------------------------


def test_notes_are_in_a_pdf_only_where_they_are_asked_for(client, therapist):
    case = weekly(therapist, 4)

    without = pdfs.all_words(pdf_by(client, "packet-case-pdf", case.code))
    with_notes = pdfs.all_words(
        pdf_by(client, "packet-case-pdf", case.code, notes="on")
    )

    assert "Half a sentence" not in without
    assert with_notes.count("Half a sentence") == 18  # two notes, nine times each


def test_a_pdf_by_numbers_holds_no_date_even_among_its_properties(client, therapist):
    case = weekly(therapist, 20)
    years = {str(day.year) for day in case.sessions.values_list("date", flat=True)}

    dated = pdf_by(client, "packet-case-pdf", case.code)
    numbered = pdf_by(client, "packet-case-pdf", case.code, by="numbers", notes="on")

    assert set(re.findall(r"\d{4}", pdfs.all_words(dated))) >= years
    assert set(re.findall(r"\d{4}", pdfs.all_words(numbered))) & years == set()
    assert numbered.metadata.keys() == {"/Title", "/Creator", "/Producer"}
    assert numbered.xmp_metadata is None


def test_a_caseload_s_pdf_names_no_therapist_but_on_its_sheet(client, therapist):
    weekly(therapist, 3)

    response = client.post(reverse("dashboard:packet-caseload-pdf"))

    pdf = pdfs.read(response.content)
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="packet.pdf"'
    )
    assert pdf.metadata.title == "Packet: caseload · Rupture & Repair"
    assert f"Caseload of {therapist.email} Period" in pdfs.words(pdf.pages[0])


def test_a_case_s_code_alone_is_in_the_name_of_its_file(client, therapist):
    case = CaseFactory(therapist=therapist)

    response = client.post(reverse("dashboard:packet-case-pdf", args=[case.code]))

    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="packet-{case.code}.pdf"'
    )


# Odd notes ------------------------------------------------------------------------


def test_a_note_is_printed_as_it_was_written_and_never_as_html(client, therapist):
    case = CaseFactory(therapist=therapist)
    text = "<b>loud</b> & <script>document.body.remove()</script>"
    NoteFactory(session=SessionFactory(case=case), text=text)

    pdf = pdf_by(client, "packet-case-pdf", case.code, period="all", notes="on")

    assert text in pdfs.all_words(pdf)


@pytest.mark.parametrize("text", ["zebra " * 3_333, "x" * 20_000])
def test_a_very_long_note_is_printed_whole_from_where_it_begins(
    client, therapist, text
):
    case = CaseFactory(therapist=therapist)
    NoteFactory(session=SessionFactory(case=case), text=text)

    pdf = pdf_by(client, "packet-case-pdf", case.code, period="all", notes="on")

    printed = re.sub(r"Page \d+ of \d+Case \w+", "", pdfs.all_words(pdf))
    letters = re.findall(r"zebra|x{9,}", printed)
    assert sum(map(len, letters)) == len(text.replace(" ", ""))
    assert letters[0] in pdfs.words(pdf.pages[0])


# Its site -------------------------------------------------------------------------


def test_chromium_is_given_our_static_files_and_refused_all_else(settings):
    site = packet_pdf._Site("<p>")

    assert site.answer("https://packet.invalid/").content == b"<p>"
    assert site.answer("https://packet.invalid/static/dashboard/app.css").type == (
        "text/css"
    )
    for refused in (
        "https://packet.invalid/cases/",
        "https://packet.invalid/static/none.css",
        "https://packet.invalid/static/../settings.py",
        "https://packet.invalid/static/%2e%2e/secret_key",
        "https://packet.invalid/static//etc/passwd",
        "http://packet.invalid/",
        "http://127.0.0.1:8000/",
        "https://example.org/static/dashboard/app.css",
        "file:///etc/passwd",
    ):
        assert site.answer(refused) is None
