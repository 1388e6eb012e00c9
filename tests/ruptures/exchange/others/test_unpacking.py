"""How much of an Excel file is unpacked, and what is refused before any of it is."""

import struct
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from ruptures.exchange.others.opening import is_package, plain
from ruptures.exchange.problems import Problems, Refused
from tests.ruptures.exchange.others.files import mapping, workbook

pytestmark = pytest.mark.one_engine

TYPES, STYLES = "[Content_Types].xml", "xl/styles.xml"
BOOK, BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
SHEET_TYPE = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
)
TOO_LARGE = "file: Unpacked, it is too large."
DAMAGED = "file: This is no Excel file (.xlsx), or it is damaged."


def members() -> dict[str, bytes]:
    with ZipFile(BytesIO(workbook(["id"], ["A"]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(content: Mapping[str, bytes], kind: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", kind) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_many_signs() -> bytes:
    """A list of types that is no XML: two megabytes of one sign."""
    return zipped(members() | {TYPES: b"<Override " * 2**18})


def with_styles_as_a_sheet() -> bytes:
    """Styles, which are read into memory, under the type of a sheet."""
    found = members()
    types = found[TYPES].replace(
        b"</Types>",
        b'<Override PartName="/xl/styles.xml" ContentType="' + SHEET_TYPE + b'"/>'
        b"</Types>",
    )
    first = types.index(b"/xl/styles.xml")
    types = types[:first] + b"/xl/none.xml" + types[first + len("/xl/styles.xml") :]
    return zipped(found | {TYPES: types, STYLES: b" " * 80 * 2**20})


def with_strings_behind_an_entity() -> bytes:
    """Strings whose own type stands in other signs, and a sheet's in a comment."""
    found = members()
    types = found[TYPES].replace(b"/xl/shared", b"/xl/worksheets/&#115;hared")
    named = b'<!-- <Override PartName="/xl/worksheets/sharedStrings.xml" ContentType="'
    types = types.replace(b"</Types>", named + SHEET_TYPE + b'"/> --></Types>')
    strings = {"xl/worksheets/sharedStrings.xml": b" " * 80 * 2**20}
    return zipped(found | {TYPES: types} | strings)


def with_one_sheet_named_often() -> bytes:
    """Each time it is named, all that belongs to it is read."""
    found = members()
    sheet = b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    sheet += b'relationships" name="x" sheetId="9" r:id="rId1"/>'
    book = found[BOOK].replace(b"</sheets>", sheet * 100 + b"</sheets>")
    relations = b"<Relationships>" + b" " * 2**20 + b"</Relationships>"
    return zipped(found | {BOOK: book, SHEET_RELATIONS: relations})


def with_a_long_list() -> bytes:
    return zipped({**members(), **{"x" * 1000 + f"{n}": b"" for n in range(600)}})


def with_many_members() -> bytes:
    return zipped({**members(), **{f"{number}": b"" for number in range(2000)}})


def locked() -> bytes:
    data = bytearray(zipped(members()))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def torn() -> bytes:
    """A sheet whose bytes are not those that were packed."""
    data = bytearray(zipped(members()))
    place = data.index(SHEET.encode()) + len(SHEET)
    data[place : place + 8] = b"\xff" * 8
    return bytes(data)


REFUSED = {
    "types that are no XML": (with_many_signs(), TOO_LARGE),
    "styles as a sheet": (with_styles_as_a_sheet(), TOO_LARGE),
    "strings behind an entity": (with_strings_behind_an_entity(), TOO_LARGE),
    "one sheet named often": (with_one_sheet_named_often(), TOO_LARGE),
    "many members": (with_many_members(), TOO_LARGE),
    "a long list of members": (with_a_long_list(), DAMAGED),
    "a comment behind it": (
        zipped(members())[:-2] + struct.pack("<H", 3) + b"and",
        DAMAGED,
    ),
    "a member that is torn": (torn(), DAMAGED),
    "members behind a password": (
        locked(),
        "file: It is locked by a password: save it without one.",
    ),
    "packed in another way": (
        zipped(members(), ZIP_BZIP2),
        "file: It cannot be unpacked here.",
    ),
}


def test_parts_of_many_tags_are_not_read_for_a_look():
    styles = members()[STYLES].replace(
        b"</cellXfs>", b'<xf numFmtId="0"/>' * 60_000 + b"</cellXfs>"
    )

    with pytest.raises(Refused, match="It is too large to be shown here"):
        plain(BytesIO(zipped(members() | {STYLES: styles})), "file", mapping(), 10)


@pytest.mark.parametrize("rows", [None, 10])
@pytest.mark.parametrize("name", REFUSED)
def test_an_excel_file_is_refused_before_it_is_unpacked(name, rows):
    data, said = REFUSED[name]

    with pytest.raises(Refused) as raised:
        plain(BytesIO(data), "file", mapping(), rows)

    assert str(raised.value) == said


def test_signs_without_an_end_in_the_types_are_refused_within_their_limit():
    data = zipped(members() | {TYPES: b"<Override " * 2**14})

    with pytest.raises(Refused, match="no Excel file"):
        plain(BytesIO(data), "file", mapping())


def larger(data: bytes, length: int | None = None) -> bytes:
    """The same zip in the larger format, as programs write it that stream."""
    many, size, start = struct.unpack("<HLL", data[-12:-2])
    at = len(data) - 22
    size = size if length is None else length
    end = struct.pack(
        "<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, many, many, size, start
    )
    place = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    return data[:at] + end + place + data[at:]


def test_a_zip_of_the_larger_format_is_read():
    found = plain(BytesIO(larger(zipped(members()))), "file", mapping())

    assert [*found.rows(Problems())] == [(2, ["A"])]


def test_the_list_of_the_larger_format_is_no_longer_than_another():
    with pytest.raises(Refused, match="no Excel file"):
        plain(BytesIO(larger(zipped(members()), 2**30)), "file", mapping())


def test_a_long_list_is_not_read_to_tell_a_package():
    read: list[int] = []

    class Counting(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            found = super().read(size)
            read.append(len(found))
            return found

    assert is_package(Counting(with_a_long_list()), "file.xlsx") is False
    assert sum(read) < 100
