"""What is wrong with a file, as a CSV to work through."""

from collections.abc import Sequence

from ruptures.exchange.cells import guarded
from ruptures.exchange.export import as_csv
from ruptures.exchange.problems import Problem

HEADER = ("file", "row", "column", "value", "expected")


def problem_list(problems: Sequence[Problem]) -> str:
    """Under formula guard, as what stands in a file may be anything."""
    return as_csv([HEADER, *map(line, problems)])


def line(problem: Problem) -> tuple[str, ...]:
    row = str(problem.row) if problem.row else ""
    said = (problem.column, problem.value, str(problem.said))
    return (guarded(problem.file), row, *map(guarded, said))
