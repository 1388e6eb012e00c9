"""Scores of one case as series: by instrument and by who filled it in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from ruptures.models.score import ScoreQuerySet


@dataclass(frozen=True, slots=True)
class Point:
    """A score at the place of its session; `turned` so that higher is better."""

    place: int
    value: float
    turned: float


@dataclass(frozen=True, slots=True)
class Series:
    """The scores of one instrument by one rater, in the order of their sessions."""

    instrument: str
    rater: str
    minimum: float
    maximum: float
    higher_is_better: bool
    points: tuple[Point, ...]

    @property
    def code(self) -> str:
        """Names the series in an address."""
        return f"{self.instrument}.{self.rater}"

    @property
    def values(self) -> list[float]:
        return [point.value for point in self.points]


def all_series(scores: ScoreQuerySet, places: Mapping[int, int]) -> tuple[Series, ...]:
    """Series from the scoped scores of one case, the longest first: one statement.

    `places` gives the place of each session.
    """
    found: dict[tuple[str, str], list[tuple]] = defaultdict(list)
    rows = scores.order_by().values_list(
        "instrument",
        "rater",
        "session_id",
        "value",
        "minimum",
        "maximum",
        "higher_is_better",
    )
    for instrument, rater, session, *score in rows:
        numbers = [float(cast(Decimal, number)) for number in score]
        found[instrument, rater].append((places[session], *numbers))
    series = [_series(*key, sorted(rows)) for key, rows in sorted(found.items())]
    return tuple(sorted(series, key=lambda each: -len(each.points)))


def _series(instrument: str, rater: str, rows: Sequence[tuple]) -> Series:
    *_, higher = rows[-1]
    return Series(
        instrument,
        rater,
        min(row[2] for row in rows),
        max(row[3] for row in rows),
        bool(higher),
        tuple(Point(row[0], row[1], _turned(*row[1:])) for row in rows),
    )


def _turned(value: float, minimum: float, maximum: float, higher: float) -> float:
    """As `Score.turned` has it, of a row without its model."""
    return value if higher else minimum + maximum - value
