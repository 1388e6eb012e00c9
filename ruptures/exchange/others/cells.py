"""Cells as other programs write them: days, times, numbers, codes.

Each reader raises ValidationError, saying what was expected.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ruptures.exchange.others.days import day, moment, time_of_day
from ruptures.exchange.others.fields import HIGHEST
from ruptures.exchange.others.mapping import Mapping, Meaning
from ruptures.exchange.others.names import labels
from ruptures.exchange.others.targets import BY_NAME, CHECKED, UNCHECKED
from ruptures.recording.scores import ScoreEntry

KEPT = 1000  # cells of a column whose values are not worked out anew
KEPT_OF_ALL = 100_000  # of all columns together
LONGEST_ID = 200
NOTHING = object()  # what a cell that says nothing is read as
Read = Callable[[str], Any]

NUMBER = {
    ".": re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII),
    ",": re.compile(r"[-+]?\d+(,\d+)?", re.ASCII),
}
WHOLE = re.compile(r"(\d+)\.0+", re.ASCII)  # as programs write codes that are numbers


def number(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", cell) or not 1 <= int(cell) <= HIGHEST:
        said = _("A whole number from %(low)s to %(high)s was expected.")
        raise ValidationError(said % {"low": 1, "high": HIGHEST})
    return int(cell)


def identity(cell: str) -> str:
    if len(cell) > LONGEST_ID:
        raise ValidationError(_("An id was expected, not a text of this length."))
    return cell


def total(cell: str, meaning: Meaning, decimal: str) -> dict[str, Any]:
    """A score's values; ValidationError also where it is outside the range."""
    if not NUMBER[decimal].fullmatch(cell):
        said = _("A number was expected, like %(example)s.")
        raise ValidationError(said % {"example": f"36{decimal}5"})
    value = Decimal(cell.replace(",", "."))
    return ScoreEntry(meaning.instrument, meaning.rater, value).values


def code(cell: str, meaning: Meaning, values: dict[str, str]) -> Any:
    """What the mapping's values say of the cell; without any, it has to be a code."""
    target = BY_NAME[meaning.means]
    if not values:
        return target.value(cell.lower() if target.codes else cell)
    if cell not in values:
        said = _("One of these was expected: %(all)s.")
        raise ValidationError(said % {"all": known_in(meaning)})
    return target.value(values[cell])


def coded(meaning: Meaning) -> Read:
    values = {plain(cell): code for cell, code in meaning.values.items()}
    return partial(code, meaning=meaning, values=values)


def box(cell: str, read: Read, choice: str) -> Any:
    """What it stands for; NOTHING where it is not checked, which nobody may have seen.

    REDCap writes that also where nobody was asked.
    """
    return choice if read(cell) in CHECKED else NOTHING


def nothing_in(meaning: Meaning, mapping: Mapping) -> frozenset[str]:
    """Cells of that column, in small letters, that say nothing."""
    if meaning.means != "box":
        return mapping.nothing
    values = meaning.values or dict(zip(UNCHECKED, UNCHECKED, strict=True))
    unchecked = {cell.lower() for cell in values if values[cell] in UNCHECKED}
    return mapping.nothing | unchecked


def known_in(meaning: Meaning) -> str:
    """The cells of which it is said what they mean, each with that."""
    named = dict(labels(meaning.means))
    found = meaning.values.items()
    return ", ".join(f"{cell} ({named.get(code, code)})" for cell, code in found)


def reader(meaning: Meaning, mapping: Mapping) -> Read:
    """From a cell to a value: NOTHING where the cell says nothing."""
    special: dict[str, Read] = {
        "case": identity,
        "start": partial(day, order=mapping.dates),
        "date": partial(moment, order=mapping.dates),
        "time": time_of_day,
        "number": number,
        "box": partial(box, read=coded(meaning), choice=meaning.choice),
        "score": partial(total, meaning=meaning, decimal=mapping.decimal),
    }
    read = special.get(meaning.means) or coded(meaning)
    nothing = {""} if meaning.means == "case" else mapping.nothing

    def read_cell(cell: str) -> Any:
        text = " ".join(cell.split())
        if text.lower() in nothing:
            return NOTHING
        return read(text if meaning.means in EXACT else plain(text))

    kept = min(KEPT, KEPT_OF_ALL // max(len(mapping.columns), 1))
    return lru_cache(kept)(read_cell)


EXACT = {"case", "start", "date", "time", "score"}


def plain(text: str) -> str:
    """1 for 1.0."""
    found = WHOLE.fullmatch(text)
    return found[1] if found else text
