"""One case along its sessions: answers, ruptures with their attempts, events."""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter

from ruptures.models import Note
from ruptures.models.report import SENT
from ruptures.models.rupture import RuptureQuerySet, Status
from ruptures.models.session import SessionQuerySet
from ruptures.taxonomy import ATTENDED, RESOLVED_FROM, Rater, Strain

DIFFER = "differ"  # several observers did not agree
LATELY = 6  # answered sessions: what "first", "previous" and "now" count


@dataclass(frozen=True, slots=True)
class Stop:
    """One appointment; only one that took place has a `number`.

    `answers` are by rater: yes, no or unsure, and `DIFFER` for observers. What the
    client sent is among them only beside the therapist's own.
    """

    pk: int
    date: datetime.date
    attendance: str
    number: int | None
    answers: Mapping[str, str]

    @property
    def held(self) -> bool:
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at repair, at the place of its session among the stops."""

    place: int
    outcome: int | None

    @property
    def resolved(self) -> bool:
        return self.outcome is not None and self.outcome >= RESOLVED_FROM


@dataclass(frozen=True, slots=True)
class Thread:
    """A rupture at the place of the session where it arose, and its attempts."""

    place: int
    type: str
    status: Status
    attempts: tuple[Attempt, ...]

    @property
    def open(self) -> bool:
        return self.status in (Status.OPEN, Status.PARTLY)


@dataclass(frozen=True, slots=True)
class Event:
    """A note on the case at its day; `text` is None where no key here opens it."""

    date: datetime.date
    text: str | None


@dataclass(frozen=True, slots=True)
class Lately:
    """Sessions with strain among the therapist's answers of yes or no."""

    strained: int
    answered: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Stops in their order, from which everything else takes its place, from 0."""

    stops: tuple[Stop, ...]
    threads: tuple[Thread, ...]
    events: tuple[Event, ...]

    @property
    def places(self) -> dict[int, int]:
        """The place of each session, by its row."""
        return {stop.pk: place for place, stop in enumerate(self.stops)}

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each held session, by its row."""
        return {s.pk: s.number for s in self.stops if s.number is not None}

    @property
    def open_count(self) -> int:
        return sum(thread.open for thread in self.threads)

    def at(self, event: Event) -> float:
        """Where an event stands: at a session of its day, else halfway between two."""
        before = bisect_right(self.stops, event.date, key=attrgetter("date"))
        on_the_day = before and self.stops[before - 1].date == event.date
        return before - 1 if on_the_day else before - 0.5

    def course(self) -> tuple[Lately | None, Lately | None, Lately | None]:
        """The first 6 answered sessions, the 6 before the last 6, and the last 6.

        The first are left out where they would be the last, the previous ones where
        there are not 6 of them.
        """
        answers = [stop.answers.get(Rater.THERAPIST) for stop in self.stops]
        said = [each for each in answers if each in (Strain.YES, Strain.NO)]
        return (
            _lately(said[:LATELY]) if len(said) > LATELY else None,
            _lately(said[-2 * LATELY : -LATELY]) if len(said) >= 2 * LATELY else None,
            _lately(said[-LATELY:]) if said else None,
        )


def timeline(
    sessions: SessionQuerySet,
    ruptures: RuptureQuerySet,
    notes: Iterable[Note],
    first_number: int = 1,
) -> Timeline:
    """Summarise the scoped rows of one case: 2 statements beside that of the notes.

    `first_number` is that of its first held session.
    """
    stops = tuple(_stops(sessions, first_number))
    places = {stop.pk: place for place, stop in enumerate(stops)}
    threads = sorted(_threads(ruptures, places), key=lambda thread: thread.place)
    return Timeline(stops, tuple(threads), tuple(_events(notes)))


def _lately(said: Sequence[str | None]) -> Lately:
    return Lately(said.count(Strain.YES), len(said))


def _stops(sessions: SessionQuerySet, number: int) -> Iterator[Stop]:
    """One row a report, or one for a session without any."""
    rows = sessions.in_order().values_list(
        "pk",
        "date",
        "attendance",
        "reports__rater",
        "reports__strain",
        "reports__source",
    )
    for (pk, date, attendance), group in groupby(rows, key=itemgetter(0, 1, 2)):
        held = attendance in ATTENDED
        answers = _answers(row[3:] for row in group if row[3])
        yield Stop(pk, date, attendance, number if held else None, answers)
        number += held


def _answers(reports: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """By rater; what the client sent is kept back until the therapist's is given."""
    said: dict[str, set[str]] = defaultdict(set)
    sent = False
    for rater, strain, source in reports:
        said[rater].add(strain)
        sent |= rater == Rater.CLIENT and source in SENT
    if sent and Rater.THERAPIST not in said:
        del said[Rater.CLIENT]
    return {
        rater: strains.pop() if len(strains) == 1 else DIFFER
        for rater, strains in said.items()
    }


def _threads(ruptures: RuptureQuerySet, places: Mapping[int, int]) -> Iterator[Thread]:
    """One row an attempt, or one for a rupture without any."""
    rows = (
        ruptures.with_status()
        .order_by("pk", "attempts__order")
        .values_list(
            "pk",
            "session_id",
            "type",
            "status",  # type: ignore[misc]  # of `with_status`
            "attempts__session_id",
            "attempts__outcome",
        )
    )
    for (_pk, session, kind, status), group in groupby(rows, itemgetter(0, 1, 2, 3)):
        tried = [Attempt(places[row[4]], row[5]) for row in group if row[4]]
        tried.sort(key=lambda attempt: attempt.place)
        yield Thread(places[session], kind, Status(status), tuple(tried))


def _events(notes: Iterable[Note]) -> Iterator[Event]:
    for note in sorted(notes, key=attrgetter("date", "key")):
        if note.date is not None:
            yield Event(note.date, note.text if note.is_readable else None)
