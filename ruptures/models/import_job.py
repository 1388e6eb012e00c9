"""A file on its way in, from its upload to what became of it."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import choices_of
from ruptures.models.encrypted import EncryptedJSONField, EncryptedTextField
from ruptures.models.user import User


class ImportState(models.TextChoices):
    DESCRIBING = "describing", _("Waits for what its columns mean")
    CHECKING = "checking", _("Being checked")
    ASKED = "asked", _("Waits for your answer")
    WRITING = "writing", _("Being written")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused: nothing was written")
    CANCELLED = "cancelled", _("Cancelled: nothing was written")
    INTERRUPTED = "interrupted", _("Interrupted: nothing was written")


class Differing(models.TextChoices):
    """What becomes of rows that are here with other values."""

    KEEP = "keep", _("keep what is here")
    TAKE = "take", _("take what the file says")


# A child process is at work on it; and what keeps the next file of its user waiting.
RUNNING = (ImportState.CHECKING, ImportState.WRITING)
UNDER_WAY = (*RUNNING, ImportState.DESCRIBING, ImportState.ASKED)


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, user: User) -> Self:
        return self.editable_by(user)

    def editable_by(self, user: User) -> Self:
        """The user's own: a file is nobody else's to see."""
        return self.filter(user=user)

    def running(self) -> Self:
        return self.filter(state__in=RUNNING)

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)


class ImportJob(models.Model):
    """One upload; `submission` is the form's own key, so a double click is one job.

    The counts are of rows. `problems` say why it was refused; `differences` are the
    first of those found, and `seen` stands for all of them, so that none is taken that
    was not there to be seen. Cells of the file stand in both: they are encrypted.
    `written_at` is the moment that all its acts have.

    Of a file of another program, `mapping` is what its columns mean, so far as that is
    known, `doubts` what has still to be decided of it, and `codes` who is who: the case
    code of each of its ids, until its owner deletes them or the job is forgotten.
    `passed_over` are the columns that came to nothing.
    """

    LIFETIME: ClassVar = timedelta(days=30)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports"
    )
    submission = models.UUIDField(unique=True, editable=False)
    file_name = EncryptedTextField(_("file"))
    state = models.CharField(
        max_length=12, choices=ImportState, default=ImportState.CHECKING
    )
    differing = models.CharField(max_length=4, choices=Differing, blank=True)
    new = models.PositiveIntegerField(default=0)
    here = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)
    fixed = models.PositiveIntegerField(default=0)
    problems = EncryptedJSONField(null=True, blank=True)
    differences = EncryptedJSONField(null=True, blank=True)
    seen = models.CharField(max_length=64, blank=True)
    mapping = EncryptedJSONField(null=True, blank=True)
    doubts = EncryptedJSONField(null=True, blank=True)
    passed_over = EncryptedJSONField(null=True, blank=True)
    codes = EncryptedJSONField(null=True, blank=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            *choices_of("import", [("state", ImportState)]),
            *choices_of("import", [("differing", Differing)], blank=True),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=UNDER_WAY),
                name="import_one_at_a_time",
            ),
            models.CheckConstraint(
                name="import_refused_says_why",
                condition=Q(state=ImportState.REFUSED, problems__isnull=False)
                | (~Q(state=ImportState.REFUSED) & Q(problems__isnull=True)),
            ),
            models.CheckConstraint(
                name="import_written_when_done",
                condition=Q(written_at__isnull=True) | Q(state=ImportState.DONE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY
