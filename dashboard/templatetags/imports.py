"""An import in words. No queries here."""

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ruptures.models import Differing, ImportJob, ImportState

register = template.Library()

HEADINGS: dict[str, str | Promise] = {
    ImportState.DESCRIBING: gettext_lazy("What does the file hold?"),
    ImportState.CHECKING: gettext_lazy("The file is being checked"),
    ImportState.WRITING: gettext_lazy("The rows are being written"),
    ImportState.REFUSED: gettext_lazy("The file was refused"),
    ImportState.CANCELLED: gettext_lazy("The import was cancelled"),
    ImportState.INTERRUPTED: gettext_lazy("The import was interrupted"),
}
# By what was answered; before that, or without an answer, by nothing.
DIFFERENT: dict[str, str | Promise] = {
    "": gettext_lazy("%(new)s new, %(here)s already here, %(different)s different"),
    Differing.KEEP: gettext_lazy(
        "%(new)s new, %(here)s already here, %(different)s different and left so"
    ),
    Differing.TAKE: gettext_lazy(
        "%(new)s new, %(here)s already here, %(different)s changed as the file says"
    ),
}


@register.filter
def heading(job: ImportJob) -> str | Promise:
    """What is to be said first of it."""
    if job.state == ImportState.ASKED:
        return _("Some rows differ") if job.different else _("The file is checked")
    if job.state == ImportState.DONE:
        return _("The file is in") if job.written_at else _("All of it is here")
    return HEADINGS[job.state]


@register.filter
def counted(job: ImportJob) -> str:
    """Write "12 new, 4,685 already here", and what became of rows that differ."""
    text = _("%(new)s new, %(here)s already here")
    if job.different:
        text = str(DIFFERENT[job.differing if job.written_at else ""])
    return text % {
        "new": grouped(job.new),
        "here": grouped(job.here),
        "different": grouped(job.different),
    }


@register.filter
def rows_so_far(rows: int) -> str:
    if not rows:
        return _("It has just begun.")
    text = ngettext("%(count)s row so far", "%(count)s rows so far", rows)
    return text % {"count": grouped(rows)}


@register.filter
def bring_in(rows: int) -> str:
    """What the button says."""
    text = ngettext("Bring in %(count)s row", "Bring in %(count)s rows", rows)
    return text % {"count": grouped(rows)}


@register.filter
def cell(value: str) -> str:
    return value or _("nothing")


def grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
