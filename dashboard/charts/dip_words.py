"""Score dips in words: both counts, and what became of each."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.timeline_words import listed
from dashboard.charts.words import parted
from ruptures.stats.control import Mark, Recovery
from ruptures.summaries.scores import Judged

BECAME: dict[Recovery, Promise] = {
    Recovery.RECOVERED: _("%(count)s recovered"),
    Recovery.OPEN: _("%(count)s open"),
    Recovery.NOT_RECOVERED: _("%(count)s not recovered"),
}
ALONE: dict[Recovery, Promise] = {
    Recovery.RECOVERED: _("recovered"),
    Recovery.OPEN: _("open"),
    Recovery.NOT_RECOVERED: _("not recovered"),
}
ALL: dict[Recovery, Promise] = {
    Recovery.RECOVERED: _("all recovered"),
    Recovery.OPEN: _("all open"),
    Recovery.NOT_RECOVERED: _("none recovered"),
}
DIP_IS: dict[str, Promise] = {
    Recovery.RECOVERED: _("score dip, recovered"),
    Recovery.OPEN: _("score dip, open"),
    Recovery.NOT_RECOVERED: _("score dip, not recovered"),
}


def dips_sentence(judged: Judged, criterion: int) -> str:
    """Both counts, which of them is marked, and what is not judged."""
    told = _told(judged, criterion)
    if not judged.start:
        return told
    return f"{told} {gettext('Scores before the chosen session are not judged.')}"


def _told(judged: Judged, criterion: int) -> str:
    marks = {mark for dips in judged.dips.values() for mark in dips.marks}
    if not marks & {Mark.DIP, Mark.NO_DIP}:
        if Mark.CANNOT_JUDGE in marks:
            return gettext(
                "Score dips cannot be judged: the scores before do not vary."
            )
        return gettext("Too few scores yet to tell a score dip.")
    counts = parted(_dips(judged, k) for k in judged.dips)
    return gettext(
        "Score dips, by our own rule and never a rupture: %(counts)s. "
        "Marked: by %(criterion)s SD."
    ) % {"counts": counts, "criterion": criterion}


def _dips(judged: Judged, criterion: int) -> str:
    """ "by 1 SD: 3, 2 recovered and 1 open"."""
    became = judged.recovered(criterion)
    said: dict[str, object] = {"k": criterion, "total": sum(became.values())}
    if not became:
        return gettext("by %(k)s SD: none") % said
    if len(became) > 1:
        parts = [
            str(BECAME[each]) % {"count": became[each]}
            for each in BECAME
            if each in became
        ]
        said |= {"became": listed(parts)}
    else:
        [recovery] = became
        alone = ALONE if became[recovery] == 1 else ALL
        said |= {"became": alone[recovery]}
    return gettext("by %(k)s SD: %(total)s, %(became)s") % said
