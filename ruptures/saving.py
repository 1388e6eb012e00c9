"""What is asked of everything that a form saves, be it a clinical row or not.

One person's forms follow each other, a form is saved once, and never over what is
newer than what it shows.
"""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.drafts import discard
from ruptures.models import User
from ruptures.models.case import EARLIEST


class Stale(ValidationError):  # noqa: N818  a state, as the page tells it
    """The form shows an earlier version than the one that is here now."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This was changed elsewhere since you opened it. "
                "Nothing was overwritten; below is how it stands now."
            ),
            code="stale",
        )


@contextmanager
def saving(user: User, submission: uuid.UUID) -> Iterator[None]:
    """One transaction of this person; the draft of this form is gone with it."""
    with transaction.atomic():
        User.objects.hold(user)
        yield
        discard(user=user, submission=submission)


def refuse_used(user: User, *by: User) -> None:
    """Refuse a form that somebody else saved."""
    if user not in by:
        raise ValidationError(_("This form was already used. Open the page again."))


def refuse_day(day: datetime.date, field: str = "date") -> None:
    """Refuse a day to come, and one whose year was mistyped."""
    if day > timezone.localdate():
        raise ValidationError({field: _("This date is in the future.")})
    if day < EARLIEST:
        raise ValidationError({field: _("Look at the year again.")})
