"""What a therapist put off on the list of what to talk about."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import ClinicalModel, choice_of
from ruptures.models.case import Case
from ruptures.models.rupture import Rupture
from ruptures.models.user import User
from ruptures.taxonomy import TalkRule


class PutOffQuerySet(models.QuerySet["PutOff"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.editable_by(user))


class PutOff(ClinicalModel):
    """An entry of that list, by case, rule and rupture; silent `until` that day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="put_off")
    rule = models.CharField(_("rule"), max_length=20, choices=TalkRule)
    rupture = models.ForeignKey(
        Rupture, models.CASCADE, null=True, blank=True, related_name="put_off"
    )
    until = models.DateField(_("until"))

    objects = PutOffQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["until", "key"]
        constraints: ClassVar = [
            choice_of("putoff", "rule", TalkRule),
            models.UniqueConstraint(
                fields=["case", "rule", "rupture"], name="putoff_once_a_rupture"
            ),
            models.UniqueConstraint(
                fields=["case", "rule"],
                condition=Q(rupture=None),
                name="putoff_once_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rule} until {self.until:%Y-%m-%d}"
