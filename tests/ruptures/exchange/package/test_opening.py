"""A file that is no package, or no longer the one that was written, stays outside."""

import json
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile

import pytest

from ruptures.exchange.package import opening
from ruptures.exchange.problems import Refused
from ruptures.models import Case
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    empty_installation,
    members,
    one_of_everything,
    problems,
    replaced,
    zipped,
)

pytestmark = pytest.mark.django_db

NO_PACKAGE = [
    "The file: This is no package: a zip as the export writes it was expected."
]


@pytest.fixture
def data():
    data = bytes_of(one_of_everything().therapist, notes=True)
    empty_installation()
    return data


def refused(data: bytes) -> list[str]:
    with pytest.raises(Refused) as raised:
        opening.opened(BytesIO(data))
    return list(map(str, raised.value.problems))


def without(data: bytes, *names: str) -> bytes:
    return zipped({k: v for k, v in members(data).items() if k not in names})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"key,code\r\n",
        b"PK\x03\x04" + bytes(100),
        b"PK\x05\x06" + bytes(18),
        b"\x89PNG\r\n\x1a\n" + bytes(1000),
    ],
    ids=["empty", "csv", "head of a zip", "no member", "picture"],
)
def test_what_is_no_zip_is_refused(data):
    assert refused(data) == NO_PACKAGE


def test_half_a_zip_is_refused(data):
    assert refused(data[: len(data) // 2]) == NO_PACKAGE


def test_a_zip_with_more_members_than_any_package_is_not_even_listed():
    many = zipped({f"{number}.csv": b"" for number in range(500)})

    assert refused(many) == NO_PACKAGE


def test_an_empty_zip_says_what_is_missing():
    said = refused(zipped({"dictionary.csv": b""}))

    assert said[:2] == [
        "datapackage.json: This file is missing.",
        "cases.csv: This file is missing.",
    ]
    assert len(said) == 9


@pytest.mark.parametrize(
    "name", ["more.csv", "../cases.csv", "/etc/passwd", "cases.CSV", "x" * 200]
)
def test_a_member_that_does_not_belong_there_is_refused(name, data):
    more = zipped(members(data) | {name: b"x"})

    assert refused(more) == [f"{name[:60]}: No such file belongs here."]


def test_a_member_twice_is_refused(data):
    file = BytesIO(data)
    with ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("cases.csv", b"x")

    assert refused(file.getvalue()) == ["cases.csv: No such file belongs here."]


@pytest.mark.parametrize("name", ["cases.csv", "put_offs.csv", "datapackage.json"])
def test_a_missing_member_is_named(name, data):
    assert refused(without(data, name)) == [f"{name}: This file is missing."]


def test_what_stands_for_people_alone_may_be_missing(data):
    found = opening.opened(BytesIO(without(data, "dictionary.csv")))

    assert len(found.tables) == 10


def test_a_changed_file_is_refused(data):
    found = members(data)
    changed = found["sessions.csv"].replace(b"held", b"late")

    assert refused(zipped(found | {"sessions.csv": changed})) == [
        "sessions.csv: It was changed since the package was written: "
        "the checksum differs."
    ]


def test_a_damaged_zip_is_refused(data):
    place = data.index(b"sessions.csv") + 30
    damaged = data[:place] + bytes([data[place] ^ 255]) + data[place + 1 :]

    assert refused(damaged) == ["The file: The zip is damaged."]


def test_another_compression_or_a_password_is_refused(data):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_BZIP2) as archive:
        for name, content in members(data).items():
            archive.writestr(name, content)
    locked = bytearray(data)
    locked[data.rindex(b"PK\x01\x02") + 8] |= 1  # the last one's flags

    assert refused(file.getvalue()) == ["cases.csv: It cannot be unpacked here."]
    assert refused(bytes(locked)) == ["datapackage.json: It cannot be unpacked here."]


def test_a_bomb_is_refused_before_it_is_unpacked(data, monkeypatch):
    monkeypatch.setattr(opening, "LARGEST", 2**24)
    bomb = zipped(members(data) | {"sessions.csv": bytes(2**24)})

    assert len(bomb) < 2**16
    assert refused(bomb) == ["The file: Unpacked, it is larger than 1 GB."]


def test_a_bomb_that_lies_about_its_size_is_read_no_further_than_it_says(data):
    found = members(data)
    bomb = zipped(found | {"sessions.csv": found["sessions.csv"] + bytes(2**24)})
    place = bomb.rindex(b"sessions.csv") - 46  # its entry in the list of members
    size = len(found["sessions.csv"]).to_bytes(4, "little")

    assert refused(bomb[: place + 24] + size + bomb[place + 28 :]) == [
        "The file: The zip is damaged."
    ]


def test_a_large_description_is_not_read(data):
    large = zipped(members(data) | {"datapackage.json": b" " * (2**20 + 1)})

    assert refused(large) == ["datapackage.json: It is too large."]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", '{"resources": 1}', '{"resources": [1]}', "[" * 10**5]
    + ['{"resources": [{"path": []}]}', "\ufeff{}"],
    ids=lambda text: text[:30],
)
def test_a_description_that_is_none_is_refused(text, data):
    other = zipped(members(data) | {"datapackage.json": text.encode()})

    assert refused(other) == ["datapackage.json: It is no description of a package."]


@pytest.mark.parametrize(
    "edit",
    [
        lambda each: each.pop("dialect"),
        lambda each: each.update(dialect=7),
        lambda each: each["dialect"].update(delimiter="\t"),
        lambda each: each["schema"]["fields"].append({"decimalChar": ","}),
        lambda each: each["schema"]["fields"].append({"decimalChar": []}),
        lambda each: each["schema"].update(fields=None),
    ],
)
def test_another_form_than_those_of_the_export_is_refused(edit, data):
    described = json.loads(members(data)["datapackage.json"])
    edit(described["resources"][0])
    text = json.dumps(described).encode()

    assert refused(zipped(members(data) | {"datapackage.json": text})) == [
        "datapackage.json: It describes files that are not like those of the export."
    ]


@pytest.mark.parametrize("notes", [["notes.csv"], ["agenda.csv"]])
def test_tables_of_free_text_may_be_missing(notes, data):
    assert len(opening.opened(BytesIO(without(data, *notes))).tables) == 9


def test_nothing_of_a_refused_file_is_here(data):
    header = members(data)["cases.csv"].split(b"\r\n")[0] + b"\r\n"

    assert problems(replaced(data, {"cases.csv": header}), None) != []
    assert not Case.objects.exists()
