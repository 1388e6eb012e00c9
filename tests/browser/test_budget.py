"""The budget that the README states: how few taps and keys a session takes."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ruptures.models import Case, RepairAttempt, Rupture, Session, SessionReport, User
from tests.browser.fixtures import DESKTOP, PHONE
from tests.browser.steps import Steps, count_steps, expect_saved
from tests.factories import CaseFactory, SessionFactory, UserFactory

SMALL_PHONE = {"width": 360, "height": 640}
Hand = Callable[..., Steps]


def caseload(size: int) -> User:
    """A therapist with `size` cases, of which K7QM was seen last."""
    therapist = UserFactory()
    last_week = timezone.localdate() - datetime.timedelta(weeks=1)
    case = CaseFactory(therapist=therapist, code="K7QM")
    SessionFactory(case=case, date=last_week)
    CaseFactory.create_batch(size - 1, therapist=therapist)
    return therapist


@pytest.fixture
def hand(db, new_context, sign_in) -> Hand:
    """A hand on the log page of somebody, whose window has that size."""

    def at(therapist: User, window=PHONE) -> Steps:
        context = new_context(has_touch=True)
        count_steps(context)
        sign_in(context, therapist)
        page = context.new_page()
        page.set_viewport_size(window)
        page.goto("/log/")
        return Steps(page)

    return at


def assert_no_strain_is_logged() -> None:
    session = Session.objects.latest("pk")
    assert (session.case.code, session.date) == ("K7QM", timezone.localdate())
    assert (session.attendance, session.time) == ("held", None)
    assert SessionReport.objects.get().strain == "no"
    assert Rupture.objects.count() == 0


def assert_withdrawal_is_logged() -> None:
    """All five things that were said, and no sixth."""
    report = SessionReport.objects.get()
    assert (report.session.case.code, report.rater) == ("K7QM", "therapist")
    assert (report.strain, report.intensity, report.resolution) == ("yes", 3, None)
    rupture = Rupture.objects.get()
    assert (rupture.type, rupture.session) == ("withdrawal", report.session)
    assert [marker.code for marker in rupture.markers.all()] == ["went_along"]
    attempt = RepairAttempt.objects.get()
    assert (attempt.rupture, attempt.session) == (rupture, report.session)
    assert (attempt.strategies, attempt.outcome) == (("asked",), 4)


def tap_withdrawal(steps: Steps) -> None:
    steps.tap("case", "K7QM")
    steps.tap("strain", "withdrawal")
    steps.tap("markers", "went_along")
    steps.tap("intensity", "3")
    steps.tap("strategies", "asked")
    steps.tap("resolution", "4")
    steps.save()


@pytest.mark.parametrize("window", [PHONE, SMALL_PHONE], ids=["390", "360"])
@pytest.mark.parametrize("size", [1, 8, 60])
def test_session_without_strain_takes_two_taps(size, window, hand):
    steps = hand(caseload(size), window)

    steps.tap("case", "K7QM")
    steps.tap("strain", "no")

    expect_saved(steps.page, "no strain")
    assert steps.count == 2
    assert_no_strain_is_logged()


@pytest.mark.parametrize("window", [PHONE, SMALL_PHONE], ids=["390", "360"])
@pytest.mark.parametrize("size", [1, 8, 60])
def test_withdrawal_with_what_fits_ten_minutes_takes_seven_taps(size, window, hand):
    steps = hand(caseload(size), window)

    tap_withdrawal(steps)

    expect_saved(steps.page, "withdrawal")
    assert steps.count == 7
    assert_withdrawal_is_logged()


def test_strain_alone_takes_three_taps_and_the_details_wait(hand):
    steps = hand(caseload(8))

    steps.tap("case", "K7QM")
    steps.tap("strain", "withdrawal")
    steps.save()

    expect_saved(steps.page, "withdrawal")
    assert steps.count == 3
    assert Rupture.objects.get().type == "withdrawal"


def test_case_not_seen_lately_takes_one_tap_and_its_code_more(hand):
    therapist = caseload(60)
    recent = timezone.localdate() - datetime.timedelta(days=1)
    others = Case.objects.filter(therapist=therapist).exclude(code="K7QM")
    for other in others[:8]:
        SessionFactory(case=other, date=recent)
    steps = hand(therapist)
    expect(steps.page.locator("[name=case][value=K7QM]")).to_have_count(0)

    steps.tap_words("Other…")
    expect(steps.page.get_by_label("Another case, by its code")).to_be_focused()
    steps.press("k", "7", "q", "m")
    steps.tap("strain", "no")

    expect_saved(steps.page, "no strain")
    assert steps.count == 6
    assert_no_strain_is_logged()


def test_second_session_takes_two_taps_as_the_first_did(hand):
    therapist = caseload(8)
    second = Case.objects.filter(therapist=therapist).exclude(code="K7QM").first()
    steps = hand(therapist)
    steps.tap("case", "K7QM")
    steps.tap("strain", "no")
    expect_saved(steps.page, "no strain")

    steps.tap("case", second.code)
    steps.tap("strain", "no")

    expect_saved(steps.page, "no strain", second.code)
    assert steps.count == 4


@pytest.mark.parametrize("size", [1, 8, 60])
def test_session_without_strain_takes_two_keys(size, hand):
    steps = hand(caseload(size), DESKTOP)

    steps.press("1", "n")

    expect_saved(steps.page, "no strain")
    assert steps.count == 2
    assert_no_strain_is_logged()


@pytest.mark.parametrize("size", [1, 8, 60])
def test_withdrawal_with_what_fits_ten_minutes_takes_ten_keys(size, hand):
    steps = hand(caseload(size), DESKTOP)

    steps.press("1", "w", "2", "s", "3", "t", "2", "r", "4", "Enter")

    expect_saved(steps.page, "withdrawal")
    assert steps.count == 10
    assert_withdrawal_is_logged()


def test_strain_alone_takes_three_keys(hand):
    steps = hand(caseload(8), DESKTOP)

    steps.press("1", "w", "Enter")

    expect_saved(steps.page, "withdrawal")
    assert steps.count == 3
    assert Rupture.objects.get().markers.count() == 0


def test_after_a_save_the_keys_of_the_next_session_work_at_once(hand):
    steps = hand(caseload(8), DESKTOP)
    steps.press("1", "n")
    expect_saved(steps.page, "no strain")

    steps.press("2", "u")

    second = Session.objects.earliest("pk").case.therapist.cases.exclude(code="K7QM")
    toast = steps.page.locator("#toast")
    expect(toast).to_contain_text("unsure. Saved")
    assert steps.count == 4
    assert SessionReport.objects.get(strain="unsure").session.case in second
