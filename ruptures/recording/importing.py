"""Many rows at once, past the acts: what an import writes, and what it has to hold.

New rows are not noted change by change; every case they are of gets one act that says
so (docs/decisions/0019-an-import-is-one-act-a-case.md). What is changed is noted like
every change, in another act of that case, which can be undone.
"""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from ruptures.inserting import Columns, Inserting
from ruptures.models import Act, Case, RuptureMarker, SessionReport, User, Verb
from ruptures.models.base import ClinicalModel
from ruptures.models.case import CaseQuerySet
from ruptures.recording.independence import ANSWER, stays_independent
from ruptures.recording.rules import RULES, Rule
from ruptures.recording.writing import Writing
from ruptures.taxonomy import Rater

Refusal = tuple[int, ValidationError]
Here = tuple[int, ClinicalModel]  # a row, and the number of its case


def hold_still(user: User) -> None:
    """Let no other act of this user, or on their cases, happen in between."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    cases = Case.objects.editable_by(user).order_by("pk")
    list(cases.select_for_update(no_key=True).values_list("pk"))


def put(inserting: Inserting, rows: Columns, first: int = 0) -> Iterator[Refusal]:
    """Write new rows; yields places of those that a constraint refuses, and why.

    Where one is refused, halves are tried, down to the one: the others are written.
    """
    try:
        with transaction.atomic():
            inserting.insert(rows)
    except (DataError, IntegrityError) as error:
        count = len(rows["id"])
        if count == 1:
            yield first, why(inserting, rows, error)
        else:
            middle = count // 2
            yield from put(inserting, part(rows, 0, middle), first)
            yield from put(inserting, part(rows, middle, count), first + middle)


def part(rows: Columns, start: int, end: int) -> Columns:
    return {name: column[start:end] for name, column in rows.items()}


def why(inserting: Inserting, rows: Columns, error: Exception) -> ValidationError:
    """In the words of the constraint that the only row breaks."""
    values = {name: rows[name][0] for name in inserting.names if name != "id"}
    try:
        inserting.model(**values).full_clean()
    except ValidationError as said:
        return said
    raise error


def note_import(
    user: User, cases: Sequence[int], at: datetime.datetime
) -> CaseQuerySet:
    """Note an act for each of these cases; those with an act of `at`, as a query."""
    acts = Inserting(Act)
    rows = acts.alike(len(cases), user_id=user.pk, verb=Verb.IMPORT, at=at)
    rows |= {"id": acts.numbers(len(cases)), "case_id": cases}
    for name in ("key", "submission"):
        rows[name] = [str(uuid.uuid4()) for _case in cases]
    acts.insert(rows)
    return Case.objects.filter(acts__in=Act.objects.filter(user=user, at=at))


def broken(cases: CaseQuerySet, most: int) -> Iterator[tuple[Rule, ClinicalModel]]:
    """Rows of these cases that break a rule, `most` a rule."""
    for rule in RULES:
        rows = rule.broken().filter((f"{rule.case}__in", cases)).order_by("key")
        for row in rows[:most]:
            yield rule, row


class TakeOver:
    """Rows that are here take values from a file, in one act of each case.

    Rules and holds are asked at the end of the import, of all that came in.
    """

    def __init__(self, user: User, at: datetime.datetime):
        self.user = user
        self.at = at
        self._acts: dict[int, Writing] = {}

    @property
    def cases(self) -> set[int]:
        return {*self._acts}

    def rows(
        self,
        model: type[ClinicalModel],
        keys: Sequence[str],
        to_case: Sequence[str],
    ) -> Mapping[str, Here]:
        """Those rows by key, found in one of the ways `to_case`."""
        of_row = Coalesce(*to_case) if len(to_case) > 1 else F(to_case[0])
        found = model._default_manager.filter(key__in=keys).annotate(of_case=of_row)
        return {str(row.key): (row.of_case, row) for row in found}

    def change(self, case: int, row: ClinicalModel, values: Mapping[str, Any]) -> None:
        """Raises ValidationError in the words of the field or constraint."""
        write = self._act_on(case)
        values = dict(values)
        if isinstance(row, SessionReport) and row.rater == Rater.THERAPIST:
            answer = {name: values.get(name, getattr(row, name)) for name in ANSWER}
            asked = values.get("independent", row.independent)
            values["independent"] = asked and stays_independent(row, answer)
        write.update(row, **values)
        if isinstance(row, RuptureMarker) and row.rupture:
            write.renew(row.rupture)

    def _act_on(self, case: int) -> Writing:
        if case not in self._acts:
            act = Act.objects.create(
                submission=uuid.uuid4(),
                user=self.user,
                case_id=case,
                verb=Verb.TAKE_OVER,
                at=self.at,
            )
            self._acts[case] = Writing(act, again=False)
        return self._acts[case]
