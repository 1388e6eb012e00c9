"""A day, a week or a month of the calendar, and the ones beside it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from ruptures.period import DAY, month_after


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both included; a week begins on Monday."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def day(cls, day: datetime.date) -> Self:
        return cls(day, day)

    @classmethod
    def week(cls, day: datetime.date) -> Self:
        first = day - day.weekday() * DAY
        return cls(first, first + 6 * DAY)

    @classmethod
    def month(cls, day: datetime.date) -> Self:
        return cls(month_after(day, 0), month_after(day) - DAY)

    @property
    def before(self) -> datetime.date:
        """The last day of the one before."""
        return self.first - DAY

    @property
    def after(self) -> datetime.date:
        """The first day of the next one."""
        return self.last + DAY

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[datetime.date]:
        for place in range((self.last - self.first).days + 1):
            yield self.first + place * DAY
