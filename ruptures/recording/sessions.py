"""Acts on a session: logging it, changing it, deleting it."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruptures.models import (
    Act,
    Case,
    Rupture,
    Session,
    SessionReport,
    User,
    Verb,
)
from ruptures.models.base import ClinicalModel
from ruptures.recording.independence import given_independently, stays_independent
from ruptures.recording.notes import NoteEntry, create_note
from ruptures.recording.ruptures import (
    AttemptEntry,
    RuptureEntry,
    create_attempt,
    create_rupture,
)
from ruptures.recording.scores import ScoreEntry, create_score
from ruptures.recording.writing import (
    NeedsConfirmation,
    Writing,
    dependents,
    same_version,
    writing,
)
from ruptures.taxonomy import (
    ANSWER_TYPES,
    ANSWERS_NOT_HELD,
    ATTENDED,
    Answer,
    Attendance,
    Rater,
    Recognised,
    Strain,
)


@dataclass(frozen=True)
class EarlierAttempt:
    """A repair attempt in this session for a rupture of an earlier one."""

    rupture: Rupture
    attempt: AttemptEntry


@dataclass(frozen=True)
class SessionEntry:
    """What a therapist logs after a session; details only with a type of strain, and
    `scores` only of a session that took place.

    `resolution` is how far resolved by the end, 1 to 5: with an attempt it is the
    attempt's outcome, without one the report's own.
    """

    date: datetime.date
    answer: Answer
    time: datetime.time | None = None
    late: bool = False
    modality: str = ""
    asked: bool = False
    intensity: int | None = None
    resolution: int | None = None
    rupture: RuptureEntry | None = None
    attempt: AttemptEntry | None = None
    earlier: Sequence[EarlierAttempt] = field(default=())
    scores: Sequence[ScoreEntry] = field(default=())
    note: str = ""


def log_session(
    *, user: User, submission: uuid.UUID, case: Case, entry: SessionEntry
) -> Act:
    """Log a session with all that is said of it in one act.

    A held session of that date that nobody answered for yet (an expected date that was
    confirmed) gets the answer; else a new session is made.
    """
    verb = Verb.LOG_SESSION
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            session = _session_of(write, case, entry)
            if session.took_place:
                _answer(write, session, entry)
            for earlier in entry.earlier:
                _same_case(earlier.rupture, case)
                create_attempt(write, earlier.rupture, session, earlier.attempt)
            for score in entry.scores:
                create_score(write, session, score)
            if entry.note:
                create_note(write, session, NoteEntry(entry.note))
    return write.act


def _session_of(write: Writing, case: Case, entry: SessionEntry) -> Session:
    attendance = ANSWERS_NOT_HELD.get(entry.answer) or _held(late=entry.late)
    unanswered = _unanswered(case, entry) if attendance in ATTENDED else None
    if unanswered is None:
        return write.create(
            Session(
                case=case,
                date=entry.date,
                time=entry.time,
                attendance=attendance,
                modality=entry.modality,
            )
        )
    return write.update(
        unanswered,
        time=entry.time or unanswered.time,
        attendance=attendance,
        modality=entry.modality or unanswered.modality,
    )


def _held(*, late: bool) -> Attendance:
    return Attendance.LATE if late else Attendance.HELD


def _unanswered(case: Case, entry: SessionEntry) -> Session | None:
    """The one held session of that date, at that time, without the therapist's word."""
    sessions = case.sessions.held().filter(date=entry.date)
    if entry.time:
        sessions = sessions.filter(time__in=[entry.time]) | sessions.filter(time=None)
    found = sessions.exclude(reports__rater=Rater.THERAPIST)[:2]
    return found[0] if len(found) == 1 else None


