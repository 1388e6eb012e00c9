"""The held sessions of cases in order: how many lie between two of them, and when."""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import QuerySet

from ruptures.models import Case
from ruptures.models.session import IN_ORDER_OF_A_CASE, SessionQuerySet
from ruptures.summaries.appointments import HELD, ISO_DATE, Appointment


@dataclass(frozen=True, slots=True)
class Chronicle:
    """`places` gives a held session's place in its case, from 0.

    `held` has the ISO dates of each case's held sessions, `all` those of all its
    appointments.
    """

    places: Mapping[int, int]
    held: Mapping[int, Sequence[str]]
    all: Mapping[int, Sequence[str]]

    @classmethod
    def of(
        cls, sessions: SessionQuerySet, cases: Iterable[int] | QuerySet[Case]
    ) -> Self:
        """Read the `sessions` of those cases, of whatever date: one statement."""
        rows = (
            sessions.filter(case__in=cases)
            .order_by("case_id", *IN_ORDER_OF_A_CASE)
            .values_list("pk", "case_id", "attendance", ISO_DATE)
        )
        return cls.told(Appointment(*row) for row in rows)

    @classmethod
    def told(cls, rows: Iterable[Appointment]) -> Self:
        """From rows in order, case by case."""
        places: dict[int, int] = {}
        held: dict[int, list[str]] = defaultdict(list)
        every: dict[int, list[str]] = defaultdict(list)
        for session, case, attendance, day, _therapist, _client, _observer in rows:
            every[case].append(day)
            if attendance in HELD:
                places[session] = len(held[case])
                held[case].append(day)
        return cls(places, held, every)

    def last(self, case: int, until: str | None = None) -> int:
        """The place of the case's last held session, up to an ISO day where one is."""
        days = self.held.get(case, ())
        return (bisect_right(days, until) if until else len(days)) - 1

    def dates(self, case: int) -> Iterator[datetime.date]:
        """Days of all its appointments, of whatever attendance."""
        return map(datetime.date.fromisoformat, self.all.get(case, ()))
