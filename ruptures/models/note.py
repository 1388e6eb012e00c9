"""Free text on a case, a session or a rupture: the therapist's own, encrypted."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruptures.models.base import ClinicalModel
from ruptures.models.case import Case, CaseQuerySet
from ruptures.models.encrypted import EncryptedTextField, Unreadable
from ruptures.models.grant import Grant
from ruptures.models.rupture import Rupture
from ruptures.models.session import Session
from ruptures.models.user import User

LONGEST = 10_000  # characters


def _on(cases: CaseQuerySet) -> Q:
    """Notes on those cases, on their sessions, or on their ruptures."""
    return (
        Q(case__in=cases)
        | Q(session__case__in=cases)
        | Q(rupture__session__case__in=cases)
    )


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> Self:
        """The therapist's own, and those shared with who may read notes of the case."""
        grants = Grant.objects.supervising(user).filter(with_notes=True)
        return self.editable_by(user) | self.filter(
            _on(Case.objects.opened_by(grants)), shared=True
        )

    def editable_by(self, user: User) -> Self:
        return self.filter(_on(Case.objects.editable_by(user)))


class Note(ClinicalModel):
    """Text on exactly one case, session or rupture.

    On a case it is an event and has a `date` on the case's time axis; on a session or a
    rupture the day is theirs. Left out of every export.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="notes"
    )
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="notes"
    )
    rupture = models.ForeignKey(
        Rupture, models.CASCADE, null=True, blank=True, related_name="notes"
    )
    date = models.DateField(_("day"), null=True, blank=True)
    text = EncryptedTextField(_("note"))
    shared = models.BooleanField(
        _("shared with who may read notes of this case"), default=False
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["date", "logged_at", "key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="note_on_exactly_one",
                condition=(
                    Q(case__isnull=False, session=None, rupture=None)
                    | Q(case=None, session__isnull=False, rupture=None)
                    | Q(case=None, session=None, rupture__isnull=False)
                ),
                violation_error_message=_(
                    "A note is on one case, one session or one rupture."
                ),
            ),
            models.CheckConstraint(
                name="note_on_a_case_has_a_day",
                condition=Q(case=None, date=None)
                | Q(case__isnull=False, date__isnull=False),
                violation_error_message=_("A note on a case needs its day."),
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.key}"

    @property
    def about(self) -> Case | Session | Rupture:
        """The one row it is on."""
        on = self.case or self.session or self.rupture
        assert on is not None  # noqa: S101  a constraint of the table
        return on

    @property
    def is_readable(self) -> bool:
        """Whether a key here opens it."""
        return not isinstance(self.text, Unreadable)
