"""Boxes that are checked, and the answer as in the log that they come to."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ruptures.exchange.others.cells import NOTHING
from ruptures.exchange.others.layout import BAD, Part
from ruptures.exchange.others.mapping import Place
from ruptures.taxonomy import MARKERS, Answer

TYPE = Place("type")
NO, W, C = (str(each) for each in (Answer.NO, Answer.WITHDRAWAL, Answer.CONFRONTATION))
# What a box says of the type: of a marker, where it belongs.
SAYS = {NO: NO, W: W, C: C} | {each.code: each.kind for each in MARKERS}
FITTING = {
    Answer.NO: {NO},
    Answer.WITHDRAWAL: {W},
    Answer.CONFRONTATION: {C},
    Answer.BOTH: {W, C},
    Answer.UNSURE: set[str](),
}


def checked(part: Part) -> Mapping[str, Place]:
    """What the boxes of that session stand for that are checked, and their places."""
    return {
        str(choice): place
        for place, choice in part.values("box")
        if choice not in (NOTHING, BAD)
    }


def type_of(part: Part, boxes: Mapping[str, Place]) -> tuple[Any, Place]:
    """The answer as in the log, and where it is from; told where boxes contradict it.

    Without a column for it, or where that says nothing, the boxes alone say it.
    """
    typed, place = part.value(TYPE), TYPE
    if boxes and typed in (NOTHING, BAD):
        typed, place = answer_of({SAYS[each] for each in boxes}), [*boxes.values()][0]
    for choice, box in boxes.items():
        if SAYS[choice] not in FITTING[Answer(typed)]:
            said = _("It contradicts what else is said of this session's rupture.")
            part.tell(part.spots[box], said)
    return typed, place


def answer_of(said: set[str]) -> Answer:
    if {W, C} <= said:
        return Answer.BOTH
    return next(
        each
        for each in (Answer.WITHDRAWAL, Answer.CONFRONTATION, Answer.NO)
        if each in said
    )
