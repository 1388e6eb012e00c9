"""The columns of the flat file, one row a session: header, values and description.

`docs/data-format.md` and the page /data/ describe these columns, and a test keeps them
to it. Others read the file by these names: changing one takes a line in the changelog.
"""

from collections.abc import Callable
from dataclasses import dataclass

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
    RuptureType,
    Source,
    Strain,
)

YES_NO = ("yes", "no")
SCALE = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Column:
    """One column: how it is called, what it holds, and how a row fills it.

    `values` are the codes that may stand there; a list of codes is parted by spaces.
    """

    name: str
    kind: str
    meaning: str | Promise
    value: Callable[[SessionRow], Value]
    values: tuple[str, ...] = ()
    source: str | Promise = ""


LOG = _("the therapist's log")
CLIENT = _("the client's own report")
OBSERVER = _("observers' reports")
COUNTED = _("worked out")

SESSION_COLUMNS = (
    Column(
        "session",
        "key",
        _("The session's key; the same in every export."),
        lambda row: row.session.key,
    ),
    Column(
        "case",
        "text",
        _("The case's random code."),
        lambda row: row.session.case.code,
    ),
    Column(
        "number",
        "integer",
        _("Place among the case's held sessions; empty where it was not held."),
        lambda row: row.number,
        source=COUNTED,
    ),
    Column("date", "date", _("The day."), lambda row: row.session.date, source=LOG),
    Column(
        "time",
        "time",
        _("Local time of day, where it was noted."),
        lambda row: row.session.time,
        source=LOG,
    ),
    Column(
        "attendance",
        "code",
        _("Whether it took place."),
        lambda row: row.session.attendance,
        tuple(Attendance.values),
        LOG,
    ),
    Column(
        "modality",
        "code",
        _("How they met."),
        lambda row: row.session.modality,
        tuple(Modality.values),
        LOG,
    ),
    Column(
        "therapist_strain",
        "code",
        _('The therapist\'s answer to "Any strain between you?"; empty: no answer.'),
        lambda row: row.therapist and row.therapist.strain,
        tuple(Strain.values),
        LOG,
    ),
    Column(
        "therapist_intensity",
        "integer",
        _("How strong, after a yes."),
        lambda row: row.therapist and row.therapist.intensity,
        SCALE,
        LOG,
    ),
    Column(
        "therapist_resolution",
        "integer",
        _("How far resolved by the end, where no repair attempt says it."),
        lambda row: row.therapist and row.therapist.resolution,
        SCALE,
        LOG,
    ),
    Column(
        "therapist_asked",
        "yes or no",
        _("I asked how it was between us."),
        lambda row: row.therapist and row.therapist.asked,
        YES_NO,
        LOG,
    ),
    Column(
        "client_strain",
        "code",
        _("The client's answer to the same question; empty: no answer."),
        lambda row: row.client and row.client.strain,
        tuple(Strain.values),
        CLIENT,
    ),
    Column(
        "client_intensity",
        "integer",
        _("How strong, after the client's yes."),
        lambda row: row.client and row.client.intensity,
        SCALE,
        CLIENT,
    ),
    Column(
        "client_resolution",
        "integer",
        _("How far resolved by the end, as the client says."),
        lambda row: row.client and row.client.resolution,
        SCALE,
        CLIENT,
    ),
    Column(
        "client_source",
        "code",
        _("How the client's answer came."),
        lambda row: row.client and row.client.source,
        tuple(Source.values),
        CLIENT,
    ),
    Column(
        "client_independent",
        "yes or no",
        _("Given without having seen another rater's answer."),
        lambda row: row.client and row.client.independent,
        YES_NO,
        CLIENT,
    ),
    Column(
        "observers",
        "integer",
        _("How many observers answered."),
        lambda row: len(row.observers),
        source=OBSERVER,
    ),
    Column(
        "observer_strain",
        "code",
        _("Their answer where all agree, else differ; empty: no observer."),
        lambda row: row.observed_strain,
        (*Strain.values, "differ"),
        OBSERVER,
    ),
    Column(
        "ruptures",
        "integer",
        _("Ruptures that arose in this session, as the therapist records them."),
        lambda row: len(row.ruptures),
        source=LOG,
    ),
    Column(
        "withdrawal",
        "yes or no",
        _("Any of them is withdrawal or both."),
        lambda row: row.any_of_type(RuptureType.WITHDRAWAL),
        YES_NO,
        LOG,
    ),
    Column(
        "confrontation",
        "yes or no",
        _("Any of them is confrontation or both."),
        lambda row: row.any_of_type(RuptureType.CONFRONTATION),
        YES_NO,
        LOG,
    ),
    Column(
        "recognised_later",
        "integer",
        _("How many of them were recognised after the session."),
        lambda row: row.recognised_later,
        source=LOG,
    ),
    Column(
        "markers",
        "codes",
        _("Markers of these ruptures, each once."),
        lambda row: " ".join(row.markers),
        MARKERS.codes,
        LOG,
    ),
    Column(
        "strategies",
        "codes",
        _("Tried in this session, for ruptures of this or an earlier one."),
        lambda row: " ".join(row.strategies),
        STRATEGIES.codes,
        LOG,
    ),
    Column(
        "first_outcomes",
        "codes",
        _(
            "How far the first repair attempt resolved it, one word a rupture: 1 to 5; "
            "unknown; none without an attempt."
        ),
        lambda row: " ".join(row.first_outcomes),
        (*SCALE, "unknown", "none"),
        LOG,
    ),
    Column(
        "statuses",
        "codes",
        _("How it stands at the time of the export, one word a rupture."),
        lambda row: " ".join(row.statuses),
        tuple(Status.values),
        COUNTED,
    ),
    Column(
        "logged_at",
        "moment",
        _("When the session was first logged, in UTC."),
        lambda row: row.session.logged_at,
        source=COUNTED,
    ),
)
