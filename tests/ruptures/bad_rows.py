"""For every constraint: a good row, and what would break it."""

import datetime
import uuid

from django.db import models

from ruptures.models import Act, Change, ImportMapping, SetupCode, User, Verb
from ruptures.taxonomy import Rater
from tests import factories

DAY = datetime.date(2026, 1, 5)
NOW = datetime.datetime(2026, 1, 5, 18, 0, tzinfo=datetime.UTC)


def act(**values):
    user = factories.UserFactory()
    given = {"verb": Verb.EDIT_CASE, "at": NOW, "submission": uuid.uuid4()}
    return Act.objects.create(**{"user": user} | given | values)


def change(**values):
    given = {"position": 1, "table": "case", "row": uuid.uuid4(), "after": {}}
    return Change.objects.create(**{"act": act()} | given | values)


def setup_code():
    return SetupCode.objects.create(code="hashed", made_at=NOW)


def rhythmic_case():
    return factories.CaseFactory(rhythm="weekly", rhythm_from=DAY)


def observers_report():
    return factories.ReportFactory(rater=Rater.OBSERVER, reporter="A1")


def report_of_a_rupture():
    rupture = factories.RuptureFactory()
    return factories.ReportFactory(
        session=rupture.session, rater=Rater.CLIENT, rupture=rupture
    )


def observers_marker(**values):
    return factories.MarkerFactory(rupture=None, report=observers_report(), **values)


def item_about_a_session():
    session = factories.SessionFactory()
    return factories.SupervisionItemFactory(case=session.case, session=session)


