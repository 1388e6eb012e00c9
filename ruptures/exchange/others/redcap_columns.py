"""What the columns of an export of REDCap probably mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ruptures.exchange.others import columns
from ruptures.exchange.others.columns import MOST_WORDS, Cells, Doubts, with_values
from ruptures.exchange.others.mapping import Meaning, Place
from ruptures.exchange.others.names import labels, likely, simple
from ruptures.exchange.others.redcap import (
    EVENT,
    NUMBER,
    ROW,
    SIGNS,
    box_of,
    is_box,
    is_export,
    own,
)
from ruptures.exchange.others.targets import CHOICES, OTHER, SESSION
from ruptures.taxonomy import MARKERS, Answer

ARM = re.compile(r"_arm_\d+[a-z]?$| \(Arm \d+: .*\)$")
OF_SESSIONS = re.compile(
    "session|visit|week|treatment|th[eé]rap|sitzung|termin|woche|behandlung|"
    "s[eé]ance|semaine|traitement",
    re.IGNORECASE,
)
OF_RUPTURES = re.compile(
    r"rupture|\bmarker|_marker|strain|bruch|marqueur|tension", re.IGNORECASE
)
MOVEMENTS = {str(Answer.WITHDRAWAL), str(Answer.CONFRONTATION)}
Found = dict[str, Meaning]


def meanings(cells: Cells, doubts: Doubts) -> Iterator[Meaning]:
    """Of every column that one can be guessed of, in the file's order."""
    if not is_export([*cells]):
        yield from columns.meanings(cells, doubts)
        return
    added = {*own([*cells])} | {name for name in ROW | NUMBER if not cells.get(name)}
    rest = {name: cells[name] for name in cells if name not in added}
    fields = {name: rest[name] for name in rest if not is_box(name)}
    clear = without_vague(fields, doubts)
    found = {each.column: each for each in columns.meanings(clear, doubts)}
    found = with_record(found, fields, doubts)
    found = with_events(found, fields, doubts)
    found |= of_boxes(rest, doubts)
    yield from (found[name] for name in cells if name in found)


def with_record(found: Found, cells: Cells, doubts: Doubts) -> Found:
    """The first column has the record's id, whatever its name."""
    first = next(iter(cells), "")
    if first in found or first in SIGNS or not first:
        return found
    taken = [each.column for each in found.values() if each.means == "case"]
    if not taken:
        return {first: Meaning(column=first, means="case")} | found
    doubts.add(first, same_as(taken[0]))
    return found


def with_events(found: Found, cells: Cells, doubts: Doubts) -> Found:
    """In a longitudinal study rows are of events, and some of repeated forms as well.

    So a form that is repeated need not be the session. Its number begins anew with each
    event: with days, these tell sessions apart.
    """
    event = next((name for name in EVENT if cells.get(name)), "")
    if not event:
        return found
    codes = proposed(event, cells[event], doubts, cells[event][:1])
    found[event] = Meaning(column=event, means="event", values=codes)
    for each in [each for each in found.values() if each.means == "row"]:
        asked = Doubts() if len(each.values) > 1 else doubts
        forms = proposed(each.column, cells[each.column], asked, (), sure=0)
        found[each.column] = replace(each, values=forms)
    dated = any(each.means == "date" for each in found.values())
    if dated and [*codes.values()].count(SESSION) > 1:
        return {name: each for name, each in found.items() if name not in NUMBER}
    return found


def proposed(
    column: str,
    cells: Sequence[str],
    doubts: Doubts,
    otherwise: Sequence[str],
    *,
    sure: int = 1,
) -> dict[str, str]:
    """Those that are called so; asked where there are more than are `sure`."""
    if len(cells) > sure:
        said = _("Which of these are sessions: %(all)s?")
        doubts.add(column, said % {"all": ", ".join(cells[:MOST_WORDS])})
    named = [each for each in cells if OF_SESSIONS.search(ARM.sub("", each))]
    return {each: SESSION if each in (named or otherwise) else OTHER for each in cells}


def without_vague(cells: Cells, doubts: Doubts) -> Cells:
    """Without labels of several columns, where one of its own label means the same."""
    vague = [name for name in cells if f"{name} (2)" in cells and likely(name)]
    clear = {
        place: name for name in cells if name not in vague for place in likely(name)
    }
    better = {name: clear.get(likely(name)[0], "") for name in vague}
    for name, other in better.items():
        doubts.add(name if other else f"{name} (2)", same_as(other or name))
    return {name: cells[name] for name in cells if not better.get(name)}


def same_as(column: str) -> str:
    said = _("It may mean the same as %(column)s, which was taken.")
    return said % {"column": column}


def of_boxes(cells: Cells, doubts: Doubts) -> Iterator[tuple[str, Meaning]]:
    """Boxes of ruptures and markers; others are passed over, asked where in doubt."""
    known, taken = choices(), dict[str, str]()
    for column in cells:
        if box := box_of(column):
            choice = known.get(simple(box.choice), "")
            about = bool(OF_RUPTURES.search(box.field))
            if choice and choice not in taken and (about or choice in MARKERS.codes):
                taken[choice] = column
                place = Place("box", choice=choice)
                yield column, with_values(column, place, None, cells[column], doubts)
            elif about or choice in MOVEMENTS:
                said = _("What does this box stand for? As it is, it is passed over.")
                doubts.add(column, said)


def choices() -> dict[str, str]:
    """What a box stands for, by its code or label in any language here."""
    found = {code: code for code in CHOICES} | {"none": str(Answer.NO)}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            named = [*labels("type"), *MARKERS.choices]
            found |= {
                simple(str(text)): code for code, text in named if code in CHOICES
            }
    ends = ("", "_rupture", "_marker", "_ruptures", "_markers")
    return {f"{name}{end}": code for name, code in found.items() for end in ends}
