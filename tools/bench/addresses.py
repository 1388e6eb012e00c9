"""The pages of a therapist: every address that answers a plain GET with a page."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ruptures.models import Case, Rupture, User

SPACE = "dashboard"
NOT_OF_A_CASELOAD = ("account", "device", "invitation", "first-account", "join")


def patterns() -> Iterator[URLPattern]:
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace == SPACE:
            yield from (p for p in entry.url_patterns if isinstance(p, URLPattern))


def addresses(user: User) -> dict[str, str]:
    """By the name of the page; those of one case are about the longest."""
    case = longest_case(user)
    return {
        str(pattern.name): reverse(
            f"{SPACE}:{pattern.name}",
            args=[case.code] if pattern.pattern.converters else [],
        )
        for pattern in patterns()
        if not str(pattern.name).startswith(NOT_OF_A_CASELOAD)
        and list(pattern.pattern.converters) in ([], ["code"])
    }


def longest_case(user: User) -> Case:
    """Of those with an open rupture, where there is one: its pages ask for more."""
    still_open = Rupture.objects.still_open().filter(session__case=OuterRef("pk"))
    cases = Case.objects.visible_to(user).annotate(
        size=Count("sessions"), is_open=Exists(still_open)
    )
    return cases.order_by("-is_open", "-size", "code")[0]
