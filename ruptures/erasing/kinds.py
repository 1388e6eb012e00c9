"""Everything that hangs on a case: rows of each kind, and how they go."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q, Value
from django.utils.translation import gettext_lazy as _

from ruptures.models import (
    Act,
    Case,
    Change,
    CheckIn,
    Concern,
    Draft,
    Grant,
    KeptCase,
    Note,
    PutOff,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
)
from ruptures.taxonomy import Rater

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# By the name of their kind.
Counts = dict[str, int]
Rows = dict[str, "models.QuerySet[Any]"]
Cases = Collection[int] | models.QuerySet[Any]  # their numbers


@dataclass(frozen=True)
class Kind:
    """Rows of one model; `cases` are the lookups to the case that each hangs on."""

    name: str  # stays: it stands in records of what was erased
    label: "StrPromise"
    model: type[models.Model]
    cases: tuple[str, ...] = ("case",)
    which: Q = Q()

    def rows(self, cases: Cases) -> "models.QuerySet[Any]":
        """Those of the cases with these numbers, each way to them looked up apart:
        what hangs on one of two tables would else be searched for in all there is.
        """
        every = self.model._default_manager
        found = (every.filter((f"{path}__in", cases)) for path in self.cases)
        here = reduce(or_, (Q(pk__in=each.values("pk")) for each in found))
        return every.filter(here, self.which)

    def delete(self, cases: Collection[int]) -> int:
        """By one statement; at commit the database refuses if anything points here."""
        return delete(self.rows(cases))


BY_OBSERVER = Q(rater=Rater.OBSERVER)
ITEMS_OF_MEETINGS = SupervisionMeeting.items.through
READERS_OF_CONCERNS = Concern.shared_with.through
CASES_OF_GRANTS = Grant.cases.through

# What hangs on another row before that row.
KINDS = (
    Kind(
        "changes",
        _("What each change replaced"),
        Change,
        ("act__case", "act__from_case"),
    ),
    Kind("acts", _("Entries of the history"), Act, ("case", "from_case")),
    Kind("drafts", _("Forms not finished"), Draft),
    Kind("check_ins", _("Open check-ins"), CheckIn, ("session__case",)),
    Kind("kept", _("Decisions to keep the case longer"), KeptCase),
    Kind("reviews", _("Marks as reviewed"), SupervisionReview, ("item__case",)),
    Kind(
        "comments",
        _("Comments, of supervisors too"),
        SupervisionComment,
        ("item__case",),
    ),
    Kind(
        "discussed",
        _("Mentions in supervision meetings"),
        ITEMS_OF_MEETINGS,
        ("supervisionitem__case",),
    ),
    Kind("steps", _("Steps agreed in supervision"), SupervisionStep),
    Kind("put_off", _("Entries to talk about, put off"), PutOff),
    Kind("items", _("Agenda entries"), SupervisionItem),
    Kind(
        "concern_readers",
        _("Readers of concerns"),
        READERS_OF_CONCERNS,
        ("concern__case",),
    ),
    Kind("concerns", _("Concerns"), Concern),
    Kind("shares", _("Cases named where access was given"), CASES_OF_GRANTS),
    Kind(
        "notes", _("Notes"), Note, ("case", "session__case", "rupture__session__case")
    ),
    Kind("scores", _("Scores"), Score, ("session__case",)),
    Kind(
        "markers",
        _("Markers"),
        RuptureMarker,
        ("rupture__session__case", "report__session__case"),
    ),
    Kind(
        "sheets", _("Observers’ sheets"), SessionReport, ("session__case",), BY_OBSERVER
    ),
    Kind(
        "answers",
        _("Answers, yours and the client’s"),
        SessionReport,
        ("session__case",),
        ~BY_OBSERVER,
    ),
    Kind("attempts", _("Repair attempts"), RepairAttempt, ("rupture__session__case",)),
    Kind("ruptures", _("Ruptures"), Rupture, ("session__case",)),
    Kind("sessions", _("Sessions"), Session),
    Kind("cases", _("Cases"), Case, ("pk",)),
)
LABELS = {kind.name: kind.label for kind in reversed(KINDS)}  # the case first


def delete(rows: "models.QuerySet[Any]") -> int:
    """Without reading them first; how many went."""
    return rows._raw_delete(rows.db)


def rows_of(cases: Cases) -> Rows:
    return {kind.name: kind.rows(cases) for kind in KINDS}


def counted(rows: Rows) -> Counts:
    """How many there are of each kind, by one statement."""
    one, *more = (_count(each, name) for name, each in rows.items())
    found = dict(one.union(*more, all=True))
    return {name: found.get(name, 0) for name in rows}


def _count(rows: "models.QuerySet[Any]", name: str) -> "models.QuerySet[Any]":
    named = rows.order_by().annotate(_kind=Value(name)).values_list("_kind")
    count: models.QuerySet[Any] = named.annotate(_count=Count("pk"))
    return count


def all_deleted(cases: Collection[int]) -> Counts:
    """Delete it; what went."""
    return {kind.name: kind.delete(cases) for kind in KINDS}


def stamp(counts: Counts) -> str:
    """What a page says of them, so that an older page is told from this moment."""
    return "-".join(map(str, counts.values()))
