"""Open ruptures by how many held sessions ago they arose."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.strands import Strand, age

AGES: tuple[tuple[int, int | None], ...] = ((0, 1), (2, 3), (4, 8), (9, None))


@dataclass(frozen=True, slots=True)
class OpenAge:
    """Open ruptures by type that arose so many held sessions ago.

    `most` is None for the oldest, without an end.
    """

    least: int
    most: int | None
    counts: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class OpenNow:
    """Open ruptures of running cases by age, whenever they arose.

    Those that were open when their case ended do not age: they are counted apart.
    """

    ages: tuple[OpenAge, ...]
    at_the_end: int

    @property
    def count(self) -> int:
        return sum(each.count for each in self.ages)


def open_now(
    strands: Iterable[Strand], chronicle: Chronicle, wanted: str = ""
) -> OpenNow:
    """Sort what is open of the `wanted` type, "" for all; `chronicle` tells of all."""
    waiting = [each for each in strands if each.open and each.is_of(wanted)]
    running = [each for each in waiting if not each.case_ended]
    return OpenNow(_by_age(running, chronicle), len(waiting) - len(running))


def _by_age(strands: Iterable[Strand], chronicle: Chronicle) -> tuple[OpenAge, ...]:
    found: dict[int, Counter[str]] = {least: Counter() for least, _ in AGES}
    for strand in strands:
        since = max(0, age(strand, chronicle))
        found[max(least for least in found if least <= since)][strand.type] += 1
    return tuple(OpenAge(least, most, found[least]) for least, most in AGES)
