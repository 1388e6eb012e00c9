"""Real children: at work beside the server, killed, cancelled, several at once."""

import datetime
import os
import signal
import uuid
from pathlib import Path

import pytest

from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.acts import begin, cancel, confirm
from ruptures.models import AccessEvent, Act, Case, Differing, Session, User
from tests.factories import LOGGED_AT, CaseFactory, UserFactory
from tests.import_children import state_of
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    ROWS,
    empty_installation,
    one_of_everything,
)
from tests.waiting import let_wait, until

pytestmark = [pytest.mark.django_db(transaction=True)]

KEEP = Differing.KEEP
SESSIONS = 6000  # so many that a child can be met in the middle of them


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def data():
    data = bytes_of(one_of_everything().therapist, notes=True)
    empty_installation()
    return data


@pytest.fixture
def much():
    case = CaseFactory(started_on=datetime.date(2000, 1, 1))
    Session.objects.bulk_create(
        Session(
            case=case,
            date=case.started_on + datetime.timedelta(days=number),
            logged_at=LOGGED_AT,
        )
        for number in range(SESSIONS)
    )
    data = bytes_of(case.therapist)
    Session.objects.all().delete()
    empty_installation()
    return data


def begun(data: bytes, user: User):
    return begin(user=user, submission=uuid.uuid4(), name="package.zip", pieces=[data])


def test_a_file_is_checked_confirmed_and_written_and_leaves_nothing_behind(
    data, user, children, imports
):
    job = begun(data, user)
    [child] = until(children)
    session_of_its_own = os.getsid(child) == child
    modes = {each.stat().st_mode & 0o777 for each in imports.iterdir()}
    checked = state_of(job)
    found, before = job.new, Case.objects.count()

    confirm(job, KEEP)
    confirm(job, KEEP)

    assert (session_of_its_own, modes) == (True, {0o600})
    assert (checked, found, before) == ("asked", ROWS, 0)
    assert (state_of(job), job.new, job.here) == ("done", ROWS, 0)
    assert bytes_of(user, notes=True) == data
    assert list(imports.iterdir()) == []
    assert AccessEvent.objects.get().deed == "imported"
    assert Act.objects.get().at == job.written_at
    until(lambda: not Path(f"/proc/{child}").exists())  # no zombie either


def met(children, job):
    """The child, in the middle of its rows."""
    [child] = until(children)
    let_wait(child)
    until(lambda: room.progress(job.key).rows)
    return child


def test_killed_while_it_checks_it_is_interrupted_and_nothing_is_written(
    much, user, children, imports
):
    job = begun(much, user)
    child = met(children, job)

    os.kill(child, signal.SIGKILL)

    assert state_of(job) == "interrupted"
    assert Case.objects.count() == 0
    assert list(imports.iterdir()) == []


def test_killed_while_it_writes_it_is_interrupted_and_nothing_is_written(
    much, user, children, imports
):
    job = begun(much, user)
    assert state_of(job) == "asked"
    confirm(job, KEEP)
    child = met(children, job)

    os.kill(child, signal.SIGKILL)

    assert state_of(job) == "interrupted"
    assert (Case.objects.count(), Session.objects.count()) == (0, 0)
    assert not Act.objects.exists()
    assert not AccessEvent.objects.exists()
    assert list(imports.iterdir()) == []


def test_cancelled_while_it_checks_it_ends_by_itself(much, user, children, imports):
    job = begun(much, user)
    let_wait(until(children)[0])

    cancelled = cancel(job)

    until(lambda: not children())
    job.refresh_from_db()
    assert (cancelled, job.state) == (True, "cancelled")
    assert list(imports.iterdir()) == []


def test_two_people_at_once_each_get_their_own(data, children):
    other = bytes_of(one_of_everything().therapist, notes=True)
    empty_installation()
    people = [UserFactory(), UserFactory()]

    jobs = [begun(*each) for each in zip([data, other], people, strict=True)]
    checked = [state_of(job) for job in jobs]
    for job in jobs:
        confirm(job, KEEP)
    written = [state_of(job) for job in jobs]

    assert checked == ["asked", "asked"]
    assert sorted(written) == ["done", "refused"]  # they have one code
    assert Case.objects.get().code == "K7QM"
