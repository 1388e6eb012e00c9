"""A seeded practice for tests, on a fixed day."""

import datetime
from io import StringIO

from django.core.management import call_command

from ruptures.models import (
    AccessEvent,
    Case,
    Grant,
    Note,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
    User,
)

UNTIL = datetime.date(2026, 11, 1)
TABLES = (
    Case,
    Session,
    Rupture,
    SessionReport,
    RuptureMarker,
    RepairAttempt,
    Score,
    Note,
)

SUPERVISION = (
    Grant,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionStep,
    SupervisionComment,
    SupervisionReview,
    AccessEvent,
)


def empty() -> None:
    """Take everything away, what hangs on other rows first."""
    for table in (*reversed(SUPERVISION), *reversed(TABLES)):
        table.objects.all().delete()
    User.objects.all().delete()


def seed(therapists=3, sessions=900, number=7, until=UNTIL) -> str:
    """What the command says."""
    said = StringIO()
    call_command(
        "seed_demo",
        therapists=therapists,
        sessions=sessions,
        seed=number,
        until=until,
        stdout=said,
    )
    return said.getvalue()
