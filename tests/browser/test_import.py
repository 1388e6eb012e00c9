"""A package brought into a fresh account, by keys alone, and read again from there."""

import datetime

import pytest
from playwright.sync_api import expect

from ruptures.models import Case, User
from ruptures.seeding.practice import seed_practice
from tests.browser.fixtures import PHONE
from tests.factories import UserFactory
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import changed, empty_installation

UNTIL = datetime.date(2026, 11, 1)


@pytest.fixture
def package(transactional_db, tmp_path):
    """Of a synthetic practice, which is not here any more."""
    seed_practice(therapists=1, sessions=60, seed=7, until=UNTIL)
    seeded = Case.objects.select_related("therapist").first()
    path = tmp_path / "package.zip"
    path.write_bytes(bytes_of(seeded.therapist, notes=True))
    empty_installation()
    return path


@pytest.fixture
def user(package) -> User:
    return UserFactory()


@pytest.fixture
def page(new_context, sign_in, user, children):
    context = new_context()
    sign_in(context, user)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto("/data/import/")
    return page


def choose(page, path):
    """The file; from there on by keys alone."""
    field = page.get_by_label("File", exact=True)
    field.set_input_files(path)
    field.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.keyboard.press("Enter")


def press(page, name, role="button"):
    button = page.get_by_role(role, name=name)
    for _ in range(20):
        page.keyboard.press("Tab")
        if button.evaluate("here => here === document.activeElement"):
            break
    page.keyboard.press("Enter")


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=60_000)


def test_a_package_comes_in_and_then_what_differs_is_taken_by_keys_alone(
    page, package, user
):
    choose(page, package)
    heading(page, "The file is checked")
    page.reload()
    press(page, "Bring in")
    heading(page, "The file is in")

    assert bytes_of(user, notes=True) == package.read_bytes()
    press(page, "All cases", role="link")
    expect(page.locator("main")).to_contain_text(Case.objects.first().code)

    package.write_bytes(changed(package.read_bytes(), "sessions", modality="phone"))

    page.goto("/data/import/")
    choose(page, package)
    heading(page, "Some of it differs from what is here")
    expect(page.locator("tbody")).to_contain_text("phone")
    press(page, "Take what the file says")
    heading(page, "The file is in")

    page.goto(f"/cases/{page.locator('a.code').inner_text()}/history/")
    expect(page.locator("main")).to_contain_text("Changed as a file says")


def test_a_file_of_another_program_is_described_and_comes_in_by_keys_alone(
    page, tmp_path, user
):
    path = tmp_path / "clinic.csv"
    path.write_text("id;first_session;s1;s2;s3\nP1;2.3.2026;36,5;20;31\n")

    choose(page, path)
    heading(page, "What does the file hold?")
    page.get_by_label("s1 to s3 becomes").select_option("score:client:srs")
    page.get_by_label("Days from one session to the next").fill("7")
    press(page, "Show the preview again")
    expect(page.locator("#columns")).not_to_contain_text("Still to be said")
    press(page, "Check the file")
    heading(page, "The file is checked")
    press(page, "Bring in")
    heading(page, "The file is in")

    dates = user.cases.get().sessions.order_by("date").values_list("date", flat=True)
    assert [f"{each}" for each in dates] == ["2026-03-02", "2026-03-09", "2026-03-16"]
