"""What a therapist reads of every look: each in plain words, and nothing twice."""

import re

import pytest
from django.utils import timezone

from dashboard.access_words import PAGES
from dashboard.packet_pdf import chromium
from ruptures.models import AccessEvent, Case, Deed
from ruptures.models.grant import Standing
from tests.browser.fixtures import MISSING
from tests.factories import CaseFactory, GrantFactory, SupervisionStepFactory
from tests.promises.rows import path_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

CASE = "nora@example.org looked at case K7QM on Sun 22 Nov 2026, 12:00."
CASELOAD = "nora@example.org looked at your caseload on Sun 22 Nov 2026, 12:00."
CASE_FILE = "nora@example.org took a file about case K7QM on Sun 22 Nov 2026, 12:00."
CASELOAD_FILE = (
    "nora@example.org took a file about your caseload on Sun 22 Nov 2026, 12:00."
)
# Every address that shows anything of another: what its therapist then reads.
READ = {
    "overview": (CASELOAD, "Overview"),
    "agreement": (CASELOAD, "Agreement"),
    "repair": (CASELOAD, "Repair"),
    "markers": (CASELOAD, "Markers"),
    "coverage": (CASELOAD, "Coverage"),
    "chart-table": (CASELOAD, "the numbers of a chart"),
    "chart-csv": (CASELOAD_FILE, "the numbers of a chart, as a file"),
    "packet-caseload": (CASELOAD, "the packet to print"),
    "supervision": (CASELOAD, "all that waits and stands out"),
    "supervision-trends": (CASELOAD, "trends side by side"),
    "supervision-funnel": (CASELOAD, "the funnel plot"),
    "case-detail": (CASE, "the case's own page"),
    "packet-case": (CASE, "the packet to print"),
    "agenda": (CASE, "the agenda"),
    "agenda-item": (CASE, "what stands on the agenda"),
    "meeting-new": (CASE, "a meeting that is written down"),
    "meeting-detail": (CASE, "a meeting"),
    "concern-list": (CASE, "the list of concerns that you let them read"),
    "concern": (CASE, "a concern that you let them read"),
}
WITHOUT_HEAD = {"agenda-item", "meeting-new"}  # they answer 405
BY_GRANT = {name for name, (said, _page) in READ.items() if said.find("caseload") > 0}


@pytest.fixture
def shared(client, rows):
    """One of everything of case K7QM, shared in every manner; its reader signed in."""
    Case.objects.filter(pk=rows.case.pk).update(code="K7QM")
    rows.case.refresh_from_db()
    rows.grant.in_funnel = True
    rows.grant.save()
    rows.grant.holder.email = "nora@example.org"
    rows.grant.holder.save()
    rows.concern.shared_with.add(rows.grant.holder)
    client.force_login(rows.grant.holder)
    return rows


def asked(client, rows, name, method="get", **more):
    query = {"grant": str(rows.grant.key), "period": "all"}
    given = query if name in BY_GRANT - {"supervision", "supervision-funnel"} else {}
    path = path_to(f"dashboard:{name}", rows)
    return getattr(client, method)(path, query_params=given, **more)


def lines_read(client, rows):
    """What the therapist reads at "What others did", the oldest first."""
    client.force_login(rows.therapist)
    page = client.get("/supervision/looked-at/?by=others")
    client.force_login(rows.grant.holder)
    return [(line.text, str(line.page)) for line in page.context["lines"]][::-1]


def test_each_page_that_shows_anything_is_one_line_in_plain_words(client, shared):
    found = {}

    for name in READ:
        before = len(lines_read(client, shared))
        assert asked(client, shared, name).status_code == 200, name
        found[name] = lines_read(client, shared)[before:]

    assert found == {name: [line] for name, line in READ.items()}


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("name", sorted(READ))
def test_each_look_is_one_event_under_its_grant(name, method, client, shared):
    asked(client, shared, name, method, headers={"HX-Request": "true"})

    events = AccessEvent.objects.values_list("owner_account", "page", "grant")
    expected = (shared.therapist.pk, name, shared.grant.key)
    refused = method == "head" and name in WITHOUT_HEAD
    assert list(events) == ([] if refused else [expected])


@pytest.mark.skipif(chromium() is None, reason=MISSING)
@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "said"),
    [("packet-case-pdf", CASE_FILE), ("packet-caseload-pdf", CASELOAD_FILE)],
)
def test_a_sheet_taken_as_a_pdf_is_told_as_a_file(name, said, client, shared):
    query = {"grant": str(shared.grant.key)} if "caseload" in name else {}
    path = path_to(f"dashboard:{name}", shared)

    client.post(path, query_params=query)

    assert lines_read(client, shared) == [(said, "the packet, as a PDF")]


