"""Cases and their ruptures as pages show them: scoped rows in, plain values out."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise

from ruptures.models import (
    Case,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Session,
    SessionReport,
    Status,
)
from ruptures.models.rupture import RuptureQuerySet
from ruptures.models.session import SessionQuerySet
from ruptures.rhythm import unconfirmed_dates
from ruptures.taxonomy import (
    ATTENDED,
    MARKERS,
    PARTLY_FROM,
    RESOLVED_FROM,
    STRATEGIES,
    Rater,
)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list; `unconfirmed_count` expected dates wait to be confirmed."""

    case: Case
    session_count: int
    last_on: datetime.date | None
    open_count: int
    unconfirmed_count: int


def case_lines(cases: Sequence[Case], today: datetime.date) -> list[CaseLine]:
    """One line a case, in the order given; two queries for all of them."""
    sessions = Session.objects.filter(case__in=cases)
    days: dict[int, list[datetime.date]] = defaultdict(list)
    held: dict[int, list[datetime.date]] = defaultdict(list)
    for case_id, date, attendance in sessions.values_list(
        "case_id", "date", "attendance"
    ):
        days[case_id].append(date)
        if attendance in ATTENDED:
            held[case_id].append(date)
    open_counts = _open_counts(cases)
    return [
        CaseLine(
            case=case,
            session_count=len(held[case.pk]),
            last_on=max(held[case.pk], default=None),
            open_count=open_counts.get(case.pk, 0),
            unconfirmed_count=len(unconfirmed_dates(case, days[case.pk], today)),
        )
        for case in cases
    ]


def _open_counts(cases: Sequence[Case]) -> dict[int, int]:
    ruptures = Rupture.objects.filter(session__case__in=cases).still_open()
    counted = ruptures.order_by().values_list("session__case")
    return dict(counted.annotate(count=Count("pk")))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of held sessions by row, and the last one of each case."""

    of_session: dict[int, int]
    last_of_case: dict[int, int]

    @classmethod
    def of(cls, case: Case, of_session: dict[int, int]) -> "Numbers":
        """Those of one case, as they are known already."""
        last = max(of_session.values(), default=0)
        return cls(of_session, {case.pk: last})

    @classmethod
    def among(cls, sessions: SessionQuerySet) -> "Numbers":
        of_session: dict[int, int] = {}
        last: dict[int, int] = {}
        for pk, case_id, number in sessions.numbered().values_list(
            "pk",
            "case_id",
            "number",  # type: ignore[misc]  # of `numbered`
        ):
            of_session[pk] = number
            last[case_id] = max(number, last.get(case_id, 0))
        return cls(of_session, last)


@dataclass(frozen=True, slots=True)
class Try:
    """A repair attempt and the number of the session it happened in."""

    attempt: RepairAttempt
    number: int | None

    @property
    def strategies(self) -> list[str | Promise]:
        return STRATEGIES.labels(self.attempt.strategies)

    @property
    def result(self) -> str | Promise:
        """The outcome in a word; nothing where it is not known."""
        outcome = self.attempt.outcome
        if outcome is None:
            return ""
        if outcome >= RESOLVED_FROM:
            return Status.RESOLVED.label
        return Status.PARTLY.label if outcome >= PARTLY_FROM else Status.OPEN.label


@dataclass(frozen=True, slots=True)
class Story:
    """A rupture and what became of it; `sessions_since` counts held ones after it."""

    rupture: Rupture
    number: int | None
    sessions_since: int
    tries: tuple[Try, ...]

    @property
    def status(self) -> Status:
        return Status(self.rupture.status)  # type: ignore[attr-defined]

    @property
    def is_open(self) -> bool:
        return self.status in (Status.OPEN, Status.PARTLY)

    @property
    def weeks_since(self) -> int:
        """Whole weeks since the session where it arose."""
        return (timezone.localdate() - self.rupture.session.date).days // 7

    @property
    def markers(self) -> list[RuptureMarker]:
        """The markers in the catalogue's order."""
        codes = MARKERS.codes
        return sorted(self.rupture.markers.all(), key=lambda m: codes.index(m.code))

    @property
    def said_by_client(self) -> bool:
        """Whether the therapist noted that the client's yes is about it."""
        return bool(self.rupture.by_client)  # type: ignore[attr-defined]  # of `told`

    @property
    def observers(self) -> int:
        """Observers of whose yes the therapist noted so."""
        return int(self.rupture.by_observers)  # type: ignore[attr-defined]

    @property
    def open_again(self) -> int | None:
        """The session in which it was resolved, where a later attempt reopened it."""
        if not self.is_open:
            return None
        resolved = (t.number for t in self.tries if t.result == Status.RESOLVED.label)
        return next(resolved, None)


