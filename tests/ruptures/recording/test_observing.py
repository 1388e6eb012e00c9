"""The observer's report: one act on another's case, and nothing else on it."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ruptures import recording
from ruptures.models import AccessEvent, Case, Change, Deed, Grant, SessionReport, Verb
from ruptures.recording import MarkerEntry, ObserverEntry
from ruptures.recording.observing import reporter_of
from ruptures.recording.writing import writing
from tests import factories
from tests.ruptures.recording.practice import ACTS, small_practice

pytestmark = pytest.mark.django_db

YES = ObserverEntry("yes", 4, 2, [MarkerEntry("quiet", 12, 3)])


@pytest.fixture
def session():
    return factories.SessionFactory(date=datetime.date(2026, 1, 12))


@pytest.fixture
def grant(session):
    return grant_to_observe(session.case)


def grant_to_observe(case, **values):
    given = {"therapist": case.therapist, "purpose": "observe", "cases": [case]}
    return factories.GrantFactory(**given | values)


def hand_in(user, session, entry=YES, submission=None):
    return recording.observe(
        user=user, submission=submission or uuid.uuid4(), session=session, entry=entry
    )


def said(session):
    found = session.reports.filter(rater="observer")
    return list(
        found.values_list(
            "reporter", "strain", "intensity", "resolution", "independent"
        )
    )


def test_a_report_has_the_code_of_its_grant_and_its_markers(session, grant):
    markers = [MarkerEntry("quiet", 12, 3), MarkerEntry("pressed", 0)]

    act = hand_in(grant.holder, session, ObserverEntry("yes", 4, 2, markers))

    report = session.reports.get()
    coded = report.markers.values_list("code", "minute", "salience")
    assert said(session) == [(grant.reporter, "yes", 4, 2, True)]
    assert sorted(coded) == [("pressed", 0, None), ("quiet", 12, 3)]
    assert (act.verb, act.user, act.case) == (Verb.OBSERVE, grant.holder, session.case)


def test_the_same_sheet_sent_again_is_one_report_and_one_line_for_the_therapist(
    session, grant
):
    submission = uuid.uuid4()

    first = hand_in(grant.holder, session, submission=submission)
    again = hand_in(grant.holder, session, submission=submission)

    events = AccessEvent.objects.filter(deed=Deed.RATED)
    assert first == again
    assert session.reports.count() == 1
    assert list(events.values_list("actor", "owner", "case", "grant")) == [
        (
            grant.holder.email,
            session.case.therapist.email,
            session.case.code,
            grant.key,
        )
    ]


def test_a_second_sheet_of_the_same_session_is_refused(session, grant):
    hand_in(grant.holder, session)

    with pytest.raises(ValidationError, match="This rater has already answered"):
        hand_in(grant.holder, session, ObserverEntry("no"))

    assert [strain for _code, strain, *_rest in said(session)] == ["yes"]


def test_several_observers_rate_one_session_under_codes_of_their_own(session, grant):
    other = grant_to_observe(session.case)

    hand_in(grant.holder, session)
    hand_in(other.holder, session, ObserverEntry("no"))

    assert sorted(said(session)) == sorted(
        [
            (grant.reporter, "yes", 4, 2, True),
            (other.reporter, "no", None, None, True),
        ]
    )


def test_two_observers_of_one_therapist_never_share_a_code(session, grant):
    with pytest.raises(IntegrityError), transaction.atomic():
        grant_to_observe(session.case, reporter=grant.reporter)


def test_a_later_grant_leaves_an_observer_the_first_code(session, grant):
    Grant.objects.update(ended_at=timezone.now(), ended_by=session.case.therapist)
    later = grant.made_at + datetime.timedelta(days=30)
    second = grant_to_observe(session.case, holder=grant.holder, made_at=later)

    hand_in(grant.holder, session)

    assert second.reporter != grant.reporter
    assert reporter_of(grant.holder, session.case) == grant.reporter
    assert said(session)[0][0] == grant.reporter


def test_a_supervisor_who_rates_did_not_rate_independently(session, grant):
    grant_to_observe(session.case, holder=grant.holder, purpose="supervise")

    hand_in(grant.holder, session)

    assert said(session) == [(grant.reporter, "yes", 4, 2, False)]


@pytest.mark.parametrize(
    "values",
    [
        {"accepted_at": None},
        {"starts_on": datetime.date(2100, 1, 1)},
        {"ends_on": datetime.date(2026, 1, 6)},
        {"purpose": "supervise"},
    ],
)
def test_without_a_live_grant_to_observe_nothing_is_written(values, session, grant):
    Grant.objects.update(**values)

    with pytest.raises(Case.DoesNotExist):
        hand_in(grant.holder, session)

    assert SessionReport.objects.count() == Change.objects.count() == 0


def test_a_grant_that_ended_opens_nothing_any_more(session, grant):
    Grant.objects.update(ended_at=timezone.now(), ended_by=session.case.therapist)

    with pytest.raises(Case.DoesNotExist):
        hand_in(grant.holder, session)


def test_a_grant_for_one_case_opens_no_other_of_that_therapist(session, grant):
    other = factories.SessionFactory(
        case=factories.CaseFactory(therapist=session.case.therapist)
    )

    with pytest.raises(Case.DoesNotExist):
        hand_in(grant.holder, other)


def test_the_therapist_is_no_observer_of_their_own_case(session):
    with pytest.raises(Case.DoesNotExist):
        hand_in(session.case.therapist, session)


def test_a_hold_refuses_the_observer_too(session, grant):
    case = session.case
    case.hold_reason, case.hold_since = "court", case.started_on
    case.hold_by = case.therapist
    case.save()

    with pytest.raises(ValidationError, match="on hold"):
        hand_in(grant.holder, session)

    assert session.reports.count() == 0


def test_only_a_session_that_took_place_is_rated(session, grant):
    missed = factories.SessionFactory(case=session.case, attendance="missed")

    with pytest.raises(ValidationError, match="Only a session that took place"):
        hand_in(grant.holder, missed)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (ObserverEntry("no", intensity=2), "asked only after yes"),
        (ObserverEntry("yes", markers=[MarkerEntry("sang", 1)]), "from the list"),
        (ObserverEntry("yes", markers=[MarkerEntry("quiet", 601)]), "from 0 to 600"),
        (ObserverEntry("yes", markers=[MarkerEntry("quiet", 1, 6)]), "from 1 to 5"),
        (ObserverEntry("yes", markers=[MarkerEntry("quiet", 1)] * 201), "room for 200"),
    ],
)
def test_what_breaks_a_rule_is_refused_whole(entry, words, session, grant):
    with pytest.raises(ValidationError) as refused:
        hand_in(grant.holder, session, entry)

    told = " ".join(refused.value.messages)
    assert words in told or "is not a valid choice" in told
    assert session.reports.count() == 0


def test_the_therapist_sets_a_report_aside_and_another_can_be_given(session, grant):
    act = hand_in(grant.holder, session)

    recording.undo(user=session.case.therapist, submission=uuid.uuid4(), act=act)
    hand_in(grant.holder, session, ObserverEntry("unsure"))

    assert said(session) == [(grant.reporter, "unsure", None, None, True)]


def test_the_observer_undoes_nothing(session, grant):
    act = hand_in(grant.holder, session)

    with pytest.raises(Case.DoesNotExist):
        recording.undo(user=grant.holder, submission=uuid.uuid4(), act=act)

    assert session.reports.count() == 1


OTHER_VERBS = sorted(set(ACTS) - {Verb.OBSERVE, Verb.OPEN_CASE, Verb.CHECK_IN})


@pytest.mark.parametrize("verb", OTHER_VERBS)
def test_an_observer_can_do_no_other_act(verb):
    p = small_practice()
    factories.CaseFactory(therapist=p.user, started_on=p.case.started_on)
    before = Change.objects.count()

    with pytest.raises(Exception) as refused:  # noqa: PT011  whichever row is asked for
        ACTS[verb](p, user=p.observer, submission=uuid.uuid4())

    assert type(refused.value).__name__ in {"DoesNotExist", "NeedsConfirmation"} or (
        "belongs" in str(refused.value)
    )
    assert Change.objects.count() == before


@pytest.mark.parametrize("verb", sorted(set(Verb) - {Verb.OBSERVE, Verb.UNDO}))
def test_the_gate_of_an_observer_opens_for_one_verb(verb, session, grant):
    with (
        pytest.raises(Case.DoesNotExist),
        transaction.atomic(),
        writing(
            user=grant.holder, verb=verb, submission=uuid.uuid4(), case=session.case
        ),
    ):
        pytest.fail("let in")


def test_an_answer_given_after_an_observers_is_not_independent(session, grant):
    hand_in(grant.holder, session)
    edit = recording.SessionEdit(date=session.date, strain="no")

    recording.edit_session(
        user=session.case.therapist,
        submission=uuid.uuid4(),
        session=session,
        version=1,
        report_version=0,
        edit=edit,
    )

    assert session.reports.get(rater="therapist").independent is False
