"""What the marks of the timeline are: only those that are drawn."""

from collections.abc import Iterator

from django.utils.translation import gettext

from dashboard.charts import score_words
from dashboard.charts.timeline_marks import Marks
from dashboard.charts.timeline_scores import Scored
from dashboard.charts.timeline_words import joined


def key(marks: Marks, scored: Scored | None) -> str:
    parts = [*_of_marks(marks), *(_of_scores(scored) if scored else ())]
    return joined(*parts)


def _of_marks(marks: Marks) -> Iterator[str]:
    yield gettext("● strain, ○ none, ? unsure, · no answer, × did not take place.")
    if marks.differ:
        yield gettext("≠ observers differ.")
    if marks.ruptures.shown:
        yield gettext(
            "▽ withdrawal, ◆ confrontation, ◆ within ▽ both; under it ✓ resolved, "
            "½ partly, – closed without repair. Dashes lead on from what is still open."
        )
    if any(marks.ruptures.tries()):
        yield gettext(
            "An arc leads to the session of an attempt at repair: solid where the "
            "rupture was noted as resolved then, else dotted."
        )
    if marks.events.days():
        yield gettext("■ on a dotted line: an event.")


def _of_scores(scored: Scored) -> Iterator[str]:
    if scored.limits:
        yield gettext("Scores: a hollow one sets the limits.")
    if scored.outside:
        yield gettext("A ring: outside the limits.")
    if scored.dips:
        yield gettext("A square: a score dip, hollow where it has recovered.")
    if scored.form and scored.form.line is not None:
        line = score_words.value(scored.form.line, scored.form)
        yield gettext("The dotted line at %(line)s is the form's own.") % {"line": line}
