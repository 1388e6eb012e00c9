"""A stretch of days, and the calendar months in it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

DAY = datetime.timedelta(days=1)


def month_after(day: datetime.date, months: int = 1) -> datetime.date:
    """The first day of the month that lies so many months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (None: from the first session) to `end`, both included.

    `known_to` is the last day that can have been logged: a month that goes on after it
    is only a part of itself.
    """

    start: datetime.date | None
    end: datetime.date
    known_to: datetime.date

    @classmethod
    def of_months(cls, count: int, today: datetime.date) -> Self:
        """So many whole months, the present one the last of them."""
        return cls(month_after(today, 1 - count), _month_end(today), today)

    @classmethod
    def all_until(cls, today: datetime.date) -> Self:
        return cls(None, _month_end(today), today)

    @property
    def last_day(self) -> datetime.date:
        return min(self.end, self.known_to)

    @property
    def iso(self) -> tuple[str, str]:
        """First and last day as ISO text, to compare many such texts with."""
        return self.start.isoformat() if self.start else "", self.last_day.isoformat()

    def months(self, earliest: datetime.date) -> Iterator[datetime.date]:
        """First days of its months in order, from that of `earliest` if it is open."""
        month = (self.start or earliest).replace(day=1)
        while month <= self.last_day:
            yield month
            month = month_after(month)

    def cuts(self, month: datetime.date) -> bool:
        """Whether only a part of that month lies in it."""
        begins_later = self.start is not None and self.start > month
        return begins_later or self.last_day < _month_end(month)


def _month_end(day: datetime.date) -> datetime.date:
    return month_after(day) - DAY
