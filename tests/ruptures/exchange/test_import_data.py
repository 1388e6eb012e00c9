"""The command that brings a package in."""

from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from ruptures.models import Case, Note
from tests.factories import UserFactory
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    ROWS,
    changed,
    empty_installation,
    one_of_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(bytes_of(one_of_everything().therapist, notes=True))
    empty_installation()
    return path


def test_import_data_brings_a_package_in_and_counts(package, tmp_path, capsys):
    user = UserFactory()

    call_command("import_data", package, therapist=user.email.upper())
    call_command(
        "export_data", therapist=user.email, output=tmp_path / "b.zip", notes=True
    )

    assert capsys.readouterr().out.splitlines() == [
        f"Checked: {ROWS} new, 0 already here. Writing.",
        f"{ROWS} new, 0 already here.",
        f"{tmp_path}/b.zip is written. It holds clinical data.",
    ]
    assert (tmp_path / "b.zip").read_bytes() == package.read_bytes()


def test_import_data_twice_says_that_all_is_here(package, capsys):
    user = UserFactory()

    call_command("import_data", package, therapist=user.email)
    call_command("import_data", package, therapist=user.email)

    assert capsys.readouterr().out.splitlines()[-1] == f"0 new, {ROWS} already here."


def test_import_data_on_trial_writes_nothing(package, capsys):
    call_command("import_data", package, therapist=UserFactory().email, dry_run=True)

    assert capsys.readouterr().out.splitlines()[-1] == (
        f"{ROWS} new, 0 already here. Nothing was written."
    )
    assert not Case.objects.exists()


def test_import_data_on_trial_finds_what_the_database_refuses(package):
    package.write_bytes(changed(package.read_bytes(), "scores", value="61"))

    with pytest.raises(CommandError, match="scores.csv, row 2: This total is outside"):
        call_command(
            "import_data", package, therapist=UserFactory().email, dry_run=True
        )


def test_import_data_tells_every_problem_and_writes_nothing(package):
    data = changed(package.read_bytes(), "cases", rhythm="daily", synthetic="")
    package.write_bytes(data)

    with pytest.raises(CommandError) as raised:
        call_command("import_data", package, therapist=UserFactory().email)

    assert str(raised.value).splitlines() == [
        "Problems:",
        "cases.csv, row 2, rhythm, 'daily': "
        "One of these codes was expected: none, weekly, fortnightly.",
        "cases.csv, row 2, synthetic: This cell must not be empty.",
        "Nothing was written.",
    ]
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("differing", "text"),
    [("keep", "What I wrote since."), ("take", "As in the file.")],
)
def test_import_data_keeps_or_takes_rows_that_differ(differing, text, package, capsys):
    user = UserFactory()
    call_command("import_data", package, therapist=user.email)
    Note.objects.update(text="What I wrote since.")
    package.write_bytes(changed(package.read_bytes(), "notes", text="As in the file."))

    call_command("import_data", package, therapist=user.email, differing=differing)

    said = f"0 new, {ROWS - 1} already here, 1 different."
    assert capsys.readouterr().out.splitlines()[-1] == said
    assert Note.objects.get().text == text


def test_import_data_refuses_an_address_that_nobody_has(package):
    with pytest.raises(CommandError, match="Nobody here signs in as who@example.org"):
        call_command("import_data", package, therapist="who@example.org")


def test_import_data_says_why_a_file_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_data", tmp_path / "no.zip", therapist=UserFactory().email)


def test_import_data_refuses_what_is_no_package(tmp_path):
    path = tmp_path / "flat.zip"
    path.write_text("session,case\r\n")

    with pytest.raises(CommandError, match="This is no package"):
        call_command("import_data", path, therapist=UserFactory().email)


def test_import_data_refuses_another_zip(tmp_path):
    path = tmp_path / "other.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "Dear colleague")

    with pytest.raises(CommandError, match=r"letter.txt: No such file belongs here\."):
        call_command("import_data", path, therapist=UserFactory().email)