def told(ruptures: RuptureQuerySet) -> RuptureQuerySet:
    """The rows that `story` reads, at three queries for any number of them."""
    attempts = Prefetch("attempts", RepairAttempt.objects.in_order())
    reports = SessionReport.objects.shown().order_by().filter(rupture=OuterRef("pk"))
    observers = reports.filter(rater=Rater.OBSERVER).values("rupture")
    counted = observers.annotate(count=Count("pk")).values("count")
    known = ruptures.with_status().annotate(
        by_client=Exists(reports.filter(rater=Rater.CLIENT)),
        by_observers=Coalesce(Subquery(counted), 0),
    )
    return known.prefetch_related("markers", attempts)


def story(rupture: Rupture, session: Session, numbers: Numbers) -> Story:
    number = numbers.of_session.get(session.pk)
    last = numbers.last_of_case.get(session.case_id, 0)
    tries = (
        Try(attempt, numbers.of_session.get(attempt.session_id))
        for attempt in rupture.attempts.all()
    )
    since = last - number if number is not None else 0
    return Story(rupture, number, since, tuple(tries))


@dataclass(frozen=True, slots=True)
class Entry:
    """A session on the timeline, with every rater's answer and its ruptures."""

    session: Session
    number: int | None
    answer: SessionReport | None
    others: tuple[SessionReport, ...]
    client_waits: bool
    stories: tuple[Story, ...]


def others_shown(reports: Sequence[SessionReport]) -> tuple[SessionReport, ...]:
    """What others said: the client's, if sent, once the therapist has answered."""
    kept_back = {Rater.THERAPIST}
    if client_waits(reports):
        kept_back.add(Rater.CLIENT)
    return tuple(report for report in reports if report.rater not in kept_back)


def client_waits(reports: Sequence[SessionReport]) -> bool:
    """Whether the client's answer is kept back until the therapist's own is given: one
    that the therapist entered they have read.
    """
    sent = any(each.rater == Rater.CLIENT and not each.by_hand for each in reports)
    return sent and all(each.rater != Rater.THERAPIST for each in reports)


def entries(sessions: SessionQuerySet, numbers: Numbers) -> list[Entry]:
    """The sessions with all that is shown of them, at six queries for any number.

    One of these is for markers of observers, where any of them has answered.
    """
    ruptures = Prefetch("ruptures", told(Rupture.objects.all()))
    found = list(sessions.prefetch_related("reports", ruptures))
    reports = (report for each in found for report in each.reports.all())
    coded = [report for report in reports if report.rater == Rater.OBSERVER]
    prefetch_related_objects(coded, "markers")
    return [entry(each, numbers) for each in found]


def entry(session: Session, numbers: Numbers) -> Entry:
    reports = list(session.reports.all())
    own = [report for report in reports if report.rater == Rater.THERAPIST]
    return Entry(
        session=session,
        number=numbers.of_session.get(session.pk),
        answer=own[0] if own else None,
        others=others_shown(reports),
        client_waits=client_waits(reports),
        stories=tuple(
            story(rupture, session, numbers) for rupture in session.ruptures.all()
        ),
    )
