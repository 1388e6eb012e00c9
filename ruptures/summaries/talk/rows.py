"""The rows of running cases from which the list of what to talk about is made."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import (
    BooleanField,
    CharField,
    FloatField,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from ruptures.instruments import instruments
from ruptures.models import Case, PutOff, Score
from ruptures.prepared import Prepared
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
    scores: list[Scored] = []
    put_off: dict[tuple[int, str, uuid.UUID | None], datetime.date] = {}
    for until, row, word, other, *score in _asked(running):
        if until is None:
            scores.append(Scored(row, word, other, *score))
        elif until > today.isoformat():
            key = uuid.UUID(other) if other else None
            put_off[row, word, key] = datetime.date.fromisoformat(until)
    return TalkRows(running, appointments, ruptures, scores, put_off)


def _asked(cases: Sequence[Case]) -> Iterable[Any]:
    """Scores of instruments that are known to ask about the alliance, and put-offs."""
    known = instruments(settings.OWN_INSTRUMENTS).items()
    alliance = (key for key, instrument in known if instrument.kind == "alliance")
    return _prepared(tuple(alliance))([case.pk for case in cases])


@cache
def _prepared(instruments: Sequence[str]) -> Prepared[tuple[Any, ...]]:
    return Prepared(
        lambda cases: _scores(cases, instruments).union(_put_off(cases), all=True),
        tuple,
    )


def _scores(cases: Sequence[int], instruments: Sequence[str]) -> QuerySet[Score, Any]:
    """In any order."""
    return (
        Score.objects.filter(session__case__in=cases, instrument__in=instruments)
        .order_by()
        .values_list(
            Value(None, CharField()),
            "session_id",
            "instrument",
            "rater",
            *(Cast(name, FloatField()) for name in ("value", "minimum", "maximum")),
            "higher_is_better",
        )
    )


def _put_off(cases: Sequence[int]) -> QuerySet[PutOff, Any]:
    """In the columns of the scores; those that show again are among them."""
    return (
        PutOff.objects.filter(case__in=cases)
        .order_by()
        .values_list(
            Cast("until", CharField(max_length=10)),
            "case_id",
            "rule",
            Cast("rupture__key", CharField(max_length=36)),
            *(Value(None, FloatField()) for _column in range(3)),
            Value(None, BooleanField()),
        )
    )
