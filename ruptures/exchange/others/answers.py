"""What a session of somebody's file says, as rows: ruptures, reports, scores."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ruptures.exchange.others.boxes import checked, type_of
from ruptures.exchange.others.cells import NOTHING
from ruptures.exchange.others.keys import Keys
from ruptures.exchange.others.layout import BAD, Part
from ruptures.exchange.others.mapping import Place
from ruptures.exchange.others.targets import RATERS
from ruptures.exchange.others.visits import Visit
from ruptures.exchange.package.tables import (
    MARKERS,
    REPORTS,
    RUPTURES,
    SCORES,
    Table,
)
from ruptures.taxonomy import ANSWER_TYPES, Answer, Rater, Strain
from ruptures.taxonomy import MARKERS as CATALOGUE

Row = tuple[Table, dict[str, Any]]
OBSERVER = "FILE"  # their code; those given here have no vowels, so none is anybody's
FROM_TYPE = {Answer.NO: Strain.NO, Answer.UNSURE: Strain.UNSURE}
STRAINS = {str(rater): Place("strain", str(rater)) for rater in RATERS}
DETAILS = {
    rater: [Place(name, rater) for name in ("intensity", "resolution")]
    for rater in STRAINS
}


def answers(key: Keys, visit: Visit, session: bytes) -> Iterator[Row]:
    """Rows of that session, whose key is `session`."""
    part = visit.part
    boxes = checked(part)
    typed, place = type_of(part, boxes)
    strains = {rater: part.value(place) for rater, place in STRAINS.items()}
    strains[Rater.THERAPIST] = own_strain(part, place, typed, strains[Rater.THERAPIST])
    if typed in ANSWER_TYPES:
        rupture = key("rupture", *visit.identity)
        own = {"key": rupture, "session": session}
        yield RUPTURES, own | {"type": str(ANSWER_TYPES[Answer(typed)])}
        for code in CATALOGUE.ordered({*boxes} & {*CATALOGUE.codes}):
            own = {"key": key("marker", code, *visit.identity), "rupture": rupture}
            yield MARKERS, own | {"code": code}
    for rater, strain in strains.items():
        details = detailed(part, rater, strain)
        if strain not in (NOTHING, BAD):
            own = {"key": key("report", rater, *visit.identity), "session": session}
            yield REPORTS, own | of_report(rater, strain) | details
    for place, values in part.values("score"):
        if values not in (NOTHING, BAD):
            parts = (place.rater, place.instrument, *visit.identity)
            yield SCORES, {"key": key("score", *parts), "session": session} | values


def own_strain(part: Part, place: Place, typed: Any, strain: Any) -> Any:
    """The therapist's answer, which its type may say as well: never the contrary.

    `place` is where that type is from.
    """
    if typed in (NOTHING, BAD):
        return strain
    implied = FROM_TYPE.get(Answer(typed), Strain.YES)
    if strain not in (NOTHING, BAD, implied):
        said = _('It contradicts the answer to "Any strain between you?".')
        part.tell(part.spots[place], said)
    return implied


def of_report(rater: str, strain: Any) -> dict[str, Any]:
    values = {"rater": rater, "strain": str(strain)}
    return values | {"reporter": OBSERVER} if rater == Rater.OBSERVER else values


def detailed(part: Part, rater: str, strain: Any) -> dict[str, Any]:
    """How strong and how far resolved, which only a yes can have."""
    found = {}
    for place in DETAILS[rater]:
        value = part.value(place)
        if value in (NOTHING, BAD):
            continue
        if strain in (NOTHING, Strain.NO, Strain.UNSURE):
            said = _("How strong and how far resolved are asked only after yes.")
            part.tell(part.spots[place], said)
        found[place.means] = value
    return found
