"""The list of what to talk about on the dashboard, and putting entries off."""

import datetime
import html
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertRedirects

from dashboard.talk_list import SHOWN
from ruptures.models import Act, PutOff, Rupture, Session
from ruptures.summaries.appointments import appointments
from ruptures.summaries.strands import strands_of
from ruptures.summaries.talk import rules as talk_rules
from ruptures.summaries.talk import talk_rows
from ruptures.taxonomy import Attendance, HoldReason, Rater, Strain, TalkRule
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    PutOffFactory,
    ReportFactory,
    RuptureFactory,
    ScoreFactory,
    SessionFactory,
    UserFactory,
)

TODAY = datetime.date(2026, 11, 22)
EMPTY = "Nothing stands out by these rules."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def weekly(case, *strains, rater=Rater.THERAPIST):
    """Held sessions on Mondays since 5 October 2026, answered so by the rater."""
    monday = datetime.date(2026, 10, 5)
    sessions = []
    for week, strain in enumerate(strains):
        date = monday + datetime.timedelta(weeks=week)
        session = SessionFactory(case=case, date=date)
        ReportFactory(session=session, strain=strain, rater=rater)
        sessions.append(session)
    return sessions


def strained(therapist, **fields):
    """A case with a withdrawal open since its first session, 4 sessions ago."""
    case = CaseFactory(therapist=therapist, **fields)
    sessions = weekly(case, Strain.YES, *[Strain.NO] * 4)
    return case, RuptureFactory(session=sessions[0])


def list_of(response):
    """What a person reads of the list, blanks as one."""
    found = re.search(
        r'<section class="section" id="to-talk.*?</section>', response.text, re.S
    )
    shown = html.unescape(re.sub(r"<[^>]+>", " ", found[0])) if found else ""
    return " ".join(shown.split())


def first_of(response):
    """The list without what is put off."""
    return list_of(response).split("1 put off")[0]


def send(client, case, button="put_off", name="often", **more):
    sent = {"submission": str(uuid.uuid4()), button: name}
    return client.post(f"/cases/{case.code}/put-off/", sent | more, follow=True)


# The list -------------------------------------------------------------------


def test_an_entry_says_why_by_which_rule_and_leads_to_where_to_act(client, therapist):
    case, rupture = strained(therapist)

    page = client.get("/")

    assert (
        f"{case.code} Open for 4 sessions: withdrawal in session 1"
        " Rule: Open for more than 3 held sessions Put off for 4 weeks" in list_of(page)
    )
    for link in (
        f"/cases/{case.code}/",
        f"/ruptures/open/?case={case.code}",
        "/reference/#rule-talk-long-open",
    ):
        assert f'href="{link}"' in page.text
    assert f'name="put_off" value="long_open.{rupture.key}"' in page.text


def test_every_rule_has_words_with_its_figures(client, therapist):
    yes, no = Strain.YES, Strain.NO
    away = CaseFactory(therapist=therapist)
    RuptureFactory(session=weekly(away, yes)[0], type="mixed")
    SessionFactory(case=away, date=TODAY, attendance=Attendance.MISSED)
    untried = CaseFactory(therapist=therapist, first_number=5)
    RuptureFactory(session=weekly(untried, yes, no, no)[0], type="confrontation")
    often = CaseFactory(therapist=therapist)
    sessions = weekly(often, *[yes] * 6)
    for session in sessions[:3]:
        ReportFactory(session=session, rater=Rater.CLIENT, strain=no)
    start = datetime.date(2026, 11, 2)
    CaseFactory(
        therapist=therapist, rhythm="weekly", rhythm_from=start, started_on=start
    )
    low = CaseFactory(therapist=therapist)
    for session, value in zip(
        weekly(low, *[no] * 12), [50, 52] * 4 + [51, 50, 52, 30], strict=True
    ):
        ScoreFactory(session=session, value=value)

    shown = list_of(client.get("/to-talk-about/"))

    for words in (
        "Not met since: withdrawal and confrontation in session 1,"
        " then 1 appointment cancelled or missed",
        "Open for 2 sessions, no attempt yet: confrontation in session 5",
        "Strain by one side only in 3 of the last 3 sessions both answered",
        "Strain in 6 of the last 6 sessions you answered",
        "3 expected dates not confirmed, the first on Mon 2 Nov",
        "WAI-SR by the client 30, below its limit of 45.7",  # 51 - 2.66 * 2
        "No strain in the last 12 sessions you answered",
    ):
        assert words in shown


