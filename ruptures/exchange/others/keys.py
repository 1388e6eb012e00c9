"""Keys of rows from somebody's file: the same each time, and telling nothing."""

import hmac
import uuid
from collections.abc import Callable

from django.utils.translation import gettext as _

from ruptures.exchange.problems import Problem, Refused
from ruptures.models import ImportSecret, User
from ruptures.models.encrypted import Unreadable

Keys = Callable[..., bytes]


def keys_of(user: User, ids: str) -> Keys:
    """From what identifies a row in the file to the key that this user's row has.

    `ids` names the list of clients whose ids stand in the file. Raises Refused where
    the secret cannot be read, as without it all would be new. Keys look like the
    random ones (UUID, version 4).
    """
    found = ImportSecret.objects.get_or_create(owner=user)[0].secret
    if isinstance(found, Unreadable):
        said = _("The key that opens what earlier imports left here is missing.")
        raise Refused(Problem(said))
    secret = found.encode()

    def key(*parts: str) -> bytes:
        text = "\0".join((ids, *parts))  # which none of them can hold
        found = bytearray(hmac.digest(secret, text.encode(), "sha256")[:16])
        found[6], found[8] = found[6] & 0x0F | 0x40, found[8] & 0x3F | 0x80
        return bytes(found)

    return key


def text_of(key: bytes) -> str:
    """As a package writes it."""
    return str(uuid.UUID(bytes=key))
