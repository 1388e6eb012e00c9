"""Giving access and ending it, as both sides meet it, and the list of looks."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ruptures.models import AccessEvent, Case, Deed, Grant, Note
from ruptures.models.case import ClientKnows
from tests.factories import (
    PASSWORD,
    CaseFactory,
    GrantFactory,
    NoteFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

GIVE = "/supervision/grants/give/"


def address(name, grant):
    return reverse(f"dashboard:grant-{name}", args=[grant.key])


def entry(**values):
    least = {"submission": str(uuid.uuid4()), "email": "supervisor@example.org"}
    usual = {"purpose": "supervise", "which": "every", "starts_on": "2026-11-22"}
    return least | usual | values


@pytest.fixture
def case(client):
    case = CaseFactory(code="K7QM", therapist__email="anna@example.org")
    client.force_login(case.therapist)
    return case


@pytest.fixture
def held(client):
    """An open grant with notes about case K7QM, its holder signed in."""
    case = CaseFactory(code="K7QM", therapist__email="anna@example.org")
    grant = GrantFactory(
        therapist=case.therapist,
        holder__email="supervisor@example.org",
        cases=[case],
        with_notes=True,
    )
    client.force_login(grant.holder)
    return grant


def test_access_is_offered_and_waits(client, case):
    response = client.post(GIVE, entry(), follow=True)

    grant = Grant.objects.get()
    assert (grant.email, grant.every_case) == ("supervisor@example.org", True)
    assert "It waits for their answer. Nothing is open before." in response.text
    assert "No e-mail is sent from here: tell them yourself." in response.text


def test_a_double_click_offers_once(client, case):
    sent = entry()

    first = client.post(GIVE, sent)
    second = client.post(GIVE, sent)

    assert first.url == second.url
    assert Grant.objects.count() == 1


def test_chosen_cases_alone_are_offered(client, case):
    CaseFactory(therapist=case.therapist)

    client.post(GIVE, entry(which="chosen", cases=["K7QM"]))

    assert list(Grant.objects.get().cases.all()) == [case]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"email": ""}, {"email": ["This field is required."]}),
        ({"which": ""}, {"which": ["This field is required."]}),
        ({"purpose": ""}, {"purpose": ["This field is required."]}),
        (
            {"which": "chosen"},
            {"cases": ["Choose one of your cases, or more."]},
        ),
        (
            {"cases": ["K7QM"]},
            {
                "cases": [
                    "You chose all cases and named some as well. Say which you mean."
                ]
            },
        ),
        ({"ends_on": "2026-11-21"}, {"ends_on": ["This day is over."]}),
        (
            {"purpose": "observe", "with_notes": "on"},
            {"__all__": ["Someone who observes reads no notes."]},
        ),
        ({"email": "anna@example.org"}, {"email": ["You see your own cases anyway."]}),
    ],
)
def test_what_cannot_be_given_is_said_beside_its_field(values, errors, client, case):
    response = client.post(GIVE, entry(**values))

    assert response.context["form"].errors == errors
    assert Grant.objects.count() == 0


def test_the_case_of_another_is_none_to_choose(client, case):
    other = CaseFactory()

    response = client.post(GIVE, entry(which="chosen", cases=[other.code]))

    assert other.code not in client.get(GIVE).text
    assert list(response.context["form"].errors) == ["cases"]
    assert Grant.objects.count() == 0


def test_an_account_or_none_is_told_in_the_same_words(client, case):
    UserFactory(email="known@example.org")
    pages = []

    for email in ("known@example.org", "other@example.org"):
        page = client.post(GIVE, entry(email=email), follow=True)
        grant = Grant.objects.get(email=email)
        text = page.text.replace(email, "").replace(str(grant.key), "")
        pages.append(text.partition("<main")[2])

    assert pages[0] == pages[1]


def test_where_e_mail_is_set_up_the_other_is_told_and_nothing_else(
    client, case, settings
):
    settings.SENDS_EMAIL = True
    settings.SITE_URL = "https://tracker.example.org"

    client.post(GIVE, entry(which="chosen", cases=["K7QM"]))

    sent = mail.outbox[0]
    link = address("detail", Grant.objects.get())
    assert (sent.to, sent.subject) == (
        ["supervisor@example.org"],
        "Access is offered to you",
    )
    assert f"https://tracker.example.org{link}" in sent.body
    assert "K7QM" not in sent.body


def test_a_mail_server_that_is_away_loses_no_offer(client, case, settings):
    settings.SENDS_EMAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    response = client.post(GIVE, entry(), follow=True)

    assert "The e-mail could not be sent: tell the person yourself." in response.text
    assert Grant.objects.count() == 1


def test_an_offer_shows_what_it_is_and_no_case_before_the_answer(client, held):
    Grant.objects.update(accepted_at=None)

    page = client.get(address("detail", held))

    assert "Accept</button>" in page.text
    assert "K7QM" not in page.text
    assert client.get("/cases/K7QM/").status_code == 404


def test_accepting_opens_the_case_and_is_noted(client, held):
    Grant.objects.update(accepted_at=None)

    response = client.post(address("accept", held), follow=True)

    assert "You have accepted. Every look is noted for them." in response.text
    assert client.get("/cases/K7QM/").status_code == 200
    assert AccessEvent.objects.earliest("pk").deed == Deed.ACCEPTED


def test_the_therapist_cannot_accept_for_the_other(client, held):
    Grant.objects.update(accepted_at=None)
    client.force_login(held.therapist)

    response = client.post(address("accept", held))

    assert response.status_code == 404
    assert Grant.objects.get().accepted_at is None


@pytest.mark.parametrize("side", ["therapist", "holder"])
def test_either_side_ends_it_after_a_question(side, client, held):
    client.force_login(getattr(held, side))
    asked = client.get(address("end", held))

    client.post(address("end", held))

    assert "It ends at once, on pages that are open too." in asked.text
    assert Grant.objects.get().ended_by == getattr(held, side)
    client.force_login(held.holder)
    gone = client.get("/cases/K7QM/")
    assert gone.status_code == 404
    assert "it is not shared with you (any more)" in gone.text


def test_what_is_ended_is_gone_for_who_held_it(client, held):
    client.post(address("end", held))

    assert client.get(address("detail", held)).status_code == 404
    client.force_login(held.therapist)
    assert client.get(address("detail", held)).status_code == 200


def test_asking_ends_nothing(client, held):
    client.get(address("end", held))

    assert Grant.objects.get().ended_at is None


def test_the_therapist_reads_what_was_looked_at(client, held):
    client.get("/cases/K7QM/")
    client.force_login(held.therapist)
    said = "supervisor@example.org looked at case K7QM on Sun 22 Nov 2026, 12:00."

    assert said in client.get(address("detail", held)).text
    assert said in client.get("/supervision/looked-at/").text


def test_a_caseload_that_was_looked_at_is_told(client, held):
    client.get("/", {"grant": str(held.key)})
    client.force_login(held.therapist)

    page = client.get("/supervision/looked-at/?by=others")

    assert [line.text for line in page.context["lines"]] == [
        "supervisor@example.org looked at your caseload on Sun 22 Nov 2026, 12:00."
    ]


def test_the_numbers_of_a_chart_of_another_are_taken_as_a_file(client, held):
    client.get("/data/charts/raters.csv", {"grant": str(held.key), "period": "all"})

    assert AccessEvent.objects.get().deed == Deed.EXPORTED


def test_who_looked_keeps_no_code_of_a_case(client, held):
    client.get("/cases/K7QM/")
    client.post(address("end", held))

    page = client.get("/supervision/looked-at/")

    said = "You looked at a case of anna@example.org on Sun 22 Nov 2026, 12:00."
    assert said in page.text
    assert "K7QM" not in page.text


def test_the_first_look_is_told_once(client, held):
    client.get("/cases/K7QM/")
    client.get("/cases/K7QM/")
    client.force_login(held.therapist)
    said = "supervisor@example.org has looked at what you share for the first time."

    assert said in client.get("/supervision/").text
    assert said not in client.get("/supervision/").text


def test_the_list_of_looks_is_paged_and_the_newest_first(client, held):
    for _ in range(51):
        client.get("/cases/K7QM/")
    client.get("/", {"grant": str(held.key)})
    client.force_login(held.therapist)

    first = client.get("/supervision/looked-at/").context
    second = client.get("/supervision/looked-at/?page=2").context

    assert "your caseload" in first["lines"][0].text
    assert (len(first["lines"]), len(second["lines"])) == (50, 2)


def test_signing_in_is_noted(client):
    user = UserFactory(email="anna@example.org")

    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})

    page = client.get("/supervision/looked-at/")
    assert [line.text for line in page.context["lines"]] == [
        "You signed in on Sun 22 Nov 2026, 12:00."
    ]


def test_taking_the_sessions_as_a_file_is_noted(client, case):
    b"".join(client.get("/data/sessions.csv"))

    event = AccessEvent.objects.get()
    assert (event.actor, event.deed) == ("anna@example.org", Deed.EXPORTED)


def test_looking_at_ones_own_case_is_no_deed(client, case):
    client.get("/cases/K7QM/")
    client.get("/")

    assert AccessEvent.objects.count() == 0


def supervision_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as queries:
        client.get("/supervision/")
        client.get("/supervision/looked-at/")
        client.get("/cases/K7QM/")
    return len(queries)


def looked_under(client, case):
    """One more grant, under which the case was looked at."""
    grant = GrantFactory(therapist=case.therapist, cases=[case], told_at=timezone.now())
    client.force_login(grant.holder)
    client.get("/cases/K7QM/")
    client.force_login(case.therapist)
    client.get("/")  # once a minute a page notes that it was seen


def test_many_grants_ask_no_more_than_one(client, case, django_assert_max_num_queries):
    looked_under(client, case)
    few = supervision_queries(client, django_assert_max_num_queries)

    for _ in range(20):
        looked_under(client, case)

    assert supervision_queries(client, django_assert_max_num_queries) == few


def test_whether_the_client_knows_is_noted_on_the_case(client, case):
    sent = {"submission": str(uuid.uuid4()), "version": 1, "first_number": 1}
    sent |= {"started_on": "2026-01-05", "rhythm": "none", "client_knows": "not_yet"}

    client.post("/cases/K7QM/edit/", sent)

    assert Case.objects.get().client_knows == ClientKnows.NOT_YET


def test_both_sides_read_whether_the_client_knows(client, held):
    Case.objects.update(client_knows=ClientKnows.NOT_YET)

    theirs = client.get("/cases/K7QM/").text
    client.force_login(held.therapist)
    own = client.get("/cases/K7QM/").text

    assert "The client does not know yet that it is discussed in supervision." in theirs
    assert "does not know yet that you discuss your work in supervision." in own
    assert "Shared with:" in own


def test_who_looks_at_a_case_is_offered_nothing_to_change(client, held):
    NoteFactory(session=None, case=Case.objects.get(), date="2026-11-20", shared=True)

    page = client.get("/cases/K7QM/").text

    assert "Came from the hospital." in page
    for words in ("Log a session", "End the treatment", "Edit note", "Note an event"):
        assert words not in page


def test_a_note_is_shared_by_itself_and_can_be_kept_again(client, case):
    note = NoteFactory(session__case=case)
    grant = GrantFactory(therapist=case.therapist, cases=[case], with_notes=True)
    share = reverse("dashboard:note-share", args=[note.key])
    asked = client.get(share).text

    client.post(share, {"submission": str(uuid.uuid4()), "version": 1})
    read = list(Note.objects.visible_to(grant.holder))
    client.post(share, {"submission": str(uuid.uuid4()), "version": 2})

    assert grant.email in asked
    assert read == [note]
    assert list(Note.objects.visible_to(grant.holder)) == []


def test_sharing_a_note_can_be_undone_and_a_double_click_shares_it(client, case):
    note = NoteFactory(session__case=case)
    share = reverse("dashboard:note-share", args=[note.key])
    sent = {"submission": str(uuid.uuid4()), "version": 1}

    client.post(share, sent)
    client.post(share, sent)
    shared = Note.objects.get().shared
    client.post(f"/acts/{case.acts.get().key}/undo/")

    assert (shared, Note.objects.get().shared) == (True, False)


def test_where_nobody_may_read_notes_the_page_says_so(client, case):
    GrantFactory(therapist=case.therapist, cases=[case])
    note = NoteFactory(session__case=case)

    page = client.get(reverse("dashboard:note-share", args=[note.key]))

    assert "Nobody may read notes of this case at present" in page.text


def test_notes_shared_on_sessions_are_read_on_the_case_and_no_others(client, held):
    case = Case.objects.get()
    NoteFactory(session__case=case, text="This one is shared.", shared=True)
    NoteFactory(session__case=case, text="This one is not.")

    page = client.get("/cases/K7QM/").text

    assert "This one is shared." in page
    assert "This one is not." not in page


def test_notes_of_the_same_case_are_shut_without_notes(client, held):
    Grant.objects.update(with_notes=False)
    NoteFactory(session__case=Case.objects.get(), text="Shared.", shared=True)

    assert "Notes shared with you" not in client.get("/cases/K7QM/").text


def test_a_shared_note_stays_out_of_the_file(client, case):
    NoteFactory(session__case=case, text="Not for a file.", shared=True)

    body = b"".join(client.get("/data/sessions.csv"))

    assert b"Not for a file." not in body
