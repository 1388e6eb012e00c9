"""Lines of the result: what was measured, what was wanted, was it reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`goal` is the most that is allowed; None where a number is only told."""

    what: str
    measured: float
    goal: float | None
    unit: str

    @property
    def ratio(self) -> float | None:
        return self.measured / self.goal if self.goal else None

    @property
    def reached(self) -> str:
        if self.goal is None:
            return ""
        return "yes" if self.measured <= self.goal else "**no**"

    @property
    def cells(self) -> list[str]:
        goal = "" if self.goal is None else f"≤ {number(self.goal)} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        measured = f"{number(self.measured)} {self.unit}"
        return [self.what, measured.strip(), goal.strip(), ratio, self.reached]


def number(value: float) -> str:
    """Three digits of it, whole from 100 on."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 and value % 1 else f"{value:.3g}"


def result(lines: Iterable[Line]) -> str:
    heads = ["what", "measured", "goal", "of it", "reached"]
    return markdown(heads, [line.cells for line in lines], words=1)


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int) -> str:
    """A table whose first `words` columns are words, the others numbers."""
    rule = ["---" if place < words else "---:" for place in range(len(heads))]
    return "\n".join("| " + " | ".join(row) + " |" for row in [heads, rule, *rows])
