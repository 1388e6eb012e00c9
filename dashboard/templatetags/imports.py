"""An import in words. No queries here."""

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ruptures.exchange.jobs.room import Progress
from ruptures.models import Differing, ImportJob, ImportState
from ruptures.models.encrypted import Unreadable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()

PLACE = {"file", "row", "column"}

HEADINGS: dict[str, str | Promise] = {
    ImportState.DESCRIBING: gettext_lazy("What does the file hold?"),
    ImportState.CHECKING: gettext_lazy("The file is being checked"),
    ImportState.WRITING: gettext_lazy("The entries are being written"),
    ImportState.REFUSED: gettext_lazy("The file was refused"),
    ImportState.CANCELLED: gettext_lazy("The import was cancelled"),
    ImportState.INTERRUPTED: gettext_lazy("The import was interrupted"),
}
# By what was answered; before that, or without an answer, by nothing.
DIFFERENT: dict[str, str | Promise] = {
    "": gettext_lazy(
        "Entries: %(new)s new, %(here)s already here, %(different)s different"
    ),
    Differing.KEEP: gettext_lazy(
        "Entries: %(new)s new, %(here)s already here, %(different)s different and "
        "left so"
    ),
    Differing.TAKE: gettext_lazy(
        "Entries: %(new)s new, %(here)s already here, %(different)s changed as the "
        "file says"
    ),
}


@register.filter
def heading(job: ImportJob) -> str | Promise:
    """What is to be said first of it."""
    if job.state == ImportState.ASKED:
        differs = _("Some of it differs from what is here")
        return differs if job.different else _("The file is checked")
    if job.state == ImportState.DONE:
        return _("The file is in") if job.written_at else _("All of it is here")
    return HEADINGS[job.state]


@register.filter
def counted(job: ImportJob) -> str:
    """Write "Entries: 12 new, 4,685 already here", and what became of others."""
    text = _("Entries: %(new)s new, %(here)s already here")
    if job.different:
        text = str(DIFFERENT[job.differing if job.written_at else ""])
    return text % {
        "new": grouped(job.new),
        "here": grouped(job.here),
        "different": grouped(job.different),
    }


@register.filter
def so_far(progress: Progress) -> str:
    """Entries are told once they are; a file of another program is read before."""
    entries = progress.rows
    if not entries:
        reading = _("The file is being read.")
        return reading if progress.percent else _("It has just begun.")
    text = ngettext("%(count)s entry so far", "%(count)s entries so far", entries)
    return text % {"count": grouped(entries)}


@register.filter
def bring_in(entries: int) -> str:
    """What the button says."""
    text = ngettext("Bring in %(count)s entry", "Bring in %(count)s entries", entries)
    return text % {"count": grouped(entries)}


@register.inclusion_tag("import/_cells.html")
def cells_told(
    told: list[dict[str, Any]] | Unreadable, label: str, **headings: "StrOrPromise"
) -> dict[str, Any]:
    """A table of cells; `headings` name what is told of each beside its place.

    What says nothing in any row is left out.
    """
    if isinstance(told, Unreadable):
        return {"unreadable": True}
    place = {"file": _("File"), "row": _("Row"), "column": _("Column")}
    kept = {
        name: heading
        for name, heading in (place | headings).items()
        if any(cell_of(each, name) for each in told)
    }
    return {
        "label": label,
        "headings": list(kept.values()),
        "rows": [
            [(heading, cell_of(each, name)) for name, heading in kept.items()]
            for each in told
        ],
    }


def cell_of(told: dict[str, Any], name: str) -> str:
    """Empty is said of a cell of the file, and not of a place that has none."""
    said = str(told[name] or "")
    return said or (_("nothing") if told["column"] and name not in PLACE else "")


def grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
