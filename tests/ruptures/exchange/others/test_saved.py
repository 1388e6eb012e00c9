"""Mappings kept under a name: of one user alone."""

import pytest
from django.db import connection

from ruptures.exchange.others.saved import forget, load, save, saved_by
from tests.factories import UserFactory
from tests.ruptures.exchange.others.files import CASE, DATE, SRS, mapping

pytestmark = pytest.mark.django_db

BY = mapping(CASE, DATE, SRS)


def test_a_mapping_is_kept_and_found_again():
    user = UserFactory()

    save(user, "Clinic", mapping(CASE, DATE))
    save(user, "Clinic", BY)

    assert load(user, "Clinic") == BY
    assert [each.name for each in saved_by(user)] == ["Clinic"]


def test_a_mapping_is_nobody_elses():
    user, other = UserFactory(), UserFactory()
    save(user, "Clinic", BY)

    forget(other, "Clinic")

    assert load(other, "Clinic") is None
    assert load(user, "Clinic") == BY


def test_a_mapping_is_forgotten():
    user = UserFactory()
    save(user, "Clinic", BY)

    forget(user, "Clinic")

    assert load(user, "Clinic") is None


def test_a_mapping_lies_encrypted_and_is_none_where_the_key_is_gone(settings):
    user = UserFactory()
    save(user, "Clinic", BY)
    settings.NOTES_KEYS = ["K" * 43 + "="]

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM ruptures_importmapping")
        [(content,)] = cursor.fetchall()

    assert "srs" not in content
    assert load(user, "Clinic") is None
