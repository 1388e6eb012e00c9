"""Instruments whose totals are kept: read from TOML, refused with file and line."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from ruptures.toml_rows import (
    Source,
    bad,
    refuse_blank,
    refuse_no_doi,
    refuse_twice,
)

SHIPPED = Path(__file__).parent / "reference_data" / "instruments.toml"
RATERS = ("client", "therapist", "observer")
KINDS = ("alliance", "outcome")
TOTAL, MEAN = "total", "mean"
WIDEST = 9999  # what the column of a score can hold
FINEST = 2  # digits after the point, likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A form that is filled in for a session; only its total (or mean) is known here.

    `decimals` is how many digits a total may have after the point. `line` is the
    instrument's own published threshold; `reliability` and `sd` are those of a sample,
    each with where it was read.
    """

    key: str
    name: str
    about: str
    kind: str
    given_as: str
    minimum: float
    maximum: float
    decimals: int
    higher_is_better: bool
    raters: tuple[str, ...]
    citation: str
    doi: str
    verified: str
    checked_on: datetime.date
    line: float | None = None
    line_source: str = ""
    reliability: float | None = None
    reliability_source: str = ""
    sd: float | None = None
    sd_source: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError(field, message) for the first value that cannot be."""
        refuse_blank(self, "key", "name", "about", "citation", "verified")
        refuse_no_doi(self.doi)
        self._check_words()
        self._check_range()
        self._check_sourced("line", within=(self.minimum, self.maximum))
        self._check_sourced("reliability", within=(0, 1))
        self._check_sourced("sd", within=(0, self.maximum - self.minimum))
        self._check_error()

    def _check_words(self) -> None:
        if not re.fullmatch(r"(?=.{2,30}$)[a-z0-9]+(-[a-z0-9]+)*", self.key):
            raise ValueError("key", "a key is of small letters, digits and hyphens")
        if self.kind not in KINDS:
            raise ValueError("kind", f"unknown kind {self.kind!r}")
        if self.given_as not in (TOTAL, MEAN):
            raise ValueError("given_as", f"given_as is {TOTAL!r} or {MEAN!r}")
        if not self.raters or not set(self.raters) <= set(RATERS):
            raise ValueError("raters", f"raters are of {', '.join(RATERS)}")

    def _check_range(self) -> None:
        if max(abs(self.minimum), abs(self.maximum)) > WIDEST:
            raise ValueError("maximum", f"a range lies within {WIDEST} of 0")
        if not self.minimum < self.maximum:
            message = f"minimum {self.minimum} is not below maximum {self.maximum}"
            raise ValueError("minimum", message)
        if not 0 <= self.decimals <= FINEST:
            raise ValueError("decimals", f"decimals are from 0 to {FINEST}")

    def _check_error(self) -> None:
        """No sample varies not at all, nor is any form without error: a change could
        not be judged by either.
        """
        if self.reliability == 1:
            raise ValueError("reliability", "reliability is below 1")
        if self.sd == 0:
            raise ValueError("sd", "sd is above 0")

    def _check_sourced(self, name: str, within: tuple[float, float]) -> None:
        """A number that was published says where; None needs no source."""
        value = getattr(self, name)
        if value is None:
            return
        if not within[0] <= value <= within[1]:
            raise ValueError(name, f"{name} is from {within[0]} to {within[1]}")
        refuse_blank(self, f"{name}_source")


@cache
def instruments(own: Path | None = None) -> dict[str, Instrument]:
    """The shipped ones, then those of the practice's folder `own`, by key.

    Raises ReferenceFileError, naming file and line.
    """
    files = [SHIPPED, *(sorted(own.glob("*.toml")) if own else [])]
    found = [(file, each) for file in files for each in read(file)]
    refuse_twice((file, each.key) for file, each in found)
    return {each.key: each for _, each in found}


def name_of(key: str, own: Path | None = None) -> str:
    """What people call it; the key where its file is gone."""
    found = instruments(own).get(key)
    return found.name if found else key


def without_zeros(value: Decimal) -> Decimal:
    """52 for 52.00, and 36.5 for 36.50."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def read(file: Path) -> tuple[Instrument, ...]:
    rows = Source.of(file, "instrument").rows("instrument", Instrument)
    if not rows:
        raise bad(file, 1, "no [[instrument]] in it")
    return rows
