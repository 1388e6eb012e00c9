"""A practice with a row of every table, and packages of it that somebody changed."""

import csv
import datetime
import hashlib
import json
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from ruptures.exchange.incoming import importing
from ruptures.exchange.incoming.beside import Counts
from ruptures.exchange.package.opening import opened
from ruptures.exchange.package.reading import Arriving
from ruptures.exchange.problems import Refused
from ruptures.models import Act, Case, User
from ruptures.recording.snapshots import TABLES
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    NoteFactory,
    PutOffFactory,
    ReportFactory,
    RuptureFactory,
    ScoreFactory,
    SessionFactory,
    SupervisionItemFactory,
)

START = datetime.date(2026, 3, 2)
WEEK = datetime.timedelta(weeks=1)
# Rows of the package with notes: see `one_of_everything`.
ROWS = 14


def one_of_everything(**of_case) -> Case:
    """Three weekly sessions, the second missed, and one of everything in the third."""
    case = CaseFactory(started_on=START, first_number=5, code="K7QM", **of_case)
    SessionFactory(case=case, date=START)
    SessionFactory(case=case, date=START + WEEK, attendance="missed")
    session = SessionFactory(
        case=case, date=START + 2 * WEEK, time=datetime.time(9, 30), modality="video"
    )
    ReportFactory(session=session, intensity=3)
    observed = ReportFactory(session=session, rater="observer", reporter="B2C")
    rupture = RuptureFactory(session=session, causes=("misunderstood",))
    MarkerFactory(rupture=rupture)
    MarkerFactory(rupture=None, report=observed, minute=12, salience=2)
    AttemptFactory(rupture=rupture, strategies=("clarified", "asked"))
    ScoreFactory(session=session, value=Decimal("51.50"))
    NoteFactory(
        session=session, text='=1+1\nand "a quote", a comma; \N{MUSICAL SYMBOL G CLEF}'
    )
    PutOffFactory(case=case)
    SupervisionItemFactory(case=case, rupture=rupture, question="-")
    return case


def empty_installation() -> None:
    Act.objects.all().delete()
    Case.objects.all().delete()


def rows_here() -> int:
    return sum(model.objects.count() for model in (*TABLES.values(), Act))


def bring_in(data: bytes, user: User, **how) -> Counts:
    """As the command does: looked at first, then written."""
    source = Arriving(opened(BytesIO(data)))
    importing.look(source, user, differing=how.get("differing"))
    return importing.bring_in(source, user, **how)


def problems(data: bytes, user: User) -> list[str]:
    """What is said where nothing comes in; none where it did."""
    try:
        bring_in(data, user)
    except Refused as refused:
        return list(map(str, refused.problems))
    return []


def members(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def replaced(data: bytes, files: dict[str, bytes]) -> bytes:
    """The package with other files in it, and the checksums of these."""
    found = members(data) | files
    described = json.loads(found["datapackage.json"])
    for each in described["resources"]:
        content = found[each["path"]]
        each["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return zipped(found | {"datapackage.json": json.dumps(described).encode()})


def changed(data: bytes, table: str, *, row: int = 2, **cells: str) -> bytes:
    """The package with these cells in a row, numbered as a spreadsheet does."""
    name = f"{table}.csv"
    lines = list(csv.DictReader(StringIO(members(data)[name].decode(), newline="")))
    lines[row - 2] |= cells
    return replaced(data, {name: as_csv(lines)})


def doubled(data: bytes, table: str, **cells: str) -> bytes:
    """The package with the table's first row once more at its end, and these cells."""
    name = f"{table}.csv"
    lines = list(csv.DictReader(StringIO(members(data)[name].decode(), newline="")))
    return replaced(data, {name: as_csv([*lines, lines[0] | cells])})


def as_csv(lines: list[dict[str, str]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, lines[0], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()
