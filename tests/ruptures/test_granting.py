"""Access is given by the therapist, answered by whom it names, ended by either."""

import datetime
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ruptures import accounts, granting
from ruptures.granting import GrantEntry
from ruptures.models import AccessEvent, Case, Deed, Grant, Invitation, Note
from ruptures.models.grant import Standing
from tests.factories import CaseFactory, GrantFactory, NoteFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 21)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)):
        yield


def give(user, submission=None, **entry):
    given = {"email": "supervisor@example.org", "purpose": "supervise"} | entry
    if "cases" not in entry:
        given = {"every_case": True} | given
    return granting.give(
        user=user, submission=submission or uuid.uuid4(), entry=GrantEntry(**given)
    )


def refused(call, **named):
    with pytest.raises(ValidationError) as refusal:
        call(**named)
    return refusal.value


def deeds():
    return list(AccessEvent.objects.order_by("pk").values_list("actor", "deed"))


def test_nothing_is_open_before_it_is_accepted_nor_after_it_is_ended():
    case, supervisor = CaseFactory(), UserFactory(email="supervisor@example.org")
    grant = give(case.therapist)
    before = Case.objects.visible_to(supervisor).count()

    granting.accept(user=supervisor, grant=grant)
    during = list(Case.objects.visible_to(supervisor))
    granting.end(user=case.therapist, grant=grant)

    assert (before, during) == (0, [case])
    assert Case.objects.visible_to(supervisor).count() == 0


def test_each_step_is_noted_for_the_therapist():
    case, supervisor = CaseFactory(), UserFactory(email="supervisor@example.org")

    grant = give(case.therapist)
    granting.accept(user=supervisor, grant=grant)
    granting.end(user=supervisor, grant=grant)

    therapist = case.therapist.email
    assert deeds() == [
        (therapist, Deed.GRANTED),
        (supervisor.email, Deed.ACCEPTED),
        (supervisor.email, Deed.ENDED),
    ]
    assert set(AccessEvent.objects.values_list("owner", "grant")) == {
        (therapist, grant.key)
    }


def test_a_double_click_gives_one_grant():
    user, submission = UserFactory(), uuid.uuid4()

    first = give(user, submission)
    second = give(user, submission)

    assert first.pk == second.pk
    assert (Grant.objects.count(), AccessEvent.objects.count()) == (1, 1)


def test_the_form_of_another_gives_nothing():
    submission = uuid.uuid4()
    give(UserFactory(), submission)

    refusal = refused(give, user=UserFactory(), submission=submission)

    assert refusal.messages == ["This form was already used. Open the page again."]


def test_accepting_and_ending_twice_is_done_once():
    therapist, supervisor = UserFactory(), UserFactory(email="supervisor@example.org")
    grant = give(therapist)

    for act in (granting.accept, granting.accept, granting.end, granting.end):
        if act is granting.end or Grant.objects.get().ended_at is None:
            act(user=supervisor, grant=grant)

    assert [deed for _actor, deed in deeds()] == ["granted", "accepted", "ended"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"cases": ()}, {"cases": ["Choose one of your cases, or more."]}),
        ({"ends_on": TODAY - DAY}, {"ends_on": ["This day is over."]}),
        (
            {"starts_on": TODAY + 2 * DAY, "ends_on": TODAY + DAY},
            {"__all__": ["This day lies before the first."]},
        ),
        (
            {"purpose": "observe", "with_notes": True},
            {"__all__": ["Someone who observes reads no notes."]},
        ),
        (
            {"purpose": "inspect"},
            {"purpose": ["Value 'inspect' is not a valid choice."]},
        ),
        ({"email": "no address"}, {"email": ["Enter a valid email address."]}),
    ],
)
def test_what_cannot_be_given_is_said(entry, said):
    refusal = refused(give, user=UserFactory(), **entry)

    assert said.items() <= refusal.message_dict.items()
    assert Grant.objects.count() == 0


def test_nobody_gives_access_to_themselves():
    user = UserFactory(email="anna@example.org")

    refusal = refused(give, user=user, email=" Anna@Example.org")

    assert refusal.message_dict == {"email": ["You see your own cases anyway."]}


def test_nobody_gives_access_to_the_case_of_another():
    user, other = UserFactory(), CaseFactory()

    refusal = refused(give, user=user, cases=[other])

    assert refusal.message_dict == {"cases": ["Choose one of your cases, or more."]}


def test_all_cases_and_some_of_them_is_asked_again():
    case = CaseFactory()

    refusal = refused(give, user=case.therapist, cases=[case], every_case=True)

    assert list(refusal.message_dict) == ["cases"]


def test_an_account_or_none_asks_the_database_the_same():
    """As many statements, so that not even time tells who is there."""
    therapist = UserFactory()
    UserFactory(email="known@example.org")
    counted = {}

    for email in ("known@example.org", "unknown@example.org"):
        with CaptureQueriesContext(connection) as queries:
            give(therapist, email=email)
        counted[email] = len(queries)

    assert counted["known@example.org"] == counted["unknown@example.org"]


def test_an_offer_to_an_e_mail_without_account_waits_until_it_joins():
    case = CaseFactory()
    grant = give(case.therapist, email="new@example.org")
    token = Invitation.objects.issue(case.therapist)

    joined = accounts.join(token=token, email="new@example.org", password="x")

    assert list(Grant.objects.offered_to(joined)) == [grant]
    assert Case.objects.visible_to(joined).count() == 0
    granting.accept(user=joined, grant=grant)
    assert list(Case.objects.visible_to(joined)) == [case]


def test_changing_to_the_e_mail_that_is_waited_for_takes_nothing():
    therapist, other = UserFactory(), UserFactory()
    grant = give(therapist, email="new@example.org")

    other.email = "new@example.org"
    other.save()

    assert list(Grant.objects.visible_to(other)) == []
    refused(granting.accept, user=other, grant=grant)