def test_scores_of_how_a_client_fares_are_not_about_the_alliance(client, therapist):
    case = CaseFactory(therapist=therapist)
    for session, value in zip(
        weekly(case, *["unsure"] * 9), [20, 22] * 4 + [1], strict=True
    ):
        ScoreFactory(session=session, instrument="ors", value=value, minimum=0)

    assert EMPTY in list_of(client.get("/"))


def test_without_anything_to_say_the_list_says_so(client, therapist):
    weekly(CaseFactory(therapist=therapist), Strain.NO)

    assert EMPTY in list_of(client.get("/"))


def test_ended_cases_and_those_of_others_are_not_on_the_list(client, therapist):
    strained(therapist, ended_on=TODAY, ending="agreed")
    strained(UserFactory())
    weekly(CaseFactory(therapist=therapist), Strain.NO)

    assert EMPTY in list_of(client.get("/"))


def test_the_period_narrows_nothing_and_a_case_does(client, therapist):
    case, _rupture = strained(therapist)
    other = CaseFactory(therapist=therapist)
    weekly(other, Strain.NO)

    november = {"period": "dates", "start": "2026-11-02", "end": "2026-11-22"}
    shown = list_of(client.get("/", november | {"type": "confrontation"}))
    alone = list_of(client.get("/", {"case": other.code}))

    assert f"{case.code} Open for 4 sessions" in shown
    assert "As your running cases stand today, whatever the period." in shown
    assert EMPTY in alone
    assert f"As {other.code} stands today" in alone


def test_the_filter_leaves_the_list_of_all_cases_as_it_stands(client, therapist):
    case, _rupture = strained(therapist)
    headers = {"HX-Request": "true", "HX-Target": "results"}

    all_cases = client.get("/", headers=headers)
    alone = client.get("/", {"case": case.code}, headers=headers)

    assert 'id="to-talk-about" hx-preserve="true"' in all_cases.text
    assert list_of(all_cases) == ""
    assert f"{case.code} Open for 4 sessions" in list_of(alone)


def test_a_period_without_a_session_leaves_the_list(client, therapist):
    case, _rupture = strained(therapist)

    page = client.get(
        "/", {"period": "dates", "end": "2025-02-01", "start": "2025-01-01"}
    )

    assert f"{case.code} Open for 4 sessions" in list_of(page)


def test_five_entries_are_shown_and_the_whole_list_has_its_page(client, therapist):
    for _case in range(SHOWN):
        strained(therapist)
    assert "and 1 more" not in list_of(client.get("/"))
    for _case in range(2):
        strained(therapist)

    head, whole = client.get("/"), client.get("/to-talk-about/")

    assert "and 2 more" in list_of(head)
    assert head.text.count('name="put_off"') == 5
    assert whole.text.count('name="put_off"') == 7


def test_from_the_whole_list_one_comes_back_to_it(client, therapist):
    case, rupture = strained(therapist)
    name = f"long_open.{rupture.key}"

    page = client.post(
        f"/cases/{case.code}/put-off/?whole=1",
        {"submission": uuid.uuid4(), "put_off": name},
    )

    assertRedirects(page, "/to-talk-about/")


def test_a_case_on_hold_is_shown_without_a_button(client, therapist):
    strained(
        therapist,
        hold_reason=HoldReason.COURT,
        hold_since=TODAY,
        hold_by=therapist,
    )

    page = client.get("/")

    assert "Open for 4 sessions" in list_of(page)
    assert 'name="put_off"' not in page.text


def test_the_list_asks_one_statement_however_much_there_is(therapist):
    def asked():
        cases = list(therapist.cases.all())
        rows = appointments(Session.objects.visible_to(therapist))
        strands = strands_of(Rupture.objects.visible_to(therapist))
        with CaptureQueriesContext(connection) as queries:
            talk_rows(cases, rows, strands, TODAY)
        return len(queries)

    strained(therapist)
    once = asked()
    for _case in range(5):
        case, rupture = strained(therapist)
        AttemptFactory(rupture=rupture, outcome=2)
        PutOffFactory(case=case, rule=TalkRule.LONG_OPEN, rupture=rupture, until=TODAY)
        ScoreFactory(session=rupture.session)

    assert (once, asked()) == (1, 1)


# Putting off ----------------------------------------------------------------


