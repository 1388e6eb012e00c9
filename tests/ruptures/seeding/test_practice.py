"""How a synthetic practice is told and written."""

from itertools import islice

import pytest
from django.utils import timezone

from ruptures.models import Case, RepairAttempt, Session, User
from ruptures.seeding import practice
from ruptures.seeding.dice import Dice
from ruptures.seeding.practice import COLUMNS, MODELS, fill, new_codes, shared_out
from tests.ruptures.seeding.seeded import TABLES, UNTIL, empty

pytestmark = pytest.mark.django_db

LEFT_OUT = {"therapist", "text"}


def rows() -> dict[str, list]:
    """What follows from the seed: no account's id, no token of a note."""
    return {
        table._meta.label: list(
            table.objects.order_by("pk").values(
                *(f.name for f in table._meta.fields if f.name not in LEFT_OUT)
            )
        )
        for table in TABLES
    }


def filled(*sessions: int) -> list:
    shares = list(shared_out("a practice", sessions, UNTIL))
    fill(shares)
    return shares


@pytest.mark.parametrize(("model", "names"), list(zip(MODELS, COLUMNS, strict=True)))
def test_every_column_told_is_one_of_its_model(model, names):
    assert set(names) <= {field.attname for field in model._meta.concrete_fields}


def test_all_processors_tell_the_same_as_one(monkeypatch):
    filled(60, 600, 40)
    alone = rows()
    empty()

    monkeypatch.setattr(practice, "WORTH_PROCESSES", 0)
    filled(60, 600, 40)

    assert rows() == alone


def test_a_therapist_is_the_same_beside_many_and_beside_few():
    filled(80, 20)
    few = own_sessions()
    empty()

    filled(80, 30, 40)

    assert own_sessions() == few


def own_sessions() -> list:
    own = Session.objects.filter(case__therapist__email="therapist1@demo.example")
    return list(own.order_by("pk").values("pk", "key", "date", "case__code"))


def test_the_first_key_marks_the_practice():
    [share] = filled(30)

    assert Case.objects.earliest("pk").key.hex == share.mark


def test_rows_written_later_get_ids_of_their_own():
    filled(60)
    session = Session.objects.latest("pk")

    later = Session.objects.create(
        case=session.case, date=UNTIL, logged_at=timezone.now()
    )

    assert later.pk > session.pk


def test_ids_of_two_therapists_never_meet():
    filled(40, 40, 40)

    assert Session.objects.count() == 120
    assert RepairAttempt.objects.count() == len(
        set(RepairAttempt.objects.values_list("pk", flat=True))
    )


def test_codes_are_never_the_same_twice():
    codes = list(islice(new_codes(Dice(1)), 30_000))

    assert len(set(codes)) == 30_000
    assert {len(code) for code in codes} == {4}


def test_nothing_is_written_where_a_row_is_refused(monkeypatch):
    monkeypatch.setattr(practice, "new_codes", lambda dice: iter(["AEIOU"] * 99))

    with pytest.raises(Exception, match="case_code_well_formed"):
        filled(20)

    assert User.objects.count() == Session.objects.count() == 0
