"""Forms of the client's report: scales only after yes, and what each one asks."""

import datetime

import pytest

from dashboard.forms.client import CheckInForm, ClientReportForm, LinkForm
from ruptures.models import SessionReport
from ruptures.recording import ClientEntry

DETAILS = {"intensity": "5", "resolution": "1"}


@pytest.mark.parametrize(
    ("strain", "scales"),
    [("yes", (5, 1)), ("no", (None, None)), ("unsure", (None,) * 2)],
)
def test_scales_count_only_after_yes(strain, scales):
    form = CheckInForm({"strain": strain} | DETAILS)

    assert form.is_valid()
    assert form.entry == ClientEntry(strain, *scales)


def test_the_first_question_alone_must_be_answered():
    assert CheckInForm({}).errors == {"strain": ["Choose one of the three answers."]}


@pytest.mark.parametrize("value", ["0", "6", "3.5", "x"])
def test_a_scale_runs_from_1_to_5(value):
    form = CheckInForm({"strain": "yes", "intensity": value})

    assert form.errors.keys() == {"intensity"}


def test_a_report_stands_in_its_form_as_it_is():
    report = SessionReport(
        strain="yes", intensity=2, source="told", independent=False, version=3
    )

    form = ClientReportForm(
        ClientReportForm.standing(report) | {"resolution": ""},
    )

    assert form.is_valid()
    assert form.cleaned_data["version"] == 3
    assert form.entry == ClientEntry("yes", 2, source="told", independent=False)


def test_only_paper_and_word_of_mouth_are_offered_as_sources():
    form = ClientReportForm({"strain": "no", "source": "link"})

    assert form.errors.keys() == {"source"}


def test_a_link_may_last_from_an_hour_to_a_week():
    lasting = [value for value, _label in LinkForm().fields["lasting"].choices]

    forms = [LinkForm({"lasting": each}) for each in lasting]

    assert [form.is_valid() and form.validity for form in forms] == [
        datetime.timedelta(hours=1),
        datetime.timedelta(days=1),
        datetime.timedelta(days=3),
        datetime.timedelta(days=7),
    ]
