"""Fields whose values only the keys outside the database can read."""

import json
from typing import Any

from django.db import models
from django.db.models.lookups import IsNull

from ruptures.encryption import InvalidToken, decrypt, encrypt


class Unreadable(str):
    """A token that no key here opens; saved again it stays as it is."""

    def as_json(self) -> dict[str, str]:
        """How a snapshot holds it, so that it is put back as a token, not as text."""
        return {"unreadable": str(self)}


class EncryptedField(models.TextField):
    """A value that is encrypted on its way in; it can be looked up only by absence."""

    def get_lookup(self, lookup_name: str) -> Any:
        return IsNull if lookup_name == "isnull" else None

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Unreadable):
            return value if value is None else str(value)
        return encrypt(self.as_text(value))

    def from_db_value(self, value: str | None, *_args: Any) -> Any:
        if value is None:
            return None
        try:
            return self.as_value(decrypt(value))
        except InvalidToken:
            return Unreadable(value)

    def as_text(self, value: Any) -> str:
        return str(value)

    def as_value(self, text: str) -> Any:
        return text


class EncryptedTextField(EncryptedField):
    """Free text; `to_python` also takes what `Unreadable.as_json` gave."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dict):
            return Unreadable(value["unreadable"])
        return value


class EncryptedJSONField(EncryptedField):
    """What JSON can hold; None is stored as nothing."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def as_text(self, value: Any) -> str:
        return json.dumps(value)

    def as_value(self, text: str) -> Any:
        return json.loads(text, object_hook=opened)

    def to_python(self, value: Any) -> Any:
        return value


def opened(found: dict[str, Any]) -> Any:
    """What `Unreadable.as_json` gave as text, where a key here opens it by now."""
    if found.keys() != {"unreadable"}:
        return found
    try:
        return decrypt(found["unreadable"])
    except InvalidToken:
        return found
