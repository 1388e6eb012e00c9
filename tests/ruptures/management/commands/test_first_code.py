import re
from io import StringIO

import pytest
from django.core.management import call_command

from ruptures import accounts
from tests.factories import UserFactory


@pytest.mark.django_db
def test_first_code_prints_one_line_with_a_code_that_works():
    out = StringIO()

    call_command("first_code", stdout=out)

    (code,) = re.findall(r"enter the code (\S+) \(", out.getvalue())
    assert out.getvalue().count("\n") == 1
    assert accounts.open_first_account(email="a@b.org", password="p", code=code)


@pytest.mark.django_db
def test_first_code_is_silent_once_there_is_an_account():
    UserFactory()
    out = StringIO()

    call_command("first_code", stdout=out)

    assert out.getvalue() == ""
