"""The same form sent many times at one moment, through the real page."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from ruptures.integrity import broken
from ruptures.models import Act, Note, RepairAttempt, Rupture, Session, Verb
from tests import factories
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 50


@pytest.fixture
def case():
    return factories.CaseFactory(code="K7QM")


def sent_by(user, path, form):
    """The answers to one form sent so often at once, each by a browser of its own."""
    browsers = [Client() for _ in range(TIMES)]
    for browser in browsers:
        browser.force_login(user)
    return in_parallel(lambda number: browsers[number].post(path, form), TIMES)


def test_fifty_identical_sendings_of_the_log_form_are_one_session(case):
    form = {
        "submission": str(uuid.uuid4()),
        "case": "K7QM",
        "date": "2026-02-02",
        "strain": "withdrawal",
        "markers": ["quiet"],
        "strategies": ["asked"],
        "resolution": "4",
        "note": "Came from the hospital.",
    }

    answers = sent_by(case.therapist, "/log/", form)

    assert [answer.status_code for answer in answers] == [302] * TIMES
    assert {answer.url for answer in answers} == {"/log/"}
    assert Session.objects.get().date == datetime.date(2026, 2, 2)
    assert Act.objects.get().verb == Verb.LOG_SESSION
    rows = [model.objects.count() for model in (Rupture, RepairAttempt, Note)]
    assert rows == [1, 1, 1]
    assert list(broken()) == []


def test_fifty_different_forms_for_one_day_are_one_session(case):
    form = {"case": "K7QM", "date": "2026-02-02", "strain": "no"}

    answers = sent_by(case.therapist, "/log/", form)  # each has a key of its own

    saved = [answer for answer in answers if answer.status_code == 302]
    assert (len(saved), len(answers)) == (1, TIMES)
    assert Session.objects.count() == 1
    assert Act.objects.count() == 1


def test_fifty_identical_moves_are_one(case):
    session = factories.SessionFactory(case=case, date=datetime.date(2026, 2, 2))
    factories.CaseFactory(code="P2XD", therapist=case.therapist)
    path = reverse("dashboard:session-move", args=[session.key])
    form = {"submission": str(uuid.uuid4()), "version": "1", "case": "P2XD"}

    answers = sent_by(case.therapist, path, form)

    assert {getattr(answer, "url", answer) for answer in answers} == {"/cases/P2XD/"}
    session.refresh_from_db()
    assert session.case.code == "P2XD"
    assert Act.objects.get().verb == Verb.MOVE_SESSION
