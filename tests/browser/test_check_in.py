"""A client asked in a real browser: by handing the device over, by link; no trace."""

import datetime

import pytest
from playwright.sync_api import Page, expect

from ruptures.models import Device, Session, SessionReport, Way
from ruptures.recording import open_check_in
from tests.browser.fixtures import PHONE
from tests.factories import PASSWORD, CaseFactory, ReportFactory, SessionFactory
from tests.promises.test_pages import faults

MISSING = "Failed to load resource: the server responded with a status of 404"


@pytest.fixture
def session(db) -> Session:
    """A session of today that the therapist has answered for, with a rupture."""
    session = SessionFactory(
        case=CaseFactory(code="K7QM"), date=datetime.date(2026, 1, 12)
    )
    ReportFactory(session=session, strain="no")
    return session


@pytest.fixture
def phone(new_context, sign_in, session) -> Page:
    """The therapist's phone, signed in."""
    context = new_context(has_touch=True)
    sign_in(context, session.case.therapist)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    return page


def path_to(session: Session) -> str:
    token = open_check_in(
        user=session.case.therapist,
        session=session,
        way=Way.LINK,
        lasting=datetime.timedelta(days=1),
    )
    return f"/check-in/{token}/"


def hand_over(phone: Page, session: Session) -> None:
    """From the dashboard, where htmx has been, by the case and its session."""
    phone.goto("/")
    phone.goto("/cases/K7QM/")
    phone.goto(f"/sessions/{session.key}/")
    phone.get_by_role("link", name="Ask the client").tap()
    phone.get_by_role("button", name="Sign out and hand over").tap()
    expect(phone.get_by_role("heading", name="Check-in")).to_be_visible()


def choose(page: Page, name: str, value: str) -> None:
    control = page.locator(f'[name="{name}"][value="{value}"]')
    page.locator("label").filter(has=control).click()


def kept(page: Page) -> dict[str, str]:
    return page.evaluate("({...sessionStorage, ...localStorage})")


def expect_sign_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "K7QM" not in page.inner_text("body")


def test_handing_over_signs_out_and_the_client_answers(phone, session):
    hand_over(phone, session)
    assert Device.objects.count() == 0

    choose(phone, "strain", "yes")
    choose(phone, "intensity", "4")
    choose(phone, "resolution", "2")
    phone.get_by_role("button", name="Send").tap()

    expect(phone.get_by_role("heading", name="Thank you.")).to_be_visible()
    expect(phone.get_by_text("Please give the device back.")).to_be_visible()
    report = SessionReport.objects.get(rater="client")
    assert (report.strain, report.intensity, report.resolution, report.source) == (
        "yes",
        4,
        2,
        "device",
    )


def test_back_shows_nothing_and_going_on_asks_for_the_password(
    phone, session, console_errors
):
    hand_over(phone, session)
    choose(phone, "strain", "no")
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_role("heading", name="Thank you.")).to_be_visible()

    phone.go_back()
    expect(phone.get_by_role("heading", name="not open any more")).to_be_visible()
    for _ in range(3):  # what asked, the session, its case
        phone.go_back()
        expect_sign_in(phone)
    phone.get_by_label("E-mail").fill(session.case.therapist.email)
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in").tap()

    expect(phone.get_by_role("heading", name="Case K7QM")).to_be_visible()
    assert [error.startswith(MISSING) for error in console_errors] == [True]
    console_errors.clear()


def test_back_before_answering_shows_nothing_either(phone, session):
    hand_over(phone, session)

    phone.go_back()
    expect_sign_in(phone)
    phone.go_forward()

    expect(phone.get_by_role("heading", name="Check-in")).to_be_visible()


def test_the_therapist_goes_on_where_the_client_was_asked(phone, session):
    hand_over(phone, session)
    choose(phone, "strain", "no")
    phone.get_by_role("button", name="Send").tap()

    phone.get_by_role("link", name="Therapist: continue").tap()
    expect_sign_in(phone)
    phone.get_by_label("E-mail").fill(session.case.therapist.email)
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in").tap()

    expect(phone.get_by_role("heading", name="Session of K7QM")).to_be_visible()
    expect(phone.get_by_text("Client: No")).to_be_visible()


def test_nothing_of_the_case_stays_in_the_browser(phone, session):
    phone.goto("/cases/K7QM/")
    phone.evaluate("sessionStorage.setItem('path', '/cases/K7QM/')")
    phone.evaluate("localStorage.setItem('path', '/cases/K7QM/')")

    hand_over(phone, session)

    assert kept(phone) == {}
    cookies = {cookie["name"] for cookie in phone.context.cookies()}
    assert cookies <= {"csrftoken"}


def test_signing_out_leaves_nothing_of_a_case(phone, session):
    phone.goto("/cases/K7QM/")
    phone.evaluate("localStorage.setItem('path', '/cases/K7QM/')")

    phone.locator(".site-menu summary").tap()
    phone.locator(".site-menu").get_by_role("button", name="Sign out").tap()

    expect_sign_in(phone)
    assert [value for value in kept(phone).values() if "K7QM" in value] == []


def test_by_link_on_the_clients_own_phone_without_script(new_context, session):
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    told = []
    page.on("request", lambda request: told.append(request.headers.get("referer")))
    page.goto(path_to(session))
    expect(page.locator('[name="intensity"]').first).not_to_be_visible()

    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Choose one of the three answers.")).to_be_visible()
    choose(page, "strain", "unsure")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("You can close this page.")).to_be_visible()
    assert SessionReport.objects.get(rater="client").strain == "unsure"
    assert context.cookies() == []
    assert [referer for referer in told if referer] == []
    expect(page.get_by_role("link")).to_have_count(0)


def test_by_keyboard_alone(page, session):
    page.goto(path_to(session))

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(2):  # how strong, how far resolved
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()
    report = SessionReport.objects.get(rater="client")
    assert (report.strain, report.intensity, report.resolution) == ("yes", 1, 1)


def test_every_target_is_large_to_the_touch(page, session):
    page.set_viewport_size(PHONE)
    page.goto(path_to(session))
    choose(page, "strain", "yes")

    sizes = page.locator("main label, main button").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )

    assert len(sizes) == 3 + 5 + 5 + 1
    assert min(sizes) >= 48


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_asking_is_fit_to_be_seen(scheme, page, sign_in, session, settings):
    settings.SITE_URL = "https://tracker.example.org"
    sign_in(page.context, session.case.therapist)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    page.goto(f"/sessions/{session.key}/check-in/")

    page.get_by_role("button", name="Make a link").click()

    code = page.get_by_role("img", name="The link as a QR code")
    expect(code).to_be_visible()
    assert code.evaluate("picture => picture.naturalWidth") > 100
    assert faults(page) == []
