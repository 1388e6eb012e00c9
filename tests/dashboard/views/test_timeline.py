"""A case's timeline on its page, by its filter, and as CSV."""

import datetime
import html
import re

import pytest

from ruptures.taxonomy import Rater, RuptureType, Strain
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    ScoreFactory,
    SessionFactory,
)

START = datetime.date(2026, 1, 5)
# Limits 31.1 to 37.2 by hand from the first 8: see tests/ruptures/summaries.
SCORES = [33, 34, 33, 35, 34, 35, 34, 35, 36, 35, 36, 35, 34, 35, 27, 31, 35, 36, 33]
SCORES += [34, 36, 35, 36, 36]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def case(therapist):
    return CaseFactory(therapist=therapist, code="K7QM", started_on=START)


def weekly(case, count):
    return [
        SessionFactory(case=case, date=START + datetime.timedelta(weeks=week))
        for week in range(count)
    ]


def scored(sessions, values=SCORES, **fields):
    srs = {"instrument": "srs", "minimum": 0, "maximum": 40} | fields
    for session, value in zip(sessions, values, strict=False):
        ScoreFactory(session=session, value=value, **srs)


def text_of(response):
    """What a person reads, blanks as one."""
    shown = re.sub(r"<(script|style|title).*?</\1>", "", response.text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def figures_in(response):
    return response.text.count('class="chart"')


def test_the_case_shows_its_timeline_above_its_sessions(client, case):
    first, second = weekly(case, 2)
    ReportFactory(session=first, strain=Strain.YES)
    rupture = RuptureFactory(session=first, type=RuptureType.CONFRONTATION)
    AttemptFactory(rupture=rupture, session=second, outcome=5)

    response = client.get("/cases/K7QM/")
    said = text_of(response)

    assert figures_in(response) == 1
    assert (
        "Session by session 2 sessions took place. By your log: strain in 1, "
        "no answer for 1. 1 rupture: confrontation 1; now resolved 1. "
        "1 attempt at repair: in the next 1."
    ) in said
    assert said.index("Session by session") < said.index("Any strain between you?")


def test_a_case_without_sessions_draws_nothing(client, case):
    response = client.get("/cases/K7QM/")

    assert figures_in(response) == 0
    assert "No session is logged yet." in text_of(response)


def test_scores_are_told_with_limits_dips_and_their_course(client, case):
    scored(weekly(case, 24))

    said = text_of(client.get("/cases/K7QM/"))

    assert "SRS, by the client 33 36 36 +3; its error is not known" in said
    assert (
        "SRS, by the client: 24 scores. Usual limits 31.1 to 37.2, from 8 scores since "
        "session 1 (hollow, not judged). Of 16 scores that followed, below them: "
        "sessions 15 and 16."
    ) in said
    assert (
        "by 1 SD: 5, all recovered; by 2 SD: 3, all recovered. Marked: by 1 SD." in said
    )
    assert "Choices of this view, kept in its address alone" in said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            SCORES[:5],
            "SRS, by the client: 5 scores, too few for limits: they need 6.",
        ),
        ([36] * 20, "no variation, no limits can be drawn."),
        (SCORES[:7], "Limits so far 30.9 to 37.1, from the 7 scores since session 1"),
    ],
)
def test_where_no_limits_can_be_drawn_the_page_says_why(client, case, values, said):
    scored(weekly(case, 20), values)

    assert said in text_of(client.get("/cases/K7QM/"))


def test_the_view_can_be_changed_without_changing_the_case(client, case):
    scored(weekly(case, 24))
    query = {"dip": "2", "baseline": "6", "since": "17"}

    said = text_of(client.get("/cases/K7QM/", query))

    # 35 36 33 34 36 35: mean 34.833, moving ranges 1 3 1 2 1, their mean 1.6
    assert "Usual limits 30.6 to 39.1, from 6 scores since session 17" in said
    assert "All 2 scores that followed lie within them." in said
    assert "Marked: by 2 SD." in said


def test_one_series_is_shown_and_another_can_be_chosen(client, case):
    sessions = weekly(case, 8)
    scored(sessions[:6])
    scored(sessions, instrument="wai-sr", rater=Rater.OBSERVER, maximum=60)

    longest = text_of(client.get("/cases/K7QM/"))
    chosen = text_of(client.get("/cases/K7QM/", {"series": "srs.client"}))

    assert "WAI-SR, by an observer: 8 scores." in longest
    assert "SRS, by the client: 8 scores." not in longest
    assert "SRS, by the client: 6 scores." in chosen


