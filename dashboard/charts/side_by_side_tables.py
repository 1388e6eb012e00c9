"""The numbers of what stands side by side: everybody's, those too few to draw too."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from dashboard.charts.months import MONTH, MOST, PART, days_of
from dashboard.charts.side_by_side_courses import stages_of
from dashboard.charts.side_by_side_words import HEADS, Shown, Who
from dashboard.charts.table import (
    Column,
    Table,
    Value,
    columns,
    ends_of,
    interval_columns,
)
from ruptures.summaries.caseload import Month, Movements
from ruptures.summaries.courses import Stage
from ruptures.summaries.rates import RATE_FROM, Rate
from ruptures.summaries.repair import WITHIN
from ruptures.summaries.side_by_side import Beside
from ruptures.taxonomy import Rater

Line = tuple[Value, ...]

ALL, CHOSEN = "all", "chosen"
SHARED = {ALL: _("all"), CHOSEN: _("chosen ones")}

NAMES = {Who.PEOPLE: "supervisee", Who.CASES: "case"}

RATES = columns(
    ("yes", _("Strain")),
    ("answered", _("Answered")),
    ("unsure", _("Unsure")),
    ("held", _("Held")),
    ("cases", _("Clients")),
    Column("rate", _("Rate"), "share"),
    *interval_columns("interval", _("from"), _("to")),
    Column("steadied", _("Steadied"), "share"),
    ("previous_yes", _("Before: strain")),
    ("previous_answered", _("Before: answered")),
    Column("previous_rate", _("Before: rate"), "share"),
    *interval_columns("previous", _("Before: from"), _("Before: to")),
    ("first_yes", _("First: strain")),
    ("first_answered", _("First: answered")),
    Column("first_rate", _("First: rate"), "share"),
    *interval_columns("first", _("First: from"), _("First: to")),
)
RATES_BY_MONTH = columns(
    MONTH,
    PART,
    ("yes", _("Strain")),
    ("answered", _("Answered")),
    ("unsure", _("Unsure")),
    ("held", _("Held")),
    Column("rate", _("Rate"), "share"),
    *interval_columns("interval", _("from"), _("to")),
)
MOVEMENTS = columns(
    ("answered", _("Answered")),
    ("withdrawal", _("▽ Withdrawal")),
    ("confrontation", _("◆ Confrontation")),
    ("both", _("Both")),
    Column("withdrawal_share", _("▽ of answered"), "share"),
    Column("confrontation_share", _("◆ of answered"), "share"),
)
STAGE = columns(
    ("at_risk", _("Open and followed")),
    ("resolved", _("Resolved by then")),
    ("ended", _("Ended or closed first")),
    Column("resolved_share", _("Resolved, share"), "share"),
    *interval_columns("resolved", _("from"), _("to")),
)
REPAIR = columns(("ruptures", _("Ruptures")), *STAGE)
COURSE = columns(
    ("sessions", _("Held sessions later")),
    *STAGE,
    Column("ended_share", _("Ended or closed, share"), "share"),
)
AGREEMENT = columns(
    ("answered_by_both", _("Both answered")),
    ("both", _("Both yes")),
    ("therapist_only", _("Only the therapist")),
    ("client_only", _("Only the client")),
    ("neither", _("Neither")),
    Column("positive", _("Agreement on yes"), "share"),
)


def rate_table(shown: Shown) -> Table:
    if shown.by_month:
        return _by_month(shown, RATES_BY_MONTH, _month_rate)
    return _whole(shown, RATES, _rates)


def movement_table(shown: Shown) -> Table:
    if shown.by_month:
        return _by_month(shown, (MONTH, PART, *MOVEMENTS), _month_movements)
    return _whole(shown, MOVEMENTS, lambda each: _moved(each.load.movements, each.rate))


def repair_table(shown: Shown) -> Table:
    return _whole(shown, REPAIR, _repair)


def course_table(shown: Shown) -> Table:
    """A row for each session later of each who has enough ruptures."""
    rows = tuple(
        (*_who(shown, each), stage.time, *_stage(stage), stage.ended_share)
        for each in shown.found
        if each.courses.enough
        for stage in stages_of(each)
    )
    return Table((*_heads(shown), *COURSE), rows)


def agreement_table(shown: Shown) -> Table:
    return _whole(shown, AGREEMENT, _agreement)


def _whole(
    shown: Shown, described: Sequence[Column], line: Callable[[Beside], Line]
) -> Table:
    """A row for each."""
    rows = tuple((*_who(shown, each), *line(each)) for each in shown.found)
    return Table((*_heads(shown), *described), rows)


def _by_month(
    shown: Shown, described: Sequence[Column], line: Callable[[Month], Line]
) -> Table:
    """A row for each month of each; those not shown are in the CSV alone."""

    def lines(part: slice) -> tuple[Line, ...]:
        return tuple(
            (
                *_who(shown, each),
                month.first.isoformat()[:7],  # four digits of the year, of any year
                days_of(month),
                *line(month),
            )
            for each in shown.found
            for month in each.load.months[part]
        )

    latest, before = slice(-MOST, None), slice(None, -MOST)
    return Table((*_heads(shown), *described), lines(latest), earlier=lines(before))


def _heads(shown: Shown) -> tuple[Column, ...]:
    """Who it is; of a supervisee also whether all of their cases are shared."""
    name = Column(NAMES[shown.who], HEADS[shown.who], "text")
    if shown.who == Who.CASES:
        return (name,)
    return name, Column("shared", _("Cases shared"), "text", SHARED.__getitem__)


def _who(shown: Shown, each: Beside) -> tuple[Value, ...]:
    if shown.who == Who.CASES:
        return (each.name,)
    return each.name, CHOSEN if each.chosen else ALL


def _rates(each: Beside) -> Line:
    rate = each.rate
    return (
        rate.tally.yes,
        rate.tally.answered,
        rate.tally.unsure,
        each.load.held,
        rate.cases,
        rate.value,
        *ends_of(rate.interval),
        each.steadied,
        *_earlier(each.previous),
        *_earlier(each.first),
    )


def _earlier(rate: Rate | None) -> Line:
    """Strain, answered, rate and the ends of its interval."""
    if rate is None:
        return (None,) * 5
    return rate.tally.yes, rate.tally.answered, rate.value, *ends_of(rate.interval)


def _month_rate(month: Month) -> Line:
    rate = month.rates[Rater.THERAPIST]
    return (
        rate.tally.yes,
        rate.tally.answered,
        rate.tally.unsure,
        month.held,
        rate.value,
        *ends_of(rate.interval),
    )


def _month_movements(month: Month) -> Line:
    return _moved(month.movements, month.rates[Rater.THERAPIST])


def _moved(found: Movements, rate: Rate) -> Line:
    """The counts, and the shares from 10 answered sessions on."""
    of = rate.tally.answered
    counts = (found.withdrawal, found.confrontation)
    shares = [count / of if of >= RATE_FROM else None for count in counts]
    return (of, *counts, found.both, *shares)


def _repair(each: Beside) -> Line:
    stage = each.courses.at(WITHIN)
    return (each.courses.count, *(_stage(stage) if stage else (None,) * 6))


def _stage(stage: Stage) -> Line:
    return (
        stage.at_risk,
        stage.resolved,
        stage.ended,
        stage.resolved_share,
        *ends_of(stage.interval),
    )


def _agreement(each: Beside) -> Line:
    alike = each.agreement
    return (
        alike.total,
        alike.both,
        alike.first_only,
        alike.second_only,
        alike.neither,
        alike.positive if each.compared else None,
    )
