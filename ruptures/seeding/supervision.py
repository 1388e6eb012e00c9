"""Supervision in the synthetic practice: who was given access, and what they met over.

It is told after the cases and with dice of its own, so that these are what they were
without it. Written as models: there are some dozen rows however large the practice is.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruptures.access import note_access
from ruptures.models import Case, Deed, Grant, Purpose, User
from ruptures.seeding.agenda import Agenda
from ruptures.seeding.clock import DAY, Clock
from ruptures.seeding.dice import Dice
from ruptures.taxonomy import CODE_ALPHABET

SUPERVISOR = "supervisor{}@demo.example"
SUPERVISED = 14  # therapists at most: enough for a funnel plot
MET = 28  # days ago
GIVEN, ENDED, EARLIER, OBSERVED, ASKED = 90, 200, 400, 45, 2  # days ago
NOON = datetime.time(12)


@dataclass(frozen=True)
class Supervision:
    """Grants of every kind, as far as there are therapists and cases for them."""

    dice: Dice
    clock: Clock
    therapists: Sequence[User]

    def tell(self) -> None:
        supervisor = User.objects.create_user(SUPERVISOR.format(1))
        first, *others = self.therapists
        self.ended(first, supervisor)
        every = self.give_every_case(first, supervisor, with_notes=True)
        Agenda(self.dice, self.clock, every).tell(met=MET)
        for therapist in others[:1]:
            self.second(therapist, first, supervisor)
        for therapist in others[1:2]:
            self.ask(therapist, supervisor)
        for therapist in others[2:]:
            self.give_every_case(therapist, supervisor)

    def second(self, therapist: User, colleague: User, supervisor: User) -> None:
        """Two cases without notes, and another that a colleague may rate."""
        cases = newest_cases(therapist, 3)
        grant = self.give(therapist, supervisor, GIVEN, cases=cases[:2])
        Agenda(self.dice, self.clock, grant).tell_one()
        if third := cases[2:]:
            self.give(
                therapist, colleague, OBSERVED, purpose=Purpose.OBSERVE, cases=third
            )

    def ended(self, therapist: User, supervisor: User) -> None:
        cases = newest_cases(therapist, 1)
        grant = self.give(therapist, supervisor, EARLIER, cases=cases)
        grant.ended_at, grant.ended_by = self.noon(ENDED), therapist
        grant.save()
        self.note(grant.ended_at, therapist, Deed.ENDED, grant)

    def give_every_case(self, therapist: User, holder: User, **columns: Any) -> Grant:
        return self.give(
            therapist, holder, GIVEN, every_case=True, in_funnel=True, **columns
        )

    def ask(self, therapist: User, supervisor: User) -> Grant:
        """Given and not yet accepted."""
        return self.grant(therapist, supervisor, ASKED, every_case=True)

    def give(
        self,
        therapist: User,
        holder: User,
        ago: int,
        cases: Sequence[Case] = (),
        **columns: Any,
    ) -> Grant:
        """Given so many days ago and accepted the day after."""
        accepted = self.noon(ago - 1)
        grant = self.grant(therapist, holder, ago, accepted_at=accepted, **columns)
        grant.cases.set(cases)
        self.note(accepted, holder, Deed.ACCEPTED, grant)
        return grant

    def grant(self, therapist: User, holder: User, ago: int, **columns: Any) -> Grant:
        columns = {"purpose": Purpose.SUPERVISE} | columns
        grant = Grant.objects.create(
            key=uuid.UUID(self.dice.key()),
            submission=uuid.UUID(self.dice.key()),
            reporter="".join(self.dice.choices(CODE_ALPHABET, k=3)),
            therapist=therapist,
            holder=holder,
            email=holder.email,
            starts_on=self.clock.until - DAY * ago,
            made_at=self.noon(ago),
            **columns,
        )
        self.note(grant.made_at, therapist, Deed.GRANTED, grant)
        return grant

    def noon(self, ago: int) -> datetime.datetime:
        day = self.clock.until - DAY * ago
        return datetime.datetime.combine(day, NOON, self.clock.zone)

    def note(self, at: datetime.datetime, actor: User, deed: Deed, of: Grant) -> None:
        note_access(actor, deed, owner=of.therapist, grant=of, at=at)


def newest_cases(therapist: User, most: int) -> list[Case]:
    """Running ones first, the latest begun of them foremost."""
    own = Case.objects.editable_by(therapist)
    running = own.running().order_by("-started_on", "code")
    return [*running, *own.ended()][:most]
