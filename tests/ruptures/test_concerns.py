"""Concerns: written, changed, settled and shared, beside everything that is counted."""

import datetime
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from ruptures import granting, recording
from ruptures.concern_entry import ConcernEntry
from ruptures.concern_readers import supervisors_of
from ruptures.concerns import add_concern, change_concern
from ruptures.models import AccessEvent, Act, Case, Change, Concern, Deed, Draft, Grant
from ruptures.saving import Stale
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "He was waiting at the door of her school."
ENTRY = ConcernEntry("safety", WORDS)


@pytest.fixture
def case():
    return factories.CaseFactory()


def supervisor_of(case, **values):
    given = {"therapist": case.therapist, "cases": [case]}
    return factories.GrantFactory(**given | values).holder


def add(case, entry=ENTRY, user=None, submission=None):
    return add_concern(
        user=user or case.therapist,
        submission=submission or uuid.uuid4(),
        case=case,
        entry=entry,
    )


def change(concern, entry, version=1, user=None, submission=None):
    return change_concern(
        user=user or concern.case.therapist,
        submission=submission or uuid.uuid4(),
        concern=concern,
        version=version,
        entry=entry,
    )


def test_a_concern_says_what_it_is_who_was_asked_and_what_was_done(case):
    entry = ConcernEntry("conduct", " It was said aloud.\r\n", "The ombudsman", "Rang")

    add(case, entry)

    found = Concern.objects.values_list(
        "kind", "text", "consulted", "done", "closed_on"
    )
    assert list(found) == [
        ("conduct", "It was said aloud.", "The ombudsman", "Rang", None)
    ]


def test_it_is_no_act_and_stands_in_no_history(case):
    concern = add(case)
    change(concern, ConcernEntry("safety", "Otherwise."))

    assert Act.objects.count() == Change.objects.count() == 0


def test_it_is_encrypted(case):
    add(case, ConcernEntry("safety", WORDS, WORDS, WORDS))

    with connection.cursor() as cursor:
        cursor.execute("SELECT text, consulted, done FROM ruptures_concern")
        stored = cursor.fetchall()

    assert not any("school" in each for each in stored[0])


def test_the_same_form_sent_again_is_one_concern(case):
    submission = uuid.uuid4()

    first = add(case, submission=submission)
    change(first, ConcernEntry("safety", "Later words."))
    again = add(case, submission=submission)

    assert first == again
    assert [each.text for each in Concern.objects.all()] == ["Later words."]


def test_its_draft_goes_with_saving_it(case):
    draft = factories.DraftFactory(user=case.therapist, case=case)

    add(case, submission=draft.submission)

    assert Draft.objects.count() == 0


def test_a_change_over_a_newer_version_is_refused(case):
    concern = add(case)
    change(concern, ConcernEntry("safety", "Newer words."))

    with pytest.raises(Stale, match="changed elsewhere"):
        change(concern, ConcernEntry("safety", "Older words."), version=1)

    concern.refresh_from_db()
    assert (concern.text, concern.version) == ("Newer words.", 2)


def test_a_change_sent_twice_is_one_change(case):
    concern = add(case)
    entry = ConcernEntry("safety", "Other words.")

    change(concern, entry)
    change(concern, entry)

    concern.refresh_from_db()
    assert (concern.text, concern.version) == ("Other words.", 2)


@time_machine.travel("2026-11-22")
def test_it_is_settled_on_a_day_and_can_be_opened_again(case):
    day = datetime.date(2026, 11, 20)
    concern = add(case)

    change(concern, ConcernEntry("safety", WORDS, closed_on=day))
    concern.refresh_from_db()
    settled = concern.closed_on
    change(concern, ENTRY, version=2)
    concern.refresh_from_db()

    assert (settled, concern.closed_on) == (day, None)


