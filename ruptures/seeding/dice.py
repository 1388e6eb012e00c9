"""Chance that comes out the same for the same seed, keys included."""

import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

UUID_VERSION_4 = 0x4000_8000_0000_0000_0000
UUID_RANDOM = ~(0xF000_C000_0000_0000_0000)


class Weighted(Generic[T]):
    """Items and how likely each is; the weights need not add up to 1.

    Choices become their plain values: an enum's member is slow to hand over and store.
    """

    def __init__(self, weights: Mapping[T, float]):
        total = sum(weights.values())
        self.items = tuple(map(plain, weights))
        self.ends = [end / total for end in accumulate(weights.values())]


def plain(item: T) -> T:
    return item.value if isinstance(item, Enum) else item


class Dice(random.Random):
    """Its own methods are some times quicker than those they stand in for."""

    def key(self) -> str:
        """A random UUID, as 32 hexadecimal digits."""
        return f"{self.getrandbits(128) & UUID_RANDOM | UUID_VERSION_4:032x}"

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def one(self, weighted: Weighted[T]) -> T:
        return weighted.items[bisect(weighted.ends, self.random())]

    def maybe(self, probability: float, weighted: Weighted[T], empty: U) -> T | U:
        return self.one(weighted) if self.random() < probability else empty

    def some(self, items: Sequence[T], most: int) -> list[T]:
        """From one to `most` different items."""
        wanted = min(self.between(1, most), len(items))
        found: list[T] = []
        while len(found) < wanted:
            if (item := self.pick(items)) not in found:
                found.append(item)
        return found

    def codes(self, codes: Sequence[str], most: int) -> str:
        """From one to `most` codes of a catalogue in its order, as they are stored."""
        found = self.some(codes, most)
        return ",".join(sorted(found, key=codes.index))
