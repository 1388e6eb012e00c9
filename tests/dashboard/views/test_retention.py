"""The page of cases to review: erase or keep each, nothing by itself."""

import datetime

import pytest

from ruptures.models import KeptCase
from tests import factories

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_engine,
    pytest.mark.usefixtures("_today"),
]

PAGE = "/data/to-review/"


@pytest.fixture
def case(therapist, settings):
    settings.RETENTION_YEARS = 7
    return factories.CaseFactory(
        therapist=therapist,
        code="K7QM",
        started_on=datetime.date(2016, 1, 4),
        ended_on=datetime.date(2017, 1, 9),
        ending="agreed",
    )


def test_each_case_can_be_erased_or_kept(client, case):
    page = client.get(PAGE).text

    assert 'href="/cases/K7QM/erase/"' in page
    assert 'href="/cases/K7QM/keep/"' in page
    assert "Ended more than 7 years ago" in page


def test_what_was_decided_stands_below(client, case):
    answer = client.post("/cases/K7QM/keep/", {"words": "Our lawyer, by phone."})

    page = client.get(PAGE).text
    assert answer.url == PAGE
    assert "Our lawyer, by phone." in page
    assert 'href="/cases/K7QM/erase/"' not in page


def test_without_words_nothing_is_kept(client, case):
    answer = client.post("/cases/K7QM/keep/", {"words": ""})

    assert list(answer.context["form"].errors) == ["words"]
    assert not KeptCase.objects.exists()


def test_where_no_years_are_set_the_page_says_so(client, therapist, settings):
    settings.RETENTION_YEARS = 0

    assert "RETENTION_YEARS" in client.get(PAGE).text
