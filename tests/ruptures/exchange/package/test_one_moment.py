"""A package tells of the moment in which it was begun, whatever is written then."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from ruptures.exchange.one_moment import one_moment
from ruptures.exchange.package.archive import package
from ruptures.exchange.package.wanted import Wanted
from ruptures.models import Rupture, User
from tests.factories import RuptureFactory, SessionFactory
from tests.parallel import in_parallel
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import one_of_everything

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user() -> User:
    return one_of_everything().therapist


def by_somebody_else(work: Callable[[], object]) -> object:
    """What it gives in a thread and connection of its own."""
    [result] = in_parallel(lambda _number: work(), 1)
    return result


def another_rupture(user: User) -> str:
    case = user.cases.get()
    RuptureFactory(session=SessionFactory(case=case, date="2026-05-04"))
    return "written"


def test_what_is_logged_while_a_package_streams_is_not_in_it(user):
    before = bytes_of(user)
    streamed = package(Wanted(user))
    begun = [next(streamed) for _ in range(3)]

    written = by_somebody_else(lambda: another_rupture(user))

    assert written == "written"
    assert b"".join([*begun, *streamed]) == before
    assert bytes_of(user) != before


def test_a_download_that_is_left_leaves_nothing_behind(user):
    client = Client()
    client.force_login(user)
    response = client.post(reverse("dashboard:data-package"), {"period": "all"})
    next(iter(response.streaming_content))
    assert connection.in_atomic_block

    response.close()

    assert not connection.in_atomic_block
    assert another_rupture(user) == "written"
    assert transaction.get_autocommit()


def test_nothing_is_written_in_it(user):
    with pytest.raises(DatabaseError), one_moment():
        Rupture.objects.all().delete()

    assert another_rupture(user) == "written"
    assert Rupture.objects.count() == 2
