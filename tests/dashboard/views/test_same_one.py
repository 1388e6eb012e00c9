"""Another's yes and a rupture of that session: "This is the same one"."""

import datetime
import re
import uuid

import pytest
from django.utils.html import strip_tags

from ruptures.models import SessionReport, Verb
from tests.factories import (
    DraftFactory,
    GrantFactory,
    MarkerFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SAME = "This is the same one"
WAITS = "The client has answered. Give your own answer first; then both are shown."


@pytest.fixture
def session(client):
    """A session of the therapist who is signed in and said yes of it."""
    session = SessionFactory(case__code="K7QM", date=datetime.date(2026, 1, 12))
    ReportFactory(session=session)
    client.force_login(session.case.therapist)
    return session


@pytest.fixture
def rupture(session):
    rupture = RuptureFactory(session=session)
    MarkerFactory(rupture=rupture, code="quiet")
    return rupture


@pytest.fixture
def yes(session):
    return ReportFactory(session=session, rater="client")


def page(report):
    return f"/reports/{report.key}/rupture/"


def session_page(session):
    return f"/sessions/{session.key}/"


def case_page(session):
    return f"/cases/{session.case.code}/"


def words(response):
    return re.sub(r"\s+", " ", strip_tags(response.text))


def says(client, path, text):
    return text in words(client.get(path))


def entry(report, button):
    """What the button of a rupture sends, or one that sends these words."""
    value = getattr(button, "key", button)
    form = {"submission": str(uuid.uuid4()), "version": report.version}
    return form | {"rupture": str(value)}


def tie(client, report, button):
    return client.post(page(report), entry(report, button))


def about(report):
    return SessionReport.objects.get(pk=report.pk).rupture


def buttons(client, path):
    """What each button that ties sends, and says."""
    found = re.findall(
        r'<button[^>]* name="rupture" value="([^"]+)">([^<]+)<', client.get(path).text
    )
    return [(value, text.strip()) for value, text in found]


def test_one_rupture_has_one_button_beside_the_answer(client, session, rupture, yes):
    assert buttons(client, session_page(session)) == [(str(rupture.key), SAME)]
    assert f'action="{page(yes)}"' in client.get(session_page(session)).text


def test_the_button_says_so_and_leads_back_to_the_session(client, rupture, yes):
    response = tie(client, yes, rupture)

    assert response.url == session_page(rupture.session)
    assert about(yes) == rupture
    assert "Noted: the same one" in words(client.get(response.url))


def test_it_leads_back_to_where_it_was_asked_from(client, session, rupture, yes):
    response = client.post(
        f"{page(yes)}?next={case_page(session)}", entry(yes, rupture)
    )

    assert response.url == case_page(session)


def test_of_several_ruptures_each_has_its_button(client, session, rupture, yes):
    other = RuptureFactory(session=session, type="confrontation", recognised="later")

    assert sorted(buttons(client, session_page(session))) == sorted(
        [
            (str(rupture.key), f"{SAME}: Withdrawal · went quiet"),
            (str(other.key), f"{SAME}: Confrontation"),
        ]
    )


def test_what_was_noted_stands_there_and_can_be_taken_back(client, rupture, yes):
    tie(client, yes, rupture)
    yes.refresh_from_db()
    stands = says(
        client,
        session_page(rupture.session),
        "The same one as: Withdrawal · went quiet",
    )
    offered = buttons(client, session_page(rupture.session))

    tie(client, yes, "none")

    assert stands
    assert offered == [("none", "Not the same one")]
    assert about(yes) is None


def test_it_is_undone_from_the_toast(client, session, rupture, yes):
    tie(client, yes, rupture)
    act = session.case.acts.get(verb=Verb.LINK_REPORT)

    client.post(f"/acts/{act.key}/undo/")

    assert about(yes) is None


def test_a_double_click_saves_once(client, session, rupture, yes):
    form = entry(yes, rupture)

    statuses = [client.post(page(yes), form).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert session.case.acts.count() == 1


def test_a_stale_form_says_how_it_stands_now(client, session, rupture, yes):
    other = RuptureFactory(session=session, type="confrontation", recognised="later")
    tie(client, yes, rupture)

    response = tie(client, yes, other)

    assert "This was changed elsewhere since you opened it." in words(response)
    assert "The same one as: Withdrawal · went quiet" in words(response)
    assert about(yes) == rupture


@pytest.mark.parametrize("sent", ["", "none of it", str(uuid.UUID(int=7))])
def test_something_else_than_a_button_ties_nothing(sent, client, rupture, yes):
    response = tie(client, yes, sent)

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert about(yes) is None


def test_a_rupture_of_another_session_is_not_offered(client, session, rupture, yes):
    elsewhere = SessionFactory(case=session.case, date=datetime.date(2026, 1, 19))
    other = RuptureFactory(session=elsewhere)

    tie(client, yes, other)

    assert str(other.key) not in dict(buttons(client, page(yes)))
    assert about(yes) is None


def test_under_a_hold_it_is_shown_and_not_changed(client, session, rupture, yes):
    yes.rupture = rupture
    yes.save()
    case = session.case
    case.hold_reason, case.hold_since = "court", datetime.date(2026, 2, 1)
    case.hold_by = case.therapist
    case.save()

    response = tie(client, yes, "none")

    assert "This case is on hold: nothing of it can be changed." in words(response)
    assert buttons(client, session_page(session)) == []
    assert says(client, session_page(session), "The same one as: Withdrawal")
    assert about(yes) == rupture


def test_without_a_rupture_there_is_nothing_to_tie(client, session, yes):
    assert buttons(client, session_page(session)) == []
    assert says(client, page(yes), "None is recorded in this session.")


@pytest.mark.parametrize("strain", ["no", "unsure"])
def test_only_a_yes_is_asked_about(strain, client, session, rupture):
    report = ReportFactory(session=session, rater="client", strain=strain)

    assert buttons(client, session_page(session)) == []
    assert client.get(page(report)).status_code == 404
    assert tie(client, report, rupture).status_code == 404


def test_ones_own_answer_is_not_asked_about(client, session, rupture):
    own = session.reports.get(rater="therapist")

    assert client.get(page(own)).status_code == 404
    assert tie(client, own, rupture).status_code == 404


@pytest.mark.parametrize("strain", ["yes", "no", "unsure"])
def test_an_answer_kept_back_is_told_by_nothing(strain, client, session):
    """The pages are the same, byte for byte in words, whatever the client said."""
    waiting = SessionFactory(case=session.case, date=datetime.date(2026, 1, 19))
    rupture = RuptureFactory(session=waiting, recognised="later")
    report = ReportFactory(
        session=waiting, rater="client", strain=strain, source="link"
    )

    assert client.get(page(report)).status_code == 404
    assert tie(client, report, rupture).status_code == 404
    for path in (session_page(waiting), case_page(waiting)):
        assert WAITS in words(client.get(path))
        assert str(report.key) not in client.get(path).text
        assert SAME not in words(client.get(path))


def test_a_tie_waits_with_the_answer_that_it_is_about(client, session):
    """Without an own answer the client's is kept back again."""
    waiting = SessionFactory(case=session.case, date=datetime.date(2026, 1, 19))
    rupture = RuptureFactory(session=waiting, recognised="later")
    own = ReportFactory(session=waiting, strain="unsure")
    ReportFactory(session=waiting, rater="client", rupture=rupture, source="link")
    paths = [
        session_page(waiting),
        case_page(waiting),
        f"/ruptures/{rupture.key}/",
        "/ruptures/open/",
    ]
    beside = [says(client, path, "Also said by the client") for path in paths]

    own.delete()

    assert beside == [True] * 4
    assert [says(client, path, "Also said by the client") for path in paths] == [
        False
    ] * 4


def test_the_case_tells_who_else_said_it_and_leads_to_it(client, session, rupture, yes):
    for code in ("BCD", "BCF"):
        ReportFactory(session=session, rater="observer", reporter=code, rupture=rupture)
    tie(client, yes, rupture)

    response = client.get(case_page(session))

    assert "Also said by the client · Also coded by 2 observers" in words(response)
    assert "Did the client mean the same rupture?" in words(response)
    assert "Did observer BCD code the same rupture?" in words(response)
    assert f"{page(yes)}?next={case_page(session)}" in response.text


def test_an_observer_who_has_not_handed_in_is_told_by_nothing(client, session, rupture):
    """What is begun is a draft of the observer's own."""
    grant = GrantFactory(
        therapist=session.case.therapist, purpose="observe", cases=[session.case]
    )
    DraftFactory(
        user=grant.holder,
        path=f"/supervision/observe/{session.key}/",
        content={"strain": ["yes"], "marker": ["quiet"]},
    )

    assert buttons(client, session_page(session)) == []
    assert not says(client, case_page(session), "Also coded")
    assert not says(client, case_page(session), "code the same rupture?")


def test_an_observer_is_told_nothing_of_it(client, session, rupture):
    grant = GrantFactory(
        therapist=session.case.therapist, purpose="observe", cases=[session.case]
    )
    handed_in = ReportFactory(
        session=session, rater="observer", reporter=grant.reporter, rupture=rupture
    )
    client.force_login(grant.holder)

    sheet = client.get(f"/supervision/observe/{session.key}/")

    assert "same one" not in words(sheet)
    assert str(rupture.key) not in sheet.text
    assert client.get(page(handed_in)).status_code == 404
    assert tie(client, handed_in, "none").status_code == 404
    assert about(handed_in) == rupture


def test_a_supervisor_reads_it_and_changes_nothing(client, session, rupture, yes):
    tie(client, yes, rupture)
    yes.refresh_from_db()
    grant = GrantFactory(therapist=session.case.therapist, cases=[session.case])
    client.force_login(grant.holder)

    response = client.get(case_page(session))

    assert "Also said by the client" in words(response)
    assert page(yes) not in response.text
    assert client.get(page(yes)).status_code == 404
    assert tie(client, yes, "none").status_code == 404
    assert about(yes) == rupture


def test_a_stranger_finds_nothing(client, rupture, yes):
    client.force_login(UserFactory())

    assert client.get(page(yes)).status_code == 404
    assert tie(client, yes, rupture).status_code == 404


COUNTED = [
    "/data/charts/raters.csv",
    "/data/charts/months.csv",
    "/data/charts/movements.csv",
    "/data/charts/agreement.csv",
    "/data/charts/agreement-coefficients.csv",
    "/data/charts/coverage.csv",
    "/data/charts/incidence.csv",
    "/data/charts/open-age.csv",
    "/data/charts/markers.csv",
    "/data/charts/observed-markers.csv",
    "/data/sessions.csv",
]


def test_no_rate_no_table_and_no_file_counts_it(client, session, rupture, yes):
    before = [read(client, path) for path in COUNTED]

    tie(client, yes, rupture)

    assert about(yes) == rupture
    assert [read(client, path) for path in COUNTED] == before


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.getvalue()


def test_the_history_tells_it(client, session, rupture, yes):
    tie(client, yes, rupture)

    history = words(client.get(f"{case_page(session)}history/"))

    assert "Noted what an answer is about" in history
    assert "rupture of Mon 12 Jan 2026: Withdrawal" in history


@pytest.mark.parametrize("ruptures", [1, 3])
@pytest.mark.parametrize("raters", [1, 4])
def test_the_page_asks_as_often_for_many_as_for_one(
    ruptures, raters, client, session, django_assert_num_queries
):
    made = [
        RuptureFactory(session=session, recognised="later") for _ in range(ruptures)
    ]
    for code in ["BCD", "BCF", "BCG", "BCH"][:raters]:
        ReportFactory(
            session=session, rater="observer", reporter=code, rupture=made[-1]
        )
    client.get(session_page(session))  # what is asked once in a process's life

    with django_assert_num_queries(15):
        client.get(session_page(session))