def test_an_entry_is_put_off_until_4_weeks_later(client, therapist):
    case, rupture = strained(therapist)

    page = send(client, case, name=f"long_open.{rupture.key}")

    assert page.redirect_chain == [("/", 302)]
    assert EMPTY in list_of(page)
    assert "1 put off" in list_of(page)
    assert "Put off until Sun 20 Dec" in list_of(client.get("/to-talk-about/"))
    for date, back in ((19, False), (20, True)):
        noon = datetime.datetime(2026, 12, date, 12, tzinfo=datetime.UTC)
        with time_machine.travel(noon):
            client.force_login(therapist)
            assert ("Open for 4 sessions" in first_of(client.get("/"))) is back


def test_putting_off_can_be_undone(client, therapist):
    case, rupture = strained(therapist)
    send(client, case, name=f"long_open.{rupture.key}")

    client.post(f"/acts/{Act.objects.get().key}/undo/")

    assert "Open for 4 sessions" in list_of(client.get("/"))
    assert PutOff.objects.count() == 0


def test_an_entry_put_off_can_be_brought_back(client, therapist):
    case, rupture = strained(therapist)
    name = f"long_open.{rupture.key}"
    send(client, case, name=name)

    page = send(client, case, "back", name)

    assert "It is back on the list" in page.text
    assert EMPTY not in list_of(page)
    assert "Bring back" not in list_of(page)


def test_htmx_gets_the_list_anew_and_a_toast(client, therapist):
    case, rupture = strained(therapist)
    headers = {"HX-Request": "true", "HX-Target": "to-talk-about"}
    sent = {"put_off": f"long_open.{rupture.key}"}

    page = client.post(f"/cases/{case.code}/put-off/", sent, headers=headers)

    assert page.text.strip().startswith('<section class="section" id="to-talk-about"')
    assert EMPTY in list_of(page)
    assert 'hx-swap-oob="innerHTML:#toast"' in page.text


def test_a_list_of_one_case_stays_one_of_that_case(client, therapist):
    case, rupture = strained(therapist)
    path = f"/cases/{case.code}/put-off/?case={case.code}"
    assert f'formaction="{path}"' in client.get("/", {"case": case.code}).text

    page = client.post(path, {"put_off": f"long_open.{rupture.key}"})

    assert page.url == f"/?case={case.code}"


def test_a_double_click_is_one_act_and_another_button_another(client, therapist):
    case, rupture = strained(therapist)
    form = {"submission": str(uuid.uuid4())}
    name = f"long_open.{rupture.key}"

    for _click in range(2):
        send(client, case, name=name, **form)
    send(client, case, name="often", **form)
    send(client, case, "back", name, **form)

    assert Act.objects.count() == 3


@pytest.mark.parametrize(
    "name",
    ["", "rubbish", "often.", "often.x", "long_open", "\x00", "x" * 99, None],
)
def test_a_bad_entry_is_refused_in_words(name, client, therapist):
    case, rupture = strained(therapist)
    named = f"often.{rupture.key}" if name is None else name

    page = send(client, case, name=named)

    assert "There is no such entry on the list." in page.text or name == "often."
    assert PutOff.objects.count() == (name == "often.")


def test_a_rupture_of_another_case_is_not_there(client, therapist):
    case, _rupture = strained(therapist)
    _other, theirs = strained(UserFactory())

    assert send(client, case, name=f"long_open.{theirs.key}").status_code == 404


def test_a_case_on_hold_puts_nothing_off(client, therapist):
    case, _rupture = strained(
        therapist, hold_reason="court", hold_since=TODAY, hold_by=therapist
    )

    assert "This case is on hold" in send(client, case).text
    assert PutOff.objects.count() == 0


def test_a_stranger_puts_nothing_off(client, therapist):
    case, _rupture = strained(UserFactory())

    assert send(client, case).status_code == 404
    assert PutOff.objects.count() == 0


# The rules, published -------------------------------------------------------


def published(rule: TalkRule) -> str:
    """The docstring of a rule."""
    return " ".join(getattr(talk_rules, rule.value).__doc__.split())


@pytest.mark.parametrize("rule", TalkRule)
def test_every_rule_is_published_word_for_word(rule, client, therapist):
    page = " ".join(html.unescape(client.get("/reference/").text).split())

    place = f'<dt id="rule-talk-{rule.value.replace("_", "-")}">{rule.label}</dt>'
    assert f"{place} <dd>{published(rule)}</dd>" in page
