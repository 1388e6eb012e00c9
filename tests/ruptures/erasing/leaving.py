"""A case that everything hangs on, and what of a practice is there."""

import datetime
import uuid

from django.apps import apps

from ruptures.erasing.case import EraseEntry, erase_case, what_goes
from ruptures.erasing.kinds import stamp
from ruptures.models import ImportMapping, ImportSecret, KeptCase
from tests import factories
from tests.ruptures.recording import practice


def full_case():
    """`small_practice` with supervision, an undone act, a concern, imports, more."""
    p = practice.small_practice()
    case, user = p.case, p.user
    act = practice.edit_case(p, user=user, submission=uuid.uuid4())
    practice.recording.undo(user=user, submission=uuid.uuid4(), act=act)
    practice.observe(p, user=user, submission=uuid.uuid4())
    p.grant = factories.GrantFactory(therapist=user, cases=[case])
    p.supervisor = p.grant.holder
    p.comment = factories.SupervisionCommentFactory(item=p.item, author=p.supervisor)
    factories.SupervisionReviewFactory(item=p.item, by=p.supervisor)
    p.meeting = factories.SupervisionMeetingFactory(
        therapist=user, supervisor=p.supervisor
    )
    p.meeting.items.add(p.item)
    factories.SupervisionStepFactory(meeting=p.meeting, case=case)
    factories.ConcernFactory(case=case, shared_with=[p.supervisor])
    factories.PutOffFactory(case=case)
    factories.NoteFactory(session=None, case=case, date=practice.day(1))
    factories.DraftFactory(user=p.supervisor, case=case)
    KeptCase.objects.create(
        case=case,
        until=datetime.date(2027, 1, 1),
        decided_at=practice.SOME_DAY,
        words="We both did.",
    )
    factories.ImportJobFactory(user=user, state="refused", problems=[{"row": 2}])
    ImportMapping.objects.create(owner=user, name="Clinic", content={})
    ImportSecret.objects.create(owner=user)
    return p


def there():
    """How many rows each model of ours has."""
    models = apps.get_app_config("ruptures").get_models(include_auto_created=True)
    counts = {model.__name__: model._base_manager.count() for model in models}
    return {name: count for name, count in counts.items() if count}


def entry_for(case, **said):
    usual = {"typed": case.code, "reason": "client", "seen": stamp(what_goes(case))}
    return EraseEntry(**usual | said)


def erase(case, *, user=None, submission=None, **said):
    return erase_case(
        user=user or case.therapist,
        submission=submission or uuid.uuid4(),
        case=case,
        entry=entry_for(case, **said),
    )


def hold(case):
    case.refresh_from_db()
    return practice.recording.hold_case(
        user=case.therapist,
        submission=uuid.uuid4(),
        case=case,
        version=case.version,
        reason="court",
    )
