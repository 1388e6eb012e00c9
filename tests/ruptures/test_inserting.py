"""New rows past the models: stored as a model stores them, numbered on their own."""

import datetime
import zoneinfo

import pytest
from django.db import connection

from ruptures.exchange.package.tables import TABLES
from ruptures.inserting import Inserting
from ruptures.models import Note, Session
from tests.factories import NoteFactory, SessionFactory
from tests.ruptures.exchange.package.practice import one_of_everything

pytestmark = pytest.mark.django_db


def values_of(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def stored(model) -> list[tuple]:
    """Rows as the database has them, but for what is encrypted."""
    columns = [
        connection.ops.quote_name(field.column)
        for field in model._meta.fields
        if field.get_internal_type() != "TextField"
    ]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")  # noqa: S608
        return cursor.fetchall()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_are_stored_as_their_model_stores_them(table):
    one_of_everything()
    before = stored(table.model)
    rows = [values_of(row) for row in table.model.objects.order_by("pk")]
    table.model.objects.all()._raw_delete(using="default")

    Inserting(table.model).insert(rows)

    assert before
    assert stored(table.model) == before


def test_a_moment_in_another_zone_is_the_same_moment():
    moment = datetime.datetime(
        2026, 7, 1, 12, 30, 0, 250, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")
    )
    row = values_of(SessionFactory()) | {"logged_at": moment}
    Session.objects.all().delete()

    Inserting(Session).insert([row])

    assert Session.objects.get().logged_at == moment


def test_what_is_encrypted_is_never_twice_the_same():
    row = values_of(NoteFactory(text="The same."))
    inserting = Inserting(Note)
    numbers = inserting.numbers(2)
    Note.objects.all().delete()

    inserting.insert(
        [row | {"id": number, "key": SessionFactory().key} for number in numbers]
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM ruptures_note")
        tokens = {token for [token] in cursor.fetchall()}
    assert len(tokens) == 2
    assert [note.text for note in Note.objects.all()] == ["The same."] * 2


def test_rows_after_them_have_numbers_of_their_own():
    first = SessionFactory()
    inserting = Inserting(Session)
    [number] = inserting.numbers(1)
    row = values_of(first) | {"id": number, "key": first.case.key, "date": "2026-02-03"}

    inserting.insert([row])

    assert number > first.pk
    assert SessionFactory().pk > number
