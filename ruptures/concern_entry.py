"""What is written of a concern, and how it has to be to stay."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruptures.models import Concern, User
from ruptures.recording.notes import fit_text, fit_text_of
from ruptures.saving import refuse_day


@dataclass(frozen=True)
class ConcernEntry:
    """What is written; `closed_on` is the day it was settled, and `shared_with` are
    those of `supervisors_of` the case who may read it.
    """

    kind: str
    text: str
    consulted: str = ""
    done: str = ""
    closed_on: datetime.date | None = None
    shared_with: Sequence[User] = ()


def stands_so(concern: Concern, entry: ConcernEntry) -> bool:
    values = values_of(entry)
    return all(getattr(concern, name) == value for name, value in values.items())


def values_of(entry: ConcernEntry) -> dict[str, Any]:
    """What stays of it, fit to be kept; errors name their field."""
    if entry.closed_on:
        refuse_day(entry.closed_on, "closed_on")
    return {
        "kind": entry.kind,
        "text": fit_text(entry.text),
        "consulted": fit_text_of("consulted", entry.consulted),
        "done": fit_text_of("done", entry.done),
        "closed_on": entry.closed_on,
    }
