"""Others read the package with the types that it declares, as the docs tell them to."""

import datetime
import re
import uuid
from decimal import Decimal

import pandas
import pytest
from django.conf import settings

from ruptures.exchange.columns import SESSION_COLUMNS
from ruptures.exchange.package.rows import chosen
from ruptures.exchange.package.tables import TABLES
from ruptures.exchange.package.wanted import EXCEL_DECIMAL_COMMA, PLAIN, Wanted
from tests.factories import NoteFactory, SessionFactory
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import START, WEEK, one_of_everything

OURS = "rupture-and-repair.zip"
TYPES = {
    "string": {"string", "category"},
    "boolean": {"boolean"},
    "integer": {"Int64"},
    "number": {"Float64"},
    "date": {"datetime64[ns]"},
    "datetime": {"datetime64[ns, UTC]"},
    "time": {"timedelta64[ns]"},
}
# Words that R (?Reserved) and SPSS (Rules for variable names) keep for themselves.
OF_R = "if else repeat while function for in next break true false null inf nan na"
OF_SPSS = "all and by eq ge gt le lt ne not or to with"


@pytest.fixture
def case():
    case = one_of_everything()
    session = SessionFactory(case=case, date=START + 3 * WEEK)
    for text in ("'quoted'", "  =1+1", "＝1", "\tNA", "NA", "-", "one\r\ntwo\nthree"):
        NoteFactory(session=session, text=text)
    return case


def read_as_told(path) -> dict[str, pandas.DataFrame]:
    """What the lines in docs/data-format.md make of the package."""
    text = (settings.BASE_DIR / "docs/data-format.md").read_text(encoding="utf-8")
    [lines] = re.findall(r"^```python\n(.+?)^```$", text, re.DOTALL | re.MULTILINE)
    told: dict = {}
    assert OURS in lines
    exec(lines.replace(OURS, str(path)), told)  # noqa: S102  our own document
    return told["tables"]


def plain(value):
    """A value of the database as pandas has it; nothing said is nothing there."""
    match value:
        case "" | () | None:
            return None
        case uuid.UUID():
            return str(value)
        case Decimal():
            return float(value)
        case tuple():
            return " ".join(value)
        case datetime.time():
            return pandas.Timedelta(value.isoformat())
        case datetime.date():  # or a moment
            return pandas.Timestamp(value)
    return value


def here(table, user) -> list[list]:
    paths = [column.path for column in table.columns]
    rows = chosen(table, Wanted(user, notes=True)).order_by("key").values_list(*paths)
    return [[plain(value) for value in row] for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize("form", [PLAIN, EXCEL_DECIMAL_COMMA], ids=["plain", "excel"])
def test_pandas_has_every_value_as_it_is_here(case, tmp_path, form):
    path = tmp_path / "package.zip"
    path.write_bytes(bytes_of(case.therapist, notes=True, form=form))

    tables = read_as_told(path)

    assert tables.keys() == {table.name for table in TABLES}
    for table in TABLES:
        frame = tables[table.name]
        assert [*frame.columns] == [column.name for column in table.columns]
        found = frame.astype(object).where(frame.notna(), None)
        assert found.to_numpy().tolist() == here(table, case.therapist)


@pytest.mark.django_db
def test_pandas_has_every_column_with_its_declared_type(case, tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(bytes_of(case.therapist, notes=True))

    tables = read_as_told(path)

    other = [
        (table.name, column.name, str(tables[table.name][column.name].dtype))
        for table in TABLES
        for column in table.columns
        if str(tables[table.name][column.name].dtype) not in TYPES[column.kind.type]
    ]
    assert other == []
    assert [*tables["reports"]["strain"].cat.categories] == ["yes", "no", "unsure"]


def test_names_are_fit_for_r_and_spss():
    names = {table.name for table in TABLES}
    names |= {column.name for table in TABLES for column in table.columns}
    names |= {column.name for column in SESSION_COLUMNS}

    assert [name for name in names if not re.fullmatch("[a-z][a-z_]{1,31}", name)] == []
    assert names & {*OF_R.split(), *OF_SPSS.split()} == set()


def test_names_in_the_dictionary_are_short_enough_for_spss():
    names = [f"{table.name}_{each.name}" for table in TABLES for each in table.columns]

    assert len({*names}) == len(names)
    assert max(map(len, names)) <= 64
