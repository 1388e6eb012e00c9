"""What is wanted of the numbers, and the tables that say whether it was reached."""

from collections.abc import Iterator

from tools.bench.measured import EVERY_DATE, OWN, USUAL, PageTimes, Received, Run, Sent
from tools.bench.table import Line, markdown, number

KIB = 1024
WHOLE = "overview"
FRAGMENT = "overview, fragment"
PLACES = (
    ("", "last 12 months"),
    (f"?{EVERY_DATE}", "all dates"),
)


def named(page: str, query: str) -> str:
    """The key of a page's times, with the query of its address."""
    return page.replace(WHOLE, WHOLE + query, 1)


def lines(run: Run) -> Iterator[Line]:
    yield from server_lines(run)
    yield from scale_lines(run)
    yield from query_lines(run)
    yield from wire_lines(run)
    yield from drawn_lines(run)
    yield from sent_lines(run.few_sent, run.sent)
    yield from received_lines(run.received)
    yield Line("memory of a worker, resident", run.server.resident, 160, "MB")
    yield Line("memory of a worker, its own", run.server.unique, None, "MB")
    yield Line("cold start to the first answer", run.server.cold_start, 2, "s")
    yield Line("seeding", run.seeded_per_second, None, "sessions/s")


def server_lines(run: Run) -> Iterator[Line]:
    """Time of the usual therapist's dashboard, against its own statements."""
    times = run.big[USUAL].times
    for query, words in PLACES:
        for page, what, more in (
            (FRAGMENT, "fragment", 5),
            (WHOLE, "whole page", 20),
        ):
            found = times[named(page, query)]
            yield Line(
                f"dashboard {what}, {USUAL:,} own sessions, {words}:"
                f" 2 × {number(found.sql)} ms of SQL + {more} ms",
                found.served,
                2 * found.sql + more,
                "ms",
            )


def scale_lines(run: Run) -> Iterator[Line]:
    """How much longer the dashboard takes for more rows of others, and of one's own.

    What shows all dates reads all of one's own; the goal is for the page as it opens.
    """
    more = f"{run.sessions / run.small_sessions:,.0f} × more sessions of others"
    for query, words in PLACES:
        for page, what in ((FRAGMENT, "fragment"), (WHOLE, "whole page")):
            key = named(page, query)
            usual = run.big[USUAL].times[key].served
            others = usual / run.small.times[key].served
            own = run.big[10 * USUAL].times[key].served / usual
            yield Line(f"{more}: dashboard {what}, {words}", others, 1.2, "×")
            goal = None if query else 4
            yield Line(f"10 × more own: dashboard {what}, {words}", own, goal, "×")


def query_lines(run: Run) -> Iterator[Line]:
    """What the dashboard asks, the most that any page does, and how much that grows.

    The goal is for what one statement can read: a page of many tables has none.
    """
    asked = {own: visitor.times for own, visitor in run.big.items()}
    most = max(asked[USUAL].values(), key=lambda times: times.queries)
    yield Line("queries of the dashboard", asked[USUAL][WHOLE].queries, 8, "")
    yield Line(f"queries a page, the most ({most.page})", most.queries, None, "")
    *fewer, largest = OWN
    grown = max(
        asked[largest][page].queries - max(asked[own][page].queries for own in fewer)
        for page in asked[fewer[0]]
    )
    yield Line(f"queries more for {largest:,} than for any fewer", grown, 0, "")


def wire_lines(run: Run) -> Iterator[Line]:
    wire = run.wire
    yield Line("first visit to the dashboard, sent", wire.first / KIB, 400, "KiB")
    for name, size in wire.parts.items():
        yield Line(f"of it {name}", size / KIB, None, "KiB")
    yield Line("warm visit, sent", wire.warm / KIB, 30, "KiB")
    yield Line("warm visit, before compression", wire.warm_plain / KIB, None, "KiB")
    yield Line("warm fragment, sent", wire.fragment / KIB, None, "KiB")
    yield Line(
        "warm fragment, before compression", wire.fragment_plain / KIB, 15, "KiB"
    )


def drawn_lines(run: Run) -> Iterator[Line]:
    for drawn in run.drawn:
        speed = "throttled" if drawn.throttled else "full speed"
        of = f"of {drawn.charts} drawn, {drawn.own:,} own sessions, {speed}"
        goals = (1.2, 1.6) if drawn.throttled else (None, None)
        yield Line(f"first chart {of}", drawn.first, goals[0], "s")
        yield Line(f"all charts {of}", drawn.all, goals[1], "s")
        if drawn.throttled:
            yield Line("bare page, throttled: first chart", drawn.bare_first, None, "s")
            yield Line("bare page, throttled: all charts", drawn.bare_all, None, "s")


def sent_lines(few: Sent, sent: Sent) -> Iterator[Line]:
    """A package on its way out; ratios are turned, so that less is better."""
    of = f"package of {sent.sessions:,} sessions, {sent.rows:,} rows"
    if sent.own_tool:
        times = sent.seconds / sent.own_tool
        yield Line(f"{of}: time of the shell's own CSV", times, 5, "×")
    yield Line(f"{of}: rows a second", sent.rows / sent.seconds, None, "")
    yield Line(f"{of}: first bytes", sent.first * 1000, 200, "ms")
    more = f"{of}: memory more than for {few.sessions:,}"
    yield Line(more, sent.memory - few.memory, 20, "MB")


def received_lines(received: Received) -> Iterator[Line]:
    of = f"import of {received.sessions:,} sessions, {received.rows:,} rows"
    if received.own_tool:
        written = received.writing / received.own_tool
        whole = (received.looking + received.writing) / received.own_tool
        yield Line(f"{of}: checked and written, time of .import", written, 5, "×")
        yield Line(f"{of}: and looked at before, time of .import", whole, None, "×")
    yield Line(f"{of}: rows a second", received.rows / received.writing, None, "")
    yield Line(f"{of}: memory", received.memory, 150, "MB")
    unnamed = received.named.count(False)
    yield Line("a bad row at start, middle, end: rows kept", sum(received.left), 0, "")
    yield Line("a bad row at start, middle, end: not named", unnamed, 0, "")


def pages(run: Run) -> str:
    """Every page: the usual therapist in both databases, then fewer and more rows."""
    heads = [
        "page",
        "queries",
        "KiB",
        f"ms, {USUAL:,} own",
        "SQL",
        "ratio",
        f"ms in {run.small_sessions:,}",
        *(f"ms, {own:,} own" for own in OWN if own != USUAL),
    ]
    rows = [page_cells(run, times) for times in run.big[USUAL].times.values()]
    return markdown(heads, rows, words=1)


def page_cells(run: Run, times: PageTimes) -> list[str]:
    few_others = run.small.times.get(times.page)
    return [
        times.page,
        str(times.queries),
        number(times.size / KIB),
        number(times.served),
        number(times.sql),
        number(times.ratio),
        number(few_others.served) if few_others else "",
        *(
            number(run.big[own].times[times.page].served)
            for own in OWN
            if own != USUAL and times.page in run.big[own].times
        ),
    ]
