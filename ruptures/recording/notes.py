"""Acts on notes: the therapist's own words on a case, a session or a rupture."""

import datetime
import unicodedata
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruptures.models import Act, Case, Note, Rupture, Session, User, Verb
from ruptures.models.note import LONGEST
from ruptures.recording.writing import Writing, same_version, writing

LINE_BREAKS = {"\n", "\t"}  # the only control characters a text may hold
UNFIT = {"Cc", "Cs"}  # Unicode's control characters and halves of characters


@dataclass(frozen=True)
class NoteEntry:
    """What is written; an event on a case has the `date` it was on."""

    text: str
    date: datetime.date | None = None


def fit_text(text: str) -> str:
    """The text with plain line ends and nothing blank around it.

    Raises ValidationError where nothing is left, for more than LONGEST characters, and
    for characters that are none to read.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise ValidationError({"text": _("Write something.")})
    if len(text) > LONGEST:
        error = _("A note has %(most)s characters at most, this one has %(count)s.")
        params = {"most": LONGEST, "count": len(text)}
        raise ValidationError({"text": ValidationError(error, "long", params)})
    if any(unicodedata.category(each) in UNFIT for each in set(text) - LINE_BREAKS):
        raise ValidationError({"text": _("There is a character that is no text.")})
    return text


def fit_text_of(field: str, text: str) -> str:
    """The text as `fit_text` has it, or none; an error is said of `field`."""
    if not text.strip():
        return ""
    try:
        return fit_text(text)
    except ValidationError as error:
        raise ValidationError({field: error.error_dict["text"]}) from None


def note_day(about: Case | Session | Rupture, entry: NoteEntry) -> datetime.date | None:
    """The day kept with the note: an event's own; elsewhere the session's holds."""
    return entry.date if isinstance(about, Case) else None


def case_of(about: Case | Session | Rupture) -> Case:
    if isinstance(about, Rupture):
        return about.session.case
    return about.case if isinstance(about, Session) else about


def create_note(
    write: Writing, about: Case | Session | Rupture, entry: NoteEntry
) -> Note:
    text, date = fit_text(entry.text), note_day(about, entry)
    if isinstance(about, Case):
        return write.create(Note(case=about, date=date, text=text))
    if isinstance(about, Session):
        return write.create(Note(session=about, text=text))
    return write.create(Note(rupture=about, text=text))


def write_note(
    *,
    user: User,
    submission: uuid.UUID,
    about: Case | Session | Rupture,
    entry: NoteEntry,
) -> Act:
    """Write a note on a case (an event, with its day), a session or a rupture."""
    case = case_of(about)
    verb = Verb.WRITE_NOTE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            create_note(write, about, entry)
    return write.act


def edit_note(
    *,
    user: User,
    submission: uuid.UUID,
    note: Note,
    version: int,
    entry: NoteEntry,
) -> Act:
    case = case_of(note.about)
    verb = Verb.EDIT_NOTE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Note.objects.editable_by(user).get(pk=note.pk)
            same_version(current, version)
            date = note_day(current.about, entry)
            write.update(current, text=fit_text(entry.text), date=date)
    return write.act


def share_note(*, user: User, submission: uuid.UUID, note: Note, version: int) -> Act:
    """Let whoever may read notes of its case read this one."""
    return _shared(user, submission, note, version, Verb.SHARE_NOTE)


def unshare_note(*, user: User, submission: uuid.UUID, note: Note, version: int) -> Act:
    """Keep it to its therapist again; what was read stays read."""
    return _shared(user, submission, note, version, Verb.UNSHARE_NOTE)


def _shared(
    user: User, submission: uuid.UUID, note: Note, version: int, verb: Verb
) -> Act:
    case = case_of(note.about)
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Note.objects.editable_by(user).get(pk=note.pk)
            same_version(current, version)
            write.update(current, shared=verb == Verb.SHARE_NOTE)
    return write.act


def delete_note(*, user: User, submission: uuid.UUID, note: Note, version: int) -> Act:
    case = case_of(note.about)
    verb = Verb.DELETE_NOTE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Note.objects.editable_by(user).get(pk=note.pk)
            same_version(current, version)
            write.delete(current)
    return write.act
