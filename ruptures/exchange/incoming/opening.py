"""A file as what an import reads from."""

from typing import BinaryIO

from ruptures.exchange.incoming.source import Source
from ruptures.exchange.others.mapping import Mapping
from ruptures.exchange.others.source import arriving
from ruptures.exchange.package.opening import opened
from ruptures.exchange.package.reading import Arriving
from ruptures.models import User


def source_of(
    file: BinaryIO, name: str, user: User, mapping: Mapping | None = None
) -> Source:
    """The rows of the file of that name; raises Refused where it is none that we read.

    `mapping` says what the columns of other people's files become; a package says so
    itself.
    """
    if mapping is None:
        return Arriving(opened(file))
    return arriving(file, name, user, mapping)
