"""What goes out comes back: the same bytes, once, and with what was said of it."""

import datetime

import pytest

from ruptures.exchange.package.wanted import EXCEL, EXCEL_DECIMAL_COMMA
from ruptures.integrity import broken_rules
from ruptures.models import Act, Case, Change, Verb
from tests.factories import CaseFactory, ReportFactory, SessionFactory, UserFactory
from tests.ruptures.exchange.package.opened import bytes_of, opened, table
from tests.ruptures.exchange.package.practice import (
    ROWS,
    START,
    WEEK,
    bring_in,
    empty_installation,
    one_of_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return one_of_everything()


@pytest.mark.parametrize("notes", [False, True])
def test_what_went_out_comes_back_and_goes_out_as_the_same_bytes(notes, case):
    before = bytes_of(case.therapist, notes=notes)
    empty_installation()

    counts = bring_in(before, user := UserFactory())

    assert (counts.new, counts.here) == (ROWS if notes else ROWS - 2, 0)
    assert bytes_of(user, notes=notes) == before
    assert list(broken_rules()) == []


@pytest.mark.parametrize("form", [EXCEL, EXCEL_DECIMAL_COMMA], ids=str)
def test_what_excel_is_given_comes_back_as_well(form, case):
    before = bytes_of(case.therapist, notes=True)
    for_excel = bytes_of(case.therapist, notes=True, form=form)
    empty_installation()

    bring_in(for_excel, user := UserFactory())

    assert bytes_of(user, notes=True) == before


def test_an_import_twice_changes_nothing(case):
    package = bytes_of(case.therapist, notes=True)

    counts = bring_in(package, case.therapist)

    assert (counts.new, counts.here) == (0, ROWS)
    assert bytes_of(case.therapist, notes=True) == package
    assert not Act.objects.exists()


def test_a_part_comes_first_and_the_rest_later(case):
    whole = bytes_of(case.therapist, notes=True)
    part = bytes_of(case.therapist, end=START + WEEK)
    empty_installation()
    bring_in(part, user := UserFactory())

    counts = bring_in(whole, user)

    assert (counts.new, counts.here) == (ROWS - 4, 4)  # the case, two sessions, put off
    assert bytes_of(user, notes=True) == whole


def test_fresh_codes_come_in_as_new_cases(case):
    fresh = {"salt": bytes(range(32)), "notes": True}
    package = bytes_of(case.therapist, **fresh)
    [told] = table(opened(case.therapist, **fresh), "cases")

    counts = bring_in(package, case.therapist)

    assert (counts.new, counts.here) == (ROWS, 0)
    assert set(Case.objects.values_list("code", flat=True)) == {"K7QM", told["code"]}


def test_what_was_said_by_others_keeps_its_tie_to_a_rupture(case):
    session = case.sessions.get(time__isnull=False)
    ReportFactory(session=session, rater="client", rupture=session.ruptures.get())
    package = bytes_of(case.therapist)
    empty_installation()

    bring_in(package, user := UserFactory())

    [told] = [row for row in table(opened(user), "reports") if row["rupture"]]
    assert told["rater"] == "client"


def test_a_case_on_hold_comes_in_held_by_who_brings_it():
    user = UserFactory()
    day = datetime.date(2026, 6, 1)
    of_case = {"hold_reason": "complaint", "hold_since": day, "hold_by": user}
    package = bytes_of(one_of_everything(therapist=user, **of_case).therapist)
    empty_installation()

    bring_in(package, other := UserFactory())

    held = Case.objects.get()
    assert (held.hold_by, held.hold_since) == (other, day)
    assert bytes_of(other) == package


def test_the_history_has_one_act_a_case_and_no_change_a_row(case):
    SessionFactory(case=CaseFactory(therapist=case.therapist), date=START)
    package = bytes_of(case.therapist, notes=True)
    empty_installation()

    bring_in(package, user := UserFactory())

    acts = Act.objects.values_list("verb", "user", "case__therapist")
    assert list(acts) == [(Verb.IMPORT, user.pk, user.pk)] * 2
    assert Change.objects.count() == 0


def test_a_case_that_gets_nothing_new_gets_no_act(case):
    other = CaseFactory(therapist=case.therapist)
    package = bytes_of(case.therapist)
    other.delete()

    bring_in(package, case.therapist)

    assert Act.objects.get().case.code == other.code


def test_a_dry_run_counts_and_writes_nothing(case):
    package = bytes_of(case.therapist, notes=True)
    empty_installation()

    counts = bring_in(package, UserFactory(), dry_run=True)

    assert (counts.new, counts.here) == (ROWS, 0)
    assert (Case.objects.count(), Act.objects.count()) == (0, 0)
