"""Pages that change a meeting, remove it and put it back, as either of the two."""

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


@pytest.fixture
def case():
    return CaseFactory(code="K7QM")


@pytest.fixture
def grant(case):
    return GrantFactory(
        therapist=case.therapist, cases=[case], holder__email="sup@example.org"
    )


@pytest.fixture
def meeting(grant):
    return SupervisionMeetingFactory(therapist=grant.therapist, supervisor=grant.holder)


@pytest.fixture
def item(case, meeting):
    item = SupervisionItemFactory(case=case, question="Where did it turn?")
    meeting.items.add(item)
    return item


@pytest.fixture
def step(case, meeting):
    return SupervisionStepFactory(meeting=meeting, case=case, text="Wait.")


@pytest.fixture(params=["therapist", "holder"])
def user(request, client, grant):
    """Each of the two in turn, signed in."""
    who = getattr(grant, request.param)
    client.force_login(who)
    return who


def path_of(what, meeting):
    return reverse(f"dashboard:meeting-{what}", args=[meeting.key])


def sent(client, meeting, **values):
    """The form as its page offers it, with these values in place of some."""
    form = client.get(path_of("change", meeting)).context["form"]
    offered = {name: form[name].value() or [] for name in form.fields}
    return offered | values


def named(step):
    return f"step_{step.key.hex}"


def end(grant):
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()


def test_the_form_shows_the_meeting_as_it_stands(client, user, meeting, item, step):
    form = client.get(path_of("change", meeting)).context["form"]

    shown = {name: form[name].value() for name in ("date", "discussed", named(step))}
    assert shown == {
        "date": meeting.date,
        "discussed": [str(item.key)],
        named(step): "Wait.",
    }
    assert form[f"case_{step.key.hex}"].value() == "K7QM"


def test_sent_as_it_is_nothing_is_changed_but_the_version(
    client, user, meeting, item, step
):
    client.post(path_of("change", meeting), sent(client, meeting))

    stands = SupervisionMeeting.objects.get()
    assert (stands.date, list(stands.items.all())) == (meeting.date, [item])
    assert [each.text for each in SupervisionStep.objects.all()] == ["Wait."]


def test_either_corrects_it_and_the_other_reads_what_was_changed(
    client, user, grant, meeting, item, step
):
    values = {"date": "2026-11-19", named(step): "Wait longer.", "step_1": "Read it."}
    form = sent(client, meeting, discussed=[], **values)

    page = client.post(path_of("change", meeting), form, follow=True)

    assert page.redirect_chain == [(path_of("detail", meeting), 302)]
    for one in (grant.therapist, grant.holder):
        client.force_login(one)
        told = client.get(path_of("detail", meeting)).text
        agreed, earlier = told.split("Corrected or taken back")
        assert "Thu 19 Nov" in told
        assert item.question not in told
        assert ("Wait longer." in agreed, "Read it." in agreed) == (True, True)
        assert "Wait." in earlier
        assert f"By {user.email}, Sun 22 Nov 2026, 12:00" in earlier
        assert f"Last changed by {user.email}" in agreed


def test_emptied_a_step_is_taken_back(client, user, meeting, step):
    client.post(path_of("change", meeting), sent(client, meeting, **{named(step): ""}))

    step.refresh_from_db()
    assert step.taken_back_by == user
    told = client.get(path_of("detail", meeting)).text
    assert "None was agreed." in told
    assert "Wait." in told.split("Corrected or taken back")[1]
    gone = client.post(reverse("dashboard:meeting-step", args=[step.key]), {})
    assert gone.status_code == 404


def test_a_double_click_changes_it_once(client, user, meeting):
    form = sent(client, meeting, step_1="Read it.")

    for _click in range(2):
        page = client.post(path_of("change", meeting), form, follow=True)

    assert "The meeting is saved" in page.text
    assert SupervisionStep.objects.count() == 1


def test_a_stale_form_says_how_it_stands_and_saves_nothing(
    client, user, grant, meeting, item, step
):
    form = sent(client, meeting, discussed=[], **{named(step): "Hurry."})
    other = {"date": "2026-11-18", named(step): "Wait longer.", "step_1": "Read it."}
    client.post(path_of("change", meeting), sent(client, meeting, **other))

    page = client.post(path_of("change", meeting), form)

    stands = {str(label): str(now) for label, now in page.context["form"].stands_now()}
    assert stands == {
        "Date": "Wed 18 Nov",
        "What was discussed": "K7QM: The case. “Where did it turn?”",
        "Agreed step 1": "Wait longer.",
    }
    assert page.context["form"].standing_steps[1][0].value() == "Read it."
    assert "This was changed elsewhere since you opened it." in page.text
    texts = [each.text for each in SupervisionStep.objects.all().standing()]
    assert texts == ["Wait longer.", "Read it."]


