"""What a printed sheet says: what a case's and a caseload's have in common."""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts import agreement_words, words
from dashboard.forms.filters import Selection
from dashboard.forms.packet import NUMBERS
from dashboard.views.agreement import USUAL
from dashboard.views.open_ruptures import oldest_first
from ruptures.caseload import Numbers, Story, story, told
from ruptures.dates import write_day
from ruptures.models import Note, Session, SupervisionItem, User
from ruptures.period import Period
from ruptures.reference import Range, RangeSet, default_set
from ruptures.summaries.agreement import compared
from ruptures.summaries.appointments import Appointment, appointments_in
from ruptures.summaries.caseload import Caseload, kinds_of, summed
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.coverage import coverage
from ruptures.summaries.repair import LastRepair, Repair, repair
from ruptures.summaries.strands import Strand, strands_in
from ruptures.taxonomy import Rater

LISTED = 20  # open ruptures, the oldest: more of them fill no further sheet
ALWAYS = (Rater.THERAPIST, Rater.CLIENT)  # told of even where they said nothing


class Said(NamedTuple):
    """One figure in words."""

    label: str | Promise
    sentences: list[str]


class Placed(NamedTuple):
    """A question or a note, and what it is about."""

    where: str
    row: SupervisionItem | Note


@dataclass(frozen=True)  # no slots: what is read is kept
class Packet:
    """The rows behind a sheet, each read once; what is not asked for is not read."""

    user: User
    selection: Selection

    @property
    def numbered(self) -> bool:
        """Whether sessions are told by their numbers, and no day by its date."""
        return bool(self.selection.own["by"] == NUMBERS)

    @property
    def period(self) -> Period:
        return self.selection.period

    @cached_property
    def rows(self) -> list[Appointment]:
        return appointments_in(self.selection.keys)

    @cached_property
    def strands(self) -> list[Strand]:
        return strands_in(self.selection.keys)

    @cached_property
    def chronicle(self) -> Chronicle:
        return Chronicle.told(self.rows)

    @cached_property
    def load(self) -> Caseload:
        kinds = kinds_of((strand.session, strand.type) for strand in self.strands)
        return summed(self.rows, kinds, self.period)

    @cached_property
    def repair(self) -> Repair:
        keys = self.selection.keys
        return repair(self.strands, keys, self.chronicle, self.period)

    @cached_property
    def numbers(self) -> Numbers:
        first = {case.pk: case.first_number for case in self.selection.cases}
        place, last = self.chronicle.places, self.chronicle.last
        held = (row for row in self.rows if row.session in place)
        return Numbers(
            {row.session: place[row.session] + first[row.case] for row in held},
            {case: last(case) + number for case, number in first.items()},
        )

    @property
    def published(self) -> RangeSet:
        return default_set(settings.OWN_RANGES)

    @property
    def raters(self) -> list[str]:
        rates = self.load.rates
        return [
            each for each in words.NAMES if each in ALWAYS or any(rates[each].tally)
        ]

    @property
    def sources(self) -> list[tuple[str, Range]]:
        """The ranges that the sheet compares with, those of one source together."""
        found = [self.published.of(rater) for rater in self.raters]
        by_source: dict[tuple[str, str], list[Range]] = defaultdict(list)
        for each in filter(None, found):
            by_source[each.citation, each.quoted_in].append(each)
        return [
            ("; ".join(map(words.band_label, ranges)), ranges[0])
            for ranges in by_source.values()
        ]

    # In words --------------------------------------------------------------------

    def figures(self) -> Iterator[Said]:
        yield Said(_("Answered"), list(self._answered()))
        yield Said(_("Strain"), list(self._strain()))
        yield Said(_("Repair"), list(self._repair()))
        found = compared(self.selection.sessions(self.user), self.period, USUAL)
        agreed = [*agreement_words.sentences(found)]
        if found.enough:
            agreed.append(words.named(_("Strain"), agreement_words.rates(found)))
        yield Said(_("You and the client"), agreed)

    def _answered(self) -> Iterator[str]:
        cases, rater = self.selection.cases, Rater.THERAPIST.value
        found = coverage(self.load, rater, cases, self.chronicle, self.period)
        yield gettext("%(answered)s of %(held)s held sessions, yes or no, by you.") % {
            "answered": found.answered,
            "held": found.held,
        }
        if not found.known:
            yield gettext("Coverage unknown: only logged sessions are known here.")
        elif found.unconfirmed:
            yield ngettext(
                "%(count)s expected date not confirmed.",
                "%(count)s expected dates not confirmed.",
                found.unconfirmed,
            ) % {"count": found.unconfirmed}

    def _strain(self) -> Iterator[str]:
        for rater in sorted(self.raters, key=lambda each: each != Rater.THERAPIST):
            yield words.rate_sentence(self.load.rates[rater], self.published.of(rater))
        later = self.repair.recognised_later
        if later:
            yield ngettext(
                "%(count)s recognised later; the answers count as first given.",
                "%(count)s recognised later; the answers count as first given.",
                later,
            ) % {"count": later}

    def _repair(self) -> Iterator[str]:
        share, told = words.repaired_of_100(self.repair), self.repair
        if share:
            resolved = gettext("Resolved within 3 sessions")
            yield words.named(resolved, f"{share} ({words.repair_words(told)})")
        else:
            yield words.repair_words(told)
        if told.last_repairs:
            last = "; ".join(map(self._last, told.last_repairs))
            yield words.named(gettext("Last resolved"), last)

    def _last(self, each: LastRepair) -> str:
        when = words.resolved_when(each.sessions_later)
        if self.selection.case is None:
            when = f"{each.case_code} {when}"
        tried = words.tried(each.strategies)
        return f"{when} ({tried})" if tried else when

    # Open, asked, noted ----------------------------------------------------------

    @property
    def open_count(self) -> int:
        return sum(strand.open for strand in self.strands)

    @property
    def more_open(self) -> int:
        """How many are open beside those that are listed."""
        return max(0, self.open_count - LISTED)

    def still_open(self) -> list[Story]:
        """Open today, of whatever period, the oldest first."""
        ruptures = self.selection.ruptures(self.user).still_open()
        return [
            story(each, each.session, self.numbers)
            for each in told(oldest_first(ruptures))[:LISTED]
        ]

    def agenda(self) -> list[Placed]:
        """The questions about sessions of the period, and those asked in it."""
        if not self.selection.own["agenda"]:
            return []
        items = SupervisionItem.objects.visible_to(self.user).filter(
            case__in=self.selection.keys
        )
        found = items.select_related("case", "session", "rupture__session")
        return [
            Placed(self._about(each), each) for each in found if self._is_of(_day(each))
        ]

    def notes(self) -> list[Placed]:
        """Those that the reader may see, in the order of their days."""
        case = self.selection.case
        if case is None or not self.selection.own["notes"]:
            return []
        on = Q(case=case) | Q(session__case=case) | Q(rupture__session__case=case)
        found = Note.objects.visible_to(self.user).filter(on)
        notes = sorted(found.select_related("session", "rupture__session"), key=_day)
        return [Placed(self._place(n), n) for n in notes if self._is_of(_day(n))]

    def _about(self, item: SupervisionItem) -> str:
        session = _session(item)
        if session:
            named = self.session(session)
        else:
            named = gettext("A pattern") if item.pattern else gettext("The case")
        return named if self.selection.case else f"{item.case.code} · {named}"

    def _place(self, note: Note) -> str:
        session = _session(note)
        if session:
            return self.session(session)
        return self.after(_day(note)) if self.numbered else write_day(_day(note))

    def session(self, session: Session) -> str:
        number, day = self.numbers.of_session.get(session.pk), write_day(session.date)
        if number is None:
            return gettext("A session not held") if self.numbered else day
        if self.numbered:
            return gettext("Session %(number)s") % {"number": number}
        named = {"number": number, "day": day}
        return gettext("Session %(number)s, %(day)s") % named

    def after(self, day: datetime.date) -> str:
        """Where a day stands among the held sessions of the one case."""
        case = self.selection.cases[0]
        held = self.chronicle.held.get(case.pk, ())
        before = bisect_right(held, day.isoformat())
        if not before:
            return gettext("Before the first session")
        number = before + case.first_number - 1
        return gettext("After session %(number)s") % {"number": number}

    def _is_of(self, day: datetime.date) -> bool:
        first, last = self.period.iso
        return first <= day.isoformat() <= last


def _session(row: SupervisionItem | Note) -> Session | None:
    return row.rupture.session if row.rupture else row.session


def _day(row: SupervisionItem | Note) -> datetime.date:
    """Of its session; else its own, or for a question the one when it was written."""
    session = _session(row)
    if session:
        return session.date
    own = row.date if isinstance(row, Note) else None
    return own or row.logged_at.date()
