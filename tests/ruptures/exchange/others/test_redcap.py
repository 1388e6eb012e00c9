"""Exports of REDCap: raw or with labels, with boxes, of a longitudinal study."""

import datetime
from dataclasses import replace
from io import BytesIO

import pytest

from ruptures.exchange.incoming.beside import Counts
from ruptures.exchange.incoming.importing import look
from ruptures.exchange.others.guessing import guess
from ruptures.exchange.others.mapping import Meaning
from ruptures.exchange.others.mapping_file import as_json, from_json
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.others.preview import preview
from ruptures.exchange.others.source import arriving
from ruptures.exchange.problems import Refused
from ruptures.models import Case, RuptureMarker
from ruptures.taxonomy import MARKERS
from tests.factories import UserFactory
from tests.ruptures.exchange.others.files import CASE, DATE, STRAIN, brought_in, mapping

RAW = (
    b"study_id,redcap_repeat_instrument,redcap_repeat_instance,"
    b"redcap_data_access_group,redcap_survey_identifier,consent___1,intake_complete,"
    b"session_date,rupture_type___1,rupture_type___2,session_complete\n"
    b"7,,,valley,,1,2,,0,0,\n"
    b"7,session,1,valley,,,,2026-01-05,1,0,2\n"
    b"7,session,2,valley,,,,2026-01-12,1,1,2\n"
    b"7,session,3,valley,,,,2026-01-19,0,0,0\n"
)
LABELS = (
    b'"Study ID","Repeat Instrument","Repeat Instance","Data Access Group",'
    b'"Survey Identifier",Date,"Complete?","Session date","Therapist strain",'
    b'"Rupture (choice=Withdrawal)","Rupture (choice=Confrontation)",'
    b'"Marker (choice=Went quiet)","Complete?",Date,"Complete?"\n'
    b"7,,,Valley,,2025-12-01,Complete,,,,,,,,\n"
    b"7,Session form,1,Valley,,,,2026-01-05,Yes,Checked,Unchecked,Checked,Complete,,\n"
    b"7,Session form,2,Valley,,,,2026-01-12,No,Unchecked,Unchecked,Unchecked,"
    b"Unverified,,\n"
)
QUIET = Meaning(column="quiet", means="box", choice="quiet")
UNHAPPY = Meaning(column="unhappy", means="box", choice="about_me")
NONE = Meaning(column="none", means="box", choice="no")
TYPE = Meaning(column="type", means="type")
W = Meaning(column="w", means="box", choice="withdrawal")
COLUMNS = (W, QUIET, NONE, TYPE, STRAIN)


def quiet_ones(count: int) -> list[Meaning]:
    return [
        replace(QUIET, column=f"q{number}", session=number)
        for number in range(1, count + 1)
    ]


