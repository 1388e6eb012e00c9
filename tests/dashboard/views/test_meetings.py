"""Supervision meetings: written by either, one page for both, nothing after the end."""

import uuid

import pytest
from django.urls import reverse

from ruptures.models import AccessEvent, SupervisionMeeting, SupervisionStep
from tests.factories import (
    LOGGED_AT,
    CaseFactory,
    GrantFactory,
    SupervisionItemFactory,
    SupervisionMeetingFactory,
    SupervisionStepFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

MEETINGS = "/supervision/meetings/"


@pytest.fixture
def case():
    return CaseFactory(code="K7QM")


@pytest.fixture
def grant(case):
    return GrantFactory(
        therapist=case.therapist, cases=[case], holder__email="sup@example.org"
    )


@pytest.fixture(params=["therapist", "holder"])
def user(request, client, grant):
    """Each of the two in turn, signed in."""
    who = getattr(grant, request.param)
    client.force_login(who)
    return who


@pytest.fixture
def meeting(grant):
    return SupervisionMeetingFactory(therapist=grant.therapist, supervisor=grant.holder)


def new(grant):
    return f"{MEETINGS}new/{grant.key}/"


def sent(**values):
    return {"submission": str(uuid.uuid4()), "date": "2026-11-20"} | values


def say(client, step, outcome, **more):
    path = reverse("dashboard:meeting-step", args=[step.key])
    return client.post(path, {"outcome": outcome}, **more)


def end(grant):
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()


def test_either_writes_a_meeting_and_both_see_the_same(client, user, grant, case):
    item = SupervisionItemFactory(case=case)
    form = sent(discussed=[str(item.key)], step_1="Wait longer.", case_1="K7QM")

    page = client.post(new(grant), form | {"step_4": "Read it."}, follow=True)

    meeting = SupervisionMeeting.objects.get()
    assert page.redirect_chain == [(f"{MEETINGS}{meeting.key}/", 302)]
    for one in (grant.therapist, grant.holder):
        client.force_login(one)
        told = client.get(f"{MEETINGS}{meeting.key}/").text
        for words in (item.question, "Wait longer.", "Read it.", "sup@example.org"):
            assert words in told
        assert meeting.key.hex not in told
        assert str(meeting.key) in client.get(MEETINGS).text


def test_a_double_click_is_one_meeting(client, user, grant):
    form = sent(step_1="Wait longer.")

    for _click in range(2):
        client.post(new(grant), form)

    assert SupervisionMeeting.objects.count() == 1
    assert SupervisionStep.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"date": ""}, {"date": ["This field is required."]}),
        ({"date": "2026-11-23"}, {"date": ["This date is in the future."]}),
        ({"case_2": "K7QM"}, {"step_2": ["Write the step."]}),
        (
            {"step_1": "\x01"},
            {"step_1": ["There is a character that is no text."]},
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(values, errors, client, grant):
    client.force_login(grant.therapist)

    page = client.post(new(grant), sent(**values))

    assert page.context["form"].errors == errors
    assert SupervisionMeeting.objects.count() == 0


def test_what_the_other_cannot_see_is_not_offered(client, user, grant, case):
    hidden = CaseFactory(therapist=case.therapist)
    item = SupervisionItemFactory(case=hidden)

    page = client.get(new(grant))
    refused = client.post(new(grant), sent(discussed=[str(item.key)]))

    assert (hidden.code in page.text, str(item.key) in page.text) == (False, False)
    assert "discussed" in refused.context["form"].errors
    assert SupervisionMeeting.objects.count() == 0


def test_next_time_shows_what_became_of_the_steps(client, user, grant, meeting):
    step = SupervisionStepFactory(meeting=meeting, text="Wait longer.")

    say(client, step, "partly")
    form = client.get(new(grant)).text
    client.post(new(grant), sent())
    later = SupervisionMeeting.objects.exclude(pk=meeting.pk).get()

    for text in (form, client.get(f"{MEETINGS}{later.key}/").text):
        assert "Wait longer." in text
        assert "What became of it: Partly" in text


def test_what_became_of_a_step_is_taken_back_by_the_same_button(
    client, user, grant, meeting
):
    step = SupervisionStepFactory(meeting=meeting, outcome="done", outcome_at=LOGGED_AT)

    page = client.get(f"{MEETINGS}{meeting.key}/").text
    say(client, step, "")

    assert 'name="outcome" value="" aria-pressed="true">Done' in page
    assert SupervisionStep.objects.get().outcome == ""


def test_htmx_gets_the_step_alone(client, user, meeting):
    step = SupervisionStepFactory(meeting=meeting)

    page = say(client, step, "done", headers={"HX-Request": "true"})

    assert page.text.strip().startswith(f'<li id="step-{step.key}"')
    assert "What became of it: Done" in page.text


def test_an_answer_to_what_is_answered_otherwise_by_now_replaces_nothing(
    client, user, meeting
):
    step = SupervisionStepFactory(meeting=meeting, outcome="done", outcome_at=LOGGED_AT)
    path = reverse("dashboard:meeting-step", args=[step.key])
    form = {"outcome": "dropped", "stood": ""}

    part = client.post(path, form, headers={"HX-Request": "true"}).text
    page = client.post(path, form, follow=True).text

    for told in (part, page):
        assert "This was answered elsewhere in the meantime" in told
        assert "What became of it: Done" in told
    client.post(path, {"outcome": "dropped", "stood": "done"})
    assert SupervisionStep.objects.get().outcome == "dropped"


def test_another_word_changes_nothing(client, user, meeting):
    step = SupervisionStepFactory(meeting=meeting)

    assert say(client, step, "failed").status_code == 302
    assert SupervisionStep.objects.get().outcome == ""


def test_cases_never_brought_are_listed(client, user, grant, case, meeting):
    other = CaseFactory(therapist=case.therapist)
    hidden = CaseFactory(therapist=case.therapist)
    grant.cases.add(other)
    meeting.items.add(SupervisionItemFactory(case=case))

    for path in (new(grant), f"{MEETINGS}{meeting.key}/"):
        page = client.get(path)
        assert page.context["never"] == [other]
        never = page.text.split("Never brought")[1]
        assert (other.code in never, hidden.code in never) == (True, False)


def test_the_list_offers_those_who_are_bound_by_a_live_grant(client, user, grant):
    stranger = GrantFactory()

    page = client.get(MEETINGS).text

    assert (str(grant.key) in page, str(stranger.key) in page) == (True, False)
    assert client.get(new(stranger)).status_code == 404
    end(grant)
    assert str(grant.key) not in client.get(MEETINGS).text


def test_a_look_of_the_supervisor_is_noted(client, user, grant, case, meeting):
    client.get(f"{MEETINGS}{meeting.key}/")
    client.get(new(grant))

    noted = AccessEvent.objects.order_by("pk").values_list("case", "page", "grant")
    looks = [("K7QM", page, grant.key) for page in ("meeting-detail", "meeting-new")]
    assert list(noted) == (looks if user == grant.holder else [])


def test_a_look_at_a_meeting_without_a_case_is_noted_too(client, grant, meeting):
    other = GrantFactory(therapist=grant.therapist, holder=grant.holder)
    grant.cases.clear()
    client.force_login(other.holder)

    client.get(f"{MEETINGS}{meeting.key}/")

    event = AccessEvent.objects.get()
    assert (event.case, event.page) == ("", "meeting-detail")


def test_with_the_grant_everything_ends_at_the_next_click(client, grant, meeting):
    step = SupervisionStepFactory(meeting=meeting)
    client.force_login(grant.holder)
    end(grant)

    assert client.get(f"{MEETINGS}{meeting.key}/").status_code == 404
    assert client.get(new(grant)).status_code == 404
    assert client.post(new(grant), sent()).status_code == 404
    assert say(client, step, "done").status_code == 404
    assert str(meeting.key) not in client.get(MEETINGS).text
    client.force_login(grant.therapist)
    assert client.get(f"{MEETINGS}{meeting.key}/").status_code == 200


def test_an_entry_shared_no_more_is_left_out_for_the_supervisor(
    client, grant, case, meeting
):
    hidden = CaseFactory(therapist=case.therapist)
    item = SupervisionItemFactory(case=hidden, question="Hidden?")
    meeting.items.add(item)

    seen = {}
    for one in (grant.therapist, grant.holder):
        client.force_login(one)
        seen[one] = "Hidden?" in client.get(f"{MEETINGS}{meeting.key}/").text

    assert seen == {grant.therapist: True, grant.holder: False}


def test_a_stranger_finds_nothing(client, meeting):
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(f"{MEETINGS}{meeting.key}/").status_code == 404
    assert str(meeting.key) not in client.get(MEETINGS).text


@pytest.mark.parametrize("of_case", [True, False])
def test_a_step_answered_by_the_supervisor_is_a_look(
    of_case, client, grant, case, meeting
):
    about = case if of_case else None
    step = SupervisionStepFactory(meeting=meeting, case=about)

    for user in (grant.therapist, grant.holder):
        client.force_login(user)
        say(client, step, "done", headers={"HX-Request": "true"})

    noted = AccessEvent.objects.values_list("actor", "page", "case")
    code = case.code if of_case else ""
    assert list(noted) == [(grant.holder.email, "meeting-step", code)]
