"""What each column of a file probably means, and which of it is in doubt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ruptures.exchange.others.cells import plain
from ruptures.exchange.others.mapping import Meaning, Place
from ruptures.exchange.others.names import (
    RANKS,
    Series,
    labels,
    likely,
    series,
    simple,
    words_of,
)
from ruptures.exchange.others.targets import BY_NAME, OTHER, SESSION
from ruptures.taxonomy import Rater

ZERO_ONE = (("0", "no"), ("1", "yes"))  # proposed, never sure
MOST_WORDS = 30  # different cells of a column of codes
Cells = dict[str, list[str]]  # what stands in each column, each cell once


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the file does not decide; `about` is a column, or a field of the mapping."""

    about: str
    said: str


class Doubts(list[Doubt]):
    def add(self, about: str, said: str) -> None:
        self.append(Doubt(about, said))


def meanings(cells: Cells, doubts: Doubts) -> Iterator[Meaning]:
    """Of every column that one can be guessed of, in the file's order."""
    found = dict(by_name(cells, doubts))
    known = {each.means for each in found.values()}
    if "date" in known:
        found = {name: each for name, each in found.items() if each.means != "start"}
    elif "number" not in known:
        found = {name: each for name, each in found.items() if BY_NAME[each.means].once}
        for each in series([*cells]):
            found |= {one.column: one for one in of_series(each, cells, doubts)}
    yield from (found[name] for name in cells if name in found)


def by_name(cells: Cells, doubts: Doubts) -> Iterator[tuple[str, Meaning]]:
    """The surest name of each meaning; another of the same meaning is in doubt."""
    taken: dict[Place, str] = {}
    for column in sorted(cells, key=rank):
        places = likely(column)
        free = [place for place in places if place not in taken]
        if places and not free and places[0].means != "number":
            said = _("It may mean the same as %(column)s, which was taken.")
            doubts.add(column, said % {"column": taken[places[0]]})
        elif free:
            taken[free[0]] = column
            if len(places) > 1:
                doubts.add(column, _("Who answered this?"))
            yield column, with_values(column, free[0], None, cells[column], doubts)


def rank(column: str) -> int:
    """How sure its name is among those of the same meaning."""
    return RANKS.get(simple(column), 0)


def of_series(each: Series, cells: Cells, doubts: Doubts) -> Iterator[Meaning]:
    """A column a session: never sure, as they may be the questions of a form."""
    places = likely(each.name) or [unknown(each, cells)]
    first, last = each.columns[0], each.columns[-1]
    said = _("%(first)s to %(last)s are taken for sessions 1 to %(many)s: %(meaning)s")
    words = {
        "first": first,
        "last": last,
        "many": len(each.columns),
        "meaning": BY_NAME[places[0].means].meaning,
    }
    doubts.add(first, said % words)
    together = [cell for name in each.columns for cell in cells[name]]
    of_first = with_values(first, places[0], 1, together, doubts)
    for number, column in enumerate(each.columns, 1):
        yield replace(of_first, column=column, session=number)


def unknown(each: Series, cells: Cells) -> Place:
    """Answers where all cells may be some; else totals of an instrument to be named."""
    answers = {*words_of("strain"), "0", "1"}
    found = {plain(cell).lower() for name in each.columns for cell in cells[name]}
    if found <= answers:
        return Place("strain", str(Rater.THERAPIST))
    return Place("score", str(Rater.CLIENT))


def with_values(
    column: str,
    place: Place,
    session: int | None,
    cells: Sequence[str],
    doubts: Doubts,
) -> Meaning:
    return Meaning(
        column=column,
        means=place.means,
        rater=place.rater,
        instrument=place.instrument,
        choice=place.choice,
        session=session,
        values=values_of(column, place.means, cells, doubts),
    )


def values_of(
    column: str, means: str, cells: Sequence[str], doubts: Doubts
) -> dict[str, str]:
    """Our code for each cell of a column of codes; empty where they are codes."""
    codes, words = BY_NAME[means].codes, words_of(means)
    found = list(dict.fromkeys(map(plain, cells)))
    if not codes or {cell.lower() for cell in found} <= {*codes}:
        return {}
    if means == "row":
        return of_rows(column, found, doubts)
    known = {cell: words[cell.lower()] for cell in found if cell.lower() in words}
    strange = [cell for cell in found if cell not in known]
    if strange:
        said = _("What do these mean: %(all)s? One of these was expected: %(codes)s.")
        some = ", ".join(strange[:MOST_WORDS])
        named = dict(labels(means))
        expected = " / ".join(str(named.get(code, code)) for code in codes)
        doubts.add(column, said % {"all": some, "codes": expected})
    if {cell.lower() for cell in known} & {*codes}:  # the others may be in rows to come
        known |= {code: code for code in codes if code not in known.values()}
    if means == "strain":
        known |= {cell: code for cell, code in ZERO_ONE if cell in found}
    return known


def of_rows(column: str, found: Sequence[str], doubts: Doubts) -> dict[str, str]:
    """Which of REDCap's repeating instruments is about a session."""
    if len(found) > 1:
        said = _("Which of these are sessions: %(all)s?")
        doubts.add(column, said % {"all": ", ".join(found[:MOST_WORDS])})
    some = enumerate(found[:MOST_WORDS])
    return {cell: OTHER if number else SESSION for number, cell in some}
