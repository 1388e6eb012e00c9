"""A concern stands on its own pages alone: nothing that is counted or kept changes."""

import re

import pytest
from django.urls import reverse

from dashboard.views.charts import PAGE_OF
from ruptures.models import Act, Case, Change
from tests.addresses import ROUTES
from tests.factories import ConcernFactory
from tests.promises.answers import lasting
from tests.promises.rows import path_to

pytestmark = pytest.mark.one_engine

SECRET = "Quecksilbermond"
OWN_PAGES = {
    "dashboard:concern",
    "dashboard:concern-add",
    "dashboard:concern-list",
    "dashboard:supervision",  # which may say that there are some, not what they say
}
OTHERS = sorted(n for n in ROUTES.keys() - OWN_PAGES if "dashboard:" in n)
KEY = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}")


def answer(client, path, **query):
    response = client.get(path, query)
    return response.status_code, KEY.sub(b"", lasting(response))


def plant(rows):
    """Three more of the case, one of them shared, with a secret in every field."""
    for kind in ("boundary", "safety", "other"):
        ConcernFactory(
            case=rows.case,
            kind=kind,
            text=SECRET,
            consulted=SECRET,
            done=SECRET,
            shared_with=[rows.grant.holder],
        )


@pytest.mark.parametrize("chart", sorted(PAGE_OF))
def test_no_chart_and_no_rate_changes_by_a_concern(chart, client, rows):
    rows.chart = chart
    path = path_to("dashboard:chart-csv", rows)
    query = {"period": "all", "case": rows.case.code}
    client.force_login(rows.therapist)
    before = answer(client, path, **query)

    plant(rows)

    assert answer(client, path, **query) == before


def test_no_export_changes_by_a_concern(client, rows):
    client.force_login(rows.therapist)
    before = answer(client, reverse("dashboard:data-sessions"))

    plant(rows)

    assert before[0] == 200
    assert answer(client, reverse("dashboard:data-sessions")) == before


def test_no_act_change_or_version_comes_of_a_concern(rows):
    def kept():
        versions = list(Case.objects.values_list("pk", "version"))
        return versions, Act.objects.count(), Change.objects.count()

    before = kept()

    plant(rows)

    assert kept() == before


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_page_says_what_a_concern_says(name, client, rows):
    plant(rows)

    for user in (rows.therapist, rows.grant.holder):
        client.force_login(user)
        _status, body = answer(client, path_to(name, rows))
        assert SECRET.encode() not in body
