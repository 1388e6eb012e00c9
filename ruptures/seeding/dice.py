"""Chance that comes out the same for the same seed, keys included."""

import random
import uuid
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Dice(random.Random):
    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.getrandbits(128), version=4)

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def one(self, weights: Mapping[T, float]) -> T:
        """One of the mapping's keys; the weights need not add up to 1."""
        return self.choices(list(weights), list(weights.values()))[0]

    def some(self, items: Sequence[T], most: int) -> list[T]:
        """From one to `most` different items."""
        return self.sample(items, min(self.randint(1, most), len(items)))

    def maybe(self, probability: float, weights: Mapping[T, float], empty: U) -> T | U:
        return self.one(weights) if self.chance(probability) else empty
