"""The columns of the flat file, one row a session: header, values and description.

`docs/data-format.md` and the page /data/ describe these columns, and a test keeps them
to it. Others read the file by these names: changing one takes a line in the changelog.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruptures.exchange.cells import Value
from ruptures.exchange.rows import SessionRow
from ruptures.models import Status
from ruptures.taxonomy import (
    MARKERS,
    STRATEGIES,
    Attendance,
    Modality,
    Rater,
    RuptureType,
    Source,
    Strain,
)


class Kind(TextChoices):
    """How a value is written."""

    KEY = "key", _("key (UUID)")
    TEXT = "text", _("text")
    INTEGER = "integer", _("whole number")
    DATE = "date", _("date, as 2026-11-21")
    TIME = "time", _("time of day, as 09:30")
    MOMENT = "moment", _("moment, as 2026-11-21T09:30:00Z")
    YES_NO = "yes_no", _("yes or no")
    CODE = "code", _("one code")
    CODES = "codes", _("codes, parted by spaces")


YES_NO = ("yes", "no")
SCALE = ("1", "2", "3", "4", "5")

# Where a value comes from.
GIVEN = _("given here")
LOG = _("log")
CLIENT = _("client")
OBSERVER = _("observers")
COUNTED = _("worked out")


@dataclass(frozen=True)
class Column:
    """One column: how it is called, what it holds, and how a row fills it.

    `values` are all the words that may stand there, where they can be listed.
    """

    name: str
    kind: Kind
    meaning: str | Promise
    value: Callable[[SessionRow], Value]
    values: tuple[str, ...] = ()
    source: str | Promise = LOG


SESSION_COLUMNS = (
    Column(
        "session",
        Kind.KEY,
        _("The session's key; the same in every export."),
        lambda row: row.session.key,
        source=GIVEN,
    ),
    Column(
        "case",
        Kind.TEXT,
        _("The case's random code."),
        lambda row: row.session.case.code,
        source=GIVEN,
    ),
    Column(
        "number",
        Kind.INTEGER,
        _("Place among the case's held sessions; empty where it was not held."),
        lambda row: row.number,
        source=COUNTED,
    ),
    Column("date", Kind.DATE, _("The day."), lambda row: row.session.date),
    Column(
        "time",
        Kind.TIME,
        _("Local time of day, where it was noted."),
        lambda row: row.session.time,
    ),
    Column(
        "attendance",
        Kind.CODE,
        _("Whether it took place."),
        lambda row: row.session.attendance,
        tuple(Attendance.values),
    ),
    Column(
        "modality",
        Kind.CODE,
        _("How they met."),
        lambda row: row.session.modality,
        tuple(Modality.values),
    ),
    Column(
        "therapist_strain",
        Kind.CODE,
        _('The therapist\'s answer to "Any strain between you?"; empty: no answer.'),
        lambda row: row.said(Rater.THERAPIST, "strain"),
        tuple(Strain.values),
    ),
    Column(
        "therapist_intensity",
        Kind.INTEGER,
        _("How strong, after a yes."),
        lambda row: row.said(Rater.THERAPIST, "intensity"),
        SCALE,
    ),
    Column(
        "therapist_resolution",
        Kind.INTEGER,
        _("How far resolved by the end, where no repair attempt says it."),
        lambda row: row.said(Rater.THERAPIST, "resolution"),
        SCALE,
    ),
    Column(
        "therapist_asked",
        Kind.YES_NO,
        _("I asked how it was between us."),
        lambda row: row.said(Rater.THERAPIST, "asked"),
        YES_NO,
    ),
    Column(
        "client_strain",
        Kind.CODE,
        _("The client's answer to the same question; empty: no answer."),
        lambda row: row.said(Rater.CLIENT, "strain"),
        tuple(Strain.values),
        CLIENT,
    ),
    Column(
        "client_intensity",
        Kind.INTEGER,
        _("How strong, after the client's yes."),
        lambda row: row.said(Rater.CLIENT, "intensity"),
        SCALE,
        CLIENT,
    ),
    Column(
        "client_resolution",
        Kind.INTEGER,
        _("How far resolved by the end, as the client says."),
        lambda row: row.said(Rater.CLIENT, "resolution"),
        SCALE,
        CLIENT,
    ),
    Column(
        "client_source",
        Kind.CODE,
        _("How the client's answer came."),
        lambda row: row.said(Rater.CLIENT, "source"),
        tuple(Source.values),
        CLIENT,
    ),
    Column(
        "client_independent",
        Kind.YES_NO,
        _("Given without having seen another rater's answer."),
        lambda row: row.said(Rater.CLIENT, "independent"),
        YES_NO,
        CLIENT,
    ),
    Column(
        "observers",
        Kind.INTEGER,
        _("How many observers answered."),
        lambda row: len(row.observers),
        source=OBSERVER,
    ),
    Column(
        "observer_strain",
        Kind.CODE,
        _("Their answer where all agree, else differ; empty: no observer."),
        lambda row: row.observed_strain,
        (*Strain.values, "differ"),
        OBSERVER,
    ),
    Column(
        "ruptures",
        Kind.INTEGER,
        _("Ruptures that arose in this session, as the therapist records them."),
        lambda row: len(row.ruptures),
    ),
    Column(
        "withdrawal",
        Kind.YES_NO,
        _("Any of them is withdrawal or both; empty: none, and no yes or no."),
        lambda row: row.any_of_type(RuptureType.WITHDRAWAL),
        YES_NO,
    ),
    Column(
        "confrontation",
        Kind.YES_NO,
        _("Any of them is confrontation or both; empty: none, and no yes or no."),
        lambda row: row.any_of_type(RuptureType.CONFRONTATION),
        YES_NO,
    ),
    Column(
        "recognised_later",
        Kind.INTEGER,
        _("How many of them were recognised after the session."),
        lambda row: row.recognised_later,
    ),
    Column(
        "markers",
        Kind.CODES,
        _("Markers of these ruptures, each once."),
        lambda row: " ".join(row.markers),
        MARKERS.codes,
    ),
    Column(
        "strategies",
        Kind.CODES,
        _("Tried in this session, for ruptures of this or an earlier one."),
        lambda row: " ".join(row.strategies),
        STRATEGIES.codes,
    ),
    Column(
        "first_outcomes",
        Kind.CODES,
        _(
            "How far the first repair attempt resolved it, one word a rupture: 1 to 5; "
            "unknown; none without an attempt."
        ),
        lambda row: " ".join(row.first_outcomes),
        (*SCALE, "unknown", "none"),
    ),
    Column(
        "statuses",
        Kind.CODES,
        _("How it stands at the time of the export, one word a rupture."),
        lambda row: " ".join(each.status for each in row.ruptures),
        tuple(Status.values),
        COUNTED,
    ),
    Column(
        "scores",
        Kind.CODES,
        _(
            "Totals of instruments, each as instrument:who filled it in:total, such as "
            "wai-sr:client:52; a point before decimals."
        ),
        lambda row: " ".join(row.scores),
    ),
    Column(
        "logged_at",
        Kind.MOMENT,
        _("When the session was first logged, in UTC."),
        lambda row: row.session.logged_at,
        source=GIVEN,
    ),
)
