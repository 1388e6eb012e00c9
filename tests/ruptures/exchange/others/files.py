"""Files as people have them, and what was made of them."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

from ruptures.exchange.incoming.importing import bring_in, look
from ruptures.exchange.others.guessing import guess
from ruptures.exchange.others.mapping import Mapping, Meaning
from ruptures.exchange.others.source import arriving
from ruptures.models import Session, User

CASE = Meaning(column="id", means="case")
DATE = Meaning(column="date", means="date")
SRS = Meaning(column="srs", means="score", rater="client", instrument="srs")
STRAIN = Meaning(column="strain", means="strain", rater="therapist")


def mapping(*columns: Meaning, **fields: object) -> Mapping:
    return Mapping(columns=columns, **fields)


def wide(means: Meaning, count: int, name: str = "s") -> list[Meaning]:
    return [
        Meaning(
            column=f"{name}{number}",
            means=means.means,
            rater=means.rater,
            instrument=means.instrument,
            session=number,
        )
        for number in range(1, count + 1)
    ]


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def brought_in(
    data: bytes, user: User, by: Mapping | None = None, name: str = "file.csv"
) -> list[str]:
    """What the file became, a line a session; without a mapping, by the guess."""
    file = BytesIO(data)
    if by is None:
        found = guess(file, name)
        found.refuse(name)
        by = found.mapping
    source = arriving(file, name, user, by)
    look(source, user)
    bring_in(source, user)
    clients = {code: client for client, code in source.codes().items()}
    rows = Session.objects.order_by("date", "time", "key")
    return sorted(in_words(row, clients.get(row.case.code, "?")) for row in rows)


def in_words(session: Session, client: str) -> str:
    time = f"{session.time:%H:%M}" if session.time else ""
    attendance = "" if session.attendance == "held" else session.attendance
    said = [client, f"{session.date}", time, attendance, session.modality]
    for report in session.reports.order_by("-rater"):
        details = [report.strain, report.intensity, report.resolution]
        told = "/".join(str(each) for each in details if each is not None)
        said.append(f"{report.rater}={told}")
    said += [each.type for each in session.ruptures.all()]
    for score in session.scores.order_by("rater"):
        said.append(f"{score.instrument}:{score.rater}={score.shown}")
    return " ".join(filter(None, said))
