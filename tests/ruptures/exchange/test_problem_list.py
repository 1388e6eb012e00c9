"""What is wrong with a file, as a CSV."""

import pytest

from ruptures.exchange.problem_list import problem_list
from ruptures.exchange.problems import Problem

pytestmark = pytest.mark.one_engine


def test_problems_are_listed_under_formula_guard():
    found = problem_list(
        [
            Problem("A day was expected.", "file.csv", 3, "date", "=1+1"),
            Problem("It is empty."),
        ]
    )

    assert found == (
        "file,row,column,value,expected\r\n"
        "file.csv,3,date,'=1+1,A day was expected.\r\n"
        ",,,,It is empty.\r\n"
    )
