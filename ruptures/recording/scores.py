"""Acts on scores: totals of instruments, for a session that took place."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ruptures.instruments import TOTAL, Instrument, instruments
from ruptures.models import Act, Score, Session, User, Verb
from ruptures.recording.writing import Writing, same_version, writing
from ruptures.taxonomy import Rater


@dataclass(frozen=True)
class ScoreEntry:
    """A total as the form of `instrument` (its key) gives it, by who filled it in."""

    instrument: str
    rater: str
    value: Decimal

    @property
    def values(self) -> dict[str, Any]:
        """With a copy of the instrument's range; ValidationError for what it is not."""
        instrument = _known(self.instrument)
        _refuse_rater(instrument, self.rater)
        _refuse_value(instrument, self.value)
        return {
            "instrument": instrument.key,
            "rater": self.rater,
            "value": self.value,
            "minimum": Decimal(str(instrument.minimum)),
            "maximum": Decimal(str(instrument.maximum)),
            "higher_is_better": instrument.higher_is_better,
        }


def _known(key: str) -> Instrument:
    instrument = instruments(settings.OWN_INSTRUMENTS).get(key)
    if instrument is None:
        raise ValidationError({"instrument": _("Choose one of the instruments.")})
    return instrument


def _refuse_rater(instrument: Instrument, rater: str) -> None:
    if rater in instrument.raters:
        return
    labels = [str(Rater(each).label) for each in instrument.raters]
    text = _("%(name)s is filled in by: %(raters)s.")
    params = {"name": instrument.name, "raters": ", ".join(labels)}
    raise ValidationError({"rater": ValidationError(text, "rater", params)})


def _refuse_value(instrument: Instrument, value: Decimal) -> None:
    """Say the range in words where the value lies outside it, or is too fine."""
    if not value.is_finite() or not instrument.minimum <= value <= instrument.maximum:
        text = (
            _("%(name)s totals run from %(low)s to %(high)s.")
            if instrument.given_as == TOTAL
            else _("%(name)s means run from %(low)s to %(high)s.")
        )
        params: dict[str, Any] = {
            "name": instrument.name,
            "low": f"{instrument.minimum:g}",
            "high": f"{instrument.maximum:g}",
        }
        raise ValidationError({"value": ValidationError(text, "range", params)})
    if value != round(value, instrument.decimals):
        params = {"name": instrument.name, "count": instrument.decimals}
        raise ValidationError({"value": ValidationError(_too_fine(params), "fine")})


def _too_fine(params: dict[str, Any]) -> Any:
    if params["count"] == 0:
        return _("%(name)s totals are whole numbers.") % params
    return (
        ngettext_lazy(
            "%(name)s has one digit after the point at most.",
            "%(name)s has %(count)s digits after the point at most.",
            "count",
        )
        % params
    )


def create_score(write: Writing, session: Session, entry: ScoreEntry) -> Score:
    return write.create(Score(session=session, **entry.values))


def add_score(
    *, user: User, submission: uuid.UUID, session: Session, entry: ScoreEntry
) -> Act:
    """Enter the total of one instrument by one rater, once a session."""
    case = session.case
    verb = Verb.ADD_SCORE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            create_score(write, session, entry)
    return write.act


def edit_score(
    *,
    user: User,
    submission: uuid.UUID,
    score: Score,
    version: int,
    entry: ScoreEntry,
) -> Act:
    """Change a score; it takes the range that the instrument has today."""
    case = score.session.case
    verb = Verb.EDIT_SCORE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Score.objects.editable_by(user).get(pk=score.pk)
            same_version(current, version)
            write.update(current, **entry.values)
    return write.act


def delete_score(
    *, user: User, submission: uuid.UUID, score: Score, version: int
) -> Act:
    case = score.session.case
    verb = Verb.DELETE_SCORE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Score.objects.editable_by(user).get(pk=score.pk)
            same_version(current, version)
            write.delete(current)
    return write.act
