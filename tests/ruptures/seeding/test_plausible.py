"""What a synthetic practice looks like: as practices do, so far as is published."""

import datetime

import pytest
from django.db.models import Count, F, Q
from django.utils import timezone

from ruptures.models import (
    Case,
    Note,
    Rupture,
    Score,
    Session,
    SessionReport,
    Status,
    User,
)
from ruptures.rhythm import unconfirmed_dates
from ruptures.taxonomy import Attendance, Rater, Recognised, RuptureType, Strain
from tests.ruptures.seeding.seeded import UNTIL, seed

pytestmark = pytest.mark.django_db


def yes_rate(rater: Rater) -> float:
    reports = SessionReport.objects.filter(rater=rater).answered()
    return reports.filter(strain=Strain.YES).count() / reports.count()


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


def test_seed_demo_has_others_who_meant_the_same_rupture_and_some_who_did_not():
    seed()

    yes = SessionReport.objects.exclude(rater=Rater.THERAPIST).filter(
        strain=Strain.YES, session__ruptures__isnull=False
    )
    tied = SessionReport.objects.exclude(rupture=None)

    assert set(tied.values_list("rater", flat=True)) == {Rater.CLIENT, Rater.OBSERVER}
    assert 0 < tied.count() < yes.distinct().count()


def test_seed_demo_has_months_with_enough_answers_for_each_therapist():
    seed()

    for user in User.objects.exclude(cases=None):
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

    for user in User.objects.exclude(cases=None):
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


def test_seed_demo_has_scores_of_one_instrument_in_about_half_the_cases():
    seed(therapists=8, sessions=3200)

    instruments = Case.objects.annotate(
        n=Count("sessions__scores__instrument", distinct=True)
    ).values_list("n", flat=True)

    assert set(instruments) == {0, 1}
    assert 0.4 < sum(instruments) / len(instruments) < 0.6


def test_seed_demo_has_scores_that_dip_with_a_strain():
    seed(therapists=8, sessions=3200)

    scores = Score.objects.filter(instrument="srs", rater=Rater.CLIENT)
    strained = scores.filter(
        session__reports__rater=Rater.THERAPIST, session__reports__strain=Strain.YES
    )
    calm = scores.exclude(pk__in=strained)

    assert mean(strained) + 1 < mean(calm) < 40


def mean(scores) -> float:
    values = scores.values_list("value", flat=True)
    return float(sum(values) / len(values))


def test_seed_demo_has_event_notes_within_the_treatment():
    seed()

    notes = Note.objects.select_related("case")

    assert "New job" in {note.text for note in notes}
    for note in notes:
        last = note.case.sessions.latest("date").date
        assert note.case.started_on <= note.date <= last
