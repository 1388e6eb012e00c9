"""One treatment told from its first session to its last, as rows not yet written."""

import datetime
from collections.abc import Sequence
from typing import TypeVar

from django.utils import timezone

from ruptures.models import (
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Session,
    SessionReport,
)
from ruptures.models.base import ClinicalModel
from ruptures.seeding import answers, strains
from ruptures.seeding.caseload import Treatment
from ruptures.seeding.dice import Dice
from ruptures.taxonomy import Rater, Recognised, Strain

Row = TypeVar("Row", bound=ClinicalModel)

EVENING = datetime.time(18)
RECOGNISED_LATER = 0.04  # of the sessions that the therapist did not call strained


class Story:
    """Rows of one case, by the names under which they are collected."""

    def __init__(self, dice: Dice, treatment: Treatment, until: datetime.date):
        self.dice = dice
        self.midnight = at(until, datetime.time.min)
        self.cases = [treatment.case]
        self.sessions = treatment.sessions
        self.reports: list[SessionReport] = []
        self.ruptures: list[Rupture] = []
        self.markers: list[RuptureMarker] = []
        self.attempts: list[RepairAttempt] = []
        for session in self.sessions:
            session.logged_at = self.moment_after(session)
        treatment.case.logged_at = self.sessions[0].logged_at
        self.tell()

    def tell(self) -> None:
        temper = answers.Temper.of_a_case(self.dice)
        held = [session for session in self.sessions if session.took_place]
        for place, session in enumerate(held):
            later = held[place + 1 :]
            own = self.answer(temper, session)
            if own and own.strain == Strain.YES:
                rupture = self.strain(session, Recognised.SAME, session, later)
                self.settle(own, rupture)
            elif temper.strain and later and self.dice.chance(RECOGNISED_LATER):
                recognised = self.dice.one(strains.LATE)
                self.strain(session, recognised, later[0], later)

    def answer(self, temper: answers.Temper, session: Session) -> SessionReport | None:
        """Everybody's reports on the session; gives back the therapist's."""
        own = None
        for report in answers.answers(self.dice, temper, session):
            self.reports.append(logged(report, session.logged_at))
            if report.rater == Rater.THERAPIST:
                own = report
            if report.rater == Rater.OBSERVER and report.strain == Strain.YES:
                for marker in answers.observed(self.dice, report):
                    self.markers.append(logged(marker, session.logged_at))
        return own

    def strain(
        self,
        session: Session,
        recognised: Recognised,
        seen: Session,
        later: Sequence[Session],
    ) -> Rupture:
        """A rupture of `session`, noted after the session `seen`, with its life."""
        rupture = strains.rupture(self.dice, session, recognised)
        self.ruptures.append(logged(rupture, seen.logged_at))
        for marker in strains.markers(self.dice, rupture):
            self.markers.append(logged(marker, seen.logged_at))
        outcome = None
        for attempt in strains.attempts(self.dice, rupture, later):
            self.attempts.append(logged(attempt, attempt.session.logged_at))
            outcome = attempt.outcome
        strains.close(self.dice, rupture, outcome, later)
        return rupture

    def settle(self, report: SessionReport, rupture: Rupture) -> None:
        """How far resolved by the end, where no attempt of that session says it."""
        tried = any(
            attempt.rupture is rupture and attempt.session is rupture.session
            for attempt in self.attempts
        )
        if not tried:
            report.resolution = self.dice.maybe(0.6, answers.RESOLUTIONS, None)

    def moment_after(self, session: Session) -> datetime.datetime:
        """When it was logged: mostly within minutes, sometimes the day after."""
        begun = at(session.date, session.time or EVENING)
        minutes = self.dice.randint(50, 70)
        if self.dice.chance(0.15):
            minutes += self.dice.randint(60, 30 * 60)
        return min(begun + datetime.timedelta(minutes=minutes), self.midnight)


def at(date: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(date, time, timezone.get_current_timezone())


def logged(row: Row, moment: datetime.datetime) -> Row:
    row.logged_at = moment
    return row
