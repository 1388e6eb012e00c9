"""The one list of columns: whole, by names that other programs take."""

import pytest

from ruptures.exchange.package.tables import LEFT_OUT, TABLES
from ruptures.recording.snapshots import TABLES as CLINICAL


def test_every_clinical_table_is_in_the_package():
    assert {table.model for table in TABLES} == {*CLINICAL.values()}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_field_of_a_table_is_a_column_or_says_why_not(table):
    fields = {field.name for field in table.model._meta.concrete_fields}
    columns = {column.name for column in table.columns if not column.worked_out}

    assert fields - columns - LEFT_OUT.keys() == set()
    assert columns - fields == set()


def test_what_a_column_points_to_stands_before_it():
    read = set()
    for table in TABLES:
        read.add(table.name)
        assert {each.points_to for each in table.columns if each.points_to} <= read


def test_no_table_has_a_column_twice():
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
