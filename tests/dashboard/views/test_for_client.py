"""The copy for a client who asks what is kept about them."""

import re

import pytest
from django.urls import reverse

from ruptures.models import AccessEvent, Deed
from tests import factories
from tests.ruptures.erasing.leaving import full_case
from tests.ruptures.recording import practice

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def p(client):
    p = full_case()
    client.force_login(p.user)
    return p


def copy_of(client, case, **query):
    return client.get(reverse("dashboard:case-copy", args=[case.code]), query)


def words_of(page) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


def test_it_first_asks_about_the_notes_and_shows_nothing(client, p):
    page = copy_of(client, p.case)

    assert page.context["copy"] is None
    assert "Without my notes" in page.text
    assert not AccessEvent.objects.filter(deed=Deed.EXPORTED).exists()


def test_it_tells_what_everybody_said(client, p):
    page = words_of(copy_of(client, p.case, notes="without"))

    for told in (
        "Session 2, 15 Jan 2024",
        "The therapist’s answer Any strain Yes",
        "Strain between us Type Withdrawal",
        "What was noticed went quiet",
        "Repair attempt What I tried ",
        "Score Filled in by Client Instrument WAI-SR Total 52",
        "An observer’s sheet ",
    ):
        assert told in page


def test_it_speaks_for_the_therapist_to_the_client(client, p):
    p.session.modality = "video"
    p.session.save()
    p.attempt.started_by = "client"
    p.attempt.save()

    page = words_of(copy_of(client, p.case, notes="without"))

    assert "How we met Video" in page
    assert "Who started it The client" in page
    assert "The client's" not in page
    assert "you tried" not in page


def test_notes_are_in_it_where_they_are_asked_for(client, p):
    notes = [note.text for note in (p.note, *p.case.notes.all())]

    without = copy_of(client, p.case, notes="without").text
    with_notes = copy_of(client, p.case, notes="with").text

    assert [text in without for text in notes] == [False, False]
    assert [text in with_notes for text in notes] == [True, True]


def test_what_is_for_others_is_never_in_it(client, p):
    page = copy_of(client, p.case, notes="with").text

    for text in (p.item.question, p.comment.text, "A gift that was too large."):
        assert text not in page


def test_an_answer_that_waits_for_the_therapists_is_left_out_and_said_so(client, p):
    day = practice.day(6)
    session = factories.SessionFactory(case=p.case, date=day)
    factories.ReportFactory(session=session, rater="client", intensity=5, source="link")

    page = words_of(copy_of(client, p.case, notes="without"))

    assert "How strong 5" not in page
    assert "answer to 1 session is left out" in " ".join(page.split())


def test_nothing_of_another_client_is_in_it(client, p):
    other = factories.CaseFactory(therapist=p.user, started_on=practice.START)
    practice.log(other, 1, note="Of somebody else.")

    page = copy_of(client, p.case, notes="with").text

    assert "Of somebody else." not in page
    assert other.code not in page


def test_taking_it_is_noted(client, p):
    copy_of(client, p.case, notes="with")

    event = AccessEvent.objects.get(deed=Deed.EXPORTED)
    assert (event.case, event.page) == (p.case.code, "case-copy")


def test_no_pdf_is_made_before_it_is_said_whether_with_notes(client, p):
    address = reverse("dashboard:case-copy-pdf", args=[p.case.code])

    assert client.get(address).status_code == 405
    assert client.post(address).url == address.removesuffix("pdf/")
