"""The shipped instruments as published, and files that must be refused."""

import pytest

from ruptures.instruments import RATERS, instruments, name_of, read
from ruptures.taxonomy import Rater
from ruptures.toml_rows import ReferenceFileError

GOOD = """\
[[instrument]]
key = "own-scale"
name = "Own scale"
about = "Three questions of ours, added up"
kind = "alliance"
given_as = "total"
minimum = 0
maximum = 12.5
decimals = 1
higher_is_better = false
raters = ["client", "observer"]
citation = "Handout of our practice, 2025."
doi = ""
line = 4
line_source = "The handout."
reliability = 0.8
reliability_source = "Counted by us."
sd = 2.5
sd_source = "Counted by us."
verified = "Counted twice."
checked_on = 2026-01-31
"""


def written(tmp_path, text):
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_shipped_instruments_have_their_published_ranges():
    found = {
        key: (each.minimum, each.maximum, each.given_as, each.kind)
        for key, each in instruments().items()
    }

    assert found == {
        "wai-sr": (12, 60, "total", "alliance"),
        "srs": (0, 40, "total", "alliance"),
        "ors": (0, 40, "total", "outcome"),
        "arm-5": (1, 7, "mean", "alliance"),
        "sai": (0, 30, "total", "alliance"),
        "calpas": (1, 7, "mean", "alliance"),
    }


def test_lines_are_the_instruments_own():
    lines = {key: each.line for key, each in instruments().items() if each.line}

    assert lines == {"srs": 36, "ors": 25}


def test_an_instrument_whose_range_was_not_confirmed_says_so():
    assert "was not confirmed" in instruments()["sai"].verified


def test_raters_are_those_of_the_taxonomy():
    assert tuple(Rater.values) == RATERS


def test_a_practice_adds_an_instrument_of_its_own(tmp_path):
    written(tmp_path, GOOD)

    own = instruments(tmp_path)["own-scale"]

    assert (own.minimum, own.maximum, own.decimals) == (0, 12.5, 1)
    assert (own.higher_is_better, own.raters) == (False, ("client", "observer"))
    assert name_of("own-scale", tmp_path) == "Own scale"


def test_an_instrument_that_is_gone_is_called_by_its_key():
    assert name_of("own-scale") == "own-scale"


@pytest.mark.parametrize(
    ("good", "bad", "line", "message"),
    [
        ("minimum = 0", "minimum = 20", 7, "minimum 20 is not below maximum 12.5"),
        ("minimum = 0", "minimum = 12.5", 7, "minimum 12.5 is not below maximum 12.5"),
        ("maximum = 12.5", "maximum = nan", 7, "minimum 0 is not below maximum nan"),
        ("maximum = 12.5", "maximum = 1e5", 8, "a range lies within 9999 of 0"),
        ("minimum = 0\n", "", 1, "minimum is missing"),
        ("minimum = 0", 'minimum = "low"', 7, "minimum is not of the right type"),
        ("decimals = 1", "decimals = 3", 9, "decimals are from 0 to 2"),
        ("= false", '= "no"', 10, "higher_is_better is not of the right type"),
        (
            '["client", "observer"]',
            "[]",
            11,
            "raters are of client, therapist, observer",
        ),
        ('"observer"]', "3]", 11, "raters is not of the right type"),
        (
            '"observer"]',
            '"parent"]',
            11,
            "raters are of client, therapist, observer",
        ),
        ('"own-scale"', '"Own"', 2, "a key is of small letters, digits and hyphens"),
        ('"own-scale"', '"a"', 2, "a key is of small letters, digits and hyphens"),
        ('"alliance"', '"mood"', 5, "unknown kind 'mood'"),
        ('"total"', '"sum"', 6, "given_as is 'total' or 'mean'"),
        ('"Handout of our practice, 2025."', '""', 12, "citation is empty"),
        ('doi = ""', 'doi = "here"', 13, "'here' is no DOI"),
        ("line = 4", "line = 40", 14, "line is from 0 to 12.5"),
        ('line_source = "The handout."\n', "", 1, "line_source is empty"),
        ("reliability = 0.8", "reliability = 8", 16, "reliability is from 0 to 1"),
        ("reliability = 0.8", "reliability = 1.0", 16, "reliability is below 1"),
        ("sd = 2.5", "sd = 0.0", 18, "sd is above 0"),
        ('verified = "Cou', 'checked = "Cou', 20, "unknown field 'checked'"),
        ("[[instrument]]", "[[form]]", 1, "'form' is not [[instrument]]"),
        (GOOD, "", 1, "no [[instrument]] in it"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(tmp_path, good, bad, line, message):
    file = written(tmp_path, GOOD.replace(good, bad, 1))

    with pytest.raises(ReferenceFileError) as refused:
        read(file)

    assert str(refused.value) == f"{file}:{line}: {message}"


def test_a_key_that_is_there_twice_is_refused(tmp_path):
    written(tmp_path, GOOD.replace("own-scale", "srs"))

    with pytest.raises(ReferenceFileError, match=r"own\.toml:1: the key 'srs' is"):
        instruments(tmp_path)
