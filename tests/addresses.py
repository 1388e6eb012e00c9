"""Every address of the product, from the URL resolver, and what each is about.

A new address with a key or a code in it fails wherever this is used until ABOUT says
which row it names.
"""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# What stands in an address with a parameter: a path into the rows of a test.
ABOUT = {
    "dashboard:agenda-edit": "item.key",
    "dashboard:agenda-flag-case": "case.code",
    "dashboard:agenda-flag-rupture": "rupture.key",
    "dashboard:agenda-flag-session": "session.key",
    "dashboard:agenda-item": "item.key",
    "dashboard:agenda-remove": "item.key",
    "dashboard:agenda-review": "item.key",
    "dashboard:agenda-take-back": "item.key",
    "dashboard:meeting-change": "meeting.key",
    "dashboard:meeting-detail": "meeting.key",
    "dashboard:meeting-new": "grant.key",
    "dashboard:meeting-put-back": "meeting.key",
    "dashboard:meeting-remove": "meeting.key",
    "dashboard:meeting-step": "step.key",
    "dashboard:account-disable": "other.pk",
    "dashboard:account-enable": "other.pk",
    "dashboard:act-undo": "act.key",
    "dashboard:attempt-add": "rupture.key",
    "dashboard:attempt-delete": "attempt.key",
    "dashboard:attempt-edit": "attempt.key",
    "dashboard:case-detail": "case.code",
    "dashboard:case-edit": "case.code",
    "dashboard:case-end": "case.code",
    "dashboard:case-erase": "case.code",
    "dashboard:case-expected": "case.code",
    "dashboard:case-copy": "case.code",
    "dashboard:case-copy-pdf": "case.code",
    "dashboard:case-hold": "case.code",
    "dashboard:case-history": "case.code",
    "dashboard:case-keep": "case.code",
    "dashboard:case-put-off": "case.code",
    "dashboard:chart-csv": "chart",
    "dashboard:chart-table": "chart",
    "dashboard:client-ask": "session.key",
    "dashboard:client-hand-over": "session.key",
    "dashboard:client-report": "session.key",
    "dashboard:client-report-delete": "session.key",
    "dashboard:client-withdraw": "session.key",
    "dashboard:concern": "concern.key",
    "dashboard:concern-add": "case.code",
    "dashboard:observe-sheet": "observed.key",
    "dashboard:device-end": "device.name",
    "dashboard:draft-discard": "draft.submission",
    "dashboard:erasure": "erasure.key",
    "dashboard:grant-accept": "grant.key",
    "dashboard:grant-detail": "grant.key",
    "dashboard:grant-end": "grant.key",
    "dashboard:import-cancel": "imported.key",
    "dashboard:import-job": "imported.key",
    "dashboard:import-codes": "imported.key",
    "dashboard:import-columns": "described.key",
    "dashboard:import-forget-codes": "imported.key",
    "dashboard:import-problems": "imported.key",
    "dashboard:import-start-from": "described.key",
    "dashboard:invitation-withdraw": "invitation.pk",
    "dashboard:note-add-case": "case.code",
    "dashboard:note-add-rupture": "rupture.key",
    "dashboard:note-add-session": "session.key",
    "dashboard:note-delete": "note.key",
    "dashboard:note-edit": "note.key",
    "dashboard:note-share": "note.key",
    "dashboard:packet-case": "case.code",
    "dashboard:packet-case-pdf": "case.code",
    "dashboard:report-rupture": "client.key",
    "dashboard:rupture-add": "session.key",
    "dashboard:rupture-close": "rupture.key",
    "dashboard:rupture-delete": "rupture.key",
    "dashboard:rupture-edit": "rupture.key",
    "dashboard:score-add": "session.key",
    "dashboard:score-delete": "score.key",
    "dashboard:score-edit": "score.key",
    "dashboard:session-delete": "session.key",
    "dashboard:session-edit": "session.key",
    "dashboard:session-move": "session.key",
}


def routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from routes(entry, space + inner)
        else:
            yield f"{space}{entry.name}", entry


ROUTES = dict(routes(get_resolver()))


def address(name: str, rows: Any) -> str:
    """The address of that name, about what `rows` holds under the path in ABOUT.

    Raises KeyError for an address with a parameter that ABOUT does not know.
    """
    parameters = ROUTES[name].pattern.converters
    if not parameters:
        return reverse(name)
    return reverse(name, args=[attrgetter(ABOUT[name])(rows)])
