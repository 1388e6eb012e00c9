"""Many rows at once, past the acts: what an import writes, and what it has to hold.

Rows are not noted change by change; every case they are of gets one act that says so
(docs/decisions/0019-an-import-is-one-act-a-case.md).
"""

import uuid
from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from ruptures.inserting import Inserting, Row
from ruptures.models import Act, Case, User, Verb
from ruptures.models.base import ClinicalModel
from ruptures.models.case import CaseQuerySet
from ruptures.recording.rules import RULES, Rule

Refusal = tuple[int, ValidationError]


def hold_still(user: User) -> None:
    """Let no other act of this user, or on their cases, happen in between."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    cases = Case.objects.editable_by(user).order_by("pk")
    list(cases.select_for_update(no_key=True).values_list("pk"))


def put(inserting: Inserting, rows: Sequence[Row], first: int = 0) -> Iterator[Refusal]:
    """Write new rows; yields places of those that a constraint refuses, and why.

    Where one is refused, halves are tried, down to the one: the others are written.
    """
    if not rows:
        return
    try:
        with transaction.atomic():
            inserting.insert(rows)
    except (DataError, IntegrityError) as error:
        if len(rows) == 1:
            yield first, why(inserting, rows[0], error)
        else:
            middle = len(rows) // 2
            yield from put(inserting, rows[:middle], first)
            yield from put(inserting, rows[middle:], first + middle)


def why(inserting: Inserting, row: Row, error: Exception) -> ValidationError:
    """In the words of the constraint that the row breaks."""
    values = {name: row[name] for name in inserting.names if name != "id"}
    try:
        inserting.model(**values).full_clean()
    except ValidationError as said:
        return said
    raise error


def note_import(user: User, cases: Sequence[int]) -> CaseQuerySet:
    """Note an act for each of these cases; the cases, as a query."""
    at = timezone.now()
    Act.objects.bulk_create(
        Act(submission=uuid.uuid4(), user=user, case_id=case, verb=Verb.IMPORT, at=at)
        for case in cases
    )
    return Case.objects.filter(acts__in=Act.objects.filter(user=user, at=at))


def broken(cases: CaseQuerySet, most: int) -> Iterator[tuple[Rule, ClinicalModel]]:
    """Rows of these cases that break a rule, `most` a rule."""
    for rule in RULES:
        rows = rule.broken().filter((f"{rule.case}__in", cases)).order_by("key")
        for row in rows[:most]:
            yield rule, row
