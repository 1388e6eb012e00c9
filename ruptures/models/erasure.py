"""What was erased, and what is kept though it could be: who decided, and when."""

import datetime
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import choice_of
from ruptures.models.case import Case
from ruptures.models.encrypted import EncryptedTextField
from ruptures.models.user import User


class Erased(models.TextChoices):
    """What went as a whole."""

    CASE = "case", _("one case")
    ACCOUNT = "account", _("an account and all of its cases")


class EraseReason(models.TextChoices):
    RETENTION = "retention", _("It was kept as long as it has to be")
    CLIENT = "client", _("The client asked for it")
    MISTAKE = "mistake", _("It was opened by mistake, or to try this out")
    LEAVING = "leaving", _("I leave this practice or this product")
    OTHER = "other", _("Another reason")


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, user: User) -> Self:
        """What `user` erased."""
        return self.filter(actor_account=user.pk)

    def editable_by(self, user: User) -> Self:
        """None: what was signed off stays."""
        return self.none()


class Erasure(models.Model):
    """That something went: append-only by triggers, and without foreign keys.

    `actor` is an e-mail as it was then, or the command; `actor_account` whose rows they
    were. `case` is the code of the one case; empty where an account went. `counts` has
    a line a kind of rows, its name in `ruptures.erasing.kinds` and how many went;
    `backups` the ISO day of each copy known here that still held them. Nothing
    clinical is here.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=254)
    actor_account = models.PositiveBigIntegerField()
    what = models.CharField(max_length=20, choices=Erased)
    case = models.CharField(max_length=8, blank=True, db_index=True)
    reason = models.CharField(_("why"), max_length=20, choices=EraseReason)
    counts = models.TextField(blank=True)
    backups = models.TextField(blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["actor_account", "-at"], name="erasure_actor")
        ]
        constraints: ClassVar = [
            choice_of("erasure", "reason", EraseReason),
            models.CheckConstraint(
                name="erasure_of_one_case_or_of_an_account",
                condition=Q(what=Erased.ACCOUNT, case="")
                | (Q(what=Erased.CASE) & ~Q(case="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.case}"

    @property
    def rows(self) -> dict[str, int]:
        """How many went, by kind."""
        lines = (line.split() for line in self.counts.splitlines())
        return {name: int(count) for name, count in lines}

    @property
    def days(self) -> list[datetime.date]:
        """Of the copies that still held it."""
        return [*map(datetime.date.fromisoformat, self.backups.splitlines())]


class KeptCaseQuerySet(models.QuerySet["KeptCase"]):
    def visible_to(self, user: User) -> Self:
        return self.editable_by(user)

    def editable_by(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.editable_by(user))


class KeptCase(models.Model):
    """That a case whose time is over is kept `until` a day, and who decided so."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="kept")
    until = models.DateField(_("kept until"))
    decided_at = models.DateTimeField()
    words = EncryptedTextField(_("who decided, and why"))

    objects = KeptCaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["until", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} until {self.until:%Y-%m-%d}"
