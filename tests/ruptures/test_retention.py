"""Cases whose time is over are listed for a person to decide, and stay."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures.models import Case, KeptCase
from ruptures.retention import keep_case, kept, to_review, years_before
from tests import factories
from tests.ruptures.erasing.leaving import hold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today", "_ten_years")]

OVER = datetime.date(2016, 11, 22)  # ten years before the day of these tests


@pytest.fixture
def _ten_years(settings):
    settings.RETENTION_YEARS = 10


def ended(day, **values):
    return factories.CaseFactory(
        started_on=datetime.date(2016, 1, 4), ended_on=day, ending="agreed", **values
    )


def keep(case, words="Anna and I: a complaint may come."):
    return keep_case(
        user=case.therapist, submission=uuid.uuid4(), case=case, words=words
    )


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("day", "years", "before"),
    [
        ((2026, 11, 22), 10, (2016, 11, 22)),
        ((2024, 2, 29), 4, (2020, 2, 29)),
        ((2024, 2, 29), 1, (2023, 2, 28)),
        ((2024, 2, 29), -1, (2025, 2, 28)),
    ],
)
def test_a_year_back_is_the_same_day(day, years, before):
    assert years_before(datetime.date(*day), years) == datetime.date(*before)


def test_a_case_is_listed_from_the_day_when_its_years_are_over():
    user = factories.UserFactory()
    over = ended(OVER, therapist=user)
    longer = ended(datetime.date(2016, 3, 1), therapist=user)
    ended(OVER + datetime.timedelta(days=1), therapist=user)
    factories.CaseFactory(therapist=user)
    ended(OVER)  # of another

    assert list(to_review(user)) == [longer, over]


def test_where_no_years_are_set_nothing_is_listed(settings):
    settings.RETENTION_YEARS = 0
    case = ended(OVER)

    assert not to_review(case.therapist).exists()


def test_a_case_on_hold_is_not_listed_and_not_kept():
    case = ended(OVER)
    hold(case)

    assert not to_review(case.therapist).exists()
    with pytest.raises(ValidationError, match="on hold"):
        keep(case)


def test_a_case_that_is_kept_comes_back_in_a_year():
    case = ended(OVER)

    decided = keep(case)

    assert decided.until == datetime.date(2027, 11, 22)
    assert list(kept(case.therapist)) == [case]
    assert not to_review(case.therapist).exists()
    KeptCase.objects.update(until=datetime.date(2026, 11, 22))
    assert list(to_review(case.therapist)) == [case]


def test_deciding_again_replaces_what_was_decided():
    case = ended(OVER)
    keep(case)

    keep(case, "The lawyer.")

    assert KeptCase.objects.get().words == "The lawyer."


def test_who_decided_has_to_be_said():
    case = ended(OVER)

    with pytest.raises(ValidationError) as refused:
        keep(case, "  ")

    assert list(refused.value.error_dict) == ["words"]


def test_a_running_case_is_not_kept_for_later():
    with pytest.raises(ValidationError, match="does not wait"):
        keep(factories.CaseFactory())


def test_nobody_else_decides():
    case = ended(OVER)

    with pytest.raises(Case.DoesNotExist):
        keep_case(
            user=factories.UserFactory(),
            submission=uuid.uuid4(),
            case=case,
            words="I do.",
        )
