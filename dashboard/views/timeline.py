"""A case along its sessions: its chart, its course in numbers, its events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from dashboard.charts import score_words
from dashboard.charts.chart import Chart
from dashboard.charts.timeline import Shown, timeline_chart
from dashboard.forms.timeline import TimelineFilter, View
from dashboard.http import AppRequest
from dashboard.looking import case_to_look_at
from ruptures.instruments import Instrument, instruments
from ruptures.models import Case, Note, Rupture, Score, Session, User
from ruptures.summaries.scores import Judged, moved
from ruptures.summaries.series import Series, all_series
from ruptures.summaries.timeline import Lately, Timeline, timeline


@dataclass(frozen=True)
class CaseTimeline:
    """What a user may see of a case, read with four statements.

    `events`: whether the notes on it are among that.
    """

    user: User
    case: Case
    events: bool = True

    @cached_property
    def line(self) -> Timeline:
        return timeline(
            Session.objects.visible_to(self.user).filter(case=self.case),
            Rupture.objects.visible_to(self.user).filter(session__case=self.case),
            self.notes,
            self.case.first_number,
        )

    @cached_property
    def notes(self) -> Sequence[Note]:
        """Those on the case, the latest first."""
        if not self.events:
            return []
        notes = Note.objects.visible_to(self.user).filter(case=self.case)
        return list(notes.order_by("-date", "-logged_at"))

    @cached_property
    def series(self) -> Mapping[str, Series]:
        """By what each is called: the alliance's before others, then the longest."""
        scores = Score.objects.visible_to(self.user).filter(session__case=self.case)
        found = all_series(scores, self.line.places)
        ordered = sorted(found, key=lambda each: not _of_alliance(each))
        return {score_words.name(each, form_of(each)): each for each in ordered}

    def filter(self, query: Mapping[str, Any]) -> TimelineFilter:
        return TimelineFilter(query, line=self.line, series=self.series)

    def chart(self, view: View) -> Chart:
        form = form_of(view.series)
        judged = judged_in(view, form)
        return timeline_chart(
            Shown(self.line, view.window, judged, form, view.criterion)
        )

    def course(self, view: View) -> Iterator[tuple[str, ...]]:
        """Rows of first, previous, now and change."""
        strained = self.line.course()
        if strained[0]:
            yield _("Strain, of 6 answered"), *map(_of_six, strained), ""
        if view.series:
            yield self._score_row(view.series)

    def _score_row(self, series: Series) -> tuple[str, ...]:
        form = form_of(series)
        found = moved(series, *(form.sd, form.reliability) if form else ())
        points = (found.first, found.previous, found.now)
        return (
            score_words.name(series, form),
            *(score_words.value(p.value, form) if p else "–" for p in points),
            score_words.change(found, form) or "–",
        )


class TimelinePage:
    """Where the chart's CSV is had: a case by its code, as its page shows it."""

    def asked(self, request: AppRequest) -> Sequence[Chart]:
        case = case_to_look_at(request, request.GET.get("case", ""))
        found = CaseTimeline(request.user, case)
        form = found.filter(request.GET)
        return [found.chart(form.view)] if form.is_valid() else []


TIMELINE = TimelinePage()


def context(request: AppRequest, found: CaseTimeline) -> dict[str, Any]:
    """What the timeline's template reads; `extra` keeps the view in other links."""
    form = found.filter(request.GET)
    chosen = {name: request.GET[name] for name in form.fields if name in request.GET}
    shown: dict[str, Any] = {
        "form": form,
        "query": urlencode({"case": found.case.code} | chosen),
        "extra": urlencode(chosen) + "&" * bool(chosen),
    }
    if form.is_valid():
        shown |= {
            "chart": found.chart(form.view),
            "course": list(found.course(form.view)),
        }
    return shown


def form_of(series: Series | None) -> Instrument | None:
    known = instruments(settings.OWN_INSTRUMENTS)
    return known.get(series.instrument) if series else None


def _of_alliance(series: Series) -> bool:
    form = form_of(series)
    return form is None or form.kind == "alliance"


def judged_in(view: View, form: Instrument | None) -> Judged | None:
    if view.series is None:
        return None
    return Judged.of(
        view.series,
        baseline=view.baseline,
        since=view.since,
        reference_sd=form.sd if form else None,
    )


def _of_six(lately: Lately | None) -> str:
    if lately is None:
        return "–"
    return _("%(strained)s of %(answered)s") % {
        "strained": lately.strained,
        "answered": lately.answered,
    }
