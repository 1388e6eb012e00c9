"""A mapping laid over a file: which cell of a row says what, and its value."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ruptures.exchange.others.cells import NOTHING, Read, nothing_in, reader
from ruptures.exchange.others.mapping import Mapping, Meaning, Place
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.others.redcap import added, own
from ruptures.exchange.problems import Problem, Problems

Cells: TypeAlias = Sequence[str]
BAD = object()  # a cell that cannot be read; its problem was told


@dataclass(frozen=True, slots=True)
class Spot:
    """A column of the file that means something; `index` is its place in a row.

    `nothing` are its cells, in small letters, that say nothing.
    """

    meaning: Meaning
    index: int
    read: Read
    nothing: frozenset[str]

    def value(self, cells: Cells, tell: "Tell") -> Any:
        """Its value in that row, NOTHING or BAD."""
        try:
            return self.read(cells[self.index])
        except ValidationError as error:
            tell(self, " ".join(error.messages))
            return BAD


Tell = Callable[[Spot, str], None]
Spots = dict[Place, Spot]


@dataclass(frozen=True, slots=True)
class Part:
    """The cells of a row that are of it as a whole, or of one of its sessions."""

    spots: Spots
    cells: Cells
    tell: Tell

    def value(self, place: Place) -> Any:
        """NOTHING also where no column says it."""
        spot = self.spots.get(place)
        return NOTHING if spot is None else spot.value(self.cells, self.tell)

    def needed(self, place: Place) -> Any:
        """BAD, and told, where it is NOTHING."""
        value = self.value(place)
        if value is NOTHING and place in self.spots:
            self.tell(self.spots[place], _("This cell must not be empty."))
        return BAD if value is NOTHING else value

    def values(self, *means: str) -> Iterator[tuple[Place, Any]]:
        """Of all columns with one of these meanings."""
        for place, spot in self.spots.items():
            if place.means in means:
                yield place, spot.value(self.cells, self.tell)


class Layout:
    """Raises Refused where the file has not what the mapping names."""

    def __init__(self, file: Plain, mapping: Mapping):
        self.file = file
        self.mapping = mapping
        self.sessions = mapping.sessions
        places = {name: index for index, name in enumerate(file.header) if name}
        self._refuse_missing(places)
        self.spots: dict[int | None, Spots] = {None: {}}
        for each in mapping.columns:
            nothing = nothing_in(each, mapping)
            spot = Spot(each, places[each.column], reader(each, mapping), nothing)
            self.spots.setdefault(each.session, {})[each.place] = spot

    def _refuse_missing(self, places: dict[str, int]) -> None:
        said = _("The mapping names a column that is not in the file.")
        problems = Problems()
        for each in self.mapping.columns:
            if each.column not in places:
                problems.add(Problem(said, self.file.name, 1, each.column))
        problems.refuse()

    @property
    def unused(self) -> list[str]:
        """Columns that mean nothing here, but for those that REDCap adds."""
        known = {"", *own(self.file.header), *self.mapping.used}
        return [name for name in self.file.header if name not in known]

    @property
    def added(self) -> list[str]:
        """Columns that REDCap adds, and that mean nothing here."""
        return added(self.file.header, self.mapping.used)

    def all(self) -> Iterator[Spot]:
        for spots in self.spots.values():
            yield from spots.values()

    def of(self, session: int | None) -> Iterator[Spot]:
        """The columns of one session of a row that has several."""
        if session is not None:
            yield from self.spots[session].values()

    def part(self, session: int | None, cells: Cells, tell: Tell) -> Part:
        return Part(self.spots[session], cells, tell)

    def says_anything(self, session: int | None, cells: Cells) -> bool:
        """Whether any cell of that session holds more than nothing."""
        for spot in self.spots[session].values():
            if cells[spot.index].strip().lower() not in spot.nothing:
                return True
        return False

    def teller(self, problems: Problems, row: int, cells: Cells) -> Tell:
        def tell(spot: Spot, said: str) -> None:
            name, cell = spot.meaning.column, cells[spot.index]
            problems.add(Problem(said, self.file.name, row, name, cell))

        return tell
