"""What the log page fills in by itself: it never goes to another case or day unseen."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ruptures.models import Case, RepairAttempt, Rupture, Session
from tests.browser.fixtures import DESKTOP, PHONE
from tests.browser.steps import Steps, expect_saved
from tests.factories import MarkerFactory, ReportFactory, SessionFactory

TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """Set the practice's clock."""

    def set_clock(day: datetime.date, hour: int, minute: int) -> datetime.datetime:
        time = datetime.time(hour, minute, tzinfo=timezone.get_default_timezone())
        moment = datetime.datetime.combine(day, time)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return set_clock


@pytest.fixture
def page(new_context, sign_in, case) -> Page:
    context = new_context(has_touch=True)
    sign_in(context, case.therapist)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto("/log/")
    return page


@pytest.fixture
def late_page(clock, new_context, sign_in, case) -> Page:
    """The log page, opened five minutes before midnight yesterday."""
    moment = clock(YESTERDAY, 23, 55)
    context = new_context(has_touch=True)
    sign_in(context, case.therapist)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.clock.set_fixed_time(moment)
    page.goto("/log/")
    return page


def pass_midnight(page: Page, clock) -> None:
    page.clock.set_fixed_time(clock(TODAY, 0, 5))


def look_at(page: Page) -> None:
    """Come back to the page, as from another tab or a locked phone."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def filled_in(page: Page) -> dict[str, str]:
    """All that the form would send, but for keys and what is empty."""
    sent = page.locator("#log-form").evaluate(
        "form => Object.fromEntries(new FormData(form))"
    )
    keys = ("submission", "csrfmiddlewaretoken", "opened_on")
    return {name: value for name, value in sent.items() if value and name not in keys}


EMPTY = {"date": str(TODAY), "score_rater": "client"}


def with_earlier_rupture(case: Case) -> Rupture:
    session = SessionFactory(case=case)
    ReportFactory(session=session)
    return MarkerFactory(rupture__session=session).rupture


def test_nothing_is_filled_in_but_today(page):
    assert filled_in(page) == EMPTY


def test_after_a_save_nothing_of_it_is_left(page):
    steps = Steps(page)
    steps.tap("case", "K7QM")
    steps.tap("strain", "both")
    for name, value in (("markers", "quiet"), ("intensity", "3"), ("resolution", "2")):
        steps.tap(name, value)
    page.get_by_text("Finish later").tap()
    steps.tap("modality", "video")
    page.get_by_label("The client came late").check()
    page.get_by_label("Note").fill("Late train.")
    page.get_by_role("button", name="another day").tap()
    page.get_by_label("Date").fill(str(YESTERDAY))
    page.get_by_label("Time of day").fill("09:30")
    steps.save()
    expect_saved(page, "both")

    assert filled_in(page) == EMPTY
    steps.tap("case", "P2XD")
    assert filled_in(page) == EMPTY | {"case": "P2XD"}


def test_earlier_rupture_goes_when_the_case_changes(page, case):
    rupture = with_earlier_rupture(case)
    steps = Steps(page)
    steps.tap("case", "K7QM")
    page.get_by_text("A repair attempt today for an earlier rupture").tap()
    steps.tap("earlier", str(rupture.key))
    steps.tap("earlier_strategies", "owned_part")
    steps.tap("earlier_outcome", "5")

    steps.tap("case", "P2XD")

    expect(page.locator("#earlier")).to_contain_text("No rupture of P2XD is open.")
    assert filled_in(page) == EMPTY | {"case": "P2XD"}
    steps.tap("case", "K7QM")
    expect(page.locator("[name=earlier]")).to_have_count(2)
    assert filled_in(page) == EMPTY | {"case": "K7QM"}


def test_earlier_rupture_goes_even_where_the_network_is_gone(
    page, case, console_errors
):
    rupture = with_earlier_rupture(case)
    steps = Steps(page)
    steps.tap("case", "K7QM")
    page.get_by_text("A repair attempt today for an earlier rupture").tap()
    steps.tap("earlier", str(rupture.key))
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)

    steps.tap("case", "P2XD")

    assert filled_in(page) == EMPTY | {"case": "P2XD"}
    console_errors.clear()


def test_rest_stays_when_the_case_changes_and_is_seen(page):
    steps = Steps(page)
    steps.tap("case", "K7QM")
    steps.tap("strain", "withdrawal")
    steps.tap("markers", "quiet")
    page.get_by_text("more…").tap()
    steps.tap("strategies", "disclosed")
    page.get_by_text("more…").tap()
    page.get_by_text("Finish later").tap()
    steps.tap("modality", "phone")
    page.get_by_label("Note").fill("Late train.")
    page.get_by_text("Finish later").tap()
    expect(page.get_by_label("Note")).to_be_hidden()
    before = filled_in(page)

    steps.tap("case", "P2XD")

    assert filled_in(page) == before | {"case": "P2XD"}
    for name, value in (
        ("strain", "withdrawal"),
        ("markers", "quiet"),
        ("strategies", "disclosed"),
        ("modality", "phone"),
    ):
        chosen = page.locator(f"[name={name}]:checked:not([value=''])")
        expect(chosen).to_have_value(value)
        expect(chosen).to_be_visible()
    expect(page.get_by_label("Note")).to_be_visible()


def test_folds_without_anything_in_them_stay_folded(page):
    steps = Steps(page)
    steps.tap("case", "K7QM")

    steps.tap("case", "P2XD")

    expect(page.locator("#log-form details[open]")).to_have_count(0)


def test_day_that_is_put_away_is_today_again(page):
    another = page.get_by_role("button", name="another day")
    another.tap()
    page.get_by_label("Date").fill(str(YESTERDAY))
    page.get_by_label("Time of day").fill("09:30")

    another.tap()

    expect(page.get_by_label("Date")).to_be_hidden()
    assert filled_in(page) == EMPTY


def test_page_left_open_over_midnight_starts_anew_when_looked_at(late_page, clock):
    assert filled_in(late_page)["date"] == str(YESTERDAY)
    pass_midnight(late_page, clock)

    look_at(late_page)

    expect(late_page.locator("[name=date]")).to_have_value(str(TODAY))
    steps = Steps(late_page)
    steps.tap("case", "K7QM")
    steps.tap("strain", "no")
    expect_saved(late_page, "no strain")
    assert Session.objects.get().date == TODAY


def test_page_looked_at_on_the_same_day_stays(late_page):
    late_page.evaluate("window.isTheSame = document.getElementById('log')")

    look_at(late_page)
    late_page.wait_for_load_state("networkidle")

    assert late_page.evaluate("window.isTheSame === document.getElementById('log')")


def test_form_begun_before_midnight_asks_which_day_it_was(late_page, clock):
    steps = Steps(late_page)
    steps.tap("case", "K7QM")
    steps.tap("strain", "withdrawal")
    pass_midnight(late_page, clock)
    look_at(late_page)

    steps.save()

    expect(late_page.get_by_text("This page was opened on")).to_be_visible()
    expect(late_page.get_by_label("Date")).to_be_focused()
    expect(late_page.get_by_label("Date")).to_have_value(str(YESTERDAY))
    assert Session.objects.count() == 0
    steps.save()
    expect_saved(late_page, "withdrawal")
    assert Session.objects.get().date == YESTERDAY


def test_open_ruptures_are_counted_in_the_navigation_at_once(page):
    page.set_viewport_size(DESKTOP)
    count = page.locator(".nav .count")
    expect(count).to_be_hidden()
    steps = Steps(page)

    steps.tap("case", "K7QM")
    steps.tap("strain", "confrontation")
    steps.save()

    expect(count).to_have_text("1")
    page.get_by_role("button", name="Undo").tap()
    expect(count).to_be_hidden()
    assert RepairAttempt.objects.count() == Rupture.objects.count() == 0


def test_after_a_save_undo_comes_next_and_the_form_is_a_key_away(page):
    steps = Steps(page)
    steps.tap("case", "K7QM")
    steps.tap("strain", "no")
    expect_saved(page, "no strain")
    expect(page.locator("#toast")).to_be_focused()
    expect(page.locator("#toast")).to_be_in_viewport()

    steps.press("Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    steps.press("k")

    expect(page.locator("[name=case]").first).to_be_focused()
