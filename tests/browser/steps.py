"""A hand on the log page, and how often it touched the phone or a key."""

from playwright.sync_api import BrowserContext, Page, expect

# Counted by the browser itself, from what a hand really did: nothing goes past it.
COUNTER = """
for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, (event) => {
    const before = Number(sessionStorage.getItem("steps"));
    if (event.isTrusted) sessionStorage.setItem("steps", before + 1);
  }, true);
}
"""


def count_steps(context: BrowserContext) -> None:
    context.add_init_script(COUNTER)


class Steps:
    """Taps and keys; `count` has all of them since the window was opened."""

    def __init__(self, page: Page):
        self.page = page

    @property
    def count(self) -> int:
        return int(self.page.evaluate("Number(sessionStorage.getItem('steps'))"))

    def tap(self, name: str, value: str) -> None:
        control = self.page.locator(f'[name="{name}"][value="{value}"]')
        self.page.locator("label").filter(has=control).tap()

    def tap_words(self, words: str) -> None:
        self.page.get_by_text(words, exact=True).tap()

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).tap()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


def expect_saved(page: Page, words: str, code: str = "K7QM") -> None:
    """The toast says so, and the form is empty again."""
    status = page.get_by_role("status").and_(page.locator("#toast"))
    expect(status).to_contain_text(f"{code}, ")
    expect(status).to_contain_text(f"{words}. Saved")
    expect(page.locator("[name=case]:checked")).to_have_count(0)
    expect(page.locator("[name=strain]:checked")).to_have_count(0)
