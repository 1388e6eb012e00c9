"""The slow statements of every page, and what the database does for them.

`DATABASE_URL=... python -m tools.bench.plans [THERAPIST [MILLISECONDS]]`, where
therapists count from 1, as `databases` has them.
"""

import logging
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tools.bench.files import set_up

if TYPE_CHECKING:
    from tools.bench.statements import Statement

LONG_LIST = re.compile(r"(\?, ){3,}\?")
SLOW = 5.0  # milliseconds
TRIES = 3


def main(number: int = 1, slow: float = SLOW) -> None:
    set_up()
    logging.disable()
    for line in told(number, slow):
        print(line)


def told(number: int, slow: float) -> Iterator[str]:
    """Each slow statement once, under the first page that asks it."""
    seen = set[str]()
    for name, statement in asked(number):
        sql = LONG_LIST.sub("…", statement.sql)
        took = min(statement.milliseconds() for _ in range(TRIES))
        if took >= slow and sql not in seen:
            seen.add(sql)
            yield f"\n## {name}: {took:.1f} ms\n\n    {sql}\n"
            yield from (f"- {step}" for step in statement.plan())


def asked(number: int) -> "Iterator[tuple[str, Statement]]":
    """Pages, and what each of them asks the database."""
    from ruptures.models import User
    from tools.bench.addresses import addresses
    from tools.bench.pages import signed_in, variants
    from tools.bench.statements import captured

    user = User.objects.get(email=f"therapist{number}@demo.example")
    cookie = {"Cookie": signed_in(user)}
    for page, address in addresses(user).items():
        for name, served in variants(page, address, cookie):
            yield from ((name, statement) for statement in captured(served))


if __name__ == "__main__":
    main(*(kind(text) for kind, text in zip((int, float), sys.argv[1:], strict=False)))
