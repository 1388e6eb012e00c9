"""Whatever is sent to any address, the answer is words and never a server error."""

import random
import re
import uuid
from urllib.parse import urlencode

import pytest
from django.utils.http import url_has_allowed_host_and_scheme

from dashboard.views.charts import PAGE_OF
from tests.addresses import ROUTES
from tests.promises.answers import text_of
from tests.promises.rows import path_to

ROUNDS = 12
RUBBISH = [
    "",
    "\x00",
    "a" * 5000,
    "-1",
    "99999999999999999999",
    "0001-01-01",
    "2026-02-30",
    "9999-12-31",
    "25:61",
    "3.5",
    "٣",
    "２０２６",
    "=1+1",
    "<script>",
    "None",
    "%00",
    "yes",
    "no",
    "withdrawal",
    "both",
    "1",
    "9" * 5000,
    "sNaN",
    "1E+400",
    "²",
    "often",
    "often.",
    "//elsewhere.example/",
]
HEADERS = [
    {},
    {"HX-Request": "true", "HX-Target": "log"},
    {"Accept": "application/json"},
]
# Fields of the filters and forms, and of addresses, whichever page reads them.
FIELDS = [
    "attempt",
    "back",
    "baseline",
    "case",
    "criterion",
    "date",
    "dip",
    "end",
    "events",
    "next",
    "page",
    "pair",
    "period",
    "put_off",
    "rater",
    "series",
    "sessions",
    "since",
    "start",
    "strain",
    "trend",
    "type",
    "unit",
    "whole",
]


def fields_of(response) -> list[str]:
    """Names of the fields that the page's own forms have, and some more."""
    body = text_of(response)
    return sorted({*re.findall(r'name="([^"]+)"', body), *FIELDS})


def leads_here(location: str) -> bool:
    """Whether a browser that follows it stays on this site."""
    path, _, _ = location.partition("?")
    return url_has_allowed_host_and_scheme(path, {"testserver"})


def rubbish(name, fields, rows):
    """What to send, field by field, and with which headers; the same at every run."""
    choose = random.Random(name)
    own = [rows.case.code, str(rows.rupture.key), f"long_open.{rows.rupture.key}"]
    values = [*RUBBISH, *own, str(uuid.UUID(int=7))]
    for _round in range(ROUNDS):
        chosen = choose.sample(fields, choose.randint(1, len(fields)))
        sent = {field: choose.choice(values) for field in chosen}
        yield sent, choose.choice(HEADERS)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_rubbish_is_answered_in_words(name, client, rows):
    path = path_to(name, rows)
    client.force_login(rows.therapist)
    fields = fields_of(client.get(path))

    for sent, headers in rubbish(name, fields, rows):
        for method, query in ((client.get, ""), (client.post, f"?{urlencode(sent)}")):
            client.force_login(rows.therapist)
            response = method(path + query, sent, headers=headers)
            assert response.status_code < 500, sent
            assert response.headers.get("Content-Type") != "application/json"
            assert leads_here(response.headers.get("Location", "/")), sent


@pytest.mark.parametrize("chart", sorted(PAGE_OF))
def test_rubbish_asked_of_a_chart_is_answered_in_words(chart, client, rows):
    rows.chart = chart
    path = path_to("dashboard:chart-csv", rows)
    client.force_login(rows.therapist)

    for sent, headers in rubbish(chart, FIELDS, rows):
        response = client.get(path, sent, headers=headers)
        assert response.status_code in {200, 404}, sent
