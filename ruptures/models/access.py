"""Who looked, exported, signed in, granted, erased: written once, never changed."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ruptures.models.user import User


class Deed(models.TextChoices):
    """What was done, as the therapist reads it."""

    SIGNED_IN = "signed_in", _("signed in")
    LOOKED = "looked", _("looked at")
    EXPORTED = "exported", _("exported")
    IMPORTED = "imported", _("brought in a file")
    GRANTED = "granted", _("gave access")
    ACCEPTED = "accepted", _("accepted access")
    ENDED = "ended", _("ended access")
    COMMENTED = "commented", _("commented")
    RATED = "rated", _("rated a session as an observer")
    SHARED = "shared", _("shared a concern")
    ERASED = "erased", _("erased")


class AccessEventQuerySet(models.QuerySet["AccessEvent"]):
    def visible_to(self, user: User) -> Self:
        """What concerns the cases of `user`, and what they did themselves."""
        return self.filter(
            models.Q(owner_account=user.pk) | models.Q(actor_account=user.pk)
        )

    def editable_by(self, user: User) -> Self:
        """None: what was noted stays."""
        return self.none()


class AccessEvent(models.Model):
    """One deed: append-only by triggers of the database, and without foreign keys.

    `actor` and `owner` (whose cases they are) are e-mails as they were then, beside the
    numbers of their accounts, as an e-mail may pass to somebody else; `case` is a code,
    empty where it was about a caseload; `page` is the name of an address. Nothing
    clinical stands here.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=254)
    actor_account = models.PositiveBigIntegerField()
    deed = models.CharField(max_length=20, choices=Deed)
    owner = models.CharField(max_length=254, blank=True)
    owner_account = models.PositiveBigIntegerField(null=True, blank=True)
    case = models.CharField(max_length=8, blank=True)
    page = models.CharField(max_length=60, blank=True)
    grant = models.UUIDField(null=True, blank=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["owner_account", "-at"], name="access_owner"),
            models.Index(fields=["actor_account", "-at"], name="access_actor"),
            models.Index(fields=["grant", "-at"], name="access_grant"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.deed}"
