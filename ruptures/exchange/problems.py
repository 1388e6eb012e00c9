"""What is wrong with a file: where, what stands there, and what was expected."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

MOST = 200  # told at once: who has more has another file in hand
SHOWN = 60  # characters of a cell


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` as a spreadsheet numbers it: 1 is the header; 0, the file as a whole."""

    said: str | Promise
    file: str = ""
    row: int = 0
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        return _("%(where)s: %(said)s") % {
            "where": ", ".join(self._where()) or _("The file"),
            "said": self.said,
        }

    def _where(self) -> Iterator[str]:
        if self.file:
            yield self.file
        if self.row:
            yield _("row %(number)s") % {"number": self.row}
        if self.column:
            yield self.column
        if self.value:
            yield repr(self.value)


class Refused(Exception):  # noqa: N818  a state, as the command tells it
    """Nothing was written; `problems` say why, MOST of them at most."""

    def __init__(self, *problems: Problem):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Problems(list[Problem]):
    """Those found so far; Refused as soon as there are MOST."""

    def add(self, problem: Problem) -> None:
        self.append(replace(problem, value=shortened(problem.value)))
        if len(self) >= MOST:
            self.refuse()

    def refuse(self) -> None:
        """Raise Refused where there is any."""
        if self:
            raise Refused(*self)


def shortened(cell: str) -> str:
    return cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}…"
