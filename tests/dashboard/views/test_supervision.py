"""The first page of supervision: for a supervisor, a therapist, both, or nobody."""

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruptures.models import AccessEvent, Deed
from ruptures.taxonomy import Attendance
from tests.factories import (
    LOGGED_AT,
    AttemptFactory,
    CaseFactory,
    GrantFactory,
    PutOffFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    SupervisionItemFactory,
    SupervisionMeetingFactory,
    UserFactory,
)
from tests.reading import text_of

PAGE = "/supervision/"
DAY = datetime.date(2026, 10, 5)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def shared(supervisor, count=1, email="abel@example.org"):
    """So many cases of one therapist, all of them shared."""
    therapist = UserFactory(email=email)
    grant = GrantFactory(therapist=therapist, holder=supervisor, every_case=True)
    return grant, [CaseFactory(therapist=therapist) for _ in range(count)]


def held(case, weeks, strain="no"):
    sessions = [
        SessionFactory(case=case, date=DAY + datetime.timedelta(weeks=week))
        for week in range(weeks)
    ]
    for session in sessions:
        ReportFactory(session=session, strain=strain)
    return sessions


def open_rupture(case):
    """Open for 5 held sessions."""
    first, *_others = held(case, 6)
    return RuptureFactory(session=first)


def test_nobody_reads_what_supervision_is_here_and_how_to_give_access(client):
    client.force_login(UserFactory())

    text = text_of(client.get(PAGE))

    assert "Nobody sees a case by their role." in text
    assert reverse("dashboard:grant-give") in text
    assert "By need to talk" not in text


def test_a_supervisor_finds_each_caseload_by_its_grant(client, supervisor):
    grant, _cases = shared(supervisor)

    page = client.get(PAGE).text

    assert "abel@example.org" in page
    assert f'href="/?grant={grant.key}"' in page
    assert f'href="/supervision/trends/?grant={grant.key}"' in page


def test_cases_stand_by_need_to_talk_each_with_its_rule(client, supervisor):
    _grant, (quiet, strained, away) = shared(supervisor, 3)
    held(quiet, 2)
    open_rupture(strained)
    rupture = RuptureFactory(session=held(away, 1, "yes")[0])
    SessionFactory(
        case=away, date=datetime.date(2026, 10, 19), attendance=Attendance.MISSED
    )

    text = text_of(client.get(PAGE))

    assert rupture.type == "withdrawal"
    places = [text.index(f">{case.code}</a>") for case in (away, strained, quiet)]
    assert places == sorted(places)
    assert "#rule-talk-not-attended" in text
    assert "Rule: Open for more than 3 held sessions" in text
    assert "Nothing stands out by the rules in:" in text


def test_what_the_therapist_put_off_still_shows_and_says_so(client, supervisor):
    _grant, [case] = shared(supervisor)
    rupture = open_rupture(case)
    PutOffFactory(
        case=case,
        rule="not_tried",
        rupture=rupture,
        until=datetime.date(2026, 12, 1),
    )
    PutOffFactory(
        case=case,
        rule="long_open",
        rupture=rupture,
        until=datetime.date(2026, 12, 1),
    )

    assert "Put off until Tue 1 Dec" in text_of(client.get(PAGE))


def test_what_changed_is_counted_since_the_last_meeting(client, supervisor):
    grant, [case] = shared(supervisor)
    sessions = held(case, 6)
    AttemptFactory(
        rupture=RuptureFactory(session=sessions[0]), session=sessions[4], outcome=5
    )
    RuptureFactory(session=sessions[5])
    for date in ("2026-10-01", "2026-10-20"):
        SupervisionMeetingFactory(
            therapist=grant.therapist, supervisor=supervisor, date=date
        )

    text = text_of(client.get(PAGE))

    assert (
        "Since the last meeting on 20 Oct 2026, that day included, in the cases shared "
        "with you: 3 sessions held, 1 new rupture, 1 resolved." in text
    )


def test_without_a_meeting_it_is_counted_since_access_began(client, supervisor):
    _grant, [case] = shared(supervisor)
    held(case, 2)

    text = text_of(client.get(PAGE))

    assert (
        "No meeting yet; since access began on 5 Jan 2026, in the cases shared with "
        "you: 2 sessions held" in text
    )


def test_a_look_is_noted_for_each_therapist_by_one_statement(client, supervisor):
    grants = [shared(supervisor, 2, f"t{n}@example.org")[0] for n in range(3)]

    client.get(PAGE)

    events = AccessEvent.objects.filter(page="supervision", deed=Deed.LOOKED)
    assert set(events.values_list("grant", flat=True)) == {g.key for g in grants}
    assert events.count() == 3


def test_the_moment_a_grant_ends_nothing_of_it_shows(client, supervisor):
    grant, [case] = shared(supervisor)
    open_rupture(case)
    SupervisionItemFactory(case=case)
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()

    text = text_of(client.get(PAGE))

    assert case.code not in text
    assert "Caseload:" not in text


def test_somebody_who_is_both_sees_both(client, supervisor):
    shared(supervisor)
    own = GrantFactory(therapist=supervisor, every_case=True)

    text = text_of(client.get(PAGE))

    assert "abel@example.org" in text
    assert own.email in text


def test_queries_are_as_many_for_ten_supervisees_as_for_one(client, supervisor):
    client.get(PAGE)  # the first of a session asks more
    counts = []
    for wanted in (1, 3, 10):
        for number in range(len(counts), wanted):
            email = f"t{wanted}-{number}@example.org"
            for case in shared(supervisor, wanted, email)[1]:
                open_rupture(case)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_pages_of_a_shared_caseload_lead_nowhere_that_is_shut(client, supervisor):
    grant, [case] = shared(supervisor)
    rupture = open_rupture(case)
    AttemptFactory(rupture=rupture, outcome=2)
    ReportFactory(session=rupture.session, rater="client", strain="yes")
    names = ("overview", "agreement", "repair", "markers", "coverage")
    pages = [f"{reverse(f'dashboard:{name}')}?grant={grant.key}" for name in names]
    pages += [f"/cases/{case.code}/", PAGE, f"/supervision/trends/?grant={grant.key}"]

    links = {
        unescape(link)
        for page in pages
        for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)', client.get(page).text)
        if not link.startswith("/static/")
    }

    shut = {link for link in links if client.get(link).status_code >= 400}
    assert shut - {"/sign-out/"} == set()
    assert not {link for link in links if "put-off" in link}


@pytest.mark.parametrize("name", ["overview", "repair", "coverage"])
def test_pages_of_a_shared_caseload_have_no_form_that_writes(name, client, supervisor):
    grant, [case] = shared(supervisor)
    open_rupture(case)

    page = client.get(f"{reverse(f'dashboard:{name}')}?grant={grant.key}").text

    forms = page.split("<main", 1)[1].count('method="post"')
    assert forms == 0
    assert "Every look is noted for them." in page


@pytest.mark.parametrize("page", [PAGE, "/supervision/trends/"])
def test_a_look_is_told_under_every_grant_that_opens_what_is_shown(
    page, client, supervisor
):
    case = CaseFactory()
    other = CaseFactory(therapist=case.therapist)
    grants = [
        GrantFactory(therapist=case.therapist, holder=supervisor, cases=[each])
        for each in (case, other)
    ]

    client.get(page)

    noted = AccessEvent.objects.filter(deed=Deed.LOOKED).values_list("grant", flat=True)
    assert sorted(noted) == sorted(each.key for each in grants)
