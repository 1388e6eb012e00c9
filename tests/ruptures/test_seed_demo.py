"""The synthetic practice: lawful, plausible, and the same for the same seed."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q
from django.utils import timezone

from ruptures.models import (
    Case,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Session,
    SessionReport,
    Status,
    User,
)
from ruptures.recording.rules import RULES
from ruptures.rhythm import unconfirmed_dates
from ruptures.taxonomy import Attendance, Rater, Recognised, RuptureType, Strain
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db

UNTIL = datetime.date(2026, 11, 1)
TABLES = (Case, Session, SessionReport, Rupture, RuptureMarker, RepairAttempt)


def seed(therapists=3, sessions=900, number=7, until=UNTIL) -> str:
    said = StringIO()
    call_command(
        "seed_demo",
        therapists=therapists,
        sessions=sessions,
        seed=number,
        until=until,
        stdout=said,
    )
    return said.getvalue()


def everything() -> list:
    return [
        list(table.objects.order_by("key").values_list("key", "logged_at"))
        for table in TABLES
    ]


def yes_rate(rater: Rater) -> float:
    reports = SessionReport.objects.filter(rater=rater).answered()
    return reports.filter(strain=Strain.YES).count() / reports.count()


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

    shares = User.objects.annotate(n=Count("cases__sessions")).order_by("email")

    assert list(shares.values_list("email", "n")) == [
        ("therapist1@demo.example", 34),
        ("therapist2@demo.example", 33),
        ("therapist3@demo.example", 33),
    ]


def test_seed_demo_gives_no_account_a_password():
    seed(therapists=2, sessions=20)

    assert [user.has_usable_password() for user in User.objects.all()] == [False, False]


def test_seed_demo_is_the_same_for_the_same_seed():
    seed(sessions=120)
    first = everything()
    for table in reversed(TABLES):
        table.objects.all().delete()
    User.objects.all().delete()

    seed(sessions=120)

    assert everything() == first


def test_seed_demo_differs_for_another_seed():
    seed(sessions=120)
    first = everything()
    for table in reversed(TABLES):
        table.objects.all().delete()
    User.objects.all().delete()

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


def test_seed_demo_reaches_back_a_year_and_up_to_the_day_before():
    seed()

    dates = Session.objects.order_by("date").values_list("date", flat=True)

    assert dates[0] < UNTIL - datetime.timedelta(days=365)
    assert UNTIL - datetime.timedelta(days=7) < dates[len(dates) - 1] < UNTIL


def test_seed_demo_logs_nothing_before_it_happened_or_after_the_last_day():
    seed()

    for session in Session.objects.all():
        assert session.date <= timezone.localdate(session.logged_at) <= UNTIL


@pytest.mark.parametrize(
    ("rater", "low", "high"),
    [
        (Rater.CLIENT, 0.19, 0.42),
        (Rater.THERAPIST, 0.40, 0.60),
        (Rater.OBSERVER, 0.60, 1.00),
    ],
)
def test_seed_demo_has_rates_that_differ_by_rater_as_published(rater, low, high):
    seed(therapists=8, sessions=3200)

    assert low <= yes_rate(rater) <= high


def test_seed_demo_has_months_with_enough_answers_for_each_therapist():
    seed()

    for user in User.objects.all():
        months = (
            SessionReport.objects.filter(session__case__therapist=user)
            .filter(rater=Rater.THERAPIST)
            .answered()
            .values_list("session__date__year", "session__date__month")
            .annotate(n=Count("pk"))
        )
        assert sum(n >= 10 for _, _, n in months) >= 6


def test_seed_demo_has_every_kind_of_course():
    seed()

    ruptures = Rupture.objects.with_status()
    tried_later = Q(attempts__session__date__gt=F("session__date"))

    assert set(ruptures.values_list("status", flat=True)) == set(Status.values)
    assert ruptures.filter(recognised=Recognised.LATER).exists()
    assert ruptures.filter(attempts__session=F("session")).exists()
    assert ruptures.filter(tried_later, status=Status.RESOLVED).exists()
    assert ruptures.filter(attempts=None).exists()


def test_seed_demo_has_open_ruptures_in_every_running_caseload():
    seed()

    for user in User.objects.all():
        open_ones = Rupture.objects.visible_to(user).still_open()
        assert open_ones.filter(session__case__ended_on=None).exists()


def test_seed_demo_has_cases_without_a_single_rupture():
    seed()

    assert Case.objects.exclude(sessions__ruptures__isnull=False).exists()


def test_seed_demo_has_more_withdrawal_than_confrontation():
    seed()

    withdrawal = Rupture.objects.of_type(RuptureType.WITHDRAWAL).count()
    confrontation = Rupture.objects.of_type(RuptureType.CONFRONTATION).count()

    assert withdrawal > confrontation > 0


def test_seed_demo_has_every_attendance_missing_answers_and_unsure_ones():
    seed()

    attended = set(Session.objects.values_list("attendance", flat=True))
    unanswered = Session.objects.held().exclude(reports__rater=Rater.THERAPIST)

    assert attended == set(Attendance.values)
    assert unanswered.exists()
    assert SessionReport.objects.filter(strain=Strain.UNSURE).exists()


def test_seed_demo_leaves_some_expected_dates_unconfirmed():
    seed()

    waiting = [
        date
        for case in Case.objects.running()
        for date in unconfirmed_dates(
            case, case.sessions.values_list("date", flat=True), UNTIL
        )
    ]

    assert len(waiting) > 0


def test_seed_demo_has_short_and_long_treatments_ended_and_running():
    seed()

    sizes = sorted(
        Case.objects.annotate(n=Count("sessions")).values_list("n", flat=True)
    )

    assert sizes[0] <= 7
    assert sizes[-1] >= 30
    assert Case.objects.running().exists()
    assert Case.objects.exclude(ended_on=None).exists()


def test_demo_sign_in_prints_one_line_that_lets_the_first_therapist_in():
    seed(therapists=2, sessions=20)
    said = StringIO()

    call_command("demo_sign_in", stdout=said)

    email, password = said.getvalue().rstrip("\n").split("  ")
    assert email == "therapist1@demo.example"
    assert password.isalnum()
    assert User.objects.get(email=email).check_password(password)


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
