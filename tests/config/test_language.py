"""Pages are in the language of their reader, and the next request starts afresh."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.formats import number_format
from pytest_django.asserts import assertContains

from dashboard.templatetags.charts import separators
from ruptures import dates
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

QUEBEC = "fr-CA,fr;q=0.9,en;q=0.5"
BOSTON = "en-US,en;q=0.9"
HAMBURG = "de-DE,de;q=0.9"


@pytest.fixture
def user():
    return UserFactory()


def browser(accepted, user=None):
    client = Client(headers={"Accept-Language": accepted})
    if user:
        client.force_login(user)
    return client


def language_of(response):
    assertContains(response, f'<html lang="{response["Content-Language"]}">')
    return response["Content-Language"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (QUEBEC, "fr"),
        (BOSTON, "en-gb"),
        (HAMBURG, "en-gb"),
        ("", "en-gb"),
        ("%", "en-gb"),
    ],
)
def test_sign_in_page_is_in_the_browsers_language(user, accepted, language):
    assert language_of(browser(accepted).get("/sign-in/")) == language


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("", QUEBEC, "fr"),
        ("", BOSTON, "en-gb"),
        ("en", QUEBEC, "en-gb"),
        ("fr", BOSTON, "fr"),
    ],
)
def test_own_language_goes_before_the_browsers(user, chosen, accepted, language):
    user.language = chosen
    user.save()

    assert language_of(browser(accepted, user).get("/account/")) == language


def test_page_that_is_not_there_is_in_the_readers_language(user):
    user.language = "fr"
    user.save()

    response = browser(BOSTON, user).get("/nothing/here/")

    assert (response.status_code, response["Content-Language"]) == (404, "fr")


def test_form_from_elsewhere_is_refused_in_the_browsers_language(user):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": QUEBEC})

    response = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})

    assert (response.status_code, response["Content-Language"]) == (403, "fr")


def test_what_answers_depends_on_the_language_asked_for(user):
    response = browser(QUEBEC).get("/sign-in/")

    assert "Accept-Language" in response["Vary"]


def test_language_leaves_no_cookie(user):
    client = browser(QUEBEC)

    client.get("/sign-in/")

    assert client.cookies.keys() == {"csrftoken"}


def test_next_request_of_the_thread_starts_afresh(user):
    user.language, user.date_style, user.clock = "fr", "iso", "12"
    user.save()

    browser(BOSTON, user).get("/account/")

    assert translation.get_language() == "en-gb"
    assert dates._preferences.get() == dates.NOBODYS
    assert language_of(browser(BOSTON).get("/sign-in/")) == "en-gb"


def test_error_in_a_view_leaves_nothing_to_the_next_request(user, monkeypatch):
    user.language, user.date_style = "fr", "iso"
    user.save()
    client = browser(BOSTON, user)
    client.raise_request_exception = False
    monkeypatch.setattr("dashboard.views.account.Device", None)

    response = client.get("/account/")

    assert (response.status_code, response["Content-Language"]) == (500, "fr")
    assert translation.get_language() == "en-gb"
    assert dates._preferences.get() == dates.NOBODYS


def test_language_asks_the_database_nothing(user, django_assert_num_queries):
    with django_assert_num_queries(1):  # whether there is any account at all
        browser(QUEBEC).get("/sign-in/")


def test_files_keep_their_columns_and_points_in_every_language(rows):
    english = browser(BOSTON, rows.therapist).get("/data/charts/raters.csv").content
    rows.therapist.language, rows.therapist.date_style = "fr", "month"
    rows.therapist.save()

    french = browser(BOSTON, rows.therapist).get("/data/charts/raters.csv").content

    assert french == english


def test_sessions_file_is_the_same_in_every_language(rows):
    path = "/data/sessions.csv"
    english = b"".join(browser(BOSTON, rows.therapist).get(path))
    rows.therapist.language, rows.therapist.clock = "fr", "12"
    rows.therapist.save()

    assert b"".join(browser(BOSTON, rows.therapist).get(path)) == english


@pytest.mark.parametrize(
    ("language", "decimal", "grouped", "signs"),
    [
        ("en-gb", "0.83", "12,500", ".,"),
        ("fr", "0,83", "12\u202f500", ",\u202f"),
    ],
)
def test_numbers_follow_the_language_in_words_and_charts(
    language, decimal, grouped, signs
):
    with translation.override(language):
        assert number_format(0.83, 2) == decimal
        assert number_format(12500, force_grouping=True) == grouped
        assert separators() == signs


@pytest.mark.parametrize("language", ["en", "fr"])
def test_inputs_hold_iso_dates_and_points_in_every_language(rows, language):
    rows.therapist.language, rows.therapist.date_style = language, "month"
    rows.therapist.save()

    page = browser(BOSTON, rows.therapist).get(f"/sessions/{rows.session.key}/")

    assertContains(page, 'value="2026-01-05"')
