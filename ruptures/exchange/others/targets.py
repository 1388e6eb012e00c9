"""What a column of somebody's file can mean here: the one list.

The mapping, the template and `docs/data-format.md` are written from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruptures.exchange.package.tables import REPORTS, SESSIONS, Table
from ruptures.taxonomy import ANSWER_TYPES, MARKERS, Answer, Rater

RATERS = (Rater.THERAPIST, Rater.CLIENT, Rater.OBSERVER)
SESSION, OTHER = "session", "other"
CHECKED, UNCHECKED = ("checked", "1"), ("unchecked", "0")
# The first steps of the log: what is left of the answers are sessions not held.
TYPES = (Answer.NO, *ANSWER_TYPES, Answer.UNSURE)
# What a box can stand for: both are two boxes.
CHOICES = (
    *(str(each) for each in (Answer.NO, Answer.WITHDRAWAL, Answer.CONFRONTATION)),
    *MARKERS.codes,
)


@dataclass(frozen=True, slots=True)
class Target:
    """`codes` are what may stand there once the mapping's values are looked up.

    `rated`: it says who answered. `once`: it is of the client or the row, and never of
    one session of a row that has several.
    """

    name: str
    meaning: str | Promise
    codes: tuple[str, ...] = ()
    rated: bool = False
    once: bool = False
    read: Callable[[str], Any] | None = None

    def value(self, cell: str) -> Any:
        """Raises ValidationError for a cell that is none of the codes."""
        if self.read is not None:
            return self.read(cell)
        if cell not in self.codes:
            said = _("One of these codes was expected: %(all)s.")
            raise ValidationError(said % {"all": ", ".join(self.codes)})
        return cell


def as_in(
    table: Table, name: str, meaning: str | Promise, *, rated: bool = False
) -> Target:
    """What that column of the package holds."""
    column = next(each for each in table.columns if each.name == name)
    return Target(name, meaning, column.values, rated, read=column.read)


TARGETS = (
    Target("case", _("The client's id in this file."), once=True),
    Target(
        "start",
        _("Day of the client's first session, where sessions have no dates."),
        once=True,
    ),
    Target(
        "row",
        _("Whether the row is a session, where other rows stand between."),
        codes=(SESSION, OTHER),
        once=True,
    ),
    Target(
        "event",
        _("Whether the row's event is a session, in a longitudinal study."),
        codes=(SESSION, OTHER),
        once=True,
    ),
    Target("date", _("Day of the session.")),
    Target("time", _("Time of day.")),
    Target("number", _("Number of the session with that client.")),
    as_in(SESSIONS, "attendance", _("Whether the session took place.")),
    as_in(SESSIONS, "modality", _("How you met.")),
    Target(
        "type",
        _("Your answer as in the log: no, unsure, or a yes by its type."),
        codes=tuple(str(each) for each in TYPES),
    ),
    Target(
        "box",
        _("What the box stands for, where it is checked; else nothing."),
        codes=(*CHECKED, *UNCHECKED),
    ),
    as_in(REPORTS, "strain", _("Any strain between you?"), rated=True),
    as_in(
        REPORTS,
        "intensity",
        _("How strong it was, from 1 to 5, after a yes."),
        rated=True,
    ),
    as_in(
        REPORTS,
        "resolution",
        _("How far resolved by the end, from 1 to 5, after a yes."),
        rated=True,
    ),
    Target(
        "score", _("Total or mean of a questionnaire, such as the SRS."), rated=True
    ),
)
BY_NAME = {target.name: target for target in TARGETS}