def test_an_alliance_comes_before_how_the_client_fares(client, case):
    sessions = weekly(case, 8)
    scored(sessions, instrument="ors")
    scored(sessions[:6])

    assert "SRS, by the client: 6 scores." in text_of(client.get("/cases/K7QM/"))


def test_an_instrument_that_no_file_knows_any_more_is_still_shown(client, case):
    scored(weekly(case, 8), instrument="old-form")

    assert "OLD-FORM, by the client: 8 scores." in text_of(client.get("/cases/K7QM/"))


def test_what_the_filter_cannot_use_is_said_and_the_sessions_stay(client, case):
    scored(weekly(case, 8))

    response = client.get("/cases/K7QM/", {"since": "99"})

    assert "Counted from session: There is no session of that number." in text_of(
        response
    )
    assert figures_in(response) == 0
    assert len(response.context["entries"]) == 8


def test_htmx_swaps_the_timeline_alone(client, case):
    scored(weekly(case, 24))

    response = client.get(
        "/cases/K7QM/", headers={"HX-Request": "true", "HX-Target": "timeline"}
    )

    assert response.text.strip().startswith('<div id="timeline"')
    assert "<html" not in response.text
    told, _table = text_of(response).split("Table")
    assert told in text_of(client.get("/cases/K7QM/"))


def test_an_events_text_is_in_the_figure_and_in_no_export(client, case):
    weekly(case, 3)
    NoteFactory(session=None, case=case, date=START, text="Moved to </script> video")

    page = client.get("/cases/K7QM/")
    table = client.get("/data/charts/timeline.csv", {"case": "K7QM"})

    [figure] = re.findall(r'<script id="figure-timeline".*?</script>', page.text)
    assert "5 Jan 2026: Moved to" in figure
    assert "Moved" not in table.text
    assert table.text.splitlines()[1] == "1,2026-01-05,held,,,,,,,1"


def test_the_csv_follows_the_filter_of_the_page(client, case):
    scored(weekly(case, 50), SCORES * 2)
    query = {"sessions": "last-20", "since": "9"}

    page = client.get("/cases/K7QM/", query)
    [link] = re.findall(r'href="(/data/charts/timeline.csv[^"]*)"', page.text)
    lines = client.get(html.unescape(link)).text.splitlines()

    assert len(lines) == 21
    assert lines[0].endswith("events,score,limits,dip_1_sd,dip_2_sd")
    assert lines[1].startswith("31,2026-08-03,held")


@pytest.mark.parametrize("code", ["", "ZZZZ", "k7qm/../"])
def test_a_csv_of_no_case_is_not_there(client, case, code):
    answer = client.get("/data/charts/timeline.csv", {"case": code})

    assert answer.status_code == 404


def test_a_csv_of_a_view_that_cannot_be_is_not_there(client, case):
    scored(weekly(case, 8))
    query = {"case": "K7QM", "since": "99"}

    assert client.get("/data/charts/timeline.csv", query).status_code == 404


def test_a_strangers_case_is_like_one_that_is_not_there(client, therapist):
    SessionFactory(case__code="B2B2")

    for path in ("/cases/B2B2/", "/data/charts/timeline.csv?case=B2B2"):
        assert client.get(path).status_code == 404


def test_the_timeline_costs_four_statements_however_long(
    client, case, django_assert_num_queries
):
    def asked():
        with django_assert_num_queries(6):
            client.get(
                "/cases/K7QM/", headers={"HX-Request": "true", "HX-Target": "timeline"}
            )

    client.get("/cases/K7QM/")  # notes once that this device was seen
    asked()
    for session in weekly(case, 120):
        ReportFactory(session=session)
        AttemptFactory(rupture=RuptureFactory(session=session))
        ScoreFactory(session=session)
        NoteFactory(session=None, case=case, date=session.date)
    asked()


def test_a_page_of_the_sessions_keeps_the_view(client, case):
    scored(weekly(case, 60), SCORES * 3)

    page = client.get("/cases/K7QM/", {"dip": "2", "page": "1"})

    assert 'href="?dip=2&amp;page=2"' in page.text
