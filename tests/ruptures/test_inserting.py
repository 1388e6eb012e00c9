"""New rows past the models: stored as a model stores them, numbered on their own."""

import datetime
import zoneinfo

import pytest
from django.db import connection

from ruptures.exchange.package.tables import TABLES
from ruptures.inserting import Inserting, make_room
from ruptures.models import Note, Session
from tests.factories import CaseFactory, NoteFactory, SessionFactory
from tests.ruptures.exchange.package.practice import one_of_everything

pytestmark = pytest.mark.django_db


def columns_of(*rows) -> dict:
    """Keys are text there."""
    columns = {
        field.attname: [getattr(row, field.attname) for row in rows]
        for field in rows[0]._meta.fields
    }
    return columns | {"key": [str(row.key) for row in rows]}


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
    rows = columns_of(*table.model.objects.order_by("pk"))
    table.model.objects.all()._raw_delete(using="default")

    Inserting(table.model).insert(rows)

    assert before
    assert stored(table.model) == before


def test_a_moment_in_another_zone_is_the_same_moment():
    moment = datetime.datetime(
        2026, 7, 1, 12, 30, 0, 250, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")
    )
    row = columns_of(SessionFactory()) | {"logged_at": [moment]}
    Session.objects.all().delete()

    Inserting(Session).insert(row)

    assert Session.objects.get().logged_at == moment


def test_what_is_encrypted_is_never_twice_the_same():
    row = NoteFactory(text="The same.")
    rows = columns_of(row, row)
    inserting = Inserting(Note)
    Note.objects.all().delete()

    keys = [str(SessionFactory().key) for _row in range(2)]
    inserting.insert(rows | {"id": inserting.numbers(2), "key": keys})

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM ruptures_note")
        tokens = {token for [token] in cursor.fetchall()}
    assert len(tokens) == 2
    assert [note.text for note in Note.objects.all()] == ["The same."] * 2


def test_rows_after_them_have_numbers_of_their_own():
    first = SessionFactory()
    inserting = Inserting(Session)
    [number] = inserting.numbers(1)
    key, date = [str(first.case.key)], ["2026-02-03"]
    row = columns_of(first) | {"id": [number], "key": key, "date": date}

    inserting.insert(row)

    assert number > first.pk
    assert SessionFactory().pk > number


def test_what_is_not_said_of_rows_is_as_usual():
    case = CaseFactory()
    inserting = Inserting(Session)
    rows = inserting.alike(2, case_id=case.pk, date="2026-02-03")
    keys = [str(case.key), str(CaseFactory().key)]
    rows |= {"id": inserting.numbers(2), "key": keys, "time": ["09:00", "10:00"]}
    rows |= {"logged_at": [case.logged_at] * 2}

    inserting.insert(rows)

    found = Session.objects.filter(case=case).values_list("attendance", "version")
    assert list(found) == [("held", 1)] * 2


@pytest.mark.one_engine
def test_a_pattern_is_asked_of_every_word():
    make_room()

    with connection.cursor() as cursor:
        cursor.execute("SELECT 'B2' REGEXP '^[A-Z0-9]+$', '' REGEXP '^[A-Z]+$'")
        found = cursor.fetchone()
        cursor.execute("SELECT NULL REGEXP '^[A-Z]+$'")
        nothing = cursor.fetchone()

    assert (found, nothing) == ((1, 0), (None,))
