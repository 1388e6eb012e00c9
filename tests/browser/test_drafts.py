"""Nothing half-typed is lost: a closed tab, a tunnel, a sign-in that ended."""

import pytest
from playwright.sync_api import expect

from ruptures.models import Act, Device, Draft, Note, Session
from tests.browser.fixtures import PHONE
from tests.factories import (
    PASSWORD,
    CaseFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
)
from tests.waiting import until

SAVED = "Draft saved "
NOT_SAVED = "Not saved yet, trying again"


@pytest.fixture
def case(db):
    case = CaseFactory(code="K7QM")
    CaseFactory(code="P2XD", therapist=case.therapist)
    return case


@pytest.fixture
def page(new_context, sign_in, case):
    """The log page."""
    context = new_context()
    sign_in(context, case.therapist)
    page = context.new_page()
    page.goto("/log/")
    return page


def state(page):
    return page.locator("#log-form .draft-state")


def tick(page, name, value):
    page.locator(f'[name="{name}"][value="{value}"]').check()


def write_note(page, text):
    if not page.get_by_label("Note", exact=True).is_visible():
        page.locator("summary", has_text="Finish later").click()
    page.get_by_label("Note", exact=True).fill(text)


def fill_in(page):
    """A withdrawal, half told."""
    tick(page, "case", "K7QM")
    tick(page, "strain", "withdrawal")
    tick(page, "markers", "went_along")
    write_note(page, "Half a sentence,")


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def expect_filled_in(page):
    for name, value in (
        ("case", "K7QM"),
        ("strain", "withdrawal"),
        ("markers", "went_along"),
    ):
        expect(page.locator(f"[name={name}]:checked")).to_have_value(value)
    note = page.get_by_label("Note", exact=True)
    expect(note).to_be_visible()
    expect(note).to_have_value("Half a sentence,")


def drafts():
    return [draft.content for draft in Draft.objects.all()]


def test_closed_tab_loses_nothing(page, case):
    fill_in(page)
    expect(state(page)).to_contain_text(SAVED)
    context = page.context
    page.close()

    page = context.new_page()
    page.goto("/log/")
    waiting = page.locator(".draft")
    expect(waiting).to_contain_text("Not finished, from ")
    expect(waiting).to_contain_text(": K7QM, withdrawal.")
    expect(page.locator("[name=strain]:checked")).to_have_count(0)
    waiting.get_by_role("link", name="Go on").click()

    expect_filled_in(page)
    save(page)
    expect(page.get_by_role("status")).to_contain_text("withdrawal. Saved")
    expect(page.locator(".draft")).to_have_count(0)
    assert Note.objects.get().text == "Half a sentence,"
    assert (Session.objects.count(), drafts()) == (1, [])


def test_page_that_is_left_in_the_same_second_is_kept(page, case):
    fill_in(page)

    page.goto("/cases/")
    until(drafts)
    page.goto("/log/")
    page.get_by_role("link", name="Go on").click()

    expect_filled_in(page)


def test_tab_that_is_closed_in_the_same_second_is_kept(page, case):
    fill_in(page)

    page.close()

    until(lambda: [each["note"] for each in drafts()] == [["Half a sentence,"]])


def test_what_was_on_its_way_for_longer_does_not_take_the_place_of_more(page, case):
    """The page goes while the draft of a second ago is still in the tunnel."""
    tunnel = []

    def hold_the_first(route):
        tunnel.append(route)
        if len(tunnel) > 1:
            route.continue_()

    page.route("**/drafts/", hold_the_first)
    with page.expect_request("**/drafts/"):
        write_note(page, "Half a")
    write_note(page, "Half a sentence,")

    page.evaluate("dispatchEvent(new Event('beforeunload'))")
    expect(state(page)).to_contain_text(SAVED)
    with page.expect_response("**/drafts/"):
        tunnel[0].continue_()

    assert [each["note"] for each in drafts()] == [["Half a sentence,"]]


def test_page_that_is_only_looked_at_keeps_nothing(page, case):
    page.wait_for_timeout(1500)

    page.goto("/cases/")

    expect(page.get_by_role("heading", name="Cases")).to_be_visible()
    assert drafts() == []


def test_discarding_a_line_leaves_what_is_being_entered(page, case):
    tick(page, "strain", "both")
    expect(state(page)).to_contain_text(SAVED)
    page.reload()
    tick(page, "case", "P2XD")
    expect(state(page)).to_contain_text(SAVED)

    page.locator(".draft").get_by_role("button", name="Discard").click()

    expect(page.get_by_role("status")).to_have_text("The draft is discarded")
    expect(page.locator(".draft")).to_have_count(0)
    expect(page.locator("[name=case]:checked")).to_have_value("P2XD")


def test_draft_that_finds_no_network_is_sent_again(page, case, console_errors):
    page.context.set_offline(True)
    fill_in(page)
    expect(state(page)).to_have_text(NOT_SAVED)
    expect(page.locator(".toast-error")).to_have_count(0)
    assert drafts() == []

    page.context.set_offline(False)

    expect(state(page)).to_contain_text(SAVED)
    expect(page.locator("#earlier")).to_contain_text("sessions of K7QM")
    assert [content["note"] for content in drafts()] == [["Half a sentence,"]]
    console_errors.clear()  # Chromium notes each request that failed


def test_save_that_finds_no_network_is_sent_again_and_is_one_record(
    page, case, console_errors
):
    fill_in(page)
    expect(state(page)).to_contain_text(SAVED)
    page.context.set_offline(True)
    save(page)
    expect(state(page)).to_have_text(NOT_SAVED)
    expect(page.locator(".toast-error")).to_have_count(0)
    expect_filled_in(page)
    assert Session.objects.count() == 0

    page.context.set_offline(False)

    expect(page.get_by_role("status")).to_contain_text("withdrawal. Saved")
    page.wait_for_timeout(2500)
    assert (Session.objects.count(), drafts()) == (1, [])
    console_errors.clear()


