"""What one rater said of one held session."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import ClinicalModel, choices_of, on_scale
from ruptures.models.case import Case
from ruptures.models.grant import Grant
from ruptures.models.session import Session
from ruptures.models.user import User
from ruptures.taxonomy import Rater, Source, Strain

SENT = (Source.LINK, Source.DEVICE)  # by the client
OTHERS = (Rater.CLIENT, Rater.OBSERVER)  # than the therapist


class SessionReportQuerySet(models.QuerySet["SessionReport"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.editable_by(user))

    def given_by(self, user: User) -> Self:
        """What `user` said as an observer of cases that they still observe."""
        theirs = Grant.objects.to_observe(user).filter(
            therapist=OuterRef("session__case__therapist")
        )
        return self.filter(
            rater=Rater.OBSERVER,
            reporter=Subquery(theirs.values("reporter")[:1]),
            session__case__in=Case.objects.observed_by(user),
        )

    def answered(self) -> Self:
        """Reports that say yes or no; unsure is in no rate."""
        return self.exclude(strain=Strain.UNSURE)

    def shown(self) -> Self:
        """Without what clients sent and the therapist has not given an answer to."""
        own = SessionReport.objects.filter(
            session=OuterRef("session"), rater=Rater.THERAPIST
        )
        return self.exclude(~Exists(own), rater=Rater.CLIENT, source__in=SENT)


class SessionReport(ClinicalModel):
    """One rater's answer to "Any strain between you?", and what follows a yes.

    `intensity` (how strong) and `resolution` (how far resolved by the end) run from 1
    to 5; the latter only where no repair attempt of that session says it. `asked`: "I
    asked how it was between us". `independent` is false where it was given after
    seeing another rater's answer. `reporter` tells observers apart by a short code.
    `rupture` is what the therapist found another's yes to be about; no rate asks it.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="reports")
    rater = models.CharField(_("rater"), max_length=20, choices=Rater)
    reporter = models.CharField(_("observer"), max_length=8, blank=True)
    strain = models.CharField(_("any strain"), max_length=20, choices=Strain)
    intensity = models.PositiveSmallIntegerField(_("how strong"), null=True, blank=True)
    resolution = models.PositiveSmallIntegerField(
        _("how far resolved by the end"), null=True, blank=True
    )
    asked = models.BooleanField(_("I asked how it was between us"), default=False)
    source = models.CharField(
        _("source"), max_length=20, choices=Source, default=Source.OWN
    )
    independent = models.BooleanField(_("given independently"), default=True)
    nothing_to_add = models.BooleanField(_("nothing to add"), default=False)
    # Never untied in silence: the act that deletes a rupture unties it first.
    rupture = models.ForeignKey(
        "ruptures.Rupture",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="reports_of_it",
    )

    objects = SessionReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["session", "rater", "reporter"]
        constraints: ClassVar = [
            *choices_of(
                "report", [("rater", Rater), ("strain", Strain), ("source", Source)]
            ),
            on_scale("report", "intensity", _("How strong runs from 1 to 5.")),
            on_scale("report", "resolution", _("How far resolved runs from 1 to 5.")),
            models.CheckConstraint(
                name="report_details_only_after_yes",
                condition=Q(strain=Strain.YES) | Q(intensity=None, resolution=None),
                violation_error_message=_(
                    "How strong and how far resolved are asked only after yes."
                ),
            ),
            models.CheckConstraint(
                name="report_observer_has_a_code",
                condition=(Q(rater=Rater.OBSERVER) & Q(reporter__regex=r"^[A-Z0-9]+$"))
                | (~Q(rater=Rater.OBSERVER) & Q(reporter="")),
                violation_error_message=_(
                    "An observer has a short code; client and therapist have none."
                ),
            ),
            models.CheckConstraint(
                name="report_of_a_rupture_is_anothers_yes",
                condition=Q(rupture=None) | Q(rater__in=OTHERS, strain=Strain.YES),
                violation_error_message=_(
                    "Only a yes of the client or of an observer can be about a rupture."
                ),
            ),
            models.UniqueConstraint(
                fields=["session", "rater", "reporter"],
                name="report_once_a_rater",
                violation_error_message=_("This rater has already answered."),
            ),
        ]

    @property
    def by_hand(self) -> bool:
        """Whether a client's answer was entered by the therapist, who has read it."""
        return self.source not in SENT

    def __str__(self) -> str:
        return f"{self.session_id} {self.rater}: {self.strain}"
