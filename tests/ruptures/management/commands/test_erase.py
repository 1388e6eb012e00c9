"""`manage.py erase`: what would go, a typed e-mail, and then all of it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ruptures.models import Case, Erasure, User
from tests import factories
from tests.ruptures.erasing.leaving import hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return factories.SessionFactory(case__therapist__email="anna@example.org").case


def run(monkeypatch, typed, *more):
    monkeypatch.setattr("builtins.input", lambda _asked: typed)
    said = StringIO()
    call_command("erase", "--therapist", "Anna@example.org", *more, stdout=said)
    return said.getvalue()


def test_the_typed_e_mail_erases_all_of_it(monkeypatch, case):
    said = run(monkeypatch, "anna@example.org", "--reason", "leaving")

    erasure = Erasure.objects.get()
    assert (Case.objects.count(), User.objects.count()) == (0, 0)
    assert said.startswith("Would go:\n       1 cases\n       1 sessions\nErased ")
    assert f"Record {erasure.key};" in said
    assert (erasure.actor, erasure.reason) == ("manage.py erase", "leaving")


@pytest.mark.parametrize("typed", ["", "yes", "anna"])
def test_anything_else_erases_nothing(typed, monkeypatch, case):
    with pytest.raises(CommandError, match="not what has to be typed"):
        run(monkeypatch, typed)

    assert Case.objects.get() == case


def test_a_hold_stands_in_the_way(monkeypatch, case):
    hold(case)

    with pytest.raises(CommandError, match=f"On hold.*{case.code}"):
        run(monkeypatch, "anna@example.org")

    assert Case.objects.get() == case


def test_who_looks_after_the_installation_names_a_successor(monkeypatch, case):
    User.objects.update(is_owner=True)
    other = factories.UserFactory()

    with pytest.raises(CommandError, match="--successor"):
        run(monkeypatch, "anna@example.org")
    run(monkeypatch, "anna@example.org", "--successor", other.email)

    other.refresh_from_db()
    assert other.is_owner


def test_nobody_by_that_e_mail_is_said(monkeypatch):
    with pytest.raises(CommandError, match="Nobody here signs in"):
        run(monkeypatch, "anna@example.org")
