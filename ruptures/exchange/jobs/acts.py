"""What a person does with an import: begins it, answers what it asks, cancels it."""

import uuid
from collections.abc import Iterable
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.child import start
from ruptures.exchange.jobs.describing import expect
from ruptures.exchange.jobs.states import move
from ruptures.models import Differing, ImportJob, ImportState, User
from ruptures.saving import refuse_used, saving

WAITING = (ImportState.DESCRIBING, ImportState.ASKED)  # for an answer


def begin(
    *, user: User, submission: uuid.UUID, name: str, pieces: Iterable[bytes]
) -> ImportJob:
    """Keep the file, and have it checked where it says itself what it is.

    The form sent again finds its job.

    Raises ValidationError while another import of this user is under way.
    """
    tidy(user)
    job = ImportJob(user=user, submission=submission, file_name=name, at=timezone.now())
    with room.kept(job.key, pieces) as file:
        expect(job, file)
        found = admitted(job)
        if found is job and job.is_running:
            start(job, file)
    if found is not job or not job.is_under_way:
        room.remove(job.key)
    return found


def admitted(job: ImportJob) -> ImportJob:
    """The job, saved; or the one that this form has begun before."""
    with saving(job.user, job.submission):
        before = ImportJob.objects.filter(submission=job.submission).first()
        if before is not None:
            refuse_used(job.user, before.user)
            return before
        if ImportJob.objects.editable_by(job.user).under_way().exists():
            text = _("Another file of yours is under way. One comes in at a time.")
            raise ValidationError(text, code="under_way")
        job.save(force_insert=True)
    return job


def confirm(job: ImportJob, differing: Differing) -> None:
    """Have the rows written, and those that differ treated so; once, however often.

    Raises ValidationError where the file is not there any more.
    """
    try:
        with room.file_of(job.key).open("rb") as file:
            if answered(job, differing, file):
                start(job, file)
    except FileNotFoundError:
        tidy(job.user)
        text = _("The file is not here any more. Choose it again.")
        raise ValidationError(text) from None


def answered(job: ImportJob, differing: Differing, file: BinaryIO) -> bool:
    """Note the answer, and hold the file before anybody sees that it is being written;
    False where it has an answer already.
    """
    with transaction.atomic():
        User.objects.hold(job.user)
        first = move(
            job, ImportState.ASKED, to=ImportState.WRITING, differing=differing
        )
        if first:
            room.hold(file)
    return first


def cancel(job: ImportJob) -> bool:
    """Whether it was not too late; a child at work notices within half a second."""
    states = (ImportState.CHECKING, *WAITING)
    cancelled = move(job, *states, to=ImportState.CANCELLED)
    if cancelled:
        room.remove(job.key)
    return cancelled


def tidy(user: User) -> None:
    """Tell which of the user's jobs ended by force; forget what is too old."""
    for job in ImportJob.objects.editable_by(user).running():
        settle(job)
    room.sweep()
    now = timezone.now()
    for job in ImportJob.objects.filter(state__in=WAITING, at__lt=now - room.LIFETIME):
        cancel(job)
    forgotten = ImportJob.objects.filter(at__lt=now - ImportJob.LIFETIME)
    if forgotten.exists():  # to delete none would wait for whoever writes
        forgotten.delete()


def settle(job: ImportJob) -> None:
    """Note that a job is interrupted whose file nobody holds; it may be done by now."""
    if job.is_running and not room.is_held(job.key):
        if move(job, job.state, to=ImportState.INTERRUPTED):
            room.remove(job.key)
        job.refresh_from_db()


def forget_codes(job: ImportJob) -> None:
    """Delete which id has which code."""
    ImportJob.objects.filter(pk=job.pk).update(codes=None)
