"""Rules over several rows, each once: a query for the rows that break it.

Recording asks them of the touched case inside the write transaction;
`manage.py check_integrity` asks them of everything.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TimeField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.models import (
    Case,
    Note,
    PutOff,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
    SupervisionItem,
)
from ruptures.models.case import EARLIEST
from ruptures.taxonomy import (
    ATTENDED,
    MARKERS,
    Rater,
    Recognised,
    RuptureType,
    Strain,
    TalkRule,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Rule:
    """`broken` finds the rows that break the rule; `case` is their way to the case."""

    name: str
    message: "str | StrPromise"
    broken: Callable[[], Rows]
    case: str
    field: str = NON_FIELD_ERRORS


def check(case: Case) -> None:
    """Raise ValidationError with every rule that a row of `case` breaks."""
    errors: dict[str, list[ValidationError]] = {}
    for rule in RULES:
        if rule.broken().filter((rule.case, case.pk)).exists():
            error = ValidationError(rule.message, code=rule.name)
            errors.setdefault(rule.field, []).append(error)
    if errors:
        raise ValidationError(errors)


def not_held(path: str) -> Q:
    return ~Q((f"{path}attendance__in", ATTENDED))


def cases_begun_in_the_future() -> Rows:
    return Case.objects.filter(started_on__gt=timezone.localdate())


def cases_ended_in_the_future() -> Rows:
    return Case.objects.filter(ended_on__gt=timezone.localdate())


def sessions_in_the_future() -> Rows:
    return Session.objects.filter(date__gt=timezone.localdate())


def sessions_before_the_case() -> Rows:
    return Session.objects.filter(date__lt=F("case__started_on"))


def sessions_after_the_end() -> Rows:
    return Session.objects.filter(date__gt=F("case__ended_on"))


def reports_without_a_held_session() -> Rows:
    return SessionReport.objects.filter(not_held("session__"))


def ruptures_without_a_held_session() -> Rows:
    return Rupture.objects.filter(not_held("session__"))


def attempts_without_a_held_session() -> Rows:
    return RepairAttempt.objects.filter(not_held("session__"))


def ruptures_without_the_therapists_yes() -> Rows:
    yes = SessionReport.objects.filter(
        session=OuterRef("session"), rater=Rater.THERAPIST, strain=Strain.YES
    )
    return Rupture.objects.filter(~Exists(yes), recognised=Recognised.SAME)


def ruptures_closed_before_they_arose() -> Rows:
    return Rupture.objects.filter(closed_on__lt=F("session__date"))


def reports_of_a_rupture_elsewhere() -> Rows:
    """An answer says how it was in its own session, so what it is about arose there."""
    told = SessionReport.objects.filter(rupture__isnull=False)
    return told.exclude(rupture__session=F("session"))


def scores_without_a_held_session() -> Rows:
    return Score.objects.filter(not_held("session__"))


def notes_in_an_unlikely_year() -> Rows:
    return Note.objects.filter(date__lt=EARLIEST)


def notes_in_the_future() -> Rows:
    return Note.objects.filter(date__gt=timezone.localdate())


def markers_of_the_other_type() -> Rows:
    other = Q()
    for kind in (RuptureType.WITHDRAWAL, RuptureType.CONFRONTATION):
        other |= Q(rupture__type=kind) & ~Q(code__in=MARKERS.of(kind).codes)
    return RuptureMarker.objects.filter(other)


def markers_on_a_report_not_observed() -> Rows:
    return RuptureMarker.objects.filter(report__isnull=False).exclude(
        report__rater=Rater.OBSERVER
    )


def attempts_in_another_case() -> Rows:
    return RepairAttempt.objects.exclude(session__case=F("rupture__session__case"))


def attempts_before_the_rupture() -> Rows:
    midnight = Value(datetime.time.min, output_field=TimeField())
    return RepairAttempt.objects.alias(
        tried_at=Coalesce("session__time", midnight),
        arose_at=Coalesce("rupture__session__time", midnight),
    ).filter(
        Q(session__date__lt=F("rupture__session__date"))
        | Q(session__date=F("rupture__session__date"), tried_at__lt=F("arose_at"))
    )


def answers_with_an_open_check_in() -> Rows:
    """A client who has answered is not asked again."""
    return SessionReport.objects.filter(
        rater=Rater.CLIENT, session__check_in__ends_at__gt=timezone.now()
    )


def put_offs_of_no_entry() -> Rows:
    """Those that name no rupture where they should, or one where they should not."""
    of_ruptures = Q(rule__in=[rule for rule in TalkRule if rule.about_a_rupture])
    without, named = Q(rupture=None), Q(rupture__isnull=False)
    strange = named & ~Q(rupture__session__case=F("case"))
    return PutOff.objects.filter(of_ruptures & without | ~of_ruptures & named | strange)


def items_in_another_case() -> Rows:
    """Those about a session or a rupture of another case than the one they name."""
    session = Q(session__isnull=False) & ~Q(session__case=F("case"))
    rupture = Q(rupture__isnull=False) & ~Q(rupture__session__case=F("case"))
    return SupervisionItem.objects.filter(session | rupture)


RULES = (
    Rule(
        "case_begun_in_the_future",
        _("This date is in the future."),
        cases_begun_in_the_future,
        "pk",
        "started_on",
    ),
    Rule(
        "case_ended_in_the_future",
        _("This date is in the future."),
        cases_ended_in_the_future,
        "pk",
        "ended_on",
    ),
    Rule(
        "session_in_the_future",
        _("This date is in the future."),
        sessions_in_the_future,
        "case",
        "date",
    ),
    Rule(
        "session_before_the_case",
        _("This date is before the case began."),
        sessions_before_the_case,
        "case",
        "date",
    ),
    Rule(
        "session_after_the_end",
        _("This date is after the case ended."),
        sessions_after_the_end,
        "case",
        "date",
    ),
    Rule(
        "report_on_held_session",
        _("Only a session that took place can be answered for."),
        reports_without_a_held_session,
        "session__case",
        "attendance",
    ),
    Rule(
        "rupture_on_held_session",
        _("A rupture arises in a session that took place."),
        ruptures_without_a_held_session,
        "session__case",
        "attendance",
    ),
    Rule(
        "attempt_in_held_session",
        _("A repair attempt happens in a session that took place."),
        attempts_without_a_held_session,
        "session__case",
        "session",
    ),
    Rule(
        "score_on_held_session",
        _("Only a session that took place can be scored."),
        scores_without_a_held_session,
        "session__case",
        "attendance",
    ),
    Rule(
        "note_in_a_likely_year",
        _("Look at the year again."),
        notes_in_an_unlikely_year,
        "case",
        "date",
    ),
    Rule(
        "note_in_the_future",
        _("This date is in the future."),
        notes_in_the_future,
        "case",
        "date",
    ),
    Rule(
        "rupture_with_the_therapists_yes",
        _("A rupture was recognised in this session, so your answer is yes."),
        ruptures_without_the_therapists_yes,
        "session__case",
        "recognised",
    ),
    Rule(
        "rupture_closed_after_it_arose",
        _("A rupture cannot be closed before the session where it arose."),
        ruptures_closed_before_they_arose,
        "session__case",
        "closed_on",
    ),
    Rule(
        "report_of_a_rupture_of_its_session",
        _("An answer can only be about a rupture of its own session."),
        reports_of_a_rupture_elsewhere,
        "session__case",
        "rupture",
    ),
    Rule(
        "marker_fits_the_type",
        _("A marker does not fit the type of the rupture."),
        markers_of_the_other_type,
        "rupture__session__case",
        "markers",
    ),
    Rule(
        "marker_on_an_observers_report",
        _("Markers stand on a rupture or on an observer's report."),
        markers_on_a_report_not_observed,
        "report__session__case",
        "markers",
    ),
    Rule(
        "attempt_in_the_same_case",
        _("A repair attempt belongs to the case of its rupture."),
        attempts_in_another_case,
        "session__case",
        "session",
    ),
    Rule(
        "attempt_not_before_the_rupture",
        _("A repair attempt cannot happen before the session of its rupture."),
        attempts_before_the_rupture,
        "session__case",
        "session",
    ),
    Rule(
        "client_is_not_asked_again",
        _("A check-in of this session is still open. Withdraw it first."),
        answers_with_an_open_check_in,
        "session__case",
    ),
    Rule(
        "put_off_names_an_entry",
        _("There is no such entry on the list."),
        put_offs_of_no_entry,
        "case",
    ),
    Rule(
        "item_of_the_case",
        _("An agenda entry is about a session or a rupture of its own case."),
        items_in_another_case,
        "case",
    ),
)
