"""One chart's numbers, as a page, as the part that htmx unfolds, and as CSV."""

import datetime

import pytest
from django.urls import reverse

from tests.factories import ReportFactory, SessionFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client, db):
    report = ReportFactory(session__date=datetime.date(2026, 2, 10))
    client.force_login(report.session.case.therapist)
    return client


def table_of(client, slug="raters", **request):
    return client.get(reverse("dashboard:chart-table", args=[slug]), **request)


def test_a_table_is_a_page_of_its_own(signed_in):
    page = table_of(signed_in).content.decode()

    assert "<h1>Who reports strain, beside the published ranges</h1>" in page
    assert page.count("<table>") == 1


def test_htmx_gets_the_table_alone(signed_in):
    part = table_of(signed_in, headers=HTMX).content.decode()

    assert part.startswith('\n<div class="table-wrap"')
    assert part.endswith("</div>\n")


def test_a_table_follows_the_filter(signed_in):
    query = {"period": "dates", "start": "2026-02-01", "end": "2026-02-28"}

    part = table_of(signed_in, "months", query_params=query, headers=HTMX)

    assert part.content.decode().count('<th scope="row">') == 1


@pytest.mark.parametrize("request_", [{}, {"headers": HTMX}], ids=["page", "part"])
def test_no_table_is_made_of_a_chart_that_is_not_there(signed_in, request_):
    assert table_of(signed_in, "nothing", **request_).status_code == 404


def test_swapped_results_leave_tables_to_be_asked_for(client, db):
    session = SessionFactory()
    for _ in range(12):
        ReportFactory(session=SessionFactory(case=session.case))
    client.force_login(session.case.therapist)
    address = reverse("dashboard:overview")

    page = client.get(address, {"period": "all"}).content.decode()
    part = client.get(
        address, {"period": "all"}, headers=HTMX | {"HX-Target": "results"}
    ).content.decode()

    assert page.count("<table>") - part.count("<table>") == part.count("toggle once")
    assert 'hx-get="/data/charts/raters/?period=all"' in part
