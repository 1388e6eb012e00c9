"""What somebody wants to take along, and in which form."""

import datetime
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from ruptures.exchange.package.column import Column
from ruptures.exchange.package.tables import TABLES, Table
from ruptures.models import Case, User
from ruptures.taxonomy import CODE_ALPHABET

CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Form:
    """How cells stand in a file; Excel's differs by the language it is set to."""

    delimiter: str = ","
    decimal: str = "."
    mark: str = ""  # at the beginning of a file


PLAIN = Form()
# With a byte-order mark, without which Excel does not read UTF-8.
EXCEL = Form(mark="\ufeff")
EXCEL_DECIMAL_COMMA = Form(delimiter=";", decimal=",", mark="\ufeff")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A therapist's own rows: of `cases`, or all, from `start` to `end`, both included.

    `dates` unless session numbers are to stand alone; free text only with `notes`.
    With a `salt`, keys and codes are fresh ones that only the salt ties to those here.
    """

    user: User
    cases: Sequence[Case] | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    notes: bool = False
    dates: bool = True
    salt: bytes = b""
    form: Form = PLAIN

    @property
    def tables(self) -> list[Table]:
        return [table for table in TABLES if self.notes or not table.has_text]

    def columns(self, table: Table) -> list[Column]:
        return [each for each in table.columns if self.dates or not each.says_when]

    def fresh_key(self, key: uuid.UUID) -> uuid.UUID:
        return uuid.UUID(bytes=self._mixed(key.bytes)[:16], version=4)

    def fresh_code(self, code: str) -> str:
        """A code that says nothing; of 8 signs, so that no two cases share one."""
        mixed = self._mixed(code.encode())[:CODE_LENGTH]
        return "".join(CODE_ALPHABET[each % len(CODE_ALPHABET)] for each in mixed)

    def _mixed(self, value: bytes) -> bytes:
        return hashlib.blake2b(value, key=self.salt).digest()
