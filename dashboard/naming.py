"""What a row is called in a sentence, where a page names what goes with another."""

from collections.abc import Iterable
from functools import singledispatch

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.templatetags.rupture_repair import clinical_date
from ruptures.caseload import client_waits
from ruptures.models import (
    Note,
    PutOff,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    SessionReport,
    SupervisionItem,
)
from ruptures.models.base import ClinicalModel
from ruptures.taxonomy import Rater


@singledispatch
def name_of(row: ClinicalModel) -> str:
    return str(row._meta.verbose_name)


@name_of.register
def _report(row: SessionReport) -> str:
    answer = {"answer": row.get_strain_display()}
    if row.rater == Rater.THERAPIST:
        return _("your answer: %(answer)s") % answer
    if row.rater == Rater.CLIENT:
        if client_waits(list(row.session.reports.all())):
            return _("the client's answer")
        return _("the client's answer: %(answer)s") % answer
    return _("an observer's answer: %(answer)s") % answer


@name_of.register
def _rupture(row: Rupture) -> str:
    words = {"type": row.get_type_display(), "day": clinical_date(row.session.date)}
    return _("rupture of %(day)s: %(type)s") % words


@name_of.register
def _marker(row: RuptureMarker) -> str:
    return _("marker: %(marker)s") % {"marker": row.get_code_display()}


@name_of.register
def _attempt(row: RepairAttempt) -> str:
    words = {
        "day": clinical_date(row.session.date),
        "arose": clinical_date(row.rupture.session.date),
    }
    return _("repair attempt of %(day)s, for the rupture of %(arose)s") % words


@name_of.register
def _score(row: Score) -> str:
    words = {
        "day": clinical_date(row.session.date),
        "instrument": row.name,
        "total": number_format(row.shown),
    }
    return _("score of %(day)s: %(instrument)s %(total)s") % words


@name_of.register
def _note(row: Note) -> str:
    if row.case:
        return _("note of %(day)s") % {"day": clinical_date(row.date)}
    if row.rupture:
        day = clinical_date(row.rupture.session.date)
        return _("note on the rupture of %(day)s") % {"day": day}
    assert row.session is not None  # noqa: S101  a constraint of the table
    day = clinical_date(row.session.date)
    return _("note on the session of %(day)s") % {"day": day}


@name_of.register
def _put_off(row: PutOff) -> str:
    return _("an entry put off on the list of what to talk about")


@name_of.register
def _item(row: SupervisionItem) -> str:
    count = row.comments.count()
    if not count:
        return _("an entry of the agenda")
    text = ngettext(
        "an entry of the agenda with its %(count)s comment",
        "an entry of the agenda with its %(count)s comments",
        count,
    )
    return text % {"count": count}


def names_of(rows: Iterable[ClinicalModel]) -> list[str]:
    return [name_of(row) for row in rows]
