"""The sheet of a caseload: its figures in words, its charts, its table of cases."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts import month_words
from dashboard.charts.caseload import Shown, months, movements, raters
from dashboard.charts.chart import Chart
from dashboard.charts.incidence import incidence
from dashboard.charts.table import Column, Table, columns
from dashboard.packet import Packet, Said
from dashboard.packet_paper import begun, low, printed
from ruptures.models import User
from ruptures.summaries.answered import Answers, answered_caseload
from ruptures.summaries.courses import Unit, courses
from ruptures.taxonomy import Rater

HIGHEST = 210  # pixels of a chart, so that three stand on one sheet
COLUMNS = columns(
    Column("case", _("Case"), "text"),
    ("held", _("Held")),
    ("answered", _("Answered by you")),
    ("yes", _("Strain")),
    ("unsure", _("Unsure")),
    ("client_answered", _("Answered by the client")),
    ("client_yes", _("Strain")),
    ("open", _("Open ruptures")),
)


@dataclass(frozen=True)
class CaseloadPacket(Packet):
    """What a sheet says of the cases of a selection, which are `therapist`'s."""

    therapist: User

    @property
    def synthetic(self) -> bool:
        return any(case.synthetic for case in self.selection.cases)

    @property
    def title(self) -> str:
        return gettext("Caseload of %(name)s") % {"name": self.therapist.email}

    @property
    def period_words(self) -> str:
        """The name of the period, and its days where they may be told."""
        if not self.numbered:
            return self.selection.title
        if self.period.start is None:
            return gettext("all sessions so far")
        days = (self.period.last_day - self.period.start).days + 1
        return gettext("%(count)s weeks") % {"count": -(-days // 7)}

    def figures(self) -> Iterator[Said]:
        yield from super().figures()
        if self.numbered:  # else the chart of months says it
            split = month_words.split_sentences(self.load)
            yield Said(_("Withdrawal and confrontation"), list(split))

    def charts(self) -> list[Chart]:
        """Those along the calendar are left out where no date is told."""
        shown = Shown(load=self.load, published=self.published)
        drawn = [replace(raters(shown), sentences=(_rates(),))]
        if not self.numbered:
            drawn += map(_from_the_first, (months(shown), movements(shown)))
        found = courses(self.strands, self.chronicle, self.period, "", Unit.SESSIONS)
        sheets = map(printed, (*drawn, incidence(found)))
        return [replace(each, figure=low(each.figure, HIGHEST)) for each in sheets]

    def cases(self) -> Table:
        cases = self.selection.cases
        codes = {case.pk: case.code for case in cases}
        found = answered_caseload(cases, self.rows, self.period).cases
        waiting = Counter(codes[each.case] for each in self.strands if each.open)
        rows = (
            (code, *_counts(found.get(code)), waiting[code] or None)
            for code in sorted(found.keys() | waiting.keys())
        )
        return Table(COLUMNS, tuple(rows))


def _rates() -> str:
    """In place of the sentences, which the sheet says in its words already."""
    return gettext("The rates told above, each with its interval and its range.")


def _from_the_first(chart: Chart) -> Chart:
    return replace(chart, table=begun(chart.table))


def _counts(answers: Answers | None) -> tuple[int | None, ...]:
    """Held, and what was answered of it; nothing of a case without a session here."""
    if answers is None:
        return (None,) * 6
    own, client = answers.tallies[Rater.THERAPIST], answers.tallies[Rater.CLIENT]
    counts = (own.answered, own.yes, own.unsure, client.answered, client.yes)
    return (answers.held, *counts)
