"""Whether the therapist's answer was given without having seen another's.

What the client sent is kept back until the therapist's own is given, then both are
shown; what the therapist enters is seen at once, and so is what an observer handed in.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from ruptures.models import Act, Change, Session, SessionReport
from ruptures.models.encrypted import Unreadable
from ruptures.taxonomy import Rater

ANSWER = ("strain", "intensity", "resolution")


def given_independently(session: Session) -> bool:
    """Whether an answer that the therapist gives now is given without having seen an
    observer's or the client's, which was not entered by the therapist, nor shown beside
    an earlier answer.
    """
    if session.reports.filter(rater=Rater.OBSERVER).exists():
        return False
    client = session.reports.filter(rater=Rater.CLIENT).first()
    if client is None:
        return True
    return not client.by_hand and not _was_shown(client)


def stays_independent(report: SessionReport, values: dict[str, object]) -> bool:
    """Whether the therapist's `report` still is so once it has these values.

    Beside it others' answers are shown, so another answer is no longer its own.
    """
    same = all(getattr(report, name) == values[name] for name in ANSWER)
    seen = report.session.reports.exclude(rater=Rater.THERAPIST).exists()
    return report.independent and (same or not seen)


def keep_seen(
    report: SessionReport, before: dict[str, Any], changed_at: datetime
) -> None:
    """Undoing a change that is older than another's answer answers anew, seeing it.

    Undoing a later change puts an answer back that was given without.
    """
    same = all(getattr(report, name) == before[name] for name in ANSWER)
    if report.rater == Rater.THERAPIST and not same:
        others = report.session.reports.exclude(rater=Rater.THERAPIST)
        seen = others.filter(logged_at__gt=changed_at).exists()
        report.independent = report.independent and not seen


def _was_shown(client: SessionReport) -> bool:
    """Whether the therapist had an answer beside the client's that is gone since.

    The session may have been moved here in between.
    """
    moves = Act.objects.filter(changes__row=client.session.key).values("from_case")
    gone = Change.objects.filter(
        Q(act__case=client.session.case_id) | Q(act__case__in=moves),
        act__at__gte=client.logged_at,
        table="sessionreport",
        after__isnull=True,
    )
    session = str(client.session.key)
    for change in gone:
        before = change.before or {}
        if isinstance(before, Unreadable):
            return True  # for all that can be known
        if (before["session"], before["rater"]) == (session, Rater.THERAPIST):
            return True
    return False
