"""How much of what was held was answered: by rater, and case by case."""

from collections.abc import Callable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts import coverage_words as words
from dashboard.charts.chart import Chart
from dashboard.charts.layout import INK, MUTED, RULE, Figure
from dashboard.charts.rows import Row, bars, count_axis, legend, places, rows_figure
from dashboard.charts.table import Column, Table, Value, columns
from dashboard.charts.words import NAMES, named
from dashboard.templatetags.rupture_repair import percent
from ruptures.summaries.answered import AnsweredCaseload, Answers
from ruptures.taxonomy import Rater

RATERS = (Rater.THERAPIST.value, Rater.CLIENT.value, Rater.OBSERVER.value)

# From dark to faint: a yes or no, an answer that is neither, none.
PARTS: dict[str, tuple[Promise, str, Callable[[Answers, str], int]]] = {
    "answered": (_("yes or no"), INK, Answers.answered),
    "undecided": (_("unsure or differ"), MUTED, Answers.undecided),
    "silent": (_("no answer"), RULE, Answers.silent),
}
KNOWN = columns(
    ("held", _("Held")),
    ("answered", _("Answered")),
    Column("share", _("Share"), "share"),
    ("unsure_or_differ", _("Unsure or differ")),
    ("not_answered", _("No answer")),
)
UNCONFIRMED = Column("unconfirmed", _("Not confirmed"))
BY_RATER = (Column("rater", _("Rater"), "text", NAMES.__getitem__), *KNOWN)
BY_CASE = (Column("case", _("Case"), "text"), *KNOWN, UNCONFIRMED)


def by_rater(load: AnsweredCaseload) -> Chart:
    found = load.answers
    return Chart(
        slug="coverage",
        title=_("Answered, of the sessions held"),
        sentences=words.answered(found),
        figure=_rater_bars(found) if found.held else None,
        table=Table(BY_RATER, tuple((each, *known(found, each)) for each in RATERS)),
    )


def by_case(load: AnsweredCaseload, rater: str) -> Chart:
    """Without a figure: the page shows a part of the table, the CSV all of it."""
    cases = sorted(load.cases.items(), key=lambda case: -_unknown(case[1], rater))
    return Chart(
        slug="coverage-cases",
        title=_("Answered, case by case"),
        sentences=(words.by_case(load),),
        figure=None,
        table=Table(BY_CASE, tuple(_case_row(*case, rater) for case in cases)),
    )


def known(found: Answers, rater: str) -> tuple[Value, ...]:
    """The values under KNOWN."""
    answered = found.answered(rater)
    share = words.share_of(answered, found.held)
    return found.held, answered, share, found.undecided(rater), found.silent(rater)


def _case_row(code: str, found: Answers, rater: str) -> tuple[Value, ...]:
    return code, *known(found, rater), found.unconfirmed


def _unknown(found: Answers, rater: str) -> int:
    return found.silent(rater) + found.unconfirmed


def _rater_bars(found: Answers) -> Figure:
    rows = [
        Row(_counted(str(NAMES[each]), found.answered(each), found.held))
        for each in RATERS
    ]
    drawn = [_part_bars(part, found, places(rows)) for part in PARTS]
    return rows_figure(drawn, rows, count_axis(found.held), **legend())


def _part_bars(part: str, found: Answers, at: Sequence[int]) -> Figure:
    label, colour, count = PARTS[part]
    counts = [count(found, rater) for rater in RATERS]
    hover = [named(label, each) for each in counts]
    return bars(at, counts, hover, name=str(label), marker={"color": colour})


def _counted(label: str, part: int, whole: int) -> str:
    """ "You: 198 of 230 (86 %)"; the counts alone below 10."""
    share = words.share_of(part, whole)
    numbers = {"label": label, "part": part, "whole": whole, "share": percent(share)}
    if share is None:
        return gettext("%(label)s: %(part)s of %(whole)s") % numbers
    return gettext("%(label)s: %(part)s of %(whole)s (%(share)s)") % numbers
