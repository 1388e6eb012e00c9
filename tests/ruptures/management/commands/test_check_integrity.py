import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ruptures.models import Session
from tests.factories import NoteFactory
from tests.ruptures.keys import lose_keys
from tests.ruptures.recording import practice

on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL lets this not happen"
)


def check(capsys):
    """The lines printed, and how it ended."""
    try:
        call_command("check_integrity")
    except CommandError as error:
        return capsys.readouterr().out.splitlines(), (str(error), error.returncode)
    return capsys.readouterr().out.splitlines(), None


@pytest.mark.django_db
def test_a_sound_practice_is_sound(capsys):
    practice.small_practice()

    assert check(capsys) == (["Everything is sound."], None)


@pytest.mark.django_db
def test_each_row_that_breaks_a_rule_is_named(capsys):
    p = practice.small_practice()
    Session.objects.filter(pk=p.first.pk).update(attendance="missed")

    lines, end = check(capsys)

    assert lines == [
        f"sessionreport {p.first.reports.get().key}: Only a session that took place"
        " can be answered for. (report_on_held_session)"
    ]
    assert end == ("1 broken.", 1)


@pytest.mark.django_db
def test_what_no_key_here_opens_is_named(capsys, key_file):
    note = NoteFactory()
    lose_keys(key_file)

    lines, end = check(capsys)

    assert lines == [
        f"ruptures_note row {note.pk}: text cannot be read with the keys here"
    ]
    assert end == ("1 broken.", 1)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_reference_to_nothing_is_named(capsys):
    p = practice.small_practice()
    with connection.constraint_checks_disabled():
        Session.objects.filter(pk=p.last.pk).update(case_id=999_999)

    lines, end = check(capsys)
    Session.objects.filter(pk=p.last.pk).update(case_id=p.case.pk)

    assert lines == [
        f"ruptures_session row {p.last.pk}: points to a row of ruptures_case that is"
        " not there"
    ]
    assert end == ("1 broken.", 1)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_row_that_breaks_a_constraint_is_named(capsys):
    p = practice.small_practice()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        Session.objects.filter(pk=p.last.pk).update(attendance="held ")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")

    lines, _end = check(capsys)
    Session.objects.filter(pk=p.last.pk).update(attendance="held")

    assert "CHECK constraint failed in ruptures_session" in lines
