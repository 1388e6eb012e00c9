"""The log page in a real browser: how few steps it takes, and that none goes astray."""

import pytest
from playwright.sync_api import expect

from ruptures.models import RepairAttempt, Rupture, Session, SessionReport
from tests.browser.fixtures import PHONE
from tests.browser.steps import Steps, expect_saved
from tests.factories import CaseFactory, MarkerFactory, ReportFactory, SessionFactory


@pytest.fixture
def page(new_context, sign_in, case):
    """The log page on a phone."""
    context = new_context(has_touch=True)
    sign_in(context, case.therapist)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto("/log/")
    return page


def test_undo_takes_it_back_and_leaves_the_next_form_as_it_is(page, case):
    steps = Steps(page)
    steps.tap("case", "K7QM")
    steps.tap("strain", "no")
    expect_saved(page, "no strain")
    steps.tap("case", "P2XD")
    steps.tap("strain", "withdrawal")

    page.get_by_role("button", name="Undo").tap()

    expect(page.get_by_role("status")).to_have_text("Undone: Session logged")
    expect(page.locator("[name=strain]:checked")).to_have_value("withdrawal")
    assert Session.objects.count() == 0


def test_by_keyboard_no_saves_with_enter_and_not_on_the_way(page, case):
    page.locator("[name=case]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.locator("[name=strain]").first.focus()

    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[name=strain]:checked")).to_have_value("unsure")
    assert Session.objects.count() == 0
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect_saved(page, "no strain")
    expect(page.get_by_role("status")).to_be_focused()
    assert SessionReport.objects.get().strain == "no"


def test_by_keyboard_withdrawal_with_enter_leads_to_its_markers(page, case):
    page.locator("[name=case]").first.focus()
    page.keyboard.press("Space")
    page.locator("[name=strain]").first.focus()
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Enter")

    expect(page.locator("[name=markers]").first).to_be_focused()
    assert Session.objects.count() == 0


def test_no_with_details_waits_for_a_decision(page, case):
    steps = Steps(page)
    steps.tap("case", "K7QM")
    steps.tap("strain", "withdrawal")
    steps.tap("intensity", "3")

    steps.tap("strain", "no")
    steps.save()

    message = page.get_by_text("Details are noted, but the answer is no.")
    expect(message).to_be_visible()
    assert Session.objects.count() == 0
    steps.tap("strain", "withdrawal")
    expect(page.locator("[name=intensity]:checked")).to_have_value("3")
    steps.tap("strain", "no")
    page.get_by_role("button", name="Save without the details").tap()
    expect_saved(page, "no strain")


def test_markers_out_of_sight_are_not_sent(page, case):
    steps = Steps(page)
    steps.tap("case", "K7QM")
    steps.tap("strain", "withdrawal")
    steps.tap("markers", "quiet")
    steps.tap("strain", "confrontation")
    expect(page.locator("[name=markers][value=quiet]")).not_to_be_visible()

    steps.tap("markers", "about_me")
    steps.save()

    expect_saved(page, "confrontation")
    assert Rupture.objects.get().markers.get().code == "about_me"


def test_case_chosen_brings_its_open_ruptures(page, case):
    session = SessionFactory(case=case)
    ReportFactory(session=session)
    rupture = MarkerFactory(rupture__session=session).rupture
    steps = Steps(page)

    steps.tap("case", "K7QM")
    page.get_by_text("A repair attempt today for an earlier rupture").tap()
    steps.tap("earlier", str(rupture.key))
    steps.tap("earlier_strategies", "owned_part")
    steps.tap("earlier_outcome", "5")
    steps.tap("strain", "no")

    expect_saved(page, "no strain")
    attempt = RepairAttempt.objects.get()
    assert (attempt.rupture, attempt.outcome) == (rupture, 5)


def test_another_day_opens_on_request_and_by_its_error(page, case):
    date = page.get_by_label("Date")
    expect(date).not_to_be_visible()
    page.get_by_role("button", name="another day").tap()
    expect(date).to_be_focused()
    date.fill("2999-01-01")
    steps = Steps(page)

    steps.tap("case", "K7QM")
    steps.tap("strain", "no")

    expect(page.get_by_text("This date is in the future.")).to_be_visible()
    expect(page.get_by_label("Date")).to_be_focused()
    expect(page.locator("[name=strain]:checked")).to_have_value("no")


def test_typed_code_and_chip_take_each_other_back(page, case):
    for _ in range(9):
        CaseFactory(therapist=case.therapist)
    page.reload()
    chip = page.locator("#log-form .chip").first
    chip.tap()

    page.get_by_text("Other…").tap()
    page.get_by_label("Another case, by its code").fill("K7QM")

    expect(page.locator("[name=case]:checked")).to_have_count(0)
    chip.tap()
    expect(page.get_by_label("Another case, by its code")).to_have_value("")


@pytest.fixture
def plain_page(new_context, sign_in, case):
    """The log page with JavaScript switched off."""
    context = new_context(java_script_enabled=False)
    sign_in(context, case.therapist)
    page = context.new_page()
    page.goto("/log/")
    return page


def test_without_javascript_the_date_is_there_and_save_saves(plain_page, case):
    expect(plain_page.get_by_label("Date")).to_be_visible()
    expect(plain_page.get_by_text("saves at once").first).not_to_be_visible()
    plain_page.locator("[name=case][value=K7QM]").check()
    plain_page.locator("[name=strain][value=no]").check()

    plain_page.get_by_role("button", name="Save", exact=True).click()

    expect_saved(plain_page, "no strain")
    plain_page.get_by_role("button", name="Undo").click()
    expect(plain_page.get_by_role("status")).to_contain_text("Undone")
    assert Session.objects.count() == 0


def test_without_javascript_the_case_in_the_address_brings_its_ruptures(
    plain_page, case
):
    MarkerFactory(rupture__session__case=case)

    plain_page.get_by_role("link", name="K7QM").click()
    plain_page.get_by_text("A repair attempt today for an earlier rupture").click()

    expect(plain_page.locator("[name=case]:checked")).to_have_value("K7QM")
    expect(plain_page.get_by_role("group", name="Which rupture?")).to_be_visible()
