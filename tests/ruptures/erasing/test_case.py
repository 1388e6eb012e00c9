"""Erasing one case: all of it, nothing else, and never against a rule."""

import uuid

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.erasing.case import what_goes
from ruptures.erasing.kinds import KINDS
from ruptures.integrity import broken
from ruptures.models import AccessEvent, Act, Case, Change, Deed, Erasure
from ruptures.recording.cases import is_taken
from ruptures.saving import Stale
from tests import factories
from tests.ruptures.erasing.leaving import erase, full_case, hold, there
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db


def hangs_on_a_case(model):
    """Whether its rows go with a case, by however many steps."""
    return any(
        field.related_model is Case or hangs_on_a_case(field.related_model)
        for field in model._meta.fields
        if field.many_to_one or field.one_to_one
        if field.related_model is not model
    )


@pytest.mark.one_engine
def test_every_table_that_hangs_on_a_case_is_among_the_kinds():
    models = apps.get_app_config("ruptures").get_models(include_auto_created=True)

    hanging = {model for model in models if model is Case or hangs_on_a_case(model)}

    assert {kind.model for kind in KINDS} == hanging


def test_erasing_a_case_leaves_as_much_as_there_was_without_it():
    other = practice.small_practice()
    before = there()
    p = full_case()

    erase(p.case)

    left = there()
    beside = {"User": 3, "Grant": 2, "SupervisionMeeting": 1}  # of `full_case`
    beside |= {"ImportMapping": 1, "ImportSecret": 1}
    records = {"Erasure": 1, "AccessEvent": 2}  # the observer rated, too
    grown = {name: left[name] - before.get(name, 0) for name in left}
    assert {name: more for name, more in grown.items() if more} == beside | records
    assert other.case.sessions.count() == 3
    assert list(broken()) == []


def test_the_record_says_what_the_page_said():
    p = full_case()
    shown = {name: count for name, count in what_goes(p.case).items() if count}

    erasure = erase(p.case)

    assert erasure.rows == shown
    assert shown == {
        "changes": 16,
        "acts": 6,
        "drafts": 1,
        "check_ins": 1,
        "kept": 1,
        "reviews": 1,
        "comments": 1,
        "discussed": 1,
        "steps": 1,
        "put_off": 1,
        "items": 1,
        "concern_readers": 1,
        "concerns": 1,
        "shares": 1,
        "notes": 2,
        "scores": 1,
        "markers": 5,
        "sheets": 1,
        "answers": 3,
        "attempts": 1,
        "ruptures": 1,
        "sessions": 3,
        "cases": 1,
        "imports": 1,
    }


def test_the_record_tells_who_what_and_why():
    case = factories.CaseFactory(code="K7QM", therapist__email="anna@example.org")

    erasure = erase(case)

    told = (erasure.actor, erasure.what, erasure.case, erasure.reason, erasure.days)
    assert told == ("anna@example.org", "case", "K7QM", "client", [])
    event = AccessEvent.objects.get()
    assert (event.deed, event.case, event.owner) == (
        Deed.ERASED,
        "K7QM",
        "anna@example.org",
    )


def test_a_case_on_hold_is_not_erased():
    p = full_case()
    hold(p.case)
    before = there()

    with pytest.raises(ValidationError, match=f"On hold.*: {p.case.code}"):
        erase(p.case)

    assert there() == before


@pytest.mark.parametrize("typed", ["", "K7QN", "K7Q", "K7QM K7QM"])
def test_a_mistyped_code_erases_nothing(typed):
    case = factories.CaseFactory(code="K7QM")

    with pytest.raises(ValidationError) as refused:
        erase(case, typed=typed)

    assert list(refused.value.error_dict) == ["typed"]
    assert Case.objects.get() == case


def test_a_code_may_be_typed_small_and_with_blanks():
    erase(factories.CaseFactory(code="K7QM"), typed=" k7qm ")

    assert not Case.objects.exists()


def test_what_came_since_the_page_was_opened_is_not_erased_unseen():
    p = full_case()
    seen = "-".join(map(str, what_goes(p.case).values()))
    factories.SupervisionCommentFactory(item=p.item, author=p.supervisor)

    with pytest.raises(Stale):
        erase(p.case, seen=seen)

    assert Case.objects.get() == p.case


@pytest.mark.parametrize("name", ["supervisor", "observer"])
def test_nobody_else_erases_a_case(name):
    p = full_case()

    with pytest.raises(Case.DoesNotExist):
        erase(p.case, user=getattr(p, name))

    assert Case.objects.get() == p.case


def test_the_same_form_sent_again_gives_the_same_record():
    case, submission = factories.CaseFactory(), uuid.uuid4()
    first = erase(case, submission=submission)

    again = erase(case, submission=submission, seen="", typed="")

    assert again == first
    assert Erasure.objects.count() == 1


def test_a_form_of_somebody_else_erases_nothing():
    submission = uuid.uuid4()
    erase(factories.CaseFactory(), submission=submission)
    case = factories.CaseFactory()

    with pytest.raises(ValidationError, match="already used"):
        erase(case, submission=submission)

    assert Case.objects.get() == case


def test_an_erased_code_is_never_given_again():
    erase(factories.CaseFactory(code="K7QM"))

    assert is_taken("K7QM")
    assert not is_taken("K7QN")


# Sessions that were moved ------------------------------------------------------------


@pytest.fixture
def moved():
    """A session with a rupture, logged in one case and moved to another."""
    p = practice.small_practice()
    opened = practice.open_case(p, user=p.user, submission=uuid.uuid4())
    p.act = practice.move_session(p, user=p.user, submission=uuid.uuid4())
    p.other = opened.case
    return p


def test_the_history_of_another_case_tells_no_more_of_what_went(moved):
    p = moved

    erase(p.other)

    rows = {str(p.session.key), str(p.report.key), str(p.rupture.key)}
    told = {str(row) for row in Change.objects.values_list("row", flat=True)}
    assert rows & told == set()
    assert not Act.objects.exclude(from_case=None).exists()
    assert p.case.sessions.count() == 2
    assert list(broken()) == []


def test_what_was_moved_away_stays_with_its_case(moved):
    p = moved

    erase(p.case)

    assert p.other.sessions.get() == p.session
    assert p.other.sessions.get().ruptures.get() == p.rupture
    assert list(broken()) == []


def test_a_move_undone_is_erased_with_either_case(moved):
    p = moved
    recording.undo(user=p.user, submission=uuid.uuid4(), act=p.act)

    erase(p.other)

    assert p.case.sessions.count() == 3
    assert not Act.objects.exclude(from_case=None).exists()
    assert Change.objects.filter(row=p.session.key).exists()  # it is here again


@pytest.mark.parametrize(("erased", "held"), [("case", "other"), ("other", "case")])
def test_a_case_whose_history_is_on_hold_elsewhere_is_not_erased(erased, held, moved):
    case, other = getattr(moved, erased), getattr(moved, held)
    hold(other)

    with pytest.raises(ValidationError, match=other.code):
        erase(case)

    assert Case.objects.count() == 2
