"""A session on the wrong case goes to the right one, and back, in a real browser."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from ruptures.models import Case, Session
from tests.browser.fixtures import PHONE
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    ReportFactory,
    SessionFactory,
)


@pytest.fixture
def case(transactional_db) -> Case:
    """The case that the session was logged on by mistake; there is the right one."""
    start = timezone.localdate() - datetime.timedelta(weeks=4)
    case = CaseFactory(code="K7QM", started_on=start)
    CaseFactory(code="P2XD", started_on=start, therapist=case.therapist)
    return case


@pytest.fixture
def session(case) -> Session:
    """A withdrawal of yesterday, with one marker and an attempt at once."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    session = SessionFactory(case=case, date=yesterday)
    ReportFactory(session=session)
    rupture = MarkerFactory(rupture__session=session).rupture
    AttemptFactory(rupture=rupture, outcome=4)
    return session


@pytest.fixture
def page(new_context, sign_in, session) -> Page:
    """The page of the session, on a phone."""
    context = new_context(has_touch=True)
    sign_in(context, session.case.therapist)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto(reverse("dashboard:session-edit", args=[session.key]))
    return page


@pytest.fixture
def plain_page(new_context, sign_in, session) -> Page:
    """The page of the session with JavaScript switched off."""
    context = new_context(java_script_enabled=False)
    sign_in(context, session.case.therapist)
    page = context.new_page()
    page.goto(reverse("dashboard:session-edit", args=[session.key]))
    return page


def code_of(session: Session) -> str:
    session.refresh_from_db()
    return session.case.code


def choose(page: Page, code: str) -> None:
    chip = page.locator(f'[name=case][value="{code}"]')
    page.locator("label").filter(has=chip).click()


def move_by_tapping(page: Page) -> None:
    page.get_by_role("link", name="Logged on the wrong case? Move it").click()
    expect(page.get_by_text("With it go:")).to_be_visible()
    choose(page, "P2XD")
    page.get_by_role("button", name="Move the session").click()
    expect(page.get_by_role("status")).to_contain_text("moved from K7QM to P2XD")


def test_on_a_phone_it_moves_in_three_taps_and_the_toast_moves_it_back(page, session):
    move_by_tapping(page)
    expect(page).to_have_url(re.compile("/cases/P2XD/$"))
    assert code_of(session) == "P2XD"

    page.get_by_role("status").get_by_role("button", name="Undo").tap()

    expect(page.get_by_role("status")).to_contain_text("Undone: Session moved")
    assert code_of(session) == "K7QM"


@pytest.mark.parametrize("code", ["K7QM", "P2XD"])
def test_the_history_of_either_case_moves_it_back(code, page, session):
    move_by_tapping(page)
    page.goto(f"/cases/{code}/history/")
    line = page.get_by_role("listitem").filter(has_text="Session moved")
    expect(line).to_contain_text("you")

    line.get_by_role("button", name="Undo").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"History of case {code}")
    expect(page.get_by_text("Undone since")).to_be_visible()
    assert code_of(session) == "K7QM"


def test_by_keyboard_alone_it_moves(page, session):
    page.goto(reverse("dashboard:session-move", args=[session.key]))
    chip = page.locator("[name=case]").first
    for _step in range(20):
        if chip.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")

    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Move the session")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("moved from K7QM to P2XD")
    assert code_of(session) == "P2XD"


def test_a_code_is_typed_where_there_are_too_many_chips(page, session, case):
    for _each in range(9):
        CaseFactory(therapist=case.therapist, started_on=case.started_on)
    page.goto(reverse("dashboard:session-move", args=[session.key]))

    page.get_by_text("Other…").tap()
    page.get_by_label("Another case, by its code").fill("p2xd")
    page.get_by_role("button", name="Move the session").tap()

    expect(page.get_by_role("status")).to_contain_text("moved from K7QM to P2XD")
    assert code_of(session) == "P2XD"


def test_what_refuses_stands_beside_the_choice_with_the_focus(page, session):
    SessionFactory(case=Case.objects.get(code="P2XD"), date=session.date)
    page.get_by_role("link", name="Logged on the wrong case? Move it").tap()
    choose(page, "P2XD")

    page.get_by_role("button", name="Move the session").tap()

    expect(page.get_by_role("group", name="Which case")).to_contain_text(
        "P2XD has a session on"
    )
    expect(page.locator("[name=case]").first).to_be_focused()
    assert code_of(session) == "K7QM"


def test_the_attempt_in_the_way_is_one_tap_away(page, session, case):
    later = SessionFactory(case=case, date=timezone.localdate())
    AttemptFactory(rupture=session.ruptures.get(), session=later)
    page.get_by_role("link", name="Logged on the wrong case? Move it").tap()

    page.get_by_role("link", name="K7QM: repair attempt of").tap()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Repair attempt")


def test_without_javascript_it_moves_and_comes_back(plain_page, session):
    move_by_tapping(plain_page)
    assert code_of(session) == "P2XD"

    plain_page.get_by_role("button", name="Undo").click()

    expect(plain_page.get_by_role("status")).to_contain_text("Undone: Session moved")
    assert code_of(session) == "K7QM"
