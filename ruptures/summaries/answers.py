"""What a rater said of a session as one answer, in SQL, so that it can be grouped."""

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from ruptures.models import SessionReport
from ruptures.models.report import SENT, SessionReportQuerySet
from ruptures.taxonomy import Rater

DIFFER = "differ"  # several observers of one session who do not all say the same


def said(rater: str) -> Subquery:
    """Of each session: yes, no, unsure or *differ*; NULL where there is no report, or
    a client's that is kept back until the therapist has answered.
    """
    reports = _shown(rater)
    if rater != Rater.OBSERVER:
        return Subquery(reports.order_by().values("strain"))
    return Subquery(
        reports.order_by()
        .values("session")
        .annotate(
            first=Min("strain"),
            last=Max("strain"),
            said=Case(When(first=F("last"), then=F("first")), default=Value(DIFFER)),
        )
        .values("said"),
        output_field=CharField(),
    )


def _shown(rater: str) -> SessionReportQuerySet:
    reports = SessionReport.objects.filter(session=OuterRef("pk"), rater=rater)
    if rater != Rater.CLIENT:
        return reports
    own = SessionReport.objects.filter(
        session=OuterRef("session"), rater=Rater.THERAPIST
    )
    return reports.filter(~Q(source__in=SENT) | Exists(own))
