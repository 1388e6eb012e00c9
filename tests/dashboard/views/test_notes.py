"""Notes: written where they belong, changed, deleted, and told to one person."""

import datetime
import uuid

import pytest
from django.urls import reverse

from ruptures.models import Note
from tests.factories import NoteFactory, ReportFactory, RuptureFactory
from tests.ruptures.keys import lose_keys

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_today", "key_file"),
]

MONDAY = datetime.date(2026, 11, 16)
UNREADABLE = "This note cannot be read with the keys here."


@pytest.fixture
def rupture(client):
    rupture = RuptureFactory(session__case__code="K7QM", session__date=MONDAY)
    ReportFactory(session=rupture.session)
    client.force_login(rupture.session.case.therapist)
    return rupture


def places(rupture):
    session = rupture.session
    return {"case": session.case, "session": session, "rupture": rupture}


def add_address(place, rupture):
    row = places(rupture)[place]
    key = row.code if place == "case" else row.key
    return reverse(f"dashboard:note-add-{place}", args=[key])


def address(verb, note):
    return reverse(f"dashboard:note-{verb}", args=[note.key])


def entry(**values):
    least = {"submission": str(uuid.uuid4()), "version": 1, "date": "2026-11-15"}
    return least | {"text": "Came from the hospital."} | values


@pytest.mark.parametrize("place", ["case", "session", "rupture"])
def test_note_is_kept_and_shown_where_it_belongs(place, client, rupture):
    response = client.post(add_address(place, rupture), entry(), follow=True)

    note = Note.objects.get()
    assert (note.about, note.text) == (places(rupture)[place], entry()["text"])
    assert note.date == (datetime.date(2026, 11, 15) if place == "case" else None)
    assert response.redirect_chain
    assert "Came from the hospital." in response.text


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"text": " \n "}, {"text": ["Write something."]}),
        ({"date": ""}, {"date": ["This field is required."]}),
        ({"date": "2026-11-23"}, {"date": ["This date is in the future."]}),
        ({"date": "1949-12-31"}, {"date": ["Look at the year again."]}),
        (
            {"text": "x" * 10_001},
            {"text": ["A note has 10000 characters at most, this one has 10001."]},
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(values, errors, client, rupture):
    response = client.post(add_address("case", rupture), entry(**values))

    assert response.context["form"].errors == errors
    assert Note.objects.count() == 0


def test_same_form_twice_is_one_note(client, rupture):
    sent = entry()

    client.post(add_address("session", rupture), sent)
    client.post(add_address("session", rupture), sent)

    assert Note.objects.count() == 1


def test_change_is_kept(client, rupture):
    note = NoteFactory(session=None, case=rupture.session.case, date=MONDAY)

    response = client.post(address("edit", note), entry(text="Went home."))

    note.refresh_from_db()
    assert response.url == "/cases/K7QM/"
    assert (note.text, note.date) == ("Went home.", datetime.date(2026, 11, 15))


def test_stale_form_says_how_it_stands_and_overwrites_nothing(client, rupture):
    note = NoteFactory(session=rupture.session, version=3, text="As it is now.")

    response = client.post(address("edit", note), entry(text="Too late."))

    assert "Note: As it is now." in response.text
    assert Note.objects.get().text == "As it is now."


def test_deleting_asks_and_can_be_undone(client, rupture):
    note = NoteFactory(session=None, rupture=rupture)
    asked = client.get(address("delete", note))

    response = client.post(address("delete", note), entry(), follow=True)

    assert "Delete this note?" in asked.text
    assert Note.objects.count() == 0
    assert "The note is deleted" in response.text
    client.post(f"/acts/{rupture.session.case.acts.get().key}/undo/")
    assert Note.objects.get().text == "Came from the hospital."


def test_event_notes_are_listed_the_latest_first_a_page_at_a_time(client, rupture):
    case = rupture.session.case
    for day in range(1, 13):
        date = datetime.date(2026, 11, day)
        NoteFactory(session=None, case=case, date=date, text=f"Event {day}.")

    first = client.get("/cases/K7QM/").context["events"]
    second = client.get("/cases/K7QM/?events=2").context["events"]

    assert [note.date.day for note in first] == list(range(12, 2, -1))
    assert [note.text for note in second] == ["Event 2.", "Event 1."]


def test_markup_in_a_note_is_shown_and_not_run(client, rupture):
    NoteFactory(session=rupture.session, text="<script>alert(1)</script>\ntwo")

    page = client.get(reverse("dashboard:session-edit", args=[rupture.session.key]))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>two" in page.text


@pytest.mark.parametrize("place", ["case", "session", "rupture"])
def test_note_that_no_key_opens_says_so_in_words(place, client, rupture, key_file):
    date = MONDAY if place == "case" else None
    about = {"session": None, place: places(rupture)[place]}
    note = NoteFactory(**about, date=date)
    lose_keys(key_file)
    pages = {
        "case": "/cases/K7QM/",
        "session": f"/sessions/{rupture.session.key}/",
        "rupture": f"/ruptures/{rupture.key}/",
    }

    shown = [
        client.get(path).text
        for path in (pages[place], address("edit", note), address("delete", note))
    ]

    assert [UNREADABLE in text for text in shown] == [True] * 3
    assert [note.text in text or "gAAAA" in text for text in shown] == [False] * 3


def test_note_that_no_key_opens_is_not_overwritten(client, rupture, key_file):
    note = NoteFactory(session=rupture.session)
    file = key_file.read_text()
    lose_keys(key_file)

    response = client.post(address("edit", note), entry(text="Over it."))

    assert UNREADABLE in response.text
    key_file.write_text(file)
    assert Note.objects.get().text == "Came from the hospital."


def test_history_that_no_key_opens_says_so_and_its_undo_is_refused(
    client, rupture, key_file
):
    client.post(add_address("session", rupture), entry())
    lose_keys(key_file)

    page = client.get("/cases/K7QM/history/").text
    act = rupture.session.case.acts.get()
    refused = client.post(f"/acts/{act.key}/undo/", follow=True)

    assert "cannot be read with the keys here" in page
    words = "This cannot be undone: it cannot be read with the keys here."
    assert words in refused.text


def test_on_hold_nothing_is_offered_and_nothing_is_kept(client, rupture):
    case = rupture.session.case
    case.hold_reason, case.hold_since, case.hold_by = "court", MONDAY, case.therapist
    case.save()

    page = client.get("/cases/K7QM/").text
    response = client.post(add_address("case", rupture), entry())

    assert "Note an event" not in page
    message = "This case is on hold: nothing of it can be changed."
    assert response.context["form"].non_field_errors() == [message]
