"""Charts in a browser: pictures, keyboard, tables on demand, all drawn before paper."""

import re
import struct
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ruptures.period import DAY, month_after
from tests.factories import ReportFactory, SessionFactory

DRAWN = ".chart .svg-container"
WHITE, DARKEST = "rgb(255, 255, 255)", "rgb(27, 35, 39)"  # --surface and --ink
FITTED = """() => [...document.querySelectorAll('.chart')].every((chart) => {
  const paper = chart.querySelector('.main-svg').getBoundingClientRect();
  return Math.abs(paper.width - chart.getBoundingClientRect().width) < 2;
})"""
NO_TIME = "window.requestAnimationFrame = () => {};"


@pytest.fixture
def dashboard(page, practice, sign_in):
    sign_in(page.context, practice.therapist)
    page.goto("/")
    expect(page.locator(DRAWN)).to_have_count(page.locator(".chart").count())
    return page


def saved(page, slug, format_):
    """What the button of that name saves: the file's name and its bytes."""
    with page.expect_download() as download:
        page.locator(f"#chart-{slug}").get_by_role("button", name=format_).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def words_in(svg):
    """The text of a picture without its marks, line after line."""
    lines = re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", svg)
    return " ".join(" ".join(lines).split())


def test_what_figures_share_is_a_template_to_plotly(dashboard):
    template = go.layout.Template(dashboard.evaluate("TEMPLATE"))

    assert template.layout.separators == ".,"
    assert template.layout.xaxis.fixedrange is True
    assert template.layout.annotationdefaults.showarrow is False
    assert template.layout.shapedefaults.line.width == 0
    assert [trace.hoverinfo for trace in template.data.bar] == ["text"]


def test_a_bar_says_its_movement_and_its_numbers_when_pointed_at(dashboard):
    chart = dashboard.locator("#chart-movements")
    chart.locator(".bars path").filter(visible=True).first.hover(force=True)

    expect(chart.locator(".hoverlayer .nums")).to_be_visible()
    movement, *numbers = chart.locator(".hoverlayer tspan").all_text_contents()
    assert (movement, len(numbers)) == ("▽ Withdrawal", 3)
    expect(chart.locator(".hoverlayer .name")).to_have_count(0)


def test_a_chart_can_be_had_as_a_picture_twice_as_fine(dashboard):
    name, content = saved(dashboard, "months", "PNG")

    width, _height = struct.unpack(">II", content[16:24])
    assert (name, content[:4], width) == ("months.png", b"\x89PNG", 1600)


def test_a_picture_says_what_it_shows_of_whom_and_where_the_range_is_from(dashboard):
    sentence = dashboard.locator("#chart-raters .summary").first.inner_text()

    name, content = saved(dashboard, "raters", "SVG")

    said = words_in(content.decode())
    assert name == "raters.svg"
    assert "Who reports strain, beside the published ranges" in said
    assert " ".join(sentence.split()) in " ".join(said.split())
    assert "Last 12 months: " in said
    assert "ranges as quoted in a clinician's article" in said.replace("&#39;", "'")
    assert "Not a measure of skill; not for appraisal, ranking or pay." in said


def test_a_picture_of_a_dark_page_is_dark_ink_on_white(dashboard):
    dashboard.emulate_media(color_scheme="dark")

    svg = saved(dashboard, "months", "SVG")[1].decode()

    ground = re.search(r'<rect x="0" y="0"[^>]*?fill: (rgb\([^)]*\))', svg)[1]
    inks = set(re.findall(r"<text[^>]*?fill: (rgb\([^)]*\))", svg))
    assert ground == WHITE
    assert DARKEST in inks
    assert "rgb(236, 235, 230)" not in inks  # the ink of the dark


def test_the_drawing_is_a_picture_with_a_name_and_its_buttons_are_none_of_it(dashboard):
    chart = dashboard.locator("#chart-months")
    sentence = chart.locator(".summary").first.inner_text()

    picture = chart.get_by_role("img", name=f"Month by month. {sentence} Table below.")

    expect(picture).to_have_count(1)
    expect(picture.get_by_role("button")).to_have_count(0)
    expect(chart.get_by_role("button", name=re.compile("PNG|SVG"))).to_have_count(2)


