"""What the history of other cases holds of a case: sessions that were moved."""

import uuid

from django.db.models import Q

from ruptures.erasing.kinds import KINDS, delete
from ruptures.models import Act, Case, Change
from ruptures.models.act import ActQuerySet, ChangeQuerySet
from ruptures.models.base import ClinicalModel
from ruptures.models.case import CaseQuerySet


def also_touched(case: Case) -> CaseQuerySet:
    """Other cases whose history loses something with this one."""
    ends = moves(case).values_list("case", "from_case")
    told = told_elsewhere(case).values_list("act__case", flat=True)
    found = {pk for pair in ends for pk in pair} | set(told)
    return Case.objects.filter(pk__in=found - {case.pk, None}).order_by("pk")


def moves(case: Case) -> ActQuerySet:
    """Acts by which a session came to this case, or went."""
    both = Q(case=case, from_case__isnull=False) | Q(from_case=case)
    return Act.objects.filter(both)


def told_elsewhere(case: Case) -> ChangeQuerySet:
    """Changes in the history of others about what is, or last was, in this case."""
    if not moves(case).exists():
        return Change.objects.none()
    others = Case.objects.filter(therapist=case.therapist_id).exclude(pk=case.pk)
    moved = others.filter(
        Q(acts__from_case__isnull=False) | Q(acts_moving_away__isnull=False)
    )
    cases = set(moved.values_list("pk", flat=True))
    named = Change.objects.filter(Q(act__case=case) | Q(act__from_case=case))
    keys = live_keys({case.pk}) | set(named.values_list("row", flat=True))
    return Change.objects.filter(
        act__case__in=cases, act__from_case=None, row__in=keys - live_keys(cases)
    )


def live_keys(cases: set[int]) -> set[uuid.UUID]:
    clinical = (kind for kind in KINDS if issubclass(kind.model, ClinicalModel))
    one, *more = (kind.rows(cases).order_by().values_list("key") for kind in clinical)
    return {key for (key,) in one.union(*more, all=True)}


def delete_elsewhere(case: Case) -> int:
    """Delete them, and acts of which nothing is left to tell; how many changes went."""
    changes = told_elsewhere(case)
    acts = set(changes.values_list("act", flat=True))
    gone = delete(changes) if acts else 0
    emptied = Act.objects.filter(pk__in=acts, changes=None)
    while delete(emptied.filter(undone_by=None)):
        pass
    return gone
