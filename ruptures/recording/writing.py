"""One act as it is written: the transaction, saving once, changes, and conflicts."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.drafts import discard
from ruptures.models import Act, Case, Change, Rupture, Session, User, Verb
from ruptures.models.base import ClinicalModel
from ruptures.models.case import CaseQuerySet
from ruptures.recording import rules
from ruptures.recording.said import said_under
from ruptures.recording.snapshots import TABLES, snapshot, table_of
from ruptures.saving import Stale, refuse_used


class StaleRow(Stale):
    """The form shows an earlier `version` of `row`, whose history tells what came."""

    def __init__(self, row: ClinicalModel, version: int):
        super().__init__()
        self.row = row
        self.version = version


class NeedsConfirmation(ValidationError):  # noqa: N818  it asks, it is no error
    """The act takes `rows` away with it and was not confirmed."""

    def __init__(self, rows: list[ClinicalModel]):
        super().__init__(_("This takes other entries with it."), code="confirm")
        self.rows = rows


Row = TypeVar("Row", bound=ClinicalModel)


class Writing:
    """The act under way; every row is written through it.

    `again` says that this very form was saved before: nothing must be written.
    """

    def __init__(self, act: Act, *, again: bool):
        self.act = act
        self.again = again
        self.position = 0
        self.sessions: set[int] = set()  # what was written hangs on these

    def create(self, row: Row) -> Row:
        """Write a new row; `logged_at` is now unless it has one."""
        row.logged_at = row.logged_at or self.act.at
        clean(row)
        row.save(force_insert=True)
        self.note(row, before=None, after=snapshot(row))
        return row

    def update(self, row: Row, **values: Any) -> Row:
        """Set `values` on a row just read; nothing is noted where nothing changes."""
        before = snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        return self.put(row, before=before)

    def put(self, row: Row, *, before: dict[str, Any]) -> Row:
        """Save a row that stood as `before`, unless it stands so still."""
        if snapshot(row) != before:
            row.version += 1
            clean(row)
            row.save(force_update=True)
            self.note(row, before=before, after=snapshot(row))
        return row

    def renew(self, row: ClinicalModel) -> None:
        """Make open forms on `row` stale: a part of it was written, not it itself."""
        before = snapshot(row)
        row.version += 1
        row.save(update_fields=["version"])
        self.note(row, before=before, after=snapshot(row))

    def delete(self, row: ClinicalModel) -> None:
        """Take a row away, and first what hangs on it; what is about it stays."""
        for gone in [*dependents(row), row]:
            if isinstance(gone, Rupture):
                self._untie(gone)
            before = snapshot(gone) | said_under(gone)
            self.note(gone, before=before, after=None)
            gone.delete()

    def _untie(self, rupture: Rupture) -> None:
        """Let what others said be about no rupture, so that undoing ties it again."""
        for report in rupture.reports_of_it.all():
            self.update(report, rupture=None)

    def note(
        self,
        row: ClinicalModel,
        *,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        self.position += 1
        self.sessions.update(sessions_of(row))
        Change.objects.create(
            act=self.act,
            position=self.position,
            table=table_of(row),
            row=row.key,
            before=before,
            after=after,
        )


def clean(row: ClinicalModel) -> None:
    """Field by field and constraint by constraint, in the words of each."""
    row.full_clean()


def sessions_of(row: ClinicalModel) -> Iterator[int]:
    """The numbers of the sessions that a row hangs on; an attempt hangs on two."""
    if isinstance(row, Session):
        yield row.pk
    for way in ("session_id", "rupture", "report"):
        parent = getattr(row, way, None)
        if isinstance(parent, ClinicalModel):
            yield from sessions_of(parent)
        elif parent:
            yield parent


def same_version(row: ClinicalModel, version: int) -> None:
    """Raise StaleRow unless the form was made from this version of the row."""
    if row.version != version:
        raise StaleRow(row, version)


def dependents(row: ClinicalModel) -> list[ClinicalModel]:
    """Rows that cannot be without `row`, the deepest first, each once."""
    found: dict[uuid.UUID, ClinicalModel] = {}
    for relation in row._meta.related_objects:
        model = TABLES.get(relation.related_model._meta.model_name or "")
        if model is None or relation.on_delete is not models.CASCADE:
            continue
        for child in model._default_manager.filter((relation.field.name, row)):
            for each in [*dependents(child), child]:
                found.setdefault(each.key, each)
    return list(found.values())


@contextmanager
def writing(
    *,
    user: User,
    verb: Verb,
    submission: uuid.UUID,
    case: Case | None = None,
    from_case: Case | None = None,
    undoes: Act | None = None,
) -> Iterator[Writing]:
    """Open an act on `case` by whom `writable` lets; the rules are asked at its end.

    An act that moves something has `from_case`, too, and all is asked of both. Raises
    Case.DoesNotExist where `user` may not write a case, ValidationError where a rule or
    a hold forbids it, or where what was written is in another case by now. Holds the
    user's row, so one person's acts follow each other, on PostgreSQL too.
    """
    with transaction.atomic():
        User.objects.hold(user)
        done = Act.objects.filter(submission=submission).first()
        if done is not None:
            yield Writing(own(done, user), again=True)
            return
        act = Act(
            submission=submission,
            user=user,
            case=case,
            from_case=from_case,
            verb=verb,
            undoes=undoes,
            at=timezone.now(),
        )
        admit(act)
        act.save(force_insert=True)
        discard(user=user, submission=submission)
        write = Writing(act, again=False)
        yield write
        for each in cases_of(act):
            rules.check(each)
        refuse_moved(write)


def cases_of(act: Act) -> set[Case]:
    return {each for each in (act.case, act.from_case) if each is not None}


def admit(act: Act) -> None:
    """Refuse an act on a case that its user may not write, or that is on hold.

    Holds the cases' rows: a therapist's act and an observer's follow each other, too.
    """
    cases = cases_of(act)
    for each in sorted(cases, key=lambda case: case.pk):
        writable_now = writable(act).select_for_update(of=("self",), no_key=True)
        current = writable_now.get(pk=each.pk)
        lifting = lifts_hold(act.verb, act.undoes)
        refuse_hold(current, lifting=lifting, named=len(cases) > 1)
    refuse_undoing(act.undoes, act.case)


def writable(act: Act) -> CaseQuerySet:
    """Cases that such an act may be on: an observer's report alone is no therapist's.

    By whoever observes the case now; `recording.observing` is the one place that opens
    such an act, and it writes that report and nothing else.
    """
    if act.verb == Verb.OBSERVE:
        return Case.objects.observed_by(act.user)
    return Case.objects.editable_by(act.user)


def own(act: Act, user: User) -> Act:
    refuse_used(user, act.user)
    return act


def refuse_hold(case: Case, *, lifting: bool, named: bool = False) -> None:
    """Refuse under a hold; `named` says of which case, where the act is in two."""
    if not case.on_hold or lifting:
        return
    if not named:
        text = _("This case is on hold: nothing of it can be changed.")
        raise ValidationError(text, code="hold")
    text = _("Case %(code)s is on hold: nothing of it can be changed.")
    raise ValidationError(text, code="hold", params={"code": case.code})


def refuse_moved(write: Writing) -> None:
    """Refuse what was written on a session that is in none of the act's cases."""
    act = write.act
    sessions = Session.objects.filter(pk__in=write.sessions)
    if not sessions.exclude(case__in=[act.case_id, act.from_case_id]).exists():
        return
    if act.undoes is None:
        raise ValidationError(
            _("The session was moved to another case since you opened this page."),
            code="moved",
        )
    raise ValidationError(
        _(
            "This cannot be undone: its session was moved to another case since. "
            "Undo that first."
        ),
        code="moved",
    )


def lifts_hold(verb: Verb | str, undoes: Act | None) -> bool:
    """Say whether the act takes a hold away, be it by undoing what had put it."""
    if undoes is None:
        return verb == Verb.LIFT_HOLD
    if undoes.undoes is None:
        return undoes.verb == Verb.HOLD_CASE
    return lifts_hold(undoes.undoes.verb, undoes.undoes.undoes)


def refuse_undoing(act: Act | None, case: Case | None) -> None:
    if act is None:
        return
    if case is None:
        raise ValidationError(_("This cannot be undone: the case is gone."))
    if act.verb == Verb.IMPORT:
        raise ValidationError(
            _(
                "An import is not undone as a whole. "
                "What it brought can be changed and deleted like everything else."
            )
        )
    if Act.objects.filter(undoes=act).exists():
        raise ValidationError(_("This was already undone."))
