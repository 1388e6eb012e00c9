"""The command that makes a synthetic practice, and the one that opens its door."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone

from ruptures.models import Case, Grant, Session, User
from ruptures.recording.rules import RULES
from tests.factories import CaseFactory, UserFactory
from tests.ruptures.seeding.seeded import TABLES, empty, seed

pytestmark = pytest.mark.django_db


def everything() -> list:
    return [
        list(table.objects.order_by("key").values_list("key", "logged_at"))
        for table in TABLES
    ]


def test_seed_demo_breaks_no_rule():
    seed()

    broken = {rule.name: rule.broken().count() for rule in RULES}

    assert broken == dict.fromkeys(broken, 0)


def test_seed_demo_fills_every_row_as_a_form_would():
    seed(therapists=1, sessions=60)

    for table in TABLES:
        for row in table.objects.all():
            row.full_clean()


def test_seed_demo_makes_exactly_the_sessions_and_therapists_asked_for():
    seed(therapists=3, sessions=100)

    therapists = User.objects.exclude(cases=None)
    shares = therapists.annotate(n=Count("cases__sessions")).order_by("email")

    assert list(shares.values_list("email", "n")) == [
        ("therapist1@demo.example", 34),
        ("therapist2@demo.example", 33),
        ("therapist3@demo.example", 33),
    ]


def test_seed_demo_gives_no_account_a_password():
    seed(therapists=2, sessions=20)

    assert {user.has_usable_password() for user in User.objects.all()} == {False}


def test_seed_demo_is_the_same_for_the_same_seed():
    seed(sessions=120)
    first = everything()
    empty()

    seed(sessions=120)

    assert everything() == first


def test_seed_demo_differs_for_another_seed():
    seed(sessions=120)
    first = everything()
    empty()

    seed(sessions=120, number=8)

    assert everything() != first


def test_seed_demo_twice_changes_nothing_and_says_so():
    seed(sessions=120)
    before = everything()

    said = seed(sessions=120)

    assert said == (
        "Already here, unchanged: 120 synthetic sessions with 3 therapists, seed 7.\n"
    )
    assert everything() == before


def test_seed_demo_leaves_another_synthetic_practice_alone():
    seed(sessions=120)

    with pytest.raises(CommandError, match="another synthetic practice"):
        seed(sessions=121)

    assert Session.objects.count() == 120


def test_seed_demo_refuses_a_database_with_a_real_case():
    CaseFactory(synthetic=False)

    with pytest.raises(CommandError, match="not synthetic. Nothing was written"):
        seed()

    assert Session.objects.count() == 0


def test_seed_demo_refuses_a_date_to_come():
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    with pytest.raises(CommandError, match="in the future"):
        seed(until=tomorrow)


def test_seed_demo_refuses_more_therapists_than_sessions():
    with pytest.raises(CommandError, match="at least one session"):
        seed(therapists=3, sessions=2)


@pytest.mark.parametrize(
    ("option", "value"), [("--therapists", "0"), ("--sessions", "x"), ("--until", "1")]
)
def test_seed_demo_refuses_nonsense_in_plain_words(option, value):
    options = {"--therapists": "1", "--sessions": "1", "--seed": "1"} | {option: value}
    words = [word for pair in options.items() for word in pair]

    with pytest.raises(CommandError, match="is no (number|date)"):
        call_command("seed_demo", *words)


def test_seed_demo_marks_every_case_as_synthetic():
    seed(sessions=120)

    assert not Case.objects.filter(synthetic=False).exists()


def test_demo_sign_in_prints_a_line_for_the_therapist_and_one_for_the_supervisor():
    seed(therapists=2, sessions=20)
    said = StringIO()

    call_command("demo_sign_in", stdout=said)

    lines = [line.split("  ") for line in said.getvalue().splitlines()]
    assert [email for email, _password in lines] == [
        "therapist1@demo.example",
        "supervisor1@demo.example",
    ]
    for email, password in lines:
        assert password.isalnum()
        assert User.objects.get(email=email).check_password(password)


def test_demo_sign_in_opens_no_real_account_that_supervises():
    seed(therapists=1, sessions=5)
    supervisor = UserFactory()
    Grant.objects.update(holder=supervisor, email=supervisor.email)
    said = StringIO()

    call_command("demo_sign_in", stdout=said)

    assert len(said.getvalue().splitlines()) == 1
    supervisor.refresh_from_db()
    assert supervisor.check_password("correct horse battery staple")


def test_demo_sign_in_gives_another_password_each_time():
    seed(therapists=1, sessions=5)
    first, second = StringIO(), StringIO()

    call_command("demo_sign_in", stdout=first)
    call_command("demo_sign_in", stdout=second)

    assert first.getvalue() != second.getvalue()


def test_demo_sign_in_touches_no_real_account():
    therapist = UserFactory()
    CaseFactory(therapist=therapist, synthetic=False)

    with pytest.raises(CommandError, match="no synthetic practice"):
        call_command("demo_sign_in")

    therapist.refresh_from_db()
    assert therapist.check_password("correct horse battery staple")
