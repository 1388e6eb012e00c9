"""A practice of the first version, whose changes lie in plain JSON, goes on."""

import datetime
import uuid

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ruptures import recording
from ruptures.models import Act, Case, Change
from tests.triggers import lift_triggers

FIRST = [("ruptures", "0001_the_practice")]
START = datetime.date(2026, 1, 5)
NOW = datetime.datetime(2026, 1, 5, 18, tzinfo=datetime.UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    lift_triggers(connection)  # they came back
    return executor.loader.project_state(targets).apps


@pytest.fixture
def first_version():
    """Tables as the first version had them; afterwards as they are today."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield migrate(FIRST)
    migrate(latest)


def standing(user, **values):
    """A case as the first version noted it in a change."""
    return {
        "version": 1,
        "logged_at": NOW.isoformat(),
        "therapist": user.pk,
        "code": "K7QM",
        "started_on": "2026-01-05",
        "first_number": 1,
        "rhythm": "none",
        "rhythm_from": None,
        "ended_on": None,
        "ending": "",
        "closing_session": "",
        "hold_reason": "",
        "hold_since": None,
        "hold_by": None,
        "synthetic": False,
    } | values


def test_plain_changes_are_encrypted_and_can_be_undone(first_version):
    models = {name: first_version.get_model("ruptures", name) for name in NAMES}
    user = models["User"].objects.create(email="therapist@example.org")
    case = models["Case"].objects.create(
        key=uuid.uuid4(),
        version=2,
        logged_at=NOW,
        therapist_id=user.pk,
        code="K7QM",
        started_on=START,
        first_number=7,
    )
    act = models["Act"].objects.create(
        submission=uuid.uuid4(), user_id=user.pk, case=case, verb="edit_case", at=NOW
    )
    change = models["Change"].objects.create(
        act=act,
        position=1,
        table="case",
        row=case.key,
        before=standing(user),
        after=standing(user, version=2, first_number=7),
    )

    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())

    assert stored(change.pk).startswith("gAAAA")
    assert Change.objects.get().after["first_number"] == 7
    act = Act.objects.get()
    recording.undo(user=act.user, submission=uuid.uuid4(), act=act)
    assert Case.objects.get().first_number == 1


NAMES = ("Act", "Case", "Change", "User")


def stored(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT before FROM ruptures_change WHERE id = %s", [pk])
        return cursor.fetchone()[0]
