"""A page with charts asks for the library before all other files, and runs it last."""

import re

import pytest
from django.urls import reverse

from tests.factories import CaseFactory

PAGES = ["overview", "agreement", "repair", "markers", "coverage"]


@pytest.fixture
def case(client, db):
    """Whose therapist is signed in."""
    case = CaseFactory()
    client.force_login(case.therapist)
    return case


def files_of(client, address: str) -> list[str]:
    """Addresses in the head, in their order."""
    head = client.get(address).content.decode().split("</head>")[0]
    return re.findall(r'(?:href|src)="([^"]+)"', head)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("name", PAGES)
def test_of_a_caseload(client, name):
    first, *_, last = files_of(client, reverse(f"dashboard:{name}"))

    assert first == last == "/static/plotly/plotly.min.js"


def test_of_a_case(client, case):
    first, *_, last = files_of(client, reverse("dashboard:case-detail", args=[case]))

    assert first == last == "/static/plotly/plotly.min.js"


@pytest.mark.usefixtures("case")
def test_a_page_without_charts_does_not_ask_for_it(client):
    files = files_of(client, reverse("dashboard:case-list"))

    assert not [each for each in files if "plotly" in each]
