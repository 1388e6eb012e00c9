"""A row as plain JSON, and back: what a Change holds as before and after."""

from decimal import Decimal
from typing import Any

from django.db import models

from ruptures.models import (
    Case,
    Note,
    PutOff,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
    SupervisionItem,
)
from ruptures.models.base import ClinicalModel
from ruptures.models.encrypted import Unreadable

TABLES: dict[str, type[ClinicalModel]] = {
    model._meta.model_name or "": model
    for model in (
        Case,
        Session,
        SessionReport,
        Rupture,
        RuptureMarker,
        RepairAttempt,
        Score,
        Note,
        PutOff,
        SupervisionItem,
    )
}


def table_of(row: ClinicalModel) -> str:
    return row._meta.model_name or ""


def kept_fields(model: type[ClinicalModel]) -> "list[models.Field[Any, Any]]":
    """Every column but the database's own number and the key."""
    return [f for f in model._meta.concrete_fields if f.name not in {"id", "key"}]


def snapshot(row: ClinicalModel) -> dict[str, Any]:
    """The row's values by field name; clinical rows are named by their key."""
    return {field.name: plain(field, row) for field in kept_fields(type(row))}


def in_full(table: str, values: dict[str, Any] | None) -> dict[str, Any]:
    """A change's values, with columns added since it was noted at their defaults."""
    usual = {f.name: f.get_default() for f in kept_fields(TABLES[table])}
    return usual | (values or {})


def plain(field: "models.Field[Any, Any]", row: ClinicalModel) -> Any:
    if points_to_clinical(field):
        other = getattr(row, field.name)
        return str(other.key) if other else None
    value = field.value_from_object(row)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(field, models.DecimalField):
        return str(in_places(Decimal(value), field.decimal_places))
    if isinstance(value, Unreadable):
        return value.as_json()
    return value.isoformat() if hasattr(value, "isoformat") else value


def in_places(value: Decimal, places: int) -> Decimal:
    """The value as the column keeps it, which has so many digits after the point."""
    return value.quantize(Decimal(1).scaleb(-places))


def points_to_clinical(field: "models.Field[Any, Any]") -> bool:
    related = field.related_model
    return isinstance(related, type) and issubclass(related, ClinicalModel)


def revived(table: str, key: Any, values: dict[str, Any]) -> ClinicalModel:
    """An unsaved row with those values; DoesNotExist where a row it needs is gone."""
    row = TABLES[table](key=key)
    put_values(row, values)
    return row


def put_values(row: ClinicalModel, values: dict[str, Any]) -> None:
    for field in kept_fields(type(row)):
        value = values[field.name]
        if points_to_clinical(field):
            related: Any = field.related_model
            other = related._default_manager.get(key=value) if value else None
            setattr(row, field.name, other)
        else:
            setattr(row, field.attname, field.to_python(value))
