"""Entries of the agenda as pages show them: their comments, and who reviewed them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from ruptures.models import SupervisionComment, SupervisionItem, SupervisionReview, User
from ruptures.models.supervision import SupervisionItemQuerySet


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as `user` sees it."""

    item: SupervisionItem
    user: User

    @property
    def is_own(self) -> bool:
        return self.item.case.therapist_id == self.user.pk

    @property
    def may_edit(self) -> bool:
        return self.is_own and not self.item.case.on_hold

    @property
    def comment_count(self) -> int:
        """Counted by `with_all`."""
        count: int = getattr(self.item, "comment_count", 0)
        return count

    @property
    def mine(self) -> SupervisionReview | None:
        return next((each for each in self._reviews if each.by == self.user), None)

    @property
    def others(self) -> list[SupervisionReview]:
        return [each for each in self._reviews if each.by != self.user]

    @property
    def waits_for_therapist(self) -> bool:
        by = {each.by_id for each in self._reviews}
        return not self.is_own and self.item.case.therapist_id not in by

    @property
    def _reviews(self) -> Sequence[SupervisionReview]:
        return list(self.item.reviews.all())


def with_all(items: SupervisionItemQuerySet) -> SupervisionItemQuerySet:
    """With what a line tells: two statements, however many there are."""
    joined = items.select_related(
        "case__therapist", "session", "rupture__session"
    ).annotate(comment_count=Count("comments", distinct=True))
    return joined.prefetch_related("reviews__by")


def comments_on(item: SupervisionItem, user: User) -> list[SupervisionComment]:
    seen = SupervisionComment.objects.visible_to(user).filter(item=item)
    return list(seen.select_related("author"))
