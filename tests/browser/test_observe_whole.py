"""A whole recording coded from the keyboard, and what can come between."""

import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ruptures import granting
from ruptures.models import Device, Draft, Grant, Session
from tests import factories
from tests.factories import PASSWORD

START = datetime.date(2026, 1, 5)
REFUSED = "Failed to load resource"
# Minute, key and salience of twelve moments in 50 minutes.
MOMENTS = [
    *(("2", "a", "1"), ("5", "b", "2"), ("9", "c", "3"), ("13", "a", "4")),
    *(("17", "d", "5"), ("21", "k", "1"), ("26", "l", "2"), ("30", "o", "3")),
    *(("34", "b", "4"), ("39", "m", "5"), ("44", "n", "1"), ("50", "e", "2")),
]


@pytest.fixture
def session(db) -> Session:
    case = factories.CaseFactory(code="K7QM", started_on=START)
    return factories.SessionFactory(case=case, date=START)


@pytest.fixture
def grant(session) -> Grant:
    return factories.GrantFactory(
        therapist=session.case.therapist, purpose="observe", every_case=True
    )


@pytest.fixture
def sheet(session) -> str:
    return f"/supervision/observe/{session.key}/"


@pytest.fixture
def page(page: Page, sign_in, grant, sheet) -> Page:
    sign_in(page.context, grant.holder)
    page.goto(sheet)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def code_moments(page: Page) -> None:
    press(page, "t")
    for minute, marker, salience in MOMENTS:
        press(page, *minute, marker, salience)


def coded(session: Session) -> list[tuple[int, int]]:
    """Minute and salience of each marker handed in."""
    markers = session.reports.get().markers.order_by("minute")
    return list(markers.values_list("minute", "salience"))


EXPECTED = [(int(minute), int(salience)) for minute, _key, salience in MOMENTS]


def hand_in(page: Page) -> None:
    """The answer and both scales from the minute on, and away with it."""
    press(page, "s", "1", "Tab", "4", "Tab", "2", "Control+Enter")


def test_twelve_markers_and_both_scales_by_keys_alone(page, session):
    code_moments(page)
    hand_in(page)

    expect(page.get_by_role("status").first).to_contain_text("Handed in")
    report = session.reports.get()
    assert (report.strain, report.intensity, report.resolution) == ("yes", 4, 2)
    assert coded(session) == EXPECTED


def test_a_digit_on_a_scale_never_changes_the_answer_above(page):
    press(page, "t", "s", "1", "Tab", "2")

    expect(page.locator("[name=intensity][value='2']")).to_be_checked()
    expect(page.locator("[name=strain][value=yes]")).to_be_checked()


def test_without_shortcuts_it_goes_by_tab_and_enter(page, grant, session, sheet):
    grant.holder.shortcuts = False
    grant.holder.save()
    page.goto(sheet)
    page.locator("#minute-now").focus()

    press(page, "1", "2", "Tab", "Tab", "Enter", "3")
    page.locator("[name=strain]").first.focus()
    press(page, "ArrowDown")
    page.get_by_role("button", name="Hand in").focus()
    press(page, "Enter")

    expect(page.get_by_role("status").first).to_contain_text("Handed in")
    assert coded(session) == [(12, 3)]


def test_each_line_says_what_it_is_to_a_reader_of_the_page(page):
    press(page, "t", "1", "2", "a", "3")
    line = page.locator("[data-coded] > li")

    expect(line.get_by_role("spinbutton", name="Minute")).to_have_value("12")
    expect(line.get_by_role("combobox", name="Marker")).to_have_value("quiet")
    expect(line.get_by_role("combobox", name="How much it mattered")).to_have_value("3")
    expect(page.locator("[data-coded-status]")).to_have_text(
        "Added: minute 12, went quiet"
    )


def test_signed_out_in_the_middle_nothing_of_it_is_lost(
    page, grant, session, console_errors
):
    code_moments(page)
    Device.objects.all().delete()
    hand_in(page)

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("E-mail").fill(grant.holder.email)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_text("Minute 50:")).to_be_visible()
    assert coded(session) == EXPECTED
    assert all(error.startswith(REFUSED) for error in console_errors)
    console_errors.clear()


def test_a_lost_connection_leaves_the_sheet_as_it_is(
    page, context: BrowserContext, session, console_errors
):
    code_moments(page)
    context.set_offline(True)
    press(page, "t", "5", "1", "a", "1")
    expect(page.locator(".draft-state")).to_contain_text("Not saved yet")

    context.set_offline(False)
    expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    hand_in(page)

    expect(page.get_by_role("status").first).to_contain_text("Handed in")
    assert coded(session) == [*EXPECTED, (51, 1)]
    assert all(error.startswith(REFUSED) for error in console_errors)
    console_errors.clear()


def test_of_two_tabs_the_first_stands_and_the_second_is_told(page, session, sheet):
    other = page.context.new_page()
    other.goto(sheet)
    press(page, "t", "4", "a", "3", "s", "3", "Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("Handed in")

    other.locator("[name=strain][value=no]").check(force=True)
    other.get_by_role("button", name="Hand in").click()

    expect(other.get_by_role("alert")).to_contain_text("What you sent now is not saved")
    assert session.reports.get().strain == "unsure"


def test_handed_in_twice_by_impatient_fingers_it_is_one(page, session):
    press(page, "t", "4", "a", "3", "s", "3")

    press(page, "Control+Enter", "Control+Enter")

    # The line that tells of it may have gone to the answer that the browser dropped.
    expect(page.get_by_role("main")).to_contain_text("Handed in")
    assert coded(session) == [(4, 3)]


def test_access_that_ends_in_the_middle_is_said_and_saves_nothing(
    page, grant, session, console_errors
):
    code_moments(page)
    expect(page.locator(".draft-state")).to_contain_text("Draft saved")
    granting.end(user=grant.therapist, grant=grant)

    hand_in(page)

    expect(page.get_by_text("it is not shared with you (any more)")).to_be_visible()
    assert session.reports.count() == 0
    page.goto("/drafts/")
    expect(page.get_by_text("K7QM")).to_have_count(0)
    assert Draft.objects.count() == 1  # of a case that is open to them no more
    assert all(error.startswith(REFUSED) for error in console_errors)
    console_errors.clear()
