"""Giving access to one's cases, answering what was offered, and ending it.

Each is whole or does not happen, and is noted. Raises ValidationError in plain words
where it cannot be. What an e-mail belongs to is never told: whether somebody has an
account shows to nobody but the owner of the installation.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.access import note_access
from ruptures.concern_readers import forget
from ruptures.models import AccessEvent, Case, Deed, Grant, SessionReport, User
from ruptures.models.grant import new_reporter
from ruptures.saving import refuse_used

NOT_OFFERED = _("This is not offered to you (any more).")


@dataclass(frozen=True)
class GrantEntry:
    """What a therapist gives, and to whom; `cases` unless it is `every_case`.

    `starts_on` is today unless it says another day; without `ends_on` it is open until
    somebody ends it.
    """

    email: str
    purpose: str
    every_case: bool = False
    cases: Sequence[Case] = ()
    with_notes: bool = False
    in_funnel: bool = False
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None


def give(*, user: User, submission: uuid.UUID, entry: GrantEntry) -> Grant:
    """Offer access; the same form sent again gives the grant that it gave before."""
    entry = replace(entry, email=entry.email.strip().lower())
    with transaction.atomic():
        User.objects.hold(user)
        done = Grant.objects.filter(submission=submission).first()
        if done is not None:
            refuse_used(user, done.therapist)
            return done
        _check(user, entry)
        grant = _made(user, submission, entry)
        if not entry.every_case:
            grant.cases.set(entry.cases)
        note_access(user, Deed.GRANTED, owner=user, grant=grant)
    return grant


def _made(user: User, submission: uuid.UUID, entry: GrantEntry) -> Grant:
    """The row, for the account of that e-mail where there is one."""
    grant = Grant(
        submission=submission,
        therapist=user,
        holder=User.objects.filter(email=entry.email).first(),
        email=entry.email,
        purpose=entry.purpose,
        every_case=entry.every_case,
        with_notes=entry.with_notes,
        in_funnel=entry.in_funnel,
        starts_on=entry.starts_on or timezone.localdate(),
        ends_on=entry.ends_on,
        reporter=_free_reporter(user),
        made_at=timezone.now(),
    )
    # Whoever is named, as much is asked of the database: who is there shows nowhere.
    grant.full_clean(exclude={"therapist", "holder"})
    grant.save(force_insert=True)
    return grant


def _free_reporter(therapist: User) -> str:
    """A code that nobody has with this therapist, in a report from elsewhere either."""
    grants = Grant.objects.filter(therapist=therapist).values_list("reporter")
    reports = SessionReport.objects.editable_by(therapist).values_list("reporter")
    taken = {*grants, *reports.distinct().order_by("reporter")}
    return next(code for code in iter(new_reporter, "") if (code,) not in taken)


def _check(user: User, entry: GrantEntry) -> None:
    """What no constraint of the table can say."""
    if entry.email == user.email.lower():
        raise ValidationError({"email": _("You see your own cases anyway.")})
    if entry.ends_on and entry.ends_on < timezone.localdate():
        raise ValidationError({"ends_on": _("This day is over.")})
    if entry.every_case and entry.cases:
        text = _("You chose all cases and named some as well. Say which you mean.")
        raise ValidationError({"cases": text})
    if not entry.every_case:
        _check_cases(user, entry.cases)


def _check_cases(user: User, cases: Sequence[Case]) -> None:
    named = {case.pk for case in cases}
    own = Case.objects.editable_by(user).filter(pk__in=named).count()
    if not named or own != len(named):
        raise ValidationError({"cases": _("Choose one of your cases, or more.")})


def accept(*, user: User, grant: Grant) -> Grant:
    """Take what was offered to `user`; taken twice, it is taken once."""
    with transaction.atomic():
        current = _locked(grant)
        if current.holder_id != user.pk or current.ended_at:
            raise ValidationError(NOT_OFFERED)
        if current.accepted_at is None:
            _refuse_unless_offered(user, current)
            forget(user, current.therapist)
            current.accepted_at = timezone.now()
            current.save(update_fields=["accepted_at"])
            owner = current.therapist
            note_access(user, Deed.ACCEPTED, owner=owner, grant=current)
    return current


def _refuse_unless_offered(user: User, grant: Grant) -> None:
    if not Grant.objects.offered_to(user).filter(pk=grant.pk).exists():
        raise ValidationError(NOT_OFFERED)


def end(*, user: User, grant: Grant) -> Grant:
    """End it at this moment, from either side; before it is accepted: decline it."""
    with transaction.atomic():
        current = _locked(grant)
        if user.pk not in {current.therapist_id, current.holder_id}:
            raise ValidationError(NOT_OFFERED)
        if current.ended_at is None:
            current.ended_at, current.ended_by = timezone.now(), user
            current.save(update_fields=["ended_at", "ended_by"])
            note_access(user, Deed.ENDED, owner=current.therapist, grant=current)
    return current


def hand_over(user: User) -> None:
    """Give an account just made what was offered to its e-mail before it was there.

    Done once, on joining: an e-mail changed to later takes nothing that waits for it.
    """
    Grant.objects.filter(holder=None, email__iexact=user.email).update(holder=user)


@dataclass(frozen=True)
class Looks:
    """When cases were first and last looked at under a grant."""

    first: datetime.datetime
    last: datetime.datetime


def looks_under(grants: Sequence[Grant]) -> dict[uuid.UUID, Looks]:
    """By the key of each grant that was looked under; one statement."""
    looked = AccessEvent.objects.filter(
        deed__in=[Deed.LOOKED, Deed.EXPORTED], grant__in=[each.key for each in grants]
    )
    found = looked.order_by().values_list("grant").annotate(Min("at"), Max("at"))
    return {key: Looks(first, last) for key, first, last in found}


def tell_first_looks(looked: Iterable[Grant]) -> list[Grant]:
    """Which of these, all looked under, their therapist was not told of; told now.

    Each to one asker alone, of several at one moment.
    """
    now = timezone.now()
    untold = Grant.objects.filter(told_at=None)
    found = [each for each in looked if each.told_at is None]
    return [each for each in found if untold.filter(pk=each.pk).update(told_at=now)]


def _locked(grant: Grant) -> Grant:
    found = Grant.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("therapist").get(pk=grant.pk)
