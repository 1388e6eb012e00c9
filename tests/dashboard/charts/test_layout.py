"""What figures share is sent once; each says only what differs, in short numbers."""

import json

import plotly.graph_objects as go
import pytest

from dashboard.charts.layout import TEMPLATE, axis, figure, note, rounded


def whole(drawn):
    """A figure over the template, as charts.js puts them together."""
    return drawn | {"layout": drawn["layout"] | {"template": TEMPLATE}}


def test_the_template_is_one_to_plotly_and_gives_what_a_figure_leaves_out():
    drawn = figure([], xaxis=axis(title="Months"), annotations=[note("few", 0, 1)])

    layout = go.Figure(json.loads(json.dumps(whole(drawn)))).layout

    assert layout.xaxis.title.text == "Months"
    assert layout.template.layout.xaxis.fixedrange is True
    assert layout.template.layout.annotationdefaults.showarrow is False
    assert layout.template.layout.showlegend is False


def test_a_figure_says_only_what_differs_from_the_template():
    drawn = figure([{"y": (1 / 3, None, 2)}], xaxis={"range": [0, 0.00004]})

    assert drawn == {
        "data": [{"y": [0.3333, None, 2]}],
        "layout": {"xaxis": {"range": [0, 0.0]}},
    }


@pytest.mark.parametrize("value", ["0.123456", True, None, 1234567])
def test_what_is_no_fraction_stays_as_it_is(value):
    assert rounded({"text": value}) == {"text": value}
