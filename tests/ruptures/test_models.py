"""Every constraint refuses its bad row in the database itself, past every form."""

import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from ruptures.models import Case, Session
from ruptures.models.base import ClinicalModel
from tests import factories
from tests.ruptures.bad_rows import BAD, TWINS

pytestmark = pytest.mark.django_db

MODELS = list(apps.get_app_config("ruptures").get_models())
CONSTRAINTS = [constraint for model in MODELS for constraint in model._meta.constraints]
CHECKS = [c.name for c in CONSTRAINTS if isinstance(c, models.CheckConstraint)]
UNIQUES = [c.name for c in CONSTRAINTS if isinstance(c, models.UniqueConstraint)]


# No form can come to them: there is nothing to say in words.
NEVER_MET = (
    *("act", "change", "checkin_ends", "import_", "setup"),
    *(
        "erasure_of",
        "grant_accepted",
        "grant_ended",
        "supervisionmeeting_of",
        "supervisionstep_taken",
    ),
)


def spoil(row, values):
    """Write past every form and model check, as a faulty program would."""
    with transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("name", CHECKS)
def test_the_database_refuses_a_row_that_breaks(name):
    make, values = BAD[name]
    row = make()

    with pytest.raises(IntegrityError, match=name):
        spoil(row, values)


@pytest.mark.parametrize("name", UNIQUES)
def test_the_database_refuses_a_second_row_alike(name):
    make, values = TWINS[name]
    _first, second = make()

    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        spoil(second, values)


def test_every_row_of_the_tables_above_is_about_a_constraint_that_is_there():
    assert (sorted(BAD), sorted(TWINS)) == (sorted(CHECKS), sorted(UNIQUES))


def test_a_bad_row_is_refused_when_inserted_in_bulk():
    session = factories.SessionFactory.build(
        case=factories.CaseFactory(), attendance="absent"
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.bulk_create([session])

    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [name for name in CHECKS if not name.startswith(NEVER_MET)],
)
def test_a_constraint_says_in_words_what_is_wrong(name):
    constraint = next(c for c in CONSTRAINTS if c.name == name)

    assert (
        constraint.violation_error_message != constraint.default_violation_error_message
    )


@pytest.mark.parametrize(
    "model", [model for model in MODELS if issubclass(model, ClinicalModel)]
)
def test_a_clinical_row_has_its_own_key_from_the_first_migration(model):
    field = model._meta.get_field("key")

    assert (field.unique, field.editable, field.default) == (True, False, uuid.uuid4)


def move_to_no_case(session):
    with transaction.atomic():
        Session.objects.filter(pk=session.pk).update(case_id=session.case_id + 1000)
        connection.check_constraints()  # foreign keys wait for the end otherwise


def test_a_row_cannot_point_to_a_case_that_is_not_there():
    session = factories.SessionFactory()

    with pytest.raises(IntegrityError):
        move_to_no_case(session)


def test_a_therapist_with_cases_cannot_be_deleted():
    case = factories.CaseFactory()

    with pytest.raises(models.ProtectedError):
        case.therapist.delete()

    assert Case.objects.get().therapist_id == case.therapist_id
