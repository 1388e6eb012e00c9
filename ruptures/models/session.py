"""One appointment of a case."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import ClinicalModel, choice_of
from ruptures.models.case import Case
from ruptures.models.user import User
from ruptures.taxonomy import ATTENDED, Attendance, Modality

# No two sessions of a case share both; the key decides between those of several cases.
IN_ORDER_OF_A_CASE = ("date", F("time").asc(nulls_first=True))
IN_ORDER = (*IN_ORDER_OF_A_CASE, "key")


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.editable_by(user))

    def observed_by(self, user: User) -> Self:
        """Held sessions that `user` may rate, and of which they see nothing else."""
        return self.held().filter(case__in=Case.objects.observed_by(user))

    def held(self) -> Self:
        """Sessions that took place, late ones included."""
        return self.filter(attendance__in=ATTENDED)

    def in_order(self) -> Self:
        """By date, time (none first) and key, the order that numbers follow."""
        return self.order_by(*IN_ORDER)

    def numbered(self) -> Self:
        """Held sessions with their `number` in the case.

        Narrow to cases before, to dates or rows after: the number is a rank among all
        held sessions of the case that the queryset has at this point.
        """
        rank = Window(RowNumber(), partition_by="case_id", order_by=IN_ORDER_OF_A_CASE)
        return self.held().annotate(number=rank + F("case__first_number") - 1)


class Session(ClinicalModel):
    """One appointment: a date and an optional local time of day, never an instant."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sessions")
    date = models.DateField(_("date"))
    time = models.TimeField(_("time of day"), null=True, blank=True)
    attendance = models.CharField(
        _("attendance"), max_length=30, choices=Attendance, default=Attendance.HELD
    )
    modality = models.CharField(
        _("how you met"), max_length=20, choices=Modality, blank=True
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["date", F("time").asc(nulls_first=True), "key"]
        indexes: ClassVar = [
            models.Index(fields=["case", "date", "attendance"], name="session_of_case")
        ]
        constraints: ClassVar = [
            choice_of("session", "attendance", Attendance),
            choice_of("session", "modality", Modality, blank=True),
            models.UniqueConstraint(
                fields=["case", "date", "time"],
                name="session_once_at_a_time",
                violation_error_message=_(
                    "A session of this case at that time is already here."
                ),
            ),
            models.UniqueConstraint(
                fields=["case", "date"],
                condition=Q(time=None),
                name="session_once_a_day_without_time",
                violation_error_message=_(
                    "A session of this case on that date is already here; "
                    "give the time of day to log a second one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.date:%Y-%m-%d}"

    @property
    def took_place(self) -> bool:
        return self.attendance in ATTENDED

    @property
    def position(self) -> tuple[datetime.date, datetime.time, str]:
        """Sorts sessions of one case as `in_order` does."""
        return self.date, self.time or datetime.time.min, str(self.key)
