"""By when ruptures were resolved, and when they ended or were closed first."""

from django.utils.translation import gettext_lazy as _

from dashboard.charts.chart import Chart
from dashboard.charts.clocks import marks
from dashboard.charts.course_words import sentences
from dashboard.charts.curves import curves, stages
from dashboard.charts.table import Column, Table, columns, ends_of, interval_columns
from ruptures.summaries.courses import Courses, Stage, Unit

TIME = {
    Unit.SESSIONS: Column("sessions", _("Held sessions later"), "text"),
    Unit.DAYS: Column("days", _("Days later"), "text"),
}
COLUMNS = columns(
    ("at_risk", _("Open and followed")),
    ("resolved", _("Resolved by then")),
    ("ended", _("Ended or closed first")),
    Column("resolved_share", _("Resolved, share"), "share"),
    *interval_columns("resolved", _("from"), _("to")),
    Column("ended_share", _("Ended or closed, share"), "share"),
)


def incidence(found: Courses) -> Chart:
    return Chart(
        slug="incidence",
        title=_("By when ruptures were resolved"),
        sentences=sentences(found),
        figure=curves(found) if found.enough else None,
        table=Table(
            (TIME[found.unit], *COLUMNS),
            tuple(map(_row, stages(found, marks(found)))),
        ),
    )


def _row(stage: Stage) -> tuple:
    return (
        stage.time,
        stage.at_risk,
        stage.resolved,
        stage.ended,
        stage.resolved_share,
        *ends_of(stage.interval),
        stage.ended_share,
    )
