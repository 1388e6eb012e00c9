"""A form that is still being filled in, kept where a closed tab cannot lose it."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ruptures.models.case import Case
from ruptures.models.encrypted import EncryptedJSONField
from ruptures.models.user import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> Self:
        return self.editable_by(user)

    def editable_by(self, user: User) -> Self:
        """The user's own: what is not saved yet is nobody else's to see."""
        return self.filter(user=user)


class Draft(models.Model):
    """What a user had entered in the form at `path` when it last saved itself.

    `submission` is the form's own key: once an act has it, the draft is gone.
    `content` maps the form's field names to lists of what would have been sent. `case`
    is the one that the form is about, as far as it is known: a draft goes with it.
    """

    LIFETIME: ClassVar = timedelta(days=30)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts"
    )
    submission = models.UUIDField(unique=True, editable=False)
    path = models.CharField(_("page"), max_length=200)
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    content = EncryptedJSONField()
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.path} {self.saved_at:%Y-%m-%d %H:%M}"
