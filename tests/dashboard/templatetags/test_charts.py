"""Figures in the page: short, safe and read by any JSON parser."""

import json

from dashboard.charts.table import Column, Table
from dashboard.templatetags.charts import (
    body_rows,
    compact_json_script,
    head_cells,
)


def test_a_figure_travels_without_blanks_and_with_its_own_letters():
    assert compact_json_script({"text": "▽ 30–40", "y": [1, 0.5]}, "figure-months") == (
        '<script id="figure-months" type="application/json">'
        '{"text":"▽ 30–40","y":[1,0.5]}</script>'
    )


def test_a_break_travels_as_a_new_line():
    assert '"a\\nb"' in compact_json_script({"text": "a<br>b"}, "x")


def test_no_text_ends_the_element_it_stands_in():
    script = compact_json_script(["</script>&"], "x")

    inner = script.removeprefix('<script id="x" type="application/json">')
    assert inner == '["\\u003C/script\\u003E\\u0026"]</script>'
    assert json.loads(inner.removesuffix("</script>")) == ["</script>&"]


def test_head_cells_escape_their_labels_and_tell_text_from_numbers():
    columns = (Column("a", "A & B", "text"), Column("b", "B"))

    assert head_cells(columns) == (
        '<th scope="col" class="text">A &amp; B</th><th scope="col">B</th>'
    )


def test_body_rows_name_the_row_and_escape_what_a_cell_says():
    columns = (Column("a", "A", "text"), Column("b", "B"), Column("c", "C", "text"))
    table = Table(columns, (("<b>", 12, "x & y"), ("second", None, "z")))

    assert body_rows(table) == (
        '<tr><th scope="row">&lt;b&gt;</th><td>12</td>'
        '<td class="text">x &amp; y</td></tr>'
        '<tr><th scope="row">second</th><td>–</td><td class="text">z</td></tr>'
    )
