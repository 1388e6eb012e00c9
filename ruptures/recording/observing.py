"""The act of an observer: what somebody who watched the recording says of a session.

It is the one act on a case that is not its therapist's. Handed in, a report stays as
it is: nobody changes it, and the therapist can set it aside by undoing this act.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruptures.access import note_access
from ruptures.models import (
    Act,
    Case,
    Deed,
    Grant,
    RuptureMarker,
    Session,
    SessionReport,
    User,
    Verb,
)
from ruptures.recording.writing import Writing, writing
from ruptures.taxonomy import Rater

MOST_MARKERS = 200  # of one session


@dataclass(frozen=True)
class MarkerEntry:
    """One observed behaviour; the `minute` of the recording, `salience` 1 to 5."""

    code: str
    minute: int
    salience: int | None = None


@dataclass(frozen=True)
class ObserverEntry:
    """What an observer hands in; both scales, 1 to 5, only after yes."""

    strain: str
    intensity: int | None = None
    resolution: int | None = None
    markers: Sequence[MarkerEntry] = field(default=())


def observe(
    *, user: User, submission: uuid.UUID, session: Session, entry: ObserverEntry
) -> Act:
    """Hand in what `user` observed in a session of a case that they observe now.

    Raises Case.DoesNotExist, or Grant.DoesNotExist, where they do not (any more).
    """
    case = session.case
    verb = Verb.OBSERVE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            _hand_in(write, session, entry)
            note_access(
                user,
                Deed.RATED,
                owner=case.therapist,
                case=case,
                grant=grant_to_observe(user, case),
            )
    return write.act


def _hand_in(write: Writing, session: Session, entry: ObserverEntry) -> None:
    if len(entry.markers) > MOST_MARKERS:
        error = _("One sheet has room for %(most)s markers.")
        room = {"most": MOST_MARKERS}
        raise ValidationError({"markers": ValidationError(error, "most", room)})
    report = write.create(
        SessionReport(
            session=session,
            rater=Rater.OBSERVER,
            reporter=reporter_of(write.act.user, session.case),
            strain=entry.strain,
            intensity=entry.intensity,
            resolution=entry.resolution,
            independent=not sees_the_case(write.act.user, session.case),
        )
    )
    for marker in entry.markers:
        write.create(
            RuptureMarker(
                report=report,
                code=marker.code,
                minute=marker.minute,
                salience=marker.salience,
            )
        )


def grant_to_observe(user: User, case: Case) -> Grant:
    """The live grant that lets `user` rate; Grant.DoesNotExist where there is none."""
    return Grant.objects.observing(user).about(case).earliest("made_at", "pk")


def reporter_of(user: User, case: Case) -> str:
    """The code under which the therapist of `case` knows what `user` observes.

    One code is one person: it is the first grant's for good, and no other of that
    therapist has it. Raises Grant.DoesNotExist for who never was an observer.
    """
    grants = Grant.objects.to_observe(user).filter(therapist=case.therapist)
    return grants[:1].get().reporter


def sees_the_case(user: User, case: Case) -> bool:
    """Whether other raters' answers are open to an observer, as to a supervisor."""
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()
