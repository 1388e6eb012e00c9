"""What one run measured, as plain values; each part writes its own as JSON."""

from dataclasses import dataclass, field

OWN = (300, 3_000, 30_000, 100_000)  # sessions of the therapists who are looked at
USUAL = 3_000  # the one of them who is in both databases
EVERY_DATE = "period=all"


@dataclass(frozen=True)
class PageTimes:
    """Milliseconds, medians: through the whole handler, and its statements alone."""

    page: str
    address: str
    served: float
    sql: float
    queries: int
    size: int  # bytes before compression

    @property
    def ratio(self) -> float:
        return self.served / self.sql if self.sql else 0.0


@dataclass(frozen=True)
class Visitor:
    """A therapist, the cookie that signs them in, and how their pages did."""

    own: int
    cookie: str
    times: dict[str, PageTimes]


@dataclass(frozen=True)
class Wire:
    """Bytes: everything of a first visit, of the next one, and of a fragment."""

    first: int
    warm: int
    warm_plain: int
    fragment: int
    fragment_plain: int
    parts: dict[str, int]


@dataclass(frozen=True)
class Drawn:
    """Seconds from the click until charts stood on the screen.

    `bare_...` is what the chart library with three figures alone takes on this machine.
    """

    own: int
    throttled: bool
    bare_first: float
    bare_all: float
    first: float
    all: float
    charts: int


@dataclass(frozen=True)
class Server:
    """Of one worker after it served every page; megabytes and seconds."""

    resident: float
    unique: float
    cold_start: float


@dataclass(frozen=True)
class Sent:
    """A package as it leaves, and the same queries through the database's own shell.

    Seconds; no `own_tool` where there is none. Memory is the process's peak, in MB.
    """

    sessions: int
    rows: int
    seconds: float
    first: float  # until the first bytes
    memory: float
    own_tool: float | None


@dataclass(frozen=True)
class Received:
    """The package as it comes into an empty place, and its rows by `.import`.

    `left` has the rows that were there after a bad one at the start, in the middle and
    at the end; `named`, whether it was named.
    """

    sessions: int
    rows: int
    looking: float
    writing: float
    memory: float
    own_tool: float | None
    left: list[int]
    named: list[bool]


@dataclass(frozen=True)
class Run:
    """Everything of one run; `drawn` is empty where there is no Chromium."""

    engine: str
    sessions: int
    small_sessions: int
    seeded_per_second: float
    big: dict[int, Visitor]
    small: Visitor
    wire: Wire
    server: Server
    few_sent: Sent
    sent: Sent
    received: Received
    drawn: list[Drawn] = field(default_factory=list)
