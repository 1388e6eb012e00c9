"""A day's cases at a tap each, a week's at once, by finger, keys and without script."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ruptures.models import Case, Session, SessionReport, User
from tests.browser.fixtures import PHONE, SignIn
from tests.factories import CaseFactory, SessionFactory, UserFactory

WEEK = datetime.timedelta(weeks=1)
CODES = ("B2GM", "C3HN", "D4JP", "F5KQ", "G6MR", "H7NT")


@pytest.fixture
def therapist(db) -> User:
    """Somebody with six cases today, weekly since four weeks and logged until today."""
    user = UserFactory()
    for hour, code in enumerate(CODES, start=9):
        weekly_case(user, code, datetime.time(hour))
    return user


def weekly_case(user: User, code: str, time: datetime.time) -> Case:
    today = timezone.localdate()
    start = today - 4 * WEEK
    case = CaseFactory(
        therapist=user,
        code=code,
        started_on=start,
        rhythm="weekly",
        rhythm_from=start,
    )
    for week in range(4):
        SessionFactory(
            case=case, date=start + week * WEEK, time=time, attendance="missed"
        )
    return case


@pytest.fixture
def page(new_context, sign_in, therapist) -> Page:
    """A phone, signed in."""
    return phone(new_context(has_touch=True), sign_in, therapist)


@pytest.fixture
def plain_page(new_context, sign_in, therapist) -> Page:
    """A phone whose browser runs no script."""
    return phone(new_context(java_script_enabled=False), sign_in, therapist)


def phone(context: BrowserContext, sign_in: SignIn, user: User) -> Page:
    sign_in(context, user)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    return page


def row(page: Page, code: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.locator("b", has_text=code))


def answers() -> dict[str, str]:
    today = SessionReport.objects.filter(session__date=timezone.localdate())
    return dict(today.values_list("session__case__code", "strain"))


def test_six_cases_take_six_taps(page, therapist):
    page.goto("/log/day/")
    expect(page.get_by_role("button", name="No", exact=True)).to_have_count(6)

    for code in CODES:
        row(page, code).get_by_role("button", name="No", exact=True).tap()
        expect(row(page, code)).to_contain_text("No strain · Saved")

    assert answers() == dict.fromkeys(CODES, "no")
    expect(page.get_by_role("button", name="No", exact=True)).to_have_count(0)


def test_a_tap_changes_its_own_row_and_no_other(page, therapist):
    page.goto("/log/day/")
    other = row(page, "C3HN")
    other.get_by_text("Did not take place").tap()

    row(page, "B2GM").get_by_role("button", name="Withdrawal").tap()

    expect(row(page, "B2GM").get_by_role("link", name="Add details")).to_be_visible()
    expect(other.get_by_role("button", name="Missed")).to_be_visible()
    other.get_by_role("button", name="Missed").tap()
    expect(other).to_contain_text("Missed · Saved")
    assert answers() == {"B2GM": "yes"}


def test_undo_in_the_row_takes_it_back(page, therapist):
    page.goto("/log/day/")
    row(page, "B2GM").get_by_role("button", name="Unsure").tap()
    expect(row(page, "B2GM")).to_contain_text("Unsure · Saved")

    row(page, "B2GM").get_by_role("button", name="Undo").tap()

    expect(page.get_by_role("status")).to_contain_text("Undone: Session logged")
    button = row(page, "B2GM").get_by_role("button", name="No", exact=True)
    expect(button).to_be_visible()
    assert answers() == {}


def test_details_come_back_to_the_day(page, therapist):
    page.goto("/log/day/")
    row(page, "B2GM").get_by_role("button", name="Confrontation").tap()

    row(page, "B2GM").get_by_role("link", name="Add details").tap()
    page.locator("label").filter(has=page.locator('[name="intensity"]')).nth(2).tap()
    page.get_by_role("button", name="Save", exact=True).first.tap()

    today = timezone.localdate().isoformat()
    expect(page).to_have_url(re.compile(rf"/log/day/\?date={today}$"))
    assert SessionReport.objects.get().intensity is not None


def test_by_keyboard_one_row_leads_to_the_next(page, therapist):
    page.goto("/log/day/")
    row(page, "B2GM").get_by_role("button", name="No", exact=True).focus()

    page.keyboard.press("Enter")

    expect(row(page, "B2GM")).to_be_focused()
    expect(row(page, "B2GM")).not_to_have_class(re.compile("htmx-"))
    next_answer = row(page, "C3HN").get_by_role("button", name="No", exact=True)
    for _ in range(4):
        page.keyboard.press("Tab")
        if next_answer.evaluate("button => button === document.activeElement"):
            break
    expect(next_answer).to_be_focused()
    page.keyboard.press("Space")
    expect(row(page, "C3HN")).to_contain_text("No strain · Saved")


def test_what_is_refused_is_said_in_its_row(page, therapist):
    page.goto("/log/day/")
    hold = {"hold_reason": "court", "hold_since": timezone.localdate()}
    Case.objects.filter(code="C3HN").update(**hold, hold_by=therapist)

    row(page, "C3HN").get_by_role("button", name="No", exact=True).tap()

    expect(row(page, "C3HN")).to_contain_text("This case is on hold")
    assert answers() == {}


def test_targets_are_large_enough_for_a_finger(page, therapist):
    page.goto("/log/day/")

    for control in page.locator("main button, main summary, main .links a").all():
        if control.is_visible():
            assert control.bounding_box()["height"] >= 44


def test_a_week_is_chosen_and_saved_at_once(page, therapist):
    page.goto("/log/week/")
    choose(page, "B2GM", "No")
    choose(page, "C3HN", "Both")
    choose(page, "D4JP", "Unsure")
    choose(page, "D4JP", "Not now")

    page.get_by_role("button", name="Save all chosen").tap()

    expect(page.get_by_role("status")).to_contain_text("2 sessions saved")
    assert answers() == {"B2GM": "no", "C3HN": "yes"}
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("status")).to_contain_text("Undone")
    assert answers() == {}


def choose(page: Page, code: str, answer: str) -> None:
    words = page.get_by_text(answer, exact=True)
    row(page, code).locator("label").filter(has=words).tap()


def test_there_is_nothing_to_take_back_until_something_is_chosen(page, therapist):
    page.goto("/log/week/")
    not_now = row(page, "B2GM").get_by_text("Not now")
    expect(not_now).not_to_be_visible()

    choose(page, "B2GM", "No")

    expect(not_now).to_be_visible()


def test_by_keyboard_a_week_is_chosen_with_the_arrows(page, therapist):
    page.goto("/log/week/")
    row(page, "B2GM").locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")

    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("1 session saved")
    assert answers() == {"B2GM": "yes"}


def test_an_error_in_a_row_keeps_what_was_chosen(page, therapist):
    page.goto("/log/week/")
    choose(page, "B2GM", "No")
    page.get_by_label("Case", exact=True).first.select_option("C3HN")
    page.get_by_label("Answer").first.select_option("withdrawal")

    page.get_by_role("button", name="Save all chosen").tap()

    expect(page.get_by_role("alert")).to_contain_text("C3HN: Give the date.")
    expect(row(page, "B2GM").locator("input:checked")).to_have_value("no")
    expect(page.get_by_label("Case", exact=True).first).to_have_value("C3HN")
    assert answers() == {}


def test_without_script_a_button_saves_its_row(plain_page, therapist):
    plain_page.goto("/log/day/")

    row(plain_page, "B2GM").get_by_role("button", name="Both").click()

    expect(plain_page.get_by_role("status")).to_contain_text("B2GM, ")
    expect(plain_page.get_by_role("button", name="Undo")).to_be_visible()
    assert answers() == {"B2GM": "yes"}


def test_without_script_a_week_is_saved_at_once(plain_page, therapist):
    plain_page.goto("/log/week/")
    for code in CODES:
        row(plain_page, code).locator('input[value="no"]').check()
    plain_page.get_by_text("More rows").click()
    last = plain_page.get_by_role("group", name="Row 15")
    last.get_by_label("Case").select_option("B2GM")
    last.get_by_label("Date").fill(str(timezone.localdate() - datetime.timedelta(1)))
    last.get_by_label("Answer").select_option("unsure")

    plain_page.get_by_role("button", name="Save all chosen").click()

    expect(plain_page.get_by_role("status")).to_contain_text("7 sessions saved")
    assert Session.objects.filter(attendance="held").count() == 7


def test_the_log_page_leads_to_todays_cases(page, therapist):
    page.goto("/log/")

    page.get_by_role("link", name="Today’s 6 cases").tap()

    expect(page.get_by_role("button", name="No", exact=True)).to_have_count(6)