@time_machine.travel("2026-11-22")
@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (ConcernEntry("safety", " \n"), "text"),
        (ConcernEntry("safety", WORDS, "a\x00b"), "consulted"),
        (ConcernEntry("safety", WORDS, done="a" * 1_000_000), "done"),
        (ConcernEntry("gossip", WORDS), "kind"),
        (
            ConcernEntry("safety", WORDS, closed_on=datetime.date(2026, 11, 23)),
            "closed_on",
        ),
        (
            ConcernEntry("safety", WORDS, closed_on=datetime.date(26, 11, 22)),
            "closed_on",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(entry, field, case):
    with pytest.raises(ValidationError) as refused:
        add(case, entry)

    assert list(refused.value.message_dict) == [field]
    assert Concern.objects.count() == 0


def test_nobody_writes_about_the_case_of_another(case):
    stranger, supervisor = factories.UserFactory(), supervisor_of(case)
    concern = add(case, ConcernEntry("safety", WORDS, shared_with=[supervisor]))

    for user in (stranger, supervisor):
        with pytest.raises(Case.DoesNotExist):
            add(case, user=user)
        with pytest.raises(Concern.DoesNotExist):
            change(concern, ENTRY, user=user)


def test_it_is_read_by_whom_the_therapist_chose_and_nobody_else(case):
    chosen, other, stranger = (
        supervisor_of(case),
        supervisor_of(case),
        factories.UserFactory(is_staff=True, is_superuser=True),
    )

    concern = add(case, ConcernEntry("safety", WORDS, shared_with=[chosen, stranger]))

    def readers():
        everybody = [case.therapist, chosen, other, stranger]
        return [u for u in everybody if Concern.objects.visible_to(u).exists()]

    assert readers() == [case.therapist, chosen]
    assert list(concern.shared_with.all()) == [chosen]
    Grant.objects.filter(holder=chosen).update(
        ended_at=timezone.now(), ended_by=case.therapist
    )
    assert readers() == [case.therapist]


def test_access_given_anew_opens_no_concern_that_was_shared_before(case):
    chosen = supervisor_of(case)
    concern = add(case, ConcernEntry("safety", WORDS, shared_with=[chosen]))
    Grant.objects.filter(holder=chosen).update(
        ended_at=timezone.now(), ended_by=case.therapist
    )
    anew = factories.GrantFactory(
        therapist=case.therapist, holder=chosen, cases=[case], accepted_at=None
    )

    granting.accept(user=chosen, grant=anew)

    assert list(Case.objects.visible_to(chosen)) == [case]
    assert list(Concern.objects.visible_to(chosen)) == []
    assert list(concern.shared_with.all()) == []


def test_more_access_leaves_what_was_shared(case):
    chosen = supervisor_of(case)
    elsewhere = supervisor_of(factories.CaseFactory())
    shared = ConcernEntry("safety", WORDS, shared_with=[chosen])
    concern = add(case, shared)
    more = factories.GrantFactory(
        therapist=case.therapist, holder=chosen, every_case=True, accepted_at=None
    )
    other = factories.GrantFactory(holder=chosen, every_case=True, accepted_at=None)

    granting.accept(user=chosen, grant=more)
    granting.accept(user=chosen, grant=other)

    assert list(Concern.objects.visible_to(chosen)) == [concern]
    assert list(Concern.objects.visible_to(elsewhere)) == []


def test_sharing_is_noted_once_and_taken_back_silently(case):
    chosen = supervisor_of(case)
    shared = ConcernEntry("safety", WORDS, shared_with=[chosen])
    concern = add(case)

    change(concern, shared)
    change(concern, ConcernEntry("safety", "More.", shared_with=[chosen]), version=2)
    change(concern, ENTRY, version=3)

    assert list(AccessEvent.objects.values_list("deed", "case")) == [
        (Deed.SHARED, case.code)
    ]
    assert list(Concern.objects.visible_to(chosen)) == []


def test_an_observer_is_nobody_to_share_with(case):
    supervisor_of(case, purpose="observe")
    supervisor_of(case, accepted_at=None)
    supervising = supervisor_of(case)

    assert list(supervisors_of(case)) == [supervising]


def test_under_a_hold_one_is_written_and_none_changed(case):
    concern = add(case)
    case.hold_reason, case.hold_since = "complaint", case.started_on
    case.hold_by = case.therapist
    case.save()

    add(case, ConcernEntry("conduct", "There was a complaint."))
    with pytest.raises(ValidationError, match="on hold"):
        change(concern, ConcernEntry("safety", "Otherwise."))

    concern.refresh_from_db()
    assert (Concern.objects.count(), concern.text) == (2, WORDS)


def test_it_is_erased_with_its_case(case):
    add(case)

    case.delete()

    assert Concern.objects.count() == 0


def test_undoing_the_opening_of_a_case_takes_no_concern_with_it():
    therapist = factories.UserFactory()
    entry = recording.CaseEntry(datetime.date(2026, 1, 5))
    act = recording.open_case(user=therapist, submission=uuid.uuid4(), entry=entry)
    add(act.case)

    with pytest.raises(ValidationError, match="more was added"):
        recording.undo(user=therapist, submission=uuid.uuid4(), act=act)

    assert Concern.objects.count() == 1
