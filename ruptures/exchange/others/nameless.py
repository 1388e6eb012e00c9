"""A file without a name: nobody can open it, and it is gone with its owner."""

import tempfile
import weakref
from typing import BinaryIO, cast

from django.conf import settings


def nameless() -> BinaryIO:
    """On the disk where the database is: a machine's /tmp may be its memory."""
    return cast(BinaryIO, tempfile.TemporaryFile(dir=settings.VAR))


def gone_with(owner: object, file: BinaryIO) -> None:
    weakref.finalize(owner, file.close)
