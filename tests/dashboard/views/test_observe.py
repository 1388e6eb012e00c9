"""Rating from the recording: by number, blind, once, and only while it is granted."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from ruptures.models import AccessEvent, Deed, Draft, Grant
from tests.factories import (
    CaseFactory,
    GrantFactory,
    MarkerFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db

LIST = "/supervision/observe/"
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHEET = {
    "strain": "yes",
    "intensity": "4",
    "resolution": "2",
    "marker": ["quiet", "pressed", ""],
    "minute": ["12", "31", ""],
    "salience": ["3", "", ""],
}


@pytest.fixture
def case():
    return CaseFactory(code="K7QM", started_on=datetime.date(2026, 1, 5))


@pytest.fixture
def session(case):
    SessionFactory(case=case, date=datetime.date(2026, 1, 5))
    return SessionFactory(case=case, date=datetime.date(2026, 1, 12))


@pytest.fixture
def observer(client, case):
    grant = GrantFactory(therapist=case.therapist, purpose="observe", cases=[case])
    client.force_login(grant.holder)
    return grant.holder


def path_of(session):
    return reverse("dashboard:observe-sheet", args=[session.key])


def words(response):
    return re.sub(r"\s+", " ", strip_tags(response.text))


def others_say(session):
    """Every other rater's answer, with words and numbers that stand nowhere else."""
    ReportFactory(session=session, strain="unsure")
    ReportFactory(session=session, rater="client", strain="yes", intensity=5)
    other = ReportFactory(
        session=session, rater="observer", reporter="ZZZ", strain="no"
    )
    MarkerFactory(rupture=None, report=other, code="mismatch", minute=599)
    RuptureFactory(session=session)
    NoteFactory(session=session, text="Came from the hospital.")


@pytest.mark.usefixtures("observer")
def test_sessions_stand_by_their_number_and_without_a_date(client, session):
    response = client.get(LIST)

    assert "K7QM 0 of 2 sessions rated" in words(response)
    assert "Session 2" in words(response)
    for date in ("2026", "12 Jan", "Mon"):
        assert date not in words(response)


@pytest.mark.usefixtures("observer")
def test_numbers_go_on_from_sessions_elsewhere(client, case, session):
    case.first_number = 21
    case.save()

    assert "K7QM, session 22" in words(client.get(path_of(session)))


@pytest.mark.usefixtures("observer")
def test_what_did_not_take_place_is_not_offered(client, case, session):
    missed = SessionFactory(
        case=case, date=datetime.date(2026, 1, 19), attendance="missed"
    )

    assert str(missed.key) not in client.get(LIST).text
    assert client.get(path_of(missed)).status_code == 404


@pytest.mark.usefixtures("observer")
@pytest.mark.parametrize("handed_in", [False, True])
def test_nothing_of_another_rater_is_on_any_page(handed_in, client, session):
    plain = {page: words(client.get(page)) for page in (LIST, path_of(session))}
    if handed_in:
        client.post(path_of(session), SHEET)
        client.get(LIST)
        plain = {page: words(client.get(page)) for page in plain}

    others_say(session)

    assert {page: words(client.get(page)) for page in plain} == plain
    for page in plain:
        text = KEY.sub("", text_of(client.get(page)))  # where any number may stand
        assert "ZZZ" not in text
        assert "hospital" not in text
        assert "599" not in text


def test_a_sheet_is_handed_in_once_and_then_stands(client, observer, session):
    answer = client.post(path_of(session), SHEET, follow=True)
    again = client.post(path_of(session), SHEET | {"strain": "no"}, follow=True)

    report = session.reports.get()
    assert (report.strain, report.intensity, report.resolution) == ("yes", 4, 2)
    assert "Handed in. Thank you." in words(answer)
    assert "What you sent now is not saved" in words(again)
    assert "Any strain between them? Yes, how strong 4 of 5" in words(again)
    assert "Minute 12: went quiet · mattered 3 of 5" in words(again)
    assert "<form class" not in again.text
    assert "1 of 2 sessions rated" in words(client.get(LIST))


def test_a_double_click_is_thanked_and_told_nothing_else(client, observer, session):
    sent = SHEET | {"submission": str(session.key)}

    client.post(path_of(session), sent)
    again = client.post(path_of(session), sent, follow=True)

    assert session.reports.count() == 1
    assert "Handed in. Thank you." in words(again)
    assert "not saved" not in words(again)


@pytest.mark.usefixtures("observer")
def test_a_wrong_line_comes_back_with_all_that_was_entered(client, session):
    wrong = SHEET | {"minute": ["12", "later", ""]}

    response = client.post(path_of(session), wrong)

    assert "Line 2: the minute runs from 0 to 600." in words(response)
    assert 'value="later"' in response.text
    assert session.reports.count() == 0


@pytest.mark.usefixtures("observer")
def test_more_lines_keep_what_is_entered_and_judge_nothing(client, session):
    response = client.post(path_of(session), SHEET | {"strain": "", "more": "1"})

    assert response.text.count('name="minute"') == 2 + 6 + 1  # and the script's own
    assert 'value="12"' in response.text
    assert response.context["form"].errors == {}
    assert session.reports.count() == 0


