"""Caseloads or cases side by side on one scale: rates, movements, repair, agreement."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from dashboard.charts import side_by_side_words as words
from dashboard.charts.chart import Chart
from dashboard.charts.side_by_side_courses import courses_figure
from dashboard.charts.side_by_side_months import movements_by_month, rates_by_month
from dashboard.charts.side_by_side_points import (
    compared_figure,
    movement_figure,
    rate_figure,
    repair_figure,
)
from dashboard.charts.side_by_side_tables import (
    agreement_table,
    course_table,
    movement_table,
    rate_table,
    repair_table,
)
from dashboard.charts.side_by_side_words import Shown


def rates(shown: Shown) -> Chart:
    figure = rates_by_month(shown) if shown.by_month else rate_figure(shown)
    return Chart(
        slug="side-rates",
        title=_("Strain by the therapist’s log, side by side"),
        sentences=words.rate_sentences(shown, drawn=figure is not None),
        figure=figure,
        table=rate_table(shown),
        has_band=not shown.by_month,
        key="" if shown.by_month else words.rate_key(shown),
    )


def movements(shown: Shown) -> Chart:
    figure = movements_by_month(shown) if shown.by_month else movement_figure(shown)
    return Chart(
        slug="side-movements",
        title=_("Withdrawal and confrontation, side by side"),
        sentences=words.movement_sentences(shown, drawn=figure is not None),
        figure=figure,
        table=movement_table(shown),
        key=words.MOVEMENT_KEY,
    )


def repair(shown: Shown) -> Chart:
    return Chart(
        slug="side-repair",
        title=_("Resolved within 3 sessions, side by side"),
        sentences=words.repair_sentences(shown),
        figure=repair_figure(shown),
        table=repair_table(shown),
        key=words.REPAIR_KEY,
    )


def courses(shown: Shown) -> Chart:
    return Chart(
        slug="side-courses",
        title=_("The course of repair, side by side"),
        sentences=words.course_sentences(shown),
        figure=courses_figure(shown),
        table=course_table(shown),
        key=words.COURSE_KEY,
    )


def agreement(shown: Shown) -> Chart:
    return Chart(
        slug="side-agreement",
        title=_("What therapist and client said, side by side"),
        sentences=words.agreement_sentences(shown),
        figure=compared_figure(shown),
        table=agreement_table(shown),
        key=words.AGREEMENT_KEY,
    )


CHARTS: tuple[Callable[[Shown], Chart], ...] = (
    rates,
    movements,
    repair,
    courses,
    agreement,
)
