"""One try at repair."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import (
    ClinicalModel,
    CodesField,
    choices_of,
    codes_of,
    on_scale,
)
from ruptures.models.case import Case
from ruptures.models.rupture import Rupture
from ruptures.models.session import Session
from ruptures.models.user import User
from ruptures.taxonomy import RESPONSES, SKILLS, STRATEGIES, BondSince, Move


class RepairAttemptQuerySet(models.QuerySet["RepairAttempt"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(session__case__in=Case.objects.editable_by(user))

    def in_order(self) -> Self:
        """By session, then by order within it."""
        return self.order_by(
            "session__date",
            F("session__time").asc(nulls_first=True),
            "session__key",
            "order",
        )

    def latest_first(self) -> Self:
        return self.in_order().reverse()


class RepairAttempt(ClinicalModel):
    """One try at repair, in the rupture's session or a later one of the same case.

    `outcome` (1 to 5) is how far resolved by the end of that session, empty where it
    is not known; `acknowledged` says that it was acknowledged, not agreed. `bond` is
    asked at the next session.
    """

    rupture = models.ForeignKey(Rupture, models.CASCADE, related_name="attempts")
    session = models.ForeignKey(Session, models.CASCADE, related_name="attempts")
    order = models.PositiveSmallIntegerField(_("order in the session"), default=1)
    started_by = models.CharField(
        _("who started it"), max_length=20, choices=Move, blank=True
    )
    strategies = CodesField(_("what you tried"), catalogue=STRATEGIES)
    responses = CodesField(_("how I was"), catalogue=RESPONSES)
    outcome = models.PositiveSmallIntegerField(
        _("how far resolved"), null=True, blank=True
    )
    acknowledged = models.BooleanField(_("acknowledged, not agreed"), default=False)
    skills = CodesField(_("what the client practised"), catalogue=SKILLS)
    bond = models.CharField(
        _("the bond since"), max_length=20, choices=BondSince, blank=True
    )

    objects = RepairAttemptQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["rupture", "session", "order"]
        constraints: ClassVar = [
            *choices_of(
                "attempt", [("started_by", Move), ("bond", BondSince)], blank=True
            ),
            codes_of("attempt", "strategies", STRATEGIES.codes),
            codes_of("attempt", "responses", RESPONSES.codes),
            codes_of("attempt", "skills", SKILLS.codes),
            on_scale("attempt", "outcome", _("How far resolved runs from 1 to 5.")),
            models.CheckConstraint(
                name="attempt_order_from_1",
                condition=Q(order__gte=1),
                violation_error_message=_("The order begins at 1."),
            ),
            models.UniqueConstraint(
                fields=["rupture", "session", "order"],
                name="attempt_order_once",
                violation_error_message=_("Another attempt has this place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rupture_id} in {self.session_id}"
