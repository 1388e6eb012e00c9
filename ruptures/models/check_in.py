"""The one-time right of a client to answer for one session."""

import secrets
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.models.account import token_hash
from ruptures.models.base import choice_of
from ruptures.models.case import Case
from ruptures.models.session import Session
from ruptures.models.user import User
from ruptures.taxonomy import ATTENDED


class Way(models.TextChoices):
    """How the client comes to the questions."""

    LINK = "link", _("By a link or its QR code")
    DEVICE = "device", _("On this device, handed over")


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, user: User) -> Self:
        return self.editable_by(user)

    def editable_by(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.editable_by(user))

    def open(self) -> Self:
        return self.filter(ends_at__gt=timezone.now())

    def of_token(self, token: str) -> Self:
        """The one that `token` opens, while its session may be answered for.

        Nobody is asked for a therapist whose account is disabled: who would read it?
        """
        return self.open().filter(
            token_hash=token_hash(token),
            session__attendance__in=ATTENDED,
            session__case__hold_reason="",
            session__case__therapist__is_active=True,
        )

    def issue(
        self, session: Session, made_by: User, way: Way, lasting: timedelta
    ) -> str:
        """Make the session's one check-in; return its token, which is kept nowhere.

        An earlier one of the same session is void from then on.
        """
        token = secrets.token_urlsafe(32)
        now = timezone.now()
        fresh = {
            "token_hash": token_hash(token),
            "way": way,
            "made_by": made_by,
            "made_at": now,
            "ends_at": now + lasting,
        }
        self.update_or_create(session=session, defaults=fresh)
        return token


class CheckIn(models.Model):
    """An open check-in; used or withdrawn, its row is gone.

    Its token is the right to answer once, without an account.
    """

    session = models.OneToOneField(Session, models.CASCADE, related_name="check_in")
    token_hash = models.CharField(max_length=64, unique=True)
    way = models.CharField(_("way"), max_length=10, choices=Way)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="check_ins"
    )
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            choice_of("checkin", "way", Way),
            models.CheckConstraint(
                name="checkin_ends_after_it_is_made",
                condition=models.Q(ends_at__gt=models.F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.made_at:%Y-%m-%d %H:%M}"
