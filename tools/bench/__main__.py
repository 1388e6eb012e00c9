"""Measure everything, print it, and leave it in var/bench/."""

import datetime
import os
import platform
from typing import Any

from tools.bench import browser, goals, server, wire
from tools.bench.databases import Practice, beside, files, practices
from tools.bench.files import KEPT, part
from tools.bench.measured import (
    OWN,
    USUAL,
    PageTimes,
    Received,
    Run,
    Sent,
    Server,
    Visitor,
    Wire,
)
from tools.bench.table import result

SESSIONS = 1_000_000
LOOKED_AT = (USUAL, OWN[-1])  # whose charts are timed


def main() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    url = os.environ.get("DATABASE_URL", "")
    sessions = int(os.environ.get("BENCH_SESSIONS", SESSIONS))
    run = measured(*practices(url, sessions), files(url, sessions))
    tables = [circumstances(run), result(goals.lines(run)), goals.pages(run)]
    text = "\n\n".join(tables) + "\n"
    (KEPT / f"result-{run.engine}.md").write_text(text, encoding="utf-8")
    print(f"\n{text}")


def circumstances(run: Run) -> str:
    """What else moves the numbers; a load above the processors' number slows all."""
    load = os.getloadavg()[2]
    return (
        f"{datetime.date.today()}, {run.engine}, Python {platform.python_version()},"  # noqa: DTZ011 - the machine's own day
        f" {os.cpu_count()} processors, load {load:.1f} over the last quarter of an"
        f" hour; {run.sessions:,} sessions of others, {run.small_sessions:,} in the"
        " small database."
    )


def measured(big: Practice, small: Practice, packed: Practice) -> Run:
    seeded = big.made()
    small.made()
    packed.made()
    visitors = {visitor.own: visitor for visitor in asked(big)}
    [usual_in_small] = asked(small)
    weight, bytes_sent, drawn = served(big, visitors)
    return Run(
        engine=big.url.split(":")[0],
        sessions=big.others,
        small_sessions=small.others,
        seeded_per_second=seeded["sessions"] / seeded["seconds"],
        big=visitors,
        small=usual_in_small,
        wire=bytes_sent,
        server=weight,
        few_sent=sent(packed, 1),
        sent=sent(packed, 3),
        received=received(packed),
        drawn=drawn,
    )


def sent(practice: Practice, number: int) -> Sent:
    return Sent(**part("outgoing", str(number), database=practice.url))


def received(practice: Practice) -> Received:
    """The second therapist's package, in a place of its own."""
    part("outgoing", "2", database=practice.url)
    place, email = beside(practice.url, "bench_in"), "therapist2@demo.example"
    return Received(**part("incoming", practice.url, email, database=place))


def asked(practice: Practice) -> list[Visitor]:
    numbers = [str(number) for number in range(1, len(practice.own) + 1)]
    found = part("pages", *numbers, database=practice.url)
    return [as_visitor(each) for each in found]


def as_visitor(found: dict[str, Any]) -> Visitor:
    times = {name: PageTimes(**each) for name, each in found["times"].items()}
    return Visitor(found["own"], found["cookie"], times)


def served(
    practice: Practice, visitors: dict[int, Visitor]
) -> tuple[Server, Wire, list[Any]]:
    """What only a real server shows; its worker is weighed after the usual pages."""
    cookies = {own: visitors[own].cookie for own in LOOKED_AT}
    with server.serving(practice.url) as running:
        on_the_wire = wire.measured("/", cookies[USUAL])
        drawn = list(browser.drawn("/", cookies))
        for address in {each.address for each in visitors[USUAL].times.values()}:
            wire.get(address, cookies[USUAL], {})
        weight = Server(*running.memory(), running.cold_start)
    return weight, on_the_wire, drawn


if __name__ == "__main__":
    main()
