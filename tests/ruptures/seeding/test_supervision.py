"""Supervision in the synthetic practice: grants of every kind, a meeting, an agenda."""

import pytest

from ruptures.models import (
    AccessEvent,
    Case,
    Grant,
    Note,
    Purpose,
    SessionReport,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
    User,
)
from ruptures.seeding.practice import fill, shared_out
from tests.ruptures.seeding.seeded import SUPERVISION, TABLES, UNTIL, empty, seed

pytestmark = pytest.mark.django_db

SUPERVISOR = "supervisor1@demo.example"
FIRST, SECOND, THIRD = (f"therapist{number}@demo.example" for number in (1, 2, 3))


def supervisor() -> User:
    return User.objects.get(email=SUPERVISOR)


def told() -> list:
    """Rows of supervision with their keys, and texts as they read."""
    items = SupervisionItem.objects.order_by("pk")
    comments = SupervisionComment.objects.order_by("pk")
    return [
        [*Grant.objects.order_by("pk").values_list("key", "submission", "reporter")],
        [*items.values_list("key", "case__code", "logged_at")],
        [item.question for item in items],
        [*comments.values_list("key", "submission", "at")],
        [comment.text for comment in comments],
        [*SupervisionStep.objects.order_by("pk").values_list("key", "outcome_at")],
        [*SupervisionMeeting.objects.values_list("key", "submission", "made_at")],
        [*AccessEvent.objects.order_by("pk").values_list("at", "actor", "case")],
    ]


def clinical() -> list:
    """All columns but accounts, tokens, and what supervision itself says of a row."""
    left_out = {"therapist", "text", "shared", "client_knows"}
    return [
        list(
            table.objects.order_by("pk").values(
                *(f.name for f in table._meta.fields if f.name not in left_out)
            )
        )
        for table in TABLES
    ]


def test_grants_of_every_kind_are_there():
    seed()

    grants = Grant.objects.order_by("made_at", "pk").values_list(
        "therapist__email", "email", "purpose", "every_case", "with_notes"
    )
    assert list(grants) == [
        (FIRST, SUPERVISOR, Purpose.SUPERVISE, False, False),  # ended
        (FIRST, SUPERVISOR, Purpose.SUPERVISE, True, True),
        (SECOND, SUPERVISOR, Purpose.SUPERVISE, False, False),
        (SECOND, FIRST, Purpose.OBSERVE, False, False),
        (THIRD, SUPERVISOR, Purpose.SUPERVISE, True, False),  # waits
    ]
    assert Grant.objects.exclude(ended_at=None).count() == 1
    assert Grant.objects.offered_to(supervisor()).count() == 1


def test_the_supervisor_sees_all_of_one_and_two_cases_of_another():
    seed()

    shared = Case.objects.shared_with(supervisor())

    first = Case.objects.filter(therapist__email=FIRST)
    assert shared.filter(therapist__email=FIRST).count() == first.count()
    assert shared.filter(therapist__email=SECOND).count() == 2
    assert shared.filter(therapist__email=THIRD).count() == 0


def test_the_past_meeting_has_items_both_reviewed_and_steps_of_which_one_is_open():
    seed()

    meeting = SupervisionMeeting.objects.get()
    assert (UNTIL - meeting.date).days == 28
    assert meeting.items.count() == 2
    assert {item.reviews.count() for item in meeting.items.all()} == {2}
    outcomes = list(meeting.steps.values_list("outcome", flat=True))
    assert outcomes == ["done", "partly", ""]


def test_three_items_wait_for_the_supervisor():
    seed()

    waiting = SupervisionItem.objects.waiting_for(supervisor())
    assert waiting.visible_to(supervisor()).count() == 3
    assert waiting.filter(pattern=True, comments__author=supervisor()).count() == 1


def test_every_item_is_about_something_noted_before_it():
    seed()

    for item in SupervisionItem.objects.all():
        about = item.rupture or item.session or item.case
        assert about.logged_at < item.logged_at


def test_a_note_is_shared_and_every_case_brought_by_the_first_is_known_of():
    seed()

    assert Note.objects.visible_to(supervisor()).count() == 1
    brought = Case.objects.filter(
        therapist__email=FIRST, supervision_items__isnull=False
    )
    assert set(brought.values_list("client_knows", flat=True)) == {"yes"}


@pytest.mark.parametrize("table", SUPERVISION)
def test_every_row_of_supervision_is_as_a_form_would_leave_it(table):
    seed(sessions=300)

    for row in table.objects.all():
        row.full_clean()


def test_the_same_seed_tells_the_same_supervision_keys_included():
    seed(sessions=300)
    first = told()
    empty()

    seed(sessions=300)

    assert told() == first


def test_the_cases_are_what_they_are_without_supervision():
    fill(list(shared_out("3 therapists, 300 sessions, seed 7", [100] * 3, UNTIL)))
    without = clinical()
    empty()

    seed(sessions=300)
    SessionReport.objects.update(rupture=None)  # noted at the end as well

    assert clinical() == without


@pytest.mark.parametrize(("therapists", "sessions"), [(1, 1), (1, 5), (2, 2), (4, 40)])
def test_a_practice_too_small_for_all_of_it_has_what_there_is_room_for(
    therapists, sessions
):
    seed(therapists=therapists, sessions=sessions)

    assert SupervisionMeeting.objects.count() == 1
    assert SupervisionReview.objects.count() <= 4
    assert Grant.objects.supervising(supervisor()).exists()


def test_ten_of_a_large_practice_agree_to_a_funnel_plot():
    seed(therapists=14, sessions=280)

    agreed = Grant.objects.supervising(supervisor()).filter(in_funnel=True)
    assert agreed.values("therapist").distinct().count() == 12
