"""Figures in the page: short, safe and read by any JSON parser."""

import json

from dashboard.templatetags.charts import chart_template, compact_json_script


def test_a_figure_travels_without_blanks_and_with_its_own_letters():
    assert compact_json_script({"text": "▽ 30–40", "y": [1, 0.5]}, "figure-months") == (
        '<script id="figure-months" type="application/json">'
        '{"text":"▽ 30–40","y":[1,0.5]}</script>'
    )


def test_no_text_ends_the_element_it_stands_in():
    script = compact_json_script(["</script>&"], "x")

    inner = script.removeprefix('<script id="x" type="application/json">')
    assert inner == '["\\u003C/script\\u003E\\u0026"]</script>'
    assert json.loads(inner.removesuffix("</script>")) == ["</script>&"]


def test_the_template_is_found_by_its_id():
    assert chart_template().startswith('<script id="chart-template" ')
