"""The command that brings in a file of another program."""

import json
import stat

import pytest
from django.core.management import CommandError, call_command

from ruptures.models import Case, Session
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db

FILE = "id,date,srs,name\nA,2026-01-05,36.5,Peel\nB,2026-01-06,12,Steed\n"
UNSURE = "id,date,strain\nA,05/01/2026,1\nB,06/01/2026,2\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(FILE)
    return path


def test_a_file_comes_in_and_its_clients_are_told(file, tmp_path, capsys):
    user = UserFactory()
    CaseFactory(therapist=user, code="BBBB", started_on="2026-01-01")
    file.write_text(FILE.replace("B,", "BBBB,"))
    keys = tmp_path / "keys.csv"

    call_command("import_data", file, therapist=user.email, key_file=keys)

    assert capsys.readouterr().out.splitlines() == [
        "Checked: 5 new, 1 already here. Writing.",
        "5 new, 1 already here.",
        "Passed over: name.",
        "1 of the ids are codes of cases here.",
        f"{keys} is written. It tells who is who: keep it apart.",
    ]
    code = Session.objects.get(date="2026-01-05").case.code
    assert keys.read_text().splitlines() == ["id,code", f"A,{code}", "BBBB,BBBB"]
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_a_file_comes_in_twice_without_a_change(file, capsys):
    user = UserFactory()

    call_command("import_data", file, therapist=user.email)
    call_command("import_data", file, therapist=user.email)

    assert capsys.readouterr().out.splitlines()[-3:] == [
        "0 new, 6 already here.",
        "Passed over: name.",
        "Which id has which code: --key-file FILE writes it.",
    ]


def test_a_file_on_trial_writes_nothing(file, capsys):
    call_command("import_data", file, therapist=UserFactory().email, dry_run=True)

    assert capsys.readouterr().out.splitlines()[1:] == [
        "6 new, 0 already here. Nothing was written.",
        "Passed over: name.",
    ]
    assert not Case.objects.exists()


def test_what_is_not_sure_is_decided_in_a_mapping(file, tmp_path, capsys):
    user, by = UserFactory(), tmp_path / "mapping.json"
    file.write_text(UNSURE)

    with pytest.raises(CommandError, match="Write what the file seems to mean with"):
        call_command("import_data", file, therapist=user.email)
    call_command("import_data", file, therapist=user.email, write_mapping=by)

    assert capsys.readouterr().out.splitlines() == [
        f"{by} is written. To decide:",
        "- strain: Who answered this?",
        "- strain: What do these mean: 1, 2? One of these was expected: Yes / No / "
        "Unsure.",
        "- dates: Does the day stand first, or the month?",
    ]
    decided = json.loads(by.read_text()) | {"dates": "mdy"}
    decided["columns"][2] |= {"rater": "client", "values": {"1": "yes", "2": "no"}}
    by.write_text(json.dumps(decided), encoding="utf-8-sig")
    call_command("import_data", file, therapist=user.email, mapping=by)
    assert [f"{day}" for day in Session.objects.values_list("date", flat=True)] == [
        "2026-05-01",
        "2026-06-01",
    ]


def test_what_is_wrong_is_written_as_a_list(file, tmp_path):
    file.write_text(FILE.replace("36.5", "=36"))
    errors = tmp_path / "errors.csv"

    with pytest.raises(CommandError, match="A number was expected"):
        call_command("import_data", file, therapist=UserFactory().email, errors=errors)

    assert errors.read_text().splitlines() == [
        "file,row,column,value,expected",
        'file.csv,2,srs,\'=36,"A number was expected, like 36.5."',
    ]
    assert not Case.objects.exists()


def test_a_mapping_that_is_none_is_refused(file, tmp_path):
    by = tmp_path / "mapping.json"
    by.write_bytes(b"\xff\xfe")

    with pytest.raises(CommandError, match=r"The mapping: This is no mapping\."):
        call_command("import_data", file, therapist=UserFactory().email, mapping=by)