def guessed(data: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What its columns mean, and what is in doubt."""
    found = guess(BytesIO(data), "file")
    means = [
        (each.column, ":".join(each.place).strip(":")) for each in found.mapping.columns
    ]
    return means, [(each.about, each.said) for each in found.doubts]


@pytest.mark.one_engine
def test_of_a_raw_export_boxes_are_asked_and_its_own_columns_are_not():
    means, doubts = guessed(RAW)

    assert means == [
        ("study_id", "case"),
        ("redcap_repeat_instrument", "row"),
        ("redcap_repeat_instance", "number"),
        ("session_date", "date"),
    ]
    said = "What does this box stand for? As it is, it is passed over."
    assert doubts == [("rupture_type___1", said), ("rupture_type___2", said)]


@pytest.mark.one_engine
def test_of_an_export_with_labels_boxes_say_what_they_stand_for():
    means, doubts = guessed(LABELS)

    assert means == [
        ("Study ID", "case"),
        ("Repeat Instrument", "row"),
        ("Repeat Instance", "number"),
        ("Session date", "date"),
        ("Therapist strain", "strain:therapist"),
        ("Rupture (choice=Withdrawal)", "box:::withdrawal"),
        ("Rupture (choice=Confrontation)", "box:::confrontation"),
        ("Marker (choice=Went quiet)", "box:::quiet"),
    ]
    said = "It may mean the same as Session date, which was taken."
    assert doubts == [("Date", said)]


@pytest.mark.one_engine
def test_labels_that_are_there_again_get_a_number():
    assert Plain(BytesIO(LABELS), "file").header[-3:] == (
        "Complete? (2)",
        "Date (2)",
        "Complete? (3)",
    )


@pytest.mark.one_engine
def test_of_labels_alike_the_first_is_taken_and_asked():
    means, doubts = guessed(b"Record ID,Date,Complete?,Date\n1,2026-01-05,Complete,\n")

    assert means == [("Record ID", "case"), ("Date", "date")]
    said = "It may mean the same as Date, which was taken."
    assert doubts == [("Date (2)", said)]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("heading", "means", "asked"),
    [
        ("Rupture (choice=Retrait)", "box:::withdrawal", False),
        ("Rupture (choice=None)", "box:::no", False),
        ("What happened (choice=Went quiet)", "box:::quiet", False),
        ("Reason for leaving (choice=Withdrawal)", "", True),
        ("Marker (choice=Of our own)", "", True),
        ("Side effects (choice=None)", "", False),
        ("rupture___confrontation", "box:::confrontation", False),
        ("consent___1", "", False),
    ],
)
def test_only_a_box_of_a_rupture_is_taken_for_one(heading, means, asked):
    data = f"record_id,date,{heading}\n1,2026-01-05,1\n".encode()

    found, doubts = guessed(data)

    assert (found[2:], bool(doubts)) == ([(heading, means)] if means else [], asked)


@pytest.mark.one_engine
def test_a_record_beside_another_id_is_asked():
    means, doubts = guessed(b"nr,patient,date,x___1\n1,A,2026-01-05,1\n")

    assert means == [("nr", "number"), ("patient", "case"), ("date", "date")]
    assert doubts == []


@pytest.mark.django_db
def test_an_export_with_labels_comes_in():
    found = guess(BytesIO(LABELS), "file").mapping

    assert brought_in(LABELS, UserFactory(), found) == [
        "7 2026-01-05 therapist=yes withdrawal",
        "7 2026-01-12 therapist=no",
    ]
    assert [*RuptureMarker.objects.values_list("code", "rupture__type")] == [
        ("quiet", "withdrawal")
    ]


@pytest.mark.django_db
def test_boxes_of_a_raw_export_come_in_as_they_are_described():
    found = guess(BytesIO(RAW), "file").mapping
    boxes = [
        replace(W, column="rupture_type___1"),
        replace(W, column="rupture_type___2", choice="confrontation"),
    ]
    by = mapping(*found.columns, *boxes)

    assert brought_in(RAW, UserFactory(), by) == [
        "7 2026-01-05 therapist=yes withdrawal",
        "7 2026-01-12 therapist=yes mixed",
        "7 2026-01-19",
    ]


BOXES = {
    "a marker says the type": (
        b"id,date,quiet\nA,2026-01-05,checked\n",
        mapping(CASE, DATE, QUIET),
        ["A 2026-01-05 therapist=yes withdrawal"],
    ),
    "markers of both": (
        b"id,date,quiet,unhappy\nA,2026-01-05,Checked,Checked\n",
        mapping(CASE, DATE, QUIET, UNHAPPY),
        ["A 2026-01-05 therapist=yes mixed"],
    ),
    "none": (
        b"id,date,none,w\nA,2026-01-05,checked,unchecked\n",
        mapping(CASE, DATE, NONE, W),
        ["A 2026-01-05 therapist=no"],
    ),
    "beside a type": (
        b"id,date,type,quiet\nA,2026-01-05,both,checked\nA,2026-01-12,,checked\n",
        mapping(CASE, DATE, TYPE, QUIET),
        ["A 2026-01-05 therapist=yes mixed", "A 2026-01-12 therapist=yes withdrawal"],
    ),
    "in words of one's own": (
        b"id,date,w\nA,2026-01-05,coch\xc3\xa9\nA,2026-01-12,leer\n",
        mapping(
            *(CASE, DATE),
            replace(W, values={"coché": "checked", "leer": "unchecked"}),
        ),
        ["A 2026-01-05 therapist=yes withdrawal", "A 2026-01-12"],
    ),
    "a box that is not checked holds no session up": (
        b"id,q1,q2,q3\nA,checked,checked,unchecked\n",
        mapping(CASE, *quiet_ones(3), start=datetime.date(2026, 1, 5), every=7),
        [
            "A 2026-01-05 therapist=yes withdrawal",
            "A 2026-01-12 therapist=yes withdrawal",
        ],
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BOXES)
def test_boxes_come_to_an_answer_as_in_the_log(name):
    data, by, rows = BOXES[name]

    assert brought_in(data, UserFactory(), by) == rows


AGAINST = "It contradicts what else is said of this session's rupture."
OWN_ANSWER = 'It contradicts the answer to "Any strain between you?".'
WRONG = {
    "another type": ("type,quiet\nA,2026-01-05,confrontation,1", "quiet, '1'", AGAINST),
    "no strain": ("type,w\nA,2026-01-05,no,1", "w, '1'", AGAINST),
    "none, and one": ("none,w\nA,2026-01-05,1,1", "none, '1'", AGAINST),
    "not sure": ("type,w\nA,2026-01-05,unsure,1", "w, '1'", AGAINST),
    "the contrary answer": ("strain,w\nA,2026-01-05,no,1", "w, '1'", OWN_ANSWER),
    "no box": (
        "w\nA,2026-01-05,2",
        "w, '2'",
        "One of these codes was expected: checked, 1, unchecked, 0.",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_boxes_that_contradict_are_told_where_they_stand(name):
    data, place, said = WRONG[name]
    columns = data.partition("\n")[0].split(",")
    by = mapping(CASE, DATE, *(each for each in COLUMNS if each.column in columns))

    with pytest.raises(Refused) as raised:
        brought_in(f"id,date,{data}\n".encode(), UserFactory(), by)

    assert str(raised.value) == f"file.csv, row 2, {place}: {said}"
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_an_export_twice_changes_nothing_and_another_box_is_told():
    user = UserFactory()
    by = guess(BytesIO(LABELS), "file").mapping
    brought_in(LABELS, user, by)

    again = look(arriving(BytesIO(LABELS), "file.csv", user, by), user)
    other = LABELS.replace(b"Checked,Unchecked,Checked", b"Unchecked,Checked,Unchecked")
    with pytest.raises(Refused) as raised:
        look(arriving(BytesIO(other), "file.csv", user, by), user)

    assert again.counts == Counts(here=7)
    assert str(raised.value) == (
        "file.csv, row 3, Rupture (choice=Confrontation), 'confrontation': Another "
        "value is here: 'withdrawal'."
    )


EVENTS = (
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,date\n"
)
REPEATED = (
    f"{EVENTS}1,intake_arm_1,,,\n"
    "1,treatment_arm_1,,,\n"
    "1,treatment_arm_1,session,1,2026-01-05\n"
    "1,treatment_arm_1,session,2,2026-01-12\n"
    "1,treatment_arm_1,medication,1,\n"
).encode()
OF_EVENTS = (
    f"{EVENTS}1,intake_arm_1,,,\n"
    "1,session_1_arm_1,,,2026-01-05\n"
    "1,session_1_arm_1,medication,1,\n"
    "1,session_2_arm_1,,,2026-01-12\n"
).encode()
EVENTS_REPEATED = (
    f"{EVENTS}1,intake_arm_1,,,\n"
    "1,session_arm_1,,1,2026-01-05\n"
    "1,session_arm_1,,2,2026-01-12\n"
).encode()


@pytest.mark.django_db
@pytest.mark.parametrize("data", [REPEATED, OF_EVENTS, EVENTS_REPEATED])
def test_a_longitudinal_study_asks_which_events_are_sessions(data):
    found = guess(BytesIO(data), "file")

    assert {each.about for each in found.doubts} >= {"redcap_event_name"}
    assert brought_in(data, UserFactory(), found.mapping) == [
        "1 2026-01-05",
        "1 2026-01-12",
    ]


@pytest.mark.one_engine
def test_a_form_that_is_repeated_in_a_longitudinal_study_is_asked_about():
    found = guess(BytesIO(OF_EVENTS), "file")

    assert {each.column: each.values for each in found.mapping.columns} == {
        "record_id": {},
        "redcap_event_name": {
            "intake_arm_1": "other",
            "session_1_arm_1": "session",
            "session_2_arm_1": "session",
        },
        "redcap_repeat_instrument": {"medication": "other"},
        "date": {},
    }
    assert [f"{each.about}: {each.said}" for each in found.doubts] == [
        "redcap_event_name: Which of these are sessions: intake_arm_1, "
        "session_1_arm_1, session_2_arm_1?",
        "redcap_repeat_instrument: Which of these are sessions: medication?",
    ]


@pytest.mark.one_engine
def test_a_preview_shows_what_a_box_stands_for():
    file = Plain(BytesIO(b"id,date,w\nA,2026-01-05,1\nA,2026-01-12,0\n"), "file.csv")

    found = preview(mapping(CASE, DATE, W), file)

    assert [cell.becomes for cell in found.columns[2].cells] == ["withdrawal", ""]


@pytest.mark.one_engine
def test_a_mapping_with_a_box_is_the_same_when_it_is_read_again():
    by = mapping(CASE, DATE, W, QUIET)

    assert from_json(as_json(by)) == by


@pytest.mark.one_engine
def test_a_box_needs_what_it_stands_for():
    vague = Meaning(column="x", means="box")
    strange = Meaning(column="y", means="time", choice="quiet")

    with pytest.raises(Refused) as raised:
        mapping(CASE, DATE, vague, strange).refuse()

    assert str(raised.value).splitlines() == [
        "The mapping, x: It needs what it stands for, one of these: no, withdrawal, "
        f"confrontation, {', '.join(MARKERS.codes)}.",
        "The mapping, y: This is no box.",
    ]
