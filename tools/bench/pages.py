"""A part: milliseconds of every page, each beside its own statements' bare SQL."""

import gc
import logging
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from statistics import median
from typing import Any

from tools.bench.files import answered, set_up
from tools.bench.measured import EVERY_DATE, PageTimes, Visitor

SECONDS = 2.0  # for one page, but so many runs at least and at most
RUNS = range(3, 41)
HOST = {"Host": "127.0.0.1"}
FRAGMENT = {"HX-Request": "true", "HX-Target": "results"}

Work = Callable[[], Any]


def main() -> None:
    set_up()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)  # a kept database may be older than its tables
    logging.disable()  # addresses that are no pages are found by asking
    numbers = [int(number) for number in sys.argv[2:]]
    answered([asdict(visitor(number)) for number in numbers])


def visitor(number: int) -> Visitor:
    """Sign in the therapist of that number, and ask for every page."""
    from ruptures.models import Session, User
    from tools.bench.addresses import addresses

    user = User.objects.get(email=f"therapist{number}@demo.example")
    own = Session.objects.visible_to(user).count()
    cookie = signed_in(user)
    found = {}
    for page, address in addresses(user).items():
        for name, served in variants(page, address, {"Cookie": cookie}):
            found[name] = times = page_times(name, address, served)
            print(f"  {own:>7,}  {name}: {times.served:.1f} ms", flush=True)
    return Visitor(own, cookie, found)


def signed_in(user: Any) -> str:
    """A cookie of the server's own making; no password is involved."""
    from django.conf import settings
    from django.test import Client

    client = Client(headers=HOST)
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def variants(
    page: str, address: str, cookie: dict[str, str]
) -> Iterator[tuple[str, Work]]:
    """The page; where it has results that are swapped, these, and both of all dates."""
    whole = ask(address, cookie)
    if not is_page(whole()):
        return
    yield page, whole
    if is_page(ask(address, cookie | FRAGMENT)()):
        return
    yield f"{page}, fragment", ask(address, cookie | FRAGMENT)
    every = f"?{EVERY_DATE}"
    yield f"{page}{every}", ask(address + every, cookie)
    yield f"{page}{every}, fragment", ask(address + every, cookie | FRAGMENT)


def is_page(body: bytes) -> bool:
    return body.lstrip()[:9].lower() == b"<!doctype"


def ask(address: str, headers: dict[str, str]) -> Callable[[], bytes]:
    """A request as the server hands it over, through all that is served."""
    from django.test import RequestFactory

    from config.wsgi import application

    factory = RequestFactory(headers=HOST | headers)

    def served() -> bytes:
        response = application(factory.get(address).environ, ignore_head)
        body = b"".join(response)
        response.close()
        if response.status_code >= 500:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return body if response.status_code == 200 else b""

    return served


def ignore_head(*_status_and_headers: Any) -> Callable[[bytes], object]:
    """A server would send the answer's head here."""
    return len


def page_times(name: str, address: str, served: Callable[[], bytes]) -> PageTimes:
    from tools.bench.statements import captured

    size = len(served())
    statements = captured(served)
    page, sql = side_by_side(served, statements.run)
    return PageTimes(name, address, page, sql, len(statements), size)


def side_by_side(*works: Work) -> list[float]:
    """Median milliseconds of each, run in turn so that all share the machine's mood."""
    clock = clock_of_the_engine()
    times: list[list[float]] = [[] for _ in works]
    end = time.perf_counter() + SECONDS
    gc.collect()
    while len(times[0]) < RUNS.start or (
        time.perf_counter() < end and len(times[0]) < RUNS.stop - 1
    ):
        for work, taken in zip(works, times, strict=True):
            started = clock()
            work()
            taken.append((clock() - started) * 1000)
    return [median(taken) for taken in times]


def clock_of_the_engine() -> Callable[[], float]:
    """SQLite works in this process and, warm, waits for nothing.

    Its processor time is what a request takes where nobody else wants the processor,
    and stays so where somebody does. Of PostgreSQL only the clock on the wall knows.
    """
    from django.db import connection

    return time.process_time if connection.vendor == "sqlite" else time.perf_counter


if __name__ == "__main__":
    main()
