"""The flat file: one row a session, line by line, in memory that does not grow."""

import csv
import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

from django.db.models import Count, QuerySet

from ruptures.exchange.cells import cell
from ruptures.exchange.columns import SESSION_COLUMNS
from ruptures.exchange.one_moment import one_moment
from ruptures.exchange.rows import SessionRow, with_all_said
from ruptures.models import Case, Session
from ruptures.models.session import IN_ORDER_OF_A_CASE

BATCH = 500  # rows
FOR_EXCEL = "\ufeff"  # tells Excel that the file is UTF-8


def flat_file(
    cases: QuerySet[Case],
    *,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    bom: bool = False,
) -> Iterator[str]:
    """CSV text of the sessions of `cases` from `start` to `end`, both included.

    By case code, then in order; the same rows always give the same text.
    """
    header = tuple(column.name for column in SESSION_COLUMNS)
    yield (FOR_EXCEL if bom else "") + as_csv([header])
    with one_moment():
        numbered = numbered_sessions(cases, start, end)
        while batch := list(islice(numbered, BATCH)):
            yield as_csv(cells(row) for row in with_all_said(batch))


def cells(row: SessionRow) -> tuple[str, ...]:
    return tuple(cell(column.value(row)) for column in SESSION_COLUMNS)


def as_csv(lines: Iterable[tuple[str, ...]]) -> str:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def numbered_sessions(
    cases: QuerySet[Case], start: datetime.date | None, end: datetime.date | None
) -> Iterator[tuple[Session, int | None]]:
    """Sessions by case code and in order; those before `start` count in the numbers."""
    sessions = Session.objects.filter(case__in=cases)
    held = held_before(sessions, start) if start else Counter[int]()
    if start:
        sessions = sessions.filter(date__gte=start)
    if end:
        sessions = sessions.filter(date__lte=end)
    by_code = sessions.select_related("case").order_by(
        "case__code", *IN_ORDER_OF_A_CASE
    )
    for session in by_code.iterator(chunk_size=BATCH):
        held[session.case_id] += session.took_place
        number = session.case.first_number - 1 + held[session.case_id]
        yield session, number if session.took_place else None


def held_before(sessions: QuerySet[Session], start: datetime.date) -> Counter[int]:
    """How many sessions each case held before that day."""
    held = Session.objects.filter(pk__in=sessions.filter(date__lt=start)).held()
    counts = held.order_by().values_list("case_id").annotate(Count("pk"))
    return Counter(dict(counts))
