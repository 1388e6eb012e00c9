"""One of everything, all of it somebody's own, for promises about every address."""

import datetime
import uuid
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from ruptures.models import Device, Invitation
from ruptures.recording import (
    AttemptEntry,
    CaseEntry,
    RuptureEntry,
    ScoreEntry,
    SessionEntry,
    log_session,
    open_case,
)
from ruptures.taxonomy import Answer, Rater, Source
from tests.addresses import address
from tests.factories import (
    ConcernFactory,
    DraftFactory,
    ErasureFactory,
    GrantFactory,
    ImportJobFactory,
    ReportFactory,
    SessionFactory,
    SupervisionCommentFactory,
    SupervisionItemFactory,
    SupervisionMeetingFactory,
    SupervisionStepFactory,
    UserFactory,
    described_by,
)

# A file that leaves nothing open; a cell of it is wrong.
DATED = b"id,date,time,s1,s2,s3\nA1,2026-01-05,late,30,31,NA\n"
TOKENS = {
    "dashboard:account-erased": "/erased/none/",
    "account_reset_password_from_key": "/reset/1-none/",
    "dashboard:check-in": "/check-in/none/",
    "dashboard:join": "/join/none/",
}


def path_to(name: str, rows: SimpleNamespace) -> str:
    return TOKENS.get(name) or address(name, rows)


@pytest.fixture
def rows(db, imports):
    """One of everything, all of it somebody's own."""
    therapist = UserFactory(is_owner=True)
    start = datetime.date(2026, 1, 5)
    entry = CaseEntry(started_on=start)
    case = open_case(user=therapist, submission=uuid.uuid4(), entry=entry).case
    act = log_session(
        user=therapist,
        submission=uuid.uuid4(),
        case=case,
        entry=SessionEntry(
            date=start,
            answer=Answer.WITHDRAWAL,
            rupture=RuptureEntry(type="withdrawal", markers=["quiet"]),
            attempt=AttemptEntry(strategies=["asked"], outcome=2),
            scores=[ScoreEntry("wai-sr", "client", Decimal(52))],
            note="Came from the hospital.",
        ),
    )
    session = case.sessions.get()
    grant = GrantFactory(therapist=therapist, cases=[case], with_notes=True)
    item = SupervisionItemFactory(case=case)
    meeting = SupervisionMeetingFactory(therapist=therapist, supervisor=grant.holder)
    meeting.items.add(item)
    observed = SessionFactory()  # of another, who asked our therapist to rate it
    GrantFactory(
        therapist=observed.case.therapist,
        holder=therapist,
        purpose="observe",
        cases=[observed.case],
    )
    device = Device.objects.create(
        session_key="a" * 32,
        session_data="",
        expire_date=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC),
        user=therapist,
    )
    Invitation.objects.issue(therapist)
    return SimpleNamespace(
        therapist=therapist,
        case=case,
        session=session,
        rupture=session.ruptures.get(),
        attempt=session.attempts.get(),
        score=session.scores.get(),
        note=session.notes.get(),
        client=ReportFactory(session=session, rater=Rater.CLIENT, source=Source.PAPER),
        act=act,
        draft=DraftFactory(
            user=therapist,
            case=case,
            content={"case": [case.code], "note": ["Half a sentence, and no more."]},
            saved_at=timezone.now(),
        ),
        device=device,
        invitation=Invitation.objects.get(),
        other=UserFactory(),
        grant=grant,
        item=item,
        comment=SupervisionCommentFactory(item=item),
        meeting=meeting,
        step=SupervisionStepFactory(meeting=meeting, case=case),
        concern=ConcernFactory(case=case),
        erasure=ErasureFactory(
            actor=therapist.email, actor_account=therapist.pk, case="BCDF"
        ),
        observed=observed,
        imported=ImportJobFactory(
            user=therapist,
            state="refused",
            codes={"A1": case.code},
            problems=[
                {
                    "said": "…",
                    "file": "cases.csv",
                    "row": 2,
                    "column": "code",
                    "value": case.code,
                }
            ],
        ),
        described=described_by(therapist, DATED),
        chart="raters",
    )
