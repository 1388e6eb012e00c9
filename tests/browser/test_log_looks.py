"""The log page as a picture: nothing cut off, crowded or out of line at four widths."""

import pytest
from playwright.sync_api import Page, expect

from ruptures.models import User
from tests.factories import CaseFactory, MarkerFactory, SessionFactory, UserFactory

WINDOWS = [(360, 780), (390, 844), (768, 1024), (1280, 900)]
STATES = ["empty", "strain", "everything", "errors"]

# Every target a finger aims at: its box, by what it says.
TARGETS = """() => {
  const faces = "#log :is(label.chip, label.choice, .scale label, button, summary, "
    + "label.check, select, textarea, [type=date], [type=time], [type=number], "
    + "input[list], .actions a, .links a), .brand, .site-menu > summary";
  return [...document.querySelectorAll(faces)]
    .filter((face) => face.checkVisibility())
    .map((face) => {
      const { left, right, top, bottom } = face.getBoundingClientRect();
      const name = (face.innerText || face.name || face.className).trim();
      return { name, left, right, top: top + scrollY, bottom: bottom + scrollY };
    });
}"""

# Words that their box cuts off.
CUT = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.checkVisibility() && !each.matches(".visually-hidden, option"))
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
  .filter((each) => getComputedStyle(each).overflowX !== "visible")
  .map((each) => each.outerHTML.slice(0, 120))"""


def caseload(size: int) -> User:
    """A therapist with that many cases; the first has a rupture that is open."""
    therapist = UserFactory()
    for number in range(size):
        case = CaseFactory(therapist=therapist)
        session = SessionFactory(case=case)
        if number == 0:
            MarkerFactory(rupture__session=session)
    return therapist


def choose_strain(page: Page) -> None:
    page.locator("[name=case]").first.check()
    expect(page.locator("#earlier summary").first).to_be_visible()
    page.locator("[name=strain][value=both]").check()
    page.locator("[name=markers]").nth(1).check()


def open_everything(page: Page) -> None:
    choose_strain(page)
    page.get_by_role("button", name="another day").click()
    page.locator("#log details").evaluate_all("all => all.map((d) => (d.open = true))")


def provoke_errors(page: Page) -> None:
    open_everything(page)
    page.get_by_label("Date").fill("2999-01-01")
    page.get_by_label("Its total or mean").fill("99999")
    page.locator("[name=strain][value=no]").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Details are noted")).to_be_visible()


ARRANGED = {
    "empty": lambda page: None,
    "strain": choose_strain,
    "everything": open_everything,
    "errors": provoke_errors,
}


def too_small(targets: list[dict]) -> list[str]:
    """Targets below 44 px in any direction."""
    return [
        f"{each['name']}: {each['right'] - each['left']:.0f} px wide, "
        f"{each['bottom'] - each['top']:.0f} px high"
        for each in targets
        if min(each["right"] - each["left"], each["bottom"] - each["top"]) < 43.9
    ]


def overlapping(targets: list[dict]) -> list[tuple[str, str]]:
    return [
        (one["name"], other["name"])
        for place, one in enumerate(targets)
        for other in targets[place + 1 :]
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 0.5
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 0.5
    ]


def outside(targets: list[dict], width: int) -> list[str]:
    """Targets that reach beyond the window's edges, or stick to one."""
    return [
        each["name"]
        for each in targets
        if each["left"] < 8 or each["right"] > width - 8
    ]


@pytest.mark.parametrize("size", [1, 60])
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_off_crowded_or_out_of_line(state, size, page, sign_in, db):
    sign_in(page.context, caseload(size))
    found = {}
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/log/")
        ARRANGED[state](page)
        targets = page.evaluate(TARGETS)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[width] = [
            *(["scrolls sideways"] if wide else []),
            *too_small(targets),
            *overlapping(targets),
            *outside(targets, width),
            *page.evaluate(CUT),
        ]
        assert len(targets) > 8

    assert {width: faults for width, faults in found.items() if faults} == {}


@pytest.mark.parametrize("size", [1, 8, 60])
@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_case_and_every_answer_are_in_the_first_window(
    size, width, height, page, sign_in, db
):
    sign_in(page.context, caseload(size))
    page.set_viewport_size({"width": width, "height": height})

    page.goto("/log/")

    for answer in page.locator(".choice").all():
        expect(answer).to_be_in_viewport(ratio=1)
    expect(page.locator(".case-chips .chip").first).to_be_in_viewport(ratio=1)
    save = page.get_by_role("button", name="Save", exact=True)
    save.scroll_into_view_if_needed()
    expect(save).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("width", "columns"), [(360, 2), (390, 2), (768, 3)])
def test_cases_stand_in_columns(width, columns, page, sign_in, db):
    sign_in(page.context, caseload(8))
    page.set_viewport_size({"width": width, "height": 800})

    page.goto("/log/")

    boxes = [chip.bounding_box() for chip in page.locator(".case-chips > *").all()]
    assert len({round(box["x"]) for box in boxes}) == columns
    assert len({round(box["width"]) for box in boxes}) == 1
