"""Who shares cases with a supervisor, and who agreed to be counted among others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ruptures.models import Case, Grant, Purpose, User
from ruptures.models.case import CaseQuerySet
from ruptures.models.grant import GrantQuerySet


@dataclass(frozen=True, slots=True)
class Supervisee:
    """A therapist and the live grants under which a supervisor sees their cases.

    The first of `grants` is the widest: its key opens the pages of the caseload.
    """

    therapist: User
    grants: Sequence[Grant]

    @property
    def grant(self) -> Grant:
        return self.grants[0]

    @property
    def chosen_alone(self) -> bool:
        """Whether they share chosen cases: a rate over these is not their own."""
        return not any(grant.every_case for grant in self.grants)


def supervisees(user: User) -> list[Supervisee]:
    """By e-mail: one statement."""
    grants = Grant.objects.supervising(user).select_related("therapist")
    widest_first = grants.order_by("therapist__email", "-every_case", "-made_at", "pk")
    by_therapist: dict[int, list[Grant]] = defaultdict(list)
    for grant in widest_first:
        by_therapist[grant.therapist_id].append(grant)
    return [Supervisee(held[0].therapist, held) for held in by_therapist.values()]


def grants_of(people: Iterable[Supervisee]) -> list[Grant]:
    """All that open what is shown of them: a look is told under each."""
    return [grant for each in people for grant in each.grants]


def shared_cases(user: User) -> CaseQuerySet:
    """Cases of others that `user` supervises at this moment."""
    return Case.objects.shared_with(user)


def in_funnel_of(supervisor: User) -> GrantQuerySet:
    """Live grants of those who agreed to be counted, by e-mail."""
    agreed = Grant.objects.supervising(supervisor).filter(in_funnel=True)
    return agreed.select_related("therapist").order_by("therapist__email", "pk")


def cases_in(agreed: GrantQuerySet) -> CaseQuerySet:
    """What those grants are about."""
    return Case.objects.opened_by(agreed.order_by())


def counted_with(user: User) -> GrantQuerySet:
    """Live grants by which `user` is counted themself, and so sees the plot."""
    own = Grant.objects.live().filter(therapist=user, purpose=Purpose.SUPERVISE)
    return own.filter(in_funnel=True).select_related("holder").order_by("email", "pk")


def by_therapist(cases: Iterable[Case]) -> dict[int, list[int]]:
    """Keys of cases by the key of their therapist."""
    found: dict[int, list[int]] = defaultdict(list)
    for case in cases:
        found[case.therapist_id].append(case.pk)
    return found
