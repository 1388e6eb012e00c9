"""How people get in: the first account, invitations, signed-in devices, lock-out."""

import hashlib
import secrets
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.models.user import User
from ruptures.taxonomy import CODE_ALPHABET


class SetupCodeManager(models.Manager["SetupCode"]):
    def issue(self) -> str:
        """Make the one code that opens the first account; any earlier one is void."""
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
        fresh = {"code": make_password(code), "made_at": timezone.now(), "tries": 0}
        self.update_or_create(slot=1, defaults=fresh)
        return f"{code[:4]}-{code[4:]}"


class SetupCode(models.Model):
    """The one-time code for the first account, kept hashed: an hour and five tries."""

    LIFETIME: ClassVar = timedelta(hours=1)
    TRIES: ClassVar = 5

    slot = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    code = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[SetupCodeManager] = SetupCodeManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="setupcode_only_one", condition=Q(slot=1))
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"

    @property
    def is_live(self) -> bool:
        in_time = timezone.now() < self.made_at + self.LIFETIME
        return in_time and self.tries < self.TRIES

    def matches(self, typed: str) -> bool:
        """Compare with what was typed, in any spacing and case, and count the try."""
        SetupCode.objects.filter(pk=self.pk).update(tries=F("tries") + 1)
        letters = "".join(filter(str.isalnum, typed)).upper()
        return self.is_live and check_password(letters, self.code)


def token_hash(token: str) -> str:
    """A token has 256 random bits, so a plain hash keeps it as well as a slow one."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(made_at__gt=timezone.now() - Invitation.LIFETIME)

    def of_token(self, token: str) -> Self:
        return self.open().filter(token_hash=token_hash(token))

    def issue(self, made_by: User) -> str:
        """Make an invitation and return its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        self.create(
            token_hash=token_hash(token), made_by=made_by, made_at=timezone.now()
        )
        return token


class Invitation(models.Model):
    """A one-time link to an account; used or withdrawn, its row is gone."""

    LIFETIME: ClassVar = timedelta(days=7)

    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations"
    )
    made_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.made_at + self.LIFETIME


class DeviceQuerySet(models.QuerySet["Device"]):
    def of(self, user: User) -> Self:
        """Where `user` is signed in: live, most recently seen first."""
        live = self.filter(user=user, expire_date__gt=timezone.now())
        return live.order_by("-seen_at")


class Device(AbstractBaseSession):
    """A browser's session; deleting the row signs that browser out at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="devices"
    )
    browser = models.CharField(_("browser"), max_length=200)
    since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = BaseSessionManager.from_queryset(DeviceQuerySet)()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = _("signed-in device")  # type: ignore[assignment]
        verbose_name_plural = _("signed-in devices")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.browser

    @property
    def name(self) -> str:
        """What addresses call it, where the session's own key must never stand."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:24]

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore


class CacheEntry(models.Model):
    """The table of Django's database cache, where guesses at passwords are counted.

    All server processes must count together. As a model it is made by `migrate`;
    Django's cache alone reads and writes it.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache_entry"

    def __str__(self) -> str:
        return self.cache_key
