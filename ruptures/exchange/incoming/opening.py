"""A file as what an import reads from."""

from typing import BinaryIO

from ruptures.exchange.incoming.source import Source
from ruptures.exchange.package.opening import opened
from ruptures.exchange.package.reading import Arriving


def source_of(file: BinaryIO, name: str, mapping: None = None) -> Source:
    """The rows of the file of that name; raises Refused where it is none that we read.

    `mapping` says what the columns of other people's files become; a package says so
    itself, and nothing else is read so far.
    """
    return Arriving(opened(file))
