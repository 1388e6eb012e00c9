"""A small practice, every act that can be done in it, and how its rows stand."""

import datetime
import uuid
from decimal import Decimal
from types import SimpleNamespace

from ruptures import recording
from ruptures.models import Case, Rupture, Session, SessionReport, Verb
from ruptures.recording.snapshots import TABLES, snapshot
from ruptures.taxonomy import Answer, Attendance, HoldReason, Rater, TalkRule
from tests import factories

START = datetime.date(2024, 1, 8)
SOME_DAY = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)


def day(week):
    return START + datetime.timedelta(weeks=week)


def log(case, week, answer=Answer.NO, **details):
    """The session logged in that week, counted from 0."""
    entry = recording.SessionEntry(date=day(week), answer=answer, **details)
    recording.log_session(
        user=case.therapist, submission=uuid.uuid4(), case=case, entry=entry
    )
    return Session.objects.get(case=case, date=day(week))


def small_practice():
    """Two quiet sessions and between them a withdrawal with one attempt, a score of
    the session, a note on the rupture, and a check-in open for the last session.
    """
    case = factories.CaseFactory(started_on=START, rhythm="weekly", rhythm_from=START)
    first = log(case, 0)
    session = log(
        case,
        1,
        Answer.WITHDRAWAL,
        intensity=3,
        rupture=recording.RuptureEntry("withdrawal", markers=["quiet", "went_along"]),
        attempt=recording.AttemptEntry(strategies=["asked"], outcome=2),
    )
    last = log(case, 2)
    rupture = Rupture.objects.get(session=session)
    return SimpleNamespace(
        user=case.therapist,
        case=case,
        first=first,
        session=session,
        last=last,
        report=SessionReport.objects.get(session=session),
        rupture=rupture,
        attempt=rupture.attempts.get(),
        score=factories.ScoreFactory(session=session),
        note=factories.NoteFactory(session=None, rupture=rupture),
        item=factories.SupervisionItemFactory(case=case),
        observer=factories.GrantFactory(
            therapist=case.therapist, purpose="observe", every_case=True
        ).holder,
        check_in=factories.CheckInFactory(session=last, ends_at=SOME_DAY),
        client=SessionReport(session=last),
    )


def therapist_of(act):
    """Who undoes it: an observer's act is the therapist's to set aside."""
    return act.case.therapist if act.verb == Verb.OBSERVE else act.user


def open_case(p, **to):
    return recording.open_case(**to, entry=recording.CaseEntry(START))


def edit_case(p, **to):
    entry = recording.CaseEntry(
        START, first_number=4, rhythm="fortnightly", client_knows="yes"
    )
    return recording.edit_case(**to, case=p.case, version=1, entry=entry)


def end_case(p, **to):
    return recording.end_case(
        **to,
        case=p.case,
        version=1,
        ended_on=day(9),
        ending="agreed",
        closing_session="yes",
    )


def reopen_case(p, **to):
    return recording.reopen_case(**to, case=p.case, version=2)


def hold_case(p, **to):
    return recording.hold_case(
        **to, case=p.case, version=1, reason=HoldReason.COMPLAINT
    )


def lift_hold(p, **to):
    return recording.lift_hold(**to, case=p.case, version=2)


def log_session(p, **to):
    entry = recording.SessionEntry(
        date=day(3),
        answer=Answer.BOTH,
        intensity=4,
        rupture=recording.RuptureEntry("mixed", markers=["quiet", "pressed"]),
        attempt=recording.AttemptEntry(strategies=["explained"], outcome=4),
        earlier=[
            recording.EarlierAttempt(p.rupture, recording.AttemptEntry(outcome=5))
        ],
        scores=[wai_sr("client", 51), wai_sr("therapist", 47)],
        note="She brought the letter.",
    )
    return recording.log_session(**to, case=p.case, entry=entry)


def confirm_session(p, **to):
    return recording.confirm_expected(
        **to, case=p.case, date=day(5), attendance=Attendance.HELD
    )


def edit_session(p, **to):
    edit = recording.SessionEdit(date=day(1), time=datetime.time(9), strain="unsure")
    return recording.edit_session(
        **to,
        session=p.session,
        version=1,
        report_version=1,
        edit=edit,
        confirmed=True,
    )


def delete_session(p, **to):
    return recording.delete_session(**to, session=p.session, version=1, confirmed=True)


def add_rupture(p, **to):
    entry = recording.RuptureEntry("confrontation", ["about_me"], recognised="later")
    return recording.add_rupture(**to, session=p.first, entry=entry)


def edit_rupture(p, **to):
    entry = recording.RuptureEntry(
        "mixed", ["quiet", "pressed"], move="both", causes=["judged", "lead"]
    )
    return recording.edit_rupture(**to, rupture=p.rupture, version=1, entry=entry)


def delete_rupture(p, **to):
    return recording.delete_rupture(**to, rupture=p.rupture, version=1, confirmed=True)


def close_rupture(p, **to):
    return recording.close_rupture(
        **to, rupture=p.rupture, version=1, reason="faded", closed_on=day(3)
    )


def reopen_rupture(p, **to):
    return recording.reopen_rupture(**to, rupture=p.rupture, version=2)


def add_attempt(p, **to):
    entry = recording.AttemptEntry(
        strategies=["owned_part"], outcome=5, bond="stronger"
    )
    return recording.add_attempt(**to, rupture=p.rupture, session=p.last, entry=entry)


