"""Who else may see or rate whose cases: given and revoked by the therapist."""

import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruptures.models.base import choice_of
from ruptures.models.user import User
from ruptures.taxonomy import CODE_ALPHABET

if TYPE_CHECKING:
    from ruptures.models.case import Case

REPORTER_LENGTH = 3


def new_reporter() -> str:
    """A short code that tells an observer's reports apart, and names nobody."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(REPORTER_LENGTH))


class Purpose(models.TextChoices):
    SUPERVISE = "supervise", _("Supervise: see these cases and talk about them")
    OBSERVE = "observe", _("Observe: rate sessions from the recording, nothing else")


class Standing(models.TextChoices):
    """How a grant stands on a day."""

    WAITING = "waiting", _("waits for an answer")
    TO_COME = "to_come", _("begins later")
    OPEN = "open", pgettext_lazy("access", "open")
    OVER = "over", _("over")
    ENDED = "ended", _("ended")


class GrantQuerySet(models.QuerySet["Grant"]):
    def visible_to(self, user: User) -> Self:
        """Given by `user`, or offered to them or held by them until it ends."""
        return self.filter(Q(therapist=user) | Q(holder=user, ended_at=None))

    def offered_to(self, user: User) -> Self:
        """Those that wait for the answer of `user`."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()),
            holder=user,
            accepted_at=None,
            ended_at=None,
            therapist__is_active=True,
        )

    def editable_by(self, user: User) -> Self:
        return self.filter(therapist=user)

    def live(self) -> Self:
        """Accepted, begun and not over: what opens cases at this moment."""
        today = timezone.localdate()
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=today),
            accepted_at__isnull=False,
            ended_at=None,
            starts_on__lte=today,
            therapist__is_active=True,
        )

    def about(self, case: "Case") -> Self:
        """Those that name this case, or are about all of its therapist's."""
        here = Q(every_case=True) | Q(pk__in=case.grants.values("pk"))
        return self.filter(here, therapist=case.therapist_id)

    def supervising(self, user: User) -> Self:
        return self.live().filter(holder=user, purpose=Purpose.SUPERVISE)

    def observing(self, user: User) -> Self:
        return self.live().filter(holder=user, purpose=Purpose.OBSERVE)

    def to_observe(self, user: User) -> Self:
        """All that `user` ever accepted, the first one first: its `reporter` stays
        theirs with that therapist, whatever is given later.
        """
        accepted = self.filter(
            holder=user, purpose=Purpose.OBSERVE, accepted_at__isnull=False
        )
        return accepted.order_by("made_at", "pk")


class Grant(models.Model):
    """The right of one other account, for a purpose and a time; nothing else gives it.

    `email` is whom the therapist named; `holder` is the account that had this e-mail
    then, or joined with it later, and nothing of it is open before they accept.
    `every_case` holds for those to come as well; else `cases` are named. With
    `with_notes` the notes that are shared one by one can be read, without it none.
    `in_funnel` is the consent to be one unnamed point among at least ten who all agreed
    and see it too. `reporter` tells an observer's reports apart. `told_at` is when the
    therapist was told of the first look. Nothing else of a grant is changed later: it
    ends, and another is given.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants_given"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants_held",
    )
    email = models.EmailField(_("e-mail"))
    purpose = models.CharField(_("what for"), max_length=20, choices=Purpose)
    every_case = models.BooleanField(_("all cases, those to come too"), default=False)
    cases = models.ManyToManyField("ruptures.Case", blank=True, related_name="grants")
    with_notes = models.BooleanField(
        _("with the notes that I share one by one"), default=False
    )
    in_funnel = models.BooleanField(
        _("count me, without my name, in the funnel plot that all who agree can see"),
        default=False,
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reporter = models.CharField(max_length=8, default=new_reporter, editable=False)
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            choice_of("grant", "purpose", Purpose),
            models.CheckConstraint(
                name="grant_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("This day lies before the first."),
            ),
            models.CheckConstraint(
                name="grant_is_to_another",
                condition=Q(holder=None) | ~Q(holder=F("therapist")),
                violation_error_message=_("You see your own cases anyway."),
            ),
            models.CheckConstraint(
                name="grant_accepted_by_somebody",
                condition=Q(accepted_at=None) | Q(holder__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["therapist", "reporter"], name="grant_reporter_once"
            ),
            models.CheckConstraint(
                name="grant_to_observe_is_without_notes",
                condition=~Q(purpose=Purpose.OBSERVE) | Q(with_notes=False),
                violation_error_message=_("Someone who observes reads no notes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"

    @property
    def standing(self) -> Standing:
        """As it stands today; an account that was closed apart, see `live`."""
        today = timezone.localdate()
        if self.ended_at:
            return Standing.ENDED
        if self.ends_on and self.ends_on < today:
            return Standing.OVER
        if self.accepted_at is None:
            return Standing.WAITING
        return Standing.OPEN if self.starts_on <= today else Standing.TO_COME

    @property
    def is_live(self) -> bool:
        return type(self).objects.live().filter(pk=self.pk).exists()

    def opens(self, case: "Case") -> bool:
        """Whether it is about `case`; the named ones may be prefetched."""
        named = self.every_case or case in self.cases.all()
        return named and case.therapist_id == self.therapist_id
