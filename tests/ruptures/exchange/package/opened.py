"""A package as its reader has it: members by name, and the rows of a table."""

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

from ruptures.exchange.package.archive import package
from ruptures.exchange.package.wanted import Wanted


def bytes_of(user, **asked) -> bytes:
    return b"".join(package(Wanted(user, **asked)))


def opened(user, **asked) -> ZipFile:
    return ZipFile(BytesIO(bytes_of(user, **asked)))


def table(archive: ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"{name}.csv").decode()
    return list(csv.DictReader(StringIO(text, newline="")))


def resource(archive: ZipFile, name: str) -> dict:
    described = json.loads(archive.read("datapackage.json"))
    return next(each for each in described["resources"] if each["name"] == name)