def test_not_saved_is_seen_beside_the_answer_that_was_tapped(
    page, case, console_errors
):
    """On a phone the Save button, and what stands by it, is below the window."""
    page.set_viewport_size(PHONE)
    tick(page, "case", "K7QM")
    page.context.set_offline(True)
    page.locator(".choice", has_text="No").first.click()

    expect(state(page)).to_have_text(NOT_SAVED)
    expect(state(page)).to_be_in_viewport(ratio=1)
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("no strain. Saved")
    expect(state(page)).not_to_be_in_viewport()
    console_errors.clear()


def test_save_whose_answer_was_lost_is_one_record(page, case, console_errors):
    """The tunnel begins when the server has it, and before it can say so."""
    lost = []

    def lose_the_answer(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort("connectionreset")

    page.route(
        lambda url: url.endswith("/log/"),
        lambda route: (
            lose_the_answer(route)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    fill_in(page)
    save(page)
    expect(state(page)).to_have_text(NOT_SAVED)

    expect(page.get_by_role("status")).to_contain_text("withdrawal. Saved")

    assert lost == [200]
    assert (Session.objects.count(), Act.objects.count(), drafts()) == (1, 1, [])
    console_errors.clear()


def test_other_forms_wait_for_the_network_where_they_are(page, case, console_errors):
    session = SessionFactory(case=case)
    path = f"/sessions/{session.key}/notes/"
    page.goto(path)
    page.get_by_label("Note", exact=True).fill("In the tunnel.")
    page.context.set_offline(True)
    save(page)
    expect(page.locator(".draft-state")).to_have_text(NOT_SAVED)

    page.context.set_offline(False)

    expect(page.get_by_role("status")).to_contain_text("The note is saved")
    assert (Note.objects.get().text, drafts()) == ("In the tunnel.", [])
    console_errors.clear()


def test_no_draft_follows_the_save(page, case):
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    tick(page, "case", "K7QM")
    tick(page, "strain", "withdrawal")

    save(page)
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.wait_for_timeout(1500)
    page.goto("/cases/")

    assert [url for url in sent if url.endswith("/drafts/")] == []
    assert drafts() == []


def test_form_that_came_back_with_an_error_is_kept(page, case):
    write_note(page, "Half a sentence,")

    save(page)

    expect(page.locator("#id_strain_error")).to_be_visible()
    expect(state(page)).to_contain_text(SAVED)
    assert [content["note"] for content in drafts()] == [["Half a sentence,"]]


def test_empty_form_that_came_back_is_no_draft(page, case):
    save(page)
    expect(page.get_by_text("Choose one of your cases.")).to_be_visible()

    page.wait_for_timeout(2500)

    assert drafts() == []


def test_signed_out_the_draft_waits_for_the_sign_in(page, case, console_errors):
    page.wait_for_load_state("networkidle")
    Device.objects.all().delete()
    write_note(page, "Half a sentence,")
    dialog = page.get_by_role("dialog", name="You were signed out")
    expect(dialog).to_be_visible()
    expect(page.locator(".toast-error")).to_have_count(0)

    dialog.get_by_label("E-mail").fill(case.therapist.email)
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()

    expect(state(page)).to_contain_text(SAVED)
    expect(page.locator("#sign-in-dialog")).to_have_count(0)
    assert [content["note"] for content in drafts()] == [["Half a sentence,"]]
    tick(page, "case", "K7QM")
    tick(page, "strain", "withdrawal")
    save(page)
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert (Session.objects.count(), drafts()) == (1, [])
    console_errors.clear()  # Chromium notes the 401


def test_change_by_somebody_else_is_noticed_after_going_on(page, case):
    note = NoteFactory(session=SessionFactory(case=case), text="As it was.")
    page.goto(f"/notes/{note.key}/")
    page.get_by_label("Note", exact=True).fill("Begun on the old one.")
    expect(page.locator(".draft-state")).to_contain_text(SAVED)
    page.close()
    page = page.context.new_page()
    Note.objects.update(text="Changed since.", version=2)
    page.goto(f"/notes/{note.key}/")

    page.get_by_role("link", name="Go on").click()
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("changed elsewhere")
    assert Note.objects.get().text == "Changed since."


def test_each_form_of_a_page_is_a_draft_of_its_own(page, case):
    session = SessionFactory(case=case)
    ReportFactory(session=session)
    RuptureFactory(session=session)
    page.goto(f"/sessions/{session.key}/")
    page.locator("summary", has_text="Write a note").click()
    form = page.locator("form[action$='/notes/']")

    form.get_by_label("Note", exact=True).fill("Half a sentence,")

    expect(form.locator(".draft-state")).to_contain_text(SAVED)
    page.reload()
    page.get_by_role("link", name="Go on").click()
    expect(page).to_have_url(f"/sessions/{session.key}/notes/?draft=" + key())
    expect(page.get_by_label("Note", exact=True)).to_have_value("Half a sentence,")


def key():
    return str(Draft.objects.get().submission)


def test_without_script_a_button_keeps_the_form(new_context, sign_in, case):
    context = new_context(java_script_enabled=False)
    sign_in(context, case.therapist)
    page = context.new_page()
    page.goto("/log/")
    fill_in(page)

    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("status")).to_contain_text("Kept as a draft")
    page.get_by_role("link", name="Go on").click()

    expect_filled_in(page)
    save(page)
    expect(page.get_by_role("status")).to_contain_text("withdrawal. Saved")
    assert (Session.objects.count(), drafts()) == (1, [])
