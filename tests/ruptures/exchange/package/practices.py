"""Arbitrary practices as the acts could have written them, for properties."""

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from hypothesis import strategies as st

from ruptures.models import Case, User
from ruptures.recording.notes import fit_text
from ruptures.taxonomy import (
    ATTENDED,
    CAUSES,
    CODE_ALPHABET,
    MARKERS,
    STRATEGIES,
    Attendance,
    Modality,
    Move,
    Recognised,
    Rhythm,
    RuptureType,
    Source,
    TalkRule,
)
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    NoteFactory,
    PutOffFactory,
    ReportFactory,
    RuptureFactory,
    ScoreFactory,
    SessionFactory,
    SupervisionItemFactory,
)

START = datetime.date(2020, 2, 29)
SCALE = st.none() | st.integers(1, 5)
MINUTE = st.none() | st.integers(0, 600)
NOT_HELD = sorted(set(Attendance) - set(ATTENDED))

# What a spreadsheet, a CSV reader or a guard may stumble at.
AWKWARD = ["'", "''", "=1+1", "=", "-1", "+", "@A1", "\uff1d1", "007", "0", '"', '""']
AWKWARD += ['a"b,c;d', "two\nlines", "a\ttab", "\ufeff", "\N{MUSICAL SYMBOL G CLEF}"]
AWKWARD += [" =1", "\xa0=1", "NA", "null", "#NULL!", "yes", "2026-01-05", "1,5", "\\"]


def written(text: str) -> str:
    try:
        return fit_text(text)
    except ValidationError:
        return ""


texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.lists(st.sampled_from(AWKWARD)).map("".join),
    st.text(),
    st.text(st.characters(min_codepoint=0x10000, exclude_categories=["Cs"])),
).map(written)
moments = st.datetimes(
    datetime.datetime(1990, 1, 1),  # noqa: DTZ001  the zone follows
    datetime.datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(datetime.UTC),
)


def some_of(catalogue) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.sets(st.sampled_from(catalogue.codes))
    return chosen.map(catalogue.ordered)


def make_practice(draw, therapist: User) -> None:
    codes = st.text(CODE_ALPHABET, min_size=4, max_size=8)
    for code in sorted(draw(st.sets(codes, min_size=1, max_size=2))):
        rhythm = draw(st.sampled_from(Rhythm))
        case = CaseFactory(
            therapist=therapist,
            code=code,
            started_on=START,
            first_number=draw(st.integers(1, 32767)),
            rhythm=rhythm,
            rhythm_from=None if rhythm == Rhythm.NONE else START,
            synthetic=draw(st.booleans()),
            logged_at=draw(moments),
        )
        fill(draw, case)


def fill(draw, case: Case) -> None:
    when = st.tuples(st.integers(0, 2000), st.none() | st.times())
    for days, time in sorted(draw(st.sets(when, max_size=4)), key=str):
        held = draw(st.booleans())
        session = SessionFactory(
            case=case,
            date=START + datetime.timedelta(days=days),
            time=time,
            attendance=draw(st.sampled_from(ATTENDED if held else NOT_HELD)),
            modality=draw(st.sampled_from(["", *Modality])),
            logged_at=draw(moments),
        )
        if text := draw(texts):
            NoteFactory(session=session, text=text, shared=draw(st.booleans()))
        if held:
            answer(draw, session)
    if draw(st.booleans()):
        PutOffFactory(case=case, rule=TalkRule.OFTEN)
    if text := draw(texts):
        NoteFactory(session=None, case=case, date=START, text=text)


def answer(draw, session) -> None:
    strain = draw(st.sampled_from(["yes", "no", "unsure"]))
    how = {"intensity": draw(SCALE), "resolution": draw(SCALE)}
    ReportFactory(session=session, strain=strain, **(how if strain == "yes" else {}))
    low, value, high = sorted(draw(st.sets(totals, min_size=3, max_size=3)))
    ScoreFactory(session=session, minimum=low, value=value, maximum=high)
    if strain != "yes":
        return
    rupture = RuptureFactory(
        session=session,
        type=draw(st.sampled_from(RuptureType)),
        recognised=draw(st.sampled_from(Recognised)),
        move=draw(st.sampled_from(["", *Move])),
        causes=draw(some_of(CAUSES)),
        minute=draw(MINUTE),
    )
    if rupture.type in {RuptureType.WITHDRAWAL, RuptureType.CONFRONTATION}:
        fitting = MARKERS.of(rupture.type).codes
        for code in draw(st.sets(st.sampled_from(fitting), max_size=2)):
            MarkerFactory(rupture=rupture, code=code)
    for order in range(draw(st.integers(0, 2))):
        AttemptFactory(
            rupture=rupture,
            order=order + 1,
            outcome=draw(SCALE),
            strategies=draw(some_of(STRATEGIES)),
        )
    observe(draw, session, rupture)
    SupervisionItemFactory(
        case=session.case, rupture=rupture, question=draw(texts), did_next=draw(texts)
    )


def observe(draw, session, rupture) -> None:
    report = ReportFactory(
        session=session,
        rater="observer",
        reporter="007",
        source=draw(st.sampled_from(Source)),
        independent=draw(st.booleans()),
        rupture=draw(st.sampled_from([None, rupture])),
    )
    for minute in draw(st.lists(MINUTE, max_size=2)):
        MarkerFactory(rupture=None, report=report, minute=minute, salience=draw(SCALE))


totals = st.decimals(-9999, 9999, places=2).map(Decimal)
