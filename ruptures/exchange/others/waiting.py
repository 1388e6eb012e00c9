"""Lines that wait in a file without a name until their table is asked for."""

import pickle
from collections.abc import Iterator
from typing import Any

from ruptures.exchange.incoming.source import Line
from ruptures.exchange.others.keys import text_of
from ruptures.exchange.others.nameless import gone_with, nameless

AT_ONCE = 500  # lines
KEYS = ("key", "case", "session", "rupture")
Waits = tuple[int, dict[str, Any], int | None]


class Waiting:
    """Written once, then read as often as need be; keys wait as bytes."""

    def __init__(self) -> None:
        self._file = nameless()
        self._some: list[Waits] = []
        gone_with(self, self._file)

    def add(self, number: int, values: dict[str, Any], session: int | None) -> None:
        self._some.append((number, values, session))
        if len(self._some) == AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Nothing is added after this."""
        pickle.dump(self._some, self._file, pickle.HIGHEST_PROTOCOL)
        self._some = []

    def lines(self) -> Iterator[Line]:
        self._file.seek(0)
        while some := self._next():
            for number, values, session in some:
                for name in KEYS:
                    if name in values:
                        values[name] = text_of(values[name])
                yield Line(number, values, True, session)

    def _next(self) -> list[Waits]:
        try:
            found: list[Waits] = pickle.load(self._file)  # noqa: S301  our own, of now
        except EOFError:
            return []
        return found
