import datetime
import os
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from tests.factories import GrantFactory, NoteFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_export_data_writes_the_therapists_own_sessions(tmp_path, capsys):
    mine = SessionFactory(case__code="BBBB").case.therapist
    SessionFactory(case__code="CCCC")
    shared = SessionFactory(case__code="DDDD").case
    GrantFactory(therapist=shared.therapist, holder=mine, cases=[shared])
    path = tmp_path / "out.csv"

    call_command("export_data", therapist=mine.email.upper(), output=path)

    header, line, end = path.read_bytes().split(b"\r\n")
    assert header.startswith(b"session,case,number,")
    assert line.split(b",")[1] == b"BBBB"
    assert end == b""
    assert capsys.readouterr().out == f"{path} is written. It holds clinical data.\n"


@pytest.mark.parametrize("there", [False, True])
def test_export_data_makes_a_file_that_its_owner_alone_can_read(
    there, tmp_path, capsys
):
    path = tmp_path / "out.csv"
    if there:
        path.touch(0o644)

    call_command("export_data", therapist=UserFactory().email, output=path)

    assert path.stat().st_mode & 0o777 == 0o600


def test_export_data_refuses_another_kind_of_file(tmp_path):
    path = tmp_path / "out.txt"

    with pytest.raises(CommandError, match=r"must end in \.csv or \.zip"):
        call_command("export_data", therapist=UserFactory().email, output=path)

    assert not path.exists()


def test_export_data_refuses_an_address_that_nobody_has(tmp_path):
    path = tmp_path / "out.csv"

    with pytest.raises(CommandError, match=r"Nobody here signs in as who@example\.org"):
        call_command("export_data", therapist="who@example.org", output=path)

    assert not path.exists()


def test_export_data_says_why_a_file_cannot_be_written(tmp_path):
    path = tmp_path / "nowhere" / "out.csv"

    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call_command("export_data", therapist=UserFactory().email, output=path)


@pytest.mark.parametrize("notes", [False, True])
def test_export_data_writes_the_package_too(notes, tmp_path, capsys):
    mine = NoteFactory().session.case.therapist
    path = tmp_path / "out.zip"

    call_command("export_data", therapist=mine.email, output=path, notes=notes)

    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert ("notes.csv" in archive.namelist()) == notes
    assert path.stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr().out == f"{path} is written. It holds clinical data.\n"


def test_export_data_names_what_a_flat_file_has_not(tmp_path):
    path = tmp_path / "out.csv"
    asked = {"notes": True, "fresh_codes": tmp_path / "codes.csv", "excel": "comma"}

    with pytest.raises(CommandError) as refused:
        call_command("export_data", therapist=UserFactory().email, output=path, **asked)

    said = "For a package (.zip) alone: --notes, --fresh-codes, --excel."
    assert str(refused.value) == said
    assert not path.exists()


def test_export_data_takes_a_part_in_another_form(tmp_path):
    mine = SessionFactory(case__code="BBBB", date=datetime.date(2026, 3, 2)).case
    SessionFactory(case=mine, date=datetime.date(2026, 4, 2))
    SessionFactory(case__code="CCCC", case__therapist=mine.therapist)
    path, codes = tmp_path / "out.zip", tmp_path / "codes.csv"

    call_command(
        "export_data",
        therapist=mine.therapist.email,
        output=path,
        start=datetime.date(2026, 4, 1),
        end=datetime.date(2026, 4, 30),
        case=["BBBB"],
        numbers=True,
        fresh_codes=codes,
        excel="semicolon",
    )

    header, line, end = ZipFile(path).read("sessions.csv").split(b"\r\n")
    assert header == b"\xef\xbb\xbfkey;case;number;attendance;modality"
    assert line.split(b";")[2:] == [b"2", b"held", b""]
    assert end == b""
    fresh = ZipFile(path).read("cases.csv").split(b"\r\n")[1].split(b";")[1].decode()
    assert codes.read_bytes().decode() == f"code,fresh_code\r\nBBBB,{fresh}\r\n"


def test_export_data_takes_days_and_cases_of_the_flat_file(tmp_path):
    mine = SessionFactory(case__code="BBBB", date=datetime.date(2026, 3, 2)).case
    SessionFactory(case=mine, date=datetime.date(2026, 4, 2))
    path = tmp_path / "out.csv"

    call_command(
        "export_data",
        f"--therapist={mine.therapist.email}",
        f"--output={path}",
        "--start=2026-04-01",
        "--case=bbbb",
    )

    _header, line, end = path.read_bytes().split(b"\r\n")
    assert line.split(b",")[1:4] == [b"BBBB", b"2", b"2026-04-02"]
    assert end == b""


def test_export_data_names_a_case_that_is_somebody_elses(tmp_path):
    SessionFactory(case__code="CCCC")
    path = tmp_path / "out.csv"

    with pytest.raises(CommandError, match=r"No case of .*: CCCC\."):
        call_command(
            "export_data", therapist=UserFactory().email, output=path, case=["CCCC"]
        )

    assert not path.exists()


def test_export_data_refuses_days_that_end_before_they_start(tmp_path):
    path = tmp_path / "out.csv"
    days = {"start": datetime.date(2026, 3, 2), "end": datetime.date(2026, 3, 1)}

    with pytest.raises(CommandError, match="--end 2026-03-01 is before --start"):
        call_command("export_data", therapist=UserFactory().email, output=path, **days)

    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("out.zip", "must end in .csv."),
        ("old.csv", "is there already, and may be the list of another package."),
        ("nowhere/codes.csv", "cannot be written: No such file or directory."),
    ],
)
def test_export_data_gives_no_fresh_codes_that_nothing_would_tie(name, said, tmp_path):
    old, path, codes = tmp_path / "old.csv", tmp_path / "out.zip", tmp_path / name
    old.write_text("of an earlier package")

    with pytest.raises(CommandError) as refused:
        call_command(
            "export_data",
            therapist=UserFactory().email,
            output=path,
            fresh_codes=codes,
        )

    assert str(refused.value) == f"{codes} {said}"
    assert [*tmp_path.iterdir()] == [old]
    assert old.read_text() == "of an earlier package"


def test_export_data_leaves_no_list_of_a_package_that_was_not_written(tmp_path):
    path = tmp_path / "nowhere" / "out.zip"

    with pytest.raises(CommandError, match=r"out\.zip cannot be written"):
        call_command(
            "export_data",
            therapist=UserFactory().email,
            output=path,
            fresh_codes=tmp_path / "codes.csv",
        )

    assert [*tmp_path.iterdir()] == []


def test_export_data_writes_into_a_pipe_and_through_a_link(tmp_path):
    pipe, link, path = (tmp_path / name for name in ("p.csv", "l.csv", "out.csv"))
    os.mkfifo(pipe)
    link.symlink_to(path)
    email = UserFactory().email
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    call_command("export_data", therapist=email, output=pipe)
    call_command("export_data", therapist=email, output=link)

    assert os.read(reader, 100_000) == path.read_bytes()
    os.close(reader)
    assert pipe.is_fifo()
    assert link.readlink() == path
