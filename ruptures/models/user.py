"""The person who signs in."""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import choices_of


class Language(models.TextChoices):
    """Languages of the pages, each by its own name."""

    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"


class Clock(models.TextChoices):
    H24 = "24", _("24 hours, such as 14:30")
    H12 = "12", _("12 hours, such as 2:30 p.m.")


class DateStyle(models.TextChoices):
    DAY_FIRST = "day", _("Day first, such as Sat 21 Nov 2026")
    MONTH_FIRST = "month", _("Month first, such as Sat, Nov 21, 2026")
    ISO = "iso", _("Year first, such as 2026-11-21")


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, **extra: Any
    ) -> "User":
        """Create an account; without a password it cannot sign in."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **extra: Any
    ) -> "User":
        """Create an account with Django's flags; they grant no clinical access."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **extra
        )

    def hold(self, user: "User") -> None:
        """Hold this row to the end of the transaction: one person's forms follow each
        other.
        """
        self.select_for_update(no_key=True).get(pk=user.pk)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractUser):
    """Someone who signs in by e-mail.

    `is_owner` marks the installation's owner, who invites and disables accounts and
    sees no case by it; `is_staff` and `is_superuser` grant no clinical access either.
    An empty `language` is the browser's; an empty `clock` or `date_style` is what the
    language usually has.
    """

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    is_owner = models.BooleanField(_("owner of the installation"), default=False)
    language = models.CharField(
        _("language"), max_length=10, choices=Language, blank=True
    )
    clock = models.CharField(_("clock"), max_length=2, choices=Clock, blank=True)
    date_style = models.CharField(
        _("dates"), max_length=10, choices=DateStyle, blank=True
    )
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        ordering = ["email"]
        constraints: ClassVar = [
            *choices_of(
                "user",
                [("language", Language), ("clock", Clock), ("date_style", DateStyle)],
                blank=True,
            )
        ]

    def __str__(self: Self) -> str:
        return self.email
