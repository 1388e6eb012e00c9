"""Putting off what stands on the list of what to talk about."""

import datetime
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.models import Act, Case, PutOff
from ruptures.taxonomy import TalkRule
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def p():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)):
        yield practice.small_practice()


def put_off(p, rule=TalkRule.OFTEN, rupture=None, **more):
    to = {"user": p.user, "submission": uuid.uuid4(), "case": p.case} | more
    return recording.put_off(**to, rule=rule, rupture=rupture)


def test_an_entry_is_put_off_for_4_weeks(p):
    put_off(p)

    row = PutOff.objects.get()
    assert (row.case, row.rule, row.rupture) == (p.case, "often", None)
    assert row.until == datetime.date(2026, 12, 20)


def test_putting_off_again_moves_the_day_of_the_same_row(p):
    put_off(p, rule=TalkRule.LONG_OPEN, rupture=p.rupture)

    with time_machine.travel(datetime.datetime(2027, 1, 4, 12, tzinfo=datetime.UTC)):
        put_off(p, rule=TalkRule.LONG_OPEN, rupture=p.rupture)

    row = PutOff.objects.get()
    assert (row.until, row.version) == (datetime.date(2027, 2, 1), 2)


def test_for_no_days_an_entry_is_back_today(p):
    put_off(p)

    put_off(p, days=0)

    assert PutOff.objects.get().until == TODAY


def test_other_entries_are_rows_of_their_own(p):
    put_off(p)
    put_off(p, rule=TalkRule.UNCONFIRMED)
    put_off(p, rule=TalkRule.LONG_OPEN, rupture=p.rupture)
    put_off(p, rule=TalkRule.NOT_TRIED, rupture=p.rupture)

    assert PutOff.objects.count() == 4


@pytest.mark.parametrize(
    ("rule", "named"),
    [(TalkRule.OFTEN, True), (TalkRule.LONG_OPEN, False)],
)
def test_a_rupture_is_named_where_the_rule_is_about_one_and_nowhere_else(
    rule, named, p
):
    with pytest.raises(ValidationError, match="no such entry"):
        put_off(p, rule=rule, rupture=p.rupture if named else None)

    assert PutOff.objects.count() == 0


def test_a_rupture_of_another_case_is_refused(p):
    other = practice.small_practice().rupture

    with pytest.raises(ValidationError, match="no such entry"):
        put_off(p, rule=TalkRule.LONG_OPEN, rupture=other)


def test_a_stranger_puts_nothing_off(p):
    stranger = practice.small_practice().user
    acts = Act.objects.count()

    with pytest.raises(Case.DoesNotExist):
        put_off(p, user=stranger)

    assert (PutOff.objects.count(), Act.objects.count()) == (0, acts)