def _answer(write: Writing, session: Session, entry: SessionEntry) -> None:
    attempt = entry.attempt if entry.rupture else None
    write.create(
        SessionReport(
            session=session,
            rater=Rater.THERAPIST,
            strain=_strain(entry.answer),
            intensity=entry.intensity,
            resolution=None if attempt else entry.resolution,
            asked=entry.asked,
            independent=given_independently(session),
        )
    )
    if entry.answer in ANSWER_TYPES:
        detail = entry.rupture or RuptureEntry(type=ANSWER_TYPES[entry.answer])
        rupture = create_rupture(write, session, detail)
        if attempt:
            create_attempt(write, rupture, session, attempt)


def _strain(answer: Answer) -> Strain:
    return Strain.YES if answer in ANSWER_TYPES else Strain(answer.value)


def _same_case(rupture: Rupture, case: Case) -> None:
    if rupture.session.case_id != case.pk:
        raise ValidationError({"earlier": _("That rupture belongs to another case.")})


@dataclass(frozen=True)
class SessionEdit:
    """A session as it should stand, with the therapist's answer (empty: none)."""

    date: datetime.date
    time: datetime.time | None = None
    attendance: str = Attendance.HELD
    modality: str = ""
    strain: str = ""
    intensity: int | None = None
    resolution: int | None = None
    asked: bool = False


def edit_session(
    *,
    user: User,
    submission: uuid.UUID,
    session: Session,
    version: int,
    report_version: int,
    edit: SessionEdit,
    confirmed: bool = False,
) -> Act:
    """Change a session and the therapist's answer together.

    `report_version` is 0 where there was no answer. What no longer fits (ruptures of a
    session that becomes no strain, everything of one that did not take place) goes
    with it: NeedsConfirmation names those rows until `confirmed`.
    """
    case = session.case
    verb = Verb.EDIT_SESSION
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Session.objects.editable_by(user).get(pk=session.pk)
            same_version(current, version)
            _drop(write, what_no_longer_fits(current, edit), confirmed=confirmed)
            write.update(
                current,
                date=edit.date,
                time=edit.time,
                attendance=edit.attendance,
                modality=edit.modality,
            )
            if current.took_place:
                _set_answer(write, current, report_version, edit)
    return write.act


def what_no_longer_fits(session: Session, edit: SessionEdit) -> list[ClinicalModel]:
    """Rows of the session that `edit` leaves no room for."""
    if edit.attendance not in ATTENDED:
        own = {note.key for note in session.notes.all()}  # these may stay
        return [row for row in dependents(session) if row.key not in own]
    if edit.strain == Strain.YES:
        return []
    ruptures = session.ruptures.filter(recognised=Recognised.SAME)
    return [row for each in ruptures for row in [*dependents(each), each]]


def _drop(write: Writing, rows: list[ClinicalModel], *, confirmed: bool) -> None:
    if rows and not confirmed:
        raise NeedsConfirmation(rows)
    for row in rows:
        if type(row)._default_manager.filter(pk=row.pk).exists():
            write.delete(row)


def _set_answer(
    write: Writing, session: Session, version: int, edit: SessionEdit
) -> None:
    report = session.reports.filter(rater=Rater.THERAPIST).first()
    if report is None:
        if edit.strain:
            write.create(
                SessionReport(
                    session=session,
                    rater=Rater.THERAPIST,
                    independent=given_independently(session),
                    **_answer_values(edit),
                )
            )
        return
    same_version(report, version)
    if edit.strain:
        values = _answer_values(edit)
        write.update(report, **values, independent=stays_independent(report, values))
    else:
        write.delete(report)


def _answer_values(edit: SessionEdit) -> dict[str, object]:
    return {
        "strain": edit.strain,
        "intensity": edit.intensity,
        "resolution": edit.resolution,
        "asked": edit.asked,
    }


def delete_session(
    *,
    user: User,
    submission: uuid.UUID,
    session: Session,
    version: int,
    confirmed: bool = False,
) -> Act:
    """Delete a session with all that hangs on it, named before by NeedsConfirmation."""
    case = session.case
    verb = Verb.DELETE_SESSION
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Session.objects.editable_by(user).get(pk=session.pk)
            same_version(current, version)
            if not confirmed and (rows := dependents(current)):
                raise NeedsConfirmation(rows)
            write.delete(current)
    return write.act
