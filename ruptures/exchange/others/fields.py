"""Fields of a mapping as JSON has them: each reader raises ValueError or TypeError."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from ruptures.exchange.others.mapping import ORDERS
from ruptures.exchange.others.sniffing import DELIMITERS, ENCODINGS
from ruptures.exchange.others.targets import TARGETS

FARTHEST = 366  # days between two sessions
HIGHEST = 9999  # number of a session
LONGEST_WORD = 200
Read = Callable[[Any], Any]
Field = tuple[Read, str | Promise]  # and what was expected


def none(_value: Any) -> Any:
    raise ValueError


def one_of(*allowed: str) -> Field:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError
        return str(value)

    shown = " ".join(each.replace("\t", "\\t") for each in allowed)
    return read, _expected(shown)


def _expected(shown: str) -> Promise:
    return format_lazy(gettext_lazy("One of these was expected: {all}"), all=shown)


def word(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORD or "\0" in value:
        raise ValueError
    value.encode()  # JSON may hold half of a sign
    return value


def words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError
    return tuple(word(each) for each in value)


def codes(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError
    return {word(cell): word(code) for cell, code in value.items()}


def day(value: Any) -> datetime.date:
    return datetime.date.fromisoformat(word(value))


def up_to(highest: int) -> Field:
    def read(value: Any) -> int:
        if type(value) is not int or not 1 <= value <= highest:
            raise ValueError
        return value

    said = gettext_lazy("A whole number from 1 to {high} was expected.")
    return read, format_lazy(said, high=highest)


UNKNOWN: Field = none, gettext_lazy("Not known here.")
TEXT = word, gettext_lazy("A short text was expected.")
OF_FILE: dict[str, Field] = {
    "encoding": one_of(*ENCODINGS),
    "delimiter": one_of(*DELIMITERS),
    "sheet": TEXT,
    "decimal": one_of(".", ","),
    "dates": one_of(*ORDERS),
    "missing": (words, gettext_lazy("A list of texts was expected.")),
    "start": (day, gettext_lazy("A day was expected, like 2026-11-21.")),
    "every": up_to(FARTHEST),
    "ids": TEXT,
}
OF_COLUMN: dict[str, Field] = {
    "column": TEXT,
    "means": one_of(*(target.name for target in TARGETS)),
    "rater": TEXT,
    "instrument": TEXT,
    "choice": TEXT,
    "session": up_to(HIGHEST),
    "values": (codes, gettext_lazy("Cells with our codes were expected.")),
}
