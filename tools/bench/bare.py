"""The least that a page with three charts can be: what the machine itself takes.

No style sheet, no htmx, no words: the chart library and three figures of twelve points
with intervals, drawn one after the other as the dashboard draws its own.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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


@contextmanager
def served(library: str) -> Iterator[str]:
    """The address of the page while a server has it, on a port of its own.

    `library` is the address of the chart library.
    """
    figure = json.dumps([[trace()], layout()])
    body = PAGE.format(library=library, figure=figure).encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), answering(body))
    threading.Thread(target=server.serve_forever).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def answering(body: bytes) -> type[BaseHTTPRequestHandler]:
    """Every request, with that page."""

    class Bare(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """The bench prints its own."""

    return Bare


def trace() -> dict[str, Any]:
    spread = {"type": "data", "array": [0.1] * len(MONTHS)}
    return {"x": MONTHS, "y": RATES, "mode": "lines+markers", "error_y": spread}


def layout() -> dict[str, Any]:
    return {"template": "none", "height": HEIGHT, "margin": {"t": 24, "b": 24}}
