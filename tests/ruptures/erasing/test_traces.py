"""What was erased is in no byte of an SQLite database any more."""

import pytest
from django.db import connection

from ruptures.erasing.kinds import KINDS
from ruptures.models import Case, Change, Note
from ruptures.models.base import ClinicalModel
from tests.database_file import bytes_of_database
from tests.ruptures.erasing.leaving import erase, full_case

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_engine,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite's"),
]


def planted(case: Case) -> set[bytes]:
    """Keys of its rows, and encrypted texts, as they stand in the file."""
    keys = {
        key.hex.encode()
        for kind in KINDS
        if issubclass(kind.model, ClinicalModel)
        for key in kind.rows([case.pk]).values_list("key", flat=True)
    }
    with connection.cursor() as cursor:
        texts: set[str] = set()
        for model, column in ((Note, "text"), (Change, "before"), (Change, "after")):
            table = model._meta.db_table
            found = cursor.execute(f'SELECT "{column}" FROM {table}').fetchall()  # noqa: S608
            texts |= {text for (text,) in found if text}
    return keys | {text[:60].encode() for text in texts}


def left_of(needles: set[bytes]) -> set[bytes]:
    """Those that are in the file or in the log beside it."""
    data = bytes_of_database()
    return {needle for needle in needles if needle in data}


def test_no_key_and_no_text_of_an_erased_case_is_in_the_file():
    p = full_case()
    needles = planted(p.case)

    before = left_of(needles)
    erase(p.case)

    assert len(needles) == 40
    assert before == needles
    assert left_of(needles) == set()


def test_its_code_stands_in_the_record_alone():
    p = full_case()

    erase(p.case)

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS erasure_no_delete")
        cursor.execute("DELETE FROM ruptures_erasure")
        cursor.execute("DELETE FROM ruptures_accessevent")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert left_of({f"{p.case.code}".encode()}) == set()
