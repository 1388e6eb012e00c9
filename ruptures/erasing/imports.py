"""What files that came in, or wait, hold of what is erased."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.acts import settle
from ruptures.models import Case, ImportJob, ImportState, User
from ruptures.models.import_job import ImportJobQuerySet


def refuse_while_written(user: User) -> None:
    """Refuse while a file comes in: it would bring back what goes."""
    for job in ImportJob.objects.editable_by(user).filter(state=ImportState.WRITING):
        settle(job)
        if job.is_running:
            raise ValidationError(_("A file of yours is coming in. Wait until it is."))


def forgettable(user: User) -> ImportJobQuerySet:
    """Files that are not in; cells of any case may be told of them."""
    return ImportJob.objects.editable_by(user).exclude(state=ImportState.DONE)


def forget(user: User) -> int:
    """Delete what is told, and once this transaction is done the files; how many.

    A child that checks one finds it gone, and ends.
    """
    jobs = forgettable(user)
    for key in jobs.values_list("key", flat=True):
        transaction.on_commit(partial(room.remove, key))
    return jobs.delete()[0]


def forget_ids(case: Case) -> None:
    """Take the case out of the lists that tell which id of a file has which code."""
    jobs = ImportJob.objects.editable_by(case.therapist)
    for job in jobs.filter(codes__isnull=False):
        if isinstance(job.codes, dict) and case.code in job.codes.values():
            left = {client: at for client, at in job.codes.items() if at != case.code}
            jobs.filter(pk=job.pk).update(codes=left or None)
