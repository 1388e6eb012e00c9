"""A seeded practice for tests, on a fixed day."""

import datetime
from io import StringIO

from django.core.management import call_command

from ruptures.models import (
    Case,
    Note,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
)

UNTIL = datetime.date(2026, 11, 1)
TABLES = (
    Case,
    Session,
    SessionReport,
    Rupture,
    RuptureMarker,
    RepairAttempt,
    Score,
    Note,
)


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
