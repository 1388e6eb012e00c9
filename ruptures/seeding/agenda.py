"""What was brought to supervision, what was said of it, and what was agreed."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ruptures.access import note_access
from ruptures.models import (
    Case,
    Deed,
    Grant,
    Note,
    Rupture,
    Session,
    StepOutcome,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
    Task,
    User,
)
from ruptures.models.case import ClientKnows
from ruptures.seeding.clock import DAY, Clock
from ruptures.seeding.dice import Dice

OF_A_MOMENT = (
    "How could I have slowed down here?",
    "What do you hear in this silence?",
)
OF_A_SESSION = (
    "It went smoothly, and I left uneasy. What do you see?",
    "Was this the right hour to go back to the goals?",
)
OF_A_PATTERN = (
    "The same moment comes back every few weeks. What do we miss?",
    "We agree on everything and nothing moves. How would you open this?",
)
STILL_OPEN = (
    "I agreed too quickly. What would staying with it look like?",
    "Should I name it next time, or wait?",
)
DID_NEXT = (
    "Went on with the agenda.",
    "Asked what had just happened between us.",
    "Said that I had been too quick.",
)
WOULD_TRY = (
    "Stay with the silence a little longer.",
    "Say what I notice, and ask what it is like.",
    "Begin with my own part in it.",
)
COMMENTS = (
    "You noticed it within the hour. What told you?",
    "Let us listen to this minute together.",
    "I wonder what the client hoped you would say.",
)
ANSWERS = (
    "My own hurry, I think.",
    "I had not heard it that way.",
    "I would like to try this in a role-play.",
)
STEPS = (
    ("Name my own part first, once, in the next session.", StepOutcome.DONE),
    ("Ask at the end how the hour was between us.", StepOutcome.PARTLY),
    ("Listen to the five minutes again, alone.", ""),
)
EVENING = datetime.time(18)


@dataclass(frozen=True)
class Agenda:
    """The items under one grant, each about what happened before it was noted."""

    dice: Dice
    clock: Clock
    grant: Grant

    @property
    def therapist(self) -> User:
        return self.grant.therapist

    @property
    def supervisor(self) -> User:
        assert self.grant.holder is not None  # noqa: S101  accepted, as all told here
        return self.grant.holder

    @property
    def cases(self) -> Sequence[Case]:
        return list(
            Case.objects.opened_by(Grant.objects.filter(pk=self.grant.pk))
            .running()
            .order_by("-started_on", "code")
        )

    def tell(self, *, met: int) -> None:
        """A meeting so many days ago with what was on the table, and what waits now."""
        self.meet(met, [*self.brought(met)])
        self.wait()
        self.share()

    def tell_one(self) -> None:
        """What waits: the latest rupture, with a question."""
        for rupture in self.ruptures(until=3):
            self.item(3, STILL_OPEN, rupture.session.case, rupture=rupture)

    def brought(self, met: int) -> Iterator[SupervisionItem]:
        """A rupture with its moment in the recording, and a session."""
        for rupture in self.ruptures(until=met + 2):
            yield self.item(
                met + 1,
                OF_A_MOMENT,
                rupture.session.case,
                rupture=rupture,
                minute_from=21,
                minute_to=24,
                did_next=self.dice.pick(DID_NEXT),
                would_try=self.dice.pick(WOULD_TRY),
                task=Task.ROLE_PLAY,
            )
        for session in self.sessions(until=met + 2):
            yield self.item(
                met + 1, OF_A_SESSION, session.case, session=session, task=Task.WATCH
            )

    def meet(self, met: int, items: Sequence[SupervisionItem]) -> None:
        meeting = SupervisionMeeting.objects.create(
            key=self.key(),
            submission=self.key(),
            therapist=self.therapist,
            supervisor=self.supervisor,
            date=self.clock.until - DAY * met,
            made_at=self.evening(met),
        )
        meeting.items.set(items)
        for item in items:
            self.comment(item, self.supervisor, COMMENTS, met)
            self.comment(item, self.therapist, ANSWERS, met)
            self.reviewed(item, met)
        for text, outcome in STEPS:
            SupervisionStep.objects.create(
                key=self.key(),
                meeting=meeting,
                case=items[0].case if items and outcome else None,
                text=text,
                outcome=outcome,
                outcome_at=self.evening(met - 14) if outcome else None,
            )

    def wait(self) -> None:
        """A pattern with a comment, and a rupture that nobody said anything of."""
        for case in self.cases[:1]:
            pattern = self.item(
                6, OF_A_PATTERN, case, pattern=True, task=Task.MINDFULNESS
            )
            self.comment(pattern, self.supervisor, COMMENTS, 4)
        self.tell_one()

    def share(self) -> None:
        """One note to be read, and the client knows of it in the cases brought."""
        brought = SupervisionItem.objects.editable_by(self.therapist).values("case")
        Case.objects.filter(pk__in=brought).update(client_knows=ClientKnows.YES)
        notes = Note.objects.editable_by(self.therapist).order_by("-date", "pk")
        Note.objects.filter(pk__in=[note.pk for note in notes[:1]]).update(shared=True)

    def ruptures(self, *, until: int) -> Sequence[Rupture]:
        """The latest that was noted so many days ago, if there is one."""
        return list(
            Rupture.objects.filter(
                session__case__in=self.cases, logged_at__lt=self.evening(until)
            )
            .select_related("session__case")
            .order_by("-session__date", "pk")[:1]
        )

    def sessions(self, *, until: int) -> Sequence[Session]:
        """The same, of sessions in which no rupture arose."""
        return list(
            Session.objects.filter(
                case__in=self.cases,
                logged_at__lt=self.evening(until),
                ruptures=None,
            )
            .held()
            .select_related("case")
            .order_by("-date", "pk")[:1]
        )

    def item(
        self, ago: int, questions: Sequence[str], case: Case, **columns: Any
    ) -> SupervisionItem:
        return SupervisionItem.objects.create(
            key=self.key(),
            logged_at=self.evening(ago),
            case=case,
            question=self.dice.pick(questions),
            **columns,
        )

    def comment(
        self, item: SupervisionItem, author: User, texts: Sequence[str], ago: int
    ) -> None:
        said = SupervisionComment.objects.create(
            key=self.key(),
            submission=self.key(),
            item=item,
            author=author,
            text=self.dice.pick(texts),
            at=self.evening(ago),
        )
        if author != self.therapist:
            self.looked(item.case, said.at, Deed.LOOKED)
            self.looked(item.case, said.at, Deed.COMMENTED)

    def looked(self, case: Case, at: datetime.datetime, deed: Deed) -> None:
        note_access(
            self.supervisor,
            deed,
            owner=self.therapist,
            case=case,
            page="case-detail" if deed == Deed.LOOKED else "",
            grant=self.grant,
            at=at,
        )

    def reviewed(self, item: SupervisionItem, ago: int) -> None:
        for by in (self.therapist, self.supervisor):
            SupervisionReview.objects.create(item=item, by=by, at=self.evening(ago))

    def key(self) -> uuid.UUID:
        return uuid.UUID(self.dice.key())

    def evening(self, ago: int) -> datetime.datetime:
        day = self.clock.until - DAY * ago
        return datetime.datetime.combine(day, EVENING, self.clock.zone)
