"""What several browser tests begin with."""

import pytest

from ruptures.models import Case
from tests.factories import CaseFactory


@pytest.fixture
def case(db) -> Case:
    """A therapist's first case; there is a second one."""
    case = CaseFactory(code="K7QM")
    CaseFactory(code="P2XD", therapist=case.therapist)
    return case
