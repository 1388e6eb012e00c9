"""Exports of REDCap by their headings: raw names, or labels in their place.

Of a field with several boxes each is a column: `marker___2`, or with labels
"Marker (choice=Withdrawal)". What REDCap adds to the fields of a project is the same
everywhere; with labels, headings need not differ from each other.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

EVENT = {"redcap_event_name", "Event Name"}
ROW = {"redcap_repeat_instrument", "Repeat Instrument"}
NUMBER = {"redcap_repeat_instance", "Repeat Instance"}
SAYS_NOTHING = {
    *("redcap_data_access_group", "Data Access Group"),
    *("redcap_survey_identifier", "Survey Identifier"),
}
STATUS = "Complete?"  # of every form
LABELS = {STATUS, "Survey Timestamp"} | {
    name for name in EVENT | ROW | NUMBER | SAYS_NOTHING if " " in name
}
SIGNS = LABELS | EVENT | ROW | NUMBER | SAYS_NOTHING


class Box(NamedTuple):
    """A field, and which of its choices: a code, or its label."""

    field: str
    choice: str


def is_export(header: Sequence[str]) -> bool:
    return any(name in SIGNS or is_box(name) for name in header)


def is_box(name: str) -> bool:
    return box_of(name) is not None


def box_of(name: str) -> Box | None:
    field, is_labelled, choice = as_labelled(name).partition(" (choice=")
    if is_labelled and choice.endswith(")"):
        return Box(field, choice[:-1])
    field, is_raw, choice = name.partition("___")
    return Box(field, choice) if field and is_raw and choice else None


def own(header: Sequence[str]) -> Iterator[str]:
    """Columns that it adds and that say nothing here: how far a form is, and so on."""
    if not is_export(header):
        return
    for name in header:
        label = as_labelled(name)
        if label in SAYS_NOTHING or label == STATUS or name.endswith("_complete"):
            yield name


def added(header: Sequence[str], used: Collection[str]) -> list[str]:
    """Columns that it adds and that nothing is made of."""
    return [name for name in own(header) if name not in used]


def told_apart(header: Sequence[str]) -> tuple[str, ...]:
    """With labels, a heading that was there before gets its number; others stay."""
    if LABELS.isdisjoint(header):
        return tuple(header)
    found, before = [], Counter[str]()
    for name in header:
        before[name] += 1
        again = name and before[name] > 1
        found.append(f"{name} ({before[name]})" if again else name)
    return tuple(found)


def as_labelled(name: str) -> str:
    """Without that number."""
    label, _sign, number = name.rpartition(" (")
    return label if number[:-1].isdecimal() and number.endswith(")") else name
