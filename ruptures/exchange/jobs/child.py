"""The child process of a job: it checks the file without a lock, or writes it whole.

Started anew for each of the two, in a session of its own, so that it outlives the
server process that started it. The file is its standard input, and locked; what it
prints is how far it is.
"""

import dataclasses
import os
import subprocess
from collections import deque
from contextlib import suppress
from functools import partial
from threading import Thread
from time import monotonic
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from ruptures.access import note_access
from ruptures.backup.workroom import for_owner_alone
from ruptures.exchange.incoming.beside import Beside, Counts
from ruptures.exchange.incoming.importing import bring_in, look
from ruptures.exchange.incoming.opening import source_of
from ruptures.exchange.incoming.source import Source
from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.states import move
from ruptures.exchange.others.mapping_file import of_content
from ruptures.exchange.others.source import Others
from ruptures.exchange.problems import Problem, Problems, Refused
from ruptures.models import Deed, Differing, ImportJob, ImportState

EVERY = 0.5  # seconds: how often it says how far it is


class TooLate(Exception):  # noqa: N818  a state: the job is not what it was
    """The job was cancelled, or ended for another reason."""


def start(job: ImportJob, file: BinaryIO) -> None:
    """Go on with the job; whoever started the child takes it away when it ends."""
    said = room.progress_file_of(job.key)
    said.unlink(missing_ok=True)
    with open(said, "xb", opener=for_owner_alone) as progress:
        child = subprocess.Popen(  # noqa: S603  our own
            [*settings.MANAGE, "run_import", str(job.key), get_language() or ""],
            stdin=file,
            stdout=progress,
            start_new_session=True,
        )
    Thread(target=child.wait, daemon=True).start()


def run(job: ImportJob, file: BinaryIO) -> None:
    """What the job is waiting for; afterwards the file is gone, unless it asks."""
    step = write if job.state == ImportState.WRITING else check
    try:
        step(job, *reading(job, file))
    except Refused as refused:
        told = [as_cells(each) for each in refused.problems]
        move(job, job.state, to=ImportState.REFUSED, problems=told)
    except TooLate:
        pass
    if not ImportJob.objects.under_way().filter(pk=job.pk).exists():
        room.remove(job.key)


def reading(job: ImportJob, file: BinaryIO) -> tuple[Source, "Progress"]:
    """What it reads from; raises Refused where that is no file we read."""
    mapping = None if job.mapping is None else of_content(job.mapping)
    source = source_of(file, job.file_name, job.user, mapping)
    progress = Progress(job, file)
    if isinstance(source, Others):
        source.each_row = partial(progress, Counts())
    return source, progress


def check(job: ImportJob, source: Source, progress: "Progress") -> None:
    """Ask what is to be done with it, where there is anything to do."""
    beside = look(source, job.user, differing=Differing.KEEP, told=progress)
    counts = beside.counts
    asks = ImportState.ASKED if counts.new or counts.different else ImportState.DONE
    found = dataclasses.asdict(counts) | seen(beside) | passed_over(source)
    if asks == ImportState.DONE:
        found |= codes(source)
    move(job, ImportState.CHECKING, to=asks, **found)


def seen(beside: Beside) -> dict[str, object]:
    found = beside.differences
    return {
        "fixed": found.fixed,
        "differences": [dataclasses.asdict(each) for each in found.first],
        "seen": found.digest,
    }


def passed_over(source: Source) -> dict[str, object]:
    """Columns that came to nothing; a package has none."""
    return {"passed_over": source.layout.unused} if isinstance(source, Others) else {}


def codes(source: Source) -> dict[str, object]:
    """Which id of the file has which code, for whoever brought it in."""
    return {"codes": source.codes()} if isinstance(source, Others) else {}


def read_ahead(source: Source) -> None:
    """Read before anything is locked what is read only once; it is told later."""
    with suppress(Refused):
        deque(source.blocks(source.tables[0], Problems()), maxlen=0)


def write(job: ImportJob, source: Source, progress: "Progress") -> None:
    """All of it, and that it is done, in one transaction."""
    at, differing = timezone.now(), Differing(job.differing)
    read_ahead(source)
    with transaction.atomic():
        counts = bring_in(
            source,
            job.user,
            differing=differing,
            seen=job.seen if differing is Differing.TAKE else "",
            at=at,
            told=progress,
        )
        note_access(job.user, Deed.IMPORTED, owner=job.user, page="import-job", at=at)
        done = dataclasses.asdict(counts) | {"written_at": at} | codes(source)
        if not move(job, ImportState.WRITING, to=ImportState.DONE, **done):
            raise TooLate


def as_cells(problem: Problem) -> dict[str, object]:
    return dataclasses.asdict(problem) | {"said": str(problem.said)}


class Progress:
    """Says every so often how far the child is, and asks whether it is to go on."""

    def __init__(self, job: ImportJob, file: BinaryIO):
        self.job = job
        self.file = file
        self.size = os.fstat(file.fileno()).st_size
        self.next = 0.0

    def __call__(self, counts: Counts) -> None:
        """Raises TooLate where the job was cancelled while it was checked."""
        if monotonic() < self.next:
            return
        self.next = monotonic() + EVERY
        percent = self.file.tell() * 100 // max(self.size, 1)
        print(counts.all, percent, flush=True)  # noqa: T201  the page reads it
        if self.job.state == ImportState.CHECKING:
            here = ImportJob.objects.filter(pk=self.job.pk)
            if not here.filter(state=ImportState.CHECKING).exists():
                raise TooLate
