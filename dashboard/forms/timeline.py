"""What of a case's timeline is shown: choices of a view, kept in the URL alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ruptures.dates import write_day
from ruptures.summaries.limits import BASELINE, BASELINE_LEAST, BASELINE_MOST
from ruptures.summaries.scores import CRITERIA
from ruptures.summaries.series import Series
from ruptures.summaries.timeline import Timeline

FEW, RECENT, BLOCK = 20, 40, 100  # sessions: how many are drawn at once
LATEST = "latest"
DEFAULTS = {"baseline": BASELINE, "dip": CRITERIA[0], "sessions": LATEST}
SCORES = ("series", "dip", "baseline", "since")


@dataclass(frozen=True, slots=True)
class View:
    """Which places are drawn, and how which series is judged.

    `since` is the place of the session from which the baseline is taken.
    """

    window: range
    series: Series | None
    baseline: int
    since: int
    criterion: int


@dataclass(frozen=True, slots=True)
class Window:
    """Places that may be drawn, and what they are called."""

    label: str
    places: range


class TimelineFilter(forms.Form):
    """Asks only what makes a difference: nothing of scores where there are none."""

    sessions = forms.ChoiceField(label=_("Sessions"), required=False)
    series = forms.ChoiceField(label=_("Score"), required=False)
    dip = forms.TypedChoiceField(
        label=_("Dip criterion"),
        required=False,
        coerce=int,
        choices=[(1, _("1 SD")), (2, _("2 SD"))],
    )
    baseline = forms.TypedChoiceField(
        label=_("Limits from the first"),
        required=False,
        coerce=int,
        choices=[(n, n) for n in range(BASELINE_LEAST, BASELINE_MOST + 1)],
    )
    since = forms.IntegerField(
        label=_("Counted from session"),
        required=False,
        widget=forms.NumberInput(attrs={"size": 4, "placeholder": _("the first")}),
    )

    def __init__(
        self,
        query: Mapping[str, Any],
        *,
        line: Timeline,
        series: Mapping[str, Series],
    ):
        """`series` by what each is called, the first of them where none is chosen."""
        super().__init__(DEFAULTS | {name: query[name] for name in query})
        self.line = line
        self.known = {each.code: each for each in series.values()}
        self.windows = windows(line)
        self._ask(
            "sessions", [(code, each.label) for code, each in self.windows.items()]
        )
        self._ask("series", [(each.code, name) for name, each in series.items()])
        if not series:
            for name in {*SCORES} & self.fields.keys():
                del self.fields[name]

    def _ask(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Nothing is asked where there is nothing to choose."""
        if len(choices) < 2:
            del self.fields[name]
        else:
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_since(self) -> int:
        """The place of the session of that number."""
        number = self.cleaned_data["since"]
        if number is None:
            return 0
        for place, stop in enumerate(self.line.stops):
            if stop.number == number:
                return place
        raise ValidationError(_("There is no session of that number."))

    @property
    def view(self) -> View:
        """What a valid form says."""
        chosen = self.cleaned_data
        longest = next(iter(self.known.values()), None)
        return View(
            window=self.windows[chosen.get("sessions") or LATEST].places,
            series=self.known.get(chosen.get("series", ""), longest),
            baseline=chosen.get("baseline") or BASELINE,
            since=chosen.get("since", 0),
            criterion=chosen.get("dip") or CRITERIA[0],
        )


def windows(line: Timeline) -> dict[str, Window]:
    """What may be drawn at once: the latest sessions, fewer, or earlier ones."""
    count = len(line.stops)
    found = {LATEST: Window(gettext("All"), range(count))}
    if count > RECENT:
        found[LATEST] = _last(count, RECENT)
    if count > FEW:
        found[f"last-{FEW}"] = _last(count, FEW)
    if count > RECENT:
        for start in range(0, count, BLOCK):
            places = range(start, min(start + BLOCK, count))
            found[f"from-{start + 1}"] = Window(_days(line, places), places)
    return found


def _last(count: int, wanted: int) -> Window:
    label = gettext("Last %(count)s") % {"count": wanted}
    return Window(label, range(count - wanted, count))


def _days(line: Timeline, places: range) -> str:
    first, last = line.stops[places[0]], line.stops[places[-1]]
    days = {"first": write_day(first.date), "last": write_day(last.date)}
    return gettext("%(first)s – %(last)s") % days
