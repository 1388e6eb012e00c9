"""What a file tells of itself, and what has to be asked."""

import datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruptures.exchange.others.guessing import guess
from ruptures.exchange.others.mapping import Meaning
from ruptures.exchange.problems import Refused
from tests.ruptures.exchange.others.files import workbook

pytestmark = pytest.mark.one_engine


def guessed(data: bytes):
    return guess(BytesIO(data), "file")


def test_a_plain_file_leaves_nothing_open():
    found = guessed(b"client;date;client_wai-sr;remark\nA;5.1.2026;36,5;x\n")

    assert found.doubts == ()
    assert found.mapping.columns == (
        Meaning(column="client", means="case"),
        Meaning(column="date", means="date"),
        Meaning(
            column="client_wai-sr", means="score", rater="client", instrument="wai-sr"
        ),
    )
    assert (found.mapping.delimiter, found.mapping.decimal, found.mapping.dates) == (
        ";",
        ",",
        "dmy",
    )


def test_a_wide_file_is_never_sure():
    found = guessed(b"id,srs1,srs2,x_s1,x_s2\nA,30,31,0,1\n")

    assert [each.session for each in found.mapping.columns] == [None, 1, 2, 1, 2]
    assert [f"{each.about}: {each.said}" for each in found.doubts] == [
        "srs1: srs1 to srs2 are taken for sessions 1 to 2: Total or mean of a "
        "questionnaire, such as the SRS.",
        "x_s1: x_s1 to x_s2 are taken for sessions 1 to 2: Any strain between you?",
        "x_s1: What do these mean: 0, 1? One of these was expected: Yes / No / Unsure.",
        ": The sessions have no dates: give the day of the first one and how many days "
        "lie between two.",
    ]


def test_questions_of_a_form_are_no_sessions_where_rows_have_days():
    found = guessed(b"id,date,srs_1,srs_2\nA,2026-01-05,9,8\n")

    assert [each.column for each in found.mapping.columns] == ["id", "date"]
    assert found.doubts == ()


def test_numbers_for_answers_are_proposed_and_asked():
    found = guessed(b"id,date,client_strain\nA,2026-01-05,1\nA,2026-01-06,0\n")

    assert found.mapping.columns[2].values == {"1": "yes", "0": "no"}
    assert [each.about for each in found.doubts] == ["client_strain"]


def test_a_column_of_our_codes_may_hold_each_of_them_beside_an_unknown_word():
    found = guessed(
        b"id,date,client_strain\nA,2026-01-05,Yes\nA,2026-01-06,no\nA,2026-01-07,hm\n"
    )

    assert found.mapping.columns[2].values == {
        "Yes": "yes",
        "no": "no",
        "unsure": "unsure",
    }
    assert [each.about for each in found.doubts] == ["client_strain"]


def test_words_of_another_language_are_known():
    found = guessed("id,date,attendance\nA,2026-01-05,Manquée\n".encode())

    assert found.mapping.columns[2].values == {"Manquée": "missed"}
    assert found.doubts == ()


@pytest.mark.parametrize(
    "header",
    [
        "id,Date of session,Any strain between you?",
        "id,Date de la séance,Y a-t-il eu une tension entre vous ?",
    ],
)
def test_the_question_itself_is_known_and_who_was_asked_is_asked(header):
    found = guessed(f"{header}\nA,2026-01-05,yes\nA,2026-01-12,no\n".encode())

    assert [each.means for each in found.mapping.columns] == ["case", "date", "strain"]
    assert [each.about for each in found.doubts] == [header.split(",")[2]]


def test_a_start_counts_only_where_sessions_have_no_days():
    long = guessed(b"id,date,start\nA,2026-01-05,9:30\n")
    wide = guessed(b"id,start,s1,s2\nA,2026-01-05,yes,no\n")

    assert [each.means for each in long.mapping.columns] == ["case", "date"]
    assert [each.means for each in wide.mapping.columns][:2] == ["case", "start"]


def test_signs_between_cells_that_both_fit_are_asked():
    found = guessed(b"id;x,date;y\nA;1,2026-01-05;2\n")

    assert "delimiter" in [each.about for each in found.doubts]


def test_the_sheets_of_a_workbook_are_no_bytes_to_guess():
    found = guessed(workbook(["id", "date"], ["A", datetime.date(2026, 1, 5)]))

    assert found.doubts == ()


HEADERS = (
    *("id", "date", "s1", "s2", "srs", "type", "redcap_repeat_instrument"),
    *("redcap_event_name", "rupture___1", "Rupture (choice=None)", "Complete?"),
)
TABLES = st.lists(
    st.lists(st.text(max_size=8), min_size=4, max_size=4), min_size=1, max_size=5
)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data),
        st.text(max_size=200).map(lambda text: text.encode("utf-16")),
        st.builds(
            lambda names, rows: "\n".join(
                [",".join(names), *(",".join(row) for row in rows)]
            ).encode("utf-8", "replace"),
            st.permutations(HEADERS).map(lambda names: names[:4]),
            TABLES,
        ),
    )
)
def test_no_bytes_make_a_guess_fail_without_words(data):
    try:
        said = [each.said for each in guessed(data).doubts]
    except Refused as refused:
        said = [each.said for each in refused.problems]

    assert all(said)
