"""Which tests PostgreSQL is asked too: those whose answer could be another there.

Left out: what needs a browser (but the main job), what asks no database, and what is
about words, addresses and access, which the same querysets answer on every engine.
"""

import pytest
from django.db import connection

ONE_ENGINE, MAIN_JOB = "one_engine", "main_job"


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if connection.vendor != "postgresql":
        return
    left_out = [item for item in items if not is_asked_twice(item)]
    items[:] = [item for item in items if is_asked_twice(item)]
    config.hook.pytest_deselected(items=left_out)


def is_asked_twice(item: pytest.Item) -> bool:
    if item.get_closest_marker(ONE_ENGINE):
        return False
    if item.get_closest_marker("browser"):
        return item.get_closest_marker(MAIN_JOB) is not None
    return asks_a_database(item)


def asks_a_database(item: pytest.Item) -> bool:
    named = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(named & {"db", "transactional_db", "live_server", "programs"})
