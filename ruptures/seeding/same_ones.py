"""Where therapists of the synthetic practice noted that another meant the same."""

from ruptures.models import SessionReport, User
from ruptures.models.report import OTHERS
from ruptures.seeding.dice import Dice
from ruptures.taxonomy import Strain

LOOKED_AT = 24  # the latest others' yes of a therapist
THE_SAME = 0.7  # of them


def note_same_ones(dice: Dice, therapist: User) -> None:
    """Tie some to a rupture of their session, without new rows or other dice."""
    reports = SessionReport.objects.editable_by(therapist).shown()
    found = reports.filter(
        rater__in=OTHERS, strain=Strain.YES, session__ruptures__isnull=False
    )
    for report in found.order_by("-session__date", "key").distinct()[:LOOKED_AT]:
        if dice.chance(THE_SAME):
            report.rupture = report.session.ruptures.earliest("key")
            report.save(update_fields=["rupture"])
