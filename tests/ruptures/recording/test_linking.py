"""Another's yes noted to be about a rupture: shown, undone, never lost in silence."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError

from ruptures import recording
from ruptures.caseload import Numbers, story, told
from ruptures.models import Case, Change, Rupture, Session, SessionReport, Verb
from ruptures.recording import RuptureEntry, SessionEdit, StaleRow
from ruptures.taxonomy import Answer
from tests import factories
from tests.ruptures.recording import practice
from tests.ruptures.recording.clients import add
from tests.ruptures.recording.practice import rows

pytestmark = pytest.mark.django_db

WAITS = "The client has answered. Give your own answer first; then both are shown."


@pytest.fixture
def p():
    """A small practice whose client said yes of the session with the rupture."""
    p = practice.small_practice()
    add(p.session)
    p.client = p.session.reports.get(rater="client")
    return p


def link(p, report=None, **values):
    report = report or p.client
    given = {"user": p.user, "submission": uuid.uuid4(), "version": report.version}
    about_it = {"report": report, "rupture": p.rupture}
    return recording.link_report(**(given | about_it | values))


def undo(p, act):
    return recording.undo(user=p.user, submission=uuid.uuid4(), act=act)


def about(report):
    """The key of the rupture that stands in the row now."""
    rupture = SessionReport.objects.get(key=report.key).rupture
    return rupture and rupture.key


def observers(p, code="BCD", **values):
    return factories.ReportFactory(
        session=p.session, rater="observer", reporter=code, **values
    )


def delete_rupture(p):
    return practice.delete_rupture(p, user=p.user, submission=uuid.uuid4())


def shown(rupture):
    """Whether the client said it too, and how many observers did."""
    found = told(Rupture.objects.filter(pk=rupture.pk)).get()
    line = story(found, found.session, Numbers({}, {}))
    return line.said_by_client, line.observers


def test_a_clients_yes_is_noted_to_be_about_a_rupture(p):
    act = link(p)

    assert (act.verb, act.user, act.case) == (Verb.LINK_REPORT, p.user, p.case)
    assert about(p.client) == p.rupture.key
    [change] = act.changes.all()
    assert change.after["rupture"] == str(p.rupture.key)
    assert change.after["version"] == 2


def test_it_can_be_taken_back_and_undone(p):
    link(p)
    act = link(p, version=2, rupture=None)

    taken_back = about(p.client)
    undo(p, act)

    assert taken_back is None
    assert about(p.client) == p.rupture.key


def test_a_stale_form_ties_nothing(p):
    with pytest.raises(StaleRow):
        link(p, version=0)

    assert about(p.client) is None


def test_under_a_hold_nothing_is_tied(p):
    practice.hold_case(p, user=p.user, submission=uuid.uuid4())

    with pytest.raises(ValidationError, match="on hold"):
        link(p)

    assert about(p.client) is None


def test_nobody_else_ties_it(p):
    supervisor = factories.GrantFactory(
        therapist=p.user, cases=[p.case], with_notes=True
    ).holder

    for other in (supervisor, p.observer, factories.UserFactory()):
        with pytest.raises(Case.DoesNotExist):
            link(p, user=other)

    assert about(p.client) is None


def test_a_clients_answer_that_is_kept_back_is_not_tied(p):
    """The words are the same whatever it says, so that a try tells nothing."""
    waiting = factories.SessionFactory(case=p.case, date=practice.day(4))
    rupture = factories.RuptureFactory(session=waiting, recognised="later")
    said = []
    for strain in ("yes", "no"):
        SessionReport.objects.filter(session=waiting).delete()
        report = factories.ReportFactory(
            session=waiting, rater="client", strain=strain, source="link"
        )
        with pytest.raises(ValidationError) as refused:
            link(p, report, rupture=rupture)
        said.append(refused.value.messages)

    assert said == [[WAITS], [WAITS]]


@pytest.mark.parametrize("strain", ["no", "unsure"])
def test_only_a_yes_can_be_about_a_rupture(strain, p):
    with pytest.raises(ValidationError, match="Only a yes"):
        link(p, observers(p, strain=strain))


def test_the_therapists_own_yes_is_the_rupture_and_not_about_one(p):
    with pytest.raises(ValidationError, match="of the client or of an observer"):
        link(p, p.report)


@pytest.mark.parametrize("where", ["last", "elsewhere"])
def test_it_is_about_a_rupture_of_its_own_session(where, p):
    session = p.last if where == "last" else factories.SessionFactory()
    other = factories.RuptureFactory(session=session, recognised="later")

    with pytest.raises(ValidationError):
        link(p, rupture=other)

    assert about(p.client) is None


def test_deleting_the_rupture_unties_it_and_undo_ties_it_again(p):
    link(p)
    before = rows()

    act = delete_rupture(p)
    untied = about(p.client)
    undo(p, act)

    assert untied is None
    assert rows() == before
    assert about(p.client) == p.rupture.key


def test_a_rupture_cannot_go_in_silence(p):
    link(p)

    with pytest.raises(RestrictedError):
        p.rupture.delete()


def test_a_session_goes_with_both_and_comes_back_with_both(p):
    link(p)
    link(p, observers(p))
    before = rows()

    act = practice.delete_session(p, user=p.user, submission=uuid.uuid4())
    left = Session.objects.filter(pk=p.session.pk).count()
    undo(p, act)

    assert left == 0
    assert rows() == before


def test_an_own_answer_turned_to_no_unties_what_others_said(p):
    link(p)
    before = rows()

    act = recording.edit_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=p.session,
        version=1,
        report_version=1,
        edit=SessionEdit(date=p.session.date, strain="no"),
        confirmed=True,
    )
    untied = about(p.client)
    undo(p, act)

    assert untied is None
    assert rows() == before


def test_adding_the_rupture_cannot_be_undone_under_what_is_about_it(p):
    factories.ReportFactory(session=p.first, rater="client", strain="yes")
    act = practice.add_rupture(p, user=p.user, submission=uuid.uuid4())
    report = p.first.reports.get(rater="client")
    tie = link(p, report, rupture=p.first.ruptures.get())

    with pytest.raises(ValidationError, match="more was added to it since"):
        undo(p, act)
    undo(p, tie)
    undo(p, act)

    assert about(report) is None
    assert p.first.ruptures.count() == 0


def test_a_clients_answer_changed_to_no_is_about_nothing(p):
    link(p)
    entry = recording.ClientEntry("no", source="paper")

    act = recording.edit_client_report(
        user=p.user, submission=uuid.uuid4(), report=p.client, version=2, entry=entry
    )
    untied = about(p.client)
    undo(p, act)

    assert untied is None
    assert about(p.client) == p.rupture.key


def test_a_clients_yes_told_better_stays_about_it(p):
    link(p)
    entry = recording.ClientEntry("yes", intensity=1, source="told")

    recording.edit_client_report(
        user=p.user, submission=uuid.uuid4(), report=p.client, version=2, entry=entry
    )

    assert about(p.client) == p.rupture.key


def test_a_moved_session_takes_it_along_and_back(p):
    link(p)
    before = rows()
    practice.open_case(p, user=p.user, submission=uuid.uuid4())

    act = practice.move_session(p, user=p.user, submission=uuid.uuid4())
    moved = Session.objects.get(pk=p.session.pk).case
    tied = about(p.client)
    undo(p, act)

    assert moved != p.case
    assert tied == p.rupture.key
    assert {key: rows()[key] for key in before} == before


def test_a_change_older_than_the_column_is_undone_to_no_tie(p):
    """Before there was such a thing, nothing was about a rupture."""
    act = recording.delete_client_report(
        user=p.user, submission=uuid.uuid4(), report=p.client, version=1
    )
    change = Change.objects.get(act=act)
    change.before = {k: v for k, v in change.before.items() if k != "rupture"}
    change.save()

    undo(p, act)

    assert p.session.reports.get(rater="client").rupture is None


def test_a_rupture_tells_who_else_said_it(p):
    link(p)
    for code in ("BCD", "BCF"):
        link(p, observers(p, code))
    observers(p, "BCG")

    assert shown(p.rupture) == (True, 2)


def test_a_rupture_tells_of_the_client_only_beside_an_own_answer(p):
    """A tie outlasts the therapist's answer; what the client said waits again."""
    session = practice.log(p.case, 4, Answer.UNSURE)
    add(session)
    recording.add_rupture(
        user=p.user,
        submission=uuid.uuid4(),
        session=session,
        entry=RuptureEntry("withdrawal", ["quiet"], recognised="later"),
    )
    rupture, report = session.ruptures.get(), session.reports.get(rater="client")
    link(p, report, rupture=rupture)
    SessionReport.objects.filter(key=report.key).update(source="link")
    beside = shown(rupture)

    recording.edit_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=session,
        version=1,
        report_version=1,
        edit=SessionEdit(date=session.date),
    )

    assert beside == (True, 0)
    assert shown(rupture) == (False, 0)
