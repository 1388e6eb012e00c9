"""Where in somebody's file the value of a line is from."""

from ruptures.exchange.incoming.source import Line
from ruptures.exchange.others.layout import Layout
from ruptures.exchange.others.mapping import Place
from ruptures.exchange.others.targets import CHOICES
from ruptures.exchange.package.tables import CASES, MARKERS, RUPTURES, SCORES, Table
from ruptures.taxonomy import Rater

# Of a rupture's type, which more than one may say.
BOXES = [Place("box", choice=each) for each in CHOICES]


def column_of(layout: Layout, table: Table, line: Line, column: str) -> str:
    """The file's own name of where that value stands; empty: the row as a whole.

    What is worked out of a session's number stands in the first of its columns.
    """
    for place in places(table, line, column):
        spot = layout.spots[line.session].get(place) or layout.spots[None].get(place)
        if spot:
            return spot.meaning.column
    return next((each.meaning.column for each in layout.of(line.session)), "")


def places(table: Table, line: Line, column: str) -> list[Place]:
    """Where to look for it, the likeliest first."""
    rater = line.values.get("rater", "")
    if table is SCORES:
        return [Place("score", rater, line.values.get("instrument", ""))]
    if table is MARKERS:
        return [Place("box", choice=line.values.get("code", ""))]
    if table is RUPTURES and column == "type":
        choice = line.values.get("type", "")
        return [Place("type"), Place("box", choice=choice), *BOXES]
    if column in {"key", "case", "code"}:
        return [Place("case")]
    if table is CASES:
        return [Place("start"), Place("date")]
    if rater == Rater.THERAPIST or column == "recognised":
        return [Place(column, rater), Place(column), Place("type"), *BOXES]
    return [Place(column, rater), Place(column)]
