"""A table's digest is that of lines anybody can write down, on both engines."""

import datetime
import uuid
from decimal import Decimal
from hashlib import sha256

import pytest

from ruptures.backup.digests import Table, differences
from ruptures.backup.practice import tables
from ruptures.models import AccessEvent, Device, Score
from tests.factories import ScoreFactory

pytestmark = pytest.mark.django_db(transaction=True)

KEY = uuid.UUID("0c60d46e-204f-4d7a-ad5e-b80be3bf7281")
AT = datetime.datetime(2026, 3, 29, 12, 30, 15, tzinfo=datetime.UTC)


def of_lines(*lines):
    text = "".join(f"{line}\n" for line in lines)
    return Table(len(lines), sha256(text.encode()).hexdigest())


def test_numbers_flags_keys_and_moments_are_written_one_way():
    score = ScoreFactory(key=KEY, logged_at=AT)
    Score.objects.update(value=Decimal("4.50"), minimum=1, maximum=7)
    session, number = score.session_id, score.pk

    # In the order of the columns' names.
    line = (
        f'["{int(score.higher_is_better)}", "{number}", "{score.instrument}",'
        ' "0c60d46e204f4d7aad5eb80be3bf7281", "2026-03-29 12:30:15", "7", "1",'
        f' "{score.rater}", "{session}", "4.5", "1"]'
    )
    assert tables()["ruptures_score"] == of_lines(line)


def test_rows_go_by_their_number_and_nothing_is_not_the_same_as_empty():
    common = {"actor_account": 7, "deed": "looked", "page": ""}
    late = AT + datetime.timedelta(microseconds=120)
    AccessEvent.objects.create(id=10, at=late, actor="ä@x.org", **common)
    AccessEvent.objects.create(id=9, at=AT, actor='"', owner_account=8, **common)

    assert tables()["ruptures_accessevent"] == of_lines(
        '["\\"", "7", "2026-03-29 12:30:15", "", "looked", null, "9", "", "8", ""]',
        '["\\u00e4@x.org", "7", "2026-03-29 12:30:15.000120", "", "looked", null, "10",'
        ' "", null, ""]',
    )


def test_sign_ins_are_in_no_table_of_a_backup():
    Device.objects.create(session_key="abc", session_data="", expire_date=AT)

    assert "ruptures_device" not in tables()
    assert tables()["ruptures_case"] == Table(0, sha256(b"").hexdigest())


def test_each_table_that_differs_is_named():
    same, one, other = Table(2, "aa"), Table(2, "bb"), Table(3, "cc")
    saved = {"a": same, "b": one, "c": one, "d": same}
    found = {"a": same, "b": same, "c": other, "e": same}

    assert list(differences(saved, found)) == [
        "b: 2 rows, but not the same",
        "c: 2 rows saved, 3 here",
        "d: missing here",
        "e: not in the backup",
    ]
