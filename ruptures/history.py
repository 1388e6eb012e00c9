"""Acts on a case in plain words: which fields changed, from what to what."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.formats import date_format, number_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruptures.instruments import name_of, without_zeros
from ruptures.models import Act, Case, Change, Rupture, Session
from ruptures.models.base import CodesField
from ruptures.models.encrypted import Unreadable
from ruptures.recording.snapshots import TABLES, kept_fields, points_to_clinical

ROWS: dict[str, str | Promise] = {
    "case": gettext_lazy("Case"),
    "session": gettext_lazy("Session"),
    "sessionreport": gettext_lazy("Answer"),
    "rupture": gettext_lazy("Rupture"),
    "rupturemarker": gettext_lazy("Marker"),
    "repairattempt": gettext_lazy("Repair attempt"),
    "score": gettext_lazy("Score"),
    "note": gettext_lazy("Note"),
    "putoff": gettext_lazy("Entry to talk about"),
}
# What says nothing to a reader: bookkeeping, and whose the case is.
UNSAID = {
    "version",
    "logged_at",
    "synthetic",
    "therapist",
    "hold_by",
    "order",
    "minimum",
    "maximum",
    "higher_is_better",
}


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field that changed; a new row has no before, a lost one no after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowWords:
    """What an act did to one row; no fields where no key here opens the change."""

    row: str | Promise
    made: bool
    gone: bool
    fields: tuple[FieldWords, ...]
    readable: bool


@dataclass(frozen=True, slots=True)
class ActWords:
    """An act, the day of the session it was about, and its changes."""

    act: Act
    day: datetime.date | None
    rows: tuple[RowWords, ...]

    @property
    def undone(self) -> bool:
        return hasattr(self.act, "undone_by")


@dataclass(frozen=True, slots=True)
class Days:
    """Which day a session was, by its key, also where it is deleted by now."""

    of_session: Mapping[str, datetime.date]
    session_of_rupture: Mapping[str, str]

    @classmethod
    def of(cls, case: Case) -> "Days":
        deleted = Change.objects.filter(act__case=case, after__isnull=True)
        days: dict[str, datetime.date] = {}
        ruptures: dict[str, str] = {}
        for table, key, before in deleted.filter(
            table__in=["session", "rupture"]
        ).values_list("table", "row", "before"):
            if isinstance(before, Unreadable):
                continue
            stood = before or {}
            if table == "session":
                days[str(key)] = datetime.date.fromisoformat(stood["date"])
            else:
                ruptures[str(key)] = stood["session"]
        sessions = Session.objects.filter(case=case).values_list("key", "date")
        found = Rupture.objects.filter(session__case=case)
        days |= {str(key): date for key, date in sessions}
        ruptures |= {
            str(key): str(session)
            for key, session in found.values_list("key", "session__key")
        }
        return cls(days, ruptures)

    def about(self, change: Change) -> datetime.date | None:
        if not change.is_readable:
            return None
        values = change.after or change.before or {}
        if change.table == "session":
            return datetime.date.fromisoformat(values["date"])
        of_rupture = self.session_of_rupture.get(values.get("rupture") or "", "")
        return self.of_session.get(values.get("session") or of_rupture)


def in_words(acts: Iterable[Act], days: Days, *, notes: bool) -> list[ActWords]:
    """The acts, told; their changes should be prefetched.

    What a note says is told only with `notes`: to the therapist whose it is.
    """
    return [_act(act, days, notes) for act in acts]


def _act(act: Act, days: Days, notes: bool) -> ActWords:
    changes = list(act.changes.all())
    known = (day for change in changes if (day := days.about(change)))
    return ActWords(
        act, next(known, None), tuple(_row(change, days, notes) for change in changes)
    )


def _row(change: Change, days: Days, notes: bool) -> RowWords:
    told = change.is_readable and (notes or change.table != "note")
    return RowWords(
        row=ROWS[change.table],
        made=change.before is None,
        gone=change.after is None,
        fields=tuple(_fields(change, days)) if told else (),
        readable=change.is_readable,
    )


def _fields(change: Change, days: Days) -> Iterable[FieldWords]:
    before, after = change.before or {}, change.after or {}
    whole = change.before is None or change.after is None
    for field in kept_fields(TABLES[change.table]):
        if field.name in UNSAID or _is_parent(change.table, field):
            continue
        was, now = before.get(field.name), after.get(field.name)
        if whole:
            told = not _is_unsaid(field, now if change.after else was)
        else:
            told = was != now
        if told:
            yield FieldWords(
                _capital(str(field.verbose_name)),
                value_in_words(field, was, days) if before else "",
                value_in_words(field, now, days) if after else "",
            )


def _is_parent(table: str, field: "models.Field[Any, Any]") -> bool:
    """The row it belongs to; only an attempt may move, to another session."""
    movable = table == "repairattempt" and field.name == "session"
    return points_to_clinical(field) and not movable


def _is_unsaid(field: "models.Field[Any, Any]", value: Any) -> bool:
    """Nothing was answered, or what stands there when nothing is."""
    empty = value in (None, "", [], False)
    return empty or (field.has_default() and value == field.get_default())


def value_in_words(field: "models.Field[Any, Any]", value: Any, days: Days) -> str:
    """A value of a snapshot as a person reads it."""
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, dict):  # a note that no key here opened
        return _("cannot be read with the keys here")
    if points_to_clinical(field):
        day = days.of_session.get(value)
        return date_format(day) if day else _("a session since deleted")
    if field.name == "instrument":
        return name_of(value, settings.OWN_INSTRUMENTS)
    for kind, words in TOLD:
        if isinstance(field, kind):
            return words(field, value)
    return str(dict(field.flatchoices).get(value, value))


# How a kind of field is told; any other by its choices, or as it stands.
TOLD: tuple[tuple[type, Callable[[Any, Any], str]], ...] = (
    (
        CodesField,
        lambda field, value: ", ".join(map(str, field.catalogue.labels(value))),
    ),
    (models.BooleanField, lambda _field, value: _("yes") if value else _("no")),
    (
        models.DecimalField,
        lambda _f, value: number_format(without_zeros(Decimal(value))),
    ),
    (
        models.DateField,
        lambda _f, value: date_format(datetime.date.fromisoformat(value)),
    ),
    (
        models.TimeField,
        lambda _f, value: time_format(datetime.time.fromisoformat(value)),
    ),
)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