def test_sent_again_a_stale_form_replaces_and_keeps_what_it_did_not_know_of(
    client, user, meeting, step
):
    form = sent(client, meeting, **{named(step): "Hurry."})
    client.post(path_of("change", meeting), sent(client, meeting, step_1="Read it."))

    again = client.post(path_of("change", meeting), form).context["form"]
    shown = {name: again[name].value() or [] for name in again.fields}
    client.post(path_of("change", meeting), shown)

    texts = [each.text for each in SupervisionStep.objects.all().standing()]
    assert texts == ["Hurry.", "Read it."]


def test_sent_again_it_does_not_turn_back_what_only_the_other_corrected(
    client, user, meeting, step
):
    second = SupervisionStepFactory(meeting=meeting, text="Read.")
    form = sent(client, meeting, **{named(second): "Read it."})
    client.post(
        path_of("change", meeting), sent(client, meeting, **{named(step): "Ask."})
    )

    again = client.post(path_of("change", meeting), form).context["form"]
    shown = {name: again[name].value() or [] for name in again.fields}
    client.post(path_of("change", meeting), shown)

    texts = [each.text for each in SupervisionStep.objects.all().standing()]
    assert texts == ["Ask.", "Read it."]


def test_words_for_a_step_taken_back_meanwhile_are_not_lost(
    client, user, meeting, step
):
    form = sent(client, meeting, **{named(step): "Wait, then ask."})
    client.post(path_of("change", meeting), sent(client, meeting, **{named(step): ""}))

    page = client.post(path_of("change", meeting), form)

    assert page.context["form"]["step_1"].value() == "Wait, then ask."


def test_after_the_end_nothing_new_is_offered_to_the_therapist(
    client, grant, case, meeting, step
):
    SupervisionItemFactory(case=case)
    client.force_login(grant.therapist)
    end(grant)

    page = client.get(path_of("change", meeting))
    form = sent(client, meeting, **{named(step): "Wait longer."})
    client.post(path_of("change", meeting), form)

    assert "Add a step" not in page.text
    assert list(page.context["form"].items) == []
    step.refresh_from_db()
    assert step.text == "Wait longer."


@pytest.mark.parametrize("what", ["change", "remove", "put-back"])
def test_strangers_and_whose_grant_ended_find_nothing(what, client, grant, meeting):
    end(grant)

    for one in (UserFactory(is_superuser=True), grant.holder):
        client.force_login(one)
        assert client.post(path_of(what, meeting), {"version": 1}).status_code == 404
    assert SupervisionMeeting.objects.get().version == 1


def test_removing_asks_and_is_put_back_from_the_list(client, user, meeting, step):
    asked = client.get(path_of("remove", meeting))
    form = {"submission": str(uuid.uuid4()), "version": "1"}

    first, page = (
        client.post(path_of("remove", meeting), form, follow=True) for _click in "12"
    )

    assert "Remove the meeting of Mon 2 Feb" in asked.text
    assert "The meeting is removed" in first.text
    assert f"Removed by {user.email}, Sun 22 Nov 2026, 12:00" in page.text
    assert client.get(path_of("detail", meeting)).status_code == 404
    for _click in range(2):
        back = client.post(path_of("put-back", meeting), follow=True)
        assert "Wait." in back.text


def test_a_stale_removal_says_so(client, user, meeting):
    form = sent(client, meeting, step_1="Read it.")
    client.post(path_of("change", meeting), form)

    page = client.post(path_of("remove", meeting), {"version": "1"})

    assert "This was changed elsewhere since you opened it." in page.text
    assert SupervisionMeeting.objects.get().removed is False


def test_a_look_of_the_supervisor_is_noted(client, user, grant, meeting, item):
    client.get(path_of("change", meeting))
    client.get(path_of("remove", meeting))

    noted = AccessEvent.objects.order_by("pk").values_list("case", "page")
    looks = [("K7QM", "meeting-change"), ("", "meeting-remove")]
    assert list(noted) == (looks if user == grant.holder else [])


def test_going_on_with_a_draft_does_not_empty_what_was_agreed_since(
    client, user, meeting, step
):
    path = path_of("change", meeting)
    form = sent(client, meeting, **{named(step): "Ask."})
    client.post(reverse("dashboard:draft-list"), form | {"draft_path": path})
    client.post(path, sent(client, meeting, step_1="Read it."))

    page = client.get(f"{path}?draft={form['submission']}")

    steps = [field.value() for field, _case in page.context["form"].standing_steps]
    assert steps == ["Ask.", "Read it."]
    assert page.context["form"]["version"].value() == "1"


def test_a_draft_that_comes_after_the_saving_is_not_kept(client, user, meeting):
    form = sent(client, meeting, step_1="Read it.")
    client.post(path_of("change", meeting), form)

    client.post(
        reverse("dashboard:draft-list"),
        form | {"draft_path": path_of("change", meeting)},
    )

    assert user.drafts.count() == 0
