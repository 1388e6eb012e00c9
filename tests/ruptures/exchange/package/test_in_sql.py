"""What the database writes into a cell is what the column's kind writes."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruptures.exchange.package.column import Column
from ruptures.exchange.package.rows import in_sql
from ruptures.exchange.package.tables import (
    ATTEMPTS,
    SCORES,
    SESSIONS,
    TABLES,
    Table,
)
from ruptures.taxonomy import STRATEGIES
from tests.factories import AttemptFactory, ScoreFactory, SessionFactory
from tests.ruptures.exchange.package.practice import one_of_everything
from tests.ruptures.exchange.package.practices import some_of, totals

pytestmark = pytest.mark.django_db

any_row = settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
moments = st.datetimes(
    datetime.datetime(1, 1, 2),  # noqa: DTZ001  the zone follows
    datetime.datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.just(datetime.UTC),
)


def columns_of(table: Table) -> list[Column]:
    """Those that the database writes, of rows as they stand."""
    return [c for c in table.columns if not (c.worked_out or c.is_open_text)]


def by_the_database(table: Table) -> list[tuple[str | None, ...]]:
    columns = columns_of(table)
    rows = table.model.objects.order_by("pk").values_list(*map(in_sql, columns))
    return [tuple(None if cell is None else str(cell) for cell in row) for row in rows]


def by_the_kind(table: Table) -> list[tuple[str | None, ...]]:
    columns = columns_of(table)
    rows = table.model.objects.order_by("pk").values_list(*(e.path for e in columns))
    return [
        tuple(
            None if value is None else each.kind.write(value)
            for each, value in zip(columns, row, strict=True)
        )
        for row in rows
    ]


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def score():
    return ScoreFactory()


@pytest.fixture
def attempt():
    return AttemptFactory()


@any_row
@given(
    key=st.uuids(),
    date=st.dates(),
    time=st.none() | st.times(),
    logged_at=moments,
)
def test_keys_days_times_and_moments_are_written_alike(session, **values):
    type(session).objects.update(**values)

    assert by_the_database(SESSIONS) == by_the_kind(SESSIONS)


@any_row
@given(value=totals | st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("-0.5")]))
def test_numbers_are_written_alike(score, value):
    type(score).objects.update(
        minimum=Decimal(-9999), value=value, maximum=Decimal(9999)
    )

    assert by_the_database(SCORES) == by_the_kind(SCORES)


@any_row
@given(
    strategies=some_of(STRATEGIES),
    acknowledged=st.booleans(),
    outcome=st.none() | st.integers(1, 5),
)
def test_codes_answers_and_whole_numbers_are_written_alike(attempt, **values):
    type(attempt).objects.update(**values)

    assert by_the_database(ATTEMPTS) == by_the_kind(ATTEMPTS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_a_table_is_written_alike(table):
    one_of_everything()

    written = by_the_database(table)

    assert written
    assert written == by_the_kind(table)
