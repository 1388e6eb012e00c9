"""Sessions of several cases that one form logs: all of them or none."""

import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruptures.models import Act, Case, User
from ruptures.models.act import ActQuerySet
from ruptures.recording.sessions import SessionEntry, log_session
from ruptures.recording.undo import undo

MOST = 300  # sessions of one form


class RowRefused(ValidationError):  # noqa: N818  a row of several
    """The row at `place`, counted from 0, cannot be saved; none was."""

    def __init__(self, place: int, error: ValidationError):
        super().__init__(error)
        self.place = place
        self.error = error


def submission_of(submission: uuid.UUID, place: int) -> uuid.UUID:
    """The key of one row; it follows from the form's, so the same form is the same."""
    return uuid.uuid5(submission, str(place))


def log_sessions(
    *, user: User, submission: uuid.UUID, rows: Sequence[tuple[Case, SessionEntry]]
) -> list[Act]:
    """Log up to 300 sessions in one transaction, an act each.

    Raises RowRefused for the first row that a rule forbids, or that is one too many.
    """
    acts = []
    with transaction.atomic():
        for place, (case, entry) in enumerate(rows):
            if place == MOST:
                error = _("One form saves %(most)s sessions at most.")
                params = {"most": MOST}
                raise RowRefused(place, ValidationError(error, "many", params))
            own = submission_of(submission, place)
            try:
                act = log_session(user=user, submission=own, case=case, entry=entry)
            except ValidationError as error:
                raise RowRefused(place, error) from error
            acts.append(act)
    return acts


def logged_together(user: User, submission: uuid.UUID) -> ActQuerySet:
    """The acts of a form that logged several sessions, in its order; maybe none."""
    keys = [submission_of(submission, place) for place in range(MOST)]
    return Act.objects.editable_by(user).filter(submission__in=keys).order_by("pk")


def undo_together(*, user: User, acts: Sequence[Act]) -> None:
    """Undo all of them or none; an act undone before stays so."""
    with transaction.atomic():
        for act in reversed(acts):
            submission = uuid.uuid5(act.key, "undo")
            undo(user=user, submission=submission, act=act)
