"""A package opened safely: nothing in it is believed before it was looked at."""

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from ruptures.exchange.package.tables import TABLES, Table
from ruptures.exchange.package.wanted import EXCEL_DECIMAL_COMMA, PLAIN, Form
from ruptures.exchange.problems import Problem, Refused
from ruptures.exchange.zips import zip_of

LARGEST = 2**30  # bytes of all members, unpacked; a million sessions are a third
LARGEST_MANIFEST = 2**20
MANIFEST, DICTIONARY = "datapackage.json", "dictionary.csv"
AT_ONCE = 2**16  # bytes
LONGEST_LIST = 2**14  # bytes
DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error)


@dataclass(frozen=True, slots=True)
class Package:
    """Its tables in the order in which they are read, and how cells stand in them."""

    archive: ZipFile
    tables: tuple[Table, ...]
    form: Form

    def text(self, table: Table) -> TextIOWrapper:
        file = self.archive.open(file_of(table))
        return TextIOWrapper(file, "utf-8-sig", newline="")


def file_of(table: Table) -> str:
    return f"{table.name}.csv"


def opened(file: BinaryIO) -> Package:
    """The package in `file`; raises Refused where it is none, or not whole."""
    archive = unzipped(file)
    members = {each.filename: each for each in archive.infolist()}
    refuse_members(archive.infolist())
    tables = tuple(each for each in TABLES if file_of(each) in members)
    try:
        described = resources(archive)
        for table in tables:
            refuse_changed(archive, file_of(table), described)
        return Package(archive, tables, form(described))
    except DAMAGED as error:
        raise Refused(Problem(_("The zip is damaged."))) from error


def unzipped(file: BinaryIO) -> ZipFile:
    try:
        return zip_of(file, LONGEST_LIST)
    except (*DAMAGED, OSError, ValueError) as error:
        said = _("This is no package: a zip as the export writes it was expected.")
        raise Refused(Problem(said)) from error


def refuse_members(members: list[ZipInfo]) -> None:
    names = [each.filename for each in members]
    known = {MANIFEST, DICTIONARY, *map(file_of, TABLES)}
    needed = [MANIFEST, *(file_of(each) for each in TABLES if not each.has_text)]
    for each in members:
        if each.filename not in known or names.count(each.filename) > 1:
            raise Refused(Problem(_("No such file belongs here."), each.filename[:60]))
        if each.flag_bits & 1 or each.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise Refused(Problem(_("It cannot be unpacked here."), each.filename))
        if each.filename == MANIFEST and each.file_size > LARGEST_MANIFEST:
            raise Refused(Problem(_("It is too large."), MANIFEST))
    if missing := [name for name in needed if name not in names]:
        raise Refused(*(Problem(_("This file is missing."), name) for name in missing))
    if sum(each.file_size for each in members) > LARGEST:
        raise Refused(Problem(_("Unpacked, it is larger than 1 GB.")))


def resources(archive: ZipFile) -> Mapping[str, Any]:
    """What the manifest says of every file."""
    try:
        found = json.loads(archive.read(MANIFEST))["resources"]
        return {each["path"]: each for each in found}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        said = _("It is no description of a package.")
        raise Refused(Problem(said, MANIFEST)) from error


def refuse_changed(archive: ZipFile, name: str, described: Mapping[str, Any]) -> None:
    """Raise Refused unless the file is the one of which the manifest speaks."""
    digest = hashlib.sha256()
    with archive.open(name) as file:
        for some in iter(partial(file.read, AT_ONCE), b""):
            digest.update(some)
    said = described.get(name)
    if not isinstance(said, dict) or said.get("hash") != f"sha256:{digest.hexdigest()}":
        text = _("It was changed since the package was written: the checksum differs.")
        raise Refused(Problem(text, name))


def form(described: Mapping[str, Any]) -> Form:
    """How cells stand in its files: one of the forms in which they are written."""
    try:
        dialects = {each["dialect"]["delimiter"] for each in described.values()}
        fields = (
            each for one in described.values() for each in one["schema"]["fields"]
        )
        decimals = {each["decimalChar"] for each in fields if "decimalChar" in each}
        [found] = (
            each
            for each in (PLAIN, EXCEL_DECIMAL_COMMA)
            if ({each.delimiter}, {each.decimal}) == (dialects, decimals)
        )
    except (ValueError, KeyError, TypeError) as error:
        said = _("It describes files that are not like those of the export.")
        raise Refused(Problem(said, MANIFEST)) from error
    return found
