"""Sentences over what stands side by side: of how many something can be said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.month_words import shown_of
from dashboard.charts.words import count_of, named, range_of
from ruptures.reference import Range
from ruptures.summaries.side_by_side import Beside, enough_to_steady


class Who(StrEnum):
    """What stands side by side."""

    PEOPLE = "people"
    CASES = "cases"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the charts are drawn from, in the order in which it is shown."""

    who: Who
    found: Sequence[Beside]
    published: Range | None
    by_month: bool = False

    def with_rate(self) -> list[Beside]:
        return [each for each in self.found if each.rate.value is not None]


HEADS: dict[Who, Promise] = {Who.PEOPLE: _("Supervisee"), Who.CASES: _("Case")}
NO_RATE: dict[Who, Promise] = {
    Who.PEOPLE: _(
        "No supervisee has 10 answered sessions in this period: too few for a rate, so "
        "the counts stand in the table."
    ),
    Who.CASES: _(
        "No case has 10 answered sessions in this period: too few for a rate, so the "
        "counts stand in the table."
    ),
}
NO_MONTH: dict[Who, Promise] = {
    Who.PEOPLE: _(
        "No supervisee has 10 answered sessions in any one of these months: too few "
        "for a point. The whole period may say more."
    ),
    Who.CASES: _(
        "No case has 10 answered sessions in any one of these months: too few for a "
        "point. The whole period may say more."
    ),
}
NOT_STEADIED: dict[Who, Promise] = {
    Who.PEOPLE: _(
        "Steadied rates need 5 supervisees with an answer: the raw rates stand alone."
    ),
    Who.CASES: _(
        "Steadied rates need 5 cases with an answer: the raw rates stand alone."
    ),
}
STEADIED: dict[Who, Promise] = {
    Who.PEOPLE: _(
        "The steadied rate is drawn towards what all supervisees together show, the "
        "more so the fewer the answers. It takes sessions as independent, so it draws "
        "rather too little than too much."
    ),
    Who.CASES: _(
        "The steadied rate is drawn towards what all cases together show, the more so "
        "the fewer the answers."
    ),
}
NO_REPAIR: dict[Who, Promise] = {
    Who.PEOPLE: _(
        "No supervisee has 10 ruptures in this period, followed for 3 sessions: too "
        "few to say how soon they are resolved."
    ),
    Who.CASES: _(
        "No case has 10 ruptures in this period, followed for 3 sessions: too few to "
        "say how soon they are resolved."
    ),
}
NO_AGREEMENT: dict[Who, Promise] = {
    Who.PEOPLE: _(
        "No supervisee has 10 sessions in this period that therapist and client both "
        "answered yes or no: too few to compare."
    ),
    Who.CASES: _(
        "No case has 10 sessions in this period that therapist and client both "
        "answered yes or no: too few to compare."
    ),
}
MONTHS = _(
    "A month has a point from 10 answered sessions on; below that stand the counts "
    "alone."
)
MOVEMENT_KEY = _(
    "▽ withdrawal, ◆ confrontation, as the therapist recorded them: of the sessions "
    "that the therapist answered, the share with each; both may hold."
)
REPAIR_KEY = _(
    "By the therapist’s log, the share of ruptures resolved within 3 held sessions, "
    "with its interval where 10 were still open and followed then. Ruptures not yet "
    "followed so long count as far as they were: the share can lie above the counts."
)
COURSE_KEY = _(
    "By the therapist’s log, of all ruptures that arose: the share resolved, and the "
    "share ended or closed first, by so many held sessions later, as far as they were "
    "followed and 10 sessions at most. Intervals stand in the table."
)
AGREEMENT_KEY = _(
    "Beside each name: the sessions that therapist and client both answered yes or no, "
    "each without seeing the other’s. What is left of a bar is neither: both answered "
    "no."
)
CHOSEN = _(
    "Where “chosen cases” stands, figures are of the cases that are shared, which are "
    "a part of that caseload: they are not the rate of the therapist."
)


def name_of(each: Beside) -> str:
    """The name; said with it where its figures are those of a part of a caseload."""
    if not each.chosen:
        return each.name
    return gettext("%(name)s (chosen cases)") % {"name": each.name}


def over(each: Beside) -> str:
    """ "K7QM: 12 of 40", as it stands over a row."""
    return named(name_of(each), count_of(each.rate))


def rate_key(shown: Shown) -> str:
    """What the marks are; the published range where there is one."""
    marks = gettext(
        "● this period with its interval · ○ the stretch before, as long · □ the first "
        "one · | steadied"
    )
    if shown.published is None:
        return marks
    quoted = gettext("dotted: %(range)s, as quoted for therapists")
    return f"{marks} · {quoted % {'range': range_of(shown.published)}}"


