"""An entry of the list: why a case stands on it, and since when."""

import datetime
import uuid
from dataclasses import dataclass

from ruptures.models import Case
from ruptures.taxonomy import TalkRule


@dataclass(frozen=True, slots=True)
class TalkRupture:
    """The rupture that an entry is about; `number` is that of its session."""

    key: uuid.UUID
    type: str
    number: int


@dataclass(frozen=True, slots=True)
class TalkScore:
    """A score worse than `limit`, both on the instrument's own scale."""

    instrument: str
    rater: str
    value: float
    limit: float
    higher_is_better: bool


@dataclass(frozen=True, slots=True)
class TalkEntry:
    """What stands out of a running case by one rule.

    `count` is what the rule counted: held sessions, appointments, answers, dates or
    scores; `of` so many, where that matters. `put_off` is the day it shows again.
    """

    rule: TalkRule
    case: Case
    since: datetime.date
    count: int
    of: int = 0
    rupture: TalkRupture | None = None
    score: TalkScore | None = None
    put_off: datetime.date | None = None

    @property
    def rupture_key(self) -> uuid.UUID | None:
        return self.rupture.key if self.rupture else None
