"""The whole practice, written in large batches: accounts, and cases with all theirs."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db import transaction

from ruptures.models import (
    Case,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Session,
    SessionReport,
    User,
)
from ruptures.seeding.caseload import caseload
from ruptures.seeding.dice import Dice
from ruptures.seeding.story import Story

WRITTEN_AT_ONCE = 2_000  # sessions


class NotEmpty(Exception):  # noqa: N818  a state, as the command tells it
    """The database holds cases that this seed did not make."""


@dataclass
class Rows:
    """What is made and not yet written; a list each, in the order of writing."""

    cases: list[Case] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    reports: list[SessionReport] = field(default_factory=list)
    ruptures: list[Rupture] = field(default_factory=list)
    markers: list[RuptureMarker] = field(default_factory=list)
    attempts: list[RepairAttempt] = field(default_factory=list)

    def add(self, story: Story) -> None:
        for name, rows in vars(self).items():
            rows.extend(getattr(story, name))
        if len(self.sessions) >= WRITTEN_AT_ONCE:
            self.write()

    def write(self) -> None:
        for rows in vars(self).values():
            if rows:
                type(rows[0])._default_manager.bulk_create(rows)
                rows.clear()


def seed_practice(
    *, therapists: int, sessions: int, seed: int, until: datetime.date
) -> bool:
    """Fill an empty database; False where this very practice is there already.

    Every session is before `until`. Raises NotEmpty on a database with other cases.
    """
    dice = Dice(f"{therapists} therapists, {sessions} sessions, seed {seed}")
    mark = dice.key()  # of the first case: the same for the same three numbers
    if Case.objects.filter(synthetic=False).exists():
        raise NotEmpty("This database holds cases that are not synthetic.")
    if Case.objects.filter(key=mark).exists():
        return False
    if Case.objects.exists():
        raise NotEmpty("This database holds another synthetic practice.")
    with transaction.atomic():
        fill(dice, mark, shares(sessions, therapists), until)
    return True


def shares(sessions: int, therapists: int) -> list[int]:
    """How many sessions each therapist gets; the first ones take what is left over."""
    each, left = divmod(sessions, therapists)
    return [each + (place < left) for place in range(therapists)]


def fill(dice: Dice, mark: uuid.UUID, parts: list[int], until: datetime.date) -> None:
    rows, taken = Rows(), set[str]()
    for number, sessions in enumerate(parts, start=1):
        therapist = User.objects.create_user(
            f"therapist{number}@demo.example", is_owner=number == 1
        )
        for treatment in caseload(dice, therapist, sessions, until, taken):
            if len(taken) == 1:
                treatment.case.key = mark
            rows.add(Story(dice, treatment, until))
        rows.write()
