"""Whoever reads in French meets no sentence in English, on any page.

What the catalogue says otherwise in French is looked for in what a page shows or reads
out: its text, the attributes that are said, the labels of its charts.
"""

import datetime
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dashboard.views.charts import PAGE_OF
from dashboard.views.trends import FUNNEL, TRENDS
from ruptures.models import User
from ruptures.summaries.funnel import LEAST
from tests.addresses import address
from tests.browser.fixtures import Practice
from tests.factories import (
    CaseFactory,
    GrantFactory,
    ReportFactory,
    SessionFactory,
)
from tests.promises.test_pages import ENTRANCES, FIRST_ACCOUNT, PAGES
from tests.ruptures.recording.practice import ACTS, NEEDS, small_practice
from tools.messages import HOUSE, PLACEHOLDER, messages, read

pytestmark = pytest.mark.one_engine

LONGER_THAN = 12  # what is shorter may well be a name, or the same in French
SAID = {"alt", "aria-label", "aria-description", "content", "placeholder", "title"}
UNSAID = {"script", "style"}
# Charts that only some choices of their page draw.
OF_CHART = {"rolling": {"trend": "rolling"}}
OF_SUPERVISORS = {slug for slug, page in PAGE_OF.items() if page in {TRENDS, FUNNEL}}
START = datetime.date(2026, 8, 3)


class Reader(HTMLParser):
    """All that a page says, a piece each; what its scripts hold, string by string."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.within: str = ""
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.language = self.language or given.get("lang")
        said = [v for n, v in given.items() if n in SAID or n.startswith("data-")]
        self.said += said
        if tag in UNSAID:
            of_data = given.get("type") == "application/json"
            self.within = "json" if of_data else tag

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSAID:
            self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within == "json":
            self.said += strings(json.loads(data))
        elif not self.within:
            self.said.append(data)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


@cache
def english() -> re.Pattern[str]:
    """Every English sentence, in any of its forms, that French says otherwise."""
    catalogue = read(HOUSE / "config/locale/fr/LC_MESSAGES/django.po")
    told = [
        form
        for message in messages(catalogue)
        for form in forms(message.id)
        if form not in forms(message.string) and len(form) > LONGER_THAN
    ]
    return re.compile("|".join(filter(None, map(sentence, told))))


def forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def sentence(told: str) -> str:
    """A pattern of it, with anything in its places; none where little else is left."""
    parts = [part for part in PLACEHOLDER.split(told) if part]
    if len("".join(parts).strip()) <= LONGER_THAN:
        return ""
    return r"\b" * told[0].isalpha() + ".{1,80}?".join(map(re.escape, parts))


# A colon or the like right behind its word, as English has it.
UNSPACED = re.compile(r"[^\W\d][:;?!](?=\s|$)")


def read_out(response: HttpResponse) -> Reader:
    reader = Reader()
    reader.feed(response.content.decode())
    return reader


def left_in_english(reader: Reader) -> list[str]:
    said = {" ".join(piece.split()) for piece in reader.said}
    return sorted({found for piece in said for found in english().findall(piece)})


def reading_french(user: User) -> Client:
    user.language = "fr"
    user.save()
    client = Client(headers={"Accept-Language": "en-GB"})
    client.force_login(user)
    return client


def faults_of(response: HttpResponse, status: int = 200) -> list[str]:
    """What is left in English; first of all, whether it answers, and in French."""
    reader = read_out(response)
    found = [] if response.status_code == status else [str(response.status_code)]
    found += [] if reader.language == "fr" else [f"in {reader.language}"]
    return found + left_in_english(reader)


def faults(answers: Mapping[str, HttpResponse]) -> dict[str, list[str]]:
    found = {name: faults_of(response) for name, response in answers.items()}
    return {name: faults for name, faults in found.items() if faults}


def test_every_page_is_french_throughout(practice: Practice):
    client = reading_french(practice.therapist)

    answers = {name: client.get(address(name, practice)) for name in sorted(PAGES)}

    assert faults(answers) == {}


def test_every_page_of_what_was_logged_is_french_throughout(rows):
    client = reading_french(rows.therapist)

    answers = {name: client.get(address(name, rows)) for name in sorted(PAGES)}

    assert faults(answers) == {}


def test_table_of_every_chart_is_french_throughout(practice: Practice):
    client = reading_french(practice.therapist)
    asked = {"case": practice.case.code}

    answers = {
        chart: client.get(
            reverse("dashboard:chart-table", args=[chart]),
            asked | OF_CHART.get(chart, {}),
        )
        for chart in sorted(PAGE_OF.keys() - OF_SUPERVISORS)
    }

    assert faults(answers) == {}


def test_table_of_every_chart_of_supervisors_is_french_throughout(practice: Practice):
    client = reading_french(practice.grant.holder)
    for _ in range(LEAST):
        supervisee(practice.grant.holder)

    answers = {
        chart: client.get(
            reverse("dashboard:chart-table", args=[chart]), {"period": "all"}
        )
        for chart in sorted(OF_SUPERVISORS)
    }

    assert faults(answers) == {}


def supervisee(supervisor: User) -> None:
    """Somebody with 12 answered sessions who agreed to be a point of the funnel."""
    case = CaseFactory(started_on=START)
    for day in range(12):
        session = SessionFactory(case=case, date=START + datetime.timedelta(days=day))
        ReportFactory(session=session, strain="no" if day else "yes")
    GrantFactory(
        therapist=case.therapist, holder=supervisor, every_case=True, in_funnel=True
    )


@pytest.mark.parametrize("verb", sorted(ACTS))
@pytest.mark.django_db
def test_history_tells_an_act_in_french(verb: str):
    rows = small_practice()
    for done in filter(None, (NEEDS.get(verb), verb)):
        ACTS[done](rows, user=rows.user, submission=uuid.uuid4())
    client = reading_french(rows.user)

    response = client.get(f"/cases/{rows.case.code}/history/")

    assert faults_of(response) == []
    assert [said for said in read_out(response).said if UNSPACED.search(said)] == []


@pytest.mark.parametrize("name", sorted(ENTRANCES))
def test_entrance_is_french_for_a_french_browser(name: str, practice: Practice):
    path = ENTRANCES[name](practice)

    response = Client(headers={"Accept-Language": "fr-CA"}).get(path, follow=True)

    assert faults_of(response) == []


@pytest.mark.django_db
def test_first_page_of_all_is_french_for_a_french_browser():
    client = Client(headers={"Accept-Language": "fr"})

    response = client.get(reverse(FIRST_ACCOUNT))

    assert faults_of(response) == []


def test_page_that_is_not_there_is_french(practice: Practice):
    client = reading_french(practice.therapist)

    response = client.get("/nothing/here/")

    assert faults_of(response, status=404) == []


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "dashboard:account-email",
        "dashboard:client-report",
        "dashboard:log",
        "dashboard:log-day",
        "dashboard:note-add-case",
        "dashboard:rupture-add",
        "dashboard:score-add",
    ],
)
def test_form_left_empty_is_refused_in_french(name: str, rows):
    client = reading_french(rows.therapist)

    response = client.post(address(name, rows), {"submission": str(uuid.uuid4())})

    assert faults_of(response) == []


def test_english_pages_are_found_out(practice: Practice):
    client = Client(headers={"Accept-Language": "en-GB"})
    client.force_login(practice.therapist)

    found = left_in_english(read_out(client.get("/")))

    assert "Who reports strain, beside the published ranges" in found
    assert "Withdrawal and confrontation" in found