def test_a_pdf_that_could_not_be_made_is_no_file_taken(client, shared, settings):
    settings.CHROMIUM = ["false"]

    response = client.post(path_to("dashboard:packet-case-pdf", shared))

    assert response.status_code == 302
    assert AccessEvent.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "/cases/K7QX/",
        "/?grant=none",
        "/?grant=6c1f5a52-14c5-4a1a-9c2f-7a0a5d0f7c11",
        "/data/charts/no-such-chart/",
        "/data/charts/timeline.csv?case=K7QX",
    ],
)
def test_what_is_not_there_is_no_look(path, client, shared):
    assert client.get(path).status_code == 404
    assert AccessEvent.objects.count() == 0


def test_a_chart_by_a_filter_that_cannot_be_used_is_no_look(client, shared):
    query = {"grant": str(shared.grant.key), "period": "never"}

    response = client.get("/data/charts/raters/", query)

    assert response.status_code == 404
    assert AccessEvent.objects.count() == 0


def test_a_form_that_comes_back_is_a_look_and_one_that_is_saved_leads_on(
    client, shared
):
    path = path_to("dashboard:meeting-new", shared)

    back = client.post(path, {"date": "never"})
    saved = client.post(path, {"date": "2026-11-20", "steps-0-text": "Ask again."})

    assert (back.status_code, saved.status_code) == (200, 302)
    looked = AccessEvent.objects.filter(deed=Deed.LOOKED)
    assert [event.page for event in looked] == ["meeting-new"]


@pytest.mark.parametrize("name", ["meeting-detail", "meeting-change", "meeting-new"])
def test_a_step_of_a_case_that_ended_is_a_look_at_that_case(name, client, shared):
    ended = CaseFactory(
        therapist=shared.therapist,
        code="4F9H",
        ended_on=timezone.localdate(),
        ending="agreed",
    )
    shared.grant.cases.add(ended)
    SupervisionStepFactory(meeting=shared.meeting, case=ended, text="Write to her.")
    path = path_to(f"dashboard:{name}", shared)

    page = client.get(path)

    assert "Write to her." in page.text
    looked = AccessEvent.objects.filter(page=name).values_list("case", flat=True)
    assert sorted(looked) == ["4F9H", "K7QM"]


def test_each_page_in_the_list_has_words():
    assert READ.keys() - PAGES.keys() == set()


def test_the_page_of_a_shared_case_leads_back(client, shared):
    page = client.get("/cases/K7QM/").text

    back = re.search(r'<a href="(/\?grant=[^"]+)">Caseload of ', page)
    assert back[1] == f"/?grant={shared.grant.key}"
    assert '<a href="/supervision/">Back to supervision</a>' in page


def test_the_page_of_a_shared_caseload_leads_back(client, shared):
    shared_page = client.get("/", {"grant": str(shared.grant.key)}).text
    own_page = client.get("/").text

    assert '<a href="/supervision/">Back to supervision</a>' in shared_page
    assert "Back to supervision" not in own_page


def test_ones_own_case_page_leads_nowhere_back(client):
    case = CaseFactory(code="K7QM")
    client.force_login(case.therapist)

    assert "Back to supervision" not in client.get("/cases/K7QM/").text


def told(client, user, method="get"):
    client.force_login(user)
    response = getattr(client, method)("/supervision/")
    return [grant.email for grant in response.context["first_looks"]]


def test_the_first_look_under_each_grant_is_told_once(client, shared):
    """Two readers of one case and an observer: each by the first page that shows it."""
    other = GrantFactory(therapist=shared.therapist, cases=[shared.case])
    observer = GrantFactory(
        therapist=shared.therapist, purpose="observe", cases=[shared.case]
    )
    looks = [
        (shared.grant.holder, "/supervision/concerns/"),
        (other.holder, "/cases/K7QM/"),
        (observer.holder, "/supervision/observe/"),
    ]
    for holder, path in [*looks, *looks]:
        client.force_login(holder)
        client.get(path)

    first = told(client, shared.therapist)

    assert set(first) == {shared.grant.email, other.email, observer.email}
    assert len(first) == 3
    assert told(client, shared.therapist) == []


def test_an_answer_without_a_page_tells_no_first_look(client, shared):
    client.get("/cases/K7QM/")

    told(client, shared.therapist, "head")

    assert told(client, shared.therapist) == [shared.grant.email]


def test_who_accepted_is_shown_by_account_and_since_when_it_is_here(client, shared):
    grant = shared.grant
    grant.holder.date_joined = timezone.now().replace(month=3, day=2)
    grant.holder.save()
    client.force_login(shared.therapist)

    page = re.sub(r"\s+", " ", client.get(f"/supervision/grants/{grant.key}/").text)

    assert grant.standing == Standing.OPEN
    assert "nora@example.org, here since Mon 2 Mar 2026, 12:00" in page
    assert "ask the person whether it was they who accepted" in page


def test_before_the_answer_nothing_of_an_account_is_shown(client, shared):
    shared.grant.accepted_at = None
    shared.grant.save()
    client.force_login(shared.therapist)

    page = client.get(f"/supervision/grants/{shared.grant.key}/").text

    assert "nora@example.org" not in page
    assert "here since" not in page
    assert "E-mails are not verified here." in page
