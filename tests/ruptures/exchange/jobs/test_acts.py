"""What a person does with an import, and what becomes of files and jobs."""

import datetime
import os
import uuid
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.acts import begin, cancel, confirm, tidy
from ruptures.exchange.jobs.child import run
from ruptures.exchange.problems import MOST
from ruptures.models import Differing, ImportJob, Note, Session
from tests.factories import ImportJobFactory, UserFactory
from tests.import_children import at_work
from tests.parallel import in_parallel
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    ROWS,
    changed,
    empty_installation,
    one_of_everything,
)
from tests.waiting import until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]

DAYS = datetime.timedelta(days=1)


@pytest.fixture
def user():
    return one_of_everything().therapist


def begun(user, submission=None):
    return begin(
        user=user,
        submission=submission or uuid.uuid4(),
        name="package.zip",
        pieces=[b"Half ", b"a zip"],
    )


def run_here(user, data, tmp_path, **values) -> ImportJob:
    """What the child does, in this process."""
    job = ImportJobFactory(user=user, **{"state": "checking"} | values)
    path = tmp_path / "sent"
    path.write_bytes(data)
    with path.open("rb") as file:
        run(job, file)
    job.refresh_from_db()
    return job


def test_a_form_sent_twice_is_one_import(user):
    key = uuid.uuid4()

    first, second = begun(user, key), begun(user, key)

    assert first == second
    assert ImportJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_import(imports):
    user, key = UserFactory(), uuid.uuid4()

    jobs = in_parallel(lambda _number: begun(user, key), 3)

    assert len({job.key for job in jobs}) == 1
    until(lambda: not room.is_held(jobs[0].key))
    assert {each.stem for each in imports.iterdir()} == {str(jobs[0].key)}


def test_a_second_file_is_told_that_the_first_is_under_way(user, imports):
    first = ImportJobFactory(user=user, state="checking")

    with at_work(first), pytest.raises(ValidationError, match="One comes in at a time"):
        begun(user)

    assert list(imports.iterdir()) == [room.file_of(first.key)]
    assert begun(UserFactory()).state == "checking"


def test_a_job_that_nobody_works_on_is_interrupted_and_makes_room(user, imports):
    first = begun(user)
    until(lambda: not room.is_held(first.key))

    second = begun(user)

    first.refresh_from_db()
    assert (first.state, second.state) == ("interrupted", "checking")
    assert not room.file_of(first.key).exists()


def test_all_of_it_here_is_nothing_to_do(user, tmp_path):
    job = run_here(user, bytes_of(user, notes=True), tmp_path)

    assert (job.state, job.new, job.here, job.written_at) == ("done", 0, ROWS, None)


def test_a_bad_zip_is_refused_with_the_reason(user, tmp_path):
    job = run_here(user, b"PK", tmp_path)

    [problem] = job.problems
    assert (job.state, problem["row"]) == ("refused", 0)
    assert problem["said"].startswith("This is no package")


def test_what_is_wrong_is_kept_cell_by_cell(user, tmp_path):
    data = changed(bytes_of(user), "cases", rhythm="daily")

    job = run_here(user, data, tmp_path)

    assert job.problems == [
        {
            "said": "One of these codes was expected: none, weekly, fortnightly.",
            "file": "cases.csv",
            "row": 2,
            "column": "rhythm",
            "value": "daily",
        }
    ]


def test_differences_are_counted_all_and_told_in_part(user, tmp_path):
    case = user.cases.get()
    start = case.started_on - 400 * DAYS
    case.started_on = start
    case.save()
    many = MOST + 1
    Session.objects.bulk_create(
        Session(case=case, date=start + n * DAYS, logged_at=timezone.now())
        for n in range(many)
    )
    data = bytes_of(user)
    Session.objects.filter(case=case, date__lt=start + many * DAYS).update(
        modality="phone"
    )

    job = run_here(user, data, tmp_path)

    assert (job.state, job.different, len(job.differences)) == ("asked", many, MOST)
    assert job.differences[0] == {
        "file": "sessions.csv",
        "row": job.differences[0]["row"],
        "column": "modality",
        "here": "phone",
        "there": "",
    }


def test_only_what_was_shown_is_taken(user, tmp_path):
    data = changed(bytes_of(user, notes=True), "notes", text="As the file has it.")
    job = run_here(user, data, tmp_path)
    Note.objects.update(text="Written since.")

    ImportJob.objects.update(state="writing", differing=Differing.TAKE)
    values = {"state": "writing", "differing": Differing.TAKE, "seen": job.seen}
    ImportJob.objects.all().delete()
    later = run_here(user, data, tmp_path, **values)

    assert later.state == "refused"
    assert later.problems[0]["said"] == (
        "What is here was changed since the file was checked."
    )
    assert Note.objects.get().text == "Written since."


def test_one_row_that_differs_is_taken(user, tmp_path):
    data = changed(bytes_of(user, notes=True), "notes", text="As the file has it.")
    seen = run_here(user, data, tmp_path).seen
    ImportJob.objects.all().delete()

    job = run_here(
        user, data, tmp_path, state="writing", differing=Differing.TAKE, seen=seen
    )

    assert (job.state, job.different, job.differences) == ("done", 1, None)
    assert Note.objects.get().text == "As the file has it."


def test_a_row_that_only_the_database_refuses_leaves_nothing(user, tmp_path):
    data = changed(bytes_of(user), "scores", value="61")
    empty_installation()

    job = run_here(user, data, tmp_path, state="writing", differing=Differing.KEEP)

    assert (job.state, job.problems[0]["row"]) == ("refused", 2)
    assert not Session.objects.exists()


def test_an_answer_for_a_file_that_is_gone_says_so(user):
    job = ImportJobFactory(user=user, state="asked")

    with pytest.raises(ValidationError, match="Choose it again"):
        confirm(job, Differing.KEEP)


def test_what_is_being_written_is_not_cancelled(user):
    job = ImportJobFactory(user=user, state="writing")

    assert cancel(job) is False


def test_files_and_questions_of_yesterday_are_gone(user, imports):
    old = ImportJobFactory(user=user, state="asked", at=timezone.now() - 2 * DAYS)
    upload = imports / "broke-off.upload"
    for each in (room.file_of(old.key), upload):
        each.touch()
        os.utime(each, (0, 0))
    (imports / "fresh").touch()

    tidy(UserFactory())

    old.refresh_from_db()
    assert (old.state, [each.name for each in imports.iterdir()]) == (
        "cancelled",
        ["fresh"],
    )


def test_jobs_of_last_month_are_forgotten(user):
    ImportJobFactory(user=user, at=timezone.now() - 31 * DAYS)
    kept = ImportJobFactory(user=user, at=timezone.now() - 29 * DAYS)

    tidy(user)

    assert ImportJob.objects.get() == kept


def test_half_a_line_says_nothing_of_how_far_it_is(imports):
    key = uuid.uuid4()
    before = room.progress(key)
    room.progress_file_of(key).write_text("500 12\n1000 2")

    assert (before, room.progress(key)) == ((0, 0), (500, 12))


def test_the_file_is_kept_as_it_was_sent(user):
    data = BytesIO(bytes_of(user))

    with room.kept(uuid.uuid4(), iter(lambda: data.read(100), b"")) as file:
        assert file.read() == data.getvalue()


def test_what_breaks_off_on_its_way_is_not_kept(imports):
    def pieces():
        yield b"Half a"
        raise OSError

    with pytest.raises(OSError), room.kept(uuid.uuid4(), pieces()):  # noqa: PT011
        pass

    assert list(imports.iterdir()) == []
