"""Giving, accepting and ending at one moment, each by a connection of its own."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import granting
from ruptures.granting import GrantEntry
from ruptures.models import AccessEvent, Case, Deed, Grant
from tests.factories import CaseFactory, GrantFactory, UserFactory
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 12
NOT_OFFERED = "This is not offered to you (any more)."


@pytest.fixture
def offered():
    """All cases of a therapist, offered and not answered."""
    case = CaseFactory()
    return GrantFactory(therapist=case.therapist, every_case=True, accepted_at=None)


def deeds():
    return list(AccessEvent.objects.order_by("pk").values_list("deed", flat=True))


def test_one_form_of_giving_sent_many_times_at_once_is_one_grant():
    user, submission = UserFactory(), uuid.uuid4()
    entry = GrantEntry("supervisor@example.org", "supervise", every_case=True)

    given = in_parallel(
        lambda _n: granting.give(user=user, submission=submission, entry=entry), TIMES
    )

    assert {each.pk for each in given} == {Grant.objects.get().pk}
    assert deeds() == [Deed.GRANTED]


def test_many_given_at_once_have_codes_of_their_own():
    user = UserFactory()
    entry = GrantEntry("observer@example.org", "observe", every_case=True)

    given = in_parallel(
        lambda _n: granting.give(user=user, submission=uuid.uuid4(), entry=entry), TIMES
    )

    assert len({each.reporter for each in given}) == TIMES


def test_accepted_many_times_at_once_it_is_accepted_once(offered):
    accepted = in_parallel(
        lambda _n: granting.accept(user=offered.holder, grant=offered), TIMES
    )

    assert {each.accepted_at for each in accepted} == {Grant.objects.get().accepted_at}
    assert deeds() == [Deed.ACCEPTED]


def test_ended_by_both_sides_at_once_it_is_ended_once(offered):
    sides = [offered.therapist, offered.holder]

    ended = in_parallel(lambda n: granting.end(user=sides[n % 2], grant=offered), TIMES)

    assert {each.ended_by_id for each in ended} == {Grant.objects.get().ended_by_id}
    assert deeds() == [Deed.ENDED]


@pytest.mark.parametrize("first", [0, 1])
def test_accepted_and_ended_at_once_nothing_is_open_in_the_end(first, offered):
    acts = [
        lambda: granting.accept(user=offered.holder, grant=offered),
        lambda: granting.end(user=offered.therapist, grant=offered),
    ]

    answers = in_parallel(lambda n: acts[(n + first) % 2](), TIMES)

    said = {str(each.message) for each in answers if isinstance(each, ValidationError)}
    others = [each for each in answers if not isinstance(each, ValidationError)]
    assert said <= {NOT_OFFERED}
    assert {type(each) for each in others} == {Grant}
    assert Case.objects.visible_to(offered.holder).count() == 0
    assert deeds() in ([Deed.ENDED], [Deed.ACCEPTED, Deed.ENDED])


def test_of_many_who_ask_at_once_one_is_told_of_the_first_look(offered):
    granting.note_access(
        offered.holder, Deed.LOOKED, owner=offered.therapist, grant=offered
    )

    told = in_parallel(lambda _n: granting.tell_first_looks([offered]), TIMES)

    assert sorted(told, key=len) == [*[[]] * (TIMES - 1), [offered]]