def rate_sentences(shown: Shown, *, drawn: bool) -> tuple[str, ...]:
    told = [*_months_shown(shown), _of_rates(shown, drawn=drawn)]
    if any(each.chosen for each in shown.found):
        told.append(str(CHOSEN))
    if not shown.by_month and shown.with_rate():
        steadied = STEADIED if enough_to_steady(shown.found) else NOT_STEADIED
        told.append(str(steadied[shown.who]))
    return tuple(told)


def movement_sentences(shown: Shown, *, drawn: bool) -> tuple[str, ...]:
    return (*_months_shown(shown), _of_rates(shown, drawn=drawn))


def _months_shown(shown: Shown) -> Iterator[str]:
    """How many of the months are shown, of those who have the most."""
    if shown.by_month:
        yield from shown_of(
            max((each.load.months for each in shown.found), key=len, default=())
        )


def _of_rates(shown: Shown, *, drawn: bool) -> str:
    known = len(shown.with_rate())
    if not known:
        return str(NO_RATE[shown.who])
    if shown.by_month:
        return str(MONTHS if drawn else NO_MONTH[shown.who])
    return _some(shown, known, _rates_of_people, _rates_of_cases)


def repair_sentences(shown: Shown) -> tuple[str, ...]:
    known = sum(each.repaired is not None for each in shown.found)
    if not known:
        return (str(NO_REPAIR[shown.who]),)
    return (_some(shown, known, _repairs_of_people, _repairs_of_cases),)


def course_sentences(shown: Shown) -> tuple[str, ...]:
    known = sum(each.courses.enough for each in shown.found)
    if not known:
        return (str(NO_REPAIR[shown.who]),)
    return (_some(shown, known, _courses_of_people, _courses_of_cases),)


def agreement_sentences(shown: Shown) -> tuple[str, ...]:
    known = sum(each.compared for each in shown.found)
    if not known:
        return (str(NO_AGREEMENT[shown.who]),)
    return (_some(shown, known, _pairs_of_people, _pairs_of_cases),)


Counted = Callable[[int], str]


def _some(shown: Shown, known: int, people: Counted, cases: Counted) -> str:
    """Of how many out of all there is enough to draw."""
    text = people(known) if shown.who == Who.PEOPLE else cases(known)
    return text % {"count": known, "all": len(shown.found)}


def _rates_of_people(count: int) -> str:
    return ngettext(
        "%(count)s of %(all)s supervisees has 10 or more answered sessions in this "
        "period and is drawn; the table has the counts of all.",
        "%(count)s of %(all)s supervisees have 10 or more answered sessions in this "
        "period and are drawn; the table has the counts of all.",
        count,
    )


def _rates_of_cases(count: int) -> str:
    return ngettext(
        "%(count)s of %(all)s cases has 10 or more answered sessions in this period "
        "and is drawn; the table has the counts of all.",
        "%(count)s of %(all)s cases have 10 or more answered sessions in this period "
        "and are drawn; the table has the counts of all.",
        count,
    )


def _repairs_of_people(count: int) -> str:
    return ngettext(
        "%(count)s of %(all)s supervisees has 10 or more ruptures in this period and "
        "is drawn; the table has the counts of all.",
        "%(count)s of %(all)s supervisees have 10 or more ruptures in this period and "
        "are drawn; the table has the counts of all.",
        count,
    )


def _repairs_of_cases(count: int) -> str:
    return ngettext(
        "%(count)s of %(all)s cases has 10 or more ruptures in this period and is "
        "drawn; the table has the counts of all.",
        "%(count)s of %(all)s cases have 10 or more ruptures in this period and are "
        "drawn; the table has the counts of all.",
        count,
    )


def _courses_of_people(count: int) -> str:
    return ngettext(
        "%(count)s of %(all)s supervisees has 10 or more ruptures in this period and "
        "is drawn.",
        "%(count)s of %(all)s supervisees have 10 or more ruptures in this period and "
        "are drawn.",
        count,
    )


def _courses_of_cases(count: int) -> str:
    return ngettext(
        "%(count)s of %(all)s cases has 10 or more ruptures in this period and is "
        "drawn.",
        "%(count)s of %(all)s cases have 10 or more ruptures in this period and are "
        "drawn.",
        count,
    )


def _pairs_of_people(count: int) -> str:
    return ngettext(
        "%(count)s of %(all)s supervisees has 10 or more sessions that therapist and "
        "client both answered and is drawn; the table has the counts of all.",
        "%(count)s of %(all)s supervisees have 10 or more sessions that therapist and "
        "client both answered and are drawn; the table has the counts of all.",
        count,
    )


def _pairs_of_cases(count: int) -> str:
    return ngettext(
        "%(count)s of %(all)s cases has 10 or more sessions that therapist and client "
        "both answered and is drawn; the table has the counts of all.",
        "%(count)s of %(all)s cases have 10 or more sessions that therapist and client "
        "both answered and are drawn; the table has the counts of all.",
        count,
    )
