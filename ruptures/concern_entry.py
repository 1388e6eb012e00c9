"""What is written of a concern, and how it has to be to stay."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.models import Concern, User
from ruptures.models.case import EARLIEST
from ruptures.recording.notes import fit_text

TEXTS = ("text", "consulted", "done")


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
    texts = {name: _fit(name, getattr(entry, name)) for name in TEXTS}
    return {"kind": entry.kind, "closed_on": _past(entry.closed_on), **texts}


def _fit(name: str, text: str) -> str:
    """As `fit_text` has it; only what it is must be said. Errors name the field."""
    if name != "text" and not text.strip():
        return ""
    try:
        return fit_text(text)
    except ValidationError as error:
        raise ValidationError({name: error.error_dict["text"]}) from None


def _past(day: datetime.date | None) -> datetime.date | None:
    if day and day > timezone.localdate():
        raise ValidationError({"closed_on": _("This date is in the future.")})
    if day and day < EARLIEST:
        raise ValidationError({"closed_on": _("Look at the year again.")})
    return day
