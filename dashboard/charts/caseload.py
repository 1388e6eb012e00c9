"""The dashboard's three charts: figure, sentence, table and address of each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.charts import words
from dashboard.charts.layout import Figure
from dashboard.charts.months import month_table, rate_by_month
from dashboard.charts.movements import movement_table, movements_by_month
from dashboard.charts.raters import rate_by_rater, rater_table
from dashboard.charts.table import Table
from ruptures.reference import RangeSet
from ruptures.summaries.caseload import Caseload
from ruptures.taxonomy import Rater


@dataclass(frozen=True, slots=True)
class Chart:
    """What stands on the page; `figure` is None where nothing can be drawn."""

    slug: str
    title: str | Promise
    sentences: tuple[str, ...]
    figure: Figure | None
    table: Table
    has_band: bool

    @property
    def figure_id(self) -> str:
        return f"figure-{self.slug}"

    @property
    def label(self) -> str:
        """What a screen reader says of the picture."""
        return f"{self.title}. {self.sentences[0]}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the charts are drawn from; empty `rater` or `type` means all of them."""

    load: Caseload
    published: RangeSet
    rater: str = ""
    type: str = ""

    @property
    def main_rater(self) -> str:
        """Whose months are drawn: the therapist's where none is named."""
        return self.rater or Rater.THERAPIST.value


def raters(shown: Shown) -> Chart:
    wanted = [each for each in words.NAMES if shown.rater in ("", each)]
    rates = [shown.load.rates[rater] for rater in wanted]
    spoken = sorted(rates, key=lambda rate: rate.rater != Rater.THERAPIST)
    return Chart(
        slug="raters",
        title=_("Who reports strain, beside the published ranges"),
        sentences=tuple(
            words.rate_sentence(rate, shown.published.of(rate.rater)) for rate in spoken
        ),
        figure=rate_by_rater(rates, shown.published),
        table=rater_table(rates, shown.published),
        has_band=True,
    )


def months(shown: Shown) -> Chart:
    rater, series = shown.main_rater, shown.load.months
    return Chart(
        slug="months",
        title=_("Month by month"),
        sentences=(words.months_sentence(shown.load, rater),),
        figure=rate_by_month(series, rater, shown.published.of(rater)),
        table=month_table(series, rater),
        has_band=True,
    )


def movements(shown: Shown) -> Chart:
    return Chart(
        slug="movements",
        title=_("Withdrawal and confrontation"),
        sentences=(words.movements_sentence(shown.load),),
        figure=movements_by_month(shown.load.months, shown.type),
        table=movement_table(shown.load.months),
        has_band=False,
    )


CHARTS: dict[str, Callable[[Shown], Chart]] = {
    "raters": raters,
    "months": months,
    "movements": movements,
}
