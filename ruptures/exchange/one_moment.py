"""A file tells of one moment, however long it takes to be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

REPEATABLE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
TO_THE_LAST = "SET LOCAL cursor_tuple_fraction = 1"  # PostgreSQL expects a tenth


@contextmanager
def one_moment() -> Iterator[None]:
    """Every query in it sees the rows of one moment; nobody who writes has to wait.

    It lasts as long as the block, and nothing can be written in it. Inside of another
    transaction it is a part of that.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with without_lock(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(REPEATABLE)
                cursor.execute(TO_THE_LAST)
            yield


@contextmanager
def without_lock() -> Iterator[None]:
    """Transactions of this connection only read; what they sort goes past memory.

    A million rows in order would else be held there. SQLite unlinks the file that it
    sorts in before a row is in it.
    """
    wrapper: Any = connection
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store = FILE")
        cursor.execute("PRAGMA query_only = ON")
        usual, wrapper.transaction_mode = wrapper.transaction_mode, "DEFERRED"
        try:
            yield
        finally:
            wrapper.transaction_mode = usual
            cursor.execute("PRAGMA query_only = OFF")
            cursor.execute("PRAGMA temp_store = MEMORY")
