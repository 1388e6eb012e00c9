"""Forms that are still being filled in: kept as they come, found again, discarded."""

import json
import re
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.models import (
    Act,
    Case,
    Concern,
    Draft,
    SupervisionComment,
    SupervisionMeeting,
    User,
)
from ruptures.models.draft import DraftQuerySet

Content = dict[str, list[str]]  # the form's field names, and what each would send

# What a form's key ends up on.
SAVED = (Act, Concern, SupervisionComment, SupervisionMeeting)
MOST = 50  # drafts of one user; the oldest make room
TURN = "draft_turn"  # beside the fields: which window sent it, and as which of its own
LONGEST = 128 * 1024  # characters of JSON; the longest note may take 120,000


def keep_draft(
    *,
    user: User,
    submission: uuid.UUID,
    path: str,
    case: Case | None,
    content: Content,
) -> Draft | None:
    """Put what was entered so far in the place of what was kept of this form before.

    None where the form is saved already, as when this comes late, or is another user's,
    or where the case was erased meanwhile. What the same window sent later is kept.
    Raises ValidationError where it is too long. Holds the user's row, as every act
    does: two that come at once follow each other, and none follows the act.
    """
    content = content | {"submission": [str(submission)]}
    if len(json.dumps(content)) > LONGEST:
        raise ValidationError(_("This is too long to be kept as a draft."), code="long")
    with transaction.atomic():
        User.objects.hold(user)
        if is_taken(user, submission) or is_gone(case):
            return None
        kept = Draft.objects.filter(user=user, submission=submission).first()
        if kept and is_overtaken(content, kept.content):
            return kept
        now = timezone.now()
        values = {"path": path, "case": case, "content": content, "saved_at": now}
        draft, _new = Draft.objects.update_or_create(
            user=user, submission=submission, defaults=values
        )
        make_room(user)
        sweep()
    return draft


def is_overtaken(content: Content, kept: object) -> bool:
    """Whether the window that sent it had sent what is kept after it."""
    if not isinstance(kept, dict):  # no key here opens it
        return False
    (window, turn), (latest_window, latest) = turn_of(content), turn_of(kept)
    return window == latest_window and turn < latest


def turn_of(content: Content) -> tuple[str, int]:
    """The window, and how many it had sent; 0 where it does not count."""
    window, _, turn = next(iter(content.get(TURN, [])), "").rpartition(" ")
    return window, int(turn) if re.fullmatch("[0-9]{1,9}", turn) else 0


def is_taken(user: User, submission: uuid.UUID) -> bool:
    theirs = Draft.objects.filter(submission=submission).exclude(user=user)
    saved = any(kind.objects.filter(submission=submission).exists() for kind in SAVED)
    changed = SupervisionMeeting.objects.filter(last_submission=submission)
    return saved or changed.exists() or theirs.exists()


def is_gone(case: Case | None) -> bool:
    """Whether the case was erased; else it is there to the end of the transaction."""
    if case is None:
        return False
    held = Case.objects.select_for_update(of=("self",), no_key=True)
    return not held.filter(pk=case.pk).exists()


def make_room(user: User) -> None:
    drafts = Draft.objects.editable_by(user)
    oldest = list(drafts.values_list("pk", flat=True)[MOST:])
    if oldest:
        drafts.filter(pk__in=oldest).delete()


def sweep() -> None:
    """Delete what nobody went on with, whoever's it is."""
    Draft.objects.filter(saved_at__lt=timezone.now() - Draft.LIFETIME).delete()


def drafts_of(user: User) -> DraftQuerySet:
    """What the user has not finished, the latest first, with its cases."""
    drafts = Draft.objects.editable_by(user).select_related("case")
    return drafts.filter(saved_at__gte=timezone.now() - Draft.LIFETIME)


def discard(*, user: User, submission: uuid.UUID) -> None:
    """Delete the user's draft of that form; nothing where there is none."""
    Draft.objects.editable_by(user).filter(submission=submission).delete()
