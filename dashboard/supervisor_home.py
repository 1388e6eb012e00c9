"""What a supervisor sees first: what changed, and which cases need it most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from dashboard.talk_list import Line
from ruptures.models import Case, SupervisionMeeting, User
from ruptures.summaries.appointments import Appointment, appointments_in
from ruptures.summaries.since import Since, since
from ruptures.summaries.strands import Strand, strands_in
from ruptures.summaries.talk import talk, talk_rows
from ruptures.supervisees import Supervisee, shared_cases, supervisees


@dataclass(frozen=True, slots=True)
class Standing:
    """A case that stands out, with all its lines: the first gives it its place."""

    case: Case
    lines: Sequence[Line]

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def more(self) -> Sequence[Line]:
        return self.lines[1:]


@dataclass(frozen=True, slots=True)
class Desk:
    """One supervisee: what changed since `met` (None: since access began), what stands
    out, and the `quiet` running cases in which nothing does.
    """

    supervisee: Supervisee
    met: date | None
    changed: Since
    standing: Sequence[Standing]
    quiet: Sequence[Case]

    @property
    def none(self) -> bool:
        """Whether no running case is shared."""
        return not (self.standing or self.quiet)


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read of all shared cases at once."""

    cases: Sequence[Case]
    rows: Sequence[Appointment]
    strands: Sequence[Strand]
    met: Mapping[int, date]

    def desk(self, each: Supervisee, lines: Mapping[int, list[Line]]) -> Desk:
        own = {case.pk: case for case in self.cases if case.therapist == each.therapist}
        met = self.met.get(each.therapist.pk)
        stand_out = [Standing(own[key], lines[key]) for key in lines if key in own]
        return Desk(
            supervisee=each,
            met=met,
            changed=since(
                met or min(grant.starts_on for grant in each.grants),
                [row for row in self.rows if row.case in own],
                [strand for strand in self.strands if strand.case in own],
            ),
            standing=stand_out,
            quiet=[
                case
                for case in own.values()
                if case.pk not in lines and case.ended_on is None
            ],
        )


def desks(user: User) -> list[Desk]:
    """By e-mail: six statements, however many supervisees and cases there are."""
    people = supervisees(user)
    if not people:
        return []
    cases = list(shared_cases(user).select_related("therapist"))
    keys = [case.pk for case in cases]
    read = _Read(cases, appointments_in(keys), strands_in(keys), _last_met(user))
    today = timezone.localdate()
    entries = talk(talk_rows(cases, read.rows, read.strands, today), today)
    lines = _by_case(map(Line, entries))
    return [read.desk(each, lines) for each in people]


def _by_case(lines: Iterable[Line]) -> dict[int, list[Line]]:
    """In the order of the list: the case that needs it most comes first."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.case.pk, []).append(line)
    return found


def _last_met(user: User) -> dict[int, date]:
    """The day of the last meeting with each therapist."""
    led = SupervisionMeeting.objects.visible_to(user).filter(supervisor=user)
    days = led.order_by().values_list("therapist").annotate(last=Max("date"))
    return dict(days)
