"""One treatment told from its first session to its last."""

from collections.abc import Sequence

from ruptures.seeding import answers, notes, scores, strains
from ruptures.seeding.answers import OBSERVER, THERAPIST, YES
from ruptures.seeding.caseload import TOOK_PLACE, Treatment
from ruptures.seeding.dice import Dice
from ruptures.seeding.rows import ReportRow, Rows, RuptureRow, SessionRow

RECOGNISED_LATER = 0.04  # of the sessions that the therapist did not call strained


class Story:
    """A treatment, as `tell` adds it to `rows`."""

    def __init__(self, dice: Dice, rows: Rows, treatment: Treatment):
        self.dice = dice
        self.rows = rows
        self.sessions = treatment.sessions
        self.case = rows.add(treatment.case, self.sessions[0].logged_at)
        for session in self.sessions:
            session.case_id = self.case.id
            rows.add(session, session.logged_at)

    def tell(self) -> None:
        temper = answers.Temper.of_a_case(self.dice)
        held = [each for each in self.sessions if each.attendance in TOOK_PLACE]
        strained = set[int]()
        for place, session in enumerate(held):
            later = held[place + 1 :]
            own = self.answer(temper, session)
            if own and own.strain == YES:
                strained.add(session.id)
                self.strain_of_today(own, session, later)
            elif temper.strain and later and self.dice.chance(RECOGNISED_LATER):
                recognised = self.dice.one(strains.LATE)
                self.strain(session, recognised, later[0], later)
        self.score(held, strained)
        self.note()

    def answer(self, temper: answers.Temper, session: SessionRow) -> ReportRow | None:
        """Everybody's reports on the session; gives back the therapist's."""
        own = None
        for report in answers.answers(self.dice, temper, session.id):
            self.rows.add(report, session.logged_at)
            if report.rater == THERAPIST:
                own = report
            if report.rater == OBSERVER and report.strain == YES:
                for marker in answers.observed(self.dice, report):
                    self.rows.add(marker, session.logged_at)
        return own

    def strain_of_today(
        self, own: ReportRow, session: SessionRow, later: Sequence[SessionRow]
    ) -> None:
        """How far resolved the report says, where no attempt of that session does."""
        if not self.strain(session, strains.SAME, session, later):
            own.resolution = self.dice.maybe(0.6, answers.RESOLUTIONS, None)

    def strain(
        self,
        session: SessionRow,
        recognised: str,
        seen: SessionRow,
        later: Sequence[SessionRow],
    ) -> bool:
        """A rupture of `session`, noted after the session `seen`, with its life.

        True where repair was tried in that very session.
        """
        rupture = strains.rupture(self.dice, session, recognised)
        self.rows.add(rupture, seen.logged_at)
        for marker in strains.markers(self.dice, rupture):
            self.rows.add(marker, seen.logged_at)
        return self.repair(rupture, session, later)

    def repair(
        self, rupture: RuptureRow, arose: SessionRow, later: Sequence[SessionRow]
    ) -> bool:
        outcome, at_once = None, False
        for attempt, session in strains.attempts(self.dice, rupture, arose, later):
            self.rows.add(attempt, session.logged_at)
            outcome = attempt.outcome
            at_once = at_once or session is arose
        strains.close(self.dice, rupture, outcome, self.case, later)
        return at_once

    def score(self, held: Sequence[SessionRow], strained: set[int]) -> None:
        scored = {session.id: session.logged_at for session in held}
        for score in scores.scores(self.dice, list(scored), strained):
            self.rows.add(score, scored[score.session_id])

    def note(self) -> None:
        for note, session in notes.notes(self.dice, self.case, self.sessions):
            self.rows.add(note, session.logged_at)
