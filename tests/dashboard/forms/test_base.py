"""What every form that writes shares."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from dashboard.forms.base import (
    ChipField,
    CodesField,
    DateField,
    EditForm,
    RecordingForm,
    ScaleField,
    SubmissionField,
    TimeField,
    VersionField,
    in_words,
    record,
    recorded,
)
from ruptures.models import Case
from ruptures.taxonomy import MARKERS, RuptureType


class Form(RecordingForm):
    error_fields = {"closed_on": "day"}

    day = DateField("Day")


@pytest.mark.parametrize("sent", ["", "rubbish", None])
def test_missing_or_garbled_submission_is_a_form_of_its_own(sent):
    first, second = (SubmissionField().clean(sent) for _ in range(2))

    assert first != second


def test_submission_is_taken_as_sent():
    key = "6f9c1f5e-3ad1-4d0f-8a5c-0d5a7a3d9f10"

    assert SubmissionField().clean(key) == uuid.UUID(key)


def test_every_new_form_has_its_own_submission():
    assert (
        RecordingForm()["submission"].value() != RecordingForm()["submission"].value()
    )


@pytest.mark.parametrize(("sent", "version"), [("3", 3), ("x", 0), ("", 0)])
def test_garbled_version_is_none_that_a_row_has(sent, version):
    assert VersionField(required=False).clean(sent) == version


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (ValidationError({"day": "Too late."}), {"day": ["Too late."]}),
        (ValidationError({"closed_on": "Too late."}), {"day": ["Too late."]}),
        (ValidationError({"version": "Odd."}), {"__all__": ["Odd."]}),
        (ValidationError({"other": "Odd."}), {"__all__": ["Odd."]}),
        (ValidationError("On hold."), {"__all__": ["On hold."]}),
    ],
)
def test_refusal_stands_beside_its_field_or_above_the_form(error, errors):
    form = Form({"day": "2026-11-21"})
    form.is_valid()

    form.take_errors(error)

    assert form.errors == errors


def test_refreshed_form_sends_the_present_version():
    form = EditForm({"version": "1"})

    form.refresh(version=4)

    assert form["version"].value() == "4"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (
            CodesField(MARKERS, "m"),
            ("quiet", "about_me"),
            "went quiet, unhappy with me",
        ),
        (CodesField(MARKERS, "m"), (), "not said"),
        (ChipField(RuptureType, "t"), "mixed", "Both"),
        (ScaleField("s"), 3, "3"),
        (ScaleField("s"), None, "not said"),
        (DateField("d"), datetime.date(2020, 11, 21), "Sat 21 Nov 2020"),
        (TimeField("t"), datetime.time(10, 30), "10:30"),
    ],
)
def test_value_reads_as_a_person_says_it(field, value, words):
    assert str(in_words(field, value)) == words


def test_codes_come_in_the_order_of_their_catalogue():
    field = CodesField(MARKERS, "m")

    assert field.clean(["went_along", "quiet"]) == ("quiet", "went_along")


def test_what_went_since_the_form_was_fetched_is_not_there():
    with pytest.raises(Http404):
        record(EditForm({}), lambda: Case.objects.none().get())


def test_a_form_that_is_not_valid_does_nothing():
    done = []

    assert not recorded(Form({}), lambda: done.append(1))
    assert done == []
