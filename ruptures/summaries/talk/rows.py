"""The rows of running cases from which the list of what to talk about is made."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    FloatField,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from ruptures.instruments import instruments
from ruptures.models import Case, PutOff, Score
from ruptures.summaries.appointments import Appointment
from ruptures.summaries.strands import Strand


class Scored(NamedTuple):
    """A score of an alliance instrument for a session."""

    session: int
    instrument: str
    rater: str
    value: float
    minimum: float
    maximum: float
    higher_is_better: bool = True

    @property
    def turned(self) -> float:
        """The value on a scale where higher is better, as `Score.turned` has it."""
        return self.value if self.higher_is_better else self.turn(self.value)

    def turn(self, value: float) -> float:
        return self.minimum + self.maximum - value


# Case, rule and rupture, and the day from which that entry shows again.
PutOffs = Mapping[tuple[int, str, uuid.UUID | None], datetime.date]


@dataclass(frozen=True, slots=True)
class TalkRows:
    """What the rules look at; appointments in order, case by case.

    Rows of other cases may be among them and are left out.
    """

    cases: Sequence[Case]
    appointments: Sequence[Appointment] = ()
    ruptures: Sequence[Strand] = ()
    scores: Sequence[Scored] = ()
    put_off: PutOffs = field(default_factory=dict)


def talk_rows(
    cases: Iterable[Case],
    appointments: Sequence[Appointment],
    ruptures: Sequence[Strand],
    today: datetime.date,
) -> TalkRows:
    """Add scores and what is put off to rows that are known: one statement.

    Only running ones of the scoped `cases` are asked about.
    """
    running = [case for case in cases if case.ended_on is None]
    keys = [case.pk for case in running]
    scores: list[Scored] = []
    put_off: dict[tuple[int, str, uuid.UUID | None], datetime.date] = {}
    rows: Iterable[Any] = _scores(keys).union(_put_off(keys, today), all=True)
    for until, row, word, other, *score in rows:
        if until is None:
            scores.append(Scored(row, word, other, *score))
        else:
            put_off[row, word, uuid.UUID(other) if other else None] = until
    return TalkRows(running, appointments, ruptures, scores, put_off)


def _scores(cases: Sequence[int]) -> QuerySet[Score, Any]:
    """Of instruments that are known to ask about the alliance, in any order."""
    known = instruments(settings.OWN_INSTRUMENTS).items()
    alliance = [key for key, instrument in known if instrument.kind == "alliance"]
    return (
        Score.objects.filter(session__case__in=cases, instrument__in=alliance)
        .order_by()
        .values_list(
            Value(None, DateField()),
            "session_id",
            "instrument",
            "rater",
            *(Cast(name, FloatField()) for name in ("value", "minimum", "maximum")),
            "higher_is_better",
        )
    )


def _put_off(cases: Sequence[int], today: datetime.date) -> QuerySet[PutOff, Any]:
    """In the columns of the scores; those that show again are left out."""
    return (
        PutOff.objects.filter(case__in=cases, until__gt=today)
        .order_by()
        .values_list(
            "until",
            "case_id",
            "rule",
            Cast("rupture__key", CharField(max_length=36)),
            *(Value(None, FloatField()) for _column in range(3)),
            Value(None, BooleanField()),
        )
    )