def test_by_keyboard_come_both_buttons_then_the_table_then_its_numbers(dashboard):
    def focused():
        return dashboard.evaluate("document.activeElement.textContent.trim()")

    reached = []
    dashboard.locator("#chart-months .modebar-btn").first.focus()
    for _ in range(3):
        reached.append(focused())
        dashboard.keyboard.press("Tab")
        if reached[-1] == "Table":
            break
    dashboard.keyboard.press("Shift+Tab")
    dashboard.keyboard.press("Enter")
    dashboard.keyboard.press("Tab")

    assert reached == ["PNG", "SVG", "Table"]
    assert focused().startswith("Month")


def test_the_focus_on_a_button_can_be_seen(dashboard):
    dashboard.locator("#chart-months .modebar-btn").first.focus()
    dashboard.keyboard.press("Tab")

    outline = "getComputedStyle(document.activeElement).outline"
    assert dashboard.evaluate(outline) == "rgb(11, 107, 143) solid 3px"


def test_a_swapped_chart_asks_for_its_table_when_it_is_first_opened(dashboard):
    table = dashboard.locator("#chart-months .chart-table")
    asked = []
    dashboard.on("request", lambda request: asked.append(request.url))
    with dashboard.expect_response("**/?period=3*"):
        dashboard.get_by_label("3 months").check()
    expect(dashboard.locator("#results")).to_contain_text("Last 3 months")
    expect(table.locator("tr")).to_have_count(0)

    for _ in range(3):
        table.locator("summary").click()

    expect(table.locator("tbody tr")).to_have_count(3)
    assert len([url for url in asked if "/data/charts/months/" in url]) == 1


def test_what_is_on_the_screen_is_drawn_first_and_all_of_it_for_paper(
    page, practice, sign_in
):
    page.add_init_script(NO_TIME)
    sign_in(page.context, practice.therapist)

    page.goto("/")
    expect(page.locator("#chart-raters .svg-container")).to_have_count(1)
    before = page.locator(DRAWN).count()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    assert before == 1
    assert page.locator(DRAWN).count() == page.locator(".chart").count()


def test_where_plotly_does_not_come_the_tables_stand_alone(
    page, practice, sign_in, console_errors
):
    page.route("**/plotly.min.js", lambda route: route.abort())
    sign_in(page.context, practice.therapist)

    page.goto("/")

    expect(page.locator(".chart")).to_have_count(0)
    expect(page.locator("#chart-raters table")).to_be_visible()
    console_errors.clear()  # Chromium notes what did not come


def test_counts_of_many_months_do_not_run_into_each_other(page, case, sign_in):
    """40 months with an answer each, and one of 10 so that there is a point."""
    *few, most = (month_after(timezone.localdate(), n - 41) for n in range(41))
    for day in [*few, *(most + DAY * n for n in range(10))]:
        ReportFactory(session=SessionFactory(case=case, date=day), strain="no")
    sign_in(page.context, case.therapist)
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto("/?period=all")
    page.locator("#chart-months").scroll_into_view_if_needed()
    expect(page.locator("#chart-months .svg-container")).to_have_count(1)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('#chart-months .annotation-text-g text')]
          .map((count) => count.getBoundingClientRect())
          .map((box) => [box.left, box.right])"""
    )

    ends = sorted(boxes)
    assert len(ends) == 13  # every third
    assert [one for one, two in pairwise(ends) if one[1] > two[0]] == []


def test_labels_have_room_on_a_phone_and_at_a_desk(dashboard):
    outside = """() => [...document.querySelectorAll('.chart')].flatMap((chart) => {
      const paper = chart.querySelector('.main-svg').getBoundingClientRect();
      return [...chart.querySelectorAll('.xtick text, .ytick text')].filter((label) => {
        const box = label.getBoundingClientRect();
        return box.left < paper.left - 1 || box.right > paper.right + 1
          || box.bottom > paper.bottom + 1;
      }).map((label) => label.textContent);
    })"""
    found = []
    for width in (1280, 390):
        dashboard.set_viewport_size({"width": width, "height": 844})
        dashboard.wait_for_function(FITTED)
        dashboard.wait_for_timeout(300)
        found += dashboard.evaluate(outside)

    assert found == []


def test_the_table_alone_is_there_on_paper(page, practice, sign_in):
    sign_in(page.context, practice.therapist)

    page.goto("/data/charts/months/")
    page.emulate_media(media="print")

    expect(page.get_by_role("table")).to_be_visible()
