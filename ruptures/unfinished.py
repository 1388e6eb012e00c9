"""The published rule of what is to finish, as queries and as dates."""

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ruptures.courses import Course
from ruptures.models import (
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Session,
    SessionReport,
    User,
)
from ruptures.models.report import SessionReportQuerySet
from ruptures.models.session import SessionQuerySet
from ruptures.period import DAY
from ruptures.span import Span
from ruptures.taxonomy import Rater, Strain

REACH_DAYS = 30


def unanswered(user: User) -> SessionQuerySet:
    """Held sessions without the therapist's answer, in cases that can be changed."""
    own = SessionReport.objects.filter(session=OuterRef("pk"), rater=Rater.THERAPIST)
    held = Session.objects.editable_by(user).held().filter(case__hold_reason="")
    return held.filter(~Exists(own))


def lately_unanswered(user: User, today: datetime.date) -> SessionQuerySet:
    return unanswered(user).filter(date__gte=today - REACH_DAYS * DAY)


def older_unanswered(user: User, today: datetime.date) -> SessionQuerySet:
    """Those that the list no longer asks about."""
    return unanswered(user).filter(date__lt=today - REACH_DAYS * DAY)


def incomplete(user: User) -> SessionReportQuerySet:
    """The therapist's yes of the last 30 days that lacks something, unless left as is.

    Each says what: `lacks_strength`, `lacks_markers` (of any of its ruptures),
    `lacks_resolution` (of any that is not closed, where the answer does not say it).
    """
    since = timezone.now() - REACH_DAYS * DAY
    ruptures = Rupture.objects.filter(session=OuterRef("session"))
    unmarked = ruptures.filter(~Exists(markers()))
    unresolved = ruptures.filter(~Exists(_outcomes()), closed_reason="")
    unsaid = Q(resolution=None) & (Exists(unresolved) | ~Exists(ruptures))
    own = SessionReport.objects.editable_by(user).filter(
        rater=Rater.THERAPIST,
        strain=Strain.YES,
        nothing_to_add=False,
        logged_at__gte=since,
        session__case__hold_reason="",
    )
    told = own.annotate(
        lacks_strength=Q(intensity=None),
        lacks_markers=Exists(unmarked),
        lacks_resolution=unsaid,
    )
    return told.filter(
        Q(lacks_strength=True) | Q(lacks_markers=True) | Q(lacks_resolution=True)
    )


def markers() -> QuerySet[RuptureMarker]:
    return RuptureMarker.objects.filter(rupture=OuterRef("pk"))


def _outcomes() -> QuerySet[RepairAttempt]:
    return RepairAttempt.objects.filter(rupture=OuterRef("pk"), outcome__isnull=False)


def lately(today: datetime.date) -> Span:
    """The last 30 days and today."""
    return Span(today - REACH_DAYS * DAY, today)


def unconfirmed(known: Sequence[Course], today: datetime.date) -> list[datetime.date]:
    """Expected dates of the last 30 days that nobody confirmed, in order."""
    before = Span(today - REACH_DAYS * DAY, today - DAY)
    open_to_change = [course for course in known if not course.case.on_hold]
    return sorted(date for each in open_to_change for date in each.expected(before))
