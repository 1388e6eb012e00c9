"""The shipped ranges as the design gives them, and files that must be refused."""

import re
from pathlib import Path

import pytest

from ruptures import reference
from ruptures.reference import ReferenceFileError, default_set, range_sets, read
from ruptures.taxonomy import Rater

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference-ranges.md"

GOOD = """\
[[set]]
key = "own"
name = "our own audit"

[[range]]
key = "own-client"
set = "own"
rater = "client"
unit = "sessions"
low = 0.25
high = 0.35
citation = "Audit of our practice, 2025."
doi = ""
quoted_in = "The report on our shelf."
verified = "Counted twice."
checked_on = 2026-01-31
"""


def written(tmp_path, text):
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "quoted",
            {
                "client": (0.20, 0.40),
                "therapist": (0.40, 0.75),
                "observer": (0.40, 0.75),
                "all": (0.20, 0.75),
            },
        ),
        (
            "reviews",
            {
                "client": (0.19, 0.42),
                "therapist": (0.43, 0.56),
                "observer": (0.41, 1.00),
            },
        ),
    ],
)
def test_the_shipped_sets_hold_the_ranges_in_circulation(key, expected):
    shipped = {each.key: each for each in range_sets()}[key]

    found = {each.rater: (each.low, each.high) for each in shipped.ranges}

    assert found == expected


def test_the_set_quoted_in_a_clinicians_article_is_the_default():
    assert default_set().key == "quoted"


def test_only_one_set_has_a_span():
    assert [each.span is not None for each in range_sets()] == [True, False]


def test_raters_are_those_of_the_taxonomy_and_all():
    assert (*Rater.values, "all") == reference.RATERS


def test_every_range_is_in_the_document_with_all_that_is_known_of_it():
    text = re.sub(r"\s+", " ", DOCUMENT.read_text(encoding="utf-8"))

    missing = [
        (each.key, fact)
        for group in range_sets()
        for each in group.ranges
        for fact in (
            f"`{each.key}`",
            f"{each.low * 100:.0f}–{each.high * 100:.0f} %",
            each.citation,
            each.doi,
            each.quoted_in,
            each.verified,
            each.checked_on.isoformat(),
        )
        if fact not in text
    ]

    assert missing == []


def test_a_practice_adds_a_set_of_its_own(tmp_path):
    written(tmp_path, GOOD)

    sets = range_sets(tmp_path)

    assert [each.key for each in sets] == ["quoted", "reviews", "own"]
    assert (sets[-1].of("client").low, sets[-1].of("therapist")) == (0.25, None)


def test_a_practices_own_default_takes_the_place_of_the_shipped_one(tmp_path):
    written(tmp_path, GOOD.replace('audit"\n', 'audit"\ndefault = true\n', 1))

    assert default_set(tmp_path).key == "own"


def test_a_folder_that_is_not_there_adds_nothing(tmp_path):
    assert range_sets(tmp_path / "nowhere") == range_sets()


@pytest.mark.parametrize(
    ("good", "bad", "line", "message"),
    [
        ("low = 0.25", "low = 0.5", 10, "low 0.5 is above high 0.35"),
        ("low = 0.25", "low = 25", 10, "low and high are proportions from 0 to 1"),
        ("low = 0.25", 'low = "25 %"', 10, "low is not of the right type"),
        ("low = 0.25", "low = true", 10, "low is not of the right type"),
        ("low = 0.25", "low = nan", 10, "low and high are proportions from 0 to 1"),
        ('"Audit of our practice, 2025."', '" "', 12, "citation is empty"),
        ('citation = "Audit of our practice, 2025."\n', "", 5, "citation is missing"),
        ('"client"', '"clients"', 8, "unknown rater 'clients'"),
        ('"sessions"', '"cases"', 9, "unknown unit 'cases'"),
        ('doi = ""', 'doi = "here"', 13, "'here' is no DOI"),
        ('set = "own"', 'set = "theirs"', 7, "no set has the key 'theirs'"),
        ('verified = "Cou', 'checked = "Cou', 15, "unknown field 'checked'"),
        ("2026-01-31", '"yesterday"', 16, "checked_on is not of the right type"),
        ('name = "our own audit"\n', "", 1, "name is missing"),
        ("[[set]]", "[[group]]", 1, "'group' is not [[set]] or [[range]]"),
        (GOOD, "", 1, "no [[set]] in it"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(tmp_path, good, bad, line, message):
    file = written(tmp_path, GOOD.replace(good, bad))

    with pytest.raises(ReferenceFileError) as refused:
        read(file)

    assert str(refused.value) == f"{file}:{line}: {message}"


def test_a_file_that_is_no_toml_is_refused_with_file_and_line(tmp_path):
    file = written(tmp_path, GOOD.replace("low = 0.25", "low = about a quarter"))

    with pytest.raises(ReferenceFileError, match=re.escape(f"{file}:10: ")):
        read(file)


@pytest.mark.parametrize("head", ["[[range]]  # of 2025", "[[ range ]]"])
def test_a_line_is_found_however_its_heading_is_written(tmp_path, head):
    text = GOOD.replace("[[range]]", head).replace("low = 0.25", "low = 0.5")

    with pytest.raises(ReferenceFileError, match=r"own\.toml:10: low 0\.5 is above"):
        read(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("[[range]]", "[[ranges]]"), r"5: 'ranges' is not \[\[set\]\] or"),
        (GOOD.replace("[[range]]", "[range]"), r"5: write it as \[\[range\]\]"),
        (f'range = "none"\n{GOOD[:42]}', r"1: write it as \[\[range\]\]"),
    ],
)
def test_what_nobody_would_read_is_refused_with_file_and_line(tmp_path, text, message):
    with pytest.raises(ReferenceFileError, match=rf"own\.toml:{message}"):
        read(written(tmp_path, text))


def test_a_file_that_is_not_utf_8_is_refused_with_file_and_line(tmp_path):
    file = tmp_path / "own.toml"
    file.write_bytes(GOOD.replace("Audit of", "Prüfung").encode("latin-1"))

    with pytest.raises(ReferenceFileError, match=r"own\.toml:12: not saved as UTF-8"):
        read(file)


def test_a_mark_of_utf_8_before_a_file_is_no_fault(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(GOOD, encoding="utf-8-sig")

    assert [each.key for each in read(file)] == ["own"]


def test_a_key_that_is_there_twice_names_the_file_that_brings_it_again(tmp_path):
    written(tmp_path, GOOD)
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "z.toml").write_text(GOOD.replace('"own', '"other'), encoding="utf-8")

    with pytest.raises(ReferenceFileError, match=r"own\.toml:1: the key 'own' is"):
        range_sets(tmp_path)


def test_a_second_range_for_one_rater_is_refused(tmp_path):
    second = GOOD[GOOD.index("[[range]]") :].replace("own-client", "own-other")
    file = written(tmp_path, f"{GOOD}\n{second}")

    with pytest.raises(ReferenceFileError) as refused:
        read(file)

    assert str(refused.value) == f"{file}:21: the set 'own' has this rater already"


@pytest.mark.parametrize("text", [GOOD + GOOD, GOOD.replace('"own"', '"quoted"')])
def test_a_key_that_is_there_twice_is_refused(tmp_path, text):
    written(tmp_path, text)

    with pytest.raises(ReferenceFileError, match=r"own\.toml:1: the key '.+' is there"):
        range_sets(tmp_path)
