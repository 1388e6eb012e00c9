"""Every date and time on every page follows the reader's preference."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.defaultfilters import striptags

from tests.addresses import ROUTES
from tests.promises.rows import path_to

pytestmark = pytest.mark.one_engine

HOUSE = Path(settings.BASE_DIR)
THE_PLACE = HOUSE / "ruptures" / "dates.py"
SOURCES = [
    path
    for part in ("config", "dashboard", "ruptures")
    for path in sorted((HOUSE / part).rglob("*.py"))
    if path != THE_PLACE
]
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))

MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
IN_WORDS = re.compile(rf"\b(?:\d+ (?:{MONTHS})\w*|(?:{MONTHS})\w* \d+)\b")
OF_24_HOURS = re.compile(r"\b\d\d:\d\d\b(?!\s[ap]\.m\.)")
EXAMPLE = re.compile(r"(?:such as|, as|expected, like) [^<]*")
OF_AN_ARTICLE = "(19 November 2020)"
WRITTEN_ELSEWHERE = re.compile(r"\b(?:date_format|time_format|strftime)\(")
OWN_FORM = re.compile(r"\|(?:date|time)\b(?!:\"(?:c|Y-m-d|H:i)\")")


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_no_day_has_its_month_in_words_for_who_reads_iso(name, client, rows):
    rows.therapist.date_style, rows.therapist.clock = "iso", "12"
    rows.therapist.save()
    client.force_login(rows.therapist)

    response = client.get(path_to(name, rows))

    page = b"" if response.streaming else response.content
    read = striptags(EXAMPLE.sub("", page.decode())).replace(OF_AN_ARTICLE, "")
    assert IN_WORDS.findall(read) == []
    assert OF_24_HOURS.findall(read) == []


def test_days_and_times_are_written_in_one_place_alone():
    found = [
        f"{path.relative_to(HOUSE)}: {written}"
        for path in SOURCES
        for written in WRITTEN_ELSEWHERE.findall(path.read_text())
    ]

    assert found == []


def test_templates_leave_the_form_of_a_date_to_the_reader():
    found = [
        f"{path.relative_to(HOUSE)}: {written}"
        for path in TEMPLATES
        for written in OWN_FORM.findall(path.read_text())
    ]

    assert found == []