# By constraint: how to make a good row, and what makes it bad.
BAD = {
    "case_rhythm_known": (factories.CaseFactory, {"rhythm": "daily"}),
    "case_ending_known": (
        factories.CaseFactory,
        {"ending": "dropout", "ended_on": DAY},
    ),
    "case_closing_session_known": (
        factories.CaseFactory,
        {"closing_session": "x", "ended_on": DAY, "ending": "agreed"},
    ),
    "case_hold_reason_known": (
        rhythmic_case,
        {"hold_reason": "x", "hold_since": DAY, "hold_by": models.F("therapist")},
    ),
    "case_code_well_formed": (factories.CaseFactory, {"code": "ANNA"}),
    "case_started_in_a_likely_year": (
        factories.CaseFactory,
        {"started_on": datetime.date(1949, 12, 31)},
    ),
    "case_first_number_from_1": (factories.CaseFactory, {"first_number": 0}),
    "case_rhythm_has_a_start": (
        rhythmic_case,
        {"rhythm_from": DAY - datetime.timedelta(days=1)},
    ),
    "case_ends_after_it_began": (
        factories.CaseFactory,
        {"ended_on": DAY - datetime.timedelta(days=1), "ending": "agreed"},
    ),
    "case_ending_has_a_date": (factories.CaseFactory, {"ending": "agreed"}),
    "case_hold_is_whole": (factories.CaseFactory, {"hold_reason": "court"}),
    "case_client_knows_known": (factories.CaseFactory, {"client_knows": "maybe"}),
    "session_attendance_known": (factories.SessionFactory, {"attendance": "absent"}),
    "session_modality_known": (factories.SessionFactory, {"modality": "post"}),
    "report_rater_known": (factories.ReportFactory, {"rater": "partner"}),
    "report_strain_known": (factories.ReportFactory, {"strain": "maybe"}),
    "report_source_known": (factories.ReportFactory, {"source": "hearsay"}),
    "report_intensity_1_to_5": (factories.ReportFactory, {"intensity": 6}),
    "report_resolution_1_to_5": (factories.ReportFactory, {"resolution": 0}),
    "report_details_only_after_yes": (
        factories.ReportFactory,
        {"strain": "no", "intensity": 3},
    ),
    "report_observer_has_a_code": (factories.ReportFactory, {"reporter": "A1"}),
    "report_of_a_rupture_is_anothers_yes": (
        report_of_a_rupture,
        {"strain": "unsure"},
    ),
    "rupture_recognised_known": (factories.RuptureFactory, {"recognised": "never"}),
    "rupture_type_known": (factories.RuptureFactory, {"type": "both"}),
    "rupture_move_known": (factories.RuptureFactory, {"move": "nobody"}),
    "rupture_raised_by_known": (factories.RuptureFactory, {"raised_by": "me"}),
    "rupture_raised_when_known": (
        factories.RuptureFactory,
        {"raised_when": "soon", "raised_by": "client"},
    ),
    "rupture_raised_how_known": (
        factories.RuptureFactory,
        {"raised_how": "sung", "raised_by": "client"},
    ),
    "rupture_familiar_known": (factories.RuptureFactory, {"familiar": "maybe"}),
    "rupture_closed_reason_known": (
        factories.RuptureFactory,
        {"closed_reason": "bored", "closed_on": DAY},
    ),
    "rupture_causes_known": (factories.RuptureFactory, {"causes": ("weather",)}),
    "rupture_barriers_known": (factories.RuptureFactory, {"barriers": ("time",)}),
    "rupture_therapist_states_known": (
        factories.RuptureFactory,
        {"therapist_states": ("anxious", "hungry")},
    ),
    "rupture_minute_within_600": (factories.RuptureFactory, {"minute": 601}),
    "rupture_closing_is_whole": (
        factories.RuptureFactory,
        {"closed_reason": "faded"},
    ),
    "rupture_raised_by_somebody": (
        factories.RuptureFactory,
        {"raised_by": "nobody", "raised_how": "spoken"},
    ),
    "marker_code_known": (factories.MarkerFactory, {"code": "gave_up"}),
    "marker_on_one_thing": (factories.MarkerFactory, {"rupture": None}),
    "marker_minute_and_salience_observed": (factories.MarkerFactory, {"minute": 5}),
    "marker_salience_1_to_5": (observers_marker, {"salience": 9}),
    "marker_minute_within_600": (observers_marker, {"minute": 601}),
    "attempt_started_by_known": (factories.AttemptFactory, {"started_by": "fate"}),
    "attempt_bond_known": (factories.AttemptFactory, {"bond": "gone"}),
    "attempt_strategies_known": (
        factories.AttemptFactory,
        {"strategies": ("prayed",)},
    ),
    "attempt_responses_known": (factories.AttemptFactory, {"responses": ("cold",)}),
    "attempt_skills_known": (factories.AttemptFactory, {"skills": ("juggling",)}),
    "attempt_outcome_1_to_5": (factories.AttemptFactory, {"outcome": 6}),
    "attempt_order_from_1": (factories.AttemptFactory, {"order": 0}),
    "putoff_rule_known": (factories.PutOffFactory, {"rule": "often_enough"}),
    "score_rater_known": (factories.ScoreFactory, {"rater": "partner"}),
    "score_instrument_well_formed": (factories.ScoreFactory, {"instrument": "WAI"}),
    "score_range_is_one": (
        factories.ScoreFactory,
        {"minimum": 60, "maximum": 60, "value": 60},
    ),
    "score_within_its_range": (factories.ScoreFactory, {"value": 61}),
    "note_on_exactly_one": (factories.NoteFactory, {"session": None}),
    "note_on_a_case_has_a_day": (factories.NoteFactory, {"date": DAY}),
    "act_verb_known": (act, {"verb": "erase"}),
    "act_undo_names_what_it_undoes": (act, {"verb": Verb.UNDO}),
    "change_changes_something": (change, {"after": None}),
    "setupcode_only_one": (setup_code, {"slot": 2}),
    "user_language_known": (factories.UserFactory, {"language": "tlh"}),
    "user_clock_known": (factories.UserFactory, {"clock": "13"}),
    "user_date_style_known": (factories.UserFactory, {"date_style": "stardate"}),
    "checkin_way_known": (factories.CheckInFactory, {"way": "owl"}),
    "checkin_ends_after_it_is_made": (
        factories.CheckInFactory,
        {"ends_at": models.F("made_at")},
    ),
    "grant_purpose_known": (factories.GrantFactory, {"purpose": "inspect"}),
    "grant_ends_after_it_starts": (
        factories.GrantFactory,
        {"ends_on": DAY - datetime.timedelta(days=1)},
    ),
    "grant_is_to_another": (factories.GrantFactory, {"holder": models.F("therapist")}),
    "grant_accepted_by_somebody": (factories.GrantFactory, {"holder": None}),
    "grant_ended_by_somebody": (factories.GrantFactory, {"ended_at": NOW}),
    "grant_to_observe_is_without_notes": (
        factories.GrantFactory,
        {"purpose": "observe", "with_notes": True},
    ),
    "supervisionitem_task_known": (factories.SupervisionItemFactory, {"task": "sing"}),
    "supervisionitem_about_one_thing": (
        item_about_a_session,
        {"rupture": models.F("session")},
    ),
    "supervisionitem_pattern_of_the_case": (item_about_a_session, {"pattern": True}),
    "supervisionitem_minutes_in_order": (
        factories.SupervisionItemFactory,
        {"minute_from": 12, "minute_to": 11},
    ),
    "supervisionmeeting_of_two": (
        factories.SupervisionMeetingFactory,
        {"supervisor": models.F("therapist")},
    ),
    "supervisionstep_outcome_known": (
        factories.SupervisionStepFactory,
        {"outcome": "forgotten"},
    ),
    "supervisionstep_taken_back_by_somebody": (
        factories.SupervisionStepFactory,
        {"taken_back_at": factories.LOGGED_AT},
    ),
    "concern_kind_known": (factories.ConcernFactory, {"kind": "gossip"}),
    "import_state_known": (factories.ImportJobFactory, {"state": "waiting"}),
    "import_differing_known": (factories.ImportJobFactory, {"differing": "ask"}),
    "import_refused_says_why": (
        lambda: factories.ImportJobFactory(state="refused", problems=[]),
        {"problems": None},
    ),
    "import_written_when_done": (
        lambda: factories.ImportJobFactory(state="done", written_at=NOW),
        {"state": "cancelled"},
    ),
    "erasure_reason_known": (factories.ErasureFactory, {"reason": "bored"}),
    "erasure_of_one_case_or_of_an_account": (factories.ErasureFactory, {"case": ""}),
}


