"""One strain as the therapist records it, and the behaviours that marked it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Case as Choose
from django.db.models import Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import (
    ClinicalModel,
    CodesField,
    choices_of,
    codes_of,
    on_scale,
)
from ruptures.models.case import Case
from ruptures.models.report import SessionReport
from ruptures.models.session import Session
from ruptures.models.user import User
from ruptures.taxonomy import (
    BARRIERS,
    CAUSES,
    MARKERS,
    PARTLY_FROM,
    RESOLVED_FROM,
    THERAPIST_STATES,
    ClosedReason,
    Familiar,
    Move,
    RaisedBy,
    RaisedHow,
    RaisedWhen,
    Rater,
    Recognised,
    RuptureType,
)


class Status(models.TextChoices):
    """What the latest word on a rupture says; the last two are open."""

    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed without repair")
    PARTLY = "partly", _("Partly resolved")
    OPEN = "open", _("Open")


class RuptureQuerySet(models.QuerySet["Rupture"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.editable_by(user))

    def with_standing(self) -> Self:
        """Adds `standing` (1 to 5, or None) and whether repair was `attempted`.

        The latest attempt's outcome counts (by session, then order), even where it is
        not known yet; without an attempt the therapist's own report of the session,
        which cannot speak for a rupture that was recognised later.
        """
        from ruptures.models.repair import RepairAttempt

        attempts = RepairAttempt.objects.filter(rupture=OuterRef("pk")).order_by()
        reports = SessionReport.objects.filter(
            session=OuterRef("session"), rater=Rater.THERAPIST
        ).order_by()
        return self.annotate(
            attempted=Exists(attempts),
            standing=Choose(
                When(
                    attempted=True,
                    then=Subquery(attempts.latest_first().values("outcome")[:1]),
                ),
                When(
                    recognised=Recognised.SAME,
                    then=Subquery(reports.values("resolution")[:1]),
                ),
            ),
        )

    def with_status(self) -> Self:
        """Adds `status` to the standing."""
        return self.with_standing().annotate(
            status=Choose(
                When(~Q(closed_reason=""), then=Value(Status.CLOSED.value)),
                When(standing__gte=RESOLVED_FROM, then=Value(Status.RESOLVED.value)),
                When(standing__gte=PARTLY_FROM, then=Value(Status.PARTLY.value)),
                default=Value(Status.OPEN.value),
                output_field=models.CharField(),
            ),
        )

    def still_open(self) -> Self:
        """Not resolved and not closed, in running and in ended cases alike.

        Asked of the standing itself: a condition on `status` would work it out anew for
        every case that it tells apart.
        """
        known = self.with_status().alias(known=Coalesce("standing", 0))
        return known.filter(closed_reason="", known__lt=RESOLVED_FROM)

    def in_running_cases(self) -> Self:
        return self.filter(session__case__ended_on=None)

    def of_type(self, wanted: str) -> Self:
        """Ruptures with that movement; a mixed one has both."""
        return self.filter(type__in=[wanted, RuptureType.MIXED])


class Rupture(ClinicalModel):
    """One strain, the only thing here with a life: noticed, attempts, resolved or not.

    `session` is where it arose, `recognised` when the therapist saw it: a later
    recognition never changes the answer first given. `minute` counts from the
    session's start.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="ruptures")
    recognised = models.CharField(
        _("recognised"), max_length=20, choices=Recognised, default=Recognised.SAME
    )
    type = models.CharField(_("type"), max_length=20, choices=RuptureType)
    move = models.CharField(_("whose move"), max_length=20, choices=Move, blank=True)
    causes = CodesField(_("what it was about"), catalogue=CAUSES)
    raised_by = models.CharField(
        _("who raised it"), max_length=20, choices=RaisedBy, blank=True
    )
    raised_when = models.CharField(
        _("when"), max_length=20, choices=RaisedWhen, blank=True
    )
    raised_how = models.CharField(
        _("how"), max_length=20, choices=RaisedHow, blank=True
    )
    barriers = CodesField(_("what made it hard to say"), catalogue=BARRIERS)
    therapist_states = CodesField(_("how I was"), catalogue=THERAPIST_STATES)
    minute = models.PositiveSmallIntegerField(_("minute"), null=True, blank=True)
    familiar = models.CharField(
        _("a familiar pattern"), max_length=20, choices=Familiar, blank=True
    )
    closed_reason = models.CharField(
        _("closed without repair because"),
        max_length=20,
        choices=ClosedReason,
        blank=True,
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = RuptureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["session", "logged_at", "key"]
        constraints: ClassVar = [
            *choices_of("rupture", [("recognised", Recognised), ("type", RuptureType)]),
            *choices_of(
                "rupture",
                [
                    ("move", Move),
                    ("raised_by", RaisedBy),
                    ("raised_when", RaisedWhen),
                    ("raised_how", RaisedHow),
                    ("familiar", Familiar),
                    ("closed_reason", ClosedReason),
                ],
                blank=True,
            ),
            codes_of("rupture", "causes", CAUSES.codes),
            codes_of("rupture", "barriers", BARRIERS.codes),
            codes_of("rupture", "therapist_states", THERAPIST_STATES.codes),
            models.CheckConstraint(
                name="rupture_minute_within_600",
                condition=Q(minute=None) | Q(minute__lte=600),
                violation_error_message=_("The minute runs from 0 to 600."),
            ),
            models.CheckConstraint(
                name="rupture_closing_is_whole",
                condition=Q(closed_reason="", closed_on=None)
                | (~Q(closed_reason="") & Q(closed_on__isnull=False)),
                violation_error_message=_("Closing needs its reason and its date."),
            ),
            models.CheckConstraint(
                name="rupture_raised_by_somebody",
                condition=Q(raised_when="", raised_how="")
                | ~Q(raised_by__in=["", RaisedBy.NOBODY]),
                violation_error_message=_(
                    "When and how it was raised need somebody who raised it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.type}"


class RuptureMarkerQuerySet(models.QuerySet["RuptureMarker"]):
    def visible_to(self, user: User) -> Self:
        return self._on_a_case(Case.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self._on_a_case(Case.objects.editable_by(user))

    def _on_a_case(self, cases: models.QuerySet[Case]) -> Self:
        return self.filter(
            Q(rupture__session__case__in=cases) | Q(report__session__case__in=cases)
        )


class RuptureMarker(ClinicalModel):
    """One observed behaviour, on a rupture or on an observer's report.

    An observer also gives the `minute` and how much it mattered (`salience`, 1 to 5).
    """

    rupture = models.ForeignKey(
        Rupture, models.CASCADE, null=True, blank=True, related_name="markers"
    )
    report = models.ForeignKey(
        SessionReport, models.CASCADE, null=True, blank=True, related_name="markers"
    )
    code = models.CharField(_("marker"), max_length=20, choices=MARKERS.choices)
    minute = models.PositiveSmallIntegerField(_("minute"), null=True, blank=True)
    salience = models.PositiveSmallIntegerField(
        _("how much it mattered"), null=True, blank=True
    )

    objects = RuptureMarkerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["rupture", "report", "minute", "code", "key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="marker_code_known",
                condition=Q(code__in=MARKERS.codes),
                violation_error_message=_("Choose from the list."),
            ),
            models.CheckConstraint(
                name="marker_on_one_thing",
                condition=Q(rupture=None, report__isnull=False)
                | Q(rupture__isnull=False, report=None),
                violation_error_message=_(
                    "A marker stands on a rupture or on an observer's report."
                ),
            ),
            models.CheckConstraint(
                name="marker_minute_and_salience_observed",
                condition=Q(report__isnull=False) | Q(minute=None, salience=None),
                violation_error_message=_(
                    "Minute and how much it mattered stand on an observer's report."
                ),
            ),
            on_scale("marker", "salience", _("How much it mattered runs from 1 to 5.")),
            models.CheckConstraint(
                name="marker_minute_within_600",
                condition=Q(minute=None) | Q(minute__lte=600),
                violation_error_message=_("The minute runs from 0 to 600."),
            ),
            models.UniqueConstraint(
                fields=["rupture", "code"],
                name="marker_once_a_rupture",
                violation_error_message=_("This marker is already noted."),
            ),
        ]

    def __str__(self) -> str:
        return str(MARKERS.entry(self.code).label)
