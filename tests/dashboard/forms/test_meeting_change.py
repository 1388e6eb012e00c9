"""The form that changes a meeting, where one of the two sees less than the other."""

import pytest
from django.core.exceptions import ValidationError

from dashboard.forms.meeting_change import MeetingChangeForm
from ruptures.saving import Stale
from tests.factories import (
    CaseFactory,
    GrantFactory,
    SupervisionMeetingFactory,
    SupervisionStepFactory,
)

pytestmark = pytest.mark.django_db


def refused(meeting, user, error: ValidationError, **words):
    """The form as it comes back to `user`, who sent these words and was refused."""
    data = {"date": "2026-02-02", "version": "1", **words}
    form = MeetingChangeForm(data, meeting=meeting, user=user)
    form.is_valid()
    form.take_errors(error)
    return form


def test_a_stale_form_tells_nothing_of_a_step_that_its_reader_cannot_see():
    case = CaseFactory()
    hidden = CaseFactory(therapist=case.therapist)
    grant = GrantFactory(therapist=case.therapist, cases=[case])
    meeting = SupervisionMeetingFactory(
        therapist=grant.therapist, supervisor=grant.holder
    )
    step = SupervisionStepFactory(meeting=meeting, case=case, text="Wait.")
    SupervisionStepFactory(meeting=meeting, case=hidden, text="Call the clinic.")
    name = f"step_{step.key.hex}"

    form = refused(meeting, grant.holder, Stale(), **{name: "Call the clinic."})

    assert form[name].value() == "Call the clinic."  # as any other words of theirs