def two_sessions(time=None):
    case = factories.CaseFactory()
    dates = [DAY, DAY + datetime.timedelta(days=7)]
    return [factories.SessionFactory(case=case, date=d, time=time) for d in dates]


def two_reports():
    session = factories.SessionFactory()
    raters = [Rater.THERAPIST, Rater.CLIENT]
    return [factories.ReportFactory(session=session, rater=rater) for rater in raters]


def two_markers():
    rupture = factories.RuptureFactory()
    return [
        factories.MarkerFactory(rupture=rupture, code=c) for c in ("quiet", "not_so")
    ]


def two_attempts():
    rupture = factories.RuptureFactory()
    return [factories.AttemptFactory(rupture=rupture, order=n) for n in (1, 2)]


def two_mappings():
    user = factories.UserFactory()
    return [
        ImportMapping.objects.create(owner=user, name=name, content={})
        for name in ("Clinic", "Study")
    ]


def two_put_off(rules, **fields):
    case = factories.CaseFactory()
    return [factories.PutOffFactory(case=case, rule=rule, **fields) for rule in rules]


def two_about_a_rupture():
    rupture = factories.RuptureFactory()
    return two_put_off(["long_open", "not_tried"], rupture=rupture)


def two_scores():
    session = factories.SessionFactory()
    raters = [Rater.THERAPIST, Rater.CLIENT]
    return [factories.ScoreFactory(session=session, rater=rater) for rater in raters]


def two_changes():
    one = act()
    return [change(act=one, position=position) for position in (1, 2)]


def two_reviews():
    item = factories.SupervisionItemFactory()
    readers = [item.case.therapist, factories.UserFactory()]
    return [factories.SupervisionReviewFactory(item=item, by=each) for each in readers]


def two_imports():
    user = factories.UserFactory()
    states = ["checking", "cancelled"]
    return [factories.ImportJobFactory(user=user, state=state) for state in states]


def two_grants():
    therapist = factories.UserFactory()
    codes = ["BCD", "BCF"]
    return [factories.GrantFactory(therapist=therapist, reporter=c) for c in codes]


# By constraint: how to make two good rows, and what the second must not copy.
TWINS = {
    "session_once_at_a_time": (lambda: two_sessions(datetime.time(10)), {"date": DAY}),
    "session_once_a_day_without_time": (two_sessions, {"date": DAY}),
    "report_once_a_rater": (two_reports, {"rater": Rater.THERAPIST}),
    "marker_once_a_rupture": (two_markers, {"code": "quiet"}),
    "attempt_order_once": (two_attempts, {"order": 1}),
    "putoff_once_a_rupture": (two_about_a_rupture, {"rule": "long_open"}),
    "putoff_once_a_case": (
        lambda: two_put_off(["often", "unconfirmed"]),
        {"rule": "often"},
    ),
    "score_once_a_session": (two_scores, {"rater": Rater.THERAPIST}),
    "import_mapping_once_a_name": (two_mappings, {"name": "Clinic"}),
    "change_position_once": (two_changes, {"position": 1}),
    "grant_reporter_once": (two_grants, {"reporter": "BCD"}),
    "supervisionreview_once": (
        two_reviews,
        {"by": models.Subquery(User.objects.order_by("pk").values("pk")[:1])},
    ),
    "import_one_at_a_time": (two_imports, {"state": "asked"}),
}
