"""The sheet of one case: its figures in words, its timeline, its table of sessions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext

from dashboard.charts import score_words, timeline_words
from dashboard.charts.chart import Chart
from dashboard.forms.timeline import View
from dashboard.packet import Packet
from dashboard.packet_paper import pressed, printed
from dashboard.views.timeline import CaseTimeline, form_of, judged_in
from ruptures.models import Case
from ruptures.taxonomy import Attendance

BLOCK = 50  # sessions in one chart, the width of a sheet
SCORES = 96  # pixels, so that it stands below what a sheet begins with
LEAST = 2  # sessions between which there is something to draw


@dataclass(frozen=True)
class CasePacket(Packet):
    """What a sheet says of `case`."""

    case: Case

    @cached_property
    def timeline(self) -> CaseTimeline:
        return CaseTimeline(self.user, self.case, events=self.selection.own["notes"])

    @property
    def synthetic(self) -> bool:
        return self.case.synthetic

    @cached_property
    def view(self) -> View:
        form = self.timeline.filter({})
        form.full_clean()
        return form.view

    @cached_property
    def window(self) -> range:
        """The places of the period's sessions among all of the case."""
        first, last = self.period.iso
        days = [stop.date.isoformat() for stop in self.timeline.line.stops]
        return range(sum(day < first for day in days), sum(day <= last for day in days))

    @property
    def title(self) -> str:
        return gettext("Case %(code)s") % {"code": self.case.code}

    @property
    def period_words(self) -> str:
        if not self.numbered:
            return self.selection.title
        stops = self.timeline.line.stops
        numbers = [stops[place].number for place in self.window if stops[place].held]
        if not numbers:
            return gettext("no session held")
        if len(numbers) == 1:
            return gettext("Session %(number)s") % {"number": numbers[0]}
        ends = {"first": numbers[0], "last": numbers[-1]}
        return gettext("Sessions %(first)s to %(last)s") % ends

    def course(self) -> list[tuple[str, ...]]:
        return list(self.timeline.course(self.view))

    def charts(self) -> list[Chart]:
        """One where it fits on a sheet, else one for each so many sessions."""
        return [
            replace(self._chart(block), slug=f"timeline-{number}")
            for number, block in enumerate(self._blocks(), 1)
        ]

    def _blocks(self) -> Iterator[range]:
        """Of about the same length, none of them longer than a chart can be."""
        count = -(-len(self.window) // BLOCK) or 1
        length = -(-len(self.window) // count)
        for number in range(count):
            start = self.window.start + number * length
            yield range(start, min(start + length, self.window.stop))

    def _chart(self, block: range) -> Chart:
        chart = self.timeline.chart(replace(self.view, window=block))
        shown = printed(chart, self._left_out(block))
        figure = pressed(shown.figure, SCORES) if len(block) >= LEAST else None
        title, sentences = self._heading(block), self._told(block)
        return replace(shown, title=title, sentences=sentences, figure=figure)

    def _left_out(self, block: range) -> list[str]:
        """Columns that say nothing here, or too much."""
        stops = self.timeline.line.stops
        held = all(stops[place].attendance == Attendance.HELD for place in block)
        return [
            "limits",  # the words name who lies outside
            "dip_2_sd",
            "events",
            *(["date"] if self.numbered else []),
            *(["attendance"] if held else []),
        ]

    def _heading(self, block: range) -> str:
        if block == self.window:
            return gettext("Session by session")
        stops = self.timeline.line.stops
        numbers = [stops[place].number for place in block if stops[place].held]
        ends = {"first": numbers[0], "last": numbers[-1]} if numbers else {}
        if not ends:
            return gettext("Sessions that did not take place")
        return gettext("Sessions %(first)s to %(last)s") % ends

    def _told(self, block: range) -> tuple[str, ...]:
        line = self.timeline.line
        return timeline_words.sentences(line, block, days=False)

    def score_words(self) -> tuple[str, ...]:
        """Limits and dips of the score drawn; nothing without one."""
        form, line = form_of(self.view.series), self.timeline.line
        judged = judged_in(self.view, form)
        if judged is None:
            return ()
        found = score_words.sentences(judged, form, line, self.view.criterion)
        return tuple(filter(None, found))
