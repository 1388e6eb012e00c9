"""How charts and their tables are cut to a sheet."""

from dashboard.charts.table import Column, Table
from dashboard.packet_paper import begun, pressed

COLUMNS = (Column("month", "Month", "text"), Column("held", "Held"))


def table(*rows):
    return Table(COLUMNS, rows)


def test_a_table_begins_where_something_is_counted():
    rows = ("Mar", 0), ("Apr", None), ("May", 2), ("Jun", 0)

    assert begun(table(*rows)) == table(("May", 2), ("Jun", 0))


def test_a_table_in_which_nothing_is_counted_has_no_row():
    assert begun(table(("Mar", 0), ("Apr", None))) == table()


def test_the_lower_part_of_a_figure_is_pressed_and_the_upper_one_is_not():
    parts = {"yaxis": {"domain": [0.6, 1]}, "yaxis2": {"domain": [0, 0.5]}}
    figure = {"data": [], "layout": {"height": 436, **parts}}  # 36 of it the foot

    found = pressed(figure, 80)["layout"]

    assert found == {
        "height": 316,
        "yaxis": {"domain": [120 / 280, 1]},  # 160 pixels, as before
        "yaxis2": {"domain": [0, 80 / 280]},
    }


def test_a_figure_of_one_part_or_none_stays_as_it_is():
    figure = {"data": [], "layout": {"height": 300, "yaxis": {"domain": [0, 1]}}}

    assert pressed(figure, 80) == figure
    assert pressed(None, 80) is None


def test_a_lower_part_that_is_low_already_is_not_stretched():
    parts = {"yaxis": {"domain": [0.5, 1]}, "yaxis2": {"domain": [0, 0.25]}}
    figure = {"data": [], "layout": {"height": 436, **parts}}

    assert pressed(figure, 100) == figure
