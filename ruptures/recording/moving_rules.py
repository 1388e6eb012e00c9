"""Where a session may not be moved, said in words."""

import datetime
from typing import TYPE_CHECKING, NoReturn

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruptures.dates import write_day, write_time
from ruptures.models import (
    Case,
    RepairAttempt,
    Session,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def refuse_case(session: Session, case: Case) -> None:
    """Say in words why the session cannot be in `case`, if it cannot."""
    words: dict[str, object] = {"code": case.code}
    if case.pk == session.case_id:
        _refuse(_("This session is with %(code)s already."), words)
    if session.date < case.started_on:
        words["began"] = _day(case.started_on)
        _refuse(_("%(code)s began later, on %(began)s."), words)
    if case.ended_on and session.date > case.ended_on:
        words["ended"] = _day(case.ended_on)
        _refuse(_("%(code)s ended earlier, on %(ended)s."), words)
    _refuse_second(session, case, words)


def _refuse_second(session: Session, case: Case, words: dict[str, object]) -> None:
    if not case.sessions.filter(date=session.date, time=session.time).exists():
        return
    words["day"] = _day(session.date)
    if session.time is None:
        _refuse(
            _(
                "%(code)s has a session on %(day)s already. If both took place, give"
                " this one its time of day first."
            ),
            words,
        )
    words["time"] = write_time(session.time)
    _refuse(_("%(code)s has a session on %(day)s at %(time)s already."), words)


def tying_attempts(session: Session) -> list[RepairAttempt]:
    """Attempts between this session and another one: they keep it where it is."""
    either = Q(session=session) | Q(rupture__session=session)
    ties = RepairAttempt.objects.filter(either).exclude(session=F("rupture__session"))
    return list(ties.in_order().select_related("session__case", "rupture__session"))


def refuse_ties(session: Session) -> None:
    """Name the first attempt that would belong to two cases if the session moved."""
    for attempt in tying_attempts(session):
        words: dict[str, object] = {
            "day": _day(attempt.session.date),
            "code": attempt.session.case.code,
            "arose": _day(attempt.rupture.session.date),
        }
        _refuse(
            _(
                "The repair attempt of %(day)s with %(code)s, for the rupture of"
                " %(arose)s, would then belong to two cases. Delete it or change its"
                " session first."
            ),
            words,
        )


def _refuse(text: "StrPromise", words: dict[str, object]) -> NoReturn:
    raise ValidationError({"case": ValidationError(text, "move", words)})


def _day(day: datetime.date) -> str:
    return write_day(day, "DATE_FORMAT")
