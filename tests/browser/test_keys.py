"""Shortcuts: what a key does, where it does nothing, and the list of them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ruptures.models import Session, SessionReport
from tests.browser.fixtures import PHONE
from tests.factories import MarkerFactory, SessionFactory


@pytest.fixture
def page(page: Page, sign_in, case) -> Page:
    sign_in(page.context, case.therapist)
    page.goto("/log/")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def chosen(page: Page, name: str) -> list[str]:
    inputs = page.locator(f"[name={name}]:checked:not([value=''])")
    return inputs.evaluate_all("inputs => inputs.map((input) => input.value)")


def typed(page: Page, key: str, code: str, modifier: str = "") -> None:
    """One press on a keyboard of another country."""
    page.evaluate(
        """([key, code, modifier]) => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key, code, bubbles: true,
            [`${modifier}Key`]: Boolean(modifier) }))""",
        [key, code, modifier],
    )


def test_digits_choose_the_case_and_letters_the_answer(page):
    press(page, "2", "c")

    assert chosen(page, "case") == ["P2XD"]
    assert chosen(page, "strain") == ["confrontation"]


def test_strain_leads_to_its_markers_and_digits_choose_there(page):
    press(page, "1", "c", "1", "3")

    assert chosen(page, "markers") == ["about_me", "about_tasks"]
    assert chosen(page, "case") == ["K7QM"]


def test_key_of_a_group_goes_back_to_what_is_chosen_in_it(page):
    press(page, "1", "w", "s", "3", "m", "s")

    expect(page.locator("[name=intensity][value='3']")).to_be_focused()


def test_focus_is_seen_wherever_a_key_leads(page):
    page.set_viewport_size({"width": 1280, "height": 900})

    for keys in (["1"], ["w"], ["s"], ["t"], ["r"], ["k"]):
        press(page, *keys)

        seen = page.locator(":focus-visible + span")
        expect(seen).to_have_css("outline-style", "solid")
        expect(seen).to_be_in_viewport()


def test_key_out_of_reach_does_nothing(page):
    press(page, "9", "s", "t", "r", "z", "e")

    assert chosen(page, "case") == []
    expect(page.locator("body")).to_be_focused()


def test_keys_open_the_day_the_rest_and_an_earlier_rupture(page, case):
    MarkerFactory(rupture__session__case=case)

    press(page, "1", "f")
    expect(page.get_by_text("The client came late")).to_be_visible()
    expect(page.locator("#earlier summary").first).to_be_visible()
    press(page, "e", "x")

    expect(page.get_by_role("group", name="Which rupture?")).to_be_visible()
    expect(page.get_by_text("Missed", exact=True)).to_be_visible()
    press(page, "d")
    expect(page.get_by_label("Date")).to_be_focused()


@pytest.mark.parametrize("name", ["note", "minute", "score_instrument"])
def test_keys_typed_in_a_field_are_only_letters(name, page):
    page.locator("[name=strain][value=withdrawal]").check()
    page.get_by_text("Finish later").click()
    page.locator(f"[name={name}]").focus()

    press(page, "1", "n", "?")

    assert chosen(page, "case") == []
    assert chosen(page, "strain") == ["withdrawal"]
    expect(page.locator("#keys")).to_be_hidden()


@pytest.mark.parametrize("modifier", ["Alt", "Control", "Meta"])
def test_keys_with_a_modifier_are_the_browsers(modifier, page):
    typed(page, "1", "Digit1", {"Control": "ctrl"}.get(modifier, modifier.lower()))

    assert chosen(page, "case") == []


@pytest.mark.parametrize(
    ("key", "code"), [("&", "Digit1"), ("+", "Digit1"), ("1", "Numpad1")]
)
def test_digits_work_where_the_row_of_digits_has_other_signs(key, code, page):
    typed(page, key, code)

    assert chosen(page, "case") == ["K7QM"]


def test_letters_work_by_their_sign_or_where_there_is_none_by_their_place(page):
    typed(page, "w", "KeyZ")
    assert chosen(page, "strain") == ["withdrawal"]

    typed(page, "\N{CYRILLIC SMALL LETTER ES}", "KeyC")
    assert chosen(page, "strain") == ["confrontation"]


def test_capitals_count_as_letters_and_a_held_key_once(page):
    press(page, "B")
    assert chosen(page, "strain") == ["both"]

    page.evaluate(
        """document.dispatchEvent(
          new KeyboardEvent("keydown", { key: "w", repeat: true }))"""
    )
    assert chosen(page, "strain") == ["both"]


def test_question_mark_lists_the_keys_in_the_words_of_the_page(page):
    page.locator("[name=case]").first.check()
    expect(page.locator("#earlier summary")).to_be_visible()

    press(page, "?")

    dialog = page.get_by_role("dialog", name="Keys on this page")
    lines = dialog.locator("[data-of-page] > div")
    assert [" ".join(line.split()) for line in lines.all_inner_texts()] == [
        "d Another day",
        "k Which case?",
        "n No",
        "w Withdrawal",
        "c Confrontation",
        "b Both",
        "u Unsure",
        "x Did not take place",
        "m What was there?",
        "s How strong?",
        "t What did you try?",
        "r How far resolved by the end?",
        "f Finish later",
        "e A repair attempt today for an earlier rupture",
    ]
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_list_of_keys_fits_a_phone_and_is_accessible(scheme, page):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)

    press(page, "?")

    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    box = page.locator("#keys").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    expect(page.locator("#keys button")).to_be_in_viewport(ratio=1)


def test_list_of_keys_takes_none_itself_and_closes(page):
    page.locator("[name=case]").first.focus()
    press(page, "?", "n", "2", "Escape")

    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("[name=case]").first).to_be_focused()
    assert chosen(page, "strain") == chosen(page, "case") == []


def test_hint_opens_the_list_and_is_for_wide_screens_alone(page):
    hint = page.get_by_role("button", name="Keys ?")
    hint.click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.locator("#keys")).to_be_hidden()

    page.set_viewport_size(PHONE)

    expect(hint).to_be_hidden()


def test_ctrl_enter_saves_from_within_a_field(page):
    press(page, "1", "w", "f")
    page.get_by_label("Note").fill("Late train.")

    press(page, "Control+Enter")

    expect(page.locator("#toast")).to_contain_text("withdrawal. Saved")
    assert Session.objects.get().notes.get().text == "Late train."


def test_ctrl_enter_saves_a_form_of_another_page(page, case):
    session = SessionFactory(case=case)
    page.goto(f"/sessions/{session.key}/")
    page.get_by_label("Time of day").fill("09:30")

    press(page, "Control+Enter")

    expect(page.locator("#toast")).to_contain_text("Undo")
    session.refresh_from_db()
    assert str(session.time) == "09:30:00"


def test_every_page_lists_its_keys_and_one_without_digits_names_none(page):
    page.goto("/reference/")

    press(page, "?")

    dialog = page.get_by_role("dialog", name="Keys on this page")
    assert [kbd.inner_text() for kbd in dialog.locator("kbd:visible").all()] == [
        "Ctrl",
        "Enter",
        "?",
    ]


def test_nobody_gets_keys_who_switched_them_off(page, case):
    case.therapist.shortcuts = False
    case.therapist.save()
    page.reload()

    press(page, "1", "n", "?")

    assert chosen(page, "case") == chosen(page, "strain") == []
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Keys ?")).to_have_count(0)
    assert SessionReport.objects.count() == 0


def test_without_script_nothing_speaks_of_keys(new_context, sign_in, case):
    context = new_context(java_script_enabled=False)
    sign_in(context, case.therapist)
    page = context.new_page()

    page.goto("/log/")

    expect(page.locator(".keys-hint")).to_be_hidden()
    expect(page.locator("#keys")).to_be_hidden()
