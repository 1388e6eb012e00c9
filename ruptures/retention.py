"""Cases whose time to be kept is over: a person decides, nothing goes by itself."""

import datetime
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.models import Case, KeptCase, User
from ruptures.models.case import CaseQuerySet
from ruptures.recording.notes import fit_text_of
from ruptures.recording.writing import refuse_hold
from ruptures.saving import saving

KEEP_FOR = 1  # years, until it is asked again


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years earlier; of a leap day, the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def to_review(user: User) -> CaseQuerySet:
    """Ended longer ago than the practice keeps cases, on no hold, not kept on purpose.

    The longest ended first; none where the practice did not say how long.
    """
    over = _over(user)
    return over.exclude(kept__until__gt=timezone.localdate())


def kept(user: User) -> CaseQuerySet:
    """Those that would be there, but that somebody decided to keep for now."""
    over = _over(user).filter(kept__until__gt=timezone.localdate())
    return over.select_related("kept")


def _over(user: User) -> CaseQuerySet:
    own = Case.objects.editable_by(user)
    if not settings.RETENTION_YEARS:
        return own.none()
    last = years_before(timezone.localdate(), settings.RETENTION_YEARS)
    return own.filter(ended_on__lte=last, hold_reason="").order_by("ended_on", "code")


def keep_case(*, user: User, submission: uuid.UUID, case: Case, words: str) -> KeptCase:
    """Put the review off for a year, with who decided so and why.

    Decided again, it counts from today. Raises Case.DoesNotExist for another's,
    ValidationError where nothing is said, under a hold, or where nothing is to review.
    """
    with saving(user, submission):
        current = Case.objects.editable_by(user).get(pk=case.pk)
        refuse_hold(current, lifting=False)
        if not _over(user).filter(pk=case.pk).exists():
            raise ValidationError(_("This case does not wait to be reviewed."))
        now = timezone.now()
        until = years_before(timezone.localdate(now), -KEEP_FOR)
        said = {"words": fit_text_of("words", words), "until": until, "decided_at": now}
        if not said["words"]:
            raise ValidationError({"words": _("Say who decided, and why.")})
        return KeptCase.objects.update_or_create(case=current, defaults=said)[0]
