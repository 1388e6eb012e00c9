"""The least that a page with three charts can be: what the machine itself takes.

No style sheet, no htmx, no words: the chart library and three figures of twelve points
with intervals, drawn one after the other as the dashboard draws its own.
"""

import json
from typing import Any

HEIGHT = 300  # pixels
MONTHS = list(range(12))
RATES = [0.31, 0.42, 0.38, 0.5, 0.45, 0.29, 0.33, 0.41, 0.36, 0.48, 0.4, 0.37]

PAGE = """<!doctype html>
<div class="chart"></div><div class="chart"></div><div class="chart"></div>
<script src="{library}"></script>
<script>
  const places = [...document.querySelectorAll(".chart")];
  const next = () => {{
    const place = places.shift();
    if (!place) return;
    Plotly.newPlot(place, ...{figure});
    requestAnimationFrame(() => setTimeout(next));
  }};
  next();
</script>
"""


def page(library: str) -> str:
    """The page as HTML; `library` is the address of the chart library."""
    return PAGE.format(library=library, figure=json.dumps([[trace()], layout()]))


def trace() -> dict[str, Any]:
    spread = {"type": "data", "array": [0.1] * len(MONTHS)}
    return {"x": MONTHS, "y": RATES, "mode": "lines+markers", "error_y": spread}


def layout() -> dict[str, Any]:
    return {"template": "none", "height": HEIGHT, "margin": {"t": 24, "b": 24}}
