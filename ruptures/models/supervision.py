"""What is brought to supervision, what was said of it, and what was agreed."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import ClinicalModel, choice_of
from ruptures.models.case import Case
from ruptures.models.encrypted import EncryptedTextField
from ruptures.models.grant import Grant
from ruptures.models.rupture import Rupture
from ruptures.models.session import Session
from ruptures.models.user import User


class Task(models.TextChoices):
    """What the two do with an item (alliance-focused training)."""

    WATCH = "watch", _("Watch the moment")
    ROLE_PLAY = "role_play", _("Role-play")
    MINDFULNESS = "mindfulness", _("Mindfulness")


class SupervisionItemQuerySet(models.QuerySet["SupervisionItem"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.editable_by(user))

    def waiting_for(self, user: User) -> Self:
        """Those that `user` has not marked as reviewed."""
        return self.exclude(reviews__by=user)


class SupervisionItem(ClinicalModel):
    """A rupture, a session or a case on the agenda, with the therapist's question.

    About the `case` alone where neither session nor rupture is named; `pattern` then
    says that it is about what comes back. Minutes are those of the recording.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="supervision_items")
    session = models.ForeignKey(
        Session,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="supervision_items",
    )
    rupture = models.ForeignKey(
        Rupture,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="supervision_items",
    )
    pattern = models.BooleanField(_("a pattern that comes back"), default=False)
    question = EncryptedTextField(_("my question"), blank=True)
    minute_from = models.PositiveSmallIntegerField(
        _("minute, from"), null=True, blank=True
    )
    minute_to = models.PositiveSmallIntegerField(_("to"), null=True, blank=True)
    did_next = EncryptedTextField(_("what I did next"), blank=True)
    would_try = EncryptedTextField(_("what I would try"), blank=True)
    task = models.CharField(_("task"), max_length=20, choices=Task, blank=True)

    objects = SupervisionItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["logged_at", "key"]
        constraints: ClassVar = [
            choice_of("supervisionitem", "task", Task, blank=True),
            models.CheckConstraint(
                name="supervisionitem_about_one_thing",
                condition=Q(session=None) | Q(rupture=None),
                violation_error_message=_(
                    "An item is about a rupture, a session or the case."
                ),
            ),
            models.CheckConstraint(
                name="supervisionitem_pattern_of_the_case",
                condition=Q(pattern=False) | Q(session=None, rupture=None),
                violation_error_message=_("A pattern is about the case."),
            ),
            models.CheckConstraint(
                name="supervisionitem_minutes_in_order",
                condition=Q(minute_to=None)
                | Q(minute_from__isnull=False, minute_to__gte=F("minute_from")),
                violation_error_message=_("The moment ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.key}"


class CommentQuerySet(models.QuerySet["SupervisionComment"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(item__in=SupervisionItem.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        """One's own, while what it is about can be seen."""
        return self.visible_to(user).filter(author=user)


class SupervisionComment(models.Model):
    """What one of the two wrote under an item; its author's alone to take back."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(unique=True, editable=False)
    item = models.ForeignKey(SupervisionItem, models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    text = EncryptedTextField(_("comment"))
    at = models.DateTimeField()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"comment {self.key}"


class SupervisionReview(models.Model):
    """That one of the two has done with an item."""

    item = models.ForeignKey(SupervisionItem, models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "by"], name="supervisionreview_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.at:%Y-%m-%d}"


class MeetingQuerySet(models.QuerySet["SupervisionMeeting"]):
    def visible_to(self, user: User) -> Self:
        """Of the two who met; a supervisor while any grant of this therapist lives."""
        return self._of(user).filter(removed=False)

    def editable_by(self, user: User) -> Self:
        """Either of the two, while they can see it: what was agreed is of both."""
        return self.visible_to(user)

    def removed_for(self, user: User) -> Self:
        return self._of(user).filter(removed=True)

    def _of(self, user: User) -> Self:
        giving = Grant.objects.supervising(user).values("therapist")
        return self.filter(Q(therapist=user) | Q(supervisor=user, therapist__in=giving))


class SupervisionMeeting(models.Model):
    """One meeting of a therapist and a supervisor, with what was discussed.

    Either of the two changes it while they can see it: `version` tells a stale form,
    `last_submission` the form of the last change sent again. A removed one is kept,
    with who removed it, and can be put back.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(unique=True, editable=False)
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="meetings"
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="meetings_led"
    )
    date = models.DateField(_("date"))
    items = models.ManyToManyField(SupervisionItem, blank=True, related_name="meetings")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)
    last_submission = models.UUIDField(null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    removed = models.BooleanField(default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-date", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="supervisionmeeting_of_two",
                condition=~Q(therapist=F("supervisor")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"


class StepOutcome(models.TextChoices):
    """What became of an agreed step."""

    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly")
    NOT_YET = "not_yet", _("Not yet")
    DROPPED = "dropped", _("Not any more")


class StepQuerySet(models.QuerySet["SupervisionStep"]):
    def visible_to(self, user: User) -> Self:
        """Of meetings that `user` can see, and of cases that they can see, or none."""
        of_case = Q(case=None) | Q(case__in=Case.objects.visible_to(user))
        meetings = SupervisionMeeting.objects.visible_to(user)
        return self.filter(of_case, meeting__in=meetings)

    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class SupervisionStep(models.Model):
    """A step that was agreed at a meeting, of a case or of none.

    A correction takes it back and puts another in its place, so that its words stay.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(
        SupervisionMeeting, models.CASCADE, related_name="steps"
    )
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="agreed_steps"
    )
    text = EncryptedTextField(_("agreed step"))
    outcome = models.CharField(
        _("what became of it"), max_length=20, choices=StepOutcome, blank=True
    )
    outcome_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            choice_of("supervisionstep", "outcome", StepOutcome, blank=True),
            models.CheckConstraint(
                name="supervisionstep_taken_back_by_somebody",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.key}"
