"""Who meets whom in supervision, and what both of them can see at this moment."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from ruptures.models import (
    Case,
    Grant,
    Purpose,
    SupervisionItem,
    SupervisionMeeting,
    User,
)
from ruptures.models.case import CaseQuerySet
from ruptures.models.grant import GrantQuerySet
from ruptures.models.supervision import SupervisionItemQuerySet


@dataclass(frozen=True)
class Pair:
    """A therapist and a supervisor, and what both of them can see at this moment."""

    therapist: User
    supervisor: User

    @classmethod
    def of(cls, grant: Grant) -> "Pair":
        assert grant.holder is not None  # noqa: S101  it is live, so it was accepted
        return cls(grant.therapist, grant.holder)

    @property
    def is_live(self) -> bool:
        """Whether the supervisor holds any grant of the therapist at this moment."""
        giving = Grant.objects.supervising(self.supervisor)
        return giving.filter(therapist=self.therapist).exists()

    @cached_property
    def cases(self) -> list[Case]:
        """Running ones, by code."""
        running = self._shared.running().select_related("therapist")
        return list(running.order_by("code"))

    @property
    def items(self) -> SupervisionItemQuerySet:
        return SupervisionItem.objects.filter(case__in=self._shared)

    @property
    def meetings(self) -> "QuerySet[SupervisionMeeting]":
        both = {"therapist": self.therapist, "supervisor": self.supervisor}
        return SupervisionMeeting.objects.filter(removed=False, **both)

    def never_brought(self) -> list[Case]:
        """Running cases of which these two have discussed nothing at a meeting."""
        brought = set(self.meetings.values_list("items__case", flat=True))
        return [case for case in self.cases if case.pk not in brought]

    def waiting(self) -> SupervisionItemQuerySet:
        """What a meeting may take up: all but what was discussed and then reviewed."""
        done = {"meetings__in": self.meetings, "reviews__by": self.supervisor}
        joined = self.items.select_related("case", "session", "rupture__session")
        return joined.exclude(**done).order_by("case__code", "logged_at", "key")

    def meeting_before(
        self, meeting: SupervisionMeeting | None = None
    ) -> SupervisionMeeting | None:
        """The one before `meeting`, or the last one so far."""
        if meeting is None:
            return self.meetings.first()
        same_day = Q(date=meeting.date, pk__lt=meeting.pk)
        return self.meetings.filter(Q(date__lt=meeting.date) | same_day).first()

    @property
    def _shared(self) -> CaseQuerySet:
        opened = Case.objects.shared_with(self.supervisor)
        return opened.filter(therapist=self.therapist)


def live_grants(user: User) -> GrantQuerySet:
    """Grants to supervise that `user` gave or holds, the first given first."""
    live = Grant.objects.visible_to(user).live().filter(purpose=Purpose.SUPERVISE)
    return live.select_related("therapist", "holder").order_by("made_at", "pk")


def pairs_of(user: User) -> list[tuple[Grant, Pair]]:
    """With whom `user` can meet: each once, by the grant that was given first."""
    found: dict[Pair, Grant] = {}
    for grant in live_grants(user):
        found.setdefault(Pair.of(grant), grant)
    return [(grant, pair) for pair, grant in found.items()]
