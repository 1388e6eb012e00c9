"""Access as the page of supervision lists it: given, offered, and first looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count

from dashboard.http import AppRequest
from ruptures import granting
from ruptures.granting import Looks
from ruptures.models import Grant
from ruptures.models.grant import Standing

PAST = {Standing.OVER, Standing.ENDED}


@dataclass(frozen=True, slots=True)
class Given:
    """A grant as its therapist reads it in the list."""

    grant: Grant
    case_count: int
    looks: Looks | None


def context(request: AppRequest) -> dict[str, Any]:
    """What grants/_given.html reads: given by the reader, offered to them, first looks.

    A first look is told by this one answer and no more; an answer without a page (HEAD)
    tells nothing.
    """
    user, is_read = request.user, request.method == "GET"
    own = Grant.objects.editable_by(user).annotate(case_count=Count("cases"))
    given = list(_with_looks(own))
    looked = [each.grant for each in given if each.looks] if is_read else []
    return {
        "given": [each for each in given if each.grant.standing not in PAST],
        "given_before": [each for each in given if each.grant.standing in PAST],
        "offered": Grant.objects.offered_to(user).select_related("therapist"),
        "first_looks": granting.tell_first_looks(looked),
        "sends_email": settings.SENDS_EMAIL,
    }


def _with_looks(grants: Iterable[Any]) -> Iterable[Given]:
    listed = list(grants)
    looks = granting.looks_under(listed)
    return (Given(each, each.case_count, looks.get(each.key)) for each in listed)
