"""Acts on a case in plain words: which fields changed, from what to what."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruptures.dates import write_day, write_time
from ruptures.instruments import name_of, without_zeros
from ruptures.models import (
    Act,
    Case,
    Change,
    Session,
    SessionReport,
    User,
    Verb,
)
from ruptures.models.base import ClinicalModel, CodesField
from ruptures.models.encrypted import Unreadable
from ruptures.models.report import SENT
from ruptures.recording.snapshots import (
    TABLES,
    kept_fields,
    points_to_clinical,
    snapshot,
    table_of,
)
from ruptures.recording.writing import lifts_hold
from ruptures.taxonomy import RaisedBy, Rater, RuptureType

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
    "supervisionitem": gettext_lazy("Agenda entry"),
}
# What a row may be tied to anew; else what it points to is the row it belongs to.
TIES = {("repairattempt", "session"), ("sessionreport", "rupture")}
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
    kept_back: bool  # its fields are not for this reader, or for no key here

    @property
    def says_something(self) -> bool:
        """Not so where a row was changed in what is not said, such as its version."""
        return bool(self.made or self.gone or self.fields or self.kept_back)


@dataclass(frozen=True, slots=True)
class ActWords:
    """An act, who did it, the day of the session it was about, and its changes."""

    act: Act
    who: str
    day: datetime.date | None
    rows: tuple[RowWords, ...]

    @property
    def undone(self) -> bool:
        return hasattr(self.act, "undone_by")

    @property
    def can_be_undone(self) -> bool:
        """Whether to offer it: under a hold, only what takes the hold away.

        Never of an import, whose rows are noted in no change.
        """
        if self.act.verb == Verb.IMPORT:
            return False
        held = self.act.case is not None and self.act.case.on_hold
        return not self.undone and (not held or lifts_hold(Verb.UNDO, self.act))


@dataclass(frozen=True, slots=True)
class Days:
    """Which day a session was, by its key, also where it is deleted by now.

    `ruptures` are told by the key of their session and their type; `answered` are the
    sessions that have the therapist's own answer.
    """

    of_session: Mapping[str, datetime.date]
    ruptures: Mapping[str, tuple[str, str]]
    answered: frozenset[str]

    @classmethod
    def of(cls, case: Case) -> "Days":
        """Of the case's sessions, of those moved away, and of those deleted."""
        days: dict[str, datetime.date] = {}
        ruptures: dict[str, tuple[str, str]] = {}
        for table, key, before in _gone_from(case).values_list(
            "table", "row", "before"
        ):
            if isinstance(before, Unreadable):
                continue
            stood = before or {}
            if table == "session":
                days[str(key)] = datetime.date.fromisoformat(stood["date"])
            else:
                ruptures[str(key)] = (stood["session"], stood["type"])
        answered = set()
        for session, date, said, rupture, kind in _standing(case, list(days)):
            days[str(session)] = date
            if said:
                answered.add(str(session))
            if rupture:
                ruptures[str(rupture)] = (str(session), kind)
        return cls(days, ruptures, frozenset(answered))

    def session_named(self, key: str) -> str:
        day = self.of_session.get(key)
        return write_day(day, "DATE_FORMAT") if day else _("a session since deleted")

    def rupture_named(self, key: str) -> str:
        if key not in self.ruptures:
            return _("a rupture since deleted")
        session, kind = self.ruptures[key]
        words = {"day": self.session_named(session), "type": RuptureType(kind).label}
        return _("rupture of %(day)s: %(type)s") % words

    def about(self, change: Change) -> datetime.date | None:
        if not change.is_readable:
            return None
        values = change.after or change.before or {}
        if change.table == "session":
            return datetime.date.fromisoformat(values["date"])
        of_rupture, _type = self.ruptures.get(values.get("rupture") or "", ("", ""))
        return self.of_session.get(values.get("session") or of_rupture)

    def keep_back(self, change: Change) -> bool:
        """Whether it tells what a client sent before the therapist has answered."""
        values = change.after or change.before or {}
        of_client = values.get("rater") == Rater.CLIENT
        sent = of_client and values.get("source") in SENT
        report = change.table == "sessionreport"
        return report and sent and values["session"] not in self.answered


