"""Whatever is sent to any address, the answer is words and never a server error."""

import random
import re
import uuid

import pytest

from tests.addresses import ROUTES
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
]
HEADERS = [
    {},
    {"HX-Request": "true", "HX-Target": "log"},
    {"Accept": "application/json"},
]
# Fields of the filters and forms, whichever page they stand on.
FIELDS = ["case", "date", "end", "next", "page", "period", "start", "strain"]


def fields_of(response) -> list[str]:
    """Names of the fields that the page's own forms have, and some more."""
    body = b"".join(response) if response.streaming else response.content
    return sorted({*re.findall(r'name="([^"]+)"', body.decode()), *FIELDS})


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_rubbish_is_answered_in_words(name, client, rows):
    choose = random.Random(name)
    values = [*RUBBISH, rows.case.code, str(rows.rupture.key), str(uuid.UUID(int=7))]
    path = path_to(name, rows)
    client.force_login(rows.therapist)
    fields = fields_of(client.get(path))

    for _round in range(ROUNDS):
        chosen = choose.sample(fields, choose.randint(1, len(fields)))
        sent = {field: choose.choice(values) for field in chosen}
        for method in (client.get, client.post):
            client.force_login(rows.therapist)
            response = method(path, sent, headers=choose.choice(HEADERS))
            assert response.status_code < 500, sent
            assert response.headers.get("Content-Type") != "application/json"
