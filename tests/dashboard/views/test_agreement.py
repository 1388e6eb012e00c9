"""Agreement as it is asked for: by pair, by page, by htmx, as CSV."""

import datetime

import pytest

from ruptures.taxonomy import Rater, Strain
from tests.factories import CaseFactory, ReportFactory, SessionFactory, UserFactory
from tests.reading import text_of

AGREEMENT = "/agreement/"
MONDAY = datetime.date(2026, 6, 1)
YES, NO, UNSURE = Strain.YES, Strain.NO, Strain.UNSURE
USUAL = ((YES, YES), (YES, NO), (NO, YES), (NO, NO), (NO, NO))

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def answered(therapist, *answers, second=Rater.CLIENT):
    """A case of weekly sessions with the therapist's answer and a second rater's."""
    case = CaseFactory(therapist=therapist)
    for week, (own, other) in enumerate(answers):
        day = MONDAY + datetime.timedelta(weeks=week)
        session = SessionFactory(case=case, date=day)
        ReportFactory(session=session, strain=own)
        reporter = "A" if second == Rater.OBSERVER else ""
        ReportFactory(session=session, rater=second, reporter=reporter, strain=other)
    return case


def test_page_shows_four_counts_what_they_mean_and_who_is_alone(client, therapist):
    case = None
    for _ in range(10):
        case = answered(therapist, *USUAL)

    text = text_of(client.get(AGREEMENT))

    # 10, 10, 10 and 20 of 50: on yes 20 / 40; 20 yes by each.
    assert "50 <span>of 50 held</span>" in text
    assert '<dd class="figure">50 %</dd>' in text
    assert '<dd class="figure">0 <span>points</span></dd>' in text
    assert "yes by you 40 %, by the client 40 %" in text
    assert (
        "Sessions that you and the client both answered: 50. Strained for both 10, "
        "only for you 10, only for the client 10, for neither 20." in text
    )
    assert "neither is the measure of the other" in text
    assert "Strained for one side only" in text
    assert text.count("only you said yes") == 10
    assert f'href="/cases/{case.code}/"' in text
    assert f'href="/sessions/{case.sessions.all()[2].key}/"' in text
    assert "Every held session is." in text
    assert "For researchers" in text
    assert "nan" not in text


def test_below_ten_cases_there_is_no_interval_and_the_page_says_why(client, therapist):
    answered(therapist, *USUAL, *USUAL)

    text = text_of(client.get(AGREEMENT))

    assert (
        "No intervals: they need 10 clients with such sessions, and there is 1." in text
    )


def test_below_ten_sessions_there_are_counts_only(client, therapist):
    answered(therapist, *USUAL)

    text = text_of(client.get(AGREEMENT))

    assert "Below 10 sessions there are counts only, no shares." in text
    assert "Where one says yes" not in text
    assert " %)" not in text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([(YES, NO)], "Strained for both 0, only for you 1"),
        ([(YES, YES)] * 12, "Agreement on no has no value: nobody said no."),
        ([(NO, NO)] * 12, "nobody said yes"),
        ([(UNSURE, UNSURE)] * 12, "nothing to compare yet"),
        ([], "No session that took place is logged"),
    ],
)
def test_thin_and_uniform_answers_are_words(client, therapist, answers, said):
    answered(therapist, *answers)

    text = text_of(client.get(AGREEMENT))

    assert said in text
    assert "nan" not in text
    assert "None" not in text


def test_what_is_not_compared_is_counted_with_its_reason(client, therapist):
    case = answered(therapist, (YES, UNSURE), (YES, YES))
    late = SessionFactory(case=case, date=MONDAY - datetime.timedelta(weeks=1))
    ReportFactory(session=late, strain=YES)
    ReportFactory(session=late, rater=Rater.CLIENT, strain=YES, independent=False)
    SessionFactory(case=case, date=MONDAY - datetime.timedelta(weeks=2))

    text = text_of(client.get(AGREEMENT))

    assert "<li>1 session in which one of the two was unsure, or both</li>" in text
    assert "<li>1 session answered after seeing the other&#x27;s answer</li>" in text
    assert "<li>1 session answered by neither</li>" in text


def test_another_pair_can_be_chosen_where_observers_have_answered(client, therapist):
    answered(therapist, *USUAL)
    assert 'name="pair"' not in client.get(AGREEMENT).text
    answered(therapist, (NO, YES), second=Rater.OBSERVER)

    assert 'name="pair"' in client.get(AGREEMENT).text
    text = text_of(client.get(AGREEMENT, {"pair": "therapist_observer"}))

    assert "Sessions that you and the observers both answered: 1." in text
    assert "only the observers said yes" in text


def test_observers_only_are_nothing_to_compare(client, therapist):
    session = SessionFactory(case__therapist=therapist, date=MONDAY)
    ReportFactory(session=session, rater=Rater.OBSERVER, reporter="A", strain=YES)

    for pair in ("therapist_client", "therapist_observer", "client_observer"):
        text = text_of(client.get(AGREEMENT, {"pair": pair}))
        assert "nothing to compare yet" in text
        assert 'class="chart"' not in text


def test_a_pair_that_there_is_not_is_refused_in_words(client, therapist):
    answered(therapist, (NO, YES), second=Rater.OBSERVER)

    text = text_of(client.get(AGREEMENT, {"pair": "everybody"}))

    assert "Between: Select a valid choice." in text


def test_the_list_of_one_sided_sessions_comes_a_page_at_a_time(client, therapist):
    for _ in range(6):
        answered(therapist, *[(YES, NO)] * 5)

    first = client.get(AGREEMENT, {"period": "12"})
    second = client.get(AGREEMENT, {"period": "12", "page": "2"})

    assert first.text.count("only you said yes") == 25
    assert second.text.count("only you said yes") == 5
    assert 'href="?period=12&amp;page=2"' in first.text
    assert 'href="?period=12&amp;page=1"' in second.text
    assert 'href="/coverage/?period=12"' in second.text


def test_by_htmx_it_is_the_results_alone(client, therapist):
    answered(therapist, *USUAL)

    response = client.get(
        AGREEMENT, headers={"HX-Request": "true", "HX-Target": "results"}
    )

    assert response.text.strip().startswith('<div id="results"')
    assert "<html" not in response.text


def test_nobody_elses_sessions_are_compared(client, therapist):
    answered(UserFactory(), *USUAL)

    assert "No session that took place is logged" in client.get(AGREEMENT).text


def test_csv_of_the_counts_and_of_the_coefficients(client, therapist):
    answered(therapist, *USUAL, *USUAL)

    cells = client.get("/data/charts/agreement.csv").text.splitlines()
    coefficients = client.get("/data/charts/agreement-coefficients.csv").text

    assert cells == [
        "strained_for,sessions,share",
        "both,2,0.2",
        "first_only,2,0.2",
        "second_only,2,0.2",
        "neither,4,0.4",
    ]
    # kappa: (.6 - .52) / (1 - .52); McNemar of 2 and 2 is 1.
    assert "kappa,0.1667,," in coefficients
    assert "mcnemar_p,1.0,," in coefficients


def test_it_asks_as_often_for_many_sessions_as_for_one(
    client, therapist, django_assert_max_num_queries, django_assert_num_queries
):
    answered(therapist, (YES, NO))
    client.get(AGREEMENT)  # notes once that this device was seen
    with django_assert_max_num_queries(8) as asked:
        client.get(AGREEMENT)

    for _ in range(12):
        answered(therapist, *USUAL)
    with django_assert_num_queries(len(asked)):
        client.get(AGREEMENT)
