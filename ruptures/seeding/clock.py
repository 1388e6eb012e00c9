"""The practice's days and hours, and the moments at which it logs them."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from ruptures.seeding.dice import Dice

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
EVENING = datetime.time(18)


@dataclass(frozen=True)
class Clock:
    """Every session is before `until`, nothing is logged after its midnight in `zone`.

    Moments are text, in UTC.
    """

    until: datetime.date
    zone: datetime.tzinfo

    @cached_property
    def midnight(self) -> datetime.datetime:
        return datetime.datetime.combine(self.until, datetime.time.min, self.zone)

    def logged_after(
        self, dice: Dice, day: datetime.date, time: datetime.time | None
    ) -> str:
        """Mostly within minutes of the session's end, sometimes the day after."""
        begun = datetime.datetime.combine(day, time or EVENING, self.zone)
        minutes = dice.between(50, 70)
        if dice.chance(0.15):
            minutes += dice.between(60, 30 * 60)
        logged = min(begun + MINUTE * minutes, self.midnight)
        return str(logged.astimezone(datetime.UTC).replace(tzinfo=None))
