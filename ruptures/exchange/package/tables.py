"""Every table of the package, column by column, in the order in which they are read.

The one list: export, import, `datapackage.json`, `dictionary.csv` and
`docs/data-format.md` are written from it. Others read files by these names (short,
ASCII, fit for R and SPSS): changing one takes a line in the changelog. Meanings are
English wherever they are read, as the same records have to give the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from ruptures.exchange.package.column import Column, column
from ruptures.exchange.package.kinds import INTEGER
from ruptures.models import (
    Case,
    Note,
    PutOff,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
    SupervisionItem,
)
from ruptures.models.base import ClinicalModel

ONE_TO_FIVE = (1, 5)
MINUTES = "minutes from the session's start"


@dataclass(frozen=True, slots=True)
class Table:
    """`cases` and `days` are the lookups by which a row is in a choice of these.

    A row is in where each of them that is not empty is. `has_text`: only where notes
    are asked for.
    """

    name: str
    model: type[ClinicalModel]
    meaning: str
    columns: tuple[Column, ...]
    cases: tuple[str, ...]
    days: tuple[str, ...] = ()
    has_text: bool = False


def with_key(model: type[ClinicalModel], *columns: Column) -> tuple[Column, ...]:
    key = column(model, "key", "The row's key; the same in every export.")
    logged = column(model, "logged_at", "When it was first logged, in UTC.")
    return (key, *columns, logged)


_case = partial(column, Case)
_session = partial(column, Session)
_report = partial(column, SessionReport)
_rupture = partial(column, Rupture)
_marker = partial(column, RuptureMarker)
_attempt = partial(column, RepairAttempt)
_score = partial(column, Score)
_note = partial(column, Note)
_put_off = partial(column, PutOff)
_item = partial(column, SupervisionItem)

CASES = Table(
    "cases",
    Case,
    "One client's treatment with one therapist.",
    with_key(
        Case,
        _case("code", "The case's random code, a pseudonym."),
        _case("started_on", "Day of the first session kept here."),
        _case(
            "first_number",
            "Number of that session; above 1 where earlier ones were elsewhere.",
        ),
        _case("rhythm", "How often they meet."),
        _case("rhythm_from", "Day from which the rhythm expects sessions."),
        _case("ended_on", "Day on which the treatment ended."),
        _case("ending", "How it ended."),
        _case("closing_session", "Whether a closing session was held."),
        _case("hold_reason", "Why nothing of the case may be changed or erased."),
        _case("hold_since", "Since which day."),
        _case(
            "client_knows",
            "Whether the client knows that the work is discussed in supervision.",
        ),
        _case("synthetic", "Made up, no real client."),
    ),
    cases=("pk",),
)

SESSIONS = Table(
    "sessions",
    Session,
    "One appointment of a case, held or not.",
    with_key(
        Session,
        _session("case", "Its case.", points_to="cases"),
        Column(
            "number",
            INTEGER,
            "Place among the case's held sessions; empty: not held. Worked out.",
            path="number",
            low=1,
            worked_out=True,
        ),
        _session("date", "The day."),
        _session("time", "Local time of day, where it was noted."),
        _session("attendance", "Whether it took place."),
        _session("modality", "How they met."),
    ),
    cases=("case",),
    days=("date",),
)

RUPTURES = Table(
    "ruptures",
    Rupture,
    "One strain as the therapist records it.",
    with_key(
        Rupture,
        _rupture("session", "The session where it arose.", points_to="sessions"),
        _rupture("recognised", "When the therapist recognised it."),
        _rupture("type", "Withdrawal, confrontation or mixed."),
        _rupture("move", "Whose move it was."),
        _rupture("causes", "What it was about."),
        _rupture("raised_by", "Who raised it."),
        _rupture("raised_when", "When it was raised."),
        _rupture("raised_how", "How it was raised."),
        _rupture("barriers", "What made it hard to say."),
        _rupture("therapist_states", "How the therapist was."),
        _rupture("minute", "When in the session.", unit=MINUTES),
        _rupture("familiar", "Whether it is a familiar pattern."),
        _rupture("closed_reason", "Why it was closed without repair."),
        _rupture("closed_on", "On which day."),
    ),
    cases=("session__case",),
    days=("session__date",),
)

REPORTS = Table(
    "reports",
    SessionReport,
    'What one rater answered to "Any strain between you?" of one held session.',
    with_key(
        SessionReport,
        _report("session", "The session.", points_to="sessions"),
        _report("rater", "Who answered."),
        _report("reporter", "A short code that tells observers apart."),
        _report("strain", "The answer."),
        _report("intensity", "How strong, after a yes.", scale=ONE_TO_FIVE),
        _report(
            "resolution",
            "How far resolved by the end, where no repair attempt says it.",
            scale=ONE_TO_FIVE,
        ),
        _report("asked", "The therapist asked how it was between them."),
        _report("source", "How the answer came."),
        _report("independent", "Given without having seen another rater's answer."),
        _report("nothing_to_add", "The therapist said that nothing is to be added."),
        _report("rupture", "The rupture it is about, as linked.", points_to="ruptures"),
    ),
    cases=("session__case",),
    days=("session__date",),
)

MARKERS = Table(
    "markers",
    RuptureMarker,
    "One observed behaviour, of a rupture or of an observer's report.",
    with_key(
        RuptureMarker,
        _marker(
            "rupture",
            "Its rupture, where the therapist noted it.",
            points_to="ruptures",
        ),
        _marker(
            "report", "Its report, where an observer noted it.", points_to="reports"
        ),
        _marker("code", "Which behaviour."),
        _marker("minute", "When, on an observer's report.", unit=MINUTES),
        _marker(
            "salience",
            "How much it mattered, on an observer's report.",
            scale=ONE_TO_FIVE,
        ),
    ),
    cases=("rupture__session__case", "report__session__case"),
    days=("rupture__session__date", "report__session__date"),
)

ATTEMPTS = Table(
    "attempts",
    RepairAttempt,
    "One try at repair, in the rupture's session or a later one.",
    with_key(
        RepairAttempt,
        _attempt("rupture", "Its rupture.", points_to="ruptures"),
        _attempt("session", "The session it happened in.", points_to="sessions"),
        _attempt("order", "Place among the attempts of that session."),
        _attempt("started_by", "Who started it."),
        _attempt("strategies", "What was tried."),
        _attempt("responses", "How the therapist was."),
        _attempt(
            "outcome",
            "How far resolved by the end; empty: not known.",
            scale=ONE_TO_FIVE,
        ),
        _attempt("acknowledged", "Acknowledged, not agreed."),
        _attempt("skills", "What the client practised."),
        _attempt("bond", "The bond since, as asked at the next session."),
    ),
    cases=("session__case",),
    days=("session__date", "rupture__session__date"),
)

SCORES = Table(
    "scores",
    Score,
    "A total or mean of a named instrument, as its own form gives it.",
    with_key(
        Score,
        _score("session", "The session.", points_to="sessions"),
        _score("rater", "Who filled it in."),
        _score("instrument", "Code of the instrument."),
        _score("value", "The total or mean."),
        _score("minimum", "Lowest possible."),
        _score("maximum", "Highest possible."),
        _score("higher_is_better", "Whether a higher value means a better alliance."),
    ),
    cases=("session__case",),
    days=("session__date",),
)

PUT_OFFS = Table(
    "put_offs",
    PutOff,
    'An entry of the list "to talk about" that was put off.',
    with_key(
        PutOff,
        _put_off("case", "Its case.", points_to="cases"),
        _put_off("rule", "The rule that put it on the list."),
        _put_off(
            "rupture", "Its rupture, where the rule is about one.", points_to="ruptures"
        ),
        _put_off("until", "Silent until that day."),
    ),
    cases=("case",),
    days=("rupture__session__date",),
)

NOTES = Table(
    "notes",
    Note,
    "Free text on a case, a session or a rupture.",
    with_key(
        Note,
        _note("case", "Its case, where it is an event of one.", points_to="cases"),
        _note("session", "Its session.", points_to="sessions"),
        _note("rupture", "Its rupture.", points_to="ruptures"),
        _note("date", "The event's day."),
        _note("text", "What was written."),
        _note("shared", "Shared with who may read notes of the case."),
    ),
    cases=("case", "session__case", "rupture__session__case"),
    days=("date", "session__date", "rupture__session__date"),
    has_text=True,
)

AGENDA = Table(
    "agenda",
    SupervisionItem,
    "What was brought to supervision; what others answered there is not in it.",
    with_key(
        SupervisionItem,
        _item("case", "Its case.", points_to="cases"),
        _item("session", "The session it is about.", points_to="sessions"),
        _item("rupture", "The rupture it is about.", points_to="ruptures"),
        _item("pattern", "About a pattern that comes back in the case."),
        _item("question", "The therapist's question."),
        _item("minute_from", "The moment in the recording, from.", unit=MINUTES),
        _item("minute_to", "The moment in the recording, to.", unit=MINUTES),
        _item("did_next", "What the therapist did next."),
        _item("would_try", "What the therapist would try."),
        _item("task", "What the two would do with it."),
    ),
    cases=("case",),
    days=("session__date", "rupture__session__date"),
    has_text=True,
)

# What a table names stands before it.
TABLES = (
    CASES,
    SESSIONS,
    RUPTURES,
    REPORTS,
    MARKERS,
    ATTEMPTS,
    SCORES,
    PUT_OFFS,
    NOTES,
    AGENDA,
)

# Fields of these tables that are no column, each with its reason.
LEFT_OUT: Mapping[str, str] = {
    "id": "the database's own number",
    "version": "counts edits here; an import begins anew",
    "therapist": "an account; the one that imports has the case there",
    "hold_by": "an account; the one that imports holds it there",
}
