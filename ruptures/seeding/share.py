"""One therapist's part of the practice, told by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from ruptures.seeding.caseload import caseload
from ruptures.seeding.clock import Clock
from ruptures.seeding.dice import Dice
from ruptures.seeding.rows import Line, Rows
from ruptures.seeding.story import Story

ROWS_OF_A_SESSION = 10  # of one table, at most; what keeps the ids of shares apart
HANDED_OVER = 2_000  # sessions

Lines = list[list[Line]]  # a list for each of `rows.KINDS`


@dataclass(frozen=True)
class Share:
    """Rows follow from the practice's name and the number; ids from `before`.

    `before` counts the sessions of the therapists before this one.
    """

    practice: str
    number: int
    sessions: int
    before: int
    clock: Clock

    @property
    def keys(self) -> Dice:
        return Dice(f"{self.practice}: keys of therapist {self.number}")

    @property
    def mark(self) -> str:
        """The first case's key."""
        return self.keys.key()

    def tell(self) -> Iterator[Lines]:
        """All rows, some thousand sessions at a time."""
        dice = Dice(f"{self.practice}: therapist {self.number}")
        rows = Rows(self.keys, first=self.before * ROWS_OF_A_SESSION + 1)
        for treatment in caseload(dice, self.clock, self.sessions):
            Story(dice, rows, treatment).tell()
            if len(rows) >= HANDED_OVER:
                yield list(rows.hand_over())
        yield list(rows.hand_over())

    def told(self) -> list[Lines]:
        return list(self.tell())