def test_looking_and_rating_are_noted_for_the_therapist(
    client, observer, case, session
):
    client.get(LIST)
    client.get(path_of(session))
    client.post(path_of(session), SHEET)

    events = AccessEvent.objects.filter(owner=case.therapist.email).order_by("pk")
    assert list(events.values_list("actor", "deed", "case", "page")) == [
        (observer.email, Deed.LOOKED, "", "observe-list"),
        (observer.email, Deed.LOOKED, "K7QM", "observe-sheet"),
        (observer.email, Deed.RATED, "K7QM", ""),
    ]


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        ("head", {}),
        ("post", SHEET | {"minute": ["12", "later", ""]}),
        ("post", SHEET | {"more": "1"}),
    ],
)
def test_each_answer_that_shows_the_sheet_is_a_look(
    method, sent, client, observer, case, session
):
    response = getattr(client, method)(path_of(session), sent)

    assert response.status_code == 200
    grant = Grant.objects.get()
    events = AccessEvent.objects.values_list("actor", "deed", "case", "page", "grant")
    assert list(events) == [
        (observer.email, Deed.LOOKED, "K7QM", "observe-sheet", grant.key)
    ]


def test_a_sheet_sent_again_after_it_was_handed_in_is_a_look(client, observer, session):
    client.post(path_of(session), SHEET)
    client.post(path_of(session), SHEET)

    deeds = AccessEvent.objects.order_by("pk").values_list("deed", flat=True)
    assert list(deeds) == [Deed.RATED, Deed.LOOKED]


@pytest.mark.parametrize("method", ["get", "post"])
def test_once_the_grant_ends_the_open_page_is_gone(
    method, client, observer, case, session
):
    client.get(path_of(session))
    Grant.objects.update(ended_at=timezone.now(), ended_by=case.therapist)

    response = getattr(client, method)(path_of(session), SHEET)

    assert response.status_code == 404
    assert session.reports.count() == 0
    assert "K7QM" not in client.get(LIST).text


def test_a_half_filled_sheet_is_kept_for_its_observer_alone(
    client, observer, case, session
):
    path = path_of(session)
    kept = SHEET | {"draft_path": path, "submission": str(session.key)}

    client.post("/drafts/", kept)
    response = client.get(path, {"draft": str(session.key)})

    draft = Draft.objects.get()
    assert (draft.user, draft.case) == (observer, case)
    assert response.context["form"]["coded"].value() == [
        ("quiet", "12", "3"),
        ("pressed", "31", ""),
    ]
    Grant.objects.update(ended_at=timezone.now(), ended_by=case.therapist)
    assert "K7QM" not in client.get("/drafts/").text
    assert (
        client.post("/drafts/", kept, headers={"HX-Request": "true"}).status_code == 404
    )


@pytest.mark.usefixtures("observer")
def test_an_observer_sees_no_other_page_of_the_case(client, case, session):
    rupture = RuptureFactory(session=session)

    for name, key in (
        ("case-detail", case.code),
        ("case-history", case.code),
        ("session-edit", session.key),
        ("client-report", session.key),
        ("rupture-edit", rupture.key),
        ("concern-add", case.code),
    ):
        address = reverse(f"dashboard:{name}", args=[key])
        assert client.get(address).status_code == 404
        assert client.post(address, SHEET).status_code in {404, 405}


@pytest.mark.usefixtures("observer")
def test_under_a_hold_the_sheet_says_so_and_nothing_is_saved(client, case, session):
    case.hold_reason, case.hold_since = "court", case.started_on
    case.hold_by = case.therapist
    case.save()

    page, sent = client.get(path_of(session)), client.post(path_of(session), SHEET)

    assert "on hold: nothing of it can be changed" in words(page)
    assert "on hold: nothing of it can be changed" in words(sent)
    assert session.reports.count() == 0


def test_the_therapist_reads_what_was_coded(client, observer, case, session):
    client.post(path_of(session), SHEET)
    code = session.reports.get().reporter
    client.force_login(case.therapist)

    case_page = words(client.get("/cases/K7QM/"))
    session_page = words(
        client.get(reverse("dashboard:session-edit", args=[session.key]))
    )

    assert f"What observer {code} coded Minute 12: went quiet" in case_page
    assert f"Observer {code}: Yes" in session_page
    assert "Minute 12: went quiet · mattered 3 of 5" in session_page


def test_a_supervisor_reads_it_on_the_case_page(client, observer, case, session):
    client.post(path_of(session), SHEET)
    supervisor = UserFactory()
    GrantFactory(therapist=case.therapist, holder=supervisor, cases=[case])
    client.force_login(supervisor)

    assert "coded Minute 12: went quiet" in words(client.get("/cases/K7QM/"))


def test_as_many_statements_for_twenty_sessions_as_for_two(
    client, observer, case, session, django_assert_max_num_queries
):
    client.get(LIST)
    with django_assert_max_num_queries(12) as few:
        client.get(LIST)
    for week in range(2, 20):
        SessionFactory(case=case, date=case.started_on + datetime.timedelta(weeks=week))

    with django_assert_max_num_queries(len(few)):
        client.get(LIST)