def _gone_from(case: Case) -> "models.QuerySet[Change]":
    """Changes that took a session or a rupture away, or a session to another case."""
    deleted = Q(act__case=case, table__in=["session", "rupture"], after__isnull=True)
    moved = Q(act__from_case=case, table="session")
    return Change.objects.filter(deleted | moved)


def _standing(case: Case, gone: Sequence[str]) -> Iterable[tuple]:
    """One row a rupture, or one for a session without any; whether it is answered."""
    own = SessionReport.objects.filter(session=OuterRef("pk"), rater=Rater.THERAPIST)
    sessions = Session.objects.filter(Q(case=case) | Q(key__in=gone)).order_by()
    return sessions.values_list(
        "key", "date", Exists(own), "ruptures__key", "ruptures__type"
    )


def in_words(acts: Iterable[Act], days: Days, *, reader: User) -> list[ActWords]:
    """The acts, told to `reader`; cases and changes of them should be prefetched.

    What a note says is told to the therapist alone whose it is.
    """
    return [_act(act, days, reader) for act in acts]


def row_in_words(
    row: ClinicalModel,
    days: Days,
    *,
    but: Collection[str] = (),
    called: Mapping[str, str | Promise] = MappingProxyType({}),
) -> list[FieldWords]:
    """What a live row says, field by field, as `after`; not what was not answered,
    nor the fields named in `but`. Those in `called` have other labels there.
    """
    said = {name: value for name, value in snapshot(row).items() if name not in but}
    change = Change(table=table_of(row), row=row.key, after=said)
    return list(_fields(change, days, {**ROWS, **called}))


def since(row: ClinicalModel, version: int) -> list[RowWords]:
    """What was done to a row of the reader's own after that version, in order."""
    touching = Change.objects.filter(table=table_of(row), row=row.key)
    later = [
        change.act_id
        for change in touching
        if change.is_readable and (change.after or {}).get("version", 0) > version
    ]
    acts = Act.objects.filter(pk__in=later).order_by("at", "pk")
    found = acts.select_related("case").prefetch_related("changes")
    return [
        words
        for act in found
        if act.case
        for words in _rows(act, Days.of(act.case), notes=True)
    ]


def _act(act: Act, days: Days, reader: User) -> ActWords:
    known = (day for change in act.changes.all() if (day := days.about(change)))
    own = act.case is not None and act.case.therapist_id == reader.pk
    rows = _rows(act, days, notes=own)
    return ActWords(act, _who(act, reader), next(known, None), rows)


def _who(act: Act, reader: User) -> str:
    if act.verb == Verb.CHECK_IN:
        return _("the client, by a check-in")
    return _("you") if act.user_id == reader.pk else act.user.email


def _rows(act: Act, days: Days, *, notes: bool) -> tuple[RowWords, ...]:
    told = (_row(change, days, notes) for change in act.changes.all())
    return tuple(row for row in told if row.says_something)


def _row(change: Change, days: Days, notes: bool) -> RowWords:
    shown = notes or change.table != "note"
    told = change.is_readable and shown and not days.keep_back(change)
    return RowWords(
        row=ROWS[change.table],
        made=change.before is None,
        gone=change.after is None,
        fields=tuple(_fields(change, days)) if told else (),
        readable=change.is_readable,
        kept_back=not told,
    )


def _fields(
    change: Change,
    days: Days,
    called: Mapping[str, str | Promise] = ROWS,
) -> Iterable[FieldWords]:
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
                _capital(str(called.get(field.name, field.verbose_name))),
                value_in_words(field, was, days) if before else "",
                value_in_words(field, now, days) if after else "",
            )


def _is_parent(table: str, field: "models.Field[Any, Any]") -> bool:
    return points_to_clinical(field) and (table, field.name) not in TIES


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
        named = {"rupture": days.rupture_named, "session": days.session_named}
        return named[field.name](value)
    if field.name == "started_by":  # who, where it has the words for whose it was
        return str(RaisedBy(value).label)
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
        lambda _f, value: write_day(datetime.date.fromisoformat(value), "DATE_FORMAT"),
    ),
    (
        models.TimeField,
        lambda _f, value: write_time(datetime.time.fromisoformat(value)),
    ),
)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
