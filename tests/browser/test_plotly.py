"""Either plotly.js that set-up may have taken draws the charts under the strict CSP."""

import os
from pathlib import Path

import plotly
import pytest
from django.conf import settings
from playwright.sync_api import expect

from tools.fetch_plotly import compiled_early

FULL = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
TAKEN = settings.PLOTLY_JS / "plotly.min.js"


def basic() -> Path:
    """The basic bundle, where set-up had npm; CI must have it."""
    if "basic" not in (settings.PLOTLY_JS / "source.txt").read_text():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("set-up had no npm")
    return TAKEN


@pytest.mark.parametrize("bundle", [basic, lambda: FULL], ids=["basic", "full"])
def test_charts_are_drawn_by(bundle, page, practice, sign_in):
    script = compiled_early(bundle().read_bytes())
    page.route(
        "**/plotly.min.js",
        lambda route: route.fulfill(body=script, content_type="text/javascript"),
    )
    sign_in(page.context, practice.therapist)

    page.goto("/")

    expect(page.locator(".chart .svg-container")).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").first.click()
    assert download.value.suggested_filename == "raters.png"
