"""Any practice that could be written here comes back as it went."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ruptures.exchange.package.tables import NOTES, TABLES
from ruptures.exchange.package.wanted import EXCEL_DECIMAL_COMMA, PLAIN
from ruptures.integrity import broken_rules
from ruptures.models import Note, User
from tests.factories import UserFactory
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import bring_in, empty_installation
from tests.ruptures.exchange.package.practices import make_practice, texts

TEXT = next(each for each in NOTES.columns if each.name == "text")


@pytest.fixture
def user():
    return UserFactory()


@pytest.mark.django_db
@settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.generate],  # a database a try: shrinking takes long
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), form=st.sampled_from([PLAIN, EXCEL_DECIMAL_COMMA]))
def test_any_practice_comes_back_as_it_went(data, form, user: User):
    with transaction.atomic():
        make_practice(data.draw, user)
        assert list(broken_rules()) == []
        before = bytes_of(user, notes=True)
        notes = sorted(map(repr, Note.objects.values_list("key", "text")))
        package = bytes_of(user, notes=True, form=form)
        empty_installation()

        counts = bring_in(package, user)
        again = bring_in(package, user)

        assert bytes_of(user, notes=True) == before
        assert sorted(map(repr, Note.objects.values_list("key", "text"))) == notes
        assert (counts.here, again.new) == (0, 0)
        assert again.here == counts.new
        transaction.set_rollback(True)


@given(texts.filter(bool))
def test_any_text_loses_its_guard_exactly_once(text):
    assert TEXT.read(TEXT.kind.write(text)) == text


@given(st.text(min_size=1))
def test_a_cell_is_read_or_said_to_be_none_and_nothing_breaks(cell):
    columns = (each for table in TABLES for each in table.columns)
    for column in (each for each in columns if not each.worked_out):
        with suppress(ValidationError):
            column.read(cell)
