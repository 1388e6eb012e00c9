"""What one therapist's imports from other programs keep here."""

import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ruptures.models.encrypted import EncryptedJSONField, EncryptedTextField
from ruptures.models.user import User


class ImportMappingQuerySet(models.QuerySet["ImportMapping"]):
    def visible_to(self, user: User) -> Self:
        return self.editable_by(user)

    def editable_by(self, user: User) -> Self:
        return self.filter(owner=user)


class ImportMapping(models.Model):
    """What the columns of one kind of file mean, to be used again under its name.

    It is encrypted, as its value codes and names of lists may tell of a client.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_mappings"
    )
    name = models.CharField(_("name"), max_length=60)
    content = EncryptedJSONField()

    objects = ImportMappingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="import_mapping_once_a_name",
                violation_error_message=_("A mapping of this name is already kept."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def new_secret() -> str:
    return secrets.token_hex(32)


class ImportSecret(models.Model):
    """What ties ids of other programs to keys here; no export has it.

    Without it nobody tells by trying whose key it is.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_secret"
    )
    secret = EncryptedTextField(default=new_secret, editable=False)

    def __str__(self) -> str:
        return f"secret of {self.owner_id}"
