"""Asking a client by a check-in: making one, finding it by its token, withdrawing it.

A check-in is no clinical row: nothing of this is in the change history.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.models import CheckIn, Session, User, Way
from ruptures.recording.writing import refuse_hold
from ruptures.taxonomy import Rater


def open_check_in(*, user: User, session: Session, way: Way, lasting: timedelta) -> str:
    """Let the client of `session` answer once; the token, which is kept nowhere.

    An earlier check-in of the session is void from then on. Those of all sessions
    whose time is over are swept out.
    """
    with transaction.atomic():
        User.objects.hold(user)
        current = Session.objects.editable_by(user).get(pk=session.pk)
        refuse_hold(current.case, lifting=False)
        _refuse_asking(current)
        sweep_check_ins()
        return CheckIn.objects.issue(current, user, way, lasting)


def _refuse_asking(session: Session) -> None:
    if not session.took_place:
        raise ValidationError(_("Only a session that took place can be answered for."))
    if session.reports.filter(rater=Rater.CLIENT).exists():
        raise ValidationError(_("The client has answered for this session already."))


def sweep_check_ins() -> None:
    """Take away check-ins whose time is over."""
    CheckIn.objects.filter(ends_at__lte=timezone.now()).delete()


def withdraw_check_in(*, user: User, session: Session) -> None:
    """From now on the session's link opens nothing."""
    CheckIn.objects.editable_by(user).filter(session=session).delete()


def check_in_of(token: str) -> CheckIn | None:
    """The check-in that `token` opens, while it may be answered; it is not used up."""
    found = CheckIn.objects.of_token(token)
    return found.select_related("session__case__therapist").first()