def edit_attempt(p, **to):
    entry = recording.AttemptEntry(["asked", "explained"], outcome=4, acknowledged=True)
    return recording.edit_attempt(
        **to, attempt=p.attempt, version=1, session=p.last, entry=entry
    )


def delete_attempt(p, **to):
    return recording.delete_attempt(**to, attempt=p.attempt, version=1)


def add_client_report(p, **to):
    entry = recording.ClientEntry("yes", intensity=2, resolution=4, source="told")
    return recording.add_client_report(**to, session=p.last, entry=entry)


def entered(p):
    """The report that `add_client_report` made, also where it is gone again."""
    found = SessionReport.objects.filter(session=p.last, rater=Rater.CLIENT).first()
    p.client = found or p.client
    return p.client


def edit_client_report(p, **to):
    entry = recording.ClientEntry("yes", resolution=3, source="told")
    return recording.edit_client_report(**to, report=entered(p), version=1, entry=entry)


def delete_client_report(p, **to):
    return recording.delete_client_report(**to, report=entered(p), version=1)


def check_in(p, *, user, submission):
    """Without an account; whoever has the token answers."""
    entry = recording.ClientEntry("yes", intensity=4)
    return recording.answer_check_in(
        check_in=p.check_in, submission=submission, entry=entry
    )


def put_off(p, **to):
    rule = TalkRule.NOT_TRIED
    return recording.put_off(**to, case=p.case, rule=rule, rupture=p.rupture)


def leave_as_is(p, **to):
    return recording.leave_as_is(**to, report=p.report, version=1)


def wai_sr(rater, total):
    return recording.ScoreEntry("wai-sr", rater, Decimal(total))


def add_score(p, **to):
    entry = recording.ScoreEntry("srs", "client", Decimal("31.5"))
    return recording.add_score(**to, session=p.session, entry=entry)


def edit_score(p, **to):
    return recording.edit_score(
        **to, score=p.score, version=1, entry=wai_sr("client", 40)
    )


def delete_score(p, **to):
    return recording.delete_score(**to, score=p.score, version=1)


def write_note(p, **to):
    entry = recording.NoteEntry("Began a new job.", day(2))
    return recording.write_note(**to, about=p.case, entry=entry)


def edit_note(p, **to):
    entry = recording.NoteEntry("Said it in the corridor, after the hour.")
    return recording.edit_note(**to, note=p.note, version=1, entry=entry)


def delete_note(p, **to):
    return recording.delete_note(**to, note=p.note, version=1)


def flag_item(p, **to):
    entry = recording.ItemEntry(
        "The moment it turned", 12, 15, "Went on.", task="watch"
    )
    return recording.flag_item(**to, about=p.rupture, entry=entry)


def edit_item(p, **to):
    entry = recording.ItemEntry("The moment before", would_try="Wait.", pattern=True)
    return recording.edit_item(**to, item=p.item, version=1, entry=entry)


def remove_item(p, **to):
    return recording.remove_item(**to, item=p.item, version=1)


def share_note(p, **to):
    return recording.share_note(**to, note=p.note, version=1)


def unshare_note(p, **to):
    return recording.unshare_note(**to, note=p.note, version=2)


def observe(p, *, user, submission):
    """By the observer of the case where its therapist is asked."""
    entry = recording.ObserverEntry(
        "yes",
        intensity=3,
        resolution=2,
        markers=[
            recording.MarkerEntry("quiet", 4, 3),
            recording.MarkerEntry("quiet", 31),
            recording.MarkerEntry("pressed", 32, 5),
        ],
    )
    return recording.observe(
        user=p.observer if user == p.user else user,
        submission=submission,
        session=p.session,
        entry=entry,
    )


def link_report(p, **to):
    """The observer's, which NEEDS hands in first; one's own is refused."""
    handed_in = SessionReport.objects.filter(session=p.session, rater=Rater.OBSERVER)
    report = handed_in.first() or p.report
    return recording.link_report(**to, report=report, version=1, rupture=p.rupture)


def move_session(p, **to):
    """To the therapist's other case, which NEEDS opens first."""
    other = Case.objects.filter(therapist=p.user).exclude(pk=p.case.pk).first()
    to["case"] = other or p.case
    return recording.move_session(**to, session=p.session, version=1)


# One is asked of the others, two of a file.
ELSEWHERE = {Verb.UNDO, Verb.IMPORT, Verb.TAKE_OVER}
ACTS = {verb: globals()[verb.value] for verb in Verb if verb not in ELSEWHERE}
# What must be done first.
NEEDS = {
    Verb.REOPEN_CASE: Verb.END_CASE,
    Verb.LIFT_HOLD: Verb.HOLD_CASE,
    Verb.UNSHARE_NOTE: Verb.SHARE_NOTE,
    Verb.REOPEN_RUPTURE: Verb.CLOSE_RUPTURE,
    Verb.EDIT_CLIENT_REPORT: Verb.ADD_CLIENT_REPORT,
    Verb.DELETE_CLIENT_REPORT: Verb.ADD_CLIENT_REPORT,
    Verb.LINK_REPORT: Verb.OBSERVE,
    Verb.MOVE_SESSION: Verb.OPEN_CASE,
}


def rows(*, versions=False):
    """Every clinical row by table and key, as recording would note it."""
    stand = {
        (table, str(row.key)): snapshot(row)
        for table, model in TABLES.items()
        for row in model._default_manager.all()
    }
    if not versions:
        for values in stand.values():
            del values["version"]
    return stand
