"""An ethical or safety concern: a path of its own, never a rupture."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import choice_of
from ruptures.models.case import Case
from ruptures.models.encrypted import EncryptedTextField, Unreadable
from ruptures.models.user import User


class ConcernKind(models.TextChoices):
    BOUNDARY = "boundary", _("A boundary")
    DUAL_ROLE = "dual_role", _("Two roles at once")
    SAFETY = "safety", _("Somebody's safety")
    CONDUCT = "conduct", _("Professional conduct")
    OTHER = "other", _("Something else")


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, user: User) -> Self:
        """The therapist's, and what is shared with who supervises the case now."""
        shared = Q(shared_with=user, case__in=Case.objects.visible_to(user))
        own = Q(case__in=Case.objects.editable_by(user))
        return self.filter(own | shared).distinct()

    def editable_by(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.editable_by(user))


class Concern(models.Model):
    """What worries the therapist, who was consulted, what was done; in no rate and in
    no export. Notifies nobody.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="concerns")
    kind = models.CharField(_("about"), max_length=20, choices=ConcernKind)
    text = EncryptedTextField(_("what it is"))
    consulted = EncryptedTextField(_("who was consulted, and when"), blank=True)
    done = EncryptedTextField(_("what was done"), blank=True)
    closed_on = models.DateField(_("settled on"), null=True, blank=True)
    shared_with = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [choice_of("concern", "kind", ConcernKind)]

    def __str__(self) -> str:
        return f"concern {self.key}"

    @property
    def is_readable(self) -> bool:
        """Whether a key here opens all of it."""
        texts = (self.text, self.consulted, self.done)
        return not any(isinstance(text, Unreadable) for text in texts)
