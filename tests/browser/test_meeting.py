"""A whole supervision meeting in two windows: the therapist's and the supervisor's."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ruptures.models import SupervisionComment, SupervisionItem
from ruptures.taxonomy import Strain
from tests.browser.fixtures import PHONE
from tests.factories import (
    GrantFactory,
    ReportFactory,
    RuptureFactory,
    SupervisionItemFactory,
    SupervisionMeetingFactory,
    SupervisionStepFactory,
    UserFactory,
)

QUESTION = "Where did it turn?"
LISTS = ("/supervision/meetings/", "/supervision/trends/", "/cases/")


@pytest.fixture
def rupture(transactional_db):
    """A withdrawal of last week, with the therapist's yes."""
    day = timezone.localdate() - datetime.timedelta(days=7)
    rupture = RuptureFactory(
        session__date=day, session__case__code="K7QM", session__case__started_on=day
    )
    ReportFactory(session=rupture.session, strain=Strain.YES)
    return rupture


@pytest.fixture
def grant(rupture):
    return GrantFactory(
        therapist=rupture.session.case.therapist,
        cases=[rupture.session.case],
        holder__email="sup@example.org",
    )


@pytest.fixture
def windows(new_context, sign_in, grant):
    return opened(new_context, sign_in, (grant.therapist, grant.holder))


def opened(new_context, sign_in, users) -> list[Page]:
    """The therapist's, and the supervisor's on a phone."""
    pages = []
    for user in users:
        context = new_context()
        sign_in(context, user)
        pages.append(context.new_page())
    pages[1].set_viewport_size(PHONE)
    return pages


def bring(page: Page) -> None:
    """Flag the rupture on the list of open ones."""
    page.goto("/ruptures/open/")
    page.get_by_role("link", name="Bring it to supervision").click()
    page.get_by_label("My question").fill(QUESTION)
    page.get_by_label("Minute of the recording, from").fill("12")
    page.get_by_label("to", exact=True).fill("15")
    page.get_by_role("radio", name="Role-play").check()
    page.get_by_role("button", name="Put on the agenda").click()
    expect(page.locator("#toast")).to_contain_text("It is on the agenda")


def review_and_comment(page: Page) -> None:
    page.goto("/supervision/agenda/")
    page.get_by_role("link", name="Rupture of").click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_text("Minute 12 to 15")).to_be_visible()
    page.get_by_role("button", name="Mark as reviewed").click()
    expect(page.locator("#reviewed")).to_contain_text("Reviewed by you")
    page.get_by_label("Comment", exact=True).fill("Stay with the silence.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#comments .list")).to_contain_text("Stay with the silence.")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("")


def hold_a_meeting(page: Page) -> None:
    page.goto("/supervision/meetings/")
    page.get_by_role("link", name="whom you supervise").click()
    page.get_by_role("checkbox", name="K7QM: Rupture of").check()
    page.get_by_label("Step 1").fill("Begin with my own part.")
    page.get_by_label("Case").first.select_option("K7QM")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", name="Supervision meeting of")).to_be_visible()


def end(grant) -> None:
    grant.ended_at, grant.ended_by = timezone.now(), grant.therapist
    grant.save()


def give_access(page: Page) -> None:
    page.goto("/supervision/")
    page.get_by_role("link", name="Give access").click()
    page.get_by_label("Their e-mail").fill("sup@example.org")
    page.get_by_role("radio", name="Supervise").check()
    page.get_by_role("radio", name="Only those that I choose").check()
    page.get_by_role("checkbox", name="K7QM").check()
    page.get_by_role("button", name="Offer access").click()
    expect(page.get_by_text("waits for an answer")).to_be_visible()


def accept_access(page: Page) -> None:
    page.goto("/supervision/")
    assert "K7QM" not in page.locator("main").inner_text()
    page.get_by_role("link", name="Look at the offer").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("link", name="See the caseload")).to_be_visible()


def open_packet(page: Page) -> None:
    page.goto("/cases/K7QM/")
    page.get_by_role("link", name="Packet", exact=True).click()
    page.get_by_role("checkbox", name="Agenda questions").check()
    expect(page.locator("#results")).to_contain_text(QUESTION)
    expect(page.locator("#results h1")).to_have_text("Case K7QM")


def end_access(page: Page) -> None:
    page.goto("/supervision/")
    page.get_by_role("link", name="End it").click()
    page.get_by_role("button", name="End it").click()
    expect(page.locator("main")).to_contain_text("You alone.")


