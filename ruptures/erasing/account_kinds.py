"""What names an account beside its cases: rows that go with it, and rows that stay."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruptures.erasing.kinds import LABELS, READERS_OF_CONCERNS, Rows, counted
from ruptures.models import (
    Act,
    Change,
    Device,
    Draft,
    Grant,
    ImportJob,
    ImportMapping,
    ImportSecret,
    Invitation,
    SupervisionComment,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
    User,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class OwnKind:
    """Rows of one model that name the account by the lookup `user`."""

    name: str  # stays: it stands in records of what was erased
    label: "StrPromise"
    model: type[models.Model]
    user: str = "user"
    which: Q = Q()

    def rows(self, user: User) -> "models.QuerySet[Any]":
        return self.model._default_manager.filter(self.which, (self.user, user))


IMPORTS = "imports"  # cells that were refused stand there, of any case
NOT_OF_MINE = ~Q(case__therapist=F("user"))

# What hangs on another row before that row, and all of them after the cases.
GOES = (
    OwnKind(
        "undone_changes",
        _("What changes replaced, in cases whose opening was undone"),
        Change,
        "act__user",
        Q(act__case=None),
    ),
    OwnKind(
        "undone_acts", _("Cases whose opening was undone"), Act, which=Q(case=None)
    ),
    OwnKind(
        "agreed",
        _("Steps agreed in supervision, about no one case"),
        SupervisionStep,
        "meeting__therapist",
        Q(case=None),
    ),
    OwnKind("meetings", _("Meetings about your work"), SupervisionMeeting, "therapist"),
    OwnKind("given", _("Access that you gave"), Grant, "therapist"),
    OwnKind("other_drafts", _("Other forms not finished"), Draft, which=NOT_OF_MINE),
    OwnKind("read", _("Concerns of others that you may read"), READERS_OF_CONCERNS),
    OwnKind(IMPORTS, _("Records of files that you brought in"), ImportJob),
    OwnKind(
        "mappings",
        _("What columns of files mean, as you kept it"),
        ImportMapping,
        "owner",
    ),
    OwnKind(
        "import_secrets",
        _("Key by which ids in files are known again"),
        ImportSecret,
        "owner",
    ),
    OwnKind("invitations", _("Invitations that you made"), Invitation, "made_by"),
    OwnKind("devices", _("Signed-in devices"), Device),
)
STAYS = (
    OwnKind(
        "written",
        _("Comments about cases of others"),
        SupervisionComment,
        "author",
        ~Q(item__case__therapist=F("author")),
    ),
    OwnKind(
        "reviewed",
        _("Marks as reviewed, of entries of others"),
        SupervisionReview,
        "by",
        ~Q(item__case__therapist=F("by")),
    ),
    OwnKind(
        "rated",
        _("Sheets that you handed in as an observer"),
        Act,
        which=Q(case__isnull=False) & NOT_OF_MINE,
    ),
    OwnKind(
        "led", _("Meetings about the work of others"), SupervisionMeeting, "supervisor"
    ),
    OwnKind("held", _("Access that you were given: it ends"), Grant, "holder"),
)
ALL_LABELS = LABELS | {kind.name: kind.label for kind in reversed(GOES)}


def own_rows(user: User) -> Rows:
    return {kind.name: kind.rows(user) for kind in GOES}


def staying(user: User) -> "list[tuple[StrPromise, int]]":
    """What stays in the records of others, and how many rows of it."""
    counts = counted({kind.name: kind.rows(user) for kind in STAYS})
    return [(kind.label, counts[kind.name]) for kind in STAYS if counts[kind.name]]
