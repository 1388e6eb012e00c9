"""What the columns of somebody's file mean, and how its cells are written."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from ruptures.exchange.others.targets import BY_NAME, CHOICES, RATERS
from ruptures.exchange.problems import Problem, Problems
from ruptures.instruments import instruments

# In any case of letters; totals here are never below 0.
MISSING = ("NA", "N/A", "#NULL!", "#N/A", "NaN", "NULL", ".", "-9", "-99", "-999")
YEAR_FIRST, DAY_FIRST, MONTH_FIRST = "ymd", "dmy", "mdy"
ORDERS = (YEAR_FIRST, DAY_FIRST, MONTH_FIRST)


class Place(NamedTuple):
    """Where a value goes: one target, of one rater, instrument or choice."""

    means: str
    rater: str = ""
    instrument: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What stands in the column of that name.

    `session` is the number of the one session that it is about, where a row has
    several. `choice` is what a box stands for. `values` maps cells to our codes;
    without it cells hold these codes.
    """

    column: str
    means: str
    rater: str = ""
    instrument: str = ""
    choice: str = ""
    session: int | None = None
    values: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place(self.means, self.rater, self.instrument, self.choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """All that has to be known to read one kind of file.

    `dates` is the order in which day, month and year stand; the year first is always
    understood. `missing` are cells that say nothing, like empty ones. Without dates
    sessions are counted from `start`, or the client's own, `every` so many days. `ids`
    names the list that the ids are of: an id of another list is another client.
    """

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    sheet: str = ""
    decimal: str = "."
    dates: str = YEAR_FIRST
    missing: tuple[str, ...] = MISSING
    start: datetime.date | None = None
    every: int | None = None
    ids: str = ""
    columns: tuple[Meaning, ...] = ()

    @property
    def sessions(self) -> Sequence[int]:
        """Those of a row that has several, else none."""
        return sorted({each.session for each in self.columns if each.session})

    @property
    def used(self) -> set[str]:
        """The names of the columns that mean something."""
        return {each.column for each in self.columns}

    @property
    def nothing(self) -> frozenset[str]:
        """Cells in small letters that say nothing."""
        return frozenset({"", *(each.lower() for each in self.missing)})

    def named(self, means: str) -> str:
        """The first column with that meaning; empty where there is none."""
        return next((each.column for each in self.columns if each.means == means), "")

    def has(self, means: str) -> bool:
        return bool(self.named(means))

    def refuse(self) -> None:
        """Raise Refused where it cannot be followed, whatever the file is."""
        problems, wide = Problems(), bool(self.sessions)
        for each in self.columns:
            for said in wrong_with(each, wide=wide):
                problems.add(Problem(said, _("The mapping"), column=each.column))
        for said in self.gaps():
            problems.add(Problem(said, _("The mapping")))
        for each in self._again():
            said = _("Another column means the same.")
            problems.add(Problem(said, _("The mapping"), column=each.column))
        problems.refuse()

    def gaps(self) -> list[str]:
        """What no column says and has to be given."""
        said = []
        if not self.has("case"):
            said.append(_("No column holds the client's id."))
        if not self.has("date"):
            said += self._undated()
            if not self.sessions and not self.has("number"):
                said.append(_("Neither a date nor a number tells sessions apart."))
        dated = {each.session for each in self.columns if each.means == "date"}
        without = sorted({*self.sessions} - dated)
        if dated and without:
            words = {"all": ", ".join(map(str, without))}
            said.append(
                _("No column holds the date of these sessions: %(all)s.") % words
            )
        return said

    def _again(self) -> Iterator[Meaning]:
        seen: set[tuple[Place, int | None]] = set()
        for each in self.columns:
            said = each.place, each.session
            if said in seen:
                yield each
            seen.add(said)

    def _undated(self) -> list[str]:
        """What has to be given where days of sessions are counted."""
        if not (self.start or self.has("start")):
            text = _(
                "The sessions have no dates: give the day of the first one and "
                "how many days lie between two."
            )
        elif not self.every:
            text = _(
                "The sessions have no dates but the first one’s: give how many days "
                "lie between two."
            )
        else:
            return []
        return [text]


def wrong_with(meaning: Meaning, *, wide: bool) -> Iterator[str]:
    """Sentences on what that column cannot mean."""
    target = BY_NAME[meaning.means]
    yield from wrong_answerer(meaning)
    yield from wrong_choice(meaning)
    if target.once and meaning.session:
        yield _("This is not of one session.")
    if wide and meaning.means == "number":
        yield _("Sessions are numbered by their columns already.")
    elif wide and not target.once and not meaning.session:
        yield _("It needs the number of its session, as others have one.")
    strange = sorted({*meaning.values.values()} - {*target.codes})
    if strange and target.codes:
        words = {"all": ", ".join(target.codes), "found": ", ".join(strange)}
        yield _("One of these was expected, not %(found)s: %(all)s.") % words


def wrong_answerer(meaning: Meaning) -> Iterator[str]:
    raters, rated = raters_of(meaning), BY_NAME[meaning.means].rated
    if rated and not raters:
        words = {"all": ", ".join(instruments(settings.OWN_INSTRUMENTS))}
        yield _("It needs an instrument, one of these: %(all)s.") % words
    elif rated and meaning.rater not in raters:
        words = {"all": ", ".join(raters)}
        yield _("It needs who answered, one of these: %(all)s.") % words
    if meaning.rater and not rated:
        yield _("Nobody answers this.")
    if meaning.instrument and meaning.means != "score":
        yield _("This is of no instrument.")


def wrong_choice(meaning: Meaning) -> Iterator[str]:
    if meaning.means == "box" and meaning.choice not in CHOICES:
        words = {"all": ", ".join(CHOICES)}
        yield _("It needs what it stands for, one of these: %(all)s.") % words
    elif meaning.choice and meaning.means != "box":
        yield _("This is no box.")


def raters_of(meaning: Meaning) -> tuple[str, ...]:
    """Who can answer that; nobody where the instrument is not known."""
    if meaning.means != "score":
        return tuple(str(each) for each in RATERS)
    known = instruments(settings.OWN_INSTRUMENTS).get(meaning.instrument)
    return known.raters if known else ()
