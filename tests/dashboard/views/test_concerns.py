"""Pages of concerns: the therapist writes, whom they chose reads, and nobody else."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from ruptures.models import AccessEvent, Concern, Deed, Grant
from tests.factories import CaseFactory, ConcernFactory, GrantFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/supervision/concerns/"
WORDS = "He was waiting at the door of her school."
BANNER = (
    "This notifies nobody. Follow your service's reporting duties and deadlines first."
)


@pytest.fixture
def case(client):
    case = CaseFactory(code="K7QM")
    client.force_login(case.therapist)
    return case


@pytest.fixture
def supervisor(case):
    return GrantFactory(therapist=case.therapist, cases=[case]).holder


def words(response):
    text = strip_tags(response.text).replace("&#x27;", "'")
    return re.sub(r"\s+", " ", text)


def add(client, **fields):
    sent = {"kind": "safety", "text": WORDS} | fields
    return client.post(f"{LIST}about/K7QM/", sent, follow=True)


def path_of(concern):
    return reverse("dashboard:concern", args=[concern.key])


def test_the_case_page_leads_to_a_new_concern(client, case):
    assert f'href="{LIST}about/K7QM/"' in client.get("/cases/K7QM/").text


@pytest.mark.parametrize("page", [LIST, f"{LIST}about/K7QM/", "edit", "read"])
def test_every_page_says_that_nobody_is_notified(page, client, case, supervisor):
    concern = ConcernFactory(case=case, shared_with=[supervisor])
    if page == "read":
        client.force_login(supervisor)

    path = path_of(concern) if page in {"edit", "read"} else page

    assert BANNER in words(client.get(path))


def test_a_concern_is_written_and_listed_without_its_words(client, case):
    response = add(client, consulted="The ombudsman")

    concern = Concern.objects.get()
    assert (concern.case, concern.consulted) == (case, "The ombudsman")
    assert "K7QM: Somebody's safety" in words(response)
    assert "Not settled yet." in words(response)
    assert "Nobody was notified." in words(response)
    assert "school" not in response.text


def test_what_is_missing_is_said_and_nothing_is_saved(client, case):
    response = add(client, text=" ", kind="")

    assert "Write something." in words(response)
    assert Concern.objects.count() == 0


@time_machine.travel("2026-11-22")
def test_it_is_changed_and_settled(client, case):
    concern = ConcernFactory(case=case)
    fields = {"version": 1, "kind": "safety", "text": WORDS, "done": "Rang the police"}

    response = client.post(
        path_of(concern), fields | {"closed_on": "2026-11-20"}, follow=True
    )

    concern.refresh_from_db()
    assert (concern.done, concern.closed_on) == (
        "Rang the police",
        datetime.date(2026, 11, 20),
    )
    assert "Settled on" in words(response)


def test_a_stale_form_overwrites_nothing_before_it_is_sent_again(client, case):
    concern = ConcernFactory(case=case, text="Newer words.", version=2)
    fields = {"version": 1, "kind": "boundary", "text": "Older words."}

    refused = client.post(path_of(concern), fields)
    shown = refused.context["form"]["version"].value()
    concern.refresh_from_db()
    kept = concern.text
    client.post(path_of(concern), fields | {"version": shown})

    concern.refresh_from_db()
    assert "What is it?: Newer words." in words(refused)
    assert (kept, concern.text) == ("Newer words.", "Older words.")


def test_without_a_supervisor_there_is_nobody_to_choose(client, case):
    page = words(client.get(f"{LIST}about/K7QM/"))

    assert "you alone can read it" in page
    assert "Who else may read it?" not in page


def test_whom_the_therapist_ticked_reads_it_and_the_look_is_noted(
    client, case, supervisor
):
    add(client, shared_with=supervisor.pk)
    concern = Concern.objects.get()
    client.force_login(supervisor)

    listed, read = client.get(LIST), client.get(path_of(concern))

    assert "K7QM: Somebody's safety" in words(listed)
    assert WORDS in words(read)
    looks = AccessEvent.objects.filter(actor=supervisor.email).order_by("pk")
    assert list(looks.values_list("deed", "case", "page")) == [
        (Deed.LOOKED, "K7QM", "concern-list"),
        (Deed.LOOKED, "K7QM", "concern"),
    ]


@pytest.mark.parametrize("stranger", ["9" * 20, "-1", "x"])
@pytest.mark.usefixtures("supervisor")
def test_whoever_is_not_offered_cannot_be_ticked(stranger, client, case):
    refused = add(client, shared_with=stranger)

    assert "is not one of the available choices" in words(refused)
    assert not Concern.objects.exists()


def test_a_reader_changes_nothing(client, case, supervisor):
    concern = ConcernFactory(case=case, shared_with=[supervisor])
    client.force_login(supervisor)
    fields = {"version": 1, "kind": "safety", "text": "Otherwise."}

    sent = client.post(path_of(concern), fields)
    page = client.get(path_of(concern))

    concern.refresh_from_db()
    assert sent.status_code == 404
    assert concern.text == "A gift that was too large."
    assert "<textarea" not in page.text


def test_nobody_else_sees_that_there_is_one(client, case, supervisor):
    concern = ConcernFactory(case=case)
    observer = GrantFactory(therapist=case.therapist, purpose="observe", cases=[case])

    for user in (supervisor, observer.holder, UserFactory(is_superuser=True)):
        client.force_login(user)
        assert client.get(path_of(concern)).status_code == 404
        assert "K7QM" not in client.get(LIST).text
        assert client.get(f"{LIST}about/K7QM/").status_code == 404


def test_once_the_grant_ends_the_reader_sees_nothing(client, case, supervisor):
    concern = ConcernFactory(case=case, shared_with=[supervisor])
    Grant.objects.update(
        ended_at=datetime.datetime.now(datetime.UTC), ended_by=case.therapist
    )
    client.force_login(supervisor)

    assert client.get(path_of(concern)).status_code == 404
    assert "K7QM" not in client.get(LIST).text


def test_under_a_hold_it_is_read_and_not_changed(client, case):
    concern = ConcernFactory(case=case)
    case.hold_reason, case.hold_since = "complaint", case.started_on
    case.hold_by = case.therapist
    case.save()

    page = client.get(path_of(concern))
    client.post(path_of(concern), {"version": 1, "kind": "safety", "text": "Other."})

    concern.refresh_from_db()
    assert "A gift that was too large." in words(page)
    assert "<textarea" not in page.text
    assert concern.text == "A gift that was too large."
