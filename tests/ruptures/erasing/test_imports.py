"""What files that came in, or wait, hold of a case that is erased."""

import pytest
from django.core.exceptions import ValidationError

from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.child import run
from ruptures.models import Case, ImportJob
from tests import factories
from tests.import_children import at_work
from tests.ruptures.erasing.leaving import erase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]


@pytest.fixture
def case():
    return factories.CaseFactory(code="K7QM")


def job(case, state, **said):
    return factories.ImportJobFactory(user=case.therapist, state=state, **said)


def test_nothing_is_erased_while_a_file_comes_in_that_could_bring_it_back(case):
    with (
        at_work(job(case, "writing", differing="keep")),
        pytest.raises(ValidationError, match="coming in"),
    ):
        erase(case)

    assert Case.objects.get() == case


def test_a_file_whose_child_is_dead_comes_in_no_more(case):
    job(case, "writing", differing="keep")

    erase(case)

    assert not Case.objects.exists()
    assert not ImportJob.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["describing", "asked"])
def test_a_file_that_waits_goes_with_what_is_told_of_it(state, case):
    waiting = job(case, state)
    with room.kept(waiting.key, [b"id,date"]):
        pass

    erase(case)

    assert not ImportJob.objects.exists()
    assert not room.file_of(waiting.key).exists()


def test_a_check_that_ends_after_the_case_went_leaves_nothing(case):
    checked = job(case, "checking", file_name="clients.csv")

    with room.kept(checked.key, [b"no package"]) as file:
        erase(case)
        run(checked, file)

    assert not ImportJob.objects.exists()
    assert not room.file_of(checked.key).exists()


def test_no_list_of_ids_tells_any_more_whose_the_case_was(case):
    other = factories.CaseFactory(code="P2XD")
    done = job(case, "done", codes={"A1": case.code, "A2": other.code})

    erase(case)

    done.refresh_from_db()
    assert done.codes == {"A2": "P2XD"}


def test_of_others_nothing_is_forgotten(case):
    theirs = factories.ImportJobFactory(state="asked")

    erase(case)

    assert ImportJob.objects.get() == theirs
