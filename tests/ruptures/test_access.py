"""What was noted of looks is never changed, by nobody, on either engine."""

import sqlite3

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from ruptures import append_only
from ruptures.access import note_access, note_sign_in
from ruptures.models import AccessEvent, Deed, Erasure
from tests.factories import CaseFactory, ErasureFactory, GrantFactory, UserFactory

pytestmark = pytest.mark.django_db

CHANGES = [
    "UPDATE ruptures_accessevent SET actor = 'nobody@example.org'",
    "DELETE FROM ruptures_accessevent",
]


@pytest.fixture
def _triggers():
    """As `migrate` installs them; the test's own transaction takes them away again."""
    with connection.cursor() as cursor:
        for statement in append_only.INSTALL[connection.vendor]:
            cursor.execute(statement)


def attempt(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


MORE = {
    "postgresql": "TRUNCATE ruptures_accessevent",
    "sqlite": "REPLACE INTO ruptures_accessevent SELECT * FROM ruptures_accessevent",
}


def changes():
    return [*CHANGES, MORE[connection.vendor]]


@pytest.mark.usefixtures("_triggers")
def test_no_statement_changes_what_was_noted():
    event = note_sign_in(UserFactory(email="anna@example.org"))

    for statement in changes():
        with pytest.raises(DatabaseError, match="access events are never changed"):
            attempt(statement)

    assert AccessEvent.objects.get() == event
    assert AccessEvent.objects.get().actor == "anna@example.org"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ruptures_erasure SET actor = ''", "DELETE FROM ruptures_erasure"],
)
def test_no_statement_changes_the_record_of_an_erasing(statement):
    record = ErasureFactory()
    with connection.cursor() as cursor:
        for install in append_only.INSTALL_ERASURE[connection.vendor]:
            cursor.execute(install)

    with pytest.raises(DatabaseError, match="records of erasing are never changed"):
        attempt(statement)

    assert Erasure.objects.get() == record


@pytest.mark.usefixtures("_triggers")
def test_more_can_be_noted():
    user = UserFactory()

    note_sign_in(user)
    note_sign_in(user)

    assert AccessEvent.objects.count() == 2


def test_what_lifts_the_triggers_undoes_what_installs_them():
    with connection.cursor() as cursor:
        for table in (append_only.INSTALL, append_only.LIFT, append_only.INSTALL):
            for statement in table[connection.vendor]:
                cursor.execute(statement)
        for statement in append_only.LIFT[connection.vendor]:
            cursor.execute(statement)

    note_sign_in(UserFactory())
    assert AccessEvent.objects.all().delete()[0] == 1


@pytest.fixture
def fresh_file(tmp_path, django_db_blocker):
    """A database file as `migrate` makes it for a practice, seen past Django."""
    path = tmp_path / "fresh.sqlite3"
    settings = connections["default"].settings_dict | {"NAME": str(path)}
    settings["ENGINE"] = "django.db.backends.sqlite3"
    settings["OPTIONS"] = {}
    connections.settings["fresh"] = settings
    connections["fresh"].settings_dict = settings
    with django_db_blocker.unblock():
        call_command("migrate", database="fresh", verbosity=0)
    connections["fresh"].close()
    yield path
    del connections["fresh"]
    del connections.settings["fresh"]


def test_a_freshly_migrated_file_refuses_too(fresh_file):
    with sqlite3.connect(fresh_file) as database:
        database.execute(
            "INSERT INTO ruptures_accessevent"
            " (at, actor, actor_account, deed, owner, owner_account, 'case', page)"
            " VALUES ('2026-01-05', 'a@example.org', 1, 'looked', '', 2, '', '')"
        )
        for statement in [*CHANGES, MORE["sqlite"]]:
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                database.execute(statement)

        kept = database.execute("SELECT actor FROM ruptures_accessevent").fetchall()

    assert kept == [("a@example.org",)]


def test_a_deed_is_told_to_who_did_it_and_to_whose_cases_they_are():
    case, supervisor = CaseFactory(), UserFactory()
    event = note_access(supervisor, Deed.LOOKED, owner=case.therapist, case=case)

    assert list(AccessEvent.objects.visible_to(supervisor)) == [event]
    assert list(AccessEvent.objects.visible_to(case.therapist)) == [event]
    assert list(AccessEvent.objects.visible_to(UserFactory())) == []


def test_an_e_mail_that_passes_on_takes_no_deeds_with_it():
    anna = UserFactory(email="anna@example.org")
    event = note_sign_in(anna)

    anna.email = "anna.new@example.org"
    anna.save()
    later = UserFactory(email="anna@example.org")

    assert list(AccessEvent.objects.visible_to(anna)) == [event]
    assert list(AccessEvent.objects.visible_to(later)) == []


def test_it_outlives_the_grant_and_the_case():
    grant, case = GrantFactory(), CaseFactory()
    note_access(
        grant.holder, Deed.LOOKED, owner=grant.therapist, case=case, grant=grant
    )

    code = case.code
    case.delete()
    grant.delete()

    assert AccessEvent.objects.get().case == code
