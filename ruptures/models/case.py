"""One client's treatment with one therapist, and who may see it."""

import datetime
import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import ClinicalModel, choice_of
from ruptures.models.grant import Grant, GrantQuerySet
from ruptures.models.user import User
from ruptures.taxonomy import (
    CODE_ALPHABET,
    ClosingSession,
    Ending,
    HoldReason,
    Rhythm,
)

CODE_LENGTH = 4
EARLIEST = datetime.date(1950, 1, 1)  # before it, a year is a slip of the hand


def new_code(taken: int = 0) -> str:
    """A random case code, a letter longer for every two tries that were `taken`."""
    length = CODE_LENGTH + taken // 2
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def _about(grants: GrantQuerySet) -> Q:
    """Cases that any of `grants` is about, found from the few grants that there are:
    to ask every case of the practice whether there is one takes as long as it is large.
    """
    of_whole_caseloads = grants.filter(every_case=True).values("therapist")
    named = Grant.cases.through.objects.filter(
        grant__in=grants, case__therapist=F("grant__therapist")
    )
    return Q(therapist__in=of_whole_caseloads) | Q(pk__in=named.values("case"))


class ClientKnows(models.TextChoices):
    """Whether the client knows that the work is discussed in supervision."""

    YES = "yes", _("Yes")
    NOT_YET = "not_yet", _("Not yet")


class CaseQuerySet(models.QuerySet["Case"]):
    """The one rule of access; every other model builds on these two."""

    def visible_to(self, user: User) -> Self:
        """Cases that `user` may read: their own, and those that a live grant opens.

        Staff and superuser flags grant nothing.
        """
        shared = _about(Grant.objects.supervising(user))
        return self.filter(Q(therapist_id=user.pk) | shared)

    def shared_with(self, user: User) -> Self:
        """Cases of others that `user` supervises at this moment."""
        return self.opened_by(Grant.objects.supervising(user))

    def observed_by(self, user: User) -> Self:
        """Cases whose sessions `user` may rate, and of which they see nothing else."""
        return self.opened_by(Grant.objects.observing(user))

    def opened_by(self, grants: GrantQuerySet) -> Self:
        """Cases that any of `grants` is about; whether it lives is theirs to say."""
        return self.filter(_about(grants))

    def editable_by(self, user: User) -> Self:
        """Cases that `user` may write: the therapist's own."""
        return self.filter(therapist_id=user.pk)

    def called(self, typed: str) -> Self:
        """The case of a code as somebody typed it; none where it can be no code."""
        code = typed.strip().upper()
        return self.filter(code=code) if code.isalnum() else self.none()

    def running(self) -> Self:
        return self.filter(ended_on=None)

    def ended(self) -> Self:
        """Latest first."""
        return self.exclude(ended_on=None).order_by("-ended_on", "code")

    def counted(self) -> dict[str, int]:
        """How many are `running` and how many `ended`: one statement."""
        return self.aggregate(
            running=Count("pk", filter=Q(ended_on=None)),
            ended=Count("pk", filter=Q(ended_on__isnull=False)),
        )


class Case(ClinicalModel):
    """One client's treatment with one therapist; it never changes therapist.

    `code` is random and never edited, a pseudonym. `first_number` is the number of the
    first session kept here, above 1 where earlier ones were elsewhere. `rhythm_from`
    is the date from which `rhythm` expects sessions. While on hold (`hold_reason`)
    nothing of the case can be changed or erased.
    """

    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="cases",
        verbose_name=_("therapist"),
    )
    code = models.CharField(_("code"), max_length=8, unique=True, editable=False)
    started_on = models.DateField(_("first session here"))
    first_number = models.PositiveSmallIntegerField(
        _("number of that session"), default=1
    )
    rhythm = models.CharField(
        _("rhythm"), max_length=20, choices=Rhythm, default=Rhythm.NONE
    )
    rhythm_from = models.DateField(_("rhythm since"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.CharField(
        _("how it ended"), max_length=20, choices=Ending, blank=True
    )
    closing_session = models.CharField(
        _("closing session"), max_length=20, choices=ClosingSession, blank=True
    )
    hold_reason = models.CharField(
        _("on hold because of"), max_length=20, choices=HoldReason, blank=True
    )
    hold_since = models.DateField(_("on hold since"), null=True, blank=True)
    hold_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("put on hold by"),
    )
    client_knows = models.CharField(
        _("the client knows I discuss our work in supervision"),
        max_length=10,
        choices=ClientKnows,
        blank=True,
    )
    synthetic = models.BooleanField(_("synthetic"), default=False, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [
            models.Index(fields=["therapist", "ended_on"], name="case_of_therapist")
        ]
        constraints: ClassVar = [
            choice_of("case", "rhythm", Rhythm),
            choice_of("case", "ending", Ending, blank=True),
            choice_of("case", "closing_session", ClosingSession, blank=True),
            choice_of("case", "hold_reason", HoldReason, blank=True),
            choice_of("case", "client_knows", ClientKnows, blank=True),
            models.CheckConstraint(
                name="case_code_well_formed",
                condition=Q(code__regex=rf"^[{CODE_ALPHABET}]{{4,8}}$"),
                violation_error_message=_("A case code has 4 to 8 letters and digits."),
            ),
            models.CheckConstraint(
                name="case_started_in_a_likely_year",
                condition=Q(started_on__gte=EARLIEST),
                violation_error_message=_("Look at the year again."),
            ),
            models.CheckConstraint(
                name="case_first_number_from_1",
                condition=Q(first_number__gte=1),
                violation_error_message=_("Session numbers begin at 1."),
            ),
            models.CheckConstraint(
                name="case_rhythm_has_a_start",
                condition=Q(rhythm=Rhythm.NONE, rhythm_from=None)
                | (~Q(rhythm=Rhythm.NONE) & Q(rhythm_from__gte=F("started_on"))),
                violation_error_message=_(
                    "A rhythm needs the date it runs from, not before the case began."
                ),
            ),
            models.CheckConstraint(
                name="case_ends_after_it_began",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("A case cannot end before it began."),
            ),
            models.CheckConstraint(
                name="case_ending_has_a_date",
                condition=Q(ended_on=None, ending="", closing_session="")
                | (Q(ended_on__isnull=False) & ~Q(ending="")),
                violation_error_message=_(
                    "An ending needs its date, and the date needs how it ended."
                ),
            ),
            models.CheckConstraint(
                name="case_hold_is_whole",
                condition=Q(hold_reason="", hold_since=None, hold_by=None)
                | (
                    ~Q(hold_reason="")
                    & Q(hold_since__isnull=False, hold_by__isnull=False)
                ),
                violation_error_message=_(
                    "A hold needs its reason, its date and who put it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def on_hold(self) -> bool:
        return bool(self.hold_reason)
