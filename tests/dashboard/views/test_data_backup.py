"""What the data and account pages say of backups, and to whom."""

import datetime

import pytest
from django.utils import timezone

from ruptures.backup.done import remember
from tests.factories import CaseFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

DATA, ACCOUNT = "/data/", "/account/"
NEVER = "No backup of this installation was made yet."
COMMAND = "manage.py backup FILE"


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def owner(client):
    user = UserFactory(is_owner=True)
    client.force_login(user)
    return user


def made(var, days_ago):
    at = timezone.now() - datetime.timedelta(days=days_ago)
    remember(var / "saved.zip", at.isoformat())


def test_owner_is_told_how_where_and_when(client, owner, var):
    CaseFactory()
    made(var, days_ago=6)

    page = client.get(DATA).text

    assert "The last one was made on" in page
    assert f"{var}/saved.zip" in page
    assert COMMAND in page
    assert "manage.py restore FILE" in page


@pytest.mark.parametrize("path", [DATA, ACCOUNT])
def test_a_late_backup_is_said_to_the_owner(client, owner, var, path):
    CaseFactory()
    before = client.get(path).text
    made(var, days_ago=8)

    after = client.get(path).text

    assert NEVER in before
    assert "more than a week ago." in after


def test_a_recent_backup_leaves_the_account_page_alone(client, owner, var):
    CaseFactory()
    made(var, days_ago=6)

    assert "backup" not in client.get(ACCOUNT).text


def test_others_are_told_who_does_it_and_no_more(client, therapist, var):
    CaseFactory(therapist=therapist)
    made(var, days_ago=8)

    page = client.get(DATA).text

    assert "Whoever looks after this installation backs up all of it" in page
    assert COMMAND not in page
    assert "saved.zip" not in page
    assert "backup" not in client.get(ACCOUNT).text
