"""From one state of a job to the next: whoever comes first, and nobody after that."""

from typing import Any

from ruptures.models import ImportJob, ImportState
from ruptures.models.import_job import UNDER_WAY


def move(
    job: ImportJob, *states: ImportState | str, to: ImportState, **values: Any
) -> bool:
    """Whether the job was in one of `states`, and is in `to` with these values now.

    What was found in the file's cells goes with the end of it, but for why it ended.
    """
    if to not in UNDER_WAY:
        values |= {"differences": None, "doubts": None}
    found = ImportJob.objects.filter(pk=job.pk, state__in=states)
    return bool(found.update(state=to, **values))
