"""The dashboard's three charts: figure, sentence, table and address of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dashboard.charts import month_words, words
from dashboard.charts.chart import Chart
from dashboard.charts.months import month_table, rate_by_month
from dashboard.charts.movements import movement_table, movements_by_month
from dashboard.charts.raters import rate_by_rater, rater_table
from dashboard.charts.rolling import rolling_rate, rolling_sentence, rolling_table
from dashboard.charts.table import later
from ruptures.reference import RangeSet
from ruptures.summaries.caseload import Caseload
from ruptures.summaries.rates import Rate
from ruptures.summaries.trend import Turn
from ruptures.taxonomy import Rater


@dataclass(frozen=True, slots=True)
class Shown:
    """What the charts are drawn from; empty `rater` or `type` means all of them.

    `others` are the sets of ranges not chosen; with `turns` the trend is rolling.
    """

    load: Caseload
    published: RangeSet
    rater: str = ""
    type: str = ""
    others: Sequence[RangeSet] = ()
    turns: Sequence[Turn] | None = None

    @property
    def main_rater(self) -> str:
        """Whose months are drawn: the therapist's where none is named."""
        return self.rater or Rater.THERAPIST.value

    @property
    def main_rate(self) -> Rate:
        return self.load.rates[self.main_rater]


def raters(shown: Shown) -> Chart:
    wanted = [each for each in words.NAMES if shown.rater in ("", each)]
    rates = [shown.load.rates[rater] for rater in wanted]
    spoken = sorted(rates, key=lambda rate: rate.rater != Rater.THERAPIST)
    return Chart(
        slug="raters",
        title=_("Who reports strain, beside the published ranges"),
        sentences=(
            *(
                words.rate_sentence(rate, shown.published.of(rate.rater))
                for rate in spoken
            ),
            *words.other_sets(spoken, shown.others),
        ),
        figure=rate_by_rater(rates, shown.published),
        table=later(lambda: rater_table(rates, shown.published)),
        has_band=True,
    )


def months(shown: Shown) -> Chart:
    rater, series = shown.main_rater, shown.load.months
    return Chart(
        slug="months",
        title=_("Month by month"),
        sentences=(
            *month_words.shown_of(series),
            month_words.months_sentence(shown.load, rater),
        ),
        figure=rate_by_month(series, rater, shown.published.of(rater)),
        table=later(lambda: month_table(series, rater)),
        has_band=True,
    )


def rolling(shown: Shown) -> Chart:
    rater, series = shown.main_rater, shown.turns or ()
    answered = shown.main_rate.tally.answered
    return Chart(
        slug="rolling",
        title=_("The last 20 answered sessions, rolling"),
        sentences=(rolling_sentence(series, rater, answered),),
        figure=rolling_rate(series, shown.published.of(rater)),
        table=later(lambda: rolling_table(series)),
        has_band=True,
    )


def trend(shown: Shown) -> Chart:
    return months(shown) if shown.turns is None else rolling(shown)


def movements(shown: Shown) -> Chart:
    figure = movements_by_month(shown.load.months, shown.type)
    return Chart(
        slug="movements",
        title=_("Withdrawal and confrontation"),
        sentences=(
            *month_words.shown_of(shown.load.months),
            month_words.movements_sentence(shown.load, drawn=figure is not None),
            *month_words.split_sentences(shown.load),
        ),
        figure=figure,
        table=later(lambda: movement_table(shown.load.months)),
        has_band=False,
    )


CHARTS: tuple[Callable[[Shown], Chart], ...] = (raters, trend, movements)
