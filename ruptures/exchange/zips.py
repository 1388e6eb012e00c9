"""A zip whose list of members is read only once it is known how long it is."""

import struct
from io import SEEK_END
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

# The record at a zip's end: its signature, how long the list of members is, and that
# no comment follows. In the larger format another record says how long, and before
# the last stands where that one is: right before.
END, ENDS = struct.Struct("<4s8xL4xH"), b"PK\x05\x06"
PLACE, PLACES = struct.Struct("<4s4xQ4x"), b"PK\x06\x07"
LARGER_END, LARGER_ENDS = struct.Struct("<4s36xQ8x"), b"PK\x06\x06"


def zip_of(file: BinaryIO, longest_list: int) -> ZipFile:
    """Raises where it is none, or its list is longer than so many bytes.

    BadZipFile, OSError, struct.error or ValueError, as the zip's reader itself does.
    """
    if length_of_list(file) > longest_list:
        raise BadZipFile
    return ZipFile(file)


def length_of_list(file: BinaryIO) -> int:
    """In bytes, as the end of the file says, where the zip's reader looks as well."""
    at = file.seek(-END.size - PLACE.size, SEEK_END)
    mark, place = PLACE.unpack(file.read(PLACE.size))
    end, length, comment = END.unpack(file.read())
    if end != ENDS or comment:
        raise BadZipFile
    if mark != PLACES:
        return int(length)
    file.seek(at - LARGER_END.size)
    larger, length = LARGER_END.unpack(file.read(LARGER_END.size))
    if larger != LARGER_ENDS or place != at - LARGER_END.size:
        raise BadZipFile
    return int(length)
