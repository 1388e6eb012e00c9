"""The file to fill in: it is understood as it stands."""

from io import BytesIO

import pytest

from ruptures.exchange.others.guessing import guess
from ruptures.exchange.others.template import mapping_of_template, template
from tests.factories import UserFactory
from tests.ruptures.exchange.others.files import brought_in

HEADINGS = (
    "case,date,time,attendance,modality,type,therapist_strain,client_strain,"
    "observer_strain,therapist_intensity,client_intensity,observer_intensity,"
    "therapist_resolution,client_resolution,observer_resolution,client_wai-sr,"
    "therapist_wai-sr,client_srs,client_ors,client_arm-5,therapist_arm-5,client_sai,"
    "client_calpas,therapist_calpas,observer_calpas"
)
ROW = (
    "A,2026-01-05,09:30,late,video,withdrawal,yes,no,unsure,3,,,4,,,52,,36.5,,,,,,,6.25"
)


@pytest.mark.one_engine
def test_the_template_has_a_heading_for_all_that_can_come_in():
    assert template() == f"\ufeff{HEADINGS}\r\n"


@pytest.mark.django_db
def test_a_template_that_was_filled_in_needs_no_mapping():
    data = f"{template()}{ROW}\r\n".encode()

    assert guess(BytesIO(data), "file").mapping.columns == mapping_of_template().columns
    assert brought_in(data, UserFactory()) == [
        "A 2026-01-05 09:30 late video therapist=yes/3/4 observer=unsure client=no "
        "withdrawal wai-sr:client=52 srs:client=36.5 calpas:observer=6.25"
    ]