def test_a_whole_meeting_from_the_flag_to_the_end_of_the_access(
    new_context, sign_in, rupture, console_errors
):
    """All of it by hand: flag, grant, review, comment, steps, packet, end."""
    users = (rupture.session.case.therapist, UserFactory(email="sup@example.org"))
    therapist, supervisor = opened(new_context, sign_in, users)

    bring(therapist)
    give_access(therapist)
    accept_access(supervisor)
    review_and_comment(supervisor)
    hold_a_meeting(supervisor)
    meeting = supervisor.url

    therapist.goto("/supervision/agenda/")
    expect(therapist.get_by_text("1 comment")).to_be_visible()
    expect(therapist.get_by_text("Reviewed by sup@example.org")).to_be_visible()
    therapist.goto(meeting)
    expect(therapist.get_by_text("Begin with my own part.")).to_be_visible()
    therapist.get_by_role("button", name="Done").click()
    expect(therapist.get_by_text("What became of it: Done")).to_be_visible()
    supervisor.reload()
    expect(supervisor.get_by_text("What became of it: Done")).to_be_visible()
    open_packet(supervisor)

    end_access(therapist)

    for path in (supervisor.url, meeting, "/cases/K7QM/"):
        assert supervisor.goto(path).status == 404
    console_errors.clear()  # the refusals were provoked
    for path in ("/supervision/", "/supervision/agenda/?show=all", *LISTS):
        supervisor.goto(path)
        shown = supervisor.locator("main").inner_text()
        assert "K7QM" not in shown
        assert QUESTION not in shown
    therapist.goto(meeting)
    expect(therapist.get_by_text("What became of it: Done")).to_be_visible()


def test_both_change_a_meeting_by_keyboard_and_nothing_is_lost(windows, grant):
    meeting = SupervisionMeetingFactory(
        therapist=grant.therapist, supervisor=grant.holder
    )
    for text in ("Wait.", "Read."):
        SupervisionStepFactory(meeting=meeting, text=text)
    for page, label, text in zip(windows, (1, 2), ("Ask.", ""), strict=True):
        page.goto(f"/supervision/meetings/{meeting.key}/change/")
        page.get_by_label(f"Agreed step {label}").fill(text)

    therapist, supervisor = windows
    for page in (therapist, supervisor):
        page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(supervisor.get_by_text("This was changed elsewhere")).to_be_visible()
    expect(supervisor.get_by_label("Agreed step 1")).to_have_value("Ask.")
    supervisor.get_by_role("button", name="Save", exact=True).press("Enter")

    expect(supervisor.get_by_text("The meeting is saved")).to_be_visible()
    assert [step.text for step in meeting.steps.standing()] == ["Ask."]
    supervisor.get_by_text("Corrected or taken back").click()
    for text in ("Wait.", "Read."):
        expect(supervisor.get_by_text(text, exact=True)).to_be_visible()


def test_the_focus_stays_where_something_was_said(windows, grant, rupture):
    case = rupture.session.case
    item = SupervisionItemFactory(case=case)
    meeting = SupervisionMeetingFactory(
        therapist=grant.therapist, supervisor=grant.holder
    )
    SupervisionStepFactory(meeting=meeting, case=case)
    page = windows[1]

    page.goto(f"/supervision/agenda/{item.key}/")
    page.get_by_role("button", name="Mark as reviewed").press("Enter")
    expect(page.get_by_role("button", name="Not reviewed after all")).to_be_focused()
    page.get_by_label("Comment", exact=True).fill("Listen.")
    page.get_by_role("button", name="Comment", exact=True).press("Enter")
    expect(page.locator("#comments .list")).to_contain_text("Listen.")
    expect(page.get_by_role("button", name="Comment", exact=True)).to_be_focused()
    page.goto(f"/supervision/meetings/{meeting.key}/")
    page.get_by_role("button", name="Partly").press("Enter")
    expect(page.get_by_text("What became of it: Partly")).to_be_visible()
    expect(page.get_by_role("button", name="Partly")).to_be_focused()


def test_a_click_on_an_open_page_after_the_end_saves_nothing(
    windows, grant, console_errors
):
    therapist, supervisor = windows
    bring(therapist)
    item = SupervisionItem.objects.get()
    supervisor.goto(f"/supervision/agenda/{item.key}/")
    end(grant)

    supervisor.get_by_label("Comment", exact=True).fill("Too late.")
    with (
        supervisor.expect_console_message(),
        supervisor.expect_response("**/supervision/agenda/**") as answer,
    ):
        supervisor.get_by_role("button", name="Comment", exact=True).click()

    assert answer.value.status == 404
    assert SupervisionComment.objects.count() == 0
    console_errors.clear()  # the refusals were provoked


def test_without_script_a_comment_is_saved_as_well(new_context, sign_in, rupture):
    context = new_context(java_script_enabled=False)
    sign_in(context, rupture.session.case.therapist)
    page = context.new_page()
    bring(page)

    page.goto("/supervision/agenda/")
    page.get_by_role("link", name="Rupture of").click()
    page.get_by_label("Comment", exact=True).fill("Seen again.")
    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.locator("#comments .list")).to_contain_text("Seen again.")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("#comments")).to_contain_text("Nothing is said yet.")


def test_a_stranger_sees_none_of_it(windows, new_context, sign_in):
    bring(windows[0])
    context = new_context()
    sign_in(context, UserFactory())
    page = context.new_page()

    page.goto("/supervision/agenda/?show=all")

    expect(page.locator("main")).to_contain_text("Nothing is here.")
