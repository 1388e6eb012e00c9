"""What every clinical row has, and how its choices become constraints."""

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruptures.taxonomy import SCALE, Catalogue

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class ClinicalModel(models.Model):
    """A row of somebody's case.

    `key` names it in addresses and exports; `version` grows with every change, so that
    a stale form is noticed; `logged_at` is set once, by recording.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    logged_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


class CodesField(models.CharField):
    """Codes of one catalogue as a tuple; stored comma-separated, in its order."""

    def __init__(self, *args: Any, catalogue: Catalogue | None = None, **kwargs: Any):
        self.catalogue = catalogue or Catalogue()
        kwargs.setdefault("max_length", 400)
        kwargs.setdefault("default", ())
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str, *_args: Any) -> tuple[str, ...]:
        return tuple(value.split(",")) if value else ()

    def to_python(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str):
            value = value.split(",") if value else ()
        return self.catalogue.ordered(value or ())

    def get_prep_value(self, value: Any) -> str:
        return ",".join(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """The constraint made by `codes_of` says what is allowed."""

    def run_validators(self, value: Any) -> None:
        """Validators of text do not apply to a tuple."""


def choice_of(
    model: str, field: str, choices: type[models.TextChoices], *, blank: bool = False
) -> models.CheckConstraint:
    """`field` holds one of `choices` (or nothing, where `blank`)."""
    allowed = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(
        name=f"{model}_{field}_known",
        condition=Q((f"{field}__in", allowed)),
        violation_error_message=_("Choose one of the answers offered."),
    )


def codes_of(model: str, field: str, codes: Sequence[str]) -> models.CheckConstraint:
    """`field` holds codes from `codes` only."""
    one = "|".join(codes)
    return models.CheckConstraint(
        name=f"{model}_{field}_known",
        condition=Q((f"{field}__regex", rf"^(({one})(,({one}))*)?$")),
        violation_error_message=_("Choose from the list."),
    )


def on_scale(
    model: str, field: str, message: "str | StrPromise"
) -> models.CheckConstraint:
    """`field` is empty or lies on the scale of 1 to 5."""
    return models.CheckConstraint(
        name=f"{model}_{field}_1_to_5",
        condition=Q((f"{field}__isnull", True))
        | Q((f"{field}__range", (SCALE[0], SCALE[-1]))),
        violation_error_message=message,
    )


def choices_of(
    model: str,
    fields: Iterable[tuple[str, type[models.TextChoices]]],
    *,
    blank: bool = False,
) -> list[models.CheckConstraint]:
    return [choice_of(model, field, kind, blank=blank) for field, kind in fields]
