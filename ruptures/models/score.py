"""The total of a named instrument for one session."""

from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruptures.instruments import name_of, without_zeros
from ruptures.models.base import ClinicalModel, choice_of
from ruptures.models.case import Case
from ruptures.models.session import Session
from ruptures.models.user import User
from ruptures.taxonomy import Rater


class ScoreQuerySet(models.QuerySet["Score"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.editable_by(user))


class Score(ClinicalModel):
    """A total (or mean) as the instrument's own form gives it, never an item.

    `instrument` is a code of `ruptures.instruments`; its range and direction are copied
    when the score is logged, so that a change of that file never changes a score.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="scores")
    rater = models.CharField(_("filled in by"), max_length=20, choices=Rater)
    instrument = models.CharField(
        _("instrument"), max_length=30, validators=[MinLengthValidator(2)]
    )
    value = models.DecimalField(_("total"), max_digits=6, decimal_places=2)
    minimum = models.DecimalField(
        _("lowest possible"), max_digits=6, decimal_places=2, editable=False
    )
    maximum = models.DecimalField(
        _("highest possible"), max_digits=6, decimal_places=2, editable=False
    )
    higher_is_better = models.BooleanField(
        _("higher is better"), default=True, editable=False
    )

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["session", "instrument", "rater"]
        constraints: ClassVar = [
            choice_of("score", "rater", Rater),
            models.CheckConstraint(
                name="score_instrument_well_formed",
                condition=Q(instrument__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                violation_error_message=_("Choose one of the instruments."),
            ),
            models.CheckConstraint(
                name="score_range_is_one",
                condition=Q(minimum__lt=F("maximum")),
                violation_error_message=_("A range runs from low to high."),
            ),
            models.CheckConstraint(
                name="score_within_its_range",
                condition=Q(value__gte=F("minimum")) & Q(value__lte=F("maximum")),
                violation_error_message=_("This total is outside the range."),
            ),
            models.UniqueConstraint(
                fields=["session", "instrument", "rater"],
                name="score_once_a_session",
                violation_error_message=_(
                    "This session has a total of that instrument by that rater."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.value}"

    @property
    def name(self) -> str:
        return name_of(self.instrument, settings.OWN_INSTRUMENTS)

    @property
    def shown(self) -> Decimal:
        """The value as a person writes it, without zeros at its end."""
        return without_zeros(self.value)

    @property
    def turned(self) -> Decimal:
        """The value on a scale where higher is better."""
        if self.higher_is_better:
            return self.value
        return self.minimum + self.maximum - self.value
