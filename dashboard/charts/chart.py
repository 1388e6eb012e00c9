"""A chart as it stands on a page: sentences, figure, table, address."""

from dataclasses import dataclass

from django.utils.functional import Promise

from dashboard.charts.layout import Figure
from dashboard.charts.table import Table


@dataclass(frozen=True, slots=True)
class Chart:
    """What stands on the page; `figure` is None where nothing can be drawn.

    `key` says what the marks are, where the axes do not.
    """

    slug: str
    title: str | Promise
    sentences: tuple[str, ...]
    figure: Figure | None
    table: Table
    has_band: bool = False
    key: str | Promise = ""

    @property
    def figure_id(self) -> str:
        return f"figure-{self.slug}"
