"""What is said of an item of the agenda, by its therapist and who supervises the case.

Nothing here is a clinical row. Every act asks inside its transaction whether `user` can
see the item at this moment. Raises the model's DoesNotExist where they cannot, and
ValidationError in plain words where a rule forbids it.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ruptures.access import note_access
from ruptures.models import (
    Case,
    Deed,
    SupervisionComment,
    SupervisionItem,
    SupervisionReview,
    User,
)
from ruptures.recording.notes import fit_text
from ruptures.recording.writing import refuse_hold
from ruptures.saving import refuse_used, saving

PAGE = "agenda-item"


def comment(
    *, user: User, submission: uuid.UUID, item: SupervisionItem, text: str
) -> SupervisionComment:
    """Write under an item; the same form sent again finds what it wrote."""
    with saving(user, submission):
        seen = _held(user, item)
        done = SupervisionComment.objects.filter(submission=submission).first()
        if done is not None:
            refuse_used(user, done.author)
            return done
        _note_comment(user, seen)
        return SupervisionComment.objects.create(
            submission=submission,
            item=seen,
            author=user,
            text=fit_text(text),
            at=timezone.now(),
        )


def take_back(*, user: User, comment: SupervisionComment) -> None:
    """Delete one's own comment for good; not under a hold."""
    with transaction.atomic():
        own = SupervisionComment.objects.editable_by(user).select_related("item__case")
        hold_cases([comment.item.case_id])
        current = own.get(pk=comment.pk)
        refuse_hold(current.item.case, lifting=False)
        current.delete()


def review(*, user: User, item: SupervisionItem, done: bool) -> None:
    """Mark the item as reviewed by `user`, or take that mark away."""
    with transaction.atomic():
        User.objects.hold(user)
        seen = _held(user, item)
        reviews = SupervisionReview.objects.filter(item=seen, by=user)
        if not done:
            reviews.delete()
        elif not reviews.exists():
            SupervisionReview.objects.create(item=seen, by=user, at=timezone.now())


def hold_cases(cases: Iterable[int]) -> None:
    """Hold the rows of these, as every act does: what is said and what goes follow."""
    rows = Case.objects.filter(pk__in=cases).order_by("pk")
    list(rows.select_for_update(no_key=True))


def _held(user: User, item: SupervisionItem) -> SupervisionItem:
    hold_cases([item.case_id])
    visible = SupervisionItem.objects.visible_to(user)
    return visible.select_related("case__therapist").get(pk=item.pk)


def _note_comment(user: User, item: SupervisionItem) -> None:
    case = item.case
    if case.therapist != user:
        note_access(user, Deed.COMMENTED, owner=case.therapist, case=case, page=PAGE)
