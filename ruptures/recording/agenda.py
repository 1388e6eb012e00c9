"""Acts on the agenda: what the therapist brings to supervision, with a question."""

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from ruptures.models import Act, Case, Rupture, Session, SupervisionItem, User, Verb
from ruptures.recording.notes import case_of, fit_text_of
from ruptures.recording.writing import same_version, writing

TEXTS = ("question", "did_next", "would_try")


@dataclass(frozen=True)
class ItemEntry:
    """What the form says of an item; `pattern` only where it is about a case.

    Minutes are those of the recording; `task` is a value of Task, or empty.
    """

    question: str = ""
    minute_from: int | None = None
    minute_to: int | None = None
    did_next: str = ""
    would_try: str = ""
    task: str = ""
    pattern: bool = False

    @property
    def values(self) -> dict[str, Any]:
        fit = {name: fit_text_of(name, getattr(self, name)) for name in TEXTS}
        return asdict(self) | fit


def flag_item(
    *,
    user: User,
    submission: uuid.UUID,
    about: Case | Session | Rupture,
    entry: ItemEntry,
) -> Act:
    """Put a case, a session or a rupture on the agenda."""
    case = case_of(about)
    verb = Verb.FLAG_ITEM
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            session = about if isinstance(about, Session) else None
            rupture = about if isinstance(about, Rupture) else None
            item = SupervisionItem(case=case, session=session, rupture=rupture)
            for name, value in entry.values.items():
                setattr(item, name, value)
            write.create(item)
    return write.act


def edit_item(
    *,
    user: User,
    submission: uuid.UUID,
    item: SupervisionItem,
    version: int,
    entry: ItemEntry,
) -> Act:
    case = item.case
    verb = Verb.EDIT_ITEM
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = SupervisionItem.objects.editable_by(user).get(pk=item.pk)
            same_version(current, version)
            write.update(current, **entry.values)
    return write.act


def remove_item(
    *, user: User, submission: uuid.UUID, item: SupervisionItem, version: int
) -> Act:
    """Take it off the agenda; undone, it comes back with what was said under it."""
    case = item.case
    verb = Verb.REMOVE_ITEM
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = SupervisionItem.objects.editable_by(user).get(pk=item.pk)
            same_version(current, version)
            write.delete(current)
    return write.act
