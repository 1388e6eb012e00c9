"""What somebody says of a file of another program before it is checked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.child import as_cells, start
from ruptures.exchange.jobs.states import move
from ruptures.exchange.others.beginning import ROWS, fitting
from ruptures.exchange.others.columns import Doubt, Doubts
from ruptures.exchange.others.guessing import Guess, guess, of_text
from ruptures.exchange.others.mapping import Mapping
from ruptures.exchange.others.mapping_file import as_content, of_content
from ruptures.exchange.others.opening import is_package, plain
from ruptures.exchange.others.saved import load
from ruptures.exchange.problems import Refused
from ruptures.models import ImportJob, ImportState, User
from ruptures.models.encrypted import Unreadable

DESCRIBING = ImportState.DESCRIBING


def expect(job: ImportJob, file: BinaryIO) -> None:
    """Give a new job its state: a package says itself what it is, others are asked."""
    if not is_package(file, job.file_name):
        try:
            found = guess(file, job.file_name, ROWS)
        except Refused as refused:
            job.state = ImportState.REFUSED
            job.problems = [as_cells(each) for each in refused.problems]
        else:
            job.state = DESCRIBING
            job.mapping, job.doubts = as_content(found.mapping), told(found.doubts)
    file.seek(0)


def told(doubts: Sequence[Doubt]) -> list[list[str]]:
    """Gaps are found anew each time: they have no place."""
    return [[each.about, each.said] for each in doubts if each.about]


def mapping_of(job: ImportJob) -> Mapping:
    content: Any = job.mapping
    return of_content(content)


def doubts_of(job: ImportJob) -> list[Doubt]:
    return [Doubt(about, said) for about, said in job.doubts or []]


def read_otherwise(file: BinaryIO, name: str, mapping: Mapping) -> Guess:
    """What the file seems to mean once its head is read as this mapping says."""
    found = of_text(plain(file, name, mapping, ROWS), Doubts(), mapping.sheet)
    read = as_read(found.mapping, like=mapping)
    return Guess(read, found.doubts)


def as_read(mapping: Mapping, *, like: Mapping) -> Mapping:
    """With the text read as that one says."""
    return replace(
        mapping, encoding=like.encoding, delimiter=like.delimiter, sheet=like.sheet
    )


def note(job: ImportJob, mapping: Mapping, doubts: Sequence[Doubt]) -> None:
    """Keep how far it is described; nothing where it is described no more."""
    job.mapping, job.doubts = as_content(mapping), told(doubts)
    move(job, DESCRIBING, to=DESCRIBING, mapping=job.mapping, doubts=job.doubts)


def start_from(job: ImportJob, name: str, columns: Sequence[str]) -> bool:
    """Take what its user has kept under that name, so far as the file has it.

    How the file itself is read stays as it was found. False where there is none.
    """
    kept, now = load(job.user, name), mapping_of(job)
    if kept is not None:
        note(job, as_read(fitting(kept, columns), like=now), ())
    return kept is not None


def refuse(job: ImportJob, refused: Refused) -> None:
    """A file that could be read, and cannot any more: what is read has changed."""
    problems = [as_cells(each) for each in refused.problems]
    if move(job, DESCRIBING, to=ImportState.REFUSED, problems=problems):
        room.remove(job.key)


def check_as(job: ImportJob, mapping: Mapping) -> None:
    """Have the file checked, read so; once, however often it is asked.

    Raises ValidationError where the file is not there any more.
    """
    with file_of(job) as file:
        if described(job, mapping, file):
            start(job, file)


def described(job: ImportJob, mapping: Mapping, file: BinaryIO) -> bool:
    """Note the mapping, and hold the file before anybody sees that it is checked;
    False where that was done before.
    """
    values = {"mapping": as_content(mapping), "doubts": None}
    with transaction.atomic():
        User.objects.hold(job.user)
        first = move(job, DESCRIBING, to=ImportState.CHECKING, **values)
        if first:
            room.hold(file)
    return first


def file_of(job: ImportJob) -> BinaryIO:
    """Raises ValidationError where it was swept, and says so on the job."""
    try:
        if isinstance(job.mapping, Unreadable):
            raise FileNotFoundError
        return room.file_of(job.key).open("rb")
    except FileNotFoundError:
        move(job, DESCRIBING, to=ImportState.CANCELLED)
        text = _("The file is not here any more. Choose it again.")
        raise ValidationError(text) from None
