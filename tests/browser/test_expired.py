"""Signed out in the middle of the log form, by htmx and without script."""

import pytest
from playwright.sync_api import expect

from ruptures.models import Device, Session
from tests.factories import PASSWORD, CaseFactory

REFUSED = "Failed to load resource: the server responded with a status of 401"


@pytest.fixture
def case(db):
    return CaseFactory()


def fill_in(page, case):
    """A session with a withdrawal, all but saved."""
    page.goto("/log/")
    page.locator(f"[name=case][value={case.code}]").check()
    page.locator("[name=strain][value=withdrawal]").check()


def sign_out_everywhere():
    """As the clock would, half an hour later."""
    Device.objects.all().delete()


def sign_in_as(place, user):
    place.get_by_label("E-mail").fill(user.email)
    place.get_by_label("Password").fill(PASSWORD)
    place.get_by_role("button", name="Sign in").click()


def strains(case):
    sessions = Session.objects.filter(case=case)
    return [rupture.type for each in sessions for rupture in each.ruptures.all()]


def test_sign_in_opens_over_the_form_which_stays_and_is_sent_again(
    page, case, sign_in, console_errors
):
    sign_in(page.context, case.therapist)
    fill_in(page, case)
    expect(page.get_by_text("Draft saved")).to_be_visible()
    sign_out_everywhere()
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog", name="You were signed out")
    expect(dialog).to_be_visible()
    expect(page.locator("[name=strain][value=withdrawal]")).to_be_checked()

    sign_in_as(dialog, case.therapist)

    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(page.locator("#sign-in-dialog")).to_have_count(0)
    assert strains(case) == ["withdrawal"]
    assert [error.startswith(REFUSED) for error in console_errors] == [True]
    console_errors.clear()


def test_next_form_is_saved_by_the_new_sign_in(page, case, sign_in, console_errors):
    sign_in(page.context, case.therapist)
    fill_in(page, case)
    expect(page.get_by_text("Draft saved")).to_be_visible()
    sign_out_everywhere()
    page.get_by_role("button", name="Save", exact=True).click()
    sign_in_as(page.locator("#sign-in-dialog"), case.therapist)
    status = page.get_by_role("status")
    expect(status).to_contain_text("Saved")

    status.get_by_role("button", name="Undo").click()

    expect(status).not_to_contain_text("withdrawal")
    expect(page.locator("#sign-in-dialog")).to_have_count(0)
    assert strains(case) == []
    console_errors.clear()


def test_somebody_else_who_signs_in_starts_on_a_page_of_their_own(
    page, case, sign_in, console_errors
):
    theirs = CaseFactory()
    sign_in(page.context, case.therapist)
    fill_in(page, case)
    expect(page.get_by_text("Draft saved")).to_be_visible()
    sign_out_everywhere()
    page.get_by_role("button", name="Save", exact=True).click()

    sign_in_as(page.locator("#sign-in-dialog"), theirs.therapist)

    offered = page.locator("[name=case]")
    expect(offered).to_have_attribute("value", theirs.code)
    expect(page.locator("[name=strain]:checked")).to_have_count(0)
    assert strains(case) == []
    console_errors.clear()


def test_without_script_the_sign_in_page_carries_the_form(
    new_context, case, sign_in, console_errors
):
    context = new_context(java_script_enabled=False)
    sign_in(context, case.therapist)
    page = context.new_page()
    fill_in(page, case)
    sign_out_everywhere()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("what you entered is sent again")).to_be_visible()

    sign_in_as(page, case.therapist)

    expect(page).to_have_url("/log/")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert strains(case) == ["withdrawal"]
    console_errors.clear()
