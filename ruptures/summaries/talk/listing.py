"""The list itself: what the rules find, in its order."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

from ruptures.summaries.appointments import held
from ruptures.summaries.talk.course import Course
from ruptures.summaries.talk.entries import TalkEntry
from ruptures.summaries.talk.rows import TalkRows
from ruptures.summaries.talk.rules import OF_CASES, OF_RUPTURES
from ruptures.taxonomy import TalkRule

PLACES = {rule: place for place, rule in enumerate(TalkRule)}


def talk(rows: TalkRows, today: datetime.date) -> tuple[TalkEntry, ...]:
    """Everything that stands out, also what is put off: by rule, then the oldest first.

    A rupture stands once, by the first of its rules; a case once for every other rule.
    """
    found = (_marked(entry, rows) for entry in _entries(rows, today))
    return tuple(sorted(found, key=_order))


def _entries(rows: TalkRows, today: datetime.date) -> Iterator[TalkEntry]:
    for course in _courses(rows, today):
        for rupture in course.ruptures:
            by_rule = (rule(course, rupture) for rule in OF_RUPTURES)
            yield from [*filter(None, by_rule)][:1]
        yield from filter(None, (rule(course) for rule in OF_CASES))


def _courses(rows: TalkRows, today: datetime.date) -> Iterator[Course]:
    appointments, ruptures = _by("case", rows.appointments), _by("case", rows.ruptures)
    scores = _by("session", rows.scores)
    for case in rows.cases:
        every = appointments[case.pk]
        yield Course(case, every, held(every), ruptures[case.pk], scores, today)


def _by(name: str, rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    key_of = attrgetter(name)
    for row in rows:
        found[key_of(row)].append(row)
    return found


def _marked(entry: TalkEntry, rows: TalkRows) -> TalkEntry:
    until = rows.put_off.get((entry.case.pk, entry.rule, entry.rupture_key))
    return replace(entry, put_off=until) if until else entry


def _order(entry: TalkEntry) -> tuple[Any, ...]:
    """Case and rupture only keep the order the same where rule and day are."""
    return PLACES[entry.rule], entry.since, entry.case.code, str(entry.rupture_key)