def test_only_whom_it_names_accepts():
    UserFactory(email="supervisor@example.org")
    grant = give(UserFactory())

    refusal = refused(granting.accept, user=UserFactory(), grant=grant)

    assert refusal.messages == ["This is not offered to you (any more)."]
    assert Grant.objects.get().accepted_at is None


def test_a_stranger_ends_nothing():
    grant = GrantFactory()

    refused(granting.end, user=UserFactory(), grant=grant)

    assert Grant.objects.get().ended_at is None


def test_what_was_declined_or_ended_cannot_be_accepted():
    supervisor = UserFactory(email="supervisor@example.org")
    grant = give(UserFactory())
    granting.end(user=supervisor, grant=grant)

    refused(granting.accept, user=supervisor, grant=grant)

    assert Grant.objects.get().standing == Standing.ENDED


@pytest.mark.parametrize(
    ("columns", "standing", "opens"),
    [
        ({}, Standing.OPEN, True),
        ({"accepted_at": None}, Standing.WAITING, False),
        ({"starts_on": TODAY + DAY}, Standing.TO_COME, False),
        ({"starts_on": TODAY, "ends_on": TODAY}, Standing.OPEN, True),
        ({"ends_on": TODAY - DAY}, Standing.OVER, False),
        ({"ends_on": TODAY - DAY, "accepted_at": None}, Standing.OVER, False),
    ],
)
def test_a_grant_is_open_from_its_first_day_to_its_last(columns, standing, opens):
    case = CaseFactory()
    grant = GrantFactory(therapist=case.therapist, every_case=True, **columns)

    assert grant.standing == standing
    assert grant.is_live is opens
    assert Case.objects.visible_to(grant.holder).exists() is opens


def test_a_therapist_whose_account_is_closed_shares_nothing():
    case = CaseFactory(therapist__is_active=False)
    grant = GrantFactory(therapist=case.therapist, every_case=True)

    assert list(Case.objects.visible_to(grant.holder)) == []


def test_named_cases_are_open_and_no_other_of_the_therapist():
    case = CaseFactory()
    CaseFactory(therapist=case.therapist)
    grant = GrantFactory(therapist=case.therapist, cases=[case])

    assert list(Case.objects.visible_to(grant.holder)) == [case]


def test_a_grant_that_names_the_case_of_another_opens_nothing_of_it():
    """Past every check, as a faulty program would write it."""
    grant = GrantFactory(cases=[CaseFactory()])

    assert list(Case.objects.visible_to(grant.holder)) == []


def test_groups_of_supervisors_and_supervisees_see_what_each_was_given():
    anna, ben = CaseFactory(), CaseFactory()
    carla, david = UserFactory(), UserFactory()
    for holder in (carla, david):
        GrantFactory(therapist=anna.therapist, holder=holder, every_case=True)
    GrantFactory(therapist=ben.therapist, holder=carla, every_case=True)

    assert set(Case.objects.visible_to(carla)) == {anna, ben}
    assert set(Case.objects.visible_to(david)) == {anna}


def test_two_may_supervise_each_other():
    anna, ben = CaseFactory(), CaseFactory()
    for case, holder in ((anna, ben.therapist), (ben, anna.therapist)):
        GrantFactory(therapist=case.therapist, holder=holder, every_case=True)

    assert set(Case.objects.visible_to(anna.therapist)) == {anna, ben}
    assert set(Case.objects.editable_by(anna.therapist)) == {anna}


@pytest.mark.parametrize(
    ("shared", "with_notes", "reads"),
    [(True, True, 1), (True, False, 0), (False, True, 0), (False, False, 0)],
)
def test_a_note_is_read_where_both_it_and_the_grant_say_so(shared, with_notes, reads):
    note = NoteFactory(shared=shared)
    grant = GrantFactory(
        therapist=note.session.case.therapist, every_case=True, with_notes=with_notes
    )

    assert Note.objects.visible_to(grant.holder).count() == reads
    assert Note.objects.editable_by(grant.holder).count() == 0


def test_notes_are_those_of_the_cases_whose_grant_is_with_notes():
    therapist = UserFactory()
    with_notes, without = CaseFactory.create_batch(2, therapist=therapist)
    notes = [
        NoteFactory(session__case=case, shared=True) for case in (with_notes, without)
    ]
    grant = GrantFactory(therapist=therapist, cases=[with_notes], with_notes=True)
    GrantFactory(therapist=therapist, holder=grant.holder, cases=[without])

    assert list(Note.objects.visible_to(grant.holder)) == notes[:1]


def test_a_first_look_is_told_once_for_each_grant():
    looked, told = GrantFactory(), GrantFactory(told_at=timezone.now())

    assert granting.tell_first_looks([looked, told]) == [looked]
    assert granting.tell_first_looks([looked, told]) == []


def test_accepting_is_no_look():
    supervisor = UserFactory(email="supervisor@example.org")
    grant = give(UserFactory())
    granting.accept(user=supervisor, grant=grant)

    assert granting.looks_under([grant]) == {}


def test_first_and_last_look_are_told_by_grant(django_assert_num_queries):
    grants = GrantFactory.create_batch(2)
    days = [datetime.datetime(2026, 3, day, 14, tzinfo=datetime.UTC) for day in (3, 4)]
    for at in days:
        granting.note_access(
            grants[0].holder,
            Deed.LOOKED,
            owner=grants[0].therapist,
            grant=grants[0],
            at=at,
        )

    with django_assert_num_queries(1):
        looks = granting.looks_under(grants)

    assert looks == {grants[0].key: granting.Looks(*days)}
